//! Numbers for authors: what a template may ask by question and option.
//!
//! ```text
//! {{ cijfer("deelname-themadag", "ja") }}            153 van de 172 gemeenten (89%)
//! {{ cijfer("deelname-themadag", "ja").procent }}    89%
//! {{ cijfer("deelname-themadag", "ja").deel }}       de meeste gemeenten
//! {{ cijfer("deelname-themadag", "ja").was }}        (was 90% in 2022)
//! {{ cijfer("deelname-themadag", "ja").voluit }}     153 van de 172 gemeenten (89%; in 2022 90%)
//! {{ cijfer("hulp-van", "gebruikt", rij="experts", jaar=2022).aantal }}
//! {{ cijfer("meldpunt", "ja").paneel.zin }}            met 6 procentpunt gestegen
//! {{ bevinding("deelname-themadag") }}               De meeste gemeenten doen mee ...
//! {{ grootste("knelpunten") }}                           te weinig tijd
//! {{ sterkste_stijging("meldpunt").label }}            ja
//! {% if gesteld("knelpunten") %}                         whether this edition asked it
//! ```
//!
//! Where a questionnaire speaks for several municipalities, the report counts respondents.
//! A number that may not be shown, or may not be compared, is an error with the template's
//! line when it is used, never an empty place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use minijinja::value::{Kwargs, Object, ObjectRepr};
use minijinja::{Environment, Error, ErrorKind, State, Value, context};

use super::Edition;
use super::topic::Topic;
use super::values::{asked, change_value};
use crate::diagnostics::nearest;
use crate::disclosure::{Change, Cited, Group, Panel, Reading};
use crate::dutch::join;
use crate::language::{Exact, Number, Unit, WHOLE, Wording, points, points_in_words, wording};
use crate::questionnaire::{ItemIndex, NotComparable, QuestionIndex, RowIndex, Wave};

/// The name under which the numbers stand in a template's context.
const BOOK: &str = "cijferboek";

/// Adds `cijfer`, `bevinding`, `grootste`, `gesteld`, `sterkste_stijging` and `sterkste_daling`
/// to the templates' functions.
pub fn register_functions(environment: &mut Environment<'static>) {
    environment.add_function("cijfer", cijfer);
    environment.add_function("bevinding", |state: &State, question: String| {
        text_of(state, &question, |entry| Some(&entry.heading))
    });
    environment.add_function("grootste", |state: &State, question: String| {
        text_of(state, &question, |entry| entry.largest.as_ref())
    });
    environment.add_function("sterkste_stijging", |state: &State, question: String| {
        largest_movement(state, &question, true)
    });
    environment.add_function("sterkste_daling", |state: &State, question: String| {
        largest_movement(state, &question, false)
    });
    environment.add_function("gesteld", |state: &State, question: String| {
        let book = book(state)?;
        book.entry(&question).map(|entry| entry.asked)
    });
}

fn cijfer(
    state: &State,
    question: String,
    option: String,
    options: Kwargs,
) -> Result<Value, Error> {
    let row: Option<String> = options.get("rij")?;
    let wave: Option<u16> = options.get("jaar")?;
    options.assert_all_used()?;
    let book = book(state)?;
    let entry = book.entry(&question)?;
    let key = (row, option, wave.unwrap_or(book.wave));
    match entry.numbers.get(&key) {
        Some(number) => Ok(Value::from_object(number.clone())),
        None => Err(unknown_key(&question, &key, entry)),
    }
}

