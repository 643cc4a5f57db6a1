//! A template filled with marks: every stretch of the result knows where it was written.
//!
//! The text of a template is given marks before it is filled, one before every line and one
//! around every `{{ value }}`; they are taken out again afterwards. The result is the same
//! Typst source, with for every byte the template and the place it came from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, ValueKind};
use minijinja::{Error, Output, State, Value};

use super::source::{Kind, owner, parts};

/// Begins a mark; the number of its spot follows.
const MARK: char = '\u{fdd8}';
/// Ends a mark before text that a template holds itself.
const TEXT: char = '\u{fdd9}';
/// Ends the stretch of a value.
const CLOSE: char = '\u{fdda}';
/// Ends a mark before a value.
const VALUE: char = '\u{fddb}';
/// Begins and ends the ids of what was in scope when a value was written.
const SCOPE: char = '\u{fddc}';
/// Begins and ends what is known of the owner of a value.
const OWNER: char = '\u{fddd}';

/// The function by which a marked template asks for the owner of a value.
pub(super) const OWNER_OF: &str = "eigenaar_van";

/// What the material calls the things that own numbers, and the numbers beside a number.
const OWNER_KEYS: [&str; 17] = [
    "id",
    "naam",
    "label",
    "vraag_id",
    "optie_code",
    "rij",
    "jaar",
    "van_jaar",
    "naar_jaar",
    "van",
    "naar",
    "n",
    "aantal",
    "basis",
    "procent",
    "ingevuld",
    "uitgenodigd",
];

/// A stretch of a template that can write something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Name of the template.
    pub template: String,
    /// Bytes of the template.
    pub range: Range<usize>,
    /// Whether it is a `{{ value }}`, and no text of the template itself.
    pub value: bool,
}

/// The template with a mark before every line of its text and around every value.
///
/// Blanks that minijinja cuts off are left out here and nothing is cut off any more (`{%+`): a
/// mark is no blank, so that beside one they would stay.
pub(super) fn with_marks(name: &str, source: &str, spots: &mut Vec<Spot>) -> String {
    let mut out = String::with_capacity(source.len() * 2);
    for part in parts(source) {
        let inner = &source[part.inner];
        match part.kind {
            Kind::Nothing => {}
            Kind::Statement => write!(out, "{{%+ {inner} +%}}").expect(MEMORY),
            Kind::Value => {
                let number = spots.len();
                spots.push(Spot { template: name.to_owned(), range: part.range, value: true });
                let owner = owner(inner).map_or_else(String::new, |owner| {
                    format!("{{{{ {OWNER_OF}({}) }}}}", &inner[owner])
                });
                write!(out, "{MARK}{number}{VALUE}{owner}{{{{ {inner} }}}}{CLOSE}").expect(MEMORY);
            }
            Kind::Text => out.push_str(&raw(&marked_lines(name, source, part.range, spots))),
        }
    }
    out
}

/// A stretch of text with a mark before each of its lines.
fn marked_lines(name: &str, source: &str, text: Range<usize>, spots: &mut Vec<Spot>) -> String {
    let (mut out, mut at) = (String::new(), text.start);
    for line in source[text].split_inclusive('\n') {
        // The mark stands behind the indent: a line of blanks has none.
        let indent = line.len() - line.trim_start().len();
        out.push_str(&line[..indent]);
        if indent < line.len() {
            let (number, range) = (spots.len(), at + indent..at + line.len());
            spots.push(Spot { template: name.to_owned(), range, value: false });
            write!(out, "{MARK}{number}{TEXT}").expect(MEMORY);
        }
        out.push_str(&line[indent..]);
        at += line.len();
    }
    out
}

/// A text that minijinja reads as text, also when it came from a raw block.
fn raw(text: &str) -> Cow<'_, str> {
    let reads_as_a_tag = ["{{", "{%", "{#"].iter().any(|open| text.contains(open));
    match reads_as_a_tag || text.ends_with('{') {
        true => format!("{{%+ raw +%}}{text}{{%+ endraw +%}}").into(),
        false => text.into(),
    }
}

const MEMORY: &str = "writing to a string";

/// The owner of a value, for [`write_owner`].
#[derive(Debug)]
pub(super) struct Owner(Value);

