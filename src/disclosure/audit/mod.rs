//! What could be derived about single municipalities, and what to withhold so that nothing
//! can (trust-rules A6).
//!
//! A fact is certain when every set of answers that gives the very same documents holds it.
//! So the audit looks for another set of answers: one such *witness* proves that the fact is
//! not certain. Every answer that the gate lets pass has a witness that was checked in whole
//! numbers; an answer without one counts as derivable, whether or not it is.
//!
//! Answers of several options are audited option by option. That a respondent ticked at least
//! one option, or an exclusive one alone, is not used against the documents.
//!
//! - `puzzle`: whole unknowns with known sums, and the solver
//! - `model`: one question of one wave as such a puzzle, and its readers
//! - `suppress`: what to withhold, in a fixed order

mod model;
mod puzzle;
mod suppress;

pub(super) use model::{Audit, Extra, Fact, Finding, Plan};
pub(super) use suppress::suppress;
