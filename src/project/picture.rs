//! A picture that documents show, and whether it has colours.

/// A picture of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its path inside a document: `/logo.svg` or `/logo.png`.
    pub path: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Where a PNG says what sort of pixels it has.
const PNG_COLOUR_TYPE: usize = 25;
/// Grey, and grey with transparency.
const PNG_GREY: [u8; 2] = [0, 4];
/// Properties of an SVG that hold a colour.
const SVG_PAINT: [&str; 5] = ["fill", "stroke", "stop-color", "flood-color", "color"];
/// Values of them that are no colour.
const COLOURLESS: [&str; 9] =
    ["none", "black", "white", "grey", "gray", "currentcolor", "inherit", "transparent", "silver"];

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

    fn svg(paint: &str) -> Picture {
        let text = format!("<svg xmlns=\"x\"><rect {paint}/></svg>");
        Picture { path: "/logo.svg".to_owned(), bytes: text.into_bytes() }
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
    fn a_png_says_whether_it_is_grey() {
        let png = |kind: u8| {
            let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08".to_vec();
            bytes.push(kind);
            Picture { path: "/logo.png".to_owned(), bytes }
        };
        assert!(!png(0).has_colour() && !png(4).has_colour());
        assert!(png(2).has_colour() && png(3).has_colour() && png(6).has_colour());
    }
}
