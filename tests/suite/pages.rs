//! Every page of every document of a municipality, as it was laid out: nothing runs over,
//! nothing stands over anything else, and no page is half empty.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use gemeentespiegel::diagnostics::Diagnostics;
use gemeentespiegel::documents::{Edition, Job, Kind};
use gemeentespiegel::production;
use gemeentespiegel::proofreading::{Paths, proofread};
use gemeentespiegel::questionnaire::{
    CouncilQuestion, ItemIndex, ItemKind, Question, Questionnaire, Wave,
};
use gemeentespiegel::register::MunicipalityCode;
use gemeentespiegel::templates::{TemplateSet, TypstMarkup, escape, running_text};
use gemeentespiegel::typesetting::{FontSet, Laid, Margins, PageInk, Typesetter};

use crate::fixture::{BENCHMARK, Fixture};
use crate::kinds;
use crate::workspace::Workspace;

/// No page is emptier than this.
const FULL: f64 = 0.8;
/// Nor fuller: the overhang of a letter.
const RUN_OVER: f64 = 1.002;
/// No empty band across a page is higher than this, in points: three lines to write on, or the
/// white above the foot of a page.
const BAND: f64 = 110.0;
/// A document with its text as it went into the typesetter.
pub(crate) struct Sheet {
    pub(crate) kind: &'static Kind,
    pub(crate) code: MunicipalityCode,
    pub(crate) source: TypstMarkup,
    pub(crate) laid: Laid,
}

impl Sheet {
    fn margins(&self) -> &'static Margins {
        if self.kind.name == kinds::SUMMARY { &Margins::SUMMARY } else { &Margins::FACTSHEET }
    }

    pub(crate) fn name(&self) -> String {
        format!("{} of {}", self.kind.name, self.code)
    }

    /// Everything that it says, also in drawings, with plain spaces.
    pub(crate) fn text(&self) -> String {
        let running = running_text(self.source.as_str());
        let texts = running.paragraphs.iter().map(|paragraph| paragraph.text.as_str());
        texts.collect::<Vec<_>>().join("\n").replace('\u{a0}', " ")
    }
}

/// All sheets of a project's last wave.
fn sheets(fixture: &Fixture) -> Vec<Sheet> {
    sheets_for(&fixture.last_edition(), |_| true)
}

/// The sheets of some municipalities.
pub(crate) fn sheets_for(
    edition: &Edition,
    wanted: impl Fn(MunicipalityCode) -> bool,
) -> Vec<Sheet> {
    let typesetter = Typesetter::new(FontSet::bundled());
    Job::filled(edition)
        .iter()
        .filter_map(|job| Some((job, job.reader.municipality()?)))
        .filter(|(_, code)| wanted(*code))
        .map(|(job, code)| {
            let (source, info) = kinds::filled(job, edition);
            let laid = typesetter.lay_out(&source, &edition.files());
            let laid = laid.unwrap_or_else(|found| panic!("{}: {found:?}", info.ident));
            Sheet { kind: job.kind, code, source, laid }
        })
        .collect()
}

/// All sheets of the fixture, laid out once for all tests of this file.
static SHEETS: LazyLock<Vec<Sheet>> = LazyLock::new(|| sheets(&BENCHMARK));

fn summaries() -> impl Iterator<Item = &'static Sheet> {
    SHEETS.iter().filter(|sheet| sheet.kind.name == kinds::SUMMARY)
}

/// Below the room to write on that fills a page with few lines.
const ROOM_TO_WRITE: &str = "Ruimte voor aantekeningen";

/// The texts between the upper and lower margin, as (top, bottom). Room to write begins where
/// the text above it ends.
fn rows(page: &PageInk, margins: &Margins) -> Vec<(f64, f64)> {
    let body = margins.top - 1.0..page.height - margins.bottom;
    let texts = page.texts.iter().filter(|run| !run.text.trim().is_empty());
    let mut rows: Vec<_> = texts.map(|run| (run.bounds[1], run.bounds[3])).collect();
    rows.retain(|(top, _)| body.contains(top));
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    if page.texts.iter().any(|run| run.text.trim() == ROOM_TO_WRITE)
        && let [.., above, room] = &mut rows[..]
    {
        room.0 = above.1;
    }
    rows
}

