//! Every PDF of every build, under the project's own check.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::accessible::{Fault, faults, numbers};
use crate::built;
use crate::pdf::Pdf;

/// The smallest text of a document: 9 points on the sheet for the council, 8 elsewhere.
pub(crate) fn smallest(path: &str) -> f64 {
    if path.contains("samenvatting") { 9.0 } else { 8.0 }
}

/// What the tests need of a PDF, read once.
struct Checked {
    path: String,
    faults: Vec<Fault>,
    descriptions: Vec<String>,
    elements: BTreeMap<String, usize>,
    texts: usize,
    fills: usize,
}

static CHECKED: LazyLock<Vec<Checked>> = LazyLock::new(|| {
    let pdfs: Vec<_> = built::pdfs().collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut checked = Vec::new();
        while let Some((path, bytes)) = pdfs.get(next.fetch_add(1, Ordering::Relaxed)) {
            checked.push(check(path, bytes));
        }
        checked
    };
    let mut checked: Vec<_> = std::thread::scope(|scope| {
        let workers = [scope.spawn(work), scope.spawn(work)];
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    checked.sort_by(|a, b| a.path.cmp(&b.path));
    checked
});

fn check(path: &str, bytes: &[u8]) -> Checked {
    let pdf = Pdf::read(bytes);
    let mut elements = BTreeMap::new();
    for element in pdf.elements() {
        *elements.entry(element.role.clone()).or_default() += 1;
    }
    Checked {
        path: path.to_owned(),
        faults: faults(&pdf, smallest(path)),
        descriptions: pdf.of_role("Figure").filter_map(|figure| figure.alt.clone()).collect(),
        elements,
        texts: pdf.pages.iter().map(|page| page.texts.len()).sum(),
        fills: pdf.pages.iter().map(|page| page.paints.len()).sum(),
    }
}

#[test]
fn every_pdf_is_accessible_by_our_own_check() {
    let mut rules: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for pdf in CHECKED.iter() {
        for fault in &pdf.faults {
            rules.entry(fault.rule).or_default().push(format!("{}: {}", pdf.path, fault.place));
        }
    }
    let lines = rules.iter().map(|(rule, places)| {
        // Equal faults of many documents are said once.
        let kinds: BTreeMap<_, _> =
            places.iter().rev().map(|place| (place.splitn(3, ": ").last(), place)).collect();
        let first: Vec<_> = kinds.into_values().take(8).map(String::as_str).collect();
        format!("{rule}, {} times:\n  {}", places.len(), first.join("\n  "))
    });
    assert!(rules.is_empty(), "{}", lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn the_check_sees_what_stands_in_the_documents() {
    assert!(CHECKED.iter().filter(|pdf| pdf.path.starts_with("fixture/")).count() >= 175);
    for pdf in CHECKED.iter() {
        let some = |role: &str| pdf.elements.get(role).copied().unwrap_or(0) > 0;
        assert!(some("H1") && some("P") && pdf.texts > 50, "{}", pdf.path);
        if pdf.path.contains("factsheet") {
            assert!(some("Figure") && some("L") && pdf.fills > 20, "{}", pdf.path);
        }
        if pdf.path.contains("landelijk-rapport") {
            assert!(some("Figure") && some("TH") && some("Link") && some("TOC"), "{}", pdf.path);
        }
    }
}

/// Longest description of a drawing, in characters: some half a minute of speech per 400.
const LONGEST: usize = 1300;

#[test]
fn descriptions_say_their_finding_first_and_are_not_too_long() {
    for pdf in CHECKED.iter() {
        for description in &pdf.descriptions {
            let length = description.chars().count();
            assert!(length <= LONGEST, "{}: {length} characters: {description}", pdf.path);
            assert!(description.ends_with('.'), "{}: {description}", pdf.path);
            assert!(!numbers(description).is_empty(), "{}: {description}", pdf.path);
        }
    }
}
