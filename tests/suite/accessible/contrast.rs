//! Colours, read from what is painted: text on its ground, fills beside each other, lines
//! on what they cross. Each pair is judged four times: as it is, as a grey copy, and as two
//! kinds of colour-blind readers see it.
//!
//! Colour blindness: the matrices of full protanopia and deuteranopia by G. M. Machado,
//! M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for Simulation of
//! Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15
//! (2009), applied to linear RGB. Grey copy: the luma of ITU-R BT.601, as copiers take it.

use std::collections::BTreeSet;

use gemeentespiegel::colour::{Rgb, contrast};

use super::{Fault, fault};
use crate::pdf::Pdf;
use crate::pdf::painting::{Form, Owner, Page, Paint, Point, Text};

/// WCAG 1.4.3.
const TEXT: f64 = 4.5;
/// WCAG 1.4.11.
const GRAPHIC: f64 = 3.0;
/// Less than this beside paper is the grid of a scale: it helps the eye, and says nothing.
const GRID: f64 = 1.6;
/// How far beside an edge the two sides are looked at, in points.
const BESIDE: f64 = 0.5;
/// Edges shorter than this are corners, in points.
const CORNER: f64 = 1.5;
/// A longer line across is no part of a small drawing, in points: half the widest scale.
const LONGEST_MARK: f64 = 62.0;
/// What a drawing may stand outside the box of its figure, in points.
const MARGIN: f64 = 2.0;

/// How far a letter may hang over an edge, in points.
const LABEL_SLACK: f64 = 0.8;

/// Ways of seeing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    Full,
    Grey,
    Protanopia,
    Deuteranopia,
}

pub(super) const SIGHTS: [Sight; 4] =
    [Sight::Full, Sight::Grey, Sight::Protanopia, Sight::Deuteranopia];

const PROTANOPIA: [[f64; 3]; 3] = [
    [0.152_286, 1.052_583, -0.204_868],
    [0.114_503, 0.786_281, 0.099_216],
    [-0.003_882, -0.048_116, 1.051_998],
];
const DEUTERANOPIA: [[f64; 3]; 3] = [
    [0.367_322, 0.860_646, -0.227_968],
    [0.280_085, 0.672_501, 0.047_413],
    [-0.011_820, 0.042_940, 0.968_881],
];

impl Sight {
    pub(super) fn sees(self, colour: Rgb) -> Rgb {
        match self {
            Self::Full => colour,
            Self::Grey => {
                let [red, green, blue] = [colour.0, colour.1, colour.2].map(f64::from);
                let luma = (0.299 * red + 0.587 * green + 0.114 * blue).round() as u8;
                Rgb(luma, luma, luma)
            }
            Self::Protanopia => transformed(colour, PROTANOPIA),
            Self::Deuteranopia => transformed(colour, DEUTERANOPIA),
        }
    }
}

fn transformed(Rgb(red, green, blue): Rgb, matrix: [[f64; 3]; 3]) -> Rgb {
    let linear = [red, green, blue].map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    let [red, green, blue] = matrix.map(|row| {
        let sum: f64 = row.iter().zip(linear).map(|(factor, part)| factor * part).sum();
        let sum = sum.clamp(0.0, 1.0);
        let part =
            if sum <= 0.003_130_8 { sum * 12.92 } else { 1.055 * sum.powf(1.0 / 2.4) - 0.055 };
        (part * 255.0).round() as u8
    });
    Rgb(red, green, blue)
}

/// The least contrast of two colours over all ways of seeing.
pub(super) fn least(a: Rgb, b: Rgb) -> f64 {
    SIGHTS.map(|sight| contrast(sight.sees(a), sight.sees(b))).into_iter().fold(f64::MAX, f64::min)
}

