//! The drawings of a question in the report, each with what it says in words.

use std::cmp::Reverse;

use minijinja::{Value, context};

use super::Topic;
use super::tables::base_value;
use crate::charts::{AltText, Bar, Chart, Extent, Marker, OptionBar, Segment};
use crate::disclosure::{Cited, CitedTable, FigureView, Group};
use crate::documents::values::asked;
use crate::language::{Exact, Number, Wording, base_in_words, withheld_briefly, wording};
use crate::questionnaire::{FigureForm, ItemIndex, Wave};

/// Width of a drawing in the report, in tenths of a point.
const REPORT_WIDTH: u32 = 4_420;

impl Topic<'_> {
    /// The drawing of the question; none for a question of which no number may be shown.
    pub(super) fn report_chart(&self) -> Option<Chart> {
        match self.question.figure {
            FigureForm::None if !self.shows_any(self.edition.wave) => None,
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
    fn year_tables(&self) -> Vec<(String, Wave, CitedTable<'_>)> {
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
            return self.year_tables().into_iter().any(|(.., table)| self.holds_range(&table));
        }
        let mut rows = self.question.rows_in(wave).into_iter();
        rows.any(|row| {
            self.table(wave, row, Group::National).is_some_and(|table| self.holds_range(&table))
        })
    }

    /// Whether a mark for the wave before is a range.
    pub(super) fn has_ranges_before(&self) -> bool {
        let table = self.marked_wave().and_then(|wave| self.table(wave, None, Group::National));
        table.is_some_and(|table| self.holds_range(&table))
    }

    fn holds_range(&self, table: &CitedTable) -> bool {
        table.iter().any(|figure| {
            let net = self.question.at(figure.item()).is_net();
            !net && matches!(figure.view(), FigureView::Range { .. })
        })
    }

    fn segments(&self, table: &CitedTable, wave: Wave) -> Vec<Segment> {
        self.question
            .options_in(self.edition.wave)
            .filter_map(|(item, option)| {
                let [then] = self.question.counterparts(item, wave)[..] else { return None };
                let figure = table.figure(then)?;
                let segment = Segment::new(&option.short, Extent::from(figure));
                Some(segment.with_full_name(self.question.at(then).label_in(wave)))
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
    fn beside(&self, table: &CitedTable, wave: Wave) -> Option<Wording> {
        let subject = self.subject()?;
        let [then] = self.question.counterparts(subject, wave)[..] else { return None };
        let percent = Exact::of(table.figure(then)?)?.percent()?;
        let item = self.question.at(subject);
        let named = || wording![Wording::asked(&item.short), " ", percent.clone()];
        Some(if item.is_net() { named() } else { percent })
    }

    fn year_chart(&self) -> Option<Chart> {
        let (mut rows, mut words) = (Vec::new(), Vec::new());
        for (label, wave, table) in self.year_tables() {
            let panel = label.ends_with('*');
            let same = panel.then(|| wording![", zelfde ", self.edition.unit().many]);
            let numbers = self.numbers(&table, wave);
            words.push(wording![Wording::year(wave.0), same, ": ", numbers]);
            let row = Bar::of(&label, self.segments(&table, wave)).told(self.beside(&table, wave));
            rows.push(if panel { row.panel() } else { row });
        }
        let alt = self.description(words)?;
        (!rows.is_empty()).then(|| Chart::year_rows(alt, REPORT_WIDTH, rows))
    }

    /// What a drawing shows: the finding first, then the numbers.
    fn description(&self, numbers: Vec<Wording>) -> Option<AltText> {
        let numbers = Wording::joined(numbers, ". ");
        AltText::new(wording![self.heading(), "."], wording![numbers, "."])
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

    /// For a ranking: the wave before, when the text may lay it beside this one, of which
    /// something must be shown.
    pub(super) fn ranking_wave(&self) -> Option<Wave> {
        let wave = self.marked_wave().filter(|_| self.question.figure == FigureForm::Ranking)?;
        let shown =
            self.shows_any(self.edition.wave) && self.table(wave, None, Group::National).is_some();
        shown.then_some(wave)
    }

    /// For a ranking: the same bars of the wave before, in their own order.
    pub(super) fn ranking_before(&self) -> Option<Chart> {
        self.bars_of(self.ranking_wave()?, None)
    }

    /// What a drawing of the options of a wave shows: the heading of the question, or for an
    /// earlier wave what was chosen most then.
    fn finding_of(&self, wave: Wave) -> Wording {
        if wave == self.edition.wave {
            return wording![self.heading(), "."];
        }
        let leaders = self.ranking(wave, None).largest();
        let label = |(item, _): &(ItemIndex, Exact)| {
            wording!["‘", Wording::asked(self.question.at(*item).label_in(wave)), "’"]
        };
        let most = (!leaders.is_empty())
            .then(|| wording![", het vaakst: ", Wording::list(leaders.iter().map(label))]);
        wording!["De antwoorden van ", Wording::year(wave.0), most, "."]
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
            let mut said = wording![Wording::asked(label), " ", Number::from(figure).spoken()];
            let mut row = OptionBar::new(label, Extent::from(figure));
            let then = before.filter(|before| self.comparable(item, *before)).and_then(|before| {
                let [then] = self.question.counterparts(item, before)[..] else { return None };
                Some((before, self.table(before, None, Group::National)?.figure(then)?))
            });
            if let Some((before, figure)) = then {
                said.push(in_year(before, figure));
                row = row.marked(Marker::Previous(Extent::from(figure)));
            }
            words.push(said);
            rows.push(row);
        }
        let said = Wording::joined(words, "; ");
        let said = wording![Wording::year(wave.0), self.of_base(&table), ": ", said];
        let alt = AltText::new(self.finding_of(wave), wording![said, "."])?;
        (!rows.is_empty()).then(|| Chart::option_bars(alt, REPORT_WIDTH, rows))
    }

    /// `, van 172 respondenten`; of an open question the texts are counted.
    fn of_base(&self, table: &CitedTable) -> Option<Wording> {
        let unit = match self.kind_word() {
            "open" => "toelichtingen",
            _ => self.edition.unit().of(table.base()?),
        };
        Some(wording![", van ", base_in_words(table)?, " ", unit])
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
                    label => asked(self.row_label(row)),
                    basis => base_value(&table),
                    cellen => cells.map(|figure| Number::from(figure).in_cell()).collect::<Vec<_>>(),
                })
            })
            .collect();
        let columns: Vec<_> =
            options.iter().map(|(_, option)| asked(option.label_in(wave))).collect();
        Some(context! { kolommen => columns, regels => lines })
    }

    fn matrix_chart(&self) -> Option<Chart> {
        let wave = self.edition.wave;
        let (mut rows, mut words) = (Vec::new(), Vec::new());
        for row in self.question.rows_in(wave).into_iter().flatten() {
            let Some(table) = self.table(wave, Some(row), Group::National) else { continue };
            let label = self.row_label(row);
            words.push(wording![Wording::asked(label), ": ", self.numbers(&table, wave)]);
            rows.push(Bar::of(label, self.segments(&table, wave)));
        }
        let alt = self.description(words)?;
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
            let label = Wording::asked(self.row_label(row));
            let mut said = wording![label, " ", Number::from(figure).spoken()];
            let mut bar = OptionBar::new(self.row_label(row), Extent::from(figure));
            let table = self.table(before, Some(row), Group::National);
            if let Some(figure) = table.and_then(|table| table.figure(then)) {
                said.push(in_year(before, figure));
                bar = bar.marked(Marker::Previous(Extent::from(figure)));
            }
            words.push(said);
            rows.push(bar);
        }
        let label = Wording::asked(option.label_in(self.edition.wave));
        let finding = wording![
            Wording::asked(&self.question.title),
            ": het antwoord ‘",
            label,
            "’ per onderdeel."
        ];
        let alt = AltText::new(finding, wording![Wording::joined(words, "; "), "."])?;
        (!rows.is_empty()).then(|| Chart::option_bars(alt, REPORT_WIDTH, rows))
    }

    /// All options of a table and its base; first the net that stands right of a year's bar.
    fn numbers(&self, table: &CitedTable, wave: Wave) -> Wording {
        let words = self.table_words(table, wave);
        let Some(base) = table.base() else { return words };
        let years = self.question.figure == FigureForm::YearRows;
        let net = self.subject().filter(|item| years && self.question.at(*item).is_net());
        let net = net.and_then(|item| {
            let label = Wording::asked(self.question.at(item).label_in(wave));
            Some(wording![label, " ", Number::from(table.figure(item)?).spoken(), ", "])
        });
        wording![net, words, " ", self.edition.unit().of(base)]
    }

    /// All options of a table in a few words, for readers who don't see the drawing.
    fn table_words(&self, table: &CitedTable, wave: Wave) -> Wording {
        if let Some(reason) = table.withheld() {
            return withheld_briefly(reason).into();
        }
        let words = self.question.options_in(wave).filter_map(|(item, option)| {
            let number = Number::from(table.figure(item)?).spoken();
            // An earlier wave in its own words.
            let then = option.wording.get(&wave).filter(|_| wave != self.edition.wave);
            Some(wording![Wording::asked(then.unwrap_or(&option.short)), " ", number])
        });
        wording![Wording::joined(words, ", "), ", van ", base_in_words(table)]
    }
}

/// `, in 2022 40 (35%)`.
fn in_year(wave: Wave, figure: Cited) -> Wording {
    wording![", in ", Wording::year(wave.0), " ", Number::from(figure).spoken()]
}
