//! Where a number is mentioned in a text, and which numbers belong to it.

use std::ops::Range;

use crate::dutch::{Word, claims, words};

/// Something printed that somebody asks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// `89%`.
    Percent(u64),
    /// `153 van de 172`.
    Share(u64, u64),
    /// `153`.
    Whole(u64),
    /// `n = 172`.
    Base(u64),
    /// `0 t/m 2`.
    Range(u64, u64),
    /// `6 procentpunt`.
    Points(u64),
    /// `ruim de helft`.
    Size(String),
    /// `figuur 9`.
    Figure(usize),
    /// `tabel 3`.
    Table(usize),
}

impl Wanted {
    /// What is asked about; `None` when it is none of these.
    ///
    /// ```
    /// # use gemeentespiegel::proofreading::Wanted;
    /// assert_eq!(Wanted::parse("89 %"), Some(Wanted::Percent(89)));
    /// assert_eq!(Wanted::parse("153 van de 172"), Some(Wanted::Share(153, 172)));
    /// assert_eq!(Wanted::parse("1.137"), Some(Wanted::Whole(1137)));
    /// assert_eq!(Wanted::parse("n = 116"), Some(Wanted::Base(116)));
    /// assert_eq!(Wanted::parse("Figuur 9"), Some(Wanted::Figure(9)));
    /// assert_eq!(Wanted::parse("Driekwart"), Some(Wanted::Size("driekwart".to_owned())));
    /// assert_eq!(Wanted::parse("respons-per-jaar"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let found = words(&text);
        let number = |index: usize| found.get(index).and_then(Word::digits);
        let word = |index: usize| found.get(index).map_or("", |word| word.text);
        let place = |index: usize| number(index).and_then(|n| usize::try_from(n).ok());
        match found.len() {
            1 if text.ends_with('%') => number(0).map(Self::Percent),
            1 if number(0).is_some() => number(0).map(Self::Whole),
            2 if word(0) == "n" && found[0].gap.trim() == "=" => number(1).map(Self::Base),
            2 if word(0) == "figuur" => place(1).map(Self::Figure),
            2 if word(0) == "tabel" => place(1).map(Self::Table),
            2 if word(1) == "procentpunt" => number(0).map(Self::Points),
            4 if is_range(&found, 0) => Some(Self::Range(number(0)?, number(3)?)),
            4 if word(1) == "van" => Some(Self::Share(number(0)?, number(3)?)),
            _ => claims(&text)
                .first()
                .is_some_and(|claim| claim.at == (0..text.len()))
                .then_some(Self::Size(text)),
        }
    }

    /// Whether this is what a mention says.
    fn is(&self, mention: &Mention) -> bool {
        match self {
            Self::Percent(percent) => mention.percent == Some(*percent),
            Self::Share(count, base) => {
                mention.count == Some(*count) && mention.base == Some(*base)
            }
            Self::Whole(number) => {
                mention.high.is_none() && [mention.count, mention.base].contains(&Some(*number))
            }
            Self::Base(base) => mention.base == Some(*base) && mention.count.is_none(),
            Self::Range(low, high) => mention.count == Some(*low) && mention.high == Some(*high),
            Self::Points(points) => mention.points == Some(*points),
            Self::Size(size) => mention.size.as_ref().is_some_and(|said| said.ends_with(size)),
            Self::Figure(_) | Self::Table(_) => false,
        }
    }
}

/// A number in a text with the numbers that belong to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands.
    pub at: Range<usize>,
    /// The count, when it is printed; of a range its lowest count.
    pub count: Option<u64>,
    /// The base, when it is printed.
    pub base: Option<u64>,
    /// The percentage, when it is printed.
    pub percent: Option<u64>,
    /// The highest count of a range.
    pub high: Option<u64>,
    /// Percentage points.
    pub points: Option<u64>,
    /// A size in words, in lower case.
    pub size: Option<String>,
}

/// All places where something is mentioned.
#[must_use]
pub fn mentions(text: &str, wanted: &Wanted) -> Vec<Mention> {
    let mut found = all_mentions(text);
    if matches!(wanted, Wanted::Size(_)) {
        let said = |at: Range<usize>| Mention {
            size: Some(text[at.clone()].to_lowercase()),
            at,
            ..Mention::default()
        };
        found = claims(text).into_iter().map(|claim| said(claim.at)).collect();
    }
    found.retain(|mention| wanted.is(mention));
    found
}

