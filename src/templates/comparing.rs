//! Comparisons in templates: a number that knows its source is no plain number, and compared
//! with one it is silently never equal, smaller or larger. Such a comparison is an error.
//!
//! No operator of minijinja can be given another meaning. So in the marked copy of a template,
//! which is filled only to be looked at, the left side of every comparison passes through a
//! filter that sees both sides ([`guarded`]).

use std::ops::Range;

use minijinja::machinery::{Span, Token, tokenize};
use minijinja::value::{Rest, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Value};

use super::source::syntax;
use super::traced::Spot;
use crate::language::{WHOLE, Wording};

/// The filter; no user needs its name.
const FILTER: &str = "_beside";
/// Begins and ends the number of a spot in a message of the filter.
const SPOT: char = '\u{fdde}';

/// A comparison: its sides, as bytes of the template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comparison {
    pub(super) left: Range<usize>,
    pub(super) right: Range<usize>,
}

/// All comparisons of a template, by the tokens that minijinja reads. A side runs to the nearest
/// token that binds less than a comparison.
pub(super) fn comparisons(source: &str) -> Vec<Comparison> {
    let tokens: Vec<_> = tokenize(source, false, syntax()).map_while(Result::ok).collect();
    let compared = |at: usize| {
        if !compares(&tokens[at].0) || is_in_of_loop(&tokens[..at]) {
            return None;
        }
        let negated = matches!(tokens[at - 1].0, Token::Ident("not"));
        let before = tokens[..at - usize::from(negated)].iter().rev();
        let (last, first) = side(before, closes, opens)?;
        let (from, until) = side(tokens[at + 1..].iter(), opens, closes)?;
        let range = |from: Span, until: Span| from.start_offset as usize..until.end_offset as usize;
        Some(Comparison { left: range(first, last), right: range(from, until) })
    };
    (1..tokens.len()).filter_map(compared).collect()
}

/// The first and the last token of a side, outwards from the comparison.
fn side<'a>(
    tokens: impl Iterator<Item = &'a (Token<'a>, Span)>,
    goes_in: fn(&Token) -> bool,
    goes_out: fn(&Token) -> bool,
) -> Option<(Span, Span)> {
    let (mut depth, mut found) = (0_usize, None);
    for (token, span) in tokens {
        if depth == 0 && (goes_out(token) || binds_less(token)) {
            break;
        }
        depth = depth + usize::from(goes_in(token)) - usize::from(goes_out(token));
        found = Some((found.map_or(*span, |(first, _)| first), *span));
    }
    found
}

const fn opens(token: &Token) -> bool {
    matches!(token, Token::ParenOpen | Token::BracketOpen | Token::BraceOpen)
}

const fn closes(token: &Token) -> bool {
    matches!(token, Token::ParenClose | Token::BracketClose | Token::BraceClose)
}

fn compares(token: &Token) -> bool {
    use Token::{Eq, Gt, Gte, Lt, Lte, Ne};
    matches!(token, Eq | Ne | Lt | Lte | Gt | Gte | Token::Ident("in"))
}

/// Whether a token ends a side of a comparison.
fn binds_less(token: &Token) -> bool {
    use Token::{Assign, BlockEnd, BlockStart, Colon, Comma, VariableEnd, VariableStart};
    let edge = matches!(token, VariableStart | VariableEnd | BlockStart | BlockEnd);
    let word = matches!(token, Token::Ident("if" | "elif" | "else" | "and" | "or" | "not"));
    edge || word || compares(token) || matches!(token, Comma | Colon | Assign)
}

/// Whether the `in` behind these tokens is that of a loop.
fn is_in_of_loop(before: &[(Token, Span)]) -> bool {
    let tag = before.iter().rposition(|(token, _)| matches!(token, Token::BlockStart));
    let Some([(Token::Ident("for"), _), names @ ..]) = tag.map(|tag| &before[tag + 1..]) else {
        return false;
    };
    !names.iter().any(|(token, _)| matches!(token, Token::Ident("in")))
}

/// A stretch of a template with the filter behind the left side of each of its comparisons.
/// `spot` numbers a comparison.
pub(super) fn guarded(
    source: &str,
    stretch: Range<usize>,
    comparisons: &[Comparison],
    mut spot: impl FnMut(&Comparison) -> usize,
) -> String {
    let mut inserted: Vec<(usize, String)> = Vec::new();
    let inside =
        |one: &&Comparison| stretch.start <= one.left.start && one.right.end <= stretch.end;
    for comparison in comparisons.iter().filter(inside) {
        let (number, right) = (spot(comparison), &source[comparison.right.clone()]);
        inserted.push((comparison.left.start, "(".to_owned()));
        inserted.push((comparison.left.end, format!(")|{FILTER}(({right}), {number})")));
    }
    inserted.sort_by_key(|(at, _)| *at);
    let (mut out, mut from) = (String::new(), stretch.start);
    for (at, text) in inserted {
        out.push_str(&source[from..at]);
        out.push_str(&text);
        from = at;
    }
    out.push_str(&source[from..stretch.end]);
    out
}

