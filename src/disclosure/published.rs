//! What earlier editions showed: it stays as it was (bescherming.md#uitgave).
//!
//! The figures of published editions stand in the place of the judgement of the rules. So no two
//! editions show different figures of the same thing, whatever changed meanwhile: level, rules,
//! or who published its own documents. A figure that can't be found again in the survey, or that
//! no longer fits its answers, is a [`Mismatch`]: then nothing may be made.

use std::collections::{BTreeMap, BTreeSet};

use super::figure::{FigureView, Reason};
use super::policy::Policy;
use super::survey::Survey;
use crate::questionnaire::{ItemIndex, Wave};
use crate::statistics::{Group, Subject, Table, TableKey};

/// One figure of a published edition, by the names that its files use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFigure {
    /// The wave that is counted.
    pub wave: u16,
    /// Id of the question.
    pub question: String,
    /// Code of the row of a matrix.
    pub row: Option<String>,
    /// The group, as [`Group`] writes it.
    pub group: String,
    /// Code of the option, band or net.
    pub option: String,
    /// What was shown.
    pub view: FigureView,
}

/// Published figures of a question (row) in a wave that are no longer there or no longer true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The wave that is counted.
    pub wave: u16,
    /// Id of the question.
    pub question: String,
    /// Code of the row of a matrix.
    pub row: Option<String>,
    /// What is wrong with one of them.
    pub what: String,
    /// How many figures.
    pub figures: usize,
}

/// The published figures of a survey.
#[derive(Debug, Default)]
pub(super) struct PublishedTables {
    tables: BTreeMap<TableKey, BTreeMap<ItemIndex, FigureView>>,
    subjects: BTreeSet<Subject>,
    waves: BTreeSet<Wave>,
    pub(super) mismatches: Vec<Mismatch>,
}

impl PublishedTables {
    /// Finds published figures in the survey again.
    pub(super) fn of(figures: &[PublishedFigure], survey: &Survey, policy: &Policy) -> Self {
        let mut found = Self::default();
        let mut wrong: BTreeMap<(u16, &str, Option<&str>), (String, usize)> = BTreeMap::new();
        let mut counted: BTreeMap<Subject, BTreeMap<Group, Table>> = BTreeMap::new();
        for figure in figures {
            let outcome = place(figure, survey).and_then(|(subject, item)| {
                let tables = counted.entry(subject).or_insert_with(|| {
                    let all = survey.tables_of(subject, policy);
                    all.into_iter().map(|(group, table)| (group, table.into_owned())).collect()
                });
                found.subjects.insert(subject);
                found.waves.insert(subject.wave);
                let group = tables.iter().find(|(group, _)| group.to_string() == figure.group);
                match (group, figure.view) {
                    (None, FigureView::Withheld(_)) => Ok(None),
                    (None, _) => Err(format!("there is no `{}` any more", figure.group)),
                    (Some((group, table)), view) => {
                        fits(view, table.count(item), table.base, &figure.group)?;
                        Ok(Some((subject.key(*group), item)))
                    }
                }
            });
            match outcome {
                Ok(Some((key, item))) => {
                    let figures = found.tables.entry(key).or_default();
                    let known = figures.get(&item).copied();
                    figures
                        .insert(item, known.map_or(figure.view, |known| both(known, figure.view)));
                }
                Ok(None) => {}
                Err(what) => {
                    let place = (figure.wave, figure.question.as_str(), figure.row.as_deref());
                    wrong.entry(place).or_insert((what, 0)).1 += 1;
                }
            }
        }
        let mismatch = |((wave, question, row), (what, figures)): ((_, &str, Option<&str>), _)| {
            let (question, row) = (question.to_owned(), row.map(str::to_owned));
            Mismatch { wave, question, row, what, figures }
        };
        found.mismatches = wrong.into_iter().map(mismatch).collect();
        found
    }

    /// Whether a question was part of a published edition.
    pub(super) fn holds(&self, subject: Subject) -> bool {
        self.subjects.contains(&subject)
    }

    /// What was shown of one table.
    pub(super) fn table(&self, key: &TableKey) -> Option<&BTreeMap<ItemIndex, FigureView>> {
        self.tables.get(key)
    }

    /// Notes a question of a published wave that no published edition has.
    pub(super) fn note_new(&mut self, subject: Subject, survey: &Survey) {
        if !self.waves.contains(&subject.wave) || self.holds(subject) {
            return;
        }
        let question = survey.question(subject);
        self.mismatches.push(Mismatch {
            wave: subject.wave.0,
            question: question.id.clone(),
            row: subject.row.map(|row| question.row(row).code.clone()),
            what: "the published edition has no such question".to_owned(),
            figures: 0,
        });
    }
}

/// The question (row) and item of a figure.
fn place(figure: &PublishedFigure, survey: &Survey) -> Result<(Subject, ItemIndex), String> {
    let wave = Wave(figure.wave);
    let mut all = survey.questionnaire.iter();
    let (index, question) = all
        .find(|(_, question)| question.id == figure.question && question.asked_in(wave))
        .ok_or("there is no such question in this wave any more")?;
    let code = |row: Option<_>| row.map(|row| question.row(row).code.clone());
    let row = question.rows_in(wave).into_iter().find(|row| code(*row) == figure.row);
    let row = row.ok_or("there is no such row any more")?;
    let (item, _) = question
        .items_in(wave)
        .find(|(_, item)| item.code == figure.option)
        .ok_or_else(|| format!("there is no option `{}` any more", figure.option))?;
    Ok((Subject { wave, question: index, row }, item))
}

/// Whether a published figure is still true of what is counted now.
fn fits(view: FigureView, count: u32, base: u32, group: &str) -> Result<(), String> {
    let (low, high, then) = match view {
        FigureView::Withheld(_) => return Ok(()),
        FigureView::Exact(share) => (share.count(), share.count(), share.base()),
        FigureView::Range { low, high, base } => (low, high, base),
    };
    if then == base && (low..=high).contains(&count) {
        return Ok(());
    }
    let said = if low == high { format!("{low}") } else { format!("{low} to {high}") };
    Err(format!("{group}: {said} of {then} was published, now it is {count} of {base}"))
}

/// What two editions together show of one figure.
fn both(one: FigureView, other: FigureView) -> FigureView {
    match (one, other) {
        (FigureView::Withheld(_), shown) | (shown, FigureView::Withheld(_)) => shown,
        (exact @ FigureView::Exact(_), _) | (_, exact @ FigureView::Exact(_)) => exact,
        (
            FigureView::Range { low, high, base },
            FigureView::Range { low: other_low, high: other_high, .. },
        ) => FigureView::Range { low: low.max(other_low), high: high.min(other_high), base },
    }
}

impl Reason {
    /// By its word in JSON; the word of earlier versions too.
    #[must_use]
    pub fn by_word(word: &str) -> Option<Self> {
        let all = [Self::SmallBase, Self::Complementary, Self::FollowUp];
        let found = all.into_iter().find(|reason| reason.word() == word);
        found.or_else(|| (word == "routed").then_some(Self::FollowUp))
    }
}
