//! What is shown of one question, and what the audit withholds of it.

use std::collections::{BTreeMap, BTreeSet};

use super::report::Fact;
use crate::disclosure::figure::{FigureView, ReleasedTable};
use crate::questionnaire::ItemIndex;
use crate::statistics::Group;

/// One cell of the tables of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::disclosure) struct Cell {
    pub(in crate::disclosure) group: Group,
    pub(in crate::disclosure) item: ItemIndex,
}

/// A table of a question, or one cell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::disclosure) struct Part {
    pub(in crate::disclosure) group: Group,
    /// The cell; `None` for the whole table.
    pub(in crate::disclosure) item: Option<ItemIndex>,
}

/// What is shown of one question: its judged tables, without what the audit withholds of them
/// (secondary suppression).
#[derive(Debug, Clone)]
pub(in crate::disclosure) struct Suppression {
    /// The tables as the fixed rules judged them.
    pub(in crate::disclosure) tables: BTreeMap<Group, ReleasedTable>,
    /// Withheld tables.
    pub(in crate::disclosure) hidden: BTreeSet<Group>,
    /// Withheld cells of tables that are shown.
    pub(in crate::disclosure) cells: BTreeSet<Cell>,
    /// Cells that are shown as a range, though they would be exact.
    pub(in crate::disclosure) widened: BTreeMap<Cell, (u32, u32)>,
    /// By withheld table or cell what could be derived if it were shown.
    pub(in crate::disclosure) because: BTreeMap<Part, Fact>,
}

impl Suppression {
    /// Everything that these tables show.
    pub(in crate::disclosure) const fn none(tables: BTreeMap<Group, ReleasedTable>) -> Self {
        Self {
            tables,
            hidden: BTreeSet::new(),
            cells: BTreeSet::new(),
            widened: BTreeMap::new(),
            because: BTreeMap::new(),
        }
    }

    /// The cells of a table that are shown as a range.
    pub(in crate::disclosure) fn widened_of(
        &self,
        group: Group,
    ) -> BTreeMap<ItemIndex, (u32, u32)> {
        let of = self.widened.iter().filter(|(cell, _)| cell.group == group);
        of.map(|(cell, range)| (cell.item, *range)).collect()
    }

    /// The tables that are shown, at least in part.
    pub(in crate::disclosure) fn shown(&self) -> impl Iterator<Item = (Group, &ReleasedTable)> {
        self.tables
            .iter()
            .filter(|(group, table)| !self.hidden.contains(group) && table.base().is_some())
            .map(|(group, table)| (*group, table))
    }

    /// The withheld cells of a table.
    pub(in crate::disclosure) fn cells_of(&self, group: Group) -> BTreeSet<ItemIndex> {
        self.cells.iter().filter(|cell| cell.group == group).map(|cell| cell.item).collect()
    }

    /// Whether a table or cell is withheld.
    pub(in crate::disclosure) fn withholds(&self, part: &Part) -> bool {
        match part.item {
            None => self.hidden.contains(&part.group),
            Some(item) => {
                let cell = Cell { group: part.group, item };
                self.cells.contains(&cell) || self.widened.contains_key(&cell)
            }
        }
    }

    /// What is shown of a cell; `None` when it is withheld.
    pub(in crate::disclosure) fn view(&self, cell: Cell) -> Option<FigureView> {
        let gone = self.hidden.contains(&cell.group) || self.cells.contains(&cell);
        let figure = self.tables.get(&cell.group).filter(|_| !gone)?.figure(cell.item)?;
        match (figure.view(), self.widened.get(&cell)) {
            (FigureView::Withheld(_), _) => None,
            (FigureView::Exact(share), Some((low, high))) => {
                Some(FigureView::Range { low: *low, high: *high, base: share.base() })
            }
            (view, _) => Some(view),
        }
    }
}
