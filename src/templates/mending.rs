//! Going on behind a fault: the faulty piece of a template, or of the source that it became, is
//! taken out without moving anything else, so that the next faults are found in the same run, at
//! their own places. What is mended is looked at, never published.

use std::ops::Range;

use minijinja::machinery::{Token, tokenize};
use typst_syntax::{LinkedNode, Side, SyntaxKind, parse};

use super::markup::TypstMarkup;
use super::source::{Kind, Part, is_code, parts, syntax};

/// A template in which the tag at a place says nothing: a value is empty, a condition false.
/// `None` where that can't be, as for a macro or an include.
pub(super) fn without_tag(source: &str, at: usize) -> Option<String> {
    let part = parts(source).into_iter().find(|part| part.range.contains(&at))?;
    match part.kind {
        Kind::Value => {
            let code = is_code(&source[part.inner.clone()]);
            let empty = if code { "\"\"|code" } else { "\"\"" };
            // `{{n}}` has no room for it.
            match (replaced(source, part.inner.clone(), empty), code) {
                (None, false) => replaced(source, part.range, "{##}"),
                (mended, _) => mended,
            }
        }
        Kind::Statement => without_statement(source, &part),
        Kind::Text | Kind::Nothing => None,
    }
}

fn without_statement(source: &str, part: &Part) -> Option<String> {
    let tag = &source[part.range.clone()];
    let tokens: Vec<_> = tokenize(tag, false, syntax()).map_while(Result::ok).collect();
    let begins =
        |word: &str| matches!(tokens.get(1), Some((Token::Ident(name), _)) if *name == word);
    let behind = |word: &str| {
        let found = tokens.iter().find(|(token, _)| matches!(token, Token::Ident(w) if *w == word));
        found.map(|(_, span)| part.range.start + span.end_offset as usize)
    };
    let (from, nothing) = if begins("if") {
        (behind("if")?, " 0")
    } else if begins("elif") {
        (behind("elif")?, " 0")
    } else if begins("for") {
        (behind("in")?, " \"\"")
    } else {
        return None;
    };
    replaced(source, from..part.inner.end, nothing)
}

/// A template of which nothing is left.
pub(super) fn emptied(source: &str) -> String {
    blank(source)
}

/// The source with something else in a stretch, at the same length; `None` without room for it.
fn replaced(source: &str, at: Range<usize>, with: &str) -> Option<String> {
    let rest = source.get(at.clone())?.get(with.len()..)?;
    Some(format!("{}{with}{}{}", &source[..at.start], blank(rest), &source[at.end..]))
}

/// Blanks, as many bytes, with the same line ends.
fn blank(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}

impl TypstMarkup {
    /// The same document without the code that holds a place, when nothing else hangs on that
    /// code; all other places stay. To look at, not to publish.
    #[must_use]
    pub fn without_code_at(&self, at: usize) -> Option<Self> {
        let source = self.as_str();
        let tree = parse(source);
        let mut node = LinkedNode::new(&tree).leaf_at(at, Side::After)?;
        loop {
            let parent = node.parent()?.clone();
            if parent.kind() == SyntaxKind::Markup && node.kind() != SyntaxKind::Hash {
                break;
            }
            node = parent;
        }
        let stands_alone = matches!(
            node.kind(),
            SyntaxKind::FuncCall
                | SyntaxKind::Ident
                | SyntaxKind::FieldAccess
                | SyntaxKind::Ref
                | SyntaxKind::Equation
                | SyntaxKind::ModuleInclude
        );
        let hash = node.prev_sibling_kind() == Some(SyntaxKind::Hash);
        let start = node.offset() - usize::from(hash);
        let range = start..node.range().end;
        stands_alone.then(|| replaced(source, range, "")).flatten().map(Self::trusted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_out_moves_nothing() {
        for (source, at, mended) in [
            ("a {{ gone.x }} b", "gone", "a {{\"\"      }} b"),
            ("a {{x}} b", "x", "a {##}  b"),
            ("#f({{- gone|code }})", "gone", "#f({{-\"\"|code    }})"),
            ("{% if gone.x > 3 %}a{% endif %}", "gone", "{% if 0          %}a{% endif %}"),
            ("{% for x in gone.y %}a{% endfor %}", "gone", "{% for x in \"\"     %}a{% endfor %}"),
        ] {
            let found = without_tag(source, source.find(at).unwrap());
            assert_eq!(found.as_deref(), Some(mended), "{source}");
        }
        for source in ["{% include \"gone.typ\" %}", "gone", "{# gone #}", "{% set a = gone %}"] {
            assert_eq!(without_tag(source, source.find("gone").unwrap()), None, "{source}");
        }
    }

    #[test]
    fn code_that_others_hang_on_stays() {
        let without = |source: &str| {
            let at = source.find("gone").unwrap();
            let mended = TypstMarkup::trusted(source.to_owned()).without_code_at(at);
            mended.map(|mended| mended.as_str().to_owned())
        };
        assert_eq!(without("a #gone[b] c").as_deref(), Some("a          c"));
        assert_eq!(without("a@gone.nl b").as_deref(), Some("a         b"));
        assert_eq!(without("*#text(fill: gone)[x]*").as_deref(), Some("*                    *"));
        for source in ["#import \"gone.typ\": *", "#let a = gone", "#show: gone"] {
            assert_eq!(without(source), None, "{source}");
        }
    }
}
