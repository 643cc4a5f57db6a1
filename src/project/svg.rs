//! What an SVG asks of whoever draws it. A few hundred letters can ask for hours of work, or
//! for more memory than there is, so that is looked at before anything is drawn.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Shapes that a drawing may have, each counted as often as it is drawn.
const MOST_SHAPES: u64 = 50_000;

/// What an SVG holds besides plain shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Svg {
    /// Letters, which are drawn in another typeface where theirs is not there.
    pub(super) has_text: bool,
}

/// Looks an SVG through.
///
/// # Errors
/// Why it can't be taken, as the end of a sentence.
pub(super) fn look_through(bytes: &[u8]) -> Result<Svg, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "is no SVG in UTF-8".to_owned())?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut drawing = Drawing::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => drawing.open(&tag)?,
            Ok(Event::Empty(tag)) => {
                drawing.open(&tag)?;
                drawing.open.pop();
            }
            Ok(Event::End(_)) => {
                drawing.open.pop();
                drawing.in_style = false;
            }
            Ok(Event::Text(text)) if drawing.in_style => style(&text.xml10_content())?,
            Ok(Event::CData(text)) if drawing.in_style => style(&text.xml10_content())?,
            Ok(Event::DocType(text)) => {
                let text = text.xml10_content();
                if text.replace("<!", "").contains('<') || text.contains("filter") {
                    return Err("hides parts of the drawing in its `DOCTYPE`".to_owned());
                }
            }
            Ok(Event::Eof) => return drawing.judge(),
            Ok(_) => {}
            Err(error) => return Err(format!("is no SVG: {error}")),
        }
    }
}

/// An element, with what it draws besides its own content.
#[derive(Default)]
struct Element {
    inside: Vec<usize>,
    refers_to: Vec<String>,
}

#[derive(Default)]
struct Drawing {
    elements: Vec<Element>,
    ids: BTreeMap<String, usize>,
    open: Vec<usize>,
    in_style: bool,
    has_text: bool,
}

impl Drawing {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        let name = tag.local_name().as_ref().to_owned();
        if self.elements.is_empty() && name != "svg" {
            return Err(format!("begins with `<{name}>`, expected `<svg>`"));
        }
        match name.as_str() {
            "image" | "feImage" => return Err(NO_PICTURES.to_owned()),
            "foreignObject" => return Err("holds something else than a drawing".to_owned()),
            "script" => return Err("holds a program".to_owned()),
            "text" => self.has_text = true,
            "style" => self.in_style = true,
            _ => {}
        }
        let mut element = Element::default();
        let index = self.elements.len();
        for attribute in tag.attributes().with_checks(false).flatten() {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0);
            let Ok(value) = value else { continue };
            match attribute.key.local_name().as_ref() {
                "id" => {
                    self.ids.insert(value.to_string(), index);
                }
                "filter" => declaration("filter", &value)?,
                "style" => style(&value)?,
                "href" => element.refers_to.extend(value.strip_prefix('#').map(str::to_owned)),
                _ => {}
            }
            element.refers_to.extend(references(&value));
        }
        if let Some(outer) = self.open.last() {
            self.elements[*outer].inside.push(index);
        }
        self.elements.push(element);
        self.open.push(index);
        if self.elements.len() as u64 > MOST_SHAPES {
            return Err(too_many());
        }
        Ok(())
    }

    fn judge(&self) -> Result<Svg, String> {
        if self.elements.is_empty() {
            return Err("is no SVG".to_owned());
        }
        let mut drawn = vec![None; self.elements.len()];
        // Elements refer backwards and forwards, so each is counted on demand, without going
        // deep: the stack holds what is still being counted.
        let mut stack = vec![0];
        let mut counting = vec![false; self.elements.len()];
        while let Some(index) = stack.last().copied() {
            let parts = self.parts(index);
            let waiting: Vec<usize> = parts
                .iter()
                .copied()
                .filter(|part| drawn[*part].is_none() && !counting[*part])
                .collect();
            if waiting.is_empty() || counting[index] {
                let sum = parts.iter().filter_map(|part| drawn[*part]);
                drawn[index] = Some(sum.fold(1_u64, u64::saturating_add));
                stack.pop();
            } else {
                counting[index] = true;
                stack.extend(waiting);
            }
        }
        if drawn[0].is_some_and(|count| count > MOST_SHAPES) {
            return Err(too_many());
        }
        Ok(Svg { has_text: self.has_text })
    }

    fn parts(&self, index: usize) -> Vec<usize> {
        let element = &self.elements[index];
        let referred = element.refers_to.iter().filter_map(|id| self.ids.get(id));
        element.inside.iter().chain(referred).copied().collect()
    }
}

