//! Where a number is mentioned in a text, and which numbers belong to it.

use std::ops::Range;

use super::words::{Word, words};

/// A printed number that somebody asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// `89%`.
    Percent(u64),
    /// `153 van de 172`.
    Share(u64, u64),
    /// `153`.
    Whole(u64),
}

impl Wanted {
    /// What is asked about; `None` when it is no number.
    ///
    /// ```
    /// # use gemeentespiegel::proofreading::Wanted;
    /// assert_eq!(Wanted::parse("89 %"), Some(Wanted::Percent(89)));
    /// assert_eq!(Wanted::parse("153 van de 172"), Some(Wanted::Share(153, 172)));
    /// assert_eq!(Wanted::parse("1.137"), Some(Wanted::Whole(1137)));
    /// assert_eq!(Wanted::parse("respons-per-jaar"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let found = words(text);
        let number = |index: usize| found.get(index).and_then(Word::digits);
        match found.len() {
            1 if text.trim().ends_with('%') => number(0).map(Self::Percent),
            1 => number(0).map(Self::Whole),
            4 if found[1].text == "van" => Some(Self::Share(number(0)?, number(3)?)),
            _ => None,
        }
    }
}

/// A number in a text with the numbers that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands.
    pub at: Range<usize>,
    /// The count, when it is printed.
    pub count: Option<u64>,
    /// The base, when it is printed.
    pub base: Option<u64>,
    /// The percentage, when it is printed.
    pub percent: Option<u64>,
}

/// All places where a number is mentioned.
#[must_use]
pub fn mentions(text: &str, wanted: Wanted) -> Vec<Mention> {
    let words = words(text);
    let mut found = Vec::new();
    for index in 0..words.len() {
        let Some(group) = group_at(&words, index) else { continue };
        let wanted = match wanted {
            Wanted::Percent(percent) => group.percent == Some(percent),
            Wanted::Share(count, base) => group.count == Some(count) && group.base == Some(base),
            Wanted::Whole(number) => group.count == Some(number) || group.base == Some(number),
        };
        if wanted {
            found.push(group);
        }
    }
    found
}

/// The numbers that begin at a word: `153 van de 172 gemeenten (89%)`, `153 (89%)`, `89%`,
/// `n = 172`. Numbers inside a longer group are part of that.
fn group_at(words: &[Word], index: usize) -> Option<Mention> {
    let word = words.get(index)?;
    let number = word.digits()?;
    if word.gap.starts_with('%') {
        let inside = word_opens_bracket(words, index);
        let group = inside.then(|| behind(words, index)).flatten();
        return match group {
            Some(_) => None,
            None => Some(mention(word.at.start..word.at.end + 1, None, None, Some(number))),
        };
    }
    if index >= 3 && is_share(words, index - 3) {
        return None;
    }
    if index >= 1 && words[index - 1].text == "n" && words[index - 1].gap.trim() == "=" {
        return Some(mention(word.at.clone(), None, Some(number), None));
    }
    let (last, base) = match is_share(words, index) {
        true => (index + 3, words[index + 3].digits()),
        false => (index, None),
    };
    let percent = percent_behind(words, last);
    let end = percent.map_or(words[last].at.end, |(at, _)| words[at].at.end + 1);
    Some(mention(word.at.start..end, Some(number), base, percent.map(|(_, percent)| percent)))
}

fn mention(
    at: Range<usize>,
    count: Option<u64>,
    base: Option<u64>,
    percent: Option<u64>,
) -> Mention {
    Mention { at, count, base, percent }
}

/// `153 van de 172` begins here.
fn is_share(words: &[Word], index: usize) -> bool {
    let is = |by: usize, text: &str| words.get(index + by).is_some_and(|word| word.text == text);
    words[index].digits().is_some()
        && is(1, "van")
        && is(2, "de")
        && words.get(index + 3).is_some_and(|word| word.digits().is_some())
}

/// The percentage in brackets behind a number; one or two words may stand between.
fn percent_behind(words: &[Word], last: usize) -> Option<(usize, u64)> {
    for at in last + 1..=last + 3 {
        let word = words.get(at)?;
        let before = words[at - 1].gap;
        if before.ends_with('(') {
            let percent = word.gap.starts_with('%').then(|| word.digits()).flatten()?;
            return Some((at, percent));
        }
        if !before.chars().all(char::is_whitespace) {
            return None;
        }
    }
    None
}

fn word_opens_bracket(words: &[Word], index: usize) -> bool {
    index > 0 && words[index - 1].gap.ends_with('(')
}

/// The number that a percentage in brackets belongs to.
fn behind(words: &[Word], index: usize) -> Option<usize> {
    (index.saturating_sub(3)..index).find(|start| {
        words[*start].digits().is_some()
            && percent_behind(words, *start).is_some_and(|(at, _)| at == index)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_with_what_belongs_to_them() {
        let text =
            "In 2023 deden 153 van de 172 gemeenten (89%) mee; ‘nee’ (11%), n = 172, 7 (4%).";
        let found = |wanted| mentions(text, wanted);
        let share = &found(Wanted::Percent(89))[0];
        assert_eq!(&text[share.at.clone()], "153 van de 172 gemeenten (89%");
        assert_eq!((share.count, share.base, share.percent), (Some(153), Some(172), Some(89)));
        assert_eq!(found(Wanted::Share(153, 172)), found(Wanted::Whole(153)));
        assert_eq!(found(Wanted::Whole(172)).len(), 2);
        assert_eq!(&text[found(Wanted::Percent(11))[0].at.clone()], "11%");
        assert_eq!(found(Wanted::Percent(4))[0].count, Some(7));
    }
}
