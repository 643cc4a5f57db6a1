//! Bars from 0 to 100, one per option: own ticks, ranking, response per province.

use super::Face;
use super::HouseStyle;
use super::extent::Extent;
use super::layout::{BORDER, Frame, Hatch, Layer, Layout, Lettering, Side};
use crate::colour::Rgb;

/// Room between a column and the next.
const GUTTER: i32 = 80;
/// Side of the square before a label.
const TICK: i32 = 78;
/// Room between the square and its label.
const TICK_GAP: i32 = 60;
/// Room between two rows.
const ROW_GAP: u32 = 24;
/// Part of the width for the labels of options, in hundredths.
const OPTION_LABELS: u32 = 40;
/// Height of an option's bar, in hundredths of a bar with text in it.
const BAR_HEIGHT: u32 = 72;
/// Grid lines, in hundredths of the scale.
const GRID: [i32; 4] = [25, 50, 75, 100];
/// White in the colour of the grid lines.
const GRID_LIGHTENED: u8 = 72;
/// Width of a grid line.
const GRID_LINE: u32 = 3;
/// Width of a marker line.
const MARKER_LINE: u32 = 18;
/// White beside a marker line, both sides together.
const HALO: u32 = 18;
/// How far a marker line stands out above and below its bar.
const MARKER_OVERSHOOT: i32 = 20;
/// Half the height of the ends of a range.
const RANGE_END: i32 = 36;
/// Half the diagonal of the diamond.
const DIAMOND: i32 = 42;
/// Width of the diamond's line.
const DIAMOND_LINE: u32 = 12;

/// A second number on a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// The own area: a thin line.
    Area(Extent),
    /// The previous year: an open diamond.
    Previous(Extent),
}

/// One row: a label and how far its bar reaches.
#[derive(Debug, Clone)]
pub struct OptionBar {
    label: String,
    ticked: Option<bool>,
    content: Content,
    marker: Option<Marker>,
}

#[derive(Debug, Clone)]
enum Content {
    Extent(Extent),
    Instead(String),
}

impl OptionBar {
    /// A bar. A withheld number gives a short sentence in its place.
    #[must_use]
    pub fn new(label: impl Into<String>, extent: Extent) -> Self {
        let content = match extent.instead() {
            None => Content::Extent(extent),
            Some(words) => Content::Instead(words.to_owned()),
        };
        Self { label: label.into(), ticked: None, content, marker: None }
    }

    /// A sentence in the place of the bar.
    #[must_use]
    pub fn instead(label: impl Into<String>, sentence: impl Into<String>) -> Self {
        let content = Content::Instead(sentence.into());
        Self { label: label.into(), ticked: None, content, marker: None }
    }

    /// Shows before the label whether the own municipality chose this option.
    #[must_use]
    pub fn ticked(mut self, chosen: bool) -> Self {
        self.ticked = Some(chosen);
        self
    }

    /// Shows a second number on the bar.
    #[must_use]
    pub fn marked(mut self, marker: Marker) -> Self {
        self.marker = Some(marker);
        self
    }

    /// Whether the own municipality chose it.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.ticked == Some(true)
    }

    fn value(&self) -> String {
        match &self.content {
            Content::Extent(extent) => extent.beside().to_string(),
            Content::Instead(_) => String::new(),
        }
    }
}

/// All bars of one drawing.
#[derive(Debug, Clone)]
pub(super) struct Bars {
    rows: Vec<OptionBar>,
    /// Response: always counts, always dark, the whole of the scale outlined.
    response: bool,
}

/// Places of the columns.
struct Columns {
    label: i32,
    label_width: u32,
    zero: i32,
    hundred: i32,
    right: i32,
}

impl Columns {
    /// The place of `count` of `base` on the scale.
    fn at(&self, count: u32, base: u32) -> i32 {
        let length = i64::from(self.hundred - self.zero);
        let part = length * i64::from(count) / i64::from(base.max(1));
        self.zero + i32::try_from(part).expect("a part of the scale")
    }
}

impl Bars {
    pub(super) const fn options(rows: Vec<OptionBar>) -> Self {
        Self { rows, response: false }
    }

    pub(super) const fn response(rows: Vec<OptionBar>) -> Self {
        Self { rows, response: true }
    }

