//! Colours: how they are written, how a copier sees them, and how well two part (WCAG 2).

/// A colour on screen and paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Paper.
    pub const WHITE: Self = Self(255, 255, 255);
    /// Pure black, for the sheet that is copied without colour.
    pub const BLACK: Self = Self(0, 0, 0);

    /// Reads `#0b4a57`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self(part(0)?, part(2)?, part(4)?))
    }

    /// The colour as `#rrggbb`.
    #[must_use]
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// This colour as a copier without colour sees it (luma of ITU-R BT.601).
    #[must_use]
    pub fn grey(self) -> Self {
        let [red, green, blue] = [self.0, self.1, self.2].map(u32::from);
        let luma = (299 * red + 587 * green + 114 * blue + 500) / 1000;
        let luma = u8::try_from(luma).expect("a mean of bytes");
        Self(luma, luma, luma)
    }

    /// This colour so much of the way to black (below 0) or white, at the same hue.
    #[must_use]
    pub fn with_lightness(self, percent: i32) -> Self {
        let share = percent.clamp(-100, 100);
        if share >= 0 {
            return self.lightened(u8::try_from(share).expect("at most 100"));
        }
        let mix = |part: u8| {
            u8::try_from(i32::from(part) * (100 + share) / 100).expect("less than a byte")
        };
        Self(mix(self.0), mix(self.1), mix(self.2))
    }

    /// This colour with `percent` of white in it.
    #[must_use]
    pub fn lightened(self, percent: u8) -> Self {
        let mix = |part: u8| {
            let (part, white) = (u32::from(part), u32::from(percent.min(100)));
            u8::try_from((part * (100 - white) + 255 * white) / 100).expect("a mean of two bytes")
        };
        Self(mix(self.0), mix(self.1), mix(self.2))
    }
}

/// Relative luminance as WCAG 2 defines it, 0 (black) to 1 (white).
fn luminance(colour: Rgb) -> f64 {
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(colour.0) + 0.7152 * part(colour.1) + 0.0722 * part(colour.2)
}

/// Contrast of two colours as WCAG 2 defines it, 1 (equal) to 21 (black on white).
///
/// ```
/// use gemeentespiegel::colour::{Rgb, contrast};
/// assert!((contrast(Rgb::BLACK, Rgb::WHITE) - 21.0).abs() < 0.001);
/// ```
#[must_use]
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Contrast between the colour `own` and paper, and of white text on it.
const OWN_CONTRAST: f64 = 9.0;
/// Contrast of text (WCAG 1.4.3).
const TEXT_CONTRAST: f64 = 4.5;
/// Contrast of lines and marks (WCAG 1.4.11).
const GRAPHIC_CONTRAST: f64 = 3.0;
/// White in the colour `own` for borders and lines.
const LINE_LIGHTENED: u8 = 30;
/// White in the lighter own colour, for panel rows and second tones.
const MID_LIGHTENED: u8 = 24;

/// The colours of a house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Palette {
    /// "Own answer", "yes", "this year".
    pub own: Rgb,
    /// The light fill of all others.
    pub tint: Rgb,
    /// Borders and lines.
    pub line: Rgb,
    /// Markers only.
    pub accent: Rgb,
    /// Text.
    pub ink: Rgb,
    /// Text of less weight: bases, years, notes.
    pub muted: Rgb,
}

impl Default for Palette {
    fn default() -> Self {
        Self {
            own: Rgb(0x0b, 0x4a, 0x57),
            tint: Rgb(0xe3, 0xee, 0xef),
            line: Rgb(0x5c, 0x80, 0x86),
            accent: Rgb(0xb4, 0x53, 0x1a),
            ink: Rgb(0x1c, 0x23, 0x26),
            muted: Rgb(0x4f, 0x5d, 0x63),
        }
    }
}

