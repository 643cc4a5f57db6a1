//! All templates of a project: loaded, judged, filled.
//!
//! In a `.typ` template every value is written as a Typst string literal (`#"...";`); in an
//! `.html` template as text of HTML. `{{ value|code }}` writes a bare literal for use in Typst
//! code. A value where Typst or a browser would read it as code is refused when the templates
//! are loaded, and again when one is filled.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use minijinja::{Environment, Error, ErrorKind, Value};

use super::comparing::compared_wrongly;
use super::environment::{Format, Marks, environment};
use super::hints;
use super::markup::TypstMarkup;
use super::mending::{emptied, without_tag};
use super::places::{Marked, Misplaced, Placed, RESERVED, Written, in_html, in_typst};
use super::source::{Slot, defines_macros, escaping_switches, included, open_tag, skeleton};
use super::traced::{Spot, Traced, with_marks};

/// The built-in templates that documents share: parts of the report, sentences, colours. Those
/// of the kinds of document stand in their rows. A project may replace each by its own.
pub const SHARED: &[(&str, &str)] = &[
    ("begrippen.typ", include_str!("../../report-templates/begrippen.typ")),
    ("inleiding.typ", include_str!("../../report-templates/inleiding.typ")),
    ("kleuren.typ", include_str!("../../report-templates/kleuren.typ")),
    ("samenvatting.typ", include_str!("../../report-templates/samenvatting.typ")),
    ("veldwerk.typ", include_str!("../../report-templates/veldwerk.typ")),
    ("woorden.typ", include_str!("../../report-templates/woorden.typ")),
];

/// A fault in a template, or in what it was filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// Name of the template.
    pub template: String,
    /// Line, from 1; 0 when unknown.
    pub line: usize,
    /// Bytes of the template, when known.
    pub range: Option<Range<usize>>,
    /// What is wrong.
    pub message: String,
    /// What to do, when more can be said than for all faults of this kind.
    pub help: Option<String>,
    /// What kind of fault it is.
    pub kind: FaultKind,
}

/// Kinds of faults in templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The template can't be read at all.
    Unreadable,
    /// A value stands where it would be read as code.
    Misplaced,
    /// It can't be filled.
    Unfilled,
}

impl std::fmt::Display for TemplateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.template, self.line, self.message)
    }
}

impl std::error::Error for TemplateError {}

