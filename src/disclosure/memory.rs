//! What audits decided, so that the same question with the same answers is audited once.
//!
//! A decision is kept under a key of everything that the audit looks at (the rules, the
//! question, every answer with the groups that count it, what was judged before). Decisions
//! of another build of the program are never recalled. A decision is as confidential as the
//! answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::audit::Exposure;
use super::judged::JudgedTables;
use super::policy::Policy;
use crate::keys::{KeyWriter, Keyed, STAMP, key_of};
use crate::questionnaire::Question;
use crate::statistics::{Profile, Subject};

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

/// What was withheld of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Withheld {
    /// All of it.
    Table {
        /// As all tables of follow-up questions.
        follow_up: bool,
    },
    /// These items, by their place in the questionnaire.
    Cells(Vec<u16>),
    /// Nothing, but these items are shown as a range: their place, and its ends.
    Widened(Vec<(u16, u32, u32)>),
}

/// The file, with the build that wrote it and a hash of its own content: one of another build,
/// or one that was changed by hand, is not used.
#[derive(Serialize, Deserialize)]
struct Stored {
    stamp: String,
    digest: String,
    decisions: BTreeMap<String, Decision>,
}

impl AuditMemory {
    /// Reads what [`AuditMemory::to_json`] of this build wrote. Anything else is an empty
    /// memory: all questions are audited then.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let stored: Option<Stored> = serde_json::from_slice(bytes).ok();
        let known = stored
            .filter(|stored| stored.stamp == STAMP && stored.digest == digest(&stored.decisions));
        Self { known: known.map(|stored| stored.decisions).unwrap_or_default(), ..Self::default() }
    }

    /// The decisions that this run used or made.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let stored = Stored {
            stamp: STAMP.to_owned(),
            digest: digest(&self.used),
            decisions: self.used.clone(),
        };
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

/// A hash of decisions as they are stored.
fn digest(decisions: &BTreeMap<String, Decision>) -> String {
    let mut key = KeyWriter::new("audit memory");
    key.bytes(&serde_json::to_vec(decisions).expect("plain data"));
    key.finish()
}

/// Everything that the audit of a question looks at.
pub(super) struct Looked<'a> {
    pub(super) policy: &'a Policy,
    pub(super) subject: Subject,
    pub(super) question: &'a Question,
    pub(super) profile: Profile<'a>,
    /// As the fixed rules judged them, or as they were published.
    pub(super) tables: &'a JudgedTables,
    /// Whether they were published.
    pub(super) published: bool,
}

impl Looked<'_> {
    /// The key of the decision.
    pub(super) fn key(&self) -> String {
        key_of("audit decision", self)
    }
}

impl Keyed for Looked<'_> {
    fn feed(&self, key: &mut KeyWriter) {
        let Self { policy, subject, question, profile, tables, published } = self;
        key.name("Looked", 6);
        key.field("policy", policy);
        key.field("subject", subject);
        key.field("question", question);
        key.field("profile", profile);
        key.field("tables", tables);
        key.field("published", published);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_of_another_build_or_that_was_changed_is_empty() {
        let mut memory = AuditMemory::default();
        let decision = Decision {
            withheld: BTreeMap::from([("national".to_owned(), Withheld::Cells(vec![2]))]),
            general: 1,
            solver_calls: 3,
            exposures: Vec::new(),
        };
        memory.note("a key".to_owned(), Some(decision.clone()));
        let stored = String::from_utf8(memory.to_json()).unwrap();
        assert_eq!(AuditMemory::read(stored.as_bytes()).recall("a key"), Some(decision));
        let changes = [
            stored.replace(STAMP, &"0".repeat(STAMP.len())),
            stored.replace("[2]", "[]"),
            stored.replace("\"solver_calls\":3", "\"solver_calls\":2"),
            stored.replace("a key", "no key"),
            stored.replace("\"stamp\"", "\"version\""),
            stored[..stored.len() - 1].to_owned(),
            "null".to_owned(),
            String::new(),
        ];
        for changed in changes {
            assert_ne!(changed, stored);
            assert!(AuditMemory::read(changed.as_bytes()).known.is_empty(), "{changed}");
        }
    }
}
