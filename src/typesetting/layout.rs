//! What is wrong with the layout of a document: orphan headings, split figures and tables,
//! widows, thin pages, words over one another.

use std::cmp::Ordering;

use super::ink::{PageInk, TextRun};
use super::landmarks::{Landmark, LandmarkKind, LineText};
use super::measures::Margins;

/// A laid-out document: where everything stands on its pages.
#[derive(Debug, Clone)]
pub struct Laid {
    /// Number of pages.
    pub pages: usize,
    /// Where ink stands, page by page.
    pub layout: Vec<PageInk>,
    /// Headings, figures, tables, paragraphs and references, in the order of the text.
    pub landmarks: Vec<Landmark>,
    /// The edges of the text, as `document` of `stijl.typ` set them; absent in a document
    /// without it.
    pub margins: Option<Margins>,
}

/// A landmark between the edges of the text.
struct Placed<'a> {
    kind: &'a LandmarkKind,
    text: &'a str,
    page: usize,
    last_page: usize,
    bottom: f64,
    /// How high its ink stands, on all its pages together.
    height: f64,
    /// Lines on the first and on the last page.
    lines: (usize, usize),
    /// The last line, when there are several: how wide it is, and whether it is one word.
    last_line: Option<(f64, bool)>,
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
    /// The table runs over a page end, though it is no higher than a page.
    SplitTable(usize, String),
    /// The last line of a heading is one word, or that of a paragraph one short word or the
    /// rest of one.
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
    /// How far down a page is filled at least, but for the first (a cover) and the last one. A
    /// page before a chapter that begins on a new one is no exception.
    pub least_filled: f64,
    /// How far down the last page is filled at least.
    pub last_filled: f64,
    /// How wide the last line of a paragraph is at least when it is one word, in points.
    pub shortest_line: f64,
    /// How many pages a figure may stand from the text that refers to it.
    pub pages_apart: usize,
}

impl LayoutRules {
    /// What the pages of the report must meet. A figure is not split and most are up to a
    /// quarter of a page high: so three quarters are filled where one goes to the next page.
    /// The last page ends where the text does, but not with less than a tenth. A last line of
    /// one word is at least as wide as five letters.
    pub const REPORT: Self = Self {
        margins: Margins::REPORT,
        least_filled: 0.75,
        last_filled: 0.1,
        shortest_line: 25.0,
        pages_apart: 1,
    };

    /// What may be asked of a template that is not ours: a page that is not the last is
    /// filled for a quarter (a list may run on to one), and the last one holds no stray line.
    #[must_use]
    pub const fn of_own(margins: Margins) -> Self {
        Self { margins, least_filled: 0.25, last_filled: 0.05, ..Self::REPORT }
    }
}

