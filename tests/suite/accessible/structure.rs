//! The structure tree: headings, figures, tables, lists, links, loose text.

use super::{Fault, fault};
use crate::pdf::tags::{Child, Element};
use crate::pdf::{Pdf, get, string};

/// Roles that only hold other elements.
const GROUPS: [&str; 16] = [
    "Document",
    "Part",
    "Sect",
    "Div",
    "NonStruct",
    "L",
    "LI",
    "Table",
    "THead",
    "TBody",
    "TFoot",
    "TR",
    "TOC",
    "TOCI",
    "BlockQuote",
    "Index",
];
/// Roles that are words inside a paragraph, never a piece of the document by themselves.
const INLINE: [&str; 7] = ["Span", "Strong", "Em", "Quote", "Code", "Reference", "Link"];

pub(super) fn check(pdf: &Pdf, faults: &mut Vec<Fault>) {
    headings(pdf, faults);
    figures(pdf, faults);
    pdf.of_role("Table").for_each(|table| check_table(pdf, table, faults));
    pdf.of_role("L").for_each(|list| check_list(pdf, list, faults));
    links(pdf, faults);
    pdf.tree.iter().for_each(|element| loose(pdf, element, faults));
}

fn headings(pdf: &Pdf, faults: &mut Vec<Fault>) {
    let mut before = 0;
    for element in pdf.elements() {
        let Some(level) = element.heading() else { continue };
        let text = pdf.text(element);
        if level > before + 1 {
            faults.push(fault("headings", format!("{text:?} has level {level} after {before}")));
        }
        if text.trim().is_empty() {
            faults.push(fault("headings", format!("a heading of level {level} says nothing")));
        }
        before = level;
    }
    if before == 0 {
        faults.push(fault("headings", "there is none"));
    }
}

fn figures(pdf: &Pdf, faults: &mut Vec<Fault>) {
    let pieces = pieces(pdf);
    for (index, figure) in pieces.iter().enumerate().filter(|(_, piece)| piece.role == "Figure") {
        let alt = figure.alt.as_deref().unwrap_or_default();
        if !alt.contains(|c: char| c.is_ascii_digit()) {
            faults.push(fault("description", format!("figure with {alt:?}")));
        }
        let beside = [index.checked_sub(1), Some(index + 1)];
        let beside = beside.into_iter().flatten().filter_map(|index| pieces.get(index));
        let beside: String = beside.map(|piece| pdf.text(piece) + " ").collect();
        for number in undescribed(pdf, figure, &format!("{alt} {beside}")) {
            faults.push(fault("description", format!("{number} is drawn and not in {alt:?}")));
        }
    }
    // In the cell of a table a small drawing stands alone, with the words of its cell.
    for piece in
        pieces.iter().filter(|piece| !["Figure", "TD", "TH"].contains(&piece.role.as_str()))
    {
        let mut inner = Vec::new();
        piece.collect(&mut inner);
        if inner.iter().any(|inner| inner.role == "Figure") {
            faults.push(fault("description", "a figure stands inside a paragraph"));
        }
    }
    for figure in pdf.of_role("Figure") {
        if figure.alt.as_deref().unwrap_or_default().trim().is_empty() {
            faults.push(fault("description", "a figure without a description"));
        }
    }
}

/// The elements that are read in one piece: paragraphs, headings, cells, figures.
pub(super) fn pieces(pdf: &Pdf) -> Vec<&Element> {
    fn collect<'a>(element: &'a Element, pieces: &mut Vec<&'a Element>) {
        if GROUPS.contains(&element.role.as_str()) {
            element.elements().for_each(|child| collect(child, pieces));
        } else {
            pieces.push(element);
        }
    }
    let mut pieces = Vec::new();
    pdf.tree.iter().for_each(|element| collect(element, &mut pieces));
    pieces
}

/// The numbers of a text: its longest runs of digits.
pub(crate) fn numbers(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect()
}

/// Numbers that are drawn in a figure and stand neither in its description nor in what is
/// read right before and after it (its caption, its note). "2e vak" is a place in the
/// drawing, no number.
fn undescribed(pdf: &Pdf, figure: &Element, told: &str) -> Vec<String> {
    let told = numbers(told);
    let drawn = figure.marks().into_iter().flat_map(|(page, mark)| pdf.pages[page].of_mark(mark));
    let drawn = drawn.flat_map(|text| {
        let words = text.text.split(' ').filter(|word| !is_ordinal(word));
        words.flat_map(numbers).collect::<Vec<_>>()
    });
    drawn.filter(|number| !told.contains(number)).map(str::to_owned).collect()
}

fn is_ordinal(word: &str) -> bool {
    word.strip_suffix('e').is_some_and(|number| number.parse::<u8>().is_ok())
}