const NO_PICTURES: &str = "holds a picture of pixels; save it without, or the whole as PNG";

fn too_many() -> String {
    format!("draws more than {MOST_SHAPES} shapes")
}

/// The ids in `url(#…)`.
fn references(value: &str) -> impl Iterator<Item = String> {
    value.split("url(").skip(1).filter_map(|rest| {
        let inside = rest.split(')').next()?.trim().trim_matches(['"', '\'']);
        inside.strip_prefix('#').map(str::to_owned)
    })
}

/// Declarations of a style, with or without selectors.
fn style(text: &str) -> Result<(), String> {
    let declarations = text.split([';', '{', '}']).filter_map(|part| part.split_once(':'));
    declarations.into_iter().try_for_each(|(name, value)| declaration(name.trim(), value))
}

fn declaration(name: &str, value: &str) -> Result<(), String> {
    let filter = name.eq_ignore_ascii_case("filter") && value.trim() != "none";
    if filter { Err("has a filter (a blur, a shadow); save it without".to_owned()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(inside: &str) -> Option<String> {
        let text =
            format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{inside}</svg>");
        look_through(text.as_bytes()).err()
    }

    #[test]
    fn plain_drawings_are_taken() {
        for inside in [
            "<rect width='3' height='3' fill='#333'/>",
            "<g style='color-interpolation-filters:linearRGB;filter:none'><path d='M0 0'/></g>",
            "<defs><filter id='f'/><linearGradient id='a'/><linearGradient id='b' href='#a'/></defs><rect fill='url(#b)'/>",
            "<symbol id='s'><path d='M0 0'/></symbol><use href='#s'/><use href='#s'/>",
            "<g id='a'><use href='#a'/></g>",
            "<style>.a { fill: #333; } .b:hover { stroke: none }</style>",
        ] {
            assert_eq!(fault(inside), None, "{inside}");
        }
        let text = "<?xml version='1.0'?><!DOCTYPE svg PUBLIC 'a' 'b' [<!ENTITY ns_svg 'http://x'>]><svg><text>A</text></svg>";
        assert_eq!(look_through(text.as_bytes()), Ok(Svg { has_text: true }));
    }

    #[test]
    fn what_may_take_hours_or_is_no_drawing_is_refused() {
        for (inside, why) in [
            ("<rect filter='url(#f)'/>", "filter"),
            ("<rect style='fill:red; filter : blur(90px)'/>", "filter"),
            ("<style>rect{filter:url(#f)}</style>", "filter"),
            ("<style><![CDATA[rect { filter: blur(9px) }]]></style>", "filter"),
            ("<image href='a.png'/>", "pixels"),
            ("<image href='data:image/png;base64,AAAA'/>", "pixels"),
            ("<foreignObject/>", "something else"),
            ("<script>x</script>", "program"),
            ("<g></h>", "no SVG"),
        ] {
            let found = fault(inside).unwrap_or_default();
            assert!(found.contains(why), "{inside}: {found}");
        }
        for text in [
            "<html><svg/></html>",
            "",
            "<!-- <svg -->",
            "<!DOCTYPE svg [<!ENTITY a '<g/>'>]><svg>&a;</svg>",
            "<!DOCTYPE svg [<!ENTITY a 'filter:blur(9px)'>]><svg style='&a;'/>",
            "\u{feff}gemeente;vraag",
        ] {
            assert!(look_through(text.as_bytes()).is_err(), "{text}");
        }
        assert!(look_through(b"<svg>\xff</svg>").is_err());
    }

    #[test]
    fn shapes_count_as_often_as_they_are_drawn() {
        let level = |n: u32| {
            let uses = format!("<use href='#g{}'/>", n - 1).repeat(10);
            format!("<g id='g{n}'>{uses}</g>")
        };
        let nested = |levels: u32| {
            let all: String = (1..=levels).map(level).collect();
            format!("<g id='g0'><path d='M0 0'/></g>{all}")
        };
        assert_eq!(fault(&nested(3)), None);
        assert!(fault(&nested(9)).unwrap().contains("50000 shapes"));
        let pattern = "<rect fill='url(#p)'/>".repeat(300);
        let many = format!("<pattern id='p'>{}</pattern>{pattern}", "<path d='M0 0'/>".repeat(300));
        assert!(fault(&many).unwrap().contains("50000 shapes"));
    }
}
