//! What the reader of workbooks does not tell: whether a workbook asks to be calculated anew, and
//! which cells of an OpenDocument sheet show something else than they hold.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// What is special about a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// A percentage, as it is shown.
    Percentage(String),
    /// A number that is shown in another form: what is shown.
    Otherwise(String),
    /// A formula without a result.
    NoResult,
}

/// Special cells by zero-based row and column.
pub(super) type Marks = BTreeMap<(u32, u32), Mark>;

/// More special cells than a sheet of answers can have.
const MOST_MARKS: usize = 1_000_000;

/// Columns of the widest sheet, rows of the longest.
const MOST: (u32, u32) = (16_384, 1_048_576);

/// Whether an Office Open XML workbook asks the spreadsheet program to calculate all formulas when
/// it is opened: their results were never calculated, or are of another day.
pub(super) fn asks_for_calculation(bytes: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    let is_workbook = |name: &String| name.to_ascii_lowercase().ends_with("/workbook.xml");
    let names = archive.file_names().flatten().map(std::borrow::Cow::into_owned);
    let workbook = names.into_iter().find(is_workbook);
    let Some(part) = workbook.and_then(|name| archive.by_name(&name).ok()) else {
        return false;
    };
    let (mut reader, mut buffer) = (Reader::from_reader(BufReader::new(part)), Vec::new());
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "calcPr" => {
                let asked = attribute(&tag, "fullCalcOnLoad");
                return asked.is_some_and(|value| value == "1" || value == "true");
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

/// The special cells of a sheet of an OpenDocument workbook.
///
/// # Errors
/// Why the sheet can't be read.
pub(super) fn marks(bytes: &[u8], sheet: &str) -> Result<Marks, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let part = archive.by_name("content.xml").map_err(|error| error.to_string())?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    reader.config_mut().expand_empty_elements = true;
    let mut scan = Scan::default();
    let mut buffer = Vec::new();
    let mut inside = false;
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(|error| error.to_string())?;
        match event {
            Event::Start(tag) if tag.name().as_ref() == "table:table" => {
                inside = attribute(&tag, "table:name").is_some_and(|name| name == sheet);
            }
            Event::End(tag) if inside && tag.name().as_ref() == "table:table" => {
                return Ok(scan.marks);
            }
            Event::Eof => return Ok(scan.marks),
            event if inside => scan.take(&event)?,
            _ => {}
        }
        buffer.clear();
    }
}

/// The walk over the cells of a sheet.
#[derive(Debug, Default)]
struct Scan {
    marks: Marks,
    row: u32,
    rows: u32,
    column: u32,
    cell: Option<Cell>,
    /// Inside a remark of the author, which is no part of the cell.
    remark: bool,
}

/// A cell that is being read.
#[derive(Debug, Default)]
struct Cell {
    columns: u32,
    sort: Option<String>,
    value: Option<String>,
    formula: bool,
    shown: String,
}

impl Scan {
    fn take(&mut self, event: &Event<'_>) -> Result<(), String> {
        match event {
            Event::Start(tag) => match tag.name().as_ref() {
                "table:table-row" => {
                    self.rows = repeated(tag, "table:number-rows-repeated", MOST.1);
                    self.column = 0;
                }
                "table:table-cell" | "table:covered-table-cell" => {
                    self.cell = Some(Cell {
                        columns: repeated(tag, "table:number-columns-repeated", MOST.0),
                        sort: attribute(tag, "office:value-type"),
                        value: attribute(tag, "office:value"),
                        formula: attribute(tag, "table:formula").is_some(),
                        shown: String::new(),
                    });
                }
                "office:annotation" => self.remark = true,
                _ => {}
            },
            Event::Text(text) if !self.remark => {
                if let Some(cell) = &mut self.cell {
                    cell.shown.push_str(&text.xml10_content());
                }
            }
            Event::End(tag) => match tag.name().as_ref() {
                "office:annotation" => self.remark = false,
                "table:table-cell" | "table:covered-table-cell" => self.close()?,
                "table:table-row" => self.row = self.row.saturating_add(self.rows),
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), String> {
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        let columns = self.column..self.column.saturating_add(cell.columns);
        self.column = columns.end;
        if let Some(mark) = cell.mark() {
            for row in self.row..self.row.saturating_add(self.rows) {
                for column in columns.clone() {
                    self.marks.insert((row, column), mark.clone());
                }
                if self.marks.len() > MOST_MARKS {
                    return Err("more than a million percentages or formulas".to_owned());
                }
            }
        }
        Ok(())
    }
}

impl Cell {
    fn mark(&self) -> Option<Mark> {
        let shown = self.shown.trim();
        match self.sort.as_deref() {
            None => self.formula.then_some(Mark::NoResult),
            Some("percentage") => {
                let value = self.value.as_deref().and_then(|value| value.parse::<f64>().ok());
                let share = value.map(super::shown::percent);
                let text = if shown.is_empty() { share } else { Some(shown.to_owned()) };
                Some(Mark::Percentage(text.unwrap_or_else(|| "%".to_owned())))
            }
            Some("float" | "currency") if !shown.is_empty() => {
                let digits =
                    |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
                let value = self.value.as_deref().filter(|value| !value.contains(['.', 'e', 'E']));
                let told = value.is_none_or(|value| digits(shown).starts_with(&digits(value)));
                (!told).then(|| Mark::Otherwise(shown.to_owned()))
            }
            Some(_) => None,
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Explicit1_0).ok().map(|value| value.into_owned())
}

fn repeated(tag: &BytesStart<'_>, name: &str, most: u32) -> u32 {
    let times = attribute(tag, name).and_then(|times| times.parse::<u32>().ok());
    times.unwrap_or(1).min(most)
}
