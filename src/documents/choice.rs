//! What the sheets of a municipality say first, by rules that look at answers alone.
//!
//! **Unlike most** (the share is of who gave the same answer): first answers with a stance that
//! less than a quarter share, then another form of a stance that more share but this form less
//! than a quarter, then stances under a half until there are three. At most four, one of each
//! question. Rows of a yes-or-no matrix are one finding. Never: an answer that contradicts
//! another, that says neither, or that is no finding of the questionnaire.
//!
//! **Changed** since the last own answer that may be compared: first what is done or not, then in
//! which form, then rows of a matrix together. At most three; how many more is told.
//!
//! **Headline**: the rarest own answer, the rarest of the other kind (done beside not done), and
//! a change, each of another question. Equal ones stand in the order of the questionnaire.

use std::collections::BTreeSet;

use super::Edition;
use super::rows::{Before, Row};
use super::values::own_count;
use crate::disclosure::{Group, OwnAnswer, Reading};
use crate::dutch::{LONGEST_SENTENCE, uncapitalised, words_in};
use crate::language::{Exact, Number, Wording, wording};
use crate::questionnaire::{
    FigureForm, ItemIndex, Question, QuestionIndex, QuestionKind, RowIndex, Stance, Wave,
};

/// At most this many findings.
const UNLIKE_MOST: usize = 4;
/// With fewer than this, answers of just under a half are told too.
const ENOUGH: usize = 3;
/// At most this many changes.
const CHANGES: usize = 3;
/// At most this many own challenges.
const TICKED: usize = 4;
/// At most this many rows of a matrix are named.
const NAMED: usize = 2;
/// With more words than this, before them the name of the municipality, fewer rows are named.
const LONGEST: usize = LONGEST_SENTENCE - 3;

/// Something that a municipality answered otherwise than most.
#[derive(Debug, Clone)]
pub(super) struct Unlike {
    question: QuestionIndex,
    place: usize,
    class: u8,
    stance: Option<Stance>,
    /// After the name of the municipality.
    pub(super) text: Wording,
    /// The same for a headline.
    pub(super) brief: Wording,
    /// Who gave the same answer; of several rows the smallest.
    pub(super) share: Exact,
    /// The largest, of several rows.
    pub(super) up_to: Option<Exact>,
    /// Of rows of a matrix.
    of_rows: bool,
}

/// Something that a municipality answered otherwise than the time before.
#[derive(Debug, Clone)]
pub(super) struct Changed {
    pub(super) question: QuestionIndex,
    class: u8,
    place: usize,
    /// After the name of the municipality.
    pub(super) text: Wording,
    /// The same for a headline.
    pub(super) brief: Wording,
    /// The same for the council.
    pub(super) plain: Wording,
    /// The earlier answer.
    pub(super) was: Wording,
    /// When it was given.
    pub(super) wave: Wave,
}

/// Part of a whole below a limit.
fn under(exact: Exact, part: u32) -> bool {
    exact.share().count() * part < exact.share().base()
}

/// All that may be said, before the choice.
fn candidates(edition: &Edition, reading: &Reading, rows: &[Row]) -> Vec<Unlike> {
    let mut all = Vec::new();
    let alone = exclusive_ticks(edition, reading, rows);
    let implied: BTreeSet<_> = alone.iter().map(|one| one.question).collect();
    for (place, row) in rows.iter().enumerate() {
        if implied.contains(&row.index) || row.note(edition, reading).is_some() {
            continue;
        }
        let stance = row.stance();
        if matches!(stance, Some(Stance::Neither)) {
            continue;
        }
        let (Some(finding), Some(brief)) = (row.finding(), row.brief()) else { continue };
        let Some(share) = row.same(reading, Group::National).and_then(|n| n.exact()) else {
            continue;
        };
        let stance_share = row.same_stance(reading).and_then(|number| number.exact());
        let form = stance_share.is_some_and(|all| !under(all, 4) && all.share() != share.share());
        all.push(Unlike {
            question: row.index,
            place,
            class: class(share, form),
            stance,
            text: Wording::asked(finding),
            brief: Wording::asked(brief),
            share,
            up_to: None,
            of_rows: false,
        });
    }
    all.extend(alone);
    all.extend(rare_rows(edition, reading, rows.len()));
    all
}

