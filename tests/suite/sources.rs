//! Every number that is printed knows where it comes from, and `explain` gives just that.
//!
//! All documents of all editions of both fixtures are filled and every number in their text
//! (digits, number words, words for sizes; tables, captions and descriptions too) is asked for
//! its source. A judged number is written anew from `cijfers.json` and must give what is printed.

use std::collections::BTreeMap;

use gemeentespiegel::disclosure::Change;
use gemeentespiegel::documents::Job;
use gemeentespiegel::dutch::{number_word, size_in_words};
use gemeentespiegel::language::{Form, Participants, ResponseNumber, Source};
use gemeentespiegel::production::{Explainer, Printed, Query};
use gemeentespiegel::questionnaire::{ItemIndex, Wave};
use gemeentespiegel::statistics::{Participation, TableKey};
use serde::Deserialize;

use crate::fixture::{BENCHMARK, Fixture, SMALL};
use crate::workspace::{Workspace, screen};

/// A row of `cijfers.json`.
#[derive(Debug, Clone, Deserialize)]
struct Row {
    wave: u16,
    group: String,
    question: String,
    row: Option<String>,
    option: String,
    count: Option<u32>,
    base: Option<u32>,
    min: Option<u32>,
    max: Option<u32>,
}

type Address = (u16, String, String, Option<String>);

/// What was released, by table and option.
struct Released<'a> {
    fixture: &'a Fixture,
    rows: BTreeMap<Address, BTreeMap<String, Row>>,
}

