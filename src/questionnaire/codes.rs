//! All codes of findings about a questionnaire.

use crate::diagnostics::codes;
pub(crate) use crate::manuscript::codes::{
    DUPLICATE_ID, DUPLICATE_WAVE, EMPTY_TEXT, IMPLAUSIBLE_WAVE, JUDGING_WORD, LONG_SENTENCE,
    MALFORMED_ID, NO_WAVES,
};

codes! {
    NO_QUESTIONS: error "no-questions" {
        text: "a questionnaire without questions",
        meaning: "
            The questionnaire can be read, but asks nothing, so there is nothing to report.
        ",
        example: Situation,
        wrong: "
            sections:
              - { id: overig, title: Tot slot, questions: [] }
        ",
        right: "
            sections:
              - id: overig
                title: Tot slot
                questions:
                  - id: toelichting
                    ...
        ",
        help: "Add a question under `questions` of a section.",
    }
    WAVE_NOT_ASKED: error "wave-not-asked" {
        text: "a wave in which the question, option or row was not asked",
        meaning: "
            An option, a row, other wording or a break belongs to a year in which the question
            itself was asked. Here it names a year that isn't among the `waves` of the question.
        ",
        example: Questionnaire,
        wrong: "
            waves: [2022, 2023]
            several: true
            rows:
              - { code: bibliotheek, label: De bibliotheek, waves: [2021] }
        ",
        right: "
            waves: [2022, 2023]
            several: true
            rows:
              - { code: bibliotheek, label: De bibliotheek }
        ",
        help: "Correct the year, or add it to the `waves` of the question if it was asked then.",
    }
    IDLE_BREAK: warning "idle-break" {
        text: "a break at the first wave of a question",
        meaning: "
            A break says from which year on a question may no longer be compared with the years
            before. In its first year there is nothing before.
        ",
        example: Questionnaire,
        wrong: "
            breaks:
              - wave: 2021
        ",
        right: "
            breaks:
              - wave: 2022
        ",
        help: "Name the first year of the new form, or remove the break.",
    }
    SUPERFLUOUS_KEY: error "superfluous-key" {
        text: "a key that this kind of question does not take",
        meaning: "
            Each kind of question has its own keys: `bands`, `min` and `max` are for numbers,
            `rows` and `several` for a matrix, `codes` for open questions. The key, or the kind,
            is a mistake.
        ",
        example: Questionnaire,
        wrong: "
            kind: multi
            title: Rollen van organisaties
        ",
        right: "
            kind: matrix
            title: Rollen van organisaties
        ",
        help: "Remove the key, or correct the `kind`.",
    }
    TOO_FEW_OPTIONS: error "too-few-options" {
        text: "too few options, rows or bands for this kind of question",
        meaning: "
            A question with one answer needs two options or more to choose from, a matrix rows
            and options, a number bands in which it is reported.
        ",
        example: Situation,
        wrong: "
            kind: single
            options:
              - { code: ja, label: Ja }
        ",
        right: "
            kind: single
            options:
              - { code: ja, label: Ja }
              - { code: nee, label: Nee }
        ",
        help: "Add what is missing, or correct the `kind`.",
    }
    UNFIT_FIGURE: error "unfit-figure" {
        text: "a form of figure that can't show this kind of question",
        meaning: "
            A bar per year shows the answers of one question, a ranking what was chosen most, a
            matrix its rows. This form can't show this kind.
        ",
        example: Questionnaire,
        wrong: "
            figure: matrix-rows
            note: Gemeenten konden meer antwoorden geven.
        ",
        right: "
            figure: ranking
            note: Gemeenten konden meer antwoorden geven.
        ",
        help: "Choose a form that the finding names, or remove `figure` to get the usual one.",
    }
    UNKNOWN_SECTION_KIND: error "unknown-section-kind" {
        text: "a section of a kind that the questionnaire does not declare",
        meaning: "
            What the parts of a survey are called, such as `pijler` or `actielijn`, stands once
            under `section_kinds`. The kind of this section is none of these words, so documents
            would not know how to call it, or how many of them there are.
        ",
        example: Questionnaire,
        wrong: "
            - id: actielijn-1
              kind: aktielijn
        ",
        right: "
            - id: actielijn-1
              kind: actielijn
        ",
        help: "Correct the word, or add it to `section_kinds` with its plural.",
    }
    UNKNOWN_OPTION: error "unknown-option" {
        text: "an answer or a reference names an option that the question does not have",
        meaning: "
            In a file of answers: the cell holds neither the code nor the label of an option. In
            the questionnaire: a net, a condition, a finding or a break names a code that isn't
            there. An answer that isn't understood is never guessed or left out, for then a count
            would be wrong.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven
            Zwolle;jaa
        ",
        right: "
            gemeente;week-lezen-en-schrijven
            Zwolle;ja
        ",
        help: "
            Write the code or the label of an option. If the answer was possible in the survey,
            add the option to the questionnaire. Who skipped the question has an empty cell.
        ",
    }
    UNKNOWN_QUESTION: error "unknown-question" {
        text: "a reference to a question that does not exist",
        meaning: "
            A condition under `applies_if` names a question by its id, and no question has that
            id.
        ",
        example: Questionnaire,
        wrong: "
            - { question: week, options: [ja] }
        ",
        right: "
            - { question: week-lezen-en-schrijven, options: [ja] }
        ",
        help: "Write the id of the question, as it stands after `- id:`.",
    }
    AMBIGUOUS_OPTION: error "ambiguous-option" {
        text: "an answer in a file would mean either of two options",
        meaning: "
            In files of answers an option goes by its code or its label, and a row of a matrix
            too. Two of one wave share a word here, or a label reads as a list of others. All
            such answers would be counted for one of them, and a scale might even turn round.
        ",
        example: Questionnaire,
        wrong: r#"
            - { code: nog-niet, label: "Nee", short: nog niet }
        "#,
        right: r#"
            - { code: nog-niet, label: "Nee, nog niet", short: nog niet }
        "#,
        help: "Give each option a label of its own, which is not the code of another one.",
    }
    RESERVED_ID: error "reserved-id" {
        text: "a question has the name of a column that is no question",
        meaning: "
            The columns `gemeente` and `ook-voor` of the files of answers say who answered. A
            question of that name would never be read.
        ",
        example: Questionnaire,
        wrong: "
            - id: gemeente
              kind: open
        ",
        right: "
            - id: toelichting
              kind: open
        ",
        help: "Give the question another id.",
    }
    OPEN_RANGE: warning "open-range" {
        text: "a numeric question takes any number, also -99 and 99999",
        meaning: "
            Exports often hold a number such as -99 or 999 where nobody answered. A band without
            an end would count it as an answer.
        ",
        example: Questionnaire,
        wrong: "
            min: 0
            bands:
        ",
        right: "
            min: 0
            max: 80
            bands:
        ",
        help: "
            Write the smallest and the largest possible number under `min` and `max`. What an
            export has for \"no answer\" goes under `no_answer`, of the question or of the whole
            questionnaire.
        ",
    }
    NO_ANSWER_TAKEN: error "no-answer-taken" {
        text: "a code for \"no answer\" is also an answer",
        meaning: "
            Cells with a code under `no_answer` count as empty. This one is also the code or label
            of an option, or lies between `min` and `max`: an answer would be left out.
        ",
        example: Questionnaire,
        wrong: "
            min: 0
            max: 80
            no_answer: [9]
        ",
        right: "
            min: 0
            max: 80
        ",
        help: "
            Correct the code. Where it means something else in one question only, give that
            question a `no_answer` of its own.
        ",
    }
    REPEATED_CODE: warning "repeated-code" {
        text: "the same code stands twice in one list",
        meaning: "
            Once is enough; it counts once. Perhaps another code was meant.
        ",
        example: Questionnaire,
        wrong: "
            - { code: niet, label: Doet niet mee, short: niet, of: [nog-niet, nog-niet, nee] }
        ",
        right: "
            - { code: niet, label: Doet niet mee, short: niet, of: [nog-niet, nee] }
        ",
        help: "Remove one of the two, or write the code that was meant.",
    }
    EMPTY_NET: error "empty-net" {
        text: "a net without options",
        meaning: "
            A net reports several options together. Without options there is nothing to report.
        ",
        example: Questionnaire,
        wrong: "
            - { code: niet, label: Doet niet mee, short: niet, of: [] }
        ",
        right: "
            - { code: niet, label: Doet niet mee, short: niet, of: [nog-niet, nee] }
        ",
        help: "List the codes of the options under `of`.",
    }
    NET_OF_ONE: warning "net-of-one" {
        text: "a net of one option",
        meaning: "
            A net reports several options together. With one option it repeats that option under
            another name.
        ",
        example: Questionnaire,
        wrong: "
            - { code: niet, label: Doet niet mee, short: niet, of: [nee] }
        ",
        right: "
            - { code: niet, label: Doet niet mee, short: niet, of: [nog-niet, nee] }
        ",
        help: "Add an option, or remove the net.",
    }
    CROSSING_NETS: error "crossing-nets" {
        text: "two nets share some of their options, and neither holds the other",
        meaning: "
            Where several answers may be given, totals of nets that cross could be put together
            to find out what a single municipality answered. Such nets can't be protected.
        ",
        example: Situation,
        wrong: "
            - { code: pers, label: Via de pers, of: [krant, radio] }
            - { code: geluid, label: Om te horen, of: [radio, podcast] }
        ",
        right: "
            - { code: pers, label: Via de pers, of: [krant, radio] }
            - { code: geluid, label: Om te horen, of: [podcast, bijeenkomst] }
        ",
        help: "Let the one net hold all options of the other, or let them share none.",
    }
    NESTED_NET: error "nested-net" {
        text: "a net inside a net",
        meaning: "
            A net is a list of options. The code that is named here is itself a net.
        ",
        example: Questionnaire,
        wrong: "
            - { code: niet, label: Doet niet mee, short: niet, of: [nog-niet, nee] }
            - { code: alles, label: Alles samen, of: [ja, niet] }
        ",
        right: "
            - { code: niet, label: Doet niet mee, short: niet, of: [nog-niet, nee] }
        ",
        help: "Write the options of the inner net instead of its code.",
    }
    NET_OUTSIDE_BASE: error "net-outside-base" {
        text: "a net with an option that is not part of the base",
        meaning: "
            Who answers \"not applicable\" is not counted: the percentages are of all others. So
            that answer can't be part of a net.
        ",
        example: Questionnaire,
        wrong: "
            - { code: niet, label: Doet niet mee, short: niet, of: [nee, nvt] }
        ",
        right: "
            - { code: niet, label: Doet niet mee, short: niet, of: [nog-niet, nee] }
        ",
        help: "Take the option out of the net, or remove its `not_applicable`.",
    }
    OPTIONS_CHANGED: error "options-changed" {
        text: "options came or went, and nothing says whether the waves may be compared",
        meaning: "
            When a question gets another option, a percentage may change although nobody answers
            otherwise. The program can't know whether the years may still be compared: somebody
            must decide.
        ",
        example: Questionnaire,
        wrong: "
            - code: sociale-media
              label: Op sociale media
              waves: [2023]
              wording:
        ",
        right: "
            - code: sociale-media
              label: Op sociale media
              waves: [2023]
              same_as: [facebook]
              wording:
        ",
        help: "
            Write `same_as` at an option that means the same as an older one. Otherwise add a
            break with its reason, which is printed, and under `keeps` what may be compared all
            the same.
        ",
    }
    WORDING_CHANGED: warning "wording-changed" {
        text: "other words in the next wave, and the waves are compared",
        meaning: "
            A question, an option or a row had other words in one of two waves, and nothing says
            that they can't be compared. With other words the same answer may mean something
            else, and a change that is only one of words would be printed as a rise or a fall.
        ",
        example: Questionnaire,
        wrong: "
            - wave: 2021
              text: Doet uw gemeente mee aan de Week van Lezen en Schrijven voor volwassenen?
        ",
        right: "
            - wave: 2021
              text: Doet uw gemeente mee aan de Week van Lezen en Schrijven voor volwassenen?
              same_meaning: true
        ",
        help: "
            If the years can't be compared, add a break with its reason, which is printed. If the
            same was meant, write `same_meaning: true` beside the other words.
        ",
    }
    CYCLIC_SAME_AS: error "cyclic-same-as" {
        text: "options are declared the same in a circle",
        meaning: "
            `same_as` points from a newer option to an older one. Here the older one points back,
            or an option points to itself.
        ",
        example: Questionnaire,
        wrong: "
            waves: [2023]
            same_as: [sociale-media]
        ",
        right: "
            waves: [2023]
            same_as: [facebook]
        ",
        help: "Keep `same_as` at the newer option only.",
    }
    SAME_AS_OVERLAP: error "same-as-overlap" {
        text: "two options declared the same could be chosen in the same wave",
        meaning: "
            `same_as` is for an option that took the place of another one. If both could be
            chosen in one year, they were two different answers there.
        ",
        example: Questionnaire,
        wrong: "
            waves: [2022, 2023]
            same_as: [facebook]
        ",
        right: "
            waves: [2023]
            same_as: [facebook]
        ",
        help: "Give each option the `waves` in which it could be chosen.",
    }
    SAME_AS_QUESTION: error "same-as-question" {
        text: "`same_as` of a question names another question that still exists",
        meaning: "
            `same_as` of a question is the name of its column in older files of answers. Here
            that name belongs to another question of this questionnaire, so that two questions
            would read the same column.
        ",
        example: Questionnaire,
        wrong: "
            same_as: rollen
            key: true
        ",
        right: "
            same_as: uren-coordinatie
            key: true
        ",
        help: "Write the earlier name of this very question, or remove one of the two questions.",
    }
    CYCLIC_ROUTING: error "cyclic-routing" {
        text: "conditions on questions run in a circle",
        meaning: "
            Whether a question applies depends on the answer to another one, which depends on the
            first again. So nobody can ever get either of them.
        ",
        example: Questionnaire,
        wrong: "
            - { question: bekendheid, options: [geen] }
        ",
        right: "
            - { question: week-lezen-en-schrijven, options: [ja] }
        ",
        help: "Remove one of the conditions that the finding names.",
    }
    UNFIT_CONDITION: error "unfit-condition" {
        text: "a condition on a question without a fixed set of answers",
        meaning: "
            A condition looks at the options of a question. An open question has none, and a
            matrix has them per row.
        ",
        example: Questionnaire,
        wrong: "
            - { question: toelichting, options: [geld] }
        ",
        right: "
            - { question: week-lezen-en-schrijven, options: [ja] }
        ",
        help: "Let the condition look at a question of kind `single`, `multi` or `numeric`.",
    }
    EMPTY_CONDITION: error "empty-condition" {
        text: "a condition that names no options",
        meaning: "
            Without options nobody fulfils the condition, and nobody would get the question.
        ",
        example: Questionnaire,
        wrong: "
            - { question: week-lezen-en-schrijven, options: [] }
        ",
        right: "
            - { question: week-lezen-en-schrijven, options: [ja] }
        ",
        help: "List the codes of which at least one must be chosen, or remove the condition.",
    }
    CONDITION_NOT_ASKED: warning "condition-not-asked" {
        text: "a condition on a question that was not asked in one of the waves",
        meaning: "
            In that year nobody can be kept out by the condition, so everybody gets the question.
            Its base is another one than in other years. In the example the question that decides
            was not asked in 2022, but the one that waits for it was.
        ",
        example: Questionnaire,
        wrong: r#"
            waves: [2021, 2023]
            options:
              - { code: ja, label: "Ja" }
        "#,
        right: r#"
            waves: [2021, 2022, 2023]
            options:
              - { code: ja, label: "Ja" }
        "#,
        help: "Check the `waves` of both questions; if they are right, nothing is to be done.",
    }
    MIN_ABOVE_MAX: error "min-above-max" {
        text: "the smallest value is above the largest",
        meaning: "
            No number can be at least the one and at most the other, so every answer would be a
            fault.
        ",
        example: Questionnaire,
        wrong: "
            min: 80
            max: 0
        ",
        right: "
            min: 0
            max: 80
        ",
        help: "Exchange the two numbers.",
    }
    OVERLAPPING_BANDS: error "overlapping-bands" {
        text: "two bands of a number share a value",
        meaning: "
            A number is reported in one band. `from` and `to` both belong to the band, so the
            next one begins one higher.
        ",
        example: Questionnaire,
        wrong: "
            - { code: tot-8, label: 1 tot en met 8 uur, from: 0, to: 8 }
        ",
        right: "
            - { code: tot-8, label: 1 tot en met 8 uur, from: 1, to: 8 }
        ",
        help: "Let each band begin one above the end of the last.",
    }
    HEADLINE_WITHOUT_PLACE: error "headline-without-place" {
        text: "a headline does not hold `{}` once",
        meaning: "
            A headline names the option or row that was chosen most. `{}` is the place where it
            is printed.
        ",
        example: Situation,
        wrong: r#"
            headline: "Grootste uitdaging"
        "#,
        right: r#"
            headline: "Grootste uitdaging: {}"
        "#,
        help: "Write `{}` once in the headline.",
    }
    NO_KEY_QUESTIONS: warning "no-key-questions" {
        text: "a wave without key questions for the sheets",
        meaning: "
            The factsheet and the summary of a municipality are about the key questions. None of
            the questions that were asked in this wave is one, so they are chosen by rule: of
            the questions put to everyone the first of each section, then the second, up to six
            with one answer and three with ticks or rows.
        ",
        example: Situation,
        wrong: "
            No question of 2023 has `key: true`.
        ",
        right: "
            The questions that a municipality should see first have `key: true`.
        ",
        help: "Write `key: true` at the questions that the sheets should show.",
    }
    TOO_MANY_KEY_QUESTIONS: warning "too-many-key-questions" {
        text: "more key questions than the sheets of a municipality can hold",
        meaning: "
            The factsheet and the summary have two pages each: the table of answers holds 16 rows,
            and beside it stand three questions with ticks or rows of their own. Of more the first
            of each section is shown, then the second, and so on; the others are not on the sheets.
        ",
        example: Situation,
        wrong: "
            Sixty questions with `key: true`.
        ",
        right: "
            `key: true` at the questions that a council should see first, and at three lists.
        ",
        help: "Leave `key: true` out of the questions that the sheets need not show.",
    }
    KEY_WITHOUT_FINDINGS: warning "key-without-findings" {
        text: "a key question without sentences for the factsheet",
        meaning: "
            The factsheet of a municipality begins with sentences about its answers to the key
            questions. Of this question there are none, so it is passed over there.
        ",
        example: Questionnaire,
        wrong: "
            key: true
            council_questions:
              - options: [niet]
        ",
        right: "
            key: true
            findings:
              - { option: ja, text: doet mee aan de Week van Lezen en Schrijven }
              - { option: niet, text: doet niet mee aan de Week van Lezen en Schrijven }
            council_questions:
              - options: [niet]
        ",
        help: "
            Add `findings`: for each answer the end of a sentence that begins with \"Uw
            gemeente\".
        ",
    }
    LONG_SHORT_LABEL: warning "long-short-label" {
        text: "a short label that does not fit inside a bar",
        meaning: "
            `short` is printed inside a bar of a figure. Longer than 24 characters it does not
            fit there and is set beside the bar.
        ",
        example: Questionnaire,
        wrong: r#"
            - { code: nog-niet, label: "Nee, nog niet", short: nee nog niet maar misschien later }
        "#,
        right: r#"
            - { code: nog-niet, label: "Nee, nog niet", short: nog niet }
        "#,
        help: "Write at most 24 characters.",
    }
    LONG_COUNCIL_QUESTION: warning "long-council-question" {
        text: "a question for the council that is too long to read",
        meaning: "
            Councillors read these questions on one sheet, before a meeting. Of more than twenty
            words the beginning is forgotten.
        ",
        example: Questionnaire,
        wrong: "
            text: Hoe bereiken wij, samen met de bibliotheek, de scholen, de huisartsen en alle andere partijen in onze gemeente, inwoners die moeite hebben met lezen?
        ",
        right: "
            text: Hoe bereiken wij inwoners die moeite hebben met lezen?
        ",
        help: "Shorten it, or make two questions of it.",
    }
    KEY_WITHOUT_MARKS: warning "key-without-marks" {
        text: "a key question that doesn't say which answers mean that a municipality does it",
        meaning: "
            The sheets draw a full square for a year in which a municipality did what the question
            asks about, and an open one for a year in which it did not; the council reads what is
            done and what is not. Which answer means what, only the author knows. Without a mark
            the answer stands in words alone.
        ",
        example: Questionnaire,
        wrong: "
            - { option: nog-niet }
        ",
        right: "
            - { option: nog-niet, mark: not }
        ",
        help: "Give each option of the question a `mark` under `sheet: answers:`.",
    }
    LONG_ROW_NAME: warning "long-row-name" {
        text: "the name of a row that has no room on one line",
        meaning: "
            The table of answers has a column of 42 millimetres for the names of its rows. A longer
            name takes two lines and makes the page fuller.
        ",
        example: Questionnaire,
        wrong: "
            row: Deelname aan de Week van Lezen en Schrijven
        ",
        right: "
            row: Week van Lezen
        ",
        help: "Write at most 26 characters; the question itself stands elsewhere.",
    }
    LONG_WORDS_ON_SHEET: warning "long-words-on-sheet" {
        text: "a key question whose long words stand on the sheets for want of short ones",
        meaning: "
            Without `row` the title of a question names its row in the table of answers, and without
            `brief` a finding stands in the headline. Nothing is cut off: long words take more lines,
            and make the page fuller.
        ",
        example: Questionnaire,
        wrong: "
            sheet:
              plain: meedoen aan de Week van Lezen en Schrijven
        ",
        right: "
            sheet:
              row: Week van Lezen
              plain: meedoen aan de Week van Lezen en Schrijven
        ",
        help: "Write under `sheet` a `row` of at most 26 characters, and a `brief` for each long finding.",
    }
    COUNCIL_QUESTION_WITHOUT_ROLE: warning "council-question-without-role" {
        text: "a question for the council without a task, in a questionnaire that lists tasks",
        meaning: "
            The sheet for the council has one question for each task under `council_roles`. A
            question without `role` comes behind them, and only if there is room.
        ",
        example: Questionnaire,
        wrong: "
            - text: Hoe bereiken wij inwoners die moeite hebben met lezen?
        ",
        right: "
            - role: Richting geven
              text: Hoe bereiken wij inwoners die moeite hebben met lezen?
        ",
        help: "Write `role` with one of the tasks under `council_roles`.",
    }
    UNKNOWN_COUNCIL_ROLE: error "unknown-council-role" {
        text: "a question for the council names a task that the questionnaire does not list",
        meaning: "
            `council_roles` lists the tasks of a council, in the order of its sheet. A question for
            the council belongs to one of them.
        ",
        example: Questionnaire,
        wrong: "
            role: Controle
        ",
        right: "
            role: Controleren
        ",
        help: "Write one of the tasks under `council_roles`, or add it there.",
    }
}
