//! YAML as written: every value with its place, checked against the schema of its types.
//!
//! [`read`] goes over a text twice. First it becomes a tree (`node`) that is held against
//! the JSON Schema of the wanted type (`shape`), so that every unknown key, missing key and
//! wrong type is told in one run; serde alone stops at the first. Only a text without such
//! faults is turned into the type itself. What the values mean is judged by later rooms.

mod characters;
pub(crate) mod codes;
mod diags;
mod file;
mod node;
mod shape;

pub use characters::unprintable;
pub use file::read_text;

use std::borrow::Cow;
use std::ops::Range;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_yaml::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy, Spanned};

use crate::diagnostics::{Diagnostics, FileId, Place, Span};

/// A value with the bytes where it stood in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    value: T,
    range: Range<usize>,
}

impl<T> Located<T> {
    /// The value.
    pub const fn get(&self) -> &T {
        &self.value
    }

    /// Where it stood in the text it was read from.
    #[must_use]
    pub fn span(&self, file: FileId) -> Span {
        Span { file, range: self.range.clone() }
    }

    /// The same as a place for a finding.
    #[must_use]
    pub fn place(&self, file: FileId) -> Place {
        Place::Text(self.span(file))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<T>::deserialize(deserializer)?;
        Ok(Self { range: node::bytes(spanned.referenced), value: spanned.value })
    }
}

/// The schema of the value itself: that it knows its place is no concern of the author.
impl<T: JsonSchema> JsonSchema for Located<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// Reads a YAML text into a type; every structural fault becomes a finding.
///
/// `None` when there was at least one such fault.
pub fn read<T: DeserializeOwned + JsonSchema>(
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let text = diagnostics.sources.text(file).to_owned();
    let tree = match node::parse(&text) {
        Ok(tree) => tree,
        Err(error) => {
            diagnostics.push(diags::syntax(file, &text, &error));
            return None;
        }
    };
    if tree.is_empty() {
        diagnostics.push(diags::empty_file(diagnostics.sources.path(file)));
        return None;
    }
    let schema = schema_of::<T>();
    if !shape::check(file, &text, &tree, schema.as_value(), diagnostics) {
        return None;
    }
    match serde_yaml::from_str_with_options(&text, options(DuplicateKeyPolicy::Error)) {
        Ok(value) => Some(value),
        Err(error) => {
            diagnostics.push(diags::unfit(file, &text, &error));
            None
        }
    }
}

/// The JSON Schema of a type for editors: completion, and red lines while typing.
#[must_use]
pub fn json_schema<T: JsonSchema>(title: &str) -> String {
    let mut schema = schema_of::<T>();
    schema.insert("title".to_owned(), title.into());
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
    text.push('\n');
    text
}

fn schema_of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}

