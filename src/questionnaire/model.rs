//! The questionnaire that everyone may trust: every code exists, every reference resolves.
//!
//! Made only by `super::validate`; the rest of the program finds questions, rows and
//! cells by index and never meets an unknown code.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::sheet::SheetWords;
use crate::diagnostics::Place;
use crate::dutch::Noun;

/// A measurement, named by its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wave(pub u16);

impl fmt::Display for Wave {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Position of a question in [`Questionnaire::questions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionIndex(pub u16);

/// Position of a row in [`Question::rows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowIndex(pub u16);

/// Position of an answer in [`Question::items`]: an option, a band, a code or a net.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemIndex(pub u16);

/// The table of answers on the sheets has at most so many rows: what two pages hold.
pub const KEY_ROWS: usize = 16;
/// The sheets show at most so many key questions with ticks or rows, beside that table.
pub const KEY_LISTS: usize = 3;
/// At most so many rows of the table are chosen by rule.
pub const CHOSEN_ROWS: usize = 6;
/// At most so many questions with ticks or rows are chosen for the sheets by rule.
pub const CHOSEN_LISTS: usize = 3;

/// The whole questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questionnaire {
    /// Name of the survey.
    pub title: String,
    /// Who is counted in a panel.
    pub panel: PanelRule,
    /// What is counted in this survey besides [`Noun::COMMON`]: singular and plural.
    pub nouns: Vec<(String, String)>,
    /// Tasks of a council, in the order of its sheet.
    pub council_roles: Vec<String>,
    /// Parts in printed order.
    pub sections: Vec<Section>,
    /// Questions in printed order.
    pub questions: Vec<Question>,
    /// Where the id of each question stands in the file, in the same order; empty for a
    /// questionnaire that was not read from one.
    pub places: Vec<Place>,
}

impl Questionnaire {
    /// All nouns that texts about this survey count.
    pub fn nouns(&self) -> impl Iterator<Item = Noun<'_>> {
        let own = self.nouns.iter().map(|(one, many)| Noun { one, many });
        Noun::COMMON.into_iter().chain(own)
    }

    /// Where the id of a question stands in the file.
    #[must_use]
    pub fn place(&self, index: QuestionIndex) -> Option<Place> {
        self.places.get(usize::from(index.0)).cloned()
    }

    /// All questions with their index, in printed order.
    pub fn iter(&self) -> impl Iterator<Item = (QuestionIndex, &Question)> {
        (0u16..).map(QuestionIndex).zip(&self.questions)
    }

    /// Whether any question of a wave was named as one for the sheets (`key: true`).
    #[must_use]
    pub fn names_key_questions(&self, wave: Wave) -> bool {
        self.questions.iter().any(|question| question.key && question.asked_in(wave))
    }

    /// The questions that the sheets of a municipality show in a wave: those with `key: true`.
    /// Where none has it, those put to everyone. Of more than two pages hold, the first of each
    /// section, then the second, and so on (methods.md#key-questions).
    #[must_use]
    pub fn key_questions(&self, wave: Wave) -> BTreeSet<QuestionIndex> {
        if self.names_key_questions(wave) {
            let key = |question: &Question| question.key && question.asked_in(wave);
            return self.first_of_sections(wave, key, KEY_ROWS, KEY_LISTS);
        }
        let for_all = |question: &Question| {
            question.asked_in(wave)
                && question.applies_if.is_empty()
                && !matches!(question.kind, QuestionKind::Open)
        };
        self.first_of_sections(wave, for_all, CHOSEN_ROWS, CHOSEN_LISTS)
    }

    /// How many questions with `key: true` the sheets of a wave leave out.
    #[must_use]
    pub fn key_questions_left_out(&self, wave: Wave) -> usize {
        let all = self.questions.iter().filter(|question| question.key && question.asked_in(wave));
        all.count().saturating_sub(self.key_questions(wave).len())
    }

