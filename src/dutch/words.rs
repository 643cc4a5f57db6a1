//! Words and numbers of a Dutch text, with their places.

use std::ops::Range;

use super::numbers::number_word;

/// A word or number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'a> {
    /// As it is written.
    pub text: &'a str,
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// What stands between this word and the next.
    pub gap: &'a str,
}

impl Word<'_> {
    /// In lower case.
    #[must_use]
    pub fn lower(&self) -> String {
        self.text.to_lowercase()
    }

    /// The whole number that is written here, in digits or as a word.
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        digits(self.text).or_else(|| number_word(&self.lower()))
    }

    /// The whole number that is written here in digits.
    #[must_use]
    pub fn digits(&self) -> Option<u64> {
        digits(self.text)
    }

    /// Whether only blanks part it from the next word.
    #[must_use]
    pub fn runs_on(&self) -> bool {
        !self.gap.is_empty() && self.gap.chars().all(char::is_whitespace)
    }
}

/// The words of a text. `18-jarigen`, `1.137.027` and `foto’s` are one word each.
#[must_use]
pub fn words(text: &str) -> Vec<Word<'_>> {
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

/// The text with everything between ‘ and ’ blank: answers are quoted, not claimed.
#[must_use]
pub fn without_quotes(text: &str) -> String {
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
    fn words_and_numbers_are_found() {
        let text = "In 2023 deden 1.137 foto’s mee. Van ‘bijna alle 3’ niets (89%)";
        let found: Vec<_> = words(text).iter().map(|word| word.text).collect();
        assert_eq!(found[..5], ["In", "2023", "deden", "1.137", "foto’s"]);
        assert_eq!(words(text)[3].number(), Some(1137));
        let blank = without_quotes(text);
        assert_eq!(blank.len(), text.len());
        assert!(!blank.contains("alle") && blank.contains("89%"));
    }
}
