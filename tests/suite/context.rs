//! Figures from elsewhere beside the answers: which area's figure stands where, and every fault.

use gemeentespiegel::register::MunicipalityCode;

use crate::fixture::Fixture;
use crate::kinds::{self, FACTSHEET};
use crate::workspace::{Workspace, screen};

const KEY: &str = "context:
  file: context.csv
  columns:
    - { column: eenzaam, label: \"van de volwassenen voelt zich eenzaam\", unit: \"%\", source: CBS, year: 2020 }
    - { column: inwoners, label: inwoners, source: CBS, year: 2023 }
";

/// The small fixture with a file of figures.
fn with(figures: &str) -> Workspace {
    let workspace = Workspace::of("small");
    std::fs::write(workspace.path("fixtures/project/context.csv"), figures).unwrap();
    workspace.edit("project.yaml", |text| text + "\n" + KEY);
    workspace
}

fn factsheet(workspace: &Workspace, code: u16) -> String {
    let fixture = Fixture::of(&workspace.project());
    let edition = fixture.last_edition();
    let code = MunicipalityCode::from_number(code).unwrap();
    kinds::filled(&kinds::sheet(FACTSHEET, code), &edition).0.as_str().to_owned()
}

#[test]
fn the_nearest_area_that_has_a_figure_is_named_with_the_wider_ones() {
    let workspace =
        with("gebied;eenzaam;inwoners\nAssen;41;69000\nPV22;40,8;\nNederland;42.7;17942942\n");
    let own = factsheet(&workspace, 106);
    for words in
        ["\"41%\"", "Drenthe", "40,8%", "42,7%", "\"69.000\"", "17.942.942", "\"CBS\"", "\"2020\""]
    {
        assert!(own.contains(words), "{words}: {own}");
    }
    let without = with("gebied;eenzaam;inwoners\nAssen;;\n");
    assert!(!factsheet(&without, 106).contains("volwassenen"));
}

#[test]
fn every_fault_in_the_file_of_figures_is_a_finding() {
    for (figures, code) in [
        ("gemeente;eenzaam;inwoners\nAssen;41;1\n", "no-context"),
        ("gebied;eenzaam\nAssen;41\n", "no-context"),
        ("gebied;eenzaam;inwoners\nAssen;41%;1\n", "no-context-number"),
        ("gebied;eenzaam;inwoners\nUtrecht;41;1\n", "context-area"),
        ("gebied;eenzaam;inwoners\nAssen;41;1\nGM0106;42;1\n", "context-area"),
        ("gebied;eenzaam;inwoners\nAssem;41;1\n", "unknown-municipality"),
        ("gebied;eenzaam;inwoners\n;41;1\n", "no-municipality"),
    ] {
        let workspace = with(figures);
        let said =
            screen(&workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]));
        let line = said.lines().find(|line| line.contains(&format!("[{code}]")));
        assert!(line.is_some_and(|line| line.contains("context.csv")), "{code}: {said}");
    }
    for area in ["provincie Utrecht", "PV26", "GM0344", "gemeente Utrecht"] {
        let workspace = with(&format!("gebied;eenzaam;inwoners\n{area};41;1\n"));
        let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]);
        assert!(!screen(&output).contains("context.csv"), "{area}: {}", screen(&output));
    }
}
