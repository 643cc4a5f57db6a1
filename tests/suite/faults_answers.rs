//! Files of answers, good and bad: one fault per file, one snapshot of the whole message.
//!
//! A new fault is a new file in `fixtures/faults/answers` (or `invited`) and its snapshot.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use gemeentespiegel::calendar::Date;
use gemeentespiegel::dataset::{Answer, Dataset, Material, Rules, bind};
use gemeentespiegel::diagnostics::{Diagnostics, Severity, Style, render};
use gemeentespiegel::project::ReadingRules;
use gemeentespiegel::questionnaire::{
    Condition, FigureForm, Item, ItemIndex, ItemKind, PanelRule, Question, QuestionIndex,
    QuestionKind, Questionnaire, Row, Section, Wave,
};
use gemeentespiegel::register::{MunicipalityCode, Register};
use gemeentespiegel::responses::load;
use proptest::prelude::*;

const WAVE: Wave = Wave(2023);
const DATE: Date = Date { year: 2023, month: 10, day: 1 };

// A small questionnaire

fn item(code: &str, label: &str) -> Item {
    Item {
        code: code.to_owned(),
        label: label.to_owned(),
        short: label.to_owned(),
        wording: BTreeMap::new(),
        waves: vec![Wave(2022), WAVE],
        exclusive: false,
        last: false,
        not_applicable: false,
        same_as: Vec::new(),
        kind: ItemKind::Option,
    }
}

fn question(id: &str, kind: QuestionKind, items: Vec<Item>) -> Question {
    Question {
        id: id.to_owned(),
        section: 0,
        kind,
        title: id.to_owned(),
        text: id.to_owned(),
        wording: BTreeMap::new(),
        waves: vec![Wave(2022), WAVE],
        items,
        no_answer: Vec::new(),
        rows: Vec::new(),
        applies_if: Vec::new(),
        breaks: Vec::new(),
        same_as: None,
        key: false,
        contradicts: Vec::new(),
        figure: FigureForm::None,
        note: None,
        claims: BTreeMap::new(),
        headline: None,
        caption: None,
        findings: BTreeMap::new(),
        sheet: Default::default(),
        council_questions: Vec::new(),
    }
}

fn row(code: &str) -> Row {
    Row {
        code: code.to_owned(),
        label: code.to_owned(),
        short: code.to_owned(),
        wording: BTreeMap::new(),
        waves: vec![Wave(2022), WAVE],
    }
}

fn only_if(question: u16, items: &[u16]) -> Vec<Condition> {
    let items = items.iter().map(|item| ItemIndex(*item)).collect();
    vec![Condition { question: QuestionIndex(question), items }]
}

/// `week` opens `activiteiten`, which opens `bereik`.
fn questionnaire() -> Questionnaire {
    let multi = |empty_is_answer| QuestionKind::Multi { empty_is_answer };
    let band = |code: &str, from, to| Item { kind: ItemKind::Band(from, to), ..item(code, code) };
    let numeric = QuestionKind::Numeric { min: Some(0), max: Some(80) };
    let misschien = Item { waves: vec![Wave(2022)], ..item("misschien", "misschien") };
    let geen = Item { exclusive: true, ..item("geen", "geen van deze") };
    let week = vec![item("ja", "ja"), item("nee", "nee, dit jaar niet"), misschien];
    let activiteiten = vec![item("lezing", "lezing, debat"), item("bezoek", "huisbezoek"), geen];
    let tools =
        vec![item("gebruikt", "gebruikt"), item("bekend", "bekend"), item("nieuw", "nieuw")];
    let uren = vec![band("weinig", Some(0), Some(8)), band("veel", Some(9), Some(60))];
    let questions = vec![
        Question {
            same_as: Some("weekdeelname".to_owned()),
            ..question("week", QuestionKind::Single, week)
        },
        Question {
            applies_if: only_if(0, &[0]),
            ..question("activiteiten", multi(false), activiteiten)
        },
        Question {
            applies_if: only_if(1, &[0, 1]),
            ..question(
                "bereik",
                QuestionKind::Single,
                vec![item("klein", "klein"), item("groot", "groot")],
            )
        },
        Question {
            rows: vec![row("handreiking"), row("website")],
            ..question("tools", QuestionKind::Matrix { several: false }, tools)
        },
        question("uren", numeric, uren),
        question(
            "toelichting",
            QuestionKind::Open,
            vec![item("tijd", "tijd"), item("geld", "geld")],
        ),
        question("groepen", multi(true), vec![item("jong", "jong"), item("oud", "oud")]),
        Question {
            waves: vec![Wave(2022)],
            ..question("vroeger", QuestionKind::Single, vec![item("ja", "ja")])
        },
    ];
    let section = Section {
        id: "alles".to_owned(),
        kind: None,
        title: "Alles".to_owned(),
        short: "Alles".to_owned(),
        intro: None,
        questions: (0u16..8).map(QuestionIndex).collect(),
    };
    Questionnaire {
        title: "Klein".to_owned(),
        panel: PanelRule::Item,
        nouns: Vec::new(),
        council_roles: Vec::new(),
        sections: vec![section],
        questions,
        places: Vec::new(),
    }
}

