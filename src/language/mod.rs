//! Judged figures in words, and what is said instead of a number that is not shown; the rules
//! of Dutch itself stand in [`crate::dutch`]. No sentence about a question is made here: those stand in the
//! templates, which use these words as filters.

mod filters;
mod phrases;

pub use filters::register_filters;
pub use phrases::{
    change_in_words, count_of_base, describe, percent_of, size_in_words, withheld_briefly,
    withheld_in_row, withheld_sentence,
};

/// What is counted, in singular and plural.
pub type Unit = crate::dutch::Noun<'static>;
