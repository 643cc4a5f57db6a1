//! The drawings of a question in the report, each with what it says in words.

use std::cmp::Reverse;

use minijinja::{Value, context};

use super::tables::base_value;
use super::{Topic, short_value, spoken_value};
use crate::charts::{AltText, Bar, Chart, Extent, Marker, OptionBar, Segment};
use crate::disclosure::{FigureView, Group, ReleasedTable};
use crate::language::{percent_of, withheld_briefly};
use crate::questionnaire::{FigureForm, ItemIndex, Wave};

/// Width of a drawing in the report, in tenths of a point.
const REPORT_WIDTH: u32 = 4_420;

impl Topic<'_> {
    /// The drawing of the question; none for a question of which no number may be shown.
    pub(super) fn report_chart(&self) -> Option<Chart> {
        match self.question.figure {
            FigureForm::None if self.ranked(self.edition.wave).is_empty() => None,
            FigureForm::YearRows => self.year_chart(),
            FigureForm::None | FigureForm::OptionBars | FigureForm::Ranking => self.option_chart(),
            FigureForm::MatrixRows => self.matrix_chart(),
        }
    }

    /// The waves that stand in one figure: from this edition back to the last break.
    pub(super) fn figure_waves(&self) -> Vec<Wave> {
        self.edition
            .waves()
            .into_iter()
            .filter(|wave| self.question.asked_in(*wave))
            .take_while(|wave| *wave == self.edition.wave || self.columns_comparable(*wave))
            .collect()
    }

    /// Whether all options of this edition may be compared with a wave, one to one.
    pub(super) fn columns_comparable(&self, wave: Wave) -> bool {
        self.question.options_in(self.edition.wave).all(|(item, _)| {
            self.comparable(item, wave) && self.question.counterparts(item, wave).len() == 1
        }) && self.question.options_in(wave).count()
            == self.question.options_in(self.edition.wave).count()
    }

    /// The rows of a figure with one bar per year: label, wave and table; the panel last.
    fn year_tables(&self) -> Vec<(String, Wave, &ReleasedTable)> {
        let national = self.figure_waves().into_iter().filter_map(|wave| {
            Some((wave.to_string(), wave, self.table(wave, None, Group::National)?))
        });
        let panel = self.panel().filter(|panel| self.columns_comparable(panel.earlier));
        let both = panel.and_then(|panel| {
            let row = |wave: Wave| {
                let table = self.table(wave, None, Group::Panel(panel))?;
                Some((format!("{wave}*"), wave, table))
            };
            Some([row(panel.later)?, row(panel.earlier)?])
        });
        let panel = both.into_iter().flatten();
        national.chain(panel).collect()
    }

    /// Whether a bar of the figure, or a cell of the table in its place, is a range.
    pub(super) fn has_ranges(&self) -> bool {
        let wave = self.edition.wave;
        if self.question.figure == FigureForm::YearRows {
            return self.year_tables().into_iter().any(|(.., table)| self.holds_range(table));
        }
        let mut rows = self.question.rows_in(wave).into_iter();
        rows.any(|row| {
            self.table(wave, row, Group::National).is_some_and(|table| self.holds_range(table))
        })
    }

    /// Whether a mark for the wave before is a range.
    pub(super) fn has_ranges_before(&self) -> bool {
        let table = self.marked_wave().and_then(|wave| self.table(wave, None, Group::National));
        table.is_some_and(|table| self.holds_range(table))
    }

    fn holds_range(&self, table: &ReleasedTable) -> bool {
        table.iter().any(|(item, figure)| {
            !self.question.at(item).is_net() && matches!(figure.view(), FigureView::Range { .. })
        })
    }

    fn segments(&self, table: &ReleasedTable, wave: Wave) -> Vec<Segment> {
        self.question
            .options_in(self.edition.wave)
            .filter_map(|(item, option)| {
                let [then] = self.question.counterparts(item, wave)[..] else { return None };
                let figure = table.figure(then)?;
                let segment = Segment::new(&option.short, Extent::from(&figure));
                Some(segment.with_full_name(option.label_in(wave)))
            })
            .collect()
    }

    /// What the number right of a year's bar counts: the subject of the heading.
    pub(super) fn beside_label(&self) -> Option<&str> {
        let subject = self.subject().filter(|_| self.question.figure == FigureForm::YearRows)?;
        Some(self.label(subject))
    }

    /// The number right of a year's bar: the share of the subject, named where it is a net and
    /// so has no segment of its own.
    fn beside(&self, table: &ReleasedTable, wave: Wave) -> Option<String> {
        let subject = self.subject()?;
        let [then] = self.question.counterparts(subject, wave)[..] else { return None };
        let percent = percent_of(table.figure(then)?.exact()?)?;
        let item = self.question.at(subject);
        Some(if item.is_net() { format!("{} {percent}", item.short) } else { percent })
    }

    fn year_chart(&self) -> Option<Chart> {
        let (mut rows, mut words) = (Vec::new(), Vec::new());
        for (label, wave, table) in self.year_tables() {
            let said = match label.strip_suffix('*') {
                Some(year) => format!("{year}, zelfde {}", self.edition.unit().many),
                None => label.clone(),
            };
            words.push(format!("{said}: {}", self.numbers(table, wave)));
            let row = Bar::of(&label, self.segments(table, wave)).told(self.beside(table, wave));
            rows.push(if label.ends_with('*') { row.panel() } else { row });
        }
        let alt = self.description(&words)?;
        (!rows.is_empty()).then(|| Chart::year_rows(alt, REPORT_WIDTH, rows))
    }

    /// What a drawing shows: the finding first, then the numbers.
    fn description(&self, numbers: &[String]) -> Option<AltText> {
        AltText::new(format!("{}.", self.heading()), format!("{}.", numbers.join(". ")))
    }

    /// The earlier wave whose shares stand as marks on option bars.
    pub(super) fn marked_wave(&self) -> Option<Wave> {
        if !matches!(self.question.figure, FigureForm::OptionBars | FigureForm::Ranking) {
            return None;
        }
        let before = *self.asked_waves_before().first()?;
        let mut options = self.question.options_in(self.edition.wave);
        options.any(|(item, _)| self.comparable(item, before)).then_some(before)
    }

    fn option_chart(&self) -> Option<Chart> {
        self.bars_of(self.edition.wave, self.marked_wave())
    }

    /// For a ranking: the same bars of the wave before, in their own order.
    pub(super) fn ranking_before(&self) -> Option<Chart> {
        let wave = self.marked_wave().filter(|_| self.question.figure == FigureForm::Ranking)?;
        // The text lays it beside this year's, of which something must be shown.
        self.ranked(self.edition.wave).first()?;
        self.bars_of(wave, None)
    }

    /// One bar per option of a wave, largest first, with a mark for the wave `before`. A net that
    /// the heading is about has the first bar.
    fn bars_of(&self, wave: Wave, before: Option<Wave>) -> Option<Chart> {
        let table = self.table(wave, None, Group::National)?;
        let claimed = self.claim().map(|(item, ..)| item);
        let net = claimed.filter(|item| self.question.at(*item).is_net());
        let (mut rows, mut words) = (Vec::new(), Vec::new());
        for item in net.into_iter().chain(self.by_size(wave)) {
            let Some(figure) = table.figure(item) else { continue };
            let label = self.question.at(item).label_in(wave);
            let mut said = format!("{label} {}", spoken_value(&figure));
            let mut row = OptionBar::new(label, Extent::from(&figure));
            let then = before.filter(|before| self.comparable(item, *before)).and_then(|before| {
                let [then] = self.question.counterparts(item, before)[..] else { return None };
                Some((before, self.table(before, None, Group::National)?.figure(then)?))
            });
            if let Some((before, figure)) = then {
                said.push_str(&format!(", in {before} {}", spoken_value(&figure)));
                row = row.marked(Marker::Previous(Extent::from(&figure)));
            }
            words.push(said);
            rows.push(row);
        }
        let base = table.base().map_or_else(String::new, |base| self.of_base(base));
        let alt = self.description(&[format!("{wave}{base}: {}", words.join("; "))])?;
        (!rows.is_empty()).then(|| Chart::option_bars(alt, REPORT_WIDTH, rows))
    }

    /// `, van 172 respondenten`; of an open question the texts are counted.
    fn of_base(&self, base: u32) -> String {
        let unit = match self.kind_word() {
            "open" => "toelichtingen",
            _ => self.edition.unit().of(base),
        };
        format!(", van {base} {unit}")
    }

    /// The options of a wave, largest first; "anders" and exclusive ones last.
    pub(in crate::documents) fn by_size(&self, wave: Wave) -> Vec<ItemIndex> {
        let table = self.table(wave, None, Group::National);
        let certain = |item| match table?.figure(item)?.view() {
            FigureView::Exact(share) => Some(share.count()),
            FigureView::Range { low, .. } => Some(low),
            FigureView::Withheld(_) => None,
        };
        let mut order: Vec<_> = self.question.options_in(wave).collect();
        order.sort_by_key(|(item, option)| {
            (option.last || option.exclusive, Reverse(certain(*item)), *item)
        });
        order.into_iter().map(|(item, _)| item).collect()
    }

    /// A matrix with several answers per row: shares that don't add to 100 can't stand in one
    /// bar, so the figure is a table.
    pub(super) fn grid(&self) -> Option<Value> {
        if self.question.rows.is_empty() || !self.question.several() {
            return None;
        }
        let wave = self.edition.wave;
        let options: Vec<_> = self.question.options_in(wave).collect();
        let lines: Vec<Value> = self
            .question
            .rows_in(wave)
            .into_iter()
            .flatten()
            .filter_map(|row| {
                let table = self.table(wave, Some(row), Group::National)?;
                let cells = options.iter().filter_map(|(item, _)| table.figure(*item));
                Some(context! {
                    label => self.row_label(row),
                    basis => base_value(table),
                    cellen => cells.map(|figure| short_value(&figure)).collect::<Vec<_>>(),
                })
            })
            .collect();
        let columns: Vec<_> =
            options.iter().map(|(_, option)| option.label_in(wave).to_owned()).collect();
        Some(context! { kolommen => columns, regels => lines })
    }

    fn matrix_chart(&self) -> Option<Chart> {
        let wave = self.edition.wave;
        let (mut rows, mut words) = (Vec::new(), Vec::new());
        for row in self.question.rows_in(wave).into_iter().flatten() {
            let Some(table) = self.table(wave, Some(row), Group::National) else { continue };
            words.push(format!("{}: {}", self.row_label(row), self.numbers(table, wave)));
            rows.push(Bar::of(self.row_label(row), self.segments(table, wave)));
        }
        let alt = self.description(&words)?;
        (!rows.is_empty()).then(|| Chart::matrix_rows(alt, REPORT_WIDTH, rows))
    }

    /// The earlier wave with which the rows of a matrix may be compared by their first option.
    pub(super) fn rows_wave(&self) -> Option<Wave> {
        let (item, _) = self.question.options_in(self.edition.wave).next()?;
        let before = *self.asked_waves_before().first()?;
        (!self.question.rows.is_empty() && self.comparable(item, before)).then_some(before)
    }

    /// For a matrix: a bar per row for the share of the first option, largest first, with a mark
    /// for the wave before. Only beside the words about the largest row.
    pub(super) fn rows_chart(&self) -> Option<Chart> {
        self.extremes().and(self.top_row_before())?;
        let before = self.rows_wave()?;
        let (item, option) = self.question.options_in(self.edition.wave).next()?;
        let [then] = self.question.counterparts(item, before)[..] else { return None };
        let (mut rows, mut words) = (Vec::new(), Vec::new());
        let mut order: Vec<_> = self.shares_of_first().into_iter().map(|(row, _)| row).collect();
        let all = self.question.rows_in(self.edition.wave).into_iter().flatten();
        order.extend(all.filter(|row| !order.contains(row)).collect::<Vec<_>>());
        for row in order {
            let Some(figure) = self.national(Some(row), item) else { continue };
            let mut said = format!("{} {}", self.row_label(row), spoken_value(&figure));
            let mut bar = OptionBar::new(self.row_label(row), Extent::from(&figure));
            let table = self.table(before, Some(row), Group::National);
            if let Some(figure) = table.and_then(|table| table.figure(then)) {
                said.push_str(&format!(", in {before} {}", spoken_value(&figure)));
                bar = bar.marked(Marker::Previous(Extent::from(&figure)));
            }
            words.push(said);
            rows.push(bar);
        }
        let label = option.label_in(self.edition.wave);
        let finding = format!("{}. Het antwoord ‘{label}’ per onderdeel", self.heading());
        let alt = AltText::new(format!("{finding}:"), format!("{}.", words.join("; ")))?;
        (!rows.is_empty()).then(|| Chart::option_bars(alt, REPORT_WIDTH, rows))
    }

    /// All options of a table and its base; first the net that stands right of a year's bar.
    fn numbers(&self, table: &ReleasedTable, wave: Wave) -> String {
        let words = self.table_words(table, wave);
        let Some(base) = table.base() else { return words };
        let years = self.question.figure == FigureForm::YearRows;
        let net = self.subject().filter(|item| years && self.question.at(*item).is_net());
        let net = net.and_then(|item| {
            let label = self.question.at(item).label_in(wave);
            Some(format!("{label} {}, ", spoken_value(&table.figure(item)?)))
        });
        format!("{}{words} {}", net.unwrap_or_default(), self.edition.unit().of(base))
    }

    /// All options of a table in a few words, for readers who don't see the drawing.
    pub(in crate::documents) fn table_words(&self, table: &ReleasedTable, wave: Wave) -> String {
        if let Some(reason) = table.withheld() {
            return withheld_briefly(reason).to_owned();
        }
        let words: Vec<_> = self
            .question
            .options_in(wave)
            .filter_map(|(item, option)| {
                Some(format!("{} {}", option.short, spoken_value(&table.figure(item)?)))
            })
            .collect();
        format!("{}, van {}", words.join(", "), table.base().unwrap_or(0))
    }
}
