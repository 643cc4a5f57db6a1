//! What the national report says, in all editions of the fixture.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use gemeentespiegel::questionnaire::{FigureForm, ItemKind, Question, Wave};
use gemeentespiegel::register::Register;
use gemeentespiegel::templates::{Paragraph, Running, TextKind};

use crate::fixture::{BENCHMARK, Fixture};
use crate::kinds;
use crate::workspace::Workspace;

const EDITIONS: [u16; 5] = [2019, 2020, 2021, 2022, 2023];

/// The running text of every edition of the report.
static REPORTS: LazyLock<BTreeMap<u16, Running>> =
    LazyLock::new(|| EDITIONS.iter().map(|year| (*year, BENCHMARK.report(*year))).collect());

/// The section that holds a figure or table: its heading and all that follows up to the next.
fn section(year: u16, id: &str) -> &'static [Paragraph] {
    section_of(&REPORTS[&year].paragraphs, id)
}

fn section_of<'r>(paragraphs: &'r [Paragraph], id: &str) -> &'r [Paragraph] {
    let is_caption = |p: &Paragraph| p.kind == TextKind::Caption && p.figure.as_deref() == Some(id);
    let at = paragraphs.iter().position(is_caption);
    let at = at.unwrap_or_else(|| panic!("no figure `{id}`"));
    let is_heading = |p: &Paragraph| p.kind == TextKind::Heading;
    let start = paragraphs[..at].iter().rposition(is_heading).unwrap();
    let length = paragraphs[at..].iter().position(is_heading);
    &paragraphs[start..length.map_or(paragraphs.len(), |length| at + length)]
}

fn words(paragraphs: &[Paragraph]) -> String {
    paragraphs.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n")
}

fn asked(year: u16) -> impl Iterator<Item = &'static Question> {
    BENCHMARK.prepared.questionnaire.questions.iter().filter(move |q| q.asked_in(Wave(year)))
}

#[test]
fn every_question_of_every_edition_stands_under_its_own_words() {
    for year in EDITIONS {
        for question in asked(year) {
            let captions: Vec<_> = section(year, &question.id)
                .iter()
                .filter(|p| p.kind == TextKind::Caption)
                .map(|p| p.text.as_str())
                .collect();
            assert!(captions.contains(&question.text_in(Wave(year))), "{year}: {captions:?}");
        }
    }
}

/// The figures that the report of 2023 printed, and ours: the map and the bars of the provinces
/// are one figure here.
const PUBLISHED: [(u16, &str); 20] = [
    (1, "respons-per-provincie"),
    (2, "respons-per-provincie"),
    (3, "week-tegen-eenzaamheid"),
    (4, "landelijk-communicatiemateriaal"),
    (5, "signaalpunt"),
    (6, "signaleringsnetwerk"),
    (7, "gebruik-tools"),
    (8, "bestuurlijk-commitment"),
    (9, "financiering-aanpak"),
    (10, "lokale-coalitie"),
    (11, "kartrekker"),
    (12, "samenstelling-coalitie"),
    (13, "uitvoerders-huisbezoek"),
    (14, "huisbezoek-75plus"),
    (15, "doelgroep-betrokken-beleid"),
    (16, "aandacht-doelgroepen"),
    (17, "best-practices"),
    (18, "monitoring-evaluatie"),
    (19, "uitdagingen-eerder"),
    (20, "uitdagingen"),
];

#[test]
fn every_published_figure_of_2023_is_there() {
    let ours: BTreeSet<_> = REPORTS[&2023].figures.iter().map(|f| f.id.as_str()).collect();
    for (number, id) in PUBLISHED {
        assert!(ours.contains(id), "figure {number} (`{id}`)");
    }
    // What was printed with a figure's number is about that question.
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/published-figures.yaml");
    let text = std::fs::read_to_string(path).unwrap();
    let of_figure: BTreeMap<_, _> = PUBLISHED.into_iter().collect();
    let mut seen = 0;
    for fact in text.split("\n- id: ").skip(1).filter(|fact| fact.contains("report: 2023")) {
        let value = |key: &str| fact.lines().find_map(|line| line.trim().strip_prefix(key));
        let (Some(number), Some(question)) = (value("figure: "), value("question: ")) else {
            continue;
        };
        let ours = of_figure[&number.parse::<u16>().unwrap()];
        let matches = ours.starts_with(question) || question == "respons";
        assert!(matches, "figure {number} is about `{question}`, ours is `{ours}`");
        seen += 1;
    }
    assert!(seen > 20, "{seen} facts with a figure");
}

#[test]
fn every_break_is_told_in_its_section_and_in_the_appendix() {
    for year in EDITIONS {
        let appendix: Vec<_> = REPORTS[&year]
            .paragraphs
            .iter()
            .filter(|p| p.figure.as_deref().is_some_and(|id| id.starts_with("vergelijkbaarheid-")))
            .cloned()
            .collect();
        let appendix = words(&appendix);
        let mut told = 0;
        for question in asked(year) {
            let first = question.waves[0];
            for found in question.breaks.iter().filter(|b| b.wave <= Wave(year) && b.wave > first) {
                assert!(appendix.contains(&found.reason), "{year}, {}: appendix", question.id);
            }
            let Some(newest) = question.break_between(first, Wave(year)) else { continue };
            let section = words(section(year, &question.id)).replace('\u{a0}', " ");
            assert!(section.contains(&newest.reason), "{year}, {}: section", question.id);
            told += 1;
        }
        assert!(year < 2022 || told > 5, "{year}: {told} breaks");
    }
}

