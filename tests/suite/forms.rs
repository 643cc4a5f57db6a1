//! The same answers in every form that a file may have, and forms that can't be told apart: ticks,
//! labels, codes for "no answer", rows without answers, headings of other programs, other words.

use std::path::Path;

use gemeentespiegel::calendar::Date;
use gemeentespiegel::dataset::{Answer, Dataset, Material, Rules, WaveData, bind};
use gemeentespiegel::diagnostics::{Diagnostics, Style, render};
use gemeentespiegel::project::ReadingRules;
use gemeentespiegel::questionnaire::{self, Questionnaire, Wave};
use gemeentespiegel::register::Register;
use gemeentespiegel::responses::load;

const WAVE: Wave = Wave(2023);

/// Ten municipalities.
const NAMES: [&str; 10] = [
    "Asten", "Best", "Boekel", "Deurne", "Someren", "Helmond", "Laarbeek", "Kapelle", "Goes",
    "Hulst",
];

/// A questionnaire of some questions, and the screen.
fn asked(questions: &str) -> (Option<Questionnaire>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("q.yaml");
    let head = "sections:\n  - id: s\n    title: Deel\n    questions:\n";
    let text = if questions.contains("sections:") {
        format!("title: Proef\n{questions}")
    } else {
        format!("title: Proef\n{head}{questions}")
    };
    std::fs::write(&path, text).unwrap();
    let mut diagnostics = Diagnostics::default();
    let found = questionnaire::load(&path, "q.yaml", &mut diagnostics);
    (found, render(&diagnostics, Style::Short, false))
}

fn small() -> Questionnaire {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/small/questionnaire.yaml");
    questionnaire::load(&path, "questionnaire.yaml", &mut Diagnostics::default()).unwrap()
}

/// The answers of 2023 as text, and the screen.
fn bound(asked: &Questionnaire, rules: Rules<'_>, text: &str) -> (Option<WaveData>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, text).unwrap();
    let mut diagnostics = Diagnostics::default();
    let tables = load(&path, folder.path(), &ReadingRules::default(), &mut diagnostics);
    let reference_date = Date { year: 2023, month: 10, day: 1 };
    let material = Material { wave: WAVE, reference_date, tables, invited: None };
    let dataset = bind(asked, Register::builtin(), rules, vec![material], &mut diagnostics);
    let screen = render(&diagnostics, Style::Short, false);
    (dataset.and_then(|mut dataset: Dataset| dataset.waves.remove(&WAVE)), screen)
}

/// The answers to the first question, in the order of the codes of the municipalities.
fn first_answers(data: &WaveData) -> Vec<Option<&Answer>> {
    let of = |answers: &gemeentespiegel::dataset::Response| {
        answers.answers.keys().find(|(index, _)| index.0 == 0).copied()
    };
    data.responses.values().map(|row| of(row).and_then(|key| row.answers.get(&key))).collect()
}

fn question(kind: &str, keys: &[&str], options: &[(&str, &str)]) -> String {
    let mut text = format!(
        "      - id: vraag\n        kind: {kind}\n        title: Vraag\n        text: Welke vraag?\n        waves: [2023]\n"
    );
    for key in keys {
        text.push_str(&format!("        {key}\n"));
    }
    if !options.is_empty() {
        text.push_str("        options:\n");
    }
    for (code, label) in options {
        text.push_str(&format!("          - {{ code: \"{code}\", label: \"{label}\" }}\n"));
    }
    text
}

const BANDS: &str = "bands: [{ code: geen, label: geen, to: 0 }, { code: tot-8, label: tot 8, from: 1, to: 8 }, { code: meer, label: meer, from: 9 }]";

fn rows(head: &str, row: impl Fn(usize) -> String) -> String {
    let rows = NAMES.iter().enumerate().map(|(at, name)| format!("{name};{}\n", row(at)));
    format!("{head}\n{}", rows.collect::<String>())
}

// Ticks

