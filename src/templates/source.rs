//! A template as minijinja itself reads it: which stretches are copied, which are values and
//! which are statements, with their places.
//!
//! Nothing in the program looks for `{{` or `{%` by itself: quotes, raw blocks, comments and
//! the signs that cut off blanks are minijinja's to read. Its lexer is open to us through the
//! feature `unstable_machinery`, so its version is pinned in `Cargo.toml`.

use std::ops::Range;

use minijinja::machinery::{Token, ast, parse_expr, tokenize};
use minijinja::syntax::SyntaxConfig;

/// How templates are written: the usual delimiters; a statement or comment on a line of its
/// own leaves no blank line.
pub(super) fn syntax() -> SyntaxConfig {
    SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
        .expect("the usual delimiters")
}

/// What a stretch of a template is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text that is copied as it stands.
    Text,
    /// `{{ a value }}`.
    Value,
    /// `{% a statement %}`.
    Statement,
    /// What leaves nothing: a comment, the tags of a raw block, blanks that are cut off, and
    /// all that follows on what can't be read.
    Nothing,
}

/// A stretch of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
    /// Without delimiters and the signs that cut off blanks.
    pub(super) inner: Range<usize>,
}

/// The stretches of a template, in order and without gaps.
pub(super) fn parts(source: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut open = None;
    for token in tokenize(source, false, syntax()) {
        let Ok((token, span)) = token else { break };
        let span = span.start_offset as usize..span.end_offset as usize;
        match token {
            // A raw block is one token: what it leaves is less than its span.
            Token::TemplateData(text) => {
                let start = text.as_ptr() as usize - source.as_ptr() as usize;
                let range = start..start + text.len();
                push(&mut parts, Kind::Text, range.clone(), range);
            }
            Token::VariableStart | Token::BlockStart => open = Some(span),
            Token::VariableEnd | Token::BlockEnd => {
                let Some(begin) = open.take() else { continue };
                let kind =
                    if matches!(token, Token::VariableEnd) { Kind::Value } else { Kind::Statement };
                push(&mut parts, kind, begin.start..span.end, begin.end..span.start);
            }
            _ => {}
        }
    }
    let end = source.len();
    push(&mut parts, Kind::Nothing, end..end, end..end);
    parts.retain(|part| !part.range.is_empty());
    parts
}

/// Adds a stretch, and before it what leaves nothing.
fn push(parts: &mut Vec<Part>, kind: Kind, range: Range<usize>, inner: Range<usize>) {
    let before = parts.last().map_or(0, |part| part.range.end);
    if before < range.start {
        let gap = before..range.start;
        parts.push(Part { kind: Kind::Nothing, range: gap.clone(), inner: gap });
    }
    parts.push(Part { kind, range, inner });
}

/// A text between quotes in an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// Where it stands in the template, without its quotes.
    pub range: Range<usize>,
    /// The filter that follows it, such as `letterlijk`; empty without.
    pub filter: String,
}

/// What a template computes to print: `{{ ... }}` and `{% set ... = ... %}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// The function that it begins with a call of; empty without.
    pub calls: String,
    /// Its texts between quotes.
    pub quoted: Vec<Quoted>,
    /// Where the number stands that it begins with.
    pub number: Option<Range<usize>>,
}

/// All that a template computes to print, in order.
#[must_use]
pub fn expressions(template: &str) -> Vec<Expression> {
    parts(template).iter().filter_map(|part| expression(template, part)).collect()
}

fn expression(template: &str, part: &Part) -> Option<Expression> {
    let tag = &template[part.range.clone()];
    let tokens: Vec<_> = tokenize(tag, false, syntax()).map_while(Result::ok).collect();
    let tokens = match (part.kind, &tokens[..]) {
        (Kind::Value, [_, value @ ..]) => value,
        (Kind::Statement, [_, (Token::Ident("set"), _), rest @ ..]) => {
            let assign = rest.iter().position(|(token, _)| matches!(token, Token::Assign));
            &rest[assign? + 1..]
        }
        _ => return None,
    };
    let place =
        |from: u32, to: u32| part.range.start + from as usize..part.range.start + to as usize;
    let calls = match tokens {
        [(Token::Ident(name), _), (Token::ParenOpen, _), ..] => (*name).to_owned(),
        _ => String::new(),
    };
    let number = match tokens {
        [(Token::Int(_) | Token::Int128(_) | Token::Float(_), span), ..] => {
            Some(place(span.start_offset, span.end_offset))
        }
        _ => None,
    };
    let text = |at: usize| {
        let (Token::Str(_) | Token::String(_), span) = &tokens[at] else { return None };
        let filter = match tokens.get(at + 1..at + 3) {
            Some([(Token::Pipe, _), (Token::Ident(name), _)]) => (*name).to_owned(),
            _ => String::new(),
        };
        Some(Quoted { range: place(span.start_offset + 1, span.end_offset - 1), filter })
    };
    Some(Expression { calls, quoted: (0..tokens.len()).filter_map(text).collect(), number })
}

