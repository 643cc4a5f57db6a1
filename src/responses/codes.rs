//! All codes of findings about files of answers.

use crate::diagnostics::codes;
pub(crate) use crate::manuscript::codes::EMPTY_FILE;

codes! {
    ANSWERS_NOT_FOUND: error "answers-not-found" {
        text: "the file or folder with answers isn't there",
        meaning: "
            The answers of a wave stand where `responses` (or `invited`) in the project file says.
            There is nothing of that name.
        ",
        example: Situation,
        wrong: "
            responses: antwoorden/2024.csv      (no such file)
        ",
        right: "
            responses: antwoorden/2023.csv
        ",
        help: "Correct the path in the project file, or put the file there.",
    }
    NO_ANSWER_FILES: error "no-answer-files" {
        text: "a folder of answers without a table",
        meaning: "
            The folder is there, but holds no CSV file or workbook, so the wave has no answers.
        ",
        example: Situation,
        wrong: "
            antwoorden/2023/verslag.docx
        ",
        right: "
            antwoorden/2023/verslag.docx
            antwoorden/2023/export.xlsx
        ",
        help: "Save the answers there as .xlsx or as CSV (UTF-8).",
    }
    FILE_SKIPPED: note "file-skipped" {
        text: "a file between the answers that is no table",
        meaning: "
            All tables in a folder of answers are read together. This file is something else, and
            was left alone.
        ",
        example: Situation,
        wrong: "
            antwoorden/2023/leesmij.docx
        ",
        right: "
            leesmij.docx                        (in another folder)
        ",
        help: "Nothing, or move it elsewhere. If it holds answers, save it as .xlsx or CSV.",
    }
    UNREAD_FILE: error "unread-file" {
        text: "a file between the answers that may hold answers, but can't be read",
        meaning: "
            All tables in a folder of answers are read together. This file is of a kind that the
            program doesn't read: of SPSS, of Numbers, compressed, a binary workbook, or without an
            ending. If it holds answers and were left out, all totals would be too low.
        ",
        example: Situation,
        wrong: "
            antwoorden/2023/noord.csv
            antwoorden/2023/zuid.sav
        ",
        right: "
            antwoorden/2023/noord.csv
            antwoorden/2023/zuid.csv
        ",
        help: "Save it as .xlsx or CSV. If it holds no answers, name it under `ignore_files` in the project file.",
    }
    ANSWERS_TOO_LARGE: error "answers-too-large" {
        text: "a file of answers that is larger than the program takes",
        meaning: "
            Some three hundred and fifty municipalities fill in a questionnaire, so a file of
            answers is small. A very large one is another file, or a damaged one: a workbook may
            unfold to thousands of times its size. It is refused before it fills the memory of
            your computer.
        ",
        example: Situation,
        wrong: "
            A workbook with a value in its very last row, or with millions of rows.
        ",
        right: "
            limits: { file_mb: 500, unpacked_mb: 1000, cells: 10000000 }   (if it is all needed)
        ",
        help: "Remove what is not part of the answers, or raise the limit that the message names.",
    }
    HIDDEN_ROWS: warning "hidden-rows" {
        text: "rows or columns that the spreadsheet program hides were read",
        meaning: "
            A row that is hidden, by hand or by a filter, is part of the sheet and is counted. But
            whoever looks at the sheet doesn't see it. So it is told.
        ",
        example: Situation,
        wrong: "
            A sheet with a filter `compleet = ja`; the rows with `nee` are counted too.
        ",
        right: "
            The same sheet without those rows.
        ",
        help: "Delete the rows that should not count; show the others.",
    }
    SECOND_TABLE: error "second-table" {
        text: "a second sheet of a workbook looks like answers, and would not be read",
        meaning: "
            Only the first filled sheet of a workbook is read. Another one that can be seen has a
            column `gemeente` too. If it holds answers, these would be missing in all totals.
        ",
        example: Situation,
        wrong: "
            answers.xlsx with the sheets `Noord` and `Zuid`, both with answers
        ",
        right: "
            noord.xlsx and zuid.xlsx in one folder
        ",
        help: "Save each as a file of its own; hide or remove a sheet that holds no answers.",
    }
    UNKNOWN_FILE_FORMAT: error "unknown-file-format" {
        text: "a file with an ending that can't be read",
        meaning: "
            Answers are read from CSV and other delimited text, and from workbooks of Excel and
            LibreOffice.
        ",
        example: Situation,
        wrong: "
            responses: antwoorden/2023.pdf
        ",
        right: "
            responses: antwoorden/2023.xlsx
        ",
        help: "Save the answers as .xlsx or as CSV (UTF-8).",
    }
    FILE_NOT_READABLE: error "file-not-readable" {
        text: "a file of answers can't be opened",
        meaning: "
            The file is there, but your computer doesn't let the program read it. Often it is
            open in Excel, or belongs to somebody else.
        ",
        example: Situation,
        wrong: "
            antwoorden/2023.xlsx is open in another program.
        ",
        right: "
            It is closed there.
        ",
        help: "Close the file in other programs, and check that you may read it.",
    }
    BINARY_FILE: error "binary-file" {
        text: "a file called CSV that holds no text",
        meaning: "
            The name ends in .csv, .tsv or .txt, but the content is a workbook, a picture or
            something else. Often a workbook was renamed instead of saved anew.
        ",
        example: Situation,
        wrong: "
            export.xlsx, renamed to export.csv
        ",
        right: "
            export.xlsx, or the same saved as \"CSV UTF-8\"
        ",
        help: "Give the file its right ending, or save it as CSV (UTF-8).",
    }
    MALFORMED_TEXT: error "malformed-text" {
        text: "a text file that can't be divided into cells",
        meaning: "
            The text was read, but could not be taken apart into rows and cells, so no answer of
            it is known.
        ",
        example: Situation,
        wrong: "
            A CSV file of which a part was lost.
        ",
        right: "
            The same answers, exported again.
        ",
        help: "Open it in the program that made it, and save it as .xlsx or as CSV (UTF-8).",
    }
    WORKBOOK_NOT_READABLE: error "workbook-not-readable" {
        text: "a workbook that can't be opened",
        meaning: "
            The name is that of a workbook, but the content isn't, or it is damaged or has a
            password.
        ",
        example: Situation,
        wrong: "
            answers.xlsx with a password
        ",
        right: "
            answers.xlsx without one
        ",
        help: "Remove the password; otherwise open it in Excel and save it again as .xlsx.",
    }
    UNCLOSED_QUOTE: error "unclosed-quote" {
        text: "a double quote is opened and never closed",
        meaning: "
            A cell that begins with a double quote goes on to the next double quote, over line
            ends too. Here there is none, so the rest of the file would be one cell, and all
            answers in it would be lost.
        ",
        example: Answers,
        wrong: "
            gemeente;toelichting
            Zwolle;\"te weinig mensen
            Urk;
        ",
        right: "
            gemeente;toelichting
            Zwolle;\"te weinig mensen\"
            Urk;
        ",
        help: "Close the quote where the cell ends. A quote inside a cell is written twice: `\"\"`.",
    }
    STRAY_QUOTE: error "stray-quote" {
        text: "a cell goes on after its closing quote",
        meaning: "
            A cell that begins with a double quote ends with the next one. Here something follows
            before the next delimiter: a quote inside the text was not written twice, or a quote
            is missing further up.
        ",
        example: Answers,
        wrong: "
            gemeente;toelichting
            Zwolle;\"wij noemen dit \"samen\" doen\"
        ",
        right: "
            gemeente;toelichting
            Zwolle;\"wij noemen dit \"\"samen\"\" doen\"
        ",
        help: "Write a quote inside a cell twice, and close the quote where the cell ends.",
    }
    TOO_MANY_CELLS: error "too-many-cells" {
        text: "a row with more cells than there are headings",
        meaning: "
            Nothing says what the last cell answers. Most often a text in the row holds the
            delimiter and has no quotes around it, so that all cells after it have moved.
        ",
        example: Answers,
        wrong: "
            gemeente;toelichting
            Zwolle;te weinig mensen; te weinig geld
        ",
        right: "
            gemeente;toelichting
            Zwolle;\"te weinig mensen; te weinig geld\"
        ",
        help: "Put double quotes around such a text, or add the heading that is missing.",
    }
    CELL_TOO_LONG: error "cell-too-long" {
        text: "a cell that is longer than any answer",
        meaning: "
            No spreadsheet holds so much in one cell. Most often a double quote isn't closed, and
            the cell has swallowed the rows after it.
        ",
        example: Situation,
        wrong: "
            A cell of forty thousand characters.
        ",
        right: "
            The answer, closed by a double quote where it ends.
        ",
        help: "Look for a double quote that is not closed, or shorten the text.",
    }
    EMPTY_HEADING: error "empty-heading" {
        text: "a column with values but without a heading",
        meaning: "
            The first row names the columns. Without a heading nobody knows which question these
            values answer.
        ",
        example: Answers,
        wrong: "
            gemeente;;uren-coordinator
            Zwolle;ja;8
        ",
        right: "
            gemeente;week-lezen-en-schrijven;uren-coordinator
            Zwolle;ja;8
        ",
        help: "Give the column a heading, or remove its values.",
    }
    NO_ROWS: warning "no-rows" {
        text: "headings, but no rows with answers",
        meaning: "
            The file was read and holds no answers. Perhaps the export was made too early, or
            with a filter on.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven
        ",
        right: "
            gemeente;week-lezen-en-schrijven
            Zwolle;ja
        ",
        help: "Export the answers again, or remove the file.",
    }
    SPREADSHEET_ERROR: error "spreadsheet-error" {
        text: "a cell holds an error of the spreadsheet program",
        meaning: "
            `#N/A`, `#REF!` and the like stand where a formula could not be worked out. What the
            municipality answered isn't there any more.
        ",
        example: Situation,
        wrong: "
            | gemeente | week-lezen-en-schrijven |
            | Zwolle   | #N/A                    |
        ",
        right: "
            | gemeente | week-lezen-en-schrijven |
            | Zwolle   | ja                      |
        ",
        help: "Mend the formula, or replace it by its value.",
    }
    FORMULA_WITHOUT_RESULT: error "formula-without-result" {
        text: "a cell holds a formula that was never calculated",
        meaning: "
            Programs that write workbooks often leave the results of formulas to the spreadsheet
            program. Until it has opened and saved the workbook, the file doesn't say what the
            formula gives, and the answer would count as skipped.
        ",
        example: Situation,
        wrong: "
            | gemeente | uren-coordinator            |
            | Zwolle   | =4+4  (without a result)    |
        ",
        right: "
            | gemeente | uren-coordinator            |
            | Zwolle   | =4+4  (with the result 8)   |
        ",
        help: "
            Open the workbook in the spreadsheet program and save it, or replace the formula by
            its value.
        ",
    }
    STALE_FORMULAS: warning "stale-formulas" {
        text: "formulas with results that may be of another day",
        meaning: "
            The workbook asks the spreadsheet program to calculate all formulas when it opens it.
            The results that stand in it now may be old, or were only put there to fill the
            place: often they are 0.
        ",
        example: Situation,
        wrong: "
            A workbook that a program wrote, with formulas between the answers.
        ",
        right: "
            The same, after it was opened and saved in the spreadsheet program.
        ",
        help: "
            Open the workbook in the spreadsheet program and save it, or replace the formulas by
            their values.
        ",
    }
    NUMBER_SHOWN_OTHERWISE: error "number-shown-otherwise" {
        text: "a cell holds one number and shows another, or none",
        meaning: "
            The number format of the cell hides the number, divides it by a thousand or shows a
            word in its place. Who filled it in saw something else than what would be counted.
        ",
        example: Situation,
        wrong: "
            20000 with the format `0,` shows 20.
        ",
        right: "
            20000 with the format `General` shows 20000.
        ",
        help: "
            Give the column the number format `General` (in Dutch `Standaard`), and look whether
            the values are what was meant.
        ",
    }
    SHEETS_IGNORED: note "sheets-ignored" {
        text: "only the first filled sheet of a workbook is read",
        meaning: "
            A workbook may have sheets with notes or tables beside the answers. Only the first
            sheet that isn't empty is read as answers.
        ",
        example: Situation,
        wrong: "
            answers.xlsx with the sheets `Toelichting` and `Antwoorden`
        ",
        right: "
            answers.xlsx with `Antwoorden` before `Toelichting`
        ",
        help: "Nothing, if the right sheet was read. Otherwise put it first, or save each apart.",
    }
    DECODED_AS_WINDOWS_1252: note "decoded-as-windows-1252" {
        text: "the text was not UTF-8 and was read as Windows-1252",
        meaning: "
            Excel on Windows saves CSV this way unless it is told otherwise. It is read all the
            same, and nearly always rightly.
        ",
        example: Situation,
        wrong: "
            saved as \"CSV (delimited by list separator)\"
        ",
        right: "
            saved as \"CSV UTF-8\"
        ",
        help: "Check a name with an accent, such as Súdwest-Fryslân; if it is wrong, save as CSV UTF-8.",
    }
}
