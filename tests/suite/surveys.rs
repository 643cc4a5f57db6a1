//! Other surveys than the fixture: with the answers of 2023 given out anew. States of a
//! municipality that the fixture lacks, and whether neighbours still read different pages.

use std::collections::{BTreeMap, BTreeSet};

use csv::{ReaderBuilder, StringRecord, Writer};
use gemeentespiegel::calendar::Date;
use gemeentespiegel::register::{Landsdeel, Municipality, Register};

use crate::fixture::Fixture;
use crate::kinds::{self, FACTSHEET};
use crate::pages::{Sheet, assert_fit_to_print, findings_in, sheets_for};
use crate::workspace::Workspace;

const FILES: [&str; 3] = ["noord-en-oost", "west", "zuid"];

/// Everyone of 2023, in the order of the codes.
fn everyone() -> impl Iterator<Item = &'static Municipality> {
    Register::builtin().on(Date::parse("2023-10-01").unwrap())
}

/// Answers of 2023 with their column names.
struct Answers {
    columns: StringRecord,
    rows: Vec<Vec<String>>,
}

impl Answers {
    /// Those of the west of the fixture.
    fn of(workspace: &Workspace) -> Self {
        let path = workspace.project().join("antwoorden/2023/west.csv");
        let mut reader = ReaderBuilder::new().delimiter(b';').from_path(path).unwrap();
        let columns = reader.headers().unwrap().clone();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
        Self { columns, rows: rows.collect() }
    }

    fn column(&self, name: &str) -> usize {
        self.columns.iter().position(|column| column == name).unwrap()
    }

    /// The columns that belong together: those of one question, and of questions that are put
    /// only after another one.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, column) in self.columns.iter().enumerate() {
            let question = column.split('.').next().unwrap();
            let group = match question {
                "uitvoerders-huisbezoek" => "huisbezoek-75plus",
                "uitdagingen-anders-toelichting" => "uitdagingen",
                "Tijdstempel" | "gemeente" | "ook-voor" => continue,
                other => other,
            };
            groups.entry(group).or_default().push(index);
        }
        groups.into_values().collect()
    }
}

/// A survey in which each municipality of the country gave the answers of `row`.
fn survey(row: impl Fn(&Answers, usize) -> Vec<String>) -> (Workspace, Fixture) {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    let answers = Answers::of(&workspace);
    let folder = workspace.project().join("antwoorden/2023");
    for file in FILES {
        std::fs::remove_file(folder.join(format!("{file}.csv"))).unwrap();
    }
    let mut all = Writer::from_path(folder.join("iedereen.csv")).unwrap();
    all.write_record(&answers.columns).unwrap();
    let (who, also) = (answers.column("gemeente"), answers.column("ook-voor"));
    for (number, municipality) in everyone().enumerate() {
        let mut row = row(&answers, number);
        row[who] = municipality.code.to_string();
        row[also] = String::new();
        all.write_record(&row).unwrap();
    }
    all.flush().unwrap();
    // Who was invited then, and templates that print figures of the fixture. What is protected
    // is no matter here.
    workspace.edit("project.yaml", |text| {
        text.replace("    invited: uitgenodigd/2023.csv\n", "")
            .replace("templates: sjablonen\n", "")
            .replace("level: normaal", "level: open\n  consent: \"2023-09-01, in de uitnodiging\"")
    });
    let survey = Fixture::of(&workspace.project());
    (workspace, survey)
}