// Loading and binding

/// The dataset, and the screen.
fn read(answers: &Path, invited: Option<&Path>, root: &Path) -> (Option<Dataset>, String) {
    let mut diagnostics = Diagnostics::default();
    let tables = load(answers, root, &ReadingRules::default(), &mut diagnostics);
    let invited = invited.and_then(|path| {
        load(path, root, &ReadingRules::default(), &mut diagnostics).into_iter().next()
    });
    let material = Material { wave: WAVE, reference_date: DATE, tables, invited };
    let ignored = ["Tijdstempel".to_owned()];
    let rules = Rules { ignore_columns: &ignored, ..Rules::default() };
    let dataset =
        bind(&questionnaire(), Register::builtin(), rules, vec![material], &mut diagnostics);
    let screen = render(&diagnostics, Style::Short, false);
    (dataset.filter(|_| diagnostics.count(Severity::Error) == 0), screen)
}

/// Binds a text as the answers to a questionnaire.
fn bind_text(questionnaire: &Questionnaire, text: &str) -> (Option<Dataset>, Diagnostics) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, text).unwrap();
    let mut diagnostics = Diagnostics::default();
    let tables = load(&path, folder.path(), &ReadingRules::default(), &mut diagnostics);
    let material = Material { wave: WAVE, reference_date: DATE, tables, invited: None };
    let dataset = bind(
        questionnaire,
        Register::builtin(),
        Rules::default(),
        vec![material],
        &mut diagnostics,
    );
    (dataset, diagnostics)
}

/// Binds files that are written for the occasion.
fn read_files(files: &[(&str, Vec<u8>)]) -> (Option<Dataset>, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    read(folder.path(), None, folder.path())
}

fn read_text(text: &str) -> (Option<Dataset>, String) {
    read_files(&[("a.csv", text.as_bytes().to_vec())])
}

fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults").join(folder);
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

fn code(text: &str) -> MunicipalityCode {
    text.parse().unwrap()
}

// One fault per file

#[test]
fn every_fault_in_answers_is_told_with_its_place_and_a_way_out() {
    for path in fixtures("answers") {
        let (dataset, screen) = read(&path, None, path.parent().unwrap());
        let faulty = screen.contains("error[");
        assert_eq!(dataset.is_none(), faulty, "{}", path.display());
        insta::assert_snapshot!(format!("answers_{}", stem(&path)), screen);
    }
}

#[test]
fn every_fault_in_an_invited_list_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let answers = folder.path().join("antwoorden.csv");
    fs::write(&answers, good_table(',')).unwrap();
    for path in fixtures("invited") {
        let list = folder.path().join(path.file_name().unwrap());
        fs::copy(&path, &list).unwrap();
        let (_, screen) = read(&answers, Some(&list), folder.path());
        insta::assert_snapshot!(format!("invited_{}", stem(&path)), screen);
    }
}

#[test]
fn a_cell_of_ten_megabytes_is_told_not_kept() {
    let text = format!(
        "{}\nZwolle,,ja,lezing,klein,nieuw,nieuw,5,{},,\n",
        HEADING,
        "x".repeat(10_000_000)
    );
    let (dataset, screen) = read_text(&text);
    assert!(dataset.is_none());
    insta::assert_snapshot!("answers_ten_megabytes", screen);
}