#[test]
fn a_break_that_keeps_some_answers_names_them() {
    let text = words(&REPORTS[&2023].paragraphs);
    for partly in [
        "Met 2022 deels: alleen ‘structureel budget’ is te vergelijken.",
        "Met 2020 deels: alleen ‘gemeenteraad heeft het thema geadresseerd’ is te vergelijken.",
    ] {
        assert!(text.contains(partly), "{partly}");
    }
}

#[test]
fn no_edition_speaks_of_a_later_year() {
    for year in EDITIONS {
        for paragraph in &REPORTS[&year].paragraphs {
            let numbers = paragraph.text.split(|c: char| !c.is_ascii_digit());
            // The answers of 2019 were given, and its report was made, partly in 2020.
            let last =
                BENCHMARK.prepared.project.waves[&Wave(year)].date.map_or(year, |date| date.year);
            let later = numbers.filter(|n| n.len() == 4).filter_map(|n| n.parse::<u16>().ok());
            let later: Vec<_> = later.filter(|n| (2000..2100).contains(n) && *n > last).collect();
            assert!(later.is_empty(), "{year} speaks of {later:?}: {}", paragraph.text);
        }
    }
}

#[test]
fn a_net_names_all_the_answers_that_it_takes_together() {
    for year in EDITIONS {
        let wave = Wave(year);
        for question in asked(year).filter(|question| question.rows.is_empty()) {
            let text = words(section(year, &question.id));
            let Some(rest) = text.split("Samengenomen ").nth(1) else { continue };
            let sentence = rest.split('.').next().unwrap();
            let nets = question.items_in(wave).filter_map(|(_, item)| match &item.kind {
                ItemKind::Net(members) => Some(members),
                _ => None,
            });
            let complete = nets.into_iter().any(|members| {
                let asked = members.iter().map(|member| question.at(*member));
                asked
                    .filter(|item| item.asked_in(wave))
                    .all(|item| sentence.contains(&format!("‘{}’", item.label_in(wave))))
            });
            assert!(complete, "{year}, {}: {sentence}", question.id);
        }
    }
}

#[test]
fn ties_are_named_together_and_nobody_is_said_in_words() {
    let text = words(section(2023, "samenstelling-coalitie"));
    let both = "Bij ‘Financiële sector, zoals banken’ en ‘Ondernemers’ komt het niet voor.";
    assert!(text.contains(both), "{text}");
}

#[test]
fn hatching_is_explained_where_a_drawn_row_has_a_range_and_nowhere_else() {
    let mut found = BTreeSet::new();
    // Counts of fewer than fifty stand in ranges.
    let few = Workspace::of("een-tegen-eenzaamheid");
    few.keep_lines_of_2023(12);
    // Without the templates that print figures of all.
    few.edit("project.yaml", |text| text.replace("templates: sjablonen\n", ""));
    let few = Fixture::of(&few.project()).report(2023);
    let all = EDITIONS.iter().map(|year| (*year, &REPORTS[year]));
    for (wave, report) in all.chain([(2023, &few)]) {
        for question in asked(wave).filter(|q| q.figure == FigureForm::YearRows) {
            let section = section_of(&report.paragraphs, &question.id);
            let drawn =
                section.iter().any(|p| p.kind == TextKind::Description && p.text.contains(" t/m "));
            let explained = words(section).contains("Gearceerd: een bereik");
            assert_eq!(drawn, explained, "{wave}, {}", question.id);
            found.insert(drawn);
        }
    }
    assert_eq!(found, [false, true].into(), "figures without a range and with one");
}

#[test]
fn descriptions_of_drawings_begin_with_the_finding_and_give_the_base() {
    for year in EDITIONS {
        let mut seen = 0;
        for question in asked(year) {
            let section = section(year, &question.id);
            let heading = section[0].text.replace('\u{a0}', " ");
            for drawing in section.iter().filter(|p| p.kind == TextKind::Description) {
                let alt = drawing.text.replace('\u{a0}', " ");
                // The drawing of the wave before says what was found then.
                let rows = format!("{}: het antwoord ‘", question.title);
                let begins = [format!("{heading}. "), "De antwoorden van ".to_owned(), rows];
                let begins = begins.iter().any(|begin| alt.starts_with(begin));
                assert!(begins, "{year}: {heading} / {alt}");
                seen += 1;
            }
        }
        assert!(seen > 8, "{year}: {seen} drawings");
    }
}