/// Numbers that look drawn by lot, and are the same in every run (splitmix64).
fn lot(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn drawn(length: usize, seed: u64) -> usize {
    usize::try_from(lot(seed) % length as u64).unwrap()
}

/// Pairs of one province that read the same findings: all of them, and those next to each
/// other by code.
fn equal_pairs(survey: &Fixture) -> (usize, usize) {
    let edition = survey.last_edition();
    let mut provinces: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for municipality in everyone() {
        let (source, _) = kinds::filled(&kinds::sheet(FACTSHEET, municipality.code), &edition);
        let own = findings_in(source.as_str());
        assert!(own.values().any(|found| !found.is_empty()), "{}: {own:?}", municipality.name);
        provinces.entry(municipality.province).or_default().push(own);
    }
    let (mut pairs, mut neighbours) = (0, 0);
    for own in provinces.values() {
        for (index, one) in own.iter().enumerate() {
            pairs += own[index + 1..].iter().filter(|other| *other == one).count();
            neighbours += usize::from(own.get(index + 1) == Some(one));
        }
    }
    (pairs, neighbours)
}

#[test]
fn neighbours_with_answers_drawn_by_lot_do_not_read_the_same() {
    let (_workspace, survey) = survey(|answers, number| {
        let mut row = vec![String::new(); answers.columns.len()];
        for (question, group) in answers.groups().iter().enumerate() {
            let from = drawn(answers.rows.len(), 1000 * number as u64 + question as u64);
            group.iter().for_each(|column| row[*column].clone_from(&answers.rows[from][*column]));
        }
        row
    });
    let (pairs, neighbours) = equal_pairs(&survey);
    assert!(pairs <= 2 && neighbours == 0, "{pairs} pairs, {neighbours} of neighbours");
}

/// The rules look at answers alone, not at who reads them.
#[test]
fn the_same_answers_make_the_same_findings() {
    const EVERY: usize = 9;
    let (_workspace, survey) = survey(|answers, number| {
        let row = if number % EVERY == 0 { 1 } else { number % answers.rows.len() };
        answers.rows[row].clone()
    });
    let edition = survey.last_edition();
    let mut read = BTreeSet::new();
    for municipality in everyone().step_by(EVERY) {
        let (source, _) = kinds::filled(&kinds::sheet(FACTSHEET, municipality.code), &edition);
        let mut found = findings_in(source.as_str());
        // What they answered in earlier years differs.
        found.remove("changed").expect("changes");
        assert!(!found["unlike most"].is_empty(), "{}", municipality.name);
        read.insert(found);
    }
    assert_eq!(read.len(), 1, "{read:?}");
}

#[test]
fn the_shortest_and_longest_names_and_apostrophes_fit() {
    let (_workspace, survey) =
        survey(|answers, number| answers.rows[number % answers.rows.len()].clone());
    let mut names: Vec<_> = everyone().map(|m| (m.name.chars().count(), m.name.as_str())).collect();
    names.sort_unstable();
    let mut chosen: BTreeSet<_> = names.iter().take(10).map(|(_, name)| *name).collect();
    chosen.extend(names.iter().rev().take(10).map(|(_, name)| *name));
    chosen.extend(names.iter().filter(|(_, name)| name.starts_with('\'')).map(|(_, name)| *name));
    for name in ["Urk", "Ede", "Epe", "Oss", "'s-Gravenhage", "'s-Hertogenbosch"] {
        assert!(chosen.contains(name), "{chosen:?}");
    }
    let code = |name| everyone().find(|municipality| municipality.name == name).unwrap().code;
    let codes: BTreeSet<_> = chosen.iter().map(|name| code(*name)).collect();
    let sheets = sheets_for(&survey.last_edition(), |own| codes.contains(&own));
    assert_eq!(sheets.len(), 2 * codes.len());
    assert_fit_to_print(&sheets);
    for sheet in &sheets {
        let text = sheet.text();
        let name = Register::builtin().name_of(sheet.code).replace('\'', "’");
        assert!(text.contains(&name) && !text.contains('\''), "{}: {name}", sheet.name());
    }
}

/// The fixture with so few answers from each province of Noord that they are one area.
fn only_landsdeel_noord() -> Vec<Sheet> {
    const EACH: usize = 4;
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    let register = Register::builtin();
    workspace.edit("antwoorden/2023/noord-en-oost.csv", |text| {
        let mut kept: BTreeMap<_, usize> = BTreeMap::new();
        let keeps = |line: &&str| {
            let name = line.split(';').nth(1).unwrap();
            let found = register.find(name, Date::parse("2023-10-01").unwrap());
            let Ok(code) = found else { return true };
            let province = register.province(register.get(code).unwrap().province);
            let count = kept.entry(province.code).or_default();
            *count += 1;
            province.landsdeel != Landsdeel::Noord || *count <= EACH
        };
        text.lines().filter(keeps).map(|line| format!("{line}\n")).collect()
    });
    // Templates that print figures of the fixture.
    workspace.edit("project.yaml", |text| text.replace("templates: sjablonen\n", ""));
    let noord = |municipality: &Municipality| {
        register.province(municipality.province).landsdeel == Landsdeel::Noord
    };
    let survey = Fixture::of(&workspace.project());
    sheets_for(&survey.last_edition(), |code| noord(register.get(code).unwrap()))
}

#[test]
fn small_provinces_are_one_area_that_the_sheets_name() {
    const NAME: &str = "Groningen, Fryslân en Drenthe";
    let sheets = only_landsdeel_noord();
    assert_eq!(sheets.len(), 24, "four of three provinces, two sheets each");
    assert_fit_to_print(&sheets);
    for sheet in &sheets {
        let province = Register::builtin().get(sheet.code).unwrap().province;
        let province = Register::builtin().province(province).name;
        let text = sheet.text();
        // The council reads figures of the country alone.
        let factsheet = sheet.kind.name == FACTSHEET;
        let named = text.matches(&format!("Idem in {NAME}")).count();
        assert_eq!(named, usize::from(factsheet), "{}: {text}", sheet.name());
        let at_the_head = format!("gemeente in de provincie {province}");
        let named = text.matches(province).count() - text.matches(NAME).count();
        let town = usize::from(province == "Groningen");
        assert!(!factsheet || text.contains(&at_the_head), "{}: {text}", sheet.name());
        // At the head, and beside its figure from elsewhere.
        assert!(!factsheet || named <= 2 + 40 * town, "{}: {named} times {province}", sheet.name());
    }
}

/// "In Groningen" would be the town: the province of that name is called so.
#[test]
fn a_province_with_the_name_of_a_municipality_is_called_a_province() {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    workspace.edit("project.yaml", |text| {
        let text = text.replace("templates: sjablonen\n", "");
        format!("{text}comparison:\n  areas: provinces\n")
    });
    let survey = Fixture::of(&workspace.project());
    let register = Register::builtin();
    let sheets = sheets_for(&survey.last_edition(), |code| {
        ["Zeist", "Zwolle"].contains(&register.get(code).unwrap().name.as_str())
    });
    assert_eq!(sheets.len(), 4);
    for sheet in &sheets {
        let source = sheet.source.as_str();
        let town = register.get(sheet.code).unwrap().name == "Zeist";
        let factsheet = sheet.kind.name == FACTSHEET;
        let text = sheet.text();
        assert_eq!(text.contains("Idem in de provincie Utrecht"), factsheet && town, "{text}");
        assert_eq!(text.contains("Idem in Overijssel"), factsheet && !town, "{text}");
        assert!(!source.contains(" in Utrecht"), "{}", sheet.name());
    }
}

#[test]
fn the_shortest_option_texts_fit_too() {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    let path = workspace.path("questionnaire/een-tegen-eenzaamheid.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut number = 0;
    let lines = text.lines().map(|line| {
        // Options and rows stand on one line; nets would repeat an option's name.
        let Some((before, rest)) = line.split_once("label: \"") else { return line.to_owned() };
        let Some((_, after)) = rest.split_once('"') else { return line.to_owned() };
        number += 1;
        let after = match after.split_once(", short: \"") {
            Some((_, short)) => short.split_once('"').unwrap().1,
            None => after,
        };
        format!("{before}label: \"{}\"{after}", number % 100)
    });
    let lines: Vec<_> = lines.collect();
    assert!(number > 100);
    std::fs::write(&path, lines.join("\n")).unwrap();
    // Only the last wave: a file of an earlier one has labels in its cells.
    workspace.edit("project.yaml", |text| {
        let (before, waves) = text.split_once("waves:\n").unwrap();
        let last = &waves[waves.find("  - year: 2023").unwrap()..];
        format!("{before}waves:\n{last}").replace("templates: sjablonen\n", "")
    });
    let survey = Fixture::of(&workspace.project());
    let sheets = sheets_for(&survey.last_edition(), |code| code.to_string().ends_with('3'));
    assert!(sheets.len() > 20);
    assert_fit_to_print(&sheets);
}
