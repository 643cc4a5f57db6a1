//! Projects as the tests look at them from inside: read, counted and protected, with their
//! templates. The two of `fixtures` are prepared once for all tests.

use std::path::Path;
use std::sync::LazyLock;

use gemeentespiegel::diagnostics::{Diagnostics, Style, render};
use gemeentespiegel::documents::{self, Edition};
use gemeentespiegel::language;
use gemeentespiegel::production::{self, Prepared};
use gemeentespiegel::questionnaire::Wave;
use gemeentespiegel::templates::{Running, TemplateSet, running_text};

use crate::kinds;

/// A project without errors, and its templates.
pub(crate) struct Fixture {
    pub(crate) prepared: Prepared,
    pub(crate) templates: TemplateSet,
    /// The warnings and notes of reading it.
    pub(crate) diagnostics: Diagnostics,
}

/// `fixtures/een-tegen-eenzaamheid`.
pub(crate) static BENCHMARK: LazyLock<Fixture> =
    LazyLock::new(|| Fixture::named("een-tegen-eenzaamheid"));

/// `fixtures/small`.
pub(crate) static SMALL: LazyLock<Fixture> = LazyLock::new(|| Fixture::named("small"));

impl Fixture {
    fn named(name: &str) -> Self {
        Self::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name))
    }

    /// Prepares the project of a folder; one with errors fails the test, and shows them.
    pub(crate) fn of(folder: &Path) -> Self {
        let mut diagnostics = Diagnostics::default();
        let prepared = production::prepare(folder, &mut diagnostics);
        let templates = prepared
            .as_ref()
            .and_then(|prepared| production::templates(&prepared.project, &mut diagnostics));
        let (Some(prepared), Some(templates)) = (prepared, templates) else {
            panic!("{}", render(&diagnostics, Style::Full, false))
        };
        Self { prepared, templates, diagnostics }
    }

    /// What the documents of a year share.
    pub(crate) fn edition(&self, year: u16) -> Edition<'_> {
        self.prepared.edition(&self.templates, Wave(year))
    }

    /// The edition of the last wave.
    pub(crate) fn last_edition(&self) -> Edition<'_> {
        let last = self.prepared.project.waves.keys().next_back().expect("a project has waves");
        self.edition(last.0)
    }

    /// The running text of the national report of a year.
    pub(crate) fn report(&self, year: u16) -> Running {
        running_text(kinds::traced(&kinds::report(), &self.edition(year)).text())
    }

    /// The running text of a template of the report that stands in the place of the built-in
    /// one.
    pub(crate) fn filled(&self, year: u16, template: &str) -> Running {
        let report = ("landelijk-rapport.typ".to_owned(), template.to_owned());
        let templates = TemplateSet::load(&[report].into(), |environment| {
            language::register_filters(environment);
            documents::register_functions(environment);
        })
        .unwrap_or_else(|faults| panic!("{faults:?}"));
        let edition = self.prepared.edition(&templates, Wave(year));
        running_text(kinds::traced(&kinds::report(), &edition).text())
    }
}
