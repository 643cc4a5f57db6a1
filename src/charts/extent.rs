//! How far a bar reaches: only released numbers decide geometry.

use crate::disclosure::{Figure, FigureView, Share};
use crate::language::withheld_briefly;

/// From this base on a share is drawn in percents, below it in counts.
pub const PERCENTS_FROM: u32 = 20;

/// The number behind a bar or segment: exact, a range, or nothing.
///
/// Made from a judged [`Figure`], or from a number that is public by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent(FigureView);

impl From<&Figure> for Extent {
    fn from(figure: &Figure) -> Self {
        Self(figure.view())
    }
}

impl From<Figure> for Extent {
    fn from(figure: Figure) -> Self {
        Self(figure.view())
    }
}

impl Extent {
    /// A public number, such as participation.
    #[must_use]
    pub const fn open(share: Share) -> Self {
        Self(FigureView::Exact(share))
    }

    #[cfg(test)]
    pub(crate) const fn of_view(view: FigureView) -> Self {
        Self(view)
    }

    /// All other answers: what follows from this number and its base alone.
    #[must_use]
    pub fn rest(self) -> Self {
        Self(match self.0 {
            FigureView::Exact(share) => {
                let others = Share::of(share.base() - share.count(), share.base());
                FigureView::Exact(others.expect("the same base"))
            }
            FigureView::Range { low, high, base } => {
                FigureView::Range { low: base - high, high: base - low, base }
            }
            withheld @ FigureView::Withheld(_) => withheld,
        })
    }

    /// Valid answers; `None` when withheld.
    pub(super) const fn base(self) -> Option<u32> {
        match self.0 {
            FigureView::Exact(share) => Some(share.base()),
            FigureView::Range { base, .. } => Some(base),
            FigureView::Withheld(_) => None,
        }
    }

    /// What is certain: the count, or the lowest of a range.
    pub(super) const fn certain(self) -> u32 {
        match self.0 {
            FigureView::Exact(share) => share.count(),
            FigureView::Range { low, .. } => low,
            FigureView::Withheld(_) => 0,
        }
    }

    /// What is possible: the count, or the highest of a range.
    pub(super) const fn possible(self) -> u32 {
        match self.0 {
            FigureView::Exact(share) => share.count(),
            FigureView::Range { high, .. } => high,
            FigureView::Withheld(_) => 0,
        }
    }

    /// How far a range goes beyond what is certain; nothing for an exact number.
    pub(super) const fn reach(self) -> u32 {
        self.possible() - self.certain()
    }

    /// Whether nothing may be shown.
    #[must_use]
    pub const fn is_withheld(self) -> bool {
        matches!(self.0, FigureView::Withheld(_))
    }

    /// What stands in the place of the number when it may not be shown (bescherming.md#weergave).
    #[must_use]
    pub const fn instead(self) -> Option<&'static str> {
        match self.0 {
            FigureView::Exact(_) | FigureView::Range { .. } => None,
            FigureView::Withheld(reason) => Some(withheld_briefly(reason)),
        }
    }

    /// Whether only the lowest and the highest possible number may be shown.
    #[must_use]
    pub const fn is_range(self) -> bool {
        matches!(self.0, FigureView::Range { .. })
    }

    /// The exact share.
    pub(super) const fn exact(self) -> Option<Share> {
        match self.0 {
            FigureView::Exact(share) => Some(share),
            FigureView::Range { .. } | FigureView::Withheld(_) => None,
        }
    }

    /// The short number inside a segment: `14`, `0 t/m 3`, or with `percents` `89%`.
    #[must_use]
    pub fn short(self, percents: bool) -> String {
        match self.0 {
            FigureView::Exact(share) if percents => format!("{}%", share.percent()),
            FigureView::Exact(share) => share.count().to_string(),
            FigureView::Range { low, high, .. } => format!("{low} t/m {high}"),
            FigureView::Withheld(_) => String::new(),
        }
    }

    /// The number beside a bar: `98%`, `14 van de 17`, `hoogstens 3 van de 14`.
    #[must_use]
    pub fn beside(self) -> String {
        match self.0 {
            FigureView::Exact(share) if share.base() >= PERCENTS_FROM => {
                format!("{}%", share.percent())
            }
            FigureView::Exact(share) => format!("{} van de {}", share.count(), share.base()),
            FigureView::Range { low: 0, high, base } => format!("hoogstens {high} van de {base}"),
            FigureView::Range { low, high, base } if high == base => {
                format!("ten minste {low} van de {base}")
            }
            FigureView::Range { low, high, base } => format!("{low} t/m {high} van de {base}"),
            FigureView::Withheld(_) => String::new(),
        }
    }
}
