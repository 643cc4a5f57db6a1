//! Typst markup to PDF.
//!
//! [`Typesetter`] turns the markup that `templates` made into a tagged PDF (PDF/UA-1 and
//! PDF/A-2a) in a world that holds memory only.

mod fonts;
mod landmarks;
mod native;
mod pdf;
mod world;

pub use fonts::FontSet;
pub use landmarks::{Landmark, LandmarkKind, LayoutFault, LayoutRules, LineText};
pub use pdf::{
    Laid, Margins, PageInk, PdfDate, PdfInfo, Printed, Severity, TextRun, Typesetter, TypstFinding,
};
pub use world::STYLE_MODULE;

#[cfg(test)]
mod tests;
