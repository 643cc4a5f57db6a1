//! Faults in a project's own templates: each is told at its own place, all of them in one run,
//! and `check` refuses what `build` refuses.

use serde_json::Value;

use crate::workspace::{Workspace, screen};

/// A copy of the small project with these own templates.
fn with_templates(templates: &[(&str, &str)]) -> Workspace {
    let workspace = Workspace::of("small");
    let folder = workspace.project().join("sjablonen");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, source) in templates {
        std::fs::write(folder.join(name), source).unwrap();
    }
    workspace.edit("project.yaml", |text| format!("{text}\ntemplates: sjablonen\n"));
    workspace
}

/// The errors of a command: path, line and the whole of it.
fn errors(workspace: &Workspace, command: &str) -> Vec<(String, u64, Value)> {
    let mut arguments = vec![command, "fixtures/project", "--messages", "json"];
    if command == "build" {
        arguments.extend(["--output", "out"]);
    }
    let output = workspace.spiegel(&arguments);
    let found = String::from_utf8(output.stdout.clone()).unwrap();
    let found = found.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let errors: Vec<_> = found
        .filter(|finding| finding["severity"] == "error")
        .map(|finding| {
            let path = finding["path"].as_str().unwrap().to_owned();
            (path, finding["line"].as_u64().unwrap_or(0), finding)
        })
        .collect();
    assert_eq!(output.status.code(), Some(i32::from(!errors.is_empty())), "{}", screen(&output));
    errors
}

/// A part of the report with a fault on its fifth line, in short lines.
fn fifth_line(fault: &str) -> String {
    format!(
        "Eerste over de {{{{ vragenlijst }}}}.\n\nTweede.\n\nDerde {fault}.\n\nVierde.\n\nVijfde.\n"
    )
}

#[test]
fn every_fault_is_told_at_its_line_with_what_was_meant_by_check_and_build() {
    for (fault, words) in [
        ("{{ vragenlijts }}", "did you mean `vragenlijst`?"),
        ("{{ respons.ingevult }}", "did you mean `ingevuld`?"),
        ("{{ jaar|opgesomt }}", "did you mean `opgesomd`?"),
        ("{{ jaar|hoofdletters }}", "filters are code"),
        ("{{ cijffer(\"bekendheid\", \"ja\") }}", "did you mean `cijfer`?"),
        ("{{ cijfer(\"bekentheid\", \"geen\") }}", "did you mean `bekendheid`?"),
        (
            "{{ cijfer(\"week-lezen-en-schrijven\", \"jaa\") }}",
            "did you mean `ja`? (its options are",
        ),
        (
            "{{ cijfer(\"week-lezen-en-schrijven\", \"ja\", jaar=2019) }}",
            "was not asked in 2019, but in",
        ),
        ("{{ cijfer(\"week-lezen-en-schrijven\", \"ja\").procnt }}", "did you mean `.procent`?"),
        (
            "{{ cijfer(\"rollen\", \"verwijzen\") }}",
            "has rows, and no row was named, as in `rij=\"bibliotheek\"`",
        ),
        (
            "{{ cijfer(\"rollen\", \"verwijzen\", rij=\"huisart\") }}",
            "did you mean `huisarts`? (its rows are",
        ),
        ("{{ cijfer(\"week-lezen-en-schrijven\", \"ja\", rij=\"x\") }}", "has no rows: leave out"),
        (
            "{% if cijfer(\"week-lezen-en-schrijven\", \"ja\").aantal > 3 %}veel{% endif %}",
            "compare `.getal`",
        ),
        ("{{ \"veel\" if respons.ingevuld >= 10 else \"weinig\" }}", "compare `.getal`"),
        ("{{ \"x\" if respons.ingevuld in [1, 24] }}", "compare `.getal`"),
        ("{{ \"x\" if respons.ingevuld is gt(10) }}", "compare `.getal`"),
        ("{{ \"x\" if cijfer(\"week-lezen-en-schrijven\", \"ja\") > 10 }}", "`.aantal.getal`"),
        ("{{ jaar", "}}"),
        ("{% include \"weg.typ\" %}", "weg.typ"),
        ("#onbekend()", "unknown variable: onbekend"),
        ("#text(fill: rgb(\"#zz\"))[rood]", "color string"),
        ("#image(\"foto.png\")", "not found"),
        ("#tabel(3)", ""),
        ("info@bureau.nl", "in an e-mail address write `\\@`"),
        ("#emph[haakje", "unclosed delimiter"),
        ("kost $ 3", "unclosed delimiter"),
    ] {
        let workspace = with_templates(&[("inleiding.typ", &fifth_line(fault))]);
        for command in ["check", "build"] {
            let found = errors(&workspace, command);
            let [(path, line, finding)] = &found[..] else {
                panic!("one error of {command} for {fault}: {found:#?}");
            };
            assert_eq!(
                (path.as_str(), *line),
                ("sjablonen/inleiding.typ", 5),
                "{command}: {finding}"
            );
            let told = format!(
                "{} ({})",
                finding["message"].as_str().unwrap(),
                finding["help"].as_str().unwrap_or_default()
            );
            assert!(told.contains(words), "{command}: {fault}: {told}");
        }
    }
}

