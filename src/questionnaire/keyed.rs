//! The questionnaire in keys of remembered work.

use super::model::{
    Break, Claim, Condition, Contradiction, CouncilQuestion, FigureForm, Item, ItemIndex, ItemKind,
    Question, QuestionIndex, QuestionKind, Row, RowIndex, Wave,
};
use crate::keys::{KeyWriter, Keyed, keyed_fields};

macro_rules! keyed_numbers {
    ($($type:ident),*) => {$(
        impl Keyed for $type {
            fn feed(&self, key: &mut KeyWriter) {
                key.name(stringify!($type), 1);
                self.0.feed(key);
            }
        }
    )*};
}
keyed_numbers!(Wave, QuestionIndex, RowIndex, ItemIndex);

keyed_fields!(Question {
    id,
    section,
    kind,
    title,
    text,
    wording,
    waves,
    no_answer,
    items,
    rows,
    applies_if,
    breaks,
    same_as,
    key,
    contradicts,
    figure,
    note,
    claims,
    headline,
    caption,
    findings,
    sheet,
    council_questions,
});
keyed_fields!(Item {
    code,
    label,
    short,
    wording,
    waves,
    exclusive,
    last,
    not_applicable,
    same_as,
    kind,
});
keyed_fields!(Row { code, label, short, wording, waves });
keyed_fields!(Condition { question, items });
keyed_fields!(Contradiction { items, question, with, note });
keyed_fields!(Break { wave, reason, keeps });
keyed_fields!(Claim { one, many });
keyed_fields!(CouncilQuestion { items, role, text });

impl Keyed for QuestionKind {
    fn feed(&self, key: &mut KeyWriter) {
        match self {
            Self::Single => key.name("Single", 0),
            Self::Multi { empty_is_answer } => {
                key.name("Multi", 1);
                key.field("empty_is_answer", empty_is_answer);
            }
            Self::Matrix { several } => {
                key.name("Matrix", 1);
                key.field("several", several);
            }
            Self::Numeric { min, max } => {
                key.name("Numeric", 2);
                key.field("min", min);
                key.field("max", max);
            }
            Self::Open => key.name("Open", 0),
        }
    }
}

impl Keyed for FigureForm {
    fn feed(&self, key: &mut KeyWriter) {
        let name = match self {
            Self::YearRows => "YearRows",
            Self::OptionBars => "OptionBars",
            Self::Ranking => "Ranking",
            Self::MatrixRows => "MatrixRows",
            Self::None => "None",
        };
        key.name(name, 0);
    }
}

impl Keyed for ItemKind {
    fn feed(&self, key: &mut KeyWriter) {
        match self {
            Self::Option => key.name("Option", 0),
            Self::Band(low, high) => {
                key.name("Band", 2);
                low.feed(key);
                high.feed(key);
            }
            Self::Net(items) => {
                key.name("Net", 1);
                items.feed(key);
            }
        }
    }
}
