//! The appendix: all numbers of a question, and with which waves they may be compared.

use minijinja::{Value, context};

use super::Topic;
use crate::charts::{Face, Typeface};
use crate::disclosure::{CitedTable, Group, Panel};
use crate::documents::values::asked;
use crate::language::{Number, Wording, base_in_words, wording};
use crate::questionnaire::{Item, ItemIndex, NotComparable, RowIndex, Wave};
use crate::templates::TypstMarkup;
use crate::typesetting::table;

/// A column of a table: whose numbers of which wave.
struct Column {
    head: Wording,
    wave: Wave,
    group: Group,
}

impl Column {
    /// Width for its numbers and the longest word of its head, in tenths of a point.
    fn width(&self, at: usize, groups: &[Lines], typeface: Typeface) -> u32 {
        let measure = |text: &str, face| typeface.width(text, face, TABLE_TEXT);
        let head = self.head.to_string();
        let head = head.split(' ').map(|word| measure(word, Face::Bold));
        let numbers = groups.iter().flat_map(|group| {
            let cell = |line: &Line| measure(&line.cells[at].to_string(), Face::Regular);
            let cells = group.lines.iter().map(cell);
            std::iter::once(measure(&group.bases[at].to_string(), Face::Bold)).chain(cells)
        });
        head.chain(numbers).max().unwrap_or_default() + NUMBER_EDGES
    }
}

/// The numbers of one row of a matrix, or of the whole question.
struct Lines {
    row: Option<String>,
    bases: Vec<Wording>,
    lines: Vec<Line>,
}

/// An answer with its numbers, per column.
struct Line {
    label: String,
    net: bool,
    cells: Vec<Wording>,
}

impl Lines {
    /// For the template. Where no base is shown, no answer is either.
    fn value(&self, width: u32, typeface: Typeface) -> Value {
        let height = |label: &str, face| height(label, face, width, typeface);
        let base = self.row.as_ref().map(|row| format!("{row}, basis (n)"));
        let lines = self.lines.iter().map(|line| {
            let face = if line.net { Face::Italic } else { Face::Regular };
            context! {
                label => asked(&line.label),
                net => line.net,
                cellen => line.cells.clone(),
                hoogte => height(&line.label, face),
            }
        });
        context! {
            rij => self.row.as_ref().map(asked),
            regels => lines.collect::<Vec<_>>(),
            getoond => self.bases.iter().any(|base| *base != WITHHELD.into()),
            bases => self.bases.clone(),
            hoogte => height(base.as_deref().unwrap_or_default(), Face::Bold),
        }
    }
}

/// Height of a row of which the label has this width. Typst breaks lines at no fewer places,
/// so that the label never needs more.
fn height(label: &str, face: Face, width: u32, typeface: Typeface) -> TypstMarkup {
    let lines = typeface.wrap(label, face, TABLE_TEXT, width).len();
    TypstMarkup::length(ROW + NEXT_LINE * (u32::try_from(lines).unwrap_or(1).max(1) - 1))
}

