//! The order of reading is the order of seeing.
//!
//! The rule: of two pieces that follow each other in the structure tree (a paragraph, a
//! heading, a cell, a figure), the second stands on a later page, or begins not higher than
//! the first, or stands wholly to the right of it (the next column). Inside a piece lines go
//! down, and words on a line go right. Inside a figure the description is read, in one piece.

use super::structure::pieces;
use super::{Fault, fault};
use crate::pdf::Pdf;
use crate::pdf::painting::Text;
use crate::pdf::tags::Element;

/// Superscripts, kerning and cells that stand at the bottom of their row, in points.
const TOLERANCE: f64 = 3.0;

/// The box of a piece on one page: left, bottom, right, top.
#[derive(Debug, Clone, Copy)]
struct Piece {
    page: usize,
    left: f64,
    right: f64,
    top: f64,
}

pub(super) fn check(pdf: &Pdf, faults: &mut Vec<Fault>) {
    let mut before: Option<(Piece, Piece)> = None;
    for element in pieces(pdf) {
        if element.role != "Figure" {
            lines(pdf, element, faults);
        }
        let boxes = boxes(pdf, element);
        let (Some(first), Some(last)) = (boxes.first(), boxes.last()) else { continue };
        if let Some((_, end)) = before
            && !follows(end, *first)
        {
            let text: String = pdf.text(element).chars().take(60).collect();
            faults.push(fault("reading-order", format!("page {}: {text:?}", first.page + 1)));
        }
        before = Some((*first, *last));
    }
}

fn follows(end: Piece, next: Piece) -> bool {
    next.page > end.page
        || next.page == end.page
            && (next.top <= end.top + TOLERANCE || next.left >= end.right - TOLERANCE)
}

/// The texts of an element with their pages, in reading order.
fn texts<'a>(pdf: &'a Pdf, element: &Element) -> Vec<(usize, &'a Text)> {
    let marks = element.marks();
    marks
        .iter()
        .flat_map(|(page, mark)| pdf.pages[*page].of_mark(*mark).map(|t| (*page, t)))
        .collect()
}

fn boxes(pdf: &Pdf, element: &Element) -> Vec<Piece> {
    let mut boxes: Vec<Piece> = Vec::new();
    for (page, text) in texts(pdf, element) {
        let piece = Piece {
            page,
            left: text.at.0,
            right: text.at.0 + text.width,
            top: text.at.1 + text.size,
        };
        match boxes.last_mut() {
            Some(last) if last.page == page => {
                last.left = last.left.min(piece.left);
                last.right = last.right.max(piece.right);
                last.top = last.top.max(piece.top);
            }
            _ => boxes.push(piece),
        }
    }
    boxes
}

fn lines(pdf: &Pdf, element: &Element, faults: &mut Vec<Fault>) {
    for pair in texts(pdf, element).windows(2) {
        let ((page, before), (next_page, next)) = (pair[0], pair[1]);
        let lower = next.at.1 < before.at.1 - TOLERANCE;
        let same_line = (next.at.1 - before.at.1).abs() <= TOLERANCE;
        let right = same_line && next.at.0 >= before.at.0 + before.width - TOLERANCE;
        if next_page < page || next_page == page && !lower && !right {
            let place = format!("page {}: {:?} after {:?}", page + 1, next.text, before.text);
            faults.push(fault("reading-order", place));
        }
    }
}
