//! A tree held against the JSON Schema of the wanted type: keys, types, words.
//!
//! Only what schemars makes of our own types is understood here; meaning is left to the
//! rooms that own the types.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::{Map, Value as Json};

use super::diags;
use super::node::{Entry, Node, Value};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Place, Span, nearest, shortened};

/// After so many faults in one file something else is the matter, and the rest is noise.
const MOST_FINDINGS: usize = 100;

/// Checks a tree; whether it fits.
pub(super) fn check(
    file: FileId,
    text: &str,
    tree: &Node,
    schema: &Json,
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut check = Check { file, text, root: schema, findings: Vec::new() };
    check.node(tree, schema, &tree.range);
    let found = check.findings.len();
    for finding in check.findings.into_iter().take(MOST_FINDINGS) {
        diagnostics.push(finding);
    }
    if found > MOST_FINDINGS {
        diagnostics.push(diags::more(diagnostics.sources.path(file), found - MOST_FINDINGS));
    }
    found == 0
}

struct Check<'a> {
    file: FileId,
    text: &'a str,
    root: &'a Json,
    findings: Vec<Diagnostic>,
}

/// What a schema asks for.
enum Wanted<'a> {
    Block(&'a Map<String, Json>, Vec<&'a str>),
    List(&'a Json),
    Text,
    Integer { least: i128, most: i128 },
    Boolean,
    Words(Vec<&'a str>),
    Anything,
}

impl<'a> Check<'a> {
    /// `at` is where a finding about a missing value points.
    fn node(&mut self, node: &Node, schema: &'a Json, at: &Range<usize>) {
        let (schema, optional) = self.resolve(schema);
        if optional && matches!(node.value, Value::Nothing) {
            return;
        }
        let wanted = wanted(schema);
        match (&wanted, &node.value) {
            (Wanted::Block(known, required), Value::Block(entries)) => {
                self.block(entries, known, required, &node.range);
            }
            (Wanted::List(of), Value::List(nodes)) => {
                for node in nodes {
                    self.node(node, of, &node.range);
                }
            }
            (Wanted::Words(known), Value::Text(_) | Value::Bool | Value::Integer(_)) => {
                self.word(node, known);
            }
            _ if fits(&wanted, &node.value) => {}
            _ => self.wrong_type(node, &wanted, at),
        }
    }

    /// Follows references, and takes the other half of "this or nothing".
    fn resolve(&self, mut schema: &'a Json) -> (&'a Json, bool) {
        let mut optional = false;
        loop {
            let target = schema.get("$ref").and_then(Json::as_str);
            let target = target.and_then(|path| self.root.pointer(path.trim_start_matches('#')));
            let either = schema.get("anyOf").and_then(Json::as_array);
            schema = match (target, either) {
                (Some(target), _) => target,
                (None, Some(either)) => {
                    optional |= either.iter().any(is_null);
                    match either.iter().find(|schema| !is_null(schema)) {
                        Some(other) => other,
                        None => return (schema, optional),
                    }
                }
                (None, None) => {
                    let types = schema.get("type").and_then(Json::as_array);
                    optional |= types.is_some_and(|types| types.iter().any(|word| word == "null"));
                    return (schema, optional);
                }
            };
        }
    }

    fn block(
        &mut self,
        entries: &[Entry],
        known: &'a Map<String, Json>,
        required: &[&'a str],
        range: &Range<usize>,
    ) {
        let mut first: BTreeMap<&str, &Range<usize>> = BTreeMap::new();
        for entry in entries {
            if let Some(earlier) = first.get(entry.key.as_str()) {
                let earlier = self.place(earlier);
                let place = self.place(&entry.at);
                self.findings.push(diags::duplicate_key(place, &entry.key, earlier));
            } else {
                first.insert(&entry.key, &entry.at);
            }
        }
        let mut absent: Vec<&str> = known.keys().map(String::as_str).collect();
        absent.retain(|key| !first.contains_key(key));
        let mut meant: Vec<&str> = Vec::new();
        let mut in_a_text = false;
        for entry in entries {
            // A text with several commas is told once.
            let told = std::mem::replace(&mut in_a_text, self.is_rest_of_a_text(entry));
            if told && in_a_text {
                continue;
            }
            if let Some(schema) = known.get(&entry.key) {
                self.node(&entry.value, schema, &entry.at);
            } else {
                let near = nearest(&entry.key, absent.iter().copied());
                let near = near.filter(|_| !self.is_rest_of_a_text(entry));
                meant.extend(near);
                let place = self.place(&entry.at);
                let finding = if self.is_rest_of_a_text(entry) {
                    diags::text_with_comma(place, &entry.key)
                } else {
                    diags::unknown_key(place, &entry.key, near, known, name(entries))
                };
                self.findings.push(finding);
            }
        }
        for key in required.iter().filter(|key| absent.contains(key) && !meant.contains(key)) {
            let at = entries.first().map_or(range, |entry| &entry.at);
            let about = known.get(*key).and_then(|schema| self.description(schema));
            self.findings.push(diags::missing_key(self.place(at), key, about, name(entries)));
        }
    }

    /// Whether a key is what stood behind a comma in a text between `{` and `}`.
    fn is_rest_of_a_text(&self, entry: &Entry) -> bool {
        let before = self.text.get(..entry.at.start).unwrap_or_default().trim_end();
        let after = self.text.get(entry.at.end..).unwrap_or_default().trim_start();
        let empty = matches!(entry.value.value, Value::Nothing);
        empty && before.ends_with(',') && after.starts_with([',', '}'])
    }

    fn word(&mut self, node: &Node, known: &[&str]) {
        let word = match &node.value {
            Value::Text(text) => text,
            _ => self.written(node),
        };
        if !known.contains(&word) {
            let finding = diags::unknown_word(self.place(&node.range), word, known);
            self.findings.push(finding);
        }
    }

    fn wrong_type(&mut self, node: &Node, wanted: &Wanted<'_>, at: &Range<usize>) {
        let range = if node.is_empty() { at } else { &node.range };
        let finding = diags::wrong_type(self.place(range), &wanted.words(), &self.found(node))
            .help(wanted.help(&node.value));
        self.findings.push(finding);
    }

    /// The value in words: "text `ja`".
    fn found(&self, node: &Node) -> String {
        match &node.value {
            Value::Nothing => "nothing".to_owned(),
            Value::Bool => format!("`{}`", self.written(node)),
            Value::Integer(number) => format!("the number {number}"),
            Value::Fraction => format!("the number {}", self.written(node)),
            Value::Text(text) => format!("the text `{}`", shortened(text)),
            Value::List(_) => "a list".to_owned(),
            Value::Block(_) => "a block of keys".to_owned(),
        }
    }

    fn written(&self, node: &Node) -> &'a str {
        self.text.get(node.range.clone()).unwrap_or_default().trim()
    }

    fn place(&self, range: &Range<usize>) -> Place {
        Place::Text(Span { file: self.file, range: range.clone() })
    }

    /// What the author of the type says about a key.
    fn description(&self, schema: &'a Json) -> Option<&'a str> {
        let own = schema.get("description").or_else(|| self.resolve(schema).0.get("description"));
        own.and_then(Json::as_str)
    }
}

fn is_null(schema: &Json) -> bool {
    schema.get("type").is_some_and(|word| word == "null")
}

fn wanted(schema: &Json) -> Wanted<'_> {
    if let Some(words) = words(schema) {
        return Wanted::Words(words);
    }
    let bound = |key: &str| schema.get(key).and_then(Json::as_i64).map(i128::from);
    match type_word(schema) {
        "object" => {
            let required = schema.get("required").and_then(Json::as_array);
            let required = required.into_iter().flatten().filter_map(Json::as_str).collect();
            match schema.get("properties").and_then(Json::as_object) {
                Some(known) => Wanted::Block(known, required),
                None => Wanted::Anything,
            }
        }
        "array" => schema.get("items").map_or(Wanted::Anything, Wanted::List),
        "string" => Wanted::Text,
        "integer" => Wanted::Integer {
            least: bound("minimum").unwrap_or(i64::MIN.into()),
            most: bound("maximum").unwrap_or(i64::MAX.into()),
        },
        "boolean" => Wanted::Boolean,
        _ => Wanted::Anything,
    }
}

fn type_word(schema: &Json) -> &str {
    match schema.get("type") {
        Some(Json::String(word)) => word,
        Some(Json::Array(words)) => {
            words.iter().filter_map(Json::as_str).find(|word| *word != "null").unwrap_or_default()
        }
        _ => "",
    }
}

/// The words of an enum: schemars writes `enum`, or `oneOf` with `const` where the words
/// are documented.
fn words(schema: &Json) -> Option<Vec<&str>> {
    if let Some(words) = schema.get("enum").and_then(Json::as_array) {
        return Some(words.iter().filter_map(Json::as_str).collect());
    }
    let branches = schema.get("oneOf")?.as_array()?;
    let mut all = Vec::new();
    for branch in branches {
        match (branch.get("const").and_then(Json::as_str), words(branch)) {
            (Some(word), _) => all.push(word),
            (None, Some(words)) => all.extend(words),
            (None, None) => {}
        }
    }
    Some(all)
}

fn fits(wanted: &Wanted<'_>, value: &Value) -> bool {
    match (wanted, value) {
        (Wanted::Anything, _) | (Wanted::Boolean, Value::Bool) => true,
        (Wanted::Text, Value::Text(_) | Value::Bool | Value::Integer(_) | Value::Fraction) => true,
        (Wanted::Integer { least, most }, Value::Integer(number)) => {
            (least..=most).contains(&number)
        }
        _ => false,
    }
}

/// What a block is called, when it names itself.
fn name(entries: &[Entry]) -> Option<&str> {
    let naming = |key: &str| entries.iter().find(|entry| entry.key == key);
    let entry = naming("id").or_else(|| naming("code"))?;
    match &entry.value.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

impl Wanted<'_> {
    fn words(&self) -> String {
        match self {
            Self::Block(..) => "a block of keys".to_owned(),
            Self::List(_) => "a list".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Integer { least, most } if *least == 0 => {
                format!("a whole number from 0 to {most}")
            }
            Self::Integer { .. } => "a whole number".to_owned(),
            Self::Boolean => "`true` or `false`".to_owned(),
            Self::Words(words) => format!("one of {}", diags::listed(words)),
            Self::Anything => "a value".to_owned(),
        }
    }

    fn help(&self, found: &Value) -> &'static str {
        match (self, found) {
            (_, Value::Nothing) => {
                "write a value after the colon (between quotes if it begins with `#`), or remove the key"
            }
            (Self::List(_), _) => {
                "write each item on a line of its own after `- `, or all between `[` and `]`"
            }
            (Self::Block(..), _) => "write `key: value` on indented lines of their own",
            (Self::Text, Value::Block(_)) => {
                "put text that holds a colon followed by a space between quotes"
            }
            (Self::Text, _) => "write the text on the same line after the colon",
            (Self::Integer { .. }, _) => "write digits only, without quotes, dots or a unit",
            (Self::Boolean, _) => "write `true` or `false`, without quotes",
            (Self::Words(_) | Self::Anything, _) => "write one word after the colon",
        }
    }
}
