//! What could be derived about single municipalities, and what to withhold so that nothing
//! can (trust-rules A6).
//!
//! A fact is certain when every set of answers that gives the very same documents holds it.
//! So the audit looks for another set of answers: one such *witness* proves that the fact is
//! not certain. Every answer that the gate lets pass has a witness that was checked in whole
//! numbers; an answer without one counts as derivable, whether or not it is.
//!
//! Of answers with several options the reader also knows that everyone ticked something, that
//! an exclusive option stands alone, and what a net counts (`ticks`).
//!
//! - `system`: whole unknowns with known sums, and the solver
//! - `witness`: one question of one wave as such a puzzle, and its readers
//! - `ticks`: what the ticks of one respondent have to do with each other
//! - `swap`: quick witnesses
//! - `suppress`: what to withhold, in a fixed order

mod suppress;
mod swap;
mod system;
mod ticks;
mod witness;

pub(super) use suppress::suppress;
pub(super) use witness::{Audit, Extra, Fact, Finding, Plan};
