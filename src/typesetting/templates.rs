//! Text templates, set up once: strict, escaping by name, no way around the escaping.
//!
//! In a `.typ` template every value is written as a Typst string literal (`#"...";`); in an
//! `.html` template as HTML. `{{ value|code }}` writes a bare literal for use in Typst code.
//! A value inside a literal, comment, label or raw text of Typst would be read as code, and
//! is refused when the templates are loaded.

use std::collections::BTreeMap;
use std::ops::Range;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};
use typst::syntax::{LinkedNode, SyntaxKind, parse};

use super::drawing::Drawing;
use super::markup::{TypstMarkup, escape, literal};
use super::traced::{
    OWNER_OF, Owner, Part, Spot, Traced, owner_of, parts, with_marks, write_owner, write_scope,
};

/// The templates in the program. A project may replace each by its own.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("begrippen.typ", include_str!("../../report-templates/begrippen.typ")),
    ("factsheet.typ", include_str!("../../report-templates/factsheet.typ")),
    ("inleiding.typ", include_str!("../../report-templates/inleiding.typ")),
    ("kleuren.typ", include_str!("../../report-templates/kleuren.typ")),
    ("landelijk-rapport.typ", include_str!("../../report-templates/landelijk-rapport.typ")),
    ("oogopslag.typ", include_str!("../../report-templates/oogopslag.typ")),
    ("raadssamenvatting.typ", include_str!("../../report-templates/raadssamenvatting.typ")),
    ("samenvatting.typ", include_str!("../../report-templates/samenvatting.typ")),
    ("veldwerk.typ", include_str!("../../report-templates/veldwerk.typ")),
    ("woorden.typ", include_str!("../../report-templates/woorden.typ")),
];

/// The Typst module of page, headings, figures and tables; in a document `/stijl.typ`.
pub const STYLE_MODULE: &str = include_str!("../../report-templates/stijl.typ");

/// The name under which minijinja knows our escaping.
const TYPST: &str = "typst";

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
}

impl std::fmt::Display for TemplateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.template, self.line, self.message)
    }
}

impl std::error::Error for TemplateError {}

impl TemplateError {
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
        let message = |error: &Error| match error.detail() {
            Some(detail) => detail.to_owned(),
            None => error.kind().to_string(),
        };
        let mut text = message(innermost);
        let mut cause = std::error::Error::source(innermost);
        while let Some(inner) = cause {
            text = format!("{text}: {inner}");
            cause = inner.source();
        }
        Self {
            template: innermost.name().unwrap_or(name).to_owned(),
            line: innermost.line().unwrap_or(0),
            range: innermost.range(),
            message: text,
        }
    }
}

/// All templates of a project.
#[derive(Debug)]
pub struct TemplateSet {
    environment: Environment<'static>,
    /// The same templates with marks, and what the marks stand for.
    marked: Environment<'static>,
    spots: Vec<Spot>,
    sources: BTreeMap<String, String>,
}

