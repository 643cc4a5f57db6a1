//! The only way from counts to readers: what may be shown, and what may not.
//!
//! [`protect`] judges every table once. The result, a [`Publication`], holds [`Figure`]s, and
//! nothing else in the program can make a `Figure`. A document gets a [`Reading`]: released
//! totals, and the answers of at most one municipality. The rules are explained in
//! `questionnaire/bescherming.md`; comments name its headings.
//!
//! In the order in which they use each other:
//!
//! - `policy`, `figure`: the numbers behind a level, and judged numbers
//! - `rules`: the fixed rules, which look at sizes alone
//! - `audit`: what could be derived, and what to withhold so that nothing can
//! - `publication`, `withholding`, `reading`, `usefulness`: the result, and views on it
//! - `survey`, `auditor`, `judged`: what the schedule works on
//! - `published`: what earlier editions showed
//! - `memory`, `remember`: what was decided before
//! - `schedule`: which rule and which audit when
//!
//! Counts and tables can't enter a template: they are not template values.
//!
//! ```compile_fail
//! let share = gemeentespiegel::statistics::Share::of(1, 2).unwrap();
//! let value: minijinja::Value = share.into();
//! ```
//!
//! ```compile_fail
//! use gemeentespiegel::disclosure::Figure;
//! let share = gemeentespiegel::statistics::Share::of(1, 2).unwrap();
//! let figure = Figure { judged: todo!() };
//! ```

mod audit;
mod auditor;
mod figure;
mod judged;
mod memory;
mod policy;
mod publication;
mod published;
mod reading;
mod remember;
mod rules;
mod schedule;
mod survey;
#[cfg(test)]
mod tests;
mod unprotected;
mod usefulness;
mod withholding;

pub use audit::Exposure;
pub use figure::{Figure, FigureView, Reason, ReleasedTable};
pub use memory::AuditMemory;
pub use policy::Policy;
pub use publication::{Certainty, Derivable, Publication};
pub use published::{Mismatch, PublishedFigure};
pub use reading::{Audience, Change, Cited, CitedTable, OwnAnswer, Reading, SMALL_CHANGE};
pub use schedule::protect;
pub use survey::Survey;
pub use unprotected::Unprotected;
pub use usefulness::Usefulness;
pub use withholding::{Why, Withholding};

// What a reader may see of the earlier rooms.
pub use crate::statistics::{
    Group, Panel, Participation, PercentagePoint, Previous, Share, Subject, TableKey,
};
