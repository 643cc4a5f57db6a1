//! All messages about files of answers.

use crate::diagnostics::{Diagnostic, FileId, Place, shortened};

use super::{Format, ReadError, codes};

const SAVE_AGAIN: &str =
    "open it in the program that made it and save it as .xlsx or as CSV (UTF-8)";

pub(super) fn not_found(path: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::ANSWERS_NOT_FOUND,
        file(path),
        format!("no file or folder `{path}`, expected answers there"),
    )
    .help("mend the path in the project file, or put the file there")
}

pub(super) fn no_files(path: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::NO_ANSWER_FILES,
        file(path),
        format!("no files with answers in folder `{path}`"),
    )
    .help(format!("put the answers there as one of {}", Format::endings()))
}

pub(super) fn skipped(path: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::FILE_SKIPPED,
        file(path),
        format!("`{path}` is no table and was skipped"),
    )
    .help("move it elsewhere if it should not stand between the answers")
}

pub(super) fn unread(path: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::UNREAD_FILE,
        file(path),
        format!("`{path}` may hold answers, but files of this kind can't be read"),
    )
    .help(
        "save the answers as .xlsx or as CSV (UTF-8) and take this file away, or name it under `ignore_files` in the project file",
    )
}

pub(super) fn unknown_format(path: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::UNKNOWN_FILE_FORMAT,
        file(path),
        format!("`{path}` is no table that can be read, expected one of {}", Format::endings()),
    )
    .help("save the answers as .xlsx or as CSV (UTF-8)")
}

pub(super) fn unreadable(path: &str, why: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::FILE_NOT_READABLE,
        file(path),
        format!("`{path}` cannot be read: {why}"),
    )
    .help("close the file in other programs and check that you may read it")
}

pub(super) fn no_table(path: &str, id: FileId, error: &ReadError) -> Diagnostic {
    match error {
        ReadError::Empty => Diagnostic::new(&codes::EMPTY_FILE,
            file(path),
            format!("`{path}` is empty, expected a row of headings and answers"),
        )
        .help("export the answers again, or remove the file"),
        ReadError::Binary(kind) => Diagnostic::new(&codes::BINARY_FILE,
            file(path),
            format!("`{path}` is no text but {kind}, expected delimited text"),
        )
        .help("give the file its right extension, or save it as CSV (UTF-8)"),
        ReadError::UnclosedQuote(line) => Diagnostic::new(&codes::UNCLOSED_QUOTE,
            line_of(id, *line),
            "a double quote is opened here and never closed, so the rest of the file is one cell",
        )
        .help("close the quote, or write a quote inside a cell as two quotes"),
        ReadError::StrayQuote { opened, closed } => Diagnostic::new(&codes::STRAY_QUOTE,
            line_of(id, *opened),
            format!(
                "a cell that begins with a double quote goes on after the quote that closes it on line {closed}"
            ),
        )
        .help("close the quote where the cell ends, and write a quote inside a cell as two quotes"),
        ReadError::OnlyErrors(first) => {
            let message = format!("the sheet holds nothing but such cells: {}", first.message);
            Diagnostic { message, ..(**first).clone() }
        }
        ReadError::TooLarge { what, key } => {
            let help = match key {
                Some(key) => format!(
                    "look for content that should not be there; if all of it should, write a higher `{key}` under `limits` in the project file"
                ),
                None => "look for content that should not be there".to_owned(),
            };
            Diagnostic::new(
                &codes::ANSWERS_TOO_LARGE,
                file(path),
                format!("`{path}` is too large: {what}"),
            )
            .help(help)
        }
        ReadError::Malformed(why) => Diagnostic::new(&codes::MALFORMED_TEXT,
            file(path),
            format!("`{path}` cannot be taken apart: {why}"),
        )
        .help(SAVE_AGAIN),
        ReadError::Workbook(why) => Diagnostic::new(&codes::WORKBOOK_NOT_READABLE,
            file(path),
            format!("`{path}` cannot be read as a workbook: {why}"),
        )
        .help(format!("{SAVE_AGAIN}; remove a password if it has one")),
    }
}

