//! The fonts of a page: how wide their glyphs are and which characters they stand for.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Encoding, Object};

use super::{dictionary, get};

/// A font of a page.
pub(crate) struct Font<'a> {
    /// From glyphs to characters; `None` without `ToUnicode`.
    encoding: Option<Encoding<'a>>,
    widths: BTreeMap<u16, f64>,
    default_width: f64,
}

impl<'a> Font<'a> {
    /// Reads a composite font with two bytes per glyph; `None` for any other.
    pub(crate) fn read(document: &'a Document, font: &'a Dictionary) -> Option<Self> {
        if font.get(b"Encoding").ok()?.as_name().ok()? != b"Identity-H" {
            return None;
        }
        let descendant = descendant(document, font)?;
        let default_width = descendant.get(b"DW").and_then(Object::as_float).unwrap_or(1000.0);
        let encoding = font.has(b"ToUnicode").then(|| font.get_font_encoding(document).ok());
        Some(Self {
            encoding: encoding.flatten(),
            widths: widths(document, descendant),
            default_width: f64::from(default_width),
        })
    }

    /// The characters of a string of glyphs: nothing when they are not known.
    pub(crate) fn text(&self, glyphs: &[u8]) -> String {
        self.encoding.as_ref().and_then(|e| e.bytes_to_string(glyphs).ok()).unwrap_or_default()
    }

    /// The width of a string of glyphs, in parts of the text size.
    pub(crate) fn width(&self, glyphs: &[u8]) -> f64 {
        let glyphs = glyphs.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        let width = |glyph| self.widths.get(&glyph).copied().unwrap_or(self.default_width);
        glyphs.map(width).sum::<f64>() / 1000.0
    }
}

/// The one font inside a composite font.
fn descendant<'a>(document: &'a Document, font: &'a Dictionary) -> Option<&'a Dictionary> {
    let first = get(document, font, b"DescendantFonts")?.as_array().ok()?.first()?;
    document.dereference(first).ok()?.1.as_dict().ok()
}

/// The array `W`: `first [w w w]` or `first last w`.
fn widths(document: &Document, font: &Dictionary) -> BTreeMap<u16, f64> {
    let mut widths = BTreeMap::new();
    let Some(list) = get(document, font, b"W").and_then(|w| w.as_array().ok()) else {
        return widths;
    };
    let number = |object: &Object| object.as_float().map(f64::from).unwrap_or(0.0);
    let mut rest = list.as_slice();
    while let [first, second, others @ ..] = rest {
        let start = number(first) as u16;
        if let Ok(several) = second.as_array() {
            widths.extend((start..).zip(several.iter().map(number)));
            rest = others;
        } else if let [width, others @ ..] = others {
            widths.extend((start..=number(second) as u16).map(|glyph| (glyph, number(width))));
            rest = others;
        } else {
            break;
        }
    }
    widths
}

/// What is wrong with a font: its file or its table of characters is missing.
pub(crate) fn lacks(document: &Document, font: &Dictionary) -> Vec<&'static str> {
    let described = descendant(document, font).unwrap_or(font);
    let file = dictionary(document, described, b"FontDescriptor").is_some_and(|descriptor| {
        let keys: [&[u8]; 3] = [b"FontFile", b"FontFile2", b"FontFile3"];
        keys.iter().any(|key| get(document, descriptor, key).is_some_and(|f| f.as_stream().is_ok()))
    });
    let unicode = get(document, font, b"ToUnicode").is_some_and(|u| u.as_stream().is_ok());
    let missing = [(file, "font file"), (unicode, "ToUnicode")];
    missing.into_iter().filter(|(there, _)| !there).map(|(_, name)| name).collect()
}