impl Palette {
    /// For a sheet that is printed black on white: no grey in lines and letters, which a copier
    /// breaks into dots.
    pub const BLACK_AND_WHITE: Self = Self {
        own: Rgb::BLACK,
        tint: Rgb(0xf0, 0xf0, 0xf0),
        line: Rgb::BLACK,
        accent: Rgb::BLACK,
        ink: Rgb::BLACK,
        muted: Rgb::BLACK,
    };

    /// The colours of a house that chose three; borders and lines are a lighter `own`.
    #[must_use]
    pub fn of(own: Rgb, tint: Rgb, accent: Rgb) -> Self {
        Self { own, tint, accent, line: own.lightened(LINE_LIGHTENED), ..Self::default() }
    }

    /// The lighter own colour: panel rows and second tones. White text is readable on it.
    #[must_use]
    pub fn mid(&self) -> Rgb {
        self.own.lightened(MID_LIGHTENED)
    }

    /// The pairs of colours that do not part well enough, in colour or else in a grey copy; empty
    /// for a style that may be used.
    #[must_use]
    pub fn failing_pairs(&self) -> Vec<FailingPair> {
        use Chosen::{Accent, Own, Tint};
        let lines = "the lines that are made from `own`";
        let mid = "the second tone that is made from `own`";
        let pairs = [
            (Own, "`own`", self.own, "white", Rgb::WHITE, OWN_CONTRAST),
            (Own, mid, self.mid(), "white", Rgb::WHITE, TEXT_CONTRAST),
            (Own, "`own`", self.own, "`tint`", self.tint, GRAPHIC_CONTRAST),
            (Own, lines, self.line, "white", Rgb::WHITE, GRAPHIC_CONTRAST),
            (Own, lines, self.line, "`tint`", self.tint, GRAPHIC_CONTRAST),
            (Accent, "`accent`", self.accent, "white", Rgb::WHITE, GRAPHIC_CONTRAST),
            (Accent, "`accent`", self.accent, "`tint`", self.tint, GRAPHIC_CONTRAST),
            (Tint, "`tint`", self.tint, "the colour of text", self.ink, TEXT_CONTRAST),
            (Tint, "white", Rgb::WHITE, "the colour of text", self.ink, TEXT_CONTRAST),
            (Tint, "white", Rgb::WHITE, "the colour of notes", self.muted, TEXT_CONTRAST),
        ];
        let failing = pairs.into_iter().filter_map(|(chosen, first, a, second, b, needed)| {
            let pair =
                |ratio, in_grey| FailingPair { chosen, first, second, ratio, needed, in_grey };
            let judged = [pair(contrast(a, b), false), pair(contrast(a.grey(), b.grey()), true)];
            judged.into_iter().find(|pair| pair.ratio < pair.needed)
        });
        failing.collect()
    }

    /// A chosen colour as near as possible to the one that fails, of the same hue, with which all
    /// its pairs part well enough; and how much darker (below 0) or lighter it is, in percent.
    #[must_use]
    pub fn passing(&self, chosen: Chosen) -> Option<(Rgb, i32)> {
        let now = match chosen {
            Chosen::Own => self.own,
            Chosen::Tint => self.tint,
            Chosen::Accent => self.accent,
        };
        let with = |colour| match chosen {
            Chosen::Own => Self::of(colour, self.tint, self.accent),
            Chosen::Tint => Self::of(self.own, colour, self.accent),
            Chosen::Accent => Self::of(self.own, self.tint, colour),
        };
        let passes =
            |colour| !with(colour).failing_pairs().iter().any(|pair| pair.chosen == chosen);
        let near = (1..=100).flat_map(|percent| [-percent, percent]);
        near.map(|percent| (now.with_lightness(percent), percent))
            .find(|(colour, _)| passes(*colour))
    }
}

/// A colour that a project chooses; all others follow from these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chosen {
    /// `own`.
    Own,
    /// `tint`.
    Tint,
    /// `accent`.
    Accent,
}

