//! The pages of documents that are made from a project's own templates: pages that are nearly
//! empty, headings at the end of a page, text outside its edges or over other text.
//!
//! Documents of built-in templates are looked at by the tests of the product, and cost too much
//! to lay out for every check.

use std::collections::BTreeMap;

use super::faults::{Filler, MOST};
use super::{Paths, codes, path_of};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place};
use crate::documents::{Edition, Job, compose, trace};
use crate::typesetting::{FontSet, LayoutFault, LayoutRules, Typesetter};

/// Lays out the documents that are made from own templates, and says what is wrong with their
/// pages. Of each kind the first is made as a PDF too: what the standards ask of it is known only
/// then. What can't be made is told by `filler`.
pub(super) fn look(edition: &Edition, filler: &mut Filler) -> Seen {
    let own = |job: Job| {
        let template = job.kind.template.map(|template| template.name);
        template.filter(|name| edition.templates.is_own(name)).map(|name| (job, name))
    };
    let mut seen = Seen::default();
    let jobs: Vec<_> = Job::filled(edition).into_iter().filter_map(own).collect();
    if jobs.is_empty() {
        return seen;
    }
    let (typesetter, files) =
        (Typesetter::new(FontSet::of(edition.project.typeface)), edition.files());
    let mut done: BTreeMap<&'static str, Made> = BTreeMap::new();
    for (job, template) in jobs {
        let made = done.entry(template).or_insert(Made::None);
        if *made == Made::Failed {
            continue;
        }
        let mended = filler.edition(edition);
        let content = job.released(&mended);
        let Some(Ok(composed)) = content.map(|content| compose(&job, &mended, content)) else {
            continue;
        };
        let Some((source, info)) = composed.typst() else { continue };
        let laid = typesetter.lay_out(source, &files);
        let set = || typesetter.pdf(source, &files, info).map(drop);
        let laid = laid.and_then(|laid| match made {
            Made::None => set().map(|()| laid),
            Made::One | Made::Failed => Ok(laid),
        });
        match laid {
            Ok(laid) => {
                *made = Made::One;
                let Some(margins) = laid.margins else { continue };
                for fault in laid.faults(&LayoutRules::of_own(margins)) {
                    seen.take(template, &job.path(edition.wave), &fault);
                }
            }
            // One that can't be made says enough: the others of its kind say the same.
            Err(faults) => {
                *made = Made::Failed;
                let traced = trace(&job, &mended).ok().flatten();
                let mut next = filler.unset(&composed, traced.as_ref(), source, &faults);
                for _ in 1..MOST {
                    let Some(source) = next.take() else { break };
                    let Err(faults) = typesetter.pdf(&source, &files, info) else { break };
                    next = filler.unset(&composed, traced.as_ref(), &source, &faults);
                }
            }
        }
    }
    Typesetter::forget();
    seen
}

/// What was made of a kind so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    None,
    One,
    Failed,
}

/// What was seen, by template and code: the first finding, the document that was looked at
/// last, and how many documents have one.
#[derive(Default)]
pub(super) struct Seen {
    found: BTreeMap<(&'static str, &'static str), (Diagnostic, String, usize)>,
}

impl Seen {
    fn take(&mut self, template: &'static str, path: &str, fault: &LayoutFault) {
        let Some((code, message, help)) = words(fault) else { return };
        let first = || {
            let message = format!("{path}, {message}");
            let finding = Diagnostic::new(code, Place::File(String::new()), message).help(help);
            (finding, path.to_owned(), 1)
        };
        let (_, last, count) = self.found.entry((template, code.name)).or_insert_with(first);
        if last != path {
            path.clone_into(last);
            *count += 1;
        }
    }

    pub(super) fn hand_in(self, paths: Paths, edition: &Edition, diagnostics: &mut Diagnostics) {
        let path = |name: &str| {
            let source = edition.templates.sources().get(name);
            path_of(name, source.map_or("", String::as_str), paths)
        };
        for ((template, _), (mut finding, _, count)) in self.found {
            if count > 1 {
                finding.message.push_str(&format!(" (and in {} other documents)", count - 1));
            }
            finding.place = Place::File(path(template));
            diagnostics.push(finding);
        }
    }
}

/// Code, words and help for what is told; the finer faults are left to who makes the template.
fn words(fault: &LayoutFault) -> Option<(&'static Code, String, &'static str)> {
    const RUN_ON: &str =
        "let its text run on: look for `#pagebreak()` and for blocks that may not be broken";
    Some(match fault {
        LayoutFault::EmptyPage(page) => (
            &codes::PAGE_NEARLY_EMPTY,
            format!("page {page}: nothing but its header and footer"),
            RUN_ON,
        ),
        LayoutFault::ThinPage(page, filled) => (
            &codes::PAGE_NEARLY_EMPTY,
            format!("page {page}: filled to {:.0}%, expected at least a quarter", 100.0 * filled),
            RUN_ON,
        ),
        LayoutFault::OrphanHeading(page, text) => (
            &codes::HEADING_ALONE,
            format!("page {page}: the heading `{text}` is the last thing on it"),
            "a heading made with `=` stays with what follows, unless that is pushed away",
        ),
        LayoutFault::Overflow(page, count) => (
            &codes::OUTSIDE_EDGES,
            match count {
                1 => format!("page {page}: something stands outside the edges"),
                _ => format!("page {page}: {count} things stand outside the edges"),
            },
            "give it a width, or let long words be broken",
        ),
        LayoutFault::Overlap(page, one, other) => (
            &codes::TEXT_OVER_TEXT,
            format!("page {page}: `{one}` and `{other}` stand over one another"),
            "give each of them its own line or column",
        ),
        _ => return None,
    })
}
