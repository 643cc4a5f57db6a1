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
mod grammar;
mod mentions;
mod numbers;
mod references;
mod units;

pub use mentions::{Mention, Wanted, mentions};

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, FileId, Place, Severity, Span};
use crate::documents::{Edition, Job, template_finding, trace};
use crate::dutch::Noun;
use crate::templates::{
    BUILT_IN, Paragraph, Running, TemplateError, TextKind, Traced, running_text, syntax_faults,
};

/// A finding with its stretch of the text that was read.
struct Remark {
    at: Range<usize>,
    finding: Diagnostic,
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
pub fn proofread(edition: &Edition, paths: Paths, diagnostics: &mut Diagnostics) {
    let mut proof = Proof::new(edition, paths, diagnostics);
    for (name, source) in edition.templates.sources() {
        let typed = numbers::typed_numbers(source);
        for Remark { at, finding } in
            typed.into_iter().chain(comparisons::typed_comparisons(source))
        {
            proof.mark(name, at, finding);
        }
    }
    let mut unshown = Vec::new();
    for job in Job::all(edition) {
        match trace(&job, edition) {
            Ok(traced) => {
                let running = running_text(traced.text());
                proof.read(&traced, &running);
                proof.compare(&traced, &running, edition);
                if job == Job::Report {
                    unshown = references::unshown(edition, &running);
                }
            }
            Err(error) => {
                diagnostics.push(proof.unfilled(&error));
                return;
            }
        }
    }
    proof.hand_in(diagnostics);
    for (index, question) in unshown {
        let place = edition.questionnaire.place(index);
        let place = place.unwrap_or_else(|| Place::File(paths.questionnaire.to_owned()));
        diagnostics.push(references::not_shown(question, place));
    }
}

/// Pushes what no document may say: numbers of waves that may not be compared in one sentence.
/// Only the report can ask for numbers by their question. Nor a template that can't be filled
/// or set.
pub fn refuse(edition: &Edition, paths: Paths, diagnostics: &mut Diagnostics) {
    let mut proof = Proof::new(edition, paths, diagnostics);
    match trace(&Job::Report, edition) {
        Ok(traced) => {
            proof.parse(&traced);
            proof.compare(&traced, &running_text(traced.text()), edition);
            proof.marked.retain(|_, (finding, _)| finding.severity() == Severity::Error);
            proof.hand_in(diagnostics);
        }
        Err(error) => diagnostics.push(proof.unfilled(&error)),
    }
}

/// Findings per place in a template: many documents say the same.
struct Proof<'a> {
    /// What the texts count.
    nouns: Vec<Noun<'a>>,
    files: BTreeMap<String, FileId>,
    marked: BTreeMap<Mark, (Diagnostic, usize)>,
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
    fn new(edition: &Edition<'a>, paths: Paths, diagnostics: &mut Diagnostics) -> Self {
        let sources = edition.templates.sources().iter();
        let files = sources.map(|(name, source)| {
            let built_in = BUILT_IN.iter().any(|(own, text)| own == name && text == source);
            let folder = if built_in { "report-templates" } else { paths.templates };
            let path = format!("{folder}/{name}");
            (name.clone(), diagnostics.sources.add(path, source.clone()))
        });
        let nouns = edition.questionnaire.nouns().collect();
        Self { files: files.collect(), nouns, marked: BTreeMap::new() }
    }

    /// A template that can't be filled, at its place where that is known.
    fn unfilled(&self, error: &TemplateError) -> Diagnostic {
        let mut finding = template_finding(error);
        if let (Some(file), Some(range)) = (self.files.get(&error.template), &error.range) {
            finding.place = Place::Text(Span { file: *file, range: range.clone() });
        }
        finding
    }

    /// Looks for the first thing that Typst can't read: others follow from it.
    fn parse(&mut self, traced: &Traced) {
        for (at, message) in syntax_faults(traced.text()).into_iter().take(1) {
            let finding = Diagnostic::new(&codes::DOCUMENT_NOT_TYPESET, Place::File(String::new()), message)
                .help("mend the Typst markup; a sign that is meant as text needs a backslash, as in `\\[`");
            self.mark_source(traced, at.start, finding);
        }
    }

    /// Reads one filled document.
    fn read(&mut self, traced: &Traced, running: &Running) {
        self.parse(traced);
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
        for Remark { at, finding } in references::loose_ends(running) {
            self.mark_source(traced, at.start, finding);
        }
    }

    /// Looks for waves that may not be compared, or are not named.
    fn compare(&mut self, traced: &Traced, running: &Running, edition: &Edition) {
        for paragraph in &running.paragraphs {
            let remarks = comparisons::waves(paragraph, traced, edition);
            for Remark { at, finding } in remarks {
                self.mark_source(traced, at.start, finding);
            }
        }
    }

    fn take(&mut self, traced: &Traced, paragraph: &Paragraph, remarks: Vec<Remark>) {
        for Remark { at, finding } in remarks {
            let sentence = excerpt(&paragraph.text, &at);
            self.mark_source(traced, paragraph.source_at(at.start), finding.label(sentence));
        }
    }

    fn mark_source(&mut self, traced: &Traced, at: usize, finding: Diagnostic) {
        if let Some(origin) = traced.origin(at) {
            let line = origin.range.start..origin.range.end;
            self.mark(origin.template, line, finding);
        }
    }

    fn mark(&mut self, template: &str, at: Range<usize>, mut finding: Diagnostic) {
        let Some(file) = self.files.get(template) else { return };
        let naming = NAMING.contains(&finding.code);
        let named = if naming { finding.message.clone() } else { String::new() };
        let key = (template.to_owned(), at.start, finding.code, named);
        finding.place = Place::Text(Span { file: *file, range: at });
        self.marked.entry(key).or_insert((finding, 0)).1 += 1;
    }

    fn hand_in(self, diagnostics: &mut Diagnostics) {
        for (mut finding, times) in self.marked.into_values() {
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
