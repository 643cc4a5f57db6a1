//! What a careful reader would mark in the templates and in what they say once filled.
//!
//! Two readings. The *templates* are read as they are written, all branches: numbers that
//! were typed and did not come from a figure. Then every document is filled with marks
//! ([`crate::templates::Traced`]) and read as its readers will: claims that do not fit
//! their number, mixed units, words that do not agree, figures without a reference. Every
//! finding is shown in the template where the words were written.

mod claims;
pub(crate) mod codes;
mod comparisons;
mod directions;
mod faults;
mod grammar;
mod mentions;
mod numbers;
mod pages;
mod references;
mod units;

pub use faults::Places;
pub use mentions::{Mention, Wanted, mentions};

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place, Severity, Span};
use crate::documents::{Edition, Job, built_in_templates};
use crate::dutch::Noun;
use crate::templates::{Paragraph, Running, TextKind, Traced, running_text};
use faults::Filler;

/// Something to mark in a text that was read. Where that stretch was written is known to who
/// reads; only then it becomes a finding.
struct Remark {
    /// The stretch of the text.
    at: Range<usize>,
    code: &'static Code,
    message: String,
    help: String,
}

impl Remark {
    fn new(
        code: &'static Code,
        at: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { at, code, message: message.into(), help: help.into() }
    }

    /// The same in a text that begins so many bytes before the one that was read.
    fn moved(self, by: usize) -> Self {
        Self { at: self.at.start + by..self.at.end + by, ..self }
    }

    fn finding(self, place: Place) -> Diagnostic {
        Diagnostic::new(self.code, place, self.message).help(self.help)
    }
}

/// Where the user knows the files by.
#[derive(Debug, Clone, Copy)]
pub struct Paths<'a> {
    /// The questionnaire, as it was read.
    pub questionnaire: &'a str,
    /// The project's own templates.
    pub templates: &'a str,
}

/// Reads all templates and all documents of an edition, and pushes what a reader would mark.
/// While a template can't be filled, no warning is given about what documents say: it may follow
/// from that.
pub fn proofread(edition: &Edition, paths: Paths, diagnostics: &mut Diagnostics) {
    let unread = diagnostics.has_errors();
    let mut filler = Filler::new(Places::new(edition, paths, diagnostics));
    let (mut typed, mut proof) = (Proof::new(edition), Proof::new(edition));
    for (name, source) in edition.templates.sources() {
        let numbers = numbers::typed_numbers(source);
        for remark in numbers.into_iter().chain(comparisons::typed_comparisons(source)) {
            typed.mark(name, remark.at.clone(), remark, String::new());
        }
    }
    let mut unshown = Vec::new();
    for job in Job::filled(edition) {
        let Some(traced) = filler.fill(&job, edition) else { continue };
        let running = running_text(traced.text());
        proof.read(&traced, &running);
        proof.compare(&traced, &running, edition);
        if job.kind.shows_every_question {
            let names = references::unshown(edition, &running).into_iter();
            unshown.extend(names.map(|(index, question)| (index, question, job.kind.name)));
        }
    }
    let seen = pages::look(edition, &mut filler);
    if unread || !filler.filled_all() {
        proof.keep_errors();
    } else {
        seen.hand_in(paths, edition, diagnostics);
        for (index, question, kind) in unshown {
            let place = edition.questionnaire.place(index);
            let place = place.unwrap_or_else(|| Place::File(paths.questionnaire.to_owned()));
            diagnostics.push(references::not_shown(question, kind, place));
        }
    }
    typed.hand_in(&filler.places, diagnostics);
    proof.hand_in(&filler.places, diagnostics);
    filler.hand_in(diagnostics);
}

/// Pushes what none of these documents may say: numbers of waves that may not be compared in
/// one sentence. Nor a template that can't be filled or read by Typst.
pub fn refuse(edition: &Edition, jobs: &[&Job], paths: Paths, diagnostics: &mut Diagnostics) {
    let mut filler = Filler::new(Places::new(edition, paths, diagnostics));
    let mut proof = Proof::new(edition);
    for job in jobs {
        let Some(traced) = filler.fill(job, edition) else { continue };
        proof.compare(&traced, &running_text(traced.text()), edition);
    }
    proof.keep_errors();
    proof.hand_in(&filler.places, diagnostics);
    filler.hand_in(diagnostics);
}

