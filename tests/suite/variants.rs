//! Valid projects are built: random variants of the small fixture (fewer respondents, answers that
//! change places, levels, waves, forms of figures, fewer invited than answered, no key questions),
//! and of each every document is filled; of some the documents are set too.
//!
//! `VARIANTS=10000 cargo test --release --test suite variants` tries so many; `.ci/run` 300.

use std::collections::BTreeMap;
use std::path::Path;

use csv::{ReaderBuilder, StringRecord, WriterBuilder};
use gemeentespiegel::diagnostics::{Diagnostics, Style, render};
use gemeentespiegel::documents::{Job, compose};
use gemeentespiegel::production;
use gemeentespiegel::typesetting::{FontSet, Typesetter};

use crate::fixture::Fixture;
use crate::kinds;
use crate::lot::{Lot, trials};
use crate::workspace::Workspace;

/// The tables of answers of the small fixture, with what parts their cells.
const ANSWERS: [(&str, u8); 4] = [
    ("antwoorden/2021.csv", b';'),
    ("antwoorden/2022.tsv", b'\t'),
    ("antwoorden/2023/noord.csv", b','),
    ("antwoorden/2023/zuid.csv", b';'),
];
const INVITED: [&str; 3] = ["uitgenodigd/2021.csv", "uitgenodigd/2022.csv", "uitgenodigd/2023.tsv"];
/// Of so many variants one is looked at whole: all its documents are filled, and one of each kind is
/// also set by Typst. Of the others the documents of a few municipalities are filled.
const SET: u64 = 50;
const FEW: usize = 4;
/// All that a decision about protection says.
const DECISION: &str = "protection:\n  level: normaal\n  name: \"V. Voorbeeld, projectleider\"\n  date: \"2023-09-01\"\n  reason: \"Deelname is openbaar; met de deelnemers is een ondergrens van vijf andere gemeenten afgesproken.\"\n";

fn small() -> Workspace {
    Workspace::of("small")
}

fn change(workspace: &Workspace, file: &str, change: impl FnOnce(String) -> String) {
    let path = workspace.project().join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, change(text)).unwrap();
}

/// Leaves out rows, and lets whole answers change places between municipalities.
fn mix_answers(path: &Path, delimiter: u8, lot: &mut Lot) {
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).from_path(path).unwrap();
    let columns = reader.headers().unwrap().clone();
    let mut rows: Vec<StringRecord> = reader.records().map(Result::unwrap).collect();
    let who = columns.iter().filter(|name| ["gemeente", "ook-voor"].contains(name)).count();
    for _ in 0..lot.below(rows.len()) {
        let (one, other) = (lot.below(rows.len()), lot.below(rows.len()));
        let with = |own: &StringRecord, answers: &StringRecord| {
            own.iter().take(who).chain(answers.iter().skip(who)).collect::<StringRecord>()
        };
        let (first, second) = (with(&rows[one], &rows[other]), with(&rows[other], &rows[one]));
        if one != other {
            (rows[one], rows[other]) = (first, second);
        }
    }
    let kept = lot.one_of(&[100, 100, 80, 50, 20]);
    let mut left: Vec<_> = rows.iter().filter(|_| lot.percent(kept)).collect();
    if left.is_empty() {
        left.push(&rows[0]);
    }
    let mut writer =
        WriterBuilder::new().delimiter(delimiter).flexible(true).from_path(path).unwrap();
    writer.write_record(&columns).unwrap();
    for row in left {
        writer.write_record(row).unwrap();
    }
    writer.flush().unwrap();
}

fn level(word: &str) -> String {
    match word {
        "" => String::new(),
        "open" => DECISION.replace("normaal", "open\n  consent: \"2023-09-01, in de uitnodiging\""),
        _ => DECISION.replace("normaal", word),
    }
}

