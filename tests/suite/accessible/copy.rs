//! A copier without colour: the bars of a sheet in black and white, dot by dot.
//!
//! Two neighbours in a bar are copied at 150 dots per inch, for paper that lies a part of a dot
//! further, and for a dark and a light copy: a dot is black when enough of it is ink. What is
//! left must still part them: by how much is ink, by the direction of the lines, or, for equal
//! fills, by an unbroken line between them. And lines must stay lines, in their own direction.

use super::contrast::{Sight, ground};
use super::{Fault, fault};
use crate::pdf::Pdf;
use crate::pdf::painting::{Form, Page, Paint, Point};
use gemeentespiegel::colour::Rgb;

/// Width of a dot in points.
const DOT: f64 = 72.0 / 150.0;
/// In so many places across and down a dot is looked at.
const PLACES: u8 = 3;
/// How far the paper lies to the right and up, in dots.
const SHIFTS: [(f64, f64); 4] = [(0.0, 0.0), (0.5, 0.0), (0.25, 0.5), (0.75, 0.25)];
/// The part of a dot that must be ink to become black: in a dark, a usual and a light copy.
const EXPOSURES: [f64; 3] = [0.4, 0.5, 0.6];
/// Fills of at least this height, in points, are parts of bars.
const BAR: f64 = 12.0;
/// No more of a part is copied than this, in points: with lines in it or in its neighbour, and
/// without.
const ENOUGH: [f64; 2] = [24.0, 6.0];
/// What a border takes of a part at each side, in points.
const BORDER: f64 = 1.0;
/// With fewer dots outside its label a part is told by that label alone.
const FEW_DOTS: usize = 60;
/// Shares of ink that differ by this are told apart.
const INK: f64 = 0.2;
/// A pattern of lines has a turn of at least this; a fill has none.
const TURN: f64 = 0.4;
/// Lines that leave less paper than this between them have run together.
const MUD: f64 = 0.8;
/// The part of a line that may not be broken.
const UNBROKEN: f64 = 0.9;

/// A part of a bar: left, bottom, right, top, in points.
#[derive(Debug, Clone, Copy)]
struct Part {
    left: f64,
    bottom: f64,
    right: f64,
    top: f64,
    order: usize,
}

/// What a copier makes of a part.
#[derive(Debug, Clone, Copy)]
struct Copy {
    /// The share of its dots that are black.
    ink: f64,
    /// 1 for lines that fall, -1 for lines that rise, 0 for a fill.
    turn: f64,
}

/// Whether a page is painted without colour, to be copied.
fn is_colourless(page: &Page) -> bool {
    let grey = |colour: Rgb| colour.0 == colour.1 && colour.1 == colour.2;
    page.paints.iter().all(|paint| grey(paint.colour)) && page.texts.iter().all(|t| grey(t.colour))
}

pub(super) fn check(pdf: &Pdf, faults: &mut Vec<Fault>) {
    if !pdf.pages.iter().all(is_colourless) {
        return;
    }
    for (index, page) in pdf.pages.iter().enumerate() {
        // A copier makes dots of what is grey, or nothing.
        let pale = |colour: Rgb| ![Rgb(0, 0, 0), Rgb::WHITE].contains(&colour);
        if let Some(paint) = page.paints.iter().find(|paint| pale(paint.colour)) {
            faults.push(fault("copy", format!("page {}: {}", index + 1, paint.colour.hex())));
        }
        for bar in bars(page) {
            for pair in bar.windows(2) {
                if let Some(what) = alike(page, pair[0], pair[1]) {
                    faults.push(fault("copy", format!("page {}: {what}", index + 1)));
                }
            }
        }
    }
}

