//! Every PDF of every build, under the project's own check.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::accessible::{Fault, faults, numbers};
use crate::built;
use crate::kinds;
use crate::pdf::Pdf;

/// The smallest text that the kind of a document allows, in points.
pub(crate) fn smallest(path: &str) -> f64 {
    f64::from(kinds::of_path(path).least_text) / 10.0
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
        // Least on a summary with two drawn answers.
        assert!(some("H1") && some("P") && pdf.texts > 50, "{}", pdf.path);
        if pdf.path.contains("factsheet") {
            assert!(some("Figure") && some("TH") && pdf.fills > 20, "{}", pdf.path);
        }
        if pdf.path.contains("landelijk-rapport") {
            assert!(some("Figure") && some("TH") && some("Link") && some("TOC"), "{}", pdf.path);
        }
    }
}

/// Longest description of a drawing, in characters: some half a minute of speech per 400.
const LONGEST: usize = 1300;
/// The same on the two sheets of a municipality.
const LONGEST_ON_A_SHEET: usize = 250;

/// What the descriptions on the sheets of a municipality say after whom or what they are about.
const SAID: [&str; 9] =
    [" van de ", "niet getoond", "ja", "nee", "ten dele", "geen antwoord", "bijna", "alle", "geen"];

/// What is wrong with the description of a drawing on a sheet of a municipality, or elsewhere.
fn weakness(description: &str, on_a_sheet: bool) -> Option<String> {
    let length = description.chars().count();
    let longest = if on_a_sheet { LONGEST_ON_A_SHEET } else { LONGEST };
    if on_a_sheet {
        let (whom, said) = description.split_once(": ").unwrap_or((description, ""));
        let says = !numbers(said).is_empty() || SAID.iter().any(|words| said.contains(words));
        let full = description.ends_with('.');
        return match (length > longest, says, full) {
            (true, ..) => Some(format!("{length} characters")),
            (_, false, _) => Some(format!("nothing said of `{whom}`")),
            (.., false) => Some("no full stop".to_owned()),
            _ => None,
        };
    }
    let (_, rest) = description.split_once(['.', ';'])?;
    if length > longest {
        Some(format!("{length} characters"))
    } else if !description.ends_with('.') {
        Some("no full stop".to_owned())
    } else if numbers(rest).is_empty() {
        Some("no figures after the finding".to_owned())
    } else {
        None
    }
}

#[test]
fn descriptions_say_their_finding_first_and_are_not_too_long() {
    let mut longest = 0;
    for pdf in CHECKED.iter() {
        let on_a_sheet = pdf.path.contains("gemeenten/");
        for description in &pdf.descriptions {
            assert_eq!(weakness(description, on_a_sheet), None, "{}: {description}", pdf.path);
            if on_a_sheet {
                longest = longest.max(description.chars().count());
            }
        }
    }
    println!("the longest description on a sheet has {longest} characters");
}

#[test]
fn a_description_that_says_too_little_or_too_much_is_found() {
    let numbers = "Nederland: ja 89%, nee 11%, van 172.";
    assert_eq!(weakness(&format!("De meeste doen dit. {numbers}"), false), None);
    assert_eq!(weakness("Signaalpunt: 2022 ja, 2023 nee.", true), None);
    assert_eq!(weakness("Alle deelnemers: 93 van de 172 (54%).", true), None);
    for (description, on_a_sheet, expected) in [
        ("De meeste doen dit. Anderen ook.".to_owned(), false, "no figures"),
        (format!("De meeste doen dit. {}", numbers.repeat(60)), false, "characters"),
        ("Signaalpunt.".to_owned(), true, "nothing said"),
        ("Signaalpunt: 2022 ja".to_owned(), true, "no full stop"),
        (format!("Signaalpunt: {}.", "2022 ja, ".repeat(30)), true, "characters"),
    ] {
        let found = weakness(&description, on_a_sheet).expect("a weakness");
        assert!(found.contains(expected), "{description}: {found}");
    }
}
