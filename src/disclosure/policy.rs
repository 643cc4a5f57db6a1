//! The numbers behind a level of protection (bescherming.md#niveaus).

use std::collections::BTreeSet;

use crate::keys::{KeyWriter, Keyed, keyed_fields};
use crate::project::Level;
use crate::register::MunicipalityCode;
use crate::statistics::{AreaRule, Group};

/// The numbers behind a level of protection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The level.
    pub level: Level,
    /// A table is shown only when at least this many others validly answered.
    pub min_others: u32,
    /// In small groups counts up to `k`, and from base - `k`, become ranges; `None`: never. With
    /// bands: the last band holds more than `k` counts.
    pub k: Option<u32>,
    /// Width of the fixed bands in which counts of areas and of small groups are shown; `None`:
    /// there are none (bescherming.md#banden).
    pub bands: Option<u32>,
    /// Whether the audit supposes readers who know the answer of one neighbour too.
    pub neighbour: bool,
    /// Of a hundred municipalities so many are supposed to publish their own documents
    /// (bescherming.md#zelf-gepubliceerd).
    pub published_share: u32,
    /// Municipalities that published their own answers: every reader knows them
    /// (bescherming.md#zelf-gepubliceerd).
    pub made_public: BTreeSet<MunicipalityCode>,
}

/// From this base on all counts are shown exactly (bescherming.md#uitersten).
pub(super) const LARGE_BASE: u32 = 50;

/// Width of the bands in which a large group is shown where the audit asks it
/// (bescherming.md#weglaten).
pub(super) const WIDENED: u32 = 10;

/// Provinces are together until an area has at least so many respondents
/// (bescherming.md#gebieden): some more than the minimum of answers, since not everyone answers
/// every question.
const AREA_SIZE: u32 = 8;

impl Policy {
    /// The numbers of a level (bescherming.md#niveaus).
    #[must_use]
    pub const fn of(level: Level) -> Self {
        let (min_others, k, bands) = match level {
            Level::Streng => (0, Some(3), Some(Level::BAND_WIDTH)),
            Level::Normaal => (5, Some(2), None),
            Level::Open => (0, None, None),
        };
        let policy = Self {
            level,
            min_others,
            k,
            bands,
            neighbour: matches!(level, Level::Streng),
            published_share: Level::PUBLISHED_SHARE,
            made_public: BTreeSet::new(),
        };
        match bands {
            Some(width) => policy.with_bands(width),
            None => policy,
        }
    }

    /// The same with bands of this width, at a level that has bands. A group is shown from two
    /// bands on: one band alone says nothing.
    #[must_use]
    pub const fn with_bands(mut self, width: u32) -> Self {
        if let (Some(_), Some(k)) = (self.bands, self.k) {
            self.bands = Some(width);
            self.min_others = width + k - 1;
        }
        self
    }

    /// Whether anything is audited: at `open` the participants agreed to publication.
    #[must_use]
    pub const fn audits(&self) -> bool {
        !matches!(self.level, Level::Open)
    }

    /// Whether what is shown of a group depends on sizes alone, as far as the audit finds
    /// nothing.
    #[must_use]
    pub const fn by_size(&self) -> bool {
        self.bands.is_some()
    }

    /// How provinces become areas, where the project does not insist on provinces.
    #[must_use]
    pub const fn area_rule(&self) -> AreaRule {
        if self.audits() { AreaRule::AtLeast(AREA_SIZE) } else { AreaRule::Provinces }
    }

    /// Lowest and highest count that is shown exactly in a group of this base; `None`: all are,
    /// or none.
    pub(super) fn exact_between(&self, base: u32) -> Option<(u32, u32)> {
        let k = self.k.filter(|_| base < LARGE_BASE && !self.by_size())?;
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

    /// The range in which a count of a group is shown, when it may not be shown exactly.
    #[must_use]
    pub fn range(&self, group: Group, count: u32, base: u32) -> Option<(u32, u32)> {
        let k = self.k?;
        let area = group.is_part();
        match self.bands {
            Some(width) if area || base < LARGE_BASE => Some(band(count, base, width, k)),
            None if base < LARGE_BASE && count <= k => Some((0, k.min(base))),
            None if base < LARGE_BASE && count + k >= base => Some((base.saturating_sub(k), base)),
            Some(_) | None => None,
        }
    }
}

/// The band of a count (bescherming.md#banden): 0 up to `width` and so on. What is left at the
/// end joins the last band when it holds no more than `k` counts.
pub(super) const fn band(count: u32, base: u32, width: u32, k: u32) -> (u32, u32) {
    let last = (base + 1).saturating_sub(k + 1) / width * width;
    let low = if count >= last { last } else { count / width * width };
    if low >= last { (last, base) } else { (low, low + width - 1) }
}

keyed_fields!(Policy { level, min_others, k, bands, neighbour, published_share, made_public });

impl Keyed for Level {
    fn feed(&self, key: &mut KeyWriter) {
        key.text(self.word());
    }
}
