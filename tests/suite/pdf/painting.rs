//! What is painted on a page: texts, fills and lines, each with its place, colour and tag.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::dictionary;
use super::fonts::Font;
use gemeentespiegel::colour::Rgb;

/// A place on a page in points, from its lower left corner.
pub(crate) type Point = (f64, f64);

/// To whom a piece of content belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Nobody: a screen reader does not know what to do with it.
    Nobody,
    /// Header, footer or ornament, with the type it was given.
    Artifact(String),
    /// The element of the structure tree with this mark.
    Mark(i64),
}

/// A run of text.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) owner: Owner,
    /// Where its baseline begins.
    pub(crate) at: Point,
    pub(crate) width: f64,
    /// As printed.
    pub(crate) size: f64,
    pub(crate) colour: Rgb,
    pub(crate) text: String,
    /// Its place in the order of painting.
    pub(crate) order: usize,
}

/// A fill (one outline) or a line (one stretch).
#[derive(Debug)]
pub(crate) struct Paint {
    pub(crate) form: Form,
    pub(crate) colour: Rgb,
    /// Its place in the order of painting.
    pub(crate) order: usize,
}

#[derive(Debug)]
pub(crate) enum Form {
    Fill(Vec<Point>),
    Line { from: Point, to: Point, width: f64 },
}

/// Everything on a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) texts: Vec<Text>,
    pub(crate) paints: Vec<Paint>,
    /// All marks that were opened.
    pub(crate) marks: Vec<i64>,
    /// Operators that painted something that belongs to nobody.
    pub(crate) unowned: Vec<String>,
    /// What this reader does not know, and so can't judge.
    pub(crate) unknown: Vec<String>,
}

impl Page {
    /// The texts of a mark.
    pub(crate) fn of_mark(&self, mark: i64) -> impl Iterator<Item = &Text> {
        self.texts.iter().filter(move |text| text.owner == Owner::Mark(mark))
    }
}

/// A matrix as PDF writes it: a b c d e f.
#[derive(Debug, Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const ONE: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First this one, then `outer`.
    fn then(self, outer: Self) -> Self {
        let ([a, b, c, d, e, f], o) = (self.0, outer.0);
        Self([
            a * o[0] + b * o[2],
            a * o[1] + b * o[3],
            c * o[0] + d * o[2],
            c * o[1] + d * o[3],
            e * o[0] + f * o[2] + o[4],
            e * o[1] + f * o[3] + o[5],
        ])
    }

    fn apply(self, (x, y): Point) -> Point {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    fn across(self) -> f64 {
        self.0[0].hypot(self.0[1])
    }

    fn upright(self) -> f64 {
        self.0[2].hypot(self.0[3])
    }
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    fill: Rgb,
    stroke: Rgb,
    line_width: f64,
    font: Vec<u8>,
    size: f64,
}

struct Painter<'a> {
    document: &'a Document,
    resources: Option<&'a Dictionary>,
    fonts: BTreeMap<Vec<u8>, Option<Font<'a>>>,
    state: State,
    stack: Vec<State>,
    owners: Vec<Option<Owner>>,
    text: Matrix,
    path: Vec<Vec<Point>>,
    order: usize,
    page: Page,
}

/// Reads a page.
pub(crate) fn read(document: &Document, id: ObjectId) -> Page {
    let resources =
        document.get_dictionary(id).ok().and_then(|page| dictionary(document, page, b"Resources"));
    let fonts = resources.and_then(|resources| dictionary(document, resources, b"Font"));
    let fonts = fonts.into_iter().flat_map(Dictionary::iter).map(|(name, font)| {
        let font = document.dereference(font).ok().and_then(|(_, font)| font.as_dict().ok());
        (name.clone(), font.and_then(|font| Font::read(document, font)))
    });
    let state = State {
        matrix: Matrix::ONE,
        fill: Rgb::BLACK,
        stroke: Rgb::BLACK,
        line_width: 1.0,
        font: Vec::new(),
        size: 0.0,
    };
    let mut painter = Painter {
        document,
        resources,
        fonts: fonts.collect(),
        state,
        stack: Vec::new(),
        owners: Vec::new(),
        text: Matrix::ONE,
        path: Vec::new(),
        order: 0,
        page: Page::default(),
    };
    match Content::decode(&document.get_page_content(id)) {
        Ok(content) => content.operations.iter().for_each(|one| painter.run(one)),
        Err(error) => painter.page.unknown.push(format!("content: {error}")),
    }
    if !painter.owners.is_empty() {
        painter.page.unknown.push("marked content that is never closed".to_owned());
    }
    painter.page
}