impl TemplateSet {
    /// Loads the built-in templates, with `overrides` (name to source) in their place or
    /// beside them. `register` may add filters and functions.
    ///
    /// # Errors
    ///
    /// Every template that can't be read, or that puts a value where Typst would run it.
    pub fn load(
        overrides: &BTreeMap<String, String>,
        register: impl Fn(&mut Environment<'static>),
    ) -> Result<Self, Vec<TemplateError>> {
        let mut environment = environment();
        register(&mut environment);
        let mut marked = environment_with_marks();
        register(&mut marked);
        let built_in = BUILT_IN.iter().map(|(name, source)| ((*name).into(), (*source).into()));
        let mut sources: BTreeMap<String, String> = built_in.collect();
        sources.extend(overrides.clone());
        let (mut errors, mut spots) = (Vec::new(), Vec::new());
        for (name, source) in &sources {
            if is_typst(name) {
                errors.extend(find_values_run_as_code(name, source));
            }
            if let Err(error) = environment.add_template_owned(name.clone(), source.clone()) {
                errors.push(TemplateError::of(name, &error));
            } else if let Err(error) =
                marked.add_template_owned(name.clone(), with_marks(name, source, &mut spots))
            {
                errors.push(TemplateError::of(name, &error));
            }
        }
        if errors.is_empty() {
            Ok(Self { environment, marked, spots, sources })
        } else {
            Err(errors)
        }
    }

    /// All templates as they were written, by name.
    #[must_use]
    pub const fn sources(&self) -> &BTreeMap<String, String> {
        &self.sources
    }

    /// Fills a `.typ` template to look at, not to typeset: every stretch of the result knows
    /// where it was written.
    ///
    /// # Errors
    ///
    /// As [`TemplateSet::render_typst`].
    pub fn trace(&self, name: &str, values: Value) -> Result<Traced, TemplateError> {
        let template = self.marked.get_template(name);
        template
            .and_then(|template| template.render(values))
            .map(|text| Traced::new(&text, &self.spots))
            .map_err(|error| TemplateError::of(name, &error))
    }

    /// Fills a `.typ` template.
    ///
    /// # Errors
    ///
    /// A missing template or value, a value that can't be printed, a failing filter.
    pub fn render_typst(&self, name: &str, values: Value) -> Result<TypstMarkup, TemplateError> {
        if !is_typst(name) {
            return Err(TemplateError {
                template: name.to_owned(),
                line: 0,
                range: None,
                message: "not a `.typ` template".to_owned(),
            });
        }
        self.render(name, values).map(TypstMarkup::trusted)
    }

    /// Fills an `.html` template.
    ///
    /// # Errors
    ///
    /// As [`TemplateSet::render_typst`].
    pub fn render_html(&self, name: &str, values: Value) -> Result<String, TemplateError> {
        self.render(name, values)
    }

    fn render(&self, name: &str, values: Value) -> Result<String, TemplateError> {
        let template = self.environment.get_template(name);
        template
            .and_then(|template| template.render(values))
            .map_err(|error| TemplateError::of(name, &error))
    }
}

fn is_typst(name: &str) -> bool {
    name.ends_with(".typ")
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
        .expect("the usual delimiters");
    environment.set_syntax(syntax);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_debug(true);
    environment.set_auto_escape_callback(|name| match name.rsplit_once('.') {
        Some((_, "typ")) => AutoEscape::Custom(TYPST.into()),
        Some((_, "html")) => AutoEscape::Html,
        _ => AutoEscape::None,
    });
    environment.set_formatter(format);
    for way_around in ["safe", "escape", "e"] {
        environment.remove_filter(way_around);
    }
    environment.add_filter("code", code);
    environment
}

/// As [`environment`], but with what was in scope, and what owns it, before every value.
fn environment_with_marks() -> Environment<'static> {
    let mut environment = environment();
    environment.add_function(OWNER_OF, owner_of);
    environment.set_formatter(|out: &mut Output, state: &mut State, value: &Value| {
        if let Some(owner) = value.downcast_object_ref::<Owner>() {
            return write_owner(out, owner);
        }
        write_scope(out, state)?;
        format(out, state, value)
    });
    environment
}

/// Writes a value as the template's name asks.
fn format(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    if !matches!(state.auto_escape(), AutoEscape::Custom(name) if name == TYPST) {
        return minijinja::escape_formatter(out, state, value);
    }
    if let Some(markup) = value.downcast_object_ref::<TypstMarkup>() {
        return Ok(out.write_str(markup.as_str())?);
    }
    if let Some(drawing) = value.downcast_object_ref::<Drawing>() {
        return Ok(out.write_str(drawing.figure().as_str())?);
    }
    // What a macro or a `{% set %}` block has written was escaped when it was written.
    if value.is_safe() {
        return Ok(out.write_str(value.as_str().unwrap_or_default())?);
    }
    let text = plain_text(value)?;
    Ok(out.write_str(escape(&text).as_str())?)
}

/// Filter `code`: a whole Typst string literal, for use in code position.
fn code(value: &Value) -> Result<Value, Error> {
    plain_text(value).map(|text| Value::from_safe_string(literal(&text)))
}

/// The text of a string or number; anything else has no business in a document.
fn plain_text(value: &Value) -> Result<String, Error> {
    match value.kind() {
        ValueKind::Number if !value.is_integer() => Err(Error::new(
            ErrorKind::BadSerialization,
            "`getal` is for conditions only; print the number itself, which knows its source",
        )),
        ValueKind::String | ValueKind::Number if !value.is_safe() => Ok(value.to_string()),
        // A number that says itself in words.
        ValueKind::Plain => Ok(value.to_string()),
        // An expression such as `"x" if y` without `else` prints nothing.
        ValueKind::Undefined => Ok(String::new()),
        kind => Err(Error::new(
            ErrorKind::BadSerialization,
            format!("a value of kind `{kind}` can't be printed; expected a text or a number"),
        )),
    }
}

