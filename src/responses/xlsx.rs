//! Workbooks: the first visible sheet with content, every value as the text that CSV
//! would have held.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Reader, SheetVisible, Sheets, open_workbook_auto_from_rs};

use crate::diagnostics::{Diagnostic, FileId};

use super::{ReadError, Reading, diags, sheet};

type Workbook<'a> = Sheets<Cursor<&'a [u8]>>;

/// The cells of a sheet that hold something, by zero-based row and column.
type Cells = BTreeMap<u32, BTreeMap<u32, Data>>;

/// Columns of the widest sheet that spreadsheet programs can make.
const MOST_COLUMNS: u32 = 16_384;

/// Reads a workbook. Rows and columns are those that the spreadsheet program shows.
pub(super) fn read(bytes: &[u8], file: FileId) -> Result<Reading, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let visible: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut filled = Vec::new();
    for name in visible {
        let cells = cells_of(&mut workbook, &name)?;
        if !cells.is_empty() {
            filled.push((name, cells));
        }
    }
    let mut filled = filled.into_iter();
    let (name, cells) = filled.next().ok_or(ReadError::Empty)?;
    let mut reading = table(file, &name, cells)?;
    let ignored: Vec<String> = filled.map(|(name, _)| name).collect();
    if !ignored.is_empty() {
        let place = sheet::whole(file, Some(&name));
        reading.remarks.push(diags::sheets_ignored(place, &name, &ignored));
    }
    Ok(reading)
}

fn unreadable(error: impl std::fmt::Display) -> ReadError {
    ReadError::Workbook(error.to_string())
}

/// The filled cells of a sheet. Workbooks of today are read cell by cell: one stray value
/// in the last cell of a sheet must not ask for memory for all cells before it.
fn cells_of(workbook: &mut Workbook<'_>, name: &str) -> Result<Cells, ReadError> {
    let mut cells = Cells::new();
    let mut take = |row: u32, column: u32, value: Data| {
        let blank = matches!(&value, Data::Empty)
            || matches!(&value, Data::String(text) if text.trim().is_empty());
        if !blank && column < MOST_COLUMNS {
            cells.entry(row).or_default().insert(column, value);
        }
    };
    if let Sheets::Xlsx(workbook) = workbook {
        let mut reader = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
        while let Some(cell) = reader.next_cell().map_err(unreadable)? {
            let (row, column) = cell.get_position();
            take(row, column, cell.get_value().clone().into());
        }
    } else {
        let range = workbook.worksheet_range(name).map_err(unreadable)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            take(top + offset(row), left + offset(column), value.clone());
        }
    }
    Ok(cells)
}

fn offset(position: usize) -> u32 {
    u32::try_from(position).expect("a sheet has fewer than 4 billion rows and columns")
}

fn table(file: FileId, name: &str, cells: Cells) -> Result<Reading, ReadError> {
    let mut faults: Vec<(u32, u32, String)> = Vec::new();
    let rows = cells.into_iter().map(|(row, cells)| {
        let width = cells.keys().next_back().map_or(0, |last| *last as usize + 1);
        let mut texts = vec![String::new(); width];
        for (column, value) in cells {
            if let Data::Error(error) = &value {
                faults.push((row + 1, column, error.to_string()));
            }
            texts[column as usize] = text_of(&value);
        }
        (row + 1, texts)
    });
    let mut reading = sheet::assemble(file, Some(name.to_owned()), rows)?;
    let remarks: Vec<Diagnostic> = faults
        .into_iter()
        .map(|(row, column, error)| {
            diags::spreadsheet_error(reading.table.cell(row, column as usize), &error)
        })
        .collect();
    reading.remarks.extend(remarks);
    Ok(reading)
}

