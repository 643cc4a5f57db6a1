//! Typst markup to PDF.
//!
//! [`Typesetter`] turns the markup that `templates` made into a tagged PDF (PDF/UA-1 and
//! PDF/A-2a) in a world that holds memory only, or lays it out to look at its pages ([`Laid`]).

pub(crate) mod codes;
mod fonts;
mod ink;
mod landmarks;
mod layout;
mod measures;
mod native;
mod pdf;
mod picture;
mod world;

pub use fonts::FontSet;
pub use ink::{PageInk, TextRun};
pub use landmarks::{Landmark, LandmarkKind, LineText};
pub use layout::{Laid, LayoutFault, LayoutRules};
pub use measures::{Margins, table};
pub use pdf::{Pdf, PdfInfo, Typesetter, TypstFault};
pub use picture::picture_fault;
pub use world::STYLE_MODULE;

#[cfg(test)]
mod tests;
