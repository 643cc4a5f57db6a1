//! Deciding before drawing: columns, stretches, and which label finds room where.

use super::tone::Tone;
use super::{Bar, GUTTER, Mode, SWATCH, SWATCH_GAP, Stacked, counts_lettering, small};
use crate::charts::HouseStyle;
use crate::charts::extent::Extent;

/// Room between the start of a segment and its label.
const PAD_LEFT: i32 = 32;
/// Room between a label and the end of its segment.
const PAD_RIGHT: i32 = 18;
/// Room on both sides of a number that just fits, and is centred.
const PAD_TIGHT: i32 = 13;
/// Least width of the names of groups, so that bars of one page begin at the same place.
const GROUP_LABELS: u32 = 560;
/// Least width of the labels of years.
const YEAR_LABELS: u32 = 270;
/// Widest label column of years and groups, in hundredths of the width.
const LABELS_AT_MOST: u32 = 34;
/// Width of the labels of matrix items, in hundredths of the width.
const ITEM_LABELS: u32 = 38;
/// Least length of a bar, in hundredths of the width.
const BAR_AT_LEAST: u32 = 16;
/// Least width of what stands right of a bar.
const BASE_WIDTH: u32 = 300;
/// At most this many segments get a name inside the bar.
const DIRECT_LABELS: usize = 5;
/// Room between two counts beside a bar.
pub(super) const COUNT_GAP: i32 = 40;

/// A stretch of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    /// What is certain of an option.
    Certain(usize),
    /// Its share of what is uncertain in the bar.
    Uncertain(usize),
    /// What the segments leave over.
    Rest,
}

impl Stretch {
    /// The option that it is a part of.
    pub(super) const fn option(self) -> Option<usize> {
        match self {
            Self::Certain(option) | Self::Uncertain(option) => Some(option),
            Self::Rest => None,
        }
    }
}

/// A stretch with its place, and the label inside it.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) stretch: Stretch,
    pub(super) left: i32,
    pub(super) right: i32,
    pub(super) label: String,
    /// Where the label begins.
    pub(super) label_at: i32,
}

/// A row with everything decided.
pub(super) struct Plan {
    pub(super) parts: Vec<Part>,
    /// Options whose name stands in the bar.
    pub(super) named: Vec<usize>,
    /// Options whose number does not.
    pub(super) homeless: Vec<usize>,
}

/// Places of the columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub(super) label_width: u32,
    pub(super) bar: i32,
    pub(super) bar_end: i32,
    pub(super) beside: i32,
    pub(super) right: i32,
}

/// Everything decided before drawing.
pub(super) struct Design {
    pub(super) columns: Columns,
    pub(super) plans: Vec<Plan>,
    pub(super) key_above: bool,
}

impl Stacked {
    fn columns(&self, style: &HouseStyle, width: u32, counts: u32) -> Columns {
        let widest = self
            .rows
            .iter()
            .map(|row| self.label_lettering(style, row).width(&row.label))
            .max()
            .unwrap_or(0);
        let label_width = match self.mode {
            Mode::Answer => widest.max(GROUP_LABELS).min(width * LABELS_AT_MOST / 100),
            Mode::Years => widest.max(YEAR_LABELS).min(width * LABELS_AT_MOST / 100),
            Mode::Matrix | Mode::OwnItems => width * ITEM_LABELS / 100,
        };
        let right = width.cast_signed();
        let beside = small(style);
        let widest = self.rows.iter().map(|row| beside.width(&self.beside(row))).max().unwrap_or(0);
        let least = if self.mode == Mode::OwnItems { 0 } else { BASE_WIDTH };
        let beside = right - widest.max(least).cast_signed();
        let counts = if counts == 0 { 0 } else { counts.cast_signed() + GUTTER };
        let bar_end = beside - GUTTER - counts;
        // Counts beside the bars may not eat the bars: then the labels wrap more.
        let room = bar_end - GUTTER - (width * BAR_AT_LEAST / 100).cast_signed();
        let label_width = label_width.min(room.max(1).cast_unsigned());
        let bar = label_width.cast_signed() + GUTTER;
        Columns { label_width, bar, bar_end, beside, right }
    }

    /// Decides columns and labels. Counts beside the bars make the bars shorter, which can
    /// push out more counts: repeated until nothing changes.
    pub(super) fn design(&self, style: &HouseStyle, width: u32) -> Design {
        const ROUNDS: usize = 6;
        let mut counts = 0;
        let mut key_above = self.mode == Mode::Matrix;
        for _ in 0..ROUNDS {
            let columns = self.columns(style, width, counts);
            let plans = self.plan(style, columns, key_above);
            let wanted = self.counts_width(style, &plans);
            let needs_key = key_above || self.needs_key(&plans);
            if wanted <= counts && needs_key == key_above {
                return Design { columns, plans, key_above };
            }
            counts = counts.max(wanted);
            key_above = needs_key;
        }
        let columns = self.columns(style, width, counts);
        Design { columns, plans: self.plan(style, columns, key_above), key_above }
    }

    fn plan(&self, style: &HouseStyle, columns: Columns, key_above: bool) -> Vec<Plan> {
        let first = self.rows.iter().position(|row| !row.segments().is_empty());
        let plan = |(index, row): (usize, &Bar)| {
            let names = match self.mode {
                Mode::Answer | Mode::OwnItems => true,
                Mode::Years => !key_above && Some(index) == first,
                Mode::Matrix => false,
            };
            self.plan_row(style, columns, row, names)
        };
        self.rows.iter().enumerate().map(plan).collect()
    }

