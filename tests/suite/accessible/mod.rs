//! The project's own check of a finished PDF: what PDF/UA-1 asks, and what no validator
//! can know (that a description holds the numbers of its drawing, that the reading order
//! follows the page, that colours part and letters are large enough, that a copy keeps
//! patterns apart).

mod contrast;
mod copy;
mod document;
mod order;
mod structure;

use std::collections::BTreeSet;

use crate::pdf::Pdf;

pub(crate) use structure::numbers;

/// Something that is wrong: the rule, and where.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) rule: &'static str,
    pub(crate) place: String,
}

fn fault(rule: &'static str, place: impl Into<String>) -> Fault {
    Fault { rule, place: place.into() }
}

/// Everything that is wrong with a PDF; `smallest` is the least size of its text in points.
pub(crate) fn faults(pdf: &Pdf, smallest: f64) -> Vec<Fault> {
    let mut faults = Vec::new();
    document::check(pdf, smallest, &mut faults);
    structure::check(pdf, &mut faults);
    order::check(pdf, &mut faults);
    contrast::check(pdf, &mut faults);
    copy::check(pdf, &mut faults);
    faults
}

/// The rules that a PDF breaks.
pub(crate) fn broken(pdf: &Pdf, smallest: f64) -> BTreeSet<&'static str> {
    faults(pdf, smallest).into_iter().map(|fault| fault.rule).collect()
}
