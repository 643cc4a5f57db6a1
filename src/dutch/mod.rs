//! Dutch as documents write it and as proofreading reads it: numbers in words, dates, lists,
//! sentences, and the lists of words that a text is held against.
//!
//! Every rule stands here once, for writing and for reading alike. Nothing here knows a
//! figure or a question: a share comes in as its count and its base.

mod changes;
mod dates;
mod letters;
mod nouns;
mod numbers;
mod plain;
mod sentences;
mod sizes;
mod words;

pub use changes::{Direction, compares, compares_together, direction, grades_a_change};
pub use dates::{date_in_words, is_month};
pub use letters::{capitalised, slug, uncapitalised};
pub use nouns::{Noun, join};
pub use numbers::{in_words, is_ordinal, number_word, ordinal, signed, thousands};
pub use plain::{LONGEST_SENTENCE, judging_word};
pub use sentences::{sentences, words_in};
pub use sizes::{Claim, SIZE_WORDS_FROM, Stated, claims, size_in_words, words_of_size};
pub use words::{Word, without_quotes, words};
