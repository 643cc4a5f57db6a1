//! What is told of a source: the figure or the number of the response, in words.

use serde::Serialize;

use super::respondents::Respondents;
use super::rounding;
use crate::disclosure::{FigureView, Share, TableKey};
use crate::language::{self, Form};
use crate::questionnaire::{ItemIndex, Questionnaire};
use crate::register::Register;

/// A released figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Id of the question.
    pub question: String,
    /// The question as it was asked in the wave.
    pub text: String,
    /// Code of the row of a matrix.
    pub row: Option<String>,
    /// Code of the option, band or net; none when the number is the base itself.
    pub option: Option<String>,
    /// The label of the option.
    pub label: Option<String>,
    /// Whether all answers but this one are counted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub others: bool,
    /// The wave that is counted.
    pub wave: u16,
    /// `national`, `province:PV23`, `area:PV20+PV22`, `group:g3` or `panel:2022-2023`.
    pub group: String,
    /// How many chose it.
    pub count: Option<u32>,
    /// How many validly answered.
    pub base: Option<u32>,
    /// The exact fraction with the rounding, as in `100 x 153 / 172 = 88.95, rounded 89`.
    pub rounding: Option<String>,
    /// `exact`, `range` or `withheld`, with what that means.
    pub protection: String,
    /// Municipalities behind the count, for the bureau only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub respondents: Option<Vec<String>>,
}

/// A number of the response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResponseNumber {
    /// What is counted.
    pub what: &'static str,
    /// The wave.
    pub wave: u16,
    /// The province; none for the whole country.
    pub province: Option<&'static str>,
    /// The number.
    pub count: u32,
    /// Of how many, where it is a part of something.
    pub base: Option<u32>,
    /// The exact fraction with the rounding.
    pub rounding: Option<String>,
    /// Municipalities behind the number, for the bureau only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub respondents: Option<Vec<String>>,
}

/// Tells of sources.
pub(super) struct Teller<'a> {
    pub(super) questionnaire: &'a Questionnaire,
    /// Who is behind a number: for the bureau alone.
    pub(super) respondents: Option<Respondents<'a>>,
}

impl Teller<'_> {
    /// The figures of a source: both waves of a change.
    pub(super) fn figures(&self, source: &language::Source) -> Vec<Source> {
        match source {
            language::Source::Figure { figure, others, form } => {
                let item = (*form != Form::Base).then(|| figure.item());
                vec![self.figure(figure.table(), item, figure.view(), *others)]
            }
            language::Source::Base { table, base } => vec![self.base(*table, *base)],
            language::Source::Change(change) | language::Source::AnswersMoved(change) => {
                [change.earlier, change.later]
                    .map(|figure| {
                        self.figure(figure.table(), Some(figure.item()), figure.view(), false)
                    })
                    .into()
            }
            _ => Vec::new(),
        }
    }

    fn figure(
        &self,
        key: TableKey,
        item: Option<ItemIndex>,
        view: FigureView,
        others: bool,
    ) -> Source {
        let question = self.questionnaire.question(key.question);
        let option = item.map(|item| question.at(item));
        let others = others && item.is_some();
        let share = match view {
            FigureView::Exact(share) if others => {
                Share::of(share.base() - share.count(), share.base())
            }
            FigureView::Exact(share) => Some(share),
            FigureView::Range { .. } | FigureView::Withheld(_) => None,
        };
        let share = share.filter(|_| item.is_some());
        let base = match view {
            FigureView::Exact(share) => Some(share.base()),
            FigureView::Range { base, .. } => Some(base),
            FigureView::Withheld(_) => None,
        };
        let who = self.respondents.as_ref().map(|who| who.behind_figure(&key, item, others));
        Source {
            question: question.id.clone(),
            text: question.text_in(key.wave).to_owned(),
            row: key.row.map(|row| question.row(row).code.clone()),
            option: option.map(|option| option.code.clone()),
            label: option.map(|option| option.label_in(key.wave).to_owned()),
            others,
            wave: key.wave.0,
            group: key.group.to_string(),
            count: share.map(Share::count),
            base,
            rounding: share.map(rounding),
            protection: protection(item.map(|_| view)),
            respondents: who,
        }
    }

    fn base(&self, table: TableKey, base: u32) -> Source {
        let view = FigureView::Range { low: 0, high: base, base };
        Source { protection: protection(None), ..self.figure(table, None, view, false) }
    }

    /// The number of the response of a source.
    pub(super) fn response(&self, source: &language::Source) -> Option<ResponseNumber> {
        let language::Source::Response { number, .. } = source else { return None };
        let register = Register::builtin();
        Some(ResponseNumber {
            what: number.what.words(),
            wave: number.wave.0,
            province: number.province.map(|code| register.province(code).name),
            count: number.count,
            base: number.of.map(Share::base),
            rounding: number.of.map(rounding),
            respondents: self.respondents.as_ref().map(|who| who.behind_response(number)),
        })
    }
}

/// What a number is, in a word.
pub(super) const fn word(source: &language::Source) -> &'static str {
    match source {
        language::Source::Figure { .. }
        | language::Source::Base { .. }
        | language::Source::Change(_)
        | language::Source::AnswersMoved(_) => "figure",
        language::Source::Response { .. } => "response",
        language::Source::OwnAnswers(_) => "own answers",
        language::Source::Survey => "survey",
        language::Source::Rule => "rule",
        language::Source::Year => "year",
        language::Source::Date => "date",
        language::Source::Questionnaire => "questionnaire",
        language::Source::Project => "project",
        language::Source::Template => "template",
        language::Source::Typed => "typed",
        language::Source::Public => "public",
    }
}

fn protection(view: Option<FigureView>) -> String {
    match view {
        Some(FigureView::Withheld(reason)) => format!("withheld ({})", reason.word()),
        Some(FigureView::Range { low, high, .. }) => format!(
            "range: {low} up to and including {high}, so that it tells nothing of one municipality"
        ),
        Some(FigureView::Exact(_)) | None => "exact".to_owned(),
    }
}
