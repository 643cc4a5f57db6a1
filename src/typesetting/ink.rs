//! Where ink stands on the pages of a laid-out document, and whether it stands where it may.

use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst_layout::PagedDocument;

use super::measures::Margins;

/// Height of a capital, as part of the text size.
const CAPITAL: f64 = 0.714;
/// Depth of a descender, as part of the text size.
const DESCENDER: f64 = 0.24;

/// The boxes of all text, shapes and pictures of a page, in points from its upper left
/// corner: left, top, right, bottom. Header and footer are among them.
#[derive(Debug, Clone, PartialEq)]
pub struct PageInk {
    /// Width of the page.
    pub width: f64,
    /// Height of the page.
    pub height: f64,
    /// Its texts in reading order.
    pub texts: Vec<TextRun>,
    pub(super) boxes: Vec<[f64; 4]>,
}

/// A stretch of text in one size, as it stands on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct TextRun {
    /// Its box: left, top, right, bottom.
    pub bounds: [f64; 4],
    /// Its size in points.
    pub size: f64,
    /// What it says.
    pub text: String,
}

impl PageInk {
    /// Boxes of the body: those that begin between the upper and lower margin.
    fn body(&self, margins: &Margins) -> impl Iterator<Item = &[f64; 4]> {
        let (top, bottom) = (margins.top - TOLERANCE, self.height - margins.bottom);
        self.boxes.iter().filter(move |b| b[3] > top + TOLERANCE && b[1] >= top && b[1] < bottom)
    }

    /// How far down the body is filled, from 0 to 1 (and above 1 when it runs over).
    #[must_use]
    pub fn filled(&self, margins: &Margins) -> f64 {
        let lowest = self.body(margins).map(|b| b[3]).fold(margins.top, f64::max);
        (lowest - margins.top) / (self.height - margins.top - margins.bottom)
    }

    /// Texts that stand over one another: nothing should.
    #[must_use]
    pub fn overlaps(&self) -> Vec<(&TextRun, &TextRun)> {
        let apart = |a: &[f64; 4], b: &[f64; 4], from: usize, to: usize| {
            a[to].min(b[to]) - a[from].max(b[from]) <= TOLERANCE
        };
        let written = |run: &&TextRun| !run.text.trim().is_empty();
        let texts: Vec<_> = self.texts.iter().filter(written).collect();
        let mut found = Vec::new();
        for (index, one) in texts.iter().enumerate() {
            for other in &texts[index + 1..] {
                let (a, b) = (&one.bounds, &other.bounds);
                if !apart(a, b, 0, 2) && !apart(a, b, 1, 3) {
                    found.push((*one, *other));
                }
            }
        }
        found
    }

    /// Boxes that stand in a margin or outside the page: nothing should.
    #[must_use]
    pub fn strays(&self, margins: &Margins) -> Vec<[f64; 4]> {
        let outside = |b: &&[f64; 4]| {
            b[0] < margins.left - TOLERANCE
                || b[2] > self.width - margins.right + TOLERANCE
                || b[1] < -TOLERANCE
                || b[3] > self.height + TOLERANCE
        };
        let over = |b: &&[f64; 4]| b[3] > self.height - margins.bottom + HANGING;
        let across = self.boxes.iter().filter(outside);
        across.chain(self.body(margins).filter(|b| !outside(b) && over(b))).copied().collect()
    }
}

/// Half a border, and the overhang of a letter, in points.
const TOLERANCE: f64 = 1.0;
/// What hangs below the last line of a page, in points: its baseline stands on the margin.
const HANGING: f64 = 2.5;

/// Where ink stands, page by page.
pub(super) fn pages(document: &PagedDocument) -> Vec<PageInk> {
    document.pages().iter().map(|page| page_ink(&page.frame)).collect()
}

fn page_ink(frame: &Frame) -> PageInk {
    let (width, height) = (frame.width().to_pt(), frame.height().to_pt());
    let mut page = PageInk { width, height, texts: Vec::new(), boxes: Vec::new() };
    collect(frame, Transform::identity(), &mut page);
    page
}

fn collect(frame: &Frame, outer: Transform, page: &mut PageInk) {
    for (place, item) in frame.items() {
        let here = outer.pre_concat(Transform::translate(place.x, place.y));
        let bounds = |min: Point, max: Point| {
            let (a, b) = (min.transform(here), max.transform(here));
            [a.x.min(b.x).to_pt(), a.y.min(b.y).to_pt(), a.x.max(b.x).to_pt(), a.y.max(b.y).to_pt()]
        };
        match item {
            FrameItem::Group(group) => {
                collect(&group.frame, here.pre_concat(group.transform), page);
            }
            FrameItem::Text(text) => {
                let bounds = bounds(
                    Point::new(Abs::zero(), -text.size * CAPITAL),
                    Point::new(text.width(), text.size * DESCENDER),
                );
                page.boxes.push(bounds);
                let (size, text) = (text.size.to_pt(), text.text.to_string());
                page.texts.push(TextRun { bounds, size, text });
            }
            FrameItem::Shape(shape, _) => {
                let bbox = shape.bbox(true);
                page.boxes.push(bounds(bbox.min, bbox.max));
            }
            FrameItem::Image(_, size, _) => {
                page.boxes.push(bounds(Point::zero(), size.to_point()));
            }
            FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}
