//! *In één oogopslag*: which of the own answers are named, by neutral rules.
//!
//! From the key questions with a single answer, in this order, at most one sentence each
//! and never the same question twice:
//!
//! 1. **changed**: the own answer differs from the own answer the last time it was given,
//!    and the two may be compared (in the order of the questionnaire);
//! 2. **different**: the own answer is given by less than half of all municipalities
//!    (the least common first);
//! 3. **same**: the own answer is given by at least half (the most common first);
//! 4. **chosen most**: of the own choices in the first ranked key question the one that most
//!    municipalities made too, and what was chosen most of all.
//!
//! Two of each of the first three at most. When that gives fewer than five in all, the next
//! ones of the same lists follow, in the same order. When there are still fewer than three and
//! questions were left open, a sentence says so. Nothing is called good or bad.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use minijinja::{Value, context};

use super::Edition;
use super::topic::group_phrase;
use crate::disclosure::{Group, OwnAnswer, Reading, Share};
use crate::language::{Unit, count_of_base, percent_of};
use crate::questionnaire::{FigureForm, ItemIndex, Question, QuestionIndex, QuestionKind, Wave};

/// At most this many sentences.
const AT_MOST: usize = 5;
/// At most this many of one rule, in the first round.
const PER_RULE: usize = 2;

/// Why an answer is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    Changed,
    Different,
    Same,
    ChosenMost,
}

impl Rule {
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
#[derive(Debug, Clone, Copy)]
pub(super) struct Finding<'a> {
    pub(super) rule: Rule,
    pub(super) index: QuestionIndex,
    pub(super) item: ItemIndex,
    id: &'a str,
    code: &'a str,
    sentence: &'a str,
    nation: Share,
    before: Option<(Wave, &'a str)>,
    /// Chosen most of all, where that is another option.
    most: Option<(&'a str, Share)>,
}

impl Finding<'_> {
    /// What a template may say.
    pub(super) fn value(&self) -> Value {
        context! {
            id => self.id,
            optie_code => self.code,
            regel => self.rule.word(),
            tekst => self.sentence,
            groep => group_with_figure(self.nation),
            aantal => count_of_base(self.nation, Unit::MUNICIPALITIES),
            gemeenten => self.nation.count(),
            vorige => self.before.map(|(wave, label)| context! {
                jaar => wave.0,
                label => label,
            }),
            vaakst => self.most.map(|(label, share)| context! {
                label => label,
                aantal => count_of_base(share, Unit::MUNICIPALITIES),
            }),
        }
    }
}

/// `de meeste gemeenten (89%)`; where no word fits, the numbers.
fn group_with_figure(share: Share) -> String {
    let words = group_phrase(share);
    match percent_of(share) {
        Some(percent) => format!("{words} ({percent})"),
        None => words,
    }
}

/// The sentences for the reading municipality.
pub(super) fn findings<'a>(edition: &Edition<'a>, reading: &Reading<'a>) -> Vec<Finding<'a>> {
    let candidates: Vec<_> = edition
        .questionnaire
        .iter()
        .filter(|(_, question)| question.key && matches!(question.kind, QuestionKind::Single))
        .filter_map(|(index, question)| candidate(edition, reading, index, question))
        .collect();
    let of_rule = |rule| candidates.iter().filter(move |c: &&Finding| c.rule == rule);
    // An answer that changed may also be named for what others answered, in its turn.
    let changed: Vec<_> = candidates.iter().filter(|c| c.before.is_some()).copied().collect();
    let mut different: Vec<_> = of_rule(Rule::Different).copied().collect();
    different.sort_by_key(|c| (c.nation.per_ten_thousand(), c.index));
    let mut same: Vec<_> = of_rule(Rule::Same).copied().collect();
    same.sort_by_key(|c| (Reverse(c.nation.per_ten_thousand()), c.index));
    let changed = changed.into_iter().map(|c| Finding { rule: Rule::Changed, ..c }).collect();
    let lists: [Vec<Finding>; 3] = [changed, different, same];

    let last = most_chosen(edition, reading);
    let room = AT_MOST - usize::from(last.is_some());
    let mut chosen: Vec<Finding> = Vec::new();
    let mut used = BTreeSet::new();
    for most in [PER_RULE, AT_MOST] {
        for (list, rule) in lists.iter().zip([Rule::Changed, Rule::Different, Rule::Same]) {
            for finding in list {
                let taken = chosen.iter().filter(|c| c.rule == rule).count();
                if taken < most && chosen.len() < room && used.insert(finding.index) {
                    chosen.push(*finding);
                }
            }
        }
    }
    chosen.sort_by_key(|finding| finding.rule);
    chosen.extend(last);
    chosen
}

/// Whether any key question was answered at all.
pub(super) fn answered(edition: &Edition, reading: &Reading) -> bool {
    let wave = edition.wave;
    let own = |index, row| reading.own(wave, index, row).is_some_and(|a| a != OwnAnswer::Nothing);
    let mut key = edition.questionnaire.iter().filter(|(_, question)| question.key);
    key.any(|(index, question)| question.rows_in(wave).into_iter().any(|row| own(index, row)))
}

/// Whether a key question with one answer, put to everyone, was left open.
pub(super) fn left_open(edition: &Edition, reading: &Reading) -> bool {
    let mut key = edition.questionnaire.iter().filter(|(_, question)| {
        question.key && question.asked_in(edition.wave) && question.applies_if.is_empty()
    });
    key.any(|(index, question)| {
        matches!(question.kind, QuestionKind::Single)
            && reading.own(edition.wave, index, None) == Some(OwnAnswer::Nothing)
    })
}

/// The answer to a question as *different* or *same*, with the earlier one if it differs.
fn candidate<'a>(
    edition: &Edition<'a>,
    reading: &Reading<'a>,
    index: QuestionIndex,
    question: &'a Question,
) -> Option<Finding<'a>> {
    let wave = edition.wave;
    let OwnAnswer::Chosen { options, .. } = reading.own(wave, index, None)? else { return None };
    let item = *options.first()?;
    let nation = reading.figure(wave, index, None, Group::National, item)?.exact()?;
    let sentence = question.findings.get(&item)?;
    let half = 2 * u64::from(nation.count()) >= u64::from(nation.base());
    let rule = if half { Rule::Same } else { Rule::Different };
    let before = before(edition, reading, index, item);
    let (id, code) = (&question.id, &question.at(item).code);
    Some(Finding { rule, index, item, id, code, sentence, nation, before, most: None })
}

