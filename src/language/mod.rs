//! Dutch words for numbers: notation, sizes, lists, dates, and what is said instead of a
//! number that is not shown. No sentence about a question is made here: those stand in the
//! templates, which use these words as filters.

mod filters;
mod numbers;
mod phrases;
mod plain;

pub use filters::register_filters;
pub use numbers::{MONTHS, date_in_words, in_words, join, ordinal, signed, thousands};
pub use phrases::{
    Unit, change_in_words, count_of_base, describe, percent_of, size_in_words, withheld_briefly,
    withheld_in_row, withheld_sentence,
};
pub use plain::{LONGEST_SENTENCE, MEAN_SENTENCE, judging_word, sentences, words_in};
