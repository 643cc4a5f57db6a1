//! All codes of findings about answers and lists of invited municipalities.

use crate::diagnostics::codes;
pub(crate) use crate::project::codes::UNKNOWN_MUNICIPALITY;
pub(crate) use crate::questionnaire::codes::UNKNOWN_OPTION;

codes! {
    NO_MUNICIPALITY_COLUMN: error "no-municipality-column" {
        text: "no column says who answered",
        meaning: "
            Each row is the questionnaire of one municipality. The column `gemeente` says which:
            by name or by CBS code.
        ",
        example: Answers,
        wrong: "
            organisatie;week-lezen-en-schrijven
            Zwolle;ja
        ",
        right: "
            gemeente;week-lezen-en-schrijven
            Zwolle;ja
        ",
        help: "Give the column with the municipalities the heading `gemeente`.",
    }
    UNKNOWN_COLUMN: error "unknown-column" {
        text: "a column that belongs to no question",
        meaning: "
            The heading is no id of a question. If it was meant to be one, its answers would be
            lost, and nobody would see it. So it must be said what is to be left out.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijvn
            Zwolle;ja
        ",
        right: "
            gemeente;week-lezen-en-schrijven
            Zwolle;ja
        ",
        help: "
            Correct the heading. A column that is no question, such as a time stamp, is named
            under `ignore_columns` in the project file.
        ",
    }
    FOREIGN_HEADINGS: error "foreign-headings" {
        text: "headings as another program writes them",
        meaning: "
            Survey tools have their own way of naming columns: `vraag/optie` (KoboToolbox),
            `vraag[optie]` (LimeSurvey), `vraag_1`, or the whole text of the question. Here a
            column has the id of its question, with a dot and the option or row where there is
            one.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven;rollen[bibliotheek]
            Zwolle;ja;signaleren
        ",
        right: "
            gemeente;week-lezen-en-schrijven;rollen.bibliotheek
            Zwolle;ja;signaleren
        ",
        help: "Write the headings that the finding names.",
    }
    SECOND_HEADINGS: error "second-headings" {
        text: "a row of headings between the answers",
        meaning: "
            Some survey tools write two or three rows of headings, with the texts of the questions
            or codes of their own. Every row but the first would be read as a questionnaire.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven
            Open-Ended Response;Response
            Zwolle;ja
        ",
        right: "
            gemeente;week-lezen-en-schrijven
            Zwolle;ja
        ",
        help: "Remove these rows.",
    }
    QUESTION_NOT_ASKED: error "question-not-asked" {
        text: "a column with answers to a question of other waves",
        meaning: "
            The questionnaire says that this question (or row) was not asked in this year, but
            here are answers to it. One of the two is wrong. In the example the wave is that of
            2022, when the role of general practitioners (`huisarts`) was not asked.
        ",
        example: Answers,
        wrong: "
            gemeente;rollen.bibliotheek;rollen.huisarts
            Asten;signaleren;verwijzen
        ",
        right: "
            gemeente;rollen.bibliotheek
            Asten;signaleren
        ",
        help: "
            Add the year to the `waves` of the question. If the column came along by mistake,
            name it under `ignore_columns` in the project file.
        ",
    }
    DUPLICATE_COLUMN: error "duplicate-column" {
        text: "two columns hold the same question",
        meaning: "
            Only one of the two can be counted. Often the same question stands under its present
            id and under an earlier one (`same_as`), as in the example.
        ",
        example: Answers,
        wrong: "
            gemeente;uren-coordinator;uren-coordinatie
            Zwolle;8;8
        ",
        right: "
            gemeente;uren-coordinator
            Zwolle;8
        ",
        help: "Remove one of the two columns, or correct its heading.",
    }
    LIST_AND_OPTIONS: error "list-and-options" {
        text: "a question has a list column and a column per option",
        meaning: "
            Ticks stand in one column, as a list, or in a column for each option. With both, two
            answers are given to one question.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven;bekendheid;bekendheid.geen
            Zwolle;ja;huis-aan-huis;0
        ",
        right: "
            gemeente;week-lezen-en-schrijven;bekendheid
            Zwolle;ja;huis-aan-huis
        ",
        help: "Remove the list, or the columns per option.",
    }
    MISSING_COLUMN: warning "missing-column" {
        text: "a question of this wave has no column",
        meaning: "
            The questionnaire says that this question was asked in this year, but no file has a
            column for it. Its answers count as not given, and documents say nothing about it.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven
            Zwolle;ja
        ",
        right: "
            gemeente;week-lezen-en-schrijven;bekendheid;rollen.bibliotheek;rollen.huisarts;rollen.vereniging;uren-coordinator;toelichting;toelichting.codes
            Zwolle;ja;huis-aan-huis;signaleren;verwijzen;;8;;
        ",
        help: "Add the column, or take the year out of the `waves` of the question.",
    }
    MISSING_OPTION_COLUMN: error "missing-option-column" {
        text: "a question has a column for some of its options only",
        meaning: "
            Nothing says whether the other options were ticked. Some programs leave out a column
            in which nobody ticked anything; others leave out what was not exported. So it is not
            known that nobody chose the option.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven;bekendheid.geen
            Zwolle;ja;1
        ",
        right: "
            gemeente;week-lezen-en-schrijven;bekendheid.huis-aan-huis;bekendheid.sociale-media;bekendheid.geen
            Zwolle;ja;0;0;1
        ",
        help: "
            Add the column, with 0 where nobody ticked it. An option that could not be chosen in
            this year has its `waves` in the questionnaire.
        ",
    }
    UNCLEAR_TICKS: error "unclear-ticks" {
        text: "it can't be told whether nothing was ticked or the question was skipped",
        meaning: "
            Of this question nothing ticked is an answer (`empty_is_answer`). Some rows write 0
            for an option that was not ticked, others leave the cell empty. In this row all cells
            are empty, which may mean either.
        ",
        example: Situation,
        wrong: "
            gemeente;groepen.jong;groepen.oud
            Zwolle;1;0
            Urk;x;
            Ede;;
        ",
        right: "
            gemeente;groepen.jong;groepen.oud
            Zwolle;1;0
            Urk;1;0
            Ede;0;0
        ",
        help: "
            Write 0 in all rows for what was not ticked; then empty cells mean that the question
            was skipped.
        ",
    }
    NO_ANSWERS: warning "no-answers" {
        text: "a questionnaire without any answer is no respondent",
        meaning: "
            The row names a municipality and holds no answer that counts: the questionnaire was
            opened and never filled in, or holds only lists without options, or only answers to
            questions that did not apply. It is left out, and gets no documents.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven
            Zwolle;ja
            Urk;
        ",
        right: "
            gemeente;week-lezen-en-schrijven
            Zwolle;ja
            Urk;nee
        ",
        help: "
            Remove the row. If it must count as taking part, write `without_answers: counted` in
            the project file.
        ",
    }
    NO_MUNICIPALITY: error "no-municipality" {
        text: "a row without municipality",
        meaning: "
            The row has answers, but nothing in the column `gemeente`. Nobody can tell whose
            answers they are.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven
            ;ja
        ",
        right: "
            gemeente;week-lezen-en-schrijven
            Zwolle;ja
        ",
        help: "Fill in who answered, or empty the row.",
    }
    MUNICIPALITY_NOT_VALID: error "municipality-not-valid" {
        text: "a municipality that did not exist on the day of the wave",
        meaning: "
            The name is that of a municipality, but not on the reference date of the wave: it had
            merged into another one, or did not exist yet. A new municipality is another one than
            those that went into it.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven
            Weesp;ja
        ",
        right: "
            gemeente;week-lezen-en-schrijven
            Amsterdam;ja
        ",
        help: "
            Name the municipality that answered, or check the reference date of the wave in the
            project file.
        ",
    }
    AMBIGUOUS_MUNICIPALITY: error "ambiguous-municipality" {
        text: "a name that several municipalities bear",
        meaning: "
            There are two municipalities of this name, as Bergen in Limburg and in Noord-Holland.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven
            Bergen;ja
        ",
        right: "
            gemeente;week-lezen-en-schrijven
            GM0373;ja
        ",
        help: "Write the CBS code, or the province behind the name: `Bergen (NH.)`.",
    }
    DOUBLE_RESPONDENT: error "double-respondent" {
        text: "a municipality answered twice",
        meaning: "
            Two rows are of the same municipality. Only one questionnaire per municipality
            counts, and the program doesn't choose which.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven
            Zwolle;ja
            GM0193;nee
        ",
        right: "
            gemeente;week-lezen-en-schrijven
            Zwolle;ja
        ",
        help: "Keep the row that counts, and remove the other.",
    }
    COUNTED_TWICE: error "counted-twice" {
        text: "a municipality answered itself and is answered for by another",
        meaning: "
            A questionnaire may speak for other municipalities, under `ook-voor`. Here one of
            these sent its own answers too, so that it would be counted twice.
        ",
        example: Answers,
        wrong: "
            gemeente;ook-voor;week-lezen-en-schrijven
            Zwolle;Urk;ja
            Urk;;nee
        ",
        right: "
            gemeente;ook-voor;week-lezen-en-schrijven
            Zwolle;;ja
            Urk;;nee
        ",
        help: "Remove the name from `ook-voor`, or remove the row.",
    }
    LISTED_TWICE: error "listed-twice" {
        text: "a municipality is answered for twice, or by itself",
        meaning: "
            `ook-voor` names the other municipalities that a questionnaire speaks for. Each of
            them stands in one place, and never beside its own name.
        ",
        example: Answers,
        wrong: "
            gemeente;ook-voor;week-lezen-en-schrijven
            Zwolle;Urk;ja
            Ede;Urk;nee
        ",
        right: "
            gemeente;ook-voor;week-lezen-en-schrijven
            Zwolle;Urk;ja
            Ede;;nee
        ",
        help: "Keep the name in one place.",
    }
    NOT_INVITED: warning "not-invited" {
        text: "a municipality answered that was not on the list of invited ones",
        meaning: "
            The response is the number of answers out of all that were invited. This municipality
            would make it too high. In the example Zwolle answered.
        ",
        example: Invited,
        wrong: "
            gemeente;contactpersoon
            Urk;A. de Vries
        ",
        right: "
            gemeente;contactpersoon
            Urk;A. de Vries
            Zwolle;B. Bakker
        ",
        help: "Add it to the list, or check the name in the answers.",
    }
    INVITED_TWICE: error "invited-twice" {
        text: "a municipality stands twice on the list of invited ones",
        meaning: "
            The list says how many were invited, so each stands on it once.
        ",
        example: Invited,
        wrong: "
            gemeente;contactpersoon
            Zwolle;A. de Vries
            GM0193;B. Bakker
        ",
        right: "
            gemeente;contactpersoon
            Zwolle;B. Bakker
        ",
        help: "Remove one of the two rows.",
    }
    UNKNOWN_INVITED_COLUMN: warning "unknown-invited-column" {
        text: "a column of the list of invited municipalities that is not used",
        meaning: "
            The list has the columns `gemeente`, `contactpersoon` and `aangesloten-sinds`. The
            heading of this column is nearly one of them.
        ",
        example: Invited,
        wrong: "
            gemeente;contactpersoom
            Zwolle;A. de Vries
        ",
        right: "
            gemeente;contactpersoon
            Zwolle;A. de Vries
        ",
        help: "
            Correct the heading, or name the column under `ignore_columns` in the project file.
        ",
    }
    NOT_A_YEAR: error "not-a-year" {
        text: "a cell that should hold a year",
        meaning: "
            `aangesloten-sinds` is the year in which a municipality joined the programme.
        ",
        example: Invited,
        wrong: "
            gemeente;aangesloten-sinds
            Zwolle;vorig jaar
        ",
        right: "
            gemeente;aangesloten-sinds
            Zwolle;2022
        ",
        help: "Write the year with four digits, or leave the cell empty.",
    }
    OPTION_NOT_ASKED: error "option-not-asked" {
        text: "an option that could not be chosen in this wave",
        meaning: "
            The questionnaire says that this option could be chosen in other years only. In the
            example the wave is that of 2023, when `facebook` had become `sociale-media`.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven;bekendheid
            Zwolle;ja;facebook
        ",
        right: "
            gemeente;week-lezen-en-schrijven;bekendheid
            Zwolle;ja;sociale-media
        ",
        help: "Correct the answer, or add the year to the `waves` of the option.",
    }
    SEVERAL_OPTIONS: error "several-options" {
        text: "several options where one is asked",
        meaning: "
            A question of kind `single`, and a row of most matrices, has one answer. Which of
            these the municipality meant isn't known.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven
            Zwolle;ja|nee
        ",
        right: "
            gemeente;week-lezen-en-schrijven
            Zwolle;ja
        ",
        help: "
            Keep one option. If several could be ticked, make the question `multi`, or give the
            matrix `several: true`.
        ",
    }
    EXCLUSIVE_OPTION: error "exclusive-option" {
        text: "an option that stands alone is chosen together with others",
        meaning: "
            \"None of these\" and \"not applicable\" contradict every other answer. Which of them
            the municipality meant isn't known.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven;bekendheid
            Zwolle;ja;geen|huis-aan-huis
        ",
        right: "
            gemeente;week-lezen-en-schrijven;bekendheid
            Zwolle;ja;huis-aan-huis
        ",
        help: "Ask the respondent what was meant, and remove the other.",
    }
    UNKNOWN_TICK: error "unknown-tick" {
        text: "a cell of a column per option that is no tick",
        meaning: "
            In a column per option stands whether the option was ticked: `1` or `0`, `ja` or
            `nee`, `x` or nothing.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven;bekendheid.geen
            Zwolle;ja;?
        ",
        right: "
            gemeente;week-lezen-en-schrijven;bekendheid.geen
            Zwolle;ja;1
        ",
        help: "Write 1 where the option was chosen, and 0 where it was not.",
    }
    NOT_A_NUMBER: error "not-a-number" {
        text: "a cell that should hold a whole number",
        meaning: "
            The question asks for a number. Words, units, decimals and points between thousands
            can be read in several ways, so none of them is taken.
        ",
        example: Answers,
        wrong: "
            gemeente;uren-coordinator
            Zwolle;8 uur
        ",
        right: "
            gemeente;uren-coordinator
            Zwolle;8
        ",
        help: "Write digits only.",
    }
    NUMBER_OUT_OF_RANGE: error "number-out-of-range" {
        text: "a number below the smallest or above the largest value",
        meaning: "
            The questionnaire says between which values the number must lie. Often another unit
            was meant: in the example hours per year instead of hours per week.
        ",
        example: Answers,
        wrong: "
            gemeente;uren-coordinator
            Zwolle;416
        ",
        right: "
            gemeente;uren-coordinator
            Zwolle;8
        ",
        help: "Correct the number, or change `min` and `max` in the questionnaire.",
    }
    NUMBER_OUTSIDE_BANDS: error "number-outside-bands" {
        text: "a number that falls in no band",
        meaning: "
            Numbers are reported in bands. This one is possible, but no band holds it, so it
            would be in no figure.
        ",
        example: Situation,
        wrong: "
            The answer is 61; the highest band is { code: veel, from: 9, to: 60 }.
        ",
        right: "
            The highest band is { code: veel, from: 9 }.
        ",
        help: "Add a band to the questionnaire, or correct the number.",
    }
    CODES_WITHOUT_TEXT: error "codes-without-text" {
        text: "codes for an open answer that isn't there",
        meaning: "
            A person reads the open answers and gives each a code. Here is a code, but no answer
            that it was given to. Perhaps the codes moved up or down a row.
        ",
        example: Answers,
        wrong: "
            gemeente;toelichting;toelichting.codes
            Zwolle;;geld
        ",
        right: "
            gemeente;toelichting;toelichting.codes
            Zwolle;Het budget loopt af.;geld
        ",
        help: "Fill in the answer, or remove the codes; check the rows around it.",
    }
    ANSWER_AGAINST_ROUTING: warning "answer-against-routing" {
        text: "answers to a question that did not apply",
        meaning: "
            The question was only for those who gave a certain answer before it, and these gave
            another. Their answers to it are not counted.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven;bekendheid
            Zwolle;nee;huis-aan-huis
        ",
        right: "
            gemeente;week-lezen-en-schrijven;bekendheid
            Zwolle;nee;
        ",
        help: "Nothing, or correct the answer to the question that `applies_if` names.",
    }
    NO_CONTEXT: error "no-context" {
        text: "the file of context figures lacks a column",
        meaning: "
            The file under `context: file:` has a row for each area: the column `gebied` (a CBS
            code or a name) and the columns that the project file names.
        ",
        example: Situation,
        wrong: "
            gemeente;eenzaam
            Zwolle;42,7
        ",
        right: "
            gebied;eenzaam
            Zwolle;42,7
        ",
        help: "Give the file these columns.",
    }
    NO_CONTEXT_NUMBER: error "no-context-number" {
        text: "a context figure is no number",
        meaning: "
            Context figures are printed beside the answers. The unit stands in the project file,
            so a cell holds a number alone, or nothing.
        ",
        example: Situation,
        wrong: "
            gebied;eenzaam
            Zwolle;42,7%
        ",
        right: "
            gebied;eenzaam
            Zwolle;42,7
        ",
        help: "Write the number alone.",
    }
    CONTEXT_AREA: error "context-area" {
        text: "an area of the context figures is unclear, or stands there twice",
        meaning: "
            Some provinces and municipalities have the same name. A CBS code leaves no doubt.
            Each area has one row.
        ",
        example: Situation,
        wrong: "
            gebied;eenzaam
            Utrecht;40,8
        ",
        right: "
            gebied;eenzaam
            PV26;40,8
        ",
        help: "Write the CBS code of the area, and give it one row.",
    }
    NO_GROUPS: error "no-groups" {
        text: "the file of groups is no list of groups",
        meaning: "
            The file under `comparison: groups:` says for each municipality in which group it is
            compared. It needs the columns `gemeente`, `groep` (a short code) and `naam` (what
            the documents call the group).
        ",
        example: Situation,
        wrong: "
            gemeente;klasse
            Zwolle;100.000 inwoners of meer
        ",
        right: "
            gemeente;groep;naam
            Zwolle;g4;100.000 inwoners of meer
        ",
        help: "Give the file these three columns.",
    }
    NO_GROUP_CODE: error "no-group-code" {
        text: "a row without the code of a group",
        meaning: "
            Data files name a group by its code, so it is short and plain: at most 12 letters,
            digits and hyphens.
        ",
        example: Situation,
        wrong: "
            gemeente;groep;naam
            Zwolle;meer dan 100.000;100.000 inwoners of meer
        ",
        right: "
            gemeente;groep;naam
            Zwolle;g4;100.000 inwoners of meer
        ",
        help: "Write a short code; what readers see stands in `naam`.",
    }
    GROUP_NAME: error "group-name" {
        text: "a group without a name, or with two",
        meaning: "
            Documents print the name of the group. All rows of a group give the same.
        ",
        example: Situation,
        wrong: "
            gemeente;groep;naam
            Zwolle;g4;100.000 inwoners of meer
            Almere;g4;grote gemeenten
        ",
        right: "
            gemeente;groep;naam
            Zwolle;g4;100.000 inwoners of meer
            Almere;g4;100.000 inwoners of meer
        ",
        help: "Fill in the same name in all rows of the group.",
    }
    IN_TWO_GROUPS: error "in-two-groups" {
        text: "a municipality stands twice in the file of groups",
        meaning: "
            Each municipality is in one group. Groups that overlap would give answers away when
            they are subtracted.
        ",
        example: Situation,
        wrong: "
            gemeente;groep;naam
            Zwolle;g4;100.000 inwoners of meer
            GM0193;g3;50.000 tot 100.000 inwoners
        ",
        right: "
            gemeente;groep;naam
            Zwolle;g4;100.000 inwoners of meer
        ",
        help: "Remove one of the two rows.",
    }
    WITHOUT_GROUP: error "without-group" {
        text: "a municipality that answered is in no group",
        meaning: "
            All groups together are the country. Whoever is in none of them would follow from
            the difference. Also a municipality that merged since has a row, when it answered.
        ",
        example: Situation,
        wrong: "
            gemeente;groep;naam
            Zwolle;g4;100.000 inwoners of meer
        ",
        right: "
            gemeente;groep;naam
            Zwolle;g4;100.000 inwoners of meer
            Kampen;g3;50.000 tot 100.000 inwoners
        ",
        help: "Give it a row.",
    }
    CONTRADICTING_ANSWERS: warning "contradicting-answers" {
        text: "answers of one municipality that can hardly both be true",
        meaning: "
            The questionnaire says with `contradicts` that these answers don't go together. Both
            are counted as they were given. On the sheets of the municipality the answer stands
            with a note, and nothing else is said about it.
        ",
        example: Situation,
        wrong: "
            A municipality says that it has a leader of its coalition, and that it has no coalition.
        ",
        right: "
            It was asked which of the two is right, and the file of answers was corrected.
        ",
        help: "Ask the municipality; correct the file, or leave both answers as they are.",
    }
}
