//! Whether every answer in a file can mean one thing only: options that share a word, codes for
//! "no answer" that are an answer too, ids that files of answers use for something else, and
//! numbers that nothing bounds.

use std::collections::{BTreeMap, BTreeSet};

use super::{ItemIndex, Judge, Located, Question, QuestionKind, RawQuestion, Wave, diags};
use crate::questionnaire::model::{Item, ItemKind, Row};
use crate::register::fold;

/// Headings of files of answers that are no questions.
const TAKEN: [&str; 2] = ["gemeente", "ook-voor"];

/// Options or rows that an answer or a heading may name.
struct Named<'a> {
    what: &'static str,
    code: &'a str,
    /// Its code and its label, in each wave that has it.
    words: BTreeMap<Wave, BTreeSet<String>>,
    /// Its label in each wave.
    labels: BTreeMap<Wave, &'a str>,
}

impl<'a> Named<'a> {
    fn new(
        what: &'static str,
        code: &'a str,
        waves: &[Wave],
        label: impl Fn(Wave) -> &'a str,
    ) -> Self {
        let labels: BTreeMap<Wave, &str> = waves.iter().map(|wave| (*wave, label(*wave))).collect();
        let words = |label: &str| BTreeSet::from([fold(code), fold(label)]);
        let words = labels.iter().map(|(wave, label)| (*wave, words(label))).collect();
        Self { what, code, words, labels }
    }

    fn option(item: &'a Item) -> Self {
        Self::new("option", &item.code, &item.waves, |wave| item.label_in(wave))
    }

    fn row(row: &'a Row) -> Self {
        Self::new("row", &row.code, &row.waves, |wave| row.label_in(wave))
    }

    /// A word that both have in the same wave, as the first of the two writes it.
    fn shared(&self, other: &Self) -> Option<(Wave, &str)> {
        self.words.iter().find_map(|(wave, words)| {
            let others = other.words.get(wave)?;
            let word = words.intersection(others).next()?;
            let label = self.labels[wave];
            Some((*wave, if fold(label) == *word { label } else { self.code }))
        })
    }
}

impl Judge<'_> {
    /// No two options (or rows) of a wave go by the same word.
    pub(super) fn words_apart(&mut self, raw: &RawQuestion, question: &Question) {
        let options: Vec<&Item> =
            question.items.iter().filter(|item| item.kind == ItemKind::Option).collect();
        let at: Vec<&Located<String>> =
            raw.options.iter().chain(&raw.codes).map(|option| &option.code).collect();
        let named: Vec<Named<'_>> = options.iter().map(|item| Named::option(item)).collect();
        self.names_apart(&named, &at);
        if question.several() {
            self.no_list_of_others(&named, &at);
        }
        let rows: Vec<Named<'_>> = question.rows.iter().map(Named::row).collect();
        let at: Vec<&Located<String>> = raw.rows.iter().map(|row| &row.code).collect();
        self.names_apart(&rows, &at);
    }

    fn names_apart(&mut self, named: &[Named<'_>], at: &[&Located<String>]) {
        for (later, at_later) in named.iter().zip(at) {
            for (earlier, at_earlier) in named.iter().zip(at) {
                if std::ptr::eq(later, earlier) {
                    break;
                }
                // One code twice is told already.
                if later.code == earlier.code {
                    continue;
                }
                if let Some((wave, word)) = later.shared(earlier) {
                    let (place, first) = (self.place(at_later), self.place(at_earlier));
                    let codes = (earlier.code, later.code);
                    self.push(diags::ambiguous_option(place, later.what, codes, word, wave, first));
                }
            }
        }
    }

    /// Where several options may be chosen, no label reads as a list of other options.
    fn no_list_of_others(&mut self, named: &[Named<'_>], at: &[&Located<String>]) {
        for (option, at) in named.iter().zip(at) {
            let list = option.labels.iter().find_map(|(wave, label)| {
                let others = || named.iter().filter(|other| other.code != option.code);
                let is_other = |part: &str| {
                    others().any(|other| {
                        other.words.get(wave).is_some_and(|words| words.contains(&fold(part)))
                    })
                };
                let list = ['|', ';', ','].into_iter().any(|separator| {
                    label.contains(separator) && label.split(separator).all(is_other)
                });
                list.then_some(*label)
            });
            if let Some(label) = list {
                let place = self.place(at);
                self.push(diags::label_is_a_list(place, option.code, label));
            }
        }
    }

    /// No question has the name of another column.
    pub(super) fn ids_are_free(&mut self, written: &[&RawQuestion]) {
        let ids = written.iter().map(|question| &question.id);
        let earlier = written.iter().filter_map(|question| question.same_as.as_ref());
        let taken = ids.chain(earlier).filter(|id| TAKEN.contains(&id.get().as_str()));
        for id in taken.collect::<Vec<_>>() {
            let place = self.place(id);
            self.push(diags::reserved_id(place, id.get()));
        }
    }

    /// Bands without an end take every number, also those that stand for "no answer".
    pub(super) fn any_number(&mut self, raw: &RawQuestion, question: &Question) {
        let QuestionKind::Numeric { min, max } = question.kind else {
            return;
        };
        let open = |end: fn(&ItemKind) -> bool| {
            question.items.iter().find(|item| end(&item.kind)).map(|item| item.code.as_str())
        };
        let below = open(|kind| matches!(kind, ItemKind::Band(None, _))).filter(|_| min.is_none());
        let above = open(|kind| matches!(kind, ItemKind::Band(_, None))).filter(|_| max.is_none());
        if below.is_some() || above.is_some() {
            let place = self.place(&raw.id);
            self.push(diags::open_range(place, raw.id.get(), below, above));
        }
    }

    /// What means "no answer" to a question, each of which can't be an answer.
    pub(super) fn no_answer(&mut self, raw: &RawQuestion, question: &Question) -> Vec<String> {
        let own = raw.no_answer.as_deref();
        let codes = own.unwrap_or(self.no_answer);
        for code in codes {
            let text = code.get();
            let option = (0u16..).map(ItemIndex).zip(&question.items).find(|(_, item)| {
                let words = Named::option(item).words;
                item.kind == ItemKind::Option
                    && words.values().any(|words| words.contains(&fold(text)))
            });
            let number = text.trim().parse::<i64>().ok().filter(|number| match question.kind {
                QuestionKind::Numeric { min: Some(min), max: Some(max) } => {
                    (min..=max).contains(number)
                }
                _ => false,
            });
            let taken = match (option, number) {
                (Some((_, item)), _) => format!("option `{}`", item.code),
                (None, Some(_)) => "a possible number".to_owned(),
                (None, None) => continue,
            };
            let place = self.place(code);
            let own = own.is_some();
            self.push(diags::no_answer_taken(place, text, &question.id, &taken, own));
        }
        codes.iter().map(|code| code.get().trim().to_owned()).collect()
    }
}
