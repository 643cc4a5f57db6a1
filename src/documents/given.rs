//! Of the own answers: whether there are any, whether totals stand beside them, and which of them
//! contradict each other.

use super::Edition;
use crate::disclosure::{Group, OwnAnswer, Reading};
use crate::questionnaire::{ItemIndex, ItemKind, QuestionIndex};

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
