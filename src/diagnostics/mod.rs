//! Findings about the user's material: what a finding is and where findings gather.
//!
//! A finding is data. It is made by the room that finds it, gathered in a
//! [`Diagnostics`] sink while the work goes on, and shown by [`render`] at the end,
//! so that one run tells everything that is wrong.

mod code;
mod render;
mod source;
mod suggest;
mod words;

pub(crate) use code::codes;
pub use code::{Code, Example, Material, unindented};
pub use render::{Style, render, render_json};
pub use source::{FileId, Place, SourceMap, Span};
pub use suggest::nearest;
pub use words::{shortened, shown_path};

use std::collections::BTreeMap;

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is wrong; the user may want to know.
    Note,
    /// Documents can be made, but somebody should look.
    Warning,
    /// No document is made while this stands.
    Error,
}

impl Severity {
    /// The word shown on screen and in JSON messages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding: what is wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of finding; it decides how serious this one is.
    pub code: &'static Code,
    /// What is wrong, then what was expected; lower case, no full stop.
    pub message: String,
    /// Where it was found.
    pub place: Place,
    /// A few words beside the place.
    pub label: String,
    /// Second places that matter (the first definition, the rule that decided).
    pub related: Vec<(Place, String)>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding of a kind, which says what is wrong at a place.
    pub fn new(code: &'static Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            place,
            label: String::new(),
            related: Vec::new(),
            help: None,
        }
    }

    /// How serious it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.code.severity
    }

    /// Adds a few words beside the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a second place that matters.
    #[must_use]
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Self {
        self.related.push((place, words.into()));
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Where findings gather. Pushing never stops the work.
#[derive(Debug, Default)]
pub struct Diagnostics {
    /// The texts that places point into.
    pub sources: SourceMap,
    findings: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Takes a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Whether any finding forbids making documents.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity() == severity).count()
    }

    /// All findings in the order of their places, errors and warnings mixed.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<_> = self.findings.iter().collect();
        all.sort_by_key(|finding| self.sources.order(&finding.place));
        all
    }

    /// How often each code occurs.
    #[must_use]
    pub fn tally(&self) -> BTreeMap<&'static str, usize> {
        let mut tally = BTreeMap::new();
        for finding in &self.findings {
            *tally.entry(finding.code.name).or_default() += 1;
        }
        tally
    }
}
