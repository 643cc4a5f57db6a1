//! Words for numbers: a wording keeps with every number where it comes from, and one place puts
//! a judged number into words. No sentence about a question is made here: those stand in the
//! templates, which print these words and change their form by filters.

mod filters;
mod number;
mod numbers;
mod phrases;
mod plain;
mod source;
mod wording;

pub use filters::register_filters;
pub use number::{
    DRAWN_PERCENT_FROM, Exact, Number, PERCENT_FROM, SIZE_WORDS_FROM, base_in_words, bases_in_words,
};
pub use numbers::{MONTHS, date_in_words, in_words, join, ordinal, signed, thousands};
pub use phrases::{
    Unit, change_in_words, is_unchanged, points, points_in_words, size_in_words, withheld_briefly,
    withheld_in_row, withheld_sentence,
};
pub use plain::{LONGEST_SENTENCE, MEAN_SENTENCE, judging_word, sentences, words_in};
pub use source::{Form, Participants, ResponseNumber, Source};
pub use wording::{Piece, Said, Wording, wording};
