//! Reading a finished PDF back: its tags, and what is painted on its pages.

pub(crate) mod fonts;
pub(crate) mod painting;
pub(crate) mod tags;

use lopdf::{Dictionary, Document, Object, ObjectId};

use painting::Page;
use tags::Element;

/// A PDF, read.
pub(crate) struct Pdf {
    pub(crate) document: Document,
    pub(crate) page_ids: Vec<ObjectId>,
    pub(crate) pages: Vec<Page>,
    /// The children of the root of the structure tree.
    pub(crate) tree: Vec<Element>,
}

impl Pdf {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        Self::of(Document::load_mem(bytes).unwrap())
    }

    fn of(document: Document) -> Self {
        let page_ids: Vec<_> = document.get_pages().into_values().collect();
        let pages = page_ids.iter().map(|id| painting::read(&document, *id)).collect();
        let tree = tags::read(&document, &page_ids);
        Self { document, page_ids, pages, tree }
    }

    /// All elements of the structure tree, parents before children.
    pub(crate) fn elements(&self) -> Vec<&Element> {
        let mut found = Vec::new();
        self.tree.iter().for_each(|element| element.collect(&mut found));
        found
    }

    /// The elements of a role.
    pub(crate) fn of_role(&self, role: &str) -> impl Iterator<Item = &Element> {
        self.elements().into_iter().filter(move |element| element.role == role)
    }

    /// What an element says: its texts one after another.
    pub(crate) fn text(&self, element: &Element) -> String {
        let marks = element.marks();
        let texts = marks.iter().flat_map(|(page, mark)| self.pages[*page].of_mark(*mark));
        texts.map(|text| text.text.as_str()).collect()
    }

    /// The XMP metadata; empty when there are none.
    pub(crate) fn metadata(&self) -> String {
        let stream = self.document.catalog().ok().and_then(|catalog| {
            let stream = get(&self.document, catalog, b"Metadata")?.as_stream().ok()?;
            stream.get_plain_content().ok()
        });
        String::from_utf8_lossy(&stream.unwrap_or_default()).into_owned()
    }
}

/// A value of a dictionary, with references followed.
pub(crate) fn get<'a>(
    document: &'a Document,
    from: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Object> {
    let value = from.get(key).ok()?;
    document.dereference(value).ok().map(|(_, value)| value)
}

/// A dictionary inside a dictionary.
pub(crate) fn dictionary<'a>(
    document: &'a Document,
    from: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    get(document, from, key)?.as_dict().ok()
}

/// A string as text: UTF-16 with a mark, UTF-8 with a mark, or plain.
pub(crate) fn string(object: &Object) -> Option<String> {
    let bytes = object.as_str().ok()?;
    Some(match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<_> = rest
                .chunks(2)
                .map(|c| c.iter().fold(0, |sum, b| sum << 8 | u16::from(*b)))
                .collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        plain => plain.iter().map(|byte| char::from(*byte)).collect(),
    })
}
