//! The schedule of protection: the fixed rules first, then which audit when.
//!
//! What an edition showed stays shown (bescherming.md#edities): first a wave is judged as when it was the newest; then
//! its panel with the wave after it is added, or withheld where it would reveal what was not revealed
//! before. Audits that were done before are not done again ([`AuditMemory`]).

use super::audit::{Audit, Exposure, Knowledge, Suppression, suppress};
use super::auditor::Auditor;
use super::figure::{Reason, ReleasedTable};
use super::follow_ups::{self, bases};
use super::judged::{Judged, JudgedTables};
use super::memory::{AuditMemory, Decision, Looked, LookedFilter};
use super::policy::Policy;
use super::publication::Publication;
use super::remember;
use super::rules::{FixedRules, shows_low_counts};
use super::survey::{Stage, Survey, filter_of, is_late};
use crate::questionnaire::Question;
use crate::statistics::{Subject, Table};

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
        audits: &[
            withhold_derivable,
            protect_filters,
            add_late_panels,
            note_what_is_left,
            protect_filters_later,
        ],
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
    let schedule = Schedule { auditor, rules };
    let mut judged = Judged::default();
    for subject in survey.subjects() {
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
    }
}

/// What is protected, and how.
struct Schedule<'a> {
    auditor: Auditor<'a>,
    rules: &'a Rules,
}

impl Schedule<'_> {
    /// Judges the tables of all groups of one question (row) in one wave.
    fn judge(&self, subject: Subject, judged: &mut Judged, memory: &mut AuditMemory) {
        let counted = self.auditor.survey.tables_of(subject);
        let sizes = self.auditor.survey.sizes(subject, &counted, &judged.tables);
        let verdicts = self.rules.fixed.verdicts(&sizes, self.auditor.policy);
        let mut tables = JudgedTables::new();
        for (group, verdict) in verdicts {
            tables.insert(group, self.released(subject, verdict, counted[&group]));
        }
        if self.auditor.policy.audits() {
            self.recall_or_audit(subject, &mut tables, judged, memory);
        }
        judged.tables.extend(tables.into_iter().map(|(group, table)| (subject.key(group), table)));
    }

    /// A table as the fixed rules judge it.
    fn released(&self, subject: Subject, verdict: Option<Reason>, table: &Table) -> ReleasedTable {
        let question = self.auditor.survey.question(subject);
        match verdict {
            Some(reason) => ReleasedTable::hidden(reason, question, subject.wave),
            None => {
                let policy = self.auditor.policy;
                let all = shows_low_counts(policy, question, subject.wave, table);
                ReleasedTable::shown(question, subject.wave, table, |count, base| {
                    self.rules.fixed.range(policy, count, base).filter(|_| !all)
                })
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
        let key = self.key(subject, tables, judged);
        let filters = self.auditor.survey.filters(subject);
        if let Some(decision) = memory.recall(&key) {
            self.recall(subject, &decision, &filters, tables, judged);
            return;
        }
        let before = tables.clone();
        self.audit(subject, tables, judged);
        memory.note(key, remember::decision(judged, subject, &before, tables, &filters));
    }

    /// Does what was decided before.
    fn recall(
        &self,
        subject: Subject,
        decision: &Decision,
        filters: &[Subject],
        tables: &mut JudgedTables,
        judged: &mut Judged,
    ) {
        remember::apply(decision, subject, self.auditor.survey.question(subject), tables, judged);
        for (filter, decision) in filters.iter().zip(&decision.filters) {
            let question = self.auditor.survey.question(*filter);
            remember::apply_to_filter(decision, *filter, question, judged);
        }
        for condition in self.auditor.survey.conditions(subject) {
            let filter = filter_of(subject, condition);
            let earlier = judged.follow_ups.remove(&filter).unwrap_or_default();
            judged.follow_ups.insert(filter, bases(&earlier, condition, tables));
        }
    }

    /// Everything that the audit of a question looks at, as one hash.
    fn key(&self, subject: Subject, tables: &JudgedTables, judged: &Judged) -> String {
        let survey = &self.auditor.survey;
        let filters = survey.filters(subject).into_iter().map(|filter| LookedFilter {
            question: survey.question(filter),
            profile: survey.profile(filter, Stage::Later),
            tables: judged.of(filter),
            follow_ups: judged.follow_ups.get(&filter).map_or(&[], Vec::as_slice),
        });
        let looked = Looked {
            policy: self.auditor.policy,
            subject,
            question: survey.question(subject),
            profile: survey.profile(subject, Stage::Later),
            tables,
            filters: filters.collect(),
        };
        looked.key()
    }

    /// Withholds what the audits ask, and notes what is left.
    fn audit(&self, subject: Subject, tables: &mut JudgedTables, judged: &mut Judged) {
        let mut session = Session::of(self.auditor, subject, tables, judged);
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
            solver_calls: 0,
        }
    }

    fn protect_filters(&mut self, stage: Stage) {
        let Self { auditor, subject, tables, judged, .. } = self;
        self.solver_calls += follow_ups::protect_filters(auditor, *subject, stage, tables, judged);
    }
}

/// As when the wave was the newest: withholds what would give an answer away.
pub(super) fn withhold_derivable(session: &mut Session) {
    let Session { subject, question, suppression, .. } = session;
    suppress(&mut session.audit, question, suppression);
    for (group, table) in session.tables.iter_mut() {
        if suppression.hidden.contains(group) {
            *table = ReleasedTable::hidden(Reason::Complementary, question, subject.wave);
        }
        *table = table.clone().without(&suppression.cells_of(*group), question);
    }
    session.judged.explain(*subject, question, suppression);
}

/// As when the wave was the newest: withholds what would give an answer to a filter question
/// away.
pub(super) fn protect_filters(session: &mut Session) {
    session.protect_filters(Stage::Newest);
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
        let shown = table.base().is_some();
        if let Some(fact) = shown.then(|| session.audit.exposed(suppression)).flatten() {
            suppression.hidden.insert(group);
            table = ReleasedTable::hidden(Reason::Complementary, question, subject.wave);
            session.judged.explain_table(subject.key(group), Exposure::of(&fact, question));
        }
        session.tables.insert(group, table);
    }
}

/// Notes what can be derived from all that is shown: nothing, or nothing is made.
pub(super) fn note_what_is_left(session: &mut Session) {
    let finding = session.audit.finding(&session.suppression);
    session.judged.note(session.subject, finding);
    session.solver_calls += session.audit.solver_calls();
}

/// With the next wave too: withholds what would give an answer to a filter question away.
pub(super) fn protect_filters_later(session: &mut Session) {
    session.protect_filters(Stage::Later);
}