    fn value_of(&self, row: &OptionBar) -> String {
        match &row.content {
            Content::Extent(extent) if self.response => {
                extent.number().of_base().unwrap_or_default().to_string()
            }
            _ => row.value(),
        }
    }

    fn columns(&self, style: &HouseStyle, width: u32) -> Columns {
        let ticks = self.rows.iter().any(|row| row.ticked.is_some());
        let label = if ticks { TICK + TICK_GAP } else { 0 };
        let zero = if self.response {
            // Names of provinces are short: as wide as the widest.
            let name = |row: &OptionBar| lettering(style, false).width(&row.label);
            self.rows.iter().map(name).max().unwrap_or(0).cast_signed() + GUTTER
        } else {
            (width * OPTION_LABELS / 100).cast_signed()
        };
        let widest = |own: bool| {
            let value = |row: &OptionBar| lettering(style, own).width(&self.value_of(row));
            self.rows.iter().filter(|row| row.is_own() == own).map(value).max().unwrap_or(0)
        };
        let value_width = widest(true).max(widest(false)).cast_signed();
        let right = width.cast_signed();
        let hundred = right - value_width - GUTTER;
        let label_width = (zero - GUTTER - label).max(1).cast_unsigned();
        Columns { label, label_width, zero, hundred, right }
    }

    pub(super) fn layout(&self, style: &HouseStyle, width: u32) -> Layout {
        let columns = self.columns(style, width);
        let mut layout = Layout::new();
        let bar_height = style.bar_height * BAR_HEIGHT / 100;
        let mut top = 0;
        for (index, row) in self.rows.iter().enumerate() {
            let last = index + 1 == self.rows.len();
            if index > 0 {
                top += ROW_GAP.cast_signed();
            }
            let text = lettering(style, row.is_own());
            let lines = text.wrap(&row.label, columns.label_width);
            let sentence = sentence_lines(row, style, &columns);
            let rows = u32::try_from(lines.len().max(sentence.len())).unwrap_or(1);
            // Room for a marker above and below the bar, and for a label of two lines to
            // breathe as much.
            let overshoot = 2 * MARKER_OVERSHOOT.cast_unsigned();
            let height = (rows * text.line_height()).max(bar_height) + overshoot;
            layout.lines((columns.label, top), height, Side::Left, text, &lines);
            let middle = top + (height / 2).cast_signed();
            draw_tick(&mut layout, style, row, middle);
            let half = (bar_height / 2).cast_signed();
            let span = (middle - half, middle - half + bar_height.cast_signed());
            if sentence.is_empty() {
                if !self.response {
                    let above = if index > 0 { ROW_GAP.cast_signed() / 2 } else { 0 };
                    let below = if last { 0 } else { ROW_GAP.cast_signed() / 2 };
                    let span = (top - above, top + height.cast_signed() + below);
                    draw_grid(&mut layout, style, &columns, span);
                }
                self.draw_bar(&mut layout, style, row, &columns, span);
            } else {
                let at = (columns.zero, top);
                layout.lines(at, height, Side::Left, sentence_lettering(style), &sentence);
            }
            top += height.cast_signed();
        }
        layout.height = top.cast_unsigned();
        layout
    }

    fn draw_bar(
        &self,
        layout: &mut Layout,
        style: &HouseStyle,
        row: &OptionBar,
        columns: &Columns,
        (top, bottom): (i32, i32),
    ) {
        let Content::Extent(extent) = row.content else {
            return;
        };
        let base = extent.base().unwrap_or(0);
        let (solid, end) =
            (columns.at(extent.certain(), base), columns.at(extent.possible(), base));
        let frame = |left, right| Frame { left, top, right, bottom };
        let dark = row.is_own() || self.response;
        let (fill, border) = if dark {
            (style.colours.own, style.colours.own)
        } else {
            (style.colours.tint, style.colours.line)
        };
        layout.fill(Layer::Fill, fill, frame(columns.zero, solid));
        if extent.is_range() {
            layout.fill(Layer::Fill, Rgb::WHITE, frame(solid, end));
            let hatch = if dark { Hatch::Own } else { Hatch::Other };
            layout.hatch(hatch, border, frame(solid, end));
        }
        if self.response {
            layout.outline(Layer::Border, style.colours.line, frame(columns.zero, columns.hundred));
        } else if end > columns.zero + BORDER.cast_signed() {
            layout.outline(Layer::Border, border, frame(columns.zero, end));
        }
        let text = lettering(style, row.is_own());
        let baseline = text.centred(top, (bottom - top).cast_unsigned());
        layout.text((columns.right, baseline), Side::Right, text, self.value_of(row));
        draw_marker(layout, style, row.marker, columns, (top, bottom), dark);
    }
}

