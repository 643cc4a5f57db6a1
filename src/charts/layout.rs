//! A drawing as a list of measured shapes and texts, and the one place that hands them to
//! plotters.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};
use plotters_backend::DrawingBackend;

use super::{Face, HouseStyle, TEXT_SIZE_FACTOR, Typeface};
use crate::colour::Rgb;

/// Height of a capital in thousandths of the text size.
const CAP_HEIGHT: u32 = 714;
/// Where plotters puts the baseline below the top of a text, in thousandths of its size.
pub(crate) const ASCENT: u32 = 760;
/// What hangs below the baseline, in thousandths of the text size.
const DESCENT: u32 = 240;
/// Height of a line of text in thousandths of its size.
const LINE_HEIGHT: u32 = 1280;
/// Width of a border.
pub(super) const BORDER: u32 = 6;
/// Room between the lines of a hatching, along the bar.
const HATCH_STEP: i32 = 34;
/// Room between the lines of a ruled tone.
const RULE_STEP: i32 = 38;
/// Width of a line of a ruled tone.
const RULE_LINE: u32 = 4;

/// What is drawn first lies below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layer {
    Grid,
    Fill,
    Pattern,
    Plate,
    Border,
    Halo,
    Marker,
}

/// A rectangle: left, top, right, bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

#[derive(Debug, Clone)]
enum Form {
    Rectangle(Frame),
    Polygon(Vec<(i32, i32)>),
    Line { points: Vec<(i32, i32)>, width: u32 },
}

#[derive(Debug, Clone)]
struct Shape {
    layer: Layer,
    colour: Rgb,
    form: Form,
}

/// Whose range a hatching stands for: they differ by direction and by weight, so that a copy
/// keeps them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hatch {
    /// The municipality's own answer: heavy lines that fall.
    Own,
    /// Other answers: thin lines that rise.
    Other,
}

impl Hatch {
    /// Width of a line.
    const fn line(self) -> u32 {
        match self {
            Self::Own => 9,
            Self::Other => 5,
        }
    }
}

/// Whether a text starts or ends at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lettering {
    pub(super) typeface: Typeface,
    pub(super) face: Face,
    pub(super) size: u32,
    pub(super) colour: Rgb,
}

impl Lettering {
    pub(super) fn width(self, text: &str) -> u32 {
        self.typeface.width(text, self.face, self.size)
    }

    /// The lines of a text of at most `width`.
    pub(super) fn wrap(self, text: &str, width: u32) -> Vec<String> {
        self.typeface.wrap(text, self.face, self.size, width)
    }

    pub(super) const fn line_height(self) -> u32 {
        self.size * LINE_HEIGHT / 1000
    }

    /// The baseline that puts capitals in the middle of a height from `top`.
    pub(super) const fn centred(self, top: i32, height: u32) -> i32 {
        top + (height + self.size * CAP_HEIGHT / 1000).div_ceil(2).cast_signed()
    }
}

#[derive(Debug, Clone)]
struct Placed {
    x: i32,
    baseline: i32,
    side: Side,
    text: String,
    lettering: Lettering,
}

/// Shapes and texts with their places, in tenths of a point.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) height: u32,
    shapes: Vec<Shape>,
    texts: Vec<Placed>,
}

impl Layout {
    pub(super) const fn new() -> Self {
        Self { height: 0, shapes: Vec::new(), texts: Vec::new() }
    }

    fn push(&mut self, layer: Layer, colour: Rgb, form: Form) {
        self.shapes.push(Shape { layer, colour, form });
    }

    pub(super) fn fill(&mut self, layer: Layer, colour: Rgb, frame: Frame) {
        if frame.right > frame.left && frame.bottom > frame.top {
            self.push(layer, colour, Form::Rectangle(frame));
        }
    }

    pub(super) fn polygon(&mut self, layer: Layer, colour: Rgb, points: Vec<(i32, i32)>) {
        self.push(layer, colour, Form::Polygon(points));
    }