    /// Width of the counts that found no room in their bar, and stand beside it.
    fn counts_width(&self, style: &HouseStyle, plans: &[Plan]) -> u32 {
        if self.mode == Mode::Answer {
            return 0;
        }
        let width = |(row, plan): (&Bar, &Plan)| {
            let one = |option: &usize| {
                let swatch = if self.mode.marks_own() { 0 } else { SWATCH + SWATCH_GAP };
                let number = self.homeless_number(row, *option);
                swatch.cast_unsigned() + counts_lettering(style).width(&number)
            };
            let gaps = plan.homeless.len().saturating_sub(1);
            plan.homeless.iter().map(one).sum::<u32>()
                + u32::try_from(gaps).unwrap_or(0) * COUNT_GAP.cast_unsigned()
        };
        self.rows.iter().zip(plans).map(width).max().unwrap_or(0)
    }

    /// Year rows get a key as soon as the first row can't name everything.
    fn needs_key(&self, plans: &[Plan]) -> bool {
        self.mode == Mode::Years
            && (plans.iter().any(|plan| !plan.homeless.is_empty())
                || self
                    .visible()
                    .iter()
                    .any(|option| !plans.iter().any(|plan| plan.named.contains(option))))
    }

    fn plan_row(&self, style: &HouseStyle, columns: Columns, row: &Bar, names: bool) -> Plan {
        let mut parts = stretches(row, columns);
        let drawn = |o: &usize| row.segments()[*o].extent.possible() > 0;
        let mut homeless: Vec<_> = (0..row.segments().len()).filter(drawn).collect();
        let names = names && homeless.len() <= DIRECT_LABELS;
        let mut named = Vec::new();
        for part in &mut parts {
            let Some(option) = labelled(row, part.stretch) else { continue };
            let segment = &row.segments()[option];
            let lettering = self.part_tone(row, part.stretch).lettering(style);
            let length = part.right - part.left;
            let width = |label: &str| lettering.width(label).cast_signed();
            let fits = |label: &str| width(label) <= length - PAD_LEFT - PAD_RIGHT;
            let bare = self.number(row, option);
            let with_name = format!("{} {bare}", segment.short);
            if names && fits(&with_name) {
                part.label = with_name;
                named.push(option);
            } else if fits(&bare) {
                part.label = bare;
            } else if width(&bare) <= length - 2 * PAD_TIGHT {
                part.label_at = part.left + (length - width(&bare)) / 2;
                part.label = bare;
            } else {
                continue;
            }
            homeless.retain(|other| *other != option);
        }
        Plan { parts, named, homeless }
    }

    /// The ground of a stretch: what is uncertain is hatched on white.
    pub(super) fn part_tone(&self, row: &Bar, stretch: Stretch) -> Tone {
        match stretch {
            Stretch::Certain(option) => self.tone(option, row),
            Stretch::Uncertain(_) | Stretch::Rest => Tone::White,
        }
    }
}

/// The option whose label stands in a stretch: where anything is certain of an option, its
/// label stands there.
fn labelled(row: &Bar, stretch: Stretch) -> Option<usize> {
    match stretch {
        Stretch::Uncertain(option) if row.segments()[option].extent.certain() > 0 => None,
        _ => stretch.option(),
    }
}

/// The stretches of a bar from left to right: every option in its own place, what is certain
/// of it before what is not. What is uncertain in the bar is shared by how far the ranges
/// reach; those of which nothing is certain come first, since they have no other stretch.
fn stretches(row: &Bar, columns: Columns) -> Vec<Part> {
    let Some(base) = row.base() else {
        return Vec::new();
    };
    let extents = || row.segments().iter().map(|segment| segment.extent);
    let all_certain: i64 = extents().map(|extent| i64::from(extent.certain())).sum();
    let only_ranges = extents().filter(|extent| extent.certain() == 0);
    let only_ranges: i64 = only_ranges.map(|extent| i64::from(extent.reach())).sum();
    let (base, length) = (i64::from(base), i64::from(columns.bar_end - columns.bar));
    let enough = only_ranges >= base - all_certain;
    let reach_of = |extent: Extent| match extent.certain() {
        0 => i64::from(extent.reach()),
        _ if enough => 0,
        _ => i64::from(extent.reach()),
    };
    let all_reach: i64 = extents().map(reach_of).sum();
    let uncertain = (base - all_certain).clamp(0, all_reach);
    let at = |certain: i64, reach: i64| {
        let shared = all_reach.max(1);
        let part = length * (certain * shared + uncertain * reach) / (base * shared).max(1);
        columns.bar + i32::try_from(part.min(length)).expect("within the bar")
    };
    let mut parts = Vec::new();
    let mut push = |stretch, left: i32, right: i32| {
        if right > left {
            let (label, label_at) = (String::new(), left + PAD_LEFT);
            parts.push(Part { stretch, left, right, label, label_at });
        }
    };
    let (mut certain, mut reach) = (0, 0);
    for (option, extent) in extents().enumerate() {
        let left = at(certain, reach);
        certain += i64::from(extent.certain());
        let middle = at(certain, reach);
        reach += reach_of(extent);
        push(Stretch::Certain(option), left, middle);
        push(Stretch::Uncertain(option), middle, at(certain, reach));
    }
    push(Stretch::Rest, at(certain, reach), columns.bar_end);
    parts
}
