//! Keys: the names and numbers that found no room in a bar, and what each tone means.

use super::plan::Plan;
use super::tone::Tone;
use super::{Bar, SWATCH, SWATCH_GAP, Stacked, small};
use crate::charts::HouseStyle;
use crate::charts::layout::{Frame, Layer, Layout, Side};
use crate::typeface::NO_BREAK;

/// Room between two entries of a key.
const ENTRY_GAP: i32 = 120;
/// Of these two options one names the other.
const OPPOSITES: [&str; 2] = ["ja", "nee"];

/// An entry of the key: a square of tone, if the tones mean something, and a text.
pub(super) struct Entry {
    pub(super) tone: Option<Tone>,
    pub(super) text: String,
}

impl Stacked {
    /// The key under answer bars, in the order of the options: names that stand in no row,
    /// and numbers that found no room.
    pub(super) fn answer_key(&self, plans: &[Plan]) -> Vec<Entry> {
        self.visible().into_iter().filter_map(|option| self.answer_entry(plans, option)).collect()
    }

    /// The name of an option with the numbers that a reader needs to find it: those of all rows
    /// where no row names it, else those that found no room, with the name of their row.
    fn answer_entry(&self, plans: &[Plan], option: usize) -> Option<Entry> {
        let segment = self.named_by(option)?;
        // Of own and other answers the number of the one follows from the other's.
        if segment.implied && !self.rows.iter().any(|row| row.own == Some(option)) {
            return None;
        }
        // One row that names an option names it for all: their order is the same.
        let known = plans.iter().any(|plan| plan.named.contains(&option))
            || segment.implied
            || self.visible().len() == 2 && OPPOSITES.contains(&segment.short.as_str());
        let drawn: Vec<_> = self
            .rows
            .iter()
            .zip(plans)
            .filter(|(row, _)| row.segments().get(option).is_some_and(|s| s.extent.possible() > 0))
            .collect();
        let listed: Vec<_> = drawn
            .iter()
            .filter(|(_, plan)| !known || plan.homeless.contains(&option))
            .map(|(row, _)| row)
            .collect();
        // The numbers of all rows stand in the order of the rows.
        let all = listed.len() == drawn.len();
        let number = |row: &&&Bar| match self.number(row, option) {
            number if all => number,
            number => format!("{} {number}", row.label),
        };
        let numbers: Vec<_> = listed.iter().map(number).collect();
        let text = || format!("{}: {}", segment.full, numbers.join(", "));
        (!numbers.is_empty()).then(|| Entry { tone: None, text: text() })
    }

    /// The key above years and matrix rows: all options with their tone.
    pub(super) fn tone_key(&self) -> Vec<Entry> {
        let entry = |option: usize| Entry {
            tone: Some(self.key_tone(option)),
            text: self.named_by(option).map_or_else(String::new, |s| s.full.clone()),
        };
        (0..self.options()).map(entry).collect()
    }
}

/// A square of tone in the middle of a height from `top`.
pub(super) fn draw_swatch(
    layout: &mut Layout,
    style: &HouseStyle,
    tone: Tone,
    (left, top): (i32, i32),
    height: u32,
) {
    let top = top + (height.cast_signed() - SWATCH) / 2;
    let frame = Frame { left, top, right: left + SWATCH, bottom: top + SWATCH };
    tone.paint(layout, style, frame);
    if !tone.is_dark() {
        layout.outline(Layer::Border, style.colours.line, frame);
    }
}

/// Draws the entries of a key from `top`, wrapped; gives its lower end. A dot stands between
/// two entries without a tone on one line.
pub(super) fn draw_key(
    layout: &mut Layout,
    style: &HouseStyle,
    entries: &[Entry],
    (left, right): (i32, i32),
    top: i32,
) -> i32 {
    const DOT: &str = " · ";
    let text = small(style);
    let line_height = text.line_height();
    let dot = text.width(DOT).cast_signed();
    let (mut x, mut y) = (left, top);
    for entry in entries {
        let swatch = if entry.tone.is_some() { SWATCH + SWATCH_GAP } else { 0 };
        let gap = if entry.tone.is_some() { ENTRY_GAP } else { dot };
        let whole = swatch + text.width(&entry.text).cast_signed();
        if x > left && x + gap + whole > right {
            x = left;
            y += line_height.cast_signed();
        } else if x > left {
            if entry.tone.is_none() {
                layout.text((x, text.centred(y, line_height)), Side::Left, text, DOT.trim_end());
            }
            x += gap;
        }
        if let Some(tone) = entry.tone {
            draw_swatch(layout, style, tone, (x, y), line_height);
        }
        let room = (right - x - swatch).max(1).cast_unsigned();
        let lines = text.wrap(&glued(&entry.text), room);
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                y += line_height.cast_signed();
            }
            let at = (x + swatch, text.centred(y, line_height));
            layout.text(at, Side::Left, text, line.replace(NO_BREAK, " "));
        }
        x += swatch + lines.last().map_or(0, |line| text.width(line)).cast_signed();
    }
    y + line_height.cast_signed()
}

/// A text whose ranges stay on one line.
fn glued(text: &str) -> String {
    text.replace(" t/m ", &format!("{NO_BREAK}t/m{NO_BREAK}"))
}
