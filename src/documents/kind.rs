//! Kinds of document: one row holds all that is known of a kind, and everything that lists,
//! names, makes or reads documents asks the row.
//!
//! A new kind is a module with a `KIND`, a template if it has one, and its name in the table
//! of `documents/mod.rs`.

use minijinja::Value;

use super::Edition;
use crate::disclosure::{Audience, Unprotected};
use crate::dutch::slug;
use crate::questionnaire::Wave;
use crate::register::{MunicipalityCode, Register};
use crate::templates::SHARED;

/// All that is known of one kind of document.
#[derive(Debug)]
pub struct Kind {
    /// Its Dutch name: in file names, in the manifest and on the command line.
    pub name: &'static str,
    /// How it is counted on the screen: one, several.
    pub counted: (&'static str, &'static str),
    /// What it is, for the table of the README.
    pub about: &'static str,
    /// For whom it is made.
    pub readers: Readers,
    /// Whether each edition has its own; others are about all waves.
    pub of_edition: bool,
    /// How many pages it may have, if that is limited.
    pub pages: Option<usize>,
    /// The smallest text that it may have, in tenths of a point; 0 where no text is set.
    pub least_text: u32,
    /// Whether every question of the edition must be shown in it.
    pub shows_every_question: bool,
    /// Whether every build makes it, also one of chosen kinds: what the next run remembers.
    pub always_made: bool,
    /// The template that is filled, as it is built in.
    pub template: Option<Template>,
    /// The files that it consists of.
    pub forms: &'static [Form],
}

/// A template that is built in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// Its name; a template of the project of that name replaces it.
    pub name: &'static str,
    /// Its text.
    pub source: &'static str,
}

/// One file of a kind: its format and what it says.
#[derive(Debug)]
pub struct Form {
    /// The format of the file.
    pub format: Format,
    /// Of a data file the version of its form.
    pub schema: Option<Schema>,
    /// What it says.
    pub content: Source,
}

/// The version of a data file's form.
#[derive(Debug)]
pub struct Schema {
    /// As the manifest gives it, as in `gemeentespiegel/naam/1`.
    pub version: &'static str,
    /// The JSON Schema, where there is one for users.
    pub json: Option<fn() -> String>,
}

/// Formats of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Set by Typst from a template.
    Pdf,
    /// A page from a template.
    Html,
    /// Data.
    Json,
    /// Data, one row per line.
    Csv,
    /// A page of plain text.
    Markdown,
}

impl Format {
    /// The extension of its files.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "md",
        }
    }

    /// Whether a template is filled: a document that people read, not data.
    #[must_use]
    pub const fn is_filled(self) -> bool {
        matches!(self, Self::Pdf | Self::Html)
    }
}

/// From what a document is made. What is handed to the function is all that it can see.
#[derive(Debug, Clone, Copy)]
pub enum Source {
    /// From what may leave the house, and the answers of its own reader.
    Released(fn(&Edition, Audience) -> Content),
    /// From every count as it is: for the bureau alone.
    Unprotected(fn(&Edition, &Unprotected) -> Content),
    /// From the files that the other kinds became, after those: for the bureau alone.
    Files(fn(&Edition, &Unprotected, &[Delivered]) -> Content),
}

/// A file in the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Its path in the output folder.
    pub path: String,
    /// Who may see it.
    pub audience: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// What a document says, before it is printed.
#[derive(Debug)]
pub enum Content {
    /// A Typst template and what fills it: becomes a PDF.
    Typst(Filling),
    /// An HTML template and what fills it: becomes a page.
    Html(Filling),
    /// Plain data as it is written.
    Data(Vec<u8>),
}

/// A template and what it may say.
#[derive(Debug)]
pub struct Filling {
    /// Name of the template.
    pub template: &'static str,
    /// Its values.
    pub values: Value,
}

/// For whom a kind is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// One for everyone.
    Everyone,
    /// One for each municipality that answered.
    EachRespondent,
    /// One for each municipality that was invited.
    EachInvited,
    /// One for the bureau.
    Bureau,
    /// One for the ministry.
    Ministry,
}

impl Readers {
    /// All readers in an edition.
    #[must_use]
    pub fn of(self, edition: &Edition) -> Vec<Reader> {
        match self {
            Self::Everyone => vec![Reader::Everyone],
            Self::EachRespondent => {
                let all = edition.publication.respondents(edition.wave);
                all.filter(|code| !edition.is_withdrawn(*code)).map(Reader::Municipality).collect()
            }
            Self::EachInvited => {
                let reading = edition.reading(Audience::Public);
                let taken = reading.participation().get(&edition.wave);
                let invited = taken.into_iter().flat_map(|taken| &taken.invitees);
                invited.copied().map(Reader::Municipality).collect()
            }
            Self::Bureau => vec![Reader::Bureau],
            Self::Ministry => vec![Reader::Ministry],
        }
    }

    /// Whether each municipality has its own.
    #[must_use]
    pub const fn are_municipalities(self) -> bool {
        matches!(self, Self::EachRespondent | Self::EachInvited)
    }

    /// For whom it is, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::EachRespondent => "each municipality that answered",
            Self::EachInvited => "each municipality that was invited",
            Self::Bureau => "the bureau",
            Self::Ministry => "the ministry",
        }
    }

    /// The folder of its files; Zwolle stands for every municipality.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Everyone => "openbaar",
            Self::EachRespondent | Self::EachInvited => "gemeenten/GM0193-zwolle",
            Self::Bureau => "bureau",
            Self::Ministry => "ministerie",
        }
    }
}

