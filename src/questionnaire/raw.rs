//! The questionnaire as its author writes it, each judged value with its place.
//!
//! These types are the language: the JSON Schema for editors and the check for unknown
//! keys are made from them, and the doc comments below are the descriptions that an
//! editor shows. Going from here to [`super::model`] is the work of `super::validate`.

mod sheet;

pub use sheet::{RawMark, RawSheet, RawSheetAnswer, RawSheetTick, RawTickWords};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::manuscript::Located;

/// A questionnaire: what was asked in every wave, and what may be compared.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawQuestionnaire {
    /// Name of the survey as documents print it.
    pub title: Located<String>,
    /// Who is counted in a panel of two waves: municipalities that validly answered the
    /// question in both (`item`, the default) or that took part in both (`unit`).
    #[serde(default)]
    pub panel: Option<Located<RawPanelRule>>,
    /// What parts of the survey are called ("thema"): a section names its kind by the singular.
    #[serde(default)]
    pub section_kinds: Vec<RawNoun>,
    /// What texts about this survey count besides municipalities, answers and questions
    /// ("samenwerking"): proofreading checks that such a noun agrees with its number.
    #[serde(default)]
    pub nouns: Vec<RawNoun>,
    /// Tasks of a council in the order in which its sheet has them ("Richting geven"): each
    /// question for the council names one, and the sheet has one question of each.
    #[serde(default)]
    pub council_roles: Vec<Located<String>>,
    /// What an export writes for "no answer" (`[-99, 999]`): such a cell counts as empty. A
    /// question may have its own list.
    #[serde(default)]
    pub no_answer: Vec<Located<String>>,
    /// The parts of the survey, in printed order.
    pub sections: Vec<RawSection>,
}

/// A noun with its plural, in lower case.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawNoun {
    /// One of them ("thema").
    pub one: Located<String>,
    /// Several ("thema’s").
    pub many: Located<String>,
}

/// Who is counted in a panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RawPanelRule {
    /// Validly answered this question in both waves.
    Item,
    /// Took part in both waves.
    Unit,
}

/// A part of the questionnaire with its own chapter.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSection {
    /// Stable id (lower case letters, digits, hyphens).
    pub id: Located<String>,
    /// What kind of part this is, one of `section_kinds`; absent: another chapter, which is no
    /// part of what is surveyed ("Tot slot").
    #[serde(default)]
    pub kind: Option<Located<String>>,
    /// Heading of the chapter.
    pub title: Located<String>,
    /// Shorter heading for factsheets.
    #[serde(default)]
    pub short: Option<Located<String>>,
    /// One or two sentences on what the part is about.
    #[serde(default)]
    pub intro: Option<Located<String>>,
    /// The questions, in printed order.
    pub questions: Vec<RawQuestion>,
}

/// Kinds of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RawKind {
    /// One option.
    Single,
    /// Any number of options.
    Multi,
    /// Rows, each answered with one of the options (or several, with `several: true`).
    Matrix,
    /// A number, reported in `bands`.
    Numeric,
    /// Free text; only reported through `codes` given by a person.
    Open,
}

/// Forms in which a question is drawn in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RawFigureForm {
    /// One bar of 100% per year, the panel below.
    YearRows,
    /// One bar per option, largest first, with a mark for the year before.
    OptionBars,
    /// The same, and the year before in a drawing of its own.
    Ranking,
    /// One bar of 100% per row of a matrix.
    MatrixRows,
    /// Text only.
    None,
}