/// All numbers of a text.
fn all_mentions(text: &str) -> Vec<Mention> {
    let words = words(text);
    (0..words.len()).filter_map(|index| group_at(&words, index)).collect()
}

/// The numbers that begin at a word: `153 van de 172 gemeenten (89%)`, `153 (89%)`, `89%`,
/// `n = 172`, `0 t/m 2`, `6 procentpunt`. Numbers inside a longer group are part of that.
fn group_at(words: &[Word], index: usize) -> Option<Mention> {
    let word = words.get(index)?;
    let number = word.digits()?;
    let alone = Mention { at: word.at.clone(), ..Mention::default() };
    if word.gap.starts_with('%') {
        let inside = word_opens_bracket(words, index);
        let group = inside.then(|| behind(words, index)).flatten();
        let at = word.at.start..word.at.end + 1;
        return group.is_none().then_some(Mention { at, percent: Some(number), ..alone });
    }
    if index >= 3 && (is_share(words, index - 3) || is_range(words, index - 3)) {
        return None;
    }
    if is_base(words, index) {
        return Some(Mention { base: Some(number), ..alone });
    }
    let next = words.get(index + 1);
    if let Some(unit) = next.filter(|next| next.lower() == "procentpunt") {
        return Some(Mention { at: word.at.start..unit.at.end, points: Some(number), ..alone });
    }
    if is_range(words, index) {
        let (last, high) = (&words[index + 3], words[index + 3].digits());
        return Some(Mention {
            at: word.at.start..last.at.end,
            count: Some(number),
            high,
            ..alone
        });
    }
    let (last, base) = match is_share(words, index) {
        true => (index + 3, words[index + 3].digits()),
        false => (index, None),
    };
    let percent = percent_behind(words, last);
    let end = percent.map_or(words[last].at.end, |(at, _)| words[at].at.end + 1);
    let percent = percent.map(|(_, percent)| percent);
    Some(Mention { at: word.at.start..end, count: Some(number), base, percent, ..alone })
}

/// `n = 172`, or at the end of a row of numbers `, van 172`.
fn is_base(words: &[Word], index: usize) -> bool {
    let before = |by: usize| index.checked_sub(by).map(|at| &words[at]);
    let named = before(1).is_some_and(|word| word.text == "n" && word.gap.trim() == "=");
    let last = before(1).is_some_and(|word| word.text == "van")
        && before(2).is_some_and(|word| word.gap.trim_end().ends_with(','));
    named || last
}

/// `0 t/m 2` begins here.
fn is_range(words: &[Word], index: usize) -> bool {
    let is = |by: usize, text: &str| words.get(index + by).is_some_and(|word| word.text == text);
    words[index].digits().is_some()
        && is(1, "t")
        && words[index + 1].gap == "/"
        && is(2, "m")
        && words.get(index + 3).is_some_and(|word| word.digits().is_some())
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
        let found = |wanted| mentions(text, &wanted);
        let share = &found(Wanted::Percent(89))[0];
        assert_eq!(&text[share.at.clone()], "153 van de 172 gemeenten (89%");
        assert_eq!((share.count, share.base, share.percent), (Some(153), Some(172), Some(89)));
        assert_eq!(found(Wanted::Share(153, 172)), found(Wanted::Whole(153)));
        assert_eq!(found(Wanted::Whole(172)).len(), 2);
        assert_eq!(&text[found(Wanted::Percent(11))[0].at.clone()], "11%");
        assert_eq!(found(Wanted::Percent(4))[0].count, Some(7));
    }

    #[test]
    fn ranges_points_bases_and_sizes_are_found() {
        let text = "Drenthe: ja 0 t/m 2, nee 6 van de 8, van 14. Ruim driekwart steeg met \
                    6 procentpunt (n = 116).";
        let found = |wanted| mentions(text, &Wanted::parse(wanted).unwrap());
        for (wanted, said) in [
            ("0 t/m 2", "0 t/m 2"),
            ("6 van de 8", "6 van de 8"),
            ("n = 14", "14"),
            ("6 procentpunt", "6 procentpunt"),
            ("n = 116", "116"),
            ("driekwart", "Ruim driekwart"),
        ] {
            let found: Vec<_> = found(wanted).into_iter().map(|m| &text[m.at]).collect();
            assert_eq!(found, [said], "{wanted}");
        }
        assert!(found("2").is_empty(), "the end of a range is no count");
    }
}