/// Size of the text in a table.
const TABLE_TEXT: u32 = table::TEXT;
/// White beside a number, and a hair.
const NUMBER_EDGES: u32 = table::LEFT + table::RIGHT + 2;
/// A capital of the text in a table.
const CAPITAL: u32 = 61;
/// Height of a row of one line: a capital and the white above and below.
const ROW: u32 = CAPITAL + 2 * table::ABOVE;
/// What each next line adds.
const NEXT_LINE: u32 = CAPITAL + table::LEADING;

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
            head: Wording::year(wave.0),
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
        let rows = self.rows_ever().into_iter().filter(|row| asked(*row));
        let groups: Vec<_> = rows.map(|row| self.group_of_lines(row, &items, columns)).collect();
        let typeface = self.edition.project.typeface;
        let numbered = columns.iter().enumerate();
        let widths: Vec<_> =
            numbered.map(|(at, column)| column.width(at, &groups, typeface)).collect();
        let left = table::WIDTH.saturating_sub(widths.iter().sum()).saturating_sub(table::RIGHT);
        context! {
            paneel => columns.iter().any(|column| matches!(column.group, Group::Panel(_))),
            kolommen => columns.iter().map(|column| column.head.clone()).collect::<Vec<_>>(),
            breedtes => widths.into_iter().map(TypstMarkup::length).collect::<Vec<_>>(),
            groepen => groups.iter().map(|group| group.value(left, typeface)).collect::<Vec<_>>(),
        }
    }

    /// The base and all answers of one row of a matrix, or of the whole question.
    fn group_of_lines(
        &self,
        row: Option<RowIndex>,
        items: &[(ItemIndex, &Item)],
        columns: &[Column],
    ) -> Lines {
        let line = |(item, option): &(ItemIndex, &Item)| Line {
            label: self.label_in_columns(columns, &option.waves, |wave| option.label_in(wave)),
            net: option.is_net(),
            cells: columns.iter().map(|column| self.cell(row, *item, column)).collect(),
        };
        Lines {
            row: row.map(|row| {
                let row = self.question.row(row);
                self.label_in_columns(columns, &row.waves, |wave| row.label_in(wave))
            }),
            bases: columns.iter().map(|column| self.base_cell(row, column)).collect(),
            lines: items.iter().map(line).collect(),
        }
    }

    /// A label in the words of the newest column that asked it; those of other columns, where they
    /// were others, with their years.
    fn label_in_columns<'t>(
        &self,
        columns: &[Column],
        asked: &[Wave],
        words: impl Fn(Wave) -> &'t str,
    ) -> String {
        let mut waves: Vec<_> =
            columns.iter().map(|column| column.wave).filter(|wave| asked.contains(wave)).collect();
        waves.dedup();
        let Some((newest, earlier)) = waves.split_first() else {
            return words(self.edition.wave).to_owned();
        };
        let mut label = words(*newest).to_owned();
        let mut others: Vec<(&str, Vec<Wave>)> = Vec::new();
        for wave in earlier.iter().filter(|wave| words(**wave) != words(*newest)) {
            match others.iter_mut().find(|(text, _)| *text == words(*wave)) {
                Some((_, waves)) if !waves.contains(wave) => waves.push(*wave),
                Some(_) => {}
                None => others.push((words(*wave), vec![*wave])),
            }
        }
        for (text, waves) in others {
            let years: Vec<_> = waves.iter().rev().map(ToString::to_string).collect();
            label.push_str(&format!(" ({}: ‘{text}’)", years.join(", ")));
        }
        label
    }

    fn base_cell(&self, row: Option<RowIndex>, column: &Column) -> Wording {
        if !self.question.rows_in(column.wave).contains(&row) {
            return NOT_ASKED.into();
        }
        match self.table(column.wave, row, column.group) {
            None => "–".into(),
            Some(table) => base_value(&table),
        }
    }

    fn cell(&self, row: Option<RowIndex>, item: ItemIndex, column: &Column) -> Wording {
        if !self.question.rows_in(column.wave).contains(&row) {
            return NOT_ASKED.into();
        }
        if !self.question.at(item).asked_in(column.wave) {
            return self.stand_in(item, column.wave).into();
        }
        self.table(column.wave, row, column.group)
            .and_then(|table| table.figure(item))
            .map_or_else(|| "–".into(), |figure| Number::from(figure).in_cell())
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
            let kept: Vec<_> = kept.into_iter().map(|item| asked(self.label(item))).collect();
            context! {
                jaren => waves.iter().rev().map(|wave| wave.0).collect::<Vec<_>>(),
                alleen => kept,
                tekst => asked(reason),
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
pub(super) fn base_value(table: &CitedTable) -> Wording {
    base_in_words(table).unwrap_or_else(|| WITHHELD.into())
}

/// The two columns of a panel, the later wave first.
fn panel_columns(panel: Panel) -> [Column; 2] {
    [(panel.later, panel.earlier), (panel.earlier, panel.later)].map(|(wave, other)| Column {
        head: wording![Wording::year(wave.0), "* (met\u{a0}", Wording::year(other.0), ")"],
        wave,
        group: Group::Panel(panel),
    })
}
