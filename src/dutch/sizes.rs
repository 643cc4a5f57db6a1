//! Words for the size of a share (methods.md#size-words): one table, by which
//! documents write and by which proofreading reads.
//!
//! A share is a count of a base. All bounds stand in thirds of a percent, in which every
//! anchor is a whole number, and are compared without rounding.

use std::ops::{Bound, Range, RangeBounds};

use super::Noun;

/// Below this base no size word is used (methods.md#size-words).
pub const SIZE_WORDS_FROM: u32 = 20;

/// Thirds of a percent in the whole.
const WHOLE: i64 = 300;
/// One percent.
const POINT: i64 = 3;

/// Shares in thirds of a percent.
type Shares = (Bound<i64>, Bound<i64>);

const fn just(share: i64) -> Shares {
    (Bound::Included(share), Bound::Included(share))
}

/// From a share, up to but without another.
const fn from_to(from: i64, to: i64) -> Shares {
    (Bound::Included(from), Bound::Excluded(to))
}

/// Between two shares, without both.
const fn between(low: i64, high: i64) -> Shares {
    (Bound::Excluded(low), Bound::Excluded(high))
}

/// Words for a size.
struct Size {
    words: &'static str,
    /// The shares for which documents write it.
    written: Option<Shares>,
    /// The shares to which a reader may take it; `None` when it is read as an [`Anchor`] with a
    /// word before it.
    read: Option<Shares>,
}

const fn size(words: &'static str, shares: Shares) -> Size {
    Size { words, written: Some(shares), read: Some(shares) }
}

const fn only_read(words: &'static str, shares: Shares) -> Size {
    Size { words, written: None, read: Some(shares) }
}

const fn only_written(words: &'static str, shares: Shares) -> Size {
    Size { words, written: Some(shares), read: None }
}

const NOBODY: Shares = just(0);
const EVERYBODY: Shares = just(WHOLE);
const ALMOST_NOBODY: Shares = between(0, 5 * POINT);
const ALMOST_EVERYBODY: Shares = from_to(90 * POINT, WHOLE);
const MOST: Shares = (Bound::Excluded(50 * POINT), Bound::Included(WHOLE));

/// Sizes that are no anchor and stand near none.
const SIZES: [Size; 20] = [
    size("geen enkele", NOBODY),
    size("bijna geen", ALMOST_NOBODY),
    only_read("vrijwel geen", from_to(0, 5 * POINT)),
    only_read("slechts weinig", between(0, 21 * POINT)),
    size("een klein deel", from_to(5 * POINT, 21 * POINT)),
    only_read("minderheid", between(0, 50 * POINT)),
    // What is left between "ruim een derde" and "bijna de helft", and beyond the half.
    only_written("minder dan de helft", from_to(WHOLE / 3 + 4 * POINT, 46 * POINT)),
    only_written("meer dan de helft", from_to(54 * POINT, 2 * WHOLE / 3 - 4 * POINT)),
    only_read("meerderheid", MOST),
    only_read("merendeel", MOST),
    size("de meeste", from_to(79 * POINT, 90 * POINT)),
    size("bijna alle", ALMOST_EVERYBODY),
    only_read("nagenoeg alle", ALMOST_EVERYBODY),
    only_read("vrijwel alle", ALMOST_EVERYBODY),
    only_read("bijna iedereen", ALMOST_EVERYBODY),
    only_read("nagenoeg iedereen", ALMOST_EVERYBODY),
    only_read("vrijwel iedereen", ALMOST_EVERYBODY),
    only_written("alle", EVERYBODY),
    only_read("alle gemeenten", EVERYBODY),
    only_read("alle respondenten", EVERYBODY),
];

/// A share with a name of its own.
struct Anchor {
    name: &'static str,
    /// The word in it that is a size wherever it stands.
    core: &'static str,
    share: i64,
}

