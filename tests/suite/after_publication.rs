//! What happens after an edition was published: it stays as it was, and the three recipes of
//! `questionnaire/README.md` for late answers, corrections and withdrawals.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Output;

use crate::fixture::Fixture;
use crate::workspace::{Workspace, contents, listed, screen};

type Files = BTreeMap<String, Vec<u8>>;

/// Of the municipalities that answered in 2022.
const ASSEN: &str = "GM0106";
const ASSEN_FOLDER: &str = "gemeenten/GM0106-assen";

fn out(workspace: &Workspace) -> Files {
    contents(&workspace.path("out"))
}

fn good(workspace: &Workspace, arguments: &[&str]) -> String {
    let output = workspace.build(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    screen(&output)
}

fn check(workspace: &Workspace) -> Output {
    workspace.spiegel(&["check", "fixtures/project"])
}

/// The small survey of which edition 2022 was published, in `gepubliceerd`; and its files.
fn published() -> (Workspace, Files) {
    published_with(|text| text)
}

/// The same, with the answers of 2022 in another state at publication.
fn published_with(answers: impl FnOnce(String) -> String) -> (Workspace, Files) {
    let workspace = Workspace::of("small");
    let path = workspace.project().join("antwoorden/2022.tsv");
    let changed = answers(std::fs::read_to_string(&path).unwrap());
    std::fs::write(path, changed).unwrap();
    good(&workspace, &["--wave", "2022"]);
    let files = out(&workspace);
    let copy = workspace.project().join("gepubliceerd");
    std::fs::rename(workspace.path("out"), copy).unwrap();
    workspace.edit("project.yaml", |text| {
        let line = "    responses: antwoorden/2022.tsv\n";
        text.replace(line, &format!("{line}    published: gepubliceerd\n"))
    });
    (workspace, files)
}

fn pdfs(files: &Files) -> Files {
    let pdfs = files.iter().filter(|(path, _)| path.ends_with(".pdf"));
    pdfs.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}

/// Writes the file of corrections and names it.
fn told(workspace: &Workspace, lines: &str) {
    let text = format!("datum;gemeente;meting;soort;wat;waarom\n{lines}");
    std::fs::write(workspace.project().join("correcties.csv"), text).unwrap();
    let project = std::fs::read_to_string(workspace.project().join("project.yaml")).unwrap();
    if !project.contains("corrections:") {
        workspace.edit("project.yaml", |text| format!("{text}\ncorrections: correcties.csv\n"));
    }
}

/// The running text of the report of 2023.
fn report(workspace: &Workspace) -> String {
    let fixture = Fixture::of(&workspace.project());
    let paragraphs = fixture.report(2023).paragraphs;
    paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect::<Vec<_>>().join("\n")
}

fn without_line(text: &str, code: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with(code));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_published_edition_changes_in_no_date_label_or_word() {
    let (workspace, first) = published();
    workspace.edit("project.yaml", |text| text.replace("2023-12-14", "2024-06-01"));
    workspace.edit("questionnaire.yaml", |text| text.replace("Op Facebook", "Via Facebook"));
    let said = good(&workspace, &["--wave", "2022"]);
    let now = out(&workspace);
    assert_eq!(pdfs(&now), pdfs(&first), "byte for byte");
    assert!(said.contains("edition-kept"), "{said}");
    listed(&now);
    // Again, when they stand there already; and one of them was damaged.
    std::fs::write(workspace.path("out/openbaar/landelijk-rapport-2022.pdf"), "%PDF-").unwrap();
    good(&workspace, &["--wave", "2022"]);
    assert_eq!(pdfs(&out(&workspace)), pdfs(&first));
    let list = workspace.build(&["--wave", "2022", "--list"]);
    assert_eq!(list.status.code(), Some(0), "{}", screen(&list));
    // The next edition has the new words.
    let said = good(&workspace, &[]);
    assert!(!said.contains("edition-kept"), "{said}");
    assert!(report(&workspace).contains("Via Facebook"));
}

#[test]
fn a_published_edition_of_which_nothing_changed_is_taken_in_silence() {
    let (workspace, first) = published();
    let said = good(&workspace, &["--wave", "2022"]);
    assert!(!said.contains("edition-kept") && !said.contains("edition-reissued"), "{said}");
    let now = out(&workspace);
    assert!(now.keys().eq(first.keys()));
    let other: Vec<_> = first.keys().filter(|path| now[*path] != first[*path]).collect();
    // What the audit remembers holds what was published; the manifest names its hash.
    assert_eq!(other, ["bureau/audit.json", "manifest.json"]);
}

#[test]
fn a_damaged_copy_of_a_published_edition_is_refused() {
    let (workspace, _) = published();
    let report = workspace.project().join("gepubliceerd/openbaar/landelijk-rapport-2022.pdf");
    std::fs::write(&report, "%PDF-").unwrap();
    for _ in 0..2 {
        let refused = workspace.build(&["--wave", "2022"]);
        assert_eq!(refused.status.code(), Some(1), "{}", screen(&refused));
        assert!(screen(&refused).contains("edition-not-read"), "{}", screen(&refused));
        let _ = std::fs::remove_file(&report);
    }
}

#[test]
fn an_edition_holds_nothing_of_a_later_wave() {
    let all = Workspace::of("small");
    good(&all, &["--wave", "2022"]);
    let alone = Workspace::of("small");
    alone.edit("project.yaml", |text| {
        let (before, wave) = text.split_once("  - year: 2023\n").unwrap();
        format!("{before}\n{}", &wave[wave.find("protection:").unwrap()..])
    });
    good(&alone, &[]);
    assert_eq!(out(&all), out(&alone), "the answers of 2023 might not be there");
    let figures = String::from_utf8(out(&all)["openbaar/cijfers.json"].clone()).unwrap();
    assert!(figures.contains("\"wave\":2022") && !figures.contains("2023"), "an embargo");
    // Beside edition 2023 the data files are about both, and the documents are the same.
    let both = Workspace::of("small");
    good(&both, &[]);
    good(&both, &["--wave", "2022"]);
    let files = out(&both);
    for (path, bytes) in pdfs(&out(&all)) {
        assert!(files[&path] == bytes, "{path}");
    }
    let figures = String::from_utf8(files["openbaar/cijfers.json"].clone()).unwrap();
    assert!(figures.contains("\"wave\":2023"));
}

/// Recipe 1: a late answer.
#[test]
fn a_late_answer_is_kept_out_and_listed() {
    let (workspace, first) = published_with(|text| without_line(&text, ASSEN));
    let published = std::fs::read_to_string(workspace.project().join("antwoorden/2022.tsv"));
    let published = published.unwrap();
    workspace.edit("antwoorden/2022.tsv", |text| {
        format!("{text}GM0106\t\tja\thuis-aan-huis\tsignaleren\tsignaleren\t8\n")
    });
    let refused = check(&workspace);
    assert_eq!(refused.status.code(), Some(1), "{}", screen(&refused));
    for words in ["edition-frozen", "Assen did not answer yet", "`nagekomen`", "After publication"]
    {
        assert!(screen(&refused).contains(words), "{words}: {}", screen(&refused));
    }
    std::fs::write(workspace.project().join("antwoorden/2022.tsv"), published).unwrap();
    let line = "2023-02-01;Assen;2022;nagekomen;De vragenlijst kwam na de publicatie;Er was een nieuwe medewerker.\n";
    told(&workspace, line);
    good(&workspace, &["--wave", "2022"]);
    assert_eq!(pdfs(&out(&workspace)), pdfs(&first));
    good(&workspace, &[]);
    let text = report(&workspace);
    for words in [
        "Correcties op eerdere edities",
        "1 februari 2023, over 2022: Assen, nagekomen.",
        "De vragenlijst kwam na de publicatie. Er was een nieuwe medewerker.",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

/// Recipe 2: a correction.
#[test]
fn a_correction_waits_and_is_listed() {
    let (workspace, first) = published();
    let before = std::fs::read_to_string(workspace.project().join("antwoorden/2022.tsv")).unwrap();
    workspace.edit("antwoorden/2022.tsv", |text| text.replace("GM0106\t\tja", "GM0106\t\tnee"));
    let refused = check(&workspace);
    assert_eq!(refused.status.code(), Some(1), "{}", screen(&refused));
    for words in ["edition-frozen", "Assen answers otherwise", "`correctie`", "After publication"] {
        assert!(screen(&refused).contains(words), "{words}: {}", screen(&refused));
    }
    std::fs::write(workspace.project().join("antwoorden/2022.tsv"), before).unwrap();
    told(&workspace, "2023-02-01;GM0106;2022;Correctie;Een antwoord is anders.;Een misverstand\n");
    good(&workspace, &["--wave", "2022"]);
    assert_eq!(pdfs(&out(&workspace)), pdfs(&first));
    good(&workspace, &[]);
    let text = report(&workspace);
    assert!(text.contains("over 2022: Assen, correctie."), "{text}");
    assert!(text.contains("Een antwoord is anders. Een misverstand."), "{text}");
}

/// Recipe 3: a withdrawal.
#[test]
fn a_withdrawal_takes_the_documents_away_and_is_listed() {
    let (workspace, first) = published();
    let before = std::fs::read_to_string(workspace.project().join("antwoorden/2022.tsv")).unwrap();
    workspace.edit("antwoorden/2022.tsv", |text| without_line(&text, ASSEN));
    let refused = check(&workspace);
    assert_eq!(refused.status.code(), Some(1), "{}", screen(&refused));
    for words in ["edition-frozen", "Assen answers no more", "`intrekking`", "After publication"] {
        assert!(screen(&refused).contains(words), "{words}: {}", screen(&refused));
    }
    std::fs::write(workspace.project().join("antwoorden/2022.tsv"), before).unwrap();
    good(&workspace, &["--wave", "2022"]);
    assert!(workspace.path("out").join(ASSEN_FOLDER).exists());
    // A line about a later wave stands in the way of no earlier edition.
    told(
        &workspace,
        "2024-02-01;Assen;2023;correctie;Een antwoord is anders.;Een misverstand.\n\
         2023-02-01;Assen;2022;intrekking;Assen doet niet meer mee.;Besluit.\n",
    );
    let said = good(&workspace, &["--wave", "2022"]);
    assert!(said.contains("documents-removed") && said.contains(ASSEN_FOLDER), "{said}");
    assert!(!workspace.path("out").join(ASSEN_FOLDER).exists());
    let now = out(&workspace);
    let others = pdfs(&first).into_iter().filter(|(path, _)| !path.starts_with(ASSEN_FOLDER));
    assert_eq!(pdfs(&now), others.collect(), "the others are as they were published");
    let list = String::from_utf8(now["bureau/verzendlijst.csv"].clone()).unwrap();
    let own: Vec<_> = list.lines().filter(|line| line.contains(ASSEN)).collect();
    assert!(own.iter().all(|line| line.ends_with(";;")), "no file is sent: {own:?}");
    good(&workspace, &[]);
    assert!(report(&workspace).contains("over 2022: Assen, intrekking."));
}

/// Who subtracts two editions reads what all of them answer together: a published figure stays.
#[test]
fn many_corrections_together_leave_a_published_edition_as_it_is() {
    let (workspace, _) = published();
    workspace.edit("antwoorden/2022.tsv", |text| text.replace("\t\tnee", "\t\tja"));
    let refused = workspace.build(&["--wave", "2022"]);
    assert_eq!(refused.status.code(), Some(1), "{}", screen(&refused));
    assert!(screen(&refused).contains("edition-frozen"), "{}", screen(&refused));
}

#[test]
fn who_took_part_is_not_told_by_a_correction() {
    let (workspace, _) = published();
    workspace.edit("project.yaml", |text| text.replace("participation: public\n", ""));
    told(
        &workspace,
        "2023-02-01;Assen;2022;correctie;Een antwoord is anders.;Besluit van ASSEN.\n",
    );
    let refused = check(&workspace);
    assert_eq!(refused.status.code(), Some(1), "{}", screen(&refused));
    assert!(screen(&refused).contains("names the municipality"), "{}", screen(&refused));
    told(&workspace, "2023-02-01;Assen;2022;correctie;Een antwoord is anders.;Een misverstand.\n");
    let text = report(&workspace);
    assert!(text.contains("1 februari 2023, over 2022: correctie."), "{text}");
    assert!(!text.contains("Assen"), "{text}");
}

#[test]
fn faults_in_the_file_of_corrections_are_told_all_at_once() {
    let (workspace, _) = published();
    told(
        &workspace,
        "14-2-2023;Assen;2022;correctie;Wat;Waarom\n\
         2023-02-14;Asssen;2022;correctie;Wat;Waarom\n\
         2023-02-14;Assen;2018;correctie;Wat;Waarom\n\
         2023-02-14;Assen;2022;corectie;Wat;\n\
         2023-02-14;Assen;2021;correctie;Wat;Waarom\n",
    );
    let refused = check(&workspace);
    assert_eq!(refused.status.code(), Some(1));
    let text = screen(&refused);
    for words in [
        "`14-2-2023` is no date",
        "`Asssen` is no municipality",
        "`2018` is no wave of the project",
        "did you mean `correctie`?",
        "`waarom` is empty",
        "correction-needless",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let codes = text.matches("error[correction-not-read]").count();
    assert_eq!(codes, 5, "{text}");
    let file = workspace.project().join("correcties.csv");
    std::fs::write(file, "datum;gemeente;meting;wat;waarom\n2023-02-14;Assen;2022;a;b\n").unwrap();
    let text = screen(&check(&workspace));
    assert!(text.contains("no column `soort`"), "{text}");
}

#[test]
fn a_municipality_that_is_gone_is_told() {
    let workspace = Workspace::of("small");
    good(&workspace, &["--wave", "2022"]);
    workspace.edit("antwoorden/2022.tsv", |text| without_line(&text, ASSEN));
    let said = good(&workspace, &["--wave", "2022"]);
    assert!(said.contains("documents-removed") && said.contains(ASSEN_FOLDER), "{said}");
    let paths: BTreeSet<_> = out(&workspace).into_keys().collect();
    assert!(paths.iter().all(|path| !path.starts_with(ASSEN_FOLDER)));
    let again = good(&workspace, &["--wave", "2022"]);
    assert!(!again.contains("documents-removed"), "{again}");
}

#[test]
fn a_mended_title_does_not_make_another_survey() {
    let workspace = Workspace::of("small");
    good(&workspace, &[]);
    workspace.edit("questionnaire.yaml", |text| {
        text.replace("Kleine benchmark basisvaardigheden", "Benchmark basis")
    });
    good(&workspace, &[]);
    // Without an id it is the title that counts, and the way out is told.
    let plain = Workspace::of("small");
    plain.edit("project.yaml", |text| text.replace("id: basisvaardigheden\n", ""));
    good(&plain, &[]);
    plain.edit("questionnaire.yaml", |text| text.replace("Kleine benchmark", "Mooie benchmark"));
    let refused = plain.build(&[]);
    assert_eq!(refused.status.code(), Some(1));
    let id = "id: \"Kleine benchmark basisvaardigheden\"";
    assert!(screen(&refused).contains(id), "{}", screen(&refused));
    plain.edit("project.yaml", |text| format!("{id}\n{text}"));
    good(&plain, &[]);
    // Another survey is still refused.
    plain.edit("project.yaml", |text| text.replace(id, "id: een-andere"));
    let refused = plain.build(&[]);
    assert!(screen(&refused).contains("other-project"), "{}", screen(&refused));
}
