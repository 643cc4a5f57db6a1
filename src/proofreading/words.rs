//! Words and numbers of a Dutch text, with their places.

use std::ops::Range;

/// A word or number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) at: Range<usize>,
    /// What stands between this word and the next.
    pub(super) gap: &'a str,
}

impl Word<'_> {
    pub(super) fn lower(&self) -> String {
        self.text.to_lowercase()
    }

    /// The whole number that is written here, in digits or as a word.
    pub(super) fn number(&self) -> Option<u64> {
        digits(self.text).or_else(|| number_word(&self.lower()))
    }

    /// The whole number that is written here in digits.
    pub(super) fn digits(&self) -> Option<u64> {
        digits(self.text)
    }

    /// Whether only blanks part it from the next word.
    pub(super) fn runs_on(&self) -> bool {
        !self.gap.is_empty() && self.gap.chars().all(char::is_whitespace)
    }
}

/// The words of a text. `18-jarigen`, `1.137.027` and `foto’s` are one word each.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let inside = |index: usize| {
        let Some((_, character)) = characters.get(index) else { return false };
        let neighbour = |index: usize| characters.get(index).map(|(_, c)| *c);
        let before = index.checked_sub(1).and_then(neighbour);
        let around = |test: fn(&char) -> bool| {
            before.as_ref().is_some_and(test) && neighbour(index + 1).as_ref().is_some_and(test)
        };
        match character {
            c if c.is_alphanumeric() => true,
            '.' | ',' => around(char::is_ascii_digit),
            '-' | '\'' | '’' | '\u{2011}' => around(|c| c.is_alphanumeric()),
            _ => false,
        }
    };
    let mut words: Vec<Word> = Vec::new();
    let mut index = 0;
    while index < characters.len() {
        if !inside(index) {
            index += 1;
            continue;
        }
        let start = characters[index].0;
        while inside(index) {
            index += 1;
        }
        let end = characters.get(index).map_or(text.len(), |(at, _)| *at);
        if let Some(last) = words.last_mut() {
            last.gap = &text[last.at.end..start];
        }
        words.push(Word { text: &text[start..end], at: start..end, gap: &text[end..] });
    }
    words
}

fn digits(text: &str) -> Option<u64> {
    if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    text.replace('.', "").parse().ok()
}

const NUMBER_WORDS: [(&str, u64); 28] = [
    ("nul", 0),
    ("één", 1),
    ("twee", 2),
    ("drie", 3),
    ("vier", 4),
    ("vijf", 5),
    ("zes", 6),
    ("zeven", 7),
    ("acht", 8),
    ("negen", 9),
    ("tien", 10),
    ("elf", 11),
    ("twaalf", 12),
    ("dertien", 13),
    ("veertien", 14),
    ("vijftien", 15),
    ("zestien", 16),
    ("zeventien", 17),
    ("achttien", 18),
    ("negentien", 19),
    ("twintig", 20),
    ("dertig", 30),
    ("veertig", 40),
    ("vijftig", 50),
    ("zestig", 60),
    ("zeventig", 70),
    ("tachtig", 80),
    ("negentig", 90),
];

/// The number that a lower-case word names: `drie`, `eenentwintig`, `honderdvijftig`. `een` is
/// an article.
pub(super) fn number_word(word: &str) -> Option<u64> {
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
    let simple = |word: &str| {
        let word = if word == "een" { "één" } else { word };
        NUMBER_WORDS.iter().find(|(name, _)| *name == word).map(|(_, number)| *number)
    };
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

/// The sentences of a paragraph, by bytes.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(['.', '!', '?']) {
        let rest = &text[at + 1..];
        let next = rest.trim_start().chars().next();
        let ends = rest.starts_with(char::is_whitespace)
            && next.is_some_and(|c| c.is_uppercase() || c == '‘' || c.is_ascii_digit());
        if ends && at >= start {
            sentences.push(start..at + 1);
            start = at + 1 + (rest.len() - rest.trim_start().len());
        }
    }
    if start < text.len() {
        sentences.push(start..text.len());
    }
    sentences
}

/// The text with everything between ‘ and ’ blank: answers are quoted, not claimed.
pub(super) fn without_quotes(text: &str) -> String {
    let mut quoted = false;
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let closes = character == '’'
            && !text[at + character.len_utf8()..].starts_with(char::is_alphanumeric);
        match character {
            '‘' => quoted = true,
            _ if quoted && closes => quoted = false,
            _ if !quoted => {
                out.push(character);
                continue;
            }
            _ => {}
        }
        (0..character.len_utf8()).for_each(|_| out.push(' '));
    }
    out
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
    fn words_numbers_and_sentences_are_found() {
        let text = "In 2023 deden 1.137 foto’s mee. Van ‘bijna alle 3’ niets (89%)";
        let found: Vec<_> = words(text).iter().map(|word| word.text).collect();
        assert_eq!(found[..5], ["In", "2023", "deden", "1.137", "foto’s"]);
        assert_eq!(words(text)[3].number(), Some(1137));
        assert_eq!(sentences(text).len(), 2);
        let blank = without_quotes(text);
        assert_eq!(blank.len(), text.len());
        assert!(!blank.contains("alle") && blank.contains("89%"));
    }
}
