//! The look of all drawings: colours, sizes and typeface.

use super::layout::Lettering;
use super::{Face, Typeface};
use crate::colour::{Palette, Rgb};

/// Colours, sizes (in tenths of a point) and typeface of every drawing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HouseStyle {
    /// The colours.
    pub colours: Palette,
    /// Text in and beside bars, in tenths of a point.
    pub label_size: u32,
    /// The smallest text, in tenths of a point.
    pub small_size: u32,
    /// Height of a bar, in tenths of a point.
    pub bar_height: u32,
    /// Room between two bars of one group, in tenths of a point.
    pub row_gap: u32,
    /// The typeface of all texts.
    pub typeface: Typeface,
}

impl Default for HouseStyle {
    fn default() -> Self {
        Self {
            colours: Palette::default(),
            label_size: 80,
            small_size: 80,
            bar_height: 140,
            row_gap: 26,
            typeface: Typeface::bundled(),
        }
    }
}

impl HouseStyle {
    /// The style of the sheet that is printed black on white: no colour, and larger text.
    #[must_use]
    pub fn black_and_white() -> Self {
        Self {
            colours: Palette::BLACK_AND_WHITE,
            label_size: 90,
            small_size: 90,
            bar_height: 156,
            row_gap: 28,
            ..Self::default()
        }
    }

    /// How a text looks in this typeface.
    pub(super) const fn lettering(&self, face: Face, size: u32, colour: Rgb) -> Lettering {
        Lettering { typeface: self.typeface, face, size, colour }
    }
}
