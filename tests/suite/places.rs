//! A finding about what a text means points at the line where it is written, however that is
//! written in YAML: with quotes, remarks, in flow or block style, with line ends of Windows.

use gemeentespiegel::diagnostics::{Diagnostics, Place};
use gemeentespiegel::production::{Prepared, prepare};
use gemeentespiegel::questionnaire::Wave;

use crate::workspace::Workspace;

/// What the findings with a code point at: the file, line, column, and the text there.
fn pointed_at(code: &str, diagnostics: &Diagnostics) -> Vec<(String, (usize, usize), String)> {
    let findings = diagnostics.sorted().into_iter().filter(|finding| finding.code.name == code);
    let place = |place: &Place| {
        let Place::Text(span) = place else { panic!("`{code}` has no line: {place:?}") };
        let sources = &diagnostics.sources;
        let path = sources.path(span.file).rsplit('/').next().unwrap().to_owned();
        let text = sources.text(span.file)[span.range.clone()].to_owned();
        (path, sources.line_column(span.file, span.range.start), text)
    };
    findings.map(|finding| place(&finding.place)).collect()
}

/// Line and column of the only place where a file has these words.
fn place_in(workspace: &Workspace, file: &str, words: &str) -> (usize, usize) {
    let text = std::fs::read_to_string(workspace.project().join(file)).unwrap();
    assert_eq!(text.matches(words).count(), 1, "{words} in {file}");
    let before = &text[..text.find(words).unwrap()];
    let line = before.rsplit('\n').next().unwrap();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

fn findings(workspace: &Workspace) -> (Option<Prepared>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let prepared = prepare(&workspace.project(), &mut diagnostics);
    (prepared, diagnostics)
}

/// Puts `new` in the place of `old` in a file of the small project, also with the line ends of
/// Windows, and expects one finding, at `words`.
fn points_at(code: &str, (file, old, new): (&str, &str, &str), words: &str) {
    for windows in [false, true] {
        let workspace = Workspace::of("small");
        workspace.edit(file, |text| {
            let text = text.replacen(old, new, 1);
            if windows { text.replace('\n', "\r\n") } else { text }
        });
        let (_, diagnostics) = findings(&workspace);
        let expected = place_in(&workspace, file, words);
        let found = pointed_at(code, &diagnostics);
        let [(path, place, text)] = &found[..] else { panic!("{code} for `{new}`: {found:?}") };
        assert_eq!((path.as_str(), *place), (file, expected), "{code} for `{new}`");
        assert!(text.starts_with(words.trim_end()), "{code} at `{text}`");
    }
}

#[test]
fn a_word_or_sentence_of_the_questionnaire_is_shown_where_it_is_written() {
    const FINDING: &str =
        "          - { option: ja, text: doet mee aan de Week van Lezen en Schrijven }\n";
    let long = "doet mee ".repeat(11);
    for (new, words) in [
        ("          - { option: ja, text: scoort mee }  # ja\n".to_owned(), "scoort mee"),
        ("          - { text: 'scoort één: mee', option: ja }\n".to_owned(), "'scoort één: mee'"),
        (
            "          - option: ja # scoort\n            text: \"scoort mee\"   # nee\n".to_owned(),
            "\"scoort mee\"",
        ),
        (
            "          # Ééns:\n          - text:\n              scoort mee\n            option: ja\n".to_owned(),
            "scoort mee",
        ),
    ] {
        points_at("judging-word", ("questionnaire.yaml", FINDING, &new), words);
    }
    let new = format!("          - {{ option: ja, text: \"{long}\" }}\n");
    points_at("long-sentence", ("questionnaire.yaml", FINDING, &new), &format!("\"{long}\""));
    let council = "            text: Waarom doet onze gemeente niet mee";
    points_at(
        "judging-word",
        ("questionnaire.yaml", council, "            text: Waarom scoort onze gemeente niet mee"),
        "Waarom scoort",
    );
}

#[test]
fn a_text_or_colour_of_the_project_is_shown_where_it_is_written() {
    const OFFER: &str = "    - \"Een adviseur denkt mee over de aanpak.\"\n";
    for (new, words) in [
        ("    - Een goede adviseur. # adviseur\n", "Een goede adviseur."),
        ("    - 'Een goede adviseur.'\n", "'Een goede adviseur.'"),
    ] {
        points_at("judging-word", ("project.yaml", OFFER, new), words);
    }
    const OWN: &str = "  own: \"#4a2160\"\n";
    for own in ["\"#fafafa\"", "'#fafafa'"] {
        let new = format!("  own: {own}  # bleek\n");
        let workspace = Workspace::of("small");
        workspace.edit("project.yaml", |text| text.replace(OWN, &new).replace('\n', "\r\n"));
        let found = pointed_at("colour-contrast", &findings(&workspace).1);
        assert!(!found.is_empty());
        let expected = place_in(&workspace, "project.yaml", own);
        for (path, place, text) in found {
            assert_eq!((path.as_str(), place, text.as_str()), ("project.yaml", expected, own));
        }
    }
    const ACCENT: &str = "  accent: \"#8f4a00\"\n";
    let new = "  accent: \"#b0a0ff\"\n";
    let workspace = Workspace::of("small");
    workspace.edit("project.yaml", |text| text.replace(ACCENT, new));
    let found = pointed_at("colour-contrast", &findings(&workspace).1);
    assert!(!found.is_empty() && found.iter().all(|(.., text)| text == "\"#b0a0ff\""), "{found:?}");
}

#[test]
fn a_wave_of_which_nothing_is_asked_is_shown_in_the_project() {
    for wave in [
        "  - { year: 2024, reference_date: \"2024-10-01\", responses: antwoorden/2023 } # 2025\n",
        "  - reference_date: \"2023-12-01\"\n    year: 2024\n    responses: antwoorden/2023\n",
    ] {
        let new = format!("waves:\n{wave}");
        let workspace = Workspace::of("small");
        workspace.edit("project.yaml", |text| text.replacen("waves:\n", &new, 1));
        let found = pointed_at("wave-without-questions", &findings(&workspace).1);
        let [(path, place, text)] = &found[..] else { panic!("{found:?}") };
        let (line, column) = place_in(&workspace, "project.yaml", "year: 2024");
        assert_eq!((path.as_str(), *place), ("project.yaml", (line, column + "year: ".len())));
        assert_eq!(text, "2024");
    }
}

#[test]
fn those_who_published_their_answers_are_shown_in_the_project() {
    let workspace = Workspace::of("small");
    let (prepared, _) = findings(&workspace);
    let respondents: Vec<_> = prepared.unwrap().publication.respondents(Wave(2023)).collect();
    let public: Vec<_> = respondents[2..].iter().map(|code| format!("'{code}' # zelf\n")).collect();
    let list = format!("made_public:\n  - {}\nwaves:\n", public.join("  - "));
    workspace.edit("project.yaml", |text| text.replacen("waves:\n", &list, 1));
    let found = pointed_at("few-unpublished", &findings(&workspace).1);
    assert!(!found.is_empty());
    for (path, _, text) in found {
        assert_eq!(path, "project.yaml");
        assert!(respondents[2..].iter().any(|code| text == format!("'{code}'")), "{text}");
    }
}

#[test]
fn a_question_knows_where_its_id_stands() {
    let workspace = Workspace::of("small");
    workspace.edit("questionnaire.yaml", |text| {
        let text =
            text.replace("- id: rollen\n", "- kind: matrix # id: rollen\n        id: 'rollen'\n");
        text.replacen("        id: 'rollen'\n        kind: matrix\n", "        id: 'rollen'\n", 1)
    });
    let (prepared, diagnostics) = findings(&workspace);
    let questionnaire = &prepared.as_ref().unwrap().questionnaire;
    for (index, question) in questionnaire.iter() {
        let Some(Place::Text(span)) = questionnaire.place(index) else { panic!("{}", question.id) };
        let text = &diagnostics.sources.text(span.file)[span.range.clone()];
        assert_eq!(text.trim_matches('\''), question.id);
    }
    let (index, _) = questionnaire.find("rollen").unwrap();
    let Some(Place::Text(span)) = questionnaire.place(index) else { panic!("no place") };
    let found = diagnostics.sources.line_column(span.file, span.range.start);
    assert_eq!(found, place_in(&workspace, "questionnaire.yaml", "'rollen'"));
}
