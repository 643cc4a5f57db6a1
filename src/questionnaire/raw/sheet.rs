//! What the sheets of one municipality say about a question, as its author writes it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::manuscript::Located;

/// Words for the sheets of one municipality. All may be left out; then longer words of the
/// question stand in their place.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSheet {
    /// Name of its row in the table of answers, at most 26 characters ("Meldpunt"). Default: the
    /// title.
    #[serde(default)]
    pub row: Option<Located<String>>,
    /// The same in plain words, for the council ("een plek om zorgen te melden"). Default: the
    /// name of the row.
    #[serde(default)]
    pub plain: Option<Located<String>>,
    /// Heading under which the council reads the answers to this question, apart from all others
    /// ("Geld").
    #[serde(default)]
    pub apart: Option<Located<String>>,
    /// Words for each answer.
    #[serde(default)]
    pub answers: Vec<RawSheetAnswer>,
    /// Questions with ticks: options that have a row of their own, answered with yes or no.
    #[serde(default)]
    pub ticks: Vec<RawSheetTick>,
}

/// Whether a municipality that gives this answer does what the question asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RawMark {
    /// It does.
    Does,
    /// It does in part.
    Part,
    /// It does not.
    Not,
    /// The answer says neither ("weet niet").
    None,
}

/// Words for one answer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSheetAnswer {
    /// Code of an option or net.
    pub option: Located<String>,
    /// Whether who gives it does what the question asks about: the square of the year.
    #[serde(default)]
    pub mark: Option<RawMark>,
    /// The answer in a few words ("ja, bij sommige groepen"). Default: its label.
    #[serde(default)]
    pub answer: Option<Located<String>>,
    /// The finding in fewer words, for a headline ("heeft geen meldpunt"). Default: the finding.
    #[serde(default)]
    pub brief: Option<Located<String>>,
    /// The answer where it is an earlier one ("sommige groepen"). Default: the answer.
    #[serde(default)]
    pub was: Option<Located<String>>,
    /// The finding in plain words, for the council ("heeft een plek om zorgen te melden").
    /// Default: the finding.
    #[serde(default)]
    pub plain: Option<Located<String>>,
}

/// An option of a question with ticks that has a row of its own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSheetTick {
    /// Code of the option or net.
    pub option: Located<String>,
    /// Name of its row, at most 26 characters ("Eigen magazijn").
    pub row: Located<String>,
    /// What is said of who ticked it.
    pub yes: RawTickWords,
    /// What is said of who answered the question and did not.
    pub no: RawTickWords,
}

/// What is said of who ticked an option, or did not.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTickWords {
    /// The end of a sentence that begins with the municipality ("beheert een eigen magazijn").
    pub finding: Located<String>,
    /// The same in fewer words, for a headline. Default: the finding.
    #[serde(default)]
    pub brief: Option<Located<String>>,
    /// The same in plain words, for the council ("een eigen opslag"). Default: the finding.
    #[serde(default)]
    pub plain: Option<Located<String>>,
}
