//! Which questions were put to a respondent, by its answers to other questions.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Place;
use crate::questionnaire::{Condition, ItemIndex, QuestionIndex, Questionnaire, Wave};

use super::{Answer, AnswerKey};

/// The answers in one row, before routing.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// What could be read, with its column.
    pub(super) answers: BTreeMap<AnswerKey, (Answer, Place)>,
    /// Questions with an answer that could not be read.
    pub(super) unreadable: BTreeSet<QuestionIndex>,
    /// Questions of which it can't be told whether they were skipped or nothing was ticked.
    pub(super) unclear: BTreeMap<QuestionIndex, Place>,
}

/// Answers that were ignored, per question.
pub(super) type Ignored = BTreeMap<QuestionIndex, Vec<Place>>;

/// What is left of a row.
#[derive(Debug)]
pub(super) struct Routed {
    /// The answers that apply.
    pub(super) answers: BTreeMap<AnswerKey, Answer>,
    /// The questions that were put.
    pub(super) put: BTreeSet<QuestionIndex>,
}

/// Keeps the answers that apply; an ignored answer opens no other question. What was ignored
/// is noted per respondent.
pub(super) fn route(
    questionnaire: &Questionnaire,
    wave: Wave,
    given: Given,
    ignored: &mut Ignored,
) -> Routed {
    let open: BTreeSet<QuestionIndex> = questionnaire
        .iter()
        .map(|(index, _)| index)
        .filter(|index| applies(questionnaire, wave, &given, *index))
        .collect();
    let mut kept = BTreeMap::new();
    let mut noted = BTreeSet::new();
    for (key, (answer, place)) in given.answers {
        if open.contains(&key.0) {
            kept.insert(key, answer);
        } else if !is_empty(&answer) && noted.insert(key.0) {
            ignored.entry(key.0).or_default().push(place);
        }
    }
    Routed { answers: kept, put: open }
}

/// Whether a question was put to this respondent. Conditions may point to earlier and later
/// questions, never in a circle: the questionnaire was checked for that.
fn applies(
    questionnaire: &Questionnaire,
    wave: Wave,
    given: &Given,
    question: QuestionIndex,
) -> bool {
    questionnaire.question(question).applies_if.iter().all(|condition| {
        // A filter that was not asked then, or cannot be read now, closes nothing.
        !questionnaire.question(condition.question).asked_in(wave)
            || given.unreadable.contains(&condition.question)
            || (holds(condition, given) && applies(questionnaire, wave, given, condition.question))
    })
}

/// Whether one of the items was chosen, in any row. No answer: it does not hold.
fn holds(condition: &Condition, given: &Given) -> bool {
    given
        .answers
        .iter()
        .filter(|((question, _), _)| *question == condition.question)
        .any(|(_, (answer, _))| condition.items.iter().any(|item| chosen(answer, *item)))
}

/// Whether an item is (part of) an answer.
pub(super) fn chosen(answer: &Answer, item: ItemIndex) -> bool {
    match answer {
        Answer::Single(only) => *only == item,
        Answer::Multi(items) | Answer::Open { codes: items, .. } => items.contains(&item),
        Answer::Number { band, .. } => *band == Some(item),
    }
}

/// An export that writes "none ticked" for questions that were not put is not against
/// routing.
pub(super) fn is_empty(answer: &Answer) -> bool {
    matches!(answer, Answer::Multi(items) if items.is_empty())
}
