//! What a cell of a workbook says is what the author sees in it: percentages, durations, days,
//! formulas. Workbooks are written part by part, as programs write them that know no better.

use std::io::{Cursor, Write};

use gemeentespiegel::calendar::Date;
use gemeentespiegel::dataset::{Answer, Material, Rules, WaveData, bind};
use gemeentespiegel::diagnostics::{Diagnostics, Style, render};
use gemeentespiegel::project::ReadingRules;
use gemeentespiegel::questionnaire::{self, Questionnaire, Wave};
use gemeentespiegel::register::Register;
use gemeentespiegel::responses::load;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The small questionnaire.
fn small() -> Questionnaire {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = path.join("fixtures/small/questionnaire.yaml");
    questionnaire::load(&path, "questionnaire.yaml", &mut Diagnostics::default()).unwrap()
}

/// The answers of 2023 in one file, and the screen without questions that have no column.
fn read(name: &str, bytes: &[u8]) -> (Option<WaveData>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut diagnostics = Diagnostics::default();
    let tables = load(&path, folder.path(), &ReadingRules::default(), &mut diagnostics);
    let reference_date = Date { year: 2023, month: 10, day: 1 };
    let material = Material { wave: Wave(2023), reference_date, tables, invited: None };
    let ignored = ["Opmerking bureau".to_owned()];
    let rules = Rules { ignore_columns: &ignored, ..Rules::default() };
    let dataset = bind(&small(), Register::builtin(), rules, vec![material], &mut diagnostics);
    let screen = render(&diagnostics, Style::Short, false);
    let screen = screen.lines().filter(|line| !line.contains("missing-column"));
    let screen: String = screen.map(|line| format!("{line}\n")).collect();
    (dataset.map(|mut dataset| dataset.waves.remove(&Wave(2023)).unwrap()), screen)
}