    /// Of the questions that fit the first of each section, then the second, and so on: at most so
    /// many rows of the table of answers, and so many with ticks or rows of their own.
    fn first_of_sections(
        &self,
        wave: Wave,
        fits: impl Fn(&Question) -> bool,
        mut rows: usize,
        mut lists: usize,
    ) -> BTreeSet<QuestionIndex> {
        let of_section = |section: &Section| {
            let all = section.questions.iter().copied();
            all.filter(|index| fits(self.question(*index))).collect::<Vec<_>>()
        };
        let sections: Vec<_> = self.sections.iter().map(of_section).collect();
        let longest = sections.iter().map(Vec::len).max().unwrap_or_default();
        let mut chosen = BTreeSet::new();
        for index in (0..longest).flat_map(|at| sections.iter().filter_map(move |s| s.get(at))) {
            let (room, takes) = match self.question(*index).rows_on_sheet(wave) {
                0 => (&mut lists, 1),
                takes => (&mut rows, takes),
            };
            if *room >= takes {
                *room -= takes;
                chosen.insert(*index);
            }
        }
        chosen
    }

    /// A question by its id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<(QuestionIndex, &Question)> {
        self.iter().find(|(_, question)| question.id == id)
    }

    /// A question by its index.
    #[must_use]
    pub fn question(&self, index: QuestionIndex) -> &Question {
        &self.questions[usize::from(index.0)]
    }
}

/// Who is counted in a panel of two waves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PanelRule {
    /// Municipalities that validly answered the question in both waves.
    Item,
    /// Municipalities that took part in both waves.
    Unit,
}

/// A part of the questionnaire with its own chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Stable id.
    pub id: String,
    /// What kind of part this is, in the singular ("thema"); `None`: another chapter.
    pub kind: Option<String>,
    /// Heading of the chapter.
    pub title: String,
    /// Shorter heading for factsheets; the title where none was given.
    pub short: String,
    /// What the part is about.
    pub intro: Option<String>,
    /// Its questions, in printed order.
    pub questions: Vec<QuestionIndex>,
}

/// Kinds of question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuestionKind {
    /// One option.
    Single,
    /// Any number of options.
    Multi {
        /// An empty list is an answer.
        empty_is_answer: bool,
    },
    /// Rows, each answered with one option or, with `several`, any number.
    Matrix {
        /// More than one option per row.
        several: bool,
    },
    /// A number.
    Numeric {
        /// Smallest possible value.
        min: Option<i64>,
        /// Largest possible value.
        max: Option<i64>,
    },
    /// Free text, reported through codes.
    Open,
}

/// Forms in which the report draws a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureForm {
    /// One bar of 100% per year.
    YearRows,
    /// One bar per option, largest first.
    OptionBars,
    /// The same, and the wave before in a drawing of its own.
    Ranking,
    /// One bar of 100% per matrix row.
    MatrixRows,
    /// Text only.
    None,
}

/// One question in all its waves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Stable id.
    pub id: String,
    /// Position of its section in [`Questionnaire::sections`].
    pub section: usize,
    /// Kind.
    pub kind: QuestionKind,
    /// Short factual label.
    pub title: String,
    /// The question as it is asked now.
    pub text: String,
    /// Other words in some waves.
    pub wording: BTreeMap<Wave, String>,
    /// The waves in which it was asked, ascending.
    pub waves: Vec<Wave>,
    /// What stands in files of answers for "no answer".
    pub no_answer: Vec<String>,
    /// Everything that is counted: options (bands, codes) first, then nets.
    pub items: Vec<Item>,
    /// Items of a matrix; empty for other kinds.
    pub rows: Vec<Row>,
    /// Who answers: all must hold.
    pub applies_if: Vec<Condition>,
    /// Where comparison stops, ascending by wave.
    pub breaks: Vec<Break>,
    /// An earlier id in files of answers.
    pub same_as: Option<String>,
    /// Whether the factsheet shows it.
    pub key: bool,
    /// Answers that can hardly be true together with one to another question.
    pub contradicts: Vec<Contradiction>,
    /// The drawing in the report.
    pub figure: FigureForm,
    /// Printed under the figure.
    pub note: Option<String>,
    /// What headings say about municipalities that gave an answer.
    pub claims: BTreeMap<ItemIndex, Claim>,
    /// What a heading says about the option or row named most; `{}` is its place.
    pub headline: Option<String>,
    /// The question about a municipality in the third person; `{}` is the place of a row.
    pub caption: Option<String>,
    /// What to say about an answer; `{}` is the place of a row.
    pub findings: BTreeMap<ItemIndex, String>,
    /// Words for the sheets of one municipality.
    pub sheet: SheetWords,
    /// What a council could ask.
    pub council_questions: Vec<CouncilQuestion>,
}

