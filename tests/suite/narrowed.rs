//! `spiegel build` of chosen kinds and municipalities, and `--list`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::workspace::{Workspace, contents, screen};

const FACTSHEET: &str = "gemeenten/GM0743-asten/factsheet-2023.pdf";
const SUMMARY: &str = "gemeenten/GM0743-asten/raadssamenvatting-2023.pdf";

type Files = BTreeMap<String, Vec<u8>>;

fn small() -> Workspace {
    Workspace::of("small")
}

fn out(workspace: &Workspace) -> Files {
    contents(&workspace.path("out"))
}

fn manifest(files: &Files) -> Value {
    serde_json::from_slice(&files["manifest.json"]).unwrap()
}

/// The documents that are not equal in two folders.
fn changed(one: &Files, other: &Files) -> BTreeSet<String> {
    let names = one.keys().chain(other.keys());
    let pdfs = names.filter(|path| path.ends_with(".pdf") && one.get(*path) != other.get(*path));
    pdfs.cloned().collect()
}

fn good(workspace: &Workspace, arguments: &[&str]) -> String {
    let output = workspace.build(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    screen(&output)
}

#[test]
fn only_what_was_chosen_is_made_and_the_rest_stays_as_it_was() {
    let workspace = small();
    good(&workspace, &[]);
    let whole = out(&workspace);
    // A change that every document shows.
    workspace.edit("project.yaml", |text| {
        text.replace("onderzoek@voorbeeld.example", "vragen@voorbeeld.example")
    });
    let said = good(&workspace, &["--only", "factsheet", "--municipality", "GM0743"]);
    assert!(said.contains("1 document (0 unchanged)"), "{said}");
    assert!(said.contains("plan: edition 2023 to out: 1 factsheet"), "{said}");
    let narrowed = out(&workspace);
    assert_eq!(changed(&whole, &narrowed), BTreeSet::from([FACTSHEET.to_owned()]));
    // The manifest says so: all entries are there, those of before with the keys of before.
    let (before, after) = (manifest(&whole), manifest(&narrowed));
    assert_eq!(after["partial"], serde_json::json!([2023]));
    assert_eq!(before.get("partial"), None);
    for (path, entry) in before["files"].as_object().unwrap() {
        assert_eq!(
            after["files"][path] == *entry,
            path != FACTSHEET && !path.contains("audit"),
            "{path}"
        );
    }
    // A name does as well as a code; without kinds all documents of the municipality are meant.
    good(&workspace, &["--municipality", "asten"]);
    let both = [FACTSHEET, SUMMARY].map(str::to_owned);
    assert_eq!(changed(&whole, &out(&workspace)), both.into());
    // A whole build makes the rest, and then it is what it would have been at once.
    good(&workspace, &[]);
    let fresh = small();
    fresh.edit("project.yaml", |text| {
        text.replace("onderzoek@voorbeeld.example", "vragen@voorbeeld.example")
    });
    good(&fresh, &[]);
    assert_eq!(out(&workspace), out(&fresh));
}

#[test]
fn a_narrowed_build_works_in_an_empty_folder() {
    let workspace = small();
    good(&workspace, &["--only", "raadssamenvatting,cijfers", "--municipality", "Asten"]);
    let files: Vec<_> = out(&workspace).into_keys().collect();
    assert_eq!(files, ["bureau/audit.json", SUMMARY, "manifest.json", "openbaar/cijfers.json"]);
    // The audit is remembered, and the manifest says that this is not all.
    assert_eq!(manifest(&out(&workspace))["partial"], serde_json::json!([2023]));
}

#[test]
fn an_unknown_choice_is_wrong_use_and_says_what_there_is() {
    for (arguments, words) in [
        (&["--only", "factshet"][..], &["did you mean `factsheet`?", "raadssamenvatting, "][..]),
        (&["--only", "iets-anders"], &["kinds are landelijk-rapport, factsheet"]),
        (&["--municipality", "Astn"], &["did you mean `Asten`?", "--list"]),
        (&["--municipality", "GM9999"], &["`GM9999`", "--list"]),
        (&["--municipality", "Amsterdam"], &["GM0363 Amsterdam", "did not answer"]),
        (&["--only", "landelijk-rapport", "--municipality", "Asten"], &["not made for each"]),
        (&["--only", "factsheet", "--shard", "1/2"], &["cannot be used with"]),
    ] {
        let workspace = small();
        let output = workspace.build(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", screen(&output));
        for word in words {
            assert!(screen(&output).contains(word), "{arguments:?}: {}", screen(&output));
        }
        assert!(!workspace.path("out").exists(), "{arguments:?}");
    }
}

#[test]
fn a_list_says_what_is_current_and_makes_nothing() {
    let workspace = small();
    let list = |extra: &[&str]| {
        let output = workspace.build(&[&["--list", "--messages", "json"], extra].concat());
        assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
        let lines = String::from_utf8(output.stdout).unwrap();
        let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.filter(|line| line.get("path").is_some() && line.get("code").is_none()).collect()
    };
    let before: Vec<Value> = list(&[]);
    assert!(!workspace.path("out").exists(), "nothing is made");
    assert!(before.iter().all(|file| file["current"] == false));
    good(&workspace, &[]);
    let made = out(&workspace);
    let after: Vec<Value> = list(&[]);
    assert!(after.iter().all(|file| file["current"] == true), "{after:?}");
    assert_eq!(out(&workspace), made);
    // Every file that is made is listed, for the reader that the manifest names.
    let entries = manifest(&made)["files"].clone();
    assert_eq!(after.len(), entries.as_object().unwrap().len());
    for file in &after {
        let entry = &entries[file["path"].as_str().unwrap()];
        for key in ["kind", "audience"] {
            assert_eq!(entry[key], file[key], "{file}");
        }
    }
    // One document that changed on disk.
    std::fs::write(workspace.path("out").join(FACTSHEET), "x").unwrap();
    let stale: Vec<Value> = list(&["--only", "factsheet"]);
    let stale: Vec<_> = stale.iter().filter(|file| file["current"] == false).collect();
    assert_eq!(stale.len(), 1);
    assert_eq!(stale[0]["path"], FACTSHEET);
    // For people: one line each.
    let output = workspace.build(&["--list", "--municipality", "Asten"]);
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(text.contains(&format!("to make  municipality:GM0743  {FACTSHEET}\n")), "{text}");
    assert!(screen(&output).contains("2 files, 1 of them current"), "{}", screen(&output));
}
