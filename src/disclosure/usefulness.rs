//! How much is left to read: protection that shows nothing helps nobody.

use std::collections::BTreeMap;

use super::figure::FigureView;
use super::publication::Publication;
use crate::questionnaire::Wave;
use crate::statistics::Group;

/// Cells of one group: how many are shown, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usefulness {
    /// The number itself.
    pub exact: u32,
    /// A range.
    pub range: u32,
    /// Nothing.
    pub withheld: u32,
}

impl Usefulness {
    /// All cells.
    #[must_use]
    pub const fn cells(self) -> u32 {
        self.exact + self.range + self.withheld
    }

    /// These cells and others.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            exact: self.exact + other.exact,
            range: self.range + other.range,
            withheld: self.withheld + other.withheld,
        }
    }
}

impl Publication {
    /// What is shown per group, over all questions of these waves.
    #[must_use]
    pub fn usefulness(&self, waves: &[Wave]) -> BTreeMap<Group, Usefulness> {
        let mut all: BTreeMap<Group, Usefulness> = BTreeMap::new();
        for (key, table) in self.tables.iter().filter(|(key, _)| waves.contains(&key.wave)) {
            let of = all.entry(key.group).or_default();
            for (_, figure) in table.iter() {
                let count = match figure.view() {
                    FigureView::Exact(_) => &mut of.exact,
                    FigureView::Range { .. } => &mut of.range,
                    FigureView::Withheld(_) => &mut of.withheld,
                };
                *count += 1;
            }
        }
        all
    }
}
