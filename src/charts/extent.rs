//! How far a bar reaches: only released numbers decide geometry.

use crate::disclosure::{Cited, FigureView, Share};
use crate::language::{Exact, Number, Wording, withheld_briefly};

/// The number behind a bar or segment: exact, a range, or nothing. It knows its source, and
/// so does every label that is drawn from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent(Number);

impl From<Number> for Extent {
    fn from(number: Number) -> Self {
        Self(number)
    }
}

impl From<Cited> for Extent {
    fn from(figure: Cited) -> Self {
        Self(figure.into())
    }
}

impl From<Exact> for Extent {
    fn from(exact: Exact) -> Self {
        Self(exact.into())
    }
}

impl Extent {
    /// A number that is public by itself.
    #[must_use]
    pub const fn open(share: Share) -> Self {
        Self(Number::public(FigureView::Exact(share)))
    }

    #[cfg(test)]
    pub(crate) const fn of_view(view: FigureView) -> Self {
        Self(Number::public(view))
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> Number {
        self.0
    }

    /// All other answers: what follows from this number and its base alone.
    #[must_use]
    pub fn rest(self) -> Self {
        Self(self.0.rest())
    }

    /// Valid answers; `None` when withheld.
    pub(super) const fn base(self) -> Option<u32> {
        match self.0.view() {
            FigureView::Exact(share) => Some(share.base()),
            FigureView::Range { base, .. } => Some(base),
            FigureView::Withheld(_) => None,
        }
    }

    /// What is certain: the count, or the lowest of a range.
    pub(super) const fn certain(self) -> u32 {
        match self.0.view() {
            FigureView::Exact(share) => share.count(),
            FigureView::Range { low, .. } => low,
            FigureView::Withheld(_) => 0,
        }
    }

    /// What is possible: the count, or the highest of a range.
    pub(super) const fn possible(self) -> u32 {
        match self.0.view() {
            FigureView::Exact(share) => share.count(),
            FigureView::Range { high, .. } => high,
            FigureView::Withheld(_) => 0,
        }
    }

    /// How far an exact share reaches along a length; `None` for a range or nothing.
    pub(super) fn exact_part(self, length: i32) -> Option<i32> {
        let share = self.exact()?.share();
        let part = i64::from(length) * i64::from(share.count()) / i64::from(share.base().max(1));
        i32::try_from(part).ok()
    }

    /// How far a range goes beyond what is certain; nothing for an exact number.
    pub(super) const fn reach(self) -> u32 {
        self.possible() - self.certain()
    }

    /// Whether nothing may be shown.
    #[must_use]
    pub const fn is_withheld(self) -> bool {
        matches!(self.0.view(), FigureView::Withheld(_))
    }

    /// What stands in the place of the number when it may not be shown (bescherming.md#weergave).
    #[must_use]
    pub const fn instead(self) -> Option<&'static str> {
        match self.0.view() {
            FigureView::Exact(_) | FigureView::Range { .. } => None,
            FigureView::Withheld(reason) => Some(withheld_briefly(reason)),
        }
    }

    /// Whether only the lowest and the highest possible number may be shown.
    #[must_use]
    pub const fn is_range(self) -> bool {
        matches!(self.0.view(), FigureView::Range { .. })
    }

    /// The exact number.
    pub(super) const fn exact(self) -> Option<Exact> {
        self.0.exact()
    }

    /// The short number inside a segment: `14`, `0 t/m 3`, or with `percents` `89%`.
    #[must_use]
    pub fn short(self, percents: bool) -> Wording {
        self.0.inside(percents)
    }

    /// The number beside a bar: `98%`, `14 van de 17`, `hoogstens 3 van de 14`.
    #[must_use]
    pub fn beside(self) -> Wording {
        self.0.beside()
    }
}