/// The own answer the last time, when it may be compared and is another one.
fn before<'a>(
    edition: &Edition<'a>,
    reading: &Reading<'a>,
    index: QuestionIndex,
    item: ItemIndex,
) -> Option<(Wave, &'a str)> {
    let question = edition.questionnaire.question(index);
    let (wave, answer) = edition.waves().into_iter().skip(1).find_map(|wave| {
        match reading.own(wave, index, None)? {
            OwnAnswer::Chosen { options, .. } => Some((wave, *options.first()?)),
            _ => None,
        }
    })?;
    let comparable = question.comparable(item, wave, edition.wave).is_ok()
        && question.comparable(answer, wave, edition.wave).is_ok();
    let same = question.counterparts(item, wave).contains(&answer);
    (comparable && !same).then(|| (wave, question.at(answer).label_in(wave)))
}

/// Of the own choices in the first ranked key question, the one that most others made.
fn most_chosen<'a>(edition: &Edition<'a>, reading: &Reading<'a>) -> Option<Finding<'a>> {
    let wave = edition.wave;
    let (index, question) = edition.questionnaire.iter().find(|(_, question)| {
        question.key && question.figure == FigureForm::Ranking && question.asked_in(wave)
    })?;
    let own = reading.own(wave, index, None)?;
    let mut ranked: Vec<_> = question
        .options_in(wave)
        .filter_map(|(item, _)| {
            let figure = reading.figure(wave, index, None, Group::National, item)?;
            Some((item, figure.exact()?))
        })
        .collect();
    ranked.sort_by_key(|(item, share)| (Reverse(share.count()), *item));
    let (first, most) = *ranked.first()?;
    let (item, nation) = *ranked.iter().find(|(item, _)| own.has(*item))?;
    Some(Finding {
        rule: Rule::ChosenMost,
        index,
        item,
        id: &question.id,
        code: &question.at(item).code,
        sentence: question.findings.get(&item)?,
        nation,
        before: None,
        most: (item != first).then(|| (question.at(first).label_in(wave), most)),
    })
}