    pub(super) fn line(&mut self, layer: Layer, colour: Rgb, width: u32, points: &[(i32, i32)]) {
        self.push(layer, colour, Form::Line { points: points.to_vec(), width });
    }

    /// A border that lies inside the frame.
    pub(super) fn outline(&mut self, layer: Layer, colour: Rgb, frame: Frame) {
        let inset = (BORDER / 2).cast_signed();
        let (left, right) = (frame.left + inset, frame.right - inset);
        let (top, bottom) = (frame.top + inset, frame.bottom - inset);
        // Starting in the middle of a side keeps all four corners whole.
        let middle = i32::midpoint(left, right);
        let points = [
            (middle, top),
            (right, top),
            (right, bottom),
            (left, bottom),
            (left, top),
            (middle, top),
        ];
        self.line(layer, colour, BORDER, &points);
    }

    /// Diagonal lines: somewhere in this range.
    pub(super) fn hatch(&mut self, hatch: Hatch, colour: Rgb, frame: Frame) {
        let height = frame.bottom - frame.top;
        let mut offset = frame.left - height + HATCH_STEP / 2;
        while offset < frame.right {
            // From (offset, bottom) up to (offset + height, top), cut off at both ends.
            let from = offset.max(frame.left);
            let to = (offset + height).min(frame.right);
            if from < to {
                let y = |x: i32| match hatch {
                    Hatch::Own => frame.top + (x - offset),
                    Hatch::Other => frame.bottom - (x - offset),
                };
                let ends = [(from, y(from)), (to, y(to))];
                self.line(Layer::Pattern, colour, hatch.line(), &ends);
            }
            offset += HATCH_STEP;
        }
    }

    /// Horizontal lines: a tone of its own.
    pub(super) fn rule(&mut self, colour: Rgb, frame: Frame) {
        let mut y = frame.top + RULE_STEP / 2;
        while y < frame.bottom {
            self.line(Layer::Pattern, colour, RULE_LINE, &[(frame.left, y), (frame.right, y)]);
            y += RULE_STEP;
        }
    }

    pub(super) fn text(
        &mut self,
        (x, baseline): (i32, i32),
        side: Side,
        lettering: Lettering,
        text: impl Into<String>,
    ) {
        let text = text.into();
        if !text.is_empty() {
            self.texts.push(Placed { x, baseline, side, text, lettering });
        }
    }

    /// Lines of text, together in the middle of a height from `top`.
    pub(super) fn lines(
        &mut self,
        (x, top): (i32, i32),
        height: u32,
        side: Side,
        lettering: Lettering,
        lines: &[String],
    ) {
        let line_height = lettering.line_height();
        let block = line_height * u32::try_from(lines.len()).unwrap_or(1);
        let mut y = top + (height.saturating_sub(block) / 2).cast_signed();
        for line in lines {
            let baseline = lettering.centred(y, line_height);
            self.text((x, baseline), side, lettering, line.as_str());
            y += line_height.cast_signed();
        }
    }

    /// A text on a plate that keeps a pattern away from its letters, from `from` on.
    pub(super) fn on_plate(
        &mut self,
        (x, baseline): (i32, i32),
        from: i32,
        plate: Rgb,
        lettering: Lettering,
        text: &str,
    ) {
        const MARGIN: i32 = 16;
        let size = lettering.size;
        let frame = Frame {
            left: from.min(x - MARGIN),
            top: baseline - (size * CAP_HEIGHT / 1000).cast_signed() - MARGIN,
            right: x + lettering.width(text).cast_signed() + MARGIN,
            bottom: baseline + (size * DESCENT / 1000).cast_signed(),
        };
        self.fill(Layer::Plate, plate, frame);
        self.text((x, baseline), Side::Left, lettering, text);
    }

    /// The lines of a layer, for tests.
    #[cfg(test)]
    pub(super) fn lines_of(&self, layer: Layer) -> Vec<Vec<(i32, i32)>> {
        let shapes = self.shapes.iter().filter(|shape| shape.layer == layer);
        shapes
            .filter_map(|shape| match &shape.form {
                Form::Line { points, .. } => Some(points.clone()),
                _ => None,
            })
            .collect()
    }

