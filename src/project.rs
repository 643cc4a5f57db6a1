//! The project file: what to read, for whom, under which policy, in which house style.

pub(crate) mod codes;
mod context;
mod diags;
mod fonts;
mod path;
mod picture;
mod reading;
mod svg;
mod validate;

pub use context::{Context, ContextArea};
pub use picture::Picture;
pub use reading::{Limits, RawLimits, ReadingRules};

pub use validate::project_schema;

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::calendar::Date;
use crate::colour::Palette;
use crate::diagnostics::Place;
use crate::manuscript::Located;
use crate::questionnaire::Wave;
use crate::register::{MunicipalityCode, Register};
use crate::typeface::Typeface;

/// The project file as written (`project.yaml`).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawProject {
    /// What names the survey to its output folder, and stays as it is when titles are mended;
    /// absent: the title of the questionnaire.
    #[serde(default)]
    pub id: Option<Located<String>>,
    /// Title of the edition, as printed on the cover.
    pub title: Located<String>,
    /// For whom the documents are made.
    pub client: Located<String>,
    /// Reference of the assignment.
    #[serde(default)]
    pub reference: Option<Located<String>>,
    /// Who made the report.
    #[serde(default)]
    pub authors: Vec<Located<String>>,
    /// Where a reader can ask questions (name, e-mail or telephone).
    #[serde(default)]
    pub contact: Option<Located<String>>,
    /// Date of the documents (`2023-12-14`).
    pub date: Located<String>,
    /// Whether the answers are `real` or `fictitious`; fictitious is printed on every page.
    pub data: Located<RawData>,
    /// A sentence for readers about these answers, printed at the front of the report (which of
    /// the invented answers are true to life, for example).
    #[serde(default)]
    pub data_note: Option<Located<String>>,
    /// Whether it may be shown who took part: `public` or `closed` (the default).
    #[serde(default)]
    pub participation: Option<Located<RawParticipation>>,
    /// The questionnaire, relative to this file.
    pub questionnaire: Located<String>,
    /// A folder with templates that replace the built-in ones of the same name.
    #[serde(default)]
    pub templates: Option<Located<String>>,
    /// Where the documents are written, relative to this file; default `out`.
    #[serde(default)]
    pub output: Option<Located<String>>,
    /// The measurements, oldest first; the last one is the edition unless `--wave` says otherwise.
    pub waves: Vec<RawWave>,
    /// Confidentiality; absent: level `streng`.
    #[serde(default)]
    pub protection: Option<RawProtection>,
    /// With whom a municipality is compared, beside the nation; absent: with areas by size.
    #[serde(default)]
    pub comparison: Option<RawComparison>,
    /// Figures about municipalities from elsewhere, beside their answers.
    #[serde(default)]
    pub context: Option<RawContext>,
    /// Municipalities that published their own answers (code or name): every reader knows them.
    #[serde(default)]
    pub made_public: Vec<Located<String>>,
    /// Three colours of the house; absent: those of the product.
    #[serde(default)]
    pub colours: Option<RawColours>,
    /// A folder with the house's own typeface (TTF, OTF), relative to this file; absent: Noto Sans.
    #[serde(default)]
    pub fonts: Option<Located<String>>,
    /// A logo on the report's title page and above the documents of a municipality.
    #[serde(default)]
    pub logo: Option<RawLogo>,
    /// The project's own texts in the summary for the council.
    #[serde(default)]
    pub texts: Option<RawTexts>,
    /// A file with what was told after an edition was published: late answers, corrections and
    /// withdrawals. The next report lists them.
    #[serde(default)]
    pub corrections: Option<Located<String>>,
    /// Columns in the files of answers that are not questions (`Tijdstempel`).
    #[serde(default)]
    pub ignore_columns: Vec<Located<String>>,
    /// What a questionnaire without any answer is: `left-out` (the default: no respondent) or
    /// `counted` (it took part).
    #[serde(default)]
    pub without_answers: Option<Located<RawWithoutAnswers>>,
    /// Files and folders between the answers that hold none, or are to be left alone.
    #[serde(default)]
    pub ignore_files: Vec<Located<String>>,
    /// Limits on files of answers.
    #[serde(default)]
    pub limits: Option<RawLimits>,
    /// What changed among the municipalities since the years that the program knows.
    #[serde(default)]
    pub register: Option<RawRegister>,
}

