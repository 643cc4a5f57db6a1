//! Where a printed number comes from: the template that prints it, the figures that it can
//! be, how they were rounded and protected, and for the bureau who is behind them.
//!
//! The document is filled with marks, the number is looked up in its running text, and the
//! released figures of the question that was in hand when it was written are compared with
//! it. When several figures fit, all are named: nothing is guessed.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Prepared;
use crate::disclosure::{FigureView, Group, ReleasedTable, Share, TableKey};
use crate::documents::{DocumentKind, Edition, Job, trace};
use crate::proofreading::{Mention, Wanted, mentions};
use crate::questionnaire::{ItemIndex, PanelRule, Question, QuestionIndex, Wave};
use crate::register::{MunicipalityCode, Register};
use crate::statistics::tabulate_one;
use crate::typesetting::{
    Paragraph, Running, TemplateError, TemplateSet, TextKind, Traced, running_text,
};

/// What is asked: a document, a number or figure in it, and by whom.
#[derive(Debug, Clone)]
pub struct Query {
    /// The edition of the document.
    pub wave: Wave,
    /// The document.
    pub job: Job,
    /// A printed number, or the id of a figure.
    pub what: String,
    /// Whether the respondents behind it are named.
    pub bureau: bool,
}

/// Why a query can't be answered.
#[derive(Debug)]
#[non_exhaustive]
pub enum NoAnswer {
    /// There is no such document in this project.
    NoDocument(String),
    /// A template can't be filled.
    Template(TemplateError),
}

/// One place where the number is printed.
#[derive(Debug, Serialize)]
pub struct Occurrence {
    /// Name of the template.
    pub template: String,
    /// Line of the template, from 1.
    pub line: usize,
    /// What the template says there.
    pub written: String,
    /// The sentence around it.
    pub printed: String,
    /// `text`, `heading`, `caption`, `table`, `note` or `drawing`.
    pub place: &'static str,
    /// `figure`, `response`, `typed` or `unknown`.
    pub origin: &'static str,
    /// In words, when it is no figure.
    pub meaning: Option<String>,
    /// The figures that it can be; one when it is certain.
    pub figures: Vec<Source>,
}

/// A released figure.
#[derive(Debug, Clone, Serialize)]
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
    /// The wave that is counted.
    pub wave: u16,
    /// `national`, `province:PV23` or `panel:2022-2023`.
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

/// The document of a name such as `landelijk-rapport-2023` or `factsheet-2023:GM0193`.
///
/// # Errors
/// No wave or respondent fits the name.
pub fn document(prepared: &Prepared, name: &str) -> Result<(Wave, Job), NoAnswer> {
    let missing = || NoAnswer::NoDocument(name.to_owned());
    let (stem, code) = match name.split_once(':') {
        Some((stem, code)) => (stem, Some(code)),
        None => (name, None),
    };
    let (kind, year) = stem.rsplit_once('-').ok_or_else(missing)?;
    let wave = year.parse().map(Wave).map_err(|_| missing())?;
    if !prepared.project.waves.contains_key(&wave) {
        return Err(missing());
    }
    if kind == DocumentKind::Report.name() && code.is_none() {
        return Ok((wave, Job::Report));
    }
    let code: MunicipalityCode = code.and_then(|c| c.parse().ok()).ok_or_else(missing)?;
    let known = prepared.publication.respondents(wave).any(|respondent| respondent == code);
    let jobs = [Job::Factsheet(code), Job::Summary(code)];
    let job = jobs.into_iter().find(|job| known && job.kind().name() == kind);
    job.map(|job| (wave, job)).ok_or_else(missing)
}

/// All places where a number or figure is printed, in the order of the document.
///
/// # Errors
/// The template of the document can't be filled.
pub fn explain(
    prepared: &Prepared,
    templates: &TemplateSet,
    query: &Query,
) -> Result<Vec<Occurrence>, NoAnswer> {
    let edition = prepared.edition(templates, query.wave);
    let traced = trace(&query.job, &edition).map_err(NoAnswer::Template)?;
    let running = running_text(traced.text());
    let search = Search { prepared, edition: &edition, traced: &traced, query };
    Ok(match Wanted::parse(&query.what) {
        Some(wanted) => search.number(&running, wanted),
        None => search.figure(&running),
    })
}

struct Search<'a> {
    prepared: &'a Prepared,
    edition: &'a Edition<'a>,
    traced: &'a Traced,
    query: &'a Query,
}

