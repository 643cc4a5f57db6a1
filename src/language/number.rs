//! The one place that puts a number into words. Every form that a document prints, of a figure
//! that is exact, a range or not shown, is made here, with its source in it.
//!
//! Three thresholds, each asked in one place:
//!
//! - [`PERCENT_FROM`]: texts and tables give a percentage from this base on, below it only counts;
//! - [`crate::dutch::SIZE_WORDS_FROM`]: from this base on a size has words ("ruim de helft");
//! - [`DRAWN_PERCENT_FROM`]: from this base on a drawing shows percentages in the place of counts.

use std::cmp::Ordering;

use super::Unit;
use super::phrases::{size_in_words, withheld_briefly};
use super::source::{Form, ResponseNumber, Source};
use super::wording::{Wording, wording};
use crate::disclosure::{Cited, CitedTable, FigureView, Share};

/// From this base on a text or table prints percentages, below it only counts (methods.md#counts-only).
pub const PERCENT_FROM: u32 = 10;
/// From this base on a drawing, and the text that describes it, shows percentages instead of
/// counts.
pub const DRAWN_PERCENT_FROM: u32 = 20;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Counts {
    /// A judged figure, or with `others` all answers but that one.
    Figure { figure: Cited, others: bool },
    /// Who took part.
    Response(ResponseNumber),
    /// Something public by itself.
    Public,
}

impl Counts {
    const fn source(self, form: Form) -> Source {
        match self {
            Self::Figure { figure, others } => Source::Figure { figure, others, form },
            Self::Response(number) => Source::Response { number, form },
            Self::Public => Source::Public,
        }
    }

    fn say(self, number: u32, form: Form) -> Wording {
        Wording::said(number.to_string(), Some(number.into()), self.source(form))
    }
}

/// A number that may be said as far as it was released: exact, a range, or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number {
    view: FigureView,
    counts: Counts,
}

impl From<Cited> for Number {
    fn from(figure: Cited) -> Self {
        Self { view: figure.view(), counts: Counts::Figure { figure, others: false } }
    }
}

impl From<Exact> for Number {
    fn from(exact: Exact) -> Self {
        Self { view: FigureView::Exact(exact.share), counts: exact.counts }
    }
}

impl Number {
    /// A number that is public by itself.
    #[must_use]
    pub const fn public(view: FigureView) -> Self {
        Self { view, counts: Counts::Public }
    }

    /// What may be shown.
    #[must_use]
    pub const fn view(self) -> FigureView {
        self.view
    }

    /// The number, when it is shown exactly.
    #[must_use]
    pub const fn exact(self) -> Option<Exact> {
        match self.view {
            FigureView::Exact(share) => Some(Exact { share, counts: self.counts }),
            FigureView::Range { .. } | FigureView::Withheld(_) => None,
        }
    }

    /// All other answers: what follows from this number and its base alone.
    #[must_use]
    pub fn rest(self) -> Self {
        let view = match self.view {
            FigureView::Exact(share) => {
                let others = Share::of(share.base() - share.count(), share.base());
                FigureView::Exact(others.expect("the same base"))
            }
            FigureView::Range { low, high, base } => {
                FigureView::Range { low: base - high, high: base - low, base }
            }
            withheld @ FigureView::Withheld(_) => withheld,
        };
        let counts = match self.counts {
            Counts::Figure { figure, others } => Counts::Figure { figure, others: !others },
            other => other,
        };
        Self { view, counts }
    }

    /// `14 van de 17`, `hoogstens 3 van de 14`, `ten minste 12 van de 14`, `3 t/m 5 van de 14`;
    /// `None` when it is not shown.
    #[must_use]
    pub fn of_base(self) -> Option<Wording> {
        let Counted { words, base, .. } = self.parts()?;
        Some(wording![words, " van de ", base])
    }

