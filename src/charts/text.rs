//! Measuring text with the very typeface in which it will be set.
//!
//! A width is the sum of the advances. Noto Sans kerns by less than a hair and almost always
//! inwards, so a measured text is never set wider than it was measured.

use std::sync::LazyLock;

use ttf_parser::{Face as FontFile, GlyphId};

/// Name of the bundled typeface.
pub const FAMILY: &str = "Noto Sans";

/// The bundled font files: regular, bold, italic, bold italic.
pub const FONT_FILES: [&[u8]; 4] = [
    notosans::REGULAR_TTF,
    notosans::BOLD_TTF,
    notosans::ITALIC_TTF,
    notosans::BOLD_ITALIC_TTF,
];

/// What stands where the typeface has no glyph.
pub const REPLACEMENT: char = '\u{FFFD}';

/// The cuts used in drawings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// Upright.
    Regular,
    /// Heavy.
    Bold,
    /// Slanted.
    Italic,
}

/// The advances of one cut.
struct Cut {
    file: FontFile<'static>,
    /// Advances of the first characters, where nearly all text lies.
    common: Vec<u32>,
    units_per_em: u64,
}

/// Up to here advances are looked up once: Latin with all its accents.
const COMMON_CHARACTERS: u32 = 0x250;

impl Cut {
    fn new(data: &'static [u8]) -> Self {
        let file = FontFile::parse(data, 0).expect("the bundled font is whole");
        let units_per_em = u64::from(file.units_per_em());
        let common = (0..COMMON_CHARACTERS)
            .map(|code| char::from_u32(code).map_or(0, |c| Self::look_up(&file, c)))
            .collect();
        Self { file, common, units_per_em }
    }

    /// The advance of a character; of the empty box when there is no glyph.
    fn look_up(file: &FontFile<'static>, character: char) -> u32 {
        let glyph = file.glyph_index(character).unwrap_or(GlyphId(0));
        file.glyph_hor_advance(glyph).unwrap_or(0).into()
    }

    fn advance(&self, character: char) -> u32 {
        let known = usize::try_from(u32::from(character)).ok().and_then(|c| self.common.get(c));
        known.copied().unwrap_or_else(|| Self::look_up(&self.file, character))
    }
}

static CUTS: LazyLock<[Cut; 3]> = LazyLock::new(|| {
    let [regular, bold, italic, _] = FONT_FILES;
    [Cut::new(regular), Cut::new(bold), Cut::new(italic)]
});

/// A space at which no line ends.
pub(super) const NO_BREAK: char = '\u{a0}';

/// Widths of texts in the bundled typeface. Sizes and widths are in tenths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextMetrics;

impl TextMetrics {
    /// Width of a text on one line, rounded up.
    #[must_use]
    pub fn width(text: &str, face: Face, size: u32) -> u32 {
        let cut = &CUTS[face as usize];
        let advances: u64 = text.chars().map(|c| u64::from(cut.advance(c))).sum();
        u32::try_from((advances * u64::from(size)).div_ceil(cut.units_per_em)).unwrap_or(u32::MAX)
    }

    /// Whether all upright cuts have a glyph for this character.
    #[must_use]
    pub fn has_glyph(character: char) -> bool {
        CUTS.iter().all(|cut| cut.file.glyph_index(character).is_some())
    }

    /// Breaks a text into lines of at most `width`, at spaces. A word longer than a line is
    /// broken after a hyphen or slash, and if there is none, between letters.
    #[must_use]
    pub fn wrap(text: &str, face: Face, size: u32, width: u32) -> Vec<String> {
        let fits = |line: &str| Self::width(line, face, size) <= width;
        let mut lines = Vec::new();
        let mut line = String::new();
        let breaks = |letter: char| letter.is_whitespace() && letter != NO_BREAK;
        for word in text.split(breaks).filter(|word| !word.is_empty()) {
            let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if fits(&joined) {
                line = joined;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            let mut rest = word;
            while !fits(rest) {
                let at = Self::break_point(rest, &fits);
                lines.push(rest[..at].to_owned());
                rest = &rest[at..];
            }
            rest.clone_into(&mut line);
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// Where to break a word that is too long: a byte offset of at least one character.
    fn break_point(word: &str, fits: &impl Fn(&str) -> bool) -> usize {
        let ends = || word.char_indices().map(|(at, c)| (at + c.len_utf8(), c));
        let fitting = ends().take_while(|(end, _)| fits(&word[..*end]));
        let after_hyphen = fitting.clone().filter(|(_, c)| matches!(c, '-' | '/' | '–')).last();
        let first = ends().next().map_or(word.len(), |(end, _)| end);
        after_hyphen.or_else(|| fitting.last()).map_or(first, |(end, _)| end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bold_is_wider_and_width_grows_with_size() {
        let text = "Mensen met een migratieachtergrond";
        let regular = TextMetrics::width(text, Face::Regular, 80);
        assert!(TextMetrics::width(text, Face::Bold, 80) > regular);
        assert!(TextMetrics::width(text, Face::Regular, 90) > regular);
    }

    #[test]
    fn the_typeface_has_what_the_documents_need() {
        for character in "aëïóúÉĳ0–−·“”‘’…%€²\u{a0}".chars().chain([REPLACEMENT])
        {
            assert!(TextMetrics::has_glyph(character), "{character:?}");
        }
        assert!(!TextMetrics::has_glyph('😀'));
    }

    #[test]
    fn a_long_word_breaks_after_its_hyphen() {
        let lines = TextMetrics::wrap("sociaal-economische", Face::Regular, 80, 600);
        assert_eq!(lines, ["sociaal-", "economische"]);
    }

    proptest! {
        #[test]
        fn wrapping_keeps_every_letter_and_the_width(
            text in "[a-zA-Z0-9 ,-]{0,80}", width in 60u32..2000,
        ) {
            let lines = TextMetrics::wrap(&text, Face::Bold, 80, width);
            let letters = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
            for line in lines {
                let short = line.chars().count() <= 1;
                prop_assert!(short || TextMetrics::width(&line, Face::Bold, 80) <= width);
            }
        }
    }
}
