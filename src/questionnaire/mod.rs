//! The questionnaire definition: read from YAML ([`raw`]), checked (`validate`), trusted ([`model`]).

pub(crate) mod codes;
mod diags;
mod keyed;
pub mod model;
pub mod raw;
pub mod sheet;
mod validate;
pub(crate) mod wording;

pub use model::*;
pub use sheet::{AnswerWords, SheetWords, Stance, TickRow, TickWords};
pub use validate::{load, schema};