#[test]
fn the_report_counts_respondents_where_some_speak_for_several_municipalities() {
    let text = words(section(2023, "week-tegen-eenzaamheid"));
    assert!(text.contains("153 van de 172 respondenten (89%)"), "{text}");
    for (year, report) in &REPORTS.iter().collect::<Vec<_>>()[..] {
        let text = words(&report.paragraphs);
        for wrong in [") (was", "%) (", "van de gemeenten (", "Zie figuur"] {
            assert!(!text.contains(wrong), "{year}: `{wrong}`");
        }
    }
}

/// The cells of a figure's or table's rows, without its heading.
fn cells(year: u16, id: &str) -> Vec<&'static str> {
    let all = REPORTS[&year].paragraphs.iter();
    let own = all.filter(|p| p.kind == TextKind::Cell && p.figure.as_deref() == Some(id));
    own.map(|paragraph| paragraph.text.as_str()).collect()
}

#[test]
fn the_table_beside_the_map_tells_what_all_municipalities_did() {
    for year in EDITIONS {
        let all = cells(year, "tabel-respons-per-provincie");
        let (heads, rows) = all.split_at(6);
        assert_eq!(heads[1..4], ["Ingevuld", "Uitgenodigd, niet ingevuld", "Niet uitgenodigd"]);
        let rows: Vec<_> = rows.chunks(6).collect();
        assert_eq!((rows.len(), rows[12][0]), (13, "Nederland"));
        let number = |row: &[&str], column: usize| row[column].parse::<usize>().unwrap();
        let date = BENCHMARK.prepared.project.waves[&Wave(year)].reference_date;
        let valid = Register::builtin().on(date).count();
        let told: usize = (1..4).map(|column| number(rows[12], column)).sum();
        assert_eq!(told, valid, "{year}: every municipality did one of the three");
        for (column, head) in heads.iter().enumerate().skip(1).take(4) {
            let sum: usize = rows[..12].iter().map(|row| number(row, column)).sum();
            assert_eq!(sum, number(rows[12], column), "{year}, {head}");
        }
        let taken = &BENCHMARK.prepared.participation[&Wave(year)];
        assert_eq!(number(rows[12], 1), taken.respondents.len(), "{year}");
        assert_eq!(number(rows[12], 2), taken.invitees.difference(&taken.respondents).count());
    }
}

#[test]
fn the_report_says_once_for_how_many_municipalities_the_respondents_speak() {
    for year in EDITIONS {
        let taken = &BENCHMARK.prepared.participation[&Wave(year)];
        assert!(taken.joint > 0 && taken.represented > taken.responded);
        let said = format!("gaan de antwoorden over {} gemeenten", taken.represented);
        let times = words(&REPORTS[&year].paragraphs).matches(&said).count();
        assert_eq!(times, 1, "{year}: {said}");
    }
}

#[test]
fn no_word_is_explained_twice() {
    for year in EDITIONS {
        let edition = BENCHMARK.edition(year);
        let traced = kinds::traced(&kinds::report(), &edition);
        let chapter = traced.text().split("= Bijlage: begrippen").nth(1).unwrap();
        let chapter = chapter.split("= Bijlage").next().unwrap();
        let terms = chapter.lines().filter_map(|line| line.strip_prefix("/ ")?.split(": ").next());
        let terms: Vec<_> = terms.collect();
        let different: BTreeSet<_> = terms.iter().collect();
        assert!(terms.len() > 20, "{terms:?}");
        assert_eq!(different.len(), terms.len(), "{terms:?}");
    }
}

#[test]
fn the_appendix_has_all_waves_panels_rows_and_answers() {
    let report = &REPORTS[&2023];
    let table = |id: &str| {
        let cells = report.paragraphs.iter().filter(|p| p.figure.as_deref() == Some(id));
        cells.map(|p| p.text.clone()).collect::<Vec<_>>()
    };
    let week = table("tabel-week-tegen-eenzaamheid-1");
    for year in EDITIONS {
        assert!(week.contains(&year.to_string()), "{week:?}");
    }
    let panels = table("tabel-week-tegen-eenzaamheid-3");
    assert!(panels.contains(&"2020* (met\u{a0}2019)".to_owned()), "{panels:?}");
    let tools = words(&report.paragraphs);
    assert!(tools.contains("Cursusmateriaal, basis (n)"), "rows of earlier waves");
    let policy = table("tabel-doelgroep-betrokken-beleid-1");
    assert!(policy.contains(&"samengevoegd".to_owned()), "{policy:?}");
    assert!(policy.contains(&"ja, delen van de doelgroep".to_owned()), "{policy:?}");
}

/// In three questions with a bar per year the panel of 2021 and 2022 is withheld of 2021: its row
/// stands in the figure, and the description says why it has no bar.
#[test]
fn a_withheld_panel_row_is_said_and_not_left_out() {
    let traced = kinds::traced(&kinds::report(), &BENCHMARK.edition(2022));
    let same = "2021, zelfde respondenten: niet getoond om antwoorden van anderen te beschermen";
    let described: Vec<_> = traced.text().lines().filter(|line| line.contains(same)).collect();
    assert_eq!(described.len(), 3, "{described:?}");
}
