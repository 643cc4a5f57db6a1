//! A drawing as an SVG element of a web page.
//!
//! Text stays text: it can be found, copied, enlarged and read in the reader's own colours,
//! and no font file is needed. Where the reader has not the typeface that was measured, each
//! label is fitted to the width that it was given, so that nothing runs over.

use std::fmt::Write as _;

use minijinja::HtmlEscape;

use super::scene::{Label, Line, Mark, Paint, Scene};
use crate::charts::{Face, Typeface};

/// Writes a drawing with the text that says what it shows. One unit is a tenth of a point.
///
/// The text is the name of the image (`aria-label`): an element with an id would have to differ
/// from all others of the page.
pub(super) fn write(scene: &Scene, alt: &str, typeface: Typeface) -> String {
    let (width, height) = scene.size;
    let (alt, family) = (HtmlEscape(alt), HtmlEscape(&scene.family));
    let mut out = String::new();
    push(
        &mut out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{alt}\" \
         viewBox=\"0 0 {width} {height}\" width=\"{}\" height=\"{}\" \
         font-family=\"{family}, sans-serif\">",
            points(width),
            points(height)
        ),
    );
    for mark in &scene.marks {
        match mark {
            Mark::Lines(paint, lines) => shape(&mut out, *paint, lines),
            Mark::Label(label) => text(&mut out, label, typeface),
        }
    }
    out.push_str("</svg>");
    out
}

fn push(out: &mut String, text: std::fmt::Arguments) {
    out.write_fmt(text).expect("writing to a string");
}

/// A length on the page.
fn points(tenths: u32) -> String {
    format!("{}.{}pt", tenths / 10, tenths % 10)
}

fn shape(out: &mut String, paint: Paint, lines: &[Line]) {
    match paint {
        Paint::Fill(colour) => push(out, format_args!("<path fill=\"{}\"", colour.hex())),
        Paint::Stroke(colour, width) => push(
            out,
            format_args!(
                "<path fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\"",
                colour.hex()
            ),
        ),
    }
    out.push_str(" d=\"");
    for line in lines {
        for (at, (x, y)) in line.corners.iter().enumerate() {
            push(out, format_args!("{}{x} {y}", if at == 0 { 'M' } else { 'L' }));
        }
        if line.closed {
            out.push('Z');
        }
    }
    out.push_str("\"/>");
}

fn text(out: &mut String, label: &Label, typeface: Typeface) {
    let Label { at: (x, y), size, colour, face, text } = label;
    let look = match face {
        Face::Regular => "",
        Face::Bold => " font-weight=\"bold\"",
        Face::Italic => " font-style=\"italic\"",
    };
    let (colour, width) = (colour.hex(), typeface.width(text, *face, *size));
    // A browser drops blanks at the ends of a text, but not these.
    let inner = text.trim_matches(' ');
    let (before, after) = text.split_once(inner).unwrap_or_default();
    let hard = |blanks: &str| "\u{a0}".repeat(blanks.len());
    let text = format!("{}{}{}", hard(before), HtmlEscape(inner), hard(after));
    push(
        out,
        format_args!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\"{look} \
         textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\">{text}</text>"
        ),
    );
}
