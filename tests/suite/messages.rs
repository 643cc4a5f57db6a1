//! Every message that the program can give is declared once and explained to its users, with
//! an example that gives it.

use std::collections::BTreeSet;
use std::path::Path;

use gemeentespiegel::calendar::Date;
use gemeentespiegel::dataset::{Material as Answers, Rules, bind};
use gemeentespiegel::diagnostics::{
    Code, Diagnostics, Material, Severity, Style, render, unindented,
};
use gemeentespiegel::production;
use gemeentespiegel::project::ReadingRules;
use gemeentespiegel::questionnaire::{self, Wave};
use gemeentespiegel::register::Register;
use gemeentespiegel::{boundaries, messages, responses};
use serde_json::Value;
use walkdir::WalkDir;

use crate::workspace::{Workspace, screen};

// The list

#[test]
fn every_code_that_is_declared_is_in_the_list_once() {
    let mut listed: Vec<_> = messages::all().map(|code| code.name.to_owned()).collect();
    listed.sort();
    let mut declared = declared();
    declared.sort();
    assert!(declared.len() > 120, "the declarations were found: {}", declared.len());
    assert_eq!(listed, declared);
    let names: BTreeSet<_> = declared.iter().collect();
    assert_eq!(names.len(), declared.len(), "a code is declared twice: {declared:?}");
}

/// The names in all declarations outside tests: `NAME: severity "name" {`.
fn declared() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut names = Vec::new();
    for entry in WalkDir::new(folder).into_iter().map(Result::unwrap) {
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let product = text.split("#[cfg(test)]").next().unwrap_or_default();
        names.extend(product.lines().filter_map(declared_in).map(str::to_owned));
    }
    names
}

fn declared_in(line: &str) -> Option<&str> {
    let (constant, rest) = line.trim().split_once(": ")?;
    let of_a_constant = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let (severity, rest) = rest.split_once(" \"")?;
    let known = ["error", "warning", "note"].contains(&severity);
    (known && constant.chars().all(of_a_constant)).then(|| rest.split('"').next()).flatten()
}

#[test]
fn every_code_is_a_name_and_says_in_one_line_what_is_wrong() {
    for code in messages::all() {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(code.name.chars().all(plain), "{code}");
        assert!(!code.text.ends_with('.') && !code.text.contains('\n'), "{code}: {}", code.text);
        assert!(!code.text.is_empty() && code.text.chars().count() <= 90, "{code}: {}", code.text);
    }
}

#[test]
fn every_code_is_explained_in_full_sentences() {
    for code in messages::all() {
        let (meaning, help) = (unindented(code.meaning), unindented(code.help));
        assert!(meaning.chars().count() > 60 && meaning.ends_with('.'), "{code}: {meaning}");
        assert!(help.chars().count() > 10 && help.ends_with(['.', '`']), "{code}: {help}");
        for line in meaning.lines().chain(help.lines()) {
            assert!(line.chars().count() <= 100, "{code}: {line}");
        }
        let [wrong, right] = [code.example.wrong, code.example.right].map(unindented);
        assert!(!wrong.is_empty() && !right.is_empty() && wrong != right, "{code}");
    }
}

// The page and the command

/// Made with `spiegel export messages --output questionnaire/messages.md`.
#[test]
fn the_page_of_all_messages_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("questionnaire/messages.md");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == messages::page(),
        "run `spiegel export messages --output questionnaire/messages.md`"
    );
}

#[test]
fn help_explains_a_code_however_it_is_written() {
    let workspace = Workspace::of("small");
    let said = |topic: &str| workspace.spiegel(&["help", topic]);
    let plain = String::from_utf8(said("unknown-option").stdout).unwrap();
    insta::assert_snapshot!(plain);
    for topic in ["Unknown-Option", "error[unknown-option]", "`unknown-option`"] {
        assert_eq!(String::from_utf8(said(topic).stdout).unwrap(), plain, "{topic}");
    }
    let output = said("unknow-optoin");
    assert_eq!(output.status.code(), Some(2));
    assert!(screen(&output).contains("did you mean `unknown-option`?"), "{}", screen(&output));
    let output = said("volstrekt-iets-anders");
    assert_eq!(output.status.code(), Some(2));
    assert!(screen(&output).contains("`spiegel help --all`"), "{}", screen(&output));
}