/// What a questionnaire without any answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RawWithoutAnswers {
    /// No respondent; a warning names it.
    LeftOut,
    /// A respondent, who took part.
    Counted,
}

/// Whether answers are real.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RawData {
    /// Answers given by municipalities.
    Real,
    /// Invented answers; every page says so.
    Fictitious,
}

/// Whether taking part is public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RawParticipation {
    /// The invitation said that taking part is public.
    Public,
    /// Only numbers per province are shown.
    Closed,
}

/// One measurement.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawWave {
    /// The year that names it.
    pub year: Located<u16>,
    /// The day on which municipalities must exist (`2023-10-01`).
    pub reference_date: Located<String>,
    /// When it was held, as printed ("oktober - november 2023").
    #[serde(default)]
    pub period: Option<Located<String>>,
    /// Date of the documents of this edition; absent: the project's `date`.
    #[serde(default)]
    pub date: Option<Located<String>>,
    /// Reference of this edition; absent: the project's `reference`.
    #[serde(default)]
    pub reference: Option<Located<String>>,
    /// File or folder with answers (CSV, XLSX), relative to this file.
    pub responses: Located<String>,
    /// File with the invited municipalities; absent: no response rate.
    #[serde(default)]
    pub invited: Option<Located<String>>,
    /// Folder with the published edition (a copy of the output folder): its answers are frozen.
    #[serde(default)]
    pub published: Option<Located<String>>,
    /// GeoJSON file with the areas of the municipalities, for the map; absent: a map of tiles.
    #[serde(default)]
    pub boundaries: Option<Located<String>>,
    /// The property of that file that holds the CBS code; absent: `statcode` and other common names.
    #[serde(default)]
    pub boundary_code: Option<Located<String>>,
    /// Who made the boundaries, as printed under the map (`CBS / Kadaster`).
    #[serde(default)]
    pub boundary_source: Option<Located<String>>,
}

/// Confidentiality (bescherming.md#niveaus).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawProtection {
    /// `streng`, `normaal` or `open`.
    pub level: Located<RawLevel>,
    /// Who decided; needed below `streng`.
    #[serde(default)]
    pub name: Option<Located<String>>,
    /// When (`2023-09-01`); needed below `streng`.
    #[serde(default)]
    pub date: Option<Located<String>>,
    /// Why; needed below `streng`.
    #[serde(default)]
    pub reason: Option<Located<String>>,
    /// Where it is recorded that the participants agreed to publication; needed for `open`.
    #[serde(default)]
    pub consent: Option<Located<String>>,
    /// Width of the bands in which counts of areas are shown at `streng`: 4 to 20, default 5.
    #[serde(default)]
    pub band_width: Option<Located<u32>>,
    /// Of a hundred municipalities so many are supposed to publish their own documents: 0 to 50,
    /// default 0.
    #[serde(default)]
    pub published_share: Option<Located<u32>>,
    /// `true`: the report names who decided, and why; absent: only when.
    #[serde(default)]
    pub print_decision: Option<Located<bool>>,
}

/// Levels of protection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RawLevel {
    /// Areas in fixed bands; a reader and any one other municipality.
    Streng,
    /// Five others, reader alone.
    Normaal,
    /// Participants agreed to publication.
    Open,
}

/// With whom a municipality is compared, beside the nation (bescherming.md#gebieden).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawComparison {
    /// `by-size` (the default), `provinces` or `none`.
    #[serde(default)]
    pub areas: Option<Located<Areas>>,
    /// A file with groups of your own (CSV, XLSX: `gemeente`, `groep`, `naam`), relative to this
    /// file: sheets compare with these then.
    #[serde(default)]
    pub groups: Option<Located<String>>,
}

/// Figures about municipalities, provinces and the country from elsewhere.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawContext {
    /// The file (CSV, XLSX: `gebied` and the columns below), relative to this file.
    pub file: Located<String>,
    /// What is printed of it, in this order: the first one large.
    pub columns: Vec<RawContextColumn>,
}

/// A column with figures from elsewhere.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawContextColumn {
    /// Its heading in the file.
    pub column: Located<String>,
    /// What is counted, after the number ("van de volwassenen voelt zich eenzaam").
    pub label: Located<String>,
    /// Printed behind the number (`%`); absent: nothing.
    #[serde(default)]
    pub unit: Option<Located<String>>,
    /// Who measured it, as printed.
    pub source: Located<String>,
    /// Of which year it is.
    pub year: Located<u16>,
}