    /// The same in few words, for a narrow column: `14 van 17`, `hoogstens 3 van 14`.
    #[must_use]
    pub fn in_few_words(self) -> Option<Wording> {
        let Counted { words, base, .. } = self.parts()?;
        Some(wording![words, " van ", base])
    }

    /// As [`Self::of_base`], and whether a verb to it is singular.
    #[must_use]
    pub fn of_base_with_verb(self) -> Option<(Wording, bool)> {
        Some((self.of_base()?, self.parts()?.last == 1))
    }

    /// The words for how many, and the base.
    fn parts(self) -> Option<Counted> {
        let say = |number, form| self.counts.say(number, form);
        let (words, last, base) = match self.view {
            FigureView::Exact(share) => {
                (say(share.count(), Form::Count), share.count(), share.base())
            }
            FigureView::Range { low: 0, high, base } => {
                (wording!["hoogstens ", say(high, Form::AtMost)], high, base)
            }
            FigureView::Range { low, high, base } if high == base => {
                (wording!["ten minste ", say(low, Form::AtLeast)], low, base)
            }
            FigureView::Range { high, base, .. } => (self.range()?, high, base),
            FigureView::Withheld(_) => return None,
        };
        Some(Counted { words, base: say(base, Form::Base), last })
    }

    /// `0 t/m 2`; `None` when it is no range.
    fn range(self) -> Option<Wording> {
        let FigureView::Range { low, high, .. } = self.view else { return None };
        let source = self.counts.source(Form::Range);
        Some(Wording::said(format!("{low} t/m {high}"), None, source))
    }

    /// In full, for a sentence: `86 van de 98 gemeenten (88%)`, below [`PERCENT_FROM`] without
    /// the percentage; `niet getoond`.
    ///
    /// ```
    /// # use gemeentespiegel::{language::{Number, Unit}, statistics::Share};
    /// # use gemeentespiegel::disclosure::FigureView;
    /// let words = |view| Number::public(view).in_full(Unit::MUNICIPALITIES).to_string();
    /// let exact = |count, base| words(FigureView::Exact(Share::of(count, base).unwrap()));
    /// assert_eq!(exact(86, 98), "86 van de 98 gemeenten (88%)");
    /// assert_eq!(exact(6, 9), "6 van de 9 gemeenten");
    /// let range = |low, high, base| words(FigureView::Range { low, high, base });
    /// assert_eq!(range(0, 2, 14), "hoogstens 2 van de 14 gemeenten");
    /// assert_eq!(range(12, 14, 14), "ten minste 12 van de 14 gemeenten");
    /// assert_eq!(range(3, 5, 14), "3 t/m 5 van de 14 gemeenten");
    /// ```
    #[must_use]
    pub fn in_full(self, unit: Unit) -> Wording {
        match (self.exact(), self.of_base(), self.base_number()) {
            (Some(exact), ..) => exact.in_full(unit),
            (None, Some(words), Some(base)) => wording![words, " ", unit.of(base)],
            _ => "niet getoond".into(),
        }
    }

    /// The base, when it may be shown.
    #[must_use]
    pub fn base(self) -> Option<Wording> {
        Some(self.counts.say(self.base_number()?, Form::Base))
    }

    const fn base_number(self) -> Option<u32> {
        match self.view {
            FigureView::Exact(share) => Some(share.base()),
            FigureView::Range { base, .. } => Some(base),
            FigureView::Withheld(_) => None,
        }
    }

    /// As short as a cell of a table: `153 (89%)`, `0 t/m 2`, `niet getoond`.
    #[must_use]
    pub fn in_cell(self) -> Wording {
        let exact = self.exact().map(Exact::in_cell);
        exact.or_else(|| self.range()).unwrap_or_else(|| "niet getoond".into())
    }

    /// The same in a sentence, without a note that says what "niet getoond" means.
    #[must_use]
    pub fn spoken(self) -> Wording {
        match self.view {
            FigureView::Withheld(reason) => withheld_briefly(reason).into(),
            FigureView::Exact(_) | FigureView::Range { .. } => self.in_cell(),
        }
    }

