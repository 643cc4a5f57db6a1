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
        // The list of files to send has the new hash.
        let is_new = path == FACTSHEET || path == "bureau/verzendlijst.csv";
        assert_eq!(after["files"][path] != *entry, is_new, "{path}");
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

/// The lines of the list of files to send, without the heading.
fn list_of(files: &Files) -> Vec<Vec<String>> {
    let text = String::from_utf8(files["bureau/verzendlijst.csv"].clone()).unwrap();
    let mut lines = text.lines();
    let heading = "\u{feff}gemeente;code;contactpersoon;bestand;sha256";
    assert_eq!(lines.next(), Some(heading));
    lines.map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

#[test]
fn the_list_to_send_names_every_document_of_a_municipality_as_it_was_made() {
    let workspace = small();
    good(&workspace, &[]);
    let files = out(&workspace);
    let entries = manifest(&files)["files"].clone();
    let listed = list_of(&files);
    let own: BTreeSet<_> = files.keys().filter(|path| path.starts_with("gemeenten/")).collect();
    let named: BTreeSet<_> = listed.iter().map(|line| &line[3]).filter(|p| !p.is_empty()).collect();
    assert_eq!(named, own);
    for line in listed.iter().filter(|line| !line[3].is_empty()) {
        assert_eq!(entries[&line[3]]["sha256"], line[4], "{line:?}");
        assert_eq!(entries[&line[3]]["audience"], format!("municipality:{}", line[1]), "{line:?}");
    }
    // Everyone who was invited stands on it with its contact person, also who gets nothing.
    let invited = std::fs::read_to_string(workspace.project().join("uitgenodigd/2023.tsv"));
    let invited = invited.unwrap();
    let names: BTreeSet<_> = listed.iter().map(|line| line[0].as_str()).collect();
    let mut contacts = 0;
    for line in invited.lines().skip(1) {
        let fields: Vec<_> = line.split('\t').collect();
        let known = listed.iter().find(|listed| fields.contains(&listed[0].as_str()));
        let known = known.unwrap_or_else(|| panic!("{line}: not among {names:?}"));
        contacts += usize::from(!known[2].is_empty() && fields.contains(&known[2].as_str()));
    }
    assert!(contacts > 5, "{contacts} contact persons");
}

#[test]
fn the_list_is_refused_when_a_file_changed_after_it_was_made() {
    let workspace = small();
    good(&workspace, &[]);
    std::fs::write(workspace.path("out").join(SUMMARY), "something else").unwrap();
    let before = out(&workspace);
    let output = workspace.build(&["--only", "verzendlijst", "--messages", "short"]);
    assert_eq!(output.status.code(), Some(1), "{}", screen(&output));
    let said = screen(&output);
    assert!(said.contains("file-changed") && said.contains(SUMMARY), "{said}");
    assert_eq!(out(&workspace), before, "nothing is put in place");
    std::fs::remove_file(workspace.path("out").join(SUMMARY)).unwrap();
    let said = screen(&workspace.build(&["--only", "verzendlijst"]));
    assert!(said.contains("is gone"), "{said}");
    // A whole build makes the file again, and then the list is true.
    good(&workspace, &[]);
    good(&workspace, &["--only", "verzendlijst"]);
    // One document that is made anew stands on the list with its new hash.
    workspace.edit("project.yaml", |text| {
        text.replace("onderzoek@voorbeeld.example", "vragen@voorbeeld.example")
    });
    good(&workspace, &["--only", "factsheet", "--municipality", "GM0743"]);
    let files = out(&workspace);
    let entry = manifest(&files)["files"][FACTSHEET].clone();
    let line = list_of(&files).into_iter().find(|line| line[3] == FACTSHEET).unwrap();
    assert_eq!(entry["sha256"], line[4]);
}
