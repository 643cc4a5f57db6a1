//! Typst's view of the world: memory, our fonts, no clock, no disk, no network.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use super::fonts::FontSet;
use super::{measures, native};
use crate::templates::{DRAWING_FUNCTION, literal};

/// The Typst module of page, headings, figures and tables; in a document `/stijl.typ`.
pub const STYLE_MODULE: &str = include_str!("../../report-templates/stijl.typ");

/// Where the generated source stands.
pub(super) const MAIN: &str = "/main.typ";
/// Where the style module stands, and the measures that it imports.
const STYLE: &str = "/stijl.typ";
const MEASURES: &str = "/maten.typ";
/// Where the names of the typefaces stand, for the style module.
const FAMILIES: &str = "/lettertype.typ";

/// What all documents share.
#[derive(Debug)]
pub(super) struct SharedWorld {
    library: LazyHash<Library>,
    fonts: FontSet,
    /// The style module and what it imports.
    modules: [Source; 3],
}

impl SharedWorld {
    pub(super) fn new(fonts: FontSet) -> Self {
        let features = [Feature::A11yExtras].into_iter().collect();
        let mut library = Library::builder().with_features(features).build();
        library.global.scope_mut().define(DRAWING_FUNCTION, native::function());
        let module = |path, text| Source::new(file_id(path).expect("a plain path"), text);
        let names: String = fonts.families.iter().map(|name| literal(name) + ", ").collect();
        let modules = [
            module(STYLE, STYLE_MODULE.to_owned()),
            module(MEASURES, measures::module()),
            module(FAMILIES, format!("#let lettertypen = ({names})")),
        ];
        Self { library: LazyHash::new(library), fonts, modules }
    }
}

/// The number of a file. Typst never forgets one, so all documents use the same few paths.
fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One document: its source and the files it may read.
#[derive(Debug)]
pub(super) struct DocumentWorld<'a> {
    shared: &'a SharedWorld,
    main: Source,
    // Looked up only, never walked through.
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

impl<'a> DocumentWorld<'a> {
    /// A world in which `files` stand beside the source, under paths such as `/logo.svg`.
    /// Names that are no path are left out.
    pub(super) fn new(
        shared: &'a SharedWorld,
        source: &str,
        files: &BTreeMap<String, Vec<u8>>,
    ) -> Self {
        let main = Source::new(file_id(MAIN).expect("a plain path"), source.to_owned());
        let modules = shared.modules.iter().map(|module| (module.id(), module.clone()));
        let mut world = Self { shared, main, sources: modules.collect(), files: HashMap::new() };
        for (path, bytes) in files {
            let Some(id) = file_id(path) else { continue };
            match std::str::from_utf8(bytes) {
                Ok(text) if path.ends_with(".typ") => {
                    world.sources.insert(id, Source::new(id, text.to_owned()));
                }
                _ => {
                    world.files.insert(id, Bytes::new(bytes.clone()));
                }
            }
        }
        world
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.get().vpath().get_with_slash()))
}

impl World for DocumentWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shared.fonts.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        self.sources.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if let Some(bytes) = self.files.get(&id) {
            return Ok(bytes.clone());
        }
        self.source(id).map(|source| Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