/// Rows or columns that the spreadsheet program doesn't show, by their numbers.
pub(super) fn hidden(place: Place, rows: &[String], columns: &[String]) -> Diagnostic {
    let listed = |one: &str, many: &str, names: &[String]| {
        let mut shown = names[..names.len().min(MOST_NAMED)].join(", ");
        if names.len() > MOST_NAMED {
            shown.push_str(&format!(" and {} more", names.len() - MOST_NAMED));
        }
        match names.len() {
            0 => None,
            1 => Some(format!("{one} {shown}")),
            count => Some(format!("{count} {many} ({shown})")),
        }
    };
    let parts = [
        listed("hidden row", "hidden rows", rows),
        listed("hidden column", "hidden columns", columns),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let verb = if rows.len() + columns.len() == 1 { "was" } else { "were" };
    Diagnostic::new(
        &codes::HIDDEN_ROWS,
        place,
        format!("{} {verb} read like all others", parts.join(" and ")),
    )
    .help("delete what should not count, or show it (remove the filter) if it should")
}

/// More names than this are counted, not named.
const MOST_NAMED: usize = 12;

pub(super) fn second_table(place: Place, used: &str, other: &str, row: u32) -> Diagnostic {
    Diagnostic::new(
        &codes::SECOND_TABLE,
        place,
        format!(
            "sheet `{other}` has a column `{}` in row {row} too, but only sheet `{used}` is read",
            super::MUNICIPALITY
        ),
    )
    .help(
        "save each sheet with answers as a file of its own in one folder, or hide the sheet if it holds none",
    )
}

pub(super) fn decoded_as_1252(place: Place) -> Diagnostic {
    Diagnostic::new(
        &codes::DECODED_AS_WINDOWS_1252,
        place,
        "the text is not UTF-8 and was read as Windows-1252",
    )
    .help("check a name with an accent; save as CSV (UTF-8) if it looks wrong")
}

pub(super) fn header_only(place: Place) -> Diagnostic {
    Diagnostic::new(
        &codes::NO_ROWS,
        place,
        "there are headings but no rows with answers below them",
    )
    .help("export the answers again, or remove the file")
}

pub(super) fn empty_heading(place: Place, first_row: u32) -> Diagnostic {
    Diagnostic::new(
        &codes::EMPTY_HEADING,
        place,
        format!("a column without heading holds values, the first in row {first_row}"),
    )
    .help("give the column a heading, or remove its values")
}

pub(super) fn too_many_cells(place: Place, value: &str, width: usize) -> Diagnostic {
    Diagnostic::new(
        &codes::TOO_MANY_CELLS,
        place,
        format!(
            "{} stands beyond the last heading, expected at most {width} cells in a row",
            quoted(value)
        ),
    )
    .help("put a text that holds the delimiter between double quotes, or add the missing heading")
}

pub(super) fn cell_too_long(place: Place, length: usize, longest: usize) -> Diagnostic {
    Diagnostic::new(
        &codes::CELL_TOO_LONG,
        place,
        format!("a cell of {length} characters, expected at most {longest}"),
    )
    .help("shorten the text, or look for a double quote that is not closed")
}

pub(super) fn spreadsheet_error(place: Place, value: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::SPREADSHEET_ERROR,
        place,
        format!("the cell holds the spreadsheet error `{value}`, expected an answer"),
    )
    .help("mend the formula, or replace it by its value")
}

pub(super) fn formula_without_result(place: Place) -> Diagnostic {
    Diagnostic::new(
        &codes::FORMULA_WITHOUT_RESULT,
        place,
        "the cell holds a formula without a result, expected an answer",
    )
    .help("open the workbook in the spreadsheet program and save it, or replace the formula by its value")
}

pub(super) fn shown_otherwise(place: Place, value: &str, form: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::NUMBER_SHOWN_OTHERWISE,
        place,
        format!(
            "the cell holds {} and shows it in another form ({}), so it is not known which was meant",
            quoted(value),
            quoted(form)
        ),
    )
    .help("give the column the number format `General` (`Standaard`), and look whether the values are right")
}

pub(crate) fn stale_formulas(place: Place, count: usize) -> Diagnostic {
    let (cells, hold, results) = match count {
        1 => ("1 cell", "holds", "a formula whose result was"),
        _ => ("cells", "hold", "formulas whose results were"),
    };
    let count = if count == 1 { String::new() } else { format!("{count} ") };
    Diagnostic::new(
        &codes::STALE_FORMULAS,
        place,
        format!("{count}{cells} {hold} {results} not calculated when the workbook was saved"),
    )
    .label("the first")
    .help("open the workbook in the spreadsheet program and save it, so that the results are those of now")
}

pub(super) fn sheets_ignored(place: Place, used: &str, ignored: &[String]) -> Diagnostic {
    let names: Vec<String> = ignored.iter().map(|name| format!("`{name}`")).collect();
    Diagnostic::new(
        &codes::SHEETS_IGNORED,
        place,
        format!("only sheet `{used}` was read, not {}", names.join(", ")),
    )
    .help("put the sheet with answers first, or save other answers as a file of their own")
}

fn line_of(file: FileId, row: u32) -> Place {
    Place::Cell { file, sheet: None, row, column: 0, hint: None }
}

fn file(path: &str) -> Place {
    Place::File(path.to_owned())
}

/// A value as messages show it: between backticks, cut when it is long.
pub(crate) fn quoted(value: &str) -> String {
    format!("`{}`", shortened(value))
}
