//! Answers of one respondent that can hardly be true together, as the questionnaire declares.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Place};
use crate::questionnaire::{ItemIndex, QuestionIndex, Questionnaire, Wave};

use super::routing::chosen;
use super::{Answer, AnswerKey, diags};

/// The rows in which an answer contradicts another, per question and declared pair.
pub(super) type Contradictions = BTreeMap<(QuestionIndex, usize), Vec<Place>>;

/// Notes which declared pairs the answers of one respondent hold, at the place of its row.
pub(super) fn note(
    questionnaire: &Questionnaire,
    answers: &BTreeMap<AnswerKey, Answer>,
    place: &Place,
    noted: &mut Contradictions,
) {
    let gave = |question: QuestionIndex, items: &[ItemIndex]| {
        let answer = answers.get(&(question, None));
        answer.is_some_and(|answer| items.iter().any(|item| chosen(answer, *item)))
    };
    for (index, question) in questionnaire.iter() {
        for (number, pair) in question.contradicts.iter().enumerate() {
            if gave(index, &pair.items) && gave(pair.question, &pair.with) {
                noted.entry((index, number)).or_default().push(place.clone());
            }
        }
    }
}

/// One warning per declared pair, with the rows that hold it.
pub(super) fn findings(
    questionnaire: &Questionnaire,
    wave: Wave,
    noted: &Contradictions,
    row: impl Fn(&Place, &Place) -> String,
) -> Vec<Diagnostic> {
    let finding = |(&(index, number), places): (&(QuestionIndex, usize), &Vec<Place>)| {
        let question = questionnaire.question(index);
        let pair = &question.contradicts[number];
        let other = questionnaire.question(pair.question);
        let first = places.first().expect("noted with its first place");
        let rows: Vec<String> = places.iter().map(|place| row(first, place)).collect();
        let codes = |of: &crate::questionnaire::Question, items: &[ItemIndex]| {
            items
                .iter()
                .map(|item| format!("`{}`", of.at(*item).code))
                .collect::<Vec<_>>()
                .join(" or ")
        };
        diags::contradicting(
            first.clone(),
            (&question.id, &codes(question, &pair.items)),
            (&other.id, &codes(other, &pair.with)),
            wave,
            &rows,
        )
    };
    noted.iter().map(finding).collect()
}
