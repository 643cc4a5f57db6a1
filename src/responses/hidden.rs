//! Rows and columns of a sheet that the spreadsheet program hides, and how large a sheet of
//! LibreOffice really is. The library that reads the cells says neither, so the XML is read.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::ops::RangeInclusive;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::Package;
use super::{MOST_COLUMNS, ReadError};
use crate::project::Limits;

/// What is hidden in a sheet, by one-based numbers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    rows: Vec<RangeInclusive<u32>>,
    columns: Vec<RangeInclusive<u32>>,
}

impl Hidden {
    /// Whether a row is hidden.
    pub(super) fn row(&self, row: u32) -> bool {
        self.rows.iter().any(|range| range.contains(&row))
    }

    /// Whether a column is hidden.
    pub(super) fn column(&self, column: u32) -> bool {
        self.columns.iter().any(|range| range.contains(&column))
    }
}

/// Rows of the longest sheet.
const MOST_ROWS: u32 = 1 << 20;

/// What is hidden in a sheet of an XLSX workbook. What can't be read hides nothing: the
/// reader of the cells tells what is wrong with the file.
pub(super) fn in_xlsx(package: &mut Package<'_>, sheet: &str) -> Hidden {
    let mut hidden = Hidden::default();
    let Some(path) = part_of(package, sheet) else { return hidden };
    let mut last_row = 0;
    walk(package, &path, |tag, start| match tag {
        "row" => {
            let row = number(start, "r").unwrap_or(last_row + 1);
            last_row = row;
            let flat = attribute(start, "ht").is_some_and(|height| height.parse() == Ok(0.0));
            if flat || is_true(start, "hidden") {
                extend(&mut hidden.rows, row..=row);
            }
        }
        "col" if is_true(start, "hidden") => {
            if let (Some(first), Some(last)) = (number(start, "min"), number(start, "max")) {
                extend(&mut hidden.columns, first..=last);
            }
        }
        _ => {}
    });
    hidden
}

/// The part that holds a sheet.
fn part_of(package: &mut Package<'_>, sheet: &str) -> Option<String> {
    let (mut id, mut target) = (None, None);
    walk(package, "xl/workbook.xml", |tag, start| {
        if tag == "sheet" && attribute(start, "name").as_deref() == Some(sheet) {
            id = attribute(start, "r:id").or_else(|| attribute(start, "id"));
        }
    });
    let id = id?;
    walk(package, "xl/_rels/workbook.xml.rels", |tag, start| {
        if tag == "Relationship" && attribute(start, "Id").as_deref() == Some(&id) {
            target = attribute(start, "Target");
        }
    });
    let target: String = target?;
    Some(if target.starts_with('/') { target } else { format!("xl/{target}") })
}

/// What is hidden in each sheet of an ODS workbook.
///
/// # Errors
/// When a sheet covers more cells than the limit: a row may say that it is repeated a
/// million times.
pub(super) fn in_ods(
    package: &mut Package<'_>,
    limits: &Limits,
) -> Result<BTreeMap<String, Hidden>, ReadError> {
    let mut sheets: BTreeMap<String, Hidden> = BTreeMap::new();
    let mut sheet = Sheet::default();
    let mut excess = None;
    walk(package, "content.xml", |tag, start| {
        match tag {
            "table" => {
                let name = attribute(start, "table:name").unwrap_or_default();
                sheets.insert(std::mem::take(&mut sheet.name), std::mem::take(&mut sheet.hidden));
                sheet = Sheet { name, ..Sheet::default() };
            }
            "table-column" => sheet.column(start),
            "table-row" => sheet.row(start),
            "table-cell" | "covered-table-cell" => sheet.cell(start),
            _ => {}
        }
        if sheet.area() > limits.cells && excess.is_none() {
            excess = Some(sheet.name.clone());
        }
    });
    sheets.insert(sheet.name, sheet.hidden);
    match excess {
        Some(name) => Err(ReadError::TooLarge {
            what: format!("sheet `{name}` covers more than {} cells", limits.cells),
            key: Some("cells"),
        }),
        None => Ok(sheets),
    }
}

