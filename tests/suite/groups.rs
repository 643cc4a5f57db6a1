//! Groups of the project's own choice in the place of areas, and beside them: the small project
//! with two classes of size.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::workspace::{Workspace, screen};

const FILE: &str = include_str!("../../fixtures/small/grootteklassen.csv");

/// The small project with these lines in the place of its areas.
fn project(comparison: &str) -> Workspace {
    let workspace = Workspace::of("small");
    workspace.edit("project.yaml", |text| {
        text.replace("  areas: provinces\n", &format!("{comparison}  groups: grootteklassen.csv\n"))
    });
    workspace
}

fn export(workspace: &Workspace, what: &str) -> Vec<Value> {
    let output = workspace.spiegel(&["export", what, "fixtures/project"]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

type Place = (u64, String, String, String);

fn place(row: &Value) -> Place {
    let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    (row["wave"].as_u64().unwrap(), text("question"), text("row"), text("option"))
}

#[test]
fn groups_count_their_members_and_take_the_place_of_areas() {
    let rows = export(&project("  areas: none\n"), "tabellen");
    let class: BTreeMap<&str, &str> = FILE
        .lines()
        .skip(1)
        .map(|line| line.split(';').collect::<Vec<_>>())
        .map(|cells| (cells[0], cells[1]))
        .collect();
    // The sums of the single municipalities, by group.
    let register = gemeentespiegel::register::Register::builtin();
    let mut expected: BTreeMap<(String, Place), (u64, u64)> = BTreeMap::new();
    let mut found = expected.clone();
    for row in &rows {
        let group = row["group"].as_str().unwrap();
        let numbers = (row["count"].as_u64().unwrap(), row["base"].as_u64().unwrap());
        assert!(!group.starts_with("province:") && !group.starts_with("area:"), "{group}");
        if let Some(code) = group.strip_prefix("municipality:") {
            let name = register.name_of(code.parse().unwrap());
            let of = (format!("group:{}", class[name.as_str()]), place(row));
            let sum = expected.entry(of).or_default();
            *sum = (sum.0 + numbers.0, sum.1 + numbers.1);
        } else if group.starts_with("group:") {
            found.insert((group.to_owned(), place(row)), numbers);
        }
    }
    assert!(found.len() > 20 && found == expected, "{found:?}\n{expected:?}");
}

#[test]
fn sheets_name_the_group_and_the_audit_sees_groups_and_areas_together() {
    let workspace = project("");
    let rows = export(&workspace, "cijfers");
    let shown = |prefix: &str| {
        let of = rows.iter().filter(|row| row["group"].as_str().unwrap().starts_with(prefix));
        of.filter(|row| row["status"] != "withheld").count()
    };
    assert!(shown("group:") > 0, "{}", shown("group:"));
    assert!(rows.iter().any(|row| row["group"].as_str().unwrap().starts_with("area:")));
    let output = workspace.build(&["--only", "factsheet", "--municipality", "Zaanstad"]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
}

#[test]
fn every_fault_in_the_file_of_groups_is_a_finding() {
    for (change, code, at) in [
        ("groep;naam", "no-groups", "groepen;naam"),
        ("Best;klein;", "no-group-code", "Best;kleine gemeenten;"),
        ("Best;klein;kleine gemeenten", "group-name", "Best;klein;klein"),
        ("Best;klein;kleine gemeenten", "group-name", "Best;klein;"),
        ("Best;klein;", "in-two-groups", "Asten;groot;grote gemeenten\nBest;klein;"),
        ("Best;klein;", "unknown-municipality", "Bestt;klein;"),
        ("Best;klein;kleine gemeenten\n", "without-group", ""),
    ] {
        let workspace = project("");
        workspace.edit("grootteklassen.csv", |text| text.replacen(change, at, 1));
        let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]);
        let said = screen(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        let line = said.lines().find(|line| line.contains(&format!("[{code}]")));
        assert!(line.is_some_and(|line| line.contains("grootteklassen.csv")), "{code}: {said}");
    }
}
