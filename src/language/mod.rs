//! Words for numbers: a wording keeps with every number where it comes from, and one place puts
//! a judged number into words; the rules of Dutch itself stand in [`crate::dutch`]. No sentence
//! about a question is made here: those stand in the templates, which print these words and
//! change their form by filters.

mod filters;
mod leading;
mod number;
mod phrases;
mod source;
mod wording;

pub use filters::{FILTERS, register_filters};
pub use leading::Ranking;
pub use number::{DRAWN_PERCENT_FROM, Exact, Number, PERCENT_FROM, base_in_words, bases_in_words};
pub use phrases::{
    change_in_words, instead_of_answer, instead_of_answer_sentence, is_unchanged, points,
    points_in_words, size_in_words, withheld_briefly, withheld_in_row, withheld_sentence,
};
pub use source::{Form, Participants, ResponseNumber, Source};
pub use wording::{Piece, Said, WHOLE, Wording, wording};

/// What is counted, in singular and plural.
pub type Unit = crate::dutch::Noun<'static>;
