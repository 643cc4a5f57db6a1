//! Units, the words for sizes and movements, and what is said instead of a number that is not
//! shown.

use std::cmp::Ordering;

use super::number::SIZE_WORDS_FROM;
use super::source::Source;
use super::wording::{Wording, wording};
use crate::disclosure::{Change, Reason, Share};

/// What is counted, in singular and plural.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// One of them.
    pub one: &'static str,
    /// Several, or none.
    pub many: &'static str,
}

impl Unit {
    /// Municipalities.
    pub const MUNICIPALITIES: Self = Self { one: "gemeente", many: "gemeenten" };

    /// Completed questionnaires, some of which speak for several municipalities.
    pub const RESPONDENTS: Self = Self { one: "respondent", many: "respondenten" };

    /// The word that goes with a number.
    #[must_use]
    pub const fn of(self, count: u32) -> &'static str {
        if count == 1 { self.one } else { self.many }
    }
}

/// What a reader sees in the place of a withheld group (trust-rules A8).
#[must_use]
pub fn withheld_sentence(reason: Reason, area: &str) -> String {
    match reason {
        Reason::SmallBase => format!(
            "Uit {area} hebben te weinig gemeenten deze vraag beantwoord om een totaal te tonen."
        ),
        Reason::Complementary | Reason::Routed => {
            format!(
                "Het totaal van {area} is niet getoond om antwoorden van anderen te beschermen."
            )
        }
    }
}

/// The same in a row that begins with the name of the area: as short as the rules allow.
#[must_use]
pub fn withheld_in_row(reason: Reason, area: &str) -> String {
    match reason {
        Reason::SmallBase => withheld_sentence(reason, area),
        Reason::Complementary | Reason::Routed => {
            "Niet getoond om antwoorden van anderen te beschermen.".to_owned()
        }
    }
}

/// The same in a few words, where the group is named beside it.
#[must_use]
pub const fn withheld_briefly(reason: Reason) -> &'static str {
    match reason {
        Reason::SmallBase => "te weinig gemeenten om een totaal te tonen",
        Reason::Complementary | Reason::Routed => {
            "niet getoond om antwoorden van anderen te beschermen"
        }
    }
}

/// The fixed words for the size of a share (trust-rules B, the table of words); `None`
/// below a base of twenty and in the two small gaps of that table.
///
/// ```
/// # use gemeentespiegel::{language::size_in_words, statistics::Share};
/// let words = |count, base| size_in_words(Share::of(count, base).unwrap());
/// assert_eq!(words(53, 100), Some("ruim de helft".to_owned()));
/// assert_eq!(words(50, 100), Some("de helft".to_owned()));
/// assert_eq!(words(89, 100), Some("de meeste".to_owned()));
/// assert_eq!(words(6, 11), None);
/// ```
#[must_use]
pub fn size_in_words(share: Share) -> Option<String> {
    if share.base() < SIZE_WORDS_FROM {
        return None;
    }
    if share.count() == 0 {
        return Some("geen enkele".to_owned());
    }
    if share.count() == share.base() {
        return Some("alle".to_owned());
    }
    near_anchor(share).or_else(|| in_band(share).map(str::to_owned))
}

/// Percentages around which a size has a name, in thirds of a percent.
const ANCHORS: [(i64, &str); 5] = [
    (75, "een kwart"),
    (100, "een derde"),
    (150, "de helft"),
    (200, "twee derde"),
    (225, "driekwart"),
];

fn near_anchor(share: Share) -> Option<String> {
    let (count, base) = (i64::from(share.count()), i64::from(share.base()));
    // Thirds of a percent, times the base: all anchors are whole numbers then.
    let distance = |anchor: i64| 300 * count - anchor * base;
    let (anchor, name) = ANCHORS.into_iter().min_by_key(|(anchor, _)| distance(*anchor).abs())?;
    let (off, point) = (distance(anchor), 3 * base);
    match off {
        0 => Some(name.to_owned()),
        _ if -point <= off && off < point => Some(format!("ongeveer {name}")),
        _ if point <= off && off < 4 * point => Some(format!("ruim {name}")),
        _ if -4 * point <= off && off < -point => Some(format!("bijna {name}")),
        _ => None,
    }
}

/// Sizes between the anchors: from (in thirds of a percent), to, words.
const BANDS: [(u32, u32, &str); 6] = [
    (0, 15, "bijna geen"),
    (15, 63, "een klein deel"),
    (112, 138, "minder dan de helft"),
    (162, 188, "meer dan de helft"),
    (237, 270, "de meeste"),
    (270, 300, "bijna alle"),
];

fn in_band(share: Share) -> Option<&'static str> {
    let at_least = |thirds| share.cmp_fraction(thirds, 300) != Ordering::Less;
    BANDS
        .into_iter()
        .find(|(from, to, _)| at_least(*from) && !at_least(*to))
        .map(|(.., words)| words)
}

/// `met 6 procentpunt gestegen`; for a small movement `ongeveer gelijk gebleven`, for none
/// `gelijk gebleven`.
#[must_use]
pub fn change_in_words(change: &Change) -> Wording {
    if is_unchanged(change) {
        return "gelijk gebleven".into();
    }
    if change.is_small() {
        return "ongeveer gelijk gebleven".into();
    }
    let direction = if change.points.is_rise() { "gestegen" } else { "gedaald" };
    wording!["met ", points_in_words(change), " ", direction]
}

/// Whether nothing moved at all.
#[must_use]
pub const fn is_unchanged(change: &Change) -> bool {
    change.municipalities == 0 && change.points.smaller_than(1)
}

/// `6 procentpunt`, up or down.
#[must_use]
pub fn points_in_words(change: &Change) -> Wording {
    let points = change.points.rounded().abs();
    Wording::said(format!("{points} procentpunt"), Some(points.into()), Source::Change(*change))
}

/// The percentage points as a number, below zero for a fall: `6`, `-6`.
#[must_use]
pub fn points(change: &Change) -> Wording {
    let points = change.points.rounded();
    Wording::said(points.to_string(), Some(points.into()), Source::Change(*change))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(count: u32, base: u32) -> Option<String> {
        size_in_words(Share::of(count, base).unwrap())
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
}
