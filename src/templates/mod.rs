//! Text templates and what may stand in them. Nothing here sets a page.
//!
//! A template and its values become [`TypstMarkup`] (or HTML), in which every value is
//! escaped; a chart becomes a [`Drawing`]. A template can also be filled so that every stretch
//! of the result knows where it was written ([`Traced`]), and be read as its readers will
//! ([`running_text`]). `typesetting` turns the markup into a PDF.

mod comparing;
mod drawing;
mod environment;
mod hints;
mod markup;
mod mending;
mod places;
mod running;
mod scene;
mod set;
mod source;
mod svg;
mod traced;

pub use drawing::Drawing;
pub(crate) use markup::literal;
pub use markup::{TypstMarkup, escape, printable};
pub use running::{
    Anchor, AnchorKind, Cell, Chapter, Paragraph, Running, TextKind, running_text, syntax_faults,
    template_text,
};
pub(crate) use scene::{Corner, DRAWING_FUNCTION, Label, Line, Mark, Paint, Scene};
pub use set::{FaultKind, SHARED, TemplateError, TemplateSet};
pub use source::{Expression, Quoted, expressions, included, is_filler};
pub use traced::{Origin, Spot, Traced, Written};

#[cfg(test)]
mod tests;
