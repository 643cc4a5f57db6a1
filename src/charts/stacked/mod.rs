//! Stacked bars of 100%: answers of a factsheet, years of a report, items of a matrix.
//!
//! Only released numbers decide geometry: a segment is as long as what is certain of it. What
//! remains of the bar is the sum of all ranges. Each range has a part of it, hatched, in the
//! place of its option, so that all rows of a drawing have the same order.

mod key;
mod paint;
mod plan;
mod tone;

use super::Face;
use super::HouseStyle;
use super::extent::Extent;
use super::layout::{Layout, Lettering};
use crate::disclosure::Reason;
use crate::language::{DRAWN_PERCENT_FROM, Wording, withheld_briefly};
use key::draw_key;
use plan::Design;
use tone::{Tone, palette};

/// Room between a column and the next.
const GUTTER: i32 = 60;
/// Extra room above the first panel row.
const PANEL_GAP: i32 = 50;
/// Extra room between matrix rows.
const ITEM_GAP: i32 = 12;
/// Room between a key and its bars.
const KEY_GAP: i32 = 36;
/// Side of a square of tone in a key.
pub(super) const SWATCH: i32 = 70;
/// Room between a square and its text.
pub(super) const SWATCH_GAP: i32 = 26;

/// A segment: the option's short name, its full name, and its number.
#[derive(Debug, Clone)]
pub struct Segment {
    short: String,
    full: String,
    extent: Extent,
    implied: bool,
}

impl Segment {
    /// A segment with one name for all uses.
    #[must_use]
    pub fn new(name: impl Into<String>, extent: Extent) -> Self {
        let name = name.into();
        Self { full: name.clone(), short: name, extent, implied: false }
    }

    /// Says that a reader knows this option without a key: it is the own answer, named
    /// above the bar, or all others.
    #[must_use]
    pub const fn implied(mut self) -> Self {
        self.implied = true;
        self
    }

    /// Gives the name for the key, where there is room.
    #[must_use]
    pub fn with_full_name(mut self, full: impl Into<String>) -> Self {
        self.full = full.into();
        self
    }
}

/// One row: a group, a year or an item.
#[derive(Debug, Clone)]
pub struct Bar {
    label: String,
    content: Content,
    panel: bool,
    own: Option<usize>,
    beside: Option<Wording>,
}

#[derive(Debug, Clone)]
enum Content {
    Segments(Vec<Segment>),
    Instead(String),
}

impl Bar {
    /// A bar of segments, in the order of the questionnaire. When one of them is withheld
    /// the whole bar is, and says so in its place.
    #[must_use]
    pub fn of(label: impl Into<String>, segments: Vec<Segment>) -> Self {
        let withheld = segments.iter().find_map(|segment| segment.extent.instead());
        let nobody = segments.is_empty().then(|| withheld_briefly(Reason::SmallBase));
        let content = match withheld.or(nobody) {
            None => Content::Segments(segments),
            Some(words) => Content::Instead(words.to_owned()),
        };
        Self { label: label.into(), content, panel: false, own: None, beside: None }
    }

    /// A sentence in the place of the bar.
    #[must_use]
    pub fn instead(label: impl Into<String>, sentence: impl Into<String>) -> Self {
        let content = Content::Instead(sentence.into());
        Self { label: label.into(), content, panel: false, own: None, beside: None }
    }

    /// Sets the row apart: only municipalities that took part in both years.
    #[must_use]
    pub fn panel(mut self) -> Self {
        self.panel = true;
        self
    }

    /// Says which segment (by its index) is the own answer.
    #[must_use]
    pub fn own(mut self, own: Option<usize>) -> Self {
        self.own = own;
        self
    }

    /// Gives the words right of the bar; without them they are the share of the first segment,
    /// or the base.
    #[must_use]
    pub fn told(mut self, beside: Option<Wording>) -> Self {
        self.beside = beside;
        self
    }

    fn segments(&self) -> &[Segment] {
        match &self.content {
            Content::Segments(segments) => segments,
            Content::Instead(_) => &[],
        }
    }

    fn base(&self) -> Option<u32> {
        self.segments().first().and_then(|s| s.extent.base())
    }

    fn has_ranges(&self) -> bool {
        self.segments().iter().any(|s| s.extent.is_range())
    }

    /// Percents only for large bases, and never beside a range in counts.
    fn in_percents(&self) -> bool {
        self.base().is_some_and(|base| base >= DRAWN_PERCENT_FROM) && !self.has_ranges()
    }
}

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// The same question in several groups, with the own answer.
    Answer,
    /// One question over the years.
    Years,
    /// Items of a matrix.
    Matrix,
    /// Items of a matrix, each with the own answer.
    OwnItems,
}

impl Mode {
    /// Whether the dark segment is the own answer, and not the first option.
    const fn marks_own(self) -> bool {
        matches!(self, Self::Answer | Self::OwnItems)
    }

    /// Whether the rows are items, with labels of some length at the left.
    const fn has_items(self) -> bool {
        matches!(self, Self::Matrix | Self::OwnItems)
    }
}

