//! A file of the user's as text, or a finding that says why it is none.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::diags;
use crate::diagnostics::{Diagnostics, FileId};

/// Far above any questionnaire, far below what would make the program slow.
pub(super) const LARGEST_FILE: usize = 4 * 1024 * 1024;

/// Reads a text file under the path that the user knows it by.
///
/// A missing or unreadable file, a folder, a file that is too large and anything but
/// UTF-8 text become findings. A byte order mark is dropped.
pub fn read_text(path: &Path, shown: &str, diagnostics: &mut Diagnostics) -> Option<FileId> {
    let bytes = match read_bytes(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            diagnostics.push(diags::cannot_read(shown, &error));
            return None;
        }
    };
    match text_of(&bytes) {
        Ok(text) => Some(diagnostics.sources.add(shown, text)),
        Err(NotText::TooLarge) => refuse(diags::too_large(shown, LARGEST_FILE), diagnostics),
        Err(NotText::Binary) => refuse(diags::binary(shown), diagnostics),
        Err(NotText::Encoding { line }) => refuse(diags::encoding(shown, line), diagnostics),
    }
}

fn refuse(
    finding: crate::diagnostics::Diagnostic,
    diagnostics: &mut Diagnostics,
) -> Option<FileId> {
    diagnostics.push(finding);
    None
}

/// The bytes of a regular file, never more than one above [`LARGEST_FILE`].
fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = std::fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Why bytes are no text.
#[derive(Debug, PartialEq, Eq)]
enum NotText {
    TooLarge,
    Binary,
    Encoding { line: usize },
}

fn text_of(bytes: &[u8]) -> Result<&str, NotText> {
    if bytes.len() > LARGEST_FILE {
        return Err(NotText::TooLarge);
    }
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if bytes.contains(&0) && !utf16 {
        return Err(NotText::Binary);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            Err(NotText::Encoding { line })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_dropped() {
        assert_eq!(text_of(b"\xef\xbb\xbftitle: x"), Ok("title: x"));
    }

    #[test]
    fn windows_1252_is_told_with_its_line() {
        assert_eq!(text_of(b"a: 1\nb: \xe9\xe9n\n"), Err(NotText::Encoding { line: 2 }));
    }

    #[test]
    fn utf_16_is_an_encoding_and_a_picture_is_no_text() {
        assert_eq!(text_of(b"\xff\xfet\0i\0"), Err(NotText::Encoding { line: 1 }));
        assert_eq!(text_of(b"\x89PNG\r\n\x1a\n\0\0\0\r"), Err(NotText::Binary));
    }
}
