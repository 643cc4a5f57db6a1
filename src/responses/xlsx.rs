//! Workbooks: the first visible sheet with content, every value as the text that CSV
//! would have held.

mod package;
mod shown;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, SheetType, SheetVisible, Sheets, Xlsx, open_workbook_auto_from_rs};

use self::package::{Mark, Marks};
use self::shown::Shown;
use super::hidden::{self, Hidden};
use super::package::Package;
use super::sheet::{Fault, Row};
use super::{MOST_COLUMNS, MUNICIPALITY, RawTable, ReadError, Reading, diags, sheet};
use crate::diagnostics::{Diagnostic, FileId};
use crate::project::Limits;
use crate::register::fold;

type Workbook<'a> = Sheets<Cursor<&'a [u8]>>;

/// What a cell says, or why that can't be known.
type Said = Result<String, Fault>;

/// What the cells of a sheet say, by zero-based row and column.
struct Cells {
    said: BTreeMap<u32, BTreeMap<u32, Said>>,
    /// Cells with a formula.
    formulas: Vec<(u32, u32)>,
    /// How many there are, and may be.
    count: u64,
    most: u64,
}

impl Cells {
    fn of_at_most(cells: u64) -> Self {
        Self { said: BTreeMap::new(), formulas: Vec::new(), count: 0, most: cells }
    }

    fn take(&mut self, row: u32, column: u32, said: Said) -> Result<(), ReadError> {
        let blank = said.as_ref().is_ok_and(|text| sheet::trimmed(text).is_empty());
        if !blank && (column as usize) < MOST_COLUMNS {
            self.said.entry(row).or_default().insert(column, said);
            self.count += 1;
        }
        if self.count <= self.most {
            return Ok(());
        }
        let what = format!("a sheet has more than {} filled cells", self.most);
        Err(ReadError::TooLarge { what, key: Some("cells") })
    }

    fn said(&self, row: u32, column: u32) -> Option<&Said> {
        self.said.get(&row)?.get(&column)
    }
}

/// In so many filled rows of another sheet the headings of a table are looked for.
const ROWS_LOOKED_AT: usize = 10;

/// Reads a workbook. Rows and columns are those that the spreadsheet program shows.
pub(super) fn read(bytes: &[u8], file: FileId, limits: &Limits) -> Result<Reading, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let mut package = Package::open(bytes, limits)?;
    let mut hidden_in_ods = match &mut package {
        Some(package) => hidden::in_ods(package, limits)?,
        None => BTreeMap::new(),
    };
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let worksheets: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    let (mut first, mut others): (Option<(String, Cells)>, Vec<Other>) = (None, Vec::new());
    for (name, visible) in worksheets {
        let cells = cells_of(&mut workbook, bytes, &name, limits)?;
        if cells.said.is_empty() {
            continue;
        }
        if visible && first.is_none() {
            first = Some((name, cells));
        } else {
            others.push(Other { municipalities: municipalities(&cells), name, visible });
        }
    }
    let (name, cells) = first.ok_or(ReadError::Empty)?;
    let hidden = match (&mut package, hidden_in_ods.remove(&name)) {
        (_, Some(hidden)) => hidden,
        (Some(package), None) => hidden::in_xlsx(package, &name),
        (None, None) => Hidden::default(),
    };
    let mut reading = table(file, &name, cells)?;
    report_hidden(&mut reading, &hidden);
    report_others(&mut reading, &name, &others);
    Ok(reading)
}

/// A filled sheet that isn't read.
struct Other {
    name: String,
    visible: bool,
    /// The one-based row with a heading `gemeente`.
    municipalities: Option<u32>,
}

/// The row of a sheet that has a heading `gemeente`.
fn municipalities(cells: &Cells) -> Option<u32> {
    let is_heading = |said: &Said| said.as_ref().is_ok_and(|text| fold(text) == MUNICIPALITY);
    let rows = cells.said.iter().take(ROWS_LOOKED_AT);
    let mut headings = rows.filter(|(_, cells)| cells.values().any(is_heading));
    headings.next().map(|(row, _)| row + 1)
}