/// How YAML is read. The limits of serde-saphyr stay in force: they stop texts that unfold
/// to gigabytes, and nesting that would exhaust the stack.
fn options(duplicate_keys: DuplicateKeyPolicy) -> serde_yaml::Options {
    serde_yaml::options! {
        duplicate_keys: duplicate_keys,
        merge_keys: MergeKeyPolicy::Error,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Leaf {
        name: Located<String>,
        #[serde(default)]
        years: Vec<Located<u16>>,
    }

    fn read_leaf(text: &str) -> (Option<Leaf>, Diagnostics, FileId) {
        let mut diagnostics = Diagnostics::default();
        let file = diagnostics.sources.add("leaf.yaml", text);
        (read(file, &mut diagnostics), diagnostics, file)
    }

    fn slice<'a, T>(text: &'a str, value: &Located<T>) -> &'a str {
        &text[value.range.clone()]
    }

    #[test]
    fn places_are_bytes_also_after_letters_of_several_bytes() {
        let text = "# ééé 🔑\nname: \"Súdwest-Fryslân\"\nyears: [2019, 2020]  # ü\n";
        let (leaf, _, _) = read_leaf(text);
        let leaf = leaf.expect("valid");
        assert_eq!(slice(text, &leaf.name), "\"Súdwest-Fryslân\"");
        assert_eq!(slice(text, &leaf.years[0]), "2019");
        assert_eq!(slice(text, &leaf.years[1]), "2020");
    }

    #[test]
    fn windows_line_ends_do_not_move_places() {
        let text = "name: één\r\nyears:\r\n  - 2019\r\n  - 2020\r\n";
        let (leaf, _, _) = read_leaf(text);
        let leaf = leaf.expect("valid");
        assert_eq!(slice(text, &leaf.name), "één");
        assert_eq!(slice(text, &leaf.years[1]), "2020");
    }

    #[test]
    fn a_number_may_stand_where_text_is_expected() {
        for (text, expected) in [("name: 2023", "2023"), ("name: no", "no"), ("name: 1.50", "1.50")]
        {
            let (leaf, diagnostics, _) = read_leaf(text);
            assert_eq!(diagnostics.tally().len(), 0, "{text}");
            assert_eq!(leaf.expect("valid").name.get(), expected);
        }
    }

    #[test]
    fn every_structural_fault_is_told_in_one_run() {
        let (leaf, diagnostics, _) = read_leaf("nmae: x\nyears: 2019\ncolour: red\nyears: [a]\n");
        assert!(leaf.is_none());
        let codes: Vec<_> = diagnostics.sorted().iter().map(|finding| finding.code.name).collect();
        assert_eq!(
            codes,
            ["unknown-key", "wrong-type", "unknown-key", "duplicate-key", "wrong-type"]
        );
    }

    #[test]
    fn after_a_hundred_findings_the_rest_is_counted() {
        let text: String = (0..130).map(|at| format!("vreemd-{at}: x\n")).collect();
        let (_, diagnostics, _) = read_leaf(&format!("name: x\n{text}"));
        assert_eq!(diagnostics.tally().get("unknown-key"), Some(&100));
        assert_eq!(diagnostics.tally().get("more-findings"), Some(&1));
    }

    #[test]
    fn characters_without_a_glyph_are_told_once_at_their_first_place() {
        let text = "# \u{2611} in a remark\nname: \"Ja \u{1f600}\"\nyears: []\n";
        let (_, mut diagnostics, file) = read_leaf(text);
        unprintable(file, crate::typeface::Typeface::bundled(), &mut diagnostics);
        let found = diagnostics.sorted();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].code.name, "unprintable-character");
        let Place::Text(span) = &found[0].place else { panic!("{:?}", found[0].place) };
        assert_eq!(&text[span.range.clone()], "\u{1f600}");
        assert!(found[0].message.contains("U+1F600"), "{}", found[0].message);
    }

    #[test]
    fn letters_of_europe_and_plainer_forms_are_printed() {
        // The letters of DIN 91379, of Turkish, Polish, Greek and Cyrillic; what is written plainer.
        for text in [
            "name: A\u{30b}M\u{302}",
            "name: ŉĸĿŦŊ",
            "name: Iğdır Łódź",
            "name: Αθήνα Дніпро",
            "name: x₂ ½ ≤",
        ] {
            let (_, mut diagnostics, file) = read_leaf(&format!("{text}\nyears: []\n"));
            unprintable(file, crate::typeface::Typeface::bundled(), &mut diagnostics);
            assert_eq!(diagnostics.sorted().len(), 0, "{text}: {:?}", diagnostics.sorted());
        }
    }

    #[test]
    fn an_unfolding_text_is_refused() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let below = format!("*a{}", level - 1);
            let many = vec![below; 10].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{many}]\n"));
        }
        let (leaf, diagnostics, _) = read_leaf(&text);
        assert!(leaf.is_none());
        assert_eq!(diagnostics.tally().get("yaml-syntax"), Some(&1));
    }

    #[test]
    fn deep_nesting_is_refused_without_a_crash() {
        for text in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000)] {
            let (leaf, diagnostics, _) = read_leaf(&text);
            assert!(leaf.is_none());
            assert!(diagnostics.has_errors());
        }
    }
}
