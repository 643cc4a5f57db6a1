//! From the text of a cell to options, ticks and numbers; knows nothing of rows and places.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::nearest;
use crate::questionnaire::{ItemIndex, ItemKind, Question, Wave};
use crate::register::fold;

/// The words by which the options of a question are known in a wave.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: BTreeMap<String, ItemIndex>,
    asked: BTreeSet<ItemIndex>,
    /// Codes that could be chosen in the wave, in printed order.
    pub(super) codes: Vec<String>,
}

/// Why a text is no option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unfit {
    /// No option has this code or label.
    Unknown {
        /// The text.
        value: String,
        /// The code or label that looks most like it.
        nearest: Option<String>,
    },
    /// The option belongs to other waves.
    NotAsked {
        /// The text.
        value: String,
        /// The option.
        item: ItemIndex,
    },
    /// More than one option where one was expected.
    Several(Vec<ItemIndex>),
}

impl Vocabulary {
    /// Options go by their code, by their label of that wave and by their present label, in this
    /// order. Where two options share a word, the one that was asked in the wave has it; a present
    /// label that two of these share is not taken (their labels of one wave differ, and are not
    /// codes of others: the questionnaire was checked for that).
    pub(super) fn new(question: &Question, wave: Wave) -> Self {
        let mut vocabulary = Self::default();
        for asked in [true, false] {
            let options: Vec<_> = question
                .iter_items()
                .filter(|(_, item)| item.kind == ItemKind::Option && item.asked_in(wave) == asked)
                .collect();
            for (index, item) in options.iter().filter(|_| asked) {
                vocabulary.asked.insert(*index);
                vocabulary.codes.push(item.code.clone());
            }
            vocabulary.take(options.iter().map(|(index, item)| (*index, item.code.as_str())));
            vocabulary.take(options.iter().map(|(index, item)| (*index, item.label_in(wave))));
            vocabulary.take(options.iter().map(|(index, item)| (*index, item.label.as_str())));
        }
        vocabulary
    }

    /// Takes words that are not taken, unless two of them are the same.
    fn take<'a>(&mut self, words: impl Iterator<Item = (ItemIndex, &'a str)>) {
        let mut new: BTreeMap<String, BTreeSet<ItemIndex>> = BTreeMap::new();
        for (index, word) in words {
            new.entry(fold(word)).or_default().insert(index);
        }
        for (word, items) in new {
            if let (Some(only), 1) = (items.first(), items.len()) {
                self.words.entry(word).or_insert(*only);
            }
        }
    }

    /// An option of any wave, by code or label.
    pub(super) fn known(&self, text: &str) -> Option<ItemIndex> {
        self.words.get(&fold(text)).copied()
    }

    /// Whether the option could be chosen in the wave.
    pub(super) fn asked(&self, item: ItemIndex) -> bool {
        self.asked.contains(&item)
    }

    /// The option that a text stands for.
    fn item(&self, text: &str) -> Result<ItemIndex, Unfit> {
        let value = text.trim().to_owned();
        match self.known(text) {
            Some(item) if self.asked(item) => Ok(item),
            Some(item) => Err(Unfit::NotAsked { value, item }),
            None => {
                let asked = self.words.iter().filter(|(_, item)| self.asked(**item));
                let nearest = nearest(&fold(text), asked.map(|(word, _)| word.as_str()));
                Err(Unfit::Unknown { value, nearest: nearest.map(str::to_owned) })
            }
        }
    }

    /// The one option in a cell.
    pub(super) fn one(&self, text: &str) -> Result<ItemIndex, Unfit> {
        self.item(text).or_else(|unfit| match self.list(text) {
            Ok(items) if items.len() > 1 => Err(Unfit::Several(items.into_iter().collect())),
            Ok(items) => items.first().copied().ok_or(unfit),
            Err(_) => Err(unfit),
        })
    }

    /// The options in a cell, separated by `|`, or by `;` or `,` where that can be told
    /// from those inside a label.
    pub(super) fn list(&self, text: &str) -> Result<BTreeSet<ItemIndex>, Vec<Unfit>> {
        let whole = match self.item(text) {
            Ok(item) => return Ok(BTreeSet::from([item])),
            Err(unfit) => unfit,
        };
        let Some(separator) = ['|', ';', ','].into_iter().find(|sign| text.contains(*sign)) else {
            return Err(vec![whole]);
        };
        let (items, unfit) = self.parts(text, separator);
        if unfit.is_empty() {
            Ok(items)
        } else if items.is_empty() && separator != '|' {
            Err(vec![whole])
        } else {
            Err(unfit)
        }
    }

    /// Takes the longest runs of parts that are options: a label may hold the separator.
    fn parts(&self, text: &str, separator: char) -> (BTreeSet<ItemIndex>, Vec<Unfit>) {
        let starts = text.match_indices(separator).map(|(at, _)| at + 1);
        let starts: Vec<usize> = std::iter::once(0).chain(starts).collect();
        let end = |last: usize| starts.get(last + 1).map_or(text.len(), |next| next - 1);
        let (mut items, mut unfit) = (BTreeSet::new(), Vec::new());
        let mut first = 0;
        while first < starts.len() {
            let longest = (first..starts.len().min(first + LONGEST_RUN)).rev().find_map(|last| {
                let item = self.known(&text[starts[first]..end(last)])?;
                self.asked(item).then_some((last, item))
            });
            let part = text[starts[first]..end(first)].trim();
            match longest {
                Some((last, item)) => {
                    items.insert(item);
                    first = last;
                }
                None if part.is_empty() => {}
                None => unfit.extend(self.item(part).err()),
            }
            first += 1;
        }
        (items, unfit)
    }
}

