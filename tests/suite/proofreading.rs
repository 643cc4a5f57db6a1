//! What `spiegel check` says about templates and filled documents, and `spiegel explain`
//! about a printed number.

use gemeentespiegel::diagnostics::{Diagnostics, Severity};
use gemeentespiegel::production::{self, Occurrence, Query};
use serde_json::Value;

use crate::fixture::{BENCHMARK, Fixture, SMALL};
use crate::workspace::{Workspace, screen};

/// Codes of findings about words; each has a sample below.
const CODES: [&str; 13] = [
    "claim-does-not-fit",
    "claim-on-small-base",
    "direction-does-not-fit",
    "figure-without-reference",
    "impossible-number",
    "left-over",
    "mixed-units",
    "number-agreement",
    "percentage-does-not-fit",
    "question-not-shown",
    "reference-without-figure",
    "typed-comparison",
    "typed-number",
];

/// Puts a template of the report in the place of the project's own templates.
fn use_report(workspace: &Workspace, template: &str) {
    std::fs::create_dir_all(workspace.project().join("fout")).unwrap();
    std::fs::write(workspace.project().join("fout/landelijk-rapport.typ"), template).unwrap();
    let project = std::fs::read_to_string(workspace.project().join("project.yaml")).unwrap();
    let kept = project.lines().filter(|line| !line.starts_with("templates:"));
    let project = format!("{}\ntemplates: fout\n", kept.collect::<Vec<_>>().join("\n"));
    std::fs::write(workspace.project().join("project.yaml"), project).unwrap();
}

fn findings(workspace: &Workspace, more: &[&str]) -> Vec<Value> {
    findings_ending(workspace, more, 0)
}

