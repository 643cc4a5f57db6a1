//! Typefaces: the bundled one, those that a project brings, and how wide text is in them.
//!
//! This room knows font files. Which text is set in which cut, and on which page, is for
//! others to say.

mod file;
mod measure;
mod printable;

pub use file::{FontFault, FontFile};
pub(crate) use measure::NO_BREAK;
pub use measure::{Face, REPLACEMENT, Typeface, TypefaceFault};