/// What of question, row, option and year is not there, what was probably meant, and what there is.
fn unknown_key(question: &str, (row, option, wave): &Key, entry: &Entry) -> Error {
    let all = |pick: fn(&Key) -> Option<String>| -> BTreeSet<String> {
        entry.numbers.keys().filter_map(pick).collect()
    };
    let waves = all(|(.., wave)| Some(wave.to_string()));
    if !waves.contains(&wave.to_string()) {
        return fault(match waves.len() {
            0 => format!("question `{question}` was not asked up to this edition"),
            _ => {
                format!("question `{question}` was not asked in {wave}, but in {}", listed(&waves))
            }
        });
    }
    let rows = all(|(row, ..)| row.clone());
    let options = all(|(_, option, _)| Some(option.clone()));
    fault(match row {
        None if !rows.is_empty() => format!(
            "question `{question}` has rows, and no row was named, as in `rij=\"{}\"`; its rows are {}",
            rows.iter().next().map_or("", String::as_str),
            listed(&rows)
        ),
        Some(row) if rows.is_empty() => {
            format!("question `{question}` has no rows: leave out `rij=\"{row}\"`")
        }
        Some(row) if !rows.contains(row) => {
            format!("question `{question}` has no row `{row}`{}", meant(row, "its rows are", &rows))
        }
        _ if !options.contains(option) => format!(
            "question `{question}` has no option `{option}`{}",
            meant(option, "its options are", &options)
        ),
        _ => format!("question `{question}` did not have `{option}` there in {wave}"),
    })
}

/// The name that was probably meant, and all that there are.
fn meant(name: &str, are: &str, known: &BTreeSet<String>) -> String {
    let near = nearest(name, known.iter().map(String::as_str));
    match near {
        Some(near) => format!("; did you mean `{near}`? ({are} {})", listed(known)),
        None => format!("; {are} {}", listed(known)),
    }
}

/// Names for a message; the first of many.
fn listed(names: &BTreeSet<String>) -> String {
    const MOST: usize = 12;
    let mut shown: Vec<_> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    if names.len() > MOST {
        shown.push(format!("and {} more", names.len() - MOST));
    }
    shown.join(", ")
}

fn text_of(
    state: &State,
    question: &str,
    pick: impl Fn(&Entry) -> Option<&Wording>,
) -> Result<Wording, Error> {
    let book = book(state)?;
    let text = pick(book.entry(question)?).cloned();
    text.ok_or_else(|| fault(format!("question `{question}` has no number that may be shown")))
}

fn book(state: &State) -> Result<Arc<Book>, Error> {
    state
        .lookup(BOOK)
        .and_then(|value| value.downcast_object::<Book>())
        .ok_or_else(|| fault("this document has no numbers by question".to_owned()))
}