/// One question in all its waves.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawQuestion {
    /// Stable id (lower case letters, digits, hyphens); never changes between waves.
    pub id: Located<String>,
    /// Kind of question.
    pub kind: Located<RawKind>,
    /// Short factual label ("Deelname aan de themadag").
    pub title: Located<String>,
    /// The question as it is asked now.
    pub text: Located<String>,
    /// The question as it was asked in a wave where the words were different.
    #[serde(default)]
    pub wording: Vec<RawWording>,
    /// The waves (years) in which it was asked.
    pub waves: Vec<Located<u16>>,
    /// Answers to choose from (single, multi, matrix).
    #[serde(default)]
    pub options: Vec<RawOption>,
    /// Items of a matrix.
    #[serde(default)]
    pub rows: Vec<RawRow>,
    /// Matrix: more than one option may be chosen per row.
    #[serde(default)]
    pub several: bool,
    /// Groups of options that are also reported together ("ja, samengenomen").
    #[serde(default)]
    pub nets: Vec<RawNet>,
    /// Numeric: the classes in which answers are reported.
    #[serde(default)]
    pub bands: Vec<RawBand>,
    /// Numeric: smallest possible value.
    #[serde(default)]
    pub min: Option<Located<i64>>,
    /// Numeric: largest possible value.
    #[serde(default)]
    pub max: Option<Located<i64>>,
    /// What an export writes for "no answer" to this question, in the place of the list of the
    /// questionnaire (`[]`: nothing).
    #[serde(default)]
    pub no_answer: Option<Vec<Located<String>>>,
    /// Open: the codes that a person gave to the answers.
    #[serde(default)]
    pub codes: Vec<RawOption>,
    /// Multi: an empty list is an answer ("none of these"), not a skipped question.
    #[serde(default)]
    pub empty_is_answer: bool,
    /// Who answers: all conditions must hold. Empty: everyone. In a wave that did not ask the
    /// deciding question everybody passes the condition.
    #[serde(default)]
    pub applies_if: Vec<RawCondition>,
    /// From which wave on answers may not be compared with earlier ones, and why. Needed when
    /// options come or go that are not declared the same.
    #[serde(default)]
    pub breaks: Vec<RawBreak>,
    /// The id under which the same question stood in earlier files of answers.
    #[serde(default)]
    pub same_as: Option<Located<String>>,
    /// Whether the factsheet shows it.
    #[serde(default)]
    pub key: bool,
    /// Answers that can hardly be true together with an answer to another question. The bureau
    /// is told who gave both; nothing is said about such an answer of its own.
    #[serde(default)]
    pub contradicts: Vec<RawContradiction>,
    /// The drawing in the report; default by kind.
    #[serde(default)]
    pub figure: Option<Located<RawFigureForm>>,
    /// A note printed under the figure.
    #[serde(default)]
    pub note: Option<Located<String>>,
    /// What a heading of the report says about the municipalities that gave an answer.
    #[serde(default)]
    pub claims: Vec<RawClaim>,
    /// What a heading says about the option or row that was named most, at the place of `{}`
    /// ("Grootste uitdaging: {}").
    #[serde(default)]
    pub headline: Option<Located<String>>,
    /// The question about a municipality in the third person, for the sheet of the council
    /// ("Doet de gemeente mee aan de themadag?"); of a matrix with `{}` for the row.
    #[serde(default)]
    pub caption: Option<Located<String>>,
    /// Short sentence ends for an answer, after "Uw gemeente" ("doet mee aan de themadag"); of a
    /// matrix with `{}` for the row.
    #[serde(default)]
    pub findings: Vec<RawFinding>,
    /// Words for the sheets of one municipality.
    #[serde(default)]
    pub sheet: Option<RawSheet>,
    /// Questions that a council could ask, chosen by the answer.
    #[serde(default)]
    pub council_questions: Vec<RawCouncilQuestion>,
}

/// Other words in one wave.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawWording {
    /// The wave (year).
    pub wave: Located<u16>,
    /// The words in that wave.
    pub text: Located<String>,
    /// The same was meant as in the waves beside it, so the years may be compared.
    #[serde(default)]
    pub same_meaning: bool,
}