/// The hours that each municipality of a workbook gave, in the order of their codes.
fn hours(data: &WaveData) -> Vec<Option<i64>> {
    let (index, _) = small().find("uren-coordinator").map(|(index, _)| (index, ())).unwrap();
    let value = |answer: &Answer| match answer {
        Answer::Number { value, .. } => *value,
        other => panic!("a number: {other:?}"),
    };
    data.responses.values().map(|row| row.answers.get(&(index, None)).map(value)).collect()
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook of one sheet. Style 1 is `0%`, 2 `[h]:mm`, 3 `d-m-yyyy`, 4 `0,"k"`, 5 hides zero,
/// 6 `0" uur"`.
fn xlsx(rows: &str, calculation: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let formats = ["[h]:mm", "d\\-m\\-yyyy", "0,&quot;k&quot;", "0;\\-0;;@", "0&quot; uur&quot;"];
    let formats: String = formats
        .iter()
        .enumerate()
        .map(|(at, code)| format!(r#"<numFmt numFmtId="{}" formatCode="{code}"/>"#, 164 + at))
        .collect();
    let styles: String = [0, 9, 164, 165, 166, 167, 168]
        .map(|id| format!(r#"<xf numFmtId="{id}" fontId="0" fillId="0" borderId="0"/>"#))
        .concat();
    package(&[
        (
            "_rels/.rels",
            &format!(
                r#"<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                r#"<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{office}/styles" Target="styles.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets>{calculation}</workbook>"#
            ),
        ),
        (
            "xl/styles.xml",
            &format!(
                r#"<styleSheet xmlns="{main}"><numFmts count="5">{formats}</numFmts><cellXfs count="7">{styles}</cellXfs></styleSheet>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#),
        ),
    ])
}

fn text(text: &str) -> String {
    format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#)
}

/// A workbook with a cell of hours per municipality.
fn xlsx_with_hours(cells: &[&str], calculation: &str) -> Vec<u8> {
    let mut rows = format!("<row>{}{}</row>", text("gemeente"), text("uren-coordinator"));
    for (name, cell) in ["Best", "Urk", "Ede", "Goes", "Hulst"].iter().zip(cells) {
        rows.push_str(&format!("<row>{}{cell}</row>", text(name)));
    }
    xlsx(&rows, calculation)
}

fn ods_with_hours(cells: &[&str]) -> Vec<u8> {
    let string = |text: &str| {
        format!(
            r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let mut rows = row(&(string("gemeente") + &string("uren-coordinator")));
    for (name, cell) in ["Best", "Urk", "Ede", "Goes", "Hulst"].iter().zip(cells) {
        rows.push_str(&row(&(string(name) + cell)));
    }
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="Blad1">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    package(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest=\"m\"/>"),
        ("content.xml", &content),
    ])
}

/// Every word stands in a line of its own, and there is no other error.
fn assert_refused((data, screen): (Option<WaveData>, String), code: &str, words: &[&str]) {
    assert!(data.is_none(), "{screen}");
    let lines: Vec<_> = screen.lines().filter(|line| line.contains("error[")).collect();
    assert_eq!(lines.len(), words.len(), "{screen}");
    for (line, word) in lines.iter().zip(words) {
        assert!(line.contains(code) && line.contains(word), "no `{word}` in {line}");
    }
}

// Formulas

#[test]
fn a_formula_without_a_result_is_refused() {
    let cells = [
        "<c><f>10+10</f><v></v></c>",
        "<c><f>10+10</f></c>",
        "<c><f>10+10</f><v/></c>",
        "<c><f>10+10</f><v>20</v></c>",
    ];
    let refused = ["B2", "B3", "B4"];
    assert_refused(
        read("a.xlsx", &xlsx_with_hours(&cells, "")),
        "formula-without-result",
        &refused,
    );
    let value = r#"office:value-type="float" office:value="20""#;
    let cells = [
        r#"<table:table-cell table:formula="of:=10+10"/>"#,
        r#"<table:table-cell table:formula="of:=10+10"><text:p>20</text:p></table:table-cell>"#,
        &format!(
            r#"<table:table-cell table:formula="of:=10+10" {value}><text:p>20</text:p></table:table-cell>"#
        ),
    ];
    let refused = ["B2", "B3"];
    assert_refused(read("a.ods", &ods_with_hours(&cells)), "formula-without-result", &refused);
}

#[test]
fn a_formula_that_gives_nothing_is_an_empty_cell() {
    let cells = [r#"<c t="str"><f>IF(1,"")</f><v></v></c>"#, "<c><v>3</v></c>"];
    let (data, screen) = read("a.xlsx", &xlsx_with_hours(&cells, "<calcPr calcId=\"1\"/>"));
    assert_eq!(hours(&data.expect(&screen)), [Some(3)], "Best answered nothing");
    assert!(!screen.contains("formula"), "{screen}");
}

#[test]
fn results_in_a_workbook_that_asks_for_calculation_may_be_old() {
    let asks = "<calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/>";
    let cells = ["<c><f>20*1</f><v>0</v></c>", "<c><v>3</v></c>", "<c><f>20*1</f><v>20</v></c>"];
    let (data, screen) = read("a.xlsx", &xlsx_with_hours(&cells, asks));
    assert_eq!(hours(&data.expect(&screen)), [Some(3), Some(20), Some(0)]);
    assert!(screen.contains("B2: warning[stale-formulas]: 2 cells"), "{screen}");
    let cells = [r#"<c t="str"><f>20*1</f><v></v></c>"#];
    assert_refused(
        read("a.xlsx", &xlsx_with_hours(&cells, asks)),
        "formula-without-result",
        &["B2"],
    );
    let (_, screen) = read("a.xlsx", &xlsx_with_hours(&["<c><v>3</v></c>"], asks));
    assert!(!screen.contains("stale-formulas"), "no formula, nothing to tell: {screen}");
}

#[test]
fn a_row_of_formulas_without_results_is_not_lost() {
    let cell = "<c><f>A9</f></c>";
    let rows = format!(
        "<row>{}{}</row><row>{cell}{cell}</row>",
        text("gemeente"),
        text("uren-coordinator")
    );
    let words = ["A2", "B2"];
    assert_refused(read("a.xlsx", &xlsx(&rows, "")), "formula-without-result", &words);
}

#[test]
fn formulas_and_errors_in_columns_that_nobody_reads_are_no_matter() {
    let rows = format!(
        "<row>{}{}{}</row><row>{}<c><v>8</v></c><c><f>A1</f></c></row><row>{}<c><v>3</v></c>\
         <c t=\"e\"><v>#N/A</v></c></row>",
        text("gemeente"),
        text("uren-coordinator"),
        text("Opmerking bureau"),
        text("Best"),
        text("Urk"),
    );
    let (data, screen) = read("a.xlsx", &xlsx(&rows, "<calcPr fullCalcOnLoad=\"true\"/>"));
    assert_eq!(hours(&data.expect(&screen)), [Some(3), Some(8)]);
    assert_eq!(screen, "");
}

// Number formats

#[test]
fn percentages_are_refused_all_of_them() {
    let cells =
        [r#"<c s="1"><v>1</v></c>"#, r#"<c s="1"><v>0.2</v></c>"#, r#"<c s="1"><v>0</v></c>"#];
    let words = ["`100%` is a percentage", "`20%` is a percentage", "`0%` is a percentage"];
    assert_refused(read("a.xlsx", &xlsx_with_hours(&cells, "")), "not-a-number", &words);
    let cell = |value: &str, shown: &str| {
        format!(
            r#"<table:table-cell office:value-type="percentage" office:value="{value}">{shown}</table:table-cell>"#
        )
    };
    let cells =
        [cell("1", "<text:p>100%</text:p>"), cell("0.2", ""), cell("0", "<text:p>0%</text:p>")];
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    assert_refused(read("a.ods", &ods_with_hours(&cells)), "not-a-number", &words);
    let (data, screen) = read("a.csv", b"gemeente;uren-coordinator\nBest;100%\n");
    assert_refused((data, screen), "not-a-number", &words[..1]);
}

#[test]
fn durations_are_refused_all_of_them() {
    let cells =
        [r#"<c s="2"><v>1</v></c>"#, r#"<c s="2"><v>1.5</v></c>"#, r#"<c s="2"><v>2</v></c>"#];
    let words = ["`24:00` is a time", "`36:00` is a time", "`48:00` is a time"];
    assert_refused(read("a.xlsx", &xlsx_with_hours(&cells, "")), "not-a-number", &words);
    let cells = [24, 36, 48].map(|hours| {
        format!(r#"<table:table-cell office:value-type="time" office:time-value="PT{hours}H00M00S"><text:p>{hours}:00</text:p></table:table-cell>"#)
    });
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    assert_refused(read("a.ods", &ods_with_hours(&cells)), "not-a-number", &words);
}

#[test]
fn days_and_truths_are_refused_where_a_number_is_asked() {
    let cells =
        [r#"<c s="3"><v>45200</v></c>"#, r#"<c t="b"><v>1</v></c>"#, r#"<c t="b"><v>0</v></c>"#];
    let words = ["`2023-10-01` is a day", "`WAAR` is true or false", "`ONWAAR` is true or false"];
    assert_refused(read("a.xlsx", &xlsx_with_hours(&cells, "")), "not-a-number", &words);
    let cells = [
        r#"<table:table-cell office:value-type="date" office:date-value="2023-10-01"/>"#,
        r#"<table:table-cell office:value-type="boolean" office:boolean-value="true"/>"#,
        r#"<table:table-cell office:value-type="boolean" office:boolean-value="false"/>"#,
    ];
    assert_refused(read("a.ods", &ods_with_hours(&cells)), "not-a-number", &words);
}

#[test]
fn numbers_that_are_hidden_or_divided_are_refused() {
    let cells =
        [r#"<c s="4"><v>20</v></c>"#, r#"<c s="5"><v>0</v></c>"#, r#"<c s="5"><v>4</v></c>"#];
    let words = ["holds `20`", "holds `0`"];
    assert_refused(read("a.xlsx", &xlsx_with_hours(&cells, "")), "number-shown-otherwise", &words);
    let cells = [
        r#"<table:table-cell office:value-type="float" office:value="20000"><text:p>20k</text:p></table:table-cell>"#,
        r#"<table:table-cell office:value-type="float" office:value="20"><text:p>20,00</text:p></table:table-cell>"#,
    ];
    let words = ["holds `20000` and shows it in another form (`20k`)"];
    assert_refused(read("a.ods", &ods_with_hours(&cells)), "number-shown-otherwise", &words);
}

#[test]
fn numbers_that_are_shown_as_they_are_count() {
    let cells = [
        "<c><v>20</v></c>",
        r#"<c s="6"><v>8</v></c>"#,
        r#"<c t="inlineStr"><is><t>12</t></is></c>"#,
        "<c><f>4+4</f><v>8</v></c>",
    ];
    let (data, screen) = read("a.xlsx", &xlsx_with_hours(&cells, ""));
    // Urk, Ede, Goes and Best by their codes.
    assert_eq!(hours(&data.expect(&screen)), [Some(8), Some(12), Some(8), Some(20)], "{screen}");
}

#[test]
fn an_option_that_became_a_day_or_a_percentage_is_refused_with_the_reason() {
    let rows = |cell: &str| {
        let head = text("gemeente") + &text("week-lezen-en-schrijven");
        format!("<row>{head}</row><row>{}{cell}</row>", text("Best"))
    };
    for (cell, word) in [
        (r#"<c s="3"><v>44593</v></c>"#, "`2022-02-01`"),
        (r#"<c s="1"><v>1</v></c>"#, "`100%`"),
        (r#"<c t="inlineStr"><is><t>1-feb</t></is></c>"#, "`1-feb`"),
    ] {
        let (data, screen) = read("a.xlsx", &xlsx(&rows(cell), ""));
        assert!(screen.contains("may have made this of what was typed"), "{screen}");
        assert_refused((data, screen), "unknown-option", &[word]);
    }
}

#[test]
fn ticks_may_still_be_true_and_false() {
    let head = [
        "gemeente",
        "week-lezen-en-schrijven",
        "bekendheid.huis-aan-huis",
        "bekendheid.sociale-media",
        "bekendheid.geen",
    ];
    let head: String = head.map(text).concat();
    let tick = |yes: u8| format!(r#"<c t="b"><v>{yes}</v></c>"#);
    let row = [text("Best"), text("ja"), tick(1), tick(0), tick(0)].concat();
    let (data, screen) = read("a.xlsx", &xlsx(&format!("<row>{head}</row><row>{row}</row>"), ""));
    let data = data.expect(&screen);
    assert_eq!(data.responses.values().next().unwrap().answers.len(), 2, "{screen}");
}
