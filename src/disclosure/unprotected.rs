//! Everything as it was answered: what [`super::protect`] judges, and what no reader but the
//! bureau may see.
//!
//! Whoever is handed a [`Publication`](super::Publication) can't come from there to these
//! counts. They are handed on their own, to the pipeline, the bureau's own files, the
//! comparison of editions, and `explain --bureau`.

use super::AuditMemory;
use crate::dataset::Dataset;
use crate::statistics::Tables;

/// Answers and counts before protection, and what the audit remembers of them.
#[derive(Debug)]
pub struct Unprotected {
    /// The checked answers.
    pub dataset: Dataset,
    /// All counts.
    pub tables: Tables,
    /// What the audit decided, for the next run.
    pub memory: AuditMemory,
}
