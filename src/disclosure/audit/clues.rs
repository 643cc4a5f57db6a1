//! What the documents reveal to an attacker about one question: sums of answers, within bounds.

use std::collections::BTreeSet;

use super::readers::{Reader, Respondents, whole};
use super::report::Conclusion;
use super::shown::{Cell, Suppression};
use super::system::Bounds;
use super::ticks::Ticks;
use crate::disclosure::figure::{FigureView, ReleasedTable};
use crate::disclosure::policy::{LARGE_BASE, Policy};
use crate::questionnaire::{ItemIndex, ItemKind, Question};
use crate::statistics::Group;

/// A sum that an attacker knows: how many in a group chose any of some options.
#[derive(Debug)]
pub(in crate::disclosure) struct ShownSum {
    /// The cell that reveals it; `None` for what another question reveals.
    cell: Option<Cell>,
    pub(super) group: Group,
    pub(super) items: BTreeSet<ItemIndex>,
    pub(super) bounds: Bounds,
}

/// What is published of one question, before the eyes of an attacker who knows the rules.
#[derive(Debug, Clone, Copy)]
pub(in crate::disclosure) struct Documents<'d> {
    pub(super) question: &'d Question,
    pub(super) policy: &'d Policy,
    pub(super) respondents: &'d Respondents<'d>,
    pub(super) suppression: &'d Suppression,
}

/// A way to conclude sums from the documents.
pub(in crate::disclosure) type Clue = fn(&Documents) -> Vec<ShownSum>;

/// All ways to conclude sums that an audit supposes.
pub(super) const CLUES: [Clue; 5] =
    [options_of_areas, options_of_panels, nets, absent_options, absent_nets];

impl Documents<'_> {
    /// What all these clues reveal together: table by table and cell by cell, other questions
    /// last.
    pub(super) fn sums(&self, clues: &[Clue]) -> Vec<ShownSum> {
        let mut sums: Vec<ShownSum> = clues.iter().flat_map(|clue| clue(self)).collect();
        sums.sort_by_key(|sum| (sum.cell.is_none(), sum.cell));
        sums
    }

    /// All cells of the tables that are shown.
    fn cells(&self) -> impl Iterator<Item = (Cell, &ReleasedTable)> {
        self.suppression.shown().flat_map(|(group, table)| {
            table.iter().map(move |(item, _)| (Cell { group, item }, table))
        })
    }

    /// The figures of some cells.
    fn figures(&self, wanted: impl Fn(Cell) -> bool) -> Vec<ShownSum> {
        let cells = self.cells().filter(|(cell, _)| wanted(*cell));
        let sums = cells.filter_map(|(cell, _)| {
            let (low, high) = match self.suppression.view(cell)? {
                FigureView::Exact(share) => (share.count(), share.count()),
                FigureView::Range { low, high, .. } => (low, high),
                FigureView::Withheld(_) => return None,
            };
            Some(self.sum(cell, low, high))
        });
        sums.collect()
    }

    /// A single cell is withheld only where it would have been exact, which reveals something
    /// too.
    fn absences(&self, wanted: impl Fn(Cell) -> bool) -> Vec<ShownSum> {
        let withheld = |cell: Cell| self.suppression.view(cell).is_none();
        let cells = self.cells().filter(|(cell, _)| wanted(*cell) && withheld(*cell));
        let sums = cells.filter_map(|(cell, table)| {
            let (low, high) = self.policy.exact_between(table.base()?)?;
            // Of a single choice only where low counts are exact too.
            let low = if self.question.several() { low } else { 0 };
            Some(self.sum(cell, low, high))
        });
        sums.collect()
    }

    fn sum(&self, cell: Cell, low: u32, high: u32) -> ShownSum {
        let items = match &self.question.at(cell.item).kind {
            ItemKind::Net(members) => members.iter().copied().collect(),
            ItemKind::Option | ItemKind::Band(..) => [cell.item].into(),
        };
        let bounds = Bounds::new(low.into(), high.into());
        ShownSum { cell: Some(cell), group: cell.group, items, bounds }
    }

    fn is_net(&self, cell: Cell) -> bool {
        self.question.at(cell.item).is_net()
    }
}

const fn is_panel(group: Group) -> bool {
    matches!(group, Group::Panel(_))
}

