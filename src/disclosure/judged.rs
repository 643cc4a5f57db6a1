//! What has been judged so far.

use std::collections::BTreeMap;

use super::audit::{Exposure, Fact, Finding, Part, Suppression};
use super::figure::ReleasedTable;
use super::publication::{Certainty, Derivable, Exposures, Place};
use crate::questionnaire::Question;
use crate::statistics::{Group, Subject, TableKey};

/// The judged tables of one question (row) in one wave.
pub(super) type JudgedTables = BTreeMap<Group, ReleasedTable>;

/// What has been judged so far.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) tables: BTreeMap<TableKey, ReleasedTable>,
    pub(super) audit: BTreeMap<Subject, Certainty>,
    pub(super) derivable: BTreeMap<Subject, Derivable>,
    pub(super) exposures: Exposures,
}

impl Judged {
    /// Notes what an audit found.
    pub(super) fn note(&mut self, subject: Subject, finding: Finding, published: bool) {
        let found = self.audit.entry(subject).or_default();
        (found.derivable, found.general) = (finding.derivable, finding.general);
        if let Some(Fact { whose, item, chosen, readers, groups }) = finding.example {
            let found = Derivable { subject, whose, item, chosen, readers, groups, published };
            self.derivable.insert(subject, found);
        }
    }

    /// Notes what a table would give away, of which nothing is shown.
    pub(super) fn explain_table(&mut self, table: TableKey, exposure: Exposure) {
        self.exposures.insert(Place { table, item: None }, exposure);
    }

    /// Notes what each table and cell that the audit withholds would give away.
    pub(super) fn explain(&mut self, subject: Subject, question: &Question, of: &Suppression) {
        for (Part { group, item }, fact) in of.because.iter().filter(|(part, _)| of.withholds(part))
        {
            let place = Place { table: subject.key(*group), item: *item };
            self.exposures.insert(place, Exposure::of(fact, question));
        }
    }
}
