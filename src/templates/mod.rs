//! Text templates and what may stand in them. Nothing here sets a page.
//!
//! A template and its values become [`TypstMarkup`] (or HTML), in which every value is
//! escaped; a chart becomes a [`Drawing`]. A template can also be filled so that every stretch
//! of the result knows where it was written ([`Traced`]), and be read as its readers will
//! ([`running_text`]). `typesetting` turns the markup into a PDF.

mod drawing;
mod markup;
mod running;
mod scene;
mod set;
mod traced;

pub use drawing::{Drawing, TypstBackend};
pub(crate) use markup::literal;
pub use markup::{TypstMarkup, escape, printable};
pub use running::{
    Anchor, AnchorKind, Cell, Paragraph, Running, TextKind, expressions, is_filler, running_text,
    syntax_faults, template_text,
};
pub(crate) use scene::{Corner, DRAWING_FUNCTION, Label, Line, Mark, Paint, Scene};
pub use set::{BUILT_IN, TemplateError, TemplateSet};
pub use traced::{Origin, Spot, Traced};
