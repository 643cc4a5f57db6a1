//! Secondary suppression: what to withhold until nothing can be derived, and not more
//! (bescherming.md#weglaten and #teruggeven).
//!
//! In fixed order: first of the exposed option the exact cell of an area that the fewest sheets print
//! as their own answer, one at a time, and with several answers then of the nets around it; next all tables
//! of areas; then the tables of panels, one at a time; then cells of the nation become ranges,
//! and last nothing of the question is shown: so there is always an edition. Where what is shown
//! depends on sizes alone no single cells go and nothing is given back: then what is withheld
//! says of the answers no more than that. Else everything that was withheld is
//! shown again where the audit allows it, the most useful first: whole tables before cells, large
//! bases before small ones, the middle before the extremes. So no cell is withheld that could
//! have been shown beside the others.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::attack::Audit;
use super::report::Fact;
use super::shown::{Cell, Part, Suppression};
use crate::disclosure::figure::{FigureView, ReleasedTable};
use crate::disclosure::policy::{WIDENED, band};
use crate::questionnaire::{ItemIndex, ItemKind, Question};
use crate::statistics::Group;

/// Something that is withheld as a whole.
#[derive(Debug, Clone)]
enum Step {
    Cells(Group, BTreeSet<ItemIndex>),
    Table(Group),
    /// A cell of the nation becomes a range.
    Range(Cell, (u32, u32)),
}

/// Withholds what must be withheld; what can still be derived then is left to the last audit.
pub(in crate::disclosure) fn suppress(
    audit: &mut Audit,
    question: &Question,
    suppression: &mut Suppression,
) {
    let mut steps = Vec::new();
    let mut reader = 0;
    while let Some(derived) = audit.first(suppression, reader) {
        reader = derived.reader;
        let next = next(question, suppression, &derived.fact, audit.by_size());
        if next.is_empty() {
            break;
        }
        for step in next {
            withhold(suppression, &step, &derived.fact);
            steps.push(step);
        }
    }
    if !audit.by_size() {
        show_again(audit, suppression, steps);
    }
}

/// What to withhold next against this fact; nothing when there is nothing left.
fn next(question: &Question, suppression: &Suppression, fact: &Fact, by_size: bool) -> Vec<Step> {
    for items in exposing(question, fact.item).into_iter().filter(|_| !by_size) {
        if let Some(cell) = nearest(suppression, &items) {
            return vec![Step::Cells(cell.group, with_companions(question, suppression, cell))];
        }
    }
    let groups = || suppression.shown().map(|(group, _)| group);
    let areas: Vec<_> = groups().filter(|group| group.is_part()).collect();
    if !areas.is_empty() {
        return areas.into_iter().map(Step::Table).collect();
    }
    let panel = groups().find(|group| matches!(group, Group::Panel(_)));
    let step = panel.map(Step::Table).or_else(|| widen(question, suppression, fact));
    step.or_else(|| groups().next().map(Step::Table)).into_iter().collect()
}

