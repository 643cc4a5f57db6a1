//! The numbers behind a level of protection (bescherming.md#niveaus).

use std::collections::BTreeSet;

use crate::keys::{KeyWriter, Keyed, keyed_fields};
use crate::project::Level;
use crate::register::MunicipalityCode;
use crate::statistics::AreaRule;

/// The numbers behind a level of protection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The level.
    pub level: Level,
    /// A table is shown only when at least this many others validly answered.
    pub min_others: u32,
    /// In small groups counts up to `k`, and from base - `k`, become ranges; `None`: never.
    pub k: Option<u32>,
    /// Whether the audit supposes readers who know the answer of one neighbour too.
    pub neighbour: bool,
    /// Municipalities that published their own answers: every reader knows them
    /// (bescherming.md#zelf-gepubliceerd).
    pub made_public: BTreeSet<MunicipalityCode>,
}

/// From this base on all counts are shown exactly (bescherming.md#uitersten).
pub(super) const LARGE_BASE: u32 = 50;

/// Provinces are together until an area has at least so many respondents
/// (bescherming.md#gebieden): some more than the minimum of answers, since not everyone answers
/// every question.
const AREA_SIZE: u32 = 8;

impl Policy {
    /// The numbers of a level (bescherming.md#niveaus).
    #[must_use]
    pub const fn of(level: Level) -> Self {
        let (min_others, k, neighbour) = match level {
            Level::Streng => (10, Some(3), true),
            Level::Normaal => (5, Some(2), false),
            Level::Open => (0, None, false),
        };
        Self { level, min_others, k, neighbour, made_public: BTreeSet::new() }
    }

    /// Whether anything is audited: at `open` the participants agreed to publication.
    #[must_use]
    pub const fn audits(&self) -> bool {
        !matches!(self.level, Level::Open)
    }

    /// How provinces become areas, where the project does not insist on provinces.
    #[must_use]
    pub const fn area_rule(&self) -> AreaRule {
        if self.audits() { AreaRule::AtLeast(AREA_SIZE) } else { AreaRule::Provinces }
    }

    /// Lowest and highest count that is shown exactly in a group of this base; `None`: all are.
    pub(super) fn exact_between(&self, base: u32) -> Option<(u32, u32)> {
        let k = self.k.filter(|_| base < LARGE_BASE)?;
        Some((k + 1, base.checked_sub(k + 1)?))
    }

    /// Whether a group with this many valid answers is large enough to be shown.
    #[must_use]
    pub const fn large_enough(&self, base: u32) -> bool {
        base > self.min_others
    }

    /// Whether a count is near everybody in a small group.
    pub(super) const fn is_near_base(&self, count: u32, base: u32) -> bool {
        matches!(self.k, Some(k) if base < LARGE_BASE && count + k >= base)
    }

    /// The range in which a count is shown, when it may not be shown exactly.
    #[must_use]
    pub fn range(&self, count: u32, base: u32) -> Option<(u32, u32)> {
        let k = self.k.filter(|_| base < LARGE_BASE)?;
        if count <= k {
            Some((0, k.min(base)))
        } else if count + k >= base {
            Some((base.saturating_sub(k), base))
        } else {
            None
        }
    }
}

keyed_fields!(Policy { level, min_others, k, neighbour, made_public });

impl Keyed for Level {
    fn feed(&self, key: &mut KeyWriter) {
        key.text(self.word());
    }
}
