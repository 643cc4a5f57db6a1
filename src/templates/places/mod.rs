//! Where values stand in what a template makes, and whether they stay values there.
//!
//! Escaped, a value is one string of Typst or plain text of HTML; inside a string literal, a
//! comment or a script it would be read as code. Templates are judged when they are loaded,
//! by their text with a name for every value; that can't foresee every branch, so the result
//! is judged too: values are written with their edges ([`edges`]), which are taken out again
//! ([`Marked::read`]), and each must stand where it can be nothing but a value.

pub(super) mod in_html;
pub(super) mod in_typst;

use std::fmt::Write;
use std::ops::Range;

/// Characters that no text holds (Unicode calls them noncharacters): marks of this room. They
/// are refused in templates and replaced in values.
pub(super) const RESERVED: fn(char) -> bool =
    |character| matches!(character, '\u{fdd0}'..='\u{fdef}');

/// Before an escaped value.
const TEXT: char = '\u{fdd0}';
/// Before markup of our own making.
const MARKUP: char = '\u{fdd1}';
/// Behind both.
const END: char = '\u{fdd2}';

/// What was written for a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// Its text, escaped.
    Text,
    /// Markup or a drawing.
    Markup,
}

/// Writes what stands for a value, between its edges.
pub(super) fn edges(written: Written, text: &str, out: &mut dyn Write) -> std::fmt::Result {
    let begin = match written {
        Written::Text => TEXT,
        Written::Markup => MARKUP,
    };
    write!(out, "{begin}{text}{END}")
}

/// A value in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) written: Written,
    pub(super) range: Range<usize>,
}

/// A result without its edges, and where they stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    pub(super) text: String,
    pub(super) values: Vec<Placed>,
}

impl Marked {
    /// Takes the edges out. When an edge stands alone, the place of the value that lost it.
    pub(super) fn read(marked: &str) -> Result<Self, usize> {
        let mut found = Self { text: String::with_capacity(marked.len()), values: Vec::new() };
        let mut open: Option<(Written, usize)> = None;
        let mut rest = marked;
        while let Some(at) = rest.find([TEXT, MARKUP, END]) {
            found.text.push_str(&rest[..at]);
            let (here, mark) = (found.text.len(), rest[at..].chars().next().unwrap_or(END));
            rest = &rest[at + mark.len_utf8()..];
            match (mark, open.take()) {
                (END, Some((written, start))) => {
                    found.values.push(Placed { written, range: start..here });
                }
                (TEXT, None) => open = Some((Written::Text, here)),
                (MARKUP, None) => open = Some((Written::Markup, here)),
                _ => return Err(here),
            }
        }
        found.text.push_str(rest);
        match open {
            Some((_, start)) => Err(start),
            None => Ok(found),
        }
    }
}

/// A value that would not stay a value: where it stands, and in what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misplaced {
    /// Its number in the list of values.
    pub(super) value: usize,
    /// In what it stands, and what to write in place of that.
    pub(super) message: String,
}