/// A valid variant of the small fixture.
fn variant(seed: u64) -> Workspace {
    let mut lot = Lot::of(seed);
    let workspace = small();
    for (file, delimiter) in ANSWERS {
        if lot.percent(80) {
            mix_answers(&workspace.project().join(file), delimiter, &mut lot);
        }
    }
    for file in INVITED {
        let kept = lot.one_of(&[100, 100, 90, 50, 10]);
        change(&workspace, file, |text| {
            let mut lines = text.lines();
            let head = lines.next().unwrap().to_owned();
            let first = lines.next().unwrap().to_owned();
            let rest = lines.filter(|_| lot.percent(kept)).map(str::to_owned);
            let all: Vec<_> = [head, first].into_iter().chain(rest).collect();
            format!("{}\n", all.join("\n"))
        });
    }
    let protection = level(lot.one_of(&["", "streng", "normaal", "open"]));
    change(&workspace, "project.yaml", |mut text| {
        assert!(text.contains(DECISION), "the decision of the fixture");
        text = text.replace(DECISION, &protection);
        for wave in ["2021", "2022"] {
            if !lot.percent(15) {
                continue;
            }
            let begin = text.find(&format!("  - year: {wave}")).unwrap();
            let end = begin + 4 + text[begin + 4..].find("  - year: ").unwrap();
            text.replace_range(begin..end, "");
            if wave == "2021" && lot.percent(50) {
                break;
            }
        }
        for file in INVITED {
            if lot.percent(15) {
                text = text.replace(&format!("    invited: {file}\n"), "");
            }
        }
        if lot.percent(30) {
            text = text.replace("participation: public\n", "");
        }
        text
    });
    change(&workspace, "questionnaire.yaml", |mut text| {
        let form = |lot: &mut Lot| lot.one_of(&["ranking", "option-bars", "none"]);
        if lot.percent(40) {
            let form = form(&mut lot);
            text = text.replace("figure: ranking", &format!("figure: {form}"));
        }
        if lot.percent(30) {
            text = text.replace("figure: option-bars", "figure: none");
        }
        if lot.percent(30) {
            let form = lot.one_of(&["option-bars", "none", "year-rows"]);
            text = text.replace(
                "        key: true\n",
                &format!("        key: true\n        figure: {form}\n"),
            );
        }
        if lot.percent(20) {
            text = text.replace(
                "        several: true\n",
                "        several: true\n        figure: none\n",
            );
        }
        if lot.percent(30) {
            text = text.replace("panel: item", "panel: unit");
        }
        if lot.percent(20) {
            text = text.replace("        key: true\n", "");
        }
        if lot.percent(20) {
            text =
                text.replace("        kind: multi\n", "        kind: multi\n        key: true\n");
        }
        text
    });
    workspace
}

/// Fills every document of every edition of a project; what went wrong, in words.
fn faults(workspace: &Workspace, set: bool) -> Vec<String> {
    let mut diagnostics = Diagnostics::default();
    let prepared = production::prepare(&workspace.project(), &mut diagnostics);
    let templates = prepared
        .as_ref()
        .and_then(|prepared| production::templates(&prepared.project, &mut diagnostics));
    let (Some(prepared), Some(templates)) = (prepared, templates) else {
        return vec![render(&diagnostics, Style::Full, false)];
    };
    let fixture = Fixture { prepared, templates, diagnostics };
    let mut faults = Vec::new();
    let edition = fixture.last_edition();
    let mut filled = 0;
    let mut of_kind: BTreeMap<&str, usize> = BTreeMap::new();
    for job in Job::all(&edition) {
        let number = of_kind.entry(job.kind.name).or_default();
        *number += 1;
        if !set && *number > FEW {
            continue;
        }
        let Some(content) = job.released(&edition) else { continue };
        filled += 1;
        if let Err(found) = compose(&job, &edition, content) {
            faults.push(format!("{}: {found}", job.path(edition.wave)));
        }
    }
    assert!(filled > 2, "{filled} documents");
    if set && faults.is_empty() {
        let typesetter = Typesetter::new(FontSet::bundled());
        let mut jobs: BTreeMap<&str, Job> = BTreeMap::new();
        for job in Job::filled(&edition) {
            jobs.entry(job.kind.name).or_insert(job);
        }
        for job in jobs.values() {
            let (source, info) = kinds::filled(job, &edition);
            if let Err(error) = typesetter.pdf(&source, &edition.files(), &info) {
                faults.push(format!("{}: {error:?}", job.path(edition.wave)));
            }
        }
    }
    faults
}