#[test]
fn faults_of_all_templates_are_told_in_one_run() {
    let head = "#import \"/stijl.typ\": *\n#show: document.with(title: \"x\")\n= Kop\n";
    let factsheet = format!(
        "{head}{{{{ gemeente }}}}\n\n{{{{ fout_een }}}}\n\n{{% if fout_twee.x %}}a{{% endif %}}\n#weg()\n"
    );
    let summary = format!("{head}{{{{ gemeente }}}} en {{{{ jaar\n");
    let workspace = with_templates(&[
        ("factsheet.typ", &factsheet),
        ("raadssamenvatting.typ", &summary),
        ("inleiding.typ", "Een #emph[haakje.\n"),
        ("veldwerk.typ", "Goed.\n\n{{ periodde }} en {{ jaar|opgesomt }}\n"),
    ]);
    let found = errors(&workspace, "check");
    let places: Vec<_> = found.iter().map(|(path, line, _)| (path.as_str(), *line)).collect();
    let expected = [
        ("sjablonen/factsheet.typ", 6),
        ("sjablonen/factsheet.typ", 8),
        ("sjablonen/factsheet.typ", 9),
        ("sjablonen/inleiding.typ", 1),
        ("sjablonen/raadssamenvatting.typ", 4),
        ("sjablonen/veldwerk.typ", 3),
        ("sjablonen/veldwerk.typ", 3),
    ];
    assert_eq!(places, expected, "{found:#?}");
}

#[test]
fn numbers_that_know_their_source_may_be_compared_with_one_another() {
    let text = "{% if respons.ingevuld < respons.uitgenodigd %}a{% endif %}\
                {% if respons.ingevuld.getal > 3 and jaar > 2000 %}b{% endif %}\
                {% if vragenlijst == \"x\" %}c{% endif %}{% if weg is defined and weg > 3 %}d{% endif %}\n";
    let workspace = with_templates(&[("inleiding.typ", text)]);
    assert_eq!(errors(&workspace, "check"), []);
}

#[test]
fn one_stray_sign_gives_one_finding() {
    let report = include_str!("../../report-templates/landelijk-rapport.typ");
    let report = report.replacen("Dit rapport beschrijft", "Dit kost $ 3 en beschrijft", 1);
    let workspace = with_templates(&[("landelijk-rapport.typ", &report)]);
    let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "json"]);
    let found = String::from_utf8(output.stdout).unwrap();
    let of_template = found.lines().filter(|line| line.contains("landelijk-rapport.typ"));
    assert_eq!(of_template.count(), 1, "{found}");
}
