//! What templates get of a number: one object per form, each of which knows its source.

use minijinja::{Value, context};

use crate::disclosure::{Change, Panel};
use crate::language::{Exact, Source, Wording, change_in_words, is_unchanged};
use crate::questionnaire::QuestionIndex;

/// A text of the questionnaire.
pub(super) fn asked(text: impl AsRef<str>) -> Value {
    Wording::asked(text.as_ref()).into()
}

/// A text of the project file.
pub(super) fn of_project(text: impl AsRef<str>) -> Value {
    Wording::of_project(text.as_ref()).into()
}

/// An exact share: how many, of how many, and the percentage where that may be printed.
pub(super) fn share_values(exact: Exact) -> Value {
    context! { aantal => exact.count(), basis => exact.base(), procent => exact.percent() }
}

/// A change in a panel: both counts, the base (both where they differ), and the movement.
pub(super) fn change_value(panel: Panel, change: &Change) -> Value {
    let [earlier, later] = [change.earlier, change.later].map(Exact::of);
    context! {
        van_jaar => panel.earlier.0,
        naar_jaar => panel.later.0,
        van => earlier.map(Exact::count),
        naar => later.map(Exact::count),
        n => later.filter(|later| earlier.is_some_and(|earlier| earlier.share().base() == later.share().base())).map(Exact::base),
        van_n => earlier.map(Exact::base),
        naar_n => later.map(Exact::base),
        zin => change_in_words(change),
        gelijk => is_unchanged(change),
    }
}

/// How many of the reader's own answers to a question.
pub(super) fn own_count(index: QuestionIndex, number: usize) -> Wording {
    Wording::said(number.to_string(), i64::try_from(number).ok(), Source::OwnAnswers(index))
}

/// A rule of the house.
pub(super) fn rule(number: u32) -> Wording {
    Wording::said(number.to_string(), Some(number.into()), Source::Rule)
}

/// A count of what the questionnaire holds.
pub(super) fn survey(number: usize) -> Wording {
    Wording::said(number.to_string(), i64::try_from(number).ok(), Source::Survey)
}
