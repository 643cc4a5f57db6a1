//! A plotters backend that writes native Typst: shapes as merged curves, text as text.
//!
//! plotters' own SVG backend would give pictures of letters: words in them can't be found,
//! copied or read aloud. Here a text is placed as Typst text, at a place that was measured
//! in Rust, so Typst has nothing left to align.

use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Value};
use plotters::drawing::DrawingArea;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};

use super::markup::{TypstMarkup, literal};
use crate::charts::{self, Chart, Face, HouseStyle, TEXT_SIZE_FACTOR, TextMetrics};

/// Where plotters' SVG backend puts the baseline of a text anchored at its top.
const TOP_TO_BASELINE: f64 = 0.76;
/// The same for a text anchored in its middle: half the height of an x.
const MIDDLE_TO_BASELINE: f64 = 0.258;
/// The same for a text anchored at its bottom.
const BOTTOM_TO_BASELINE: f64 = -0.258;

/// A chart as Typst: its body and what it says.
///
/// In a template `{{ chart }}` is a whole figure without caption; `chart.body` and
/// `chart.alt` go into `figuur`, and `chart.height` is in points.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Drawing {
    body: TypstMarkup,
    alt: String,
    /// Width and height in tenths of a point.
    size: (u32, u32),
}

impl Drawing {
    /// Draws a chart as Typst.
    #[must_use]
    pub fn of(chart: &Chart, style: &HouseStyle) -> Self {
        let size = (chart.width(), chart.height(style));
        let backend = Rc::new(RefCell::new(TypstBackend::new(size, style.family)));
        let area = DrawingArea::from(&backend);
        charts::draw(chart, style, &area).expect("this backend never fails");
        drop(area);
        let backend = backend.replace(TypstBackend::new(size, style.family));
        Self { body: backend.into_body(), alt: chart.alt().as_str().to_owned(), size }
    }

    /// The drawing without its alternative text, to stand in `figuur`.
    #[must_use]
    pub const fn body(&self) -> &TypstMarkup {
        &self.body
    }

    /// The alternative text.
    #[must_use]
    pub fn alt(&self) -> &str {
        &self.alt
    }

    /// Height in tenths of a point.
    #[must_use]
    pub const fn height(&self) -> u32 {
        self.size.1
    }

    /// A whole figure without caption or number: one tagged element with its alternative
    /// text.
    #[must_use]
    pub fn figure(&self) -> TypstMarkup {
        let alt = literal(&self.alt);
        TypstMarkup::trusted(format!(
            "#figure(kind: image, outlined: false, numbering: none, alt: {alt})[{}]",
            self.body.as_str()
        ))
    }
}

impl Object for Drawing {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "body" => Some(self.body.clone().into()),
            "alt" => Some(Value::from(self.alt.as_str())),
            "figure" => Some(self.figure().into()),
            "width" => Some(Value::from(f64::from(self.size.0) / 10.0)),
            "height" => Some(Value::from(f64::from(self.size.1) / 10.0)),
            _ => None,
        }
    }
}

impl From<Drawing> for Value {
    fn from(drawing: Drawing) -> Self {
        Self::from_object(drawing)
    }
}

/// How shapes are painted that are written as one curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paint {
    Fill((u8, u8, u8)),
    Stroke((u8, u8, u8), u32),
}

/// Collects a drawing and writes it as Typst. One pixel is a tenth of a point.
#[derive(Debug)]
pub struct TypstBackend {
    size: (u32, u32),
    family: &'static str,
    source: String,
    /// The curve being written: neighbours of one paint are merged.
    paint: Option<Paint>,
    segments: String,
}

impl TypstBackend {
    /// An empty drawing of a width and height in tenths of a point.
    #[must_use]
    pub const fn new(size: (u32, u32), family: &'static str) -> Self {
        Self { size, family, source: String::new(), paint: None, segments: String::new() }
    }

    /// The drawing as a block of fixed size.
    #[must_use]
    pub fn into_body(mut self) -> TypstMarkup {
        self.finish_curve();
        let (width, height) = (Tenths(i64::from(self.size.0)), Tenths(i64::from(self.size.1)));
        TypstMarkup::trusted(format!(
            "#block(width: {width}pt, height: {height}pt, breakable: false, {{\n\
             set text(font: {}, top-edge: \"baseline\", bottom-edge: \"baseline\", \
             hyphenate: false)\nset par(justify: false)\n\
             let p(x, y, s, f, w, t, b) = place(top + left, dx: x * 1pt, dy: y * 1pt, \
             text(size: s * 1pt, fill: rgb(f), weight: w, style: t, b))\n{}}})",
            literal(self.family),
            self.source
        ))
    }