impl<'a> Released<'a> {
    fn of(fixture: &'a Fixture, name: &str) -> Self {
        let workspace = Workspace::of(name);
        let arguments = ["export", "cijfers", "fixtures/project", "--output", "cijfers.json"];
        let output = workspace.spiegel(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
        let text = std::fs::read(workspace.path("cijfers.json")).unwrap();
        let mut rows: BTreeMap<Address, BTreeMap<String, Row>> = BTreeMap::new();
        for row in serde_json::from_slice::<Vec<Row>>(&text).unwrap() {
            let table = (row.wave, row.group.clone(), row.question.clone(), row.row.clone());
            rows.entry(table).or_default().insert(row.option.clone(), row);
        }
        Self { fixture, rows }
    }

    fn table(&self, key: TableKey) -> &BTreeMap<String, Row> {
        let question = self.fixture.prepared.questionnaire.question(key.question);
        let row = key.row.map(|row| question.row(row).code.clone());
        let table = (key.wave.0, key.group.to_string(), question.id.clone(), row);
        self.rows.get(&table).unwrap_or_else(|| panic!("{table:?} was not released"))
    }

    fn row(&self, key: TableKey, item: ItemIndex) -> &Row {
        let question = self.fixture.prepared.questionnaire.question(key.question);
        &self.table(key)[&question.at(item).code]
    }

    /// What a source gives when it is printed; `None` for one that is no figure and no number
    /// of the response.
    fn printed(&self, source: &Source) -> Option<String> {
        match source {
            Source::Figure { figure, others, form } => {
                let row = self.row(figure.table(), figure.item());
                Some(figure_in(row, *others, *form))
            }
            Source::Base { table, .. } => {
                let base = self.table(*table).values().find_map(|row| row.base);
                Some(base.expect("a base that is shown").to_string())
            }
            Source::Change(change) => {
                let [from, to] = self.both_waves(change);
                Some(points(from, to).to_string())
            }
            Source::AnswersMoved(change) => {
                let [(from, _), (to, _)] = self.both_waves(change);
                Some((to - from).abs().to_string())
            }
            Source::Response { number, form } => Some(self.response(number, *form)),
            _ => None,
        }
    }

    /// Count and base in both waves of a change.
    fn both_waves(&self, change: &Change) -> [(i64, i64); 2] {
        [change.earlier, change.later].map(|figure| {
            let row = self.row(figure.table(), figure.item());
            (i64::from(row.count.unwrap()), i64::from(row.base.unwrap()))
        })
    }

    fn response(&self, number: &ResponseNumber, form: Form) -> String {
        let taken = &self.fixture.prepared.participation[&number.wave];
        let (count, base) = responded(taken, number);
        match form {
            Form::Count => count.unwrap_or(number.count).to_string(),
            Form::Base => base.expect("the invited are known").to_string(),
            Form::Percent => percent(count.unwrap(), base.unwrap()),
            _ => panic!("{number:?} as {form:?}"),
        }
    }
}

/// A number of the response, counted anew where that is not a matter of the register, and its
/// base.
fn responded(taken: &Participation, number: &ResponseNumber) -> (Option<u32>, Option<u32>) {
    let previous = taken.previous.as_ref();
    let count = match (number.what, number.province) {
        (Participants::FilledIn, Some(code)) => {
            Some(taken.provinces.get(&code).map_or(0, |found| found.responded))
        }
        (Participants::FilledIn, None) => Some(taken.responded),
        (Participants::Invited, None) => taken.invited,
        (Participants::Represented, _) => Some(taken.represented),
        (Participants::Joint, _) => Some(taken.joint),
        (Participants::Both, _) => previous.map(|found| found.both),
        (Participants::Newcomers, _) => previous.map(|found| found.newcomers),
        (Participants::NewcomersInvitedBefore, _) => {
            previous.map(|found| found.newcomers_invited_before)
        }
        (Participants::Leavers, _) => previous.map(|found| found.leavers),
        _ => None,
    };
    let invited = match number.province {
        Some(code) => taken.provinces.get(&code).map(|found| found.invited),
        None => taken.invited,
    };
    (count, invited)
}

fn figure_in(row: &Row, others: bool, form: Form) -> String {
    let base = row.base.expect("a base that is shown");
    let turned = |number: u32| if others { base - number } else { number };
    let count = || turned(row.count.expect("an exact number"));
    let (low, high) = if others { (row.max, row.min) } else { (row.min, row.max) };
    match form {
        Form::Count => count().to_string(),
        Form::Base => base.to_string(),
        Form::Percent => percent(count(), base),
        Form::Size => size_in_words(count(), base).expect("words for this size"),
        Form::Tenths => tenths(count(), base),
        Form::Range => format!("{} t/m {}", turned(low.unwrap()), turned(high.unwrap())),
        Form::AtMost => turned(high.unwrap()).to_string(),
        Form::AtLeast => turned(low.unwrap()).to_string(),
    }
}

/// How many of every ten, half up; all and none only when they are.
fn tenths(count: u32, base: u32) -> String {
    match ((20 * count + base) / (2 * base), count) {
        (_, 0) => "geen".to_owned(),
        (_, all) if all == base => "alle".to_owned(),
        (0, _) => "bijna geen".to_owned(),
        (10, _) => "bijna alle".to_owned(),
        (tenths, _) => format!("{tenths} van de 10"),
    }
}

/// Half up.
fn percent(count: u32, base: u32) -> String {
    format!("{}%", (200 * u64::from(count) + u64::from(base)) / (2 * u64::from(base)))
}

/// Percentage points up or down, a half away from zero.
fn points((count_0, base_0): (i64, i64), (count_1, base_1): (i64, i64)) -> i64 {
    let above = (100 * (count_1 * base_0 - count_0 * base_1)).abs();
    (2 * above + base_0 * base_1) / (2 * base_0 * base_1)
}

/// The digits of a difference; all other texts as they are, in small letters.
fn as_compared(source: &Source, said: &str) -> String {
    match source {
        Source::Change(_) | Source::AnswersMoved(_) => {
            said.chars().filter(char::is_ascii_digit).collect()
        }
        _ => {
            let said = said.to_lowercase().replace('\u{a0}', " ");
            number_word(&said).map_or(said, |number| number.to_string())
        }
    }
}

/// Asks for every percentage, range and size of a document, and compares what `explain` names
/// with what printed it.
fn asks(explainer: &Explainer, numbers: &[Printed], name: &str) {
    let mut printed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut last = None;
    for number in numbers {
        let Some(source) = number.source else { continue };
        let form = match source {
            Source::Figure { form, .. } | Source::Response { form, .. } => form,
            _ => continue,
        };
        // Both ends of a range are one number.
        let again = form == Form::Range && last == Some((source, number.said.clone()));
        last = (!again).then(|| (source, number.said.clone()));
        if matches!(form, Form::Percent | Form::Range) && !again {
            printed.entry(number.said.clone()).or_default().push(named(&source));
        }
    }
    for (said, expected) in printed {
        let found = explainer.ask(&said).into_iter().filter_map(|place| {
            let figure = place.figures.first().map(|figure| {
                let row = figure.row.as_deref().unwrap_or("-");
                let option = figure.option.as_deref().unwrap_or("-");
                format!("{} {row} {option} {} {}", figure.question, figure.wave, figure.group)
            });
            figure.or_else(|| {
                let number = place.response.first()?;
                Some(format!("{} {} {:?}", number.what, number.wave, number.province))
            })
        });
        assert_eq!(found.collect::<Vec<_>>(), expected, "{name}: `{said}`");
    }
}

/// As `explain` names a source of the benchmark.
fn named(source: &Source) -> String {
    match source {
        Source::Figure { figure, .. } => {
            let key = figure.table();
            let question = BENCHMARK.prepared.questionnaire.question(key.question);
            let row = key.row.map_or("-", |row| question.row(row).code.as_str());
            let option = &question.at(figure.item()).code;
            format!("{} {row} {option} {} {}", question.id, key.wave, key.group)
        }
        Source::Response { number, .. } => {
            let province = number
                .province
                .map(|code| gemeentespiegel::register::Register::builtin().province(code).name);
            format!("{} {} {province:?}", number.what.words(), number.wave)
        }
        _ => String::new(),
    }
}

/// Reads every number of every document, and counts them by what they are.
fn read_all(fixture: &Fixture, name: &str, counts: &mut BTreeMap<&'static str, usize>) {
    let released = Released::of(fixture, name);
    for wave in fixture.prepared.project.waves.keys().copied() {
        let edition = fixture.prepared.edition(&fixture.templates, wave);
        for job in Job::filled(&edition) {
            let path = job.path(wave);
            let query = Query { wave, job, what: String::new(), bureau: false };
            let explainer =
                Explainer::of(&fixture.prepared, &fixture.templates, &query).ok().unwrap();
            let numbers = explainer.numbers();
            for number in &numbers {
                *counts.entry(number.origin).or_default() += 1;
                assert_ne!(number.origin, "unknown", "{name} {path}: {number:#?}");
                let Some(source) = &number.source else { continue };
                if let Some(anew) = released.printed(source) {
                    let said = as_compared(source, &number.said);
                    assert_eq!(said, anew, "{name} {path}: {number:#?}");
                }
            }
            if name != "small" && matches!(wave, Wave(2020 | 2023)) {
                asks(&explainer, &numbers, &path);
            }
        }
    }
}

#[test]
fn every_printed_number_knows_its_source() {
    let mut counts = BTreeMap::new();
    read_all(&BENCHMARK, "een-tegen-eenzaamheid", &mut counts);
    read_all(&SMALL, "small", &mut counts);
    let all: usize = counts.values().sum();
    let judged = counts.get("figure").copied().unwrap_or_default();
    eprintln!("{all} printed numbers, {judged} of them judged: {counts:?}");
    assert!(judged > 100_000, "{counts:?}");
}
