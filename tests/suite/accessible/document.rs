//! The document as a whole: language, title, marks of the standards, fonts, tagged content.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object};

use super::{Fault, fault};
use crate::pdf::painting::{Owner, Page};
use crate::pdf::{Pdf, dictionary, fonts, get, string};

/// Rounding of sizes in a PDF, in points.
const ROUNDING: f64 = 0.01;

pub(super) fn check(pdf: &Pdf, smallest: f64, faults: &mut Vec<Fault>) {
    catalog(pdf, faults);
    let tagged = tagged_marks(pdf);
    for (index, page) in pdf.pages.iter().enumerate() {
        content(index, page, &tagged, faults);
        text(index, page, smallest, faults);
        page_entries(pdf, index, faults);
    }
    for (page, mark) in &tagged {
        if !pdf.pages[*page].marks.contains(mark) {
            faults.push(fault("tag-without-content", format!("page {}, mark {mark}", page + 1)));
        }
    }
}

fn catalog(pdf: &Pdf, faults: &mut Vec<Fault>) {
    let catalog = pdf.document.catalog().unwrap();
    let language = get(&pdf.document, catalog, b"Lang").and_then(string).unwrap_or_default();
    if language != "nl-NL" {
        faults.push(fault("language", format!("the language is {language:?}")));
    }
    let flag = |holder: &[u8], key: &[u8]| {
        let value = dictionary(&pdf.document, catalog, holder).and_then(|all| all.get(key).ok());
        value.and_then(|value| value.as_bool().ok()).unwrap_or(false)
    };
    if !flag(b"ViewerPreferences", b"DisplayDocTitle") {
        faults.push(fault("title", "a reader shows the name of the file, not the title"));
    }
    if !flag(b"MarkInfo", b"Marked") || flag(b"MarkInfo", b"Suspects") {
        faults.push(fault("tagged", "the document does not say that it is tagged"));
    }
    if pdf.tree.is_empty() {
        faults.push(fault("tagged", "there is no structure tree"));
    }
    let metadata = pdf.metadata();
    let title =
        metadata.split_once("<dc:title>").and_then(|(_, rest)| rest.split_once("</dc:title>"));
    let title: String = strip_tags(title.map_or("", |(title, _)| title));
    if title.trim().is_empty() {
        faults.push(fault("title", "the metadata have no title"));
    }
    let marks = ["pdfuaid:part>1<", "pdfaid:part>2<", "pdfaid:conformance>A<"];
    for mark in marks.iter().filter(|mark| !metadata.contains(**mark)) {
        faults.push(fault("standards", format!("the metadata lack {mark}")));
    }
}

fn strip_tags(xml: &str) -> String {
    xml.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
}

/// All content that the structure tree reaches.
fn tagged_marks(pdf: &Pdf) -> BTreeSet<(usize, i64)> {
    pdf.tree.iter().flat_map(crate::pdf::tags::Element::marks).collect()
}

fn content(index: usize, page: &Page, tagged: &BTreeSet<(usize, i64)>, faults: &mut Vec<Fault>) {
    let number = index + 1;
    for what in &page.unowned {
        faults.push(fault("untagged", format!("page {number}: {what} without a tag")));
    }
    for what in &page.unknown {
        faults.push(fault("unreadable", format!("page {number}: {what}")));
    }
    for mark in page.marks.iter().filter(|mark| !tagged.contains(&(index, **mark))) {
        faults.push(fault("untagged", format!("page {number}: mark {mark} is in no element")));
    }
    // Only a header, a footer and the dots of a contents list may stay unread.
    for text in &page.texts {
        let unread = match &text.owner {
            Owner::Artifact(kind) => kind != "Pagination" && text.text.trim() != ".",
            Owner::Nobody | Owner::Mark(_) => false,
        };
        if unread && !text.text.trim().is_empty() {
            faults.push(fault("unread", format!("page {number}: {:?} is an artifact", text.text)));
        }
    }
}

