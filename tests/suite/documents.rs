//! The finished documents of the fixture: all of them, not a sample.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::built::FIXTURE as BUILT;
use crate::fixture::BENCHMARK;
use crate::kinds;
use crate::workspace::{Workspace, contents, listed, screen};

fn json(path: &str) -> Value {
    serde_json::from_slice(&BUILT[path]).unwrap()
}

fn pdfs() -> impl Iterator<Item = (&'static String, lopdf::Document)> {
    BUILT
        .iter()
        .filter(|(path, _)| path.ends_with(".pdf"))
        .map(|(path, bytes)| (path, lopdf::Document::load_mem(bytes).unwrap()))
}

#[test]
fn every_respondent_has_two_documents_of_two_pages_and_everyone_a_report() {
    let pages: BTreeMap<_, _> = pdfs().map(|(path, pdf)| (path, pdf.get_pages().len())).collect();
    assert_eq!(pages.len(), kinds::count(&BENCHMARK.edition(2023), None));
    let report = pages[&"openbaar/landelijk-rapport-2023.pdf".to_owned()];
    assert!((28..=45).contains(&report), "{report} pages");
    let other: Vec<_> =
        pages.iter().filter(|(path, n)| path.starts_with("gemeenten") && **n != 2).collect();
    assert!(other.is_empty(), "not two pages: {other:?}");
}

#[test]
fn every_page_says_that_the_answers_are_fictitious_and_whose_it_is() {
    for (path, pdf) in pdfs() {
        for page in pdf.get_pages().into_keys() {
            let text = pdf.extract_text(&[page]).unwrap();
            assert!(text.contains("fictieve voorbeelddata"), "{path}, page {page}: {text}");
        }
    }
}

#[test]
fn the_manifest_lists_every_file_with_its_hash_and_audience() {
    for (path, entry) in listed(&BUILT).as_object().unwrap() {
        let audience = entry["audience"].as_str().unwrap();
        let expected = match path.split(['/', '-']).collect::<Vec<_>>()[..] {
            ["openbaar", ..] => "public".to_owned(),
            ["bureau", ..] => "bureau".to_owned(),
            ["gemeenten", code, ..] => format!("municipality:{code}"),
            _ => panic!("{path} belongs to nobody"),
        };
        assert_eq!(audience, expected, "{path}");
    }
}

#[test]
fn the_checking_tables_hold_every_group_and_agree_with_themselves() {
    let rows = json("bureau/tabellen.json");
    let mut groups = BTreeSet::new();
    for row in rows.as_array().unwrap() {
        let group = row["group"].as_str().unwrap();
        groups.insert(group.split(':').next().unwrap().to_owned());
        let (count, base) = (row["count"].as_u64().unwrap(), row["base"].as_u64().unwrap());
        assert!(count <= base && base > 0, "{row}");
        assert_eq!(row["percent"], (200 * count + base) / (2 * base), "{row}");
        assert_eq!(group.starts_with("municipality:"), row.get("province").is_some(), "{row}");
        if group.starts_with("municipality:") {
            assert_eq!(base, 1, "{row}");
        }
    }
    let expected = ["area", "municipality", "national", "panel", "province"].map(str::to_owned);
    assert_eq!(groups, expected.into());
}

#[test]
fn national_counts_are_the_sums_of_provinces_and_of_municipalities() {
    let rows = json("bureau/tabellen.json");
    let mut sums: BTreeMap<(String, &str), u64> = BTreeMap::new();
    for row in rows.as_array().unwrap() {
        let sort = row["group"].as_str().unwrap().split(':').next().unwrap();
        let cell = format!("{}/{}/{}/{}", row["wave"], row["question"], row["row"], row["option"]);
        *sums.entry((cell, sort)).or_default() += row["count"].as_u64().unwrap();
    }
    for ((cell, sort), sum) in &sums {
        if *sort == "national" {
            // An area is a province, or several that are together: `area:PV20+PV22`.
            let areas = ["province", "area"].map(|sort| sums.get(&(cell.clone(), sort)));
            assert_eq!(areas.into_iter().flatten().sum::<u64>(), *sum, "{cell}");
            assert_eq!(sums.get(&(cell.clone(), "municipality")), Some(sum), "{cell}");
        }
    }
}

