//! *In één oogopslag*: which of the own answers are named, by neutral rules.
//!
//! The answers to the key questions make three lists, and one sentence by itself:
//!
//! 1. **changed**: the own answer differs from the own answer the last time it was given,
//!    and the two may be compared;
//! 2. **different**: the own answer is given by less than half of all municipalities;
//! 3. **same**: the own answer is given by at least half;
//! 4. **chosen most**: of the own choices in the first ranked question the one that most
//!    municipalities made too, and what was chosen most of all.
//!
//! A question with one answer gives one answer, a question with ticks or rows one for each
//! list. *Different* begins with the least common answer, the others follow the order of the
//! questionnaire. In each list the ticks and rows come second.
//!
//! At most five sentences: *chosen most*, then in rounds one of each list; never the same
//! answer twice. With fewer than three, and questions left open, a sentence says so.
//!
//! **The turn.** Where several would do equally well, the place of the municipality among
//! those of its province (by code) decides: which question with ticks or rows comes first, which
//! of its rows or ticks is named, with which answer *same* begins, and with which list the
//! rounds after the first begin. So two neighbours with the same answers don't read the same
//! page, and no opinion comes in.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use minijinja::{Value, context};

use super::Edition;
use super::values::asked;
use crate::disclosure::{Audience, Group, OwnAnswer, Reading};
use crate::dutch::uncapitalised;
use crate::language::{Exact, Number, Ranking, Unit, Wording, wording};
use crate::questionnaire::{
    FigureForm, ItemIndex, ItemKind, Question, QuestionIndex, QuestionKind, RowIndex, Wave,
};

/// At most this many sentences.
const AT_MOST: usize = 5;
/// Fewer than this is few: then a sentence may say that questions were left open.
const FEW: usize = 3;

/// Why an answer is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    Changed,
    Different,
    Same,
    ChosenMost,
}

impl Rule {
    /// The rules that make lists.
    const LISTS: [Self; 3] = [Self::Changed, Self::Different, Self::Same];

    /// The word that a template asks for.
    const fn word(self) -> &'static str {
        match self {
            Self::Changed => "veranderd",
            Self::Different => "anders",
            Self::Same => "zelfde",
            Self::ChosenMost => "meest",
        }
    }
}

/// An own answer to a key question, with what all municipalities answered.
#[derive(Debug, Clone)]
pub(super) struct Finding<'a> {
    pub(super) rule: Rule,
    pub(super) index: QuestionIndex,
    pub(super) row: Option<RowIndex>,
    pub(super) item: ItemIndex,
    id: &'a str,
    code: &'a str,
    sentence: Wording,
    nation: Exact,
    before: Option<(Wave, &'a str)>,
    /// Chosen most of all, where that is another option: all that share the place, in
    /// quotation marks.
    most: Option<(Wording, Exact)>,
    /// Whether these are several.
    several_most: bool,
    /// Where this answer was chosen most: the others that share its place.
    beside: Option<Wording>,
}

impl Finding<'_> {
    /// What a template may say.
    pub(super) fn value(&self) -> Value {
        context! {
            id => self.id,
            optie_code => self.code,
            regel => self.rule.word(),
            tekst => self.sentence.clone(),
            groep => self.nation.part_with_percent(Unit::MUNICIPALITIES),
            aantal => self.nation.in_full(Unit::MUNICIPALITIES),
            gemeenten => self.nation.count(),
            vorige => self.changed_from().map(|(wave, label)| context! {
                jaar => wave.0,
                label => asked(label),
            }),
            vaakst => self.most.clone().map(|(labels, exact)| context! {
                labels => labels,
                aantal => exact.in_full(Unit::MUNICIPALITIES),
            }),
            samen_met => self.beside.clone(),
            meer_vaakst => self.several_most,
        }
    }

    /// The earlier answer, where the sentence is about the change.
    fn changed_from(&self) -> Option<(Wave, &str)> {
        self.before.filter(|_| self.rule == Rule::Changed)
    }

    /// This answer as a rule names it; an answer that changed may also be named for what
    /// others answered.
    fn under(mut self, rule: Rule) -> Option<Self> {
        let fits = if rule == Rule::Changed { self.before.is_some() } else { self.rule == rule };
        self.rule = rule;
        fits.then_some(self)
    }

    /// Which answer it is.
    fn named(&self) -> (QuestionIndex, Option<RowIndex>, ItemIndex) {
        (self.index, self.row, self.item)
    }
}

