//! From cells with places to a table: what all readers do in the same way.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, FileId, Place};

use super::row::Cells;
use super::{LONGEST_CELL, MOST_COLUMNS, RawRecord, RawTable, ReadError, Reading, diags};
use crate::register::is_invisible;

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

/// Takes the first row with a text as heading, the others as records; says what is
/// wrong with headings, widths and lengths. Cells are trimmed here, headings freed of
/// characters that nobody sees.
pub(super) fn assemble<R: Into<Row>>(
    file: FileId,
    sheet: Option<String>,
    rows: impl Iterator<Item = Result<R, ReadError>>,
) -> Result<Reading, ReadError> {
    let has_text = |row: &Row| row.cells.iter().any(|cell| !trimmed(cell).is_empty());
    let mut rows = rows.map(|row| row.map(Into::into)).filter(|row: &Result<Row, _>| match row {
        Ok(row) => has_text(row) || !row.faults.is_empty(),
        Err(_) => true,
    });
    let mut table = RawTable {
        file,
        sheet,
        header: Vec::new(),
        header_row: 0,
        rows: Vec::new(),
        stale: Vec::new(),
    };
    let mut remarks = Vec::new();
    let heading = loop {
        let Some(row) = rows.next().transpose()? else {
            return Err(match remarks.into_iter().next() {
                Some(first) => ReadError::OnlyErrors(Box::new(first)),
                None => ReadError::Empty,
            });
        };
        remarks.extend(told(&row.faults, &table, row.row));
        if has_text(&row) {
            break row;
        }
    };
    let visible = |heading: &String| {
        let visible: String = heading.chars().filter(|c| !is_invisible(*c)).collect();
        visible.trim().to_owned()
    };
    table.header_row = heading.row;
    table.header = heading.cells.iter().map(visible).collect();
    let last = table.header.iter().rposition(|heading| !heading.is_empty());
    table.header.truncate(last.map_or(0, |last| last + 1));
    if table.header.len() > MOST_COLUMNS {
        let width = table.header.len();
        let what = format!("it has {width} columns, and at most {MOST_COLUMNS} are read");
        return Err(ReadError::TooLarge { what, key: None });
    }
    let mut reading = Reading { table, remarks };
    shorten_headings(&mut reading);
    for row in rows {
        let record = take_record(&mut reading, row?);
        reading.table.rows.push(record);
    }
    judge_headings(&mut reading, &heading.faults);
    Ok(reading)
}

/// The faults of a row, as findings.
fn told<'a>(
    faults: &'a BTreeMap<usize, Fault>,
    table: &'a RawTable,
    row: u32,
) -> impl Iterator<Item = Diagnostic> + 'a {
    faults.iter().map(move |(column, fault)| fault.told(table.cell(row, *column)))
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
fn take_record(reading: &mut Reading, row: Row) -> RawRecord {
    let Reading { table, remarks } = reading;
    let before = remarks.len();
    let Row { row, cells, faults } = row;
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
    let told = |(column, fault): (usize, Fault)| (column, fault.told(table.cell(row, column)));
    let (faults, outside): (BTreeMap<_, _>, BTreeMap<_, _>) =
        faults.into_iter().map(told).partition(|(column, _)| *column < width);
    remarks.extend(outside.into_values());
    limit(remarks, before);
    RawRecord { row, cells: Cells::of(cells), faults }
}

/// When every row of a large table has a remark, the last one stands for all that follow.
fn limit(remarks: &mut Vec<Diagnostic>, before: usize) {
    if before >= MOST_REMARKS {
        remarks.truncate(before);
        if let Some(last) = remarks.last_mut().filter(|last| !last.message.ends_with(AND_SO_ON)) {
            last.message.push_str(AND_SO_ON);
        }
    }
}

/// Remarks about the rows of a table that are kept.
const MOST_REMARKS: usize = 20_000;
const AND_SO_ON: &str = "; and so in rows below";

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
