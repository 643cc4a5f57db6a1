//! The typefaces of a document: the bundled ones, and those a project brings.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::charts::FONT_FILES;

/// Typefaces with the index Typst looks them up in.
#[derive(Debug)]
pub struct FontSet {
    pub(super) book: LazyHash<FontBook>,
    pub(super) fonts: Vec<Font>,
}

impl FontSet {
    /// Noto Sans in four cuts.
    #[must_use]
    pub fn bundled() -> Self {
        Self::of(FONT_FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect())
    }

    /// The bundled typeface and the font files of a project. Files that hold no font add
    /// nothing.
    #[must_use]
    pub fn with_files(files: Vec<Vec<u8>>) -> Self {
        let bundled = FONT_FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file)));
        let own =
            files.into_iter().flat_map(|file| Font::iter(Bytes::new(file)).collect::<Vec<_>>());
        Self::of(bundled.chain(own).collect())
    }

    fn of(fonts: Vec<Font>) -> Self {
        Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    }
}
