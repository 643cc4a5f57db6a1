//! Every page of every document of a municipality, as it was laid out: nothing runs over,
//! nothing stands over anything else, no page is half empty, and the council's text is plain.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use gemeentespiegel::build::{self, Prepared};
use gemeentespiegel::diagnostics::Diagnostics;
use gemeentespiegel::documents::{DocumentKind, Job, compose};
use gemeentespiegel::language::{
    LONGEST_SENTENCE, MEAN_SENTENCE, judging_word, sentences, words_in,
};
use gemeentespiegel::questionnaire::Wave;
use gemeentespiegel::register::{MunicipalityCode, Register};
use gemeentespiegel::typesetting::{
    FontSet, Laid, Margins, PageInk, PdfDate, PdfInfo, TemplateSet, TextRun, Typesetter,
    TypstMarkup, escape,
};

use crate::workspace::Workspace;

const MM: f64 = 72.0 / 25.4;
/// As in `stijl.typ`.
const FACTSHEET: Margins =
    Margins { top: 18.0 * MM, bottom: 18.0 * MM, left: 19.0 * MM, right: 18.0 * MM };
const SUMMARY: Margins =
    Margins { top: 15.0 * MM, bottom: 18.0 * MM, left: 25.0 * MM, right: 25.0 * MM };
/// No page is emptier than this.
const FULL: f64 = 0.8;
/// Nor fuller: the overhang of a letter.
const RUN_OVER: f64 = 1.002;
/// Words further apart on a line, in points, stand in different columns.
const COLUMN_GAP: f64 = 20.0;
/// Of two municipalities in one province the findings may be the same in at most one of
/// so many pairs.
const PAIRS_PER_EQUAL_PAIR: usize = 100;

/// A document with its text as it went into the typesetter.
struct Sheet {
    kind: DocumentKind,
    code: MunicipalityCode,
    source: TypstMarkup,
    laid: Laid,
}

impl Sheet {
    fn margins(&self) -> &'static Margins {
        if self.kind == DocumentKind::Summary { &SUMMARY } else { &FACTSHEET }
    }

    fn name(&self) -> String {
        format!("{} of {}", self.kind.name(), self.code)
    }
}

/// All sheets of a project's last wave.
fn sheets(prepared: &Prepared) -> Vec<Sheet> {
    let mut diagnostics = Diagnostics::default();
    let templates = build::templates(&prepared.project, &mut diagnostics).unwrap();
    let wave: Wave = *prepared.project.waves.keys().next_back().unwrap();
    let edition = prepared.edition(&templates, wave);
    let typesetter = Typesetter::new(FontSet::bundled());
    Job::all(&edition)
        .iter()
        .filter_map(|job| match job {
            Job::Factsheet(code) | Job::Summary(code) => Some((job, *code)),
            _ => None,
        })
        .map(|(job, code)| {
            let composed = compose(job, &edition).unwrap_or_else(|found| panic!("{found:?}"));
            let laid = typesetter.pdf(&composed.source, &edition.files(), &composed.info);
            let laid = laid.unwrap_or_else(|found| panic!("{}: {found:?}", composed.path));
            Sheet { kind: composed.kind, code, source: composed.source, laid }
        })
        .collect()
}

fn prepared(folder: &Path) -> Prepared {
    let mut diagnostics = Diagnostics::default();
    build::prepare(folder, &mut diagnostics).expect("a project without faults")
}

/// All sheets of the fixture, laid out once for all tests of this file.
static SHEETS: LazyLock<Vec<Sheet>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/een-tegen-eenzaamheid");
    sheets(&prepared(&folder))
});

fn summaries() -> impl Iterator<Item = &'static Sheet> {
    SHEETS.iter().filter(|sheet| sheet.kind == DocumentKind::Summary)
}

