//! Every count once, in a fixed order.

use std::collections::{BTreeMap, BTreeSet};

use super::profiles::{Profile, Profiles, Subject};
use super::{Comparison, Group, Panel};
use crate::calendar::Date;
use crate::dataset::{Answer, AnswerKey, Dataset, Response, WaveData};
use crate::questionnaire::{
    ItemIndex, ItemKind, PanelRule, Question, QuestionIndex, Questionnaire, RowIndex, Wave,
};
use crate::register::{MunicipalityCode, Register};

/// What one table counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableKey {
    /// The wave that is counted (also for a panel).
    pub wave: Wave,
    /// The question.
    pub question: QuestionIndex,
    /// The row of a matrix.
    pub row: Option<RowIndex>,
    /// Who is counted.
    pub group: Group,
}

/// How often every item was chosen, with the number of valid answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Valid answers: it applied, was answered, and not with "niet van toepassing".
    pub base: u32,
    counts: Vec<u32>,
}

impl Table {
    /// How often this item (option, band, code or net) was chosen.
    #[must_use]
    pub fn count(&self, item: ItemIndex) -> u32 {
        self.counts.get(usize::from(item.0)).copied().unwrap_or(0)
    }

    /// Counts one answer, if it is valid.
    fn add(&mut self, question: &Question, answer: &Answer) {
        let Some(chosen) = chosen(question, answer) else { return };
        self.base += 1;
        self.counts.resize(question.items.len(), 0);
        for (index, item) in question.iter_items() {
            let hit = match &item.kind {
                ItemKind::Net(members) => members.iter().any(|member| chosen.contains(member)),
                ItemKind::Option | ItemKind::Band(..) => chosen.contains(&index),
            };
            self.counts[usize::from(index.0)] += u32::from(hit);
        }
    }
}

/// The chosen items of a valid answer; `None` when the answer is no part of the base.
fn chosen(question: &Question, answer: &Answer) -> Option<BTreeSet<ItemIndex>> {
    let chosen: BTreeSet<_> = match answer {
        Answer::Single(item) => [*item].into(),
        Answer::Multi(items) | Answer::Open { codes: items, .. } => items.clone(),
        Answer::Number { band, .. } => band.iter().copied().collect(),
    };
    let applies = !chosen.iter().any(|item| question.at(*item).not_applicable);
    applies.then_some(chosen)
}

/// All tables of all waves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tables {
    tables: BTreeMap<TableKey, Table>,
    profiles: Profiles,
    comparison: Comparison,
}

impl Tables {
    /// One table; `None` when nobody in the group validly answered.
    #[must_use]
    pub fn get(&self, key: &TableKey) -> Option<&Table> {
        self.tables.get(key)
    }

    /// The tables from this key on, in order.
    pub fn range(&self, from: TableKey) -> impl Iterator<Item = (&TableKey, &Table)> {
        self.tables.range(from..)
    }

    /// The valid answers to one question (row) in one wave, by the groups that count them.
    #[must_use]
    pub fn profile(&self, subject: Subject) -> Profile<'_> {
        self.profiles.of(subject)
    }

    /// With whom each municipality is compared.
    #[must_use]
    pub const fn comparison(&self) -> &Comparison {
        &self.comparison
    }

    /// All tables, by wave, question, row and group.
    pub fn iter(&self) -> impl Iterator<Item = (&TableKey, &Table)> {
        self.tables.iter()
    }
}

/// The answers of one municipality as tables with base 1.
#[must_use]
pub fn tabulate_one(
    questionnaire: &Questionnaire,
    response: &Response,
) -> BTreeMap<AnswerKey, Table> {
    let mut tables = BTreeMap::new();
    for (key, answer) in &response.answers {
        let mut table = Table::default();
        table.add(questionnaire.question(key.0), answer);
        if table.base > 0 {
            tables.insert(*key, table);
        }
    }
    tables
}