fn text(index: usize, page: &Page, smallest: f64, faults: &mut Vec<Fault>) {
    for text in &page.texts {
        let place = || format!("page {}: {:?} of {:.2} points", index + 1, text.text, text.size);
        if text.size < smallest - ROUNDING || text.size.is_nan() {
            faults.push(fault("text-size", place()));
        }
        let strange = |c: char| c == '\u{fffd}' || ('\u{e000}'..='\u{f8ff}').contains(&c);
        if text.text.is_empty() || text.text.contains(strange) {
            faults.push(fault("characters", place()));
        }
    }
}

/// Fonts, tab order, and the way back from content to its element.
fn page_entries(pdf: &Pdf, index: usize, faults: &mut Vec<Fault>) {
    let (document, number) = (&pdf.document, index + 1);
    let page = document.get_dictionary(pdf.page_ids[index]).unwrap();
    let fonts = dictionary(document, page, b"Resources")
        .and_then(|resources| dictionary(document, resources, b"Font"));
    for (name, font) in fonts.into_iter().flat_map(Dictionary::iter) {
        let font = document.dereference(font).ok().and_then(|(_, font)| font.as_dict().ok());
        let lacks = font.map_or(vec!["everything"], |font| fonts::lacks(document, font));
        for part in lacks {
            let name = String::from_utf8_lossy(name);
            faults.push(fault("font", format!("page {number}: font {name} lacks its {part}")));
        }
    }
    let tabs = page.get(b"Tabs").and_then(Object::as_name).unwrap_or_default();
    let annotations = get(document, page, b"Annots").and_then(|all| all.as_array().ok());
    if annotations.is_some_and(|all| !all.is_empty()) && tabs != b"S" {
        faults.push(fault("tab-order", format!("page {number} does not follow the structure")));
    }
    if pdf.pages[index].marks.is_empty() {
        return;
    }
    let Some(parents) = parents(pdf, page) else {
        faults.push(fault("parents", format!("page {number} does not lead to its elements")));
        return;
    };
    let owners: BTreeMap<_, _> = pdf
        .elements()
        .into_iter()
        .flat_map(|element| {
            let own = element.children.iter().filter_map(|child| match child {
                crate::pdf::tags::Child::Mark(page, mark) if *page == index => Some(*mark),
                _ => None,
            });
            own.map(|mark| (mark, element.id)).collect::<Vec<_>>()
        })
        .collect();
    for (mark, element) in owners {
        let parent = usize::try_from(mark).ok().and_then(|mark| parents.get(mark));
        let parent = parent.and_then(|parent| parent.as_reference().ok());
        if parent.is_none() || parent != element {
            faults.push(fault("parents", format!("page {number}, mark {mark}: another element")));
        }
    }
}

/// The elements of the marks of a page, by the number that the page names.
fn parents<'a>(pdf: &'a Pdf, page: &Dictionary) -> Option<&'a Vec<Object>> {
    let document = &pdf.document;
    let key = page.get(b"StructParents").ok()?.as_i64().ok()?;
    let root = dictionary(document, document.catalog().ok()?, b"StructTreeRoot")?;
    let tree = dictionary(document, root, b"ParentTree")?;
    in_number_tree(pdf, tree, key)?.as_array().ok()
}

fn in_number_tree<'a>(pdf: &'a Pdf, node: &'a Dictionary, key: i64) -> Option<&'a Object> {
    let document = &pdf.document;
    if let Some(numbers) = get(document, node, b"Nums").and_then(|all| all.as_array().ok()) {
        let pair = numbers.chunks_exact(2).find(|pair| pair[0].as_i64().ok() == Some(key))?;
        return document.dereference(&pair[1]).ok().map(|(_, value)| value);
    }
    let kids = get(document, node, b"Kids")?.as_array().ok()?;
    kids.iter()
        .find_map(|kid| in_number_tree(pdf, document.dereference(kid).ok()?.1.as_dict().ok()?, key))
}