/// Which areas there are to compare with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Areas {
    /// Provinces with few respondents together.
    #[default]
    BySize,
    /// Each province by itself, however few answered.
    Provinces,
    /// None.
    None,
}

/// Three colours as `#rrggbb`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawColours {
    /// Own answer, headings: at least 9:1 on white.
    pub own: Located<String>,
    /// Light fill for the rest.
    pub tint: Located<String>,
    /// Markers only.
    pub accent: Located<String>,
}

/// Mergers and new names since the years that the program knows.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRegister {
    /// Last day up to which all changes are in the file (`2026-12-31`).
    pub until: Located<String>,
    /// CSV file with the columns `date`, `old_code`, `old_name`, `new_code`, `new_name` and
    /// `kind`, relative to the project file; absent: nothing changed.
    #[serde(default)]
    pub file: Option<Located<String>>,
}

/// A logo.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLogo {
    /// SVG or PNG, relative to the project file.
    pub file: Located<String>,
    /// What it shows, for readers who don't see it.
    pub alt: Located<String>,
    /// The same without colours, for the sheet in black and white; absent: that sheet has none.
    #[serde(default)]
    pub grey: Option<Located<String>>,
}

/// The project's own texts, in plain Dutch: sentences of at most 20 words.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTexts {
    /// What the programme offers, one point each.
    #[serde(default)]
    pub offer: Vec<Located<String>>,
    /// Words with their meaning.
    #[serde(default)]
    pub words: Vec<RawWord>,
    /// Where to read on, one sentence or more each.
    #[serde(default)]
    pub read_on: Vec<Located<String>>,
    /// Names and words that the report never breaks at the end of a line.
    #[serde(default)]
    pub unbroken: Vec<Located<String>>,
}

/// A word with its meaning.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawWord {
    /// The word.
    pub word: Located<String>,
    /// What it means, in one sentence.
    pub meaning: Located<String>,
}

/// The project that everyone may trust.
#[derive(Debug, Clone)]
pub struct Project {
    /// The folder of the project file; all paths are relative to it.
    pub folder: PathBuf,
    /// The project file as it is written.
    pub text: String,
    /// What names the survey to its output folder, where that is not the questionnaire's title.
    pub id: Option<String>,
    /// Title on the cover.
    pub title: String,
    /// For whom.
    pub client: String,
    /// Reference of the assignment.
    pub reference: Option<String>,
    /// Who made the report.
    pub authors: Vec<String>,
    /// Where to ask questions.
    pub contact: Option<String>,
    /// Date of the documents.
    pub date: Date,
    /// Whether the answers are invented.
    pub fictitious: bool,
    /// What readers should know about the answers.
    pub data_note: Option<String>,
    /// Whether it may be shown who took part.
    pub participation_public: bool,
    /// The questionnaire.
    pub questionnaire: PathBuf,
    /// Templates that replace built-in ones.
    pub templates: Option<PathBuf>,
    /// Where documents go.
    pub output: PathBuf,
    /// Measurements by year.
    pub waves: BTreeMap<Wave, WaveMaterial>,
    /// Confidentiality.
    pub protection: Protection,
    /// With whom a municipality is compared, beside the nation.
    pub comparison: ComparisonChoice,
    /// Figures from elsewhere.
    pub context: Option<ContextMaterial>,
    /// Municipalities that published their own answers, with where the project file says so.
    pub made_public: BTreeMap<MunicipalityCode, Place>,
    /// The colours of the house: the project's, or those of the product.
    pub colours: Palette,
    /// The typeface of all documents.
    pub typeface: Typeface,
    /// Logo.
    pub logo: Option<Logo>,
    /// Own texts.
    pub texts: Texts,
    /// The file of corrections, with where the project file names it.
    pub corrections: Option<(PathBuf, Place)>,
    /// Columns that are not questions.
    pub ignore_columns: Vec<String>,
    /// Whether a questionnaire without any answer is a respondent.
    pub count_without_answers: bool,
    /// How files of answers are read.
    pub reading: ReadingRules,
    /// The municipalities: those built in, with the project's own changes.
    pub register: &'static Register,
}

