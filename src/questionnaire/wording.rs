//! Whether a text of the questionnaire or of the project may stand before a council: neutral and
//! easy to read (methods.md#plain-dutch).

use super::diags;
use crate::diagnostics::{Diagnostic, FileId};
use crate::dutch::{LONGEST_SENTENCE, judging_word, sentences, words_in};
use crate::manuscript::Located;

/// What is wrong with the words of a text.
pub(crate) fn findings(text: &Located<String>, file: FileId) -> Vec<Diagnostic> {
    let written = text.get();
    let long = sentences(written).into_iter().map(|at| &written[at]).filter_map(|sentence| {
        let words = words_in(sentence);
        (words > LONGEST_SENTENCE)
            .then(|| diags::long_sentence(text.place(file), sentence, words, LONGEST_SENTENCE))
    });
    judgement(text, file).into_iter().chain(long).collect()
}

/// The finding about a word that judges, if there is one.
pub(crate) fn judgement(text: &Located<String>, file: FileId) -> Option<Diagnostic> {
    judging_word(text.get()).map(|word| diags::judging_word(text.place(file), &word))
}
