//! The typefaces of a document, as Typst wants them.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::typeface::Typeface;

/// Typefaces with the index Typst looks them up in.
#[derive(Debug)]
pub struct FontSet {
    pub(super) book: LazyHash<FontBook>,
    pub(super) fonts: Vec<Font>,
    /// Text is set in the first of these that has the glyph.
    pub(super) families: Vec<&'static str>,
}

impl FontSet {
    /// The bundled typeface.
    #[must_use]
    pub fn bundled() -> Self {
        Self::of(Typeface::bundled())
    }

    /// A typeface, with the bundled one for the characters that it lacks.
    #[must_use]
    pub fn of(typeface: Typeface) -> Self {
        let mut typefaces = vec![typeface];
        if typeface != Typeface::bundled() {
            typefaces.push(Typeface::bundled());
        }
        let files = typefaces.iter().flat_map(|typeface| typeface.files());
        let fonts: Vec<_> = files.flat_map(|file| Font::iter(Bytes::new(*file))).collect();
        let families = typefaces.iter().map(|typeface| typeface.name()).collect();
        Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts, families }
    }
}
