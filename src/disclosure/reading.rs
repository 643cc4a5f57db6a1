//! What one reader may see: released totals, and the answers of at most one municipality: its
//! own.

use std::collections::{BTreeMap, BTreeSet};

use super::figure::{Figure, FigureView, Reason, ReleasedTable};
use super::publication::Publication;
use crate::dataset::{Answer, Response};
use crate::questionnaire::{ItemIndex, Question, QuestionIndex, Questionnaire, RowIndex, Wave};
use crate::register::MunicipalityCode;
use crate::statistics::{Group, Panel, Participation, PercentagePoint, Share, TableKey};

/// For whom a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Everyone: totals alone.
    Public,
    /// One municipality: totals, and what it answered itself.
    Municipality(MunicipalityCode),
}

/// A reader's view on a publication.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    publication: &'a Publication,
    questionnaire: &'a Questionnaire,
    audience: Audience,
}

impl Publication {
    /// Opens the publication for one reader.
    #[must_use]
    pub const fn reading<'a>(
        &'a self,
        questionnaire: &'a Questionnaire,
        audience: Audience,
    ) -> Reading<'a> {
        Reading { publication: self, questionnaire, audience }
    }
}

/// What the reading municipality answered to a question (row), or why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnAnswer<'a> {
    /// It did not take part in this wave.
    DidNotTakePart,
    /// The wave did not ask the question (row).
    NotAsked,
    /// The question did not apply: by its other answers, or as it said itself.
    NotApplicable,
    /// It took part and skipped the question.
    Skipped,
    /// It chose these items: one for a single choice; with the nets that follow from them.
    Chosen {
        /// Options that were chosen.
        options: BTreeSet<ItemIndex>,
        /// Nets of which a member was chosen.
        nets: BTreeSet<ItemIndex>,
    },
    /// It gave a number.
    Number {
        /// The number.
        value: i64,
        /// Its class.
        band: Option<ItemIndex>,
    },
    /// It wrote a text.
    Text(&'a str),
}

impl OwnAnswer<'_> {
    /// Whether this option, band or net was chosen.
    #[must_use]
    pub fn has(&self, item: ItemIndex) -> bool {
        match self {
            Self::Chosen { options, nets } => options.contains(&item) || nets.contains(&item),
            Self::Number { band, .. } => *band == Some(item),
            Self::Text(_)
            | Self::DidNotTakePart
            | Self::NotAsked
            | Self::NotApplicable
            | Self::Skipped => false,
        }
    }

    /// Whether it is an answer.
    #[must_use]
    pub const fn is_given(&self) -> bool {
        matches!(self, Self::Chosen { .. } | Self::Number { .. } | Self::Text(_))
    }
}

/// A change of fewer percentage points, or of fewer municipalities, is called "ongeveer
/// gelijk" (methods.md#small-change).
pub const SMALL_CHANGE: u8 = 3;

/// A judged figure that knows which one it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cited {
    table: TableKey,
    item: ItemIndex,
    figure: Figure,
}

impl Cited {
    /// Question, row, wave and group.
    #[must_use]
    pub const fn table(&self) -> TableKey {
        self.table
    }

    /// The option, band or net.
    #[must_use]
    pub const fn item(&self) -> ItemIndex {
        self.item
    }

    /// What may be shown.
    #[must_use]
    pub const fn view(&self) -> FigureView {
        self.figure.view()
    }

    /// The share, when it may be shown exactly.
    #[must_use]
    pub const fn exact(&self) -> Option<Share> {
        self.figure.exact()
    }

    /// The base, when it may be shown.
    #[must_use]
    pub const fn base(&self) -> Option<u32> {
        self.figure.base()
    }
}

/// A judged table that knows which one it is.
#[derive(Debug, Clone, Copy)]
pub struct CitedTable<'a> {
    key: TableKey,
    table: &'a ReleasedTable,
}

impl CitedTable<'_> {
    /// Question, row, wave and group.
    #[must_use]
    pub const fn key(&self) -> TableKey {
        self.key
    }

    /// Valid answers; `None` when the whole table is withheld.
    #[must_use]
    pub const fn base(&self) -> Option<u32> {
        self.table.base()
    }

    /// Why the whole table is withheld, if it is.
    #[must_use]
    pub const fn withheld(&self) -> Option<Reason> {
        self.table.withheld()
    }

    /// One figure; `None` for an item that was not asked in this wave.
    #[must_use]
    pub fn figure(&self, item: ItemIndex) -> Option<Cited> {
        Some(Cited { table: self.key, item, figure: self.table.figure(item)? })
    }

    /// All figures in the order of the questionnaire, nets last.
    pub fn iter(&self) -> impl Iterator<Item = Cited> {
        let key = self.key;
        self.table.iter().map(move |(item, figure)| Cited { table: key, item, figure })
    }
}

/// A change in a panel, from exact shares only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Change {
    /// The figure of the earlier wave.
    pub earlier: Cited,
    /// The figure of the later wave.
    pub later: Cited,
    /// The difference of the unrounded percentages.
    pub points: PercentagePoint,
    /// The difference in municipalities.
    pub municipalities: i64,
}

impl Change {
    /// Whether it is called "ongeveer gelijk": less than 3 percentage points or fewer than 3
    /// municipalities, see [`SMALL_CHANGE`].
    #[must_use]
    pub const fn is_small(&self) -> bool {
        self.points.smaller_than(SMALL_CHANGE as i64)
            || self.municipalities.abs() < SMALL_CHANGE as i64
    }
}