/// How far down a page is filled with text, from 0 to 1, and its highest band without any.
/// Lines and fills without words count for nothing.
fn text_fill(page: &PageInk, margins: &Margins) -> (f64, f64) {
    let (mut end, mut band) = (margins.top, 0f64);
    for (top, bottom) in rows(page, margins) {
        band = band.max(top - end);
        end = end.max(bottom);
    }
    ((end - margins.top) / (page.height - margins.top - margins.bottom), band)
}

/// What is wrong with the pages of a document; nothing when it is fit to print.
fn faults(pages: &[PageInk], margins: &Margins) -> Vec<String> {
    let mut faults = Vec::new();
    if pages.len() != 2 {
        faults.push(format!("{} pages", pages.len()));
    }
    for (number, page) in (1..).zip(pages) {
        let (filled, band) = text_fill(page, margins);
        if filled < FULL || page.filled(margins) > RUN_OVER {
            faults.push(format!("page {number} is filled to {:.0}%", 100.0 * filled));
        }
        if band > BAND {
            faults.push(format!("page {number} is empty for {band:.0} points"));
        }
        for stray in page.strays(margins) {
            faults.push(format!("page {number}: ink in the margin at {stray:.0?}"));
        }
        for (one, other) in page.overlaps() {
            faults.push(format!("page {number}: `{}` over `{}`", one.text, other.text));
        }
    }
    faults
}

