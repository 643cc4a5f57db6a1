//! Every error that was found in the published reports is prevented, reported, or said to be
//! not covered: `fixtures/error-classes.csv`. The README gives the counts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// How many errors each part of the list has: A1 to A10, and so on.
const PARTS: [(char, usize); 6] = [('A', 10), ('B', 20), ('C', 18), ('D', 12), ('E', 7), ('F', 6)];
const VERDICTS: [&str; 3] = ["prevented", "reported", "not covered"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Id, class, verdict, how.
fn rows() -> Vec<[String; 4]> {
    let text = std::fs::read_to_string(root().join("fixtures/error-classes.csv")).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("id,class,verdict,how"));
    lines
        .map(|line| {
            let parts: Vec<_> = line.splitn(4, ',').map(str::to_owned).collect();
            parts.try_into().unwrap_or_else(|_| panic!("{line}"))
        })
        .collect()
}

#[test]
fn every_known_error_has_a_verdict_and_a_reason() {
    let rows = rows();
    let expected: Vec<String> = PARTS
        .iter()
        .flat_map(|(part, last)| (1..=*last).map(move |number| format!("{part}{number}")))
        .collect();
    let ids: Vec<_> = rows.iter().map(|[id, ..]| id.clone()).collect();
    assert_eq!(ids, expected);
    for [id, class, verdict, how] in &rows {
        assert!(VERDICTS.contains(&verdict.as_str()), "{id}: {verdict}");
        assert!(!class.is_empty() && how.len() > 4, "{id} gives no reason");
        if let Some(other) = how.strip_prefix("as ") {
            let other: String = other.chars().take_while(char::is_ascii_alphanumeric).collect();
            let found = rows.iter().find(|[id, ..]| *id == other);
            assert_eq!(found.map(|[_, _, verdict, _]| verdict), Some(verdict), "{id}: as {other}");
        }
    }
}

#[test]
fn every_message_that_reports_an_error_exists() {
    let source: String = WalkDir::new(root().join("src"))
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"))
        .map(|entry| std::fs::read_to_string(entry.path()).unwrap())
        .collect();
    let mut found = BTreeSet::new();
    for [id, _, _, how] in rows() {
        for code in how.split('`').skip(1).step_by(2).filter(|code| code.contains('-')) {
            assert!(source.contains(&format!("\"{code}\"")), "{id} names `{code}`");
            found.insert(code.to_owned());
        }
    }
    assert!(found.len() >= 8, "{found:?}");
}

#[test]
fn the_readme_gives_the_counts() {
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for [_, class, verdict, _] in rows() {
        let column = VERDICTS.iter().position(|name| *name == verdict).unwrap();
        counts.entry(class).or_default()[column] += 1;
    }
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let mut totals = [0; 3];
    for (class, [prevented, reported, not]) in &counts {
        let row = format!("| {class} | {prevented} | {reported} | {not} |");
        assert!(readme.contains(&row), "README lacks `{row}`");
        for (total, count) in totals.iter_mut().zip([prevented, reported, not]) {
            *total += count;
        }
    }
    let row = format!("| **all** | {} | {} | {} |", totals[0], totals[1], totals[2]);
    assert!(readme.contains(&row), "README lacks `{row}`");
}
