//! Plain and neutral Dutch (trust-rules C4): how long sentences are, and words that judge.

/// Most words in a sentence for a council.
pub const LONGEST_SENTENCE: usize = 20;
/// Most words in a sentence for a council, on average.
pub const MEAN_SENTENCE: usize = 12;

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

/// The sentences of a running text.
///
/// ```
/// # use gemeentespiegel::language::sentences;
/// let text = "Bergen (NH.) heeft 1.137 inwoners. Wat doet u? \u{2018}Nee.\u{2019} Ja.";
/// assert_eq!(sentences(text).len(), 4);
/// ```
#[must_use]
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut ended = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '.' | '?' | '!' => ended = true,
            '\u{2019}' | '\u{201d}' | ')' | '"' => {}
            _ if letter.is_whitespace() && ended && opens_sentence(&text[at..]) => {
                found.push(text[start..at].trim());
                (start, ended) = (at, false);
            }
            _ => ended = false,
        }
    }
    found.push(text[start..].trim());
    found.retain(|sentence| sentence.chars().any(char::is_alphanumeric));
    found
}

/// Whether what follows a full stop can open a sentence: not with a small letter, unless an
/// apostrophe stands before it ("'s Avonds").
fn opens_sentence(rest: &str) -> bool {
    rest.trim_start().chars().next().is_none_or(|letter| !letter.is_lowercase())
}

/// How many words a sentence has; a number is a word.
#[must_use]
pub fn words_in(sentence: &str) -> usize {
    sentence.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// What the field calls a thing: no judgement about a municipality.
const TERMS: [&str; 2] = ["goede voorbeelden", "goed voorbeeld"];

/// The first word of a text that judges, in any of its forms.
///
/// ```
/// # use gemeentespiegel::language::judging_word;
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
