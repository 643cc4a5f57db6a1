//! Where a printed number comes from: the template that prints it, the figures that it can
//! be, how they were rounded and protected, and for the bureau who is behind them.
//!
//! The document is filled with marks and the number is looked up in its running text. The
//! marks say which question was in hand and whose value was printed; a table says in which
//! row and column it stands, a description what is said before it. Only released figures and
//! numbers of the response to which all of that applies are named. When several are left,
//! all are given: nothing is guessed.

mod evidence;
mod released;
mod response;

use serde::Serialize;

use super::{Prepared, Published};
use crate::disclosure::{Share, Unprotected};
use crate::documents::{Edition, Job, KINDS, trace};
use crate::proofreading::{Mention, Wanted, all_mentions, mentions};
use crate::questionnaire::{Question, QuestionIndex, Wave};
use crate::register::{MunicipalityCode, ProvinceCode, Register};
use crate::templates::{
    Anchor, AnchorKind, Origin, Paragraph, Running, TemplateError, TemplateSet, TextKind, Traced,
    running_text,
};
use evidence::{Evidence, clause, opening};
use released::Candidate;
pub use released::Source;
pub use response::ResponseNumber;

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
    /// `figure`, `response`, `figure or response`, `typed` or `unknown`.
    pub origin: &'static str,
    /// The figures that it can be, one when it is certain; of a drawing or table all of them.
    pub figures: Vec<Source>,
    /// The numbers of the response that it can be; of a drawing or table all of them.
    pub response: Vec<ResponseNumber>,
}

/// The document of a name, which is its kind and year and perhaps `:GM0193`, or of its file in
/// an output folder.
///
/// # Errors
/// No wave or respondent fits the name.
pub fn document(
    prepared: &Prepared,
    templates: &TemplateSet,
    name: &str,
) -> Result<(Wave, Job), NoAnswer> {
    let missing = || NoAnswer::NoDocument(name.to_owned());
    let mut folders = name.rsplit(['/', '\\']);
    let file = folders.next().unwrap_or_default();
    let folder = folders.next().and_then(|folder| folder.split('-').next());
    let (stem, code) = match file.split_once(':') {
        Some((stem, code)) => (stem, Some(code)),
        None => (file, folder),
    };
    let stem = stem.strip_suffix(".pdf").unwrap_or(stem);
    let (kind, year) = stem.rsplit_once('-').ok_or_else(missing)?;
    let wave = year.parse().map(Wave).map_err(|_| missing())?;
    if !prepared.project.waves.contains_key(&wave) {
        return Err(missing());
    }
    let code = match code.map(str::parse::<MunicipalityCode>) {
        Some(Ok(code)) => Some(code),
        // A folder that is no municipality's says nothing.
        Some(Err(_)) if !file.contains(':') => None,
        Some(Err(_)) => return Err(missing()),
        None => None,
    };
    let edition = prepared.edition(templates, wave);
    let kind = KINDS.iter().find(|known| known.name == kind && known.is_filled());
    let jobs = kind.map(|kind| kind.jobs(&edition)).unwrap_or_default();
    let mut jobs = jobs.into_iter().filter(|job| job.form.format.is_filled());
    let job = jobs.find(|job| match job.reader.municipality() {
        Some(own) => code == Some(own),
        None => !file.contains(':'),
    });
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
    let Some(traced) = trace(&query.job, &edition).map_err(NoAnswer::Template)? else {
        return Ok(Vec::new());
    };
    let running = running_text(traced.text());
    let bureau = query.bureau.then_some(&prepared.bureau);
    let search = Search { prepared, bureau, edition: &edition, traced: &traced, query };
    let nth = |kind: AnchorKind, number: usize| {
        let mut anchors = running.figures.iter().filter(|anchor| anchor.kind == kind);
        anchors.nth(number.checked_sub(1)?).map(|anchor| anchor.id.clone())
    };
    let id = match Wanted::parse(&query.what) {
        None => Some(query.what.clone()),
        Some(Wanted::Figure(number)) => nth(AnchorKind::Figure, number),
        Some(Wanted::Table(number)) => nth(AnchorKind::Table, number),
        Some(wanted) => return Ok(search.number(&running, &wanted)),
    };
    Ok(id.map_or_else(Vec::new, |id| search.figure(&running, &id)))
}