fn ticks() -> Questionnaire {
    let options = [("a", "Aa"), ("b", "Bee"), ("c", "Cee")];
    asked(&question("multi", &["empty_is_answer: true", "no_answer: [\"-99\"]"], &options))
        .0
        .unwrap()
}

#[test]
fn nothing_ticked_is_an_answer_in_every_form() {
    let columns = "gemeente;vraag.a;vraag.b;vraag.c";
    let six = |at: usize, ticks: [&str; 3], none: &str| {
        if at < 6 { ticks[at % 3].to_owned() } else { none.to_owned() }
    };
    let forms = [
        rows(columns, |at| six(at, ["x;;", "x;x;", ";;x"], ";;")),
        rows(columns, |at| six(at, ["1;0;0", "1;1;0", "0;0;1"], "0;0;0")),
        rows(columns, |at| six(at, ["ja;nee;nee", "ja;ja;nee", "nee;nee;ja"], "nee;nee;nee")),
        rows(columns, |at| six(at, ["1;;", "1;1;", ";;1"], ";;")),
        rows("gemeente;vraag", |at| six(at, ["a", "a|b", "c"], "")),
        rows("gemeente;vraag", |at| six(at, ["Aa", "Aa;Bee", "Cee"], "|").replace(';', "|")),
    ];
    let sets: Vec<_> = forms
        .iter()
        .map(|text| {
            let (data, screen) = bound(&ticks(), Rules::default(), text);
            let data = data.expect(&screen);
            assert_eq!(screen, "", "{text}");
            assert_eq!(first_answers(&data).iter().flatten().count(), 10, "{text}");
            data
        })
        .collect();
    assert!(sets.iter().all(|set| *set == sets[0]));
}

#[test]
fn a_skipped_question_is_told_from_nothing_ticked_or_it_is_said() {
    let columns = "gemeente;vraag.a;vraag.b;vraag.c;ander";
    let other =
        question("single", &[], &[("ja", "Ja"), ("nee", "Nee")]).replace("vraag\n", "ander\n");
    let options = [("a", "Aa"), ("b", "Bee"), ("c", "Cee")];
    let both = question("multi", &["empty_is_answer: true", "no_answer: [-99]"], &options) + &other;
    let both = asked(&both).0.unwrap();
    let answered = |cells: [&str; 3]| {
        let text = format!(
            "{columns}\nBest;{};ja\nGoes;{};ja\nHulst;{};ja\n",
            cells[0], cells[1], cells[2]
        );
        let (data, screen) = bound(&both, Rules::default(), &text);
        let data = data.ok_or(screen)?;
        // Goes, Hulst and Best by their codes.
        Ok::<_, String>(first_answers(&data).iter().map(Option::is_some).collect::<Vec<_>>())
    };
    assert_eq!(answered(["1;0;0", ";;", "0;0;0"]), Ok(vec![false, true, true]), "0 is written");
    assert_eq!(answered(["x;;", ";;", ";x;"]), Ok(vec![true, true, true]), "0 is never written");
    assert_eq!(
        answered(["x;;", "-99;-99;-99", ";;"]),
        Ok(vec![false, true, true]),
        "a code says it"
    );
    let mixed = answered(["x;;", ";;", "1;0;0"]).unwrap_err();
    assert!(mixed.contains("B3: error[unclear-ticks]"), "{mixed}");
    assert_eq!(mixed.matches("error[").count(), 1, "{mixed}");
}

#[test]
fn columns_for_some_options_only_are_refused() {
    let (data, screen) = bound(&ticks(), Rules::default(), "gemeente;vraag.a;vraag.b\nBest;x;\n");
    assert!(data.is_none());
    assert!(
        screen.contains("error[missing-option-column]") && screen.contains("`vraag.c`"),
        "{screen}"
    );
    assert!(!screen.contains("missing-column]"), "told once: {screen}");
}

// Labels

