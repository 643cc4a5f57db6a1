//! Colours: how they are written, how a copier sees them, and how well two part (WCAG 2).

/// A colour on screen and paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Paper.
    pub const WHITE: Self = Self(255, 255, 255);
    /// Pure black, for the sheet that is copied without colour.
    pub const BLACK: Self = Self(0, 0, 0);

    /// Reads `#0b4a57`, with or without the `#`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').unwrap_or(text);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copier_sees_the_luma() {
        assert_eq!(Rgb(0xff, 0, 0).grey(), Rgb(76, 76, 76));
    }

    #[test]
    fn colours_are_read_with_and_without_a_hash() {
        assert_eq!(Rgb::parse("#0b4a57"), Some(Rgb(0x0b, 0x4a, 0x57)));
        assert_eq!(Rgb::parse("0b4a57").map(Rgb::hex).as_deref(), Some("#0b4a57"));
        assert_eq!(Rgb::parse("#0b4a5"), None);
        assert_eq!(Rgb::parse("é4a5é"), None);
    }
}
