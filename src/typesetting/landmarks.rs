//! Where headings, figures, tables, paragraphs and references stand in a laid-out document.

use std::collections::BTreeMap;

use typst::foundations::{Content, Element, Label, Selector, StyleChain, Value};
use typst::introspection::{Introspector, Location, MetadataElem, Tag};
use typst::layout::{Frame, FrameItem, Transform};
use typst::model::{FigureElem, HeadingElem, ParElem, RefElem, TableElem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use super::measures::Margins;

/// What a landmark is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LandmarkKind {
    /// A heading.
    Heading,
    /// A drawing with its caption.
    Figure,
    /// A table with its caption.
    Table,
    /// A paragraph.
    Paragraph,
    /// A reference; the text is the id of its target.
    Reference,
}

/// Something a reader finds on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Landmark {
    /// What it is.
    pub kind: LandmarkKind,
    /// Its id or its first words.
    pub text: String,
    /// The level of a heading, from 1.
    pub level: Option<usize>,
    /// The texts of a heading or paragraph, in the order in which they are read.
    pub texts: Vec<LineText>,
    /// Baselines of its ink per page (from 1), in points from the top. A header or footer
    /// that comes in between is among them.
    pub ink: BTreeMap<usize, Vec<f64>>,
}

/// A stretch of text on a line.
#[derive(Debug, Clone, PartialEq)]
pub struct LineText {
    /// Its page, from 1.
    pub page: usize,
    /// Its baseline, in points from the top.
    pub y: f64,
    /// Its left and right end, in points from the left.
    pub ends: (f64, f64),
    /// What it says.
    pub text: String,
}

/// A landmark that is being read.
struct Open {
    mark: Landmark,
    order: usize,
}

/// All landmarks of a document, in the order in which they begin.
pub(super) fn landmarks(document: &PagedDocument) -> Vec<Landmark> {
    let mut walk = Walk::default();
    for (index, page) in document.pages().iter().enumerate() {
        walk.frame(&page.frame, Transform::identity(), index + 1);
    }
    let mut done = walk.done;
    done.extend(walk.open.into_values());
    done.sort_by_key(|open| open.order);
    done.into_iter().map(|open| open.mark).collect()
}

#[derive(Default)]
struct Walk {
    open: BTreeMap<u128, Open>,
    done: Vec<Open>,
    begun: usize,
}

impl Walk {
    fn frame(&mut self, frame: &Frame, outer: Transform, page: usize) {
        for (place, item) in frame.items() {
            let here = outer.pre_concat(Transform::translate(place.x, place.y));
            match item {
                FrameItem::Group(group) => {
                    self.frame(&group.frame, here.pre_concat(group.transform), page);
                }
                FrameItem::Tag(Tag::Start(content, ..)) => self.begin(content),
                FrameItem::Tag(Tag::End(location, ..)) => {
                    self.done.extend(self.open.remove(&key(*location)));
                }
                FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Image(..) => {
                    let (x, y) = (here.tx.to_pt(), here.ty.to_pt());
                    for Open { mark, .. } in self.open.values_mut() {
                        mark.ink.entry(page).or_default().push(y);
                        let read =
                            matches!(mark.kind, LandmarkKind::Heading | LandmarkKind::Paragraph);
                        if let (FrameItem::Text(run), true) = (item, read) {
                            let ends = (x, x + run.width().to_pt());
                            let text = run.text.to_string();
                            mark.texts.push(LineText { page, y, ends, text });
                        }
                    }
                }
                FrameItem::Link(..) => {}
            }
        }
    }

    fn begin(&mut self, content: &Content) {
        let Some((kind, text)) = landmark_of(content) else { return };
        let Some(location) = content.location() else { return };
        self.begun += 1;
        let heading = content.to_packed::<HeadingElem>();
        let level = heading.map(|heading| heading.resolve_level(StyleChain::default()).get());
        let mark = Landmark { kind, text, level, texts: Vec::new(), ink: BTreeMap::new() };
        self.open.insert(key(location), Open { mark, order: self.begun });
    }
}

fn key(location: Location) -> u128 {
    location.hash()
}

fn landmark_of(content: &Content) -> Option<(LandmarkKind, String)> {
    const WORDS: usize = 60;
    let first = |content: &Content| content.plain_text().chars().take(WORDS).collect::<String>();
    let words = || first(content);
    if let Some(heading) = content.to_packed::<HeadingElem>() {
        return Some((LandmarkKind::Heading, first(&heading.body)));
    }
    if content.is::<ParElem>() {
        return Some((LandmarkKind::Paragraph, words()));
    }
    if let Some(reference) = content.to_packed::<RefElem>() {
        return Some((LandmarkKind::Reference, reference.target.resolve().to_string()));
    }
    if content.is::<FigureElem>() {
        let id = content.label().map(|label| label.resolve().to_string());
        let tables = Selector::Elem(Element::of::<TableElem>(), None);
        let table = content.query_first_naive(&tables);
        let kind = if table.is_some() { LandmarkKind::Table } else { LandmarkKind::Figure };
        return Some((kind, id.unwrap_or_else(words)));
    }
    None
}

/// The label under which `document` of `stijl.typ` leaves the edges of the text.
const MARGINS: &str = "marges";

/// The edges of the text, where the document tells them.
pub(super) fn margins(document: &PagedDocument) -> Option<Margins> {
    let label = Label::new(PicoStr::intern(MARGINS))?;
    let found = document.introspector().query_label(label).ok()?;
    let Value::Dict(edges) = &found.to_packed::<MetadataElem>()?.value else { return None };
    let edge = |name: &str| match edges.get(name).ok()? {
        Value::Length(length) => Some(length.abs.to_pt()),
        _ => None,
    };
    Some(Margins {
        top: edge("top")?,
        bottom: edge("bottom")?,
        left: edge("left")?,
        right: edge("right")?,
    })
}