/// A stance that few share; another form that few share; all others.
fn class(share: Exact, form: bool) -> u8 {
    match (under(share, 4), form) {
        (true, false) => 0,
        (true, true) => 1,
        (false, _) => 2,
    }
}

/// "None of these" of a question whose ticks have rows: one finding in the place of them all.
fn exclusive_ticks(edition: &Edition, reading: &Reading, rows: &[Row]) -> Vec<Unlike> {
    let mut found: Vec<Unlike> = Vec::new();
    for (place, row) in rows.iter().enumerate().filter(|(_, row)| row.tick.is_some()) {
        if found.iter().any(|one| one.question == row.index) {
            continue;
        }
        let OwnAnswer::Chosen { options, .. } = &row.own else { continue };
        let mut alone = options.iter().filter(|item| row.question.at(**item).exclusive);
        let Some(item) = alone.next() else { continue };
        let figure = reading.figure(edition.wave, row.index, None, Group::National, *item);
        let (Some(share), Some(text)) =
            (figure.and_then(Exact::of), row.question.findings.get(item))
        else {
            continue;
        };
        let brief = row.question.brief(*item).unwrap_or(text);
        found.push(Unlike {
            question: row.index,
            place,
            class: class(share, false),
            stance: Some(Stance::DoesNot),
            text: Wording::asked(text),
            brief: Wording::asked(brief),
            share,
            up_to: None,
            of_rows: false,
        });
    }
    found
}

/// An own answer to a row of a matrix.
struct RowAnswer {
    row: RowIndex,
    item: ItemIndex,
}

/// The own answers to a matrix with one answer per row.
fn matrix(
    reading: &Reading,
    wave: Wave,
    index: QuestionIndex,
    question: &Question,
) -> Vec<RowAnswer> {
    let rows = question.rows_in(wave).into_iter().flatten();
    rows.filter_map(|row| {
        let OwnAnswer::Chosen { options, .. } = reading.own(wave, index, Some(row)) else {
            return None;
        };
        Some(RowAnswer { row, item: *options.first()? })
    })
    .collect()
}

/// The key questions that are matrices with one answer per row.
fn matrices<'a>(edition: &Edition<'a>) -> impl Iterator<Item = (QuestionIndex, &'a Question)> {
    let questionnaire = edition.questionnaire;
    let keys = questionnaire.key_questions(edition.wave).into_iter();
    keys.map(move |index| (index, questionnaire.question(index)))
        .filter(|(_, question)| matches!(question.kind, QuestionKind::Matrix { several: false }))
}

/// Rows of yes-or-no matrices whose answer less than a quarter gave: one finding per answer.
fn rare_rows(edition: &Edition, reading: &Reading, place: usize) -> Vec<Unlike> {
    let mut found = Vec::new();
    for (index, question) in matrices(edition) {
        let options: Vec<_> = question.options_in(edition.wave).map(|(item, _)| item).collect();
        if options.len() != 2 {
            continue;
        }
        let own = matrix(reading, edition.wave, index, question);
        for item in options {
            let given = own.iter().filter(|answer| answer.item == item);
            let mut rare: Vec<(RowIndex, Exact)> = given
                .filter_map(|answer| {
                    let row = Some(answer.row);
                    let figure = reading.figure(edition.wave, index, row, Group::National, item)?;
                    Some((answer.row, Exact::of(figure).filter(|share| under(*share, 4))?))
                })
                .collect();
            rare.sort_by_key(|(row, share)| (share.share().per_ten_thousand(), *row));
            let (Some(first), Some(last)) = (rare.first(), rare.last()) else { continue };
            let names = rare.iter().map(|(row, _)| *row);
            let Some(text) = over_rows((index, question), item, names, edition.wave) else {
                continue;
            };
            found.push(Unlike {
                question: index,
                place: place + usize::from(index.0),
                class: 0,
                stance: question.stance(item),
                brief: text.clone(),
                text,
                share: first.1,
                up_to: (rare.len() > 1).then_some(last.1),
                of_rows: true,
            });
        }
    }
    found
}

