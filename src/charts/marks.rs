//! Small drawings that stand in a cell of a table: squares of years, the bar of one share, a dot
//! on a scale, ten squares. No text stands in them: the cell says their numbers in words.

use super::HouseStyle;
use super::extent::Extent;
use super::layout::{Frame, Layer, Layout};

/// From one square of a year to the next.
pub const YEAR_PITCH: u32 = 130;
/// Side of the square of a year.
const YEAR_SIDE: i32 = 79;
/// From one of ten squares to the next.
const TEN_PITCH: i32 = 113;
/// Side of one of ten squares.
const TEN_SIDE: i32 = 82;
/// Height of the bar of one share.
const BAR_HEIGHT: i32 = 85;
/// Width of a line that stands for a square.
const DASH: u32 = 9;
/// Radius of a dot on a scale.
const DOT: i32 = 37;
/// Width of a line of a scale.
const SCALE_LINE: u32 = 6;

/// What a municipality did in one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Square {
    /// It did what was asked about: a full square.
    Full,
    /// In part: half a square.
    Half,
    /// It did not: an open square.
    Open,
    /// It gave no answer, or did not take part: a dash.
    Dash,
    /// It was not asked, or not in a way that compares: nothing.
    Blank,
}

/// A small drawing.
#[derive(Debug, Clone)]
pub(super) enum Marks {
    /// One square per year.
    Years(Vec<Square>),
    /// The bar of one share in a frame from 0 to 100%, dark where it is the own answer.
    Share { share: Option<Extent>, own: bool },
    /// A dot on a scale from 0 to 100%, of this height.
    Dot { share: Option<Extent>, height: u32 },
    /// How many of ten.
    Ten(u32),
}

impl Marks {
    /// Width in tenths of a point of what has a width of its own.
    pub(super) fn width(&self) -> Option<u32> {
        match self {
            Self::Years(squares) => Some(YEAR_PITCH * u32::try_from(squares.len()).ok()?),
            Self::Ten(_) => Some((9 * TEN_PITCH + TEN_SIDE).cast_unsigned()),
            Self::Share { .. } | Self::Dot { .. } => None,
        }
    }

    pub(super) fn layout(&self, style: &HouseStyle, width: u32) -> Layout {
        let mut layout = Layout::new();
        let width = width.cast_signed();
        match self {
            Self::Years(squares) => {
                layout.height = YEAR_SIDE.cast_unsigned();
                let inset = (YEAR_PITCH.cast_signed() - YEAR_SIDE) / 2;
                for (square, number) in squares.iter().zip(0..) {
                    let left = number * YEAR_PITCH.cast_signed() + inset;
                    draw_square(&mut layout, style, *square, left);
                }
            }
            Self::Share { share, own } => {
                layout.height = BAR_HEIGHT.cast_unsigned();
                let frame = Frame { left: 0, top: 0, right: width, bottom: BAR_HEIGHT };
                if let Some(part) = share.as_ref().and_then(|share| share.exact_part(width)) {
                    let bar = Frame { right: part, ..frame };
                    let colour = if *own { style.colours.own } else { style.colours.tint };
                    layout.fill(Layer::Fill, colour, bar);
                    if !own && part > 0 {
                        layout.outline(Layer::Border, style.colours.line, bar);
                    }
                }
                layout.outline(Layer::Border, style.colours.line, frame);
            }
            Self::Dot { share, height } => {
                layout.height = *height;
                let bottom = height.cast_signed();
                for quarter in 0..=4 {
                    let x = width * quarter / 4;
                    let ends = [(x, 0), (x, bottom)];
                    layout.line(Layer::Grid, style.colours.line, SCALE_LINE, &ends);
                }
                if let Some(x) = share.as_ref().and_then(|share| share.exact_part(width)) {
                    layout.polygon(Layer::Fill, style.colours.own, circle((x, bottom / 2), DOT));
                }
            }
            Self::Ten(count) => {
                layout.height = TEN_SIDE.cast_unsigned();
                for number in 0..10 {
                    let left = number * TEN_PITCH;
                    let frame = Frame { left, top: 0, right: left + TEN_SIDE, bottom: TEN_SIDE };
                    if number.cast_unsigned() < *count {
                        layout.fill(Layer::Fill, style.colours.own, frame);
                    }
                    layout.outline(Layer::Border, style.colours.own, frame);
                }
            }
        }
        layout
    }
}

fn draw_square(layout: &mut Layout, style: &HouseStyle, square: Square, left: i32) {
    let ink = style.colours.own;
    let frame = Frame { left, top: 0, right: left + YEAR_SIDE, bottom: YEAR_SIDE };
    match square {
        Square::Full => layout.fill(Layer::Fill, ink, frame),
        Square::Half => {
            let corners = vec![(frame.left, 0), (frame.left, YEAR_SIDE), (frame.right, YEAR_SIDE)];
            layout.polygon(Layer::Fill, ink, corners);
            layout.outline(Layer::Border, ink, frame);
        }
        Square::Open => layout.outline(Layer::Border, ink, frame),
        Square::Dash => {
            let y = YEAR_SIDE / 2;
            layout.line(Layer::Border, ink, DASH, &[(frame.left + 14, y), (frame.right - 14, y)]);
        }
        Square::Blank => {}
    }
}

/// A circle as a polygon that the eye takes for one.
fn circle((x, y): (i32, i32), radius: i32) -> Vec<(i32, i32)> {
    const CORNERS: u32 = 24;
    let corner = |number: u32| {
        let angle = std::f64::consts::TAU * f64::from(number) / f64::from(CORNERS);
        let at = |part: f64| (f64::from(radius) * part).round() as i32;
        (x + at(angle.cos()), y + at(angle.sin()))
    };
    (0..CORNERS).map(corner).collect()
}