#[test]
fn options_that_share_a_word_are_an_error_of_the_questionnaire() {
    for (kind, options, word) in [
        ("single", &[("a", "Anders"), ("b", "Bee"), ("c", "Anders")][..], "`Anders`"),
        ("single", &[("a", "Wel"), ("b", " \\\"wel\\\" "), ("c", "WEL")], "`WEL`"),
        ("multi", &[("a", "Anders"), ("b", "anders  ")], "`anders`"),
        (
            "single",
            &[("1", "5"), ("2", "4"), ("3", "3"), ("4", "2"), ("5", "1")],
            "`2` and for option `4`",
        ),
        ("single", &[("ja", "nee"), ("nee", "ja")], "option `ja` and for option `nee`"),
        (
            "multi",
            &[("a", "Facebook"), ("b", "Instagram"), ("c", "Facebook, Instagram")],
            "also a list",
        ),
        ("open", &[], ""),
    ] {
        let (found, screen) = asked(&question(kind, &[], options));
        assert_eq!(found.is_none(), !word.is_empty(), "{screen}");
        assert!(word.is_empty() || screen.contains("error[ambiguous-option]"), "{screen}");
        assert!(screen.contains(word), "no {word}: {screen}");
    }
    let codes = "codes: [{ code: a, label: Geld }, { code: b, label: geld }]";
    assert!(asked(&question("open", &[codes], &[])).1.contains("error[ambiguous-option]"));
    let grid = "rows: [{ code: a, label: Rij }, { code: b, label: rij }]";
    let (_, screen) = asked(&question("matrix", &[grid], &[("x", "Xx"), ("y", "Yy")]));
    assert!(screen.contains("error[ambiguous-option]") && screen.contains("row `b`"), "{screen}");
}

#[test]
fn a_label_that_others_do_not_have_is_no_fault() {
    for options in [
        &[("1", "1"), ("2", "2"), ("3", "3")][..],
        &[("ja", "Ja, samen met anderen"), ("anders", "Anders")],
        &[("a", "Facebook"), ("b", "Instagram"), ("c", "Facebook en Instagram")],
    ] {
        let (found, screen) = asked(&question("multi", &[], options));
        assert!(found.is_some(), "{screen}");
    }
}

#[test]
fn a_label_of_the_wave_goes_before_a_label_of_another_wave() {
    // In 2023 the labels stood the other way round.
    let options = "options: [{ code: a, label: Vaak, wording: [{ wave: 2023, text: Soms, same_meaning: true }] }, { code: b, label: Soms, wording: [{ wave: 2023, text: Vaak, same_meaning: true }] }]";
    let text = question("single", &[options], &[]).replace("[2023]", "[2023, 2024]");
    let (found, screen) = asked(&text);
    let found = found.expect(&screen);
    let (data, screen) = bound(&found, Rules::default(), "gemeente;vraag\nGoes;Vaak\nBest;Soms\n");
    let data = data.expect(&screen);
    let index = |code: &str| found.questions[0].item(code).unwrap().0;
    let expected = [Answer::Single(index("b")), Answer::Single(index("a"))];
    assert_eq!(first_answers(&data), [Some(&expected[0]), Some(&expected[1])]);
}

#[test]
fn a_question_may_not_have_the_name_of_another_column() {
    let text = question("single", &[], &[("a", "Aa"), ("b", "Bee")]);
    for id in ["gemeente", "ook-voor"] {
        let (found, screen) = asked(&text.replace("id: vraag", &format!("id: {id}")));
        assert!(found.is_none() && screen.contains("error[reserved-id]"), "{screen}");
    }
    let (found, screen) = asked(&text.replace("kind:", "same_as: gemeente\n        kind:"));
    assert!(found.is_none() && screen.contains("error[reserved-id]"), "{screen}");
}

// No answers

const ROW: &str = "gemeente;week-lezen-en-schrijven;bekendheid.huis-aan-huis;bekendheid.sociale-media;bekendheid.geen;rollen.bibliotheek;rollen.huisarts;rollen.vereniging;uren-coordinator;toelichting;toelichting.codes";