#[test]
fn every_page_of_every_municipality_is_fit_to_print() {
    let all = kinds::count(&BENCHMARK.edition(2023), None);
    assert_eq!(SHEETS.len(), all - kinds::count(&BENCHMARK.edition(2023), Some(kinds::REPORT)));
    let faults: Vec<_> = SHEETS
        .iter()
        .flat_map(|sheet| {
            let found = faults(&sheet.laid.layout, sheet.margins()).into_iter();
            found.map(|fault| format!("{}: {fault}", sheet.name()))
        })
        .collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_sheet_says_for_how_many_municipalities_the_answers_speak() {
    let (_, taken) = BENCHMARK.prepared.participation.last_key_value().unwrap();
    assert!(taken.joint > 0 && taken.represented > taken.responded);
    let said = format!("over {} gemeenten", taken.represented);
    for sheet in SHEETS.iter() {
        assert_eq!(sheet.text().matches(&said).count(), 1, "{}: {said}", sheet.name());
    }
}

#[test]
fn a_page_that_is_not_fit_to_print_is_found() {
    let words = "Twaalf woorden die samen een gewone regel van een blad vullen. ".repeat(60);
    let pages = |body: &str| {
        let source = format!(
            "#import \"/stijl.typ\": *\n#show: document.with(title: \"x\", ontwerp: \"raadssamenvatting\")\n\
             = Kop\n{body}"
        );
        let templates = TemplateSet::load(&[("x.typ".to_owned(), source)].into(), |_| ()).unwrap();
        let source = templates.render_typst("x.typ", ().into()).unwrap();
        let laid = Typesetter::new(FontSet::bundled()).lay_out(&source, &BTreeMap::new());
        faults(&laid.unwrap().layout, &Margins::SUMMARY).join("; ")
    };
    let text = escape(&words);
    let text = text.as_str();
    assert_eq!(pages(&format!("{text}\n#pagebreak()\n{text}")), "");
    let cases = [
        (format!("{text}\n\n{text}\n\n{text}"), "3 pages"),
        (format!("{text}\n#pagebreak()\nEen regel."), "page 2 is filled to"),
        (
            format!(
                "{text}\n#pagebreak()\nEen regel.\n#for i in range(30) {{ v(18pt); line(length: 100%) }}"
            ),
            "page 2 is filled to",
        ),
        (
            format!("{text}\n#pagebreak()\nEen regel.\n#v(1fr)\nNog een regel."),
            "page 2 is empty for",
        ),
        (format!("{text}\n#pagebreak()\n{text}\n#place(dx: -9mm)[uit]"), "ink in the margin"),
        (
            format!("{text}\n#pagebreak()\n{text}\n#place(dx: 170mm)[lang label]"),
            "ink in the margin",
        ),
        (
            format!("{text}\n#pagebreak()\n{text}\n#place(top)[links]#place(top, dx: 5pt)[rechts]"),
            "over",
        ),
        (
            format!(
                "{text}\n#pagebreak()\n{text}\n#block(height: 9pt, {{ place[een]; place(dy: 4pt)[twee] }})"
            ),
            "over",
        ),
    ];
    for (body, expected) in cases {
        let found = pages(&body);
        assert!(found.contains(expected), "expected `{expected}`, found `{found}`");
    }
}

#[test]
fn the_summary_is_black_and_white_and_large_enough() {
    for sheet in summaries() {
        for (at, _) in sheet.source.as_str().match_indices("rgb(\"#") {
            let hex = &sheet.source.as_str()[at + 6..at + 12];
            assert!(hex[..2] == hex[2..4] && hex[2..4] == hex[4..], "{}: #{hex}", sheet.name());
        }
        for run in sheet.laid.layout.iter().flat_map(|page| &page.texts) {
            assert!(run.size >= 8.99, "{}: `{}` in {} pt", sheet.name(), run.text, run.size);
        }
    }
}

/// What the reading of all documents says about numbers that don't agree with their words.
fn disagreements(fixture: &Fixture) -> Vec<String> {
    let mut diagnostics = Diagnostics::default();
    let paths = Paths { questionnaire: "vragenlijst.yaml", templates: "sjablonen" };
    proofread(&fixture.last_edition(), paths, &mut diagnostics);
    let found = diagnostics.sorted().into_iter().filter(|found| found.code == "number-agreement");
    found.map(|found| found.message.clone()).collect()
}

#[test]
fn numbers_agree_with_their_words_on_every_sheet() {
    assert_eq!(disagreements(&BENCHMARK), Vec::<String>::new());
}

#[test]
fn a_number_that_does_not_agree_on_the_sheet_for_the_council_is_found() {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    let template = "#import \"/stijl.typ\": *\n\n{{ 1 }} gemeenten antwoordden hetzelfde.\n";
    std::fs::write(workspace.project().join("sjablonen/raadssamenvatting.typ"), template).unwrap();
    let found = disagreements(&Fixture::of(&workspace.project()));
    assert_eq!(found.len(), 1, "{found:?}");
}

/// The findings in the source of a factsheet, by the box that they stand in.
pub(crate) fn findings_in(source: &str) -> BTreeMap<&'static str, Vec<String>> {
    let box_of = |from: &str, to: &str| {
        let start = source.find(from)? + from.len();
        Some(&source[start..start + source[start..].find(to)?])
    };
    let points = |text: &str, mark: &str| {
        let lines = text.lines().map(str::trim).filter(|line| line.starts_with(mark));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let unlike = box_of("vak([Anders dan", "vak([").unwrap_or_default();
    let changed =
        box_of("vak([Veranderd]", "#let regel").or_else(|| box_of("vak([Veranderd]", "table("));
    let changed = changed.and_then(|text| text.split("vak([").next()).unwrap_or_default();
    [("unlike most", points(unlike, "punt(")), ("changed", points(changed, "par[#"))].into()
}

/// Which question a sentence is about, by the words of its findings.
fn question<'a>(questionnaire: &'a Questionnaire, sentence: &str) -> &'a str {
    let said = |text: &str| {
        let words = text.split_once("{}").map_or(text, |(before, _)| before);
        sentence.contains(&format!("\"{words}"))
    };
    let about = |question: &&Question| {
        let ticks = question.sheet.ticks.iter();
        let mut ticks = ticks.flat_map(|tick| [&tick.yes.finding, &tick.no.finding]);
        question.findings.values().any(|text| said(text)) || ticks.any(|text| said(text))
    };
    questionnaire.questions.iter().find(about).map_or("-", |question| question.id.as_str())
}

