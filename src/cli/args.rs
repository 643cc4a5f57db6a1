//! The command line.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::documents::{self, KINDS};
use crate::production::{self, Shard};

/// Turns the answers of a survey among municipalities into finished documents.
#[derive(Debug, Parser)]
#[command(
    name = "spiegel",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    arg_required_else_help = true
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// Prints the licences of the program, its typeface and everything else that it is made of.
    #[arg(long, exclusive = true)]
    pub(super) licenses: bool,
    /// How findings are shown.
    #[arg(long, global = true, value_enum, default_value_t = Messages::Full)]
    pub(super) messages: Messages,
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Messages {
    /// With the lines they are about.
    Full,
    /// One line each.
    Short,
    /// One JSON object per line, on standard output; beside exported data on standard error.
    Json,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Reads and checks everything; makes nothing.
    Check(CheckOptions),
    /// Makes all documents of an edition, or those that are chosen.
    Build(BuildOptions),
    /// Says where a printed number comes from.
    Explain(ExplainOptions),
    /// Writes tables or a schema without making documents.
    Export(ExportOptions),
    /// Explains a message with an example, or how a command is used.
    Help(HelpOptions),
}

impl Command {
    /// Whether standard output is for the data that was asked for, and nothing else.
    pub(super) const fn gives_data(&self) -> bool {
        matches!(self, Self::Export(ExportOptions { output: None, .. }))
    }
}

#[derive(Debug, Args)]
pub(super) struct ProjectOption {
    /// The project folder (or its `project.yaml`).
    pub(super) project: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct CheckOptions {
    #[command(flatten)]
    pub(super) project: ProjectOption,
    /// The edition whose documents are read; default: the last wave of the project.
    #[arg(long, value_name = "YEAR")]
    pub(super) wave: Option<u16>,
}

#[derive(Debug, Args)]
pub(super) struct BuildOptions {
    #[command(flatten)]
    pub(super) project: ProjectOption,
    /// The edition; default: the last wave of the project.
    #[arg(long, value_name = "YEAR")]
    pub(super) wave: Option<u16>,
    /// Where the documents go; default: the `output` of the project, else `out` inside it.
    #[arg(long, short, value_name = "FOLDER")]
    pub(super) output: Option<PathBuf>,
    /// Documents made side by side; default: one per processor.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) workers: Option<u16>,
    /// Makes only part K of N of the documents, to spread a build over several runs or
    /// machines; a build without it takes the parts up.
    #[arg(long, value_name = "K/N", conflicts_with_all = ["only", "municipality", "list"])]
    pub(super) shard: Option<Shard>,
    /// Makes only these kinds; the other files in the output folder stay as they are.
    #[arg(long, value_name = "KIND", value_delimiter = ',', help = help_of_only())]
    pub(super) only: Vec<String>,
    /// Makes only the documents for this municipality (a code or name; may be given again).
    #[arg(long, value_name = "MUNICIPALITY")]
    pub(super) municipality: Vec<String>,
    /// Makes nothing, but lists what would be made: for whom, where, and whether it is current.
    #[arg(long)]
    pub(super) list: bool,
}

/// The help of `--only`, with the names of all kinds.
fn help_of_only() -> String {
    let names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
    format!(
        "Makes only these kinds, separated by commas; the other files in the output folder stay \
         as they are. Kinds: {}",
        names.join(", ")
    )
}

#[derive(Debug, Args)]
pub(super) struct ExplainOptions {
    #[command(flatten)]
    pub(super) project: ProjectOption,
    /// The document: a name, or its file.
    #[arg(help = format!("The document: {}, or its file", documents::example_names()))]
    pub(super) document: String,
    /// A printed number (`89%`, `153 van de 172`) or the id of a figure or table.
    pub(super) what: String,
    /// Names the municipalities behind it: for the bureau only.
    #[arg(long)]
    pub(super) bureau: bool,
}

#[derive(Debug, Args)]
pub(super) struct HelpOptions {
    /// The code of a message (`unknown-option`), or a command; default: all commands.
    pub(super) topic: Option<String>,
    /// Lists all messages.
    #[arg(long)]
    pub(super) all: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExportOptions {
    /// What to write.
    #[arg(value_parser = PossibleValuesParser::new(exports()))]
    pub(super) what: String,
    /// The project folder; not needed for a schema or the page of messages.
    pub(super) project: Option<PathBuf>,
    /// The file to write; default: standard output.
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// Schemas for editors: of what people write.
pub(super) const SCHEMA_OF_QUESTIONNAIRE: &str = "schema-vragenlijst";
pub(super) const SCHEMA_OF_PROJECT: &str = "schema-project";
/// The page of all messages.
pub(super) const PAGE_OF_MESSAGES: &str = "messages";
/// Before the name of a kind of data: its JSON Schema.
pub(super) const SCHEMA_OF: &str = "schema-";

/// What can be exported: data, and schemas.
fn exports() -> Vec<PossibleValue> {
    let data = production::exported().map(|kind| {
        PossibleValue::new(kind.name).help(format!("{}, for {}", kind.about, kind.readers.words()))
    });
    let written = [
        PossibleValue::new(SCHEMA_OF_QUESTIONNAIRE)
            .help("JSON Schema of the questionnaire, for editors"),
        PossibleValue::new(SCHEMA_OF_PROJECT).help("JSON Schema of the project file, for editors"),
    ];
    let described = production::exported()
        .filter(|kind| kind.schema().is_some_and(|schema| schema.json.is_some()))
        .map(|kind| {
            // clap keeps names for the life of the program.
            PossibleValue::new(&*format!("{SCHEMA_OF}{}", kind.name).leak())
                .help(format!("JSON Schema of `{}`", kind.name))
        });
    let page = PossibleValue::new(PAGE_OF_MESSAGES)
        .help("The page of all messages, as `questionnaire/messages.md`");
    data.chain(written).chain(described).chain([page]).collect()
}