#[test]
fn a_questionnaire_without_answers_is_no_respondent() {
    for (empty, other) in [
        (";;;;;;;;;", 0),
        (";;;;|;|;|;;;", 0),
        (";0;0;0;;;;;;", 0),
        ("  ;;;;  ;;;;;", 0),
        // Routing leaves out the one answer that was given.
        (";1;0;0;;;;;;", 1),
    ] {
        let text = format!("{ROW}\nHoogeveen;{empty}\nBest;ja;1;0;0;;;;;;\n");
        let (data, screen) = bound(&small(), Rules::default(), &text);
        assert_eq!(data.expect(&screen).responses.len(), 1, "{empty}: {screen}");
        let told = "a.csv:A2: warning[no-answers]: `Hoogeveen (GM0118)`";
        assert!(screen.contains(told), "{empty}: {screen}");
        assert_eq!(screen.lines().count(), 1 + other, "{screen}");
        let rules = Rules { count_without_answers: true, ..Rules::default() };
        let (data, screen) = bound(&small(), rules, &text);
        assert_eq!(data.expect(&screen).responses.len(), 2, "{empty}: {screen}");
        assert_eq!(screen.lines().count(), other, "{screen}");
    }
}

#[test]
fn any_answer_makes_a_respondent() {
    for row in ["nvt;;;;;;;;;", ";;;;;;;0;;", ";;;;geen-rol;;;;;", ";;;;;;;;tekst;"] {
        let (data, screen) = bound(&small(), Rules::default(), &format!("{ROW}\nUrk;{row}\n"));
        assert_eq!(data.expect(&screen).responses.len(), 1, "{row}: {screen}");
        assert_eq!(screen, "", "{row}");
    }
}

#[test]
fn an_empty_row_beside_a_filled_one_of_the_same_municipality_is_no_double() {
    let text = format!("{ROW}\nUrk;;;;;;;;;;\nUrk;ja;1;0;0;;;;;;\n");
    let (data, screen) = bound(&small(), Rules::default(), &text);
    assert_eq!(data.expect(&screen).responses.len(), 1, "{screen}");
    assert!(screen.contains("A2: warning[no-answers]"), "{screen}");
}

#[test]
fn an_answer_that_is_refused_is_not_told_as_no_answer() {
    let (data, screen) = bound(&small(), Rules::default(), &format!("{ROW}\nUrk;jaa;;;;;;;;;\n"));
    assert!(data.is_none());
    assert!(screen.contains("unknown-option") && !screen.contains("no-answers"), "{screen}");
}

#[test]
fn the_project_file_says_what_counts() {
    use crate::workspace::{Workspace, screen};
    let workspace = Workspace::of("small");
    workspace.edit("antwoorden/2023/noord.csv", |text| text + "Hoogeveen,,,,,,,,,,,\n");
    let check =
        || screen(&workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]));
    assert!(check().contains("warning[no-answers]"), "{}", check());
    workspace.edit("project.yaml", |text| text + "\nwithout_answers: counted\n");
    assert!(!check().contains("no-answers") && check().contains("0 errors"), "{}", check());
}

// Numbers

#[test]
fn a_numeric_question_without_ends_is_warned_about() {
    for (keys, words) in [
        (&[BANDS][..], &["`-99", "-99 would count as `geen`", "99999 would count as `meer`"][1..]),
        (&["min: 0", BANDS], &["99999 would count as `meer`"]),
        (&["max: 80", BANDS], &["-99 would count as `geen`"]),
        (&["min: 0", "max: 80", BANDS], &[]),
        (&["bands: [{ code: a, label: aa, from: 0, to: 5 }]"], &[]),
    ] {
        let (found, screen) = asked(&question("numeric", keys, &[]));
        assert!(found.is_some(), "{screen}");
        assert_eq!(screen.contains("warning[open-range]"), !words.is_empty(), "{screen}");
        for word in words {
            assert!(screen.contains(word), "no {word}: {screen}");
        }
    }
}

