//! Characters of a YAML text that no document can show.

use std::collections::BTreeMap;
use std::ops::Range;

use super::node::{self, Node, Value};
use crate::diagnostics::{Diagnostics, FileId, Span};
use crate::typeface::Typeface;

use super::diags;

/// Warns about each character in the values of a text for which the typeface has no glyph: at
/// its first place, with how often it stands there. Remarks are not looked at.
pub fn unprintable(file: FileId, typeface: Typeface, diagnostics: &mut Diagnostics) {
    let text = diagnostics.sources.text(file);
    if text.chars().all(|character| typeface.prints(character)) {
        return;
    }
    let Ok(tree) = node::parse(text) else { return };
    let mut found = BTreeMap::new();
    collect(text, &tree, typeface, &mut found);
    for (character, (range, times)) in found {
        let span = Span { file, range };
        diagnostics.push(diags::unprintable(span, character, times, typeface.name()));
    }
}

/// Where a character stands first, and how often.
type Found = BTreeMap<char, (Range<usize>, usize)>;

fn collect(text: &str, node: &Node, typeface: Typeface, found: &mut Found) {
    match &node.value {
        Value::Text(value) => {
            for character in value.chars().filter(|character| !typeface.prints(*character)) {
                let place = || (place_of(text, &node.range, character), 0);
                found.entry(character).or_insert_with(place).1 += 1;
            }
        }
        Value::List(items) => items.iter().for_each(|item| collect(text, item, typeface, found)),
        Value::Block(entries) => {
            entries.iter().for_each(|entry| collect(text, &entry.value, typeface, found));
        }
        Value::Nothing | Value::Bool | Value::Integer(_) | Value::Fraction => {}
    }
}

/// The character itself; the whole value when it was written with a backslash.
fn place_of(text: &str, value: &Range<usize>, character: char) -> Range<usize> {
    let written = text.get(value.clone()).unwrap_or_default();
    match written.find(character) {
        Some(at) => value.start + at..value.start + at + character.len_utf8(),
        None => value.clone(),
    }
}
