//! What stands first: all that do so together, and only where nothing that is not shown could
//! stand before or beside them.
//!
//! A superlative ("het vaakst", "het minst") may only be said of what this file hands out.

use std::cmp::Ordering;

use super::number::{Exact, Number};
use crate::disclosure::{FigureView, Share};

/// The numbers among which something can be the largest or the smallest: those of the options
/// of a question, or those of one option in the rows of a matrix.
#[derive(Debug, Clone)]
pub struct Ranking<T> {
    places: Vec<Place<T>>,
}

#[derive(Debug, Clone, Copy)]
struct Place<T> {
    what: T,
    /// The number, where it is shown exactly.
    exact: Option<Exact>,
    /// The least and the most that it can be, of its base; of one that is not shown nothing is
    /// known.
    between: Option<(u32, u32, u32)>,
}

impl<T: Copy + Ord> Ranking<T> {
    /// Of these numbers. `one_each`: every respondent is counted in at most one of them, so that
    /// what is left of the base bounds those that are not shown.
    pub fn of(numbers: impl IntoIterator<Item = (T, Number)>, one_each: bool) -> Self {
        let place = |(what, number): (T, Number)| {
            let between = match number.view() {
                FigureView::Exact(share) => Some((share.count(), share.count(), share.base())),
                FigureView::Range { low, high, base } => Some((low, high, base)),
                FigureView::Withheld(_) => None,
            };
            Place { what, exact: number.exact(), between }
        };
        let mut places: Vec<_> = numbers.into_iter().map(place).collect();
        if one_each {
            bound_by_rest(&mut places);
        }
        Self { places }
    }

    /// All that have the largest share, in their order; none when another could have as much, or
    /// when nobody is counted at all.
    #[must_use]
    pub fn largest(&self) -> Vec<(T, Exact)> {
        let ties = self.first(Ordering::Greater);
        let first = ties.first().map(|(_, exact)| exact.share());
        let certain = first.filter(|first| {
            let unsure = self.places.iter().filter(|place| place.exact.is_none());
            first.count() > 0
                && unsure.into_iter().all(|place| match place.between {
                    Some((_, high, base)) => first.cmp_fraction(high, base).is_gt(),
                    None => false,
                })
        });
        if certain.is_some() { ties } else { Vec::new() }
    }

    /// All that have the smallest share, in their order; none when another could have as little.
    #[must_use]
    pub fn smallest(&self) -> Vec<(T, Exact)> {
        let ties = self.first(Ordering::Less);
        let first = ties.first().map(|(_, exact)| exact.share());
        let certain = first.filter(|first| {
            let unsure = self.places.iter().filter(|place| place.exact.is_none());
            unsure.into_iter().all(|place| match place.between {
                Some((low, _, base)) => first.cmp_fraction(low, base).is_lt(),
                None => false,
            })
        });
        if certain.is_some() { ties } else { Vec::new() }
    }

    /// What certainly follows on those `told`, largest first: at least `number` where there are so
    /// many, more when the last of them share their place. Nobody's choices do not follow.
    #[must_use]
    pub fn next(&self, told: &[T], number: usize) -> Vec<(T, Exact)> {
        let mut left: Vec<_> =
            self.places.iter().filter(|place| !told.contains(&place.what)).collect();
        // Exact ones first where equal, so that a range ends the list before them.
        let most = |place: &Place<T>| place.between.map_or(u32::MAX, |(_, high, _)| high);
        left.sort_by(|one, other| {
            most(other)
                .cmp(&most(one))
                .then(one.exact.is_some().cmp(&other.exact.is_some()))
                .then(one.what.cmp(&other.what))
        });
        let certain = left.into_iter().map_while(|place| Some((place.what, place.exact?)));
        let all: Vec<_> = certain.filter(|(_, exact)| exact.share().count() > 0).collect();
        let cut = all.get(number.saturating_sub(1)).map_or(0, |(_, exact)| exact.share().count());
        all.into_iter().take_while(|(_, exact)| exact.share().count() >= cut).collect()
    }

    /// Those that are shown exactly and share the first place among them.
    fn first(&self, wanted: Ordering) -> Vec<(T, Exact)> {
        let exact: Vec<_> =
            self.places.iter().filter_map(|place| Some((place.what, place.exact?))).collect();
        let mut best: Option<Share> = None;
        for (_, next) in &exact {
            let share = next.share();
            if best.is_none_or(|best| share.cmp_share(best) == wanted) {
                best = Some(share);
            }
        }
        let same = |exact: &Exact| best.is_some_and(|best| exact.share().cmp_share(best).is_eq());
        exact.into_iter().filter(|(_, exact)| same(exact)).collect()
    }
}