/// The value as text: `1`, `2.5`, `2023-10-01`; booleans as `1` and `0`.
fn text_of(value: &Data) -> String {
    match value {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number_text(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(yes) => u8::from(*yes).to_string(),
        Data::DateTime(moment) => moment_text(moment),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// A whole number without `.0`; Rust writes others in the shortest form that reads back.
fn number_text(number: f64) -> String {
    if number == 0.0 { "0".to_owned() } else { number.to_string() }
}

fn moment_text(moment: &ExcelDateTime) -> String {
    if moment.is_duration() {
        return number_text(moment.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date}T{hour:02}:{minute:02}:{second:02}")
    }
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{ExcelDateTime as Moment, Format, Formula, Workbook as Writer};

    use super::*;
    use crate::diagnostics::{Place, SourceMap};

    fn reading(workbook: &mut Writer) -> Result<Reading, ReadError> {
        read(&workbook.save_to_buffer().unwrap(), SourceMap::default().add("a.xlsx", ""))
    }

    #[test]
    fn values_become_the_text_that_csv_would_have_held() {
        let mut workbook = Writer::new();
        let sheet = workbook.add_worksheet();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_row(0, 0, ["a", "b", "c", "d", "e"]).unwrap();
        sheet.write(1, 0, 12).unwrap();
        sheet.write(1, 1, 2.5).unwrap();
        sheet.write(1, 2, true).unwrap();
        sheet.write_with_format(1, 3, Moment::from_ymd(2023, 10, 1).unwrap(), &date).unwrap();
        sheet.write(1, 4, "  tekst ").unwrap();
        let table = reading(&mut workbook).unwrap().table;
        assert_eq!(table.rows[0].cells, ["12", "2.5", "1", "2023-10-01", "tekst"]);
        assert_eq!((table.header_row, table.rows[0].row), (1, 2));
    }

    #[test]
    fn places_are_those_of_the_spreadsheet() {
        let mut workbook = Writer::new();
        let sheet = workbook.add_worksheet().set_name("Antwoorden").unwrap();
        sheet.write_row(2, 1, ["gemeente", "vraag"]).unwrap();
        sheet.write_row(5, 1, ["Urk", "ja"]).unwrap();
        sheet.write_formula(6, 2, Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write(6, 1, "Ede").unwrap();
        let found = reading(&mut workbook).unwrap();
        assert_eq!(found.table.header, ["", "gemeente", "vraag"]);
        assert_eq!((found.table.header_row, found.table.rows[0].row), (3, 6));
        assert_eq!(found.table.sheet.as_deref(), Some("Antwoorden"));
        assert_eq!(found.remarks.len(), 1, "{:?}", found.remarks);
        assert_eq!(found.remarks[0].code, "spreadsheet-error");
        assert!(matches!(found.remarks[0].place, Place::Cell { row: 7, column: 3, .. }));
    }

    #[test]
    fn the_first_visible_sheet_with_content_is_read() {
        let mut workbook = Writer::new();
        workbook.add_worksheet().set_name("Leeg").unwrap();
        let lists = workbook.add_worksheet().set_name("Lijsten").unwrap();
        lists.write(0, 0, "x").unwrap();
        lists.set_hidden(true);
        workbook
            .add_worksheet()
            .set_name("Eerste")
            .unwrap()
            .write_column(0, 0, ["gemeente", "Urk"])
            .unwrap();
        workbook.add_worksheet().set_name("Tweede").unwrap().write(0, 0, "y").unwrap();
        let found = reading(&mut workbook).unwrap();
        assert_eq!(found.table.header, ["gemeente"]);
        assert_eq!(found.remarks[0].message, "only sheet `Eerste` was read, not `Tweede`");
    }

    #[test]
    fn a_stray_value_in_the_last_cell_asks_for_little_memory() {
        let mut workbook = Writer::new();
        let sheet = workbook.add_worksheet();
        sheet.write_column(0, 0, ["gemeente", "Urk"]).unwrap();
        sheet.write(1_048_575, 16_383, "x").unwrap();
        let found = reading(&mut workbook).unwrap();
        assert_eq!(found.remarks[0].code, "too-many-cells");
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        let file = SourceMap::default().add("a.xlsx", "");
        assert_eq!(read(b"", file).unwrap_err(), ReadError::Empty);
        assert!(matches!(read(b"gemeente\nUrk\n", file), Err(ReadError::Workbook(_))));
        assert!(matches!(read(b"PK\x03\x04 but broken", file), Err(ReadError::Workbook(_))));
        assert_eq!(reading(&mut Writer::new()).unwrap_err(), ReadError::Empty);
    }
}