/// The figures of single options in the nation and its areas.
pub(in crate::disclosure) fn options_of_areas(documents: &Documents) -> Vec<ShownSum> {
    documents.figures(|cell| !is_panel(cell.group) && !documents.is_net(cell))
}

/// The figures of single options in panels.
pub(in crate::disclosure) fn options_of_panels(documents: &Documents) -> Vec<ShownSum> {
    documents.figures(|cell| is_panel(cell.group) && !documents.is_net(cell))
}

/// The figures of nets.
pub(in crate::disclosure) fn nets(documents: &Documents) -> Vec<ShownSum> {
    documents.figures(|cell| documents.is_net(cell))
}

/// Single options that are withheld in a table that is shown.
pub(in crate::disclosure) fn absent_options(documents: &Documents) -> Vec<ShownSum> {
    documents.absences(|cell| !documents.is_net(cell))
}

/// The same of nets. With a single choice a net may also be withheld together with one of its
/// options, whatever its own count.
pub(in crate::disclosure) fn absent_nets(documents: &Documents) -> Vec<ShownSum> {
    documents.absences(|cell| documents.question.several() && documents.is_net(cell))
}

impl Documents<'_> {
    /// Whether a conclusion follows from one table of a large group: a general fact, which is
    /// allowed (bescherming.md#algemeen-feit).
    pub(super) fn state_in_general(&self, reader: &Reader, conclusion: Conclusion) -> bool {
        let respondents = self.respondents;
        let item = respondents.options[conclusion.column];
        self.suppression.shown().any(|(group, table)| {
            let base = table.base().unwrap_or(0);
            let counts =
                |combination: usize| respondents.combinations[combination].counted_by(group);
            if base < LARGE_BASE || !counts(conclusion.combination) {
                return false;
            }
            let view = self.suppression.view(Cell { group, item });
            let Some(FigureView::Exact(share)) = view else { return false };
            let known = || reader.known().iter().filter(|one| counts(one.combination));
            let chose = known().filter(|one| respondents.chosen(**one).contains(&item));
            let others_chose = i64::from(share.count()) - whole(chose.count());
            match conclusion.chosen {
                true => others_chose == i64::from(base) - whole(known().count()),
                false => others_chose == 0,
            }
        })
    }
}

/// How the ticks of one respondent depend on each other, as far as it is known.
#[derive(Debug, Default)]
pub(in crate::disclosure) struct Ties {
    exclusive: BTreeSet<ItemIndex>,
    nets: Vec<BTreeSet<ItemIndex>>,
    at_least_one: bool,
}

/// Adds a way in which ticks depend on each other.
pub(in crate::disclosure) type Tie = fn(&Documents, &mut Ties);

/// All ways in which ticks depend on each other that an audit supposes to be known.
pub(super) const TIES: [Tie; 3] = [exclusive_options, members_of_nets, something_ticked];

impl Documents<'_> {
    /// What all these ties make of a question with several answers; `None` when nets cross.
    pub(super) fn ticks(&self, all: &[Tie]) -> Option<Ticks> {
        let mut ties = Ties::default();
        all.iter().for_each(|tie| tie(self, &mut ties));
        let exclusive = |item: ItemIndex| ties.exclusive.contains(&item);
        Ticks::of(&self.respondents.options, exclusive, ties.nets, ties.at_least_one)
    }
}

/// Who ticked an exclusive option ticked nothing else.
pub(in crate::disclosure) fn exclusive_options(documents: &Documents, ties: &mut Ties) {
    let exclusive = documents.question.iter_items().filter(|(_, item)| item.exclusive);
    ties.exclusive.extend(exclusive.map(|(index, _)| index));
}

/// A net counts who ticked any of its options.
pub(in crate::disclosure) fn members_of_nets(documents: &Documents, ties: &mut Ties) {
    let nets = documents.question.iter_items().filter_map(|(_, item)| match &item.kind {
        ItemKind::Net(members) => Some(members.iter().copied().collect()),
        ItemKind::Option | ItemKind::Band(..) => None,
    });
    ties.nets.extend(nets);
}

/// Everyone ticked at least one option, unless an empty list is an answer.
pub(in crate::disclosure) fn something_ticked(documents: &Documents, ties: &mut Ties) {
    ties.at_least_one = documents.respondents.at_least_one;
}
