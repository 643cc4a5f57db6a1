//! A new user's material in every sort of disorder, through the command.
//!
//! Whatever the material, the command ends with an exit code and findings, never with a
//! panic, and what an earlier build made still stands. Single faults in cells and keys have
//! their snapshots in `faults_answers` and `faults_yaml`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;

use crate::workspace::{Workspace, contents, screen};

/// Writes a file of the project, whatever stood there.
fn put(project: &Path, file: &str, bytes: impl AsRef<[u8]>) {
    std::fs::write(project.join(file), bytes).unwrap();
}

/// Changes a text inside a file of the project.
fn swap(project: &Path, file: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(project.join(file)).unwrap();
    assert!(text.contains(from), "`{from}` stands in {file}");
    put(project, file, text.replacen(from, to, 1));
}

/// Ended by itself, with this code, and without Rust's own words.
fn assert_ended(output: &Output, code: i32, case: &str) {
    let screen = screen(output);
    assert_eq!(output.status.code(), Some(code), "{case}: {screen}");
    for word in ["panicked", "RUST_BACKTRACE", "unwrap()", "src/"] {
        assert!(!screen.contains(word), "{case}: {screen}");
    }
}

/// The text of every PDF in the output folder, by path.
fn texts(out: &Path) -> BTreeMap<String, String> {
    contents(out)
        .into_iter()
        .filter(|(path, _)| path.ends_with(".pdf"))
        .map(|(path, bytes)| {
            let pdf = lopdf::Document::load_mem(&bytes).unwrap();
            let pages: Vec<_> = pdf.get_pages().into_keys().collect();
            (path, pdf.extract_text(&pages).unwrap())
        })
        .collect()
}