/// What is said of an answer to some rows: at most two of them by name, the others by number.
pub(super) fn over_rows(
    (index, question): (QuestionIndex, &Question),
    item: ItemIndex,
    rows: impl Iterator<Item = RowIndex>,
    wave: Wave,
) -> Option<Wording> {
    let text = question.findings.get(&item).filter(|text| text.contains("{}"))?;
    let names: Vec<_> = rows
        .map(|row| Wording::asked(question.row(row).label_in(wave)).map_first(uncapitalised))
        .collect();
    let naming = |named: usize| {
        let more = names.len().saturating_sub(named);
        let rest = (more > 0).then(|| wording!["nog ", own_count(index, more)]);
        let list = names.iter().take(named).cloned().chain(rest);
        Wording::filled(text, Wording::list(list))
    };
    // One more takes no more room by its name.
    let most = if names.len() == NAMED + 1 { NAMED + 1 } else { NAMED };
    let short = |text: &Wording| words_in(&text.to_string()) <= LONGEST;
    Some((1..=most).rev().map(naming).find(short).unwrap_or_else(|| naming(1)))
}

/// *Unlike most*: see the head of this file. In the order of their share.
pub(super) fn unlike_most(edition: &Edition, reading: &Reading, rows: &[Row]) -> Vec<Unlike> {
    let mut all = candidates(edition, reading, rows);
    all.retain(|one| under(one.share, 2));
    all.sort_by_key(|one| (one.class, one.share.share().per_ten_thousand(), one.place));
    let mut chosen: Vec<Unlike> = Vec::new();
    for one in all {
        let told = chosen.iter().any(|other| other.question == one.question);
        let enough = one.class == 2 && chosen.len() >= ENOUGH;
        if !told && !enough && chosen.len() < UNLIKE_MOST {
            chosen.push(one);
        }
    }
    chosen.sort_by_key(|one| (one.share.share().per_ten_thousand(), one.place));
    chosen
}

/// Whether of each own answer it is certain that at least half gave it too.
pub(super) fn shared_by_most(reading: &Reading, rows: &[Row]) -> bool {
    let most = |row: &Row| {
        let share = row.same(reading, Group::National).and_then(|number| number.exact());
        share.is_some_and(|share| !under(share, 2))
    };
    let mut own = rows.iter().filter(|row| row.chosen.is_some()).peekable();
    own.peek().is_some() && own.all(most)
}

/// *Changed*: what is told, and how many more there are.
pub(super) fn changed(edition: &Edition, reading: &Reading, rows: &[Row]) -> (Vec<Changed>, usize) {
    let mut all: Vec<Changed> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let Some(Before { wave, was, other_stance }) = row.before(edition, reading) else {
            continue;
        };
        if row.note(edition, reading).is_some() {
            continue;
        }
        let (Some(text), Some(brief), Some(plain)) = (row.finding(), row.brief(), row.plain())
        else {
            continue;
        };
        all.push(Changed {
            question: row.index,
            class: u8::from(!other_stance),
            place,
            text: Wording::asked(text),
            brief: Wording::asked(brief),
            plain: Wording::asked(plain),
            was,
            wave,
        });
    }
    all.extend(changed_rows(edition, reading, rows.len()));
    all.sort_by_key(|one| (one.class, one.place));
    let more = all.len().saturating_sub(CHANGES);
    all.truncate(CHANGES);
    (all, more)
}

/// Rows of matrices that got another stance: one change per answer.
fn changed_rows(edition: &Edition, reading: &Reading, place: usize) -> Vec<Changed> {
    let mut found = Vec::new();
    for (index, question) in matrices(edition) {
        let earlier = edition.waves().into_iter().skip(1).find(|wave| {
            question.asked_in(*wave) && !matrix(reading, *wave, index, question).is_empty()
        });
        let Some(wave) = earlier else { continue };
        let then = matrix(reading, wave, index, question);
        let now = matrix(reading, edition.wave, index, question);
        let yes_or_no = question.options_in(edition.wave).count() == 2;
        for (item, _) in question.options_in(edition.wave) {
            let stance = question.stance(item);
            let changed = now.iter().filter(|answer| answer.item == item).filter_map(|answer| {
                let before = then.iter().find(|other| other.row == answer.row)?;
                let compares = question.comparable(before.item, wave, edition.wave).is_ok();
                let other = question.stance(before.item);
                (compares && stance.is_some() && other.is_some() && other != stance)
                    .then_some((answer.row, before.item))
            });
            let changed: Vec<_> = changed.collect();
            let Some((_, before)) = changed.first() else { continue };
            let rows = changed.iter().map(|(row, _)| *row);
            let Some(text) = over_rows((index, question), item, rows, edition.wave) else {
                continue;
            };
            found.push(Changed {
                question: index,
                class: if yes_or_no { 2 } else { 3 },
                place: place + usize::from(index.0),
                brief: text.clone(),
                plain: text.clone(),
                text,
                was: Wording::asked(question.was_in(*before, wave)),
                wave,
            });
        }
    }
    found
}

