//! Where headings, figures, tables, paragraphs and references stand in a laid-out document,
//! and what is wrong with that: orphan headings, split figures and tables, widows, thin pages,
//! words over one another.

use std::collections::{BTreeMap, BTreeSet};

use typst::foundations::{Content, Element, Selector, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, Transform};
use typst::model::{FigureElem, HeadingElem, ParElem, RefElem, TableElem};
use typst_layout::PagedDocument;

use super::pdf::{Laid, Margins, TextRun};

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
    /// The last line of a heading that has several.
    pub last_line: Option<String>,
    /// Baselines of its ink per page (from 1), in points from the top. A header or footer
    /// that comes in between is among them.
    pub ink: BTreeMap<usize, Vec<f64>>,
}

/// A landmark between the edges of the text.
struct Placed<'a> {
    mark: &'a Landmark,
    kind: &'a LandmarkKind,
    text: &'a str,
    page: usize,
    last_page: usize,
    top: f64,
    bottom: f64,
    /// How high its ink stands, on all its pages together.
    height: f64,
    /// Lines on the first and on the last page.
    lines: (usize, usize),
}

/// What is wrong with the layout, and where.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum LayoutFault {
    /// Nothing stands on this page but its header and footer.
    EmptyPage(usize),
    /// The page is filled less than it should be: from 0 to 1.
    ThinPage(usize, f64),
    /// The heading is the last thing on its page.
    OrphanHeading(usize, String),
    /// The figure runs over a page end.
    SplitFigure(usize, String),
    /// The table runs over a page end, though it fits on the next page and this one would be
    /// filled enough without it.
    SplitTable(usize, String),
    /// The last line of a heading is one word.
    Runt(usize, String),
    /// Two texts stand over one another.
    Overlap(usize, String, String),
    /// One line of a paragraph stands alone at the end of a page.
    Orphan(usize, String),
    /// One line of a paragraph stands alone at the top of a page.
    Widow(usize, String),
    /// This much ink stands outside the edges of the text.
    Overflow(usize, usize),
    /// The figure stands this many pages from the nearest text that refers to it.
    FarFigure(String, usize),
}

/// What a page must meet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayoutRules {
    /// The edges of the text.
    pub margins: Margins,
    /// How far down a page is filled at least, but for the first and the last one, and a
    /// page before a new chapter. A page before a section of that chapter is judged too.
    pub least_filled: f64,
    /// How many pages a figure may stand from the text that refers to it.
    pub pages_apart: usize,
}

impl Laid {
    /// All faults of the layout, page by page.
    #[must_use]
    pub fn faults(&self, rules: &LayoutRules) -> Vec<LayoutFault> {
        let placed = self.placed(&rules.margins);
        let mut faults = self.page_faults(rules, &placed);
        for mark in &placed {
            let text = mark.text.to_owned();
            match mark.kind {
                LandmarkKind::Heading if self.is_last(mark, &rules.margins) => {
                    faults.push(LayoutFault::OrphanHeading(mark.last_page, text));
                }
                LandmarkKind::Heading => {
                    let runt = mark.mark.last_line.iter().filter(|line| !line.contains(' '));
                    faults.extend(runt.map(|_| LayoutFault::Runt(mark.last_page, text.clone())));
                }
                LandmarkKind::Figure if mark.page != mark.last_page => {
                    faults.push(LayoutFault::SplitFigure(mark.page, text));
                }
                LandmarkKind::Table if self.is_needlessly_split(mark, rules) => {
                    faults.push(LayoutFault::SplitTable(mark.page, text));
                }
                LandmarkKind::Paragraph if mark.page != mark.last_page => {
                    faults.extend(lone_lines(mark));
                }
                _ => {}
            }
            if matches!(mark.kind, LandmarkKind::Figure | LandmarkKind::Table) {
                let apart = pages_apart(mark, &placed).filter(|apart| *apart > rules.pages_apart);
                faults.extend(apart.map(|n| LayoutFault::FarFigure(mark.text.to_owned(), n)));
            }
        }
        faults
    }