const ANCHORS: [Anchor; 5] = [
    Anchor { name: "een kwart", core: "kwart", share: 25 * POINT },
    Anchor { name: "een derde", core: "een derde", share: WHOLE / 3 },
    Anchor { name: "de helft", core: "helft", share: 50 * POINT },
    Anchor { name: "twee derde", core: "twee derde", share: 2 * WHOLE / 3 },
    Anchor { name: "driekwart", core: "driekwart", share: 75 * POINT },
];

/// A word before an anchor, with distances from the anchor: those at which documents write it,
/// and those at which a reader may take it.
struct Near {
    word: &'static str,
    written: Option<Shares>,
    read: Shares,
}

const NEAR: [Near; 6] = [
    Near { word: "ongeveer ", written: Some(from_to(-POINT, POINT)), read: from_to(-POINT, POINT) },
    Near { word: "ruim ", written: Some(from_to(POINT, 4 * POINT)), read: between(0, 4 * POINT) },
    Near {
        word: "bijna ",
        written: Some(from_to(-4 * POINT, -POINT)),
        read: from_to(-4 * POINT, 0),
    },
    Near { word: "meer dan ", written: None, read: between(0, 13 * POINT) },
    Near { word: "minder dan ", written: None, read: from_to(-13 * POINT, 0) },
    // The last one: every text ends with it.
    Near { word: "", written: Some(just(0)), read: just(0) },
];

/// The fixed words for the size of a share: `count` of `base`. `None` below a base of
/// [`SIZE_WORDS_FROM`] and in the two small gaps of the table.
///
/// ```
/// # use gemeentespiegel::dutch::size_in_words;
/// assert_eq!(size_in_words(53, 100), Some("ruim de helft".to_owned()));
/// assert_eq!(size_in_words(50, 100), Some("de helft".to_owned()));
/// assert_eq!(size_in_words(89, 100), Some("de meeste".to_owned()));
/// assert_eq!(size_in_words(6, 11), None);
/// ```
#[must_use]
pub fn size_in_words(count: u32, base: u32) -> Option<String> {
    if base < SIZE_WORDS_FROM {
        return None;
    }
    let (count, base) = (i64::from(count), i64::from(base));
    let holds = |shares: &Option<Shares>, from: i64| {
        let off = WHOLE * count - from * base;
        shares.is_some_and(|shares| scaled(shares, base).contains(&off))
    };
    if let Some(size) = SIZES.iter().find(|size| holds(&size.written, 0)) {
        return Some(size.words.to_owned());
    }
    // From the last one on: what is exact is not "ongeveer".
    let near = |anchor| NEAR.iter().rev().map(move |near| (anchor, near));
    let mut anchors = ANCHORS.iter().flat_map(near);
    let (anchor, near) = anchors.find(|(anchor, near)| holds(&near.written, anchor.share))?;
    Some(format!("{}{}", near.word, anchor.name))
}

/// Bounds times a number above zero.
fn scaled((low, high): Shares, by: i64) -> Shares {
    (low.map(|bound| bound * by), high.map(|bound| bound * by))
}

/// What a text says about a share in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    /// `12 van de 43`; the base is above zero.
    Share {
        /// How many.
        count: u64,
        /// Of how many.
        base: u64,
    },
    /// `28%`, rounded.
    Percent(u64),
}

/// Words for a size in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Where they stand.
    pub at: Range<usize>,
    shares: Shares,
}