impl Object for Owner {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

/// The function [`OWNER_OF`].
pub(super) fn owner_of(value: Value) -> Value {
    Value::from_object(Owner(value))
}

/// Writes what is known of the owner of the value that follows.
pub(super) fn write_owner(out: &mut Output, owner: &Owner) -> Result<(), Error> {
    write!(out, "{OWNER}")?;
    for key in OWNER_KEYS {
        let Ok(known) = owner.0.get_attr(key) else { continue };
        if matches!(known.kind(), ValueKind::String | ValueKind::Number) {
            let text = known.to_string().replace([MARK, SCOPE, CLOSE, OWNER, '\n'], "");
            writeln!(out, "{key}={text}")?;
        }
    }
    Ok(write!(out, "{OWNER}")?)
}

/// Writes which things with an id, and which rows, are in scope, before a value.
pub(super) fn write_scope(out: &mut Output, state: &State) -> Result<(), Error> {
    let mut ids = Vec::new();
    for name in state.known_variables() {
        let Some(thing) = state.lookup(&name) else { continue };
        for key in ["id", "rij"] {
            let known = thing.get_attr(key).ok();
            if let Some(id) = known.as_ref().and_then(Value::as_str) {
                ids.push(id.replace([MARK, SCOPE, CLOSE, '|'], ""));
            }
        }
    }
    ids.sort();
    out.write_str(&format!("{SCOPE}{}{SCOPE}", ids.join("|")))?;
    Ok(())
}

/// A stretch of a filled template.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// Where it begins in the filled text; it runs to the next piece.
    start: usize,
    spot: Option<usize>,
    /// Bytes of the spot that came before this piece.
    into: usize,
    scope: usize,
    owner: usize,
}

/// A filled template that knows where everything came from.
#[derive(Debug, Clone)]
pub struct Traced {
    text: String,
    spots: Vec<Spot>,
    pieces: Vec<Piece>,
    scopes: Vec<Vec<String>>,
    owners: Vec<BTreeMap<String, String>>,
}

/// Where a byte of a filled template was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin<'a> {
    /// Name of the template.
    pub template: &'a str,
    /// Bytes of the template: the whole `{{ value }}`, or from this byte of the text to the
    /// end of its line.
    pub range: Range<usize>,
    /// Whether it is a value.
    pub value: bool,
    /// Ids of what was in scope when a value was written, such as the question of a loop, and
    /// the row of a matrix that was in hand.
    pub scope: &'a [String],
    /// What the material says of the thing whose number or text a value is: its name, its
    /// year, the numbers beside it.
    pub owner: &'a BTreeMap<String, String>,
}

/// Marks that are open while they are taken out.
#[derive(Clone, Copy, Default)]
struct Level {
    spot: Option<usize>,
    written: usize,
    scope: usize,
    owner: usize,
}

impl Traced {
    /// Takes the marks out of a filled template.
    pub(super) fn new(marked: &str, spots: &[Spot]) -> Self {
        let mut traced = Self {
            text: String::with_capacity(marked.len()),
            spots: spots.to_vec(),
            pieces: Vec::new(),
            scopes: vec![Vec::new()],
            owners: vec![BTreeMap::new()],
        };
        let mut levels = vec![Level::default()];
        let mut rest = marked;
        while let Some(at) = rest.find([MARK, CLOSE, SCOPE, OWNER]) {
            traced.copy(&rest[..at], levels.last_mut());
            let mark = rest[at..].chars().next().unwrap_or(CLOSE);
            rest = &rest[at + mark.len_utf8()..];
            match mark {
                CLOSE => {
                    if levels.len() > 1 {
                        levels.pop();
                    }
                }
                SCOPE => {
                    let end = rest.find(SCOPE).unwrap_or(rest.len());
                    let ids = rest[..end].split('|').filter(|id| !id.is_empty());
                    let mut ids: Vec<_> = ids.map(str::to_owned).collect();
                    // A macro was called where more ids are known.
                    if let [.., caller, _] = &levels[..] {
                        let known = traced.scopes[caller.scope].iter().cloned();
                        let more: Vec<_> = known.filter(|id| !ids.contains(id)).collect();
                        ids.extend(more);
                    }
                    if let Some(level) = levels.last_mut().filter(|_| !ids.is_empty()) {
                        traced.scopes.push(ids);
                        level.scope = traced.scopes.len() - 1;
                    }
                    rest = rest.get(end + SCOPE.len_utf8()..).unwrap_or_default();
                }
                OWNER => {
                    let end = rest.find(OWNER).unwrap_or(rest.len());
                    let known = rest[..end].lines().filter_map(|line| line.split_once('='));
                    let known = known.map(|(key, value)| (key.to_owned(), value.to_owned()));
                    traced.owners.push(known.collect());
                    if let Some(level) = levels.last_mut() {
                        level.owner = traced.owners.len() - 1;
                    }
                    rest = rest.get(end + OWNER.len_utf8()..).unwrap_or_default();
                }
                _ => {
                    let end = rest.find([TEXT, VALUE]).unwrap_or(rest.len());
                    let spot = rest[..end].parse().ok();
                    let kind = rest[end..].chars().next().unwrap_or(TEXT);
                    let scope = levels.last().map_or(0, |level| level.scope);
                    let level = Level { spot, written: 0, scope, owner: 0 };
                    match (kind, levels.last_mut()) {
                        (TEXT, Some(top)) => *top = level,
                        _ => levels.push(level),
                    }
                    rest = rest.get(end + kind.len_utf8()..).unwrap_or_default();
                }
            }
        }
        traced.copy(rest, levels.last_mut());
        traced
    }