/// What the spreadsheet program hides is read, and told.
fn report_hidden(reading: &mut Reading, hidden: &Hidden) {
    let table = &reading.table;
    let rows: Vec<String> = table
        .rows
        .iter()
        .filter(|record| hidden.row(record.row))
        .map(|record| record.row.to_string())
        .collect();
    let columns: Vec<String> = (0..table.header.len())
        .filter(|column| hidden.column(offset(*column) + 1) && is_filled(table, *column))
        .map(|column| format!("`{}`", table.header[column]))
        .collect();
    if !rows.is_empty() || !columns.is_empty() {
        let place = sheet::whole(table.file, table.sheet.as_deref());
        reading.remarks.push(diags::hidden(place, &rows, &columns));
    }
}

fn is_filled(table: &RawTable, column: usize) -> bool {
    table.rows.iter().any(|record| !record.cells[column].is_empty())
}

/// Another sheet with answers is an error, one with something else is told. Lists behind
/// drop-down menus stand on hidden sheets, often with all municipalities.
fn report_others(reading: &mut Reading, used: &str, others: &[Other]) {
    let place = |name: &str| sheet::whole(reading.table.file, Some(name));
    let shown = others.iter().filter(|other| other.visible);
    let (tables, notes): (Vec<_>, Vec<_>) = shown.partition(|other| other.municipalities.is_some());
    let mut remarks: Vec<Diagnostic> = tables
        .iter()
        .filter_map(|other| Some((other, other.municipalities?)))
        .map(|(other, row)| diags::second_table(place(&other.name), used, &other.name, row))
        .collect();
    let hidden = others.iter().filter(|other| !other.visible && other.municipalities.is_some());
    let ignored: Vec<String> =
        notes.into_iter().chain(hidden).map(|other| other.name.clone()).collect();
    if !ignored.is_empty() {
        remarks.push(diags::sheets_ignored(place(used), used, &ignored));
    }
    reading.remarks.append(&mut remarks);
}

fn unreadable(error: impl std::fmt::Display) -> ReadError {
    ReadError::Workbook(error.to_string())
}

/// The filled cells of a sheet.
fn cells_of(
    workbook: &mut Workbook<'_>,
    bytes: &[u8],
    name: &str,
    limits: &Limits,
) -> Result<Cells, ReadError> {
    let cells = Cells::of_at_most(limits.cells);
    match workbook {
        Sheets::Xlsx(workbook) => cells_of_xlsx(workbook, bytes, name, cells),
        Sheets::Ods(_) => {
            let marks = package::marks(bytes, name).map_err(ReadError::Workbook)?;
            cells_of_range(workbook, name, &marks, cells)
        }
        _ => cells_of_range(workbook, name, &Marks::new(), cells),
    }
}

/// Workbooks of today are read cell by cell: one stray value in the last cell of a sheet must not
/// ask for memory for all cells before it.
fn cells_of_xlsx(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    bytes: &[u8],
    name: &str,
    mut cells: Cells,
) -> Result<Cells, ReadError> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        let format = reader.styles().get(style).and_then(|style| style.number_format.as_ref());
        let format = format.map(|format| format.format_code.as_str());
        cells.take(row, column, said(&cell.get_value().clone().into(), format, None))?;
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
            None if empty => cells.take(row, column, Err(Fault::NoResult))?,
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
    mut cells: Cells,
) -> Result<Cells, ReadError> {
    let range = workbook.worksheet_range(name).map_err(unreadable)?;
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let (row, column) = (top + offset(row), left + offset(column));
        cells.take(row, column, said(value, None, marks.get(&(row, column))))?;
    }
    for ((row, column), mark) in marks {
        if *mark == Mark::NoResult && cells.said(*row, *column).is_none() {
            cells.take(*row, *column, Err(Fault::NoResult))?;
        }
    }
    Ok(cells)
}

fn offset(position: usize) -> u32 {
    u32::try_from(position).expect("a sheet has fewer than 4 billion rows and columns")
}

