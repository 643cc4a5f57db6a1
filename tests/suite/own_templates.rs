//! A project's own templates: what `check` says of the pages that they make, and that no value
//! finds a way through them.

use gemeentespiegel::diagnostics::Diagnostics;
use gemeentespiegel::documents::{Job, built_in_templates, compose};
use gemeentespiegel::production;
use gemeentespiegel::questionnaire::Wave;

use crate::workspace::{Workspace, screen};

/// A copy of the small project with its own factsheet.
fn with_factsheet(body: &str) -> Workspace {
    let workspace = Workspace::of("small");
    let folder = workspace.project().join("sjablonen");
    std::fs::create_dir_all(&folder).unwrap();
    let head = "#import \"/stijl.typ\": *\n\
                #show: document.with(title: \"Factsheet\", ontwerp: \"factsheet\")\n";
    std::fs::write(folder.join("factsheet.typ"), format!("{head}{body}")).unwrap();
    workspace.edit("project.yaml", |text| format!("{text}\ntemplates: sjablonen\n"));
    workspace
}

fn check(workspace: &Workspace) -> String {
    screen(&workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]))
}

#[test]
fn pages_of_an_own_template_are_looked_at() {
    let full = "#block(height: 200mm, width: 100%, fill: luma(240))[Tekst.]\n";
    let cases = [
        (
            format!("= Kop\n{full}#pagebreak()\nEen regel.\n#pagebreak()\n{full}"),
            "page-nearly-empty",
            "page 2: filled to",
        ),
        (
            format!("= Kop\n{full}#pagebreak()\n#pagebreak(weak: false)\n{full}"),
            "page-nearly-empty",
            "page 2: ",
        ),
        (
            format!("= Kop\n{full}#v(20mm)\n== Onderaan\n#pagebreak()\n{full}"),
            "heading-alone",
            "page 1: the heading `Onderaan`",
        ),
        (
            format!("= Kop\n#box(width: 300mm, height: 3mm, fill: red)\n{full}"),
            "outside-edges",
            "page 1: something stands outside",
        ),
        (
            format!("= Kop\n#box(width: 2pt)[Over]Onder.\n{full}"),
            "text-over-text",
            "page 1: `Over`",
        ),
    ];
    for (body, code, words) in cases {
        let found = check(&with_factsheet(&body));
        let line = found.lines().find(|line| line.contains(code));
        let line = line.unwrap_or_else(|| panic!("{code} in\n{found}"));
        assert!(line.contains(words), "{line}");
        assert!(line.contains("gemeenten/") && line.contains("sjablonen/factsheet.typ"), "{line}");
        assert!(line.contains("other documents"), "told once: {line}");
    }
    let sound = check(&with_factsheet(&format!("= Kop\n{full}#pagebreak()\n{full}")));
    for code in ["page-nearly-empty", "heading-alone", "outside-edges", "text-over-text"] {
        assert!(!sound.contains(code), "{sound}");
    }
}

#[test]
fn a_value_that_would_be_run_stops_check_and_build() {
    let body = "= Kop\n#text(fill: rgb({% if gemeente %}\"#0{% else %}x\"{% endif %}{{ gemeente }}\"))[a]\n";
    for output in [&[][..], &["--output", "out"]] {
        let workspace = with_factsheet(body);
        let command = if output.is_empty() { "check" } else { "build" };
        let output = workspace.spiegel(&[&[command, "fixtures/project"], output].concat());
        let found = screen(&output);
        assert!(found.contains("would be read as code"), "{command}: {found}");
        assert!(!found.contains("document-not-typeset"), "{command}: {found}");
        assert!(!output.status.success());
        assert!(!workspace.path("out/gemeenten").exists());
    }
}

/// A copy of the fixture in which all templates are the project's own: the built-in ones with
/// a remark before them.
fn all_own() -> Workspace {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    for (name, source) in built_in_templates() {
        let path = workspace.project().join("sjablonen").join(name);
        if !path.exists() {
            std::fs::write(path, format!("{{# eigen #}}{source}")).unwrap();
        }
    }
    workspace
}

#[test]
fn no_value_of_any_document_is_read_as_code() {
    let workspace = all_own();
    let mut diagnostics = Diagnostics::default();
    let prepared = production::prepare(&workspace.project(), &mut diagnostics).unwrap();
    let templates = production::templates(&prepared.project, &mut diagnostics).unwrap();
    for (name, _) in built_in_templates() {
        assert!(templates.is_own(name), "{name} is judged in every result");
    }
    for wave in [2020, 2023] {
        let edition = prepared.edition(&templates, Wave(wave));
        let jobs = Job::filled(&edition);
        assert!(jobs.len() > 100, "{} documents", jobs.len());
        for job in jobs {
            let content = job.released(&edition).unwrap();
            compose(&job, &edition, content).unwrap_or_else(|found| panic!("{found:?}"));
        }
    }
}
