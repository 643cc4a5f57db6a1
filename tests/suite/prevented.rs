//! Why the errors of the published reports that are called *prevented* can't be made here.
//!
//! Each has a sample with the numbers that went wrong: what an author writes in the place of
//! the error, and what is printed for it. The invented answers of the fixture give the totals
//! of those reports, so that the right number is known. Where no number went wrong, a small
//! check shows the prevention.

use std::collections::BTreeSet;

use gemeentespiegel::questionnaire::{Question, Wave};
use gemeentespiegel::statistics::Share;
use gemeentespiegel::templates::{Running, TextKind};
use gemeentespiegel::typesetting::{FontSet, Typesetter};

use crate::error_classes::rows;
use crate::fixture::BENCHMARK;
use crate::workspace::{Workspace, screen};

/// Of an error: what is written in a template of which report, and what is printed.
const WRITTEN: [(&str, u16, &str, &str); 25] = [
    // 188 and 182 were invited.
    ("A1", 2020, "{{ respons.uitgenodigd }}, en {{ respons.uitgenodigd }}", "182, en 182"),
    // 64 of 103 is not 63%.
    (
        "A2",
        2019,
        "{{ respons.ingevuld }} van de {{ respons.uitgenodigd }} ({{ respons.procent }})",
        "64 van de 103 (62%)",
    ),
    // 73% and 78% in one chapter.
    (
        "A3",
        2020,
        r#"{{ cijfer("huisbezoek-75plus", "ja-samen") }}"#,
        "73 van de 100 respondenten (73%)",
    ),
    // 57%, and 56 of 100.
    (
        "A4",
        2020,
        r#"{{ cijfer("huisbezoek-75plus", "volle-breedte") }}"#,
        "56 van de 100 respondenten (56%)",
    ),
    // A panel of 28 and of 25.
    (
        "A5",
        2020,
        r#"{{ cijfer("tijdelijke-financiering", "afhankelijk").paneel.van }}, en {{ cijfer("tijdelijke-financiering", "afhankelijk").paneel.van }}"#,
        "28, en 28",
    ),
    // 43 and 41 of 100.
    ("A6", 2020, r#"{{ cijfer("ggd-metingen", "ja") }}"#, "41 van de 100 respondenten (41%)"),
    // 28 of 43 is not 64%.
    (
        "A7",
        2020,
        r#"{{ cijfer("huisbezoek-75plus", "volle-breedte").paneel.naar }} van de {{ cijfer("huisbezoek-75plus", "volle-breedte").paneel.n }}"#,
        "28 van de 43",
    ),
    // 26, and 27% of 99.
    ("A8", 2020, r#"{{ cijfer("lokale-coalitie", "nee") }}"#, "26 van de 99 respondenten (26%)"),
    // 82% without a base.
    (
        "B1",
        2020,
        r#"{{ cijfer("week-tegen-eenzaamheid", "ja", jaar=2019) }}"#,
        "53 van de 64 respondenten (83%)",
    ),
    // 88 municipalities, where 88% was meant.
    (
        "B3",
        2020,
        r#"{{ cijfer("uitvoerders-huisbezoek", "vrijwilligers") }}"#,
        "62 van de 83 respondenten (75%)",
    ),
    // 29% and 43% of a panel of 43.
    (
        "B5",
        2020,
        r#"{{ cijfer("signaalpunt", "ja").paneel.van }} en {{ cijfer("signaalpunt", "ja").paneel.naar }} van de {{ cijfer("signaalpunt", "ja").paneel.n }}"#,
        "12 en 18 van de 42",
    ),
    // 34 + 33 + 32 of 100.
    (
        "B6",
        2020,
        r#"{{ cijfer("financiering-2020", "budget-samen") }}"#,
        "85 van de 100 respondenten (85%)",
    ),
    // 39 and 23 are 61%.
    (
        "B7",
        2020,
        r#"{{ cijfer("aanvullende-activiteiten", "ja-doelgroep") }}"#,
        "62 van de 100 respondenten (62%)",
    ),
    // 42 and 25 are 69%, of an unknown base.
    (
        "B8",
        2020,
        r#"{{ cijfer("tijdelijke-financiering", "afhankelijk") }}"#,
        "67 van de 97 respondenten (69%)",
    ),
    // 73 coalitions, of which 73 of 97 have a leader.
    ("B12", 2020, r#"{{ cijfer("kartrekker", "ja") }}"#, "73 van de 97 respondenten (75%)"),
    // 75 active in 73 coalitions.
    (
        "B13",
        2020,
        r#"{{ cijfer("samenstelling-coalitie", "actief", rij="gemeente") }}"#,
        "75 van de 92 respondenten (82%)",
    ),
    // "Veruit de meeste" and "nagenoeg alle" of one number.
    (
        "B17",
        2020,
        r#"{{ cijfer("monitoring-evaluatie", "ja-of-ten-dele").deel }}, {{ cijfer("monitoring-evaluatie", "ja-of-ten-dele").deel }}"#,
        "de meeste respondenten, de meeste respondenten",
    ),
    // 89% of whom?
    (
        "C6",
        2023,
        r#"{{ cijfer("week-tegen-eenzaamheid", "ja") }}"#,
        "153 van de 172 respondenten (89%)",
    ),
    // Who skipped a row was counted.
    ("C7", 2023, r#"{{ cijfer("gebruik-tools", "gebruikt", rij="adviseurs").basis }}"#, "171"),
    // Who skipped the question counted as a user.
    (
        "C8",
        2023,
        r#"{{ cijfer("best-practices", "ja-samen") }}"#,
        "159 van de 174 respondenten (91%)",
    ),
    // 83% have one, 14% are starting: within it or beside it?
    (
        "C10",
        2023,
        r#"{{ cijfer("lokale-coalitie", "in-opbouw").aantal }} van de {{ cijfer("lokale-coalitie", "ja-samen").aantal }}"#,
        "24 van de 143",
    ),
    // "A hundred" filled in the first measurement.
    ("D1", 2019, "{{ respons.ingevuld }}", "64"),
    // Of a panel 39,5% beside 64%: a panel is counted.
    (
        "E3",
        2020,
        r#"{{ cijfer("huisbezoek-75plus", "volle-breedte").paneel.van }} en {{ cijfer("huisbezoek-75plus", "volle-breedte").paneel.naar }}"#,
        "17 en 28",
    ),
    // A percentage without a base.
    ("E5", 2020, r#"{{ cijfer("signaleringsnetwerk", "ja") }}"#, "63 van de 98 respondenten (64%)"),
    // Four ways to date one measurement.
    (
        "D8",
        2023,
        "{{ periode }}, en {{ periode }}",
        "oktober – november 2023, en oktober – november 2023",
    ),
];

/// Of an error that is no number in a sentence: the test that shows that it can't be made.
const SHOWN: [(&str, fn()); 14] = [
    ("B2", no_count_is_above_its_base),
    ("B9", all_options_stand_in_the_figure),
    ("B11", a_panel_is_part_of_all),
    ("C1", references_follow_their_figures),
    ("C2", references_follow_their_figures),
    ("C3", references_follow_their_figures),
    ("C4", a_figure_bears_its_question),
    ("C12", several_answers_are_told),
    ("C17", a_figure_and_its_caption_are_one),
    ("D11", the_panel_has_one_mark),
    ("D9", words_belong_to_their_year),
    ("E4", parts_are_counted),
    ("E6", headings_are_numbered_by_the_typesetter),
    ("E7", references_follow_their_figures),
];

#[test]
fn every_error_that_is_prevented_has_a_sample() {
    let samples = WRITTEN.iter().map(|(id, ..)| *id).chain(SHOWN.iter().map(|(id, _)| *id));
    let mut samples: Vec<_> = samples.collect();
    samples.sort_unstable();
    let prevented = rows().into_iter().filter(|row| row.verdict == "prevented");
    let mut prevented: Vec<_> = prevented.map(|row| row.id).collect();
    prevented.sort_unstable();
    assert_eq!(samples, prevented);
}

#[test]
fn what_is_written_in_the_place_of_an_error_prints_the_right_number() {
    let mut wrong = Vec::new();
    for year in [2019, 2020, 2023] {
        let of_year: Vec<_> = WRITTEN.iter().filter(|(_, of, ..)| *of == year).collect();
        let lines: Vec<_> = of_year.iter().map(|(_, _, written, _)| *written).collect();
        let printed = BENCHMARK.filled(year, &lines.join("\n\n")).paragraphs;
        assert_eq!(printed.len(), of_year.len(), "{year}");
        for (paragraph, (id, _, _, right)) in printed.iter().zip(of_year) {
            if paragraph.text != *right {
                wrong.push(format!("{id}: `{}`, expected `{right}`", paragraph.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn question(id: &str) -> &'static Question {
    BENCHMARK.prepared.questionnaire.find(id).unwrap_or_else(|| panic!("{id}")).1
}

/// What stands in a figure of a report, by kind of text.
fn in_figure<'r>(report: &'r Running, id: &str, kind: TextKind) -> Vec<&'r str> {
    let own = report.paragraphs.iter();
    let own = own.filter(|p| p.kind == kind && p.figure.as_deref() == Some(id));
    own.map(|paragraph| paragraph.text.as_str()).collect()
}

/// B2: 82 of 101, where 100 answered.
#[test]
fn no_count_is_above_its_base() {
    assert!(Share::of(101, 100).is_none());
    let respondents = BENCHMARK.prepared.participation[&Wave(2020)].responded;
    for (key, table) in BENCHMARK.prepared.publication.tables() {
        if key.wave == Wave(2020) {
            assert!(table.base().is_none_or(|base| base <= respondents), "{key:?}");
        }
    }
}

/// B9: 73 and 13 of 100, and nothing about the other 14.
#[test]
fn all_options_stand_in_the_figure() {
    let report = BENCHMARK.report(2020);
    let drawn = in_figure(&report, "huisbezoek-75plus", TextKind::Description).join(" ");
    for (_, option) in question("huisbezoek-75plus").options_in(Wave(2020)) {
        let named = [option.label_in(Wave(2020)), &option.short];
        assert!(named.iter().any(|name| drawn.contains(*name)), "{}: {drawn}", option.code);
    }
}

/// B11: so few in the panel that nearly all others would have to.
#[test]
fn a_panel_is_part_of_all() {
    let (index, question) =
        BENCHMARK.prepared.questionnaire.find("tijdelijke-financiering").unwrap();
    let tables: Vec<_> = BENCHMARK.prepared.for_the_bureau().tables.iter().collect();
    let of = |group: &str| {
        let wanted = |key: &gemeentespiegel::disclosure::TableKey| {
            key.question == index && key.wave == Wave(2020) && key.group.to_string() == group
        };
        tables.iter().find(|(key, _)| wanted(key)).unwrap_or_else(|| panic!("{group}")).1
    };
    let (all, panel) = (of("national"), of("panel:2019-2020"));
    assert!(panel.base < all.base);
    for (option, found) in question.options_in(Wave(2020)) {
        let [all, panel] = [all, panel].map(|table| (table.count(option), table.base));
        assert!(panel.0 <= all.0 && all.0 - panel.0 <= all.1 - panel.1, "{}", found.code);
    }
}

/// The words that a PDF of a small report shows.
fn printed(body: &str) -> String {
    let source =
        format!("#import \"/stijl.typ\": *\n#show: document.with(title: \"Proef\")\n{body}");
    let templates = [("landelijk-rapport.typ".to_owned(), source)].into();
    let templates = gemeentespiegel::templates::TemplateSet::load(&templates, |_| {}).unwrap();
    let source = templates.render_typst("landelijk-rapport.typ", minijinja::Value::UNDEFINED);
    let typesetter = Typesetter::new(FontSet::bundled());
    let laid = typesetter.lay_out(&source.unwrap(), &[].into()).unwrap();
    let runs = laid.layout.iter().flat_map(|page| &page.texts);
    runs.map(|run| run.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// C1 to C3 and E7: "figure 11" for figure 8, since others had been taken out; and figures
/// without a number.
#[test]
fn references_follow_their_figures() {
    let figure = |id: &str| format!("#figuur(\"{id}\", caption: [{id}], alt: \"x\")[x]\n\n");
    let text = "Zie hier #zie(\"laatste\").\n\n";
    let three = printed(&format!("{text}{}{}{}", figure("een"), figure("twee"), figure("laatste")));
    let two = printed(&format!("{text}{}{}", figure("een"), figure("laatste")));
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    assert!(plain(&three).contains("figuur 3"), "{three}");
    assert!(plain(&two).contains("figuur 2") && !plain(&two).contains("figuur 3"), "{two}");
}

/// C4: the title of another question inside a figure.
#[test]
fn a_figure_bears_its_question() {
    let report = BENCHMARK.report(2023);
    let captions = in_figure(&report, "best-practices", TextKind::Caption);
    assert_eq!(captions.first(), Some(&question("best-practices").text_in(Wave(2023))));
}

/// C12: 34% and 91% in one figure.
#[test]
fn several_answers_are_told() {
    let report = BENCHMARK.report(2023);
    let notes = in_figure(&report, "financiering-aanpak", TextKind::Note).join(" ");
    assert!(notes.contains("Meer antwoorden waren mogelijk"), "{notes}");
}

/// C17: captions out of order, and a chart after the next heading.
#[test]
fn a_figure_and_its_caption_are_one() {
    let report = BENCHMARK.report(2023);
    let captions = report.paragraphs.iter().filter(|p| p.kind == TextKind::Caption);
    let captions: Vec<_> = captions.filter_map(|p| p.figure.as_deref()).collect();
    let figures: Vec<_> = report.figures.iter().map(|figure| figure.id.as_str()).collect();
    assert_eq!(captions, figures);
}

/// D11: one asterisk, two, or "the lower two bars".
#[test]
fn the_panel_has_one_mark() {
    let report = BENCHMARK.report(2020);
    let marks: BTreeSet<_> = report
        .paragraphs
        .iter()
        .filter(|p| p.kind == TextKind::Note)
        .filter_map(|note| note.text.split_once(" Respondenten die"))
        .map(|(before, _)| before.rsplit(' ').next().unwrap_or_default())
        .collect();
    assert_eq!(marks, BTreeSet::from(["*"]));
}

/// D9: from which year the question was a wider one.
#[test]
fn words_belong_to_their_year() {
    let question = question("monitoring-evaluatie");
    let words: BTreeSet<_> = [2020, 2023]
        .map(|year| {
            let report = BENCHMARK.report(year);
            let captions = in_figure(&report, &question.id, TextKind::Caption).join(" ");
            assert!(captions.contains(question.text_in(Wave(year))), "{year}: {captions}");
            question.text_in(Wave(year))
        })
        .into();
    assert_eq!(words.len(), 2, "{words:?}");
}

/// E4: a list that ends at pillar 4, and results of five.
#[test]
fn parts_are_counted() {
    let template =
        "{% for deel in programma if deel.soort == \"pijler\" %}{{ loop.index }} {% endfor %}";
    let listed = &BENCHMARK.filled(2020, template).paragraphs[0].text;
    assert_eq!(listed, "1 2 3 4 5");
}

/// E6: a stray "4.7" in section 4.6.
#[test]
fn headings_are_numbered_by_the_typesetter() {
    let workspace = Workspace::of("small");
    std::fs::create_dir_all(workspace.project().join("sjablonen")).unwrap();
    let template = "#import \"/stijl.typ\": *\n#show: document.with(title: \"Proef\")\n\
                    = Rapport\n== 4.7 Netwerk\nTekst.\n";
    let path = workspace.project().join("sjablonen/landelijk-rapport.typ");
    std::fs::write(path, template).unwrap();
    workspace.edit("project.yaml", |text| format!("{text}\ntemplates: sjablonen\n"));
    let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]);
    let told = "landelijk-rapport.typ:4:4: warning[typed-number]";
    assert!(screen(&output).contains(told), "{}", screen(&output));
}
