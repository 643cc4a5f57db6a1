//! Delimited text: UTF-8 (or what spreadsheet programs still write), any usual delimiter.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::diagnostics::FileId;

use super::{ReadError, Reading, binary_kind, diags, sheet};

/// Reads delimited text. Rows are numbered by the line on which they begin.
pub(super) fn read(bytes: &[u8], file: FileId) -> Result<Reading, ReadError> {
    let (text, is_1252) = decode(bytes)?;
    let (text, announced) = announced_delimiter(text.trim_start_matches('\u{feff}'));
    let first_line = 1 + u32::from(announced.is_some());
    let delimiter = announced.flatten().unwrap_or_else(|| detect_delimiter(text));
    check_quotes(text, delimiter, first_line)?;
    let records = records(text, delimiter, first_line);
    let mut reading = sheet::assemble(file, None, records)?;
    if is_1252 {
        reading.remarks.insert(0, diags::decoded_as_1252(sheet::whole(file, None)));
    }
    Ok(reading)
}

/// The text, and whether it had to be read as Windows-1252.
fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, bool), ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[length..]);
        return if broken {
            Err(ReadError::Malformed(format!("it says that it is {} but is not", encoding.name())))
        } else if text.contains('\0') {
            Err(ReadError::Binary("a binary file"))
        } else {
            Ok((text, false))
        };
    }
    if let Some(kind) = binary_kind(bytes) {
        return Err(ReadError::Binary(kind));
    }
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok((text, false)),
        None => Ok((WINDOWS_1252.decode_without_bom_handling(bytes).0, true)),
    }
}

/// A first line `sep=;`, as Excel writes and reads it, is no heading, in whatever case, with
/// quotes, or with the delimiters behind it that saving it again brings. The delimiter is
/// absent when the line doesn't name one.
fn announced_delimiter(text: &str) -> (&str, Option<Option<u8>>) {
    let line = text.split(['\r', '\n']).next().unwrap_or_default();
    let rest = &text[line.len()..];
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\r', '\n'])).unwrap_or("");
    let bare = line.replace('"', "");
    let bare = bare.trim_matches(' ');
    let Some(sign) = bare.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")) else {
        return (text, None);
    };
    let mut signs = bare[sign.len()..].bytes();
    match signs.next() {
        None => (rest, Some(None)),
        Some(first @ (b',' | b';' | b'|' | b'\t'))
            if signs.all(|sign| matches!(sign, b',' | b';' | b'|' | b'\t')) =>
        {
            (rest, Some(Some(first)))
        }
        Some(_) => (text, None),
    }
}

/// The delimiter that the heading uses most, outside quotes.
fn detect_delimiter(text: &str) -> u8 {
    let mut counts = [(b';', 0u32), (b'\t', 0), (b',', 0)];
    let mut quoted = false;
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(known, _)| *known == byte).for_each(|(_, n)| *n += 1),
        }
    }
    let most = counts.iter().map(|(_, n)| *n).max().unwrap_or(0);
    counts.iter().find(|(_, n)| *n == most).map_or(b',', |(delimiter, _)| *delimiter)
}

/// Finds a quote that is never closed, or that closes before the cell ends.
///
/// The csv reader would take all text between two such quotes for one cell, and
/// respondents would be lost without a word.
fn check_quotes(text: &str, delimiter: u8, first_line: u32) -> Result<(), ReadError> {
    let (mut line, mut opened) = (first_line, None);
    let mut start_of_cell = true;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        line += u32::from(byte == b'\n');
        let ends = |byte: u8| byte == delimiter || byte == b'\n' || byte == b'\r';
        match (byte, opened) {
            (b'"', Some(_)) if bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            (b'"', Some(first)) => {
                if bytes.clone().find(|next| *next != b' ').is_some_and(|next| !ends(next)) {
                    return Err(ReadError::StrayQuote { opened: first, closed: line });
                }
                opened = None;
            }
            (b'"', None) if start_of_cell => opened = Some(line),
            _ => {}
        }
        start_of_cell = opened.is_none() && ends(byte);
    }
    opened.map_or(Ok(()), |line| Err(ReadError::UnclosedQuote(line)))
}

/// The records, one by one, each with the line on which it begins.
fn records(
    text: &str,
    delimiter: u8,
    first_line: u32,
) -> impl Iterator<Item = Result<(u32, Vec<String>), ReadError>> {
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: first_line };
    reader.into_records().map(move |record| {
        let record = record.map_err(|error| ReadError::Malformed(error.to_string()))?;
        let byte = record.position().map_or(0, csv::Position::byte);
        let line = lines.of(usize::try_from(byte).unwrap_or(usize::MAX));
        Ok((line, record.iter().map(str::to_owned).collect()))
    })
}