/// The parts of each bar from left to right.
fn bars(page: &Page) -> Vec<Vec<Part>> {
    let mut bars: Vec<Vec<Part>> = Vec::new();
    let mut parts: Vec<_> = page.paints.iter().filter_map(part).collect();
    parts.sort_by(|a, b| a.left.total_cmp(&b.left));
    for part in parts {
        let goes_on = |bar: &&mut Vec<Part>| {
            let last = bar[bar.len() - 1];
            (last.right - part.left).abs() < 0.2 && (last.top - part.top).abs() < 0.2
        };
        match bars.iter_mut().find(goes_on) {
            Some(bar) => bar.push(part),
            None => bars.push(vec![part]),
        }
    }
    bars
}

/// A fill as a part of a bar, when it is high enough.
fn part(paint: &Paint) -> Option<Part> {
    let Form::Fill(outline) = &paint.form else { return None };
    let side = |from: fn(&Point) -> f64| {
        let numbers = outline.iter().map(from);
        numbers.fold((f64::MAX, f64::MIN), |(low, high), n| (low.min(n), high.max(n)))
    };
    let ((left, right), (bottom, top)) = (side(|point| point.0), side(|point| point.1));
    (top - bottom >= BAR).then_some(Part { left, bottom, right, top, order: paint.order })
}

/// Why two neighbours can't be told apart in a copy; `None` when they can in every one.
fn alike(page: &Page, one: Part, other: Part) -> Option<String> {
    let (first, second) = (lines_turn(page, one), lines_turn(page, other));
    let enough = ENOUGH[usize::from(first.or(second).is_none())];
    let one = Part { left: one.left.max(one.right - enough), ..one };
    let other = Part { right: other.right.min(other.left + enough), ..other };
    for shift in SHIFTS {
        let (left, right) = (Dots::of(page, one, shift), Dots::of(page, other, shift));
        let edge = Part { left: one.right - BORDER, right: other.left + BORDER, ..one };
        let edge = Dots::of(page, edge, shift);
        for exposure in EXPOSURES {
            let at = format!("shift {shift:?}, exposure {exposure}");
            let copies = [left.copy(exposure), right.copy(exposure)];
            for (copy, turn) in copies.iter().zip([first, second]) {
                let Some((copy, turn)) = copy.as_ref().zip(turn) else { continue };
                if copy.turn * turn < TURN || copy.ink > MUD {
                    return Some(format!("lines of turn {turn} become {copy:?} at {at}"));
                }
            }
            let parted = match copies {
                [Some(a), Some(b)] => {
                    (a.ink - b.ink).abs() >= INK || (a.turn - b.turn).abs() >= 2.0 * TURN
                }
                _ => false,
            };
            if !parted && edge.unbroken(exposure) < UNBROKEN {
                return Some(format!("{:?} beside {:?} at {at}", copies[0], copies[1]));
            }
        }
    }
    None
}

/// The direction of the slanting lines in a part, 1 or -1; `None` without any.
fn lines_turn(page: &Page, part: Part) -> Option<f64> {
    page.paints.iter().find_map(|paint| {
        let Form::Line { from, to, .. } = paint.form else { return None };
        let (x, y) = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
        let inside = part.left < x && x < part.right && part.bottom < y && y < part.top;
        let slope = (to.1 - from.1) / (to.0 - from.0);
        (inside && (0.2..5.0).contains(&slope.abs())).then(|| -slope.signum())
    })
}

/// How much ink each dot of a part has; `None` where its label stands.
struct Dots {
    across: usize,
    ink: Vec<Option<f64>>,
}

