//! Surveys for tests: made in a few lines, without files.

use std::collections::{BTreeMap, BTreeSet};

use super::{AreaRule, Comparison, Participation, Tables, participation, tabulate};
use crate::calendar::Date;
use crate::dataset::{Answer, Dataset, Response};
use crate::questionnaire::{
    Condition, FigureForm, Item, ItemIndex, ItemKind, PanelRule, Question, QuestionIndex,
    QuestionKind, Questionnaire, Row, RowIndex, Wave,
};
use crate::register::{MunicipalityCode, Register};

/// The first of two waves.
pub(crate) const BEFORE: Wave = Wave(2022);
/// The second.
pub(crate) const NOW: Wave = Wave(2023);

/// A questionnaire with answers.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(crate) questionnaire: Questionnaire,
    pub(crate) dataset: Dataset,
}

impl Sample {
    pub(crate) fn of(questions: Vec<Question>) -> Self {
        let questionnaire = Questionnaire {
            title: "proef".to_owned(),
            panel: PanelRule::Item,
            nouns: Vec::new(),
            council_roles: Vec::new(),
            sections: Vec::new(),
            questions,
            places: Vec::new(),
        };
        Self { questionnaire, dataset: Dataset::default() }
    }

    /// Gives a municipality a completed questionnaire, with this answer if there is one.
    pub(crate) fn answer(
        &mut self,
        wave: Wave,
        who: MunicipalityCode,
        (question, row): (u16, Option<u16>),
        answer: Option<Answer>,
    ) {
        let data = self.dataset.waves.entry(wave).or_default();
        let response = data
            .responses
            .entry(who)
            .or_insert_with(|| Response { also_for: Vec::new(), answers: BTreeMap::new() });
        if let Some(answer) = answer {
            response.answers.insert((QuestionIndex(question), row.map(RowIndex)), answer);
        }
    }

    pub(crate) fn tables(&self) -> Tables {
        self.tables_by(AreaRule::Provinces)
    }

    /// The tables with provinces together by this rule.
    pub(crate) fn tables_by(&self, rule: AreaRule) -> Tables {
        let comparison = Comparison::of(Register::builtin(), &self.dataset, rule, None);
        tabulate(&self.questionnaire, Register::builtin(), &dates(), &self.dataset, comparison)
    }

    pub(crate) fn participation(&self) -> BTreeMap<Wave, Participation> {
        participation(Register::builtin(), &dates(), &self.dataset)
    }
}

fn dates() -> BTreeMap<Wave, Date> {
    [BEFORE, NOW].map(|wave| (wave, Date { year: wave.0, month: 10, day: 1 })).into()
}

/// The municipalities of a province that are the same in both waves, by code.
pub(crate) fn municipalities(province: &str) -> Vec<MunicipalityCode> {
    let (register, dates) = (Register::builtin(), dates());
    register
        .on(dates[&NOW])
        .filter(|found| found.province.to_string() == province)
        .map(|found| found.code)
        .filter(|code| register.same_entity(*code, dates[&BEFORE], dates[&NOW]))
        .collect()
}

/// A question of both waves with these options.
pub(crate) fn question(id: &str, kind: QuestionKind, options: &[&str]) -> Question {
    Question {
        id: id.to_owned(),
        section: 0,
        kind,
        title: id.to_owned(),
        text: id.to_owned(),
        wording: BTreeMap::new(),
        waves: vec![BEFORE, NOW],
        items: options.iter().map(|code| item(code)).collect(),
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

/// An option of both waves.
pub(crate) fn item(code: &str) -> Item {
    Item {
        code: code.to_owned(),
        label: code.to_owned(),
        short: code.to_owned(),
        wording: BTreeMap::new(),
        waves: vec![BEFORE, NOW],
        exclusive: false,
        last: false,
        not_applicable: false,
        same_as: Vec::new(),
        kind: ItemKind::Option,
    }
}

/// A matrix row of both waves.
pub(crate) fn row(code: &str) -> Row {
    let text = code.to_owned();
    Row {
        code: text.clone(),
        label: text.clone(),
        short: text,
        wording: BTreeMap::new(),
        waves: vec![BEFORE, NOW],
    }
}

/// The condition that this option of that question was chosen.
pub(crate) fn only_if(question: u16, option: u16) -> Vec<Condition> {
    vec![Condition { question: QuestionIndex(question), items: vec![ItemIndex(option)] }]
}

/// One option.
pub(crate) fn one(option: u16) -> Option<Answer> {
    Some(Answer::Single(ItemIndex(option)))
}

/// Ticks.
pub(crate) fn ticks(options: &[u16]) -> Option<Answer> {
    let ticked: BTreeSet<_> = options.iter().map(|option| ItemIndex(*option)).collect();
    Some(Answer::Multi(ticked))
}