/// What each rule chose over all municipalities, how often, and how many headlines differ.
#[test]
fn the_findings_of_all_municipalities_follow_their_rules() {
    let questionnaire = &BENCHMARK.prepared.questionnaire;
    let mut uses: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut lengths: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    let (mut headlines, mut with_headline) = (BTreeSet::new(), 0);
    for sheet in SHEETS.iter().filter(|sheet| sheet.kind.name == kinds::FACTSHEET) {
        let source = sheet.source.as_str();
        for (rule, own) in findings_in(source) {
            *lengths.entry((rule, own.len())).or_default() += 1;
            assert!(own.len() <= if rule == "changed" { 3 } else { 4 }, "{own:?}");
            let mut told = BTreeSet::new();
            for sentence in &own {
                let question = question(questionnaire, sentence);
                *uses.entry((rule, question)).or_default() += 1;
                let twice = !told.insert(question) && rule == "unlike most";
                assert!(!twice, "{}: two of {question}: {own:?}", sheet.name());
            }
        }
        let headline = source.lines().find(|line| line.contains("text(14.5pt"));
        let headline = headline.and_then(|line| line.split_once(")[")).map(|(_, words)| words);
        with_headline += usize::from(headline.is_some());
        headlines.extend(headline.and_then(|words| words.split_once(';')).map(|(_, said)| said));
    }
    let mut table = format!("{with_headline} headlines, {} different\n", headlines.len());
    for ((rule, question), count) in &uses {
        table += &format!("{rule:12} {question:28} {count:4}\n");
    }
    for ((rule, length), count) in &lengths {
        table += &format!("{rule:12} {length} sentences: {count}\n");
    }
    insta::assert_snapshot!("findings_by_rule_and_question", table);
}

/// Who has no coalition reads it, and who has no budget too: few others say so.
#[test]
fn a_rare_answer_is_always_among_the_findings() {
    let rare =
        [("nee, (nog) geen", "lokale coalitie"), ("geen budget", "geen budget voor de aanpak")];
    for (answer, said) in rare {
        let (mut seen, mut untold) = (0, 0);
        for sheet in SHEETS.iter().filter(|sheet| sheet.kind.name == kinds::FACTSHEET) {
            let source = sheet.source.as_str();
            let own = source.lines().any(|line| {
                line.contains(&format!("[*#\"{answer}\";*"))
                    || (line.contains("weight: \"bold\"")
                        && line.contains(&format!("#\"{answer}\";")))
            });
            if own {
                seen += 1;
                let found = &findings_in(source)["unlike most"];
                // Only four rarer ones go before it.
                let told = found.iter().any(|line| line.contains(said));
                assert!(told || found.len() == 4, "{}: {found:?}", sheet.name());
                untold += usize::from(!told);
            }
        }
        assert!(seen >= 3 && untold <= 2, "{answer}: {untold} of {seen}");
    }
}

/// A state in which a municipality can be, and what its two documents then say.
struct State {
    name: &'static str,
    code: &'static str,
    on_the_factsheet: &'static [&'static str],
    on_the_summary: &'static [&'static str],
    on_neither: &'static [&'static str],
}

