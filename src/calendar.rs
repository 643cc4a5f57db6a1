//! A calendar day, as the project file and the register of municipalities write it.

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
}