/// Kinds of Typst syntax in which a value would not stay a value.
const FORBIDDEN: [(SyntaxKind, &str); 7] = [
    (SyntaxKind::Str, "a string literal"),
    (SyntaxKind::Raw, "raw text"),
    (SyntaxKind::LineComment, "a comment"),
    (SyntaxKind::BlockComment, "a comment"),
    (SyntaxKind::Label, "a label"),
    (SyntaxKind::Ref, "a reference"),
    (SyntaxKind::Link, "a link"),
];

/// Finds `{{ value }}` in places where Typst would not see the string it becomes.
fn find_values_run_as_code(name: &str, source: &str) -> Vec<TemplateError> {
    let (typst, values) = without_template_tags(source);
    let tree = parse(&typst);
    let root = LinkedNode::new(&tree);
    let fault = |value: &Range<usize>| {
        let mut node = root.leaf_at(value.start, typst::syntax::Side::After);
        while let Some(inner) = node {
            if let Some((_, what)) = FORBIDDEN.iter().find(|(kind, _)| *kind == inner.kind()) {
                return Some(TemplateError {
                    template: name.to_owned(),
                    line: source[..value.start].matches('\n').count() + 1,
                    range: Some(value.clone()),
                    message: format!(
                        "`{}` stands in {what}, where it would be read as code; \
                         write `{{{{ ...|code }}}}` in place of the whole literal",
                        &source[value.clone()]
                    ),
                });
            }
            node = inner.parent().cloned();
        }
        None
    };
    values.iter().filter_map(fault).collect()
}

/// The template as Typst of the same length: values are names, tags and comments are blank.
pub(super) fn without_template_tags(source: &str) -> (String, Vec<Range<usize>>) {
    let mut out = String::with_capacity(source.len());
    let mut values = Vec::new();
    for (part, range) in parts(source) {
        match part {
            Part::Text => out.push_str(&source[range]),
            Part::Value => {
                out.push_str(&FILLER.repeat(range.len()));
                values.push(range);
            }
            Part::Statement | Part::Remark => out.push_str(&" ".repeat(range.len())),
        }
    }
    (out, values)
}

/// What stands for a byte of a value in a template that is not filled.
const FILLER: &str = "v";

#[cfg(test)]
mod tests {
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
    fn lists_and_maps_are_not_printed() {
        assert!(render("{{ v }}", context! { v => vec![1, 2] }).is_err());
        assert!(render("{{ v }}", context! { v => true }).is_err());
    }

    #[test]
    fn there_is_no_way_around_escaping() {
        for filter in ["safe", "escape", "e"] {
            assert!(render(&format!("{{{{ v|{filter} }}}}"), context! { v => "x" }).is_err());
        }
    }

    #[test]
    fn a_value_inside_a_literal_is_refused_with_its_line() {
        for (source, line) in [
            ("a\n#f(\"{{ v }}\")", 2),
            ("`{{ v }}`", 1),
            ("/* {{ v }} */", 1),
            ("\n\n// {{ v }}\n", 3),
            ("#let x = \"a {{ v }} b\"", 1),
            ("<{{ v }}>", 1),
            ("{% if v %}#f(\"{{ v }}\"){% endif %}", 1),
        ] {
            let error = render(source, context! { v => "x" }).expect_err(source);
            assert_eq!(error.line, line, "{source}");
        }
        for good in ["\"{{ v }}\"", "#f({{ v|code }})", "#f[{{ v }}]", "{# \"{{ v }}\" #}"] {
            assert!(render(good, context! { v => "x" }).is_ok(), "{good}");
        }
    }

    #[test]
    fn html_is_escaped_as_html() {
        let overrides = BTreeMap::from([("t.html".to_owned(), "<p>{{ v }}</p>".to_owned())]);
        let set = TemplateSet::load(&overrides, |_| ()).unwrap();
        let text = set.render_html("t.html", context! { v => "<b>" }).unwrap();
        assert_eq!(text, "<p>&lt;b&gt;</p>");
    }
}
