//! The pages of documents that are made from a project's own templates: pages that are nearly
//! empty, headings at the end of a page, text outside its edges or over other text.
//!
//! Documents of built-in templates are looked at by the tests of the product, and cost too much
//! to lay out for every check.

use std::collections::BTreeMap;

use super::{Paths, path_of};
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::documents::{Edition, Job, compose};
use crate::typesetting::{FontSet, LayoutFault, LayoutRules, Typesetter};

/// Lays out the documents that are made from own templates, and pushes what is wrong with
/// their pages, or that they can't be made.
pub(super) fn look(edition: &Edition, paths: Paths, diagnostics: &mut Diagnostics) {
    let own = |job: &Job| edition.templates.is_own(job.kind().template());
    let jobs: Vec<_> = Job::all(edition).into_iter().filter(own).collect();
    if jobs.is_empty() {
        return;
    }
    let (typesetter, files) = (Typesetter::new(FontSet::bundled()), edition.files());
    let mut seen = Seen::default();
    for job in jobs {
        let template = job.kind().template();
        let laid = compose(&job, edition).and_then(|composed| {
            let laid = typesetter.lay_out(&composed.source, &files, &composed.path)?;
            Ok((composed.path, laid))
        });
        match laid {
            Ok((path, laid)) => {
                let Some(margins) = laid.margins else { continue };
                for fault in laid.faults(&LayoutRules::of_own(margins)) {
                    seen.take(template, &path, &fault);
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

/// What was seen, by template and code: the first finding, and how many documents have one.
#[derive(Default)]
struct Seen {
    found: BTreeMap<(&'static str, &'static str), (String, String, usize)>,
}

impl Seen {
    fn take(&mut self, template: &'static str, path: &str, fault: &LayoutFault) {
        let Some((code, message)) = words(fault) else { return };
        let first = || (format!("{path}, {message}"), path.to_owned(), 1);
        let (_, last, count) = self.found.entry((template, code)).or_insert_with(first);
        if last != path {
            path.clone_into(last);
            *count += 1;
        }
    }

    fn hand_in(self, path: impl Fn(&str) -> String, diagnostics: &mut Diagnostics) {
        for ((template, code), (mut message, _, count)) in self.found {
            if count > 1 {
                message = format!("{message} (and in {} other documents)", count - 1);
            }
            let place = Place::File(path(template));
            diagnostics.push(Diagnostic::warning(code, place, message).help(help(code)));
        }
    }
}

/// Code and words for what is told; the finer faults are left to who makes the template.
fn words(fault: &LayoutFault) -> Option<(&'static str, String)> {
    Some(match fault {
        LayoutFault::EmptyPage(page) => {
            ("page-nearly-empty", format!("page {page}: nothing but its header and footer"))
        }
        LayoutFault::ThinPage(page, filled) => (
            "page-nearly-empty",
            format!("page {page}: filled to {:.0}%, expected at least half", 100.0 * filled),
        ),
        LayoutFault::OrphanHeading(page, text) => {
            ("heading-alone", format!("page {page}: the heading `{text}` is the last thing on it"))
        }
        LayoutFault::Overflow(page, 1) => {
            ("outside-edges", format!("page {page}: something stands outside the edges"))
        }
        LayoutFault::Overflow(page, count) => {
            ("outside-edges", format!("page {page}: {count} things stand outside the edges"))
        }
        LayoutFault::Overlap(page, one, other) => {
            ("text-over-text", format!("page {page}: `{one}` and `{other}` stand over one another"))
        }
        _ => return None,
    })
}

/// What to do about a finding.
fn help(code: &str) -> &'static str {
    match code {
        "page-nearly-empty" => {
            "let its text run on: look for `#pagebreak()` and for blocks that may not be broken"
        }
        "heading-alone" => {
            "a heading made with `=` stays with what follows, unless that is pushed away"
        }
        "outside-edges" => "give it a width, or let long words be broken",
        _ => "give each of them its own line or column",
    }
}
