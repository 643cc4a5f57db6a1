//! Words that know where their numbers come from.
//!
//! A [`Wording`] is a text in pieces. A piece that says a number keeps its [`Source`]: the judged
//! figure, the number of the response, the text of the questionnaire, and in which form it is
//! said. Templates print a wording as they print a text; who looks at a filled document asks
//! each number for its source.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{DynObject, Object, ObjectRepr, ValueKind};

use super::source::Source;

/// The attribute under which a value with more forms gives its wording as a whole.
pub const WHOLE: &str = "tekst";

/// A number as it is printed, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Said {
    /// As it is printed: `153`, `89%`, `de meeste`, `0 t/m 2`.
    pub text: String,
    /// The number itself, for conditions; none for a range, words of a size and other texts.
    pub number: Option<i64>,
    /// Where it comes from.
    pub source: Source,
}

/// A piece of a wording.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Piece {
    /// Words without a number that has a source.
    Plain(String),
    /// A number, or a text that holds one.
    Said(Said),
}

impl Piece {
    /// What is printed.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Said(said) => &said.text,
        }
    }

    fn text_mut(&mut self) -> &mut String {
        match self {
            Self::Plain(text) => text,
            Self::Said(said) => &mut said.text,
        }
    }
}

/// A text of which every number knows its source.
///
/// ```
/// use gemeentespiegel::language::{Source, Wording, wording};
/// let number = Wording::said("3", Some(3), Source::Rule);
/// let text = wording!["minder dan ", number, " procentpunt"];
/// assert_eq!(text.to_string(), "minder dan 3 procentpunt");
/// assert_eq!(text.sources().collect::<Vec<_>>(), [&Source::Rule]);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Wording {
    pieces: Vec<Piece>,
}

/// A wording of several parts: texts and other wordings.
#[macro_export]
#[doc(hidden)]
macro_rules! __wording {
    ($($part:expr),* $(,)?) => {{
        let mut wording = $crate::language::Wording::default();
        $(wording.push($part);)*
        wording
    }};
}
pub use crate::__wording as wording;

impl Wording {
    /// A number with its source.
    #[must_use]
    pub fn said(text: impl Into<String>, number: Option<i64>, source: Source) -> Self {
        Self { pieces: vec![Piece::Said(Said { text: text.into(), number, source })] }
    }

    /// A text that was written elsewhere: it keeps its source where it holds digits.
    #[must_use]
    pub fn quoted(text: &str, source: Source) -> Self {
        if text.contains(|c: char| c.is_ascii_digit()) {
            Self::said(text, None, source)
        } else {
            Self::from(text)
        }
    }

    /// A text of the questionnaire.
    #[must_use]
    pub fn asked(text: &str) -> Self {
        Self::quoted(text, Source::Questionnaire)
    }

    /// A text of the project file.
    #[must_use]
    pub fn of_project(text: &str) -> Self {
        Self::quoted(text, Source::Project)
    }

    /// A date in words.
    #[must_use]
    pub fn date(text: String) -> Self {
        Self::said(text, None, Source::Date)
    }

    /// The year of a wave.
    #[must_use]
    pub fn year(year: impl Into<u16>) -> Self {
        let year = year.into();
        Self::said(year.to_string(), Some(i64::from(year)), Source::Year)
    }

    /// Puts something behind it.
    pub fn push(&mut self, part: impl Into<Self>) {
        for piece in part.into().pieces {
            match (self.pieces.last_mut(), piece) {
                (Some(Piece::Plain(last)), Piece::Plain(next)) => last.push_str(&next),
                (_, piece) if piece.text().is_empty() => {}
                (_, piece) => self.pieces.push(piece),
            }
        }
    }