    /// Hands everything to plotters, lowest layer first, equal colours together.
    pub(super) fn draw<DB: DrawingBackend>(
        mut self,
        style: &HouseStyle,
        area: &DrawingArea<DB, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        self.shapes.sort_by_key(|shape| (shape.layer, shape.colour));
        for shape in self.shapes {
            let colour = RGBColor(shape.colour.0, shape.colour.1, shape.colour.2);
            match shape.form {
                Form::Rectangle(f) => {
                    let corners = [(f.left, f.top), (f.right, f.bottom)];
                    area.draw(&Rectangle::new(corners, colour.filled()))?;
                }
                Form::Polygon(points) => area.draw(&Polygon::new(points, colour.filled()))?,
                Form::Line { points, width } => {
                    let stroke =
                        ShapeStyle { color: colour.to_rgba(), filled: false, stroke_width: width };
                    area.draw(&PathElement::new(points, stroke))?;
                }
            }
        }
        for placed in self.texts {
            let style = text_style(style, placed.lettering, placed.side);
            let top = placed.baseline - (placed.lettering.size * ASCENT / 1000).cast_signed();
            area.draw(&Text::new(placed.text, (placed.x, top), style))?;
        }
        Ok(())
    }
}

fn text_style(style: &HouseStyle, lettering: Lettering, side: Side) -> TextStyle<'static> {
    let cut = match lettering.face {
        Face::Regular => FontStyle::Normal,
        Face::Bold => FontStyle::Bold,
        Face::Italic => FontStyle::Italic,
    };
    let size = f64::from(lettering.size) * TEXT_SIZE_FACTOR;
    let Rgb(red, green, blue) = lettering.colour;
    let anchor = match side {
        Side::Left => HPos::Left,
        Side::Right => HPos::Right,
    };
    let mut text =
        TextStyle::from(FontDesc::new(FontFamily::Name(style.typeface.name()), size, cut));
    text.color = RGBColor(red, green, blue).to_backend_color();
    text.pos(Pos::new(anchor, VPos::Top))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dots of a copier at 150 dots per inch, per unit.
    const DOTS: f64 = 150.0 / 720.0;

    /// Room between two lines in dots, and the part of it that is ink.
    fn grain(step: f64, line: u32) -> (f64, f64) {
        ((step - f64::from(line)) * DOTS, f64::from(line) / step)
    }

    #[test]
    fn patterns_stay_apart_in_a_copy_of_150_dots_per_inch() {
        // Lines at 45 degrees lie closer together than their step along the bar.
        let across = f64::from(HATCH_STEP) / 2f64.sqrt();
        let grains = [
            grain(across, Hatch::Own.line()),
            grain(across, Hatch::Other.line()),
            grain(f64::from(RULE_STEP), RULE_LINE),
        ];
        for (index, (room, ink)) in grains.into_iter().enumerate() {
            assert!(room >= 2.0, "{room:.1} dots of paper between two lines");
            for (_, other) in &grains[index + 1..] {
                assert!((ink - other).abs() > 0.08, "{ink:.2} beside {other:.2} of ink");
            }
        }
        let too_fine = grain(10.0, 4);
        assert!(too_fine.0 < 2.0, "a pattern that runs together is seen");
    }

    #[test]
    fn the_range_of_the_own_answer_falls_and_others_rise() {
        let falls = |hatch| {
            let mut layout = Layout::new();
            let frame = Frame { left: 0, top: 0, right: 400, bottom: 140 };
            layout.hatch(hatch, Rgb::BLACK, frame);
            let lines = layout.lines_of(Layer::Pattern);
            assert!(lines.len() > 10);
            lines.iter().all(|line| (line[1].1 > line[0].1) == (hatch == Hatch::Own))
        };
        assert!(falls(Hatch::Own) && falls(Hatch::Other));
    }
}
