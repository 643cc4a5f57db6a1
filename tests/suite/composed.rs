//! What is composed for a few readers, as it goes to the typesetter. A change of a template or
//! of the rules behind it is seen here in full, also one that no other test looks for.
//!
//! Much is shown of Overijssel, little of Flevoland.

use gemeentespiegel::documents::{Edition, Job, trace};
use sha2::{Digest, Sha256};

use crate::fixture::BENCHMARK;

/// A longer line is the code of a drawing or the list of a map: it is cut, and its hash is
/// given, so that no change is lost.
const LONGEST: usize = 600;

/// The source of a document, with long lines cut.
fn source(edition: &Edition, document: &str) -> String {
    let job = Job::filled(edition).into_iter().find(|job| job.path(edition.wave) == document);
    let job = job.unwrap_or_else(|| panic!("there is no {document}"));
    let traced = trace(&job, edition).unwrap().expect("a template is filled");
    traced.text().lines().map(cut).collect::<Vec<_>>().join("\n")
}

fn cut(line: &str) -> String {
    if line.chars().count() <= LONGEST {
        return line.trim_end().to_owned();
    }
    let hash = Sha256::digest(line.as_bytes());
    let hash: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let start: String = line.chars().take(LONGEST).collect();
    format!("{start} ... {} characters, {hash}", line.chars().count())
}

#[test]
fn the_factsheet_of_a_municipality_of_which_much_is_shown() {
    let document = "gemeenten/GM0193-zwolle/factsheet-2023.pdf";
    insta::assert_snapshot!(source(&BENCHMARK.edition(2023), document));
}

#[test]
fn the_factsheet_of_a_municipality_of_which_little_is_shown() {
    let document = "gemeenten/GM0995-lelystad/factsheet-2023.pdf";
    insta::assert_snapshot!(source(&BENCHMARK.edition(2023), document));
}

#[test]
fn the_summary_for_a_council() {
    let document = "gemeenten/GM0193-zwolle/raadssamenvatting-2023.pdf";
    insta::assert_snapshot!(source(&BENCHMARK.edition(2023), document));
}

#[test]
fn a_chapter_of_the_report() {
    let source = source(&BENCHMARK.edition(2023), "openbaar/landelijk-rapport-2023.pdf");
    let chapters: Vec<_> = source.split("\n= ").collect();
    let chapter = chapters
        .iter()
        .find(|chapter| chapter.contains("#figuur(") && chapter.contains("\"signaalpunt\","));
    insta::assert_snapshot!(chapter.expect("a chapter draws this question"));
}
