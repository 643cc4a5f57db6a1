//! The audit: what could be derived about single municipalities from what is shown, and what
//! to withhold so that nothing can (bescherming.md#controle).
//!
//! A conclusion is certain when it holds in every set of answers that gives the very same
//! documents. So the audit looks for another set of answers in which it does not hold: one such
//! *witness* proves that the conclusion is not certain. Every answer that the audit lets pass
//! has a witness that was checked in whole numbers; an answer without one counts as derivable,
//! whether or not it is.
//!
//! In the order in which they use each other:
//!
//! - `system`: linear sums over whole unknowns, and the solver
//! - `readers`: who answered, and what each reader knows
//! - `report`: what is certain, and whose answer it is
//! - `shown`: what is shown, and what the audit withholds of it
//! - `ticks`: how the ticks of one respondent depend on each other
//! - `clues`: what the documents reveal to an attacker
//! - `equations`: that as linear systems
//! - `swap`: quick witnesses
//! - `witness`: the search for a witness
//! - `attack`: all that readers could derive
//! - `suppress`: what to withhold, in a fixed order

mod attack;
mod clues;
mod equations;
mod readers;
mod report;
mod shown;
mod suppress;
mod swap;
mod system;
mod ticks;
mod witness;

pub(super) use attack::{Audit, Knowledge};
#[cfg(test)]
pub(super) use clues::{absent_nets, absent_options, nets, options_of_areas, options_of_panels};
#[cfg(test)]
pub(super) use clues::{exclusive_options, something_ticked};
#[cfg(test)]
pub(super) use readers::READERS;
pub use report::Exposure;
pub(super) use report::{Fact, Finding};
pub(super) use shown::{Part, Suppression};
pub(super) use suppress::suppress;