/// What is said about an answer: the sentence of the questionnaire, with the row in its place.
pub(super) fn sentence(
    question: &Question,
    row: Option<RowIndex>,
    item: ItemIndex,
    wave: Wave,
) -> Option<Wording> {
    let text = question.findings.get(&item)?;
    let Some(row) = row else { return Some(Wording::asked(text)) };
    // Without a place for the row the sentence would not say which one it is about.
    let row = Wording::asked(question.row(row).label_in(wave)).map_first(uncapitalised);
    text.contains("{}").then(|| Wording::filled(text, row))
}

/// The sentences for the reading municipality.
pub(super) fn findings<'a>(edition: &Edition<'a>, reading: &Reading<'a>) -> Vec<Finding<'a>> {
    let turn = turn(edition, reading);
    let lists = Rule::LISTS.map(|rule| list(edition, reading, rule, turn));
    let last = most_chosen(edition, reading);
    let room = AT_MOST - usize::from(last.is_some());
    let mut used: BTreeSet<_> = last.iter().map(Finding::named).collect();
    let mut chosen: Vec<Finding> = Vec::new();
    let mut lists = lists.map(|list| list.into_iter());
    for round in 0..AT_MOST {
        let begin = if round == 0 { 0 } else { turn };
        for step in 0..lists.len() {
            let list = &mut lists[(begin + step) % Rule::LISTS.len()];
            let next = list.find(|finding| !used.contains(&finding.named()));
            if let Some(finding) = next.filter(|_| chosen.len() < room) {
                used.insert(finding.named());
                chosen.push(finding);
            }
        }
    }
    chosen.sort_by_key(|finding| finding.rule);
    chosen.extend(last);
    chosen
}

/// Whether so few answers are named that a sentence about open questions belongs beside them.
pub(super) const fn are_few(findings: &[Finding]) -> bool {
    !findings.is_empty() && findings.len() < FEW
}

/// The place of the municipality among those of its province, by code.
fn turn(edition: &Edition, reading: &Reading) -> usize {
    let Audience::Municipality(code) = reading.audience() else { return 0 };
    let register = edition.project.register;
    let (Some(own), Some(material)) = (register.get(code), edition.material()) else { return 0 };
    let neighbours = register.on(material.reference_date);
    neighbours.filter(|other| other.province == own.province && other.code < code).count()
}

/// What one rule may say, in its order: an answer to a question with one answer, then the
/// ticks and rows, then the other answers.
fn list<'a>(
    edition: &Edition<'a>,
    reading: &Reading<'a>,
    rule: Rule,
    turn: usize,
) -> Vec<Finding<'a>> {
    let (mut single, mut ticks) = (Vec::new(), Vec::new());
    let key = edition.questionnaire.key_questions(edition.wave);
    for index in key {
        let question = edition.questionnaire.question(index);
        let fits = |finding: Finding<'a>| finding.under(rule);
        match question.kind {
            QuestionKind::Single => {
                single.extend(answers(edition, reading, index).into_iter().find_map(fits));
            }
            QuestionKind::Multi { .. } | QuestionKind::Matrix { .. } => {
                let own: Vec<_> =
                    answers(edition, reading, index).into_iter().filter_map(fits).collect();
                let at = turn % own.len().max(1);
                ticks.extend(own.into_iter().nth(at));
            }
            QuestionKind::Numeric { .. } | QuestionKind::Open => {}
        }
    }
    match rule {
        Rule::Different => single.sort_by_key(|c| (c.nation.share().per_ten_thousand(), c.index)),
        Rule::Same if !single.is_empty() => {
            let begin = turn % single.len();
            single.rotate_left(begin);
        }
        _ => {}
    }
    let begin = turn % ticks.len().max(1);
    ticks.rotate_left(begin);
    let second = single.len().min(1);
    single.splice(second..second, ticks);
    single
}