    /// The landmarks with their ink between the edges; those without ink are left out.
    fn placed<'a>(&'a self, margins: &Margins) -> Vec<Placed<'a>> {
        let inside = |page: usize, y: f64| {
            let height = self.layout.get(page.wrapping_sub(1)).map_or(0.0, |ink| ink.height);
            y > margins.top && y < height - margins.bottom
        };
        let place = |mark: &'a Landmark| -> Option<Placed<'a>> {
            let pages = mark.ink.iter().map(|(page, ink)| {
                let ink = ink.iter().copied().filter(|y| inside(*page, *y));
                (*page, ink.collect::<Vec<_>>())
            });
            let pages: Vec<_> = pages.filter(|(_, ink)| !ink.is_empty()).collect();
            let ((page, first), (last_page, last)) = (pages.first()?, pages.last()?);
            let bottom = last.iter().copied().fold(0.0, f64::max);
            let top = |ink: &[f64]| ink.iter().copied().fold(f64::MAX, f64::min);
            let high = |ink: &[f64]| ink.iter().copied().fold(0.0, f64::max) - top(ink);
            let height = pages.iter().map(|(_, ink)| high(ink)).sum();
            let top = top(first);
            let lines = (rows(first), rows(last));
            let (kind, text, page, last_page) = (&mark.kind, &mark.text, *page, *last_page);
            Some(Placed { mark, kind, text, page, last_page, top, bottom, height, lines })
        };
        self.landmarks.iter().filter_map(place).collect()
    }

    fn page_faults(&self, rules: &LayoutRules, placed: &[Placed]) -> Vec<LayoutFault> {
        let mut faults = Vec::new();
        let chapters = chapter_pages(placed);
        for (index, ink) in self.layout.iter().enumerate() {
            let page = index + 1;
            let filled = ink.filled(&rules.margins);
            let inner = page > 1 && page < self.pages && !chapters.contains(&(page + 1));
            if filled <= 0.0 {
                faults.push(LayoutFault::EmptyPage(page));
            } else if inner && filled < rules.least_filled {
                faults.push(LayoutFault::ThinPage(page, filled));
            }
            let strays = ink.strays(&rules.margins).len();
            if strays > 0 {
                faults.push(LayoutFault::Overflow(page, strays));
            }
            let over = |(one, other): (&TextRun, &TextRun)| {
                LayoutFault::Overlap(page, one.text.clone(), other.text.clone())
            };
            faults.extend(ink.overlaps().into_iter().map(over));
        }
        faults
    }

    /// A table must be split that is longer than a page, or that would leave a thin page.
    fn is_needlessly_split(&self, table: &Placed, rules: &LayoutRules) -> bool {
        let Some(ink) = self.layout.get(table.page.wrapping_sub(1)) else { return false };
        let room = ink.height - rules.margins.top - rules.margins.bottom;
        let above = ink.boxes.iter().map(|b| b[3]).filter(|bottom| *bottom <= table.top);
        let filled = above.fold(rules.margins.top, f64::max) - rules.margins.top;
        let fits = table.height < room && filled >= rules.least_filled * room;
        table.page != table.last_page && fits
    }

    fn is_last(&self, heading: &Placed, margins: &Margins) -> bool {
        let Some(ink) = self.layout.get(heading.last_page.wrapping_sub(1)) else { return false };
        let end = ink.height - margins.bottom;
        !ink.boxes.iter().any(|b| b[1] > heading.bottom && b[1] < end)
    }
}

/// Pages that begin with the heading of a chapter.
fn chapter_pages(placed: &[Placed]) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    placed
        .iter()
        .filter(|mark| *mark.kind != LandmarkKind::Reference)
        .filter(|mark| seen.insert(mark.page) && mark.mark.level == Some(1))
        .map(|mark| mark.page)
        .collect()
}

/// Pages between a figure and the nearest reference to it; `None` without reference.
fn pages_apart(figure: &Placed, placed: &[Placed]) -> Option<usize> {
    let references = placed
        .iter()
        .filter(|mark| *mark.kind == LandmarkKind::Reference && mark.text == figure.text);
    references.map(|reference| reference.page.abs_diff(figure.page)).min()
}