/// What is wrong with the pages of a document; nothing when it is fit to print.
fn faults(pages: &[PageInk], margins: &Margins) -> Vec<String> {
    let mut faults = Vec::new();
    if pages.len() != 2 {
        faults.push(format!("{} pages", pages.len()));
    }
    for (number, page) in (1..).zip(pages) {
        let filled = page.filled(margins);
        if !(FULL..=RUN_OVER).contains(&filled) {
            faults.push(format!("page {number} is filled to {:.0}%", 100.0 * filled));
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
    assert_eq!(SHEETS.len(), 348);
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
fn a_page_that_is_not_fit_to_print_is_found() {
    let words = "Twaalf woorden die samen een gewone regel van een blad vullen. ".repeat(60);
    let pages = |body: &str| {
        let source = format!(
            "#import \"/stijl.typ\": *\n#show: document.with(title: \"x\", design: \"summary\")\n\
             = Kop\n{body}"
        );
        let templates = TemplateSet::load(&[("x.typ".to_owned(), source)].into(), |_| ()).unwrap();
        let source = templates.render_typst("x.typ", ().into()).unwrap();
        let info = PdfInfo { date: PdfDate { year: 2023, month: 12, day: 14 }, ident: "x".into() };
        let laid = Typesetter::new(FontSet::bundled()).pdf(&source, &BTreeMap::new(), &info);
        faults(&laid.unwrap().layout, &SUMMARY).join("; ")
    };
    let text = escape(&words);
    let text = text.as_str();
    assert_eq!(pages(&format!("{text}\n#pagebreak()\n{text}")), "");
    let cases = [
        (format!("{text}\n\n{text}\n\n{text}"), "3 pages"),
        (format!("{text}\n#pagebreak()\nEen regel."), "page 2 is filled to"),
        (format!("{text}\n#pagebreak()\n{text}\n#place(dx: -9mm)[uit]"), "ink in the margin"),
        (
            format!("{text}\n#pagebreak()\n{text}\n#place(dx: 150mm)[lang label]"),
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

/// The paragraphs of a summary: everything but headings, drawings and page footers. Runs
/// that touch are one word; a paragraph ends with the page, at a gap between columns or lines,
/// and where the size of the text changes.
fn paragraphs(sheet: &Sheet) -> Vec<String> {
    let mut paragraphs = Vec::new();
    for page in &sheet.laid.layout {
        let runs = page.texts.iter().filter(|run| (9.5..11.5).contains(&run.size));
        let mut last: Option<&TextRun> = None;
        for run in runs {
            let [left, _, _, bottom] = run.bounds;
            let goes_on = last.is_some_and(|last| {
                let down = bottom - last.bounds[3];
                let same_line = down.abs() < 1.0;
                (run.size - last.size).abs() < 0.1
                    && if same_line {
                        left - last.bounds[2] < COLUMN_GAP
                    } else {
                        (0.0..1.7 * run.size).contains(&down)
                    }
            });
            let touches = last.is_some_and(|last| {
                (bottom - last.bounds[3]).abs() < 1.0 && (left - last.bounds[2]).abs() < 0.7
            });
            match paragraphs.last_mut() {
                Some(text) if goes_on => {
                    let text: &mut String = text;
                    if !touches {
                        text.push(' ');
                    }
                    text.push_str(&run.text);
                }
                _ => paragraphs.push(run.text.to_string()),
            }
            last = Some(run);
        }
    }
    // Before that stands the head of the sheet, which is no sentence.
    let first = paragraphs.iter().position(|text| text.starts_with("Dit blad"));
    paragraphs.split_off(first.expect("what this is"))
}

#[test]
fn sentences_for_the_council_are_short_and_neutral() {
    let (mut count, mut total, mut longest) = (0, 0, 0);
    for sheet in summaries() {
        let paragraphs = paragraphs(sheet);
        let own: Vec<_> = paragraphs.iter().flat_map(|text| sentences(text)).collect();
        let text = paragraphs.join("\n");
        assert!(own.len() > 20, "{}: {text}", sheet.name());
        for sentence in &own {
            let words = words_in(sentence);
            assert!(words <= LONGEST_SENTENCE, "{}: {words} in `{sentence}`", sheet.name());
            longest = longest.max(words);
        }
        let sum: usize = own.iter().map(|sentence| words_in(sentence)).sum();
        assert!(sum <= MEAN_SENTENCE * own.len(), "{}: {sum} in {}", sheet.name(), own.len());
        assert_eq!(judging_word(&text), None, "{}: {text}", sheet.name());
        for wrong in [" 1 gemeenten", "gaven 1 ", "gaf 2", "één gemeenten", "één dingen"] {
            assert!(!text.contains(wrong), "{}: `{wrong}`", sheet.name());
        }
        (count, total) = (count + own.len(), total + sum);
    }
    println!(
        "{count} sentences, {:.1} words on average, {longest} at most",
        total as f64 / count as f64
    );
}

/// The findings as the factsheet prints them.
fn findings(sheet: &Sheet) -> Vec<String> {
    let source = sheet.source.as_str();
    let start = source.find(" oogopslag").unwrap();
    let end = start + source[start..].find("#noot[").unwrap();
    let lines = source[start..end].lines();
    lines.filter(|line| line.starts_with("- ")).map(str::to_owned).collect()
}

#[test]
fn neighbours_do_not_read_the_same_findings() {
    let register = Register::builtin();
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
    let mut provinces: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for sheet in SHEETS.iter().filter(|sheet| sheet.kind == DocumentKind::Factsheet) {
        let own = findings(sheet);
        for sentence in &own {
            let rule = [
                ("changed", "was uw antwoord"),
                ("different", "Dat antwoord"),
                ("same", ", net als"),
                ("chosen most", "vaakst gekozen"),
                ("left open", "een deel van de vragen"),
                ("none", "geen van de vragen"),
            ];
            let (rule, _) =
                rule.iter().find(|(_, words)| sentence.contains(words)).expect(sentence);
            *rules.entry(rule).or_default() += 1;
        }
        *lengths.entry(own.len()).or_default() += 1;
        let province = register.get(sheet.code).unwrap().province;
        provinces.entry(province).or_default().push(own);
    }
    let (mut pairs, mut equal) = (0, 0);
    for own in provinces.values() {
        for (index, one) in own.iter().enumerate() {
            pairs += own.len() - index - 1;
            equal += own[index + 1..].iter().filter(|other| *other == one).count();
        }
    }
    println!("rules {rules:?}; findings per factsheet {lengths:?}; {equal} of {pairs} pairs equal");
    assert!(equal * PAIRS_PER_EQUAL_PAIR <= pairs, "{equal} of {pairs} pairs are the same");
    assert!(["changed", "different", "same", "chosen most"].iter().all(|rule| rules[rule] > 50));
    let few: usize = lengths.range(..3).map(|(_, sheets)| sheets).sum();
    assert!(few <= 2 && lengths.keys().all(|length| *length <= 5), "{lengths:?}");
}

#[test]
fn every_council_gets_questions_and_never_more_than_five() {
    let mut numbers = BTreeMap::new();
    let mut different = BTreeSet::new();
    for sheet in summaries() {
        let own: Vec<_> =
            sheet.source.as_str().lines().filter(|l| l.starts_with("#raadsvraag(")).collect();
        *numbers.entry(own.len()).or_insert(0) += 1;
        assert!((3..=5).contains(&own.len()), "{}: {own:?}", sheet.name());
        different.insert(own.concat());
    }
    println!("questions per summary {numbers:?}, {} different pages", different.len());
    assert!(different.len() > 80);
}

/// Builds a changed copy of the fixture and gives its sheets.
fn changed(change: impl FnOnce(&Workspace)) -> Vec<Sheet> {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    change(&workspace);
    sheets(&prepared(&workspace.project()))
}

fn assert_fit_to_print(sheets: &[Sheet]) {
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
    let withheld = |sheet: &&Sheet| sheet.source.as_str().contains("te weinig gemeenten");
    assert!(sheets.iter().filter(withheld).count() > 40);
    assert_fit_to_print(&sheets);
}

#[test]
fn documents_of_which_every_total_is_withheld_still_fit() {
    let sheets = changed(|workspace| {
        workspace.edit("project.yaml", |text| text.replacen("level: normaal", "level: streng", 1));
        for part in ["noord-en-oost", "west", "zuid"] {
            workspace.edit(&format!("antwoorden/2023/{part}.csv"), |text| {
                text.lines().take(4).map(|line| format!("{line}\n")).collect()
            });
        }
    });
    assert_eq!(sheets.len(), 18);
    for sheet in &sheets {
        let text = sheet.source.as_str();
        assert!(text.contains("Te weinig gemeenten deden mee"), "{}", sheet.name());
        assert!(!text.contains("van de 9 gemeenten"), "{}", sheet.name());
    }
    assert_fit_to_print(&sheets);
}

#[test]
fn the_longest_option_texts_still_fit_on_the_sheet_for_the_council() {
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
    let summaries = sheets.into_iter().filter(|sheet| sheet.kind == DocumentKind::Summary);
    assert_fit_to_print(&summaries.collect::<Vec<_>>());
}

#[test]
fn a_logo_stands_in_every_document_and_its_bytes_count() {
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><rect width="120" height="40" fill="#123456"/></svg>"##;
    let sheets = changed(|workspace| {
        std::fs::write(workspace.project().join("merk.svg"), svg).unwrap();
        workspace.edit("project.yaml", |text| {
            text.replacen(
                "texts:",
                "logo: { file: merk.svg, alt: Beeldmerk van het bureau }\ntexts:",
                1,
            )
        });
        for part in ["noord-en-oost", "west", "zuid"] {
            workspace.edit(&format!("antwoorden/2023/{part}.csv"), |text| {
                text.lines().take(12).map(|line| format!("{line}\n")).collect()
            });
        }
    });
    assert_fit_to_print(&sheets);
    for sheet in &sheets {
        let text = String::from_utf8_lossy(&sheet.laid.bytes).into_owned();
        assert!(sheet.source.as_str().contains("/logo.svg"), "{}", sheet.name());
        assert!(text.starts_with("%PDF"), "{}", sheet.name());
    }
}
