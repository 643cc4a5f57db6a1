//! Values in HTML: each must be text between tags, or stand in a quoted attribute that holds
//! words and no code. The tokenizer is that of the HTML standard, by html5gum.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::{Misplaced, Placed, Written};

/// Elements whose content is no text, but code or a document of its own.
const CODE: [&str; 8] =
    ["script", "style", "iframe", "noembed", "noframes", "noscript", "plaintext", "xmp"];
/// Elements that hold text without tags.
const WORDS: [&str; 2] = ["title", "textarea"];

/// Attributes in which a value may stand: they hold words, numbers or names. So may any that
/// begins with one of [`NAMED`].
const ATTRIBUTES: [&str; 27] = [
    "abbr",
    "alt",
    "class",
    "colspan",
    "content",
    "datetime",
    "dir",
    "for",
    "headers",
    "height",
    "id",
    "label",
    "lang",
    "max",
    "min",
    "name",
    "placeholder",
    "role",
    "rowspan",
    "scope",
    "span",
    "start",
    "summary",
    "tabindex",
    "title",
    "value",
    "width",
];
const NAMED: [&str; 2] = ["aria-", "data-"];
/// Attributes that hold an address.
const ADDRESSES: [&str; 4] = ["href", "src", "action", "cite"];
/// Begins of an address behind which no value can make it another kind of address.
const FIXED: [&str; 8] = ["#", "?", "./", "../", "https://", "http://", "mailto:", "tel:"];

/// A stretch of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Zone {
    /// Text in an element.
    Text(String),
    /// A tag, but for the values of its attributes.
    Tag,
    /// The value of an attribute: its element, its name.
    Attribute(String, String),
    Comment,
}

/// Finds values where a browser would see more than a value.
pub(in super::super) fn misplaced(text: &str, values: &[Placed]) -> Vec<Misplaced> {
    let zones = zones(text);
    let judge = |(value, placed): (usize, &Placed)| {
        let message = fault(text, &zones, placed)?;
        Some(Misplaced { value, message })
    };
    values.iter().enumerate().filter_map(judge).collect()
}

fn fault(text: &str, zones: &[(Range<usize>, Zone)], placed: &Placed) -> Option<String> {
    let Range { start, end } = placed.range;
    if start == end {
        return None;
    }
    // Attributes stand behind the tag that holds them.
    let zone = zones.iter().rev().find(|(range, _)| range.start <= start && start < range.end);
    let within = zone.is_some_and(|(range, _)| end <= range.end);
    match (zone, placed.written) {
        (Some((_, Zone::Text(element))), _) if CODE.contains(&element.as_str()) => {
            Some(format!("stands in `<{element}>`, where it would be read as code"))
        }
        (Some((_, Zone::Text(element))), Written::Markup) if WORDS.contains(&element.as_str()) => {
            Some(format!("stands in `<{element}>`, which holds no tags"))
        }
        (Some((range, Zone::Tag)), Written::Markup) if range.start == start => None,
        (Some((_, Zone::Text(_))), Written::Markup) => None,
        (Some((_, Zone::Text(_))), Written::Text) if within => None,
        (Some((range, Zone::Attribute(element, name))), Written::Text) if within => {
            in_attribute(text, range, (element, name), start)
        }
        (Some((_, Zone::Comment)), _) => Some("stands in a comment".to_owned()),
        _ => Some("stands in a tag, outside a quoted attribute".to_owned()),
    }
}

/// What is wrong with a value in an attribute.
fn in_attribute(
    text: &str,
    range: &Range<usize>,
    (element, name): (&str, &str),
    start: usize,
) -> Option<String> {
    if !text[..range.start].ends_with(['"', '\'']) {
        return Some(format!("stands in `{name}` without quotes"));
    }
    if ADDRESSES.contains(&name) {
        let before = text[range.start..start].to_ascii_lowercase();
        let fixed = FIXED.iter().any(|begin| before.starts_with(begin));
        return (!fixed).then(|| {
            format!(
                "begins the address in `{name}`, which could then run code; begin it with {}",
                FIXED.map(|begin| format!("`{begin}`")).join(", ")
            )
        });
    }
    let allowed = ATTRIBUTES.contains(&name) || NAMED.iter().any(|begin| name.starts_with(begin));
    let refreshes = element == "meta"
        && name == "content"
        && text[..range.start]
            .rsplit_once('<')
            .is_some_and(|(_, tag)| tag.to_ascii_lowercase().contains("http-equiv"));
    (!allowed || refreshes)
        .then(|| format!("stands in `{name}` of `<{element}>`, where it could be read as code"))
}

/// The stretches of a page, in order; attributes behind the tag that holds them.
fn zones(text: &str) -> Vec<(Range<usize>, Zone)> {
    let mut zones: Vec<(Range<usize>, Zone)> = Vec::new();
    let (mut element, mut attribute, mut tag_zone) = (String::new(), String::new(), 0);
    let mut inside = String::new();
    let name_of = |name: &[u8]| String::from_utf8_lossy(name).to_ascii_lowercase();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        let range = span.start..span.end;
        match event {
            CallbackEvent::OpenStartTag { name } => {
                element = name_of(name);
                tag_zone = zones.len();
                zones.push((range, Zone::Tag));
            }
            CallbackEvent::AttributeName { name } => attribute = name_of(name),
            CallbackEvent::AttributeValue { .. } => {
                zones.push((range, Zone::Attribute(element.clone(), attribute.clone())));
            }
            CallbackEvent::CloseStartTag { .. } => {
                if let Some((tag, _)) = zones.get_mut(tag_zone) {
                    tag.end = span.end;
                }
                inside.clone_from(&element);
            }
            CallbackEvent::EndTag { .. } => {
                inside.clear();
                zones.push((range, Zone::Tag));
            }
            CallbackEvent::String { .. } => zones.push((range, Zone::Text(inside.clone()))),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } => {
                zones.push((range, Zone::Comment));
            }
            CallbackEvent::Error(_) => {}
        }
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(text, emitter).finish();
    zones
}