/// One answer to choose from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOption {
    /// Stable code (lower case letters, digits, hyphens), as in the files of answers.
    pub code: Located<String>,
    /// The answer as printed.
    pub label: Located<String>,
    /// At most some twenty characters, for inside a bar.
    #[serde(default)]
    pub short: Option<Located<String>>,
    /// The waves in which it could be chosen; default: all waves of the question.
    #[serde(default)]
    pub waves: Vec<Located<u16>>,
    /// The answer as it was worded in a wave where the words were different.
    #[serde(default)]
    pub wording: Vec<RawWording>,
    /// May not be ticked together with another option.
    #[serde(default)]
    pub exclusive: bool,
    /// Stands behind the others where options are sorted ("anders", "weet niet").
    #[serde(default)]
    pub last: bool,
    /// "Niet van toepassing": not part of the base.
    #[serde(default)]
    pub not_applicable: bool,
    /// Codes of earlier options that mean the same (one: renamed; several: merged).
    #[serde(default)]
    pub same_as: Vec<Located<String>>,
}

/// One item of a matrix.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRow {
    /// Stable code (lower case letters, digits, hyphens).
    pub code: Located<String>,
    /// The item as printed.
    pub label: Located<String>,
    /// Shorter, for beside a bar.
    #[serde(default)]
    pub short: Option<Located<String>>,
    /// The waves in which it was asked; default: all waves of the question.
    #[serde(default)]
    pub waves: Vec<Located<u16>>,
    /// The item as it was worded in a wave where the words were different.
    #[serde(default)]
    pub wording: Vec<RawWording>,
}

/// Options reported together: chosen when any of them is chosen.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawNet {
    /// Stable code, different from the codes of the options.
    pub code: Located<String>,
    /// What the options are together.
    pub label: Located<String>,
    /// At most some twenty characters, for inside a bar.
    #[serde(default)]
    pub short: Option<Located<String>>,
    /// Codes of the options; those that were not asked in a wave are left out there.
    pub of: Vec<Located<String>>,
}

/// A class of a numeric question: `from` up to and including `to`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBand {
    /// Stable code.
    pub code: Located<String>,
    /// The class as printed.
    pub label: Located<String>,
    /// Lowest value; absent: no lower limit.
    #[serde(default)]
    pub from: Option<Located<i64>>,
    /// Highest value; absent: no upper limit.
    #[serde(default)]
    pub to: Option<Located<i64>>,
}

/// A condition on the answer to an earlier question.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCondition {
    /// Id of the question that decides.
    pub question: Located<String>,
    /// Codes of options or nets of which at least one must be chosen.
    pub options: Vec<Located<String>>,
}

/// An answer that can hardly be true together with one to another question.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawContradiction {
    /// Code of an option or net of this question.
    pub answer: Located<String>,
    /// Id of the other question.
    pub question: Located<String>,
    /// Codes of its options or nets: any of them.
    pub with: Vec<Located<String>>,
    /// A few words that are printed behind the answer of who gave both ("ook zonder plan").
    pub note: Located<String>,
}

/// A wave from which comparison with earlier waves is not allowed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBreak {
    /// The first wave of the new form.
    pub wave: Located<u16>,
    /// Why, as a full sentence that will be printed.
    pub reason: Located<String>,
    /// Codes of options and nets that can be compared all the same.
    #[serde(default)]
    pub keeps: Vec<Located<String>>,
}

/// What municipalities that gave this answer do, after words such as "de meeste gemeenten".
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawClaim {
    /// Code of an option or net.
    pub option: Located<String>,
    /// With a verb for one ("doet mee aan de themadag").
    pub one: Located<String>,
    /// With a verb for several ("doen mee aan de themadag").
    pub many: Located<String>,
}

/// What to say about a municipality that gave this answer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawFinding {
    /// Code of an option or net.
    pub option: Located<String>,
    /// The end of a sentence that begins with "Uw gemeente".
    pub text: Located<String>,
}

/// A question that the council could ask.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCouncilQuestion {
    /// Codes of options or nets: asked when one of them was chosen. Empty: always.
    #[serde(default)]
    pub options: Vec<Located<String>>,
    /// Which task of a council it belongs to, one of `council_roles`.
    #[serde(default)]
    pub role: Option<Located<String>>,
    /// The question: plain, neutral Dutch, at most 20 words.
    pub text: Located<String>,
}
