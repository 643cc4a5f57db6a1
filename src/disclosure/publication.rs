//! The result of protection: everything that may leave the house, and why the rest may not.

use std::collections::BTreeMap;

use super::audit::Exposure;
use super::figure::ReleasedTable;
use super::policy::Policy;
use super::published::Mismatch;
use crate::dataset::Response;
use crate::questionnaire::{ItemIndex, Wave};
use crate::register::MunicipalityCode;
use crate::statistics::{Comparison, Group, Participation, Subject, TableKey};

/// Everything that may leave the house, plus each municipality's own answers.
#[derive(Debug, Clone)]
pub struct Publication {
    pub(super) tables: BTreeMap<TableKey, ReleasedTable>,
    pub(super) own: BTreeMap<(Wave, MunicipalityCode), Response>,
    pub(super) participation: BTreeMap<Wave, Participation>,
    pub(super) comparison: Comparison,
    pub(super) policy: Policy,
    pub(super) exposures: Exposures,
    pub(super) audit: BTreeMap<Subject, Certainty>,
    pub(super) derivable: Vec<Derivable>,
    pub(super) mismatches: Vec<Mismatch>,
}

/// What each withheld table or cell would give away.
pub(super) type Exposures = BTreeMap<Place, Exposure>;

/// A table, or one cell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) table: TableKey,
    /// The cell; `None` for the whole table.
    pub(super) item: Option<ItemIndex>,
}

impl Publication {
    /// All judged tables, by wave, question, row and group.
    pub fn tables(&self) -> impl Iterator<Item = (&TableKey, &ReleasedTable)> {
        self.tables.iter()
    }

    /// The policy that was applied.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// With whom each municipality is compared.
    #[must_use]
    pub const fn comparison(&self) -> &Comparison {
        &self.comparison
    }

    /// What the audit found, by wave, question and row; empty at `open`.
    pub fn audit(&self) -> impl Iterator<Item = (&Subject, &Certainty)> {
        self.audit.iter()
    }

    /// Answers that could be derived, at most one per question (row) and wave. Nothing may be
    /// made while there are any.
    #[must_use]
    pub fn derivable(&self) -> &[Derivable] {
        &self.derivable
    }

    /// What published editions showed and this survey can't show again. Nothing may be made while
    /// there is any.
    #[must_use]
    pub fn mismatches(&self) -> &[Mismatch] {
        &self.mismatches
    }

    /// The municipalities that answered in a wave, under which each has its documents.
    pub fn respondents(&self, wave: Wave) -> impl Iterator<Item = MunicipalityCode> {
        self.own.keys().filter(move |(w, _)| *w == wave).map(|(_, code)| *code)
    }
}

/// What the audit found about one question (row) in one wave, over all that is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Certainty {
    /// Answers of others that the worst reader could derive (D): none, or nothing is made.
    pub derivable: usize,
    /// Facts that follow from one table of a large group (G), which is allowed.
    pub general: usize,
    /// How often the solver was asked while the question was judged; for a follow-up question
    /// this includes the audits of its filter questions. A count, so the same on every machine.
    pub solver_calls: usize,
}

/// An answer of others that could be derived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivable {
    /// In which question and wave.
    pub subject: Subject,
    /// Whose answer.
    pub whose: Vec<MunicipalityCode>,
    /// Which option.
    pub item: ItemIndex,
    /// That it was chosen, or that it was not.
    pub chosen: bool,
    /// Who could derive it from their own answers: a reader, or two together; none: everyone.
    pub readers: Vec<MunicipalityCode>,
    /// The shown tables that count them.
    pub groups: Vec<Group>,
    /// That it follows from figures that were published before: it can't be undone.
    pub published: bool,
}
