//! The schedule of protection: the fixed rules first, then which audit when.
//!
//! What an edition showed stays shown (bescherming.md#edities): first a wave is judged as when it was the newest; then
//! its panel with the wave after it is added, or withheld where it would reveal what was not revealed
//! before. Audits that were done before are not done again ([`AuditMemory`]).

use super::audit::{Audit, Exposure, Knowledge, Suppression, suppress};
use super::auditor::Auditor;
use super::figure::{Reason, ReleasedTable};
use super::judged::{Judged, JudgedTables};
use super::memory::{AuditMemory, Looked};
use super::policy::Policy;
use super::publication::Publication;
use super::published::PublishedTables;
use super::remember;
use super::rules::{FixedRules, shows_low_counts};
use super::survey::{Stage, Survey, is_late};
use crate::questionnaire::Question;
use crate::statistics::{Subject, Table, TableKey};

/// Judges all tables. The only way from counts to [`super::Figure`]s.
///
/// `memory` holds what earlier audits decided, and takes what this one decides.
#[must_use]
pub fn protect(survey: Survey, policy: Policy, memory: &mut AuditMemory) -> Publication {
    protect_by(&Rules::ALL, survey, policy, memory)
}

/// The rules in force, as lists of functions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    /// What sizes alone decide.
    pub(super) fixed: FixedRules,
    /// What audits suppose attackers to know.
    pub(super) knowledge: Knowledge,
    /// The audits of one question (row) in one wave, in their order.
    pub(super) audits: &'static [AuditStep],
}

impl Rules {
    /// All of them: the product protects with nothing less.
    pub(super) const ALL: Self = Self {
        fixed: FixedRules::ALL,
        knowledge: Knowledge::ALL,
        audits: &[withhold_derivable, add_late_panels, note_what_is_left],
    };
}

/// Protects by these rules.
pub(super) fn protect_by(
    rules: &Rules,
    survey: Survey,
    policy: Policy,
    memory: &mut AuditMemory,
) -> Publication {
    let auditor = Auditor { survey, policy: &policy, knowledge: rules.knowledge };
    let subjects = survey.subjects(&policy);
    let mut published = PublishedTables::of(survey.published, &survey, &policy);
    subjects.iter().for_each(|subject| published.note_new(*subject, &survey));
    // Of what was published it is told what follows now, not what might.
    let as_known = Policy { published_share: 0, ..policy.clone() };
    let schedule = Schedule { auditor, as_known: &as_known, rules, published: &published };
    let mut judged = Judged::default();
    for subject in subjects {
        schedule.judge(subject, &mut judged, memory);
    }
    let own = survey.dataset.waves.iter().flat_map(|(wave, data)| {
        data.responses.iter().map(|(code, response)| ((*wave, *code), response.clone()))
    });
    let own = own.collect();
    let Judged { tables, audit, derivable, exposures, .. } = judged;
    Publication {
        tables,
        own,
        participation: survey.participation.clone(),
        comparison: survey.tables.comparison().clone(),
        policy,
        exposures,
        audit,
        derivable: derivable.into_values().collect(),
        mismatches: published.mismatches,
    }
}

/// What is protected, and how.
struct Schedule<'a> {
    auditor: Auditor<'a>,
    /// The policy without the supposition that some will publish their own documents.
    as_known: &'a Policy,
    rules: &'a Rules,
    published: &'a PublishedTables,
}

impl Schedule<'_> {
    /// Judges the tables of all groups of one question (row) in one wave.
    fn judge(&self, subject: Subject, judged: &mut Judged, memory: &mut AuditMemory) {
        let survey = &self.auditor.survey;
        let counted = survey.tables_of(subject, self.auditor.policy);
        let sizes = survey.sizes(subject, &counted, &judged.tables);
        let mut verdicts = self.rules.fixed.verdicts(&sizes, self.auditor.policy);
        for group in
            counted.keys().filter(|group| self.published.table(&subject.key(**group)).is_some())
        {
            verdicts.entry(*group).or_insert(None);
        }
        let mut tables = JudgedTables::new();
        for (group, verdict) in verdicts {
            let key = subject.key(group);
            let table = match self.published.table(&key) {
                Some(shown) => {
                    let (question, reason) =
                        (survey.question(subject), survey.reason_to_withhold(subject));
                    ReleasedTable::published(question, subject.wave, shown, reason)
                }
                None if self.published.holds(subject) && !is_late(group, subject.wave) => {
                    let reason = survey.reason_to_withhold(subject);
                    ReleasedTable::hidden(reason, survey.question(subject), subject.wave)
                }
                None => self.released(key, verdict, &counted[&group]),
            };
            tables.insert(group, table);
        }
        if self.auditor.policy.audits() {
            self.recall_or_audit(subject, &mut tables, judged, memory);
        }
        judged.tables.extend(tables.into_iter().map(|(group, table)| (subject.key(group), table)));
    }

    /// A table as the fixed rules judge it.
    fn released(&self, key: TableKey, verdict: Option<Reason>, table: &Table) -> ReleasedTable {
        let question = self.auditor.survey.question(key.into());
        let policy = self.auditor.policy;
        let range = |count, base| self.rules.fixed.range(policy, key.group, count, base);
        match verdict {
            Some(reason) => ReleasedTable::hidden(reason, question, key.wave),
            None if policy.by_size() => ReleasedTable::shown(question, key.wave, table, range)
                .with_nets_of_options(question),
            None => {
                let all = shows_low_counts(policy, question, key.wave, table);
                let range = |count, base| range(count, base).filter(|_| !all);
                ReleasedTable::shown(question, key.wave, table, range)
            }
        }
    }

    /// Takes the decisions from memory when nothing that they depend on changed, else audits.
    fn recall_or_audit(
        &self,
        subject: Subject,
        tables: &mut JudgedTables,
        judged: &mut Judged,
        memory: &mut AuditMemory,
    ) {
        let key = self.key(subject, tables);
        if let Some(decision) = memory.recall(&key) {
            let question = self.auditor.survey.question(subject);
            remember::apply(&decision, subject, question, tables, judged);
            return;
        }
        let before = tables.clone();
        self.audit(subject, tables, judged);
        memory.note(key, remember::decision(judged, subject, &before, tables));
    }

    /// Everything that the audit of a question looks at, as one hash.
    fn key(&self, subject: Subject, tables: &JudgedTables) -> String {
        let survey = &self.auditor.survey;
        let looked = Looked {
            policy: self.auditor.policy,
            subject,
            question: survey.question(subject),
            profile: survey.profile(subject, Stage::Later),
            tables,
            published: self.published.holds(subject),
        };
        looked.key()
    }

    /// Withholds what the audits ask, and notes what is left.
    fn audit(&self, subject: Subject, tables: &mut JudgedTables, judged: &mut Judged) {
        let published = self.published.holds(subject).then_some(self.published);
        let policy = if published.is_some() { self.as_known } else { self.auditor.policy };
        let auditor = Auditor { policy, ..self.auditor };
        let mut session = Session::of(auditor, subject, tables, judged, published);
        self.rules.audits.iter().for_each(|audit| audit(&mut session));
        let Session { mut late, solver_calls, .. } = session;
        tables.append(&mut late);
        if let Some(found) = judged.audit.get_mut(&subject) {
            found.solver_calls = solver_calls;
        }
    }
}

