//! Keys: the names and numbers that found no room in a bar, and what each tone means.

use super::plan::Plan;
use super::tone::Tone;
use super::{Bar, SWATCH, SWATCH_GAP, Stacked, small};
use crate::charts::HouseStyle;
use crate::charts::layout::{Frame, Layer, Layout, Side};
use crate::charts::text::TextMetrics;

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
    /// The key under answer bars: options without a name in any row, and options whose
    /// number found no room, in order.
    pub(super) fn answer_key(&self, plans: &[Plan]) -> Vec<Entry> {
        let visible = self.visible();
        let mut entries = Vec::new();
        for (place, option) in visible.iter().enumerate() {
            let rows = || self.rows.iter().zip(plans);
            let shown =
                |row: &Bar| row.segments().get(*option).is_some_and(|s| s.extent.possible() > 0);
            let several = rows().filter(|(row, _)| !row.segments().is_empty()).count() > 1;
            let numbers: Vec<_> = rows()
                .filter(|(row, plan)| shown(row) && plan.homeless.contains(option))
                .map(|(row, _)| match self.number(row, *option) {
                    number if several => format!("{} {number}", row.label),
                    number => number,
                })
                .collect();
            let Some(segment) = self.named_by(*option) else {
                continue;
            };
            // One row that names an option names it for all: their order is the same.
            let named = plans.iter().any(|plan| plan.named.contains(option));
            let implied = visible.len() == 2 && OPPOSITES.contains(&segment.short.as_str());
            // Of own and other answers the number of the one follows from the other's.
            let own = self.rows.iter().any(|row| row.own == Some(*option));
            let implied = implied || segment.implied;
            if numbers.is_empty() && (named || implied) || segment.implied && !own {
                continue;
            }
            let name = &segment.full;
            let place = place_word(place, visible.len());
            let numbers = match numbers.join(", ") {
                list if list.is_empty() => list,
                list => format!(" ({list})"),
            };
            entries.push(Entry { tone: None, text: format!("{place}: {name}{numbers}") });
        }
        entries
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

/// Where an option stands in the bar, in a word.
fn place_word(place: usize, options: usize) -> String {
    match place {
        0 => "links".to_owned(),
        _ if place + 1 == options => "rechts".to_owned(),
        1 if options == 3 => "midden".to_owned(),
        _ => format!("{}e vak", place + 1),
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
        layout.outline(Layer::Border, style.line, frame);
    }
}

/// Draws the entries of a key from `top`, wrapped; gives its lower end. Entries without a
/// tone are parted by a dot at the end of the entry before.
pub(super) fn draw_key(
    layout: &mut Layout,
    style: &HouseStyle,
    entries: &[Entry],
    (left, right): (i32, i32),
    top: i32,
) -> i32 {
    const SEPARATOR: &str = " ·";
    const SPACE: i32 = 24;
    let text = small(style);
    let line_height = text.line_height();
    let (mut x, mut y) = (left, top);
    for (index, entry) in entries.iter().enumerate() {
        let swatch = if entry.tone.is_some() { SWATCH + SWATCH_GAP } else { 0 };
        let last = index + 1 == entries.len();
        let words = match entry.tone {
            None if !last => format!("{}{SEPARATOR}", entry.text),
            _ => entry.text.clone(),
        };
        let whole = swatch + text.width(&words).cast_signed();
        if x > left && x + whole > right {
            x = left;
            y += line_height.cast_signed();
        }
        let room = (right - x - swatch).max(1).cast_unsigned();
        let lines = TextMetrics::wrap(&words, text.face, text.size, room);
        if let Some(tone) = entry.tone {
            draw_swatch(layout, style, tone, (x, y), line_height);
        }
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                y += line_height.cast_signed();
            }
            layout.text(
                (x + swatch, text.centred(y, line_height)),
                Side::Left,
                text,
                line.as_str(),
            );
        }
        let end = lines.last().map_or(0, |line| text.width(line)).cast_signed();
        x += swatch + end + if entry.tone.is_some() { ENTRY_GAP } else { SPACE };
    }
    y + line_height.cast_signed()
}