struct Search<'a> {
    prepared: &'a Published,
    /// Who is behind a number: for the bureau alone.
    bureau: Option<&'a Unprotected>,
    edition: &'a Edition<'a>,
    traced: &'a Traced,
    query: &'a Query,
}

/// What a printed number can be.
#[derive(Default)]
struct Meaning<'a> {
    figures: Vec<Candidate<'a>>,
    response: Vec<ResponseNumber>,
}

impl<'a> Search<'a> {
    fn number(&self, running: &Running, wanted: &Wanted) -> Vec<Occurrence> {
        let mut found = Vec::new();
        for paragraph in &running.paragraphs {
            for mention in mentions(&paragraph.text, wanted) {
                found.extend(self.occurrence(paragraph, &mention));
            }
            if let Wanted::Share(count, base) = *wanted {
                found.extend(self.parts_of(paragraph, count, base));
            }
        }
        found
    }

    /// Where a count is printed without its base, but its figure has that base:
    /// `13 (37%)` of `13 van de 35`.
    fn parts_of(&self, paragraph: &Paragraph, count: u64, base: u64) -> Vec<Occurrence> {
        let mentioned = mentions(&paragraph.text, &Wanted::Whole(count));
        let alone = mentioned.into_iter().filter(|m| m.base.is_none() && m.count == Some(count));
        let found = alone.filter_map(|mention| self.occurrence(paragraph, &mention));
        let of_base = |mut occurrence: Occurrence| {
            occurrence.figures.retain(|figure| figure.base.map(u64::from) == Some(base));
            occurrence.response.retain(|number| number.base.map(u64::from) == Some(base));
            let any = !occurrence.figures.is_empty() || !occurrence.response.is_empty();
            any.then_some(occurrence)
        };
        found.filter_map(of_base).collect()
    }

    fn occurrence(&self, paragraph: &Paragraph, mention: &Mention) -> Option<Occurrence> {
        let origin = self.traced.origin(paragraph.source_at(mention.at.start))?;
        let meaning = self.meaning(&origin, paragraph, mention);
        let printed = around(&paragraph.text, mention);
        Some(self.place(&origin, printed, place_word(paragraph.kind), meaning))
    }

    fn place(
        &self,
        origin: &Origin,
        printed: String,
        place: &'static str,
        meaning: Meaning,
    ) -> Occurrence {
        let source = &self.edition.templates.sources()[origin.template];
        let figures: Vec<_> = meaning.figures.iter().map(|found| self.source(found)).collect();
        Occurrence {
            template: origin.template.to_owned(),
            line: source[..origin.range.start].matches('\n').count() + 1,
            written: source[origin.range.clone()].trim().to_owned(),
            printed,
            place,
            origin: match (figures.is_empty(), meaning.response.is_empty()) {
                (false, true) => "figure",
                (true, false) => "response",
                (false, false) => "figure or response",
                (true, true) if origin.value => "unknown",
                (true, true) => "typed",
            },
            figures,
            response: meaning.response,
        }
    }