/// The own answers to a question that something can be said about.
fn answers<'a>(
    edition: &Edition<'a>,
    reading: &Reading<'a>,
    index: QuestionIndex,
) -> Vec<Finding<'a>> {
    let question = edition.questionnaire.question(index);
    let rows = question.rows_in(edition.wave).into_iter();
    rows.flat_map(|row| {
        let own = match reading.own(edition.wave, index, row) {
            OwnAnswer::Chosen { options, .. } => options,
            _ => BTreeSet::new(),
        };
        own.into_iter().filter_map(move |item| answer(edition, reading, (index, row), item))
    })
    .collect()
}

/// Whether any question was answered at all, also by that it does not apply.
pub(super) fn answered(edition: &Edition, reading: &Reading) -> bool {
    let wave = edition.wave;
    let mut all = edition.questionnaire.iter();
    all.any(|(index, question)| {
        let own = |row| reading.own(wave, index, row);
        question.rows_in(wave).into_iter().any(|row| {
            own(row).is_given()
                || (question.applies_if.is_empty() && own(row) == OwnAnswer::NotApplicable)
        })
    })
}

/// Whether of any key question a total of the country is shown to compare with.
pub(super) fn comparable(edition: &Edition, reading: &Reading) -> bool {
    let mut key = edition.questionnaire.key_questions(edition.wave).into_iter();
    key.any(|index| has_totals(edition, reading, index))
}

/// Whether of a question, or of any of its rows, a total of the country is shown.
pub(super) fn has_totals(edition: &Edition, reading: &Reading, index: QuestionIndex) -> bool {
    let rows = edition.questionnaire.question(index).rows_in(edition.wave);
    rows.into_iter().any(|row| {
        let table = reading.table(edition.wave, index, row, Group::National);
        table.is_some_and(|table| table.withheld().is_none())
    })
}

/// Whether a key question with one answer, put to everyone, was left open.
pub(super) fn left_open(edition: &Edition, reading: &Reading) -> bool {
    let mut key = edition.questionnaire.key_questions(edition.wave).into_iter();
    key.any(|index| {
        matches!(edition.questionnaire.question(index).kind, QuestionKind::Single)
            && reading.own(edition.wave, index, None) == OwnAnswer::Skipped
    })
}

/// What is printed behind an own answer that contradicts another own answer. Nothing else is
/// said about such an answer: it may be a mistake.
pub(super) fn contradicted<'a>(
    edition: &Edition<'a>,
    reading: &Reading,
    index: QuestionIndex,
    item: ItemIndex,
) -> Option<&'a str> {
    let gave = |question: QuestionIndex, items: &[ItemIndex]| {
        let own = reading.own(edition.wave, question, None);
        items.iter().any(|item| own.has(*item))
    };
    let question = edition.questionnaire.question(index);
    let mut pairs = question.contradicts.iter();
    let found = pairs.find(|pair| {
        let options = match &question.at(item).kind {
            ItemKind::Net(members) => &members[..],
            ItemKind::Option | ItemKind::Band(..) => &[item],
        };
        options.iter().any(|option| pair.items.contains(option))
            && gave(index, &pair.items)
            && gave(pair.question, &pair.with)
    });
    found.map(|pair| pair.note.as_str())
}

/// An own answer as printed, with a note where it contradicts another.
pub(super) fn own_label(
    edition: &Edition,
    reading: &Reading,
    index: QuestionIndex,
    item: ItemIndex,
    label: &str,
) -> Wording {
    let label = Wording::asked(label);
    match contradicted(edition, reading, index, item) {
        Some(note) => wording![label, " (", Wording::asked(note), ")"],
        None => label,
    }
}

