//! The language of every summary, in the text that a reader of the finished PDF gets: its
//! paragraphs, list items and questions, as the tags give them.

use std::collections::BTreeMap;

use gemeentespiegel::calendar::Date;
use gemeentespiegel::dutch::{LONGEST_SENTENCE, judging_word, sentences, words_in};
use gemeentespiegel::templates::{TemplateSet, escape};
use gemeentespiegel::typesetting::{FontSet, PdfInfo, Typesetter};

use crate::built::FIXTURE;
use crate::fixture::BENCHMARK;
use crate::kinds;
use crate::pdf::Pdf;
use crate::pdf::tags::Element;

/// Most words in a sentence for a council, on average.
const MEAN_SENTENCE: usize = 12;

/// Elements that hold running text. Answers in a table are no sentences, and drawings have
/// labels.
const RUNNING: [&str; 3] = ["P", "LBody", "TH"];

/// What an element says, with a space where a line ends.
fn said(pdf: &Pdf, element: &Element) -> String {
    let mut text = String::new();
    let mut last: Option<(f64, f64)> = None;
    for (page, mark) in element.marks() {
        for run in pdf.pages[page].of_mark(mark) {
            let (x, y) = run.at;
            let apart = last.is_some_and(|(end, line)| (line - y).abs() > 1.0 || x - end > 1.0);
            if apart && !text.ends_with(char::is_whitespace) {
                text.push(' ');
            }
            text.push_str(&run.text);
            last = Some((x + run.width, y));
        }
    }
    text.replace('\u{a0}', " ")
}

/// The running texts of a PDF, one per element that holds no other of them.
fn texts(pdf: &Pdf) -> Vec<String> {
    let holds = |element: &Element| {
        let mut inner = Vec::new();
        element.collect(&mut inner);
        inner.iter().skip(1).any(|inner| RUNNING.contains(&inner.role.as_str()))
    };
    let elements = pdf.elements().into_iter();
    elements
        .filter(|element| RUNNING.contains(&element.role.as_str()) && !holds(element))
        .map(|element| said(pdf, element))
        .filter(|text| text.chars().any(char::is_alphabetic))
        .collect()
}

/// The number that a word is, without what stands around it.
fn number(word: &str) -> Option<u32> {
    word.trim_matches(|letter: char| !letter.is_ascii_digit()).replace('.', "").parse().ok()
}

/// Two words of a sentence that don't agree in number.
fn disagreement(sentence: &str) -> Option<String> {
    let words: Vec<_> = sentence.split_whitespace().collect();
    words
        .iter()
        .enumerate()
        .find_map(|(index, word)| {
            let next = *words.get(index + 1)?;
            let noun = next.trim_matches(|letter: char| !letter.is_alphabetic());
            let counted =
                number(word).filter(|_| word.chars().all(|letter| letter.is_ascii_digit()));
            let wrong_noun = match counted? {
                1 => noun == "gemeenten",
                _ => noun == "gemeente",
            };
            wrong_noun.then(|| format!("{word} {next}"))
        })
        .or_else(|| {
            let verb = words.iter().position(|word| ["gaf", "gaven"].contains(word))?;
            let count = words[verb + 1..].iter().find_map(|word| number(word))?;
            let plural = words[verb] == "gaven";
            (plural == (count == 1)).then(|| format!("{} ... {count}", words[verb]))
        })
}

/// The sentences of a text.
fn sentences_of(text: &str) -> impl Iterator<Item = &str> {
    sentences(text).into_iter().map(|at| &text[at])
}

/// What is wrong with the language of a summary.
fn faults(pdf: &Pdf) -> Vec<String> {
    let texts = texts(pdf);
    let sentences: Vec<_> = texts.iter().flat_map(|text| sentences_of(text)).collect();
    let mut faults = Vec::new();
    for sentence in &sentences {
        let words = words_in(sentence);
        if words > LONGEST_SENTENCE {
            faults.push(format!("{words} words: {sentence}"));
        }
        faults.extend(disagreement(sentence).map(|words| format!("no agreement, {words}")));
    }
    let words: usize = sentences.iter().map(|sentence| words_in(sentence)).sum();
    if words > MEAN_SENTENCE * sentences.len() {
        faults.push(format!("{words} words in {} sentences", sentences.len()));
    }
    faults.extend(texts.iter().filter_map(|text| {
        let word = judging_word(text).or_else(|| {
            let word = text.split(|letter: char| !letter.is_alphabetic());
            word.into_iter().find(|word| word.to_lowercase().starts_with("goed")).map(str::to_owned)
        })?;
        Some(format!("`{word}` judges: {text}"))
    }));
    faults
}

