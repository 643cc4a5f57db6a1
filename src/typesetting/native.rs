//! A drawing as one native element of Typst.
//!
//! Written with Typst's own functions, a drawing costs more than all words around it: each
//! corner is a call to parse, evaluate and lay out. Here it is one call, `schets("...")`,
//! whose text holds the shapes and labels. This function puts them on a frame where they
//! were measured, as Typst's own shapes and text: Typst has nothing left to lay out.

use std::sync::LazyLock;

use comemo::Tracked;
use typst::World;
use typst::diag::{SourceResult, bail};
use typst::engine::Engine;
use typst::foundations::{
    Args, CastInfo, Context, Func, IntoValue, NativeElement, NativeFuncData, NativeFuncPtr, Packed,
    Scope, StyleChain, Value,
};
use typst::introspection::{Locator, MetadataElem};
use typst::layout::{Abs, BlockElem, Em, Frame, FrameItem, Point, Region, Size};
use typst::syntax::Span;
use typst::text::{
    Font, FontStretch, FontStyle, FontVariant, FontVariations, FontWeight, Glyph, Lang, TextItem,
};
use typst::visualize::{Color, Curve, FixedStroke, Geometry, Shape};

use crate::charts::Face;
use crate::colour::Rgb;

/// How the function is called in a source.
pub(super) const NAME: &str = "schets";

/// A corner or place, in tenths of a point from the upper left corner.
pub(super) type Spot = (i64, i64);

/// How a shape is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    /// Filled; every line is closed.
    Fill(Rgb),
    /// A line of this width, in tenths of a point.
    Stroke(Rgb, u32),
}

/// Straight lines from corner to corner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) corners: Vec<Spot>,
    /// Whether the last corner is joined to the first.
    pub(super) closed: bool,
}

/// A label: one line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// Where its baseline begins.
    pub(super) at: Spot,
    /// Size in tenths of a point.
    pub(super) size: u32,
    pub(super) colour: Rgb,
    pub(super) face: Face,
    /// Without line ends.
    pub(super) text: String,
}

/// What a drawing consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    Lines(Paint, Vec<Line>),
    Label(Label),
}

/// A drawing: what stands later lies above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scene {
    /// Width and height in tenths of a point.
    pub(super) size: (u32, u32),
    /// Name of the typeface of its labels.
    pub(super) family: String,
    pub(super) marks: Vec<Mark>,
}

impl std::fmt::Display for Scene {
    /// Size and typeface on the first line, then one mark per line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.size.0, self.size.1, self.family)?;
        for mark in &self.marks {
            match mark {
                Mark::Lines(paint, lines) => {
                    match paint {
                        Paint::Fill(colour) => write!(f, "\nfill {}", colour.hex())?,
                        Paint::Stroke(colour, width) => {
                            write!(f, "\nline {} {width}", colour.hex())?;
                        }
                    }
                    for line in lines {
                        f.write_str(if line.closed { " o" } else { " -" })?;
                        for (x, y) in &line.corners {
                            write!(f, " {x} {y}")?;
                        }
                    }
                }
                Mark::Label(label) => {
                    let (x, y) = label.at;
                    let face = match label.face {
                        Face::Regular => "regular",
                        Face::Bold => "bold",
                        Face::Italic => "italic",
                    };
                    let (size, colour) = (label.size, label.colour.hex());
                    write!(f, "\ntext {x} {y} {size} {colour} {face} {}", label.text)?;
                }
            }
        }
        Ok(())
    }
}

impl Scene {
    /// Reads what was written. `None` when something else was.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut rows = text.split('\n');
        let mut head = rows.next()?.splitn(3, ' ');
        let size = (head.next()?.parse().ok()?, head.next()?.parse().ok()?);
        let family = head.next()?.to_owned();
        Some(Self { size, family, marks: rows.map(Mark::read).collect::<Option<_>>()? })
    }
}

