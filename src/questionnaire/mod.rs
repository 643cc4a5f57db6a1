//! The questionnaire definition: read from YAML ([`raw`]), checked (`validate`), trusted ([`model`]).

mod diags;
mod keyed;
pub mod model;
pub mod raw;
mod validate;

pub use model::*;
pub(crate) use validate::is_slug;
pub use validate::{load, schema};