/// The reader of one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    /// Everyone.
    Everyone,
    /// One municipality.
    Municipality(MunicipalityCode),
    /// The bureau.
    Bureau,
    /// The ministry.
    Ministry,
}

impl Reader {
    /// Through whose eyes the figures are read: only a municipality has answers of its own.
    #[must_use]
    pub const fn audience(self) -> Audience {
        match self {
            Self::Municipality(code) => Audience::Municipality(code),
            Self::Everyone | Self::Bureau | Self::Ministry => Audience::Public,
        }
    }

    /// The municipality, when it is one.
    #[must_use]
    pub const fn municipality(self) -> Option<MunicipalityCode> {
        match self {
            Self::Municipality(code) => Some(code),
            Self::Everyone | Self::Bureau | Self::Ministry => None,
        }
    }

    /// The folder of its documents in the output folder.
    fn folder(self, register: &Register) -> String {
        match self {
            Self::Everyone => Readers::Everyone.folder().to_owned(),
            Self::Bureau => Readers::Bureau.folder().to_owned(),
            Self::Ministry => Readers::Ministry.folder().to_owned(),
            Self::Municipality(code) => {
                format!("gemeenten/{code}-{}", slug(&register.name_of(code)))
            }
        }
    }
}

/// As the manifest gives it: `public`, `municipality:GM0193`, `bureau` or `ministry`.
impl std::fmt::Display for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Everyone => f.write_str("public"),
            Self::Municipality(code) => write!(f, "municipality:{code}"),
            Self::Bureau => f.write_str("bureau"),
            Self::Ministry => f.write_str("ministry"),
        }
    }
}

impl Kind {
    /// The name of its file in an edition, as it stands in every folder.
    #[must_use]
    pub fn file(&self, form: &Form, edition: impl std::fmt::Display) -> String {
        let extension = form.format.extension();
        match self.of_edition {
            true => format!("{}-{edition}.{extension}", self.name),
            false => format!("{}.{extension}", self.name),
        }
    }

    /// Where that file stands in the output folder; of a kind for each municipality a pattern.
    #[must_use]
    pub fn path(&self, form: &Form, edition: impl std::fmt::Display) -> String {
        format!("{}/{}", self.readers.folder(), self.file(form, edition))
    }

    /// Where its file stands when there is one for all waves.
    #[must_use]
    pub(super) fn only_path(&self) -> String {
        self.path(&self.forms[0], "")
    }

    /// The jobs of this kind in an edition.
    #[must_use]
    pub fn jobs(&'static self, edition: &Edition) -> Vec<Job> {
        let register = edition.project.register;
        let of_reader =
            |reader| self.forms.iter().map(move |form| Job { kind: self, form, reader, register });
        self.readers.of(edition).into_iter().flat_map(of_reader).collect()
    }

    /// Whether a template is filled for it: a document that people read, not data.
    #[must_use]
    pub fn is_filled(&self) -> bool {
        self.forms.iter().any(|form| form.format.is_filled())
    }

    /// The version and JSON Schema of its data, if it has any.
    #[must_use]
    pub fn schema(&self) -> Option<&Schema> {
        self.forms.iter().find_map(|form| form.schema.as_ref())
    }
}

/// Two rows are the same kind when they have one name.
impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Kind {}

/// One file to be made: a kind for one reader.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    /// What kind of document it is.
    pub kind: &'static Kind,
    /// In which form.
    pub form: &'static Form,
    /// For whom.
    pub reader: Reader,
    /// All municipalities.
    pub register: &'static Register,
}

impl Job {
    /// All files of an edition: for everyone, the municipalities by code, the bureau.
    #[must_use]
    pub fn all(edition: &Edition) -> Vec<Self> {
        let mut jobs: Vec<_> = super::KINDS.iter().flat_map(|kind| kind.jobs(edition)).collect();
        jobs.sort_by_key(|job| job.reader);
        jobs
    }

    /// Those for which a template is filled: what people read.
    #[must_use]
    pub fn filled(edition: &Edition) -> Vec<Self> {
        Self::all(edition).into_iter().filter(|job| job.form.format.is_filled()).collect()
    }

    /// Its path in the output folder.
    #[must_use]
    pub fn path(&self, wave: Wave) -> String {
        format!("{}/{}", self.reader.folder(self.register), self.kind.file(self.form, wave))
    }

    /// What it says, if it is made from what may leave the house.
    #[must_use]
    pub fn released(&self, edition: &Edition) -> Option<Content> {
        match self.form.content {
            Source::Released(content) => Some(content(edition, self.reader.audience())),
            Source::Unprotected(_) | Source::Files(_) => None,
        }
    }
}

/// All built-in templates by name: those of the kinds, and those that they share.
pub fn built_in_templates() -> impl Iterator<Item = (&'static str, &'static str)> {
    let own = super::KINDS.iter().filter_map(|kind| kind.template);
    SHARED.iter().copied().chain(own.map(|template| (template.name, template.source)))
}

/// Names of documents as `spiegel explain` takes them, for help and messages.
#[must_use]
pub fn example_names() -> String {
    let filled = || super::KINDS.iter().filter(|kind| kind.is_filled());
    let of = |municipal: bool| {
        let mut kinds = filled().filter(move |kind| kind.readers.are_municipalities() == municipal);
        kinds.next().map(|kind| kind.name)
    };
    let whole = of(false).map(|name| format!("`{name}-2023`"));
    let municipal = of(true).map(|name| format!("`{name}-2023:GM0193`"));
    whole.into_iter().chain(municipal).collect::<Vec<_>>().join(" or ")
}
