//! What an audit decided as a [`Decision`] to remember, and a remembered one done again.

use super::figure::{Reason, ReleasedTable};
use super::judged::{Judged, JudgedTables};
use super::memory::{Decision, Explained, FilterDecision, Withheld};
use super::publication::{Certainty, Exposures, Place};
use super::survey::is_late;
use crate::questionnaire::{ItemIndex, Question};
use crate::statistics::{Group, Subject};

/// What was decided about a question. `before` and `after` are its tables before and after the
/// audit. `None` when an answer could be derived: that must be reported in every run.
pub(super) fn decision(
    judged: &Judged,
    subject: Subject,
    before: &JudgedTables,
    after: &JudgedTables,
    filters: &[Subject],
) -> Option<Decision> {
    let safe = |subject: Subject| judged.audit.get(&subject).filter(|found| found.derivable == 0);
    let changed = after.iter().filter(|(group, table)| before.get(group) != Some(table));
    let withheld = changed.map(|(group, table)| (group.to_string(), withheld(table))).collect();
    let filter_decision = |filter: &Subject| {
        let late = judged
            .of(*filter)
            .into_iter()
            .filter(|(group, table)| is_late(*group, filter.wave) && table.withheld().is_some());
        let late: Vec<_> = late.map(|(group, _)| group.to_string()).collect();
        let mut exposures = explained(&judged.exposures, *filter);
        exposures.retain(|explained| late.contains(&explained.group));
        Some(FilterDecision { late, exposures, general: safe(*filter)?.general })
    };
    let filters: Option<Vec<_>> = filters.iter().map(filter_decision).collect();
    let Certainty { general, solver_calls, .. } = *safe(subject)?;
    Some(Decision {
        withheld,
        general,
        solver_calls,
        exposures: explained(&judged.exposures, subject),
        filters: filters?,
    })
}

fn withheld(table: &ReleasedTable) -> Withheld {
    match table.withheld() {
        Some(reason) => Withheld::Table { routed: reason == Reason::Routed },
        None => {
            let gone = table.iter().filter(|(_, figure)| figure.base().is_none());
            Withheld::Cells(gone.map(|(item, _)| item.0).collect())
        }
    }
}

/// What was withheld of a question, with what it would give away.
fn explained(exposures: &Exposures, subject: Subject) -> Vec<Explained> {
    let of = exposures.range(Place { table: subject.key(Group::National), item: None }..);
    let of = of.take_while(|(place, _)| subject == Subject::from(place.table));
    of.map(|(Place { table, item }, exposure)| Explained {
        group: table.group.to_string(),
        item: item.map(|item| item.0),
        exposure: exposure.clone(),
    })
    .collect()
}

/// Takes back what [`explained`] gave.
fn explain_again(
    exposures: &mut Exposures,
    explained: &[Explained],
    subject: Subject,
    groups: &[Group],
) {
    for Explained { group, item, exposure } in explained {
        let found = groups.iter().find(|found| found.to_string() == *group);
        let place =
            found.map(|group| Place { table: subject.key(*group), item: item.map(ItemIndex) });
        exposures.extend(place.map(|place| (place, exposure.clone())));
    }
}

/// Does what was decided before.
pub(super) fn apply(
    decision: &Decision,
    subject: Subject,
    question: &Question,
    tables: &mut JudgedTables,
    judged: &mut Judged,
) {
    for (group, table) in tables.iter_mut() {
        match decision.withheld.get(&group.to_string()) {
            Some(Withheld::Table { routed }) => {
                let reason = if *routed { Reason::Routed } else { Reason::Complementary };
                *table = ReleasedTable::hidden(reason, question, subject.wave);
            }
            Some(Withheld::Cells(items)) => {
                let items = items.iter().copied().map(ItemIndex).collect();
                *table = table.clone().without(&items, question);
            }
            None => {}
        }
    }
    let groups: Vec<Group> = tables.keys().copied().collect();
    explain_again(&mut judged.exposures, &decision.exposures, subject, &groups);
    let Decision { general, solver_calls, .. } = *decision;
    judged.audit.insert(subject, Certainty { derivable: 0, general, solver_calls });
}

/// Does to a filter question what was decided before.
pub(super) fn apply_to_filter(
    FilterDecision { late, exposures, general }: &FilterDecision,
    filter: Subject,
    question: &Question,
    judged: &mut Judged,
) {
    let tables = judged.of(filter);
    let groups: Vec<Group> = tables.keys().copied().collect();
    explain_again(&mut judged.exposures, exposures, filter, &groups);
    for (group, table) in tables {
        if table.withheld().is_none() && late.contains(&group.to_string()) {
            let table = ReleasedTable::hidden(Reason::Complementary, question, filter.wave);
            judged.tables.insert(filter.key(group), table);
        }
    }
    let found = judged.audit.entry(filter).or_default();
    (found.derivable, found.general) = (0, *general);
}