fn check_table(pdf: &Pdf, table: &Element, faults: &mut Vec<Fault>) {
    let rows = rows(table);
    let name = rows.first().map(|row| pdf.text(row)).unwrap_or_default();
    let mut say = |what: String| faults.push(fault("table", format!("{name:?}: {what}")));
    let cells: Vec<Vec<&Element>> = rows.iter().map(|row| row.elements().collect()).collect();
    let header = |cell: &Element| cell.role == "TH";
    for cell in cells.iter().flatten() {
        match (cell.role.as_str(), cell.scope.as_deref()) {
            ("TD", _) | ("TH", Some("Row" | "Column" | "Both")) => {}
            ("TH", scope) => say(format!("header cell {:?} has scope {scope:?}", pdf.text(cell))),
            (role, _) => say(format!("{role} in a row")),
        }
        if header(cell) && pdf.text(cell).trim().is_empty() {
            say("an empty header cell".to_owned());
        }
    }
    let width = |row: &Vec<&Element>| row.iter().map(|cell| cell.columns).sum::<usize>();
    let spans = cells.iter().flatten().any(|cell| cell.rows > 1);
    if !spans && cells.iter().any(|row| width(row) != width(&cells[0])) {
        say("rows of unequal length".to_owned());
    }
    let head = cells.first().is_some_and(|row| row.iter().all(|cell| header(cell)));
    let sides =
        cells.iter().skip(usize::from(head)).all(|row| row.first().is_some_and(|c| header(c)));
    let columns = cells.iter().map(width).max().unwrap_or(0);
    // Two columns may do with names at the left; more need both.
    if cells.is_empty() || !sides || (columns > 2 && !head) {
        say(format!("{} rows of {columns} columns lack header cells", cells.len()));
    }
}

fn rows(table: &Element) -> Vec<&Element> {
    let mut rows = Vec::new();
    for part in table.elements() {
        match part.role.as_str() {
            "TR" => rows.push(part),
            "THead" | "TBody" | "TFoot" => rows.extend(part.elements()),
            _ => {}
        }
    }
    rows
}

fn check_list(pdf: &Pdf, list: &Element, faults: &mut Vec<Fault>) {
    let roles = |element: &Element| element.elements().map(|e| e.role.clone()).collect::<Vec<_>>();
    let mut say = |what| faults.push(fault("list", format!("{:?}: {what}", pdf.text(list))));
    if !list.elements().any(|item| item.role == "LI") {
        say("without items".to_owned());
    }
    for item in list.elements() {
        match item.role.as_str() {
            "LI" => {
                let roles = roles(item);
                let roles: Vec<_> = roles.iter().map(String::as_str).collect();
                if !matches!(roles[..], ["LBody"] | ["Lbl", "LBody"]) {
                    say(format!("an item of {roles:?}"));
                }
            }
            "L" | "Caption" => {}
            other => say(format!("{other} between the items")),
        }
    }
}

fn links(pdf: &Pdf, faults: &mut Vec<Fault>) {
    let mut tagged = Vec::new();
    for link in pdf.of_role("Link") {
        let (text, annotations) = (pdf.text(link), link.annotations());
        if text.trim().is_empty() || annotations.is_empty() {
            faults.push(fault("link", format!("{text:?} leads nowhere, or says nothing")));
        }
        tagged.extend(annotations);
    }
    for id in &pdf.page_ids {
        let page = pdf.document.get_dictionary(*id).unwrap();
        let all = get(&pdf.document, page, b"Annots").and_then(|all| all.as_array().ok());
        for annotation in all.into_iter().flatten() {
            let reference = annotation.as_reference().ok();
            if !reference.is_some_and(|id| tagged.contains(&id)) {
                faults.push(fault("link", "an annotation stands in no element"));
            }
            let (_, annotation) = pdf.document.dereference(annotation).unwrap();
            let contents = annotation.as_dict().ok().and_then(|a| a.get(b"Contents").ok());
            let contents = contents.and_then(string).unwrap_or_default();
            if contents.trim().is_empty() {
                faults.push(fault("link", "an annotation without a description"));
            }
        }
    }
}

/// Words that stand in no paragraph, heading, list, table, caption or figure.
fn loose(pdf: &Pdf, group: &Element, faults: &mut Vec<Fault>) {
    for child in &group.children {
        match child {
            Child::Element(element) if INLINE.contains(&element.role.as_str()) => {
                // A line of a contents list is a reference in its item.
                if group.role != "TOCI" {
                    let text = pdf.text(element);
                    faults.push(fault("loose-text", format!("{text:?} is only {}", element.role)));
                }
            }
            Child::Element(element) if GROUPS.contains(&element.role.as_str()) => {
                loose(pdf, element, faults);
            }
            Child::Mark(page, mark) => {
                let text: String =
                    pdf.pages[*page].of_mark(*mark).map(|t| t.text.as_str()).collect();
                faults.push(fault("loose-text", format!("{text:?} stands in {}", group.role)));
            }
            Child::Element(_) | Child::Annotation(_) => {}
        }
    }
}
