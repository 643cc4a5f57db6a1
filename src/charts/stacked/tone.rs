//! The looks of segments: dark, light, ruled.

use crate::charts::Face;
use crate::charts::HouseStyle;
use crate::charts::layout::{Frame, Layer, Layout, Lettering};
use crate::colour::Rgb;

/// The look of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Own,
    Mid,
    Tint,
    RuledTint,
    Ruled,
    White,
}

impl Tone {
    pub(super) const fn is_dark(self) -> bool {
        matches!(self, Self::Own | Self::Mid)
    }

    pub(super) fn fill(self, style: &HouseStyle) -> Rgb {
        match self {
            Self::Own => style.colours.own,
            Self::Mid => style.colours.mid(),
            Self::Tint | Self::RuledTint => style.colours.tint,
            Self::Ruled | Self::White => Rgb::WHITE,
        }
    }

    pub(super) const fn is_ruled(self) -> bool {
        matches!(self, Self::RuledTint | Self::Ruled)
    }

    /// Fills a frame, with lines where the tone has them.
    pub(super) fn paint(self, layout: &mut Layout, style: &HouseStyle, frame: Frame) {
        layout.fill(Layer::Fill, self.fill(style), frame);
        if self.is_ruled() {
            layout.rule(style.colours.line, frame);
        }
    }

    pub(super) const fn lettering(self, style: &HouseStyle) -> Lettering {
        let (face, colour) = if self.is_dark() {
            (Face::Bold, Rgb::WHITE)
        } else {
            (Face::Regular, style.colours.ink)
        };
        style.lettering(face, style.label_size, colour)
    }
}

/// The tones of so many options: dark, then light ones that differ by fill or lines.
pub(super) const fn palette(options: usize) -> &'static [Tone] {
    match options {
        0..=2 => &[Tone::Own, Tone::White],
        3 => &[Tone::Own, Tone::Tint, Tone::White],
        4 => &[Tone::Own, Tone::Tint, Tone::Ruled, Tone::White],
        _ => &[Tone::Own, Tone::RuledTint, Tone::Tint, Tone::Ruled, Tone::White],
    }
}