#[test]
fn public_figures_show_no_municipality_and_nothing_that_is_withheld() {
    let mut statuses = BTreeSet::new();
    let rows = json("openbaar/cijfers.json");
    let rows = rows.as_array().unwrap();
    let table = |row: &Value| ["wave", "group", "question", "row"].map(|key| row[key].to_string());
    // Low counts stand where no answer of a single choice is near everybody's.
    let near = rows.iter().filter(|row| row["status"] == "range" && row["max"] == row["base"]);
    let near: BTreeSet<_> = near.map(table).collect();
    let questionnaire = &BENCHMARK.prepared.questionnaire;
    let single: BTreeSet<_> = questionnaire
        .questions
        .iter()
        .filter(|question| !question.several())
        .map(|question| question.id.as_str())
        .collect();
    let items = questionnaire.questions.iter().flat_map(|question| &question.items);
    let nets: BTreeSet<_> =
        items.filter(|item| item.is_net()).map(|item| item.code.as_str()).collect();
    for row in rows {
        let group = row["group"].as_str().unwrap();
        assert!(!group.starts_with("municipality"), "{row}");
        let status = row["status"].as_str().unwrap();
        statuses.insert(status.to_owned());
        let null = |key: &str| row[key].is_null();
        match status {
            "exact" => {
                let (count, base) = (row["count"].as_u64().unwrap(), row["base"].as_u64().unwrap());
                assert!(base >= 6, "a group of fewer than six is shown: {row}");
                let low = single.contains(row["question"].as_str().unwrap())
                    && !near.contains(&table(row));
                let extreme = count <= 2 || count + 2 >= base;
                // A net may lie near everybody: the options show the same.
                let reaches = count + 2 >= base && !nets.contains(row["option"].as_str().unwrap());
                assert!(base >= 50 || !extreme || low && !reaches, "an extreme: {row}");
            }
            "range" => assert!(null("count") && null("percent") && row["max"].is_u64(), "{row}"),
            "withheld" => assert!(
                // The base of a single withheld cell may stay: the table around it is shown.
                null("count")
                    && null("percent")
                    && (null("base") || row["reason"] == "complementary")
                    && row["reason"].is_string(),
                "{row}"
            ),
            other => panic!("{other}"),
        }
    }
    assert_eq!(statuses, ["exact", "range", "withheld"].map(str::to_owned).into());
}

#[test]
fn no_answer_of_others_can_be_derived() {
    let control = json("bureau/controle.json");
    let judged = control["released"].as_array().unwrap();
    assert!(judged.len() > 100);
    for subject in judged {
        assert_eq!(subject["derivable"], 0, "{subject}");
    }
    let page = String::from_utf8(BUILT["bureau/controle.md"].clone()).unwrap();
    assert!(page.contains("- D = 0:") && page.contains("anders kan "), "{page}");
}

/// What is withheld, and for the bureau why: the same cells, each with one reason.
#[test]
fn of_everything_that_is_withheld_the_bureau_reads_why() {
    type Cell = (u64, String, String, String, String);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut options: BTreeMap<(u64, String, String, String), Vec<String>> = BTreeMap::new();
    let mut withheld: BTreeMap<Cell, String> = BTreeMap::new();
    for row in json("openbaar/cijfers.json").as_array().unwrap() {
        let [question, of, group, option] =
            ["question", "row", "group", "option"].map(|key| text(&row[key]));
        let wave = row["wave"].as_u64().unwrap();
        let table = (wave, question, of, group);
        options.entry(table.clone()).or_default().push(option.clone());
        if row["status"] == "withheld" {
            let (wave, question, of, group) = table;
            withheld.insert((wave, question, of, group, option), text(&row["reason"]));
        }
    }
    let mut explained: BTreeMap<Cell, String> = BTreeMap::new();
    for subject in json("bureau/controle.json")["released"].as_array().unwrap() {
        assert!(subject["solver_calls"].is_u64(), "{subject}");
        for part in subject["withheld"].as_array().unwrap() {
            let [question, of] = ["question", "row"].map(|key| text(&subject[key]));
            let table = (subject["wave"].as_u64().unwrap(), question, of, text(&part["group"]));
            let cells = match part["options"].as_array() {
                Some(cells) => cells.iter().map(text).collect(),
                None => options[&table].clone(),
            };
            for option in cells {
                let (wave, question, of, group) = table.clone();
                let why = match part["why"].as_str().unwrap() {
                    "small-base" => "small-base",
                    "follow-up" => "follow-up",
                    "rest" | "panel" => "complementary",
                    "derivable" => {
                        let [whose, readers] = ["whose", "readers"]
                            .map(|key| part["answer"][key].as_array().unwrap().clone());
                        assert!(!whose.is_empty(), "{part}");
                        assert!(whose.iter().all(|who| !readers.contains(who)), "{part}");
                        "complementary"
                    }
                    other => panic!("{other}"),
                };
                let before = explained.insert((wave, question, of, group, option), why.into());
                assert!(before.is_none(), "two reasons: {part}");
            }
        }
    }
    assert_eq!(withheld, explained);
}