pub(super) fn check(pdf: &Pdf, faults: &mut Vec<Fault>) {
    for (index, page) in pdf.pages.iter().enumerate() {
        for text in &page.texts {
            if let Some(ground) = bad_ground(page, text) {
                let place = format!(
                    "page {}: {:?}, {} on {} ({:.2})",
                    index + 1,
                    text.text,
                    text.colour.hex(),
                    ground.hex(),
                    least(text.colour, ground)
                );
                faults.push(fault("text-contrast", place));
            }
        }
    }
    let mut large = vec![Vec::new(); pdf.pages.len()];
    for figure in pdf.of_role("Figure") {
        let Some(bounds) = figure.bounds else {
            faults.push(fault("figure-box", format!("{:?}", figure.alt)));
            continue;
        };
        // A drawing without words has no marks: Typst takes shapes for artifacts.
        let Some((index, _)) = figure.marks().first().copied() else { continue };
        large[index].push(bounds);
        for label in cut_labels(&pdf.pages[index], bounds) {
            faults.push(fault("label", format!("page {}: {label:?}", index + 1)));
        }
        let within = |paint: &&Paint| lies_within(paint, bounds);
        // Equal faults of one drawing are one fault.
        for (rule, what) in drawing(&pdf.pages[index], within) {
            faults.push(fault(rule, format!("page {}: {what}", index + 1)));
        }
    }
    // Small drawings without words stand beside the words of their cell.
    for ((index, page), large) in pdf.pages.iter().enumerate().zip(large) {
        let small = |paint: &&Paint| {
            !large.iter().any(|bounds| lies_within(paint, *bounds))
                && !holds_text(page, paint)
                && !parts_rows(paint)
        };
        for (rule, what) in drawing(page, small) {
            faults.push(fault(rule, format!("page {}: {what}", index + 1)));
        }
    }
}

fn lies_within(paint: &Paint, [left, bottom, right, top]: [f64; 4]) -> bool {
    let within = |&(x, y): &Point| {
        (left - MARGIN..=right + MARGIN).contains(&x)
            && (bottom - MARGIN..=top + MARGIN).contains(&y)
    };
    match &paint.form {
        Form::Fill(outline) => outline.iter().all(within),
        Form::Line { from, to, .. } => within(from) && within(to),
    }
}

/// Whether a line is a rule between rows of words, and no drawing.
fn parts_rows(paint: &Paint) -> bool {
    matches!(paint.form, Form::Line { from, to, .. } if (from.0 - to.0).abs() > LONGEST_MARK)
}

/// Whether a fill is the ground of words.
fn holds_text(page: &Page, paint: &Paint) -> bool {
    let Form::Fill(outline) = &paint.form else { return false };
    page.texts.iter().any(|text| inside(outline, text.at))
}

/// Labels of a drawing that run over the edge of a fill: each lies within a fill, or beside it.
fn cut_labels(page: &Page, [left, bottom, right, top]: [f64; 4]) -> Vec<&str> {
    let within =
        |text: &&Text| (left..=right).contains(&text.at.0) && (bottom..=top).contains(&text.at.1);
    let cut = |text: &&Text| {
        let (from, to) = (text.at.0, text.at.0 + text.width);
        let height = text.at.1 + 0.3 * text.size;
        page.paints.iter().filter(|paint| paint.order < text.order).any(|paint| {
            let Form::Fill(outline) = &paint.form else { return false };
            let (low, high) = span(outline.iter().map(|(_, y)| *y));
            let (start, end) = span(outline.iter().map(|(x, _)| *x));
            let beside = to <= start + LABEL_SLACK || from >= end - LABEL_SLACK;
            let inside = from >= start - LABEL_SLACK && to <= end + LABEL_SLACK;
            (low..=high).contains(&height) && !beside && !inside
        })
    };
    page.texts.iter().filter(within).filter(cut).map(|text| text.text.as_str()).collect()
}

/// The lowest and the highest of some numbers.
fn span(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    numbers.fold((f64::MAX, f64::MIN), |(low, high), n| (low.min(n), high.max(n)))
}

/// The ground on which some part of a text can't be read.
fn bad_ground(page: &Page, text: &Text) -> Option<Rgb> {
    const ACROSS: u8 = 8;
    // The dash before an item and the dot between two are marks, no words.
    let words = text.text.contains(char::is_alphanumeric);
    let needed = if words { TEXT } else { GRAPHIC };
    let points = (0..=ACROSS).flat_map(|step| {
        let x = text.at.0 + text.width * f64::from(step) / f64::from(ACROSS);
        [0.1, 0.45].map(|height| (x, text.at.1 + height * text.size))
    });
    points
        .map(|point| ground(page.paints.iter(), point, text.order))
        .find(|ground| least(text.colour, *ground) < needed)
}

