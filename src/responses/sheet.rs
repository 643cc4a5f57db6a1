//! From cells with places to a table: what all readers do in the same way.

use crate::diagnostics::{FileId, Place};

use super::row::Cells;
use super::{LONGEST_CELL, MOST_COLUMNS, RawRecord, RawTable, ReadError, Reading, diags};
use crate::register::is_invisible;

/// Takes the first row with content as heading, the others as records; says what is
/// wrong with headings, widths and lengths. Cells are trimmed here, headings freed of
/// characters that nobody sees.
pub(super) fn assemble(
    file: FileId,
    sheet: Option<String>,
    rows: impl Iterator<Item = Result<(u32, Vec<String>), ReadError>>,
) -> Result<Reading, ReadError> {
    let mut rows = rows.filter(|row| match row {
        Ok((_, cells)) => cells.iter().any(|cell| !trimmed(cell).is_empty()),
        Err(_) => true,
    });
    let (header_row, header) = rows.next().ok_or(ReadError::Empty)??;
    let visible = |heading: &String| {
        let visible: String = heading.chars().filter(|c| !is_invisible(*c)).collect();
        visible.trim().to_owned()
    };
    let mut header: Vec<String> = header.iter().map(visible).collect();
    let width = header.iter().rposition(|heading| !heading.is_empty()).map_or(0, |last| last + 1);
    header.truncate(width);
    if width > MOST_COLUMNS {
        let what = format!("it has {width} columns, and at most {MOST_COLUMNS} are read");
        return Err(ReadError::TooLarge { what, key: None });
    }
    let mut reading = Reading {
        table: RawTable { file, sheet, header, header_row, rows: Vec::new() },
        remarks: Vec::new(),
    };
    shorten_headings(&mut reading);
    for row in rows {
        let (row, cells) = row?;
        let record = take_record(&mut reading, row, &cells);
        reading.table.rows.push(record);
    }
    judge_headings(&mut reading);
    Ok(reading)
}

/// A text without blanks and characters that nobody sees at its ends.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

fn shorten_headings(reading: &mut Reading) {
    for column in 0..reading.table.header.len() {
        let length = reading.table.header[column].chars().count();
        if length > LONGEST_CELL {
            reading.table.header[column].clear();
            let place = reading.table.cell(reading.table.header_row, column);
            reading.remarks.push(diags::cell_too_long(place, length, LONGEST_CELL));
        }
    }
}

/// Makes a row as wide as the heading and empties cells that cannot be answers.
fn take_record(reading: &mut Reading, row: u32, cells: &[String]) -> RawRecord {
    let Reading { table, remarks } = reading;
    let mut cells: Vec<&str> = cells.iter().map(|cell| trimmed(cell)).collect();
    for (column, cell) in cells.iter_mut().enumerate() {
        // Bytes bound characters from above, so short cells need no counting.
        let length = if cell.len() > LONGEST_CELL { cell.chars().count() } else { 0 };
        if length > LONGEST_CELL {
            remarks.push(diags::cell_too_long(table.cell(row, column), length, LONGEST_CELL));
            *cell = "";
        }
    }
    let width = table.header.len();
    let beyond = cells.iter().enumerate().skip(width).find(|(_, cell)| !cell.is_empty());
    if let Some((column, value)) = beyond {
        remarks.push(diags::too_many_cells(table.cell(row, column), value, width));
    }
    cells.resize(width, "");
    RawRecord { row, cells: Cells::of(cells) }
}

/// A column without heading may only be empty; no rows at all is worth a look.
fn judge_headings(reading: &mut Reading) {
    let Reading { table, remarks } = reading;
    for column in 0..table.header.len() {
        let first = table.rows.iter().find(|record| !record.cells[column].is_empty());
        if let (true, Some(first)) = (table.header[column].is_empty(), first) {
            remarks.push(diags::empty_heading(table.cell(table.header_row, column), first.row));
        }
    }
    if table.rows.is_empty() {
        remarks.push(diags::header_only(table.line(table.header_row)));
    }
}

/// The whole of a table, for remarks about a file that is one.
pub(super) fn whole(file: FileId, sheet: Option<&str>) -> Place {
    Place::Cell { file, sheet: sheet.map(str::to_owned), row: 0, column: 0, hint: None }
}
