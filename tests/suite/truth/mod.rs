//! Every superlative is true: over random surveys a reader of its own counts the answers anew and
//! recomputes what each document says with "vaakst", "grootst", "eerst", "ook", "ander antwoord",
//! "gestegen" and the like, and the numbers beside it. It reads the text that people read, and
//! shares nothing with the rooms that wrote it.
//!
//! `SURVEYS=50000 cargo test --release --test suite truth` tries so many, `.ci/run` 2,000;
//! documents are filled and not set, so that this is cheap.

mod reader;
mod sheet;
mod survey;

use gemeentespiegel::documents::{Job, trace};
use gemeentespiegel::templates::{TextKind, running_text};

use crate::fixture::Fixture;
use crate::lot::trials;
use reader::Reader;
use survey::Survey;

/// The municipal documents of at most so many municipalities of a survey are read.
const MUNICIPALITIES: usize = 3;

/// What is untrue in the documents of a survey, and how many sentences were recomputed.
fn read(survey: &Survey) -> (Vec<String>, usize) {
    let workspace = survey.write();
    let fixture = Fixture::of(&workspace.project());
    let edition = fixture.last_edition();
    let (mut untrue, mut checked) = (Vec::new(), 0);
    let mut sheets = 0;
    for job in Job::filled(&edition) {
        let own = job.reader.municipality();
        if own.is_some() {
            sheets += 1;
            if sheets > 2 * MUNICIPALITIES {
                continue;
            }
        }
        let path = job.path(edition.wave);
        let traced = trace(&job, &edition).unwrap_or_else(|error| panic!("{path}: {error:?}"));
        let traced = traced.expect("a template is filled");
        let mut reader = Reader::of(survey, own);
        for paragraph in running_text(traced.text()).paragraphs {
            match paragraph.kind {
                TextKind::Furniture => continue,
                TextKind::Heading => reader.begin(),
                _ => {}
            }
            reader.read(&paragraph.text);
        }
        checked += reader.checked;
        untrue.extend(reader.untrue.into_iter().map(|words| format!("{path}: {words}")));
    }
    (untrue, checked)
}

fn assert_true(seeds: std::ops::Range<u64>) {
    let (mut untrue, mut checked) = (Vec::new(), 0);
    for seed in seeds.clone() {
        let (found, number) = read(&Survey::of(seed));
        checked += number;
        untrue.extend(found.into_iter().map(|words| format!("survey {seed}: {words}")));
    }
    println!("{checked} sentences of surveys {seeds:?} recomputed");
    let shown: Vec<_> = untrue.iter().take(40).map(String::as_str).collect();
    assert!(untrue.is_empty(), "{} untrue:\n{}", untrue.len(), shown.join("\n"));
    assert!(checked as u64 > 10 * (seeds.end - seeds.start), "only {checked} sentences read");
}

#[test]
fn every_superlative_is_true() {
    assert_true(0..trials("SURVEYS", 150));
}

/// A survey of one question, with so many answers per option in each wave.
fn counted(kind: survey::Kind, before: &[usize], now: &[usize]) -> Survey {
    Survey::counted(kind, before, now)
}

fn report(survey: &Survey) -> String {
    let workspace = survey.write();
    let fixture = Fixture::of(&workspace.project());
    let paragraphs = fixture.report(2023).paragraphs;
    let lines: Vec<_> = paragraphs.iter().map(|p| p.text.replace('\u{a0}', " ")).collect();
    lines.join("\n")
}

#[test]
fn the_second_of_two_options_is_chosen_most_when_it_is() {
    let text = report(&counted(survey::Kind::Single, &[4, 9], &[3, 13]));
    assert!(text.contains("Onderwerp a, het vaakst: ‘keus ab’ (81%; in 2022 69%)."), "{text}");
    assert!(!text.contains("het vaakst: ‘keus aa’"), "{text}");
    // Ticks: two options, of which the second was chosen by all.
    let text = report(&counted(survey::Kind::Multi, &[], &[3, 16]));
    assert!(text.contains("kozen het vaakst ‘keus ab’ (figuur): 16 van de 16 (100%)."), "{text}");
    assert!(text.contains("Daarna volgt ‘keus aa’ (19%)."), "{text}");
}

#[test]
fn a_tie_gives_every_answer_its_own_number_of_before() {
    let text = report(&counted(survey::Kind::Multi, &[5, 9, 1], &[7, 7, 2]));
    for words in [
        "kozen het vaakst ‘keus aa’ en ‘keus ab’ (figuur): elk 7 van de 16 (44%).",
        "Voor ‘keus aa’ was dat in 2022 5 van de 15 (33%).",
        "Voor ‘keus ab’ was dat in 2022 9 van de 15 (60%).",
    ] {
        assert!(text.contains(words), "`{words}` in {text}");
    }
    let text = report(&counted(survey::Kind::Single, &[], &[8, 8]));
    let words =
        "‘keus aa’ en ‘keus ab’ zijn even vaak gegeven (figuur): elk door 8 van de 16 (50%).";
    assert!(text.contains(words), "{text}");
}

#[test]
fn a_reader_notices_what_is_untrue() {
    let survey = counted(survey::Kind::Multi, &[5, 9, 1], &[7, 7, 2]);
    for untrue in [
        "Gemeenten kozen het vaakst ‘keus aa’: 7 van de 16 (44%).",
        "Gemeenten kozen het vaakst ‘keus aa’ en ‘keus ab’: elk 7 van de 17 (44%).",
        "Onderwerp a, het vaakst: ‘keus ac’ (13%).",
        "Gemeenten kozen het vaakst ‘keus aa’ en ‘keus ab’: elk 7 van de 16 (44%). In 2022 was dat 5 van de 15 (33%).",
        "Ook in 2022 stonden ‘keus aa’ en ‘keus ab’ op de eerste plaats.",
        "In 2022 stond een ander antwoord op de eerste plaats: ‘keus ab’, door 9 van de 15 gemeenten (60%).",
        "Bij wie in beide jaren antwoordde (n = 15), ging ‘keus ab’ van 9 naar 7: dat aandeel is met 13 procentpunt gestegen.",
        "Dat is veruit het meest.",
    ] {
        let mut reader = Reader::of(&survey, None);
        reader.read(untrue);
        assert!(!reader.untrue.is_empty(), "{untrue}");
    }
}
