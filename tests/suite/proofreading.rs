//! What `spiegel check` says about templates and filled documents, and `spiegel explain`
//! about a printed number.

use serde_json::Value;

use crate::workspace::{Workspace, screen};

/// Codes of findings about words; each has a sample below.
const CODES: [&str; 10] = [
    "claim-does-not-fit",
    "claim-on-small-base",
    "figure-without-reference",
    "impossible-number",
    "left-over",
    "mixed-units",
    "number-agreement",
    "percentage-does-not-fit",
    "question-not-shown",
    "reference-without-figure",
];

fn findings(workspace: &Workspace, more: &[&str]) -> Vec<Value> {
    let arguments = [&["check", "fixtures/project", "--messages", "json"], more].concat();
    let output = workspace.spiegel(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_templates_and_documents_of_the_fixtures_are_clean() {
    let editions =
        ["2019", "2020", "2021", "2022", "2023"].map(|year| ("een-tegen-eenzaamheid", year));
    let small = ["2021", "2022", "2023"].map(|year| ("small", year));
    for (name, year) in editions.into_iter().chain(small) {
        let warnings: Vec<_> = findings(&Workspace::of(name), &["--wave", year])
            .into_iter()
            .filter(|finding| finding["severity"] == "warning")
            .filter(|finding| {
                let code = finding["code"].as_str().unwrap();
                code == "typed-number" || CODES.contains(&code)
            })
            .collect();
        assert!(warnings.is_empty(), "{name} {year}: {warnings:#?}");
    }
}

/// A report with every fault that a reader would mark.
const BROKEN: &str = r#"#import "/stijl.typ": *
#show: document.with(title: "Fouten")
= Rapport
{{ jaar }}: bijna alle gemeenten ({{ "61%"|letterlijk }}) doen mee.

De meeste, {{ "15 van de 18"|letterlijk }} gemeenten, zeggen ja. {{ "Het zijn 82 van de 74 gemeenten."|letterlijk }}

{{ "Dat is 64 van de 103 gemeenten (63%)."|letterlijk }}

In totaal {{ "174 gemeenten" |letterlijk }} en {{ "174 respondenten"|letterlijk }}. Ook deed {{ "1"|letterlijk }} gemeenten mee. TODO

Drie gemeenten in 2019. Zie #zie("er-niet").
#figuur("los", caption: [Los], alt: "x")[x]
"#;

#[test]
fn every_fault_of_a_template_is_found_at_its_place() {
    let workspace = Workspace::of("small");
    std::fs::create_dir_all(workspace.project().join("fout")).unwrap();
    std::fs::write(workspace.project().join("fout/landelijk-rapport.typ"), BROKEN).unwrap();
    workspace.edit("project.yaml", |text| {
        let kept = text.lines().filter(|line| !line.starts_with("templates:"));
        format!("{}\ntemplates: fout\n", kept.collect::<Vec<_>>().join("\n"))
    });
    let findings = findings(&workspace, &[]);
    let found = |code: &str| -> Vec<&Value> {
        findings.iter().filter(|finding| finding["code"] == code).collect()
    };
    for code in CODES {
        assert!(!found(code).is_empty(), "{code} is not found: {findings:#?}");
    }
    let line = |code: &str| found(code)[0]["line"].as_u64().unwrap();
    assert_eq!(line("claim-does-not-fit"), 4);
    assert_eq!(line("impossible-number"), 6);
    assert_eq!(line("percentage-does-not-fit"), 8);
    assert_eq!(line("mixed-units"), 10);
    assert_eq!(found("mixed-units")[0]["path"], "fout/landelijk-rapport.typ");
    let typed: Vec<_> = found("typed-number").iter().map(|f| f["message"].clone()).collect();
    for word in ["`bijna alle`", "`De meeste`", "`Drie`", "`2019`"] {
        let word = word.to_lowercase();
        let any = typed.iter().any(|m| m.as_str().unwrap().to_lowercase().contains(&word));
        assert!(any, "{word}: {typed:?}");
    }
}

fn explained(document: &str, what: &str, more: &[&str]) -> Vec<Value> {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    let arguments =
        [&["explain", "fixtures/project", document, what, "--messages", "json"], more].concat();
    let output = workspace.spiegel(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_printed_number_is_explained_with_its_question_base_and_line() {
    let found = explained("landelijk-rapport-2023", "153 van de 172", &["--bureau"]);
    assert!(found.iter().all(|place| place["line"].as_u64() > Some(0)));
    let week = found
        .iter()
        .flat_map(|place| place["figures"].as_array().unwrap())
        .find(|figure| figure["question"] == "week-tegen-eenzaamheid")
        .unwrap();
    assert_eq!(week["rounding"], "100 x 153 / 172 = 88.95, rounded 89%");
    assert_eq!((&week["group"], &week["wave"]), (&"national".into(), &2023.into()));
    assert_eq!(week["protection"], "exact");
    assert_eq!(week["respondents"].as_array().unwrap().len(), 153);
    let found = explained("landelijk-rapport-2023", "89%", &[]);
    assert!(found.len() > 2, "every place is listed: {}", found.len());
    assert!(found[0]["figures"][0].get("respondents").is_none(), "only for the bureau");
}

#[test]
fn a_figure_and_a_factsheet_are_explained() {
    let found = explained("landelijk-rapport-2020", "signaalpunt", &[]);
    assert_eq!(found.len(), 1);
    assert!(found[0]["figures"].as_array().unwrap().len() > 1);
    let found = explained("factsheet-2023:GM0193", "172", &[]);
    assert!(found.iter().any(|place| place["template"] == "factsheet.typ"), "{found:?}");
    for place in found.iter().filter(|place| place["place"] == "text") {
        assert_ne!(place["origin"], "unknown", "{place}");
    }
}

#[test]
fn a_document_that_is_not_there_is_wrong_use() {
    let workspace = Workspace::of("small");
    for document in ["landelijk-rapport-1999", "factsheet-2023:GM9999", "rapport", "brief-2023"] {
        let output = workspace.spiegel(&["explain", "fixtures/project", document, "1%"]);
        assert_eq!(output.status.code(), Some(2), "{document}: {}", screen(&output));
    }
}