/// All rows of one drawing.
#[derive(Debug, Clone)]
pub(super) struct Stacked {
    pub(super) mode: Mode,
    pub(super) rows: Vec<Bar>,
}

impl Stacked {
    fn options(&self) -> usize {
        self.rows.iter().map(|row| row.segments().len()).max().unwrap_or(0)
    }

    /// The tone of an option in a row.
    fn tone(&self, option: usize, row: &Bar) -> Tone {
        if self.mode.marks_own() {
            return if row.own == Some(option) { Tone::Own } else { Tone::White };
        }
        match self.key_tone(option) {
            Tone::Own if row.panel => Tone::Mid,
            tone => tone,
        }
    }

    /// The tone of an option where tones stand for options.
    fn key_tone(&self, option: usize) -> Tone {
        let tones = palette(self.options());
        tones[option.min(tones.len() - 1)]
    }

    /// Options that have a stretch in some row, in order.
    fn visible(&self) -> Vec<usize> {
        let possible = |row: &Bar, option: usize| {
            row.segments().get(option).is_some_and(|s| s.extent.possible() > 0)
        };
        (0..self.options()).filter(|o| self.rows.iter().any(|row| possible(row, *o))).collect()
    }

    /// The segment that names an option: that of the first row that has it.
    fn named_by(&self, option: usize) -> Option<&Segment> {
        self.rows.iter().find_map(|row| row.segments().get(option))
    }

    /// What stands right of a bar.
    fn beside(&self, row: &Bar) -> String {
        let Some(base) = row.base().filter(|_| self.mode != Mode::OwnItems) else {
            return String::new();
        };
        if let Some(words) = &row.beside {
            return words.to_string();
        }
        let first = row.segments().first().and_then(|segment| segment.extent.exact());
        match (self.mode, first) {
            (Mode::Years, Some(exact)) if row.in_percents() => exact.percent_or_count().to_string(),
            _ => format!("n = {base}"),
        }
    }

    fn label_lettering(&self, style: &HouseStyle, row: &Bar) -> Lettering {
        match self.mode {
            Mode::Answer => style.lettering(Face::Regular, style.small_size, style.colours.muted),
            Mode::Years if !row.panel => {
                style.lettering(Face::Bold, style.label_size, style.colours.ink)
            }
            Mode::Years | Mode::Matrix | Mode::OwnItems => {
                style.lettering(Face::Regular, style.label_size, style.colours.ink)
            }
        }
    }

    fn number(&self, row: &Bar, option: usize) -> String {
        let percents = self.mode.marks_own() && row.in_percents();
        row.segments()[option].extent.short(percents).to_string()
    }

    /// A number that found no room in its bar, as it stands beside it: with the name of the
    /// option where tones don't tell which one it is.
    fn homeless_number(&self, row: &Bar, option: usize) -> String {
        let number = self.number(row, option);
        match self.mode {
            Mode::OwnItems => format!("{} {number}", row.segments()[option].short),
            _ => number,
        }
    }

    /// The options of the first row from left to right, as they are drawn.
    #[cfg(test)]
    pub(super) fn drawn_options(&self, style: &HouseStyle, width: u32) -> Vec<usize> {
        let plans = self.design(style, width).plans;
        plans[0].parts.iter().filter_map(|part| part.stretch.option()).collect()
    }

    pub(super) fn layout(&self, style: &HouseStyle, width: u32) -> Layout {
        let Design { columns, plans, key_above } = self.design(style, width);
        let mut layout = Layout::new();
        let mut top = 0;
        if key_above {
            let left = if self.mode == Mode::Years { columns.bar } else { 0 };
            top = draw_key(&mut layout, style, &self.tone_key(), (left, columns.right), top);
            top += KEY_GAP;
        }
        let mut panel = false;
        for (index, (row, plan)) in self.rows.iter().zip(&plans).enumerate() {
            if index > 0 {
                top += style.row_gap.cast_signed();
                top += if self.mode.has_items() { ITEM_GAP } else { 0 };
                top += if row.panel && !panel { PANEL_GAP } else { 0 };
            }
            panel = row.panel;
            top = self.draw_row(&mut layout, style, columns, (row, plan), top);
        }
        if self.mode == Mode::Answer {
            let entries = self.answer_key(&plans);
            if !entries.is_empty() {
                let span = (columns.bar, columns.right);
                top = draw_key(&mut layout, style, &entries, span, top + KEY_GAP / 2);
            }
        }
        layout.height = top.cast_unsigned();
        layout
    }
}

const fn small(style: &HouseStyle) -> Lettering {
    style.lettering(Face::Regular, style.small_size, style.colours.muted)
}

const fn counts_lettering(style: &HouseStyle) -> Lettering {
    style.lettering(Face::Regular, style.small_size, style.colours.ink)
}

const fn sentence_lettering(style: &HouseStyle) -> Lettering {
    style.lettering(Face::Italic, style.small_size, style.colours.muted)
}