/// What was done wrong, how, and the findings that tell it.
type Case = (&'static str, fn(&Path), &'static [&'static str]);

const CASES: &[Case] = &[
    (
        "a missing file of answers",
        |project| std::fs::remove_file(project.join("antwoorden/2021.csv")).unwrap(),
        &["missing-path", "antwoorden/2021.csv"],
    ),
    (
        "a missing folder of answers",
        |project| std::fs::remove_dir_all(project.join("antwoorden/2023")).unwrap(),
        &["missing-path", "antwoorden/2023"],
    ),
    (
        "a folder of answers without tables",
        |project| {
            std::fs::remove_dir_all(project.join("antwoorden/2023")).unwrap();
            std::fs::create_dir(project.join("antwoorden/2023")).unwrap();
            put(project, "antwoorden/2023/lees-mij.docx", "tekst");
        },
        &["no-answer-files"],
    ),
    (
        "an empty file of answers",
        |project| put(project, "antwoorden/2022.tsv", ""),
        &["empty-file", "antwoorden/2022.tsv"],
    ),
    (
        "a file of answers with blank lines only",
        |project| put(project, "antwoorden/2022.tsv", "\u{feff}\r\n\r\n  \r\n"),
        &["antwoorden/2022.tsv"],
    ),
    (
        "a picture called .csv",
        |project| put(project, "antwoorden/2021.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0"),
        &["binary-file"],
    ),
    (
        "a picture without zeros called .csv",
        |project| put(project, "antwoorden/2021.csv", b"\x89PNG\r\n\x1a\nIHDR;gemeente\n"),
        &["binary-file", "picture"],
    ),
    (
        "control characters called .csv",
        |project| put(project, "antwoorden/2021.csv", b"\x01\x02;\x03\x04\n\x05junk;\x06junk\n"),
        &["binary-file"],
    ),
    (
        "a workbook called .csv",
        |project| put(project, "antwoorden/2021.csv", b"PK\x03\x04\x14\0\x06\0"),
        &["binary-file", "workbook"],
    ),
    (
        "a text called .xlsx",
        |project| put(project, "antwoorden/2023/noord.xlsx", "gemeente;week\nAssen;ja\n"),
        &["workbook-not-readable"],
    ),
    (
        "ten megabytes in one cell",
        |project| {
            let text = "x".repeat(10 << 20);
            swap(project, "antwoorden/2023/zuid.csv", "Het budget loopt af", &text);
        },
        &["cell-too-long"],
    ),
    (
        "a quote that is never closed",
        |project| swap(project, "antwoorden/2023/noord.csv", "vrijwilligers.\"", "vrijwilligers."),
        &["stray-quote", "noord.csv"],
    ),
    (
        "a last quote that is never closed",
        |project| {
            swap(project, "antwoorden/2023/noord.csv", "handen\"\" en geld\"", "handen en geld");
        },
        &["unclosed-quote", "noord.csv"],
    ),
    (
        "a mistyped key in the project file",
        |project| swap(project, "project.yaml", "participation:", "particpation:"),
        &["unknown-key", "`participation`"],
    ),
    (
        "a mistyped key inside a wave",
        |project| swap(project, "project.yaml", "reference_date:", "referencedate:"),
        &["unknown-key", "`reference_date`"],
    ),
    (
        "a mistyped key in the questionnaire",
        |project| swap(project, "questionnaire.yaml", "applies_if:", "aplies_if:"),
        &["unknown-key", "`applies_if`", "questionnaire.yaml"],
    ),
    (
        "one id for two questions",
        |project| swap(project, "questionnaire.yaml", "id: toelichting", "id: rollen"),
        &["duplicate-id", "`rollen`"],
    ),
    (
        "questions that wait for each other",
        |project| {
            let asked = "text: Doet uw gemeente mee aan de landelijke Week van Lezen en Schrijven?";
            let condition = "applies_if: [{ question: bekendheid, options: [geen] }]";
            swap(project, "questionnaire.yaml", asked, &format!("{asked}\n        {condition}"));
        },
        &["cyclic-routing"],
    ),
    (
        "a questionnaire that is not there",
        |project| swap(project, "project.yaml", "questionnaire.yaml\n", "vragen.yaml\n"),
        &["missing-path", "vragen.yaml"],
    ),
    (
        "a project file that is a picture",
        |project| put(project, "project.yaml", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        &["not-text"],
    ),
    ("an empty project file", |project| put(project, "project.yaml", ""), &["empty-file"]),
    (
        "a questionnaire of endlessly nested lists",
        |project| put(project, "questionnaire.yaml", "[".repeat(200_000)),
        &["error[", "questionnaire.yaml"],
    ),
    (
        "a questionnaire that doubles itself without end",
        |project| {
            let mut text = "a0: &a0 [lol, lol]\n".to_owned();
            for level in 1..40 {
                let before = level - 1;
                text += &format!("a{level}: &a{level} [*a{before}, *a{before}]\n");
            }
            put(project, "questionnaire.yaml", text);
        },
        &["error[", "questionnaire.yaml"],
    ),
    (
        "a wave of the year ten thousand",
        |project| swap(project, "project.yaml", "year: 2023", "year: 99999"),
        &["error[", "99999"],
    ),
    (
        "a whole project as answers",
        |project| swap(project, "project.yaml", "antwoorden/2023\n", ".\n"),
        &["error["],
    ),
    (
        "invited municipalities that do not exist",
        |project| swap(project, "uitgenodigd/2022.csv", "Hoogeveen", "Hogeveen <b>#x</b>"),
        &["unknown-municipality", "Hogeveen <b>#x</b>"],
    ),
    (
        "a municipality that was merged away",
        |project| swap(project, "antwoorden/2022.tsv", "GM1982", "Cuijk"),
        &["Cuijk", "2021"],
    ),
];

#[test]
fn every_disorder_is_told_and_leaves_the_earlier_build_alone() {
    let sound = Workspace::of("small");
    assert_ended(&sound.build(&[]), 0, "the sound project");
    let before = contents(&sound.path("out"));
    for (case, spoil, words) in CASES {
        let workspace = Workspace::of("small");
        spoil(&workspace.project());
        let out = sound.path("out");
        let build = workspace.spiegel(&[
            "build",
            "fixtures/project",
            "--output",
            out.to_str().unwrap(),
            "--messages",
            "short",
        ]);
        assert_ended(&build, 1, case);
        for word in *words {
            assert!(screen(&build).contains(word), "{case}: no `{word}` in {}", screen(&build));
        }
        assert!(screen(&build).len() < 40_000, "{case}: the screen stays readable");
        assert!(contents(&out) == before, "{case}: the earlier build changed");
        assert_ended(&workspace.spiegel(&["check", "fixtures/project"]), 1, case);
    }
}

#[test]
fn a_first_build_that_fails_leaves_no_document() {
    let workspace = Workspace::of("small");
    put(&workspace.project(), "antwoorden/2021.csv", "");
    assert_ended(&workspace.build(&[]), 1, "an empty file");
    assert!(!workspace.path("out").exists() || contents(&workspace.path("out")).is_empty());
}

#[test]
fn after_mending_nothing_has_to_be_made_again() {
    let workspace = Workspace::of("small");
    assert_ended(&workspace.build(&[]), 0, "first");
    let before = contents(&workspace.path("out"));
    let sound = std::fs::read(workspace.project().join("questionnaire.yaml")).unwrap();
    put(&workspace.project(), "questionnaire.yaml", "title: [");
    assert_ended(&workspace.build(&[]), 1, "broken");
    put(&workspace.project(), "questionnaire.yaml", sound);
    let output = workspace.build(&[]);
    assert_ended(&output, 0, "mended");
    assert!(screen(&output).contains("(49 unchanged)"), "{}", screen(&output));
    assert!(contents(&workspace.path("out")) == before);
}

#[test]
fn faults_in_all_files_of_answers_are_told_in_one_run() {
    let workspace = Workspace::of("small");
    let project = workspace.project();
    swap(&project, "antwoorden/2021.csv", "Cuijk;Ja;12", "Cuijk;Jawel;honderd");
    swap(&project, "antwoorden/2022.tsv", "\turen-coordinator", "\turen-coordinatro");
    swap(&project, "antwoorden/2023/noord.csv", "Assen,,ja", "Asse,,ja");
    swap(&project, "antwoorden/2023/zuid.csv", "Best;;ja;0;1;0", "Best;;ja;0;1;1");
    swap(&project, "antwoorden/2023/zuid.csv", "Veere;;", "Goes;;");
    swap(&project, "uitgenodigd/2023.tsv", "Meppel\t", "Boekel\t");
    put(&project, "antwoorden/2023/west.csv", "");
    let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]);
    assert_ended(&output, 1, "seven faults");
    for word in [
        "unknown-option",
        "not-a-number",
        "unknown-column",
        "unknown-municipality",
        "exclusive-option",
        "double-respondent",
        "invited-twice",
        "empty-file",
    ] {
        assert!(screen(&output).contains(word), "no {word}: {}", screen(&output));
    }
}

#[test]
fn a_path_that_leads_nowhere_hides_no_other_fault() {
    let workspace = Workspace::of("small");
    let project = workspace.project();
    swap(&project, "project.yaml", "antwoorden/2021.csv", "antwoorden/2012.csv");
    swap(&project, "antwoorden/2023/zuid.csv", "Best;;ja;0;1;0", "Best;;ja;0;1;1");
    swap(&project, "uitgenodigd/2022.csv", "Hoogeveen", "Hogeveen");
    let tell = |words: &[&str]| {
        let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]);
        assert_ended(&output, 1, "several faults");
        for word in words {
            assert!(screen(&output).contains(word), "no {word}: {}", screen(&output));
        }
        assert!(!screen(&output).contains("answers-not-found"), "once: {}", screen(&output));
    };
    tell(&["missing-path", "exclusive-option", "unknown-municipality"]);
    // Without a questionnaire no column has a meaning, but a file can still be no table.
    swap(&project, "questionnaire.yaml", "min: 0", "min: 90");
    put(&project, "antwoorden/2023/west.csv", "");
    tell(&["missing-path", "min-above-max", "empty-file"]);
}

