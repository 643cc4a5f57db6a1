//! Measuring text with the very typeface in which it will be set.
//!
//! A width is the sum of the advances. Text faces kern by less than a hair and almost always
//! inwards, so a measured text is hardly ever set wider than it was measured.

use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use ttf_parser::{Face as Tables, GlyphId};
use typst::text::{FontBook, FontInfo, FontStretch, FontStyle, FontVariant, FontWeight};

use super::file::FontFile;
use crate::keys::{KeyWriter, Keyed};

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

impl Face {
    const ALL: [Self; 3] = [Self::Regular, Self::Bold, Self::Italic];

    /// What Typst calls it.
    pub(crate) const fn variant(self) -> FontVariant {
        let (style, weight) = match self {
            Self::Regular => (FontStyle::Normal, FontWeight::REGULAR),
            Self::Bold => (FontStyle::Normal, FontWeight::BOLD),
            Self::Italic => (FontStyle::Italic, FontWeight::REGULAR),
        };
        FontVariant { style, weight, stretch: FontStretch::NORMAL }
    }
}

/// A family of font files, ready to measure with. A copy of it is one address: the files stay
/// in memory until the program ends.
#[derive(Clone, Copy)]
pub struct Typeface(&'static Family);

struct Family {
    name: String,
    files: Vec<&'static [u8]>,
    /// By [`Face`].
    cuts: [Cut; 3],
}

/// Why font files make no typeface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypefaceFault {
    /// There are none.
    Empty,
    /// They are of two families.
    TwoFamilies(String, String),
    /// None is the regular upright cut.
    NoRegular,
}

impl Typeface {
    /// The typeface in the program: Noto Sans in four cuts.
    #[must_use]
    pub fn bundled() -> Self {
        static BUNDLED: LazyLock<Family> = LazyLock::new(|| {
            let files = [
                notosans::REGULAR_TTF,
                notosans::BOLD_TTF,
                notosans::ITALIC_TTF,
                notosans::BOLD_ITALIC_TTF,
            ];
            let infos = files.iter().map(|file| FontInfo::new(file, 0).expect("it is a font"));
            Family::new("Noto Sans".to_owned(), files.to_vec(), infos.collect())
        });
        Self(&BUNDLED)
    }

    /// The typeface that font files of one family make.
    ///
    /// # Errors
    /// See [`TypefaceFault`].
    pub fn of(files: Vec<FontFile>) -> Result<Self, TypefaceFault> {
        let Some(first) = files.first() else { return Err(TypefaceFault::Empty) };
        let name = first.family().to_owned();
        if let Some(other) = files.iter().find(|file| file.family() != name) {
            return Err(TypefaceFault::TwoFamilies(name, other.family().to_owned()));
        }
        let regular = |file: &FontFile| file.info.variant == Face::Regular.variant();
        if !files.iter().any(regular) {
            return Err(TypefaceFault::NoRegular);
        }
        let (bytes, infos) =
            files.into_iter().map(|file| (file.bytes, file.info)).unzip::<_, _, Vec<_>, _>();
        let bytes = bytes.into_iter().map(|bytes| &*Vec::leak(bytes)).collect();
        Ok(Self(Box::leak(Box::new(Family::new(name, bytes, infos)))))
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        &self.0.name
    }

    /// Its files.
    #[must_use]
    pub fn files(self) -> &'static [&'static [u8]] {
        &self.0.files
    }

    /// Which of the cuts used in drawings and tables it lacks; another takes its place.
    pub fn lacks(self) -> impl Iterator<Item = Face> {
        Face::ALL.into_iter().filter(move |face| !self.cut(*face).own)
    }

    fn cut(self, face: Face) -> &'static Cut {
        &self.0.cuts[face as usize]
    }

    /// Width of a text on one line, rounded up. Sizes and widths are in tenths of a point.
    #[must_use]
    pub fn width(self, text: &str, face: Face, size: u32) -> u32 {
        let cut = self.cut(face);
        let advances: u64 = text.chars().map(|c| u64::from(cut.advance(c))).sum();
        u32::try_from((advances * u64::from(size)).div_ceil(cut.units_per_em)).unwrap_or(u32::MAX)
    }

    /// Whether all cuts have a glyph for this character.
    #[must_use]
    pub fn has_glyph(self, character: char) -> bool {
        self.0.cuts.iter().all(|cut| cut.tables.glyph_index(character).is_some())
    }

    /// Breaks a text into lines of at most `width`, at spaces. A word longer than a line is
    /// broken after a hyphen or slash, and if there is none, between letters.
    #[must_use]
    pub fn wrap(self, text: &str, face: Face, size: u32, width: u32) -> Vec<String> {
        let fits = |line: &str| self.width(line, face, size) <= width;
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
                let at = break_point(rest, &fits);
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
}

/// A space at which no line ends.
pub(crate) const NO_BREAK: char = '\u{a0}';

/// Where to break a word that is too long: a byte offset of at least one character.
fn break_point(word: &str, fits: &impl Fn(&str) -> bool) -> usize {
    let ends = || word.char_indices().map(|(at, c)| (at + c.len_utf8(), c));
    let fitting = ends().take_while(|(end, _)| fits(&word[..*end]));
    let after_hyphen = fitting.clone().filter(|(_, c)| matches!(c, '-' | '/' | '–')).last();
    let first = ends().next().map_or(word.len(), |(end, _)| end);
    after_hyphen.or_else(|| fitting.last()).map_or(first, |(end, _)| end)
}