/// The headline after the name of the municipality; `None` when there is nothing to say.
pub(super) fn headline(
    edition: &Edition,
    reading: &Reading,
    rows: &[Row],
    changes: &[Changed],
) -> Option<Wording> {
    let mut all = candidates(edition, reading, rows);
    all.retain(|one| !one.of_rows);
    let form = |one: &Unlike| one.class == 1;
    all.sort_by_key(|one| (form(one), one.share.share().per_ten_thousand(), one.place));
    let change = changes.iter().find(|change| change.class < 3);
    let mut used: BTreeSet<_> = change.iter().map(|change| change.question).collect();
    let mut parts = Vec::new();
    let first = all.iter().find(|one| !used.contains(&one.question));
    if let Some(first) = first {
        used.insert(first.question);
        parts.push(first.brief.clone());
        let not = |one: &Unlike| one.stance == Some(Stance::DoesNot);
        let other = |one: &&Unlike| !used.contains(&one.question);
        let second = all
            .iter()
            .filter(other)
            .find(|one| not(one) != not(first))
            .or_else(|| all.iter().find(other));
        parts.extend(second.map(|second| second.brief.clone()));
    }
    let year = |change: &Changed| {
        wording![change.brief.clone(), ", anders dan in ", Wording::year(change.wave.0)]
    };
    parts.extend(change.map(year));
    (!parts.is_empty()).then(|| Wording::list(parts))
}

/// A tick of a ranked question.
pub(super) struct Ticked {
    pub(super) item: ItemIndex,
    /// Who ticked it.
    pub(super) number: Option<Number>,
    /// Whether the municipality did.
    pub(super) own: bool,
}

impl Ticked {
    pub(super) fn exact(&self) -> Option<Exact> {
        self.number.and_then(Number::exact)
    }
}

/// The ticks of the first ranked question in the order of the country, those of which the number
/// is not shown last; and the question. Without "other" and "none of these". `None` without such
/// a question.
pub(super) fn ranked<'a>(
    edition: &Edition<'a>,
    reading: &Reading,
) -> Option<(QuestionIndex, &'a Question, Vec<Ticked>)> {
    let keys = edition.questionnaire.key_questions(edition.wave);
    let mut questions =
        keys.into_iter().map(|index| (index, edition.questionnaire.question(index)));
    let (index, question) = questions.find(|(_, question)| {
        question.figure == FigureForm::Ranking && question.asked_in(edition.wave)
    })?;
    let own = reading.own(edition.wave, index, None);
    let options = question.options_in(edition.wave);
    let named = options.filter(|(_, option)| !option.last && !option.exclusive);
    let ticks = named.map(|(item, _)| {
        let figure = reading.figure(edition.wave, index, None, Group::National, item);
        Ticked { item, number: figure.map(Number::from), own: own.has(item) }
    });
    let mut ticks: Vec<_> = ticks.collect();
    ticks.sort_by_key(|tick| {
        let count = tick.exact().map(|exact| exact.share().count());
        (std::cmp::Reverse(count), tick.item)
    });
    Some((index, question, ticks))
}

/// The own ticks that are told.
pub(super) fn told_ticks(ranked: &[Ticked]) -> impl Iterator<Item = &Ticked> {
    ranked.iter().filter(|tick| tick.own).take(TICKED)
}

/// The ticks that most ticked; none where the number of any is not shown.
pub(super) fn ticked_most(ranked: &[Ticked]) -> Vec<(ItemIndex, Exact)> {
    let all: Option<Vec<_>> = ranked.iter().map(|tick| Some((tick.item, tick.exact()?))).collect();
    let all = all.unwrap_or_default();
    let most = all.first().map(|(_, exact)| exact.share().count());
    all.into_iter().take_while(|(_, exact)| Some(exact.share().count()) == most).collect()
}
