//! What is not shown, and why: for the bureau, which must be able to account for it.

use super::audit::Exposure;
use super::figure::{FigureView, Reason};
use super::publication::{Place, Publication};
use crate::questionnaire::ItemIndex;
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
    /// Too few municipalities answered (bescherming.md#minimum).
    SmallBase,
    /// In the areas that are not shown too few would have answered together
    /// (bescherming.md#restregel).
    Rest,
    /// Newcomers or leavers are too few (bescherming.md#panelregel).
    Panel,
    /// It is a follow-up question: too few answered, or the filter question does not show exactly
    /// how many were asked, or both (bescherming.md#vervolgvragen).
    FollowUp,
    /// Shown beside everything else, it would give away this answer (bescherming.md#controle).
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
            Self::FollowUp => "follow-up",
            Self::Derivable(_) => "derivable",
        }
    }
}

impl Publication {
    /// Everything that is withheld, by wave, question, row and group.
    pub fn withheld(&self) -> impl Iterator<Item = Withholding<'_>> {
        self.tables.iter().flat_map(|(key, table)| {
            let exposed =
                |item: Option<ItemIndex>| self.exposures.get(&Place { table: *key, item });
            if let Some(reason) = table.withheld() {
                let exposure = exposed(None)
                    .or_else(|| table.iter().find_map(|(item, _)| exposed(Some(item))));
                let why = match (exposure, reason, key.group) {
                    (Some(exposure), ..) => Why::Derivable(exposure),
                    (None, Reason::SmallBase, _) => Why::SmallBase,
                    (None, Reason::FollowUp, _) => Why::FollowUp,
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