#[test]
fn codes_for_no_answer_are_no_answers() {
    let values = ["0", "0", "4", "6", "8", "12", "16", "-99", "-99.0", "999"];
    let text = rows("gemeente;vraag", |at| values[at].to_owned());
    let bands = |data: &WaveData| {
        let mut counts = [0; 3];
        for answer in first_answers(data).into_iter().flatten() {
            if let Answer::Number { band: Some(band), .. } = answer {
                counts[usize::from(band.0)] += 1;
            }
        }
        counts
    };
    let own = question("numeric", &["min: 0", "max: 80", "no_answer: [-99, 999]", BANDS], &[]);
    let survey = question("numeric", &["min: 0", "max: 80", BANDS], &[]);
    let survey = format!(
        "no_answer: [-99, \"999\"]\nsections:\n  - id: s\n    title: Deel\n    questions:\n{survey}"
    );
    for questionnaire in [own, survey] {
        let (found, screen) = asked(&questionnaire);
        let (data, screen) = bound(&found.expect(&screen), Rules::default(), &text);
        assert_eq!(bands(&data.expect(&screen)), [2, 3, 2], "{screen}");
        assert_eq!(screen.matches("warning[no-answers]").count(), 3, "{screen}");
    }
    let (found, _) = asked(&question("numeric", &["min: 0", "max: 80", BANDS], &[]));
    let (data, screen) = bound(&found.unwrap(), Rules::default(), &text);
    assert!(data.is_none());
    assert_eq!(screen.matches("error[number-out-of-range]").count(), 3, "{screen}");
}

#[test]
fn codes_for_no_answer_hold_for_every_kind_of_question() {
    let codes = "no_answer: [\"-99\", nvt]";
    let grid = "rows: [{ code: r, label: Rij }]";
    let (a, b) = (("a", "Aa"), ("b", "Bee"));
    for (text, head) in [
        (question("single", &[codes], &[a, b]), "gemeente;vraag"),
        (question("multi", &[codes], &[a, b]), "gemeente;vraag"),
        (question("multi", &[codes, "empty_is_answer: true"], &[a, b]), "gemeente;vraag"),
        (question("matrix", &[codes, grid], &[a, b]), "gemeente;vraag.r"),
        (question("matrix", &[codes, grid, "several: true"], &[a, b]), "gemeente;vraag.r"),
        (question("open", &[codes], &[]), "gemeente;vraag"),
        (question("numeric", &[codes, "min: 0", "max: 9", BANDS], &[]), "gemeente;vraag"),
    ] {
        let (found, screen) = asked(&text);
        let found = found.expect(&screen);
        for cell in ["-99", "NVT", "-99,0"] {
            let (data, screen) = bound(&found, Rules::default(), &format!("{head}\nUrk;{cell}\n"));
            assert!(data.is_some_and(|data| data.responses.is_empty()), "{cell}: {screen}");
        }
    }
}

#[test]
fn a_code_for_no_answer_that_is_an_answer_is_refused() {
    let (a, b) = (("a", "Aa"), ("9", "Weet niet"));
    for (text, taken) in [
        (question("single", &["no_answer: [9]"], &[a, b]), "option `9`"),
        (question("multi", &["no_answer: [weet niet]"], &[a, b]), "option `9`"),
        (
            question("numeric", &["no_answer: [9]", "min: 0", "max: 80", BANDS], &[]),
            "a possible number",
        ),
    ] {
        let (found, screen) = asked(&text);
        assert!(found.is_none() && screen.contains("error[no-answer-taken]"), "{screen}");
        assert!(screen.contains(taken), "no {taken}: {screen}");
    }
}

// Headings

/// The headings of the small survey with others in their place.
fn headings(change: impl Fn(&str) -> String) -> String {
    let titles: Vec<String> = ROW.split(';').map(change).collect();
    format!("{}\nBest;ja;1;1;0;signaleren;signaleren;signaleren;12;Tekst;geld\n", titles.join(";"))
}

