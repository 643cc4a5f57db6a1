//! Follow-up questions: their bases reveal how many chose the options that lead to them
//! (bescherming.md#vervolgvragen).
//!
//! So a filter question is audited again with what the bases of its follow-up questions reveal.
//! Where that gives an answer away the follow-up is withheld.

use super::audit::{Audit, Exposure, FollowUpBase, Suppression};
use super::auditor::Auditor;
use super::figure::{Reason, ReleasedTable};
use super::judged::{Judged, JudgedTables};
use super::survey::{Stage, filter_of, is_late};
use crate::questionnaire::{Condition, Question};
use crate::statistics::{Group, Subject};

/// The groups of which the tables of a follow-up question are withheld together, in this order.
const SORTS: [fn(Group) -> bool; 3] = [
    Group::is_part,
    |group| matches!(group, Group::Panel(_)),
    |group| matches!(group, Group::National),
];

/// A filter question, audited with what the bases of a follow-up question reveal about it.
struct FilterAudit<'s> {
    /// The follow-up question.
    subject: Subject,
    follow_up: &'s Question,
    /// The filter question.
    filter: Subject,
    question: &'s Question,
    condition: &'s Condition,
    /// What other follow-up questions reveal.
    earlier: Vec<FollowUpBase>,
    audit: Audit<'s>,
}

impl<'s> FilterAudit<'s> {
    fn of(
        auditor: &Auditor<'s>,
        subject: Subject,
        condition: &'s Condition,
        stage: Stage,
        judged: &Judged,
    ) -> Self {
        let filter = filter_of(subject, condition);
        let mut earlier = judged.follow_ups.get(&filter).cloned().unwrap_or_default();
        if stage == Stage::Newest {
            earlier.retain(|follow_up| !is_late(follow_up.group, subject.wave));
        }
        let question = auditor.survey.question(filter);
        let audit = auditor.audit(filter, stage);
        let follow_up = auditor.survey.question(subject);
        Self { subject, follow_up, filter, question, condition, earlier, audit }
    }

    /// An answer to the filter question that could be derived, when `shown` is shown of it, and
    /// `tables` of the follow-up question.
    fn exposed(&mut self, tables: &JudgedTables, shown: &Suppression) -> Option<Exposure> {
        self.audit.set_follow_ups(bases(&self.earlier, self.condition, tables));
        let fact = self.audit.exposed(shown)?;
        Some(Exposure::of(&fact, self.question))
    }
}

/// What the bases of a follow-up question reveal about a filter question, after what was known
/// already.
pub(super) fn bases(
    earlier: &[FollowUpBase],
    condition: &Condition,
    tables: &JudgedTables,
) -> Vec<FollowUpBase> {
    let new = tables.iter().filter_map(|(group, table)| {
        let items = condition.items.iter().copied().collect();
        Some(FollowUpBase { group: *group, items, base: table.base()? })
    });
    earlier.iter().cloned().chain(new).collect()
}

/// Audits the filter questions of a follow-up question again, with what its `tables` reveal, and
/// withholds what must be withheld. Gives how often the solver was asked.
pub(super) fn protect_filters(
    auditor: &Auditor,
    subject: Subject,
    stage: Stage,
    tables: &mut JudgedTables,
    judged: &mut Judged,
) -> usize {
    let mut solver_calls = 0;
    for condition in auditor.survey.conditions(subject) {
        let mut filter = FilterAudit::of(auditor, subject, condition, stage, judged);
        match stage {
            Stage::Newest => filter.protect(tables, judged),
            Stage::Later => filter.protect_later(tables, judged),
        }
        solver_calls += filter.audit.solver_calls();
    }
    solver_calls
}

impl FilterAudit<'_> {
    /// As when the wave was the newest. Where the follow-up question gives an answer away its
    /// areas are withheld, then its panels, then the nation; what turns out not to be needed is
    /// shown again.
    fn protect(&mut self, tables: &mut JudgedTables, judged: &mut Judged) {
        let subject = self.subject;
        let mut shown = judged.of(self.filter);
        shown.retain(|group, _| !is_late(*group, subject.wave));
        let shown = Suppression::none(shown);
        let before = tables.clone();
        for sort in SORTS {
            let Some(exposure) = self.exposed(tables, &shown) else { break };
            for (group, table) in tables.iter_mut() {
                if sort(*group) && table.base().is_some() {
                    *table = self.hidden();
                    judged.explain_table(subject.key(*group), exposure.clone());
                }
            }
        }
        for (group, table) in &before {
            if tables.get(group) == Some(table) {
                continue;
            }
            let hidden = tables.insert(*group, table.clone());
            match self.exposed(tables, &shown) {
                Some(exposure) => {
                    tables.extend(hidden.map(|hidden| (*group, hidden)));
                    judged.explain_table(subject.key(*group), exposure);
                }
                None => judged.forget_table(subject.key(*group)),
            }
        }
    }

    /// The same when the next wave is there too: where its base would reveal an answer the new
    /// panel of the follow-up question is withheld, then the new panel of the filter question.
    /// Notes what is left.
    fn protect_later(&mut self, tables: &mut JudgedTables, judged: &mut Judged) {
        let (subject, filter) = (self.subject, self.filter);
        let shown = |judged: &Judged| Suppression::none(judged.of(filter));
        if let Some(exposure) = self.exposed(tables, &shown(judged)) {
            for (group, table) in tables.iter_mut() {
                if is_late(*group, subject.wave) {
                    if table.base().is_some() {
                        judged.explain_table(subject.key(*group), exposure.clone());
                    }
                    *table = self.hidden();
                }
            }
            if let Some(exposure) = self.exposed(tables, &shown(judged)) {
                hide_late_panels(filter, self.question, &exposure, judged);
            }
        }
        let follow_ups = bases(&self.earlier, self.condition, tables);
        self.audit.set_follow_ups(follow_ups.clone());
        judged.note(filter, self.audit.finding(&shown(judged)));
        judged.follow_ups.insert(filter, follow_ups);
    }

    /// A table of the follow-up question of which nothing is shown.
    fn hidden(&self) -> ReleasedTable {
        ReleasedTable::hidden(Reason::Routed, self.follow_up, self.subject.wave)
    }
}

/// Withholds the panel of a filter question with the next wave.
fn hide_late_panels(
    filter: Subject,
    question: &Question,
    exposure: &Exposure,
    judged: &mut Judged,
) {
    for (group, table) in judged.of(filter) {
        if is_late(group, filter.wave) {
            let key = filter.key(group);
            if table.base().is_some() {
                judged.explain_table(key, exposure.clone());
            }
            let hidden = ReleasedTable::hidden(Reason::Complementary, question, filter.wave);
            judged.tables.insert(key, hidden);
        }
    }
}