/// One line alone at the end of a page or at the top of the next.
fn lone_lines(paragraph: &Placed) -> Vec<LayoutFault> {
    let mut faults = Vec::new();
    if paragraph.lines.0 == 1 {
        faults.push(LayoutFault::Orphan(paragraph.page, paragraph.text.to_owned()));
    }
    if paragraph.lines.1 == 1 {
        faults.push(LayoutFault::Widow(paragraph.last_page, paragraph.text.to_owned()));
    }
    faults
}

/// A landmark that is being read.
struct Open {
    mark: Landmark,
    order: usize,
    /// The texts of a heading with their baselines.
    said: Vec<(f64, String)>,
}

impl Open {
    fn done(mut self) -> (usize, Landmark) {
        let last = self.said.iter().map(|(y, _)| *y).fold(0.0, f64::max);
        let first = self.said.iter().map(|(y, _)| *y).fold(f64::MAX, f64::min);
        if last - first > ONE_LINE {
            let line = self.said.iter().filter(|(y, _)| last - y <= ONE_LINE);
            let line: String = line.map(|(_, text)| text.as_str()).collect();
            self.mark.last_line = Some(line.trim().to_owned());
        }
        (self.order, self.mark)
    }
}

/// All landmarks of a document, in the order in which they begin.
pub(super) fn landmarks(document: &PagedDocument) -> Vec<Landmark> {
    let mut walk = Walk::default();
    for (index, page) in document.pages().iter().enumerate() {
        walk.frame(&page.frame, Transform::identity(), index + 1);
    }
    let mut done = walk.done;
    done.extend(walk.open.into_values());
    let mut marks: Vec<_> = done.into_iter().map(Open::done).collect();
    marks.sort_by_key(|(order, _)| *order);
    marks.into_iter().map(|(_, mark)| mark).collect()
}

/// Baselines nearer than this belong to one line: raised and lowered text.
const ONE_LINE: f64 = 6.0;