/// Most separators plus one that a label is expected to hold.
const LONGEST_RUN: usize = 12;

/// Whether a text is one of the codes that mean "no answer": `-99` is, and so is `-99.0`.
pub(super) fn is_no_answer(text: &str, codes: &[String]) -> bool {
    let same = |code: &String| {
        fold(code) == fold(text) || number(text).is_some_and(|value| number(code) == Some(value))
    };
    codes.iter().any(same)
}

/// A tick in a column of its own: `None` when the cell is empty.
pub(super) fn tick(text: &str) -> Result<Option<bool>, ()> {
    match fold(text).as_str() {
        "" => Ok(None),
        "1" | "x" | "ja" | "j" | "waar" | "true" | "yes" | "y" => Ok(Some(true)),
        "0" | "nee" | "n" | "onwaar" | "false" | "no" => Ok(Some(false)),
        _ => Err(()),
    }
}

/// A whole number. `3,0` is one, `1.250` and `1.000` are not: they may be thousands or
/// decimals, and a guess would be wrong by a factor of a thousand.
pub(super) fn number(text: &str) -> Option<i64> {
    let text = text.trim();
    let whole =
        [".00", ",00", ".0", ",0"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    let digits = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { whole.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::{FigureForm, Item, QuestionKind};

    fn question(options: &[(&str, &str, &[u16])]) -> Question {
        let item = |(code, label, waves): &(&str, &str, &[u16])| Item {
            code: (*code).to_owned(),
            label: (*label).to_owned(),
            short: (*label).to_owned(),
            wording: BTreeMap::new(),
            waves: waves.iter().map(|year| Wave(*year)).collect(),
            exclusive: false,
            last: false,
            not_applicable: false,
            same_as: Vec::new(),
            kind: ItemKind::Option,
        };
        Question {
            id: "q".to_owned(),
            section: 0,
            kind: QuestionKind::Single,
            title: String::new(),
            text: String::new(),
            wording: BTreeMap::new(),
            waves: vec![Wave(2022), Wave(2023)],
            items: options.iter().map(item).collect(),
            no_answer: Vec::new(),
            rows: Vec::new(),
            applies_if: Vec::new(),
            breaks: Vec::new(),
            same_as: None,
            key: false,
            contradicts: Vec::new(),
            figure: FigureForm::None,
            note: None,
            findings: BTreeMap::new(),
            claims: BTreeMap::new(),
            headline: None,
            caption: None,
            sheet: Default::default(),
            council_questions: Vec::new(),
        }
    }

    fn vocabulary() -> Vocabulary {
        let both = &[2022, 2023];
        let options: &[(&str, &str, &[u16])] = &[
            ("ja", "Ja, samen met anderen", both),
            ("nee", "nee", both),
            ("plannen", "nee, wel plannen", both),
            ("oud", "weet niet", &[2022]),
            ("nieuw", "weet niet", &[2023]),
            ("vroeger", "vroeger wel", &[2022]),
        ];
        Vocabulary::new(&question(options), Wave(2023))
    }

    fn set(items: &[u16]) -> BTreeSet<ItemIndex> {
        items.iter().map(|item| ItemIndex(*item)).collect()
    }

    #[test]
    fn an_option_goes_by_its_code_or_label() {
        let words = vocabulary();
        for text in ["ja", " JA ", "ja, samen  met anderen", "ja|"] {
            assert_eq!(words.one(text), Ok(ItemIndex(0)), "{text}");
        }
        assert_eq!(words.one("weet niet"), Ok(ItemIndex(4)));
        assert_eq!(
            words.one("vroeger wel"),
            Err(Unfit::NotAsked { value: "vroeger wel".to_owned(), item: ItemIndex(5) })
        );
        assert_eq!(words.codes, ["ja", "nee", "plannen", "nieuw"]);
    }

    #[test]
    fn two_options_are_not_one() {
        let both = Err(Unfit::Several(vec![ItemIndex(0), ItemIndex(1)]));
        assert_eq!(vocabulary().one("ja|nee"), both);
        assert_eq!(vocabulary().one("nee;ja"), both);
    }

    #[test]
    fn a_list_is_taken_apart_where_that_is_unambiguous() {
        let words = vocabulary();
        assert_eq!(words.list("ja|plannen"), Ok(set(&[0, 2])));
        assert_eq!(words.list("ja; nee, wel plannen;"), Ok(set(&[0, 2])));
        assert_eq!(
            words.list("nee, wel plannen, ja, samen met anderen, nieuw"),
            Ok(set(&[0, 2, 4]))
        );
        assert_eq!(words.list("nee, ja, samen met anderen"), Ok(set(&[0, 1])));
        assert_eq!(words.list("ja|ja"), Ok(set(&[0])));
    }

    #[test]
    fn every_unknown_part_of_a_list_is_told() {
        let words = vocabulary();
        let unknown = |value: &str, nearest: Option<&str>| Unfit::Unknown {
            value: value.to_owned(),
            nearest: nearest.map(str::to_owned),
        };
        assert_eq!(
            words.list("neee|ja|qqqqq"),
            Err(vec![unknown("neee", Some("nee")), unknown("qqqqq", None)])
        );
        assert_eq!(words.list("heel iets, anders"), Err(vec![unknown("heel iets, anders", None)]));
    }

    #[test]
    fn a_tick_is_yes_no_or_nothing() {
        assert_eq!(tick(" X "), Ok(Some(true)));
        assert_eq!(tick("Onwaar"), Ok(Some(false)));
        assert_eq!(tick("  "), Ok(None));
        assert_eq!(tick("2"), Err(()));
    }

    #[test]
    fn only_whole_numbers_without_thousands_are_numbers() {
        for (text, value) in [("12", 12), (" -3 ", -3), ("3,0", 3), ("4.00", 4), ("+5", 5)] {
            assert_eq!(number(text), Some(value), "{text}");
        }
        for text in
            ["1.250", "1.000", "2,5", "veel", "", "-", "12 uur", "99999999999999999999", ".0"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