/// Two colours of a [`Palette`] that lie too close together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FailingPair {
    /// The chosen colour that decides about it.
    pub chosen: Chosen,
    /// What the one is.
    pub first: &'static str,
    /// What the other is.
    pub second: &'static str,
    /// Their contrast.
    pub ratio: f64,
    /// The contrast they need.
    pub needed: f64,
    /// Whether it is that of a copy without colour.
    pub in_grey: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copier_sees_the_luma() {
        assert_eq!(Rgb(0xff, 0, 0).grey(), Rgb(76, 76, 76));
    }

    #[test]
    fn a_colour_is_a_hash_and_six_digits() {
        assert_eq!(Rgb::parse("#0A4b5c"), Some(Rgb(0x0a, 0x4b, 0x5c)));
        assert_eq!(Rgb::parse("#0b4a57").map(Rgb::hex).as_deref(), Some("#0b4a57"));
        for wrong in ["0a4b5c", "##0a4b5c", "#0a4", "#0a4b5g", "#+a4b5c", "#0a4b5c0", "#0aé5c", ""]
        {
            assert_eq!(Rgb::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_house_colours_part_well_enough() {
        assert_eq!(Palette::default().failing_pairs(), []);
        assert_eq!(Palette::BLACK_AND_WHITE.failing_pairs(), []);
    }

    #[test]
    fn a_pale_own_colour_is_named_with_its_ratio() {
        let pale = Palette { own: Rgb(0x7a, 0xb0, 0xc0), ..Palette::default() };
        let failing = pale.failing_pairs();
        assert_eq!((failing[0].first, failing[0].second), ("`own`", "white"));
        assert!((2.0..3.0).contains(&failing[0].ratio), "{}", failing[0].ratio);
    }

    #[test]
    fn a_pair_that_only_colour_parts_fails_in_a_grey_copy() {
        let (green, purple) = (Rgb(0x90, 0xff, 0x90), Rgb(0xa0, 0x70, 0xc0));
        let own = Palette::default().own;
        let failing = Palette::of(own, green, purple).failing_pairs();
        let [pair] = failing[..] else { panic!("one pair: {failing:?}") };
        assert_eq!((pair.first, pair.second, pair.in_grey), ("`accent`", "`tint`", true));
    }

    #[test]
    fn a_near_colour_that_passes_is_found_for_any_choice() {
        let choices = ["#0a6b5a", "#b79bd0", "#ff0000", "#ffff00", "#ffffff", "#000000", "#777777"];
        let choices = choices.map(|text| Rgb::parse(text).unwrap());
        let house = Palette::default();
        for colour in choices {
            for (chosen, palette) in [
                (Chosen::Own, Palette::of(colour, house.tint, house.accent)),
                (Chosen::Accent, Palette::of(house.own, house.tint, colour)),
                (Chosen::Tint, Palette::of(house.own, colour, house.accent)),
            ] {
                let of = |palette: Palette| {
                    palette.failing_pairs().into_iter().filter(move |pair| pair.chosen == chosen)
                };
                if of(palette).next().is_none() {
                    continue;
                }
                let (near, percent) = palette.passing(chosen).unwrap();
                let mended = match chosen {
                    Chosen::Own => Palette::of(near, palette.tint, palette.accent),
                    Chosen::Accent => Palette::of(palette.own, palette.tint, near),
                    Chosen::Tint => Palette::of(palette.own, near, palette.accent),
                };
                assert_eq!(of(mended).count(), 0, "{colour:?} {chosen:?}");
                assert!(percent != 0 && near != colour);
            }
        }
        let (near, percent) =
            Palette::of(choices[0], house.tint, house.accent).passing(Chosen::Own).unwrap();
        assert_eq!((near.hex().as_str(), percent), ("#075245", -23));
    }

    #[test]
    fn lines_follow_the_own_colour() {
        let plum = Palette::of(Rgb(0x4a, 0x14, 0x40), Rgb(0xf3, 0xe8, 0xf1), Rgb(0x8a, 0x4b, 0x00));
        assert!(plum.line.0 > plum.line.1, "a lighter plum, no teal: {:?}", plum.line);
        assert_eq!(plum.failing_pairs(), []);
    }
}