fn findings_ending(workspace: &Workspace, more: &[&str], code: i32) -> Vec<Value> {
    let arguments = [&["check", "fixtures/project", "--messages", "json"], more].concat();
    let output = workspace.spiegel(&arguments);
    assert_eq!(output.status.code(), Some(code), "{}", screen(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

impl Fixture {
    /// All places of a number in a document.
    fn explain(&self, document: &str, what: &str, bureau: bool) -> Vec<Occurrence> {
        let (wave, job) = production::document(&self.prepared, &self.templates, document).unwrap();
        let query = Query { wave, job, what: what.to_owned(), bureau };
        production::explain(&self.prepared, &self.templates, &query).unwrap()
    }
}

fn without_findings(fixture: &Fixture) {
    for wave in fixture.prepared.project.waves.keys() {
        let mut diagnostics = Diagnostics::default();
        production::proofread(&fixture.prepared, &fixture.templates, *wave, &mut diagnostics);
        let found: Vec<_> =
            diagnostics.sorted().into_iter().filter(|d| d.severity() != Severity::Note).collect();
        assert!(found.is_empty(), "{wave}: {found:#?}");
    }
}

#[test]
fn the_templates_and_documents_of_all_editions_are_clean() {
    without_findings(&BENCHMARK);
    without_findings(&SMALL);
}

/// A report with every fault that a reader would mark.
const BROKEN: &str = r#"#import "/stijl.typ": *
#show: document.with(title: "Fouten")
= Rapport
{{ jaar }}: bijna alle gemeenten ({{ "61%"|letterlijk }}) doen mee.

De meeste, {{ "15 van de 18"|letterlijk }} gemeenten, zeggen ja. {{ "Het zijn 82 van de 74 gemeenten."|letterlijk }}

{{ "Dat is 64 van de 103 gemeenten (63%)."|letterlijk }}

Het aandeel is sterk gedaald: {{ "48 → 55"|letterlijk }}. En het komt steeds vaker voor.

In totaal {{ "174 gemeenten" |letterlijk }} en {{ "174 respondenten"|letterlijk }}. Ook deed {{ "1"|letterlijk }} gemeenten mee. TODO

Drie gemeenten in 2019. Zie #zie("er-niet").
#figuur("los", caption: [Los], alt: "x")[x]
"#;

#[test]
fn every_fault_of_a_template_is_found_at_its_place() {
    let workspace = Workspace::of("small");
    use_report(&workspace, BROKEN);
    let findings = findings_ending(&workspace, &[], 1);
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
    assert_eq!(line("direction-does-not-fit"), 10);
    assert_eq!(line("mixed-units"), 12);
    assert_eq!(found("mixed-units")[0]["path"], "fout/landelijk-rapport.typ");
    let typed: Vec<_> = found("typed-number").iter().map(|f| f["message"].clone()).collect();
    for word in ["`bijna alle`", "`De meeste`", "`Drie`", "`2019`"] {
        let word = word.to_lowercase();
        let any = typed.iter().any(|m| m.as_str().unwrap().to_lowercase().contains(&word));
        assert!(any, "{word}: {typed:?}");
    }
}

#[test]
fn a_comparison_that_may_not_be_made_stops_the_build_at_its_line() {
    let workspace = Workspace::of("small");
    let report = "#import \"/stijl.typ\": *\n#show: document.with(title: \"x\")\n= Rapport\nIn 2021 gaf \
                  {{ cijfer(\"uren-coordinator\", \"tot-8\", jaar=2021) }} dit antwoord, \
                  nu {{ cijfer(\"uren-coordinator\", \"tot-8\") }}.\n";
    use_report(&workspace, report);
    let output = workspace.build(&["--messages", "json"]);
    assert_eq!(output.status.code(), Some(1), "{}", screen(&output));
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let found: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let errors: Vec<_> = found.iter().filter(|finding| finding["severity"] == "error").collect();
    let [error] = &errors[..] else { panic!("{found:#?}") };
    assert_eq!(error["code"], "waves-not-comparable");
    assert_eq!(error["path"], "fout/landelijk-rapport.typ");
    assert_eq!(error["line"], 4);
    let made = |folder: &str| workspace.path("out").join(folder).exists();
    assert!(!made("openbaar") && !made("gemeenten") && !made("manifest.json"));
    // In sentences apart the same numbers may stand.
    use_report(&workspace, &report.replace(" dit antwoord, nu", " dit antwoord. Nu was het"));
    let output = workspace.build(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
}

#[test]
fn a_template_that_can_not_be_read_is_told_at_its_place() {
    let workspace = Workspace::of("small");
    let head = "#import \"/stijl.typ\": *\n#show: document.with(title: \"x\")\n= Rapport\n";
    for (line, code) in [
        ("Een [haak blijft open en *vet ook.", "document-not-typeset"),
        ("{{ cijfer(\"uren-coordinator\", \"tot-9\") }}", "template-not-filled"),
        ("{% if jaar %}", "template-not-filled"),
    ] {
        use_report(&workspace, &format!("{head}{line}\n"));
        for command in ["check", "build"] {
            let arguments = [command, "fixtures/project", "--output", "out", "--messages", "json"];
            let arguments = if command == "check" {
                &[command, arguments[1], "--messages", "json"][..]
            } else {
                &arguments
            };
            let output = workspace.spiegel(arguments);
            assert_eq!(output.status.code(), Some(1), "{line}: {}", screen(&output));
            let text = String::from_utf8(output.stdout).unwrap();
            let mut found = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
            let error = found.find(|finding| finding["severity"] == "error").unwrap();
            assert_eq!(error["code"], code, "{line}: {error}");
            assert_eq!(error["path"], "fout/landelijk-rapport.typ", "{line}: {error}");
            let at = error["line"].as_u64().unwrap();
            assert!((4..6).contains(&at), "{line}: {error}");
        }
    }
}

#[test]
fn a_template_with_a_name_that_nothing_uses_is_told() {
    let workspace = Workspace::of("small");
    use_report(
        &workspace,
        "#import \"/stijl.typ\": *\n#show: document.with(title: \"x\")\n= Rapport\n{% include \"eigen.typ\" %}\n",
    );
    let write =
        |name: &str| std::fs::write(workspace.project().join("fout").join(name), "Tekst.\n");
    write("eigen.typ").unwrap();
    write("samenvating.typ").unwrap();
    let findings = findings(&workspace, &[]);
    let unused: Vec<_> = findings.iter().filter(|f| f["code"] == "template-not-used").collect();
    let [finding] = &unused[..] else { panic!("{findings:#?}") };
    assert_eq!(finding["path"], "fout/samenvating.typ");
    assert_eq!(finding["help"], "did you mean `samenvatting.typ`?");
}

#[test]
fn every_figure_without_a_reference_is_named() {
    let workspace = Workspace::of("small");
    let report = "#import \"/stijl.typ\": *\n#show: document.with(title: \"x\")\n= Rapport\n{% for n in [\"een\", \"ander\"] %}\n\
                  #figuur({{ n|code }}, alt: \"x\")[x]\n{% endfor %}\n";
    use_report(&workspace, report);
    let findings = findings(&workspace, &[]);
    let loose = findings.iter().filter(|finding| finding["code"] == "figure-without-reference");
    let named: Vec<_> = loose.map(|finding| finding["message"].as_str().unwrap()).collect();
    assert_eq!(named, ["no text refers to figure `ander`", "no text refers to figure `een`"]);
}

#[test]
fn a_question_that_only_the_appendix_shows_is_not_shown() {
    let workspace = Workspace::of("small");
    let report = include_str!("../../report-templates/landelijk-rapport.typ");
    let shown = "{% for vraag in onderdeel.vragen %}";
    assert!(report.contains(shown));
    let report = report.replace(shown, "{% for vraag in onderdeel.vragen if not loop.first %}");
    let report = report.replace("if not loop.first %}", "if vraag.id != \"uren-coordinator\" %}");
    use_report(&workspace, &report);
    // The text refers to the figure that is gone: that stops the build, and so the check.
    let findings = findings_ending(&workspace, &[], 1);
    let missing = findings.iter().filter(|finding| finding["code"] == "question-not-shown");
    let missing: Vec<_> = missing.map(|finding| finding["message"].as_str().unwrap()).collect();
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert!(missing[0].contains("`uren-coordinator`"), "{missing:?}");
}

#[test]
fn a_printed_number_is_explained_with_its_question_base_and_line() {
    let found = BENCHMARK.explain("landelijk-rapport-2023", "153 van de 172", true);
    assert!(found.iter().all(|place| place.line > 0));
    let figures = || found.iter().flat_map(|place| &place.figures);
    let week = figures().find(|figure| figure.question == "week-tegen-eenzaamheid").unwrap();
    assert_eq!(week.rounding.as_deref(), Some("100 x 153 / 172 = 88.95, rounded 89%"));
    assert_eq!((week.group.as_str(), week.wave), ("national", 2023));
    assert_eq!(week.protection, "exact");
    assert_eq!(week.respondents.as_ref().map(Vec::len), Some(153));
    let found = BENCHMARK.explain("landelijk-rapport-2023", "89%", false);
    assert!(found.len() > 2, "every place is listed: {}", found.len());
    assert!(found[0].figures[0].respondents.is_none(), "only for the bureau");
}

#[test]
fn every_number_of_the_report_has_one_meaning_that_is_true() {
    for what in ["89%", "67%", "40%", "n = 116", "0 t/m 2", "6 procentpunt", "driekwart"] {
        let found = BENCHMARK.explain("landelijk-rapport-2023", what, false);
        assert!(!found.is_empty(), "{what}");
        // What an author wrote as an example means nothing more.
        let literal = |place: &&Occurrence| place.written.contains("letterlijk");
        let values = found.iter().filter(|place| place.origin != "typed" && !literal(place));
        for place in values {
            assert_ne!(place.origin, "unknown", "{what}: {place:#?}");
            let sides = if what.ends_with("procentpunt") { 2 } else { 1 };
            assert!(place.figures.len() + place.response.len() <= sides, "{what}: {place:#?}");
            let rounded = place.figures.iter().filter_map(|figure| figure.rounding.as_deref());
            if what.ends_with('%') {
                rounded.for_each(|text| assert!(text.ends_with(&format!("rounded {what}"))));
            }
        }
    }
    let part = BENCHMARK.explain("landelijk-rapport-2023", "13 van de 35", false);
    assert!(part.iter().all(|place| place.figures[0].base == Some(35)) && !part.is_empty());
}

#[test]
fn numbers_of_the_response_are_those_of_their_province_and_wave() {
    let report = "landelijk-rapport-2023";
    let only = |what: &str, written: &str| {
        let found = BENCHMARK.explain(report, what, true).into_iter();
        let mut found = found.filter(|place| place.written.contains(written));
        let place = found.next().unwrap_or_else(|| panic!("{what} of {written}"));
        assert!(place.figures.is_empty(), "{what}: {place:#?}");
        let [number] = &place.response[..] else { panic!("{what}: {:#?}", place.response) };
        number.clone()
    };
    let drenthe = only("6 van de 8", "respons.figuur.alt");
    assert_eq!((drenthe.province, drenthe.base), (Some("Drenthe"), Some(8)));
    assert_eq!(drenthe.respondents.map(|names| names.len()), Some(6));
    let brabant = only("43", "provincie.uitgenodigd");
    assert_eq!((brabant.what, brabant.province), ("municipalities invited", Some("Noord-Brabant")));
    assert_eq!(only("74%", "provincie.procent").province, Some("Limburg"));
    let leavers =
        BENCHMARK.prepared.participation.last_key_value().unwrap().1.previous.unwrap().leavers;
    let leavers = only(&leavers.to_string(), "respons.vorige.weg");
    assert_eq!(leavers.what, "municipalities that took part in the wave before only");
    assert_eq!(leavers.wave, 2023);
}

#[test]
fn a_figure_is_explained_with_all_that_it_draws() {
    let found = BENCHMARK.explain("landelijk-rapport-2023", "signaalpunt", false);
    let [figure] = &found[..] else { panic!("{found:#?}") };
    let drawn = |wave: u16, group: &str| {
        figure.figures.iter().any(|source| source.wave == wave && source.group == group)
    };
    for wave in 2019..=2023 {
        assert!(drawn(wave, "national"), "{wave}");
    }
    assert!(drawn(2022, "panel:2022-2023") && drawn(2023, "panel:2022-2023"));
    assert_eq!(figure.printed, "Is er een signaalpunt voor eenzaamheid, open voor iedereen?");
    let found = BENCHMARK.explain("landelijk-rapport-2023", "respons-per-provincie", false);
    let provinces: Vec<_> = found[0].response.iter().filter_map(|n| n.province).collect();
    assert_eq!(provinces.len(), 12, "{provinces:?}");
    let nth = BENCHMARK.explain("landelijk-rapport-2023", "Figuur 1", false);
    assert_eq!(nth[0].printed, found[0].printed);
}

#[test]
fn a_factsheet_is_explained_by_its_name_or_its_file() {
    let file = "out/gemeenten/GM0193-zwolle/factsheet-2023.pdf";
    for document in ["factsheet-2023:GM0193", file] {
        let found = BENCHMARK.explain(document, "172", false);
        assert!(found.iter().any(|place| place.template == "factsheet.typ"), "{found:?}");
        for place in &found {
            assert_eq!(place.origin, "figure", "{place:#?}");
        }
    }
    let found = BENCHMARK.explain("openbaar/landelijk-rapport-2023.pdf", "89%", false);
    assert!(!found.is_empty());
}

/// The examples of report-templates/README.md: an expression, and what it gives.
fn examples() -> Vec<(String, String)> {
    let readme = include_str!("../../report-templates/README.md").replace("\\|", "\u{1}");
    let row = |line: &str| {
        let mut cells = line.strip_prefix("| `{{")?.split('|');
        let expression = cells.next()?.trim().strip_suffix("}}`")?.replace('\u{1}', "|");
        let cell = cells.next()?;
        let says = cell.rsplit_once(';').map_or(cell, |(says, _)| says).trim().to_owned();
        (!expression.contains('`')).then_some((expression, says))
    };
    readme.lines().filter_map(row).collect()
}

#[test]
fn every_example_for_authors_gives_what_the_readme_says() {
    let examples = examples();
    assert!(examples.len() > 14, "{examples:?}");
    let lines: Vec<_> = examples.iter().map(|(code, _)| format!("{{{{{code}}}}}")).collect();
    let printed = BENCHMARK.filled(2023, &lines.join("\n\n")).paragraphs;
    assert_eq!(printed.len(), examples.len());
    for (paragraph, (code, says)) in printed.iter().zip(examples) {
        assert_eq!(paragraph.text, says, "{code}");
    }
}

#[test]
fn explain_speaks_to_people_and_programs() {
    let workspace = Workspace::of("small");
    let arguments = ["explain", "fixtures/project", "landelijk-rapport-2023", "respons-per-jaar"];
    let output = workspace.spiegel(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("response  questionnaires filled in:"), "{text}");
    let output = workspace.spiegel(&[&arguments[..], &["--messages", "json"]].concat());
    let place: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(place["response"].as_array().unwrap().len() > 3, "{place}");
}

#[test]
fn a_document_that_is_not_there_is_wrong_use() {
    let workspace = Workspace::of("small");
    for document in ["landelijk-rapport-1999", "factsheet-2023:GM9999", "rapport", "brief-2023"] {
        let output = workspace.spiegel(&["explain", "fixtures/project", document, "1%"]);
        assert_eq!(output.status.code(), Some(2), "{document}: {}", screen(&output));
    }
}
