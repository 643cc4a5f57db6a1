//! A template filled with marks: every stretch of the result knows where it was written.
//!
//! The text of a template is given marks before it is filled, one before every line and one
//! around every `{{ value }}`; they are taken out again afterwards. The result is the same
//! Typst source, with for every byte the template and the place it came from. A number that
//! knows its source ([`crate::language::Wording`]) is written between marks of its own, so that
//! the result also knows what each number is.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use minijinja::{State, Value};

use super::comparing::{comparisons, guarded};
use super::running::Paragraph;
use super::source::{Kind, parts};
use crate::language::{Piece, Source, Wording};

/// Begins a mark; the number of its spot follows.
const MARK: char = '\u{fdd8}';
/// Ends a mark before text that a template holds itself.
const TEXT: char = '\u{fdd9}';
/// Ends the stretch of a value.
const CLOSE: char = '\u{fdda}';
/// Ends a mark before a value.
const VALUE: char = '\u{fddb}';
/// Begins and ends the number of a source; what follows has that source.
const SOURCE: char = '\u{fddc}';
/// Ends the stretch that has a source.
const SAID: char = '\u{fddd}';

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
///
/// With `guard` every comparison sees whether it compares a number that knows its source.
pub(super) fn with_marks(name: &str, source: &str, guard: bool, spots: &mut Vec<Spot>) -> String {
    let mut out = String::with_capacity(source.len() * 2);
    let compared = if guard { comparisons(source) } else { Vec::new() };
    let tag = |inner: Range<usize>, spots: &mut Vec<Spot>| {
        guarded(source, inner, &compared, |comparison| {
            let range = comparison.left.start..comparison.right.end;
            spots.push(Spot { template: name.to_owned(), range, value: true });
            spots.len() - 1
        })
    };
    for part in parts(source) {
        match part.kind {
            Kind::Nothing => {}
            Kind::Statement => {
                let inner = tag(part.inner, spots);
                write!(out, "{{%+ {inner} +%}}").expect(MEMORY);
            }
            Kind::Value => {
                let inner = tag(part.inner, spots);
                let number = spots.len();
                spots.push(Spot { template: name.to_owned(), range: part.range, value: true });
                write!(out, "{MARK}{number}{VALUE}{{{{ {inner} }}}}{CLOSE}").expect(MEMORY);
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

/// The sources of the numbers of a document that is being filled, in the order of writing.
#[derive(Debug, Default)]
pub(super) struct Sources(Vec<Source>);

/// A value in pieces, escaped, each with marks around what has a source.
pub(super) fn with_sources(
    state: &mut State,
    value: &Value,
    text: &str,
    escape: impl Fn(&str) -> String,
) -> String {
    let sources = &mut state.get_or_insert_extension_with(Sources::default).0;
    let mut out = String::with_capacity(text.len() + 16);
    let mut say = |out: &mut String, text: &str, source: Source| {
        sources.push(source);
        let number = sources.len() - 1;
        write!(out, "{SOURCE}{number}{SOURCE}{}{SAID}", escape(text)).expect(MEMORY);
    };
    match Wording::of_value(value) {
        Some(wording) => {
            for piece in wording.pieces() {
                match piece {
                    Piece::Said(said) => say(&mut out, &said.text, said.source),
                    Piece::Plain(text) => out.push_str(&escape(text)),
                }
            }
        }
        None if value.is_number() => say(&mut out, text, Source::Template),
        None => out.push_str(&escape(text)),
    }
    out
}

/// A stretch of a filled template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    /// Where it begins in the filled text; it runs to the next one.
    start: usize,
    spot: Option<usize>,
    /// Bytes of the spot that came before it.
    into: usize,
    source: Option<usize>,
}

/// A filled template that knows where everything came from.
#[derive(Debug, Clone)]
pub struct Traced {
    text: String,
    spots: Vec<Spot>,
    stretches: Vec<Stretch>,
    sources: Vec<Source>,
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
    /// What the number is that stands there, when it is one that knows.
    pub source: Option<&'a Source>,
}

/// A stretch of a paragraph with one origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<'a> {
    /// Where it stands in the text of the paragraph.
    pub at: Range<usize>,
    /// Where it was written, and what it is; `None` for blanks between tags.
    pub origin: Option<Origin<'a>>,
}

/// Marks that are open while they are taken out.
#[derive(Clone, Copy, Default)]
struct Level {
    spot: Option<usize>,
    written: usize,
}

impl Traced {
    /// Takes the marks out of a filled template.
    pub(super) fn new(marked: &str, spots: &[Spot], sources: Option<&Sources>) -> Self {
        let mut traced = Self {
            text: String::with_capacity(marked.len()),
            spots: spots.to_vec(),
            stretches: Vec::new(),
            sources: sources.map_or_else(Vec::new, |sources| sources.0.clone()),
        };
        let mut levels = vec![Level::default()];
        let mut source = None;
        let mut rest = marked;
        while let Some(at) = rest.find([MARK, CLOSE, SOURCE, SAID]) {
            traced.copy(&rest[..at], levels.last_mut(), source);
            let mark = rest[at..].chars().next().unwrap_or(CLOSE);
            rest = &rest[at + mark.len_utf8()..];
            match mark {
                SAID => source = None,
                SOURCE => {
                    let end = rest.find(SOURCE).unwrap_or(rest.len());
                    source = rest[..end].parse().ok();
                    rest = rest.get(end + SOURCE.len_utf8()..).unwrap_or_default();
                }
                CLOSE => {
                    if levels.len() > 1 {
                        levels.pop();
                    }
                }
                _ => {
                    let end = rest.find([TEXT, VALUE]).unwrap_or(rest.len());
                    let level = Level { spot: rest[..end].parse().ok(), written: 0 };
                    let kind = rest[end..].chars().next().unwrap_or(TEXT);
                    match (kind, levels.last_mut()) {
                        (TEXT, Some(top)) => *top = level,
                        _ => levels.push(level),
                    }
                    rest = rest.get(end + kind.len_utf8()..).unwrap_or_default();
                }
            }
        }
        traced.copy(rest, levels.last_mut(), source);
        traced
    }

    fn copy(&mut self, text: &str, level: Option<&mut Level>, source: Option<usize>) {
        let Some(level) = level.filter(|_| !text.is_empty()) else { return };
        let Level { spot, written: into } = *level;
        self.stretches.push(Stretch { start: self.text.len(), spot, into, source });
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
        let stretch = self.stretches[self.index_at(at)?];
        let spot = &self.spots[stretch.spot?];
        let start = match spot.value {
            true => spot.range.start,
            false => (spot.range.start + stretch.into + at - stretch.start).min(spot.range.end),
        };
        Some(Origin {
            template: &spot.template,
            range: start..spot.range.end,
            value: spot.value,
            source: stretch.source.and_then(|source| self.sources.get(source)),
        })
    }

    fn index_at(&self, at: usize) -> Option<usize> {
        self.stretches.partition_point(|stretch| stretch.start <= at).checked_sub(1)
    }

    /// The text of a paragraph of this document, in stretches of one origin.
    #[must_use]
    pub fn written(&self, paragraph: &Paragraph) -> Vec<Written<'_>> {
        let mut found = Vec::new();
        for (text, source) in paragraph.runs() {
            let end = source + text.len();
            let mut at = source;
            while at < end {
                let next = self.index_at(at).and_then(|index| self.stretches.get(index + 1));
                let until = next.map_or(end, |next| next.start.min(end)).max(at + 1);
                let inside = text.start + (at - source)..text.start + (until - source);
                found.push(Written { at: inside, origin: self.origin(at) });
                at = until;
            }
        }
        found
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
        let typed = origin("gemeenten");
        assert_eq!((typed.template, typed.value), ("w.typ", false));
        assert_eq!(&WORDS[typed.range], "gemeenten.\n");
        assert_eq!(origin("\"Kop\"").template, "m.typ");
        assert_eq!(&MAIN[origin("Aan").range], "Aan #f[\n");
    }

    #[test]
    fn a_number_keeps_its_source_through_macros_and_inside_a_string() {
        let source = "{% macro deel(n) %}{{ n }} \"van{% endmacro %}{% set x %}{{ deel(n) }}{% endset %}\n\n{{ x }} {% for i in [7] %}{{ i }}{% endfor %} #f({{ n|code }})";
        let overrides = [("m.typ".to_owned(), source.to_owned())].into();
        let set = TemplateSet::load(&overrides, |_| ()).unwrap();
        let three = Wording::said("3", Some(3), Source::Rule);
        let text = crate::language::wording!["zo \"n ", three, " jaar"];
        let traced = set.trace("m.typ", context! { n => text }).unwrap();
        let plain = "#\"zo \\\"n 3 jaar\";";
        assert!(traced.text().contains(plain), "{}", traced.text());
        let running = super::super::running_text(traced.text());
        let paragraph = &running.paragraphs[0];
        let written = traced.written(paragraph);
        let said: Vec<_> = written
            .iter()
            .filter_map(|stretch| {
                Some((&paragraph.text[stretch.at.clone()], stretch.origin.as_ref()?.source?))
            })
            .collect();
        assert_eq!(said, [("3", &Source::Rule), ("7", &Source::Template)]);
        let code = traced.text().rfind("3 jaar").unwrap();
        assert_eq!(traced.origin(code).unwrap().source, Some(&Source::Rule));
    }
}
