//! The texts that findings point into, and the three kinds of place.

use std::ops::Range;

/// A file that was read in this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A stretch of bytes in a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Span {
    /// The text.
    pub file: FileId,
    /// Bytes of it; empty ranges point between two characters.
    pub range: Range<usize>,
}

/// Where a finding stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// A stretch of a text (YAML, a template).
    Text(Span),
    /// A cell of a table, by one-based row and column as a spreadsheet shows them.
    Cell {
        /// The file that holds the table.
        file: FileId,
        /// The sheet of a workbook; `None` for delimited text.
        sheet: Option<String>,
        /// One-based row (a spreadsheet's row, a text file's line); 0 = the whole table.
        row: u32,
        /// One-based column; 0 = the whole row.
        column: u32,
        /// The column's heading or the respondent's name, when it helps to find the cell.
        hint: Option<String>,
    },
    /// A whole file or folder, also one that could not be read.
    File(String),
}

/// All texts of this run, by id.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

#[derive(Debug)]
struct SourceFile {
    path: String,
    text: String,
    line_starts: Vec<usize>,
}

impl SourceMap {
    /// Adds a text under the path that the user knows it by. A table of answers is added
    /// with an empty text: its places are cells.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let text = text.into();
        let line_starts =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.files.push(SourceFile { path: path.into(), text, line_starts });
        FileId(u32::try_from(self.files.len() - 1).expect("fewer than 4 billion files"))
    }

    /// The path under which the text was added.
    #[must_use]
    pub fn path(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].path
    }

    /// The files of this path, as it was given.
    pub fn named<'a>(&'a self, path: &'a str) -> impl Iterator<Item = FileId> + 'a {
        let numbers = self.files.iter().zip(0..);
        numbers.filter(move |(file, _)| file.path == path).map(|(_, number)| FileId(number))
    }

    /// The text.
    #[must_use]
    pub fn text(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].text
    }

    /// One-based line and column (in characters) of a byte offset.
    #[must_use]
    pub fn line_column(&self, file: FileId, offset: usize) -> (usize, usize) {
        let source = &self.files[file.0 as usize];
        let offset = offset.min(source.text.len());
        let line = source.line_starts.partition_point(|start| *start <= offset);
        let start = source.line_starts[line - 1];
        let column = source.text.get(start..offset).map_or(0, |before| before.chars().count());
        (line, column + 1)
    }

    /// The path of the file of a place.
    #[must_use]
    pub fn path_of<'a>(&'a self, place: &'a Place) -> &'a str {
        match place {
            Place::Text(span) => self.path(span.file),
            Place::Cell { file, .. } => self.path(*file),
            Place::File(path) => path,
        }
    }

    /// A key that sorts places by file, then by position.
    #[must_use]
    pub fn order(&self, place: &Place) -> (String, usize, usize) {
        match place {
            Place::Text(span) => {
                (self.path(span.file).to_owned(), span.range.start, span.range.end)
            }
            Place::Cell { file, row, column, .. } => {
                (self.path(*file).to_owned(), *row as usize, *column as usize)
            }
            Place::File(path) => (path.clone(), 0, 0),
        }
    }
}
