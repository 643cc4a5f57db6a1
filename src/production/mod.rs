//! From project folder to finished files: the rooms in order, the jobs, the output.

pub(crate) mod codes;
mod corrections;
mod editions;
mod execute;
mod explain;
mod export;
mod ledger;
mod listing;
mod logos;
mod output;
mod own_templates;
mod pipeline;
mod press;
mod published;
mod request;
mod selection;
mod waves;

pub use execute::{Built, Failure, Observer, execute};
pub use explain::{
    Explainer, NoAnswer, Occurrence, Printed, Query, ResponseNumber, Source, document, explain,
};
pub use export::{export, exported};
pub use listing::{Listed, list};
pub use output::{Manifest, ManifestEntry, NotWritten, discard, write_whole};
pub use pipeline::{
    Prepared, Published, Purpose, prepare, prepare_for, proofread, template_fault, templates,
    templates_to_read,
};
pub use request::{Request, SHARDS, Shard};
pub use selection::Selection;