/// Where the material of one measurement stands.
#[derive(Debug, Clone)]
pub struct WaveMaterial {
    /// Where the project file names it.
    pub place: Place,
    /// Day on which municipalities must exist.
    pub reference_date: Date,
    /// When it was held, as printed.
    pub period: Option<String>,
    /// Date of the documents of this edition, where it is not the project's.
    pub date: Option<Date>,
    /// Reference of this edition, where it is not the project's.
    pub reference: Option<String>,
    /// File or folder with answers.
    pub responses: PathBuf,
    /// Invited municipalities.
    pub invited: Option<PathBuf>,
    /// The published edition, with where the project file names it.
    pub published: Option<(PathBuf, Place)>,
    /// Areas of the municipalities.
    pub boundaries: Option<PathBuf>,
    /// Property of that file with the CBS code.
    pub boundary_code: Option<String>,
    /// Who made the boundaries, as printed.
    pub boundary_source: Option<String>,
}

/// What was told about a published edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// When it was told.
    pub date: Date,
    /// By whom.
    pub municipality: MunicipalityCode,
    /// About which wave.
    pub wave: Wave,
    /// What sort of thing it is.
    pub sort: CorrectionSort,
    /// What is otherwise, in a sentence.
    pub what: String,
    /// Why, in a sentence.
    pub why: String,
}

/// What can happen to the answers of a published edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CorrectionSort {
    /// Answers that came too late.
    Late,
    /// An answer was wrong.
    Corrected,
    /// A municipality took its answers back: it gets no documents any more.
    Withdrawn,
}

impl CorrectionSort {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Late, Self::Corrected, Self::Withdrawn];

    /// The word in the file, as the report prints it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Late => "nagekomen",
            Self::Corrected => "correctie",
            Self::Withdrawn => "intrekking",
        }
    }

    /// The sort of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        let word = word.to_lowercase();
        Self::ALL.into_iter().find(|sort| sort.word() == word)
    }
}

/// How strictly answers are protected (bescherming.md#niveaus).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// No protection of totals; participants agreed.
    Open,
    /// Five others, k = 2.
    Normaal,
    /// Areas in fixed bands.
    Streng,
}

impl Level {
    /// Width of the bands at a level that has bands, unless the project file says otherwise.
    pub const BAND_WIDTH: u32 = 5;
    /// Of a hundred municipalities so many are supposed to publish their own documents, unless
    /// the project file says otherwise.
    pub const PUBLISHED_SHARE: u32 = 0;

    /// The word in the project file and in method paragraphs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Normaal => "normaal",
            Self::Streng => "streng",
        }
    }
}

/// The level with who decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protection {
    /// The level.
    pub level: Level,
    /// Who decided, when and why; `None` only at the default level.
    pub decision: Option<Decision>,
    /// Width of the bands at `streng`.
    pub band_width: u32,
    /// Of a hundred municipalities so many are supposed to publish their own documents.
    pub published_share: u32,
    /// Whether documents name who decided, and why.
    pub print_decision: bool,
}

/// With whom a municipality is compared, beside the nation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ComparisonChoice {
    /// Which areas there are.
    pub areas: Areas,
    /// The file with groups of the project's own.
    pub groups: Option<PathBuf>,
}

/// Figures from elsewhere: the file and what is printed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextMaterial {
    /// The file.
    pub file: PathBuf,
    /// Its columns in the order in which they are printed.
    pub columns: Vec<ContextColumn>,
}

/// A column with figures from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextColumn {
    /// Its heading in the file.
    pub column: String,
    /// What is counted, after the number.
    pub label: String,
    /// Printed behind the number.
    pub unit: String,
    /// Who measured it.
    pub source: String,
    /// Of which year it is.
    pub year: u16,
}

/// A recorded decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Who.
    pub name: String,
    /// When.
    pub date: Date,
    /// Why.
    pub reason: String,
}

/// A logo as documents show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// The picture.
    pub picture: Picture,
    /// The same without colours.
    pub grey: Option<Picture>,
    /// What it shows.
    pub alt: String,
}

/// Own texts; empty where the project file has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    /// What the programme offers.
    pub offer: Vec<String>,
    /// Words with their meaning.
    pub words: Vec<Word>,
    /// Where to read on.
    pub read_on: Vec<String>,
    /// Names and words that are never broken at the end of a line.
    pub unbroken: Vec<String>,
}

/// A word with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub word: String,
    /// What it means.
    pub meaning: String,
}