/// The number of lines of these baselines.
fn rows(baselines: &[f64]) -> usize {
    let mut sorted = baselines.to_vec();
    sorted.sort_by(f64::total_cmp);
    1 + sorted.windows(2).filter(|pair| pair[1] - pair[0] > ONE_LINE).count()
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
                    let y = here.ty.to_pt();
                    for open in self.open.values_mut() {
                        open.mark.ink.entry(page).or_default().push(y);
                        if let (FrameItem::Text(text), Some(_)) = (item, open.mark.level) {
                            open.said.push((y, text.text.to_string()));
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
        let mark = Landmark { kind, text, level, last_line: None, ink: BTreeMap::new() };
        self.open.insert(key(location), Open { mark, order: self.begun, said: Vec::new() });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typesetting::{FontSet, PdfDate, PdfInfo, Typesetter, TypstMarkup};

    const MM: f64 = 72.0 / 25.4;
    const RULES: LayoutRules = LayoutRules {
        margins: Margins { top: 10.0 * MM, bottom: 10.0 * MM, left: 10.0 * MM, right: 10.0 * MM },
        least_filled: 0.4,
        pages_apart: 1,
    };

    /// Faults of small pages of ten lines.
    fn faults(body: &str) -> Vec<LayoutFault> {
        let source = format!(
            "#set document(title: \"x\")\n#set text(font: \"IBM Plex Sans\", lang: \"nl\", size: 10pt, costs: (orphan: 0%, widow: 0%))\n\
             #set page(width: 100mm, height: 70mm, margin: 10mm)\n#set par(leading: 4pt, spacing: 8pt)\n\
             #show figure: set block(breakable: true)\n{body}"
        );
        let info = PdfInfo { date: PdfDate { year: 2023, month: 1, day: 1 }, ident: "x".into() };
        let typesetter = Typesetter::new(FontSet::bundled());
        let laid = typesetter.pdf(&TypstMarkup::trusted(source), &BTreeMap::new(), &info);
        laid.unwrap_or_else(|findings| panic!("{findings:#?}")).faults(&RULES)
    }

    #[test]
    fn a_sound_document_has_no_faults() {
        let body = "= Kop\n#lorem(30)\n\nIn @f.\n#figure(rect(), alt: \"x\", caption: [x], supplement: [Figuur], numbering: \"1\") <f>\n#pagebreak()\nLaatste.";
        assert_eq!(faults(body), []);
    }

    #[test]
    fn every_broken_sample_is_found() {
        let found = faults("Een.\n#pagebreak()\n#v(10mm)#hide[x]\n#pagebreak()\nDrie.");
        assert!(found.contains(&LayoutFault::EmptyPage(2)), "{found:?}");
        let found = faults("= Kop\n#lorem(30)\n#pagebreak()\nDun.\n#pagebreak()\nDrie.");
        assert!(matches!(found[..], [LayoutFault::ThinPage(2, _)]), "{found:?}");
        let found = faults("= Kop\n#lorem(30)\n#pagebreak()\nDun.\n#pagebreak()\n== Drie\nTekst.");
        assert!(matches!(found[..], [LayoutFault::ThinPage(2, _)]), "before a section: {found:?}");
        let found = faults("= Kop\n#lorem(30)\n#pagebreak()\nDun.\n#pagebreak()\n= Drie\nTekst.");
        assert_eq!(found, [], "before a chapter");
        let found = faults(
            "#show heading: set block(sticky: false)\n= Een\n#v(36mm)\n= Kop\n#pagebreak()\n= Twee\nTekst.",
        );
        assert!(found.contains(&LayoutFault::OrphanHeading(1, "Kop".into())), "{found:?}");
        let figure =
            "#v(30mm)#figure(alt: \"x\", [#block[a]\n#v(8mm)\n#block[b]\n#block[c]\n#block[d]])<f>";
        let found = faults(&format!("= Kop\n{figure}"));
        assert!(matches!(found[..], [LayoutFault::SplitFigure(1, _)]), "{found:?}");
        let found = faults("= Kop\n#box(width: 95mm, height: 3mm, fill: red)");
        assert!(matches!(found[..], [LayoutFault::Overflow(1, _)]), "{found:?}");
        let table = "#figure(table(columns: 1, table.header[x], ..range(4).map(str)), supplement: [Tabel], numbering: \"1\") <t>";
        let found = faults(&format!("= Kop\n#lorem(30)\n\n{table}"));
        assert!(found.contains(&LayoutFault::SplitTable(1, "t".into())), "{found:?}");
        let long = table.replace("range(4)", "range(20)");
        assert_eq!(faults(&format!("= Kop\nIn @t.\n{long}")), [], "longer than a page");
        let found = faults("= Een kop van een regel met een Achtergrondverlichting\nTekst.");
        assert!(matches!(found[..], [LayoutFault::Runt(1, _)]), "{found:?}");
        let over = |found: &[LayoutFault]| {
            found.iter().any(|fault| matches!(fault, LayoutFault::Overlap(1, ..)))
        };
        let found = faults("= Kop\n#box(width: 2pt)[Over]Onder.");
        assert!(over(&found), "{found:?}");
        let found = faults("= Kop\n#table(columns: (10mm, 10mm), [Onafbreekbaarwoord], [b])");
        assert!(over(&found), "a cell that is too full: {found:?}");
        let far = "In @f.\n#lorem(70)\n#pagebreak()\n#lorem(60)\n#pagebreak()\n#figure(rect(), alt: \"x\", caption: [x], supplement: [Figuur], numbering: \"1\") <f>";
        assert_eq!(faults(far), [LayoutFault::FarFigure("f".into(), 2)]);
    }

    #[test]
    fn a_lone_line_is_found_wherever_typst_leaves_one() {
        let somewhere = |lone: fn(&LayoutFault) -> bool| {
            (20..75).any(|space| {
                let body = format!("= Kop\n#v({}mm)\n#lorem(24)", f64::from(space) / 1.5);
                faults(&body).iter().any(lone)
            })
        };
        assert!(somewhere(|fault| matches!(fault, LayoutFault::Widow(2, _))));
        assert!(somewhere(|fault| matches!(fault, LayoutFault::Orphan(1, _))));
    }
}
