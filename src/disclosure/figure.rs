//! A number for a reader: judged, and made nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use crate::keys::{KeyWriter, Keyed, keyed_fields};
use crate::questionnaire::{ItemIndex, ItemKind, Question, Wave};
use crate::statistics::{Share, Table};

/// A judged number. Only this room can make one; [`Figure::view`] says what may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Figure {
    judged: FigureView,
}

/// What a figure shows. Making one of these gives no [`Figure`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FigureView {
    /// The number itself.
    Exact(Share),
    /// Somewhere from `low` up to and including `high`, of `base`.
    Range {
        /// Lowest possible count.
        low: u32,
        /// Highest possible count.
        high: u32,
        /// Valid answers.
        base: u32,
    },
    /// Nothing, for this reason.
    Withheld(Reason),
}

/// Why a total is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Too few municipalities of the group answered (bescherming.md#minimum).
    SmallBase,
    /// Shown, it would give away what is withheld elsewhere (bescherming.md#restregel,
    /// #panelregel and #controle).
    Complementary,
    /// It is a follow-up question, of which the reason itself would be an answer to the filter
    /// question (bescherming.md#vervolgvragen).
    FollowUp,
}

impl Reason {
    /// The stable word in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SmallBase => "small-base",
            Self::Complementary => "complementary",
            Self::FollowUp => "follow-up",
        }
    }
}

impl Figure {
    /// What may be shown.
    #[must_use]
    pub const fn view(&self) -> FigureView {
        self.judged
    }

    /// The share, when it may be shown exactly.
    #[must_use]
    pub const fn exact(&self) -> Option<Share> {
        match self.judged {
            FigureView::Exact(share) => Some(share),
            FigureView::Range { .. } | FigureView::Withheld(_) => None,
        }
    }

    /// The base, when it may be shown.
    #[must_use]
    pub const fn base(&self) -> Option<u32> {
        match self.judged {
            FigureView::Exact(share) => Some(share.base()),
            FigureView::Range { base, .. } => Some(base),
            FigureView::Withheld(_) => None,
        }
    }
}

/// One judged table: all items of a question (row) in a group and wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedTable {
    withheld: Option<Reason>,
    base: u32,
    figures: BTreeMap<ItemIndex, Figure>,
}

impl ReleasedTable {
    /// Valid answers; `None` when the whole table is withheld.
    #[must_use]
    pub const fn base(&self) -> Option<u32> {
        match self.withheld {
            None => Some(self.base),
            Some(_) => None,
        }
    }

    /// Why the whole table is withheld, if it is.
    #[must_use]
    pub const fn withheld(&self) -> Option<Reason> {
        self.withheld
    }

    /// One figure; `None` for an item that was not asked in this wave.
    #[must_use]
    pub fn figure(&self, item: ItemIndex) -> Option<Figure> {
        self.figures.get(&item).copied()
    }

    /// All figures in the order of the questionnaire, nets last.
    pub fn iter(&self) -> impl Iterator<Item = (ItemIndex, Figure)> {
        self.figures.iter().map(|(item, figure)| (*item, *figure))
    }

    /// A table whose group may be shown. `range` gives the range of a count of a base that may
    /// not be shown exactly.
    pub(super) fn shown(
        question: &Question,
        wave: Wave,
        table: &Table,
        range: impl Fn(u32, u32) -> Option<(u32, u32)>,
    ) -> Self {
        let figures = question.items_in(wave).map(|(item, _)| {
            let count = table.count(item);
            let judged = range(count, table.base).map_or_else(
                || FigureView::Exact(Share::of(count, table.base).expect("a count of its base")),
                |(low, high)| FigureView::Range { low, high, base: table.base },
            );
            (item, Figure { judged })
        });
        Self { withheld: None, base: table.base, figures: figures.collect() }
    }

