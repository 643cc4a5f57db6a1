//! Every error that was found in the published reports is prevented, reported, or said to be
//! not covered: `fixtures/error-classes.csv`. Samples of what is *prevented* are in
//! `prevented`. *Reported* names the finding, which a sample of the error must give here.
//! `fixtures/README.md` gives the counts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gemeentespiegel::dutch::in_words;
use gemeentespiegel::messages;
use gemeentespiegel::questionnaire::{FigureForm, Wave};
use gemeentespiegel::templates::TextKind;
use serde_json::Value;

use crate::fixture::BENCHMARK;
use crate::skipped::without_tool;
use crate::spelling;
use crate::workspace::{Workspace, screen};

/// How many errors each part of the list has: A1 to A10, and so on.
const PARTS: [(char, usize); 6] = [('A', 10), ('B', 20), ('C', 18), ('D', 12), ('E', 7), ('F', 6)];
const VERDICTS: [&str; 3] = ["prevented", "reported", "not covered"];

/// What a template would say with the error of a row: each on a line of its own.
const SAMPLES: [(&str, &str); 13] = [
    (
        "A9",
        r#"Benaderd zijn {{ "188 contactpersonen"|letterlijk }}. Zo groeide het tot {{ "188 deelnemende gemeenten"|letterlijk }}."#,
    ),
    (
        "A10",
        r#"Dit is van {{ "100 gemeenten"|letterlijk }}; er zijn {{ "100 respondenten"|letterlijk }} en {{ "100 contactpersonen"|letterlijk }}."#,
    ),
    ("B10", r#"Nagenoeg alle gemeenten bespreken het: {{ "73 van de 73"|letterlijk }}."#),
    (
        "B14",
        r#"Ondernemers ontbreken bij de helft van de coalities: {{ "52 van de 73"|letterlijk }}."#,
    ),
    ("B15", r#"Een derde is veilig: {{ "20 van de 100"|letterlijk }} gemeenten."#),
    (
        "B16",
        r#"Dat is {{ cijfer("uren-coordinator", "tot-8") }}; in {{ "2021"|letterlijk }} was het {{ cijfer("uren-coordinator", "tot-8", jaar=2021) }}."#,
    ),
    ("B18", r#"Bij het panel is een lichte stijging te zien, {{ "van 35 naar 40"|letterlijk }}."#),
    ("B19", r#"Niet bekend of wordt niet gebruikt (43)."#),
    ("C9", r#"Structureel budget is redelijk gelijk gebleven."#),
    ("C14", r#"Hier volgt nog TODO."#),
    (
        "C15",
        r#"Er deden {{ "174 gemeenten"|letterlijk }} mee; {{ "174 respondenten"|letterlijk }} vulden alles in."#,
    ),
    (
        "D2",
        r#"In {{ "2021"|letterlijk }} deed {{ cijfer("uren-coordinator", "tot-8", jaar=2021) }} mee, nu {{ cijfer("uren-coordinator", "tot-8") }}."#,
    ),
    ("D10", r#"Een net is er bij {{ cijfer("uren-coordinator", "geen", jaar=2021) }}."#),
];

/// Rows whose sample is no sentence, and what stands for it.
const OTHER_SAMPLES: [(&str, &str); 3] = [
    ("B4", "answers that exclude one another"),
    ("C5", "a word with a typing error"),
    ("C18", "a figure that no text names"),
];

/// One error of the published reports.
pub(crate) struct Row {
    pub(crate) id: String,
    class: String,
    pub(crate) verdict: String,
    /// The code of the finding, of one that is reported.
    proof: String,
    how: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

pub(crate) fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("fixtures/error-classes.csv")).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("id,class,verdict,proof,how"));
    let row = |line: &str| {
        let parts: Vec<_> = line.splitn(5, ',').map(str::to_owned).collect();
        let parts: [String; 5] = parts.try_into().unwrap_or_else(|_| panic!("{line}"));
        let [id, class, verdict, proof, how] = parts;
        Row { id, class, verdict, proof, how }
    };
    lines.map(row).collect()
}

#[test]
fn every_known_error_has_a_verdict_and_a_reason() {
    let rows = rows();
    let expected: Vec<String> = PARTS
        .iter()
        .flat_map(|(part, last)| (1..=*last).map(move |number| format!("{part}{number}")))
        .collect();
    let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
    assert_eq!(ids, expected);
    for Row { id, class, verdict, proof, how } in &rows {
        assert!(VERDICTS.contains(&verdict.as_str()), "{id}: {verdict}");
        assert!(!class.is_empty() && how.len() > 4, "{id} gives no reason");
        assert_eq!(proof.is_empty(), verdict != "reported", "{id}: {proof}");
        if let Some(other) = how.strip_prefix("as ") {
            let other: String = other.chars().take_while(char::is_ascii_alphanumeric).collect();
            let found = rows.iter().find(|row| row.id == other);
            assert_eq!(found.map(|row| &row.verdict), Some(verdict), "{id}: as {other}");
        }
    }
}

#[test]
fn every_code_that_is_named_exists() {
    for row in rows() {
        for name in row.how.split('`').skip(1).step_by(2).filter(|name| name.contains('-')) {
            let known = messages::all().any(|code| code.name == name);
            assert!(known, "{} names `{name}`, which is no code", row.id);
        }
    }
}

#[test]
fn every_error_that_is_reported_has_a_sample() {
    let reported = rows().into_iter().filter(|row| row.verdict == "reported");
    let known = SAMPLES.iter().map(|(id, _)| *id).chain(OTHER_SAMPLES.iter().map(|(id, _)| *id));
    let mut known: Vec<_> = known.collect();
    let mut reported: Vec<_> = reported.map(|row| row.id).collect();
    known.sort_unstable();
    reported.sort_unstable();
    assert_eq!(reported, known);
}

fn proof_of(id: &str) -> String {
    rows().into_iter().find(|row| row.id == id).unwrap().proof
}

/// What `check` says, as JSON; the exit code is 1 when there are errors.
fn findings(workspace: &Workspace) -> Vec<Value> {
    let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "json"]);
    assert!(output.status.code() < Some(2), "{}", screen(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_sample_of_every_error_that_is_reported_gives_its_finding() {
    let workspace = Workspace::of("small");
    let mut template = "#import \"/stijl.typ\": *\n#show: document.with(title: \"Fouten\")\n\
                        = Rapport\n#figuur(\"los\", caption: [Los], alt: \"x\")[x]\n"
        .to_owned();
    let mut lines = Vec::new();
    for (id, sample) in SAMPLES {
        lines.push((id, template.lines().count() as u64 + 2));
        template.push_str(&format!("\n{sample}\n"));
    }
    lines.push(("C18", 4));
    std::fs::create_dir_all(workspace.project().join("fout")).unwrap();
    std::fs::write(workspace.project().join("fout/landelijk-rapport.typ"), template).unwrap();
    workspace.edit("project.yaml", |text| {
        let kept = text.lines().filter(|line| !line.starts_with("templates:"));
        format!("{}\ntemplates: fout\n", kept.collect::<Vec<_>>().join("\n"))
    });
    let findings = findings(&workspace);
    for (id, line) in lines {
        let proof = proof_of(id);
        let found = findings.iter().any(|finding| {
            finding["code"] == proof.as_str()
                && finding["line"] == line
                && finding["path"] == "fout/landelijk-rapport.typ"
        });
        assert!(found, "{id}: no `{proof}` at line {line}: {findings:#?}");
    }
}

#[test]
fn answers_that_exclude_one_another_are_reported() {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    workspace.edit("antwoorden/2020/antwoorden.csv", |text| {
        let delimiter = if text.lines().next().unwrap().contains(';') { ';' } else { ',' };
        let column =
            |name: &str| text.lines().next().unwrap().split(delimiter).position(|h| h == name);
        let both = ["effect-corona.nieuwe-initiatieven", "effect-corona.geen"].map(column);
        let at = both.map(|at| at.expect("the columns of this question"));
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut cells: Vec<_> = lines[1].split(delimiter).map(str::to_owned).collect();
        at.iter().for_each(|at| cells[*at] = "1".to_owned());
        lines[1] = cells.join(&delimiter.to_string());
        lines.join("\n") + "\n"
    });
    let proof = proof_of("B4");
    assert!(findings(&workspace).iter().any(|finding| finding["code"] == proof.as_str()));
}

#[test]
fn a_typing_error_is_no_word() {
    let words = ["doelgroepen", "doelgroeepn"].map(str::to_owned);
    assert_eq!(proof_of("C5"), "spelling");
    let Some(unknown) = spelling::unknown(words.iter()) else {
        return without_tool("hunspell with nl_NL", "that a typing error is found");
    };
    assert_eq!(unknown, ["doelgroeepn"]);
}

#[test]
fn every_question_is_in_a_figure_with_its_words_and_notes() {
    let (prepared, running) = (&BENCHMARK.prepared, BENCHMARK.report(2023));
    let wave = Wave(2023);
    let of = |id: &str, kind: TextKind| -> Vec<&str> {
        let own = running.paragraphs.iter();
        let own = own.filter(|p| p.kind == kind && p.figure.as_deref() == Some(id));
        own.map(|paragraph| paragraph.text.as_str()).collect()
    };
    let asked = prepared.questionnaire.questions.iter().filter(|q| q.asked_in(wave));
    let drawn = asked.filter(|question| question.figure != FigureForm::None);
    let mut panels = 0;
    for question in drawn {
        let id = question.id.as_str();
        assert_eq!(of(id, TextKind::Caption).first(), Some(&question.text_in(wave)), "{id}");
        let shown = [of(id, TextKind::Description), of(id, TextKind::Cell)].concat().join(" ");
        for (_, option) in question.options_in(wave) {
            let named = [option.label_in(wave), &option.short].iter().any(|n| shown.contains(*n));
            assert!(named, "{id}: `{}` is not drawn", option.code);
        }
        let notes = of(id, TextKind::Note).join(" ");
        if question.several() && question.rows.is_empty() {
            assert!(notes.contains("Meer antwoorden waren mogelijk"), "{id}: {notes}");
        }
        if shown.contains(", zelfde respondenten") {
            panels += 1;
            assert!(notes.contains("* Respondenten die"), "{id}: {notes}");
        }
    }
    assert!(panels > 2, "{panels} figures have rows of a panel");
}

#[test]
fn the_number_of_parts_is_that_of_the_questionnaire() {
    let running = BENCHMARK.report(2020);
    let sections = &BENCHMARK.prepared.questionnaire.sections;
    let pillars = sections.iter().filter(|s| s.kind.as_deref() == Some("pijler")).count();
    let words = format!("{} pijlers", in_words(u32::try_from(pillars).unwrap()));
    assert!(running.paragraphs.iter().any(|p| p.text.contains(&words)), "{words}");
}

#[test]
fn the_page_of_fixtures_gives_the_counts() {
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for row in rows() {
        let column = VERDICTS.iter().position(|name| *name == row.verdict).unwrap();
        counts.entry(row.class).or_default()[column] += 1;
    }
    let page = std::fs::read_to_string(root().join("fixtures/README.md")).unwrap();
    let mut totals = [0; 3];
    for (class, [prevented, reported, not]) in &counts {
        let row = format!("| {class} | {prevented} | {reported} | {not} |");
        assert!(page.contains(&row), "fixtures/README.md lacks `{row}`");
        for (total, count) in totals.iter_mut().zip([prevented, reported, not]) {
            *total += count;
        }
    }
    let row = format!("| **all** | {} | {} | {} |", totals[0], totals[1], totals[2]);
    assert!(page.contains(&row), "fixtures/README.md lacks `{row}`");
}