    /// Writes the curve that was being collected.
    fn finish_curve(&mut self) {
        let Some(paint) = self.paint.take() else {
            return;
        };
        let paint = match paint {
            Paint::Fill(colour) => format!("fill: rgb(\"{}\")", hex(colour)),
            Paint::Stroke(colour, width) => {
                let width = Tenths(i64::from(width));
                format!("stroke: {width}pt + rgb(\"{}\")", hex(colour))
            }
        };
        let segments = std::mem::take(&mut self.segments);
        self.write(format_args!("place(top + left, curve({paint}{segments}))\n"));
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        self.source.write_fmt(text).expect("writing to a string");
    }

    /// Adds a path to the curve of its paint.
    fn add(&mut self, paint: Paint, points: &[BackendCoord]) {
        let [first, rest @ ..] = points else { return };
        if self.paint != Some(paint) {
            self.finish_curve();
            self.paint = Some(paint);
        }
        let point = |(x, y): &BackendCoord| {
            format!("({}pt, {}pt)", Tenths(i64::from(*x)), Tenths(i64::from(*y)))
        };
        let closed = matches!(paint, Paint::Fill(_)) || rest.last() == Some(first);
        let rest = if rest.last() == Some(first) { &rest[..rest.len() - 1] } else { rest };
        let out = &mut self.segments;
        write!(out, ", curve.move({})", point(first)).expect("writing to a string");
        for next in rest {
            write!(out, ", curve.line({})", point(next)).expect("writing to a string");
        }
        if closed {
            out.push_str(", curve.close()");
        }
    }
}

/// A number of tenths, written with one digit after the point.
#[derive(Debug, Clone, Copy)]
struct Tenths(i64);

impl std::fmt::Display for Tenths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{}", self.0.abs() / 10, self.0.abs() % 10)
    }
}

fn hex((red, green, blue): (u8, u8, u8)) -> String {
    charts::Rgb(red, green, blue).hex()
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for TypstBackend {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Drawn {
        self.fill_polygon([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)], &colour)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        if fill {
            self.fill_polygon(corners, style)
        } else {
            self.draw_path(corners.into_iter().chain([(left, top)]), style)
        }
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<_> = path.into_iter().collect();
        self.add(Paint::Stroke(style.color().rgb, style.stroke_width()), &points);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<_> = corners.into_iter().collect();
        self.add(Paint::Fill(style.color().rgb), &points);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        self.finish_curve();
        let size = style.size() / TEXT_SIZE_FACTOR;
        let anchor = style.anchor();
        let width = i64::from(text_width(text, style));
        let left = i64::from(x)
            - match anchor.h_pos {
                HPos::Left => 0,
                HPos::Center => width / 2,
                HPos::Right => width,
            };
        let drop = match anchor.v_pos {
            VPos::Top => TOP_TO_BASELINE,
            VPos::Center => MIDDLE_TO_BASELINE,
            VPos::Bottom => BOTTOM_TO_BASELINE,
        };
        let baseline = i64::from(y) + whole(drop * size);
        let (weight, slant) = match style.style() {
            FontStyle::Bold => ("bold", "normal"),
            FontStyle::Italic | FontStyle::Oblique => ("regular", "italic"),
            FontStyle::Normal => ("regular", "normal"),
        };
        let (left, baseline, size) = (Tenths(left), Tenths(baseline), Tenths(whole(size)));
        let (colour, text) = (hex(style.color().rgb), literal(text));
        self.write(format_args!(
            "p({left}, {baseline}, {size}, \"{colour}\", \"{weight}\", \"{slant}\", {text})\n"
        ));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let height = whole(style.size() / TEXT_SIZE_FACTOR);
        Ok((text_width(text, style), u32::try_from(height).unwrap_or(0)))
    }
}

/// A measure of a drawing as a whole number of units.
fn whole(measure: f64) -> i64 {
    // Drawings are a few thousand units wide: nothing is cut off.
    measure.round() as i64
}

fn text_width<S: BackendTextStyle>(text: &str, style: &S) -> u32 {
    let face = match style.style() {
        FontStyle::Bold => Face::Bold,
        FontStyle::Italic | FontStyle::Oblique => Face::Italic,
        FontStyle::Normal => Face::Regular,
    };
    let size = u32::try_from(whole(style.size() / TEXT_SIZE_FACTOR)).unwrap_or(0);
    TextMetrics::width(text, face, size)
}
