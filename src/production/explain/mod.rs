//! Where a printed number comes from: the template that prints it, the figure that it is, how
//! that was rounded and protected, and for the bureau who is behind it.
//!
//! The document is filled so that every number keeps its source
//! ([`crate::templates::Traced`]). What is asked is looked up in its running text, and each
//! place gives the source of what is printed there. Only a number that a template typed, or
//! made of a text, has none; it is read as text.

mod respondents;
mod sources;
mod spoken;

use std::ops::Range;

use serde::Serialize;

use super::Prepared;
use crate::disclosure::Share;
use crate::documents::{Edition, Job, KINDS, trace};
use crate::dutch::{claims, number_word, words};
use crate::language;
use crate::proofreading::{Wanted, mentions};
use crate::questionnaire::Wave;
use crate::register::{MunicipalityCode, Register};
use crate::templates::{
    Anchor, AnchorKind, Origin, Paragraph, Running, TemplateError, TemplateSet, TextKind, Traced,
    Written, running_text,
};
use respondents::Respondents;
use sources::Teller;
pub use sources::{ResponseNumber, Source};
use spoken::spoken;

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
    /// A template can't be filled in this edition.
    Template(Wave, TemplateError),
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
    /// `figure` or `response`; for other numbers `own answers`, `survey`, `rule`, `year`, `date`,
    /// `questionnaire`, `project`, `template`, `public`, `typed`, or `unknown`.
    pub origin: &'static str,
    /// The figure, of a difference both waves; of a drawing or table all that it shows.
    pub figures: Vec<Source>,
    /// The number of the response; of a drawing or table all that it shows.
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
    Ok(Explainer::of(prepared, templates, query)?.ask(&query.what))
}

/// A document that is filled once, to be asked about.
pub struct Explainer<'a> {
    edition: Edition<'a>,
    traced: Traced,
    running: Running,
    teller: Teller<'a>,
}

/// A number of a document: digits, a number word, or words for a size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The number as it stands in the text.
    pub text: String,
    /// All that was printed with it from one source: `0 t/m 2` around `2`.
    pub said: String,
    /// Name of the template.
    pub template: String,
    /// Words around it.
    pub around: String,
    /// As [`Occurrence::origin`]; `text` for a number word in a text of the questionnaire, the
    /// project or the register.
    pub origin: &'static str,
    /// Where it comes from; none when it was typed in the template.
    pub source: Option<language::Source>,
}

impl<'a> Explainer<'a> {
    /// Fills the document of a query.
    ///
    /// # Errors
    /// The template of the document can't be filled.
    pub fn of(
        prepared: &'a Prepared,
        templates: &'a TemplateSet,
        query: &Query,
    ) -> Result<Self, NoAnswer> {
        let edition = prepared.edition(templates, query.wave);
        let missing = || NoAnswer::NoDocument(query.job.path(query.wave));
        let unfilled = |error| NoAnswer::Template(query.wave, error);
        let traced = trace(&query.job, &edition).map_err(unfilled)?.ok_or_else(missing)?;
        let running = running_text(traced.text());
        let respondents = query.bureau.then(|| Respondents::of(prepared));
        let teller = Teller { questionnaire: edition.questionnaire, respondents };
        Ok(Self { edition, traced, running, teller })
    }

    /// All places where a number or figure is printed.
    #[must_use]
    pub fn ask(&self, what: &str) -> Vec<Occurrence> {
        let nth = |kind: AnchorKind, number: usize| {
            let mut anchors = self.running.figures.iter().filter(|anchor| anchor.kind == kind);
            anchors.nth(number.checked_sub(1)?).map(|anchor| anchor.id.clone())
        };
        let id = match Wanted::parse(what) {
            None => Some(what.to_owned()),
            Some(Wanted::Figure(number)) => nth(AnchorKind::Figure, number),
            Some(Wanted::Table(number)) => nth(AnchorKind::Table, number),
            Some(wanted) => return self.number(&wanted),
        };
        id.map_or_else(Vec::new, |id| self.figure(&id))
    }

    /// Every number of the document, in order.
    #[must_use]
    pub fn numbers(&self) -> Vec<Printed> {
        let mut found = Vec::new();
        for paragraph in &self.running.paragraphs {
            let written = self.traced.written(paragraph);
            for at in numbers_in(&paragraph.text) {
                let digits = paragraph.text[at.clone()].contains(|c: char| c.is_ascii_digit());
                // Words for a size may end behind the value: "alle" of "alle gemeenten".
                let end = if digits { at.end } else { at.start };
                let whole = written
                    .iter()
                    .find(|w| w.at.start <= at.start && end <= w.at.end && at.start < w.at.end);
                found.push(self.printed(&paragraph.text, &at, whole));
            }
        }
        found
    }

    /// A number, and the stretch of one origin in which it stands as a whole.
    fn printed(&self, text: &str, at: &Range<usize>, whole: Option<&Written>) -> Printed {
        let origin = whole.and_then(|written| written.origin.as_ref());
        let source = origin.and_then(|origin| origin.source.copied());
        let said = whole.map_or(at, |written| &written.at);
        let digits = text[at.clone()].contains(|c: char| c.is_ascii_digit());
        let word = match (&source, origin) {
            (Some(source), _) => self.word(source, &text[said.clone()]),
            (None, Some(origin)) if !origin.value => "typed",
            (None, Some(_)) if !digits => "text",
            (None, _) => "unknown",
        };
        Printed {
            text: text[at.clone()].to_owned(),
            said: text[if source.is_some() { said } else { at }.clone()].to_owned(),
            template: origin.map_or_else(String::new, |origin| origin.template.to_owned()),
            around: around(text, at),
            origin: word,
            source,
        }
    }
}