#[test]
fn faults_in_workbooks_have_the_places_of_the_spreadsheet() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Antwoorden").unwrap();
    sheet.write_row(1, 1, ["gemeente", "week", "uren"]).unwrap();
    sheet.write_row(2, 1, ["Zwolle", "jaa"]).unwrap();
    sheet.write(2, 3, 7.5).unwrap();
    let missing = rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A");
    sheet.write_formula(3, 2, missing).unwrap();
    sheet.write(3, 1, "Urk").unwrap();
    workbook.add_worksheet().set_name("Toelichting").unwrap().write(0, 0, "lees mij").unwrap();
    let (_, screen) = read_files(&[("a.xlsx", workbook.save_to_buffer().unwrap())]);
    let faults: Vec<_> = screen.lines().filter(|line| !line.contains("missing-column")).collect();
    insta::assert_snapshot!("answers_workbook", faults.join("\n"));
}

#[test]
fn a_double_respondent_in_another_file_is_told_with_that_file() {
    let text = |name: &str| format!("gemeente,week\nEde,ja\n{name},ja\n").into_bytes();
    let (dataset, screen) = read_files(&[("a.csv", text("Urk")), ("b.csv", text("Zwolle"))]);
    assert!(dataset.is_none());
    assert!(screen.contains("b.csv:A2: error[double-respondent]"), "{screen}");
    assert!(screen.contains("in row 2 of `a.csv`"), "{screen}");
}

#[test]
fn the_same_fault_in_a_whole_column_is_one_message() {
    let register = Register::builtin();
    let rows: String = register.on(DATE).take(30).map(|m| format!("{},jaaa\n", m.code)).collect();
    let (_, screen) = read_text(&format!("gemeente,week\n{rows}"));
    assert_eq!(screen.matches("unknown-option").count(), 1);
    assert!(screen.contains("the same in 29 other rows (3, 4, 5, …)"), "{screen}");
}

// The same survey in every form

const HEADING: &str = "gemeente,ook-voor,week,activiteiten,bereik,tools.handreiking,tools.website,\
                       uren,toelichting,toelichting.codes,groepen";

/// Three respondents, one of them for three municipalities.
fn good_rows() -> Vec<Vec<String>> {
    let rows: [[&str; 11]; 4] = [
        [
            "gemeente",
            "ook-voor",
            "week",
            "activiteiten",
            "bereik",
            "tools.handreiking",
            "tools.website",
            "uren",
            "toelichting",
            "toelichting.codes",
            "groepen",
        ],
        [
            "GM0193",
            "",
            "ja",
            "lezing|bezoek",
            "klein",
            "gebruikt",
            "",
            "8",
            "regel een\nregel \"twee\"; slot, punt",
            "tijd|geld",
            "jong",
        ],
        [
            "Súdwest-Fryslân",
            "De Fryske Marren|Urk",
            "nee",
            "",
            "",
            "bekend",
            "nieuw",
            "12",
            "",
            "",
            "",
        ],
        ["\u{2019}s-Gravenhage", "", "1", "geen", "", "", "gebruikt", "", "", "", "jong|oud"],
    ];
    let mut rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
    rows[3][2] = "JA".to_owned();
    rows
}

fn delimited(rows: &[Vec<String>], delimiter: char) -> String {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let line =
        |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(&delimiter.to_string());
    rows.iter().map(|row| line(row) + "\r\n").collect()
}

fn good_table(delimiter: char) -> String {
    delimited(&good_rows(), delimiter)
}

#[test]
fn the_good_table_is_bound_as_written() {
    let (dataset, screen) = read_text(&good_table(','));
    assert_eq!(screen, "");
    let dataset = dataset.unwrap();
    let responses = &dataset.waves[&WAVE].responses;
    let codes: Vec<_> = responses.keys().map(ToString::to_string).collect();
    assert_eq!(codes, ["GM0193", "GM0518", "GM1900"]);
    assert_eq!(responses[&code("GM1900")].also_for, [code("GM1940"), code("GM0184")]);
    let zwolle = &responses[&code("GM0193")].answers;
    assert_eq!(zwolle.len(), 7);
    let uren = &zwolle[&(QuestionIndex(4), None)];
    assert_eq!(*uren, Answer::Number { value: 8, band: Some(ItemIndex(0)) });
    // An empty list is an answer to `groepen`; `activiteiten` was not put to this one.
    let fryslan = &responses[&code("GM1900")].answers;
    assert_eq!(fryslan[&(QuestionIndex(6), None)], Answer::Multi([].into()));
    assert!(!fryslan.contains_key(&(QuestionIndex(1), None)));
}