fn table(file: FileId, name: &str, cells: Cells) -> Result<Reading, ReadError> {
    let Cells { said, formulas, .. } = cells;
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
        Ok(Row { row: row + 1, cells: texts, faults })
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
        read_bytes(&workbook.save_to_buffer().unwrap())
    }

    fn read_bytes(bytes: &[u8]) -> Result<Reading, ReadError> {
        read(bytes, SourceMap::default().add("a.xlsx", ""), &Limits::default())
    }

    /// A workbook of LibreOffice with these rows in its only sheet.
    fn ods(rows: &str) -> Vec<u8> {
        let content = format!(
            "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x'><office:body>\
             <office:spreadsheet><table:table table:name='Blad1'>{rows}</table:table>\
             </office:spreadsheet></office:body></office:document-content>"
        );
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", "<manifest/>"),
            ("content.xml", &content),
        ] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn ods_row(attributes: &str, cells: &[&str]) -> String {
        let cell = |text: &&str| {
            format!(
                "<table:table-cell office:value-type='string'><text:p>{text}</text:p></table:table-cell>"
            )
        };
        let cells: String = cells.iter().map(cell).collect();
        format!("<table:table-row {attributes}>{cells}</table:table-row>")
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

    fn messages(reading: &Reading) -> Vec<(&'static str, &str)> {
        reading.remarks.iter().map(|found| (found.code.name, found.message.as_str())).collect()
    }

    #[test]
    fn a_second_sheet_with_municipalities_is_no_note() {
        let mut workbook = Writer::new();
        let rows = [["gemeente", "vraag"], ["Urk", "ja"]];
        for (name, title, hidden) in [
            ("Noord", "", false),
            ("Zuid", "", false),
            ("West", "Antwoorden 2023", false),
            ("Lijsten", "", true),
            ("Uitleg", "", false),
        ] {
            let sheet = workbook.add_worksheet().set_name(name).unwrap();
            sheet.set_hidden(hidden);
            if name == "Uitleg" {
                sheet.write(0, 0, "Lees mij").unwrap();
            } else {
                sheet.write(0, 0, title).unwrap();
                sheet.write_row_matrix(if title.is_empty() { 0 } else { 2 }, 0, rows).unwrap();
            }
        }
        let found = reading(&mut workbook).unwrap();
        assert_eq!(
            messages(&found),
            [
                (
                    "second-table",
                    "sheet `Zuid` has a column `gemeente` in row 1 too, but only sheet `Noord` is read"
                ),
                (
                    "second-table",
                    "sheet `West` has a column `gemeente` in row 3 too, but only sheet `Noord` is read"
                ),
                ("sheets-ignored", "only sheet `Noord` was read, not `Uitleg`, `Lijsten`"),
            ]
        );
    }

    #[test]
    fn hidden_and_filtered_rows_and_columns_are_told() {
        let mut workbook = Writer::new();
        let sheet = workbook.add_worksheet();
        sheet.write_row(0, 0, ["gemeente", "vraag", "leeg"]).unwrap();
        for row in 1..6 {
            sheet.write_row(row, 0, ["Urk", "ja"]).unwrap();
        }
        sheet.set_row_hidden(2).unwrap().set_row_hidden(4).unwrap().set_row_height(5, 0).unwrap();
        sheet.set_row_hidden(9).unwrap();
        sheet.set_column_hidden(1).unwrap().set_column_hidden(2).unwrap();
        let found = reading(&mut workbook).unwrap();
        assert_eq!(found.table.rows.len(), 5);
        let told = "3 hidden rows (3, 5, 6) and hidden column `vraag` were read like all others";
        assert_eq!(messages(&found), [("hidden-rows", told)]);
        let rows = [
            ods_row("", &["gemeente", "vraag"]),
            ods_row("table:visibility='filter'", &["Urk", "ja"]),
            ods_row("table:number-rows-repeated='2'", &["Ede", "ja"]),
            ods_row("table:visibility='collapse'", &["Best", "ja"]),
        ];
        let found = read_bytes(&ods(&rows.concat())).unwrap();
        assert_eq!(found.table.rows.len(), 4);
        let told = "2 hidden rows (2, 5) were read like all others";
        assert_eq!(messages(&found), [("hidden-rows", told)]);
    }

    #[test]
    fn a_sheet_with_a_chart_is_no_sheet_with_cells() {
        let mut workbook = Writer::new();
        let mut chart = rust_xlsxwriter::Chart::new_column();
        chart.add_series().set_values("Antwoorden!$A$1:$A$2");
        workbook.add_chartsheet().set_name("Grafiek").unwrap().insert_chart(0, 0, &chart).unwrap();
        let sheet = workbook.add_worksheet().set_name("Antwoorden").unwrap();
        sheet.write_column(0, 0, ["gemeente", "Urk"]).unwrap();
        let found = reading(&mut workbook).unwrap();
        assert_eq!((found.table.header.len(), messages(&found).len()), (1, 0));
    }

    #[test]
    fn a_sheet_with_nothing_but_errors_is_not_empty() {
        let mut workbook = Writer::new();
        let sheet = workbook.add_worksheet();
        for row in 2..5 {
            sheet.write_formula(row, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        }
        let ReadError::OnlyErrors(first) = reading(&mut workbook).unwrap_err() else {
            panic!("a sheet with nothing but errors");
        };
        assert_eq!(first.code, "spreadsheet-error");
        assert!(matches!(first.place, Place::Cell { row: 3, column: 2, .. }));
    }

    fn too_large(found: Result<Reading, ReadError>) -> String {
        match found.unwrap_err() {
            ReadError::TooLarge { what, .. } => what,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_workbook_that_unfolds_too_far_is_refused() {
        let repeated = ods_row("", &["gemeente", "vraag"])
            + &ods_row("table:number-rows-repeated='1048574'", &["Urk", "ja"]);
        assert_eq!(
            too_large(read_bytes(&ods(&repeated))),
            "sheet `Blad1` covers more than 2000000 cells"
        );
        let stray = ods_row("", &["gemeente"])
            + "<table:table-row table:number-rows-repeated='1048574'><table:table-cell/></table:table-row>\
               <table:table-row><table:table-cell table:number-columns-repeated='16383'/>\
               <table:table-cell office:value-type='string'><text:p>x</text:p></table:table-cell></table:table-row>";
        assert!(too_large(read_bytes(&ods(&stray))).contains("covers more than"));
        // Empty rows below and beside a table are no cells: spreadsheet programs write them.
        let margin = ods_row("", &["gemeente"])
            + &ods_row("", &["Urk"])
            + "<table:table-row table:number-rows-repeated='1048574'>\
               <table:table-cell table:number-columns-repeated='16384'/></table:table-row>";
        assert_eq!(read_bytes(&ods(&margin)).unwrap().table.rows.len(), 1);
        let blanks = " ".repeat(5 << 20);
        assert!(too_large(read_bytes(&ods(&blanks))).contains("a text of more than 4 MB"));
        let tags = "<a/>".repeat(17 << 20);
        assert!(too_large(read_bytes(&ods(&tags))).contains("200 times its size"));
    }

    #[test]
    fn the_limit_on_cells_can_be_set() {
        let mut workbook = Writer::new();
        workbook.add_worksheet().write_column(0, 0, ["gemeente", "Urk", "Ede"]).unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        let read_with = |cells| {
            let limits = Limits { cells, ..Limits::default() };
            read(&bytes, SourceMap::default().add("a.xlsx", ""), &limits)
        };
        assert!(read_with(3).is_ok());
        assert!(too_large(read_with(2)).contains("more than 2"));
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        assert_eq!(read_bytes(b"").unwrap_err(), ReadError::Empty);
        assert!(matches!(read_bytes(b"gemeente\nUrk\n"), Err(ReadError::Workbook(_))));
        assert!(matches!(read_bytes(b"PK\x03\x04 but broken"), Err(ReadError::Workbook(_))));
        assert_eq!(reading(&mut Writer::new()).unwrap_err(), ReadError::Empty);
    }
}