fn fault(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

/// Row, option and wave.
type Key = (Option<String>, String, u16);

/// All numbers of an edition that a text may use.
#[derive(Debug)]
pub(super) struct Book {
    wave: u16,
    entries: BTreeMap<String, Entry>,
}

#[derive(Debug)]
struct Entry {
    asked: bool,
    heading: Wording,
    largest: Option<Wording>,
    numbers: BTreeMap<Key, Asked>,
}

impl Object for Book {}

impl Book {
    /// The numbers for nation and panel, of this edition and the waves before.
    pub(super) fn of(edition: &Edition, reading: Reading) -> Self {
        let entries = edition.questionnaire.iter().map(|(index, question)| {
            let topic = Topic::new(edition, reading, index);
            let mut numbers = BTreeMap::new();
            for wave in edition.waves().into_iter().filter(|wave| question.asked_in(*wave)) {
                for row in question.rows_in(wave) {
                    for (item, option) in question.items_in(wave) {
                        let number = number(edition, reading, index, (row, item, wave));
                        let row = row.map(|row| question.row(row).code.clone());
                        numbers.insert((row, option.code.clone(), wave.0), number);
                    }
                }
            }
            let entry = Entry {
                asked: question.asked_in(edition.wave),
                heading: topic.heading(),
                largest: topic.largest(),
                numbers,
            };
            (question.id.clone(), entry)
        });
        Self { wave: edition.wave.0, entries: entries.collect() }
    }

    /// This book as a value, with the name of its place in the context.
    pub(super) fn into_value(self) -> Value {
        Value::from_object(self)
    }

    fn entry(&self, question: &str) -> Result<&Entry, Error> {
        self.entries.get(question).ok_or_else(|| {
            let known = self.entries.keys().map(String::as_str);
            let names = || self.entries.keys().cloned().collect();
            let hint = match nearest(question, known) {
                Some(near) => format!("; did you mean `{near}`?"),
                None => format!("; questions are {}", listed(&names())),
            };
            fault(format!("there is no question `{question}`{hint}"))
        })
    }
}

fn number(
    edition: &Edition,
    reading: Reading,
    index: QuestionIndex,
    (row, item, wave): (Option<RowIndex>, ItemIndex, Wave),
) -> Asked {
    let question = edition.questionnaire.question(index);
    let national = |wave, item| reading.figure(wave, index, row, Group::National, item);
    let earlier =
        edition.waves().into_iter().find(|earlier| *earlier < wave && question.asked_in(*earlier));
    let before = match earlier {
        None => Err("the question was not asked before".to_owned()),
        Some(earlier) => match question.comparable(item, earlier, wave) {
            Ok(()) => match question.counterparts(item, earlier)[..] {
                [then] => national(earlier, then)
                    .and_then(|figure| Some((earlier.0, Exact::of(figure)?)))
                    .ok_or_else(|| format!("the number of {earlier} may not be shown")),
                _ => Err(format!("several options of {earlier} were merged")),
            },
            Err(NotComparable::Changed(reason)) => {
                Err(format!("{wave} may not be compared with {earlier}: {reason}"))
            }
            Err(_) => Err(format!("the option was not asked in {earlier}")),
        },
    };
    let panel = earlier.and_then(|earlier| {
        let panel = Panel { earlier, later: wave };
        reading.change(panel, index, row, item).map(|change| (panel, change))
    });
    Asked {
        question: question.id.clone(),
        option: question.at(item).code.clone(),
        net: question.at(item).is_net(),
        row: row.map(|row| question.row(row).code.clone()),
        wave,
        unit: edition.unit(),
        label: question.at(item).label_in(wave).to_owned(),
        figure: national(wave, item),
        before,
        panel,
    }
}

/// One number that a template asked for.
#[derive(Debug, Clone)]
struct Asked {
    question: String,
    option: String,
    net: bool,
    row: Option<String>,
    wave: Wave,
    unit: Unit,
    label: String,
    figure: Option<Cited>,
    before: Result<(u16, Exact), String>,
    panel: Option<(Panel, Change)>,
}

impl Object for Asked {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.wording(), f)
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let value = match key.as_str()? {
            "vraag_id" => Ok(Value::from(self.question.as_str())),
            "optie_code" => Ok(Value::from(self.option.as_str())),
            "rij" => Ok(Value::from(self.row.clone())),
            "jaar" => Ok(Value::from(self.wave.0)),
            "label" => Ok(asked(&self.label)),
            WHOLE => Ok(Value::from(self.wording())),
            "aantal" => self.exact().map(|exact| Value::from(exact.count())),
            "basis" => self.base().map(Value::from),
            "procent" => self.exact().and_then(percent).map(Value::from),
            "deel" => self.exact().map(|exact| Value::from(exact.part(self.unit))),
            "was" => self.was().map(Value::from),
            "vorig_jaar" => self.before.clone().map(|(wave, _)| Value::from(wave)),
            "vorig_procent" => {
                self.before.clone().and_then(|(_, exact)| percent(exact)).map(Value::from)
            }
            "voluit" => Ok(Value::from(self.in_full())),
            "vergelijkbaar" => Ok(Value::from(self.before.is_ok())),
            "heeft_paneel" => Ok(Value::from(self.panel.is_some())),
            "paneel" => self.panel_value(),
            name => Err(unknown_part(name)),
        };
        Some(value.unwrap_or_else(|reason| Value::from(fault(self.complaint(&reason)))))
    }
}

/// What can be asked of a number.
const PARTS: [&str; 16] = [
    "aantal",
    "basis",
    "deel",
    "heeft_paneel",
    "jaar",
    "label",
    "optie_code",
    "paneel",
    "procent",
    "rij",
    "vergelijkbaar",
    "voluit",
    "vorig_jaar",
    "vorig_procent",
    "vraag_id",
    "was",
];