/// Counts lines up to growing offsets.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line of a record. The csv reader's position lies before the empty lines that it
    /// skips, so those are passed first.
    fn of(&mut self, offset: usize) -> u32 {
        let offset = offset.min(self.text.len());
        let empty = self.text[offset..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
        let start = offset + empty.count();
        self.line +=
            self.text[self.at..start].iter().map(|byte| u32::from(*byte == b'\n')).sum::<u32>();
        self.at = start;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::RawTable;
    use super::*;
    use crate::diagnostics::{Place, SourceMap};

    fn reading(bytes: &[u8]) -> Result<Reading, ReadError> {
        read(bytes, SourceMap::default().add("a.csv", ""))
    }

    fn table(text: &str) -> RawTable {
        reading(text.as_bytes()).unwrap().table
    }

    fn codes(text: &str) -> Vec<(&'static str, u32, u32)> {
        let remarks = reading(text.as_bytes()).unwrap().remarks;
        remarks
            .iter()
            .map(|remark| match remark.place {
                Place::Cell { row, column, .. } => (remark.code.name, row, column),
                _ => (remark.code.name, 0, 0),
            })
            .collect()
    }

    #[test]
    fn the_delimiter_is_the_one_of_the_heading() {
        for text in ["a;b,c\n1;2", "a\tb,c\n1\t2", "sep=;\na;b,c\n1;2", "\"a\";\"b,c\"\n1;2"] {
            let table = table(text);
            assert_eq!(table.header, ["a", "b,c"], "{text:?}");
            assert_eq!(table.rows[0].cells, ["1", "2"]);
        }
        assert_eq!(table("gemeente\nUrk").header, ["gemeente"]);
        for first in [
            "SEP=;",
            "Sep=;",
            "sep=;;;;;",
            "\"sep=;\"",
            "\"sep=;\";;;",
            " sep=;",
            "sep=",
            "\u{feff}sep=;",
        ] {
            for end in ["\n", "\r\n", "\r"] {
                let table = table(&format!("{first}{end}a;b,c{end}1;2{end}"));
                assert_eq!(table.header, ["a", "b,c"], "{first:?} {end:?}");
                assert_eq!(table.rows[0].cells, ["1", "2"]);
            }
        }
        assert_eq!(table("sep=\t\na;b\tc\n1\t2").header, ["a;b", "c"]);
        assert_eq!(table("sep=x\na").header, ["sep=x"]);
        assert_eq!(table("Separator\na").header, ["Separator"]);
        assert_eq!(table("a,b,c\n1,2,3").rows[0].cells, ["1", "2", "3"]);
    }

    #[test]
    fn a_quote_that_closes_before_its_cell_ends_loses_no_rows() {
        let text = "a,b\n1,\"never closed\n2,\"also quoted\"\n3,z\n";
        let error = reading(text.as_bytes()).unwrap_err();
        assert_eq!(error, ReadError::StrayQuote { opened: 2, closed: 3 });
        let error = reading(b"a,b\n1,\"so\" called\n").unwrap_err();
        assert_eq!(error, ReadError::StrayQuote { opened: 2, closed: 2 });
        for sound in
            ["a,b\n1,\"x\" \n2,y", "a,b\n\"\",\"\"\"x\"\"\"\r\n", "a,b\n1,5\" tall \"so\"\n"]
        {
            assert!(reading(sound.as_bytes()).is_ok(), "{sound:?}");
        }
    }

    #[test]
    fn rows_are_numbered_by_the_line_on_which_they_begin() {
        let rows =
            |text: &str| table(text).rows.iter().map(|record| record.row).collect::<Vec<_>>();
        assert_eq!(rows("a,b\n\n\n1,\"x\ny\"\n,\n2,z\n"), [4, 7]);
        assert_eq!(rows("\n\na,b\r\n\r\n1,2\r\n3,4"), [5, 6]);
        assert_eq!(rows("sep=,\na,b\n1,2"), [3]);
        assert_eq!(table("\n\na\n1").header_row, 3);
    }

    #[test]
    fn a_text_that_is_not_utf8_is_read_as_windows_1252() {
        let found = reading(b"gemeente\nS\xfadwest-Frysl\xe2n\n").unwrap();
        assert_eq!(&found.table.rows[0].cells[0], "Súdwest-Fryslân");
        assert_eq!(found.remarks[0].code, "decoded-as-windows-1252");
        let with_bom = reading("\u{feff}gemeente\nÚrk\n".as_bytes()).unwrap();
        assert_eq!(with_bom.table.header, ["gemeente"]);
        let twice = table("\u{feff}\u{feff}\"gemeente\";vraag\nBest;ja\n");
        assert_eq!(twice.header, ["gemeente", "vraag"]);
        assert!(with_bom.remarks.is_empty());
    }

    #[test]
    fn characters_that_nobody_sees_are_no_part_of_headings_and_ends() {
        let table = table("ge\u{200b}meente\u{200e};vr\u{ad}aag\n\u{feff}Urk\u{200b};\u{2060}\n");
        assert_eq!(table.header, ["gemeente", "vraag"]);
        assert_eq!(table.rows[0].cells, ["Urk", ""]);
        assert_eq!(reading("\u{200b}\n\u{feff}\n".as_bytes()).unwrap_err(), ReadError::Empty);
    }

    #[test]
    fn unicode_text_of_excel_is_read() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("gemeente\tvraag\nÚrk\tja\n".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(reading(&bytes).unwrap().table.rows[0].cells, ["Úrk", "ja"]);
    }

    #[test]
    fn rows_of_another_width_are_padded_or_reported() {
        let text = "a,b,c,,\n1\n1,2,3,,\n1,2,3,4\n1,2,3,,5\n";
        assert_eq!(table(text).header.len(), 3);
        assert_eq!(table(text).rows[0].cells, ["1", "", ""]);
        assert_eq!(codes(text), [("too-many-cells", 4, 4), ("too-many-cells", 5, 5)]);
    }

    #[test]
    fn a_column_with_values_needs_a_heading() {
        assert_eq!(codes("a,,c\n1,,3\n"), []);
        assert_eq!(codes("a,,c\n1,,3\n1,2,3\n"), [("empty-heading", 1, 2)]);
        assert_eq!(codes("a,b\n"), [("no-rows", 1, 0)]);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let error = |bytes: &[u8]| reading(bytes).unwrap_err();
        assert_eq!(error(b""), ReadError::Empty);
        assert_eq!(error(b" \n\n,,\n"), ReadError::Empty);
        assert!(matches!(error(b"PK\x03\x04rest"), ReadError::Binary(_)));
        assert!(matches!(error(b"a,b\n1,\0"), ReadError::Binary(_)));
        assert!(matches!(error(b"\xef\xbb\xbfa\n\xff"), ReadError::Malformed(_)));
        assert_eq!(error(b"a,b\n1,2\n3,\"x\n4,5\n"), ReadError::UnclosedQuote(3));
        assert_eq!(error(b"sep=,\na,b\n3,\"x\n"), ReadError::UnclosedQuote(3));
    }

    #[test]
    fn quotes_inside_a_cell_are_text() {
        let table = table("a,b\n\"zeg \"\"ja\"\"\",5\" scherm\n");
        assert_eq!(table.rows[0].cells, ["zeg \"ja\"", "5\" scherm"]);
    }

    #[test]
    fn a_very_long_cell_is_reported_not_kept() {
        let text = format!("a,b\n1,{}\n", "é".repeat(LONGEST + 1));
        assert_eq!(codes(&text), [("cell-too-long", 2, 2)]);
        assert_eq!(&table(&text).rows[0].cells[1], "");
        assert_eq!(codes(&format!("a,b\n1,{}\n", "é".repeat(LONGEST))), []);
    }

    const LONGEST: usize = super::super::LONGEST_CELL;

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = reading(&bytes);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "[a-c\",;\t\r\n|=é\u{feff}]{0,60}") {
            if let Ok(found) = reading(text.as_bytes()) {
                let width = found.table.header.len();
                prop_assert!(found.table.rows.iter().all(|record| record.cells.len() == width));
                let lines = u32::try_from(text.matches('\n').count()).unwrap() + 1;
                prop_assert!(found.table.rows.iter().all(|record| (1..=lines).contains(&record.row)));
            }
        }

        #[test]
        fn quoted_cells_come_back_as_they_were(cells in prop::collection::vec("[a-z\",;\n é]{0,8}", 3..=3)) {
            let quoted: Vec<_> = cells.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
            let found = table(&format!("a;b;c\nx;y;z\n{}\n", quoted.join(";")));
            if let Some(record) = found.rows.get(1) {
                let trimmed: Vec<_> = cells.iter().map(|cell| cell.trim()).collect();
                prop_assert_eq!(&record.cells, &trimmed);
            } else {
                prop_assert!(cells.iter().all(|cell| cell.trim().is_empty()));
            }
        }
    }
}
