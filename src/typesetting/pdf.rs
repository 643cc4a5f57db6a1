//! Source and assets to PDF; Typst's findings to ours.

use std::collections::BTreeMap;

use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Smart};
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::fonts::FontSet;
use super::landmarks::{Landmark, landmarks};
use super::markup::TypstMarkup;
use super::world::{DocumentWorld, SharedWorld};
use crate::keys::keyed_fields;

/// How many documents Typst's memory of earlier work is kept.
const MEMORY_AGE: usize = 2;
/// A document of more pages fills that memory with what no other document needs: it is
/// emptied as soon as the pages are laid out.
const LONG: usize = 8;
/// Height of a capital, as part of the text size.
const CAPITAL: f64 = 0.714;
/// Depth of a descender, as part of the text size.
const DESCENDER: f64 = 0.24;

/// The date a document bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PdfDate {
    /// Year.
    pub year: i32,
    /// Month, from 1.
    pub month: u8,
    /// Day, from 1.
    pub day: u8,
}

/// What a PDF says about itself beyond its content.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PdfInfo {
    /// The date, from the project: a run tomorrow gives the same bytes.
    pub date: PdfDate,
    /// A name for this document that no other has, and that stays the same over runs.
    pub ident: String,
}

keyed_fields!(PdfDate { year, month, day });
keyed_fields!(PdfInfo { date, ident });

/// How serious a finding of Typst is. Both stop the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The document can't be made.
    Error,
    /// It could be made, but not as meant.
    Warning,
}

/// Something Typst found in a generated source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypstFinding {
    /// How serious.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What could be done.
    pub hints: Vec<String>,
    /// File, line and column (both from 1), when known.
    pub place: Option<(String, usize, usize)>,
}

/// A finished document.
#[derive(Debug, Clone)]
pub struct Printed {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
}

/// A finished document, and where everything stands on its pages: for checks.
#[derive(Debug, Clone)]
pub struct Laid {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
    /// Where ink stands, page by page.
    pub layout: Vec<PageInk>,
    /// Headings, figures, tables, paragraphs and references, in the order of the text.
    pub landmarks: Vec<Landmark>,
}

/// White edges of a page in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margins {
    /// Above the text.
    pub top: f64,
    /// Below the text.
    pub bottom: f64,
    /// Left of the text.
    pub left: f64,
    /// Right of the text.
    pub right: f64,
}

/// One millimetre in points.
const MM: f64 = 72.0 / 25.4;

impl Margins {
    /// The edges of the report, as in `stijl.typ`.
    pub const REPORT: Self =
        Self { top: 24.0 * MM, bottom: 22.0 * MM, left: 27.0 * MM, right: 27.0 * MM };
}

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

/// Turns markup into PDF; made once, shared by all threads.
#[derive(Debug)]
pub struct Typesetter {
    shared: SharedWorld,
}

impl Typesetter {
    /// A typesetter with these typefaces.
    #[must_use]
    pub fn new(fonts: FontSet) -> Self {
        Self { shared: SharedWorld::new(fonts) }
    }

    /// Typesets one document: tagged, PDF/UA-1 and PDF/A-2a. The source may import
    /// `/stijl.typ` and read `files` (by paths such as `/logo.svg`), and nothing else.
    ///
    /// # Errors
    ///
    /// Everything Typst found; a warning also stops the document.
    pub fn print(
        &self,
        source: &TypstMarkup,
        files: &BTreeMap<String, Vec<u8>>,
        info: &PdfInfo,
    ) -> Result<Printed, Vec<TypstFinding>> {
        Ok(self.typeset(source, files, info)?.0)
    }

    /// The same, and where everything stands.
    ///
    /// # Errors
    ///
    /// As [`Self::print`].
    pub fn pdf(
        &self,
        source: &TypstMarkup,
        files: &BTreeMap<String, Vec<u8>>,
        info: &PdfInfo,
    ) -> Result<Laid, Vec<TypstFinding>> {
        let (Printed { bytes, pages }, document) = self.typeset(source, files, info)?;
        let layout = document.pages().iter().map(|page| page_ink(&page.frame)).collect();
        Ok(Laid { bytes, pages, layout, landmarks: landmarks(&document) })
    }

    /// Empties Typst's memory of earlier work, when there are no more documents.
    pub fn forget() {
        comemo::evict(0);
    }

    fn typeset(
        &self,
        source: &TypstMarkup,
        files: &BTreeMap<String, Vec<u8>>,
        info: &PdfInfo,
    ) -> Result<(Printed, PagedDocument), Vec<TypstFinding>> {
        let world = DocumentWorld::new(&self.shared, source.as_str(), files);
        let typeset = typeset(&world, info);
        comemo::evict(MEMORY_AGE);
        typeset
    }
}

fn typeset(
    world: &DocumentWorld,
    info: &PdfInfo,
) -> Result<(Printed, PagedDocument), Vec<TypstFinding>> {
    let findings = |list: &[SourceDiagnostic]| list.iter().map(|d| finding(world, d)).collect();
    let options = options(info)?;
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    let document = output.map_err(|errors| findings(&errors))?;
    if !warnings.is_empty() {
        return Err(findings(&warnings));
    }
    if document.pages().len() > LONG {
        Typesetter::forget();
    }
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| findings(&errors))?;
    Ok((Printed { bytes, pages: document.pages().len() }, document))
}

fn options(info: &PdfInfo) -> Result<PdfOptions, Vec<TypstFinding>> {
    let PdfDate { year, month, day } = info.date;
    let date = Datetime::from_ymd_hms(year, month, day, 0, 0, 0).ok_or_else(|| {
        vec![TypstFinding {
            severity: Severity::Error,
            message: format!("{year}-{month}-{day} is no date"),
            hints: Vec::new(),
            place: None,
        }]
    })?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .expect("these two standards go together");
    Ok(PdfOptions {
        ident: Smart::Custom(info.ident.clone()),
        timestamp: Some(Timestamp::new_utc(date)),
        standards,
        tagged: true,
        ..PdfOptions::default()
    })
}

fn finding(world: &DocumentWorld, diagnostic: &SourceDiagnostic) -> TypstFinding {
    let place = diagnostic.span.id().and_then(|id| {
        let source = world.source(id).ok()?;
        let start = world.range(diagnostic.span)?.start;
        let (line, column) = source.lines().byte_to_line_column(start)?;
        Some((id.get().vpath().get_with_slash().to_owned(), line + 1, column + 1))
    });
    TypstFinding {
        severity: match diagnostic.severity {
            typst::diag::Severity::Error => Severity::Error,
            typst::diag::Severity::Warning => Severity::Warning,
        },
        message: diagnostic.message.to_string(),
        hints: diagnostic.hints.iter().map(|hint| hint.v.to_string()).collect(),
        place,
    }
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
