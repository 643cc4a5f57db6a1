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
pub use words::{for_json, for_screen, shortened, shown_path, tidy, why_not};

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
    /// So many findings of a kind are kept per file and shown; `None`: all.
    most: Option<usize>,
    /// How many there were, by kind and file.
    counted: BTreeMap<(&'static Code, String), usize>,
}

impl Diagnostics {
    /// A sink that keeps the first so many findings of each kind in each file, and counts the
    /// others: a fault in every row of a large table fills neither memory nor screen.
    #[must_use]
    pub fn keeping(most: usize) -> Self {
        Self { most: Some(most), ..Self::default() }
    }

    /// Takes a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        let file = self.sources.path_of(&finding.place).to_owned();
        let before = self.counted.entry((finding.code, file)).or_default();
        *before += 1;
        if self.most.is_none_or(|most| *before <= most) {
            self.findings.push(finding);
        }
    }

    /// Whether any finding forbids making documents.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many findings have this severity, those that were not kept included.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let own = self.counted.iter().filter(|((code, _), _)| code.severity == severity);
        own.map(|(_, count)| count).sum()
    }

    /// All findings that were kept, in the order of their places, errors and warnings mixed.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<_> = self.findings.iter().collect();
        all.sort_by_cached_key(|finding| self.sources.order(&finding.place));
        all
    }

    /// The findings to show, of each kind the first in the order of their places; and how many
    /// more there are, by kind and file.
    #[must_use]
    pub fn shown(&self) -> (Vec<&Diagnostic>, BTreeMap<(&'static Code, String), usize>) {
        let mut more = self.counted.clone();
        let mut of_code: BTreeMap<&Code, usize> = BTreeMap::new();
        let mut shown = self.sorted();
        shown.retain(|finding| {
            let before = of_code.entry(finding.code).or_default();
            *before += 1;
            let keep = self.most.is_none_or(|most| *before <= most);
            if keep {
                let file = self.sources.path_of(&finding.place).to_owned();
                more.entry((finding.code, file)).and_modify(|count| *count -= 1);
            }
            keep
        });
        more.retain(|_, count| *count > 0);
        (shown, more)
    }

    /// How often each code occurs.
    #[must_use]
    pub fn tally(&self) -> BTreeMap<&'static str, usize> {
        let mut tally = BTreeMap::new();
        for ((code, _), count) in &self.counted {
            *tally.entry(code.name).or_default() += count;
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    codes! {
        MANY: error "many" {
            text: "many",
            meaning: "Nothing.",
            example: Situation,
            wrong: "wrong",
            right: "right",
            help: "nothing",
        }
    }

    #[test]
    fn the_first_of_each_kind_are_kept_and_the_others_counted() {
        let push = |mut diagnostics: Diagnostics| {
            for file in ["b.csv", "a.csv"] {
                for number in 0..50 {
                    let finding = Diagnostic::new(&MANY, Place::File(file.to_owned()), "x");
                    diagnostics.push(finding.label(number.to_string()));
                }
            }
            diagnostics
        };
        let bounded = push(Diagnostics::keeping(20));
        assert_eq!(CODES, [&MANY]);
        assert_eq!((bounded.findings.len(), bounded.count(Severity::Error)), (40, 100));
        assert_eq!(bounded.tally()["many"], 100);
        let (shown, more) = bounded.shown();
        assert!(shown.len() == 20 && shown[0].place == Place::File("a.csv".to_owned()));
        let more: Vec<_> = more.into_iter().map(|((_, file), count)| (file, count)).collect();
        assert_eq!(more, [("a.csv".to_owned(), 30), ("b.csv".to_owned(), 50)]);
        let all = push(Diagnostics::default());
        let (shown, more) = all.shown();
        assert_eq!((shown.len(), more.len()), (100, 0));
    }
}