/// One own answer, as *different* or *same*, with the earlier one if it differs.
fn answer<'a>(
    edition: &Edition<'a>,
    reading: &Reading<'a>,
    (index, row): (QuestionIndex, Option<RowIndex>),
    item: ItemIndex,
) -> Option<Finding<'a>> {
    let wave = edition.wave;
    let question = edition.questionnaire.question(index);
    let nation = Exact::of(reading.figure(wave, index, row, Group::National, item)?)?;
    let sentence = sentence(question, row, item, wave)?;
    if contradicted(edition, reading, index, item).is_some() {
        return None;
    }
    let rule = if nation.is_at_least_half() { Rule::Same } else { Rule::Different };
    let before = before(edition, reading, (index, row), item);
    let (id, code) = (&question.id, &question.at(item).code);
    let (most, several_most, beside) = (None, false, None);
    Some(Finding {
        rule,
        index,
        row,
        item,
        id,
        code,
        sentence,
        nation,
        before,
        most,
        several_most,
        beside,
    })
}

/// The own answer the last time, when it may be compared and is another one.
fn before<'a>(
    edition: &Edition<'a>,
    reading: &Reading<'a>,
    (index, row): (QuestionIndex, Option<RowIndex>),
    item: ItemIndex,
) -> Option<(Wave, &'a str)> {
    let question = edition.questionnaire.question(index);
    if question.several() {
        return None;
    }
    let (wave, answer) = edition.waves().into_iter().skip(1).find_map(|wave| {
        match reading.own(wave, index, row) {
            OwnAnswer::Chosen { options, .. } => Some((wave, *options.first()?)),
            _ => None,
        }
    })?;
    let comparable = question.comparable(item, wave, edition.wave).is_ok()
        && question.comparable(answer, wave, edition.wave).is_ok();
    let same = question.counterparts(item, wave).contains(&answer);
    (comparable && !same).then(|| (wave, question.at(answer).label_in(wave)))
}

/// Of the own choices in the first ranked key question, the one that most others made; where it
/// is certain what was chosen most of all.
fn most_chosen<'a>(edition: &Edition<'a>, reading: &Reading<'a>) -> Option<Finding<'a>> {
    let wave = edition.wave;
    let key = edition.questionnaire.key_questions(wave);
    let (index, question) = edition.questionnaire.iter().find(|(index, question)| {
        key.contains(index) && question.figure == FigureForm::Ranking && question.asked_in(wave)
    })?;
    let own = reading.own(wave, index, None);
    let figure = |item| reading.figure(wave, index, None, Group::National, item);
    let numbers: Vec<_> = question
        .options_in(wave)
        .filter_map(|(item, _)| Some((item, Number::from(figure(item)?))))
        .collect();
    let leaders = Ranking::of(numbers.iter().copied(), false).largest();
    let (_, most) = *leaders.first()?;
    let chosen = numbers.iter().filter(|(item, _)| own.has(*item));
    let (item, nation) = chosen
        .filter_map(|(item, number)| Some((*item, number.exact()?)))
        .max_by_key(|(item, exact)| (exact.share().count(), Reverse(*item)))?;
    let named = |but: ItemIndex| {
        let others = leaders.iter().filter(|(other, _)| *other != but);
        let quoted = |(item, _): &(ItemIndex, Exact)| {
            wording!["‘", Wording::asked(question.at(*item).label_in(wave)), "’"]
        };
        let others: Vec<_> = others.map(quoted).collect();
        (!others.is_empty()).then(|| Wording::list(others))
    };
    let leads = leaders.iter().any(|(leader, _)| *leader == item);
    Some(Finding {
        rule: Rule::ChosenMost,
        index,
        row: None,
        item,
        id: &question.id,
        code: &question.at(item).code,
        sentence: sentence(question, None, item, wave)?,
        nation,
        before: None,
        most: named(item).filter(|_| !leads).map(|labels| (labels, most)),
        several_most: leaders.len() > 1,
        beside: named(item).filter(|_| leads),
    })
}
