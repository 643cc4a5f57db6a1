//! One font file: whether it is one, of which family, and whether documents may hold it.

use ttf_parser::{Face as Tables, Permissions};
use typst::text::FontInfo;

/// Letters and signs that documents are full of: a font without one of them is of no use.
const NEEDED: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\
                      áäâàéëêèíïóöúüç ,.:;?!%()-/–‘’“”€\u{a0}";

/// A font file that documents may be set in.
#[derive(Debug, Clone)]
pub struct FontFile {
    pub(super) info: FontInfo,
    pub(super) bytes: Vec<u8>,
}

/// Why a file can't be used as a font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FontFault {
    /// It is no TrueType or OpenType font, or a damaged one.
    NoFont,
    /// It names no family.
    NoFamily,
    /// Its owner does not allow that documents hold it (field `fsType` of table `OS/2`).
    NotEmbeddable,
    /// Its weight can be varied; documents need one file per weight.
    Variable,
    /// It has no glyph for a character that documents need.
    NoGlyph(char),
}

impl FontFile {
    /// Reads and judges a file.
    ///
    /// # Errors
    /// See [`FontFault`].
    pub fn read(bytes: Vec<u8>) -> Result<Self, FontFault> {
        let tables = Tables::parse(&bytes, 0).map_err(|_| FontFault::NoFont)?;
        if !may_be_embedded(&tables) {
            return Err(FontFault::NotEmbeddable);
        }
        if tables.is_variable() {
            return Err(FontFault::Variable);
        }
        let lacks = |letter: &char| tables.glyph_index(*letter).is_none();
        if let Some(letter) = NEEDED.chars().find(lacks) {
            return Err(FontFault::NoGlyph(letter));
        }
        let info = FontInfo::new(&bytes, 0).filter(|info| !info.family.trim().is_empty());
        Ok(Self { info: info.ok_or(FontFault::NoFamily)?, bytes })
    }

    /// The name of its family, as Typst knows it.
    #[must_use]
    pub fn family(&self) -> &str {
        &self.info.family
    }

    /// The file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// A PDF holds outlines of the letters that it uses: that must be allowed for documents that
/// are read and printed. A font that says nothing about it is not free to use.
fn may_be_embedded(tables: &Tables) -> bool {
    let allowed = match tables.permissions() {
        Some(Permissions::Installable | Permissions::Editable | Permissions::PreviewAndPrint) => {
            true
        }
        Some(Permissions::Restricted) | None => false,
    };
    allowed && tables.is_subsetting_allowed() && tables.is_outline_embedding_allowed()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bundled regular cut with a field of `OS/2` changed.
    fn with_rights(rights: u16) -> Vec<u8> {
        let mut bytes = notosans::REGULAR_TTF.to_vec();
        let tables = usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
        let record =
            (0..tables).map(|at| 12 + 16 * at).find(|at| bytes[*at..].starts_with(b"OS/2"));
        let record = record.unwrap();
        let place = u32::from_be_bytes(bytes[record + 8..record + 12].try_into().unwrap());
        let place = usize::try_from(place).unwrap() + 8;
        bytes[place..place + 2].copy_from_slice(&rights.to_be_bytes());
        bytes
    }

    #[test]
    fn a_font_of_which_the_owner_forbids_embedding_is_refused() {
        for rights in [0, 4, 8] {
            assert!(FontFile::read(with_rights(rights)).is_ok(), "{rights}");
        }
        // Restricted; no subsets; bitmaps only; two levels at once.
        for rights in [2, 0x100, 0x200, 0x108] {
            let read = FontFile::read(with_rights(rights));
            assert_eq!(read.unwrap_err(), FontFault::NotEmbeddable, "{rights:#x}");
        }
    }

    #[test]
    fn anything_else_is_no_font_and_never_a_fault_of_ours() {
        let whole = notosans::REGULAR_TTF;
        for bytes in [&b""[..], b"%PDF-1.7", b"wOF2", &whole[..12], &whole[..5000]] {
            assert!(FontFile::read(bytes.to_vec()).is_err(), "{} bytes", bytes.len());
        }
        assert_eq!(FontFile::read(whole.to_vec()).unwrap().family(), "Noto Sans");
    }
}
