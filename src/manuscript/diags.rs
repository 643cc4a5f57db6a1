//! All messages about YAML as written, one function each.

use std::io;
use std::ops::Range;

use serde_json::{Map, Value as Json};
use serde_yaml::{Error, MessageFormatter, UserMessageFormatter};

use super::codes;
use super::node;
use crate::diagnostics::{Diagnostic, FileId, Place, Span, nearest, shortened, why_not};
use crate::dutch::uncapitalised;

/// The file is not there, is a folder, or may not be read.
pub(super) fn cannot_read(shown: &str, error: &io::Error) -> Diagnostic {
    let place = Place::File(shown.to_owned());
    match error.kind() {
        io::ErrorKind::NotFound => {
            Diagnostic::new(&codes::MISSING_FILE, place, format!("no file `{shown}`"))
                .help("check the name and the folder")
        }
        io::ErrorKind::IsADirectory => {
            let message = format!("`{shown}` is a folder, expected a file");
            Diagnostic::new(&codes::MISSING_FILE, place, message).help("name the file inside it")
        }
        io::ErrorKind::PermissionDenied => Diagnostic::new(
            &codes::UNREADABLE_FILE,
            place,
            format!("no permission to read `{shown}`"),
        )
        .help("ask for access, or copy the file to a folder of your own"),
        _ => Diagnostic::new(
            &codes::UNREADABLE_FILE,
            place,
            format!("cannot read `{shown}`: {}", why_not(error)),
        )
        .help("check whether the file is open in another program or on a lost drive"),
    }
}

/// The file is larger than anything of this kind could be.
pub(super) fn too_large(shown: &str, most: usize) -> Diagnostic {
    let message = format!("`{shown}` is larger than {} MB", most / 1024 / 1024);
    Diagnostic::new(&codes::FILE_TOO_LARGE, Place::File(shown.to_owned()), message)
        .help("check whether this is the right file")
}

/// The file holds bytes that no text has.
pub(super) fn binary(shown: &str) -> Diagnostic {
    let message = format!("`{shown}` is not a text file, expected YAML");
    Diagnostic::new(&codes::NOT_TEXT, Place::File(shown.to_owned()), message).help(
        "check whether this is the right file; a word processor's file must be saved as plain text",
    )
}

/// The file is text, but not as UTF-8.
pub(super) fn encoding(shown: &str, line: usize) -> Diagnostic {
    let message = format!("`{shown}` is not UTF-8 text, first seen on line {line}");
    Diagnostic::new(&codes::NOT_UTF8, Place::File(shown.to_owned()), message)
        .help("save the file again in your editor with encoding UTF-8")
}

/// Nothing but comments and blank lines.
pub(super) fn empty_file(shown: &str) -> Diagnostic {
    let message = format!("`{shown}` is empty, expected keys and values");
    Diagnostic::new(&codes::EMPTY_FILE, Place::File(shown.to_owned()), message)
        .help("check whether this is the right file, and whether it was saved")
}

/// The text is not YAML, or more of it than can be taken in.
pub(super) fn syntax(file: FileId, text: &str, error: &Error) -> Diagnostic {
    let reason = reason(error);
    let message = match original(error) {
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. } => {
            format!("this YAML is larger or deeper than can be read: {reason}")
        }
        Error::MultipleDocuments { .. } => {
            "more than one YAML document in this file, expected one".to_owned()
        }
        Error::MergeKeyNotAllowed { .. } => "merge keys (`<<`) are not supported".to_owned(),
        Error::NullIntoString { .. } => "a key is missing before the colon".to_owned(),
        _ => format!("this is not valid YAML: {reason}"),
    };
    Diagnostic::new(&codes::YAML_SYNTAX, place(file, text, error), message)
        .help(remedy(&reason, error))
}

/// The text fits the schema and still cannot be read as the type.
pub(super) fn unfit(file: FileId, text: &str, error: &Error) -> Diagnostic {
    let message = format!("this value cannot be read: {}", reason(error));
    Diagnostic::new(&codes::WRONG_TYPE, place(file, text, error), message)
        .help("compare the value with the example in questionnaire/README.md")
}

fn original(error: &Error) -> &Error {
    match error.without_snippet() {
        Error::AliasError { error, .. } => original(error),
        other => other,
    }
}

fn reason(error: &Error) -> String {
    let text = UserMessageFormatter.format_message(original(error));
    uncapitalised(text.trim_end_matches('.'))
}

fn remedy(reason: &str, error: &Error) -> &'static str {
    match original(error) {
        Error::MultipleDocuments { .. } => return "remove the line `---` between the parts",
        Error::MergeKeyNotAllowed { .. } => return "write the keys out",
        Error::Budget { .. } => return "check whether this is the right file",
        Error::UnknownAnchor { .. } => return "put text that begins with `*` between quotes",
        _ => {}
    }
    if reason.contains("tab") {
        "indent with spaces, never with tabs"
    } else if reason.contains("mapping values") || reason.contains("mapping value") {
        "put text that holds a colon followed by a space between quotes"
    } else if reason.contains("anchor") || reason.contains("alias") || reason.contains("reference")
    {
        "put text that begins with `*` or `&` between quotes"
    } else if reason.contains("quote") || reason.contains("quoted") || reason.contains("escape") {
        "check the quotes around the text; a quote inside is written twice (`''`)"
    } else {
        "check the indentation and the quotes on this line and the line before"
    }
}