fn lettering(style: &HouseStyle, own: bool) -> Lettering {
    let face = if own { Face::Bold } else { Face::Regular };
    style.lettering(face, style.label_size, style.colours.ink)
}

const fn sentence_lettering(style: &HouseStyle) -> Lettering {
    style.lettering(Face::Italic, style.small_size, style.colours.muted)
}

/// The sentence in the place of a bar, if there is one, wrapped.
fn sentence_lines(row: &OptionBar, style: &HouseStyle, columns: &Columns) -> Vec<String> {
    let Content::Instead(sentence) = &row.content else {
        return Vec::new();
    };
    let width = (columns.right - columns.zero).max(1).cast_unsigned();
    let text = sentence_lettering(style);
    text.wrap(sentence, width)
}

/// Ticked: a filled square; not ticked: an open one.
fn draw_tick(layout: &mut Layout, style: &HouseStyle, row: &OptionBar, middle: i32) {
    let top = middle - TICK / 2;
    let frame = Frame { left: 0, top, right: TICK, bottom: top + TICK };
    match row.ticked {
        Some(true) => layout.fill(Layer::Fill, style.colours.own, frame),
        Some(false) => layout.outline(Layer::Border, style.colours.line, frame),
        None => {}
    }
}

/// The scale behind one row; rows with a sentence have none.
fn draw_grid(
    layout: &mut Layout,
    style: &HouseStyle,
    columns: &Columns,
    (top, bottom): (i32, i32),
) {
    let pale = style.colours.line.lightened(GRID_LIGHTENED);
    for part in GRID {
        let x = columns.zero + (columns.hundred - columns.zero) * part / 100;
        layout.line(Layer::Grid, pale, GRID_LINE, &[(x, top), (x, bottom)]);
    }
    let zero = [(columns.zero, top), (columns.zero, bottom)];
    layout.line(Layer::Grid, style.colours.line, BORDER, &zero);
}

/// A marker on a bar; on a dark bar it gets a white edge.
fn draw_marker(
    layout: &mut Layout,
    style: &HouseStyle,
    marker: Option<Marker>,
    columns: &Columns,
    (top, bottom): (i32, i32),
    dark: bool,
) {
    let Some(marker) = marker else { return };
    let (Marker::Area(extent) | Marker::Previous(extent)) = marker;
    let Some(base) = extent.base() else { return };
    let (low, high) = (columns.at(extent.certain(), base), columns.at(extent.possible(), base));
    let middle = i32::midpoint(top, bottom);
    let mut stroke = |width: u32, points: &[(i32, i32)]| {
        if dark {
            layout.line(Layer::Halo, Rgb::WHITE, width + HALO, points);
        }
        layout.line(Layer::Marker, style.colours.accent, width, points);
    };
    if extent.is_range() {
        // Somewhere from here to there: two short ends and a line between them.
        stroke(MARKER_LINE / 2, &[(low, middle), (high, middle)]);
        for x in [low, high] {
            let x = x.max(columns.zero + BORDER.cast_signed());
            stroke(MARKER_LINE / 2, &[(x, middle - RANGE_END), (x, middle + RANGE_END)]);
        }
        return;
    }
    match marker {
        Marker::Area(_) => {
            let x = low.max(columns.zero + BORDER.cast_signed());
            let (top, bottom) = (top - MARKER_OVERSHOOT, bottom + MARKER_OVERSHOOT);
            stroke(MARKER_LINE, &[(x, top), (x, bottom)]);
        }
        Marker::Previous(_) => {
            let d = DIAMOND;
            let corners =
                [(low, middle - d), (low + d, middle), (low, middle + d), (low - d, middle)];
            layout.polygon(Layer::Halo, Rgb::WHITE, corners.to_vec());
            let closed: Vec<_> = corners.iter().chain(&corners[..1]).copied().collect();
            layout.line(Layer::Marker, style.colours.accent, DIAMOND_LINE, &closed);
        }
    }
}
