//! Workbooks: the first visible sheet with content, every value as the text that CSV
//! would have held.

mod package;
mod shown;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, SheetVisible, Sheets, Xlsx, open_workbook_auto_from_rs};

use crate::diagnostics::FileId;

use self::package::{Mark, Marks};
use self::shown::Shown;
use super::sheet::{Fault, Row};
use super::{ReadError, Reading, diags, sheet};

type Workbook<'a> = Sheets<Cursor<&'a [u8]>>;

/// What a cell says, or why that can't be known.
type Said = Result<String, Fault>;

/// What the cells of a sheet say, by zero-based row and column.
#[derive(Default)]
struct Cells {
    said: BTreeMap<u32, BTreeMap<u32, Said>>,
    /// Cells with a formula.
    formulas: Vec<(u32, u32)>,
}

impl Cells {
    fn take(&mut self, row: u32, column: u32, said: Said) {
        let blank = said.as_ref().is_ok_and(|text| text.trim().is_empty());
        if !blank && column < MOST_COLUMNS {
            self.said.entry(row).or_default().insert(column, said);
        }
    }

    fn said(&self, row: u32, column: u32) -> Option<&Said> {
        self.said.get(&row)?.get(&column)
    }
}

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
        let cells = cells_of(&mut workbook, bytes, &name)?;
        if !cells.said.is_empty() {
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

/// The filled cells of a sheet.
fn cells_of(workbook: &mut Workbook<'_>, bytes: &[u8], name: &str) -> Result<Cells, ReadError> {
    match workbook {
        Sheets::Xlsx(workbook) => cells_of_xlsx(workbook, bytes, name),
        Sheets::Ods(_) => {
            let marks = package::marks(bytes, name).map_err(ReadError::Workbook)?;
            cells_of_range(workbook, name, &marks)
        }
        _ => cells_of_range(workbook, name, &Marks::new()),
    }
}

/// Workbooks of today are read cell by cell: one stray value in the last cell of a sheet must not
/// ask for memory for all cells before it.
fn cells_of_xlsx(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    bytes: &[u8],
    name: &str,
) -> Result<Cells, ReadError> {
    let mut cells = Cells::default();
    let mut reader = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        let format = reader.styles().get(style).and_then(|style| style.number_format.as_ref());
        let format = format.map(|format| format.format_code.as_str());
        cells.take(row, column, said(&cell.get_value().clone().into(), format, None));
    }
    drop(reader);
    formulas_of_xlsx(workbook, package::asks_for_calculation(bytes), name, &mut cells)?;
    Ok(cells)
}

/// Notes formulas without a result, and those whose results may be old.
fn formulas_of_xlsx(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    recalculated: bool,
    name: &str,
    cells: &mut Cells,
) -> Result<(), ReadError> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(unreadable)? {
        let (row, column) = cell.pos;
        if cell.formula.is_none() {
            continue;
        }
        // An empty text is a result, unless nobody calculated it.
        let empty = Data::from(cell.value) == Data::Empty || recalculated;
        match cells.said(row, column) {
            None if empty => cells.take(row, column, Err(Fault::NoResult)),
            Some(Ok(_)) if recalculated => cells.formulas.push((row, column)),
            _ => {}
        }
    }
    Ok(())
}

/// Other workbooks come as a whole.
fn cells_of_range(
    workbook: &mut Workbook<'_>,
    name: &str,
    marks: &Marks,
) -> Result<Cells, ReadError> {
    let mut cells = Cells::default();
    let range = workbook.worksheet_range(name).map_err(unreadable)?;
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let (row, column) = (top + offset(row), left + offset(column));
        cells.take(row, column, said(value, None, marks.get(&(row, column))));
    }
    for ((row, column), mark) in marks {
        if *mark == Mark::NoResult && cells.said(*row, *column).is_none() {
            cells.take(*row, *column, Err(Fault::NoResult));
        }
    }
    Ok(cells)
}

fn offset(position: usize) -> u32 {
    u32::try_from(position).expect("a sheet has fewer than 4 billion rows and columns")
}

fn table(file: FileId, name: &str, cells: Cells) -> Result<Reading, ReadError> {
    let Cells { said, formulas } = cells;
    let rows = said.into_iter().map(|(row, cells)| {
        let width = cells.keys().next_back().map_or(0, |last| *last as usize + 1);
        let mut texts = vec![String::new(); width];
        let mut faults = BTreeMap::new();
        for (column, said) in cells {
            match said {
                Ok(text) => texts[column as usize] = text,
                Err(fault) => drop(faults.insert(column as usize, fault)),
            }
        }
        Row { row: row + 1, cells: texts, faults }
    });
    let mut reading = sheet::assemble(file, Some(name.to_owned()), rows)?;
    let below = |(row, _): &(u32, usize)| *row > reading.table.header_row;
    let formulas = formulas.into_iter().map(|(row, column)| (row + 1, column as usize));
    reading.table.stale = formulas.filter(below).collect();
    Ok(reading)
}

/// What a cell says: `1`, `2.5`, `2023-10-01`, `100%`, `24:00`, `WAAR`. `format` is its number
/// format, where the workbook tells it.
fn said(value: &Data, format: Option<&str>, mark: Option<&Mark>) -> Said {
    let number = |value: f64| {
        let otherwise = |form: &str| Err(Fault::Otherwise(shown::number(value), form.to_owned()));
        match (mark, format) {
            (Some(Mark::Percentage(text)), _) => Ok(text.clone()),
            (Some(Mark::Otherwise(text)), _) => otherwise(text),
            (_, Some(format)) => match shown::of_number(value, format) {
                Shown::AsItIs => Ok(shown::number(value)),
                Shown::Text(text) => Ok(text),
                Shown::Otherwise => otherwise(format),
            },
            _ => Ok(shown::number(value)),
        }
    };
    match value {
        Data::Int(value) => number(*value as f64),
        Data::Float(value) => number(*value),
        Data::String(text) | Data::DateTimeIso(text) => Ok(text.clone()),
        Data::DurationIso(text) => Ok(shown::iso_duration(text)),
        Data::Bool(yes) => Ok(shown::boolean(*yes)),
        Data::DateTime(moment) => Ok(shown::moment(moment, format)),
        Data::Error(error) => Err(Fault::Error(error.to_string())),
        Data::Empty => Ok(String::new()),
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
        assert_eq!(table.rows[0].cells, ["12", "2.5", "WAAR", "2023-10-01", "tekst"]);
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
        assert!(found.remarks.is_empty(), "{:?}", found.remarks);
        let fault = &found.table.rows[1].faults[&2];
        assert_eq!(fault.code, "spreadsheet-error");
        assert!(matches!(fault.place, Place::Cell { row: 7, column: 3, .. }));
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