/// Why a number has no part of this name.
fn unknown_part(name: &str) -> String {
    let hint = match nearest(name, PARTS) {
        _ if name == "getal" => "; write `.aantal.getal` or `.procent.getal`".to_owned(),
        Some(near) => format!("; did you mean `.{near}`?"),
        None => format!("; there are {}", PARTS.join(", ")),
    };
    format!("it has no part `.{name}`{hint}")
}

/// The percentage, or why there is none.
fn percent(exact: Exact) -> Result<Wording, String> {
    exact.percent().ok_or_else(|| "the base is too small for a percentage".to_owned())
}

impl Asked {
    /// The number in full.
    fn wording(&self) -> Wording {
        match self.figure {
            Some(figure) => Number::from(figure).in_full(self.unit),
            None => wording!["geen ", self.unit.one],
        }
    }

    fn exact(&self) -> Result<Exact, String> {
        let figure = self.figure.ok_or("nobody answered")?;
        Exact::of(figure).ok_or_else(|| "the number may not be shown exactly".to_owned())
    }

    fn base(&self) -> Result<Wording, String> {
        let base = self.figure.and_then(|figure| Number::from(figure).base());
        base.ok_or_else(|| "the base may not be shown".to_owned())
    }

    fn was(&self) -> Result<Wording, String> {
        let (wave, exact) = self.before.clone()?;
        Ok(wording!["(was ", percent(exact)?, " in ", Wording::year(wave), ")"])
    }

    /// The number, with that of the wave before in the same brackets where it may be compared;
    /// an equal percentage is not printed twice.
    fn in_full(&self) -> Wording {
        let before = self.before.as_ref().ok();
        let then = before.and_then(|(wave, exact)| Some((Wording::year(*wave), exact.percent()?)));
        let now = self.exact().ok().and_then(|exact| Some((exact, exact.percent()?)));
        let (Some((exact, percent)), Some((year, before))) = (now, then) else {
            return self.wording();
        };
        let counted = exact.counted(self.unit);
        if percent.to_string() == before.to_string() {
            wording![counted, " (", percent, ", ook in ", year, ")"]
        } else {
            wording![counted, " (", percent, "; in ", year, " ", before, ")"]
        }
    }

    fn panel_value(&self) -> Result<Value, String> {
        let Some((panel, change)) = &self.panel else {
            return Err("there is no panel in which it may be compared".to_owned());
        };
        Ok(context! {
            punten => points(change),
            verschil => points_in_words(change),
            ..change_value(*panel, change)
        })
    }

    fn complaint(&self, reason: &str) -> String {
        format!("number of `{}`, `{}`: {reason}", self.question, self.option)
    }
}

/// The option (of all rows of a matrix) that rose or fell most among the same municipalities
/// since the wave before, with the labels of all that did; none when nothing moved that way by
/// more than a small change.
fn largest_movement(state: &State, question: &str, rise: bool) -> Result<Value, Error> {
    let book = book(state)?;
    let now = book
        .entry(question)?
        .numbers
        .iter()
        .filter(|((.., wave), number)| *wave == book.wave && !number.net);
    let moved = now.filter_map(|(key, number)| {
        let (_, change) = number.panel.as_ref().filter(|(_, change)| !change.is_small())?;
        (change.points.is_rise() == rise).then_some((change.points.rounded().abs(), key, number))
    });
    let moved: Vec<_> = moved.collect();
    let Some(most) = moved.iter().map(|(points, ..)| *points).max() else {
        return Ok(Value::from(()));
    };
    // In the order of their keys, so that the first is the same in every run.
    let ties: Vec<_> = moved.into_iter().filter(|(points, ..)| *points == most).collect();
    let (.., first) = ties.first().expect("one of them is the most");
    let labels: Vec<_> = ties.iter().map(|(.., number)| number.label.as_str()).collect();
    Ok(Value::from_object(Asked { label: join(&labels), ..(*first).clone() }))
}
