//! Drawing one row after everything is decided.

use super::key::draw_swatch;
use super::plan::{COUNT_GAP, Columns, Part, Plan, Stretch};
use super::tone::Tone;
use super::{
    Bar, Content, GUTTER, Mode, SWATCH, SWATCH_GAP, Stacked, counts_lettering, sentence_lettering,
    small,
};
use crate::charts::HouseStyle;
use crate::charts::layout::{BORDER, Frame, Hatch, Layer, Layout, Lettering, Side};
use crate::colour::Rgb;

/// Width of the line between two dark segments.
const PARTING: u32 = 12;

impl Stacked {
    /// Draws a row from `top`; gives its lower end.
    pub(super) fn draw_row(
        &self,
        layout: &mut Layout,
        style: &HouseStyle,
        columns: Columns,
        (row, plan): (&Bar, &Plan),
        top: i32,
    ) -> i32 {
        let label = self.label_lettering(style, row);
        let lines = label.wrap(&row.label, columns.label_width);
        let sentence = match &row.content {
            Content::Instead(sentence) => {
                let text = sentence_lettering(style);
                let width = (columns.right - columns.bar).max(1).cast_unsigned();
                text.wrap(sentence, width)
            }
            Content::Segments(_) => Vec::new(),
        };
        let block = |lines: &[String], text: Lettering| {
            u32::try_from(lines.len()).unwrap_or(1) * text.line_height()
        };
        let height = style
            .bar_height
            .max(block(&lines, label))
            .max(block(&sentence, sentence_lettering(style)));
        let (x, side) = match self.mode {
            Mode::Matrix | Mode::OwnItems => (0, Side::Left),
            _ => (columns.label_width.cast_signed(), Side::Right),
        };
        layout.lines((x, top), height, side, label, &lines);
        let sentence_at = (columns.bar, top);
        layout.lines(sentence_at, height, Side::Left, sentence_lettering(style), &sentence);
        let bar_top = top + ((height - style.bar_height) / 2).cast_signed();
        self.draw_parts(layout, style, (row, plan), bar_top);
        self.draw_beside(layout, style, columns, (row, plan), bar_top);
        top + height.cast_signed()
    }

    fn draw_parts(
        &self,
        layout: &mut Layout,
        style: &HouseStyle,
        (row, plan): (&Bar, &Plan),
        top: i32,
    ) {
        let bottom = top + style.bar_height.cast_signed();
        let mut dark_before = false;
        for part in &plan.parts {
            let frame = Frame { left: part.left, top, right: part.right, bottom };
            let tone = self.part_tone(row, part.stretch);
            tone.paint(layout, style, frame);
            if let Stretch::Uncertain(option) = part.stretch {
                let frame = within_border(frame);
                match self.tone(option, row) {
                    tone if tone.is_dark() => layout.hatch(Hatch::Own, tone.fill(style), frame),
                    _ => layout.hatch(Hatch::Other, style.colours.line, frame),
                }
            }
            if !tone.is_dark() {
                draw_border(layout, style, frame, dark_before);
            } else if dark_before {
                let line = [(part.left, top), (part.left, bottom)];
                layout.line(Layer::Border, Rgb::WHITE, PARTING, &line);
            }
            dark_before = tone.is_dark();
            draw_label(layout, style, part, tone, top);
        }
    }

    /// Counts that found no room in the bar, each with its tone, and the base.
    fn draw_beside(
        &self,
        layout: &mut Layout,
        style: &HouseStyle,
        columns: Columns,
        (row, plan): (&Bar, &Plan),
        top: i32,
    ) {
        let text = counts_lettering(style);
        let baseline = text.centred(top, style.bar_height);
        let mut x = columns.bar_end + GUTTER;
        if self.mode != Mode::Answer {
            for option in &plan.homeless {
                if !self.mode.marks_own() {
                    let tone = self.tone(*option, row);
                    draw_swatch(layout, style, tone, (x, top), style.bar_height);
                    x += SWATCH + SWATCH_GAP;
                }
                let number = self.homeless_number(row, *option);
                let width = text.width(&number).cast_signed();
                layout.text((x, baseline), Side::Left, text, number);
                x += width + COUNT_GAP;
            }
        }
        let text = small(style);
        let baseline = text.centred(top, style.bar_height);
        layout.text((columns.beside, baseline), Side::Left, text, self.beside(row));
    }
}

/// What a border around a frame leaves free: a hatching ends where the border begins, so that
/// its lines cross neither the border nor the hatching beside it.
fn within_border(frame: Frame) -> Frame {
    let border = BORDER.cast_signed();
    Frame {
        left: frame.left + border,
        top: frame.top + border,
        right: frame.right - border,
        bottom: frame.bottom - border,
    }
}

/// The border of a light stretch. Its left side is shared with the stretch before it,
/// unless that one is dark.
fn draw_border(layout: &mut Layout, style: &HouseStyle, frame: Frame, dark_before: bool) {
    let inset = (BORDER / 2).cast_signed();
    let (top, bottom) = (frame.top + inset, frame.bottom - inset);
    let right = frame.right - inset;
    let left = if dark_before { frame.left } else { frame.left - inset };
    let mut points = vec![(left, top), (right, top), (right, bottom), (left, bottom)];
    if !dark_before {
        let left = left.max(inset);
        points = vec![
            (i32::midpoint(left, right), top),
            (right, top),
            (right, bottom),
            (left, bottom),
            (left, top),
            (i32::midpoint(left, right), top),
        ];
    }
    layout.line(Layer::Border, style.colours.line, BORDER, &points);
}

/// The label of a part; on a pattern it stands on a plate.
fn draw_label(layout: &mut Layout, style: &HouseStyle, part: &Part, tone: Tone, top: i32) {
    if part.label.is_empty() {
        return;
    }
    let text = tone.lettering(style);
    let at = (part.label_at, text.centred(top, style.bar_height));
    let fill = tone.fill(style);
    if matches!(part.stretch, Stretch::Uncertain(_)) {
        layout.on_plate(at, at.0, fill, text, &part.label);
    } else if tone.is_ruled() {
        layout.on_plate(at, part.left, fill, text, &part.label);
    } else {
        layout.text(at, Side::Left, text, part.label.as_str());
    }
}
