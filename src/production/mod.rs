//! From project folder to finished files: the rooms in order, the jobs, the output.

pub(crate) mod codes;
mod corrections;
mod editions;
mod execute;
mod explain;
mod export;
mod listing;
mod logos;
mod output;
mod own_templates;
mod pipeline;
mod press;
mod published;
mod selection;

pub use execute::{Built, Failure, Observer, Request, SHARDS, Shard, execute};
pub use explain::{
    Explainer, NoAnswer, Occurrence, Printed, Query, ResponseNumber, Source, document, explain,
};
pub use export::{export, exported};
pub use listing::{Listed, list};
pub use output::{Manifest, ManifestEntry, NotWritten, discard, write_whole};
pub use pipeline::{Prepared, Published, Purpose, prepare, prepare_for, proofread, templates};
pub use selection::Selection;