const STATES: [State; 9] = [
    State {
        name: "first time",
        code: "GM0716",
        on_the_factsheet: &["Tholen vulde de vragenlijst voor het eerst in"],
        on_the_summary: &["Wat doet Tholen?", "Tholen vulde de vragenlijst voor het eerst in"],
        on_neither: &["dan de vorige keer", "sinds het vorige antwoord"],
    },
    State {
        name: "half of the questions skipped",
        code: "GM0716",
        on_the_factsheet: &["Tholen beantwoordde", "van de 13 hoofdvragen", "geen antwoord"],
        on_the_summary: &["Hierop gaf Tholen geen antwoord", "gaf hier geen antwoord op"],
        on_neither: &[],
    },
    State {
        name: "all five years",
        code: "GM0193",
        on_the_factsheet: &["sinds het vorige antwoord", "(2022: "],
        on_the_summary: &["Wat doet Zwolle?", "Anders dan de vorige keer"],
        on_neither: &["voor het eerst"],
    },
    State {
        name: "three municipalities",
        code: "GM0376",
        on_the_factsheet: &["gaan ook over Laren en Eemnes"],
        on_the_summary: &["gaan ook over Laren en Eemnes"],
        on_neither: &[],
    },
    State {
        name: "merged since last year",
        code: "GM1992",
        on_the_factsheet: &["bestaat in deze vorm sinds 1 januari 2023", "voor het eerst"],
        on_the_summary: &["bestaat in deze vorm sinds 1 januari 2023", "voor het eerst"],
        on_neither: &[],
    },
    State {
        name: "the longest name",
        code: "GM0820",
        on_the_factsheet: &["Nuenen, Gerwen en Nederwetten", "De gemeente "],
        on_the_summary: &["Nuenen, Gerwen en Nederwetten", "Wat doet de gemeente?"],
        on_neither: &[],
    },
    State {
        name: "an apostrophe",
        code: "GM0518",
        on_the_factsheet: &["’s-Gravenhage"],
        on_the_summary: &["’s-Gravenhage"],
        on_neither: &["'s-Gravenhage"],
    },
    State {
        name: "an apostrophe before a genitive",
        code: "GM0796",
        on_the_factsheet: &["’s-Hertogenbosch"],
        on_the_summary: &["Wat doet ’s-Hertogenbosch?"],
        on_neither: &["'s-Hertogenbosch"],
    },
    State {
        name: "the shortest name",
        code: "GM0184",
        on_the_factsheet: &["gemeente Urk"],
        on_the_summary: &["Wat doet Urk?"],
        on_neither: &[],
    },
];

#[test]
fn every_state_of_a_municipality_is_said() {
    for state in &STATES {
        let own: Vec<_> = SHEETS.iter().filter(|s| s.code.to_string() == state.code).collect();
        assert_eq!(own.len(), 2, "{}", state.name);
        for sheet in own {
            let text = sheet.text();
            let expected = match sheet.kind.name {
                kinds::SUMMARY => state.on_the_summary,
                _ => state.on_the_factsheet,
            };
            for words in expected {
                assert!(text.contains(words), "{}, {}: `{words}`", state.name, sheet.name());
            }
            for words in state.on_neither {
                assert!(!text.contains(words), "{}, {}: `{words}`", state.name, sheet.name());
            }
        }
    }
}

#[test]
fn the_earlier_edition_fits_too() {
    let sheets = sheets_for(&BENCHMARK.edition(2020), |_| true);
    assert_eq!(sheets.len(), 200);
    assert!(sheets.iter().all(|sheet| !sheet.text().contains("{}")));
    assert_fit_to_print(&sheets);
}

#[test]
fn every_council_gets_questions_and_never_more_than_five() {
    let mut numbers = BTreeMap::new();
    let mut different = BTreeSet::new();
    for sheet in summaries() {
        let own: Vec<_> =
            sheet.source.as_str().lines().filter(|l| l.starts_with("#vraag(")).collect();
        *numbers.entry(own.len()).or_insert(0) += 1;
        assert!((3..=4).contains(&own.len()), "{}: {own:?}", sheet.name());
        different.insert(own.concat());
    }
    println!("questions per summary {numbers:?}, {} different pages", different.len());
    assert!(different.len() > 80);
}

#[test]
fn every_answer_to_a_key_question_has_a_question_for_the_council() {
    for question in
        BENCHMARK.prepared.questionnaire.questions.iter().filter(|question| question.key)
    {
        for (item, option) in question.options_in(Wave(2023)) {
            // By itself, or as a member of a net.
            let stands_for = |own: &ItemIndex| match &question.at(*own).kind {
                ItemKind::Net(members) => members.contains(&item),
                _ => *own == item,
            };
            let fits = |council: &CouncilQuestion| council.items.iter().any(stands_for);
            let asked = question.council_questions.iter().any(fits);
            assert!(asked, "{}: no question for `{}`", question.id, option.code);
        }
        if !BENCHMARK.prepared.questionnaire.council_roles.is_empty() {
            assert!(question.council_questions.iter().all(|one| one.role.is_some()));
        }
    }
}

