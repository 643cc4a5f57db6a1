//! The pages of documents that are made from a project's own templates: pages that are nearly
//! empty, headings at the end of a page, text outside its edges or over other text.
//!
//! Documents of built-in templates are looked at by the tests of the product, and cost too much
//! to lay out for every check.

use std::collections::BTreeMap;

use super::{Paths, codes, path_of};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place};
use crate::documents::{Edition, Job, compose};
use crate::typesetting::{FontSet, LayoutFault, LayoutRules, Typesetter};

/// Lays out the documents that are made from own templates, and pushes what is wrong with
/// their pages, or that they can't be made.
pub(super) fn look(edition: &Edition, paths: Paths, diagnostics: &mut Diagnostics) {
    let own = |job: Job| {
        let template = job.kind.template.map(|template| template.name);
        template.filter(|name| edition.templates.is_own(name)).map(|name| (job, name))
    };
    let jobs: Vec<_> = Job::filled(edition).into_iter().filter_map(own).collect();
    if jobs.is_empty() {
        return;
    }
    let (typesetter, files) =
        (Typesetter::new(FontSet::of(edition.project.typeface)), edition.files());
    let mut seen = Seen::default();
    for (job, template) in jobs {
        let Some(content) = job.released(edition) else { continue };
        let laid = compose(&job, edition, content).and_then(|composed| {
            let source = composed.typst().map(|(source, _)| source);
            source.map(|source| typesetter.lay_out(source, &files, &composed.path)).transpose()
        });
        match laid {
            Ok(laid) => {
                let Some(laid) = laid else { continue };
                let Some(margins) = laid.margins else { continue };
                for fault in laid.faults(&LayoutRules::of_own(margins)) {
                    seen.take(template, &job.path(edition.wave), &fault);
                }
            }
            // One that can't be made says enough: the others of its kind say the same.
            Err(findings) => {
                findings.into_iter().for_each(|finding| diagnostics.push(finding));
                break;
            }
        }
    }
    Typesetter::forget();
    let path = |name: &str| {
        let source = edition.templates.sources().get(name);
        path_of(name, source.map_or("", String::as_str), paths)
    };
    seen.hand_in(path, diagnostics);
}

/// What was seen, by template and code: the first finding, the document that was looked at
/// last, and how many documents have one.
#[derive(Default)]
struct Seen {
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

    fn hand_in(self, path: impl Fn(&str) -> String, diagnostics: &mut Diagnostics) {
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