fn assert_all_are_built(seeds: std::ops::Range<u64>) {
    let number = seeds.end - seeds.start;
    let mut wrong = Vec::new();
    for seed in seeds {
        let faults = faults(&variant(seed), seed % SET == 0);
        if !faults.is_empty() {
            wrong.push(format!("variant {seed}:\n{}", faults.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{} of {number} variants:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_valid_variant_of_a_project_is_built() {
    assert_all_are_built(0..trials("VARIANTS", 100));
}

#[test]
fn the_small_project_is_built_at_every_level() {
    for word in ["", "streng", "normaal", "open"] {
        let workspace = small();
        change(&workspace, "project.yaml", |text| text.replace(DECISION, &level(word)));
        assert_eq!(faults(&workspace, true), Vec::<String>::new(), "level `{word}`");
    }
}

#[test]
fn more_answers_than_invitations_make_no_false_rate() {
    let workspace = small();
    // All but four of the list, of which three answered: 24 answered of 23 invited.
    change(&workspace, "uitgenodigd/2023.tsv", |text| {
        text.lines().take(24).map(|line| format!("{line}\n")).collect()
    });
    assert_eq!(faults(&workspace, true), Vec::<String>::new());
    let fixture = Fixture::of(&workspace.project());
    let taken = &fixture.prepared.participation[&gemeentespiegel::questionnaire::Wave(2023)];
    assert!(taken.uninvited > 0 && taken.invited == Some(23), "{taken:?}");
    let text: String =
        fixture.report(2023).paragraphs.iter().map(|p| format!("{}\n", p.text)).collect();
    let (asked, uninvited) = (taken.responded - taken.uninvited, taken.uninvited);
    let noun = if uninvited == 1 { "gemeente die niet was" } else { "gemeenten die niet waren" };
    for words in [
        "In 2023 zijn 23 gemeenten uitgenodigd.".to_owned(),
        format!("Daarvan vulden er {asked} de vragenlijst in"),
        format!("Ook {uninvited} {noun} uitgenodigd"),
    ] {
        assert!(text.contains(&words), "`{words}` in {text}");
    }
    assert!(!text.contains("24 van de 23"), "{text}");
}

#[test]
fn without_key_questions_the_sheets_choose_by_rule_and_it_is_said() {
    let workspace = small();
    change(&workspace, "questionnaire.yaml", |text| text.replace("        key: true\n", ""));
    let fixture = Fixture::of(&workspace.project());
    let codes: Vec<_> =
        fixture.diagnostics.sorted().into_iter().map(|finding| finding.code.name).collect();
    assert!(codes.contains(&"no-key-questions"), "{codes:?}");
    let edition = fixture.last_edition();
    for job in Job::filled(&edition) {
        let text = kinds::traced(&job, &edition).text().to_owned();
        for words in ["op geen van de vragen", "geen van de vragen"] {
            assert!(!text.contains(words), "{}: {words}", job.path(edition.wave));
        }
        if job.kind.name == kinds::FACTSHEET {
            assert!(text.contains("Antwoord in "), "{}", job.path(edition.wave));
        }
    }
}

#[test]
fn what_is_not_an_answer_is_said_in_its_own_words() {
    let workspace = small();
    // Asten: "nvt" to the first question; Best: skipped it; both: no follow-up question.
    change(&workspace, "antwoorden/2023/zuid.csv", |text| {
        text.replace("Asten;;ja;1;1;0;", "Asten;;nvt;;;;").replace("Best;;ja;0;1;0;", "Best;;;;;;")
    });
    change(&workspace, "questionnaire.yaml", |text| {
        text.replace("        kind: multi\n", "        kind: multi\n        key: true\n")
    });
    let fixture = Fixture::of(&workspace.project());
    let edition = fixture.last_edition();
    let text = |kind: &str, code: &str| {
        let mut jobs = Job::filled(&edition).into_iter();
        let job = jobs.find(|job| job.kind.name == kind && job.path(edition.wave).contains(code));
        kinds::traced(&job.unwrap(), &edition).text().replace('\u{a0}', " ")
    };
    let instead = |words: &str| format!("klein(style: \"italic\")[#\"{words}\";]");
    let factsheet = text(kinds::FACTSHEET, "GM0743");
    assert!(factsheet.contains(&instead("niet van toepassing")), "{factsheet}");
    assert!(!factsheet.contains(&instead("geen antwoord")), "{factsheet}");
    let summary = text(kinds::SUMMARY, "GM0743");
    assert!(!summary.contains("geen antwoord"), "{summary}");
    let factsheet = text(kinds::FACTSHEET, "GM0753");
    assert!(factsheet.contains(&instead("geen antwoord")), "{factsheet}");
    // Of the follow-up question only who was asked has no words in the place of its own answers.
    let block = |code: &str| {
        let text = text(kinds::FACTSHEET, code);
        let title = "kleuren.eigen, [#\"Hoe de Week bekend werd\"";
        let line = text.lines().find(|line| line.contains(title) && line.contains("header-cell"));
        line.expect("the follow-up question").to_owned()
    };
    for (code, asked) in [("GM0439", true), ("GM0743", false), ("GM0753", false)] {
        assert_eq!(block(code).contains("eigen antwoord"), asked, "{code}: {}", block(code));
    }
}