impl TemplateError {
    /// A fault at a place of a template.
    fn at(name: &str, source: &str, range: Range<usize>, message: String) -> Self {
        let before = source.get(..range.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        Self { line, range: Some(range), ..Self::whole(name, &message) }
    }

    /// A fault of a template as a whole.
    fn whole(name: &str, message: &str) -> Self {
        Self {
            template: name.to_owned(),
            line: 0,
            range: None,
            message: message.to_owned(),
            help: None,
            kind: FaultKind::Unfilled,
        }
    }

    /// The fault where it is: an error inside an included template or a macro is wrapped by
    /// one at the place that included it.
    fn of(name: &str, error: &Error) -> Self {
        let mut innermost = error;
        let mut cause = std::error::Error::source(error);
        while let Some(inner) = cause {
            innermost =
                inner.downcast_ref().filter(|e: &&Error| e.line().is_some()).unwrap_or(innermost);
            cause = inner.source();
        }
        let message = |error: &Error| match (error.kind(), error.detail()) {
            (ErrorKind::OutOfFuel, _) => hints::ENDLESS.to_owned(),
            (_, Some(detail)) => detail.to_owned(),
            (kind, None) => kind.to_string(),
        };
        let mut text = message(innermost);
        let mut cause = std::error::Error::source(innermost);
        while let Some(inner) = cause {
            text = format!("{text}: {inner}");
            cause = inner.source();
        }
        Self {
            line: innermost.line().unwrap_or(0),
            range: innermost.range(),
            ..Self::whole(innermost.name().unwrap_or(name), &text)
        }
    }
}

/// All templates of a project.
#[derive(Debug, Clone)]
pub struct TemplateSet {
    typst: Filled,
    html: Filled,
    /// What the marks of the marked templates stand for.
    spots: Vec<Spot>,
    sources: BTreeMap<String, String>,
    /// What stands in the place of those from which something was taken out.
    mended: BTreeMap<String, String>,
    /// Templates that can't be read and have no built-in one in their place, and all that
    /// include them.
    unread: BTreeSet<String>,
}

/// The templates of one format, to be filled.
#[derive(Debug, Clone)]
struct Filled {
    format: Format,
    environment: Environment<'static>,
    /// Templates of which every result is checked: all web pages, and all Typst templates but
    /// the built-in ones, whose results the tests check in every document of the fixture. Only
    /// where there are any are values written with their edges.
    checked: BTreeSet<String>,
    /// The same templates with marks.
    marked: Environment<'static>,
}

/// So many steps a template may take: a report takes some hundred thousand, and a loop that never
/// ends takes this many in a few seconds.
const MOST_STEPS: u64 = 50_000_000;

impl Filled {
    fn new(
        format: Format,
        checked: BTreeSet<String>,
        register: &impl Fn(&mut Environment<'static>),
    ) -> Self {
        let prepared = |marks| {
            let mut environment = environment(format, marks);
            register(&mut environment);
            environment.set_fuel(Some(MOST_STEPS));
            environment
        };
        let plain = prepared(if checked.is_empty() { Marks::None } else { Marks::Edges });
        Self { format, environment: plain, checked, marked: prepared(Marks::Origin) }
    }

    fn add(&mut self, name: &str, source: &str, spots: &mut Vec<Spot>) -> Result<(), Error> {
        self.environment.add_template_owned(name.to_owned(), source.to_owned())?;
        let guarded = with_marks(name, source, true, spots);
        if self.marked.add_template_owned(name.to_owned(), guarded).is_err() {
            let plain = with_marks(name, source, false, spots);
            self.marked.add_template_owned(name.to_owned(), plain)?;
        }
        Ok(())
    }

    /// Fills a template. `Err` with a place in the result when a value there is no value.
    fn fill(&self, name: &str, values: Value) -> Result<Result<String, (usize, String)>, Error> {
        let text = self.environment.get_template(name)?.render(values)?;
        if self.checked.is_empty() {
            return Ok(Ok(text));
        }
        let filled = match Marked::read(&text) {
            Ok(filled) => filled,
            Err(at) => return Ok(Err((at, "a filter cut this value in two".to_owned()))),
        };
        let misplaced = match self.format {
            _ if !self.checked.contains(name) => None,
            Format::Typst => in_typst::in_result(&filled),
            Format::Html => in_html::misplaced(&filled.text, &filled.values).into_iter().next(),
        };
        let Some(Misplaced { value, message }) = misplaced else { return Ok(Ok(filled.text)) };
        Ok(Err((filled.values[value].range.start, format!("this value {message}"))))
    }
}

impl TemplateSet {
    /// Loads the shared templates, with `others` (name to source) in their place or beside
    /// them. `register` may add filters and functions.
    ///
    /// # Errors
    ///
    /// Every template that can't be read, or that puts a value where it would be run.
    pub fn load(
        others: &BTreeMap<String, String>,
        register: impl Fn(&mut Environment<'static>),
    ) -> Result<Self, Vec<TemplateError>> {
        Self::with(SHARED.iter().copied(), others, register)
    }

    /// Loads these built-in templates, with `own` ones (name to source) in their place or beside
    /// them.
    ///
    /// # Errors
    ///
    /// As [`TemplateSet::load`].
    pub fn with<'a>(
        built_in: impl Iterator<Item = (&'a str, &'a str)>,
        own: &BTreeMap<String, String>,
        register: impl Fn(&mut Environment<'static>),
    ) -> Result<Self, Vec<TemplateError>> {
        let (templates, errors) = Self::to_read(built_in, own, register);
        if errors.is_empty() { Ok(templates) } else { Err(errors) }
    }

    /// The same to look at, whatever is wrong in it: a template that can't be read is left out,
    /// or the built-in one stands in its place; a value that is refused is empty. With all
    /// errors of [`TemplateSet::load`].
    pub fn to_read<'a>(
        built_in: impl Iterator<Item = (&'a str, &'a str)>,
        own: &BTreeMap<String, String>,
        register: impl Fn(&mut Environment<'static>),
    ) -> (Self, Vec<TemplateError>) {
        let built_in: BTreeMap<String, String> =
            built_in.map(|(name, source)| (name.to_owned(), source.to_owned())).collect();
        let other = |(name, source): &(&String, &String)| built_in.get(*name) != Some(*source);
        let names: Vec<_> = own.iter().filter(other).map(|(name, _)| name.clone()).collect();
        let mut sources = built_in.clone();
        sources.extend(own.clone());
        let own = with_what_includes_them(names, &sources);
        let mut templates = Self {
            typst: Filled::new(Format::Typst, own, &register),
            html: Filled::new(Format::Html, sources.keys().cloned().collect(), &register),
            spots: Vec::new(),
            sources: BTreeMap::new(),
            mended: BTreeMap::new(),
            unread: BTreeSet::new(),
        };
        let (mut errors, mut unread) = (Vec::new(), Vec::new());
        for (name, source) in &sources {
            let found = templates.take(name, source);
            if found.iter().any(|error| error.kind == FaultKind::Unreadable) {
                match built_in.get(name) {
                    // The built-in ones can be read, or the first test of all fails.
                    Some(source) => drop(templates.take(name, source)),
                    None => unread.push(name.clone()),
                }
            }
            errors.extend(found);
        }
        templates.unread = with_what_includes_them(unread, &sources);
        (templates, errors)
    }

    /// Takes a template in; what is refused in it is left empty.
    fn take(&mut self, name: &str, source: &str) -> Vec<TemplateError> {
        let filled = match Format::of(name) {
            Some(Format::Typst) => &mut self.typst,
            Some(Format::Html) => &mut self.html,
            None => {
                let mut error = TemplateError::whole(name, "expected a name in `.typ` or `.html`");
                error.kind = FaultKind::Unreadable;
                return vec![error];
            }
        };
        if let Err(error) = filled.add(name, source, &mut self.spots) {
            let mut error = TemplateError::of(name, &error);
            error.kind = FaultKind::Unreadable;
            // A tag that is not closed swallows what follows; the fault is where it begins.
            let at = error.range.as_ref().map_or(source.len(), |range| range.start);
            let spans_lines = |tag: &Range<usize>| {
                source.get(tag.end..at).is_some_and(|inside| inside.contains('\n'))
            };
            if let Some(tag) = open_tag(source, at).filter(spans_lines) {
                error = TemplateError {
                    kind: error.kind,
                    ..TemplateError::at(name, source, tag, error.message)
                };
            }
            return vec![error];
        }
        self.sources.insert(name.to_owned(), source.to_owned());
        let errors = refusals(name, source, filled.format);
        for error in &errors {
            self.mend(name, error);
        }
        errors
    }

    /// Takes out what is at fault, so that the next fault of document `main` can be found: the
    /// tag, or the whole template that `main` includes. To look at, not to publish. False when
    /// nothing can be taken out.
    pub fn mend(&mut self, main: &str, error: &TemplateError) -> bool {
        let name = error.template.clone();
        let Some(source) = self.now(&name) else { return false };
        let line_start = || {
            let before = source.split_inclusive('\n').take(error.line.checked_sub(1)?);
            let start = before.map(str::len).sum::<usize>();
            Some(start + source.get(start..)?.find("{")?)
        };
        let at = error.range.as_ref().map(|range| range.start).or_else(line_start);
        let mended = at.and_then(|at| without_tag(source, at));
        match mended {
            Some(mended) => self.replace(&name, mended),
            None => self.leave_out(main, &name),
        }
    }

    /// Empties a template that document `main` includes. False when that can't be.
    pub fn leave_out(&mut self, main: &str, name: &str) -> bool {
        let Some(source) = self.now(name) else { return false };
        let empty = emptied(source);
        if name == main || source == empty || defines_macros(source) {
            return false;
        }
        self.replace(name, empty)
    }

    fn replace(&mut self, name: &str, source: String) -> bool {
        let filled = match Format::of(name) {
            Some(Format::Html) => &mut self.html,
            _ => &mut self.typst,
        };
        if filled.add(name, &source, &mut self.spots).is_err() {
            return false;
        }
        self.mended.insert(name.to_owned(), source);
        true
    }

    /// A template without what was taken out of it.
    fn now(&self, name: &str) -> Option<&str> {
        self.mended.get(name).or_else(|| self.sources.get(name)).map(String::as_str)
    }

    /// Whether a document can't be filled because a template in it can't be read.
    #[must_use]
    pub fn is_unread(&self, name: &str) -> bool {
        self.unread.contains(name)
    }

    /// All templates as they were written, by name.
    #[must_use]
    pub const fn sources(&self) -> &BTreeMap<String, String> {
        &self.sources
    }

    /// Whether a template, or one that it includes, is not the built-in one.
    #[must_use]
    pub fn is_own(&self, name: &str) -> bool {
        self.typst.checked.contains(name)
    }

    /// Fills a template to look at, not to typeset or publish: every stretch of the result
    /// knows where it was written.
    ///
    /// # Errors
    ///
    /// As [`TemplateSet::render_typst`]; and a number that knows its source is compared with a
    /// plain one.
    pub fn trace(&self, name: &str, values: Value) -> Result<Traced, TemplateError> {
        let filled = self.filled(name)?;
        if filled.checked.contains(name) {
            // What would be read as code is worse than all that follows from it.
            self.render(filled.format, name, values.clone())?;
        }
        self.trace_unchecked(filled, name, values)
    }

    fn trace_unchecked(
        &self,
        filled: &Filled,
        name: &str,
        values: Value,
    ) -> Result<Traced, TemplateError> {
        let template = filled.marked.get_template(name);
        match template.and_then(|template| template.render_captured(values.clone())) {
            Ok(filled) => {
                let sources = filled.state().get_extension();
                Ok(Traced::new(filled.output(), &self.spots, sources))
            }
            Err(error) => Err(match compared_wrongly(&error, &self.spots) {
                Some((spot, message)) => {
                    let source = self.sources.get(&spot.template).map_or("", String::as_str);
                    TemplateError::at(&spot.template, source, spot.range.clone(), message)
                }
                // Places in a template with marks are no places of the user.
                None => match filled.fill(name, values.clone()) {
                    Err(plain) => self.told(filled, name, &plain, &values),
                    Ok(_) => self.told(filled, name, &error, &values),
                },
            }),
        }
    }

    /// An error of filling, with what was probably meant.
    fn told(&self, filled: &Filled, name: &str, error: &Error, values: &Value) -> TemplateError {
        let mut told = TemplateError::of(name, error);
        told.help = hints::of(&told.message, &filled.environment, values);
        told
    }

    /// Fills a `.typ` template.
    ///
    /// # Errors
    ///
    /// A missing template or value, a value that can't be printed or would be run as code, a
    /// failing filter.
    pub fn render_typst(&self, name: &str, values: Value) -> Result<TypstMarkup, TemplateError> {
        self.render(Format::Typst, name, values).map(TypstMarkup::trusted)
    }

    /// Fills an `.html` template.
    ///
    /// # Errors
    ///
    /// As [`TemplateSet::render_typst`].
    pub fn render_html(&self, name: &str, values: Value) -> Result<String, TemplateError> {
        self.render(Format::Html, name, values)
    }

    fn filled(&self, name: &str) -> Result<&Filled, TemplateError> {
        match Format::of(name) {
            Some(Format::Typst) => Ok(&self.typst),
            Some(Format::Html) => Ok(&self.html),
            None => Err(TemplateError::whole(name, "expected a name in `.typ` or `.html`")),
        }
    }

    fn render(&self, format: Format, name: &str, values: Value) -> Result<String, TemplateError> {
        let filled = self.filled(name)?;
        if filled.format != format {
            return Err(TemplateError::whole(name, "a template of another format was expected"));
        }
        let text = filled
            .fill(name, values.clone())
            .map_err(|error| self.told(filled, name, &error, &values))?;
        text.map_err(|(at, message)| {
            let traced = self.trace_unchecked(filled, name, values).ok();
            let origin = traced.as_ref().and_then(|traced| traced.origin(at));
            let error = match origin {
                Some(origin) => {
                    let source = self.sources.get(origin.template).map_or("", String::as_str);
                    TemplateError::at(origin.template, source, origin.range, message)
                }
                None => TemplateError::whole(name, &message),
            };
            TemplateError { kind: FaultKind::Misplaced, ..error }
        })
    }
}

/// These templates, and all that include one of them.
fn with_what_includes_them(
    names: Vec<String>,
    sources: &BTreeMap<String, String>,
) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = names.into_iter().collect();
    let includes: Vec<_> = sources.iter().map(|(name, text)| (name, included(text))).collect();
    loop {
        let more: Vec<_> = includes
            .iter()
            .filter(|(name, of)| !all.contains(*name) && of.iter().any(|one| all.contains(one)))
            .map(|(name, _)| (*name).clone())
            .collect();
        if more.is_empty() {
            return all;
        }
        all.extend(more);
    }
}

/// What is refused in a template that can be read.
fn refusals(name: &str, source: &str, format: Format) -> Vec<TemplateError> {
    let mut errors = Vec::new();
    if let Some(at) = source.find(RESERVED) {
        let end = at + source[at..].chars().next().map_or(0, char::len_utf8);
        let message = "a noncharacter of Unicode can't stand in a template".to_owned();
        errors.push(TemplateError::at(name, source, at..end, message));
    }
    for range in escaping_switches(source) {
        let message = "escaping can't be switched: it follows from the name of the template";
        errors.push(TemplateError::at(name, source, range, message.to_owned()));
    }
    let skeleton = skeleton(source);
    let misplaced = match format {
        Format::Typst => in_typst::in_template(&skeleton),
        Format::Html => {
            let placed = |slot: &Slot| Placed { written: Written::Text, range: slot.at.clone() };
            let values: Vec<_> = skeleton.values.iter().map(placed).collect();
            in_html::misplaced(&skeleton.text, &values)
        }
    };
    errors.extend(misplaced.into_iter().map(|Misplaced { value, message }| {
        let range = skeleton.values[value].source.clone();
        let message = format!("`{}` {message}", &source[range.clone()]);
        TemplateError::at(name, source, range, message)
    }));
    errors.iter_mut().for_each(|error| error.kind = FaultKind::Misplaced);
    errors
}

#[cfg(test)]
mod tests {
    use super::super::escape;
    use super::*;
    use minijinja::context;