impl Question {
    /// Whether it was asked in this wave.
    #[must_use]
    pub fn asked_in(&self, wave: Wave) -> bool {
        self.waves.contains(&wave)
    }

    /// The words of the question in this wave.
    #[must_use]
    pub fn text_in(&self, wave: Wave) -> &str {
        self.wording.get(&wave).unwrap_or(&self.text)
    }

    /// An item by its code.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<(ItemIndex, &Item)> {
        self.iter_items().find(|(_, item)| item.code == code)
    }

    /// An item by its index.
    #[must_use]
    pub fn at(&self, index: ItemIndex) -> &Item {
        &self.items[usize::from(index.0)]
    }

    /// All items with their index.
    pub fn iter_items(&self) -> impl Iterator<Item = (ItemIndex, &Item)> {
        (0u16..).map(ItemIndex).zip(&self.items)
    }

    /// The items that are counted in this wave: asked then, and part of the base.
    pub fn items_in(&self, wave: Wave) -> impl Iterator<Item = (ItemIndex, &Item)> {
        self.iter_items().filter(move |(_, item)| item.asked_in(wave) && !item.not_applicable)
    }

    /// The options (not the nets) that are counted in this wave.
    pub fn options_in(&self, wave: Wave) -> impl Iterator<Item = (ItemIndex, &Item)> {
        self.items_in(wave).filter(|(_, item)| !item.is_net())
    }

    /// The rows asked in this wave; one `None` for a question without rows.
    #[must_use]
    pub fn rows_in(&self, wave: Wave) -> Vec<Option<RowIndex>> {
        if self.rows.is_empty() {
            return vec![None];
        }
        (0u16..)
            .map(RowIndex)
            .zip(&self.rows)
            .filter(|(_, row)| row.waves.contains(&wave))
            .map(|(index, _)| Some(index))
            .collect()
    }

    /// A row by its index.
    #[must_use]
    pub fn row(&self, index: RowIndex) -> &Row {
        &self.rows[usize::from(index.0)]
    }

    /// Whether a respondent may choose several options (in a row).
    #[must_use]
    pub const fn several(&self) -> bool {
        matches!(
            self.kind,
            QuestionKind::Multi { .. }
                | QuestionKind::Matrix { several: true }
                | QuestionKind::Open
        )
    }

    /// Whether nothing ticked is an answer.
    #[must_use]
    pub const fn empty_is_answer(&self) -> bool {
        matches!(self.kind, QuestionKind::Multi { empty_is_answer: true })
    }

    /// Whether an item may be compared between two waves, and otherwise why not.
    ///
    /// # Errors
    /// The reason to print. methods.md#comparable: the same question with the same options, or
    /// declared the same; otherwise no trend, with a note.
    pub fn comparable(
        &self,
        item: ItemIndex,
        one: Wave,
        other: Wave,
    ) -> Result<(), NotComparable<'_>> {
        let (earlier, later) = (one.min(other), one.max(other));
        if !self.asked_in(earlier) || !self.asked_in(later) {
            return Err(NotComparable::NotAsked);
        }
        let broken = self
            .breaks
            .iter()
            .rev()
            .find(|b| earlier < b.wave && b.wave <= later && !b.keeps.contains(&item));
        if let Some(b) = broken {
            return Err(NotComparable::Changed(&b.reason));
        }
        if self.counterparts(item, earlier).is_empty() || self.counterparts(item, later).is_empty()
        {
            return Err(NotComparable::OptionNotAsked);
        }
        Ok(())
    }

    /// The reason why this wave cannot be compared as a whole with an earlier one, if any.
    #[must_use]
    pub fn break_between(&self, one: Wave, other: Wave) -> Option<&Break> {
        let (earlier, later) = (one.min(other), one.max(other));
        self.breaks.iter().rev().find(|b| earlier < b.wave && b.wave <= later)
    }

    /// Of some items, those that one of two waves asked and for which the other has nothing
    /// that is the same or declared the same.
    #[must_use]
    pub(super) fn changed_between(
        &self,
        items: &[ItemIndex],
        one: Wave,
        other: Wave,
    ) -> Vec<ItemIndex> {
        let same = |a: ItemIndex, b: ItemIndex| {
            a == b || self.at(a).same_as.contains(&b) || self.at(b).same_as.contains(&a)
        };
        let found = |item: ItemIndex, wave: Wave| {
            items.iter().any(|at| self.at(*at).asked_in(wave) && same(item, *at))
        };
        let changed = |item: &ItemIndex| {
            [one, other].iter().any(|wave| self.at(*item).asked_in(*wave))
                && ![one, other].iter().all(|wave| found(*item, *wave))
        };
        items.iter().copied().filter(changed).collect()
    }

    /// The items that stand for `item` in a wave: itself, or those it is declared the same as.
    #[must_use]
    pub fn counterparts(&self, item: ItemIndex, wave: Wave) -> Vec<ItemIndex> {
        if self.at(item).asked_in(wave) {
            return vec![item];
        }
        let renamed = self.at(item).same_as.iter().copied();
        let later =
            self.iter_items().filter(|(_, other)| other.same_as == [item]).map(|(index, _)| index);
        renamed.chain(later).filter(|index| self.at(*index).asked_in(wave)).collect()
    }
}

