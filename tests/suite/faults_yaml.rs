//! Questionnaires and project files with one fault each, and what the screen says.

use std::path::{Path, PathBuf};

use gemeentespiegel::diagnostics::{Diagnostics, Style, render, render_json};
use gemeentespiegel::documents::KINDS;
use gemeentespiegel::{manuscript, project, questionnaire};

/// The files of a fixture folder that end in `.yaml`, by name.
fn cases(folder: &str) -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut cases: Vec<_> = std::fs::read_dir(folder)
        .expect("the fixture folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), path))
        .collect();
    cases.sort();
    cases
}

/// The screen, with the fixture folder as the user would see it.
fn screen(diagnostics: &Diagnostics) -> String {
    let root = format!("{}/", env!("CARGO_MANIFEST_DIR"));
    render(diagnostics, Style::Full, false).replace(&root, "")
}

#[test]
fn a_faulty_questionnaire_is_explained() {
    for (name, path) in cases("faults/questionnaire") {
        let mut diagnostics = Diagnostics::default();
        let shown = format!("{name}.yaml");
        let loaded = questionnaire::load(&path, &shown, &mut diagnostics);
        assert_eq!(loaded.is_none(), diagnostics.has_errors(), "{name}");
        assert!(!diagnostics.tally().is_empty(), "{name} has no finding");
        insta::assert_snapshot!(format!("questionnaire-{name}"), screen(&diagnostics));
    }
}

#[test]
fn a_faulty_project_is_explained() {
    for (name, path) in cases("faults/project") {
        if name == "questionnaire" {
            continue;
        }
        let mut diagnostics = Diagnostics::default();
        let loaded = project::Project::load(&path, &mut diagnostics);
        assert!(loaded.is_some() || diagnostics.has_errors(), "{name}");
        assert_eq!(name == "valid", diagnostics.tally().is_empty(), "{name}");
        if name != "valid" {
            insta::assert_snapshot!(format!("project-{name}"), screen(&diagnostics));
        }
    }
}

#[test]
fn a_missing_file_and_a_folder_are_findings() {
    let mut diagnostics = Diagnostics::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults");
    assert!(questionnaire::load(&folder, "fixtures/faults", &mut diagnostics).is_none());
    let absent = folder.join("er-is-niets.yaml");
    assert!(questionnaire::load(&absent, "er-is-niets.yaml", &mut diagnostics).is_none());
    assert!(project::Project::load(&folder, &mut diagnostics).is_none());
    insta::assert_snapshot!(screen(&diagnostics));
}

#[test]
fn the_small_questionnaire_uses_everything_and_has_no_findings() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/small/questionnaire.yaml");
    let mut diagnostics = Diagnostics::default();
    let loaded = questionnaire::load(&path, "questionnaire.yaml", &mut diagnostics);
    assert_eq!(screen(&diagnostics), "");
    let loaded = loaded.expect("no findings");
    assert_eq!(loaded.questions.len(), 5);
    let (_, asked) = loaded.find("bekendheid").expect("the question");
    assert_eq!(asked.applies_if.len(), 1);
    let (at, renamed) = asked.item("sociale-media").expect("the option");
    assert_eq!(renamed.same_as.len(), 1);
    let [older, newer] = [questionnaire::Wave(2022), questionnaire::Wave(2023)];
    assert_eq!(asked.counterparts(at, older), renamed.same_as);
    assert_eq!(asked.comparable(at, older, newer), Ok(()));
}

#[test]
fn findings_for_programs_are_one_json_object_per_line() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = path.join("fixtures/faults/questionnaire/cyclic-routing.yaml");
    let mut diagnostics = Diagnostics::default();
    questionnaire::load(&path, "vragen.yaml", &mut diagnostics);
    insta::assert_snapshot!("json", render_json(&diagnostics));
    insta::assert_snapshot!("short", render(&diagnostics, Style::Short, false));
}

#[test]
fn the_examples_for_authors_load_without_findings() {
    let manual = include_str!("../../questionnaire/README.md");
    let examples = manual.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let mut read = 0;
    for example in examples.filter(|example| example.starts_with("title: ")) {
        let mut diagnostics = Diagnostics::default();
        let file = diagnostics.sources.add("README.md", example);
        if example.contains("sections:") {
            manuscript::read::<questionnaire::raw::RawQuestionnaire>(file, &mut diagnostics);
            read += 1;
        } else if example.contains("client:") {
            manuscript::read::<project::RawProject>(file, &mut diagnostics);
            read += 1;
        }
        assert_eq!(screen(&diagnostics), "", "{example}");
    }
    assert_eq!(read, 2);
}

/// Run with `SCHEMA=write` to renew the files after a change of the language.
#[test]
fn the_schemas_for_editors_are_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("questionnaire/schema");
    let written = [
        ("questionnaire.schema.json".to_owned(), questionnaire::schema()),
        ("project.schema.json".to_owned(), project::project_schema()),
    ];
    let data = KINDS.iter().filter_map(|kind| {
        let schema = kind.schema()?.json?;
        Some((format!("{}.schema.json", kind.name), schema()))
    });
    let schemas: Vec<_> = written.into_iter().chain(data).collect();
    assert!(schemas.len() > 3, "{schemas:?}");
    for (name, schema) in schemas {
        let path = folder.join(&name);
        if std::env::var_os("SCHEMA").is_some_and(|word| word == "write") {
            std::fs::write(&path, &schema).expect("the schema folder");
        }
        let written = std::fs::read_to_string(&path).expect("a schema");
        assert!(written == schema, "{name} differs: run the tests once with SCHEMA=write");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "(- |[a-z]{1,4}: |\\{|\\}|\\[|\\]|&a |\\*a|'|\"|#|\\||>|\n|  |\t|é|!|%|---|\\?|,){0,60}") {
        let mut diagnostics = Diagnostics::default();
        let file = diagnostics.sources.add("willekeurig.yaml", text);
        let read = manuscript::read::<questionnaire::raw::RawQuestionnaire>(
            file,
            &mut diagnostics,
        );
        assert_eq!(read.is_none(), diagnostics.has_errors());
        screen(&diagnostics);
    }
}
