//! One raw table, whatever the file was: every cell is a trimmed text with its place.
//!
//! [`load`] walks a folder in a fixed order and reads each file that it knows; the
//! readers themselves are pure: bytes in, table and remarks out. What the cells mean is
//! for [`crate::dataset`] to say.

pub(crate) mod codes;
mod csv;
mod diags;
mod folder;
mod hidden;
mod package;
mod row;
mod sheet;
mod xlsx;

pub(crate) use diags::{quoted, stale_formulas};
pub use row::Cells;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Place, shown_path, why_not};
use crate::project::ReadingRules;

/// Heading of the column that every table of answers has.
pub const MUNICIPALITY: &str = "gemeente";

/// A table as it stood in a file: a heading and rows of the same width or shorter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawTable {
    /// The file.
    pub file: FileId,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The columns' headings, trimmed; empty where a column has none.
    pub header: Vec<String>,
    /// One-based row of the heading.
    pub header_row: u32,
    /// The rows below the heading; empty rows are left out.
    pub rows: Vec<RawRecord>,
    /// Cells with a formula whose result may be of another day, by row and zero-based column.
    pub stale: Vec<(u32, usize)>,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRecord {
    /// One-based row in the sheet, or line in the text.
    pub row: u32,
    /// Trimmed texts, empty when the cell is; as many as the heading has.
    pub cells: Cells,
    /// Why a cell, by zero-based column, can't be taken for what it holds; its text is empty.
    /// Told by whoever needs the cell: nobody reads a column of remarks.
    pub faults: BTreeMap<usize, Diagnostic>,
}

impl RawTable {
    /// The place of a cell, by record and zero-based column.
    #[must_use]
    pub fn cell(&self, row: u32, column: usize) -> Place {
        Place::Cell {
            file: self.file,
            sheet: self.sheet.clone(),
            row,
            column: u32::try_from(column + 1).expect("fewer than 4 billion columns"),
            hint: self.header.get(column).filter(|heading| !heading.is_empty()).cloned(),
        }
    }

    /// The place of a whole row.
    #[must_use]
    pub fn line(&self, row: u32) -> Place {
        Place::Cell { file: self.file, sheet: self.sheet.clone(), row, column: 0, hint: None }
    }
}

/// What a reader makes of a file: a table, and what it noticed on the way.
#[derive(Debug)]
struct Reading {
    /// The table; cells with a remark of severity error are empty in it.
    table: RawTable,
    /// Findings, in the order of the file.
    remarks: Vec<Diagnostic>,
}

/// Why a file is no table at all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
enum ReadError {
    /// Nothing in it.
    Empty,
    /// Bytes that are no text; what they seem to be.
    Binary(&'static str),
    /// A quote that is never closed, with its line.
    UnclosedQuote(u32),
    /// A quote that closes before its cell ends, with the lines of both quotes.
    StrayQuote {
        /// Where the cell begins.
        opened: u32,
        /// Where the quote closes.
        closed: u32,
    },
    /// The text cannot be taken apart; the reader's words.
    Malformed(String),
    /// The workbook cannot be opened; the reader's words.
    Workbook(String),
    /// A sheet with nothing but cells that can't be taken: the first of them.
    OnlyErrors(Box<Diagnostic>),
    /// More than the program takes: what there is too much of, and the key that raises it.
    TooLarge {
        /// What was found, and how much is taken.
        what: String,
        /// Key under `limits`, where one helps.
        key: Option<&'static str>,
    },
}

/// What is said of a pipe, a socket or a device.
const NO_FILE: &str = "it is neither a file nor a folder";

/// Longest cell that is still taken for an answer. A cell beyond it is a broken file.
const LONGEST_CELL: usize = 10_000;

/// Columns of the widest sheet that spreadsheet programs can make.
const MOST_COLUMNS: usize = 16_384;

const MEGABYTE: u64 = 1024 * 1024;

/// Reads a file or all files of a folder, in the order of their names.
///
/// `root` is the folder that is left out of the paths on screen. Everything that cannot
/// be read is a finding; what can be read comes back.
pub fn load(
    path: &Path,
    root: &Path,
    rules: &ReadingRules,
    diagnostics: &mut Diagnostics,
) -> Vec<RawTable> {
    let shown = shown_path(path, root);
    if path.is_file() {
        return load_file(path, &shown, rules, diagnostics).into_iter().collect();
    }
    if path.is_dir() {
        return folder::load(path, root, rules, diagnostics);
    }
    diagnostics.push(if path.exists() {
        diags::unreadable(&shown, NO_FILE)
    } else {
        diags::not_found(&shown)
    });
    Vec::new()
}

fn load_file(
    path: &Path,
    shown: &str,
    rules: &ReadingRules,
    diagnostics: &mut Diagnostics,
) -> Option<RawTable> {
    let Some(format) = Format::of(path) else {
        diagnostics.push(diags::unknown_format(shown));
        return None;
    };
    let file = diagnostics.sources.add(shown, "");
    let bytes = match bytes_of(path, rules.limits.file_mb) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(too_large)) => {
            diagnostics.push(diags::no_table(shown, file, &too_large));
            return None;
        }
        Err(error) => {
            diagnostics.push(diags::unreadable(shown, &why_not(&error)));
            return None;
        }
    };
    let reading = match format {
        Format::Delimited => csv::read(&bytes, file),
        Format::Workbook => xlsx::read(&bytes, file, &rules.limits),
    };
    match reading {
        Ok(reading) => {
            reading.remarks.into_iter().for_each(|remark| diagnostics.push(remark));
            Some(reading.table)
        }
        Err(error) => {
            diagnostics.push(diags::no_table(shown, file, &error));
            None
        }
    }
}