/// Why two waves may not be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotComparable<'a> {
    /// One of the waves did not ask the question.
    NotAsked,
    /// One of the waves did not have the option.
    OptionNotAsked,
    /// The question changed; the reason is a printed sentence.
    Changed(&'a str),
}

/// Something that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Stable code.
    pub code: String,
    /// As printed now.
    pub label: String,
    /// For inside a bar; the label where none was given.
    pub short: String,
    /// Other words in some waves.
    pub wording: BTreeMap<Wave, String>,
    /// The waves in which it could be chosen.
    pub waves: Vec<Wave>,
    /// May not be chosen together with another option.
    pub exclusive: bool,
    /// Stands behind the others where options are sorted; exclusive options always do.
    pub last: bool,
    /// Not part of the base.
    pub not_applicable: bool,
    /// Earlier options that mean the same.
    pub same_as: Vec<ItemIndex>,
    /// What sort of item it is.
    pub kind: ItemKind,
}

impl Item {
    /// Whether it could be chosen in this wave.
    #[must_use]
    pub fn asked_in(&self, wave: Wave) -> bool {
        self.waves.contains(&wave)
    }

    /// The words of the option in this wave.
    #[must_use]
    pub fn label_in(&self, wave: Wave) -> &str {
        self.wording.get(&wave).unwrap_or(&self.label)
    }

    /// Whether it is a net of other items.
    #[must_use]
    pub const fn is_net(&self) -> bool {
        matches!(self.kind, ItemKind::Net(_))
    }
}

/// What sort of item it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemKind {
    /// An answer to choose, or a code given by a person.
    Option,
    /// A class of numbers, both ends included.
    Band(Option<i64>, Option<i64>),
    /// Options reported together.
    Net(Vec<ItemIndex>),
}

/// One row of a matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Stable code.
    pub code: String,
    /// As printed now.
    pub label: String,
    /// For beside a bar; the label where none was given.
    pub short: String,
    /// Other words in some waves.
    pub wording: BTreeMap<Wave, String>,
    /// The waves in which it was asked.
    pub waves: Vec<Wave>,
}

impl Row {
    /// The words of the row in this wave.
    #[must_use]
    pub fn label_in(&self, wave: Wave) -> &str {
        self.wording.get(&wave).unwrap_or(&self.label)
    }
}

/// A condition on an earlier question: one of these items was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The question that decides.
    pub question: QuestionIndex,
    /// Any of these (options, never nets).
    pub items: Vec<ItemIndex>,
}

/// An answer that can hardly be true together with one to another question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The answer: these options.
    pub items: Vec<ItemIndex>,
    /// The other question.
    pub question: QuestionIndex,
    /// Any of these of its options.
    pub with: Vec<ItemIndex>,
    /// Printed behind the answer.
    pub note: String,
}

/// A wave from which comparison with earlier waves stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// First wave of the new form.
    pub wave: Wave,
    /// Printed reason.
    pub reason: String,
    /// Items that can be compared all the same.
    pub keeps: Vec<ItemIndex>,
}

/// What municipalities do that gave an answer, in singular and plural.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// "doet mee aan de themadag".
    pub one: String,
    /// "doen mee aan de themadag".
    pub many: String,
}

/// A question that the council could ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CouncilQuestion {
    /// Asked when one of these was chosen; empty: always.
    pub items: Vec<ItemIndex>,
    /// The task of a council that it belongs to, by its place in
    /// [`Questionnaire::council_roles`].
    pub role: Option<usize>,
    /// The question.
    pub text: String,
}