    /// The short number inside a segment: `14`, `0 t/m 3`, or with `percents` `89%`; empty when
    /// it is not shown.
    #[must_use]
    pub fn inside(self, percents: bool) -> Wording {
        match self.exact() {
            Some(exact) if percents => exact.drawn_percent(),
            Some(exact) => exact.count(),
            None => self.range().into(),
        }
    }

    /// The number beside a bar: `98%`, `14 van de 17`, `hoogstens 3 van de 14`; empty when it is
    /// not shown.
    #[must_use]
    pub fn beside(self) -> Wording {
        match self.exact() {
            Some(exact) if exact.share.base() >= DRAWN_PERCENT_FROM => exact.drawn_percent(),
            _ => self.of_base().into(),
        }
    }
}

struct Counted {
    words: Wording,
    base: Wording,
    /// The number that stands last in the words.
    last: u32,
}

/// A number that is shown exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Exact {
    share: Share,
    counts: Counts,
}

impl Exact {
    /// The judged figure, when it is shown exactly.
    #[must_use]
    pub const fn of(figure: Cited) -> Option<Self> {
        match figure.view() {
            FigureView::Exact(share) => {
                Some(Self { share, counts: Counts::Figure { figure, others: false } })
            }
            FigureView::Range { .. } | FigureView::Withheld(_) => None,
        }
    }

    /// A share of the response.
    #[must_use]
    pub fn response(number: ResponseNumber) -> Option<Self> {
        Some(Self { share: number.of?, counts: Counts::Response(number) })
    }

    /// A share that is public by itself.
    #[must_use]
    pub const fn public(share: Share) -> Self {
        Self { share, counts: Counts::Public }
    }

    /// The share, to compare and to sort by.
    #[must_use]
    pub const fn share(self) -> Share {
        self.share
    }

    /// How many: `153`.
    #[must_use]
    pub fn count(self) -> Wording {
        self.counts.say(self.share.count(), Form::Count)
    }

    /// Of how many: `172`.
    #[must_use]
    pub fn base(self) -> Wording {
        self.counts.say(self.share.base(), Form::Base)
    }

    /// `88%`; `None` below [`PERCENT_FROM`].
    #[must_use]
    pub fn percent(self) -> Option<Wording> {
        (self.share.base() >= PERCENT_FROM).then(|| self.drawn_percent())
    }

    fn drawn_percent(self) -> Wording {
        let percent = self.share.percent();
        let source = self.counts.source(Form::Percent);
        Wording::said(format!("{percent}%"), Some(percent.into()), source)
    }

    /// `86 van de 98 gemeenten`.
    #[must_use]
    pub fn counted(self, unit: Unit) -> Wording {
        wording![self.count(), " van de ", self.base(), " ", unit.of(self.share.base())]
    }

    /// `86 van de 98 gemeenten (88%)`; below [`PERCENT_FROM`] without the percentage.
    #[must_use]
    pub fn in_full(self, unit: Unit) -> Wording {
        let counted = self.counted(unit);
        match self.percent() {
            Some(percent) => wording![counted, " (", percent, ")"],
            None => counted,
        }
    }

    /// `153 (89%)`; below [`PERCENT_FROM`] only the count.
    #[must_use]
    pub fn in_cell(self) -> Wording {
        match self.percent() {
            Some(percent) => wording![self.count(), " (", percent, ")"],
            None => self.count(),
        }
    }

    /// `88%`; below [`PERCENT_FROM`] the count.
    #[must_use]
    pub fn percent_or_count(self) -> Wording {
        self.percent().unwrap_or_else(|| self.count())
    }

    /// How many of every ten, rounded, a half up.
    #[must_use]
    pub const fn tenths(self) -> u32 {
        (20 * self.share.count() + self.share.base()) / (2 * self.share.base())
    }