fn number(object: &Object) -> f64 {
    object.as_float().map(f64::from).unwrap_or(f64::NAN)
}

fn byte(part: f64) -> u8 {
    (part.clamp(0.0, 1.0) * 255.0).round() as u8
}

impl Painter<'_> {
    fn run(&mut self, operation: &Operation) {
        let operands = &operation.operands;
        let numbers: Vec<f64> = operands.iter().map(number).collect();
        self.order += 1;
        match (operation.operator.as_str(), numbers.as_slice()) {
            ("q", _) => self.stack.push(self.state.clone()),
            ("Q", _) => match self.stack.pop() {
                Some(state) => self.state = state,
                None => self.page.unknown.push("Q without q".to_owned()),
            },
            ("cm", &[a, b, c, d, e, f]) => {
                self.state.matrix = Matrix([a, b, c, d, e, f]).then(self.state.matrix);
            }
            ("w", &[width]) => self.state.line_width = width,
            ("rg" | "g" | "sc" | "scn", colour) => self.state.fill = self.colour(colour),
            ("RG" | "G" | "SC" | "SCN", colour) => self.state.stroke = self.colour(colour),
            ("m", &[x, y]) => self.path.push(vec![self.state.matrix.apply((x, y))]),
            ("l", &[x, y]) => self.line_to((x, y)),
            ("c", &[x1, y1, x2, y2, x3, y3]) => self.curve_to([(x1, y1), (x2, y2), (x3, y3)]),
            ("re", &[x, y, w, h]) => {
                let corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)];
                self.path.push(corners.map(|corner| self.state.matrix.apply(corner)).to_vec());
            }
            ("h", _) => {
                if let Some(open) = self.path.last_mut() {
                    open.push(open[0]);
                }
            }
            ("n", _) => self.path.clear(),
            ("f" | "f*" | "F", _) => self.paint(true, false),
            ("S", _) => self.paint(false, true),
            ("B" | "B*", _) => self.paint(true, true),
            ("BT", _) => self.text = Matrix::ONE,
            ("Tf", &[_, size]) => {
                self.state.font = operands[0].as_name().unwrap_or_default().to_vec();
                self.state.size = size;
            }
            ("Tm", &[a, b, c, d, e, f]) => self.text = Matrix([a, b, c, d, e, f]),
            ("Td", &[x, y]) => {
                self.text = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.text);
            }
            ("Tj", _) => self.show(operands),
            ("TJ", _) => self.show(operands[0].as_array().map_or(&[], Vec::as_slice)),
            ("BMC" | "BDC", _) => self.open(operands),
            ("EMC", _) => {
                self.owners.pop();
            }
            ("Tr", &[0.0]) => {}
            ("ET" | "cs" | "CS" | "M" | "j" | "J" | "d" | "i" | "ri" | "gs" | "W" | "W*", _) => {}
            (other, _) => {
                self.owned(other);
                self.page.unknown.push(format!("operator {other}"));
            }
        }
    }

    fn colour(&mut self, parts: &[f64]) -> Rgb {
        match *parts {
            [grey] => Rgb(byte(grey), byte(grey), byte(grey)),
            [red, green, blue] => Rgb(byte(red), byte(green), byte(blue)),
            _ => {
                self.page.unknown.push(format!("a colour of {} parts", parts.len()));
                Rgb::BLACK
            }
        }
    }

    fn line_to(&mut self, to: Point) {
        let to = self.state.matrix.apply(to);
        if let Some(open) = self.path.last_mut() {
            open.push(to);
        }
    }

    fn curve_to(&mut self, points: [Point; 3]) {
        const STEPS: u8 = 8;
        let [b, c, d] = points.map(|point| self.state.matrix.apply(point));
        let Some(open) = self.path.last_mut() else { return };
        let a = open[open.len() - 1];
        for step in 1..=STEPS {
            let t = f64::from(step) / f64::from(STEPS);
            let s = 1.0 - t;
            let mix = |a: f64, b: f64, c: f64, d: f64| {
                s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
            };
            open.push((mix(a.0, b.0, c.0, d.0), mix(a.1, b.1, c.1, d.1)));
        }
    }

    fn paint(&mut self, fill: bool, stroke: bool) {
        self.owned("path");
        let width = self.state.line_width * self.state.matrix.upright();
        for mut points in std::mem::take(&mut self.path) {
            points.dedup();
            if stroke {
                for pair in points.windows(2) {
                    let form = Form::Line { from: pair[0], to: pair[1], width };
                    let colour = self.state.stroke;
                    self.page.paints.push(Paint { form, colour, order: self.order });
                }
            }
            if fill {
                let (form, colour) = (Form::Fill(points), self.state.fill);
                self.page.paints.push(Paint { form, colour, order: self.order });
            }
        }
    }

    fn show(&mut self, pieces: &[Object]) {
        let owner = self.owned("text");
        let Some(Some(font)) = self.fonts.get(&self.state.font) else {
            self.page.unknown.push("a font that is not composite".to_owned());
            return;
        };
        let (mut text, mut width) = (String::new(), 0.0);
        for piece in pieces {
            match piece {
                Object::String(glyphs, _) => {
                    text.push_str(&font.text(glyphs));
                    width += font.width(glyphs);
                }
                kern => width -= number(kern) / 1000.0,
            }
        }
        let matrix = self.text.then(self.state.matrix);
        let run = self.state.size * width;
        self.page.texts.push(Text {
            owner,
            at: matrix.apply((0.0, 0.0)),
            width: run * matrix.across(),
            size: self.state.size * matrix.upright(),
            colour: self.state.fill,
            text,
            order: self.order,
        });
        self.text = Matrix([1.0, 0.0, 0.0, 1.0, run, 0.0]).then(self.text);
    }

    fn open(&mut self, operands: &[Object]) {
        let tag = operands.first().and_then(|tag| tag.as_name().ok()).unwrap_or_default();
        let properties = match operands.get(1) {
            Some(Object::Dictionary(properties)) => Some(properties),
            Some(Object::Name(name)) => self
                .resources
                .and_then(|all| dictionary(self.document, all, b"Properties"))
                .and_then(|all| dictionary(self.document, all, name)),
            _ => None,
        };
        let property = |key: &[u8]| properties.and_then(|all| all.get(key).ok());
        let owner = if tag == b"Artifact" {
            let kind = property(b"Type").and_then(|kind| kind.as_name().ok()).unwrap_or_default();
            Some(Owner::Artifact(String::from_utf8_lossy(kind).into_owned()))
        } else {
            property(b"MCID").and_then(|mark| mark.as_i64().ok()).map(Owner::Mark)
        };
        if let Some(Owner::Mark(mark)) = owner {
            self.page.marks.push(mark);
        }
        if owner.is_some() && self.owners.iter().any(Option::is_some) {
            self.page.unknown.push("an artifact or mark inside another".to_owned());
        }
        self.owners.push(owner);
    }

    /// Who owns what is painted now; noted when nobody does.
    fn owned(&mut self, what: &str) -> Owner {
        match self.owners.iter().rev().find_map(Option::as_ref) {
            Some(owner) => owner.clone(),
            None => {
                self.page.unowned.push(what.to_owned());
                Owner::Nobody
            }
        }
    }
}