    fn copy(&mut self, text: &str, level: Option<&mut Level>) {
        let Some(level) = level.filter(|_| !text.is_empty()) else { return };
        let Level { spot, written: into, scope, owner } = *level;
        self.pieces.push(Piece { start: self.text.len(), spot, into, scope, owner });
        level.written += text.len();
        self.text.push_str(text);
    }

    /// The filled template: Typst source without marks.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a byte of the filled text was written; `None` for blanks between tags.
    #[must_use]
    pub fn origin(&self, at: usize) -> Option<Origin<'_>> {
        let piece = &self.pieces[self.pieces.partition_point(|p| p.start <= at).checked_sub(1)?];
        let spot = &self.spots[piece.spot?];
        let start = match spot.value {
            true => spot.range.start,
            false => (spot.range.start + piece.into + at - piece.start).min(spot.range.end),
        };
        Some(Origin {
            template: &spot.template,
            range: start..spot.range.end,
            value: spot.value,
            scope: &self.scopes[piece.scope],
            owner: &self.owners[piece.owner],
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use minijinja::context;

    use super::super::TemplateSet;
    use super::*;

    const MAIN: &str = "{% import \"w.typ\" as w %}\nAan #f[\n  {% for v in vragen %}\n  = {{ v.naam }}\n  \
                        {{ w.zin(v) }}\n  {% endfor %}\n]\n";
    const WORDS: &str =
        "{% macro zin(vraag) %}\nEr zijn {{ vraag.n }} gemeenten.\n{% endmacro %}\n";

    fn traced() -> Traced {
        let templates = [("m.typ", MAIN), ("w.typ", WORDS)];
        let overrides: BTreeMap<_, _> =
            templates.into_iter().map(|(n, s)| (n.to_owned(), s.to_owned())).collect();
        let set = TemplateSet::load(&overrides, |_| ()).unwrap();
        let question = context! { id => "q1", naam => "Kop", n => 3 };
        let values = || context! { vragen => vec![question.clone()] };
        let plain = set.render_typst("m.typ", values()).unwrap();
        let traced = set.trace("m.typ", values()).unwrap();
        assert_eq!(traced.text(), plain.as_str(), "marks change nothing");
        traced
    }

    #[test]
    fn every_stretch_knows_its_template() {
        let traced = traced();
        let origin = |text: &str| traced.origin(traced.text().find(text).unwrap()).unwrap();
        let number = origin("\"3\"");
        assert_eq!((number.template, number.value), ("w.typ", true));
        assert_eq!(&WORDS[number.range], "{{ vraag.n }}");
        assert_eq!(number.scope, ["q1"]);
        assert_eq!(number.owner["id"], "q1");
        let typed = origin("gemeenten");
        assert_eq!((typed.template, typed.value), ("w.typ", false));
        assert_eq!(&WORDS[typed.range], "gemeenten.\n");
        assert_eq!(origin("\"Kop\"").template, "m.typ");
        assert_eq!(&MAIN[origin("Aan").range], "Aan #f[\n");
    }

    #[test]
    fn a_macro_without_ids_has_those_of_where_it_was_called() {
        let source = "{% macro deel(kop) %}{{ kop.n }}{% endmacro %}{{ deel(vraag.kop) }}";
        let overrides = [("m.typ".to_owned(), source.to_owned())].into();
        let set = TemplateSet::load(&overrides, |_| ()).unwrap();
        let question = context! { id => "q1", kop => context! { n => 3 } };
        let traced = set.trace("m.typ", context! { vraag => question }).unwrap();
        let number = traced.origin(traced.text().find("\"3\"").unwrap()).unwrap();
        assert_eq!(number.scope, ["q1"]);
        assert_eq!(number.owner["n"], "3");
    }
}
