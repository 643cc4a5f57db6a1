//! A picture that documents show: whether it has colours, and whether it may be drawn at all.

use super::svg;
use crate::diagnostics::Place;

/// A picture of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its path inside a document: `/logo.svg` or `/logo.png`.
    pub path: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Where the project file names it.
    pub place: Place,
}

/// A logo stands in every document: larger than this it is a photograph.
const MOST_BYTES: usize = 1 << 20;
/// So many pixels are sharp on a whole sheet of paper.
const MOST_PIXELS: u64 = 8_000_000;
/// Where a PNG says how wide and high it is.
const PNG_SIZE: usize = 16;
/// Where a PNG says what sort of pixels it has.
const PNG_COLOUR_TYPE: usize = 25;
/// Grey, and grey with transparency.
const PNG_GREY: [u8; 2] = [0, 4];
/// Properties of an SVG that hold a colour.
const SVG_PAINT: [&str; 5] = ["fill", "stroke", "stop-color", "flood-color", "color"];
/// Values of them that are no colour.
const COLOURLESS: [&str; 9] =
    ["none", "black", "white", "grey", "gray", "currentcolor", "inherit", "transparent", "silver"];

/// What a picture says about itself before anything is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// It is an SVG with letters, which are drawn in another typeface where theirs isn't there.
    pub(super) has_text: bool,
}

/// Looks a file with this ending through.
///
/// # Errors
/// Why it can't be taken, as the end of a sentence.
pub(super) fn look_through(ending: &str, bytes: &[u8]) -> Result<Look, String> {
    if bytes.len() > MOST_BYTES {
        return Err("is larger than 1 MB".to_owned());
    }
    match ending {
        "svg" => {
            let looked = svg::look_through(bytes)?;
            Ok(Look { has_text: looked.has_text })
        }
        "png" => {
            let number = |at: usize| {
                let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
                Some(u64::from(u32::from_be_bytes(four)))
            };
            let begins = bytes.starts_with(b"\x89PNG\r\n\x1a\n");
            let size = number(PNG_SIZE).zip(number(PNG_SIZE + 4)).filter(|_| begins);
            let (width, height) = size.ok_or("is no PNG, or a damaged one")?;
            if width.saturating_mul(height) > MOST_PIXELS {
                return Err(format!(
                    "is {width} by {height} pixels, and at most {} million are shown",
                    MOST_PIXELS / 1_000_000
                ));
            }
            Ok(Look { has_text: false })
        }
        _ => Err("is no SVG or PNG".to_owned()),
    }
}

impl Picture {
    /// Whether it may print in colour: a PNG that is not greyscale, an SVG that holds pictures,
    /// style sheets or a paint other than a grey.
    #[must_use]
    pub fn has_colour(&self) -> bool {
        if self.path.ends_with(".png") {
            return self.bytes.get(PNG_COLOUR_TYPE).is_none_or(|kind| !PNG_GREY.contains(kind));
        }
        let text = String::from_utf8_lossy(&self.bytes).to_lowercase();
        let opaque = ["<image", "<style"].iter().any(|part| text.contains(part));
        opaque || SVG_PAINT.iter().any(|property| paints(&text, property).any(is_coloured))
    }
}

/// The values of a property, as an attribute or within `style`.
fn paints<'a>(svg: &'a str, property: &'a str) -> impl Iterator<Item = &'a str> {
    svg.match_indices(property).filter_map(move |(at, _)| {
        let rest = svg[at + property.len()..].trim_start();
        let value = rest.strip_prefix(['=', ':'])?.trim_start_matches(['"', '\'', ' ']);
        value.split(['"', '\'', ';', '>']).next()
    })
}

fn is_coloured(value: &str) -> bool {
    let value = value.trim();
    if let Some(hex) = value.strip_prefix('#') {
        let size = if hex.len() == 3 { 1 } else { 2 };
        let parts: Vec<_> = hex.as_bytes().chunks(size).collect();
        return parts.len() != 3 || parts.iter().any(|part| *part != parts[0]);
    }
    !value.starts_with("url(") && !COLOURLESS.contains(&value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        Place::File("project.yaml".to_owned())
    }

    fn svg(paint: &str) -> Picture {
        let text = format!("<svg xmlns=\"x\"><rect {paint}/></svg>");
        Picture { path: "/logo.svg".to_owned(), bytes: text.into_bytes(), place: place() }
    }

    #[test]
    fn colours_of_an_svg_are_seen() {
        for paint in
            ["fill=\"#123456\"", "style='stroke: #f00'", "fill=\"red\"", "fill='rgb(1,2,3)'"]
        {
            assert!(svg(paint).has_colour(), "{paint}");
        }
        for paint in ["fill=\"#333333\"", "style='stroke: #999; fill: none'", "fill=\"black\"", ""]
        {
            assert!(!svg(paint).has_colour(), "{paint}");
        }
    }

    #[test]
    fn a_png_of_too_many_pixels_is_not_drawn() {
        let png = |width: u32, height: u32| {
            let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
            bytes.extend(width.to_be_bytes());
            bytes.extend(height.to_be_bytes());
            look_through("png", &bytes).err()
        };
        assert_eq!(png(4000, 2000), None);
        assert!(png(15_000, 15_000).unwrap().contains("15000 by 15000 pixels"));
        assert!(png(u32::MAX, u32::MAX).is_some());
        for (ending, bytes) in [("png", &b"\x89PNG\r\n\x1a\n"[..]), ("jpg", b"x"), ("svg", b"x")] {
            assert!(look_through(ending, bytes).is_err(), "{ending}");
        }
        assert!(look_through("png", &vec![0; MOST_BYTES + 1]).unwrap_err().contains("1 MB"));
    }

    #[test]
    fn a_png_says_whether_it_is_grey() {
        let png = |kind: u8| {
            let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08".to_vec();
            bytes.push(kind);
            Picture { path: "/logo.png".to_owned(), bytes, place: place() }
        };
        assert!(!png(0).has_colour() && !png(4).has_colour());
        assert!(png(2).has_colour() && png(3).has_colour() && png(6).has_colour());
    }
}