/// Where a text holds a number: digits, a number word, or words for a size.
fn numbers_in(text: &str) -> Vec<Range<usize>> {
    let sizes: Vec<_> = claims(text).into_iter().map(|claim| claim.at).collect();
    let loose = words(text).into_iter().filter(|word| {
        let number = word.text.contains(|c: char| c.is_ascii_digit());
        let inside = sizes.iter().any(|size| size.contains(&word.at.start));
        !inside && (number || number_word(&word.lower()).is_some())
    });
    let mut all: Vec<_> = loose.map(|word| word.at.clone()).collect();
    all.extend(sizes);
    all.sort_by_key(|at| at.start);
    all
}

/// What is told of one place, or of all that a drawing or table shows.
#[derive(Default)]
struct Told {
    figures: Vec<Source>,
    response: Vec<ResponseNumber>,
}

impl Explainer<'_> {
    fn number(&self, wanted: &Wanted) -> Vec<Occurrence> {
        let mut found = Vec::new();
        for paragraph in &self.running.paragraphs {
            let text = &paragraph.text;
            let groups = spoken(&self.traced, paragraph);
            for group in groups.iter().filter(|group| group.is(wanted, text)) {
                let mut told = Told::default();
                self.tell(&mut told, &group.source());
                let place = place_word(paragraph.kind);
                let origin = &group.numbers[0].origin;
                let word = self.word(&group.source(), &text[group.at()]);
                found.push(self.place(origin, around(text, &group.at()), place, word, told));
            }
            for mention in mentions(text, wanted) {
                let told = |number: &spoken::Number| number.at.contains(&mention.at.start);
                if groups.iter().flat_map(|group| &group.numbers).any(told) {
                    continue;
                }
                found.extend(self.without_source(paragraph, &mention.at));
            }
        }
        found
    }

    /// A number that is no value, or of which the template made a text.
    fn without_source(&self, paragraph: &Paragraph, at: &Range<usize>) -> Option<Occurrence> {
        let origin = self.traced.origin(paragraph.source_at(at.start))?;
        let word = if origin.value { "unknown" } else { "typed" };
        let place = place_word(paragraph.kind);
        let printed = around(&paragraph.text, at);
        Some(self.place(&origin, printed, place, word, Told::default()))
    }

    /// What a number is. A bare number of a template that is the year of a wave is that year.
    fn word(&self, source: &language::Source, text: &str) -> &'static str {
        let year =
            || text.parse().is_ok_and(|year| self.edition.project.waves.contains_key(&Wave(year)));
        match source {
            language::Source::Template if year() => "year",
            source => sources::word(source),
        }
    }

    fn tell(&self, told: &mut Told, source: &language::Source) {
        for figure in self.teller.figures(source) {
            if !told.figures.contains(&figure) {
                told.figures.push(figure);
            }
        }
        if let Some(number) = self.teller.response(source)
            && !told.response.contains(&number)
        {
            told.response.push(number);
        }
    }

    fn place(
        &self,
        origin: &Origin,
        printed: String,
        place: &'static str,
        word: &'static str,
        told: Told,
    ) -> Occurrence {
        let source = &self.edition.templates.sources()[origin.template];
        Occurrence {
            template: origin.template.to_owned(),
            line: source[..origin.range.start].matches('\n').count() + 1,
            written: source[origin.range.clone()].trim().to_owned(),
            printed,
            place,
            origin: word,
            figures: told.figures,
            response: told.response,
        }
    }

    /// All that is drawn in a figure, or stands in a table: every number of its description
    /// and cells.
    fn figure(&self, id: &str) -> Vec<Occurrence> {
        let running = &self.running;
        let anchors = running.figures.iter().filter(|anchor| anchor.id == id);
        let found = anchors.filter_map(|anchor: &Anchor| {
            let origin = self.traced.origin(anchor.at)?;
            let mut told = Told::default();
            let inside = running.paragraphs.iter().filter(|paragraph| {
                paragraph.figure.as_deref() == Some(id)
                    && matches!(paragraph.kind, TextKind::Description | TextKind::Cell)
            });
            for group in inside.flat_map(|paragraph| spoken(&self.traced, paragraph)) {
                self.tell(&mut told, &group.source());
            }
            let word = if told.figures.is_empty() { "response" } else { "figure" };
            Some(self.place(&origin, caption(running, id), "drawing", word, told))
        });
        found.collect()
    }
}

/// A municipality by its code and name.
fn named(register: &Register, code: MunicipalityCode) -> String {
    let name = register.get(code).map_or("", |municipality| &municipality.name);
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
fn around(text: &str, at: &Range<usize>) -> String {
    const AROUND: usize = 60;
    let (start, end) = (at.start, at.end);
    let from = text[..start].char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let to = text[end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| end + at);
    text[from..to].to_owned()
}
