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
use typst::text::{Font, FontVariations, Glyph, Lang, TextItem};
use typst::visualize::{Color, Curve, FixedStroke, Geometry, Shape};

use crate::charts::Face;
use crate::colour::Rgb;
use crate::templates::{Corner, DRAWING_FUNCTION, Label, Line, Mark, Paint, Scene};

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
    name: DRAWING_FUNCTION,
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
    let tenths = |(x, y): Corner| Point::new(points(x), points(y));
    let size = tenths((scene.size.0.into(), scene.size.1.into()));
    let mut frame = Frame::hard(Size::new(size.x, size.y));
    let fonts = [Face::Regular, Face::Bold, Face::Italic].map(|face| {
        let id = engine.world.book().select(&scene.family.to_lowercase(), face.variant())?;
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

/// A label with one glyph per character, each as wide as its typeface measures it.
fn text_item(label: &Label, font: &Font) -> TextItem {
    let size = points(label.size.into());
    let font = font.clone().instantiate(label.face.variant(), size, &FontVariations::default());
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
