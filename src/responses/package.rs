//! A zipped workbook as a set of parts: whether they may be unfolded at all, and their bytes.
//!
//! A few kilobytes can unfold to gigabytes, so every part is unfolded once into nothing, and
//! counted, before anything is kept.

use std::io::{BufRead, BufReader, Cursor, Read};

use zip::ZipArchive;

use super::{MEGABYTE, ReadError};
use crate::project::Limits;

/// Above this size in megabytes a workbook may not unfold to more than [`MOST_RATIO`] times
/// its own size. Sheets full of formatted empty cells unfold to some twenty times.
const RATIO_FROM: u64 = 64;
const MOST_RATIO: u64 = 200;
/// Longest stretch without a tag: answers end at ten thousand letters.
const LONGEST_TEXT: u64 = 4;
/// Parts of a workbook: sheets, drawings, comments.
const MOST_PARTS: usize = 10_000;

/// The parts of a workbook.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Package<'a> {
    /// Opens a zipped workbook; `None` when the bytes are something else.
    ///
    /// # Errors
    /// When its parts unfold to more than the limits allow.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Option<Self>, ReadError> {
        let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(None) };
        let mut package = Self { archive };
        package.check(bytes.len() as u64, limits)?;
        Ok(Some(package))
    }

    /// The text of a part; `None` when there is none of this name.
    pub(super) fn part(&mut self, name: &str) -> Option<impl BufRead> {
        self.archive.by_name(name.trim_start_matches('/')).ok().map(BufReader::new)
    }

    fn check(&mut self, size: u64, limits: &Limits) -> Result<(), ReadError> {
        let parts = self.archive.len();
        if parts > MOST_PARTS {
            let what = format!("it has {parts} parts, and at most {MOST_PARTS} are read");
            return Err(ReadError::TooLarge { what, key: None });
        }
        let mut count = Count { size, most: limits.unpacked_mb, ..Count::default() };
        for index in 0..parts {
            // A part that can't be opened has a password or is damaged: its reader tells.
            let Ok(mut part) = self.archive.by_index(index) else { continue };
            let name = part.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
            let is_strings = name.ends_with("sharedStrings.xml");
            let is_text = name.ends_with(".xml");
            let mut block = vec![0; 64 * 1024];
            count.text = 0;
            while let Ok(length @ 1..) = part.read(&mut block) {
                count.add(length as u64)?;
                if is_text {
                    count.look(&block[..length])?;
                }
            }
            if is_strings && count.items > limits.cells {
                let what = format!("it holds more than {} texts", limits.cells);
                return Err(ReadError::TooLarge { what, key: Some("cells") });
            }
        }
        Ok(())
    }
}

/// What was unfolded so far.
#[derive(Default)]
struct Count {
    /// Of the file.
    size: u64,
    /// Megabytes that may be unfolded.
    most: u64,
    unfolded: u64,
    /// Bytes since the last tag.
    text: u64,
    /// The last bytes, and the number of `<si` among all.
    last: [u8; 2],
    items: u64,
}

impl Count {
    fn add(&mut self, length: u64) -> Result<(), ReadError> {
        self.unfolded += length;
        let (most, unfolded) = (self.most, self.unfolded);
        if unfolded > most.saturating_mul(MEGABYTE) {
            let what = format!("it unfolds to more than {most} MB");
            return Err(ReadError::TooLarge { what, key: Some("unpacked_mb") });
        }
        if unfolded > RATIO_FROM * MEGABYTE && unfolded > self.size.saturating_mul(MOST_RATIO) {
            let what = format!("it unfolds to more than {MOST_RATIO} times its size");
            return Err(ReadError::TooLarge { what, key: None });
        }
        Ok(())
    }

    fn look(&mut self, block: &[u8]) -> Result<(), ReadError> {
        for byte in block {
            self.text = if *byte == b'<' { 0 } else { self.text + 1 };
            self.items += u64::from([self.last[0], self.last[1], *byte] == *b"<si");
            self.last = [self.last[1], *byte];
        }
        if self.text > LONGEST_TEXT * MEGABYTE {
            let what = format!("it holds a text of more than {LONGEST_TEXT} MB");
            return Err(ReadError::TooLarge { what, key: None });
        }
        Ok(())
    }
}
