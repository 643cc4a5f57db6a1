//! What has been judged so far.

use std::collections::BTreeMap;

use super::audit::{Exposure, Fact, Finding, FollowUpBase, Part, Suppression};
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
    /// What the shown follow-up questions reveal about their filter questions.
    pub(super) follow_ups: BTreeMap<Subject, Vec<FollowUpBase>>,
    pub(super) exposures: Exposures,
}

impl Judged {
    /// All judged tables of one question (row) in one wave.
    pub(super) fn of(&self, subject: Subject) -> JudgedTables {
        let tables = self.tables.range(subject.key(Group::National)..);
        let same = tables.take_while(|(key, _)| subject == Subject::from(**key));
        same.map(|(key, table)| (key.group, table.clone())).collect()
    }

    /// Notes what an audit found.
    pub(super) fn note(&mut self, subject: Subject, finding: Finding) {
        let found = self.audit.entry(subject).or_default();
        (found.derivable, found.general) = (finding.derivable, finding.general);
        if let Some(Fact { whose, item, chosen, readers, groups }) = finding.example {
            let found = Derivable { subject, whose, item, chosen, readers, groups };
            self.derivable.insert(subject, found);
        }
    }

    /// Notes what a table would give away, of which nothing is shown.
    pub(super) fn explain_table(&mut self, table: TableKey, exposure: Exposure) {
        self.exposures.insert(Place { table, item: None }, exposure);
    }

    /// Forgets what a table would give away: it is shown after all.
    pub(super) fn forget_table(&mut self, table: TableKey) {
        self.exposures.remove(&Place { table, item: None });
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