/// What is seen at a place of all that was painted before `order`; paper when nothing was.
pub(super) fn ground<'a>(
    paints: impl DoubleEndedIterator<Item = &'a Paint>,
    point: Point,
    order: usize,
) -> Rgb {
    let covers = |paint: &&Paint| match &paint.form {
        Form::Fill(outline) => inside(outline, point),
        Form::Line { from, to, width } => distance(*from, *to, point) <= width / 2.0,
    };
    let mut before = paints.rev().filter(|paint| paint.order < order);
    before.find(covers).map_or(Rgb::WHITE, |paint| paint.colour)
}

/// The fill at a place, whatever lines cross it.
fn filled(paints: &[&Paint], point: Point, order: usize) -> Option<(usize, Rgb)> {
    let at = |paint: &&&Paint| {
        paint.order < order && matches!(&paint.form, Form::Fill(outline) if inside(outline, point))
    };
    paints.iter().rev().find(at).map(|paint| (paint.order, paint.colour))
}

pub(super) fn inside(outline: &[Point], (x, y): Point) -> bool {
    let mut inside = false;
    let mut before = outline[outline.len() - 1];
    for corner in outline {
        let ((x1, y1), (x2, y2)) = (before, *corner);
        if (y1 > y) != (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 {
            inside = !inside;
        }
        before = *corner;
    }
    inside
}

fn distance(from: Point, to: Point, point: Point) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx * dx + dy * dy;
    let along = ((point.0 - from.0) * dx + (point.1 - from.1) * dy) / length;
    let along = if length == 0.0 { 0.0 } else { along.clamp(0.0, 1.0) };
    (point.0 - from.0 - along * dx).hypot(point.1 - from.1 - along * dy)
}

/// What can't be told apart in one drawing.
fn drawing(page: &Page, of_it: impl Fn(&&Paint) -> bool) -> BTreeSet<(&'static str, String)> {
    let paints: Vec<_> = page.paints.iter().filter(of_it).collect();
    let mut faults = BTreeSet::new();
    for paint in &paints {
        match &paint.form {
            Form::Fill(outline) => {
                for edge in sides(outline) {
                    if let Some((a, b)) = unparted(&paints, paint, outline, edge) {
                        faults.insert(("edge", format!("{} beside {}", a.hex(), b.hex())));
                    }
                }
            }
            Form::Line { from, to, .. } => {
                if let Some(ground) = unseen(page, paint, *from, *to) {
                    let what = format!("line {} on {}", paint.colour.hex(), ground.hex());
                    faults.insert(("line", what));
                }
            }
        }
    }
    faults
}

fn sides(outline: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    let next = outline.iter().cycle().skip(1);
    let long = |(a, b): &(Point, Point)| (a.0 - b.0).hypot(a.1 - b.1) >= CORNER;
    outline.iter().copied().zip(next.copied()).filter(long)
}

/// The place `part` of the way along a line, and the way straight from it.
fn along((from, to): (Point, Point), part: f64) -> (Point, Point) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy);
    ((from.0 + part * dx, from.1 + part * dy), (-dy / length, dx / length))
}

fn beside((x, y): Point, (dx, dy): Point, by: f64) -> Point {
    (x + dx * by, y + dy * by)
}

/// The two colours at an edge of a fill that neither contrast nor a border part.
fn unparted(
    paints: &[&Paint],
    fill: &Paint,
    outline: &[Point],
    edge: (Point, Point),
) -> Option<(Rgb, Rgb)> {
    for part in [0.2, 0.5, 0.8] {
        let (at, across) = along(edge, part);
        let (one, other) = (beside(at, across, BESIDE), beside(at, across, -BESIDE));
        let (within, without) = match (inside(outline, one), inside(outline, other)) {
            (true, false) => (one, other),
            (false, true) => (other, one),
            // Thinner than what parts it from its neighbours.
            _ => continue,
        };
        let seen = filled(paints, within, usize::MAX);
        let below = filled(paints, within, fill.order).map(|(_, colour)| colour);
        // Painted over, or a plate that keeps a pattern away from letters.
        if seen.is_none_or(|(order, _)| order != fill.order) || below == Some(fill.colour) {
            continue;
        }
        let next = filled(paints, without, usize::MAX).map_or(Rgb::WHITE, |(_, colour)| colour);
        let border = || {
            paints.iter().any(|paint| {
                paint.order > fill.order
                    && runs_along(paint, at, across)
                    && least(paint.colour, fill.colour) >= GRAPHIC
                    && least(paint.colour, next) >= GRAPHIC
            })
        };
        if least(fill.colour, next) < GRAPHIC && !border() {
            return Some((fill.colour, next));
        }
    }
    None
}

