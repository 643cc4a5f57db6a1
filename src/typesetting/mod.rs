//! Text and drawings to PDF.
//!
//! A template and its values become [`TypstMarkup`], and nothing else can be typeset; a
//! chart becomes native Typst drawing with real text. [`Typesetter`] turns markup into a
//! tagged PDF (PDF/UA-1 and PDF/A-2a) in a world that holds memory only.

mod drawing;
mod fonts;
mod landmarks;
mod markup;
mod native;
mod pdf;
mod running;
mod templates;
mod traced;
mod world;

pub use drawing::{Drawing, TypstBackend};
pub use fonts::FontSet;
pub use landmarks::{Landmark, LandmarkKind, LayoutFault, LayoutRules, LineText};
pub use markup::{TypstMarkup, escape, printable};
pub use pdf::{
    Laid, Margins, PageInk, PdfDate, PdfInfo, Printed, Severity, TextRun, Typesetter, TypstFinding,
};
pub use running::{
    Anchor, AnchorKind, Cell, Paragraph, Running, TextKind, expressions, is_filler, running_text,
    syntax_faults, template_text,
};
pub use templates::{BUILT_IN, STYLE_MODULE, TemplateError, TemplateSet};
pub use traced::{Origin, Spot, Traced};

#[cfg(test)]
mod tests;