/// A cell of the nation that becomes a range: about the exposed option where that is exact, else
/// the one nearest to an extreme.
fn widen(question: &Question, suppression: &Suppression, fact: &Fact) -> Option<Step> {
    let group = Group::National;
    let table = suppression.tables.get(&group)?;
    let exact = |item: ItemIndex| {
        let cell = Cell { group, item };
        match suppression.view(cell)? {
            FigureView::Exact(share) => Some((from_extreme(suppression, cell)?, cell, share)),
            FigureView::Range { .. } | FigureView::Withheld(_) => None,
        }
    };
    let first = exposing(question, fact.item);
    let first = first.iter().find_map(|items| items.iter().find_map(|item| exact(*item)));
    let all = table.iter().filter_map(|(item, _)| exact(item));
    let next = first.or_else(|| all.min_by_key(|(distance, cell, _)| (*distance, *cell)));
    let (_, cell, share) = next?;
    let range = band(share.count(), share.base(), WIDENED, WIDENED / 2);
    Some(Step::Range(cell, range))
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

/// Of all exact cells of areas about these items the one that the fewest sheets print as their own
/// answer: the lowest count. Of equal ones the one nearest to an extreme.
fn nearest(suppression: &Suppression, items: &BTreeSet<ItemIndex>) -> Option<Cell> {
    let areas = suppression.shown().map(|(group, _)| group).filter(|group| group.is_part());
    let cells = areas.flat_map(|group| items.iter().map(move |item| Cell { group, item: *item }));
    let exact = cells.filter_map(|cell| match suppression.view(cell)? {
        FigureView::Exact(share) => Some((share.count(), from_extreme(suppression, cell)?, cell)),
        FigureView::Range { .. } | FigureView::Withheld(_) => None,
    });
    exact.min().map(|(.., cell)| cell)
}

/// How far an exact count is from nobody or from everybody; `None` when it is not exact.
fn from_extreme(suppression: &Suppression, cell: Cell) -> Option<u32> {
    match suppression.view(cell)? {
        FigureView::Exact(share) => Some(share.count().min(share.base() - share.count())),
        FigureView::Range { .. } | FigureView::Withheld(_) => None,
    }
}

/// The item of the cell, and what else of its table must be withheld because it would give the
/// cell back: of a single choice the counts add up to the base, and a net is the sum of its
/// options.
fn with_companions(
    question: &Question,
    suppression: &Suppression,
    Cell { group, item }: Cell,
) -> BTreeSet<ItemIndex> {
    let mut items = BTreeSet::from([item]);
    if question.several() {
        return items;
    }
    let Some(table) = suppression.tables.get(&group) else { return items };
    let net = |index: ItemIndex| match &question.at(index).kind {
        ItemKind::Net(members) => Some(members),
        ItemKind::Option | ItemKind::Band(..) => None,
    };
    let exact = |index: ItemIndex| from_extreme(suppression, Cell { group, item: index });
    let others: Vec<_> = table
        .iter()
        .map(|(index, _)| index)
        .filter(|index| *index != item && net(*index).is_none())
        .collect();
    if others.iter().all(|index| exact(*index).is_some()) {
        items.extend(others.into_iter().min_by_key(|index| (exact(*index), *index)));
    }
    let open = |index: &ItemIndex| items.contains(index) || exact(*index).is_none();
    let nets: Vec<_> = table
        .iter()
        .map(|(index, _)| index)
        .filter(|index| {
            net(*index)
                .is_some_and(|members| members.iter().filter(|member| open(member)).count() == 1)
        })
        .collect();
    items.extend(nets);
    items
}

/// Withholds something because of this fact.
fn withhold(suppression: &mut Suppression, step: &Step, fact: &Fact) {
    match step {
        Step::Cells(group, items) => {
            let cells = items.iter().map(|item| Cell { group: *group, item: *item });
            suppression.cells.extend(cells);
            explain(suppression, *group, items, fact);
        }
        Step::Range(cell, range) => {
            suppression.widened.insert(*cell, *range);
            explain(suppression, cell.group, &[cell.item].into(), fact);
        }
        Step::Table(group) => {
            suppression.hidden.insert(*group);
            suppression.because.insert(Part { group: *group, item: None }, fact.clone());
        }
    }
}

fn explain(suppression: &mut Suppression, group: Group, items: &BTreeSet<ItemIndex>, fact: &Fact) {
    let parts = items.iter().map(|item| (Part { group, item: Some(*item) }, fact.clone()));
    suppression.because.extend(parts);
}

/// Shows again what may be shown.
fn show_again(audit: &mut Audit, suppression: &mut Suppression, steps: Vec<Step>) {
    let tables = steps.iter().filter_map(|step| match step {
        Step::Table(group) => Some(*group),
        Step::Cells(..) | Step::Range(..) => None,
    });
    show_tables_again(audit, suppression, tables.collect());
    for step in steps.into_iter().rev() {
        if let Step::Cells(group, items) = step {
            show_cells_again(audit, suppression, group, &items);
        }
    }
}

/// Each table as a whole where that is allowed, or else without the cells that were withheld.
fn show_tables_again(audit: &mut Audit, suppression: &mut Suppression, mut tables: Vec<Group>) {
    let base =
        |group: &Group| suppression.tables.get(group).and_then(ReleasedTable::base).unwrap_or(0);
    tables.sort_by_key(|group| (Reverse(base(group)), *group));
    for group in tables {
        let mut whole = suppression.clone();
        whole.hidden.remove(&group);
        whole.cells.retain(|cell| cell.group != group);
        let mut part = suppression.clone();
        part.hidden.remove(&group);
        for trial in [whole, part] {
            match audit.exposed(&trial) {
                Some(fact) => {
                    suppression.because.insert(Part { group, item: None }, fact);
                }
                None => {
                    *suppression = trial;
                    break;
                }
            }
        }
    }
}

fn show_cells_again(
    audit: &mut Audit,
    suppression: &mut Suppression,
    group: Group,
    items: &BTreeSet<ItemIndex>,
) {
    let withheld = |item: &ItemIndex| suppression.cells.contains(&Cell { group, item: *item });
    if suppression.hidden.contains(&group) || !items.iter().all(withheld) {
        return;
    }
    let mut trial = suppression.clone();
    trial.cells.retain(|cell| cell.group != group || !items.contains(&cell.item));
    match audit.exposed(&trial) {
        Some(fact) => explain(suppression, group, items, &fact),
        None => *suppression = trial,
    }
}
