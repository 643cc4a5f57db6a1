//! Words that compare: directions of a change, and other comparisons.

/// Where a change went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Upwards.
    Rise,
    /// Downwards.
    Fall,
    /// Nowhere.
    Same,
}

const RISES: [&str; 9] = [
    "gestegen",
    "steeg",
    "stegen",
    "stijgt",
    "stijging",
    "toegenomen",
    "toename",
    "gegroeid",
    "verdubbeld",
];
const FALLS: [&str; 9] = [
    "gedaald",
    "daalde",
    "daalden",
    "daalt",
    "daling",
    "afgenomen",
    "afname",
    "gekrompen",
    "gehalveerd",
];
const SAME: [&str; 2] = ["gelijk", "onveranderd"];

/// The direction that a lower-case word says.
///
/// ```
/// # use gemeentespiegel::dutch::{Direction, direction};
/// assert_eq!(direction("stegen"), Some(Direction::Rise));
/// assert_eq!(direction("gelijk"), Some(Direction::Same));
/// assert_eq!(direction("deden"), None);
/// ```
#[must_use]
pub fn direction(word: &str) -> Option<Direction> {
    let lists = [
        (&RISES[..], Direction::Rise),
        (&FALLS[..], Direction::Fall),
        (&SAME[..], Direction::Same),
    ];
    lists.into_iter().find(|(list, _)| list.contains(&word)).map(|(_, direction)| direction)
}

/// Words that compare without a direction in time.
const COMPARING: [&str; 9] =
    ["vaker", "grootste", "kleinste", "hoogste", "laagste", "groter", "kleiner", "hoger", "lager"];

/// Whether a lower-case word compares by itself: a rise, a fall, a comparative.
///
/// ```
/// # use gemeentespiegel::dutch::compares;
/// assert!(compares("vaker") && compares("daling") && !compares("gelijk"));
/// ```
#[must_use]
pub fn compares(word: &str) -> bool {
    COMPARING.contains(&word) || matches!(direction(word), Some(Direction::Rise | Direction::Fall))
}

/// Pairs of words that compare; "meer", "minder" and "meeste" do before a noun too.
const COMPARING_PAIRS: [(&str, &str); 5] = [
    ("gelijk", "gebleven"),
    ("minder", "vaak"),
    ("steeds", "meer"),
    ("steeds", "minder"),
    ("het", "vaakst"),
];

/// Whether two lower-case words compare together.
///
/// ```
/// # use gemeentespiegel::dutch::compares_together;
/// assert!(compares_together("minder", "gemeenten") && !compares_together("meer", "antwoorden"));
/// ```
#[must_use]
pub fn compares_together(first: &str, second: &str) -> bool {
    let many = super::Noun::MUNICIPALITIES.many;
    COMPARING_PAIRS.contains(&(first, second))
        || (["meer", "minder", "meeste"].contains(&first) && second == many)
}

/// Words for how large a change is.
const DEGREES: [&str; 8] =
    ["licht", "lichte", "sterk", "sterke", "flink", "flinke", "fors", "forse"];

/// Whether two lower-case words say how large a change is (`licht gestegen`): a document prints
/// its percentage points instead.
///
/// ```
/// # use gemeentespiegel::dutch::grades_a_change;
/// assert!(grades_a_change("lichte", "daling") && !grades_a_change("sterke", "schouders"));
/// ```
#[must_use]
pub fn grades_a_change(first: &str, second: &str) -> bool {
    DEGREES.contains(&first) && (compares(second) || second.starts_with("gelijk"))
}