#[test]
fn delimiters_and_encodings_make_no_difference() {
    let (expected, _) = read_text(&good_table(','));
    assert!(expected.is_some());
    for delimiter in [',', ';', '\t'] {
        let text = good_table(delimiter);
        let with_bom = format!("\u{feff}{text}").into_bytes();
        let (windows, _, lost) = encoding_rs::WINDOWS_1252.encode(&text);
        assert!(!lost);
        for (bytes, notes) in
            [(text.clone().into_bytes(), 0), (with_bom, 0), (windows.into_owned(), 1)]
        {
            let (dataset, screen) = read_files(&[("a.csv", bytes)]);
            assert_eq!(dataset, expected, "{screen}");
            assert_eq!(screen.lines().count(), notes, "{screen}");
        }
    }
}

#[test]
fn a_workbook_with_numbers_and_ticks_makes_no_difference() {
    let (expected, _) = read_text(&good_table(','));
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    // `groepen` as a column per option.
    let mut rows = good_rows();
    let ticks = [["groepen.jong", "groepen.oud"], ["1", "0"], ["0", "0"], ["1", "1"]];
    for (row, ticks) in rows.iter_mut().zip(ticks) {
        row.pop();
        row.extend(ticks.map(str::to_owned));
    }
    for (number, row) in (0u32..).zip(&rows) {
        for (column, cell) in (0u16..).zip(row) {
            match (cell.parse::<f64>(), column) {
                (Ok(value), 11..) => drop(sheet.write(number, column, value > 0.5).unwrap()),
                (Ok(value), _) => drop(sheet.write(number, column, value).unwrap()),
                (Err(_), _) if cell.is_empty() => {}
                (Err(_), _) => drop(sheet.write(number, column, cell).unwrap()),
            }
        }
    }
    let (dataset, screen) = read_files(&[("a.xlsx", workbook.save_to_buffer().unwrap())]);
    assert_eq!(screen, "");
    assert_eq!(dataset, expected);
}

#[test]
fn an_earlier_id_a_label_and_an_ignored_column_are_understood() {
    let (dataset, screen) =
        read_text("Gemeente ; WEEKDEELNAME;Tijdstempel\nUrk;Nee, dit jaar niet;nu\n");
    assert!(!screen.contains("error"), "{screen}");
    let answers = &dataset.unwrap().waves[&WAVE].responses[&code("GM0184")].answers;
    assert_eq!(answers[&(QuestionIndex(0), None)], Answer::Single(ItemIndex(1)));
}

#[test]
fn an_ignored_answer_opens_no_later_question() {
    let text = "gemeente,week,activiteiten,bereik\nUrk,nee,lezing,klein\nEde,,lezing,klein\n";
    let (dataset, screen) = read_text(text);
    let responses = &dataset.unwrap().waves[&WAVE].responses;
    assert_eq!(responses[&code("GM0184")].answers.len(), 1);
    assert!(!responses.contains_key(&code("GM0228")), "no answer is left");
    let ignored: Vec<_> = screen.lines().filter(|line| line.contains("against-routing")).collect();
    assert_eq!(ignored.len(), 2, "{screen}");
    assert!(ignored[0].contains("2 answers to question `activiteiten`"), "{screen}");
}

#[test]
fn columns_per_option_tell_nothing_ticked_from_skipped() {
    let text = "gemeente,groepen.jong,groepen.oud,activiteiten.lezing,activiteiten.bezoek,\
                activiteiten.geen,week\n\
                Zwolle,0,nee,0,,,ja\nUrk,,,x,,,ja\nEde,0,,,,,ja\nUtrecht,waar,onwaar,,,,ja\n";
    let (dataset, _) = read_text(text);
    let responses = &dataset.unwrap().waves[&WAVE].responses;
    let answer = |name: &str, question: u16| {
        responses[&code(name)].answers.get(&(QuestionIndex(question), None)).cloned()
    };
    let multi = |items: &[u16]| Some(Answer::Multi(items.iter().map(|i| ItemIndex(*i)).collect()));
    assert_eq!(answer("GM0193", 6), multi(&[]));
    assert_eq!(answer("GM0184", 6), None);
    assert_eq!(answer("GM0228", 6), multi(&[]));
    assert_eq!(answer("GM0344", 6), multi(&[0]));
    // Without `empty_is_answer`, nothing ticked is a skipped question.
    assert_eq!(answer("GM0193", 1), None);
    assert_eq!(answer("GM0184", 1), multi(&[0]));
}