    fn render(source: &str, values: Value) -> Result<String, TemplateError> {
        let overrides = BTreeMap::from([("t.typ".to_owned(), source.to_owned())]);
        let set = TemplateSet::load(&overrides, |_| ()).map_err(|mut e| e.remove(0))?;
        set.render_typst("t.typ", values).map(|markup| markup.as_str().to_owned())
    }

    #[test]
    fn values_are_literals_and_markup_is_markup() {
        let values = context! { name => "a\"b", n => 3, bold => escape("x") };
        let text = render("= {{ name }} {{ n }} {{ bold }} #f({{ name|code }})", values).unwrap();
        assert_eq!(text, "= #\"a\\\"b\"; #\"3\"; #\"x\"; #f(\"a\\\"b\")");
    }

    #[test]
    fn a_macro_is_not_escaped_twice() {
        let text = "{% macro m(x) %}*{{ x }}*{% endmacro %}{{ m(v) }}";
        assert_eq!(render(text, context! { v => "#a" }).unwrap(), "*#\"#a\";*");
    }

    #[test]
    fn a_missing_value_is_an_error_with_its_line() {
        let error = render("a\n{{ gone }}\n", context! {}).unwrap_err();
        assert_eq!((error.template.as_str(), error.line), ("t.typ", 2));
    }

