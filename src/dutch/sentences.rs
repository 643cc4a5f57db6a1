//! Where sentences end.
//!
//! The rules of Unicode (UAX 29, as in `icu_segmenter`) end a sentence at every full stop
//! before a capital letter; names such as `Bergen (NH.)` and abbreviations such as `o.a.` and
//! `drs.` need a list of their own.

use std::ops::Range;

/// Abbreviations behind which a sentence goes on, also before a capital letter or a number.
/// Those with a full stop inside (`o.a.`, `m.b.t.`) need no list.
const ABBREVIATIONS: [&str; 27] = [
    "art", "bijv", "blz", "bv", "ca", "dhr", "dr", "drs", "evt", "excl", "incl", "ing", "ir", "jl",
    "max", "mevr", "min", "mr", "mw", "nl", "nr", "nrs", "prof", "resp", "st", "tel", "vgl",
];

/// The longest part of a name in brackets that is an abbreviation: `(NH.)`, `(Gld.)`.
const LONGEST_IN_BRACKETS: usize = 4;

/// The sentences of a running text, without the blanks between them. What holds no letter or
/// digit is no sentence.
///
/// ```
/// # use gemeentespiegel::dutch::sentences;
/// let text = "Bergen (NH.) heeft 1.137 inwoners. Wat doet u? \u{2018}Nee.\u{2019} Ja.";
/// let found: Vec<_> = sentences(text).into_iter().map(|at| &text[at]).collect();
/// assert_eq!(found[..2], ["Bergen (NH.) heeft 1.137 inwoners.", "Wat doet u?"]);
/// assert_eq!(found.len(), 4);
/// ```
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut ended) = (0, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '.' => ended = !is_abbreviated(&text[start..at], &text[at + 1..]),
            '?' | '!' => ended = true,
            '\u{2019}' | '\u{201d}' | ')' | '"' => {}
            _ if letter.is_whitespace() && ended && opens_sentence(&text[at..]) => {
                found.push(start..at);
                (start, ended) = (at, false);
            }
            _ => ended = false,
        }
    }
    found.push(start..text.len());
    found.retain(|at| text[at.clone()].chars().any(char::is_alphanumeric));
    found.into_iter().map(|at| without_blanks(text, &at)).collect()
}

fn without_blanks(text: &str, at: &Range<usize>) -> Range<usize> {
    let stretch = &text[at.clone()];
    let start = at.end - stretch.trim_start().len();
    start..start + stretch.trim().len()
}

/// Whether the full stop between these two belongs to an abbreviation.
fn is_abbreviated(before: &str, after: &str) -> bool {
    let start = before
        .rfind(|c: char| !(c.is_alphanumeric() || c == '.'))
        .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let (around, word) = before.split_at(start);
    let letters = !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || c == '.');
    let in_brackets = around.ends_with('(')
        && after.starts_with(')')
        && word.chars().count() < LONGEST_IN_BRACKETS
        && word.starts_with(char::is_uppercase);
    let dotted = word.contains('.') && word.split('.').all(|part| part.chars().count() == 1);
    letters && (in_brackets || dotted || ABBREVIATIONS.contains(&&*word.to_lowercase()))
}

/// Whether what follows a full stop can open a sentence: not with a small letter, unless an
/// apostrophe stands before it ("'s Avonds").
fn opens_sentence(rest: &str) -> bool {
    rest.trim_start().chars().next().is_none_or(|letter| !letter.is_lowercase())
}

/// How many words a sentence has; a number is a word.
#[must_use]
pub fn words_in(sentence: &str) -> usize {
    sentence.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|at| &text[at]).collect()
    }

    #[test]
    fn a_sentence_ends_before_a_capital_a_quote_or_a_number() {
        for (text, expected) in [
            ("Een. Twee! Drie?", vec!["Een.", "Twee!", "Drie?"]),
            (
                "Dat is zo (echt waar). 12 deden mee.",
                vec!["Dat is zo (echt waar).", "12 deden mee."],
            ),
            ("Nee. ‘Ja’ zei de rest.", vec!["Nee.", "‘Ja’ zei de rest."]),
            (
                "‘Wat nu?’ Niets. ’s Avonds ook niet.",
                vec!["‘Wat nu?’", "Niets.", "’s Avonds ook niet."],
            ),
            ("Goed.\u{a0}Zo.\n\nEn nu?", vec!["Goed.", "Zo.", "En nu?"]),
            ("Zonder punt aan het eind", vec!["Zonder punt aan het eind"]),
            ("Toch? – Ja.", vec!["Toch?", "– Ja."]),
        ] {
            assert_eq!(split(text), expected);
        }
        assert!(split(" ... ").is_empty() && split("").is_empty());
    }

    #[test]
    fn names_numbers_and_abbreviations_end_no_sentence() {
        for text in [
            "Bergen (NH.) heeft 30.000 inwoners.",
            "Uit Bergen (NH.) Castricum en Ede.",
            "Dit geldt o.a. Zwolle, en m.b.t. Ede.",
            "Zie nr. 3 en blz. 12, volgens drs. Jansen.",
            "Er zijn er ca. 30, d.w.z. minder dan de helft.",
            "In 1.137 huizen, enz. en meer.",
        ] {
            assert_eq!(split(text), [text]);
        }
        assert_eq!(
            split("Dat was in Bergen (NH.). Daarna Ede."),
            ["Dat was in Bergen (NH.).", "Daarna Ede."]
        );
        assert_eq!(split("Dat is alles enz. Daarna Ede.").len(), 2);
        assert_eq!(split("Het waren er 12. Daarna 3.").len(), 2);
    }
}
