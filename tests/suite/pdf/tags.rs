//! The structure tree: what a screen reader walks through.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{dictionary, get, string};

/// An element of the structure tree.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) id: Option<ObjectId>,
    /// Its standard role, such as `H1` or `TD`.
    pub(crate) role: String,
    pub(crate) alt: Option<String>,
    pub(crate) scope: Option<String>,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    /// Left, bottom, right, top on its page.
    pub(crate) bounds: Option<[f64; 4]>,
    pub(crate) children: Vec<Child>,
}

/// What stands in an element.
#[derive(Debug)]
pub(crate) enum Child {
    Element(Element),
    /// Content of a page, by its mark there.
    Mark(usize, i64),
    /// An annotation, such as that of a link.
    Annotation(ObjectId),
}

impl Element {
    pub(crate) fn collect<'a>(&'a self, found: &mut Vec<&'a Self>) {
        found.push(self);
        self.elements().for_each(|element| element.collect(found));
    }

    /// The elements directly in this one.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Mark(..) | Child::Annotation(_) => None,
        })
    }

    /// All content in this element, in reading order: page and mark.
    pub(crate) fn marks(&self) -> Vec<(usize, i64)> {
        let mut marks = Vec::new();
        for child in &self.children {
            match child {
                Child::Element(element) => marks.extend(element.marks()),
                Child::Mark(page, mark) => marks.push((*page, *mark)),
                Child::Annotation(_) => {}
            }
        }
        marks
    }

    /// All annotations in this element.
    pub(crate) fn annotations(&self) -> Vec<ObjectId> {
        let mut annotations = Vec::new();
        for child in &self.children {
            match child {
                Child::Element(element) => annotations.extend(element.annotations()),
                Child::Annotation(id) => annotations.push(*id),
                Child::Mark(..) => {}
            }
        }
        annotations
    }

    /// `H1` to `H6`: its level.
    pub(crate) fn heading(&self) -> Option<u32> {
        self.role.strip_prefix('H')?.parse().ok()
    }
}

struct Reader<'a> {
    document: &'a Document,
    pages: BTreeMap<ObjectId, usize>,
    roles: Option<&'a Dictionary>,
}

/// The children of the root; empty when there is no tree.
pub(crate) fn read(document: &Document, page_ids: &[ObjectId]) -> Vec<Element> {
    let root = document.catalog().ok().and_then(|c| dictionary(document, c, b"StructTreeRoot"));
    let Some(root) = root else { return Vec::new() };
    let pages = page_ids.iter().enumerate().map(|(index, id)| (*id, index)).collect();
    let reader = Reader { document, pages, roles: dictionary(document, root, b"RoleMap") };
    let children = root.get(b"K").map(|kids| reader.children(kids, None)).unwrap_or_default();
    let elements = children.into_iter().filter_map(|child| match child {
        Child::Element(element) => Some(element),
        Child::Mark(..) | Child::Annotation(_) => None,
    });
    elements.collect()
}

impl Reader<'_> {
    fn children(&self, kids: &Object, page: Option<usize>) -> Vec<Child> {
        let Ok((id, kids)) = self.document.dereference(kids) else { return Vec::new() };
        match kids {
            Object::Array(several) => {
                several.iter().flat_map(|kid| self.children(kid, page)).collect()
            }
            Object::Integer(mark) => {
                page.map(|page| Child::Mark(page, *mark)).into_iter().collect()
            }
            Object::Dictionary(kid) => self.child(id, kid, page).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn child(&self, id: Option<ObjectId>, kid: &Dictionary, page: Option<usize>) -> Option<Child> {
        let page = kid
            .get(b"Pg")
            .and_then(Object::as_reference)
            .ok()
            .and_then(|id| self.pages.get(&id).copied())
            .or(page);
        match kid.get(b"Type").and_then(Object::as_name).unwrap_or(b"StructElem") {
            b"MCR" => Some(Child::Mark(page?, kid.get(b"MCID").ok()?.as_i64().ok()?)),
            b"OBJR" => Some(Child::Annotation(kid.get(b"Obj").ok()?.as_reference().ok()?)),
            _ => Some(Child::Element(self.element(id, kid, page))),
        }
    }

    fn element(&self, id: Option<ObjectId>, from: &Dictionary, page: Option<usize>) -> Element {
        let children = from.get(b"K").map(|kids| self.children(kids, page)).unwrap_or_default();
        let number = |key: &[u8]| {
            let value = self.attribute(from, key).and_then(|value| value.as_i64().ok());
            value.and_then(|value| usize::try_from(value).ok()).unwrap_or(1)
        };
        let bounds = self.attribute(from, b"BBox").and_then(|bounds| {
            let sides: Vec<_> =
                bounds.as_array().ok()?.iter().map(|side| side.as_float().map(f64::from)).collect();
            let sides: Result<Vec<_>, _> = sides.into_iter().collect();
            sides.ok()?.try_into().ok()
        });
        let scope = self.attribute(from, b"Scope").and_then(|scope| scope.as_name().ok());
        Element {
            id,
            role: self.role(from),
            alt: get(self.document, from, b"Alt").and_then(string),
            scope: scope.map(|scope| String::from_utf8_lossy(scope).into_owned()),
            columns: number(b"ColSpan"),
            rows: number(b"RowSpan"),
            bounds,
            children,
        }
    }

    /// The standard role behind a role of the document.
    fn role(&self, element: &Dictionary) -> String {
        let mut role = element.get(b"S").and_then(Object::as_name).unwrap_or(b"");
        for _ in 0..8 {
            let next = self.roles.and_then(|roles| roles.get(role).ok());
            let Some(next) = next.and_then(|next| next.as_name().ok()) else { break };
            role = next;
        }
        String::from_utf8_lossy(role).into_owned()
    }

    /// A value of the attributes of an element, whatever their owner.
    fn attribute<'a>(&'a self, element: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        let attributes = get(self.document, element, b"A")?;
        let all = match attributes {
            Object::Array(several) => several.iter().collect(),
            one => vec![one],
        };
        let dictionaries =
            all.into_iter().filter_map(|one| self.document.dereference(one).ok()?.1.as_dict().ok());
        dictionaries.into_iter().find_map(|one| get(self.document, one, key))
    }
}
