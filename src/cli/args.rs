//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::production::Shard;

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
    /// Makes all documents of an edition.
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
    #[arg(long, value_name = "K/N")]
    pub(super) shard: Option<Shard>,
}

#[derive(Debug, Args)]
pub(super) struct ExplainOptions {
    #[command(flatten)]
    pub(super) project: ProjectOption,
    /// The document: `landelijk-rapport-2023` or `factsheet-2023:GM0193`.
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
    #[arg(value_enum)]
    pub(super) what: Export,
    /// The project folder; not needed for a schema or the page of messages.
    pub(super) project: Option<PathBuf>,
    /// The file to write; default: standard output.
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Export {
    /// Every released figure, as `openbaar/cijfers.json`.
    Cijfers,
    /// Every count, unprotected, as `bureau/tabellen.json`: for the bureau only.
    Tabellen,
    /// What the gate released and withheld, as `bureau/controle.json`.
    Controle,
    /// JSON Schema of the questionnaire, for editors.
    SchemaVragenlijst,
    /// JSON Schema of the project file, for editors.
    SchemaProject,
    /// JSON Schema of `cijfers.json`.
    SchemaCijfers,
    /// JSON Schema of `tabellen.json`.
    SchemaTabellen,
    /// The page of all messages, as `questionnaire/messages.md`.
    Messages,
}