impl Dots {
    fn of(page: &Page, part: Part, shift: (f64, f64)) -> Self {
        let meets = |paint: &&Paint| match &paint.form {
            Form::Fill(outline) => {
                outline.iter().any(|point| point.0 > part.left - 1.0)
                    && outline.iter().any(|point| point.0 < part.right + 1.0)
                    && outline.iter().any(|point| point.1 > part.bottom - 1.0)
                    && outline.iter().any(|point| point.1 < part.top + 1.0)
            }
            Form::Line { from, to, .. } => {
                from.0.min(to.0) < part.right + 1.0
                    && from.0.max(to.0) > part.left - 1.0
                    && from.1.min(to.1) < part.top + 1.0
                    && from.1.max(to.1) > part.bottom - 1.0
            }
        };
        let near: Vec<_> = page.paints.iter().filter(meets).collect();
        // A fill that is painted over a part and is lower than a bar keeps a label clear.
        let plates: Vec<_> = near
            .iter()
            .filter(|paint| matches!(paint.form, Form::Fill(_)) && paint.order > part.order)
            .filter(|paint| self::part(paint).is_none())
            .collect();
        let (wide, high) = (part.right - part.left, part.top - part.bottom);
        let (across, down) = ((wide / DOT) as usize, (high / DOT) as usize);
        let ink = |row: usize, column: usize| {
            let corner = (
                part.left + DOT * (column as f64 + shift.0),
                part.top - DOT * (row as f64 + 1.0 - shift.1),
            );
            let covered = plates.iter().any(|plate| {
                let Form::Fill(outline) = &plate.form else { return false };
                super::contrast::inside(outline, (corner.0 + DOT / 2.0, corner.1 + DOT / 2.0))
            });
            (!covered).then(|| ink_of(&near, corner))
        };
        let dots = (0..down).flat_map(|row| (0..across).map(move |column| (row, column)));
        Self { across, ink: dots.map(|(row, column)| ink(row, column)).collect() }
    }

    fn rows(&self, exposure: f64) -> Vec<Vec<Option<bool>>> {
        let black = |dot: &Option<f64>| dot.map(|ink| ink >= exposure);
        self.ink.chunks(self.across.max(1)).map(|row| row.iter().map(black).collect()).collect()
    }

    /// The copy of what lies within the border; `None` when a label takes the room.
    fn copy(&self, exposure: f64) -> Option<Copy> {
        let border = (BORDER / DOT).ceil() as usize;
        let rows = self.rows(exposure);
        let dot = |row: usize, column: usize| -> Option<bool> {
            let within = |at: usize, end: usize| (border..end.saturating_sub(border)).contains(&at);
            let inside = within(row, rows.len()) && within(column, self.across);
            *rows.get(row).filter(|_| inside)?.get(column)?
        };
        let (mut all, mut black, mut falls, mut rises) = (0_usize, 0_usize, 0_usize, 0_usize);
        for row in 0..rows.len() {
            for column in 0..self.across {
                let Some(is_black) = dot(row, column) else { continue };
                all += 1;
                if is_black {
                    black += 1;
                    falls += usize::from(dot(row + 1, column + 1) == Some(true));
                    rises += usize::from(row > 0 && dot(row - 1, column + 1) == Some(true));
                }
            }
        }
        let turn = (falls as f64 - rises as f64) / (falls + rises).max(1) as f64;
        (all >= FEW_DOTS).then(|| Copy { ink: black as f64 / all as f64, turn })
    }

    /// How much of the blackest column is black.
    fn unbroken(&self, exposure: f64) -> f64 {
        let rows = self.rows(exposure);
        let black = |column| rows.iter().filter(|row| row[column] == Some(true)).count();
        let most = (0..self.across).map(black).max().unwrap_or(0);
        most as f64 / rows.len().max(1) as f64
    }
}

/// The part of a dot that is ink.
fn ink_of(paints: &[&Paint], corner: Point) -> f64 {
    let mut ink = 0.0;
    for row in 0..PLACES {
        for column in 0..PLACES {
            let step = |at: u8| DOT * (f64::from(at) + 0.5) / f64::from(PLACES);
            let place = (corner.0 + step(column), corner.1 + step(row));
            let seen = Sight::Grey.sees(ground(paints.iter().copied(), place, usize::MAX));
            ink += 1.0 - f64::from(seen.0) / 255.0;
        }
    }
    ink / f64::from(PLACES * PLACES)
}

/// Lines across a part: room from one to the next along the bar, width, direction, colour.
#[derive(Debug, Clone, Copy)]
struct Lines {
    step: f64,
    width: f64,
    turn: f64,
    colour: Rgb,
}