impl Claim {
    /// Whether the words can be said of a number.
    ///
    /// ```
    /// # use gemeentespiegel::dutch::{Stated, claims};
    /// let claim = &claims("ruim de helft")[0];
    /// assert!(claim.fits(Stated::Percent(52)) && !claim.fits(Stated::Percent(49)));
    /// assert!(claim.fits(Stated::Share { count: 92, base: 174 }));
    /// ```
    #[must_use]
    pub fn fits(&self, number: Stated) -> bool {
        match number {
            Stated::Share { count, base } => {
                let wide = |number: u64| i64::try_from(number).unwrap_or(i64::MAX / WHOLE / 2);
                let share = wide(count).saturating_mul(WHOLE);
                let base = wide(base).min(i64::MAX / WHOLE / 2);
                scaled(self.shares, base).contains(&share)
            }
            // Half a percent around it, in halves of a third of a percent.
            Stated::Percent(percent) => {
                let middle =
                    i64::try_from(percent).unwrap_or(i64::MAX / 6 / 2).saturating_mul(2 * POINT);
                overlap(scaled(self.shares, 2), from_to((middle - POINT).max(0), middle + POINT))
            }
        }
    }
}

/// Whether two ranges have a number in common, however near to a bound.
fn overlap(one: Shares, other: Shares) -> bool {
    let reaches = |low: Bound<i64>, high: Bound<i64>| match (low, high) {
        (Bound::Included(low), Bound::Included(high)) => low <= high,
        (
            Bound::Included(low) | Bound::Excluded(low),
            Bound::Included(high) | Bound::Excluded(high),
        ) => low < high,
        _ => true,
    };
    reaches(one.0, other.1) && reaches(other.0, one.1)
}

/// All words for a size in a text, in the order of the text.
#[must_use]
pub fn claims(text: &str) -> Vec<Claim> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return Vec::new();
    }
    let whole = |at: usize, end: usize| {
        !lower[..at].ends_with(char::is_alphanumeric)
            && !lower[end..].starts_with(char::is_alphanumeric)
    };
    let mut claims = Vec::new();
    for Size { words, read, .. } in &SIZES {
        let Some(shares) = *read else { continue };
        for (at, _) in lower.match_indices(words) {
            if whole(at, at + words.len()) && !(shares == EVERYBODY && is_part_of(&lower[..at])) {
                claims.push(Claim { at: at..at + words.len(), shares });
            }
        }
    }
    for Anchor { name, share, .. } in ANCHORS {
        for (at, _) in lower.match_indices(name).filter(|(at, n)| whole(*at, at + n.len())) {
            let before = &lower[..at];
            let Some(near) = NEAR.iter().find(|near| before.ends_with(near.word)) else { continue };
            let (low, high) = near.read;
            let shares = (low.map(|off| share + off), high.map(|off| share + off));
            claims.push(Claim { at: at - near.word.len()..at + name.len(), shares });
        }
    }
    claims.sort_by_key(|claim| claim.at.start);
    claims
}

/// Whether "alle gemeenten" stands behind a word that makes it the base, or part of a size.
fn is_part_of(before: &str) -> bool {
    ["van ", "voor ", "over ", "bijna ", "nagenoeg ", "vrijwel "]
        .iter()
        .any(|word| before.ends_with(word))
}

/// Words that are a size or a multiple besides those of the table.
const OTHER: [&str; 16] = [
    "procent",
    "anderhalf",
    "anderhalve",
    "half",
    "halve",
    "dubbel",
    "dubbele",
    "verdubbeld",
    "gehalveerd",
    "dozijn",
    "tiental",
    "tientallen",
    "honderdtal",
    "honderden",
    "duizenden",
    "tweemaal",
];

