//! The questionnaire definition: read from YAML ([`raw`]), checked (`validate`), trusted ([`model`]).

pub(crate) mod codes;
mod diags;
mod keyed;
pub mod model;
pub mod raw;
mod validate;
pub(crate) mod wording;

pub use model::*;
pub use validate::{load, schema};
