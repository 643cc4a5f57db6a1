//! The command line.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::documents::{self, KINDS};
use crate::production::{self, Shard};

/// What the exit codes say; also of what a command could not write.
const EXIT_CODES: &str = "\
Exit codes: 0 good, warnings included; 1 there are errors in the material; 2 the command can't be
carried out as given, or its result can't be written; 130 stopped with Ctrl-C.";

/// Turns the answers of a survey among municipalities into finished documents.
#[derive(Debug, Parser)]
#[command(
    name = "spiegel",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    after_help = EXIT_CODES
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
    /// Whether findings are coloured; `auto` follows the terminal, `NO_COLOR` and `TERM=dumb`.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    pub(super) color: Colour,
    /// Shows findings and results only, and not how far the work is.
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Shows every finding, and not the first 20 of each kind; with `help`, lists all messages.
    #[arg(long, global = true)]
    pub(super) all: bool,
}

/// Whether findings are coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal that knows colours.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Messages {
    /// With the lines that they are about.
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
    /// Writes the completions of a shell, to be read by that shell.
    Completions(CompletionOptions),
    /// Writes the manual page of the program, or of a command.
    Man(ManOptions),
}

impl Command {
    /// Whether standard output is for the data that was asked for, and nothing else.
    pub(super) const fn gives_data(&self) -> bool {
        matches!(
            self,
            Self::Export(ExportOptions { output: None, .. }) | Self::Completions(_) | Self::Man(_)
        )
    }
}

#[derive(Debug, Args)]
pub(super) struct CompletionOptions {
    /// The shell, as in `spiegel completions bash`.
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManOptions {
    /// A command; default: the program.
    pub(super) command: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ProjectOption {
    /// The project folder (or its `project.yaml`); default: the folder you are in.
    #[arg(value_name = "FOLDER", default_value = ".", hide_default_value = true)]
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
#[command(override_usage = "spiegel explain [OPTIONS] [FOLDER] DOCUMENT WHAT")]
pub(super) struct ExplainOptions {
    /// The project folder (default: the folder you are in), the document, and what is explained.
    #[arg(
        required = true,
        num_args = 2..=3,
        value_names = ["FOLDER", "DOCUMENT", "WHAT"],
        help = format!(
            "The project folder (default: the folder you are in); the document: {}, or its file; \
             and a printed number (`89%`, `153 van de 172`) or the id of a figure or table",
            documents::example_names()
        )
    )]
    words: Vec<String>,
    /// Names the municipalities behind it: for the bureau only.
    #[arg(long)]
    pub(super) bureau: bool,
}

impl ExplainOptions {
    /// The project folder, the document, and what is explained.
    pub(super) fn parts(&self) -> (&Path, &str, &str) {
        match &self.words[..] {
            [document, what] => (Path::new("."), document, what),
            [folder, document, what, ..] => (Path::new(folder), document, what),
            // clap asks for two or three.
            [] | [_] => (Path::new("."), "", ""),
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct HelpOptions {
    /// The code of a message (`unknown-option`), or a command; default: all commands.
    pub(super) topic: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ExportOptions {
    /// What to write.
    #[arg(value_parser = PossibleValuesParser::new(exports()))]
    pub(super) what: String,
    /// The project folder (default: the folder you are in); not needed for a schema or the page
    /// of messages.
    #[command(flatten)]
    pub(super) project: ProjectOption,
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
