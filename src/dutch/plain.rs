//! Plain and neutral Dutch (methods.md#plain-dutch): how long sentences may be, and words that
//! judge.

/// Most words in a sentence for a council.
pub const LONGEST_SENTENCE: usize = 20;

/// Words that judge, rank or claim more than a count can carry.
const JUDGING: [&str; 11] = [
    "goed",
    "goede",
    "beter",
    "betere",
    "beste",
    "gescoord",
    "hoogste",
    "laagste",
    "meerderheid",
    "helaas",
    "onvoldoende",
];

/// What all forms of other such words begin with.
const JUDGING_STEMS: [&str; 10] = [
    "achterblij",
    "achterble",
    "achterlo",
    "koploper",
    "opvallend",
    "ranglijst",
    "scoor",
    "score",
    "signific",
    "slecht",
];

/// What the field calls a thing: no judgement about a municipality.
const TERMS: [&str; 2] = ["goede voorbeelden", "goed voorbeeld"];

/// The first word of a text that judges, in any of its forms.
///
/// ```
/// # use gemeentespiegel::dutch::judging_word;
/// assert_eq!(judging_word("Zij scoorden lager.").as_deref(), Some("scoorden"));
/// assert_eq!(judging_word("De laagste score.").as_deref(), Some("laagste"));
/// assert_eq!(judging_word("Wie blijft achter? Een achterblijvend dorp.").as_deref(), Some("achterblijvend"));
/// assert_eq!(judging_word("Wie deelt goede voorbeelden, hoogstens twee?"), None);
/// ```
#[must_use]
pub fn judging_word(text: &str) -> Option<String> {
    let text = TERMS.iter().fold(text.to_lowercase(), |text, term| text.replace(term, ""));
    let judges = |word: &&str| {
        JUDGING.contains(word) || JUDGING_STEMS.iter().any(|stem| word.starts_with(stem))
    };
    text.split(|c: char| !c.is_alphanumeric() && c != '-').find(judges).map(str::to_owned)
}
