//! Counts, bases, percentages and changes: exact, in integers, as methods.md defines them.
//!
//! Nothing here may reach a reader: [`crate::disclosure`] judges every table first.

mod comparison;
mod group;
mod participation;
mod percent;
mod profiles;
#[cfg(test)]
pub(crate) mod sample;
mod tables;
#[cfg(test)]
mod tests;

pub use comparison::{AreaRule, Comparison};
pub use group::{Group, Panel};
pub use participation::{Participation, Previous, ProvinceResponse, participation};
pub use percent::{PercentagePoint, Share};
pub use profiles::{Profile, Subject};
pub use tables::{Table, TableKey, Tables, tabulate, tabulate_one};