/// Counts every question, row and group (bescherming.md#groepen) of every wave
/// (methods.md#definitions).
///
/// `dates` gives each wave's reference date: a municipality that merged between two
/// waves is not the same one in a panel.
#[must_use]
pub fn tabulate(
    questionnaire: &Questionnaire,
    register: &Register,
    dates: &BTreeMap<Wave, Date>,
    dataset: &Dataset,
    comparison: Comparison,
) -> Tables {
    let mut tables = Tables { comparison, ..Tables::default() };
    for (wave, data) in &dataset.waves {
        count_wave(questionnaire, *wave, data, &mut tables);
    }
    for (panel, members) in panels(register, dates, dataset) {
        count_panel(questionnaire, dataset, panel, &members, &mut tables);
    }
    tables
}

fn count_wave(questionnaire: &Questionnaire, wave: Wave, data: &WaveData, tables: &mut Tables) {
    for (code, response) in &data.responses {
        let parts = tables.comparison.groups(wave, *code);
        for ((question, row), answer) in &response.answers {
            for group in std::iter::once(Group::National).chain(parts.iter().copied()) {
                let key = TableKey { wave, question: *question, row: *row, group };
                let table = tables.tables.entry(key).or_default();
                table.add(questionnaire.question(*question), answer);
            }
            if let Some(chosen) = chosen(questionnaire.question(*question), answer) {
                let subject = Subject { wave, question: *question, row: *row };
                tables.profiles.add(subject, *code, parts.clone(), chosen);
            }
        }
    }
    tables.tables.retain(|_, table| table.base > 0);
}

/// The municipalities of each pair of adjacent waves: took part in both as the same entity.
pub(super) fn panels(
    register: &Register,
    dates: &BTreeMap<Wave, Date>,
    dataset: &Dataset,
) -> BTreeMap<Panel, Vec<MunicipalityCode>> {
    let waves: Vec<_> = dataset.waves.keys().copied().collect();
    let mut panels = BTreeMap::new();
    for pair in waves.windows(2) {
        let (earlier, later) = (pair[0], pair[1]);
        let panel = Panel { earlier, later };
        let members = dataset.waves[&earlier]
            .responses
            .keys()
            .filter(|code| dataset.waves[&later].responses.contains_key(code))
            .filter(|code| same_entity(register, dates, panel, **code))
            .copied()
            .collect();
        panels.insert(panel, members);
    }
    panels
}

/// Whether a code stands for the same municipality in both waves (methods.md#merger).
pub(super) fn same_entity(
    register: &Register,
    dates: &BTreeMap<Wave, Date>,
    panel: Panel,
    code: MunicipalityCode,
) -> bool {
    match (dates.get(&panel.earlier), dates.get(&panel.later)) {
        (Some(from), Some(to)) => register.same_entity(code, *from, *to),
        _ => false,
    }
}

fn count_panel(
    questionnaire: &Questionnaire,
    dataset: &Dataset,
    panel: Panel,
    members: &[MunicipalityCode],
    tables: &mut Tables,
) {
    let (first, second) = (&dataset.waves[&panel.earlier], &dataset.waves[&panel.later]);
    for (question, definition) in questionnaire.iter() {
        if !definition.asked_in(panel.earlier) || !definition.asked_in(panel.later) {
            continue;
        }
        let later_rows = definition.rows_in(panel.later);
        for row in definition.rows_in(panel.earlier) {
            if !later_rows.contains(&row) {
                continue;
            }
            let key = (question, row);
            for code in members {
                let answers = [first, second].map(|data| data.responses[code].answers.get(&key));
                let valid =
                    answers.map(|answer| answer.and_then(|a| chosen(definition, a)).is_some());
                if questionnaire.panel == PanelRule::Item && valid != [true, true] {
                    continue;
                }
                for (wave, answer) in [panel.earlier, panel.later].into_iter().zip(answers) {
                    let Some(answer) = answer else { continue };
                    let group = Group::Panel(panel);
                    let table_key = TableKey { wave, question, row, group };
                    tables.tables.entry(table_key).or_default().add(definition, answer);
                    tables.profiles.join(Subject { wave, question, row }, *code, panel);
                }
            }
        }
    }
    tables.tables.retain(|_, table| table.base > 0);
}