/// Words that a council member may not know, by the letters that all their forms share.
const DIFFICULT: [(&str, &str); 13] = [
    ("b en w", "B en W"),
    ("budget", "Budget"),
    ("coalitie", "Coalitie"),
    ("commitment", "Commitment"),
    ("databank", "Databank"),
    ("interventie", "Interventie"),
    ("kartrekker", "Kartrekker"),
    ("keukentafel", "Keukentafelgesprek"),
    ("langetermijn", "Langetermijnvisie"),
    ("monitor", "Monitoren"),
    ("signaalpunt", "Signaalpunt"),
    ("spuk", "SpUK"),
    ("toolkit", "Toolkit"),
];

#[test]
fn the_words_on_the_sheet_are_explained_and_no_others() {
    let project = &BENCHMARK.prepared.project.texts.words;
    for sheet in summaries() {
        let source = sheet.source.as_str();
        let (before, rest) = source.split_once("*Woorden.*").expect("a list of words");
        let (list, after) = rest.split_once("])\n").unwrap();
        // Without the project's name of the bureau and client.
        let before = before[before.find("#let voorkant").unwrap()..].to_lowercase();
        let text = format!("{before}{}", after.to_lowercase());
        for (letters, word) in DIFFICULT {
            assert!(project.iter().any(|own| own.word == word), "{word} is explained");
            let listed = list.contains(&format!("*#\"{word}\";:*"));
            assert_eq!(text.contains(letters), listed, "{}: {word}", sheet.name());
        }
    }
}

/// Builds a changed copy of the fixture and gives its sheets.
fn changed(change: impl FnOnce(&Workspace)) -> Vec<Sheet> {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    change(&workspace);
    sheets(&Fixture::of(&workspace.project()))
}

pub(crate) fn assert_fit_to_print(sheets: &[Sheet]) {
    let faults = sheets.iter().map(|sheet| faults(&sheet.laid.layout, sheet.margins()));
    let faults: Vec<_> = sheets.iter().map(Sheet::name).zip(faults).collect();
    let faults: Vec<_> = faults.into_iter().filter(|(_, found)| !found.is_empty()).collect();
    assert!(faults.is_empty(), "{} of {}: {:#?}", faults.len(), sheets.len(), faults);
}

#[test]
fn the_strictest_protection_still_fits() {
    let sheets = changed(|workspace| {
        workspace.edit("project.yaml", |text| text.replacen("level: normaal", "level: streng", 1));
    });
    // Areas stand in bands of five counts.
    let factsheets = sheets.iter().filter(|sheet| sheet.kind.name == kinds::FACTSHEET);
    let banded = factsheets.filter(|sheet| sheet.text().contains("5 t/m 9 van ")).count();
    assert!(banded > 100, "{banded}");
    assert_fit_to_print(&sheets);
}

