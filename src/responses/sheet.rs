//! From cells with places to a table: what all readers do in the same way.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, FileId, Place};

use super::{LONGEST_CELL, RawRecord, RawTable, ReadError, Reading, diags};

/// A row as a reader finds it.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// One-based row in the sheet, or line in the text.
    pub(super) row: u32,
    /// The texts of its cells.
    pub(super) cells: Vec<String>,
    /// Cells, by zero-based column, that hold something else than can be taken; their text is
    /// empty.
    pub(super) faults: BTreeMap<usize, Fault>,
}

impl From<(u32, Vec<String>)> for Row {
    fn from((row, cells): (u32, Vec<String>)) -> Self {
        Self { row, cells, faults: BTreeMap::new() }
    }
}

/// Why a cell can't be taken for what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// An error of the spreadsheet program.
    Error(String),
    /// A formula that was never calculated.
    NoResult,
    /// A number that is shown in another form: what it is, and its format or what is shown.
    Otherwise(String, String),
}

impl Fault {
    fn told(&self, place: Place) -> Diagnostic {
        match self {
            Self::Error(error) => diags::spreadsheet_error(place, error),
            Self::NoResult => diags::formula_without_result(place),
            Self::Otherwise(value, form) => diags::shown_otherwise(place, value, form),
        }
    }
}

/// Takes the first row with content as heading, the others as records; says what is
/// wrong with headings, widths and lengths. Cells are trimmed here.
pub(super) fn assemble(
    file: FileId,
    sheet: Option<String>,
    rows: impl Iterator<Item = impl Into<Row>>,
) -> Result<Reading, ReadError> {
    let mut rows = rows.map(Into::into).filter_map(|mut row: Row| {
        row.cells = row.cells.iter().map(|cell| cell.trim().to_owned()).collect();
        let filled = row.cells.iter().any(|cell| !cell.is_empty()) || !row.faults.is_empty();
        filled.then_some(row)
    });
    let Row { row: header_row, cells: mut header, faults } = rows.next().ok_or(ReadError::Empty)?;
    let width = header.iter().rposition(|heading| !heading.is_empty()).map_or(0, |last| last + 1);
    header.truncate(width);
    let mut reading = Reading {
        table: RawTable { file, sheet, header, header_row, rows: Vec::new(), stale: Vec::new() },
        remarks: Vec::new(),
    };
    for (column, fault) in &faults {
        reading.remarks.push(fault.told(reading.table.cell(header_row, *column)));
    }
    shorten_headings(&mut reading);
    for row in rows {
        let record = take_record(&mut reading, row);
        reading.table.rows.push(record);
    }
    judge_headings(&mut reading, &faults);
    Ok(reading)
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
fn take_record(reading: &mut Reading, row: Row) -> RawRecord {
    let Reading { table, remarks } = reading;
    let Row { row, mut cells, faults } = row;
    for (column, cell) in cells.iter_mut().enumerate() {
        // Bytes bound characters from above, so short cells need no counting.
        let length = if cell.len() > LONGEST_CELL { cell.chars().count() } else { 0 };
        if length > LONGEST_CELL {
            remarks.push(diags::cell_too_long(table.cell(row, column), length, LONGEST_CELL));
            cell.clear();
        }
    }
    let width = table.header.len();
    let beyond = cells.iter().enumerate().skip(width).find(|(_, cell)| !cell.is_empty());
    if let Some((column, value)) = beyond {
        remarks.push(diags::too_many_cells(table.cell(row, column), value, width));
    }
    cells.resize(width, String::new());
    let told = |(column, fault): (usize, Fault)| (column, fault.told(table.cell(row, column)));
    let (faults, outside): (BTreeMap<_, _>, BTreeMap<_, _>) =
        faults.into_iter().map(told).partition(|(column, _)| *column < width);
    remarks.extend(outside.into_values());
    RawRecord { row, cells, faults }
}

/// A column without heading may only be empty; no rows at all is worth a look.
fn judge_headings(reading: &mut Reading, faults: &BTreeMap<usize, Fault>) {
    let Reading { table, remarks } = reading;
    for column in (0..table.header.len()).filter(|column| !faults.contains_key(column)) {
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
