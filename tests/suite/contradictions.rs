//! Answers that the questionnaire declares to contradict each other: the bureau is told, the
//! answer is marked, and nothing else is said about it.

use gemeentespiegel::templates::running_text;

use crate::fixture::{Fixture, SMALL};
use crate::kinds::{self, FACTSHEET, SUMMARY};
use crate::workspace::Workspace;

/// Purmerend takes part in the week and has a coordinator for twenty hours.
const PURMEREND: &str = "GM0439";
const SAID: &str = "doet mee aan de Week van Lezen en Schrijven";

/// The small project, in which taking part contradicts having a coordinator.
fn contradicting() -> Workspace {
    let workspace = Workspace::of("small");
    workspace.edit("questionnaire.yaml", |text| {
        text.replacen(
            "        key: true\n",
            "        key: true\n        contradicts:\n          - { answer: ja, question: uren-coordinator, with: [enige], note: ook met uren }\n",
            1,
        )
    });
    workspace
}

/// What a sheet of Purmerend says.
fn words(fixture: &Fixture, kind: &str) -> String {
    let edition = fixture.edition(2023);
    let job = kinds::sheet(kind, PURMEREND.parse().unwrap());
    let traced = kinds::traced(&job, &edition);
    let running = running_text(traced.text());
    running.paragraphs.iter().map(|paragraph| format!("{}\n", paragraph.text)).collect()
}

#[test]
fn who_gave_both_answers_is_told_to_the_bureau() {
    let workspace = contradicting();
    let output = workspace.spiegel(&["check", "fixtures/project"]);
    let screen = String::from_utf8(output.stderr).unwrap();
    assert!(screen.contains("contradicting-answers"), "{screen}");
    assert!(screen.contains("`ja` to question `week-lezen-en-schrijven`"), "{screen}");
    assert!(screen.contains("`tot-8` or `meer` to `uren-coordinator`"), "{screen}");
}

#[test]
fn a_contradicted_answer_is_marked_and_nothing_else_is_said_about_it() {
    let workspace = contradicting();
    let marked = Fixture::of(&workspace.project());
    assert!(words(&SMALL, FACTSHEET).contains(SAID), "said where nothing contradicts it");
    for kind in [FACTSHEET, SUMMARY] {
        let text = words(&marked, kind);
        assert!(!text.contains(SAID), "{text}");
    }
    assert!(words(&marked, FACTSHEET).contains("ook met uren"), "{}", words(&marked, FACTSHEET));
}

/// A pair that points nowhere is told, each with its place.
#[test]
fn pairs_that_point_nowhere_are_refused() {
    for (change, code) in [
        ("answer: jaa, question: uren-coordinator, with: [enige]", "unknown-option"),
        ("answer: ja, question: uren, with: [enige]", "unknown-question"),
        ("answer: ja, question: uren-coordinator, with: [veel]", "unknown-option"),
        ("answer: ja, question: uren-coordinator, with: []", "empty-condition"),
        ("answer: ja, question: rollen, with: [verwijzen]", "unfit-condition"),
    ] {
        let workspace = contradicting();
        workspace.edit("questionnaire.yaml", |text| {
            text.replace("answer: ja, question: uren-coordinator, with: [enige]", change)
        });
        let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]);
        let screen = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{change}: {screen}");
        assert!(screen.contains(code), "{change}: {screen}");
        assert!(screen.contains("questionnaire.yaml:"), "{change}: {screen}");
    }
}