/// Adds the filter, and the tests that compare (`is gt(3)`), which see both sides themselves.
pub(super) fn register(environment: &mut Environment<'static>) {
    environment.add_filter(FILTER, |values: Rest<Value>| {
        let [left, right, number] = &values[..] else { return Ok(Value::UNDEFINED) };
        match wrong(left, right) {
            Some(words) => Err(fault(format!("{SPOT}{number}{SPOT}{words}"))),
            None => Ok(left.clone()),
        }
    });
    macro_rules! guard {
        ($($test:ident: $($name:literal),*;)*) => {$($(
            environment.add_test($name, |left: &Value, right: &Value| match wrong(left, right) {
                Some(words) => Err(fault(words)),
                None => Ok(minijinja::tests::$test(left, right)),
            });
        )*)*};
    }
    guard!(
        is_eq: "eq", "equalto", "==";
        is_ne: "ne", "!=";
        is_lt: "lt", "lessthan", "<";
        is_le: "le", "<=";
        is_gt: "gt", "greaterthan", ">";
        is_ge: "ge", ">=";
    );
}

fn fault(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

/// The comparison that an error is about, and what is wrong with it.
pub(super) fn compared_wrongly<'a>(error: &Error, spots: &'a [Spot]) -> Option<(&'a Spot, String)> {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = next {
        let detail = error.downcast_ref::<Error>().and_then(Error::detail);
        let told = detail.and_then(|detail| detail.strip_prefix(SPOT)?.split_once(SPOT));
        if let Some((number, words)) = told {
            let spot = spots.get(number.parse::<usize>().ok()?)?;
            return Some((spot, words.to_owned()));
        }
        next = error.source();
    }
    None
}

/// What is wrong with comparing two values, if anything.
fn wrong(left: &Value, right: &Value) -> Option<String> {
    [(left, right), (right, left)].into_iter().find_map(|(known, other)| {
        let whole = known.downcast_object_ref::<Wording>().is_none()
            && known.kind() == ValueKind::Plain
            && known.get_attr(WHOLE).is_ok_and(|text| !text.is_undefined());
        if whole {
            return Some(format!(
                "`{known}` is compared as a whole; compare a number of it, as in `.aantal.getal`"
            ));
        }
        let wording = known.downcast_object_ref::<Wording>()?;
        match plain(other)? {
            ValueKind::Number => Some(format!(
                "`{wording}` knows its source and is no plain number: compare `.getal` of it, as in \
                 `{{% if vraag.kop.aantal.getal > 10 %}}`"
            )),
            _ => Some(format!(
                "`{wording}` knows its source and is no plain text: compare a code, such as \
                 `optie_code`, or a number by `.getal`"
            )),
        }
    })
}

/// Whether a value, or the first one of a list, is a plain number or text.
fn plain(value: &Value) -> Option<ValueKind> {
    match value.kind() {
        kind @ (ValueKind::Number | ValueKind::String) => Some(kind),
        ValueKind::Seq => plain(&value.try_iter().ok()?.next()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sides_of_a_comparison_are_whole() {
        for (source, sides) in [
            ("{% if a.b.c|length > 10 and x %}", vec![("a.b.c|length", "10")]),
            (
                "{{ f(a == 1, b) if not (c.d) <= -2 else (e) != g[0] }}",
                vec![("a", "1"), ("(c.d)", "-2"), ("(e)", "g[0]")],
            ),
            ("{% for x in xs if x.n in [1, 2] %}", vec![("x.n", "[1, 2]")]),
            ("{% set x = 1 < y.n < 3 %}", vec![("1", "y.n"), ("y.n", "3")]),
            ("{{ a not in b }} a > b", vec![("a", "b")]),
            ("{{ [x == 1]|first ~ {\"k\": y > 2} }}", vec![("x", "1"), ("y", "2")]),
        ] {
            let found = comparisons(source);
            let found: Vec<_> =
                found.into_iter().map(|one| (&source[one.left], &source[one.right])).collect();
            assert_eq!(found, sides, "{source}");
        }
    }

    #[test]
    fn a_guarded_stretch_is_read_as_before() {
        let source = "{{ f((a.b) == 1, b) if not c|d > 2 else x }}";
        let guarded = guarded(source, 2..source.len() - 2, &comparisons(source), |_| 7);
        let expected =
            " f(((a.b))|_beside((1), 7) == 1, b) if not (c|d)|_beside((2), 7) > 2 else x ";
        assert_eq!(guarded, expected);
    }
}