    /// What a number can be that was written at a place; nothing when it was typed.
    fn meaning(&self, origin: &Origin, paragraph: &Paragraph, mention: &Mention) -> Meaning<'a> {
        if !origin.value {
            return Meaning::default();
        }
        let written = &self.edition.templates.sources()[origin.template][origin.range.clone()];
        let described = paragraph.kind == TextKind::Description;
        let evidence = Evidence {
            mention,
            written,
            owner: origin.owner,
            scope: origin.scope,
            cell: paragraph.cell.as_ref(),
            clause: if described { clause(&paragraph.text, mention.at.start) } else { "" },
            opening: if described { opening(&paragraph.text, mention.at.start) } else { "" },
        };
        let questions = self.questions(&evidence, paragraph);
        let figures = self.fitting(&questions, &evidence);
        let other = questions.is_empty() || (figures.is_empty() && evidence.field() == "omvang");
        let response = if other { self.responses(&evidence) } else { Vec::new() };
        Meaning { figures, response }
    }

    /// The questions that a number can be about: those that the template names, else those
    /// in scope when it was written, else that of the figure or table it stands in.
    fn questions(&self, evidence: &Evidence, paragraph: &Paragraph) -> Vec<QuestionIndex> {
        let find = |id: &str| self.edition.questionnaire.find(id).map(|(index, _)| index);
        let named: Vec<_> = evidence.written.split(['"', '\'']).filter_map(find).collect();
        if !named.is_empty() {
            return named;
        }
        let scoped: Vec<_> = evidence.scope.iter().filter_map(|id| find(id)).collect();
        let inside = matches!(paragraph.kind, TextKind::Description | TextKind::Cell);
        match paragraph.figure.as_deref().filter(|_| scoped.is_empty() && inside) {
            Some(id) => self.question_of(id).into_iter().collect(),
            None => scoped,
        }
    }

    /// All that is drawn in a figure, or stands in a table: every number of its description
    /// and cells.
    fn figure(&self, running: &Running, id: &str) -> Vec<Occurrence> {
        let anchors = running.figures.iter().filter(|anchor| anchor.id == id);
        let found = anchors.filter_map(|anchor: &Anchor| {
            let origin = self.traced.origin(anchor.at)?;
            let mut meaning = Meaning::default();
            let inside = running.paragraphs.iter().filter(|paragraph| {
                paragraph.figure.as_deref() == Some(id)
                    && matches!(paragraph.kind, TextKind::Description | TextKind::Cell)
            });
            for paragraph in inside {
                for mention in all_mentions(&paragraph.text) {
                    self.add_meaning(&mut meaning, paragraph, &mention);
                }
            }
            Some(self.place(&origin, caption(running, id), "drawing", meaning))
        });
        found.collect()
    }

    fn add_meaning(&self, all: &mut Meaning<'a>, paragraph: &Paragraph, mention: &Mention) {
        let Some(origin) = self.traced.origin(paragraph.source_at(mention.at.start)) else {
            return;
        };
        let one = self.meaning(&origin, paragraph, mention);
        for figure in one.figures {
            if !all.figures.iter().any(|known| known.is(&figure)) {
                all.figures.push(figure);
            }
        }
        for number in one.response {
            if !all.response.contains(&number) {
                all.response.push(number);
            }
        }
    }

    /// The question of a figure or table: its id, perhaps with `tabel-` before it or a number
    /// behind it.
    fn question_of(&self, id: &str) -> Option<QuestionIndex> {
        let questions = self.edition.questionnaire;
        let id = id.strip_prefix("tabel-").unwrap_or(id);
        let numbered = || id.rsplit_once('-').and_then(|(stem, _)| questions.find(stem));
        questions.find(id).or_else(numbered).map(|(index, _): (_, &Question)| index)
    }

    /// Whether a municipality was the same one in two waves.
    fn same_entity(&self, code: MunicipalityCode, earlier: Wave, later: Wave) -> bool {
        let date =
            |wave: Wave| self.prepared.project.waves.get(&wave).map(|found| found.reference_date);
        let dates = date(earlier).zip(date(later));
        dates.is_some_and(|(from, to)| Register::builtin().same_entity(code, from, to))
    }
}

/// The names of all provinces.
fn province_names() -> [&'static str; 12] {
    ProvinceCode::ALL.map(|code| Register::builtin().province(code).name)
}

/// A municipality by its code and name.
fn named(code: MunicipalityCode) -> String {
    let name = Register::builtin().get(code).map_or("", |municipality| &municipality.name);
    format!("{code} {name}")
}

fn caption(running: &Running, id: &str) -> String {
    let captions = running.paragraphs.iter().filter(|p| p.kind == TextKind::Caption);
    let mut own = captions.filter(|p| p.figure.as_deref() == Some(id));
    own.next().map_or_else(String::new, |paragraph| paragraph.text.clone())
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
