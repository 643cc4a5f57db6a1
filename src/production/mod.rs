//! From project folder to finished files: the rooms in order, the jobs, the output.

mod checking;
pub(crate) mod codes;
mod editions;
mod execute;
mod explain;
mod output;
mod pipeline;

pub use checking::{control_json, figures_json, figures_schema, tables_json, tables_schema};
pub use execute::{Built, Failure, Observer, Request, SHARDS, Shard, execute};
pub use explain::{
    Explainer, NoAnswer, Occurrence, Printed, Query, ResponseNumber, Source, document, explain,
};
pub use output::{Manifest, ManifestEntry, NotWritten, write_whole};
pub use pipeline::{Prepared, prepare, prepare_for, proofread, templates};