#[test]
fn help_lists_all_codes_for_people_and_programs() {
    let workspace = Workspace::of("small");
    let list = String::from_utf8(workspace.spiegel(&["help", "--all"]).stdout).unwrap();
    for code in messages::all() {
        assert!(list.contains(&format!("  {} ", code.name)), "{code}");
    }
    let lines = workspace.spiegel(&["help", "--all", "--messages", "json"]).stdout;
    let lines = String::from_utf8(lines).unwrap();
    let codes: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(codes.len(), messages::all().count());
    for key in ["code", "severity", "text", "meaning", "material", "wrong", "right", "help"] {
        assert!(codes.iter().all(|code| code[key].is_string()), "{key}");
    }
}

#[test]
fn help_still_explains_the_program_and_its_commands() {
    let workspace = Workspace::of("small");
    let said = |arguments: &[&str]| {
        let output = workspace.spiegel(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(said(&["help"]).contains("Commands:"));
    assert_eq!(said(&["help"]), said(&["--help"]));
    assert!(said(&["help", "build"]).contains("spiegel build [OPTIONS] [FOLDER]"));
}

// The examples

/// Examples of these codes are of the wave of 2022.
const OF_2022: [&str; 1] = ["question-not-asked"];

fn of(materials: &[Material]) -> impl Iterator<Item = &'static Code> {
    messages::all().filter(|code| materials.contains(&code.example.material))
}

/// The wrong example gives the code, the right one does not.
fn try_both(code: &Code, find: impl Fn(&str) -> Diagnostics) {
    let [wrong, right] =
        [code.example.wrong, code.example.right].map(|text| find(&unindented(text)));
    let shown = |found: &Diagnostics| render(found, Style::Short, false);
    assert!(wrong.tally().contains_key(code.name), "{code} is not given:\n{}", shown(&wrong));
    assert!(!right.tally().contains_key(code.name), "{code} is given:\n{}", shown(&right));
}

#[test]
fn every_example_of_yaml_gives_its_code() {
    let (mut tried, small) = (0, Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/small"));
    for code in of(&[Material::Project, Material::Questionnaire]) {
        let file = match code.example.material {
            Material::Project => "project.yaml",
            _ => "questionnaire.yaml",
        };
        let right = unindented(code.example.right);
        let original = std::fs::read_to_string(small.join(file)).unwrap();
        try_both(code, |text| {
            let workspace = Workspace::of("small");
            let changed = replaced(&original, &right, text)
                .unwrap_or_else(|| panic!("{code}: not in {file}:\n{right}"));
            std::fs::write(workspace.project().join(file), changed).unwrap();
            let mut diagnostics = Diagnostics::default();
            production::prepare(&workspace.project(), &mut diagnostics);
            diagnostics
        });
        tried += 1;
    }
    assert!(tried > 40, "{tried}");
}

/// A text with other lines in the place of some, which may be indented.
fn replaced(text: &str, some: &str, other: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let some: Vec<&str> = some.lines().collect();
    let indented = |at: usize| {
        let indent = &lines[at][..lines[at].len() - lines[at].trim_start().len()];
        let same = lines[at..]
            .iter()
            .zip(&some)
            .filter(|(line, wanted)| line.strip_prefix(indent) == Some(**wanted));
        (same.count() == some.len()).then_some((at, indent))
    };
    let (at, indent) = (0..lines.len()).find_map(indented)?;
    let other = other.lines().map(|line| format!("{indent}{line}"));
    let before = lines[..at].iter().map(ToString::to_string);
    let after = lines[at + some.len()..].iter().map(ToString::to_string);
    Some(before.chain(other).chain(after).collect::<Vec<_>>().join("\n") + "\n")
}

#[test]
fn every_example_of_answers_gives_its_code() {
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/small/questionnaire.yaml");
    let mut diagnostics = Diagnostics::default();
    let asked = questionnaire::load(&small, "questionnaire.yaml", &mut diagnostics).unwrap();
    let mut tried = 0;
    for code in of(&[Material::Answers, Material::Invited]) {
        let year = if OF_2022.contains(&code.name) { 2022 } else { 2023 };
        try_both(code, |text| {
            let folder = tempfile::tempdir().unwrap();
            let mut diagnostics = Diagnostics::default();
            let mut read = |name: &str, text: &str| {
                let path = folder.path().join(name);
                std::fs::write(&path, text).unwrap();
                responses::load(&path, folder.path(), &ReadingRules::default(), &mut diagnostics)
            };
            let (tables, invited) = match code.example.material {
                Material::Answers => (read("antwoorden.csv", text), None),
                _ => {
                    let answers = "gemeente;week-lezen-en-schrijven\nZwolle;ja\n";
                    (read("antwoorden.csv", answers), read("uitgenodigd.csv", text).pop())
                }
            };
            let reference_date = Date { year, month: 10, day: 1 };
            let material = Answers { wave: Wave(year), reference_date, tables, invited };
            bind(&asked, Register::builtin(), Rules::default(), vec![material], &mut diagnostics);
            diagnostics
        });
        tried += 1;
    }
    assert!(tried > 25, "{tried}");
}

#[test]
fn every_example_of_boundaries_gives_its_code() {
    let mut tried = 0;
    for code in of(&[Material::Boundaries]) {
        try_both(code, |text| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("grenzen.geojson");
            std::fs::write(&path, text).unwrap();
            let mut diagnostics = Diagnostics::default();
            let date = Date { year: 2021, month: 10, day: 1 };
            boundaries::load(
                &path,
                "grenzen.geojson",
                None,
                (date, Register::builtin()),
                &mut diagnostics,
            );
            diagnostics
        });
        tried += 1;
    }
    assert!(tried > 5, "{tried}");
}

#[test]
fn every_example_of_a_template_gives_its_code() {
    let of_templates = || of(&[Material::Template]);
    for code in of_templates().filter(|code| code.severity == Severity::Error) {
        let alone = |text| codes_of_a_report(&[unindented(text)]);
        assert!(alone(code.example.wrong).contains(code.name), "{code} is not given");
        assert!(!alone(code.example.right).contains(code.name), "{code} is given");
    }
    let warnings: Vec<_> = of_templates().filter(|code| code.severity != Severity::Error).collect();
    assert!(warnings.len() > 10);
    let wrong: Vec<_> = warnings.iter().map(|code| unindented(code.example.wrong)).collect();
    let right: Vec<_> = warnings.iter().map(|code| unindented(code.example.right)).collect();
    let (wrong, right) = (codes_of_a_report(&wrong), codes_of_a_report(&right));
    for code in warnings {
        assert!(wrong.contains(code.name), "{code} is not given: {wrong:?}");
        assert!(!right.contains(code.name), "{code} is given: {right:?}");
    }
}

/// The codes that `check` gives for a report with these paragraphs.
fn codes_of_a_report(paragraphs: &[String]) -> BTreeSet<String> {
    let workspace = Workspace::of("small");
    std::fs::create_dir(workspace.project().join("sjablonen")).unwrap();
    let template = format!(
        "#import \"/stijl.typ\": *\n#show: document.with(title: \"Proef\")\n= Rapport\n\n{}\n",
        paragraphs.join("\n\n")
    );
    std::fs::write(workspace.project().join("sjablonen/landelijk-rapport.typ"), template).unwrap();
    workspace.edit("project.yaml", |text| format!("{text}\ntemplates: sjablonen\n"));
    let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "json"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let code = |line| {
        let finding: Value = serde_json::from_str(line).unwrap();
        finding["code"].as_str().unwrap().to_owned()
    };
    text.lines().map(code).collect()
}