/// A sheet of LibreOffice while it is read.
#[derive(Default)]
struct Sheet {
    name: String,
    hidden: Hidden,
    /// Rows and columns before the present ones.
    rows: u32,
    columns: u32,
    /// How often the present row is repeated, and the cells before the present one.
    repeated: u32,
    cells: u32,
    /// The last row and column with something in them.
    filled: (u32, u32),
}

impl Sheet {
    fn column(&mut self, start: &BytesStart<'_>) {
        let count = number(start, "table:number-columns-repeated").unwrap_or(1);
        let first = self.columns.saturating_add(1);
        self.columns = self.columns.saturating_add(count);
        if is_collapsed(start) {
            extend(&mut self.hidden.columns, first..=self.columns);
        }
    }

    fn row(&mut self, start: &BytesStart<'_>) {
        self.rows = self.rows.saturating_add(self.repeated).min(MOST_ROWS);
        self.repeated = number(start, "table:number-rows-repeated").unwrap_or(1);
        self.cells = 0;
        if is_collapsed(start) {
            let last = self.rows.saturating_add(self.repeated);
            extend(&mut self.hidden.rows, self.rows.saturating_add(1)..=last);
        }
    }

    fn cell(&mut self, start: &BytesStart<'_>) {
        let count = number(start, "table:number-columns-repeated").unwrap_or(1);
        self.cells = self.cells.saturating_add(count).min(MOST_COLUMNS as u32);
        let filled = ["office:value-type", "table:formula"]
            .iter()
            .any(|name| attribute(start, name).is_some());
        if filled {
            let last = self.rows.saturating_add(self.repeated).min(MOST_ROWS);
            self.filled = (self.filled.0.max(last), self.filled.1.max(self.cells));
        }
    }

    /// The cells from the first to the last that is filled: so many are kept in memory.
    fn area(&self) -> u64 {
        u64::from(self.filled.0) * u64::from(self.filled.1)
    }
}

fn is_collapsed(start: &BytesStart<'_>) -> bool {
    let visibility = attribute(start, "table:visibility");
    visibility.is_some_and(|word| word == "collapse" || word == "filter")
}

/// Adds a range, to the one before it where they touch.
fn extend(ranges: &mut Vec<RangeInclusive<u32>>, range: RangeInclusive<u32>) {
    match ranges.last_mut() {
        Some(last) if last.end().checked_add(1) == Some(*range.start()) => {
            *last = *last.start()..=*range.end();
        }
        _ => ranges.push(range),
    }
}

/// Calls `see` for every tag of a part that opens, with its name without prefix; stops where
/// the part is no XML any more.
fn walk(package: &mut Package<'_>, part: &str, mut see: impl FnMut(&str, &BytesStart<'_>)) {
    let Some(part) = package.part(part) else { return };
    let mut reader = Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    while read(&mut reader, &mut buffer, &mut see) {
        buffer.clear();
    }
}

fn read(
    reader: &mut Reader<impl BufRead>,
    buffer: &mut Vec<u8>,
    see: &mut impl FnMut(&str, &BytesStart<'_>),
) -> bool {
    match reader.read_event_into(buffer) {
        Ok(Event::Start(start) | Event::Empty(start)) => {
            let name = start.local_name();
            see(name.as_ref(), &start);
            true
        }
        Ok(Event::Eof) | Err(_) => false,
        Ok(_) => true,
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.try_get_attribute(name).ok()??;
    let version = quick_xml::XmlVersion::Explicit1_0;
    found.normalized_value(version).ok().map(std::borrow::Cow::into_owned)
}

fn number(start: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(start, name)?.parse().ok()
}

fn is_true(start: &BytesStart<'_>, name: &str) -> bool {
    attribute(start, name).is_some_and(|value| value == "1" || value == "true")
}
