//! A calendar day, as the project file and the register of municipalities write it.
//!
//! A type of our own, in the place of that of a crate: tests and tables write days down as
//! constants, and nothing is asked of a day but to be real, to be ordered, to be written, and
//! which day came before.

use std::fmt;

use crate::keys::keyed_fields;

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

keyed_fields!(Date { year, month, day });

impl Date {
    /// A real calendar day written as year, month, day: `2023-12-14`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shape = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
        let digits =
            bytes.iter().enumerate().all(|(at, b)| at == 4 || at == 7 || b.is_ascii_digit());
        if !shape || !digits {
            return None;
        }
        let date = Self {
            year: text[..4].parse().ok()?,
            month: text[5..7].parse().ok()?,
            day: text[8..].parse().ok()?,
        };
        (date.year > 0 && date.day > 0 && date.day <= days_in(date.year, date.month))
            .then_some(date)
    }

    /// The day before; of the first day of year 1 that day itself.
    #[must_use]
    pub fn day_before(self) -> Self {
        let Self { year, month, day } = self;
        let (year, month) = match (year, month, day) {
            (.., 2..) => return Self { year, month, day: day - 1 },
            (_, 2.., _) => (year, month - 1),
            (2.., ..) => (year - 1, 12),
            _ => return self,
        };
        Self { year, month, day: days_in(year, month) }
    }
}

/// As in the project file: `2023-12-14`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Days in a month of the Gregorian calendar; none in a month that does not exist.
const fn days_in(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_days_are_dates() {
        let day = |year, month, day| Some(Date { year, month, day });
        assert_eq!(Date::parse("2023-12-14"), day(2023, 12, 14));
        assert_eq!(Date::parse("2024-02-29"), day(2024, 2, 29));
        assert_eq!(Date::parse("2000-02-29"), day(2000, 2, 29));
        for wrong in [
            "2023-02-29",
            "1900-02-29",
            "2023-13-01",
            "2023-00-10",
            "2023-04-31",
            "2023-1-1",
            "14-12-2023",
            "2023-12-14T00:00",
            "2023-12-1é",
            "+023-01-01",
            "0000-01-01",
            "",
        ] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_day_before_the_first_of_a_month_is_the_last_of_another() {
        let before = |text: &str| Date::parse(text).unwrap().day_before();
        assert_eq!(before("2022-03-24"), Date::parse("2022-03-23").unwrap());
        assert_eq!(before("2019-01-01"), Date::parse("2018-12-31").unwrap());
        assert_eq!(before("2024-03-01"), Date::parse("2024-02-29").unwrap());
        assert_eq!(before("2023-03-01"), Date::parse("2023-02-28").unwrap());
        assert_eq!(before("0001-01-01"), Date::parse("0001-01-01").unwrap());
        assert_eq!(before("2019-01-10").to_string(), "2019-01-09");
    }
}