impl<'a> Reading<'a> {
    /// The questionnaire.
    #[must_use]
    pub const fn questionnaire(&self) -> &'a Questionnaire {
        self.questionnaire
    }

    /// For whom it is.
    #[must_use]
    pub const fn audience(&self) -> Audience {
        self.audience
    }

    /// The policy that was applied.
    #[must_use]
    pub const fn policy(&self) -> &'a super::Policy {
        &self.publication.policy
    }

    /// One judged table; `None` when nobody in the group validly answered.
    #[must_use]
    pub fn table(
        &self,
        wave: Wave,
        question: QuestionIndex,
        row: Option<RowIndex>,
        group: Group,
    ) -> Option<CitedTable<'a>> {
        let key = TableKey { wave, question, row, group };
        self.publication.tables.get(&key).map(|table| CitedTable { key, table })
    }

    /// One figure; `None` when nobody answered or the item was not asked.
    #[must_use]
    pub fn figure(
        &self,
        wave: Wave,
        question: QuestionIndex,
        row: Option<RowIndex>,
        group: Group,
        item: ItemIndex,
    ) -> Option<Cited> {
        self.table(wave, question, row, group)?.figure(item)
    }

    /// The change of an item between the two waves of a panel; `None` when it may not be
    /// compared, or one of the two is not shown exactly.
    #[must_use]
    pub fn change(
        &self,
        panel: Panel,
        question: QuestionIndex,
        row: Option<RowIndex>,
        item: ItemIndex,
    ) -> Option<Change> {
        let definition = self.questionnaire.question(question);
        definition.comparable(item, panel.earlier, panel.later).ok()?;
        let [Some(earlier), Some(later)] = [panel.earlier, panel.later].map(|wave| {
            let [only] = definition.counterparts(item, wave)[..] else { return None };
            self.figure(wave, question, row, Group::Panel(panel), only)
        }) else {
            return None;
        };
        let (from, to) = (earlier.exact()?, later.exact()?);
        Some(Change {
            earlier,
            later,
            points: to.since(from),
            municipalities: i64::from(to.count()) - i64::from(from.count()),
        })
    }

    /// Whether the reading municipality took part in a wave.
    #[must_use]
    pub fn took_part(&self, wave: Wave) -> bool {
        self.own_response(wave).is_some()
    }

    /// Other municipalities that the questionnaire of the reading one was filled in for.
    #[must_use]
    pub fn also_for(&self, wave: Wave) -> &'a [MunicipalityCode] {
        self.own_response(wave).map_or(&[], |response| &response.also_for)
    }

    /// What the reading municipality answered, or why there is no answer.
    #[must_use]
    pub fn own(&self, wave: Wave, question: QuestionIndex, row: Option<RowIndex>) -> OwnAnswer<'a> {
        let Some(response) = self.own_response(wave) else { return OwnAnswer::DidNotTakePart };
        let definition = self.questionnaire.question(question);
        if !definition.asked_in(wave) || !definition.rows_in(wave).contains(&row) {
            return OwnAnswer::NotAsked;
        }
        let outside = |item: &ItemIndex| definition.at(*item).not_applicable;
        match response.answers.get(&(question, row)) {
            None if self.applies(response, wave, question) => OwnAnswer::Skipped,
            None => OwnAnswer::NotApplicable,
            Some(Answer::Single(item)) if outside(item) => OwnAnswer::NotApplicable,
            Some(Answer::Multi(items)) if items.iter().any(outside) => OwnAnswer::NotApplicable,
            Some(Answer::Single(item)) => own_choice(definition, [*item].into()),
            Some(Answer::Multi(items)) => own_choice(definition, items.clone()),
            Some(Answer::Number { value, band }) => {
                OwnAnswer::Number { value: *value, band: *band }
            }
            Some(Answer::Open { text, .. }) => OwnAnswer::Text(text),
        }
    }

    /// Whether a question was put to the municipality that gave these answers: a filter that was
    /// not asked in this wave closes nothing, one that was skipped closes.
    fn applies(&self, response: &Response, wave: Wave, question: QuestionIndex) -> bool {
        self.questionnaire.question(question).applies_if.iter().all(|condition| {
            let filter = condition.question;
            let chosen = |item: &ItemIndex| match response.answers.get(&(filter, None)) {
                Some(Answer::Single(own)) => own == item,
                Some(Answer::Multi(own)) => own.contains(item),
                Some(Answer::Number { band, .. }) => *band == Some(*item),
                Some(Answer::Open { codes, .. }) => codes.contains(item),
                None => false,
            };
            !self.questionnaire.question(filter).asked_in(wave)
                || (condition.items.iter().any(chosen) && self.applies(response, wave, filter))
        })
    }

    /// The groups beside the nation and the panels that count the reading municipality in a wave.
    #[must_use]
    pub fn parts(&self, wave: Wave) -> Vec<Group> {
        match self.audience {
            Audience::Public => Vec::new(),
            Audience::Municipality(code) => self.publication.comparison.groups(wave, code),
        }
    }

    /// Who took part, per wave.
    #[must_use]
    pub const fn participation(&self) -> &'a BTreeMap<Wave, Participation> {
        &self.publication.participation
    }

    fn own_response(&self, wave: Wave) -> Option<&'a Response> {
        match self.audience {
            Audience::Public => None,
            Audience::Municipality(code) => self.publication.own.get(&(wave, code)),
        }
    }
}

fn own_choice(question: &Question, options: BTreeSet<ItemIndex>) -> OwnAnswer<'static> {
    let nets = question
        .iter_items()
        .filter(|(_, item)| match &item.kind {
            crate::questionnaire::ItemKind::Net(members) => {
                members.iter().any(|member| options.contains(member))
            }
            _ => false,
        })
        .map(|(index, _)| index)
        .collect();
    OwnAnswer::Chosen { options, nets }
}
