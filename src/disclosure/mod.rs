//! The only door between figures and readers (trust-rules A).
//!
//! [`protect`] judges every table once. What comes out, a [`Publication`], holds
//! [`Figure`]s, and nothing else in the program can make a `Figure`. A document gets a
//! [`Reading`]: released totals plus the own answers of at most one municipality.
//!
//! Counts and tables can't enter a template: they are no template values.
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

#[cfg(test)]
mod attacker;
mod audit;
mod figure;
mod gate;
mod memory;
mod policy;
mod reading;
mod rules;
#[cfg(test)]
mod tests;
mod usefulness;
mod withholding;

pub use figure::{Figure, FigureView, Reason, ReleasedTable};
pub use gate::{Certainty, Derivable, Publication, protect};
pub use memory::AuditMemory;
pub use policy::Policy;
pub use reading::{Audience, Change, Cited, CitedTable, OwnAnswer, Reading, SMALL_CHANGE};
pub use usefulness::Usefulness;
pub use withholding::{Exposure, Why, Withholding};

// What a reader may see of the earlier rooms.
pub use crate::statistics::{
    Group, Panel, Participation, PercentagePoint, Previous, Share, Subject, TableKey,
};