#[test]
fn a_table_without_municipalities_is_told_once() {
    let workspace = Workspace::of("small");
    put(&workspace.project(), "antwoorden/2021.csv", "kop;staart\n1;2\n");
    let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]);
    assert_ended(&output, 1, "no municipalities");
    assert!(screen(&output).contains("no-municipality-column"), "{}", screen(&output));
    assert!(!screen(&output).contains("missing-column"), "{}", screen(&output));
}

#[test]
fn faults_all_over_the_questionnaire_are_told_in_one_run() {
    let workspace = Workspace::of("small");
    let project = workspace.project();
    let file = "questionnaire.yaml";
    swap(&project, file, "id: toelichting", "id: rollen");
    swap(&project, file, "min: 0", "min: 90");
    swap(&project, file, "options: [ja] }", "options: [jaa] }");
    swap(&project, file, "of: [tot-8, meer]", "of: [tot-8, veel]");
    let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]);
    assert_ended(&output, 1, "four faults");
    for word in ["duplicate-id", "min-above-max", "`jaa`", "`veel`"] {
        assert!(screen(&output).contains(word), "no {word}: {}", screen(&output));
    }
}

/// What can't even be read as a questionnaire is told first, also all together.
#[test]
fn mistyped_keys_and_words_are_told_in_one_run() {
    let workspace = Workspace::of("small");
    let project = workspace.project();
    let file = "questionnaire.yaml";
    swap(&project, file, "kind: multi", "kind: mutli");
    swap(&project, file, "exclusive: true", "exclusief: true");
    swap(&project, file, "same_as: uren", "same_at: uren");
    swap(&project, file, "several: true", "several: soms");
    let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]);
    assert_ended(&output, 1, "four faults");
    for word in ["`mutli`", "`exclusief`", "`same_at`", "`soms`"] {
        assert!(screen(&output).contains(word), "no {word}: {}", screen(&output));
    }
}