    /// Nets without a range of their own: what follows from the ranges of the options
    /// (bescherming.md#banden).
    pub(super) fn with_nets_of_options(mut self, question: &Question) -> Self {
        let base = self.base;
        let shown = |item: &ItemIndex| match self.figures.get(item).map(Figure::view) {
            Some(FigureView::Exact(share)) => (share.count(), share.count()),
            Some(FigureView::Range { low, high, .. }) => (low, high),
            Some(FigureView::Withheld(_)) | None => (0, 0),
        };
        let mut nets = Vec::new();
        for (item, figure) in &self.figures {
            let ItemKind::Net(members) = &question.at(*item).kind else { continue };
            if figure.exact().is_some() {
                continue;
            }
            let lows = members.iter().map(|member| shown(member).0);
            let low = if question.several() { lows.max().unwrap_or(0) } else { lows.sum() };
            let high: u32 = members.iter().map(|member| shown(member).1).sum();
            let judged = FigureView::Range { low: low.min(base), high: high.min(base), base };
            nets.push((*item, Figure { judged }));
        }
        self.figures.extend(nets);
        self
    }

    /// Shows ranges in the place of exact counts.
    pub(super) fn widen(&mut self, ranges: &BTreeMap<ItemIndex, (u32, u32)>) {
        for (item, (low, high)) in ranges.iter().filter(|_| self.withheld.is_none()) {
            if let Some(figure) = self.figures.get_mut(item) {
                let judged = FigureView::Range { low: *low, high: *high, base: self.base };
                *figure = Figure { judged };
            }
        }
    }

    /// Withholds single cells; a table of which no option is left is withheld as a whole.
    pub(super) fn without(
        mut self,
        items: &BTreeSet<ItemIndex>,
        question: &Question,
        whole: Reason,
    ) -> Self {
        let judged = FigureView::Withheld(Reason::Complementary);
        for (item, figure) in &mut self.figures {
            if items.contains(item) {
                *figure = Figure { judged };
            }
        }
        let gone = |(item, figure): (&ItemIndex, &Figure)| {
            question.at(*item).is_net() || matches!(figure.judged, FigureView::Withheld(_))
        };
        if !items.is_empty() && self.figures.iter().all(gone) {
            let judged = FigureView::Withheld(whole);
            self.figures.values_mut().for_each(|figure| *figure = Figure { judged });
            self.withheld = Some(whole);
            self.base = 0;
        }
        self
    }

    /// A table as it was published; what was not shown then is not shown now, for the reason
    /// that was given then, or where none was, for this one.
    pub(super) fn published(
        question: &Question,
        wave: Wave,
        shown: &BTreeMap<ItemIndex, FigureView>,
        reason: Reason,
    ) -> Self {
        let base = shown.values().find_map(|view| Figure { judged: *view }.base());
        let given = shown.values().find_map(|view| match view {
            FigureView::Withheld(reason) => Some(*reason),
            FigureView::Exact(_) | FigureView::Range { .. } => None,
        });
        let Some(base) = base else { return Self::hidden(given.unwrap_or(reason), question, wave) };
        let withheld = FigureView::Withheld(Reason::Complementary);
        let judged = |item| shown.get(&item).copied().unwrap_or(withheld);
        let figures =
            question.items_in(wave).map(|(item, _)| (item, Figure { judged: judged(item) }));
        Self { withheld: None, base, figures: figures.collect() }
    }

    /// A table of which nothing is shown.
    pub(super) fn hidden(reason: Reason, question: &Question, wave: Wave) -> Self {
        let judged = FigureView::Withheld(reason);
        let figures = question.items_in(wave).map(|(item, _)| (item, Figure { judged })).collect();
        Self { withheld: Some(reason), base: 0, figures }
    }
}

keyed_fields!(ReleasedTable { withheld, base, figures });
keyed_fields!(Figure { judged });

impl Keyed for FigureView {
    fn feed(&self, key: &mut KeyWriter) {
        match self {
            Self::Exact(share) => {
                key.name("Exact", 1);
                share.feed(key);
            }
            Self::Range { low, high, base } => {
                key.name("Range", 3);
                key.field("low", low);
                key.field("high", high);
                key.field("base", base);
            }
            Self::Withheld(reason) => {
                key.name("Withheld", 1);
                reason.feed(key);
            }
        }
    }
}

impl Keyed for Reason {
    fn feed(&self, key: &mut KeyWriter) {
        key.text(self.word());
    }
}