/// The templates that a template includes, imports or extends, by the names it writes.
#[must_use]
pub fn included(template: &str) -> Vec<String> {
    let names = |part: &Part| {
        let tag = &template[part.range.clone()];
        let tokens: Vec<_> = tokenize(tag, false, syntax()).map_while(Result::ok).collect();
        let includes = matches!(
            &tokens[..],
            [_, (Token::Ident("include" | "import" | "extends" | "from"), _), ..]
        );
        let name = |(token, _): (Token, _)| match token {
            Token::Str(name) => Some(name.to_owned()),
            Token::String(name) => Some(name.into_string()),
            _ => None,
        };
        tokens.into_iter().filter(|_| includes).filter_map(name).collect::<Vec<_>>()
    };
    let statements = parts(template).into_iter().filter(|part| part.kind == Kind::Statement);
    statements.flat_map(|part| names(&part)).collect()
}

/// The begin of the tag that is open at a place, if one is.
pub(super) fn open_tag(source: &str, at: usize) -> Option<Range<usize>> {
    let mut open = None;
    for (token, span) in tokenize(source, false, syntax()).map_while(Result::ok) {
        let range = span.start_offset as usize..span.end_offset as usize;
        match token {
            _ if range.start >= at => break,
            Token::VariableStart | Token::BlockStart => open = Some(range),
            Token::VariableEnd | Token::BlockEnd => open = None,
            _ => {}
        }
    }
    open
}

/// Whether a template defines macros: others import it.
pub(super) fn defines_macros(template: &str) -> bool {
    let defines = |part: &Part| {
        let statement = template[part.inner.clone()].trim_start();
        part.kind == Kind::Statement && statement.starts_with("macro")
    };
    parts(template).iter().any(defines)
}

/// Whether the value of an expression is a whole literal of Typst, made by `|code`.
pub(super) fn is_code(expression: &str) -> bool {
    fn ends_in_code(expression: &ast::Expr) -> bool {
        match expression {
            ast::Expr::Filter(filter) => filter.name == "code",
            ast::Expr::IfExpr(both) => {
                ends_in_code(&both.true_expr) || both.false_expr.as_ref().is_some_and(ends_in_code)
            }
            _ => false,
        }
    }
    parse_expr(expression).is_ok_and(|expression| ends_in_code(&expression))
}

/// Places where a template switches escaping off or to another format.
pub(super) fn escaping_switches(source: &str) -> Vec<Range<usize>> {
    let switches = |part: &Part| {
        let statement = source[part.inner.clone()].trim_start();
        part.kind == Kind::Statement && statement.starts_with("autoescape")
    };
    parts(source).into_iter().filter(switches).map(|part| part.range).collect()
}

/// A template without its statements, as one text in which a name stands for every value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Skeleton {
    pub(super) text: String,
    pub(super) values: Vec<Slot>,
}

/// A value in a [`Skeleton`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    /// Where its name stands.
    pub(super) at: Range<usize>,
    /// Where it stands in the template.
    pub(super) source: Range<usize>,
    /// Whether it is a whole literal of Typst.
    pub(super) code: bool,
}

/// What stands for a value in a [`Skeleton`].
const FILLER_NAME: &str = "vvvvv";

/// The text that a template leaves when every statement were true once.
pub(super) fn skeleton(source: &str) -> Skeleton {
    let mut skeleton = Skeleton { text: String::with_capacity(source.len()), values: Vec::new() };
    for part in parts(source) {
        match part.kind {
            Kind::Text => skeleton.text.push_str(&source[part.range]),
            Kind::Value => {
                let start = skeleton.text.len();
                skeleton.text.push_str(FILLER_NAME);
                let code = is_code(&source[part.inner]);
                let at = start..skeleton.text.len();
                skeleton.values.push(Slot { at, source: part.range, code });
            }
            Kind::Statement | Kind::Nothing => {}
        }
    }
    skeleton
}

/// The template at the same length: values are rows of [`FILLER`], all else that is
/// no text is blank. For reading, not for judging what is code: places stay, but blanks stand
/// where nothing does.
pub(super) fn in_place(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for part in parts(source) {
        match part.kind {
            Kind::Text => out.push_str(&source[part.range]),
            Kind::Value => out.push_str(&FILLER.repeat(part.range.len())),
            Kind::Statement | Kind::Nothing => blank_out(&source[part.range], &mut out),
        }
    }
    out
}

/// What stands for a byte of a value in a template that is not filled.
const FILLER: &str = "v";

/// Blanks as long as a text; a line that ends behind it still does.
fn blank_out(text: &str, out: &mut String) {
    let (cut, end) = text.strip_suffix('\n').map_or((text, ""), |cut| (cut, "\n"));
    out.push_str(&" ".repeat(cut.len()));
    out.push_str(end);
}

/// Whether a word stands for a value in a template that is not filled.
#[must_use]
pub fn is_filler(word: &str) -> bool {
    word.len() > 4 && word.bytes().all(|byte| byte == b'v')
}
