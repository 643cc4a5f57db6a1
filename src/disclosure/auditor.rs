//! Opens the audit of a question: who is audited, by which policy, against which attackers.

use super::audit::{Audit, Knowledge};
use super::policy::Policy;
use super::survey::{Stage, Survey};
use crate::statistics::Subject;

/// Everything that each audit of a survey needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Auditor<'a> {
    pub(super) survey: Survey<'a>,
    pub(super) policy: &'a Policy,
    /// What attackers are supposed to know.
    pub(super) knowledge: Knowledge,
}

impl<'a> Auditor<'a> {
    /// The audit of one question (row) in one wave.
    pub(super) fn audit(&self, subject: Subject, stage: Stage) -> Audit<'a> {
        Audit::new(
            self.survey.question(subject),
            subject.wave,
            self.survey.profile(subject, stage),
            self.policy,
            self.knowledge,
        )
    }
}