#[test]
fn headings_of_other_programs_are_told_once_with_the_expected_ones() {
    let is_part = |title: &str| title.contains('.') && !title.ends_with("codes");
    let with = |form: fn(&str, &str) -> String| {
        headings(|title| match title.split_once('.').filter(|_| is_part(title)) {
            Some((id, part)) => form(id, part),
            None => title.to_owned(),
        })
    };
    for (text, words) in [
        (
            with(|id, part| format!("{id}[{part}]")),
            &["LimeSurvey", "`bekendheid[huis-aan-huis]` as `bekendheid.huis-aan-huis`"][..],
        ),
        (with(|id, part| format!("{id}[{part}][1]")), &["LimeSurvey", "as `bekendheid.geen`"]),
        (
            with(|id, _| format!("{id}[SQ001]")),
            &["LimeSurvey", "as `rollen.bibliotheek`, `rollen.huisarts` or `rollen.vereniging`"],
        ),
        (
            with(|id, part| format!("{id}/{}", part.replace('-', "_"))),
            &["KoboToolbox", "`bekendheid/huis_aan_huis` as `bekendheid.huis-aan-huis`"],
        ),
        (with(|id, part| format!("groep/{id}/{part}")), &["KoboToolbox", "as `bekendheid.geen`"]),
        (
            with(|id, part| format!("{id}_{part}")),
            &["written with `_`", "`bekendheid_geen` as `bekendheid.geen`"],
        ),
        (
            headings(|title| match title {
                "uren-coordinator" => "Hoeveel uur per week heeft de coördinator? *".to_owned(),
                "toelichting" => "Wat gemeenten nog kwijt wilden".to_owned(),
                other => other.to_owned(),
            }),
            &["the text of a question", "as `uren-coordinator`", "as `toelichting`"],
        ),
        (
            headings(|title| match title {
                "gemeente" => title.to_owned(),
                other => format!("S{}[SQ1]", other.len()),
            }),
            &["LimeSurvey", "the id of its question"],
        ),
        (
            headings(|title| {
                if title == "rollen.huisarts" { "rollen".to_owned() } else { title.to_owned() }
            }),
            &[
                "column `rollen`",
                "expected `rollen.bibliotheek`, `rollen.huisarts` or `rollen.vereniging`",
            ],
        ),
        (
            headings(|title| title.replace("bekendheid.geen", "bekendheid.tv")),
            &["column `bekendheid.tv`", "`bekendheid.geen`"],
        ),
    ] {
        let (data, screen) = bound(&small(), Rules::default(), &text);
        assert!(data.is_none());
        assert_eq!(screen.lines().count(), 1, "one message: {screen}");
        for word in words {
            assert!(screen.contains(word), "no {word}: {screen}");
        }
    }
}

#[test]
fn a_column_that_only_looks_foreign_is_told_as_any_other() {
    let text = headings(str::to_owned)
        .replace("gemeente;", "gemeente;Datum [UTC];")
        .replace("Best;", "Best;nu;");
    let (_, screen) = bound(&small(), Rules::default(), &text);
    assert!(screen.contains("error[unknown-column]: column `Datum [UTC]`"), "{screen}");
    assert_eq!(screen.lines().count(), 1, "{screen}");
}

