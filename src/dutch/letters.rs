//! Capitals, and names without them.

use unicode_normalization::UnicodeNormalization;

/// With a capital at the start.
///
/// ```
/// # use gemeentespiegel::dutch::capitalised;
/// assert_eq!(capitalised("één vraag"), "Één vraag");
/// ```
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Without a capital at the start, unless the word is an abbreviation or a name with more
/// capitals.
///
/// ```
/// # use gemeentespiegel::dutch::uncapitalised;
/// assert_eq!(uncapitalised("De bibliotheek"), "de bibliotheek");
/// assert_eq!(uncapitalised("BTW-nummer"), "BTW-nummer");
/// ```
#[must_use]
pub fn uncapitalised(text: &str) -> String {
    let word = text.split([' ', '-']).next().unwrap_or_default();
    if word.chars().filter(|letter| letter.is_uppercase()).count() > 1 {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A name as it can stand in a path or be an id: lower-case letters and digits without accents,
/// hyphens between.
///
/// ```
/// # use gemeentespiegel::dutch::slug;
/// assert_eq!(slug("'s-Gravenhage"), "s-gravenhage");
/// assert_eq!(slug("Súdwest-Fryslân"), "sudwest-fryslan");
/// assert_eq!(slug("Bergen (NH.)"), "bergen-nh");
/// ```
#[must_use]
pub fn slug(name: &str) -> String {
    let plain: String = name.nfd().filter(char::is_ascii).collect::<String>().to_lowercase();
    let parts: Vec<_> =
        plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    parts.join("-")
}