impl Laid {
    /// All faults of the layout, page by page.
    #[must_use]
    pub fn faults(&self, rules: &LayoutRules) -> Vec<LayoutFault> {
        let placed = self.placed(&rules.margins);
        let mut faults = self.page_faults(rules);
        for mark in &placed {
            let text = mark.text.to_owned();
            match mark.kind {
                LandmarkKind::Heading if self.is_last(mark, &rules.margins) => {
                    faults.push(LayoutFault::OrphanHeading(mark.last_page, text));
                }
                LandmarkKind::Heading if matches!(mark.last_line, Some((_, true))) => {
                    faults.push(LayoutFault::Runt(mark.last_page, text));
                }
                LandmarkKind::Figure if mark.page != mark.last_page => {
                    faults.push(LayoutFault::SplitFigure(mark.page, text));
                }
                LandmarkKind::Table if self.is_needlessly_split(mark, &rules.margins) => {
                    faults.push(LayoutFault::SplitTable(mark.page, text));
                }
                LandmarkKind::Paragraph => {
                    let short = |(width, alone)| alone && width < rules.shortest_line;
                    let runt = mark.last_line.filter(|line| short(*line));
                    faults.extend(runt.map(|_| LayoutFault::Runt(mark.last_page, text)));
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
            let lines = (rows(first), rows(last));
            let (kind, text, page, last_page) = (&mark.kind, &mark.text, *page, *last_page);
            let last_line = last_line(mark.texts.iter().filter(|text| inside(text.page, text.y)));
            Some(Placed { kind, text, page, last_page, bottom, height, lines, last_line })
        };
        self.landmarks.iter().filter_map(place).collect()
    }

    fn page_faults(&self, rules: &LayoutRules) -> Vec<LayoutFault> {
        let mut faults = Vec::new();
        for (index, ink) in self.layout.iter().enumerate() {
            let page = index + 1;
            let filled = ink.filled(&rules.margins);
            let least = match page {
                1 => 0.0,
                page if page == self.pages => rules.last_filled,
                _ => rules.least_filled,
            };
            if filled <= 0.0 {
                faults.push(LayoutFault::EmptyPage(page));
            } else if filled < least {
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

    /// A table must be split that is higher than the text of a page; no other is.
    fn is_needlessly_split(&self, table: &Placed, margins: &Margins) -> bool {
        let Some(ink) = self.layout.get(table.page.wrapping_sub(1)) else { return false };
        table.page != table.last_page && table.height < ink.height - margins.top - margins.bottom
    }

    fn is_last(&self, heading: &Placed, margins: &Margins) -> bool {
        let Some(ink) = self.layout.get(heading.last_page.wrapping_sub(1)) else { return false };
        let end = ink.height - margins.bottom;
        !ink.boxes.iter().any(|b| b[1] > heading.bottom && b[1] < end)
    }
}

/// How wide the last of several lines is, and whether it is one word.
fn last_line<'a>(texts: impl Iterator<Item = &'a LineText>) -> Option<(f64, bool)> {
    let texts: Vec<_> = texts.collect();
    let last = texts
        .iter()
        .max_by(|a, b| (a.page, a.y).partial_cmp(&(b.page, b.y)).unwrap_or(Ordering::Equal))?;
    let (line, others): (Vec<&LineText>, Vec<_>) =
        texts.iter().partition(|text| text.page == last.page && last.y - text.y <= ONE_LINE);
    let left = line.iter().map(|text| text.ends.0).fold(f64::MAX, f64::min);
    let right = line.iter().map(|text| text.ends.1).fold(0.0, f64::max);
    let said: String = line.iter().map(|text| text.text.as_str()).collect();
    (!others.is_empty()).then(|| (right - left, !said.trim().contains(char::is_whitespace)))
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
    if paragraph.page == paragraph.last_page {
        return faults;
    }
    if paragraph.lines.0 == 1 {
        faults.push(LayoutFault::Orphan(paragraph.page, paragraph.text.to_owned()));
    }
    if paragraph.lines.1 == 1 {
        faults.push(LayoutFault::Widow(paragraph.last_page, paragraph.text.to_owned()));
    }
    faults
}

/// Baselines nearer than this belong to one line: raised and lowered text.
const ONE_LINE: f64 = 6.0;

/// The number of lines of these baselines.
fn rows(baselines: &[f64]) -> usize {
    let mut sorted = baselines.to_vec();
    sorted.sort_by(f64::total_cmp);
    1 + sorted.windows(2).filter(|pair| pair[1] - pair[0] > ONE_LINE).count()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::templates::TypstMarkup;
    use crate::typesetting::{FontSet, Typesetter};

    const MM: f64 = 72.0 / 25.4;
    const RULES: LayoutRules = LayoutRules {
        margins: Margins { top: 10.0 * MM, bottom: 10.0 * MM, left: 10.0 * MM, right: 10.0 * MM },
        least_filled: 0.4,
        last_filled: 0.05,
        shortest_line: 25.0,
        pages_apart: 1,
    };

    /// Faults of small pages of ten lines.
    fn faults(body: &str) -> Vec<LayoutFault> {
        let source = format!(
            "#set document(title: \"x\")\n#set text(font: \"Noto Sans\", lang: \"nl\", size: 10pt, costs: (orphan: 0%, widow: 0%))\n\
             #set page(width: 100mm, height: 70mm, margin: 10mm)\n#set par(leading: 4pt, spacing: 8pt)\n\
             #show figure: set block(breakable: true)\n{body}"
        );
        let typesetter = Typesetter::new(FontSet::bundled());
        let laid = typesetter.lay_out(&TypstMarkup::of_test(source), &BTreeMap::new());
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
        assert!(matches!(found[..], [LayoutFault::ThinPage(2, _)]), "before a chapter: {found:?}");
        let found = faults("= Kop\n#lorem(30)\n#pagebreak()\n#box(rect(height: 1mm))");
        assert!(matches!(found[..], [LayoutFault::ThinPage(2, _)]), "the last page: {found:?}");
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
        let found =
            faults(&format!("= Kop\n#lorem(8)\n\n{}", table.replace("range(4)", "range(6)")));
        assert!(found.contains(&LayoutFault::SplitTable(1, "t".into())), "mostly empty: {found:?}");
        let long = table.replace("range(4)", "range(20)");
        assert_eq!(faults(&format!("= Kop\nIn @t.\n{long}")), [], "longer than a page");
        let found = faults("= Een kop van een regel met een Achtergrondverlichting\nTekst.");
        assert!(matches!(found[..], [LayoutFault::Runt(1, _)]), "{found:?}");
        let found = faults("= Een kop van een regel met een korte staart~eraan die past\nTekst.");
        assert_eq!(found, [], "two words held together are no runt");
        let long = "Een regel die bijna tot de rand loopt en dan#linebreak()";
        let found = faults(&format!("= Kop\n{long} af."));
        assert!(matches!(found[..], [LayoutFault::Runt(1, _)]), "{found:?}");
        let found = faults(&format!("= Kop\n{long} zo is."));
        assert_eq!(found, [], "two words");
        let found = faults(&format!("= Kop\n{long} eenzaamheid."));
        assert_eq!(found, [], "a long word");
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