/// Everything that Typst, YAML, CSV or a terminal could take for more than text.
const NASTY: &str = r##"#panic(1) *vet* _cursief_ $x$ @ref <label> `code` "q" \ 'x' // /* [a] = - + {{ x }} {% y %}"##;

/// Without blanks: lines may be broken anywhere.
fn solid(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn labels_and_titles_with_markup_are_printed_as_they_are() {
    let workspace = Workspace::of("small");
    let quoted = serde_json::to_string(&format!("{NASTY} 🎉\nregel twee")).unwrap();
    let project = workspace.project();
    let file = "questionnaire.yaml";
    swap(&project, file, "label: \"Nee, nog niet\", short: nog niet", &format!("label: {quoted}"));
    swap(
        &project,
        file,
        "title: Deelname aan de Week van Lezen en Schrijven",
        &format!("title: {quoted}"),
    );
    swap(
        &project,
        file,
        "text: doet niet mee aan de Week van Lezen en Schrijven",
        &format!("text: {quoted}"),
    );
    swap(
        &project,
        file,
        "note: Gemeenten konden meer antwoorden geven.",
        &format!("note: {quoted}"),
    );
    swap(&project, file, "label: De bibliotheek", &format!("label: {quoted}"));
    let answers = std::fs::read_to_string(project.join("antwoorden/2021.csv")).unwrap();
    put(&project, "antwoorden/2021.csv", answers.replace("Nee, nog niet", "nog-niet"));
    assert_ended(&workspace.build(&[]), 0, "markup in the questionnaire");
    let texts = texts(&workspace.path("out"));
    let report = solid(&texts["openbaar/landelijk-rapport-2023.pdf"]);
    assert!(report.contains("#panic(1)*vet*"), "{report}");
    for part in ["$x$", "@ref", "<label>", "{{x}}", "{%y%}", "regeltwee"] {
        assert!(report.contains(part), "no {part}: {report}");
    }
}

#[test]
fn an_open_answer_full_of_markup_harms_no_document_and_reaches_no_other_reader() {
    let workspace = Workspace::of("small");
    let secret = "GEHEIMWOORD";
    let cell = format!("\"{secret} {} 🎉\nregel twee\"", NASTY.replace('"', "\"\""));
    swap(&workspace.project(), "antwoorden/2023/zuid.csv", "Te weinig mensen", &cell);
    assert_ended(&workspace.build(&[]), 0, "markup in an open answer");
    for (path, bytes) in contents(&workspace.path("out")) {
        let text = match path.ends_with(".pdf") {
            true => texts(&workspace.path("out"))[&path].clone(),
            false => String::from_utf8(bytes).unwrap(),
        };
        let own = path.starts_with("gemeenten/GM0743-");
        assert!(own || !text.contains(secret), "{path} holds the answer of another");
    }
}

#[test]
fn a_municipality_with_markup_or_terminal_codes_in_its_name_is_a_finding() {
    let workspace = Workspace::of("small");
    let name = "\u{1b}[2J#Asten *x* <b> 🎉 \u{7}";
    swap(&workspace.project(), "antwoorden/2023/zuid.csv", "Asten", name);
    for style in ["full", "short", "json"] {
        let output = workspace.spiegel(&["check", "fixtures/project", "--messages", style]);
        assert_ended(&output, 1, style);
        let all = format!("{}{}", screen(&output), String::from_utf8_lossy(&output.stdout));
        assert!(all.contains("unknown-municipality") && all.contains("#Asten *x* <b>"), "{all}");
        assert!(!all.contains('\u{1b}') && !all.contains('\u{7}'), "terminal codes: {all:?}");
    }
}

#[test]
fn control_characters_in_labels_end_with_a_document_or_a_finding() {
    for escape in ["\\0", "\\a", "\\e[2J", "\\u202e", "\\ufeff", "\\uffff", "\\t"] {
        let workspace = Workspace::of("small");
        let label = format!("label: \"Nee{escape}, nog niet\", short");
        swap(&workspace.project(), "questionnaire.yaml", "label: \"Nee, nog niet\", short", &label);
        let answers = workspace.project().join("antwoorden/2021.csv");
        let text = std::fs::read_to_string(&answers).unwrap();
        std::fs::write(&answers, text.replace("Nee, nog niet", "nog-niet")).unwrap();
        let output = workspace.build(&[]);
        let code = i32::from(screen(&output).contains("error["));
        assert_ended(&output, code, escape);
        assert!(!screen(&output).contains('\u{1b}'), "{escape}: {:?}", screen(&output));
    }
}

#[cfg(unix)]
#[test]
fn a_folder_of_answers_that_leads_back_to_itself_is_a_finding() {
    let workspace = Workspace::of("small");
    let folder = workspace.project().join("antwoorden/2023");
    std::os::unix::fs::symlink(&folder, folder.join("nog-eens")).unwrap();
    let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]);
    assert_ended(&output, 1, "a circle of folders");
    assert!(screen(&output).contains("nog-eens"), "{}", screen(&output));
}

#[cfg(unix)]
#[test]
fn a_pipe_between_the_answers_is_a_finding() {
    let workspace = Workspace::of("small");
    for name in ["pijp.csv", "pijp"] {
        let pipe = workspace.project().join("antwoorden/2023").join(name);
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]);
        assert_ended(&output, 1, name);
        let told = format!("antwoorden/2023/{name}: error[file-not-readable]");
        assert!(screen(&output).contains(&told), "{}", screen(&output));
        std::fs::remove_file(pipe).unwrap();
    }
}