/// Where an error was noticed, at least one character wide.
fn place(file: FileId, text: &str, error: &Error) -> Place {
    let range = match error.location() {
        None => 0..0,
        Some(at) if at.span().byte_offset().is_some() => node::bytes(at),
        Some(at) => {
            let offset = offset(text, at.line(), at.column());
            offset..offset
        }
    };
    Place::Text(Span { file, range: widened(range, text) })
}

/// The byte where a one-based line and column (in characters) stand.
fn offset(text: &str, line: u64, column: u64) -> usize {
    let number = |value: u64| usize::try_from(value).unwrap_or(usize::MAX).saturating_sub(1);
    let mut start = 0;
    for (at, line_text) in text.split_inclusive('\n').enumerate() {
        if at == number(line) {
            let within = line_text.char_indices().nth(number(column));
            return start + within.map_or(line_text.trim_end().len(), |(at, _)| at);
        }
        start += line_text.len();
    }
    text.trim_end().len()
}

fn widened(range: Range<usize>, text: &str) -> Range<usize> {
    let next = text.get(range.start..).and_then(|rest| rest.chars().next());
    let width = next.filter(|next| *next != '\n').map_or(0, char::len_utf8);
    range.start..range.end.max(range.start + width)
}

/// A key that the language does not have.
pub(super) fn unknown_key(
    place: Place,
    key: &str,
    suggestion: Option<&str>,
    known: &Map<String, Json>,
    block: Option<&str>,
) -> Diagnostic {
    let known: Vec<&str> = known.keys().map(String::as_str).collect();
    let known = format!("known keys: {}", known.join(", "));
    let help = match suggestion {
        Some(word) => format!("did you mean `{word}`? {known}"),
        None => known,
    };
    Diagnostic::new(&codes::UNKNOWN_KEY, place, format!("unknown key `{}`", shortened(key)))
        .label(within(block))
        .help(help)
}

/// A key that is the end of a text: the text holds a comma, which ends it between `{` and `}`.
pub(super) fn text_with_comma(place: Place, key: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::UNKNOWN_KEY,
        place,
        format!(
            "`{}` stands behind a comma, so it is no part of the text before it",
            shortened(key)
        ),
    )
    .help("put the whole text between quotes: between `{` and `}` a comma ends it")
}

/// A key that must be there.
pub(super) fn missing_key(
    place: Place,
    key: &str,
    about: Option<&str>,
    block: Option<&str>,
) -> Diagnostic {
    let about = about.map_or(String::new(), |about| format!(": {}", first_sentence(about)));
    let label = block.map_or_else(
        || "this block has none".to_owned(),
        |block| format!("`{}` has none", shortened(block)),
    );
    Diagnostic::new(&codes::MISSING_KEY, place, format!("missing key `{key}`"))
        .label(label)
        .help(format!("add `{key}`{about}"))
}

/// A key that stands twice in one block.
pub(super) fn duplicate_key(place: Place, key: &str, first: Place) -> Diagnostic {
    Diagnostic::new(
        &codes::DUPLICATE_KEY,
        place,
        format!("key `{}` stands twice in this block", shortened(key)),
    )
    .label("again here")
    .related(first, "first here")
    .help("keep one of the two")
}

/// A value of another type than the key takes.
pub(super) fn wrong_type(place: Place, expected: &str, found: &str) -> Diagnostic {
    Diagnostic::new(&codes::WRONG_TYPE, place, format!("found {found}, expected {expected}"))
}

/// A word that is none of those the key takes.
pub(super) fn unknown_word(place: Place, word: &str, known: &[&str]) -> Diagnostic {
    let meant = nearest(word, known.iter().copied());
    let known = format!("known words: {}", known.join(", "));
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`? {known}"),
        None => known,
    };
    let message = format!("unknown word `{}`", shortened(word));
    Diagnostic::new(&codes::UNKNOWN_WORD, place, message).help(help)
}

/// So many faults that the rest is not told.
pub(super) fn more(shown: &str, rest: usize) -> Diagnostic {
    let message = format!("{rest} more findings in `{shown}` are not shown");
    Diagnostic::new(&codes::MORE_FINDINGS, Place::File(shown.to_owned()), message)
        .help("mend the first ones and run again")
}

fn within(block: Option<&str>) -> String {
    block.map_or(String::new(), |block| format!("in `{}`", shortened(block)))
}

/// `a`, `b` or `c`.
pub(super) fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.join(""),
    }
}

/// The first sentence of a description, as the continuation of a sentence of ours.
fn first_sentence(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = joined.find(". ").unwrap_or(joined.len());
    uncapitalised(joined[..end].trim_end_matches('.'))
}

/// A character for which the typeface has no glyph.
pub(super) fn unprintable(span: Span, character: char, times: usize, typeface: &str) -> Diagnostic {
    let number = u32::from(character);
    let times = if times > 1 { format!(", {times} times in this file") } else { String::new() };
    let message =
        format!("`{character}` (U+{number:04X}) is not in the typeface {typeface}{times}");
    Diagnostic::new(&codes::UNPRINTABLE_CHARACTER, Place::Text(span), message)
        .help("write it in letters, or bring a typeface that has it (`fonts:` in the project file)")
}
