//! Documents that can't be filled or set: every fault is told once, in the template where it
//! was written. Behind a fault the reading goes on without the piece that holds it, so that one
//! run tells all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Paths, codes, path_of};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Place, Span};
use crate::documents::{Composition, Content, Edition, Filling, Job, template_finding};
use crate::templates::{TemplateError, TemplateSet, Traced, TypstMarkup, syntax_faults};
use crate::typesetting::TypstFault;

/// So many faults of one document are told; who mends them runs the check again.
pub(super) const MOST: usize = 20;

/// Where the templates stand, for findings.
#[derive(Debug)]
pub struct Places {
    files: BTreeMap<String, FileId>,
}

impl Places {
    /// The templates of an edition, under the paths that the user knows.
    pub fn new(edition: &Edition, paths: Paths, diagnostics: &mut Diagnostics) -> Self {
        let sources = edition.templates.sources().iter();
        let files = sources.map(|(name, source)| {
            (name.clone(), diagnostics.sources.add(path_of(name, source, paths), source.clone()))
        });
        Self { files: files.collect() }
    }

    pub(super) fn file(&self, template: &str) -> Option<FileId> {
        self.files.get(template).copied()
    }

    /// A template that can't be filled, at its place where that is known.
    #[must_use]
    pub fn unfilled(&self, error: &TemplateError) -> Diagnostic {
        let mut finding = template_finding(error);
        if let (Some(file), Some(range)) = (self.files.get(&error.template), &error.range) {
            finding.place = Place::Text(Span { file: *file, range: range.clone() });
        }
        finding
    }

    /// Something that Typst can't do with a document: told where a template wrote it, and where
    /// that is not known at the document, with the template that it is made from.
    #[must_use]
    pub fn unset(
        &self,
        document: &Composition,
        traced: Option<&Traced>,
        fault: &TypstFault,
    ) -> Diagnostic {
        let origin = traced.and_then(|traced| traced.origin(fault.at.as_ref()?.start));
        let place = origin.and_then(|origin| {
            let file = self.file(origin.template)?;
            Some(Place::Text(Span { file, range: origin.range }))
        });
        let Some(place) = place else {
            let template = document.template.unwrap_or_default();
            let hints = fault.hints.iter().map(|hint| format!("; {hint}")).collect::<String>();
            return fault
                .finding(&document.path)
                .help(format!("the document is made from template `{template}`{hints}"));
        };
        let finding = Diagnostic::new(&codes::DOCUMENT_NOT_TYPESET, place, &fault.message);
        let address = traced.is_some_and(|traced| {
            fault.at.as_ref().is_some_and(|at| is_address(traced.text(), at.start))
        });
        finding.help(match (address, &fault.hints[..]) {
            (true, _) => ADDRESS.to_owned(),
            (false, []) => MARKUP.to_owned(),
            (false, hints) => hints.join("; "),
        })
    }
}

/// What to do about a fault of Typst about which nothing more is known.
const MARKUP: &str = "mend the Typst code there; a sign that is meant as text needs a backslash, \
                      as in `\\[`, `\\#`, `\\$` and `\\@`";
const ADDRESS: &str = "an `@` refers to a figure or table; in an e-mail address write `\\@`";

/// Whether the `@` at a place follows a letter: an e-mail address, no reference.
pub(super) fn is_address(source: &str, at: usize) -> bool {
    source[at..].starts_with('@') && source[..at].ends_with(|c: char| c.is_alphanumeric())
}

/// Fills documents, and goes on behind their faults.
#[derive(Debug)]
pub(super) struct Filler {
    pub(super) places: Places,
    /// The templates without what was at fault, if anything was.
    mended: Option<TemplateSet>,
    /// Templates of documents that could not be mended.
    given_up: BTreeSet<&'static str>,
    found: Vec<Diagnostic>,
}

impl Filler {
    pub(super) const fn new(places: Places) -> Self {
        Self { places, mended: None, given_up: BTreeSet::new(), found: Vec::new() }
    }

    /// Whether every document was filled as its templates are written: where not, what is said
    /// of the documents may follow from what is wrong.
    pub(super) fn filled_all(&self) -> bool {
        self.mended.is_none() && self.given_up.is_empty()
    }

    /// The edition, with the templates as they could be filled so far.
    pub(super) fn edition<'a>(&'a self, edition: &Edition<'a>) -> Edition<'a> {
        Edition { templates: self.mended.as_ref().unwrap_or(edition.templates), ..*edition }
    }

    /// A filled document that Typst can read, with marks. `None` where the kind has no template
    /// for Typst, or one that can't be mended.
    pub(super) fn fill(&mut self, job: &Job, edition: &Edition) -> Option<Traced> {
        let template = job.kind.template.map(|template| template.name)?;
        if self.given_up.contains(template) || edition.templates.is_unread(template) {
            return None;
        }
        let Some(Content::Typst(Filling { template, values })) = job.released(edition) else {
            return None;
        };
        for _ in 0..MOST {
            let templates = self.mended.as_ref().unwrap_or(edition.templates);
            let mended = match templates.trace(template, values.clone()) {
                Ok(traced) => {
                    let Some((faulty, finding)) = self.unreadable(&traced) else {
                        return Some(traced);
                    };
                    self.found.push(finding);
                    self.mending(edition).leave_out(template, &faulty)
                }
                Err(error) => {
                    self.found.push(self.places.unfilled(&error));
                    self.mending(edition).mend(template, &error)
                }
            };
            if !mended {
                break;
            }
        }
        self.given_up.insert(template);
        None
    }

    fn mending(&mut self, edition: &Edition) -> &mut TemplateSet {
        self.mended.get_or_insert_with(|| edition.templates.clone())
    }

    /// The first thing in a filled document that Typst can't read (others follow from it), and
    /// the template that wrote it.
    fn unreadable(&self, traced: &Traced) -> Option<(String, Diagnostic)> {
        let (at, message) = syntax_faults(traced.text()).into_iter().next()?;
        let origin = traced.origin(at.start)?;
        let place =
            Place::Text(Span { file: self.places.file(origin.template)?, range: origin.range });
        let finding = Diagnostic::new(&codes::DOCUMENT_NOT_TYPESET, place, message).help(MARKUP);
        Some((origin.template.to_owned(), finding))
    }

    /// Tells what Typst can't do with a document, and gives the document without it, to find
    /// more; `None` when that can't be.
    pub(super) fn unset(
        &mut self,
        document: &Composition,
        traced: Option<&Traced>,
        source: &TypstMarkup,
        faults: &[TypstFault],
    ) -> Option<TypstMarkup> {
        for fault in faults {
            let finding = self.places.unset(document, traced, fault);
            // Without a place of its own it follows from what is missing: a figure that stood
            // in a piece with a fault.
            let follows = matches!(finding.place, Place::File(_)) && !self.found.is_empty();
            if !follows && !self.found.contains(&finding) {
                self.found.push(finding);
            }
        }
        // A place that is no longer the document's own would be mended for ever.
        let places: BTreeSet<usize> =
            faults.iter().filter_map(|f| Some(f.at.as_ref()?.start)).collect();
        let mut mended: Option<TypstMarkup> = None;
        for at in places {
            mended = mended.as_ref().unwrap_or(source).without_code_at(at).or(mended);
        }
        mended
    }

    /// Hands in all faults.
    pub(super) fn hand_in(self, diagnostics: &mut Diagnostics) {
        self.found.into_iter().for_each(|finding| diagnostics.push(finding));
    }
}