    /// The same in words: `9 van de 10`, `bijna alle`, `geen`.
    #[must_use]
    pub fn of_ten(self) -> Wording {
        let words = match self.tenths() {
            0 if self.share.count() == 0 => "geen".to_owned(),
            0 => "bijna geen".to_owned(),
            10 if self.share.count() == self.share.base() => "alle".to_owned(),
            10 => "bijna alle".to_owned(),
            tenths => format!("{tenths} van de 10"),
        };
        Wording::said(words, None, self.counts.source(Form::Tenths))
    }

    /// The words for its size; `None` where there are none.
    #[must_use]
    pub fn size(self) -> Option<Wording> {
        let words = size_in_words(self.share)?;
        Some(Wording::said(words, None, self.counts.source(Form::Size)))
    }

    /// `de meeste gemeenten`, `ruim de helft van de gemeenten`; without words for the size the
    /// numbers.
    ///
    /// ```
    /// # use gemeentespiegel::{language::{Exact, Unit}, statistics::Share};
    /// let part = |count, base| Exact::public(Share::of(count, base).unwrap());
    /// let words = |count, base| part(count, base).part(Unit::RESPONDENTS).to_string();
    /// assert_eq!(words(153, 172), "de meeste respondenten");
    /// assert_eq!(words(0, 50), "geen enkele respondent");
    /// assert_eq!(words(53, 100), "ruim de helft van de respondenten");
    /// assert_eq!(words(6, 11), "6 van de 11 respondenten");
    /// ```
    #[must_use]
    pub fn part(self, unit: Unit) -> Wording {
        let Some(size) = self.size() else {
            return self.counted(unit);
        };
        match size.to_string().as_str() {
            "geen enkele" => wording![size, " ", unit.one],
            "alle" | "bijna alle" | "de meeste" | "bijna geen" => wording![size, " ", unit.many],
            _ => wording![size, " van de ", unit.many],
        }
    }

    /// Whether [`Self::part`] takes a verb in the plural.
    #[must_use]
    pub fn part_is_plural(self) -> bool {
        match size_in_words(self.share).as_deref() {
            Some("alle" | "bijna alle" | "de meeste" | "bijna geen") => true,
            Some(_) => false,
            None => self.share.count() != 1,
        }
    }

    /// `de meeste gemeenten (89%)`; where no word fits, the numbers. The percentage does not
    /// stand alone on a line.
    #[must_use]
    pub fn part_with_percent(self, unit: Unit) -> Wording {
        match self.percent() {
            Some(percent) => wording![self.part(unit), "\u{a0}(", percent, ")"],
            None => self.part(unit),
        }
    }

    /// Whether at least half is meant.
    #[must_use]
    pub fn is_at_least_half(self) -> bool {
        self.share.cmp_fraction(1, 2) != Ordering::Less
    }
}

/// The base of a table, `174`; `None` when it is not shown.
#[must_use]
pub fn base_in_words(table: &CitedTable) -> Option<Wording> {
    let base = table.base()?;
    let source = Source::Base { table: table.key(), base };
    Some(Wording::said(base.to_string(), Some(base.into()), source))
}

/// The bases of several tables: `174`, or `170 t/m 174`.
#[must_use]
pub fn bases_in_words(tables: &[CitedTable]) -> Option<Wording> {
    let bases = || tables.iter().filter(|table| table.base().is_some());
    let low = bases().min_by_key(|table| table.base())?;
    let high = bases().max_by_key(|table| table.base())?;
    let (low, high) = (base_in_words(low)?, base_in_words(high)?);
    Some(if low.number() == high.number() { low } else { wording![low, " t/m ", high] })
}

impl ResponseNumber {
    /// How many: `172`.
    #[must_use]
    pub fn count(self) -> Wording {
        let source = Source::Response { number: self, form: Form::Count };
        Wording::said(self.count.to_string(), Some(self.count.into()), source)
    }
}
