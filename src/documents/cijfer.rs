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

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use minijinja::value::{Kwargs, Object, ObjectRepr};
use minijinja::{Environment, Error, ErrorKind, State, Value, context};

use super::Edition;
use super::topic::{Topic, counted_phrase};
use crate::diagnostics::nearest;
use crate::disclosure::{Change, Figure, FigureView, Group, Panel, Reading, Share};
use crate::language::{Unit, change_in_words, describe, percent_of};
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

fn unknown_key(question: &str, key: &Key, entry: &Entry) -> Error {
    let (row, option, wave) = key;
    let options: Vec<_> = entry.numbers.keys().map(|(_, option, _)| option.as_str()).collect();
    let hint = match nearest(option, options.iter().copied()) {
        Some(word) if word != option => format!("; did you mean `{word}`?"),
        _ => String::new(),
    };
    let row = row.as_ref().map_or_else(String::new, |row| format!(", row `{row}`"));
    fault(format!("question `{question}` has no number for `{option}`{row} in {wave}{hint}"))
}

fn text_of(
    state: &State,
    question: &str,
    pick: impl Fn(&Entry) -> Option<&String>,
) -> Result<String, Error> {
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
    heading: String,
    largest: Option<String>,
    numbers: BTreeMap<Key, Number>,
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
            let hint = nearest(question, known)
                .map_or_else(String::new, |word| format!("; did you mean `{word}`?"));
            fault(format!("there is no question `{question}`{hint}"))
        })
    }
}

fn number(
    edition: &Edition,
    reading: Reading,
    index: QuestionIndex,
    (row, item, wave): (Option<RowIndex>, ItemIndex, Wave),
) -> Number {
    let question = edition.questionnaire.question(index);
    let national = |wave, item| reading.figure(wave, index, row, Group::National, item);
    let earlier =
        edition.waves().into_iter().find(|earlier| *earlier < wave && question.asked_in(*earlier));
    let before = match earlier {
        None => Err("the question was not asked before".to_owned()),
        Some(earlier) => match question.comparable(item, earlier, wave) {
            Ok(()) => match question.counterparts(item, earlier)[..] {
                [then] => national(earlier, then)
                    .and_then(|figure| Some((earlier.0, figure.exact()?)))
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
    Number {
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

/// One number, as a template sees it.
#[derive(Debug, Clone)]
struct Number {
    question: String,
    option: String,
    net: bool,
    row: Option<String>,
    wave: Wave,
    unit: Unit,
    label: String,
    figure: Option<Figure>,
    before: Result<(u16, Share), String>,
    panel: Option<(Panel, Change)>,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.figure {
            Some(figure) => f.write_str(&describe(figure, self.unit)),
            None => write!(f, "geen {}", self.unit.one),
        }
    }
}

impl Object for Number {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_ref(), f)
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let value = match key.as_str()? {
            "vraag_id" => Ok(Value::from(self.question.as_str())),
            "optie_code" => Ok(Value::from(self.option.as_str())),
            "rij" => Ok(Value::from(self.row.clone())),
            "jaar" => Ok(Value::from(self.wave.0)),
            "label" => Ok(Value::from(self.label.as_str())),
            "aantal" => self.exact().map(|share| Value::from(share.count())),
            "basis" => self.base().map(Value::from),
            "procent" => self.exact().and_then(|share| self.percent(share)).map(Value::from),
            "deel" => self.exact().map(|share| Value::from(counted_phrase(share, self.unit))),
            "was" => self.was().map(Value::from),
            "vorig_jaar" => self.before.clone().map(|(wave, _)| Value::from(wave)),
            "vorig_procent" => {
                self.before.clone().and_then(|(_, share)| self.percent(share)).map(Value::from)
            }
            "voluit" => Ok(Value::from(self.in_full())),
            "vergelijkbaar" => Ok(Value::from(self.before.is_ok())),
            "heeft_paneel" => Ok(Value::from(self.panel.is_some())),
            "paneel" => self.panel_value(),
            _ => return None,
        };
        Some(value.unwrap_or_else(|reason| Value::from(fault(self.complaint(&reason)))))
    }
}

impl Number {
    fn exact(&self) -> Result<Share, String> {
        match self.figure.map(|figure| figure.view()) {
            Some(FigureView::Exact(share)) => Ok(share),
            Some(_) => Err("the number may not be shown exactly".to_owned()),
            None => Err("nobody answered".to_owned()),
        }
    }

    fn base(&self) -> Result<u32, String> {
        self.figure
            .and_then(|figure| figure.base())
            .ok_or_else(|| "the base may not be shown".to_owned())
    }

    fn percent(&self, share: Share) -> Result<String, String> {
        percent_of(share).ok_or_else(|| "the base is too small for a percentage".to_owned())
    }

    fn was(&self) -> Result<String, String> {
        let (wave, share) = self.before.clone()?;
        Ok(format!("(was {} in {wave})", self.percent(share)?))
    }

    /// The number, with that of the wave before in the same brackets where it may be compared;
    /// an equal percentage is not printed twice.
    fn in_full(&self) -> String {
        let now = self.to_string();
        let before = self.before.as_ref().ok().and_then(|(wave, share)| {
            self.exact().ok()?;
            Some((wave, percent_of(*share)?))
        });
        match (now.strip_suffix(')'), before) {
            (Some(open), Some((wave, percent))) if open.ends_with(&format!("({percent}")) => {
                format!("{open}, ook in {wave})")
            }
            (Some(open), Some((wave, percent))) => format!("{open}; in {wave} {percent})"),
            _ => now,
        }
    }

    fn panel_value(&self) -> Result<Value, String> {
        let Some((panel, change)) = &self.panel else {
            return Err("there is no panel in which it may be compared".to_owned());
        };
        let count = |figure: &Figure| figure.exact().map(Share::count);
        Ok(context! {
            van_jaar => panel.earlier.0,
            naar_jaar => panel.later.0,
            van => count(&change.earlier),
            naar => count(&change.later),
            n => change.later.base(),
            punten => change.points.rounded(),
            verschil => format!("{} procentpunt", change.points.rounded().abs()),
            zin => change_in_words(change),
        })
    }

    fn complaint(&self, reason: &str) -> String {
        format!("number of `{}`, `{}`: {reason}", self.question, self.option)
    }
}

/// The option (of all rows of a matrix) that rose or fell most among the same municipalities
/// since the wave before; none when nothing moved that way by more than a small change.
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
    let largest = moved.max_by(|(one, first, _), (other, second, _)| {
        one.cmp(other).then_with(|| second.cmp(first))
    });
    Ok(largest.map_or(Value::from(()), |(.., number)| Value::from_object(number.clone())))
}
