//! A chart in a document: shapes as merged lines and text as text, as Typst or as SVG.
//!
//! plotters' own SVG backend would give a PDF pictures of letters: words in them can't be
//! found, copied or read aloud. Here a drawing is recorded once, at places that were measured
//! in Rust, and then written for the format that asks.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use minijinja::value::{Object, ObjectRepr, Value};
use plotters::drawing::DrawingArea;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};

use super::markup::{TypstMarkup, literal};
use super::scene::{DRAWING_FUNCTION, Label, Line, Mark, Paint, Scene};
use super::svg;
use crate::charts::{self, Chart, Face, HouseStyle, TEXT_SIZE_FACTOR, Typeface};
use crate::colour::Rgb;
use crate::language::Wording;

/// Where plotters' SVG backend puts the baseline of a text anchored at its top.
const TOP_TO_BASELINE: f64 = 0.76;
/// The same for a text anchored in its middle: half the height of an x.
const MIDDLE_TO_BASELINE: f64 = 0.258;
/// The same for a text anchored at its bottom.
const BOTTOM_TO_BASELINE: f64 = -0.258;

/// A chart to be drawn where it is printed: as Typst in a `.typ` template, as SVG in an
/// `.html` one, with what it says. It is drawn when it is first asked for, once per format.
///
/// In a template `{{ chart }}` is a whole figure without caption. For Typst, `chart.body` and
/// `chart.alt` go into `figuur`; `chart.width` and `chart.height` are lengths for code.
#[derive(Debug)]
pub struct Drawing {
    chart: Chart,
    style: HouseStyle,
    typst: OnceLock<TypstMarkup>,
    svg: OnceLock<String>,
}

impl Drawing {
    /// A drawing of a chart in a style.
    #[must_use]
    pub fn of(chart: &Chart, style: &HouseStyle) -> Self {
        let (chart, style) = (chart.clone(), style.clone());
        Self { chart, style, typst: OnceLock::new(), svg: OnceLock::new() }
    }

    /// What it shows.
    #[must_use]
    pub const fn chart(&self) -> &Chart {
        &self.chart
    }

    /// The drawing as Typst without its alternative text, to stand in `figuur`.
    #[must_use]
    pub fn body(&self) -> &TypstMarkup {
        self.typst.get_or_init(|| {
            let scene = literal(&self.scene().to_string());
            TypstMarkup::trusted(format!("#{DRAWING_FUNCTION}({scene})"))
        })
    }

    /// The drawing as an `<svg>` element that says what it shows.
    #[must_use]
    pub fn svg(&self) -> &str {
        self.svg
            .get_or_init(|| svg::write(&self.scene(), &self.alt().to_string(), self.style.typeface))
    }

    /// The alternative text.
    #[must_use]
    pub const fn alt(&self) -> &Wording {
        self.chart.alt().wording()
    }

    /// Width and height in tenths of a point.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        (self.chart.width(), self.chart.height(&self.style))
    }

    /// As Typst a whole figure without caption or number: one tagged element with its
    /// alternative text.
    #[must_use]
    pub fn figure(&self) -> TypstMarkup {
        self.figure_saying(&literal(&self.alt().to_string()))
    }

    /// The same with its alternative text as a literal of Typst.
    pub(super) fn figure_saying(&self, alt: &str) -> TypstMarkup {
        TypstMarkup::trusted(format!(
            "#figure(kind: image, outlined: false, numbering: none, alt: {alt})[{}]",
            self.body().as_str()
        ))
    }

    /// Its shapes and labels: one routine draws for all formats.
    fn scene(&self) -> Scene {
        let backend = Rc::new(RefCell::new(Recorder::new(self.size(), self.style.typeface)));
        let area = DrawingArea::from(&backend);
        charts::draw(&self.chart, &self.style, &area).expect("this backend never fails");
        drop(area);
        backend.replace(Recorder::new((0, 0), self.style.typeface)).scene
    }
}

impl Object for Drawing {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "body" => Some(self.body().clone().into()),
            "alt" => Some(self.alt().clone().into()),
            "figure" => Some(self.figure().into()),
            "width" => Some(TypstMarkup::length(self.size().0).into()),
            "height" => Some(TypstMarkup::length(self.size().1).into()),
            _ => None,
        }
    }
}

impl From<Drawing> for Value {
    fn from(drawing: Drawing) -> Self {
        Self::from_object(drawing)
    }
}

/// A plotters backend that collects the shapes and labels of a drawing. One pixel is a tenth
/// of a point.
#[derive(Debug)]
struct Recorder {
    typeface: Typeface,
    scene: Scene,
}

impl Recorder {
    /// An empty drawing of a width and height in tenths of a point.
    fn new(size: (u32, u32), typeface: Typeface) -> Self {
        let family = typeface.name().to_owned();
        Self { typeface, scene: Scene { size, family, marks: Vec::new() } }
    }

    fn width<S: BackendTextStyle>(&self, text: &str, style: &S) -> u32 {
        self.typeface.width(text, face(style), tenths(style.size() / TEXT_SIZE_FACTOR))
    }

    /// Adds a line to the shape before it when both are painted alike.
    fn add(&mut self, paint: Paint, points: &[BackendCoord]) {
        let mut corners: Vec<_> = points.iter().map(|(x, y)| ((*x).into(), (*y).into())).collect();
        let round = corners.len() > 1 && corners.first() == corners.last();
        if round {
            corners.pop();
        }
        let line = Line { corners, closed: round || matches!(paint, Paint::Fill(_)) };
        match self.scene.marks.last_mut() {
            _ if points.is_empty() => {}
            Some(Mark::Lines(last, lines)) if *last == paint => lines.push(line),
            _ => self.scene.marks.push(Mark::Lines(paint, vec![line])),
        }
    }
}

const fn rgb((red, green, blue): (u8, u8, u8)) -> Rgb {
    Rgb(red, green, blue)
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.scene.size
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
        self.add(Paint::Stroke(rgb(style.color().rgb), style.stroke_width()), &points);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<_> = corners.into_iter().collect();
        self.add(Paint::Fill(rgb(style.color().rgb)), &points);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        let size = style.size() / TEXT_SIZE_FACTOR;
        let anchor = style.anchor();
        let width = i64::from(self.width(text, style));
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
        self.scene.marks.push(Mark::Label(Label {
            at: (left, baseline),
            size: tenths(size),
            colour: rgb(style.color().rgb),
            face: face(style),
            text: self.typeface.printable(text).replace(char::is_control, " "),
        }));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((self.width(text, style), tenths(style.size() / TEXT_SIZE_FACTOR)))
    }
}

/// A measure of a drawing as a whole number of units.
fn whole(measure: f64) -> i64 {
    // Drawings are a few thousand units wide: nothing is cut off.
    measure.round() as i64
}

/// A size as a whole number of units.
fn tenths(size: f64) -> u32 {
    u32::try_from(whole(size)).unwrap_or(0)
}

fn face<S: BackendTextStyle>(style: &S) -> Face {
    match style.style() {
        FontStyle::Bold => Face::Bold,
        FontStyle::Italic | FontStyle::Oblique => Face::Italic,
        FontStyle::Normal => Face::Regular,
    }
}