    /// The pieces in order.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The sources of its numbers, in order.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Said(said) => Some(&said.source),
            Piece::Plain(_) => None,
        })
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.iter().all(|piece| piece.text().is_empty())
    }

    /// Whether it says nothing but blanks.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.pieces.iter().all(|piece| piece.text().trim().is_empty())
    }

    /// The number of a wording that is one number.
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        match &self.pieces[..] {
            [Piece::Said(said)] => said.number,
            _ => None,
        }
    }

    /// The same source and number, printed in another way.
    #[must_use]
    pub fn printed_as(&self, text: impl Into<String>) -> Self {
        match &self.pieces[..] {
            [Piece::Said(said)] => {
                Self { pieces: vec![Piece::Said(Said { text: text.into(), ..said.clone() })] }
            }
            _ => Self::from(text.into()),
        }
    }

    /// Changes the text of each piece; the sources stay.
    #[must_use]
    pub fn map(mut self, change: impl Fn(&str) -> String) -> Self {
        for piece in &mut self.pieces {
            *piece.text_mut() = change(piece.text());
        }
        self
    }

    /// Changes the text of the first piece; the sources stay.
    #[must_use]
    pub fn map_first(mut self, change: impl FnOnce(&str) -> String) -> Self {
        if let Some(piece) = self.pieces.first_mut() {
            *piece.text_mut() = change(piece.text());
        }
        self
    }

    /// Changes the text of the last piece that holds a sign; the sources stay.
    #[must_use]
    pub fn map_last_with(mut self, sign: char, change: impl FnOnce(&str) -> String) -> Self {
        let with_sign = |piece: &&mut Piece| piece.text().contains(sign);
        if let Some(piece) = self.pieces.iter_mut().rev().find(with_sign) {
            *piece.text_mut() = change(piece.text());
        }
        self
    }

    /// The text of the questionnaire with something in the place of its first `{}`.
    #[must_use]
    pub fn filled(text: &str, part: impl Into<Self>) -> Self {
        match text.split_once("{}") {
            Some((before, after)) => wording![Self::asked(before), part, Self::asked(after)],
            None => Self::asked(text),
        }
    }

    /// Several wordings with the same between each.
    #[must_use]
    pub fn joined(parts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut all = Self::default();
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                all.push(between);
            }
            all.push(part);
        }
        all
    }

    /// A list as Dutch writes it: `a, b en c`.
    #[must_use]
    pub fn list(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut parts: Vec<_> = parts.into_iter().collect();
        let last = parts.pop();
        let first = Self::joined(parts, ", ");
        match last {
            None => first,
            Some(last) if first.is_empty() => last,
            Some(last) => wording![first, " en ", last],
        }
    }

    /// With a capital at the start.
    #[must_use]
    pub fn capitalised(self) -> Self {
        self.map_first(|text| {
            let mut letters = text.chars();
            let first = letters.next().map(char::to_uppercase);
            first.into_iter().flatten().chain(letters).collect()
        })
    }

    /// The wording of a value of a template: itself, or what a value with more forms says as a
    /// whole (its attribute [`WHOLE`]). None for a value that knows no source.
    #[must_use]
    pub fn of_value(value: &Value) -> Option<Self> {
        if let Some(wording) = value.downcast_object_ref::<Self>() {
            return Some(wording.clone());
        }
        let whole = (value.kind() == ValueKind::Plain).then(|| value.get_attr(WHOLE).ok())??;
        whole.downcast_object_ref::<Self>().cloned()
    }
}

/// As its text; with `{:#?}` all pieces and sources.
impl fmt::Debug for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            f.debug_list().entries(&self.pieces).finish()
        } else {
            fmt::Debug::fmt(&self.to_string(), f)
        }
    }
}

impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| f.write_str(piece.text()))
    }
}

impl From<&str> for Wording {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Wording {
    fn from(text: String) -> Self {
        Self { pieces: vec![Piece::Plain(text)] }
    }
}

impl From<&Self> for Wording {
    fn from(wording: &Self) -> Self {
        wording.clone()
    }
}

impl<T: Into<Self>> From<Option<T>> for Wording {
    fn from(part: Option<T>) -> Self {
        part.map_or_else(Self::default, Into::into)
    }
}

/// As a template sees it: it is printed as its text, and `{% if .. %}` is false for `0` and for an
/// empty text. Only conditions may use the number itself, `.getal`: it is a float, which no
/// template can print, so that no judged number is printed without its source.
impl Object for Wording {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_ref(), f)
    }

    fn is_true(self: &Arc<Self>) -> bool {
        !self.is_empty() && !matches!(&self.pieces[..], [piece] if piece.text() == "0")
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let number = self.number().filter(|_| key.as_str() == Some("getal"))?;
        // Counts and percentages are far below 2^53.
        Some(Value::from(number as f64))
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        let other = other.downcast_ref::<Self>()?;
        Some(match (self.number(), other.number()) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => self.to_string().cmp(&other.to_string()),
        })
    }
}

/// A wording without any source is a text like any other.
impl From<Wording> for Value {
    fn from(wording: Wording) -> Self {
        if wording.sources().next().is_some() {
            Self::from_object(wording)
        } else {
            Self::from(wording.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use minijinja::{Environment, context};

    use super::*;

    fn three() -> Wording {
        Wording::said("3", Some(3), Source::Rule)
    }

    #[test]
    fn pieces_keep_their_sources() {
        let text = wording!["Er zijn ", three(), " van de ", "drie", None::<&str>];
        assert_eq!(text.to_string(), "Er zijn 3 van de drie");
        assert_eq!(text.pieces().len(), 3, "{text:?}");
        assert_eq!(three().printed_as("drie").sources().count(), 1);
        assert_eq!(Wording::filled("bij {} thuis", three()).to_string(), "bij 3 thuis");
        let list = Wording::list([three(), "x".into(), "y".into()]);
        assert_eq!(list.to_string(), "3, x en y");
        assert_eq!(Wording::from("de helft").capitalised().to_string(), "De helft");
        assert_eq!(Wording::asked("18 jaar").sources().count(), 1);
        assert_eq!(Wording::asked("jaar").sources().count(), 0);
    }

    #[test]
    fn a_template_sees_a_text_that_has_a_number_for_conditions() {
        let say = |template: &str| {
            let zero = Wording::said("0", Some(0), Source::Rule);
            let values = context! { n => three(), m => three(), zero => zero };
            Environment::new().render_str(template, values).unwrap()
        };
        assert_eq!(say("{{ n }}{% if n == m %} gelijk{% endif %}"), "3 gelijk");
        assert_eq!(say("{% if n.getal > 2 and n.getal == 3 %}ja{% endif %}"), "ja");
        assert_eq!(say("{% if zero %}iets{% else %}niets{% endif %}"), "niets");
    }
}