/// As the charts draw them.
const OWN: Lines = Lines { step: 3.4, width: 0.9, turn: 1.0, colour: Rgb::BLACK };
const OTHER: Lines = Lines { step: 3.4, width: 0.5, turn: -1.0, colour: Rgb::BLACK };

/// A bar of two hatched parts, with or without a border between them.
fn hatched(parts: [Lines; 2], border: bool) -> Page {
    const WIDTH: f64 = 40.0;
    let mut page = Page::default();
    let mut line = |from: Point, to: Point, width: f64, colour: Rgb| {
        let form = Form::Line { from, to, width };
        page.paints.push(Paint { form, colour, order: 2 });
    };
    for (number, lines) in parts.into_iter().enumerate() {
        let left = 10.0 + WIDTH * number as f64;
        let mut at = left - 15.6;
        while at < left + WIDTH {
            let (from, to) = (at.max(left), (at + 15.6).min(left + WIDTH));
            let y = |x: f64| if lines.turn > 0.0 { 15.6 - (x - at) } else { x - at };
            line((from, y(from)), (to, y(to)), lines.width, lines.colour);
            at += lines.step;
        }
    }
    if border {
        line((10.0 + WIDTH, 0.0), (10.0 + WIDTH, 15.6), 0.6, Rgb::BLACK);
    }
    for left in [10.0, 10.0 + WIDTH] {
        let corners = vec![(left, 0.0), (left + WIDTH, 0.0), (left + WIDTH, 15.6), (left, 15.6)];
        let fill = Paint { form: Form::Fill(corners), colour: Rgb::WHITE, order: 1 };
        page.paints.insert(0, fill);
    }
    page.paints.sort_by_key(|paint| paint.order);
    page
}

/// A copy keeps what is full apart from what is open: nothing is grey, and no border is too thin.
#[test]
fn the_squares_of_a_summary_are_seen() {
    let path = "gemeenten/GM0716-tholen/raadssamenvatting-2023.pdf";
    let pdf = Pdf::read(&crate::built::FIXTURE[path]);
    assert!(pdf.pages.iter().all(is_colourless));
    let (mut full, mut borders) = (0, 0);
    for paint in &pdf.pages[0].paints {
        let grey = paint.colour != Rgb(0, 0, 0) && paint.colour != Rgb::WHITE;
        assert!(!grey, "{:?}", paint.colour);
        match paint.form {
            Form::Fill(_) => full += 1,
            Form::Line { width, .. } => {
                borders += 1;
                assert!(width >= 0.5, "{width}");
            }
        }
    }
    assert!(full > 10 && borders > 40, "{full} {borders}");
}

#[test]
fn patterns_that_a_copy_does_not_keep_apart_are_found() {
    let found = |parts, border| {
        let page = hatched(parts, border);
        let [bar] = &bars(&page)[..] else { panic!("one bar") };
        alike(&page, bar[0], bar[1])
    };
    assert_eq!(found([OWN, OTHER], false), None);
    assert_eq!(found([OTHER, OTHER], true), None);
    let grey = Rgb(0x99, 0x99, 0x99);
    for (name, parts, border, expected) in [
        ("equal, without a border", [OTHER, OTHER], false, "beside"),
        ("too fine", [Lines { step: 1.0, ..OWN }, OTHER], true, "lines"),
        ("too thin", [OWN, Lines { width: 0.15, ..OTHER }], true, "lines"),
        ("in grey", [Lines { colour: grey, ..OWN }, OTHER], true, "lines"),
        (
            "as dense, the same way",
            [OWN, Lines { turn: 1.0, width: 0.8, ..OTHER }],
            false,
            "beside",
        ),
    ] {
        let fault = found(parts, border).unwrap_or_else(|| panic!("{name}: not found"));
        assert!(fault.contains(expected), "{name}: {fault}");
    }
}