/// Findings per place in a template: many documents say the same.
struct Proof<'a> {
    /// What the texts count.
    nouns: Vec<Noun<'a>>,
    marked: BTreeMap<Mark, (Remark, Range<usize>, String, usize)>,
}

/// A template as the user knows it: in the product's folder or the project's own.
fn path_of(name: &str, source: &str, paths: Paths) -> String {
    let built_in = built_in_templates().any(|(own, text)| own == name && text == source);
    let folder = if built_in { "report-templates" } else { paths.templates };
    format!("{folder}/{name}")
}

/// One thing to mend: the template, the place in it, the code, and what is named where one
/// place makes many (figures in a loop).
type Mark = (String, usize, &'static Code, String);

/// Codes of findings that name a figure or question, which differs each time a place is filled.
const NAMING: [&Code; 3] = [
    &codes::FIGURE_WITHOUT_REFERENCE,
    &codes::REFERENCE_WITHOUT_FIGURE,
    &codes::WAVES_NOT_COMPARABLE,
];

impl<'a> Proof<'a> {
    fn new(edition: &Edition<'a>) -> Self {
        Self { nouns: edition.questionnaire.nouns().collect(), marked: BTreeMap::new() }
    }

    /// Reads one filled document.
    fn read(&mut self, traced: &Traced, running: &Running) {
        let mut units = units::Units::default();
        for paragraph in &running.paragraphs {
            let text = paragraph.text.as_str();
            self.take(traced, paragraph, grammar::left_overs(text));
            if matches!(paragraph.kind, TextKind::Cell | TextKind::Furniture) {
                continue;
            }
            self.take(traced, paragraph, grammar::disagreements(text, &self.nouns));
            if paragraph.kind != TextKind::Description {
                self.take(traced, paragraph, claims::misfits(text));
                self.take(traced, paragraph, directions::misfits(text));
                self.take(traced, paragraph, units.mixed(text));
            }
        }
        for remark in references::loose_ends(running) {
            self.mark_source(traced, remark.at.start, remark, String::new());
        }
    }

    /// Looks for waves that may not be compared, or are not named.
    fn compare(&mut self, traced: &Traced, running: &Running, edition: &Edition) {
        for paragraph in &running.paragraphs {
            for remark in comparisons::waves(paragraph, traced, edition) {
                self.mark_source(traced, remark.at.start, remark, String::new());
            }
        }
    }

    fn take(&mut self, traced: &Traced, paragraph: &Paragraph, remarks: Vec<Remark>) {
        for remark in remarks {
            let sentence = excerpt(&paragraph.text, &remark.at);
            self.mark_source(traced, paragraph.source_at(remark.at.start), remark, sentence);
        }
    }

    /// Marks what was written at a place of the filled source; `label` says what was printed.
    fn mark_source(&mut self, traced: &Traced, at: usize, remark: Remark, label: String) {
        if let Some(origin) = traced.origin(at) {
            let line = origin.range.start..origin.range.end;
            self.mark(origin.template, line, remark, label);
        }
    }

    fn mark(&mut self, template: &str, at: Range<usize>, remark: Remark, label: String) {
        let naming = NAMING.contains(&remark.code);
        let named = if naming { remark.message.clone() } else { String::new() };
        let key = (template.to_owned(), at.start, remark.code, named);
        self.marked.entry(key).or_insert((remark, at, label, 0)).3 += 1;
    }

    /// Leaves only what forbids making documents.
    fn keep_errors(&mut self) {
        self.marked.retain(|_, (remark, ..)| remark.code.severity == Severity::Error);
    }

    fn hand_in(self, places: &Places, diagnostics: &mut Diagnostics) {
        for ((template, ..), (remark, range, label, times)) in self.marked {
            let Some(file) = places.file(&template) else { continue };
            let mut finding = remark.finding(Place::Text(Span { file, range })).label(label);
            if times > 1 {
                finding.message = format!("{} ({times} times)", finding.message);
            }
            diagnostics.push(finding);
        }
    }
}

/// A few words around a stretch of a paragraph.
fn excerpt(text: &str, at: &Range<usize>) -> String {
    const AROUND: usize = 30;
    let before = text[..at.start].char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let after = text[at.end..].char_indices().nth(AROUND).map_or(text.len(), |(n, _)| at.end + n);
    format!("printed: {}", &text[before..after])
}