/// How many of two lower-case words that follow each other are words for a size: 2, 1 or 0.
///
/// ```
/// # use gemeentespiegel::dutch::words_of_size;
/// assert_eq!(words_of_size("bijna", "alle"), 2);
/// assert_eq!(words_of_size("helft", "van"), 1);
/// assert_eq!(words_of_size("een", "gemeente"), 0);
/// ```
#[must_use]
pub fn words_of_size(first: &str, second: &str) -> usize {
    let counts_all = |words: &str| {
        words.strip_prefix("alle ").is_some_and(|noun| Noun::COMMON.iter().any(|n| n.is(noun)))
    };
    let read = SIZES.iter().filter(|size| size.read.is_some()).map(|size| size.words);
    let names = read.chain(ANCHORS.iter().map(|anchor| anchor.core)).chain(OTHER);
    let pair = format!("{first} {second}");
    let mut length = 0;
    for name in names.filter(|name| !counts_all(name)) {
        length = length.max(if name == pair { 2 } else { usize::from(name == first) });
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(count: u32, base: u32) -> Option<String> {
        size_in_words(count, base)
    }

    #[test]
    fn every_whole_percent_has_the_words_of_the_table() {
        let expected = |percent: u32| match percent {
            0 => Some("geen enkele"),
            1..=4 => Some("bijna geen"),
            5..=20 => Some("een klein deel"),
            21..=23 => Some("bijna een kwart"),
            24 => Some("ongeveer een kwart"),
            25 => Some("een kwart"),
            26..=28 => Some("ruim een kwart"),
            29 => None,
            30..=32 => Some("bijna een derde"),
            33 | 34 => Some("ongeveer een derde"),
            35..=37 => Some("ruim een derde"),
            38..=45 => Some("minder dan de helft"),
            46..=48 => Some("bijna de helft"),
            49 => Some("ongeveer de helft"),
            50 => Some("de helft"),
            51..=53 => Some("ruim de helft"),
            54..=62 => Some("meer dan de helft"),
            63..=65 => Some("bijna twee derde"),
            66 | 67 => Some("ongeveer twee derde"),
            68..=70 => Some("ruim twee derde"),
            71..=73 => Some("bijna driekwart"),
            74 => Some("ongeveer driekwart"),
            75 => Some("driekwart"),
            76..=78 => Some("ruim driekwart"),
            79..=89 => Some("de meeste"),
            90..=99 => Some("bijna alle"),
            _ => Some("alle"),
        };
        for percent in 0..=100 {
            assert_eq!(words(percent, 100).as_deref(), expected(percent), "{percent}%");
        }
    }

    #[test]
    fn a_third_of_a_base_of_three_is_exact() {
        assert_eq!(words(11, 33).as_deref(), Some("een derde"));
        assert_eq!(words(22, 33).as_deref(), Some("twee derde"));
    }

    #[test]
    fn what_is_written_about_a_share_is_read_as_true() {
        for base in SIZE_WORDS_FROM..200 {
            for count in 0..=base {
                let Some(words) = words(count, base) else { continue };
                let words = if words == "alle" { "alle gemeenten".to_owned() } else { words };
                let [claim] = &claims(&words)[..] else { panic!("one claim: {words}") };
                let (count, base) = (u64::from(count), u64::from(base));
                assert_eq!(claim.at, 0..words.len());
                assert!(claim.fits(Stated::Share { count, base }), "{words}: {count} of {base}");
                let percent = (200 * count + base) / (2 * base);
                assert!(claim.fits(Stated::Percent(percent)), "{words}: {percent}%");
            }
        }
    }

    #[test]
    fn a_claim_fits_no_share_beyond_its_bounds() {
        let fits = |text: &str, number| claims(text)[0].fits(number);
        let share = |count, base| Stated::Share { count, base };
        assert!(!fits("een derde", share(33, 100)) && fits("een derde", share(58, 174)));
        assert!(!fits("ruim de helft", share(50, 100)) && fits("ruim de helft", share(501, 1000)));
        assert!(!fits("geen enkele", share(1, 100_000)) && fits("geen enkele", share(0, 43)));
        assert!(!fits("alle gemeenten", share(171, 172)) && fits("alle gemeenten", share(9, 9)));
        assert!(
            !fits("bijna alle", Stated::Percent(89)) && fits("bijna alle", Stated::Percent(90))
        );
        assert!(!fits("de meeste", share(u64::MAX, 3)), "no overflow");
        assert!(fits("alle gemeenten", share(u64::MAX, u64::MAX)));
    }
}
