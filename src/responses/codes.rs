//! All codes of findings about files of answers.

use crate::diagnostics::codes;
pub(crate) use crate::manuscript::codes::EMPTY_FILE;

codes! {
    ANSWERS_NOT_FOUND: error "answers-not-found" {
        text: "the file or folder with answers isn't there",
    }
    NO_ANSWER_FILES: error "no-answer-files" {
        text: "a folder of answers without a table",
    }
    FILE_SKIPPED: note "file-skipped" {
        text: "a file between the answers that is no table",
    }
    UNKNOWN_FILE_FORMAT: error "unknown-file-format" {
        text: "a file with an ending that can't be read",
    }
    FILE_NOT_READABLE: error "file-not-readable" {
        text: "a file of answers can't be opened",
    }
    BINARY_FILE: error "binary-file" {
        text: "a file called CSV that holds no text",
    }
    MALFORMED_TEXT: error "malformed-text" {
        text: "a text file that can't be divided into cells",
    }
    WORKBOOK_NOT_READABLE: error "workbook-not-readable" {
        text: "a workbook that can't be opened",
    }
    UNCLOSED_QUOTE: error "unclosed-quote" {
        text: "a double quote is opened and never closed",
    }
    STRAY_QUOTE: error "stray-quote" {
        text: "a cell goes on after its closing quote",
    }
    TOO_MANY_CELLS: error "too-many-cells" {
        text: "a row with more cells than there are headings",
    }
    CELL_TOO_LONG: error "cell-too-long" {
        text: "a cell that is longer than any answer",
    }
    EMPTY_HEADING: error "empty-heading" {
        text: "a column with values but without a heading",
    }
    NO_ROWS: warning "no-rows" {
        text: "headings, but no rows with answers",
    }
    SPREADSHEET_ERROR: error "spreadsheet-error" {
        text: "a cell holds an error of the spreadsheet program",
    }
    SHEETS_IGNORED: note "sheets-ignored" {
        text: "only the first filled sheet of a workbook is read",
    }
    DECODED_AS_WINDOWS_1252: note "decoded-as-windows-1252" {
        text: "the text was not UTF-8 and was read as Windows-1252",
    }
}