#[test]
fn a_list_without_options_is_no_answer_unless_empty_is_one() {
    let mut questionnaire = questionnaire();
    questionnaire.questions[3].kind = QuestionKind::Matrix { several: true };
    let text = "gemeente,week,activiteiten,groepen,tools.website\nUrk,ja,|,|,|\nEde,ja,; ;,,||\n";
    let (dataset, diagnostics) = bind_text(&questionnaire, text);
    let dataset = dataset.expect("no errors");
    for name in ["GM0184", "GM0228"] {
        let answers = &dataset.waves[&WAVE].responses[&code(name)].answers;
        let keys: Vec<_> = answers.keys().copied().collect();
        assert_eq!(keys, [(QuestionIndex(0), None), (QuestionIndex(6), None)], "{name}");
        assert_eq!(answers[&keys[1]], Answer::Multi([].into()), "{name}");
    }
    assert_eq!(diagnostics.count(Severity::Error), 0);
    let (_, diagnostics) = bind_text(&questionnaire, "gemeente,week\nUrk,|\n");
    assert_eq!(diagnostics.tally().get("unknown-option"), Some(&1), "`|` is no single option");
}

#[test]
fn not_applicable_stands_alone() {
    let mut questionnaire = questionnaire();
    let nvt = Item { not_applicable: true, ..item("nvt", "niet van toepassing") };
    for question in [3, 6] {
        questionnaire.questions[question].items.push(nvt.clone());
    }
    questionnaire.questions[3].kind = QuestionKind::Matrix { several: true };
    let faulty = [
        "gemeente,groepen\nUrk,nvt|jong\n",
        "gemeente,groepen.jong,groepen.nvt\nUrk,1,1\n",
        "gemeente,tools.website\nUrk,bekend|nvt\n",
    ];
    for text in faulty {
        let (dataset, diagnostics) = bind_text(&questionnaire, text);
        assert!(dataset.is_none(), "{text}");
        assert_eq!(diagnostics.tally().get("exclusive-option"), Some(&1), "{text}");
    }
    let (dataset, _) = bind_text(&questionnaire, "gemeente,groepen\nUrk,nvt\n");
    assert!(dataset.is_some());
}

#[test]
fn a_filter_that_the_wave_did_not_ask_closes_nothing() {
    let mut questionnaire = questionnaire();
    questionnaire.questions[0].waves = vec![Wave(2022)];
    let (dataset, diagnostics) = bind_text(&questionnaire, "gemeente,activiteiten\nUrk,lezing\n");
    let dataset = dataset.unwrap();
    assert_eq!(dataset.waves[&WAVE].responses[&code("GM0184")].answers.len(), 1);
    assert_eq!(diagnostics.tally().get("answer-against-routing"), None);
}

#[test]
fn an_invited_list_in_the_folder_of_answers_is_not_read_as_answers() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("uitgenodigd.csv");
    fs::write(folder.path().join("a.csv"), good_table(';')).unwrap();
    fs::write(
        &list,
        "gemeente;contactpersoon;aangesloten-sinds;e-mail\nZwolle;A. de Vries;2019;a@b.nl\n\
         Den Haag;;;\nSúdwest-Fryslân;;;\nUrk;;;\nDe Fryske Marren;;;\nEde;;;\n",
    )
    .unwrap();
    let (dataset, screen) = read(folder.path(), Some(&list), folder.path());
    assert_eq!(screen, "");
    let data = &dataset.unwrap().waves[&WAVE];
    let invited = data.invited.as_ref().unwrap();
    assert_eq!((invited.len(), data.responses.len()), (6, 3));
    let zwolle = &invited[&code("GM0193")];
    assert_eq!((zwolle.contact.as_deref(), zwolle.joined), (Some("A. de Vries"), Some(2019)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_rows_and_files_makes_no_difference(
        order in Just((1usize..4).collect::<Vec<_>>()).prop_shuffle(),
        cut in 1usize..4,
    ) {
        let rows = good_rows();
        let part = |numbers: &[usize]| {
            let mut part = vec![rows[0].clone()];
            part.extend(numbers.iter().map(|number| rows[*number].clone()));
            delimited(&part, ';').into_bytes()
        };
        let (expected, _) = read_text(&good_table(','));
        let files = [("b.csv", part(&order[..cut])), ("a.csv", part(&order[cut..]))];
        let (dataset, screen) = read_files(&files);
        prop_assert!(!screen.contains("error"), "{}", screen);
        prop_assert_eq!(dataset, expected);
    }
}
