//! The pages of the national report of both editions: nothing split, lonely, spilled or empty.
//! The check itself is tried on broken samples in `typesetting::layout`.

use gemeentespiegel::typesetting::{
    FontSet, Laid, LandmarkKind, LayoutFault, LayoutRules, Typesetter,
};

use crate::fixture::BENCHMARK;
use crate::kinds;

const RULES: LayoutRules = LayoutRules::REPORT;

fn report(year: u16) -> Laid {
    let edition = BENCHMARK.edition(year);
    let (source, _) = kinds::filled(&kinds::report(), &edition);
    let typesetter = Typesetter::new(FontSet::bundled());
    typesetter.lay_out(&source, &edition.files()).unwrap()
}

/// The faults; what was measured goes to the screen, for who must mend them.
#[allow(clippy::disallowed_macros, reason = "measurements, for `--nocapture`")]
fn check(year: u16) -> Vec<LayoutFault> {
    let laid = report(year);
    let count = |kind: LandmarkKind| laid.landmarks.iter().filter(|mark| mark.kind == kind).count();
    let filled: Vec<_> = laid
        .layout
        .iter()
        .map(|ink| format!("{:.0}%", 100.0 * ink.filled(&RULES.margins)))
        .collect();
    println!(
        "{year}: {} pages, {} headings, {} figures, {} tables, {} paragraphs, {} references; filled {}",
        laid.pages,
        count(LandmarkKind::Heading),
        count(LandmarkKind::Figure),
        count(LandmarkKind::Table),
        count(LandmarkKind::Paragraph),
        count(LandmarkKind::Reference),
        filled.join(" ")
    );
    assert!(count(LandmarkKind::Heading) > 20, "headings were found");
    assert!(count(LandmarkKind::Figure) > 10, "figures were found");
    assert!(count(LandmarkKind::Paragraph) > 20, "paragraphs were found");
    laid.faults(&RULES)
}

#[test]
fn the_report_of_2023_has_no_faults_in_its_layout() {
    assert_eq!(check(2023), []);
}

#[test]
fn the_report_of_2020_has_no_faults_in_its_layout() {
    assert_eq!(check(2020), []);
}