/// Bounds what is not shown by what the others leave of the base that they all have.
fn bound_by_rest<T>(places: &mut [Place<T>]) {
    let bases = || places.iter().filter_map(|place| place.between.map(|(.., base)| base));
    let Some(base) = bases().next() else { return };
    let least: u32 = places.iter().filter_map(|place| place.between.map(|(low, ..)| low)).sum();
    for place in places.iter_mut().filter(|place| place.exact.is_none()) {
        let (low, high, _) = place.between.unwrap_or((0, base, base));
        let rest = (base + low).saturating_sub(least);
        place.between = Some((low, high.min(rest), base));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::Reason;

    fn exact(count: u32, base: u32) -> Number {
        Number::public(FigureView::Exact(Share::of(count, base).unwrap()))
    }

    fn range(low: u32, high: u32, base: u32) -> Number {
        Number::public(FigureView::Range { low, high, base })
    }

    const HIDDEN: Number = Number::public(FigureView::Withheld(Reason::Complementary));

    fn names(found: Vec<(char, Exact)>) -> String {
        found.into_iter().map(|(name, _)| name).collect()
    }

    fn largest(numbers: &[Number], one_each: bool) -> String {
        names(Ranking::of(('a'..).zip(numbers.iter().copied()), one_each).largest())
    }

    fn smallest(numbers: &[Number]) -> String {
        names(Ranking::of(('a'..).zip(numbers.iter().copied()), false).smallest())
    }

    #[test]
    fn a_tie_names_everything_with_the_same_share() {
        assert_eq!(largest(&[exact(5, 9), exact(5, 9), exact(3, 9)], false), "ab");
        // Rows of a matrix have bases of their own: equal shares are equal.
        assert_eq!(largest(&[exact(5, 10), exact(10, 20), exact(5, 11)], false), "ab");
        assert_eq!(smallest(&[exact(0, 9), exact(0, 8), exact(1, 8)]), "ab");
        assert_eq!(smallest(&[exact(3, 9), exact(1, 3)]), "ab");
        // 6,667 parts of ten thousand are not all two thirds.
        assert_eq!(largest(&[exact(20_000, 30_000), exact(20_001, 30_001)], false), "b");
    }

    #[test]
    fn nothing_is_first_that_nobody_chose() {
        assert_eq!(largest(&[exact(0, 9), exact(0, 9)], false), "");
        assert_eq!(largest(&[], false), "");
    }

    #[test]
    fn what_is_not_shown_may_be_as_large() {
        assert_eq!(largest(&[exact(5, 24), range(0, 2, 24)], false), "a");
        assert_eq!(largest(&[exact(5, 24), range(21, 24, 24)], false), "");
        assert_eq!(largest(&[exact(2, 24), range(0, 2, 24)], false), "", "it may be a tie");
        assert_eq!(largest(&[exact(14, 24), HIDDEN], false), "");
        assert_eq!(largest(&[exact(14, 24), HIDDEN, HIDDEN], true), "a", "ten are left");
        assert_eq!(largest(&[exact(12, 24), HIDDEN], true), "", "twelve are left");
        assert_eq!(smallest(&[exact(3, 24), range(0, 2, 24)]), "");
        assert_eq!(smallest(&[exact(3, 24), range(21, 24, 24)]), "a");
        assert_eq!(smallest(&[exact(0, 24), HIDDEN]), "");
    }

    #[test]
    fn what_follows_ends_where_it_is_not_certain() {
        let next = |numbers: &[Number], number| {
            names(Ranking::of(('a'..).zip(numbers.iter().copied()), false).next(&['a'], number))
        };
        let numbers = [exact(9, 24), exact(5, 24), exact(7, 24), exact(5, 24), exact(0, 24)];
        assert_eq!(next(&numbers, 1), "c");
        assert_eq!(next(&numbers, 2), "cbd", "two share their place");
        assert_eq!(next(&numbers, 9), "cbd");
        assert_eq!(next(&[exact(9, 24), exact(7, 24), range(0, 2, 24), exact(2, 24)], 9), "b");
        assert_eq!(next(&[exact(9, 24), exact(7, 24), HIDDEN], 9), "");
    }
}