#[test]
fn second_rows_of_headings_are_told_once() {
    let table = headings(str::to_owned);
    let (head, answers) = table.split_once('\n').unwrap();
    let texts = "Gemeente;Doet uw gemeente mee aan de landelijke Week van Lezen en Schrijven?;Hoe heeft uw gemeente de Week bekendgemaakt? - Niet;;;De bibliotheek;De huisarts;;Hoeveel uur per week heeft de coördinator?;;";
    let ids = "{\"ImportId\":\"QID1\"};{\"ImportId\":\"QID2\"};;;;;;;;;".replace('"', "\"\"");
    let ids: String = ids
        .split(';')
        .map(|id| if id.is_empty() { ";".to_owned() } else { format!("\"{id}\";") })
        .collect();
    let ids = ids.trim_end_matches(';');
    for (text, words) in [
        (
            format!("{head}\n{texts}\n{ids}\n{answers}"),
            &["rows 2, 3 are headings too, as Qualtrics"][..],
        ),
        (
            format!("{head}\n{texts}\n{answers}"),
            &["row 2 is a second row of headings, expected answers"],
        ),
        (
            format!(
                "{head}\n;Response;In het huis-aan-huisblad;Op sociale media;Niet;;;;Open-Ended Response;;\n{answers}"
            ),
            &["row 2", "SurveyMonkey"],
        ),
        (
            format!("{head}\n{answers}{head}\nUrk;nee;;;;;;;;;\n"),
            &["row 3 is a second row of headings"],
        ),
    ] {
        let (data, screen) = bound(&small(), Rules::default(), &text);
        assert!(data.is_none());
        assert_eq!(screen.lines().count(), 1, "one message: {screen}");
        assert!(screen.contains("error[second-headings]"), "{screen}");
        for word in words {
            assert!(screen.contains(word), "no {word}: {screen}");
        }
    }
}

#[test]
fn a_comma_in_a_text_between_braces_is_told_as_that() {
    let text = question(
        "single",
        &["options: [{ code: a, label: Nee, nog niet, wel, plannen }, { code: b, label: Ja }]"],
        &[],
    );
    let (found, screen) = asked(&text);
    assert!(found.is_none());
    assert_eq!(screen.lines().count(), 1, "one message: {screen}");
    assert!(
        screen.contains("`nog niet` stands behind a comma") && screen.contains("between quotes"),
        "{screen}"
    );
}

// Words

#[test]
fn words_that_change_without_a_break_are_warned_about() {
    let text = |extra: &str| {
        format!(
            "      - id: vraag\n        kind: single\n        title: Contact\n        text: Heeft u contact met huisartsen?\n        waves: [2022, 2023]\n        wording: [{{ wave: 2022, text: \"Heeft u contact met lokale zorgverleners?\" }}]\n        options:\n          - {{ code: ja, label: Ja, wording: [{{ wave: 2022, text: Ja maar niet vaak }}] }}\n          - {{ code: nee, label: Nee }}\n{extra}"
        )
    };
    let (found, screen) = asked(&text(""));
    assert!(found.is_some());
    assert_eq!(screen.matches("warning[wording-changed]").count(), 2, "{screen}");
    assert!(screen.contains("`lokale zorgverleners?` became `huisartsen?`"), "{screen}");
    assert!(
        screen.contains("option `ja`") && screen.contains("`maar niet vaak` is gone"),
        "{screen}"
    );
    let reason = "        breaks: [{ wave: 2023, reason: De vraag is anders gesteld. }]\n";
    assert_eq!(asked(&text(reason)).1, "");
    let keeps = reason.replace(" }]", ", keeps: [ja] }]");
    let kept = asked(&text(&keeps)).1;
    assert_eq!(kept.matches("wording-changed").count(), 1, "what is kept is compared: {kept}");
    let meant = text("")
        .replace("\" }]", "\", same_meaning: true }]")
        .replace("vaak }]", "vaak, same_meaning: true }]");
    assert_eq!(asked(&meant).1, "");
    let spaces = text("")
        .replace("lokale zorgverleners?", "Huisartsen? ")
        .replace("Ja maar niet vaak", "JA");
    assert_eq!(asked(&spaces).1, "", "spaces and capitals are no other words");
}

#[test]
fn words_of_rows_that_change_are_warned_about() {
    let grid = "rows: [{ code: r, label: De wijkverpleegkundige, wording: [{ wave: 2022, text: De huisarts }] }]";
    let text =
        question("matrix", &[grid], &[("a", "Aa"), ("b", "Bee")]).replace("[2023]", "[2022, 2023]");
    let (_, screen) = asked(&text);
    assert!(
        screen.contains("row `r`") && screen.contains("`huisarts` became `wijkverpleegkundige`"),
        "{screen}"
    );
}
