//! Text that may stand in Typst.
//!
//! A value from outside enters markup only as a string literal, `#"...";`: its content is
//! never read as code. The semicolon keeps what follows from attaching as a call or field.

use std::fmt::Write as _;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Value};

use crate::typeface::Typeface;

/// Typst source that was written by a template, by [`escape`] or by a drawing, and so holds
/// no unescaped text. Only this can be typeset.
///
/// ```compile_fail
/// use gemeentespiegel::templates::TypstMarkup;
/// let raw = TypstMarkup("#panic()".to_owned());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct TypstMarkup(String);

impl TypstMarkup {
    /// Declares a text to be markup; only for the writers of this room.
    pub(super) const fn trusted(source: String) -> Self {
        Self(source)
    }

    /// Declares a text to be markup, for tests of what is typeset.
    #[cfg(test)]
    pub(crate) const fn of_test(source: String) -> Self {
        Self(source)
    }

    /// A length in tenths of a point, for code.
    #[must_use]
    pub fn length(tenths: u32) -> Self {
        Self(format!("{}.{}pt", tenths / 10, tenths % 10))
    }

    /// A whole number, for code.
    #[must_use]
    pub fn number(number: usize) -> Self {
        Self(number.to_string())
    }

    /// The source.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This markup, and then another.
    #[must_use]
    pub fn then(mut self, next: &Self) -> Self {
        self.0.push_str(&next.0);
        self
    }
}

impl Object for TypstMarkup {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

impl From<TypstMarkup> for Value {
    fn from(markup: TypstMarkup) -> Self {
        Self::from_object(markup)
    }
}

/// Text as Typst markup: it is set as it is written, whatever it holds.
///
/// ```
/// use gemeentespiegel::templates::escape;
/// assert_eq!(escape(r#"#panic("x")"#).as_str(), r##"#"#panic(\"x\")";"##);
/// ```
#[must_use]
pub fn escape(text: &str) -> TypstMarkup {
    TypstMarkup(format!("#{};", literal(text)))
}

/// Text as a whole Typst string literal, for use in code.
pub(crate) fn literal(text: &str) -> String {
    format!("\"{}\"", literal_body(text))
}

/// What stands between the quotes of [`literal`].
pub(super) fn literal_body(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for character in printable(text).chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                write!(out, "\\u{{{:x}}}", u32::from(c)).expect("writing to a string");
            }
            c => out.push(c),
        }
    }
    out
}

/// Text with only characters that the bundled typeface can print: PDF/UA-1 allows no missing
/// glyph. The typeface of a project may lack some of them; the bundled one takes its place.
#[must_use]
pub fn printable(text: &str) -> String {
    Typeface::bundled().printable(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use typst_syntax::{SyntaxKind, SyntaxNode, ast, parse};

    fn strings(node: &SyntaxNode, found: &mut Vec<String>) {
        if let Some(text) = node.cast::<ast::Str>() {
            found.push(text.get().to_string());
        }
        for child in node.children() {
            strings(child, found);
        }
    }

    fn kinds(node: &SyntaxNode) -> usize {
        1 + node.children().map(kinds).sum::<usize>()
    }

    /// The text as the only string of a document that is otherwise as with an empty text.
    fn stands_alone(before: &str, text: &str, after: &str) {
        let source = format!("{before}{}{after}", escape(text).as_str());
        let tree = parse(&source);
        assert!(!tree.diagnosis().errors, "{source}");
        let mut found = Vec::new();
        strings(&tree, &mut found);
        assert_eq!(found, [printable(text)], "{source}");
        let empty = parse(&format!("{before}{}{after}", escape("").as_str()));
        assert_eq!(kinds(&tree), kinds(&empty), "{source}");
        assert_eq!(tree.kind(), SyntaxKind::Markup);
    }

    const CONTEXTS: [(&str, &str); 7] = [
        ("", ""),
        ("= ", "\nand on"),
        ("a ", "(b)"),
        ("*", "*"),
        ("- ", ".at(1)"),
        ("#strong[", "]"),
        ("x", "[y]"),
    ];

    #[test]
    fn nasty_values_stay_text() {
        let values = [
            "\"",
            "\\",
            "\\\"",
            "#panic()",
            "]",
            "[",
            "*/",
            "//",
            "\"; #read(\"/etc/passwd\") \"",
            "\\u{41}",
            "{{ x }}",
            "\u{0}",
            "\r\n",
            "= kop",
            "<label>",
            "@ref",
            "$x$",
            "`",
            "😀",
        ];
        for (before, after) in CONTEXTS {
            for value in values {
                stands_alone(before, value, after);
            }
        }
    }

    #[test]
    fn what_cannot_be_printed_is_replaced() {
        assert_eq!(printable("ja 😀\u{fe0f} één"), "ja \u{fffd} één");
        assert_eq!(printable("CO₂ en e\u{2011}mail, ⅕"), "CO2 en e-mail, 1⁄5");
        assert_eq!(printable("ca\u{ad}fé"), printable(&printable("ca\u{ad}fé")));
    }

    proptest! {
        #[test]
        fn any_text_is_one_string(text in any::<String>(), context in 0..CONTEXTS.len()) {
            let (before, after) = CONTEXTS[context];
            stands_alone(before, &text, after);
        }
    }
}
