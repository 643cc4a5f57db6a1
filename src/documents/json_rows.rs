//! Data as an array with one row per line.

use serde::Serialize;

use crate::questionnaire::{Question, RowIndex};

/// An array with one row per line: small enough to read, stable enough to compare.
#[derive(Default)]
pub(super) struct JsonRows {
    bytes: Vec<u8>,
}

impl JsonRows {
    pub(super) fn push(&mut self, row: &impl Serialize) {
        self.bytes.extend_from_slice(if self.bytes.is_empty() { b"[\n" } else { b",\n" });
        serde_json::to_writer(&mut self.bytes, row).expect("rows are plain and memory is writable");
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.bytes.extend_from_slice(if self.bytes.is_empty() { b"[]\n" } else { b"\n]\n" });
        self.bytes
    }
}

/// The code of a row, as data files give it.
pub(super) fn row_code(question: &Question, row: Option<RowIndex>) -> Option<&str> {
    row.map(|row| question.row(row).code.as_str())
}