#[test]
fn every_summary_is_plain_neutral_and_agrees() {
    let (mut summaries, mut all, mut words, mut longest) = (0, 0, 0, 0);
    for (path, bytes) in FIXTURE.iter().filter(|(path, _)| path.contains("raadssamenvatting")) {
        let pdf = Pdf::read(bytes);
        assert_eq!(faults(&pdf), Vec::<String>::new(), "{path}");
        let texts = texts(&pdf);
        let own: Vec<_> = texts.iter().flat_map(|text| sentences_of(text)).map(words_in).collect();
        assert!(own.len() > 30, "{path}: {texts:#?}");
        summaries += 1;
        all += own.len();
        words += own.iter().sum::<usize>();
        longest = longest.max(own.into_iter().max().unwrap_or(0));
    }
    println!(
        "{summaries} summaries, {all} sentences, {:.1} words on average, {longest} at most",
        words as f64 / all as f64
    );
    assert_eq!(summaries, kinds::count(&BENCHMARK.edition(2023), Some(kinds::SUMMARY)));
}

#[test]
fn the_sheet_for_the_council_speaks_to_the_council() {
    // Outside the heading of the questions, "u" reads the sheet; no municipality is addressed.
    for (path, bytes) in FIXTURE.iter().filter(|(path, _)| path.contains("raadssamenvatting")) {
        let text = texts(&Pdf::read(bytes)).join("\n").replace("ziet u alleen", "");
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        let addressed: Vec<_> =
            words.filter(|word| ["u", "uw", "wij", "we"].contains(word)).collect();
        assert!(addressed.is_empty(), "{path}: {addressed:?}");
    }
}

#[test]
fn language_that_does_not_suit_a_council_is_found() {
    let set = |text: &str| {
        let source = format!(
            "#import \"/stijl.typ\": *\n#show: document.with(title: \"x\", ontwerp: \"raadssamenvatting\")\n\
             = Kop\n{}",
            escape(text).as_str()
        );
        let templates = TemplateSet::load(&[("x.typ".to_owned(), source)].into(), |_| ()).unwrap();
        let source = templates.render_typst("x.typ", ().into()).unwrap();
        let info = PdfInfo { date: Date { year: 2023, month: 12, day: 14 }, ident: "x".into() };
        let pdf = Typesetter::new(FontSet::bundled()).pdf(&source, &BTreeMap::new(), &info);
        faults(&Pdf::read(&pdf.unwrap().bytes)).join("; ")
    };
    assert_eq!(set("De gemeente doet mee. Dat antwoord gaf 1 van de 172 gemeenten."), "");
    let long = format!("De gemeente {} mee. Ja. Nee. Ja.", "doet ook weer ".repeat(7));
    for (text, expected) in [
        (long.as_str(), "24 words"),
        (
            "Een zin van precies dertien woorden is als gemiddelde voor raadsleden te lang.",
            "13 words in 1",
        ),
        ("De gemeente doet het goed.", "`goed` judges"),
        ("Dat is een goede keuze.", "`goede` judges"),
        ("De gemeente scoort laag.", "`scoort` judges"),
        ("De gemeente blijft achter: zij is een achterblijver.", "`achterblijver` judges"),
        ("Het verschil is significant.", "`significant` judges"),
        ("Daar doen 1 gemeenten mee.", "no agreement, 1 gemeenten"),
        ("Daar doen 12 gemeente mee.", "no agreement, 12 gemeente"),
        ("Dat antwoord gaven 1 van de 172 gemeenten.", "no agreement, gaven"),
        ("Dat antwoord gaf 12 van de 172 gemeenten.", "no agreement, gaf"),
    ] {
        let found = set(text);
        assert!(found.contains(expected), "{text}: expected `{expected}`, found `{found}`");
    }
}
