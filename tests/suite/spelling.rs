//! Every Dutch word that we print stands in a Dutch word list, or in our own list
//! `questionnaire/woordenlijst.txt`. Needs `hunspell` with the list `nl_NL` (Debian:
//! `apt-get install hunspell hunspell-nl`); without it the test says that it was skipped.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use gemeentespiegel::calendar::Date;
use gemeentespiegel::documents::{Job, trace};
use gemeentespiegel::questionnaire::Questionnaire;
use gemeentespiegel::register::Register;
use gemeentespiegel::templates::{is_filler, running_text, template_text};
use gemeentespiegel::typesetting::STYLE_MODULE;

use crate::fixture::BENCHMARK;
use crate::skipped::without_tool;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

#[test]
fn every_printed_word_is_dutch_or_in_our_own_list() {
    let texts = texts();
    let words = words(&texts);
    assert!(words.len() > 500, "the texts were read: {} words", words.len());
    let Some(unknown) = unknown(words.keys()) else {
        return without_tool("hunspell with nl_NL", "the spelling of all that is printed");
    };
    let own = std::fs::read_to_string(root().join("questionnaire/woordenlijst.txt")).unwrap();
    let own: BTreeSet<_> =
        own.lines().filter(|line| !line.starts_with('#')).map(str::trim).collect();
    let faults: Vec<_> = unknown
        .iter()
        // Values of templates side by side, each of which is read as `v`.
        .filter(|word| !word.chars().all(|letter| matches!(letter, 'v' | '\'' | '’')))
        .filter(|word| !own.contains(word.as_str()) && !own.contains(word.to_lowercase().as_str()))
        .map(|word| format!("{word}: {}", words[word]))
        .collect();
    assert!(
        faults.is_empty(),
        "not in a word list; mend them or add them to questionnaire/woordenlijst.txt:\n{}",
        faults.join("\n")
    );
    let printed: BTreeSet<String> = words.keys().map(|word| word.to_lowercase()).collect();
    let idle: Vec<_> = own
        .iter()
        .filter(|word| !word.is_empty() && !printed.contains(&word.to_lowercase()))
        .collect();
    assert!(idle.is_empty(), "in our list, but printed nowhere: {idle:?}");
}

/// Everything that is printed, with where it comes from.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for (name, source) in BENCHMARK.templates.sources() {
        let paragraphs = template_text(source).paragraphs;
        texts.extend(paragraphs.into_iter().map(|p| (name.clone(), p.text)));
    }
    let style = running_text(STYLE_MODULE).paragraphs;
    texts.extend(style.into_iter().map(|p| ("stijl.typ".to_owned(), p.text)));
    texts.extend(questionnaire_texts(&BENCHMARK.prepared.questionnaire));
    for year in [2020, 2023] {
        let edition = BENCHMARK.edition(year);
        // The report and every twentieth factsheet.
        for (index, job) in Job::filled(&edition).into_iter().enumerate() {
            if index % 20 == 0 {
                let Some(text) = trace(&job, &edition).unwrap() else { continue };
                let paragraphs = running_text(text.text()).paragraphs;
                let name = job.path(edition.wave);
                texts.extend(paragraphs.into_iter().map(|p| (name.clone(), p.text)));
            }
        }
    }
    texts
}

fn questionnaire_texts(questionnaire: &Questionnaire) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    let mut add = |id: &str, text: &str| texts.push((id.to_owned(), text.to_owned()));
    for section in &questionnaire.sections {
        add(&section.id, &section.title);
        add(&section.id, &section.short);
        add(&section.id, section.intro.as_deref().unwrap_or_default());
    }
    for question in &questionnaire.questions {
        let id = &question.id;
        add(id, &question.title);
        add(id, &question.text);
        add(id, question.note.as_deref().unwrap_or_default());
        question.wording.values().for_each(|text| add(id, text));
        question.findings.values().for_each(|text| add(id, text));
        question.council_questions.iter().for_each(|council| add(id, &council.text));
        question.breaks.iter().for_each(|found| add(id, &found.reason));
        for item in &question.items {
            add(id, &item.label);
            add(id, &item.short);
            item.wording.values().for_each(|text| add(id, text));
        }
        for row in &question.rows {
            add(id, &row.label);
            add(id, &row.short);
            row.wording.values().for_each(|text| add(id, text));
        }
    }
    texts
}

/// Every word once, with the first place where it stands; without names and addresses.
fn words(texts: &[(String, String)]) -> BTreeMap<String, &str> {
    let register = Register::builtin();
    let names: BTreeSet<&str> = register
        .on(Date { year: 2020, month: 6, day: 1 })
        .chain(register.on(Date { year: 2023, month: 6, day: 1 }))
        .map(|municipality| municipality.name.as_str())
        .chain(register.provinces().iter().map(|province| province.name))
        .flat_map(|name| name.split([' ', '(', ')', '/', '.']))
        .map(|name| name.trim_matches(['-', '’', '\'']))
        .collect();
    let mut words = BTreeMap::new();
    for (place, text) in texts {
        for part in text
            .split_whitespace()
            .filter(|part| !part.contains(['@', '/', '\\']) && !part.contains(".nl"))
        {
            let inside = |c: char| c.is_alphabetic() || c == '-' || c == '’' || c == '\'';
            for word in part.split(|c| !inside(c)) {
                let word = word.trim_matches(['-', '’', '\'']);
                let skip = word.chars().count() < 2
                    || is_filler(word)
                    || names.contains(word)
                    || part.contains(|c: char| c.is_ascii_digit());
                if !skip {
                    words.entry(word.replace('’', "'")).or_insert(place.as_str());
                }
            }
        }
    }
    words
}

/// Words that the Dutch list does not know; `None` without a list.
pub(crate) fn unknown<'a>(words: impl Iterator<Item = &'a String>) -> Option<Vec<String>> {
    let mut hunspell = Command::new("hunspell")
        .args(["-i", "utf-8", "-d", "nl_NL", "-l"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let lines: Vec<_> = words.map(String::as_str).collect();
    let mut input = hunspell.stdin.take()?;
    let text = lines.join("\n");
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = hunspell.wait_with_output().ok()?;
    let written = writer.join().unwrap();
    if !output.status.success() || written.is_err() {
        return None;
    }
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(str::to_owned).collect())
}
