//! Markup and files to PDF, or to pages to look at; Typst's findings to ours.

use std::collections::BTreeMap;
use std::ops::Range;

use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Smart};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::codes;
use super::fonts::FontSet;
use super::layout::Laid;
use super::world::{DocumentWorld, MAIN, SharedWorld};
use super::{ink, landmarks};
use crate::calendar::Date;
use crate::diagnostics::{Diagnostic, Place};
use crate::keys::keyed_fields;
use crate::templates::TypstMarkup;

/// How many documents Typst's memory of earlier work is kept.
const MEMORY_AGE: usize = 2;
/// A document of more pages fills that memory with what no other document needs: it is
/// emptied as soon as the pages are laid out.
const LONG: usize = 8;
/// How many characters of a generated line a finding shows.
const LINE_SHOWN: usize = 120;

/// What a PDF says about itself beyond its content.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PdfInfo {
    /// The date, from the project: a run tomorrow gives the same bytes.
    pub date: Date,
    /// The path of the document in the output folder: a name that no other has, and that stays
    /// the same over runs.
    pub ident: String,
}

keyed_fields!(PdfInfo { date, ident });

/// A finished document.
#[derive(Debug, Clone)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
}

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
    pub fn pdf(
        &self,
        source: &TypstMarkup,
        files: &BTreeMap<String, Vec<u8>>,
        info: &PdfInfo,
    ) -> Result<Pdf, Vec<TypstFault>> {
        self.typeset(source, files, |document, world| {
            let bytes = typst_pdf::pdf(document, &options(info)?).map_err(|e| faults(world, &e))?;
            Ok(Pdf { bytes, pages: document.pages().len() })
        })
    }

    /// Lays one document out, to look at its pages.
    ///
    /// # Errors
    ///
    /// As [`Self::pdf`], but for what the standards ask of the finished file.
    pub fn lay_out(
        &self,
        source: &TypstMarkup,
        files: &BTreeMap<String, Vec<u8>>,
    ) -> Result<Laid, Vec<TypstFault>> {
        self.typeset(source, files, |document, _| {
            Ok(Laid {
                pages: document.pages().len(),
                layout: ink::pages(document),
                landmarks: landmarks::landmarks(document),
                margins: landmarks::margins(document),
            })
        })
    }

    /// Empties Typst's memory of earlier work, when there are no more documents.
    pub fn forget() {
        comemo::evict(0);
    }

    /// Lays a document out and makes something of it.
    fn typeset<T>(
        &self,
        source: &TypstMarkup,
        files: &BTreeMap<String, Vec<u8>>,
        make: impl FnOnce(&PagedDocument, &DocumentWorld) -> Result<T, Vec<TypstFault>>,
    ) -> Result<T, Vec<TypstFault>> {
        let world = DocumentWorld::new(&self.shared, source.as_str(), files);
        let made = lay_out(&world).and_then(|document| make(&document, &world));
        comemo::evict(MEMORY_AGE);
        made
    }
}

fn lay_out(world: &DocumentWorld) -> Result<PagedDocument, Vec<TypstFault>> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    let document = output.map_err(|errors| faults(world, &errors))?;
    if !warnings.is_empty() {
        return Err(faults(world, &warnings));
    }
    if document.pages().len() > LONG {
        Typesetter::forget();
    }
    Ok(document)
}

fn options(info: &PdfInfo) -> Result<PdfOptions, Vec<TypstFault>> {
    let Date { year, month, day } = info.date;
    let date = Datetime::from_ymd_hms(year.into(), month, day, 0, 0, 0).ok_or_else(|| {
        let message = "its date is no day of a calendar".to_owned();
        vec![TypstFault { message, ..TypstFault::default() }]
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

/// Something that Typst can't do with a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypstFault {
    /// What is wrong.
    pub message: String,
    /// What Typst advises.
    pub hints: Vec<String>,
    /// Where in the source of the document: what is wrong, or the call there of what is.
    pub at: Option<Range<usize>>,
    /// The generated line that Typst points at.
    line: Option<String>,
}

impl TypstFault {
    fn of(world: &DocumentWorld, found: &SourceDiagnostic) -> Self {
        let main = world.main();
        let own = (found.span.id() == Some(main)).then(|| world.range(found.span)).flatten();
        let calls = || found.trace.iter().filter(|call| call.span.id() == Some(main));
        Self {
            message: found.message.to_string(),
            hints: found.hints.iter().map(|hint| hint.v.to_string()).collect(),
            at: own.or_else(|| calls().find_map(|call| world.range(call.span))),
            line: line_of(world, found),
        }
    }

    /// The finding where it is not known which template wrote that place: it names the document,
    /// and holds the generated line, which the user can't see elsewhere.
    #[must_use]
    pub fn finding(&self, document: &str) -> Diagnostic {
        let place = Place::File(document.to_owned());
        let mut finding = Diagnostic::new(&codes::DOCUMENT_NOT_TYPESET, place, &self.message);
        if let Some(line) = &self.line {
            finding = finding.label(line);
        }
        if self.hints.is_empty() { finding } else { finding.help(self.hints.join("; ")) }
    }
}

fn faults(world: &DocumentWorld, found: &[SourceDiagnostic]) -> Vec<TypstFault> {
    found.iter().map(|one| TypstFault::of(world, one)).collect()
}

/// The line that Typst points at.
fn line_of(world: &DocumentWorld, found: &SourceDiagnostic) -> Option<String> {
    let id = found.span.id()?;
    let source = world.source(id).ok()?;
    let start = world.range(found.span)?.start;
    let line = source.lines().byte_to_line(start)?;
    let text = source.text().lines().nth(line).unwrap_or_default().trim();
    let text: String = text.chars().take(LINE_SHOWN).collect();
    let path = id.get().vpath().get_with_slash().to_owned();
    let where_it_is = if path == MAIN { String::new() } else { format!(" of {path}") };
    Some(format!("generated line {}{where_it_is}: {text}", line + 1))
}