impl Search<'_> {
    fn number(&self, running: &Running, wanted: Wanted) -> Vec<Occurrence> {
        let mut found = Vec::new();
        for paragraph in &running.paragraphs {
            for mention in mentions(&paragraph.text, wanted) {
                found.extend(self.occurrence(paragraph, &mention, wanted));
            }
        }
        found
    }

    fn occurrence(
        &self,
        paragraph: &Paragraph,
        mention: &Mention,
        wanted: Wanted,
    ) -> Option<Occurrence> {
        let origin = self.traced.origin(paragraph.source_at(mention.at.start))?;
        let source = &self.edition.templates.sources()[origin.template];
        let written = &source[origin.range.clone()];
        let mut figures = match origin.value {
            true => self.fitting(&self.questions(written, origin.scope, paragraph), mention),
            false => Vec::new(),
        };
        let response = (origin.value && figures.is_empty()).then(|| self.response(wanted));
        let meaning = response.flatten();
        if origin.value && figures.is_empty() && meaning.is_none() && is_telling(mention) {
            let all: Vec<_> = self.edition.questionnaire.iter().map(|(index, _)| index).collect();
            figures = self.fitting(&all, mention);
        }
        Some(Occurrence {
            template: origin.template.to_owned(),
            line: source[..origin.range.start].matches('\n').count() + 1,
            written: source[origin.range].trim().to_owned(),
            printed: around(&paragraph.text, mention),
            place: place_word(paragraph.kind),
            origin: match (origin.value, figures.is_empty(), meaning.is_some()) {
                (false, ..) => "typed",
                (true, false, _) => "figure",
                (true, true, true) => "response",
                _ => "unknown",
            },
            meaning,
            figures,
        })
    }

    /// The questions that a number can be about: those that the template names, else those
    /// in scope when it was written, else that of the figure or table it stands in.
    fn questions(
        &self,
        written: &str,
        scope: &[String],
        paragraph: &Paragraph,
    ) -> Vec<QuestionIndex> {
        let find = |id: &str| self.edition.questionnaire.find(id).map(|(index, _)| index);
        let named: Vec<_> = written.split(['"', '\'']).filter_map(find).collect();
        if !named.is_empty() {
            return named;
        }
        let scoped: Vec<_> = scope.iter().filter_map(|id| find(id)).collect();
        if !scoped.is_empty() {
            return scoped;
        }
        paragraph.figure.as_deref().and_then(find).into_iter().collect()
    }

    /// Released figures with these numbers; those of the edition when there are any.
    fn fitting(&self, questions: &[QuestionIndex], mention: &Mention) -> Vec<Source> {
        let tables = self.tables(questions);
        let mut found = Vec::new();
        for (key, table) in tables {
            let base_only = mention.count.is_none() && mention.percent.is_none();
            if base_only {
                if table.base().map(u64::from) == mention.base {
                    found.push(self.source(&key, table, None));
                }
                continue;
            }
            let fits = table.iter().filter(|(_, figure)| is_it(figure.view(), mention));
            found.extend(fits.map(|(item, _)| self.source(&key, table, Some(item))));
        }
        if let (true, Some(number), None, None) =
            (found.is_empty(), mention.count, mention.base, mention.percent)
        {
            let lone = Mention { count: None, base: Some(number), ..mention.clone() };
            return self.fitting(questions, &lone);
        }
        // Provinces only when nothing else fits: their numbers often look alike.
        let wider = |source: &Source| !source.group.starts_with("province");
        if self.query.job == Job::Report && found.iter().any(wider) {
            found.retain(wider);
        }
        let now =
            |source: &Source| source.wave == self.edition.wave.0 && source.group == "national";
        match found.iter().any(now) && mention.base.is_none() {
            true => found.into_iter().filter(now).collect(),
            false => found,
        }
    }

    /// Tables of the questions that this document can show, in a fixed order.
    fn tables(&self, questions: &[QuestionIndex]) -> BTreeMap<TableKey, &ReleasedTable> {
        let register = Register::builtin();
        let province = match self.query.job {
            Job::Factsheet(code) | Job::Summary(code) => register.get(code).map(|m| m.province),
            Job::Report => None,
        };
        let shown = |key: &TableKey| match key.group {
            Group::National | Group::Panel(_) => true,
            Group::Province(code) => province.is_none_or(|own| own == code),
            Group::Landsdeel(part) => {
                province.is_none_or(|own| register.province(own).landsdeel == part)
            }
        };
        let all = self.prepared.publication.tables();
        all.filter(|(key, _)| questions.contains(&key.question) && key.wave <= self.edition.wave)
            .filter(|(key, _)| shown(key))
            .map(|(key, table)| (*key, table))
            .collect()
    }

    fn source(&self, key: &TableKey, table: &ReleasedTable, item: Option<ItemIndex>) -> Source {
        let question = self.edition.questionnaire.question(key.question);
        let figure = item.and_then(|item| table.figure(item));
        let view = figure.map(|figure| figure.view());
        let share = figure.and_then(|figure| figure.exact());
        let option = item.map(|item| question.at(item));
        let bureau = self.query.bureau.then(|| self.respondents(key, item));
        Source {
            question: question.id.clone(),
            text: question.text_in(key.wave).to_owned(),
            row: key.row.map(|row| question.row(row).code.clone()),
            option: option.map(|option| option.code.clone()),
            label: option.map(|option| option.label_in(key.wave).to_owned()),
            wave: key.wave.0,
            group: key.group.to_string(),
            count: share.map(Share::count),
            base: table.base(),
            rounding: share.map(rounding),
            protection: protection(view, table),
            respondents: bureau,
        }
    }

    /// Who is behind a count (or, without an item, behind a base), by name.
    fn respondents(&self, key: &TableKey, item: Option<ItemIndex>) -> Vec<String> {
        let register = Register::builtin();
        let answered = |wave: Wave, code: MunicipalityCode| {
            let response = self.prepared.dataset.waves.get(&wave)?.responses.get(&code)?;
            let mut tables = tabulate_one(self.edition.questionnaire, response);
            tables.remove(&(key.question, key.row))
        };
        let member = |code: MunicipalityCode| match key.group {
            Group::National => true,
            Group::Province(province) => register.get(code).is_some_and(|m| m.province == province),
            Group::Landsdeel(part) => {
                register.get(code).is_some_and(|m| register.province(m.province).landsdeel == part)
            }
            Group::Panel(panel) => {
                let date =
                    |wave: Wave| self.prepared.project.waves.get(&wave).map(|m| m.reference_date);
                let same = date(panel.earlier)
                    .zip(date(panel.later))
                    .is_some_and(|(from, to)| register.same_entity(code, from, to));
                let waves = [panel.earlier, panel.later];
                let took = |wave: &Wave| {
                    let data = self.prepared.dataset.waves.get(wave);
                    data.is_some_and(|data| data.responses.contains_key(&code))
                };
                let valid = |wave: &Wave| answered(*wave, code).is_some();
                same && waves.iter().all(took)
                    && (self.edition.questionnaire.panel == PanelRule::Unit
                        || waves.iter().all(valid))
            }
        };
        let Some(data) = self.prepared.dataset.waves.get(&key.wave) else { return Vec::new() };
        let codes = data.responses.keys().copied().filter(|code| member(*code));
        codes
            .filter(|code| {
                let table = answered(key.wave, *code);
                table.is_some_and(|table| item.is_none_or(|item| table.count(item) > 0))
            })
            .map(|code| {
                let name = register.get(code).map_or("", |municipality| &municipality.name);
                format!("{code} {name}")
            })
            .collect()
    }

    /// The number as one of the response.
    fn response(&self, wanted: Wanted) -> Option<String> {
        let mut meanings = Vec::new();
        for (wave, taken) in self.prepared.participation.range(..=self.edition.wave) {
            let mut is = |number: Option<u32>, what: &str| {
                let same = match wanted {
                    Wanted::Whole(n) | Wanted::Share(n, _) => number.map(u64::from) == Some(n),
                    Wanted::Percent(_) => false,
                };
                if same {
                    meanings.push(format!("{what} in {wave}"));
                }
            };
            is(Some(taken.responded), "questionnaires filled in");
            is(taken.invited, "municipalities invited");
            is(Some(taken.represented), "municipalities answered for");
            let previous = taken.previous.as_ref();
            is(
                previous.map(|p| p.both),
                "municipalities that took part then and in the wave before",
            );
            is(previous.map(|p| p.newcomers), "newcomers");
            is(
                previous.map(|p| p.leavers),
                "municipalities that took part in the wave before only",
            );
            if let (Wanted::Percent(percent), Some(rate)) = (wanted, taken.rate())
                && u64::from(rate.percent()) == percent
            {
                meanings.push(format!("response in {wave}: {}", rounding(rate)));
            }
        }
        (!meanings.is_empty()).then(|| meanings.join("; or "))
    }

    /// All figures of the edition behind a drawing or table.
    fn figure(&self, running: &Running) -> Vec<Occurrence> {
        let anchors = running.figures.iter().filter(|anchor| anchor.id == self.query.what);
        let id = self.query.what.strip_prefix("tabel-").unwrap_or(&self.query.what);
        anchors
            .filter_map(|anchor| {
                let origin = self.traced.origin(anchor.at)?;
                let source = &self.edition.templates.sources()[origin.template];
                let question = self.question_of(id);
                let tables = self.tables(question.as_slice());
                let shown = tables.iter().filter(|(key, _)| {
                    key.wave == self.edition.wave && key.group == Group::National
                });
                let figures = shown
                    .flat_map(|(key, table)| {
                        table.iter().map(|(item, _)| self.source(key, table, Some(item)))
                    })
                    .collect();
                Some(Occurrence {
                    template: origin.template.to_owned(),
                    line: source[..origin.range.start].matches('\n').count() + 1,
                    written: source[origin.range].trim().to_owned(),
                    printed: caption(running, &anchor.id),
                    place: "drawing",
                    origin: if question.is_some() { "figure" } else { "response" },
                    meaning: None,
                    figures,
                })
            })
            .collect()
    }

    /// The question of a figure: its id, or its id and a number behind it.
    fn question_of(&self, id: &str) -> Option<QuestionIndex> {
        let questions = self.edition.questionnaire;
        let numbered = || id.rsplit_once('-').and_then(|(stem, _)| questions.find(stem));
        questions.find(id).or_else(numbered).map(|(index, _): (_, &Question)| index)
    }
}

