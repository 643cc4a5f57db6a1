//! What a drawing consists of, and how that is written as one text.
//!
//! Written with Typst's own functions, a drawing costs more than all words around it: each
//! corner is a call to parse, evaluate and lay out. Here it is one call, `schets("...")`,
//! whose text holds the shapes and labels; `typesetting` puts them on a page.

use crate::charts::Face;
use crate::colour::Rgb;

/// How the function that draws is called in a source.
pub(crate) const DRAWING_FUNCTION: &str = "schets";

/// A corner or place, in tenths of a point from the upper left corner.
pub(crate) type Corner = (i64, i64);

/// How a shape is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paint {
    /// Filled; every line is closed.
    Fill(Rgb),
    /// A line of this width, in tenths of a point.
    Stroke(Rgb, u32),
}

/// Straight lines from corner to corner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) corners: Vec<Corner>,
    /// Whether the last corner is joined to the first.
    pub(crate) closed: bool,
}

/// A label: one line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// Where its baseline begins.
    pub(crate) at: Corner,
    /// Size in tenths of a point.
    pub(crate) size: u32,
    pub(crate) colour: Rgb,
    pub(crate) face: Face,
    /// Without line ends.
    pub(crate) text: String,
}

/// What a drawing consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mark {
    Lines(Paint, Vec<Line>),
    Label(Label),
}

/// A drawing: later elements cover earlier ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scene {
    /// Width and height in tenths of a point.
    pub(crate) size: (u32, u32),
    /// Name of the typeface of its labels.
    pub(crate) family: String,
    pub(crate) marks: Vec<Mark>,
}

impl std::fmt::Display for Scene {
    /// Size and typeface on the first line, then one mark per line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.size.0, self.size.1, self.family)?;
        for mark in &self.marks {
            match mark {
                Mark::Lines(paint, lines) => {
                    match paint {
                        Paint::Fill(colour) => write!(f, "\nfill {}", colour.hex())?,
                        Paint::Stroke(colour, width) => {
                            write!(f, "\nline {} {width}", colour.hex())?;
                        }
                    }
                    for line in lines {
                        f.write_str(if line.closed { " o" } else { " -" })?;
                        for (x, y) in &line.corners {
                            write!(f, " {x} {y}")?;
                        }
                    }
                }
                Mark::Label(label) => {
                    let (x, y) = label.at;
                    let face = match label.face {
                        Face::Regular => "regular",
                        Face::Bold => "bold",
                        Face::Italic => "italic",
                    };
                    let (size, colour) = (label.size, label.colour.hex());
                    write!(f, "\ntext {x} {y} {size} {colour} {face} {}", label.text)?;
                }
            }
        }
        Ok(())
    }
}

impl Scene {
    /// Reads what was written. `None` when something else was.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut rows = text.split('\n');
        let mut head = rows.next()?.splitn(3, ' ');
        let size = (head.next()?.parse().ok()?, head.next()?.parse().ok()?);
        let family = head.next()?.to_owned();
        Some(Self { size, family, marks: rows.map(Mark::read).collect::<Option<_>>()? })
    }
}

impl Mark {
    fn read(row: &str) -> Option<Self> {
        let (kind, rest) = row.split_once(' ')?;
        if kind == "text" {
            let mut parts = rest.splitn(6, ' ');
            let at = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            let size = parts.next()?.parse().ok()?;
            let colour = Rgb::parse(parts.next()?)?;
            let face = match parts.next()? {
                "regular" => Face::Regular,
                "bold" => Face::Bold,
                "italic" => Face::Italic,
                _ => return None,
            };
            let text = parts.next()?.to_owned();
            return Some(Self::Label(Label { at, size, colour, face, text }));
        }
        let mut parts = rest.split(' ');
        let colour = Rgb::parse(parts.next()?)?;
        let paint = match kind {
            "fill" => Paint::Fill(colour),
            "line" => Paint::Stroke(colour, parts.next()?.parse().ok()?),
            _ => return None,
        };
        let mut lines: Vec<Line> = Vec::new();
        while let Some(part) = parts.next() {
            match part {
                "o" | "-" => lines.push(Line { corners: Vec::new(), closed: part == "o" }),
                x => {
                    let corner = (x.parse().ok()?, parts.next()?.parse().ok()?);
                    lines.last_mut()?.corners.push(corner);
                }
            }
        }
        Some(Self::Lines(paint, lines))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn corner() -> impl Strategy<Value = Corner> {
        (-5000_i64..5000, -5000_i64..5000)
    }

    fn rgb() -> impl Strategy<Value = Rgb> {
        (0_u8.., 0_u8.., 0_u8..).prop_map(|(r, g, b)| Rgb(r, g, b))
    }

    fn mark() -> impl Strategy<Value = Mark> {
        let paint = prop_oneof![
            rgb().prop_map(Paint::Fill),
            (rgb(), 0_u32..100).prop_map(|(ink, width)| Paint::Stroke(ink, width)),
        ];
        let line = (proptest::collection::vec(corner(), 1..6), any::<bool>())
            .prop_map(|(corners, closed)| Line { corners, closed });
        let lines = (paint, proptest::collection::vec(line, 1..4))
            .prop_map(|(paint, lines)| Mark::Lines(paint, lines));
        let face = prop_oneof![Just(Face::Regular), Just(Face::Bold), Just(Face::Italic)];
        let label = (corner(), 0_u32..400, rgb(), face, "[ -~é–]{0,12}").prop_map(
            |(at, size, colour, face, text)| Mark::Label(Label { at, size, colour, face, text }),
        );
        prop_oneof![lines, label]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            size in (0_u32..9000, 0_u32..9000), marks in proptest::collection::vec(mark(), 0..6),
        ) {
            let scene = Scene { size, family: "Noto Sans".to_owned(), marks };
            prop_assert_eq!(Scene::read(&scene.to_string()), Some(scene));
        }

        #[test]
        fn anything_else_is_refused_or_read_but_never_a_fault(text in "[a-z0-9 -]{0,40}(\n[a-z0-9o -]{0,30}){0,3}") {
            if let Some(scene) = Scene::read(&text) {
                prop_assert_eq!(Scene::read(&scene.to_string()), Some(scene));
            }
        }
    }
}