impl Mark {
    fn read(row: &str) -> Option<Self> {
        let (kind, rest) = row.split_once(' ')?;
        if kind == "text" {
            let mut parts = rest.splitn(6, ' ');
            let at = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            let size = parts.next()?.parse().ok()?;
            let colour = Rgb::parse(parts.next()?)?;
            let face = match parts.next()? {
                "regular" => Face::Regular,
                "bold" => Face::Bold,
                "italic" => Face::Italic,
                _ => return None,
            };
            let text = parts.next()?.to_owned();
            return Some(Self::Label(Label { at, size, colour, face, text }));
        }
        let mut parts = rest.split(' ');
        let colour = Rgb::parse(parts.next()?)?;
        let paint = match kind {
            "fill" => Paint::Fill(colour),
            "line" => Paint::Stroke(colour, parts.next()?.parse().ok()?),
            _ => return None,
        };
        let mut lines: Vec<Line> = Vec::new();
        while let Some(part) = parts.next() {
            match part {
                "o" | "-" => lines.push(Line { corners: Vec::new(), closed: part == "o" }),
                x => {
                    let corner = (x.parse().ok()?, parts.next()?.parse().ok()?);
                    lines.last_mut()?.corners.push(corner);
                }
            }
        }
        Some(Self::Lines(paint, lines))
    }
}

/// The function `schets`, for the library of a world.
pub(super) fn function() -> Func {
    Func::from(&FUNCTION)
}

static FUNCTION: NativeFuncData = NativeFuncData {
    function: NativeFuncPtr(&|_: &mut Engine, _: Tracked<Context>, args: &mut Args| {
        let span = args.span;
        let text: Value = args.expect("text")?;
        let held = MetadataElem::new(text).pack().spanned(span);
        let held = held.into_packed::<MetadataElem>().expect("it was just made");
        Ok(BlockElem::single_layouter(held, lay_out).pack().spanned(span).into_value())
    }),
    name: NAME,
    title: "Schets",
    docs: "A drawing, from its text.",
    def_site: None,
    keywords: &[],
    contextual: false,
    scope: LazyLock::new(&Scope::new),
    params: LazyLock::new(&Vec::new),
    returns: LazyLock::new(&|| CastInfo::Any),
};

fn lay_out(
    held: &Packed<MetadataElem>,
    engine: &mut Engine,
    _: Locator,
    _: StyleChain,
    _: Region,
) -> SourceResult<Frame> {
    let span = held.span();
    let scene = match &held.value {
        Value::Str(text) => Scene::read(text.as_str()),
        _ => None,
    };
    let Some(scene) = scene else { bail!(span, "this is no drawing") };
    let tenths = |(x, y): Spot| Point::new(points(x), points(y));
    let size = tenths((scene.size.0.into(), scene.size.1.into()));
    let mut frame = Frame::hard(Size::new(size.x, size.y));
    let fonts = [Face::Regular, Face::Bold, Face::Italic].map(|face| {
        let id = engine.world.book().select(&scene.family.to_lowercase(), variant(face))?;
        engine.world.font(id)
    });
    for mark in &scene.marks {
        match mark {
            Mark::Lines(paint, lines) => {
                frame.push(Point::zero(), FrameItem::Shape(shape(*paint, lines), span));
            }
            Mark::Label(label) => {
                let Some(font) = &fonts[label.face as usize] else {
                    bail!(span, "unknown font family: {}", scene.family)
                };
                frame.push(tenths(label.at), FrameItem::Text(text_item(label, font)));
            }
        }
    }
    Ok(frame)
}

/// A measure of tenths of a point.
fn points(tenths: i64) -> Abs {
    // A drawing is a few thousand units wide: nothing is lost.
    Abs::pt(tenths as f64 / 10.0)
}

fn colour(Rgb(red, green, blue): Rgb) -> Color {
    Color::from_u8(red, green, blue, u8::MAX)
}

