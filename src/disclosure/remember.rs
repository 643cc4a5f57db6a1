//! What an audit decided as a [`Decision`] to remember, and a remembered one done again.

use super::figure::{FigureView, Reason, ReleasedTable};
use super::judged::{Judged, JudgedTables};
use super::memory::{Decision, Explained, Withheld};
use super::publication::{Certainty, Exposures, Place};
use crate::questionnaire::{ItemIndex, Question};
use crate::statistics::{Group, Subject};

/// What was decided about a question. `before` and `after` are its tables before and after the
/// audit. `None` when an answer could be derived: that must be reported in every run.
pub(super) fn decision(
    judged: &Judged,
    subject: Subject,
    before: &JudgedTables,
    after: &JudgedTables,
) -> Option<Decision> {
    let safe = |subject: Subject| judged.audit.get(&subject).filter(|found| found.derivable == 0);
    let changed = after.iter().filter(|(group, table)| before.get(group) != Some(table));
    let withheld =
        changed.map(|(group, table)| (group.to_string(), withheld(before.get(group), table)));
    let withheld = withheld.collect();
    let Certainty { general, solver_calls, .. } = *safe(subject)?;
    Some(Decision {
        withheld,
        general,
        solver_calls,
        exposures: explained(&judged.exposures, subject),
    })
}

fn withheld(before: Option<&ReleasedTable>, table: &ReleasedTable) -> Withheld {
    let widened = table.iter().filter_map(|(item, figure)| match figure.view() {
        FigureView::Range { low, high, .. } => {
            let exact = before?.figure(item)?.exact().is_some();
            exact.then_some((item.0, low, high))
        }
        FigureView::Exact(_) | FigureView::Withheld(_) => None,
    });
    let widened: Vec<_> = widened.collect();
    match table.withheld() {
        None if !widened.is_empty() => Withheld::Widened(widened),
        Some(reason) => Withheld::Table { follow_up: reason == Reason::FollowUp },
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
            Some(Withheld::Table { follow_up }) => {
                let reason = if *follow_up { Reason::FollowUp } else { Reason::Complementary };
                *table = ReleasedTable::hidden(reason, question, subject.wave);
            }
            Some(Withheld::Cells(items)) => {
                let items = items.iter().copied().map(ItemIndex).collect();
                *table = table.clone().without(&items, question, Reason::Complementary);
            }
            Some(Withheld::Widened(ranges)) => {
                let ranges =
                    ranges.iter().map(|(item, low, high)| (ItemIndex(*item), (*low, *high)));
                table.widen(&ranges.collect());
            }
            None => {}
        }
    }
    let groups: Vec<Group> = tables.keys().copied().collect();
    explain_again(&mut judged.exposures, &decision.exposures, subject, &groups);
    let Decision { general, solver_calls, .. } = *decision;
    judged.audit.insert(subject, Certainty { derivable: 0, general, solver_calls });
}
