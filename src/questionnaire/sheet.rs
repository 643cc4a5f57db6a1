//! What the sheets of one municipality say about a question, checked.

use std::collections::BTreeMap;

use super::{ItemIndex, Question, QuestionKind, Wave};
use crate::keys::{KeyWriter, Keyed, keyed_fields};

/// Words for the sheets of one municipality.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetWords {
    /// Name of the row in the table of answers.
    pub row: Option<String>,
    /// The subject in plain words.
    pub plain: Option<String>,
    /// Heading of its own on the sheet of the council.
    pub apart: Option<String>,
    /// Words for each answer.
    pub answers: BTreeMap<ItemIndex, AnswerWords>,
    /// Options with ticks that have a row of their own.
    pub ticks: Vec<TickRow>,
}

/// Whether a municipality does what a question asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// It does.
    Does,
    /// It does in part.
    Partly,
    /// It does not.
    DoesNot,
    /// The answer says neither.
    Neither,
}

/// Words for one answer; `None`: longer words of the question stand in its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerWords {
    /// Whether who gives it does what the question asks about.
    pub stance: Option<Stance>,
    /// The answer in a few words.
    pub answer: Option<String>,
    /// The finding for a headline.
    pub brief: Option<String>,
    /// The answer where it is an earlier one.
    pub was: Option<String>,
    /// The finding in plain words.
    pub plain: Option<String>,
}

/// An option of a question with ticks that has a row of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TickRow {
    /// The option or net.
    pub item: ItemIndex,
    /// Name of the row.
    pub row: String,
    /// Of who ticked it.
    pub yes: TickWords,
    /// Of who answered and did not.
    pub no: TickWords,
}

/// What is said of who ticked an option, or did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TickWords {
    /// The end of a sentence about the municipality.
    pub finding: String,
    /// The same for a headline.
    pub brief: Option<String>,
    /// The same in plain words.
    pub plain: Option<String>,
}

keyed_fields!(SheetWords { row, plain, apart, answers, ticks });
keyed_fields!(AnswerWords { stance, answer, brief, was, plain });
keyed_fields!(TickRow { item, row, yes, no });
keyed_fields!(TickWords { finding, brief, plain });

impl Keyed for Stance {
    fn feed(&self, key: &mut KeyWriter) {
        let name = match self {
            Self::Does => "Does",
            Self::Partly => "Partly",
            Self::DoesNot => "DoesNot",
            Self::Neither => "Neither",
        };
        key.name(name, 0);
    }
}

/// The words of a question on a sheet, with what stands in the place of those that it lacks.
impl Question {
    /// How many rows it takes in the table of answers in a wave: one for one answer, or for ticks
    /// that say together whether it is done; one for each tick with a row of its own. A question
    /// of another kind has none there and stands on the next page.
    #[must_use]
    pub fn rows_on_sheet(&self, wave: Wave) -> usize {
        match self.kind {
            QuestionKind::Single | QuestionKind::Numeric { .. } => 1,
            QuestionKind::Multi { .. } if !self.sheet.ticks.is_empty() => {
                let ticks = self.sheet.ticks.iter();
                ticks.filter(|tick| self.at(tick.item).asked_in(wave)).count()
            }
            QuestionKind::Multi { .. } => usize::from(self.ticks_are_marked()),
            QuestionKind::Matrix { .. } | QuestionKind::Open => 0,
        }
    }

    /// Whether an answer says if it is done.
    #[must_use]
    pub fn ticks_are_marked(&self) -> bool {
        self.sheet.answers.values().any(|words| words.stance.is_some())
    }

    /// Name of its row.
    #[must_use]
    pub fn row_name(&self) -> &str {
        self.sheet.row.as_deref().unwrap_or(&self.title)
    }

    /// Its subject for the council.
    #[must_use]
    pub fn plain_name(&self) -> &str {
        self.sheet.plain.as_deref().unwrap_or_else(|| self.row_name())
    }

    /// Whether who gives this answer does what is asked about, where that was said.
    #[must_use]
    pub fn stance(&self, item: ItemIndex) -> Option<Stance> {
        self.sheet.answers.get(&item)?.stance
    }

    /// An answer in a few words.
    #[must_use]
    pub fn answer_in(&self, item: ItemIndex, wave: Wave) -> &str {
        let words = self.sheet.answers.get(&item).and_then(|words| words.answer.as_deref());
        words.unwrap_or_else(|| self.at(item).label_in(wave))
    }

    /// An answer where it is an earlier one.
    #[must_use]
    pub fn was_in(&self, item: ItemIndex, wave: Wave) -> &str {
        let words = self.sheet.answers.get(&item).and_then(|words| words.was.as_deref());
        words.unwrap_or_else(|| self.answer_in(item, wave))
    }

    /// What a headline says of who gave an answer.
    #[must_use]
    pub fn brief(&self, item: ItemIndex) -> Option<&str> {
        let words = self.sheet.answers.get(&item).and_then(|words| words.brief.as_deref());
        words.or_else(|| self.findings.get(&item).map(String::as_str))
    }

    /// What the council reads of who gave an answer.
    #[must_use]
    pub fn plain(&self, item: ItemIndex) -> Option<&str> {
        let words = self.sheet.answers.get(&item).and_then(|words| words.plain.as_deref());
        words.or_else(|| self.findings.get(&item).map(String::as_str))
    }
}
