//! Numbers that carry their base, and differences between them.

use std::num::NonZeroU32;

use crate::keys::keyed_fields;

/// How many of a base: the only form in which a percentage exists.
///
/// The count never exceeds the base, and the base is never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share {
    count: u32,
    base: NonZeroU32,
}

impl Share {
    /// `count` of `base`; `None` when the base is zero or smaller than the count.
    #[must_use]
    pub const fn of(count: u32, base: u32) -> Option<Self> {
        match NonZeroU32::new(base) {
            Some(nonzero) if count <= base => Some(Self { count, base: nonzero }),
            _ => None,
        }
    }

    /// The number of respondents that chose it.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.count
    }

    /// The number of valid answers.
    #[must_use]
    pub const fn base(self) -> u32 {
        self.base.get()
    }

    /// Whole percents, a half rounded up (methods.md#percentage).
    ///
    /// ```
    /// # use gemeentespiegel::statistics::Share;
    /// assert_eq!(Share::of(86, 98).unwrap().percent(), 88);
    /// assert_eq!(Share::of(1, 8).unwrap().percent(), 13);
    /// assert!(Share::of(99, 98).is_none());
    /// ```
    #[must_use]
    pub fn percent(self) -> u32 {
        let (count, base) = (u64::from(self.count), u64::from(self.base()));
        u32::try_from((200 * count + base) / (2 * base)).expect("at most 100")
    }

    /// The share as parts of ten thousand, rounded down; for drawing and for comparing sizes.
    #[must_use]
    pub fn per_ten_thousand(self) -> u32 {
        let parts = 10_000 * u64::from(self.count) / u64::from(self.base());
        u32::try_from(parts).expect("at most 10,000")
    }

    /// How this share compares with `numerator / denominator`, exactly.
    #[must_use]
    pub fn cmp_fraction(self, numerator: u32, denominator: u32) -> std::cmp::Ordering {
        let left = u64::from(self.count) * u64::from(denominator);
        left.cmp(&(u64::from(numerator) * u64::from(self.base())))
    }

    /// How this share compares with another one, exactly.
    #[must_use]
    pub fn cmp_share(self, other: Self) -> std::cmp::Ordering {
        self.cmp_fraction(other.count, other.base())
    }

    /// The change from an earlier share to this one.
    #[must_use]
    pub fn since(self, earlier: Self) -> PercentagePoint {
        let (n1, d1) = (i64::from(self.count), i64::from(self.base()));
        let (n0, d0) = (i64::from(earlier.count), i64::from(earlier.base()));
        PercentagePoint { numerator: 100 * (n1 * d0 - n0 * d1), denominator: d1 * d0 }
    }
}

/// A difference between two percentages, kept as an exact fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PercentagePoint {
    numerator: i64,
    denominator: i64,
}

impl PercentagePoint {
    /// Whole percentage points, a half rounded away from zero (methods.md#change).
    ///
    /// ```
    /// # use gemeentespiegel::statistics::Share;
    /// let earlier = Share::of(5, 8).unwrap();
    /// assert_eq!(Share::of(4, 8).unwrap().since(earlier).rounded(), -13);
    /// ```
    #[must_use]
    pub fn rounded(self) -> i32 {
        let doubled = 2 * self.numerator.abs() + self.denominator;
        let size = doubled / (2 * self.denominator);
        i32::try_from(size * self.numerator.signum()).expect("between -100 and 100")
    }

    /// Whether the change is smaller than `points` percentage points, in either direction.
    #[must_use]
    pub const fn smaller_than(self, points: i64) -> bool {
        self.numerator.abs() < points * self.denominator
    }

    /// Whether the share rose.
    #[must_use]
    pub const fn is_rise(self) -> bool {
        self.numerator > 0
    }
}

keyed_fields!(Share { count, base });

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_published_pairs_that_agree_are_half_up() {
        for (count, base, percent) in
            [(86, 98, 88), (8, 63, 13), (153, 172, 89), (15, 174, 9), (100, 182, 55), (64, 103, 62)]
        {
            assert_eq!(Share::of(count, base).unwrap().percent(), percent, "{count}/{base}");
        }
    }

    proptest! {
        #[test]
        fn a_percentage_lies_within_half_a_point(base in 1u32..5000, part in 0u32..5000) {
            let count = part % (base + 1);
            let percent = i64::from(Share::of(count, base).unwrap().percent());
            let twice = 2 * (percent * i64::from(base) - 100 * i64::from(count));
            prop_assert!(-i64::from(base) < twice && twice <= i64::from(base));
        }

        #[test]
        fn a_change_back_is_the_opposite(a in 0u32..99, b in 0u32..99, n in 99u32..200) {
            let (x, y) = (Share::of(a, n).unwrap(), Share::of(b, n + 7).unwrap());
            prop_assert_eq!(x.since(y).rounded(), -y.since(x).rounded());
        }
    }
}