    #[test]
    fn a_fault_inside_an_included_template_is_placed_there() {
        let sources =
            [("t.typ", "a\n\n{% include \"inner.typ\" %}"), ("inner.typ", "a\n{{ gone }}\n")];
        let overrides = sources.into_iter().map(|(n, s)| (n.to_owned(), s.to_owned())).collect();
        let set = TemplateSet::load(&overrides, |_| ()).unwrap();
        let error = set.render_typst("t.typ", context! {}).unwrap_err();
        assert_eq!((error.template.as_str(), error.line), ("inner.typ", 2));
        assert!(!error.message.contains("inner.typ"), "{}", error.message);
    }

    #[test]
    fn a_tag_that_is_not_closed_is_told_where_it_begins() {
        for (source, line) in
            [("a\n{{ b\n\nc d\n", 2), ("a\n{{ b.\n\nc.\n", 2), ("{{ b }}\n{% if c d %}", 2)]
        {
            assert_eq!(render(source, context! {}).unwrap_err().line, line, "{source}");
        }
    }

    #[test]
    fn a_template_compares_the_same_with_marks_and_without() {
        let set = |source: &str| {
            let overrides = BTreeMap::from([("t.typ".to_owned(), source.to_owned())]);
            TemplateSet::load(&overrides, |_| ()).unwrap()
        };
        let values = || context! { v => context! { x => "x" } };
        let fits = set("{{ 'd' if v.x in ['x'] and v.x < 'y' }}{{ 'e' if v.x != none }}");
        let plain = fits.render_typst("t.typ", values()).unwrap();
        assert_eq!(fits.trace("t.typ", values()).unwrap().text(), plain.as_str());
        // What is not there is a slip of the pen, also where it is only compared.
        let slip = set("a\n{% if v.gone == 3 %}a{% endif %}");
        let plain = slip.render_typst("t.typ", values()).unwrap_err();
        let marked = slip.trace("t.typ", values()).unwrap_err();
        assert_eq!((plain.line, plain.message.as_str()), (2, "`v.gone` is undefined"));
        assert_eq!((marked.line, marked.message), (plain.line, plain.message));
    }

    #[test]
    fn a_loop_that_does_not_end_is_an_error_at_its_line() {
        let source =
            "a\n{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
        let error = render(source, context! {}).unwrap_err();
        assert_eq!((error.line, error.message.as_str()), (2, hints::ENDLESS));
    }

    #[test]
    fn lists_and_maps_are_not_printed() {
        assert!(render("{{ v }}", context! { v => vec![1, 2] }).is_err());
        assert!(render("{{ v }}", context! { v => true }).is_err());
    }
}