#[test]
fn no_pdf_names_a_municipality_that_is_not_its_own() {
    // Names that are also words or provinces say nothing.
    let ordinary = ["Groningen", "Utrecht", "Ede", "Epe", "Urk", "Best", "Goes", "Elburg", "Laren"];
    let register = gemeentespiegel::register::Register::builtin();
    let names: Vec<_> = json("manifest.json")["files"]
        .as_object()
        .unwrap()
        .keys()
        .filter_map(|path| path.strip_prefix("gemeenten/")?.split('-').next()?.parse().ok())
        .filter_map(|code| register.get(code))
        .filter(|municipality| !ordinary.contains(&municipality.name.as_str()))
        .collect();
    for (path, pdf) in pdfs().filter(|(path, _)| path.starts_with("gemeenten")) {
        let pages: Vec<_> = pdf.get_pages().into_keys().collect();
        let text = pdf.extract_text(&pages).unwrap();
        // The one line that may name others: for whom the questionnaire was filled in too.
        let text: String = text
            .lines()
            .filter(|line| !line.contains("ook in voor") && !line.contains("ook over"))
            .collect();
        for other in names.iter().filter(|other| !path.contains(&other.code.to_string())) {
            let own = register.get(path[10..16].parse().unwrap()).unwrap();
            if !own.name.contains(&other.name) {
                assert!(!text.contains(&other.name), "{path} names {}", other.name);
            }
        }
    }
}

#[test]
fn two_builds_are_byte_identical_and_a_third_makes_nothing() {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    let output = workspace.build(&["--workers", "1"]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    let again = contents(&workspace.path("out"));
    assert_eq!(again.keys().collect::<Vec<_>>(), BUILT.keys().collect::<Vec<_>>());
    for (path, bytes) in &again {
        assert!(bytes == &BUILT[path], "{path} differs");
    }
    let output = workspace.build(&[]);
    let all = kinds::count(&BENCHMARK.edition(2023), None);
    let said = format!("{all} documents ({all} unchanged)");
    assert!(screen(&output).contains(&said), "{}", screen(&output));
    assert!(contents(&workspace.path("out")) == again, "a warm build changes nothing");
}

#[test]
fn pdfs_declare_language_title_tags_and_standards() {
    for (path, pdf) in pdfs() {
        let catalog = pdf.catalog().unwrap();
        let language = catalog.get(b"Lang").unwrap().as_str().unwrap();
        assert_eq!(language, b"nl-NL", "{path}");
        assert!(catalog.get(b"StructTreeRoot").is_ok(), "{path} has no tags");
        let metadata = catalog.get(b"Metadata").unwrap().as_reference().unwrap();
        let stream = pdf.get_object(metadata).unwrap().as_stream().unwrap();
        let xmp = String::from_utf8_lossy(&stream.content).into_owned();
        for part in ["pdfuaid:part>1<", "pdfaid:part>2<", "pdfaid:conformance>A<", "dc:title"] {
            assert!(xmp.contains(part), "{path} lacks {part}");
        }
    }
}
