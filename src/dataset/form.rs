//! Forms that a spreadsheet program gives to what was typed: a day for `1-2`, a percentage for 1.
//! Knows the forms by their look, so that an export as text is understood too.

/// A form that is no number and no word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Percentage,
    Time,
    Day,
    Truth,
}

/// As spreadsheet programs shorten months, in Dutch and in English.
const MONTHS: [&str; 15] = [
    "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec", "mar",
    "may", "oct",
];

impl Form {
    /// In which of these forms a value stands.
    pub(super) fn of(value: &str) -> Option<Self> {
        let value = value.trim().to_lowercase();
        let begin = value.split_once([' ', 't']).map_or(value.as_str(), |(begin, _)| begin);
        if value.strip_suffix('%').is_some_and(|rest| rest.contains(|c: char| c.is_ascii_digit())) {
            Some(Self::Percentage)
        } else if is_day(begin) {
            Some(Self::Day)
        } else if value.contains(':') && value.trim_start_matches('-').split(':').all(is_digits) {
            Some(Self::Time)
        } else if ["waar", "onwaar", "true", "false"].contains(&value.as_str()) {
            Some(Self::Truth)
        } else {
            None
        }
    }

    /// Its name in a message.
    pub(super) const fn what(self) -> &'static str {
        match self {
            Self::Percentage => "a percentage",
            Self::Time => "a time or a duration",
            Self::Day => "a day",
            Self::Truth => "true or false",
        }
    }

    /// What to do when a number was asked.
    pub(super) const fn help_for_a_number(self) -> &'static str {
        match self {
            Self::Percentage | Self::Time => {
                "give the whole column the number format `General` (`Standaard`), and write in every cell the number that was meant"
            }
            Self::Day => {
                "the spreadsheet program may have made a day of what was typed; give the whole column the number format `General` (`Standaard`), and write in every cell the number that was meant"
            }
            Self::Truth => "write the number that was meant",
        }
    }

    /// What to do when an option was asked.
    pub(super) const fn help_for_an_option(self) -> &'static str {
        match self {
            Self::Percentage | Self::Time | Self::Day => {
                "the spreadsheet program may have made this of what was typed; give the whole column the number format `Text` (`Tekst`), and write the answers again"
            }
            Self::Truth => "write the code or the label of an option, or leave the cell empty",
        }
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `2023-02-01`, `1-2-2023`, `1-feb`, `feb-50`.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let month = |text: &str| MONTHS.contains(&text);
    match parts[..] {
        [first, second] => {
            (is_digits(first) && month(second)) || (month(first) && is_digits(second))
        }
        [first, second, third] => {
            let year = first.len() == 4 || third.len() == 4;
            year && [first, third].into_iter().all(is_digits)
                && (is_digits(second) || month(second))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_known_by_their_look() {
        for (form, values) in [
            (Form::Percentage, &["100%", "0%", "12,5 %"][..]),
            (Form::Time, &["24:00", "36:00", "08:00:30", "-1:00"]),
            (Form::Day, &["2023-02-01", "2023-10-01 12:00", "1-feb", "feb-50", "1-2-2023"]),
            (Form::Truth, &["WAAR", "onwaar", "True"]),
        ] {
            for value in values {
                assert_eq!(Form::of(value), Some(form), "{value}");
            }
        }
        for value in ["12", "ja", "1-2", "", "%", ":", "acht", "3-5 uur", "nog-niet", "2,5"] {
            assert_eq!(Form::of(value), None, "{value}");
        }
    }
}
