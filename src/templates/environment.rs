//! minijinja set up once per format: strict, and no way around the escaping.
//!
//! What a template prints is escaped by the format of its name and by nothing else: no filter
//! marks a text as safe, escaping can't be switched, and a text that a macro has printed can't
//! be cut up. A template of one format can't include one of another.

use minijinja::value::{Rest, ValueKind};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, HtmlEscape, Output, State, UndefinedBehavior, Value,
    filters,
};

use super::comparing;
use super::drawing::Drawing;
use super::markup::{TypstMarkup, literal, literal_body};
use super::places::{RESERVED, Written, edges};
use super::source::syntax;
use super::traced::with_sources;

/// What a template makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Format {
    /// Typst markup: `.typ`.
    Typst,
    /// A web page: `.html`.
    Html,
}

impl Format {
    /// The format of a template, by its name.
    pub(super) fn of(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1 {
            "typ" => Some(Self::Typst),
            "html" => Some(Self::Html),
            _ => None,
        }
    }
}

/// What a value is written with, beside itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    /// Nothing.
    None,
    /// Where it begins and ends, so that its place in the result can be checked.
    Edges,
    /// What each number is, for `Traced`.
    Origin,
}

/// An environment without templates.
pub(super) fn environment(format: Format, marks: Marks) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_syntax(syntax());
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_debug(true);
    // Any escaping but none makes the text of a macro safe; which one it is, is not looked at.
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(move |out: &mut Output, state: &mut State, value: &Value| {
        write_value(out, state, value, format, marks)
    });
    for way_around in ["safe", "escape", "e"] {
        environment.remove_filter(way_around);
    }
    guard_filters(&mut environment);
    comparing::register(&mut environment);
    if format == Format::Typst {
        environment
            .add_filter("code", move |state: &mut State, value: &Value| code(state, value, marks));
    }
    environment
}

/// Writes a value as a format asks.
fn write_value(
    out: &mut Output,
    state: &mut State,
    value: &Value,
    format: Format,
    marks: Marks,
) -> Result<(), Error> {
    // What a macro, a `{% set %}` block or the filter `code` has written is escaped.
    if value.is_safe() {
        return Ok(out.write_str(value.as_str().unwrap_or_default())?);
    }
    let (written, text) = if let Some(markup) = value.downcast_object_ref::<TypstMarkup>() {
        if format == Format::Html {
            return Err(unprintable("Typst markup can't stand in a web page".to_owned()));
        }
        (Written::Markup, markup.as_str().to_owned())
    } else if let Some(drawing) = value.downcast_object_ref::<Drawing>() {
        let drawn = match format {
            Format::Typst if marks == Marks::Origin => {
                let alt = drawing.alt();
                let alt = with_sources(state, &alt.clone().into(), &alt.to_string(), literal_body);
                drawing.figure_saying(&format!("\"{alt}\"")).as_str().to_owned()
            }
            Format::Typst => drawing.figure().as_str().to_owned(),
            Format::Html => drawing.svg().to_owned(),
        };
        (Written::Markup, drawn)
    } else {
        let text = plain_text(value)?;
        let html = |text: &str| HtmlEscape(&text.replace(RESERVED, "\u{fffd}")).to_string();
        let escaped = match (format, marks) {
            (Format::Typst, Marks::Origin) => {
                format!("#\"{}\";", with_sources(state, value, &text, literal_body))
            }
            (Format::Html, Marks::Origin) => with_sources(state, value, &text, html),
            (Format::Typst, _) => format!("#{};", literal(&text)),
            (Format::Html, _) => html(&text),
        };
        (Written::Text, escaped)
    };
    match marks {
        Marks::Edges => edges(written, &text, out)?,
        Marks::None | Marks::Origin => out.write_str(&text)?,
    }
    Ok(())
}

/// Filter `code`: a whole Typst string literal, for use in code position.
fn code(state: &mut State, value: &Value, marks: Marks) -> Result<Value, Error> {
    let text = plain_text(value)?;
    let literal = match marks {
        Marks::Origin => format!("\"{}\"", with_sources(state, value, &text, literal_body)),
        Marks::None | Marks::Edges => literal(&text),
    };
    let mut out = String::new();
    match marks {
        Marks::Edges => edges(Written::Text, &literal, &mut out)?,
        Marks::None | Marks::Origin => out = literal,
    }
    Ok(Value::from_safe_string(out))
}

/// The text of a string or number; anything else has no business in a document.
fn plain_text(value: &Value) -> Result<String, Error> {
    match value.kind() {
        ValueKind::Number if !value.is_integer() => Err(unprintable(
            "`getal` is for conditions only; print the number itself, which knows its source"
                .to_owned(),
        )),
        ValueKind::String | ValueKind::Number if !value.is_safe() => Ok(value.to_string()),
        // A number that says itself in words.
        ValueKind::Plain => Ok(value.to_string()),
        // An expression such as `"x" if y` without `else` prints nothing.
        ValueKind::Undefined => Ok(String::new()),
        kind => Err(unprintable(format!(
            "a value of kind `{kind}` can't be printed; expected a text or a number"
        ))),
    }
}

fn unprintable(message: String) -> Error {
    Error::new(ErrorKind::BadSerialization, message)
}

/// Replaces the filters that give a safe text for a safe text: cut up, the escaped values in
/// it would no longer be whole. The originals get names that no template can write.
fn guard_filters(environment: &mut Environment<'static>) {
    macro_rules! guard {
        ($($name:ident),*) => {$({
            fn guarded(state: &mut State, values: Rest<Value>) -> Result<Value, Error> {
                refuse_printed(stringify!($name), &values)?;
                state.apply_filter(concat!(stringify!($name), " of plain text"), &values)
            }
            environment.add_filter(concat!(stringify!($name), " of plain text"), filters::$name);
            environment.add_filter(stringify!($name), guarded);
        })*};
    }
    guard!(
        lower, upper, capitalize, replace, reverse, trim, join, split, lines, list, indent, format
    );
}

fn refuse_printed(filter: &str, values: &[Value]) -> Result<(), Error> {
    let items = values.first().and_then(|value| value.try_iter().ok()).into_iter().flatten();
    if values.iter().any(Value::is_safe) || items.into_iter().any(|item| item.is_safe()) {
        return Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("`{filter}` can't change what a macro has printed; use it on the value itself"),
        ));
    }
    Ok(())
}
