//! The appendix: all numbers of a question, and with which waves they may be compared.

use minijinja::{Value, context};

use super::{Topic, short_value};
use crate::disclosure::{Group, Panel, ReleasedTable};
use crate::questionnaire::{Item, ItemIndex, NotComparable, RowIndex, Wave};

/// A column of a table: whose numbers of which wave.
struct Column {
    head: String,
    wave: Wave,
    group: Group,
}

/// So many panels, of two columns each, fit on the width of a page.
const PANELS_PER_TABLE: usize = 2;
/// The words for a cell without a number.
const NOT_ASKED: &str = "n.g.";
const WITHHELD: &str = "niet getoond";
const MERGED: &str = "samengevoegd";
const RENAMED: &str = "andere naam";

impl Topic<'_> {
    /// All waves that asked the question, up to this edition, newest first.
    fn asked_waves(&self) -> Vec<Wave> {
        let waves = self.edition.waves().into_iter();
        waves.filter(|wave| self.question.asked_in(*wave)).collect()
    }

    /// The complete table of everyone, and those of the panels, with the waves as columns.
    pub(in crate::documents) fn tables(&self) -> Vec<Value> {
        let national = self.asked_waves().into_iter().map(|wave| Column {
            head: wave.to_string(),
            wave,
            group: Group::National,
        });
        let national = self.table_of(&national.collect::<Vec<_>>());
        let panels = self.panels();
        let panels = panels.chunks(PANELS_PER_TABLE).map(|panels| {
            let columns: Vec<_> = panels.iter().copied().flat_map(panel_columns).collect();
            self.table_of(&columns)
        });
        std::iter::once(national).chain(panels).collect()
    }

    /// Every panel of two adjacent waves that both asked the question, newest first, of which
    /// something is shown.
    fn panels(&self) -> Vec<Panel> {
        let waves = self.edition.waves();
        let pairs = waves.windows(2).map(|pair| Panel { earlier: pair[1], later: pair[0] });
        pairs
            .filter(|panel| {
                [panel.earlier, panel.later].into_iter().all(|wave| self.question.asked_in(wave))
            })
            .filter(|panel| {
                let mut rows = self.question.rows_in(panel.later).into_iter();
                rows.any(|row| self.table(panel.later, row, Group::Panel(*panel)).is_some())
            })
            .collect()
    }

    /// The rows that were asked up to this edition, in the order of the questionnaire.
    fn rows_ever(&self) -> Vec<Option<RowIndex>> {
        let asked = self.asked_waves().into_iter().flat_map(|wave| self.question.rows_in(wave));
        let mut rows: Vec<_> = asked.collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// The items that could be chosen in one of these columns, in the order of the questionnaire.
    fn items_ever(&self, columns: &[Column]) -> Vec<(ItemIndex, &Item)> {
        let asked = |item: &Item| columns.iter().any(|column| item.asked_in(column.wave));
        let items = self.question.iter_items();
        items.filter(|(_, item)| !item.not_applicable && asked(item)).collect()
    }

    fn table_of(&self, columns: &[Column]) -> Value {
        let items = self.items_ever(columns);
        let asked = |row: Option<RowIndex>| {
            columns.iter().any(|column| self.question.rows_in(column.wave).contains(&row))
        };
        let groups: Vec<Value> = self
            .rows_ever()
            .into_iter()
            .filter(|row| asked(*row))
            .map(|row| self.group_of_lines(row, &items, columns))
            .collect();
        context! {
            paneel => columns.iter().any(|column| matches!(column.group, Group::Panel(_))),
            kolommen => columns.iter().map(|column| column.head.clone()).collect::<Vec<_>>(),
            groepen => groups,
        }
    }

    /// The base and all answers of one row of a matrix, or of the whole question. Where no base
    /// is shown, no answer is either.
    fn group_of_lines(
        &self,
        row: Option<RowIndex>,
        items: &[(ItemIndex, &Item)],
        columns: &[Column],
    ) -> Value {
        let lines: Vec<Value> = items
            .iter()
            .map(|(item, option)| {
                let cells = columns.iter().map(|column| self.cell(row, *item, column));
                context! {
                    label => &option.label,
                    net => option.is_net(),
                    cellen => cells.collect::<Vec<_>>(),
                }
            })
            .collect();
        let bases: Vec<_> = columns.iter().map(|column| self.base_cell(row, column)).collect();
        context! {
            rij => row.map(|row| &self.question.row(row).label),
            regels => lines,
            getoond => bases.iter().any(|base| base != WITHHELD),
            bases => bases,
        }
    }

    fn base_cell(&self, row: Option<RowIndex>, column: &Column) -> String {
        if !self.question.rows_in(column.wave).contains(&row) {
            return NOT_ASKED.to_owned();
        }
        match self.table(column.wave, row, column.group) {
            None => "–".to_owned(),
            Some(table) => base_value(table),
        }
    }

    fn cell(&self, row: Option<RowIndex>, item: ItemIndex, column: &Column) -> String {
        if !self.question.rows_in(column.wave).contains(&row) {
            return NOT_ASKED.to_owned();
        }
        if !self.question.at(item).asked_in(column.wave) {
            return self.stand_in(item, column.wave).to_owned();
        }
        self.table(column.wave, row, column.group)
            .and_then(|table| table.figure(item))
            .map_or_else(|| "–".to_owned(), |figure| short_value(&figure))
    }

    /// What is said of an option in a wave that did not have it: it had another name, was one
    /// with others, or was not asked.
    fn stand_in(&self, item: ItemIndex, wave: Wave) -> &'static str {
        let same = |other: &Item| other.asked_in(wave) && other.same_as.contains(&item);
        let later = self.question.iter_items().find(|(_, other)| same(other));
        let merged_later = later.is_some_and(|(_, other)| other.same_as.len() > 1);
        match (self.question.counterparts(item, wave).len(), later) {
            (2.., _) => MERGED,
            (_, Some(_)) if merged_later => MERGED,
            (1, _) | (_, Some(_)) => RENAMED,
            (0, None) => NOT_ASKED,
        }
    }

    /// The earlier waves that asked the question, oldest first.
    pub(in crate::documents) fn asked_before(&self) -> Vec<u16> {
        self.asked_waves_before().into_iter().rev().map(|wave| wave.0).collect()
    }

    /// With which earlier waves this edition may not be compared as a whole, and why: waves with the
    /// same answer together, newest first. Empty when everything may be compared.
    pub(in crate::documents) fn comparability(&self) -> Vec<Value> {
        let mut found: Vec<(Vec<Wave>, Vec<ItemIndex>, &str)> = Vec::new();
        for earlier in self.asked_waves_before() {
            let Some(reason) = self.broken_since(earlier) else { continue };
            let kept = self.kept(earlier);
            match found.last_mut() {
                Some((waves, same, text)) if *same == kept && *text == reason => {
                    waves.push(earlier);
                }
                _ => found.push((vec![earlier], kept, reason)),
            }
        }
        let values = found.into_iter().map(|(waves, kept, reason)| {
            let kept: Vec<_> = kept.into_iter().map(|item| self.label(item).to_owned()).collect();
            context! {
                jaren => waves.iter().rev().map(|wave| wave.0).collect::<Vec<_>>(),
                alleen => kept,
                tekst => reason,
            }
        });
        values.collect()
    }

    /// Why some item may not be compared with an earlier wave: the reason of the newest break.
    fn broken_since(&self, earlier: Wave) -> Option<&str> {
        let wave = self.edition.wave;
        let changed = |item| {
            let judged = self.question.comparable(item, earlier, wave);
            matches!(judged, Err(NotComparable::Changed(_)))
        };
        let found = self.question.break_between(earlier, wave)?;
        let mut items = self.question.items_in(wave);
        items.any(|(item, _)| changed(item)).then_some(found.reason.as_str())
    }
}

/// A base in a cell.
pub(super) fn base_value(table: &ReleasedTable) -> String {
    table.base().map_or_else(|| WITHHELD.to_owned(), |base| base.to_string())
}

/// The two columns of a panel, the later wave first.
fn panel_columns(panel: Panel) -> [Column; 2] {
    [(panel.later, panel.earlier), (panel.earlier, panel.later)].map(|(wave, other)| Column {
        head: format!("{wave}* (met {other})"),
        wave,
        group: Group::Panel(panel),
    })
}
