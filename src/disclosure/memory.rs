//! What audits decided, so that the same question with the same answers is audited once.
//!
//! A decision is kept under a hash of everything that the audit looks at (the rules, the
//! question, every answer with the groups that count it, what was judged before) and of the
//! product's version. It is as confidential as the answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::audit::Exposure;

/// Decisions of earlier audits, and those of this run.
#[derive(Debug, Clone, Default)]
pub struct AuditMemory {
    known: BTreeMap<String, Decision>,
    used: BTreeMap<String, Decision>,
    recalled: usize,
}

/// What was withheld of one question (row) in one wave, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Decision {
    /// By the name of the group: what was withheld beyond the fixed rules.
    pub(super) withheld: BTreeMap<String, Withheld>,
    /// General facts (G). A decision that leaves derivable facts is not kept.
    pub(super) general: usize,
    /// How often the solver was asked.
    pub(super) solver_calls: usize,
    /// What the audit withheld, with what it would give away.
    pub(super) exposures: Vec<Explained>,
    /// By filter question, in their order.
    pub(super) filters: Vec<FilterDecision>,
}

/// A withheld table or cell, and what it would give away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Explained {
    /// The name of the group.
    pub(super) group: String,
    /// The place of the cell's item in the questionnaire; `None` for the whole table.
    pub(super) item: Option<u16>,
    /// What it would give away.
    pub(super) exposure: Exposure,
}

/// What was decided about a filter question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FilterDecision {
    /// Its new panels that were withheld.
    pub(super) late: Vec<String>,
    /// What these would give away.
    pub(super) exposures: Vec<Explained>,
    /// General facts (G).
    pub(super) general: usize,
}

/// What was withheld of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Withheld {
    /// All of it; because of a follow-up question or to protect others.
    Table {
        /// Because its base is an answer to a filter question.
        routed: bool,
    },
    /// These items, by their place in the questionnaire.
    Cells(Vec<u16>),
}

/// The file, with a hash of its own content: one that was changed by hand is not used.
#[derive(Serialize, Deserialize)]
struct Stored {
    digest: String,
    decisions: BTreeMap<String, Decision>,
}

impl AuditMemory {
    /// Reads what [`AuditMemory::to_json`] wrote. Anything else is an empty memory: all
    /// questions are audited then.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let stored: Option<Stored> = serde_json::from_slice(bytes).ok();
        let known = stored.filter(|stored| stored.digest == key(&stored.decisions));
        Self { known: known.map(|stored| stored.decisions).unwrap_or_default(), ..Self::default() }
    }

    /// The decisions that this run used or made.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let stored = Stored { digest: key(&self.used), decisions: self.used.clone() };
        serde_json::to_vec(&stored).expect("plain data")
    }

    /// How many questions (rows) by wave were not audited again.
    #[must_use]
    pub const fn recalled(&self) -> usize {
        self.recalled
    }

    pub(super) fn recall(&mut self, key: &str) -> Option<Decision> {
        let decision = self.known.get(key)?.clone();
        self.recalled += 1;
        self.used.insert(key.to_owned(), decision.clone());
        Some(decision)
    }

    /// Keeps a decision, if there is one to keep.
    pub(super) fn note(&mut self, key: String, decision: Option<Decision>) {
        self.used.extend(decision.map(|decision| (key, decision)));
    }
}

/// SHA-256 of a value as it is written for programmers, and of the product's version.
pub(super) fn key(value: &impl std::fmt::Debug) -> String {
    let digest = Sha256::digest(format!("{} {value:?}", env!("CARGO_PKG_VERSION")));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