#[test]
fn documents_of_which_every_total_is_withheld_still_fit() {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    workspace
        .edit("project.yaml", |text| text.replacen("level: normaal", "level: streng", 1))
        // Templates that print figures of the fixture.
        .edit("project.yaml", |text| text.replace("templates: sjablonen\n", ""))
        // Figures from elsewhere.
        .edit("project.yaml", |text| {
            let (before, rest) = text.split_once("context:\n").expect("figures from elsewhere");
            let (_, after) = rest.split_once("protection:\n").expect("a level");
            format!("{before}protection:\n{after}")
        });
    workspace.keep_lines_of_2023(3);
    let fixture = Fixture::of(&workspace.project());
    let edition = fixture.last_edition();
    for job in Job::filled(&edition) {
        kinds::filled(&job, &edition);
    }
    let sheets = sheets(&fixture);
    assert_eq!(sheets.len(), 12);
    let mut with_rows = 0;
    for sheet in &sheets {
        let text = sheet.text();
        // No share of others, and no count of ten.
        let shares = text.match_indices('%').filter(|(at, _)| !text[..*at].ends_with("100"));
        let shares = shares.filter(|(at, _)| text[..*at].ends_with(|c: char| c.is_ascii_digit()));
        assert_eq!(shares.count(), 0, "{}: {text}", sheet.name());
        assert!(
            !text.contains("van de 10") && !text.contains(" van 6"),
            "{}: {text}",
            sheet.name()
        );
        if sheet.kind.name == kinds::FACTSHEET {
            let said = "Te weinig gemeenten deden mee om antwoorden naast elkaar te zetten.";
            assert!(text.contains(said), "{}: {text}", sheet.name());
            assert!(text.contains("niet getoond"), "{}", sheet.name());
            // The own answers stand there all the same, also those of rows.
            let rows = ["Mantelzorgers", "LHBTIQ+-personen", "Toolkit Interventies"];
            with_rows += usize::from(rows.iter().all(|row| text.contains(row)));
        }
    }
    assert!(with_rows >= 5, "own answers per row on {with_rows} of 6 factsheets");
    assert_fit_to_print(&sheets);
}

#[test]
fn the_longest_option_texts_still_fit() {
    let sheets = changed(|workspace| {
        let path = workspace.path("questionnaire/een-tegen-eenzaamheid.yaml");
        let text = std::fs::read_to_string(&path).unwrap();
        let long = "nee, er is (nog) geen lokale coalitie en ook geen netwerk dat daarop lijkt";
        let text = text
            .replace("nee, (nog) geen lokale coalitie", long)
            .replace("short: \"plan of visie\"", "short: \"plan of langetermijnvisie\"")
            .replace("short: \"ja, bestendigd\"", "short: \"ja, levend en bestendigd\"");
        std::fs::write(path, text).unwrap();
    });
    assert_fit_to_print(&sheets);
}

/// The sheets of a few municipalities with a logo; `grey` is its version without colour.
fn with_logo(grey: Option<&str>) -> Vec<Sheet> {
    let svg = |colour: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"40\">\
             <rect width=\"120\" height=\"40\" fill=\"{colour}\"/></svg>"
        )
    };
    changed(|workspace| {
        std::fs::write(workspace.project().join("merk.svg"), svg("#123456")).unwrap();
        let mut keys = "file: merk.svg, alt: Beeldmerk van het bureau".to_owned();
        if let Some(colour) = grey {
            std::fs::write(workspace.project().join("grijs.svg"), svg(colour)).unwrap();
            keys += ", grey: grijs.svg";
        }
        workspace.edit("project.yaml", |text| {
            text.replacen("texts:", &format!("logo: {{ {keys} }}\ntexts:"), 1)
        });
        workspace.keep_lines_of_2023(12);
    })
}

#[test]
fn a_logo_in_colour_stands_on_the_factsheet_and_its_grey_version_on_the_summary() {
    for (grey, on_the_summary) in [(None, false), (Some("#333333"), true)] {
        let sheets = with_logo(grey);
        assert_fit_to_print(&sheets);
        for sheet in &sheets {
            let summary = sheet.kind.name == kinds::SUMMARY;
            let source = sheet.source.as_str();
            assert_eq!(source.contains("\"/logo.svg\""), !summary, "{}", sheet.name());
            let expected = summary && on_the_summary;
            assert_eq!(source.contains("\"/logo-grijs.svg\""), expected, "{}", sheet.name());
        }
    }
}

#[test]
fn a_grey_logo_with_colours_is_refused() {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    let red = "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect fill=\"red\"/></svg>";
    std::fs::write(workspace.project().join("merk.svg"), red).unwrap();
    workspace.edit("project.yaml", |text| {
        text.replacen("texts:", "logo: { file: merk.svg, alt: Merk, grey: merk.svg }\ntexts:", 1)
    });
    let mut diagnostics = Diagnostics::default();
    production::prepare(&workspace.project(), &mut diagnostics);
    assert_eq!(diagnostics.tally().get("coloured-logo"), Some(&1));
}