impl std::fmt::Debug for Typeface {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Typeface").field(&self.name()).finish()
    }
}

impl PartialEq for Typeface {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
            || (self.name() == other.name() && self.files() == other.files())
    }
}

impl Eq for Typeface {}

impl Hash for Typeface {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
        self.files().len().hash(state);
    }
}

impl Keyed for Typeface {
    fn feed(&self, key: &mut KeyWriter) {
        key.name("Typeface", 1 + self.files().len());
        key.text(self.name());
        self.files().iter().for_each(|file| key.bytes(file));
    }
}

impl Family {
    fn new(name: String, files: Vec<&'static [u8]>, infos: Vec<FontInfo>) -> Self {
        let variants: Vec<_> = infos.iter().map(|info| info.variant).collect();
        let book = FontBook::from_infos(infos);
        let cuts = Face::ALL.map(|face| {
            // As Typst chooses it.
            let index = book.select(&name.to_lowercase(), face.variant());
            let index = index.expect("the family has at least one cut");
            Cut::new(files[index], variants[index] == face.variant())
        });
        Self { name, files, cuts }
    }
}

/// The advances of one cut.
struct Cut {
    tables: Tables<'static>,
    /// Advances of the first characters, where nearly all text lies.
    common: Vec<u32>,
    units_per_em: u64,
    /// Whether it is the cut that was asked for, not the one in its place.
    own: bool,
}

/// Up to here advances are looked up once: Latin with all its accents.
const COMMON_CHARACTERS: u32 = 0x250;

impl Cut {
    fn new(data: &'static [u8], own: bool) -> Self {
        let tables = Tables::parse(data, 0).expect("the file was read as a font before");
        let units_per_em = u64::from(tables.units_per_em());
        let common = (0..COMMON_CHARACTERS)
            .map(|code| char::from_u32(code).map_or(0, |c| Self::look_up(&tables, c)))
            .collect();
        Self { tables, common, units_per_em, own }
    }

    /// The advance of a character; of the empty box when there is no glyph.
    fn look_up(tables: &Tables<'static>, character: char) -> u32 {
        let glyph = tables.glyph_index(character).unwrap_or(GlyphId(0));
        tables.glyph_hor_advance(glyph).unwrap_or(0).into()
    }

    fn advance(&self, character: char) -> u32 {
        let known = usize::try_from(u32::from(character)).ok().and_then(|c| self.common.get(c));
        known.copied().unwrap_or_else(|| Self::look_up(&self.tables, character))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bundled() -> Typeface {
        Typeface::bundled()
    }

    #[test]
    fn bold_is_wider_and_width_grows_with_size() {
        let text = "Mensen met een migratieachtergrond";
        let regular = bundled().width(text, Face::Regular, 80);
        assert!(bundled().width(text, Face::Bold, 80) > regular);
        assert!(bundled().width(text, Face::Regular, 90) > regular);
    }

    #[test]
    fn the_typeface_has_what_the_documents_need() {
        for character in "aëïóúÉĳ0–−·“”‘’…%€²\u{a0}".chars().chain([REPLACEMENT])
        {
            assert!(bundled().has_glyph(character), "{character:?}");
        }
        assert!(!bundled().has_glyph('😀'));
        assert_eq!(bundled().lacks().next(), None);
    }

    #[test]
    fn digits_are_of_one_width_in_every_cut() {
        for face in Face::ALL {
            let widths = "0123456789".chars().map(|c| bundled().width(&c.to_string(), face, 1000));
            assert_eq!(widths.collect::<std::collections::BTreeSet<_>>().len(), 1, "{face:?}");
        }
    }

    #[test]
    fn a_long_word_breaks_after_its_hyphen() {
        let lines = bundled().wrap("sociaal-economische", Face::Regular, 80, 600);
        assert_eq!(lines, ["sociaal-", "economische"]);
    }

    #[test]
    fn files_of_one_family_make_a_typeface() {
        let read = |bytes: &[u8]| FontFile::read(bytes.to_vec()).unwrap();
        let regular = || read(notosans::REGULAR_TTF);
        assert_eq!(Typeface::of(Vec::new()).unwrap_err(), TypefaceFault::Empty);
        let bold = Typeface::of(vec![read(notosans::BOLD_TTF)]);
        assert_eq!(bold.unwrap_err(), TypefaceFault::NoRegular);
        let alone = Typeface::of(vec![regular()]).unwrap();
        assert_eq!(alone.lacks().collect::<Vec<_>>(), [Face::Bold, Face::Italic]);
        let text = "gemeente";
        assert_eq!(alone.width(text, Face::Bold, 80), bundled().width(text, Face::Regular, 80));
        let two = Typeface::of(vec![read(notosans::BOLD_TTF), regular()]).unwrap();
        assert_eq!(two.lacks().collect::<Vec<_>>(), [Face::Italic]);
        assert_eq!(two.width(text, Face::Bold, 80), bundled().width(text, Face::Bold, 80));
        assert_ne!(two, alone);
    }

    proptest! {
        #[test]
        fn wrapping_keeps_every_letter_and_the_width(
            text in "[a-zA-Z0-9 ,-]{0,80}", width in 60u32..2000,
        ) {
            let lines = bundled().wrap(&text, Face::Bold, 80, width);
            let letters = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
            for line in lines {
                let short = line.chars().count() <= 1;
                prop_assert!(short || bundled().width(&line, Face::Bold, 80) <= width);
            }
        }
    }
}
