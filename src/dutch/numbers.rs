//! Whole numbers: in digits, as a word, as a place in an order; written and read.

/// A whole number with a full stop between thousands (`1.137.027`) and a real minus sign.
///
/// ```
/// # use gemeentespiegel::dutch::thousands;
/// assert_eq!(thousands(1_137_027), "1.137.027");
/// assert_eq!(thousands(-5), "−5");
/// ```
#[must_use]
pub fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    if number < 0 { format!("−{text}") } else { text }
}

/// A difference with its sign; a real minus.
///
/// ```
/// # use gemeentespiegel::dutch::signed;
/// assert_eq!((signed(6), signed(-3), signed(0)), ("+6".into(), "−3".into(), "0".into()));
/// ```
#[must_use]
pub fn signed(difference: i64) -> String {
    let plus = if difference > 0 { "+" } else { "" };
    format!("{plus}{}", thousands(difference))
}

/// The words for zero to twenty.
const WORDS: [&str; 21] = [
    "nul",
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
    "twintig",
];

/// The words for thirty, forty and on to ninety.
const TENS: [&str; 7] =
    ["dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"];

/// Places in an order, the first one first.
const ORDINALS: [&str; 10] = [
    "eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende",
    "tiende",
];

/// The largest number, and place in an order, that is written as a word.
const LARGEST_WORD: u32 = 10;

/// Numbers below eleven as a word, others in digits.
///
/// ```
/// # use gemeentespiegel::dutch::in_words;
/// assert_eq!(in_words(1), "één");
/// assert_eq!(in_words(12), "12");
/// ```
#[must_use]
pub fn in_words(number: u32) -> String {
    match WORDS.get(number as usize) {
        Some(word) if number <= LARGEST_WORD => (*word).to_owned(),
        _ => thousands(i64::from(number)),
    }
}

/// A place in an order: below eleven as a word, others in digits.
///
/// ```
/// # use gemeentespiegel::dutch::ordinal;
/// assert_eq!(ordinal(3), "derde");
/// assert_eq!(ordinal(12), "12e");
/// ```
#[must_use]
pub fn ordinal(number: u32) -> String {
    let word = number.checked_sub(1).and_then(|index| ORDINALS.get(index as usize));
    word.map_or_else(|| format!("{}e", thousands(i64::from(number))), |word| (*word).to_owned())
}

/// Whether a lower-case word is a place in an order, from the second one on: "eerste" is that
/// only before some words.
///
/// ```
/// # use gemeentespiegel::dutch::is_ordinal;
/// assert!(is_ordinal("derde") && is_ordinal("twintigste") && !is_ordinal("eerste"));
/// ```
#[must_use]
pub fn is_ordinal(word: &str) -> bool {
    ORDINALS[1..].contains(&word) || word == "twintigste"
}

/// The number that a lower-case word names: `drie`, `eenentwintig`, `honderdvijftig`. `een` is
/// an article.
///
/// ```
/// # use gemeentespiegel::dutch::number_word;
/// assert_eq!(number_word("tweehonderdeneen"), Some(201));
/// assert_eq!(number_word("een"), None);
/// ```
#[must_use]
pub fn number_word(word: &str) -> Option<u64> {
    if word == "een" { None } else { counted(word, 1_000_000) }
}

/// A number below a limit, made of thousands, hundreds, and what is left.
fn counted(word: &str, limit: u64) -> Option<u64> {
    [("duizend", 1000), ("honderd", 100)]
        .into_iter()
        .filter(|(_, size)| *size < limit)
        .find_map(|(name, size)| {
            let (before, after) = word.split_once(name)?;
            let times = if before.is_empty() { 1 } else { counted(before, size)? };
            let after = after.strip_prefix("en").filter(|rest| !rest.is_empty()).unwrap_or(after);
            let rest = if after.is_empty() { 0 } else { counted(after, size)? };
            Some(times * size + rest)
        })
        .or_else(|| below_hundred(word))
}

/// `drie`, `dertig`, `drieëndertig`.
fn below_hundred(word: &str) -> Option<u64> {
    simple(word).or_else(|| {
        ["en", "ën"].into_iter().find_map(|and| {
            word.match_indices(and).find_map(|(at, _)| {
                let unit = simple(&word[..at]).filter(|unit| (1..10).contains(unit))?;
                let tens =
                    simple(&word[at + and.len()..]).filter(|tens| (20..100).contains(tens))?;
                Some(unit + tens)
            })
        })
    })
}

/// A number with a word of its own.
fn simple(word: &str) -> Option<u64> {
    let word = if word == "een" { WORDS[1] } else { word };
    let small = (0..).zip(WORDS).find(|(_, name)| *name == word).map(|(number, _)| number);
    let tens = || (3..).zip(TENS).find(|(_, name)| *name == word).map(|(tens, _)| 10 * tens);
    small.or_else(tens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_words_are_read_as_they_are_put_together() {
        for (word, number) in [
            ("één", 1),
            ("eenentwintig", 21),
            ("drieëndertig", 33),
            ("honderd", 100),
            ("honderdvijftig", 150),
            ("tweehonderdeneen", 201),
            ("duizendzes", 1006),
            ("driehonderdduizend", 300_000),
        ] {
            assert_eq!(number_word(word), Some(number), "{word}");
        }
        for word in ["een", "enen", "veertien-plus", "tienden", "honderden", "vragen", "beneden"] {
            assert_eq!(number_word(word), None, "{word}");
        }
    }

    #[test]
    fn every_number_that_is_written_as_a_word_is_read_again() {
        for number in 0..=LARGEST_WORD {
            assert_eq!(number_word(&in_words(number)), Some(u64::from(number)));
        }
        for number in 2..=LARGEST_WORD {
            assert!(is_ordinal(&ordinal(number)), "{number}");
        }
    }
}