/// One question (row) in one wave while it is audited.
pub(super) struct Session<'s> {
    auditor: Auditor<'s>,
    subject: Subject,
    question: &'s Question,
    /// What is shown of it, as far as it was audited.
    tables: &'s mut JudgedTables,
    /// The panel with the next wave, until it is added.
    late: JudgedTables,
    /// What is shown of it to the audit.
    suppression: Suppression,
    audit: Audit<'s>,
    judged: &'s mut Judged,
    /// What was published of it: that is not withheld any more.
    published: Option<&'s PublishedTables>,
    /// How often the solver was asked.
    solver_calls: usize,
}

/// One of the audits of a question.
pub(super) type AuditStep = fn(&mut Session);

impl<'s> Session<'s> {
    fn of(
        auditor: Auditor<'s>,
        subject: Subject,
        tables: &'s mut JudgedTables,
        judged: &'s mut Judged,
        published: Option<&'s PublishedTables>,
    ) -> Self {
        let late = tables.extract_if(.., |group, _| is_late(*group, subject.wave)).collect();
        Self {
            auditor,
            subject,
            question: auditor.survey.question(subject),
            suppression: Suppression::none(tables.clone()),
            tables,
            late,
            audit: auditor.audit(subject, Stage::Newest),
            judged,
            published,
            solver_calls: 0,
        }
    }

    /// Why a table is withheld that would give an answer away.
    fn reason(&self) -> Reason {
        self.auditor.survey.reason_to_withhold(self.subject)
    }
}

/// As when the wave was the newest: withholds what would give an answer away.
pub(super) fn withhold_derivable(session: &mut Session) {
    if session.published.is_some() {
        return;
    }
    let reason = session.reason();
    let Session { subject, question, suppression, .. } = session;
    suppress(&mut session.audit, question, suppression);
    for (group, table) in session.tables.iter_mut() {
        if suppression.hidden.contains(group) {
            *table = ReleasedTable::hidden(reason, question, subject.wave);
        }
        *table = table.clone().without(&suppression.cells_of(*group), question, reason);
        table.widen(&suppression.widened_of(*group));
    }
    session.judged.explain(*subject, question, suppression);
}

/// Adds the panel with the next wave, or withholds it where it would give an answer away.
pub(super) fn add_late_panels(session: &mut Session) {
    let (subject, question) = (session.subject, session.question);
    if !session.late.is_empty() {
        session.solver_calls += session.audit.solver_calls();
        session.audit = session.auditor.audit(subject, Stage::Later);
    }
    for (group, mut table) in std::mem::take(&mut session.late) {
        let suppression = &mut session.suppression;
        suppression.tables.insert(group, table.clone());
        let published = session.published.and_then(|of| of.table(&subject.key(group)));
        let shown = table.base().is_some() && published.is_none();
        if let Some(fact) = shown.then(|| session.audit.exposed(suppression)).flatten() {
            suppression.hidden.insert(group);
            table = ReleasedTable::hidden(session.reason(), question, subject.wave);
            session.judged.explain_table(subject.key(group), Exposure::of(&fact, question));
        }
        session.tables.insert(group, table);
    }
}

/// Notes what can be derived from all that is shown: nothing, or nothing is made.
pub(super) fn note_what_is_left(session: &mut Session) {
    let finding = session.audit.finding(&session.suppression);
    session.judged.note(session.subject, finding, session.published.is_some());
    session.solver_calls += session.audit.solver_calls();
}
