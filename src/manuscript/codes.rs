//! All codes of findings about YAML as written, whatever it is about: the questionnaire and the
//! project file.

use crate::diagnostics::codes;

codes! {
    MISSING_FILE: error "missing-file" {
        text: "a file of the project isn't there, or is a folder",
        meaning: "
            The program was told to read this file, but there is no file of that name in that
            folder. Nothing can be read from it, so nothing else about it is checked.
        ",
        example: Situation,
        wrong: "
            spiegel check enquete/projekt.yaml      (the file is called project.yaml)
        ",
        right: "
            spiegel check enquete                   (the folder that holds project.yaml)
        ",
        help: "Compare the name with the folder, letter by letter; capitals count on many machines.",
    }
    UNREADABLE_FILE: error "unreadable-file" {
        text: "a file of the project may not be read",
        meaning: "
            The file is there, but your computer doesn't let the program read it: it belongs to
            somebody else, another program keeps it to itself, or the drive is gone.
        ",
        example: Situation,
        wrong: "
            vragenlijst.yaml stands in a folder of a colleague that you may list but not read.
        ",
        right: "
            A copy of it stands in a folder of your own.
        ",
        help: "Close the file elsewhere, ask for access, or copy it to a folder of your own.",
    }
    FILE_TOO_LARGE: error "file-too-large" {
        text: "a YAML file is far larger than any questionnaire or project file",
        meaning: "
            A questionnaire of a hundred questions is smaller than a tenth of a megabyte. A file
            of more than 4 MB is another one: an export of answers, or a picture.
        ",
        example: Situation,
        wrong: "
            questionnaire: antwoorden-2023.csv      (20 MB)
        ",
        right: "
            questionnaire: vragenlijst.yaml
        ",
        help: "Name the right file.",
    }
    NOT_TEXT: error "not-text" {
        text: "a YAML file holds something else than text",
        meaning: "
            The questionnaire and the project file are plain text. A word processor saves much
            besides the text, so that its files can't be read here.
        ",
        example: Situation,
        wrong: "
            questionnaire: vragenlijst.docx
        ",
        right: "
            questionnaire: vragenlijst.yaml         (saved as plain text)
        ",
        help: "Name the right file, or save it as plain text (UTF-8).",
    }
    NOT_UTF8: error "not-utf8" {
        text: "a YAML file is text, but not UTF-8",
        meaning: "
            Letters with accents can be written to a file in several ways. The questionnaire and
            the project file must be in UTF-8: in another way `coördinator` might be printed as
            `co?rdinator` in hundreds of documents.
        ",
        example: Situation,
        wrong: "
            vragenlijst.yaml saved as \"ANSI\" or \"Western (Windows 1252)\"
        ",
        right: "
            vragenlijst.yaml saved as \"UTF-8\"
        ",
        help: "Open the file in your editor and save it again with encoding UTF-8.",
    }
    EMPTY_FILE: error "empty-file" {
        text: "a file is empty",
        meaning: "
            The file is there but holds nothing: no keys, or no headings and answers. Often it
            was never saved, or an export failed.
        ",
        example: Situation,
        wrong: "
            antwoorden/2023.csv has 0 bytes.
        ",
        right: "
            antwoorden/2023.csv begins with a row of headings; under it stands a row for each
            questionnaire.
        ",
        help: "Save or export the file again, or remove it.",
    }
    UNPRINTABLE_CHARACTER: warning "unprintable-character" {
        text: "a character that the typeface of the documents doesn't have",
        meaning: "
            Documents hold the typeface that they are set in. It has the letters of Europe, and
            neither emoji nor the scripts of Asia. In the place of a character that it doesn't
            have, a reader sees \u{fffd}, and a screen reader says nothing.
        ",
        example: Questionnaire,
        wrong: "
            label: Op Facebook \u{2611}
        ",
        right: "
            label: Op Facebook
        ",
        help: "Write it in letters, or bring a typeface that has it (`fonts:`).",
    }
    YAML_SYNTAX: error "yaml-syntax" {
        text: "the text isn't valid YAML",
        meaning: "
            YAML is read by its signs: a colon and a space part a key from its value, a hyphen
            begins an item of a list, and what belongs together stands equally far to the right.
            Here these signs contradict each other. Most often a text holds such a sign itself,
            and needs quotes.
        ",
        example: Questionnaire,
        wrong: "
            title: Pijler 1: Bestuurlijk commitment
        ",
        right: r#"
            title: "Pijler 1: Bestuurlijk commitment"
        "#,
        help: "
            Put a text with `: ` or ` #`, or one that begins with `*`, `&`, `!`, `%`, `@`, `[`,
            `{`, `>` or `|`, between quotes. Indent with spaces, never with tabs.
        ",
    }
    UNKNOWN_KEY: error "unknown-key" {
        text: "a key that the language doesn't have",
        meaning: "
            A key that isn't known would be passed over in silence, and what it was meant to say
            would not happen. So it is an error. Nearly always it is a typing error.
        ",
        example: Questionnaire,
        wrong: "
            aplies_if:
              - { question: week-lezen-en-schrijven, options: [ja] }
        ",
        right: "
            applies_if:
              - { question: week-lezen-en-schrijven, options: [ja] }
        ",
        help: "Correct the key; the finding names the keys that may stand there.",
    }
    MISSING_KEY: error "missing-key" {
        text: "a key that must be there is missing",
        meaning: "
            Without this key the program doesn't know enough to go on. Which keys are needed is
            said in questionnaire/README.md.
        ",
        example: Questionnaire,
        wrong: "
            - id: rollen
              kind: matrix
              text: Welke rol hebben deze organisaties?
        ",
        right: "
            - id: rollen
              kind: matrix
              title: Rollen van organisaties
              text: Welke rol hebben deze organisaties?
        ",
        help: "Add the key. If it is there, see whether it stands equally far to the right.",
    }
    DUPLICATE_KEY: error "duplicate-key" {
        text: "a key stands twice in one block",
        meaning: "
            Only one of the two can count, and nobody can tell which was meant. Often a question
            was copied and the line that begins it (`- id: ...`) was lost.
        ",
        example: Questionnaire,
        wrong: "
            min: 0
            min: 1
            max: 80
        ",
        right: "
            min: 0
            max: 80
        ",
        help: "Keep one of the two, or begin a new item with `- ` where one was meant.",
    }
    WRONG_TYPE: error "wrong-type" {
        text: "a value of another type than the key takes",
        meaning: "
            Each key takes one type of value: a text, a number, `true` or `false`, a list, or a
            block of keys. Here stands another one.
        ",
        example: Questionnaire,
        wrong: "
            several: ja
        ",
        right: "
            several: true
        ",
        help: "Write the value as the finding says; a list stands between `[` and `]`.",
    }
    UNKNOWN_WORD: error "unknown-word" {
        text: "a word that is none of those the key takes",
        meaning: "
            Some keys take only a few words. They are the program's own and stay English, also
            in a Dutch questionnaire.
        ",
        example: Questionnaire,
        wrong: "
            kind: numeriek
        ",
        right: "
            kind: numeric
        ",
        help: "Choose one of the words that the finding names.",
    }
    EMPTY_TEXT: error "empty-text" {
        text: "a text without letters",
        meaning: "
            This text is printed in documents. Empty, it would leave a heading without words or
            an answer without a name.
        ",
        example: Questionnaire,
        wrong: r#"
            title: ""
            text: Wat wilt u nog kwijt?
        "#,
        right: "
            title: Wat gemeenten nog kwijt wilden
            text: Wat wilt u nog kwijt?
        ",
        help: "Write the text, or remove the key if it isn't needed.",
    }
    MALFORMED_ID: error "malformed-id" {
        text: "an id or code with other characters than `a` to `z`, digits and hyphens",
        meaning: "
            Ids and codes are names for the program. They are the headings of columns and the
            contents of cells in files of answers, so they must be easy to type without mistakes.
        ",
        example: Questionnaire,
        wrong: "
            - id: Rollen van organisaties
              kind: matrix
        ",
        right: "
            - id: rollen
              kind: matrix
        ",
        help: "Write small letters, digits and hyphens; the words for readers go under `title`.",
    }
    DUPLICATE_ID: error "duplicate-id" {
        text: "an id or code that is already taken",
        meaning: "
            Answers are found by the id of their question and the code of their option. Two of
            the same name would get each other's answers.
        ",
        example: Questionnaire,
        wrong: r#"
            - { code: nog-niet, label: "Nee, nog niet", short: nog niet }
            - { code: nog-niet, label: "Nee" }
        "#,
        right: r#"
            - { code: nog-niet, label: "Nee, nog niet", short: nog niet }
            - { code: nee, label: "Nee" }
        "#,
        help: "Give the newer one another name; the older one may have answers under it.",
    }
    DUPLICATE_WAVE: error "duplicate-wave" {
        text: "a wave stands twice in one list",
        meaning: "
            A wave is one year of the survey. Twice the same year is a typing error for another
            one, or a line that was copied.
        ",
        example: Questionnaire,
        wrong: "
            waves: [2022, 2022]
            several: true
        ",
        right: "
            waves: [2022, 2023]
            several: true
        ",
        help: "
            Keep one of the two, or correct the year. Answers of one wave in several files stand
            in one folder, which `responses` names.
        ",
    }
    IMPLAUSIBLE_WAVE: error "implausible-wave" {
        text: "a wave that can't be the year of a survey",
        meaning: "
            A wave is written as a year of four digits, from 1990 to 2100.
        ",
        example: Questionnaire,
        wrong: "
            waves: [22, 23]
            several: true
        ",
        right: "
            waves: [2022, 2023]
            several: true
        ",
        help: "Write the year with four digits.",
    }
    NO_WAVES: error "no-waves" {
        text: "a question or project without waves",
        meaning: "
            A question that was asked in no year has no answers, and a project without waves has
            nothing to make documents of.
        ",
        example: Questionnaire,
        wrong: "
            waves: []
            codes:
        ",
        right: "
            waves: [2023]
            codes:
        ",
        help: "Write the years in which the question was asked, or the measurements of the project.",
    }
    JUDGING_WORD: warning "judging-word" {
        text: "a word that judges where answers are described",
        meaning: "
            Documents describe what municipalities answered. They never say that an answer is
            good or bad, or better than that of others: the survey doesn't know what is right for
            a municipality. This word does say so.
        ",
        example: Questionnaire,
        wrong: "
            - { option: geen, text: heeft onvoldoende uren voor een coördinator }
        ",
        right: "
            - { option: geen, text: heeft geen uren voor een coördinator }
        ",
        help: "Describe what was answered, without an opinion.",
    }
    LONG_SENTENCE: warning "long-sentence" {
        text: "a sentence that is too long to read easily",
        meaning: "
            These sentences are read by councillors and citizens, often once and in a hurry. Of
            more than twenty words many readers lose the beginning.
        ",
        example: Project,
        wrong: r#"
            - "Een adviseur denkt mee over de aanpak, komt daarvoor graag een keer naar het gemeentehuis en neemt dan ook voorbeelden van andere gemeenten mee."
        "#,
        right: r#"
            - "Een adviseur denkt mee over de aanpak."
        "#,
        help: "Split it in two, or leave something out.",
    }
    MORE_FINDINGS: note "more-findings" {
        text: "more findings in one file than are shown",
        meaning: "
            After a hundred findings in one file the others are only counted: most of them follow
            from the first ones.
        ",
        example: Situation,
        wrong: "
            A questionnaire in which each line was indented one space too far.
        ",
        right: "
            The first findings are mended, and `spiegel check` is run again.
        ",
        help: "Mend the first findings and run again.",
    }
}
