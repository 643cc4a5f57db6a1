//! Days and months.

use crate::calendar::Date;

/// The months, January first.
const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// A day as Dutch writes it: `14 december 2023`.
#[must_use]
pub fn date_in_words(date: Date) -> String {
    let month = MONTHS[usize::from(date.month.clamp(1, 12)) - 1];
    format!("{} {month} {}", date.day, date.year)
}

/// Whether a lower-case word is the name of a month.
///
/// ```
/// # use gemeentespiegel::dutch::is_month;
/// assert!(is_month("mei") && !is_month("mais"));
/// ```
#[must_use]
pub fn is_month(word: &str) -> bool {
    MONTHS.contains(&word)
}