/// Whether a line runs along an edge at this place.
fn runs_along(paint: &Paint, at: Point, across: Point) -> bool {
    let Form::Line { from, to, width } = &paint.form else { return false };
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let turned = (dx * across.0 + dy * across.1).abs() / dx.hypot(dy);
    turned < 0.2 && distance(*from, *to, at) <= width / 2.0 + BESIDE
}

/// The ground on which a line can't be seen from either side.
fn unseen(page: &Page, line: &Paint, from: Point, to: Point) -> Option<Rgb> {
    if least(line.colour, Rgb::WHITE) < GRID {
        return None;
    }
    let (at, across) = along((from, to), 0.5);
    let places = [0.0, BESIDE, -BESIDE].map(|by| beside(at, across, by));
    let grounds = places.map(|place| ground(page.paints.iter(), place, line.order));
    let seen = grounds.iter().any(|ground| least(line.colour, *ground) >= GRAPHIC);
    // The border of a dark fill has its colour, and the edge of a marker that of paper.
    (!seen && line.colour != grounds[0]).then_some(grounds[0])
}

#[test]
fn colour_blind_readers_see_red_and_green_alike() {
    let (red, green) = (Rgb(0xd0, 0x20, 0x20), Rgb(0x20, 0x80, 0x20));
    let hue = |colour: Rgb| i32::from(colour.0) - i32::from(colour.1);
    for sight in [Sight::Protanopia, Sight::Deuteranopia] {
        assert!(hue(red) - hue(green) > 200);
        assert!((hue(sight.sees(red)) - hue(sight.sees(green))).abs() < 120, "{sight:?}");
        for grey in [Rgb::BLACK, Rgb(0x80, 0x80, 0x80), Rgb::WHITE] {
            assert_eq!(sight.sees(grey), grey, "grey stays grey");
        }
    }
    // Published values for pure red: dark for protanopia, olive for deuteranopia.
    assert_eq!(Sight::Grey.sees(Rgb(0xff, 0, 0)), Rgb(76, 76, 76));
    assert_eq!(Sight::Protanopia.sees(Rgb(0xff, 0, 0)), Rgb(109, 95, 0));
    assert_eq!(Sight::Deuteranopia.sees(Rgb(0xff, 0, 0)), Rgb(163, 144, 0));
}

#[test]
fn a_white_fill_on_paper_needs_a_border() {
    let square = |by: f64| vec![(by, by), (90.0 - by, by), (90.0 - by, 90.0 - by), (by, 90.0 - by)];
    let fill = Paint { form: Form::Fill(square(10.0)), colour: Rgb::WHITE, order: 1 };
    let mut page = Page { paints: vec![fill], ..Page::default() };
    let all = |_: &&Paint| true;
    assert_eq!(drawing(&page, all).into_iter().next().unwrap().0, "edge");
    for pair in [square(10.0), vec![(10.0, 10.0)]].concat().windows(2) {
        let form = Form::Line { from: pair[0], to: pair[1], width: 0.6 };
        page.paints.push(Paint { form, colour: Rgb(0x5c, 0x80, 0x86), order: 2 });
    }
    assert!(drawing(&page, all).is_empty());
    page.paints.iter_mut().skip(1).for_each(|line| line.colour = Rgb(0xb0, 0xb0, 0xb0));
    let rules: Vec<_> = drawing(&page, all).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["edge", "line"]);
}

#[test]
fn a_label_that_runs_over_the_edge_of_its_fill_is_found() {
    let cut = |left: f64| {
        let text = Text {
            owner: Owner::Nobody,
            at: (left, 14.0),
            width: 30.0,
            size: 8.0,
            colour: Rgb::WHITE,
            text: "ja 89%".to_owned(),
            order: 2,
        };
        let square = vec![(10.0, 10.0), (90.0, 10.0), (90.0, 24.0), (10.0, 24.0)];
        let fill = Paint { form: Form::Fill(square), colour: Rgb::BLACK, order: 1 };
        let page = Page { paints: vec![fill], texts: vec![text], ..Page::default() };
        !cut_labels(&page, [0.0, 0.0, 200.0, 100.0]).is_empty()
    };
    assert!(!cut(14.0), "within");
    assert!(!cut(92.0), "beside");
    assert!(cut(70.0), "over the edge");
}