/// The content of a file, never more than the limit.
fn bytes_of(path: &Path, limit: u64) -> std::io::Result<Result<Vec<u8>, ReadError>> {
    let most = limit.saturating_mul(MEGABYTE);
    let too_large = || ReadError::TooLarge {
        what: format!("it is larger than {limit} MB"),
        key: Some("file_mb"),
    };
    let file = std::fs::File::open(path)?;
    if file.metadata()?.len() > most {
        return Ok(Err(too_large()));
    }
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 > most { Err(too_large()) } else { Ok(bytes) })
}

/// The sorts of file that hold tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Delimited,
    Workbook,
}

impl Format {
    /// The endings of files that are read.
    const ENDINGS: [(&str, Self); 7] = [
        ("csv", Self::Delimited),
        ("tsv", Self::Delimited),
        ("txt", Self::Delimited),
        ("xlsx", Self::Workbook),
        ("xlsm", Self::Workbook),
        ("xls", Self::Workbook),
        ("ods", Self::Workbook),
    ];

    fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        let known = Self::ENDINGS.iter().find(|(known, _)| *known == ending);
        known.map(|(_, format)| *format)
    }

    /// All endings, for messages.
    fn endings() -> String {
        Self::ENDINGS.map(|(ending, _)| format!(".{ending}")).join(", ")
    }
}

/// What the bytes of a file say that it is, when it is no text.
fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        Some("a workbook or another zipped file")
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        Some("an old workbook (.xls)")
    } else if bytes.starts_with(b"%PDF") {
        Some("a PDF")
    } else if bytes.starts_with(b"\x89PNG") {
        Some("a picture (PNG)")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some("a picture (JPEG)")
    } else if bytes.contains(&0) || is_full_of_controls(bytes) {
        Some("a binary file")
    } else {
        None
    }
}

/// Whether more than one in fifty bytes is a control character. A text may hold a stray one,
/// which is then a fault of its cell.
fn is_full_of_controls(bytes: &[u8]) -> bool {
    let blank = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r');
    let controls = bytes.iter().filter(|byte| byte.is_ascii_control() && !blank(**byte));
    controls.count() * 50 > bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_their_extension() {
        assert_eq!(Format::of(Path::new("a/B.CSV")), Some(Format::Delimited));
        assert_eq!(Format::of(Path::new("a.b.xlsx")), Some(Format::Workbook));
        assert_eq!(Format::of(Path::new("lees mij")), None);
        assert_eq!(Format::of(Path::new("brief.docx")), None);
    }

    #[test]
    fn a_missing_folder_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let mut diagnostics = Diagnostics::default();
        let rules = ReadingRules::default();
        let path = folder.path().join("weg");
        assert!(load(&path, folder.path(), &rules, &mut diagnostics).is_empty());
        let codes: Vec<_> = diagnostics.tally().into_keys().collect();
        assert_eq!(codes, ["answers-not-found"]);
    }

    #[test]
    fn a_file_beyond_the_limit_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "gemeente\n".to_owned() + &"Urk\n".repeat(300_000)).unwrap();
        let found = |file_mb| {
            let mut rules = ReadingRules::default();
            rules.limits.file_mb = file_mb;
            let mut diagnostics = Diagnostics::default();
            let tables = load(&path, folder.path(), &rules, &mut diagnostics);
            let messages = diagnostics.sorted();
            (tables.len(), messages.iter().map(|found| found.message.clone()).collect::<Vec<_>>())
        };
        assert_eq!(found(1), (0, vec!["`a.csv` is too large: it is larger than 1 MB".to_owned()]));
        assert_eq!(found(2), (1, vec![]));
    }
}