fn caption(running: &Running, id: &str) -> String {
    let captions = running.paragraphs.iter().filter(|p| p.kind == TextKind::Caption);
    let mut own = captions.filter(|p| p.figure.as_deref() == Some(id));
    own.next().map_or_else(String::new, |paragraph| paragraph.text.clone())
}

/// Whether enough is printed to look through all questions.
fn is_telling(mention: &Mention) -> bool {
    [mention.count, mention.base, mention.percent].iter().flatten().count() > 1
}

/// Whether a figure shows the numbers that were printed.
fn is_it(view: FigureView, mention: &Mention) -> bool {
    let same = |printed: Option<u64>, number: u32| printed.is_none_or(|p| p == u64::from(number));
    match view {
        FigureView::Exact(share) => {
            same(mention.count, share.count())
                && same(mention.base, share.base())
                && same(mention.percent, share.percent())
        }
        FigureView::Range { low, high, base } => {
            (same(mention.count, low) || same(mention.count, high))
                && mention.count.is_some()
                && mention.percent.is_none()
                && same(mention.base, base)
        }
        FigureView::Withheld(_) => false,
    }
}

/// `100 x 153 / 172 = 88.95, rounded 89`; cut off after two decimals, so that a half shows.
fn rounding(share: Share) -> String {
    let hundredths = share.per_ten_thousand();
    format!(
        "100 x {} / {} = {}.{:02}, rounded {}%",
        share.count(),
        share.base(),
        hundredths / 100,
        hundredths % 100,
        share.percent()
    )
}

fn protection(view: Option<FigureView>, table: &ReleasedTable) -> String {
    match (view, table.withheld()) {
        (Some(FigureView::Withheld(reason)), _) | (None, Some(reason)) => {
            format!("withheld ({})", reason.word())
        }
        (Some(FigureView::Range { low, high, .. }), _) => {
            format!(
                "range: {low} up to and including {high}, so that it tells nothing of one municipality"
            )
        }
        _ => "exact".to_owned(),
    }
}

const fn place_word(kind: TextKind) -> &'static str {
    match kind {
        TextKind::Body => "text",
        TextKind::Heading => "heading",
        TextKind::Caption => "caption",
        TextKind::Cell => "table",
        TextKind::Note => "note",
        TextKind::Description => "drawing",
        TextKind::Furniture => "page",
    }
}

/// Some words around a number.
fn around(text: &str, mention: &Mention) -> String {
    const AROUND: usize = 60;
    let (start, end) = (mention.at.start, mention.at.end);
    let from = text[..start].char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let to = text[end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| end + at);
    text[from..to].to_owned()
}
