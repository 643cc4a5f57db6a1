//! Herindelingen: municipalities that were merged, joined another, or were split.

use crate::calendar::Date;

use super::code::MunicipalityCode;

/// What became of an old municipality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MergerKind {
    /// Several made a new one (`samenvoeging`).
    Merged,
    /// It joined one that goes on under its own code (`toevoeging`).
    Joined,
    /// It went to several others (`splitsing`).
    Split,
}

impl MergerKind {
    /// The kind by the word in the register's file.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        match word {
            "samenvoeging" => Some(Self::Merged),
            "toevoeging" => Some(Self::Joined),
            "splitsing" => Some(Self::Split),
            _ => None,
        }
    }
}

/// One old municipality going (partly) to one new municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merger {
    /// First day of the new situation.
    pub date: Date,
    /// The municipality that ended.
    pub old: MunicipalityCode,
    /// Its name.
    pub old_name: String,
    /// The municipality that took over its area, or part of it.
    pub new: MunicipalityCode,
    /// Its name.
    pub new_name: String,
    /// What happened.
    pub kind: MergerKind,
}

/// The day before, for "existed until".
pub(super) fn day_before(date: Date) -> Date {
    let Date { year, month, day } = date;
    if day > 1 {
        return Date { year, month, day: day - 1 };
    }
    let (year, month) = if month > 1 { (year, month - 1) } else { (year - 1, 12) };
    let last = (28..=31).rev().find_map(|day| Date::parse(&format!("{year:04}-{month:02}-{day}")));
    last.expect("every month has 28 days")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_before_the_first_of_a_month_is_the_last_of_another() {
        let before = |text: &str| day_before(Date::parse(text).unwrap());
        assert_eq!(before("2022-03-24"), Date::parse("2022-03-23").unwrap());
        assert_eq!(before("2019-01-01"), Date::parse("2018-12-31").unwrap());
        assert_eq!(before("2024-03-01"), Date::parse("2024-02-29").unwrap());
        assert_eq!(before("2023-03-01"), Date::parse("2023-02-28").unwrap());
    }
}
