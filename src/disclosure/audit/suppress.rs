//! What to withhold until nothing can be derived, and not more (trust-rules A6 a, b, c).
//!
//! In fixed order: (a) of the exposed option the exact area cell nearest to an extreme, one
//! at a time, and with several answers then of the nets around it; (b) all area tables; (c) the
//! panel tables, one at a time. Then everything that was withheld is given back where the audit
//! allows it, most useful first: whole tables before cells, large bases before small ones, the
//! middle before the extremes. So no cell is withheld that could have been shown beside the
//! others.

use std::collections::BTreeSet;

use super::witness::{Audit, Fact, Plan};
use crate::disclosure::figure::{FigureView, ReleasedTable};
use crate::questionnaire::{ItemIndex, ItemKind, Question};
use crate::statistics::Group;

/// Something that was withheld as a whole.
#[derive(Debug, Clone)]
enum Step {
    Cells(Group, BTreeSet<ItemIndex>),
    Table(Group),
}

/// Withholds what must be; what can still be derived then is left to the last audit.
pub(in crate::disclosure) fn suppress(audit: &mut Audit, question: &Question, plan: &mut Plan) {
    let mut steps = Vec::new();
    let mut reader = 0;
    while let Some((fact, at)) = audit.first(plan, reader) {
        reader = at;
        let next = next(question, plan, &fact);
        if next.is_empty() {
            break;
        }
        for step in next {
            withhold(plan, &step, &fact);
            steps.push(step);
        }
    }
    give_back(audit, plan, steps);
}

/// What to withhold next against this fact; nothing when there is nothing left.
fn next(question: &Question, plan: &Plan, fact: &Fact) -> Vec<Step> {
    for items in exposing(question, fact.item) {
        if let Some((_, group, item)) = nearest(plan, &items) {
            return vec![Step::Cells(group, with_companions(question, plan, group, item))];
        }
    }
    let areas: Vec<_> = plan.shown().map(|(group, _)| group).filter(|g| is_area(*g)).collect();
    if !areas.is_empty() {
        return areas.into_iter().map(Step::Table).collect();
    }
    let panel = plan.shown().map(|(group, _)| group).find(|g| matches!(g, Group::Panel(_)));
    panel.map(Step::Table).into_iter().collect()
}

/// The items of which a cell may give away an option, the likeliest first: the option itself;
/// with several answers also the nets that hold it, and the options that share a net with it.
fn exposing(question: &Question, item: ItemIndex) -> Vec<BTreeSet<ItemIndex>> {
    let mut sets = vec![BTreeSet::from([item])];
    if question.several() {
        let nets = || {
            question.iter_items().filter_map(move |(net, found)| match &found.kind {
                ItemKind::Net(members) if members.contains(&item) => Some((net, members)),
                _ => None,
            })
        };
        sets.push(nets().map(|(net, _)| net).collect());
        sets.push(nets().flat_map(|(_, members)| members).copied().collect());
    }
    sets
}

/// Of all exact area cells of these items the one nearest to an extreme.
fn nearest(plan: &Plan, items: &BTreeSet<ItemIndex>) -> Option<(u32, Group, ItemIndex)> {
    let areas = plan.shown().map(|(group, _)| group).filter(|group| is_area(*group));
    let cells = areas.flat_map(|group| items.iter().map(move |item| (group, *item)));
    let exact = cells.filter_map(|(group, item)| match plan.view(group, item)? {
        FigureView::Exact(share) => {
            Some((share.count().min(share.base() - share.count()), group, item))
        }
        _ => None,
    });
    exact.min()
}

const fn is_area(group: Group) -> bool {
    matches!(group, Group::Province(_) | Group::Landsdeel(_))
}

/// The cell, and what else of its table must go because it would give the cell back: of a
/// single choice the counts add to the base, and a net is the sum of its options.
fn with_companions(
    question: &Question,
    plan: &Plan,
    group: Group,
    item: ItemIndex,
) -> BTreeSet<ItemIndex> {
    let mut cells = BTreeSet::from([item]);
    if question.several() {
        return cells;
    }
    let Some(table) = plan.tables.get(&group) else { return cells };
    let net = |index: ItemIndex| match &question.at(index).kind {
        ItemKind::Net(members) => Some(members),
        ItemKind::Option | ItemKind::Band(..) => None,
    };
    let exact = |index: ItemIndex| match plan.view(group, index) {
        Some(FigureView::Exact(share)) => Some(share.count().min(share.base() - share.count())),
        _ => None,
    };
    let others: Vec<_> = table
        .iter()
        .map(|(index, _)| index)
        .filter(|index| *index != item && net(*index).is_none())
        .collect();
    if others.iter().all(|index| exact(*index).is_some()) {
        cells.extend(others.into_iter().min_by_key(|index| (exact(*index), *index)));
    }
    let open = |index: &ItemIndex| cells.contains(index) || exact(*index).is_none();
    let nets: Vec<_> = table
        .iter()
        .map(|(index, _)| index)
        .filter(|index| {
            net(*index)
                .is_some_and(|members| members.iter().filter(|member| open(member)).count() == 1)
        })
        .collect();
    cells.extend(nets);
    cells
}

/// Withholds something because of this fact.
fn withhold(plan: &mut Plan, step: &Step, fact: &Fact) {
    match step {
        Step::Cells(group, items) => {
            plan.cells.extend(items.iter().map(|item| (*group, *item)));
            explain(plan, *group, items, fact);
        }
        Step::Table(group) => {
            plan.hidden.insert(*group);
            plan.because.insert((*group, None), fact.clone());
        }
    }
}

fn explain(plan: &mut Plan, group: Group, items: &BTreeSet<ItemIndex>, fact: &Fact) {
    let cells = items.iter().map(|item| ((group, Some(*item)), fact.clone()));
    plan.because.extend(cells);
}

/// Shows again what may be shown.
fn give_back(audit: &mut Audit, plan: &mut Plan, steps: Vec<Step>) {
    let base = |group: &Group| plan.tables.get(group).and_then(ReleasedTable::base).unwrap_or(0);
    let mut tables: Vec<Group> =
        steps.iter().filter(|step| matches!(step, Step::Table(_))).map(group).collect();
    tables.sort_by_key(|group| (std::cmp::Reverse(base(group)), *group));
    for group in tables {
        let mut whole = plan.clone();
        whole.hidden.remove(&group);
        whole.cells.retain(|(of, _)| *of != group);
        let mut part = plan.clone();
        part.hidden.remove(&group);
        for trial in [whole, part] {
            match audit.exposed(&trial) {
                Some(fact) => {
                    plan.because.insert((group, None), fact);
                }
                None => {
                    *plan = trial;
                    break;
                }
            }
        }
    }
    for step in steps.into_iter().rev() {
        let Step::Cells(group, items) = step else { continue };
        if plan.hidden.contains(&group) || !items.iter().all(|i| plan.cells.contains(&(group, *i)))
        {
            continue;
        }
        let mut trial = plan.clone();
        trial.cells.retain(|(of, item)| *of != group || !items.contains(item));
        match audit.exposed(&trial) {
            Some(fact) => explain(plan, group, &items, &fact),
            None => *plan = trial,
        }
    }
}

const fn group(step: &Step) -> Group {
    match step {
        Step::Cells(group, _) | Step::Table(group) => *group,
    }
}
