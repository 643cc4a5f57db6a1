//! What is not shown, and why: for the bureau, which must be able to account for it.

use serde::{Deserialize, Serialize};

use super::audit::Fact;
use super::figure::{FigureView, Reason};
use super::schedule::Publication;
use crate::questionnaire::{ItemIndex, Question};
use crate::statistics::{Group, TableKey};

/// A table, or some cells of one that is shown, of which nothing is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withholding<'a> {
    /// The table.
    pub key: TableKey,
    /// The cells; none when the whole table is withheld.
    pub items: Vec<ItemIndex>,
    /// Why.
    pub why: Why<'a>,
}

/// Why something is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why<'a> {
    /// Too few municipalities answered (trust-rules A4.1).
    SmallBase,
    /// The areas that are not shown would be too few together (A4.2).
    Rest,
    /// Newcomers or leavers are too few (A4.3).
    Panel,
    /// Its base is an answer to the question that decides who answers (A3).
    Routed,
    /// Shown beside the rest, it would give away this answer (A6).
    Derivable(&'a Exposure),
}

impl Why<'_> {
    /// The stable word in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SmallBase => "small-base",
            Self::Rest => "rest",
            Self::Panel => "panel",
            Self::Routed => "routed",
            Self::Derivable(_) => "derivable",
        }
    }
}

/// An answer of others that could be derived if something more were shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exposure {
    /// Id of the question.
    pub question: String,
    /// Code of the option.
    pub option: String,
    /// That it was chosen, or that it was not.
    pub chosen: bool,
    /// Codes of the municipalities whose answer it is.
    pub whose: Vec<String>,
    /// Codes of who could derive it from the own answer: a reader, or two together; none:
    /// everyone.
    pub readers: Vec<String>,
}

impl Exposure {
    pub(super) fn of(fact: &Fact, question: &Question) -> Self {
        Self {
            question: question.id.clone(),
            option: question.at(fact.item).code.clone(),
            chosen: fact.chosen,
            whose: fact.whose.iter().map(ToString::to_string).collect(),
            readers: fact.readers.iter().map(ToString::to_string).collect(),
        }
    }
}

impl Publication {
    /// Everything that is withheld, by wave, question, row and group.
    pub fn withheld(&self) -> impl Iterator<Item = Withholding<'_>> {
        self.tables.iter().flat_map(|(key, table)| {
            let exposed = |item: Option<ItemIndex>| self.exposures.get(&(*key, item));
            if let Some(reason) = table.withheld() {
                let exposure = exposed(None)
                    .or_else(|| table.iter().find_map(|(item, _)| exposed(Some(item))));
                let why = match (exposure, reason, key.group) {
                    (Some(exposure), ..) => Why::Derivable(exposure),
                    (None, Reason::SmallBase, _) => Why::SmallBase,
                    (None, Reason::Routed, _) => Why::Routed,
                    (None, Reason::Complementary, Group::Panel(_)) => Why::Panel,
                    (None, Reason::Complementary, _) => Why::Rest,
                };
                return vec![Withholding { key: *key, items: Vec::new(), why }];
            }
            let mut found: Vec<Withholding> = Vec::new();
            for (item, figure) in table.iter() {
                let (FigureView::Withheld(_), Some(exposure)) =
                    (figure.view(), exposed(Some(item)))
                else {
                    continue;
                };
                let why = Why::Derivable(exposure);
                match found.iter_mut().find(|one| one.why == why) {
                    Some(one) => one.items.push(item),
                    None => found.push(Withholding { key: *key, items: vec![item], why }),
                }
            }
            found
        })
    }
}