fn shape(paint: Paint, lines: &[Line]) -> Shape {
    let mut curve = Curve::new();
    for line in lines {
        for (at, (x, y)) in line.corners.iter().enumerate() {
            let corner = Point::new(points(*x), points(*y));
            if at == 0 { curve.move_(corner) } else { curve.line(corner) }
        }
        if line.closed {
            curve.close();
        }
    }
    match paint {
        Paint::Fill(fill) => Geometry::Curve(curve).filled(colour(fill)),
        Paint::Stroke(ink, width) => {
            let stroke = FixedStroke::from_pair(colour(ink), points(width.into()));
            Geometry::Curve(curve).stroked(stroke)
        }
    }
}

const fn variant(face: Face) -> FontVariant {
    let (style, weight) = match face {
        Face::Regular => (FontStyle::Normal, FontWeight::REGULAR),
        Face::Bold => (FontStyle::Normal, FontWeight::BOLD),
        Face::Italic => (FontStyle::Italic, FontWeight::REGULAR),
    };
    FontVariant { style, weight, stretch: FontStretch::NORMAL }
}

/// A label with one glyph per character, each as wide as [`TextMetrics`] measures it.
///
/// [`TextMetrics`]: crate::charts::TextMetrics
fn text_item(label: &Label, font: &Font) -> TextItem {
    let size = points(label.size.into());
    let font = font.clone().instantiate(variant(label.face), size, &FontVariations::default());
    let glyphs = label
        .text
        .char_indices()
        .map(|(at, letter)| {
            let id = font.ttf().glyph_index(letter).map_or(0, |glyph| glyph.0);
            // A label is shorter than 65,536 bytes, or its last letters can't be copied.
            let place = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
            Glyph {
                id,
                x_advance: font.x_advance(id).unwrap_or_default(),
                x_offset: Em::zero(),
                y_advance: Em::zero(),
                y_offset: Em::zero(),
                range: place(at)..place(at + letter.len_utf8()),
                // Without a place, the same label is the same to Typst in every document.
                span: (Span::detached(), 0),
            }
        })
        .collect();
    TextItem {
        font,
        size,
        fill: colour(label.colour).into(),
        stroke: None,
        lang: Lang::DUTCH,
        region: "NL".parse().ok(),
        text: label.text.as_str().into(),
        glyphs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spot() -> impl Strategy<Value = Spot> {
        (-5000_i64..5000, -5000_i64..5000)
    }

    fn rgb() -> impl Strategy<Value = Rgb> {
        (0_u8.., 0_u8.., 0_u8..).prop_map(|(r, g, b)| Rgb(r, g, b))
    }

    fn mark() -> impl Strategy<Value = Mark> {
        let paint = prop_oneof![
            rgb().prop_map(Paint::Fill),
            (rgb(), 0_u32..100).prop_map(|(ink, width)| Paint::Stroke(ink, width)),
        ];
        let line = (proptest::collection::vec(spot(), 1..6), any::<bool>())
            .prop_map(|(corners, closed)| Line { corners, closed });
        let lines = (paint, proptest::collection::vec(line, 1..4))
            .prop_map(|(paint, lines)| Mark::Lines(paint, lines));
        let face = prop_oneof![Just(Face::Regular), Just(Face::Bold), Just(Face::Italic)];
        let label = (spot(), 0_u32..400, rgb(), face, "[ -~é–]{0,12}").prop_map(
            |(at, size, colour, face, text)| Mark::Label(Label { at, size, colour, face, text }),
        );
        prop_oneof![lines, label]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            size in (0_u32..9000, 0_u32..9000), marks in proptest::collection::vec(mark(), 0..6),
        ) {
            let scene = Scene { size, family: "IBM Plex Sans".to_owned(), marks };
            prop_assert_eq!(Scene::read(&scene.to_string()), Some(scene));
        }

        #[test]
        fn anything_else_is_refused_or_read_but_never_a_fault(text in "[a-z0-9 -]{0,40}(\n[a-z0-9o -]{0,30}){0,3}") {
            if let Some(scene) = Scene::read(&text) {
                prop_assert_eq!(Scene::read(&scene.to_string()), Some(scene));
            }
        }
    }
}
