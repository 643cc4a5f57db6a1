//! Notation: thousands, number words, dates, lists.

use crate::calendar::Date;

/// A whole number with a full stop between thousands (`1.137.027`) and a real minus sign.
///
/// ```
/// # use gemeentespiegel::language::thousands;
/// assert_eq!(thousands(1_137_027), "1.137.027");
/// assert_eq!(thousands(-5), "−5");
/// ```
#[must_use]
pub fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    if number < 0 { format!("−{text}") } else { text }
}

/// Numbers below eleven as a word, others in digits.
///
/// ```
/// # use gemeentespiegel::language::in_words;
/// assert_eq!(in_words(1), "één");
/// assert_eq!(in_words(12), "12");
/// ```
#[must_use]
pub fn in_words(number: u32) -> String {
    const WORDS: [&str; 11] =
        ["nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"];
    WORDS
        .get(number as usize)
        .map_or_else(|| thousands(i64::from(number)), |word| (*word).to_owned())
}

/// A place in an order: below eleven as a word, others in digits.
///
/// ```
/// # use gemeentespiegel::language::ordinal;
/// assert_eq!(ordinal(3), "derde");
/// assert_eq!(ordinal(12), "12e");
/// ```
#[must_use]
pub fn ordinal(number: u32) -> String {
    const WORDS: [&str; 10] = [
        "eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende",
        "tiende",
    ];
    let word = number.checked_sub(1).and_then(|index| WORDS.get(index as usize));
    word.map_or_else(|| format!("{}e", thousands(i64::from(number))), |word| (*word).to_owned())
}

/// A difference with its sign; a real minus.
///
/// ```
/// # use gemeentespiegel::language::signed;
/// assert_eq!((signed(6), signed(-3), signed(0)), ("+6".into(), "−3".into(), "0".into()));
/// ```
#[must_use]
pub fn signed(difference: i64) -> String {
    let plus = if difference > 0 { "+" } else { "" };
    format!("{plus}{}", thousands(difference))
}

/// The months, January first.
pub const MONTHS: [&str; 12] = [
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

/// A list as Dutch writes it: `a, b en c`.
///
/// ```
/// # use gemeentespiegel::language::join;
/// assert_eq!(join(&["Ede", "Epe", "Urk"]), "Ede, Epe en Urk");
/// ```
#[must_use]
pub fn join<T: AsRef<str>>(parts: &[T]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(AsRef::as_ref).collect();
            format!("{} en {}", first.join(", "), last.as_ref())
        }
    }
}
