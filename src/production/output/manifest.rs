//! The manifest: what stands in an output folder and was made by us.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::sha256;
use crate::diagnostics::why_not;
use crate::documents::KINDS;

/// Name of the manifest in the output folder.
pub(super) const MANIFEST: &str = "manifest.json";

/// Version of the manifest's form.
pub(in crate::production) const MANIFEST_SCHEMA: &str = "gemeentespiegel/manifest/1";

/// What stands in an output folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the form of this file.
    pub schema: String,
    /// Version of the product that wrote it.
    pub version: String,
    /// The id of the survey, or its title: another survey does not write over it.
    pub project: String,
    /// Editions of which only some documents were made the last time: the others stand as an
    /// earlier build made them, from what was in the project then. A build of everything
    /// makes an edition whole again.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub partial: BTreeSet<u16>,
    /// Every file, by path relative to the folder.
    pub files: BTreeMap<String, ManifestEntry>,
}

/// One file of an output folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestEntry {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The name of its kind.
    pub kind: String,
    /// Who may see it: `public`, `municipality:GM0193` or `bureau`.
    pub audience: String,
    /// SHA-256 of everything it was made from: of a data file, project file, questionnaire,
    /// answers and version; of a document, what the typesetter read.
    pub key: String,
    /// The wave that a document is about; data files are about all waves.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub edition: Option<u16>,
    /// Pages of a document.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pages: Option<usize>,
    /// Version of the form of a data file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub schema: Option<String>,
}

/// Why nothing is known of the files of an output folder, in words that end a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::production) struct Unknown(pub(in crate::production) String);

impl Manifest {
    /// Reads the manifest of a folder to look at; one that is missing or unreadable is an
    /// empty one. Who writes asks [`Manifest::standing`].
    #[must_use]
    pub fn read(folder: &Path) -> Self {
        Self::standing(folder).unwrap_or_default()
    }

    /// What stands in a folder, before anything is written there.
    ///
    /// # Errors
    /// The manifest can't be read, or is missing while documents may stand there: nothing then
    /// tells which files are ours, and none is touched.
    pub(in crate::production) fn standing(folder: &Path) -> Result<Self, Unknown> {
        let bytes = match std::fs::read(folder.join(MANIFEST)) {
            Ok(bytes) => bytes,
            // Without a folder it can't be written either, which is told when that is tried.
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return match document_folder(folder) {
                    None => Ok(Self::default()),
                    Some(name) => Err(Unknown(format!(
                        "there are files in `{name}`, but no `{MANIFEST}` that says which of them a build made"
                    ))),
                };
            }
            Err(error) => {
                return Err(Unknown(format!(
                    "its `{MANIFEST}` can't be read: {}",
                    why_not(&error)
                )));
            }
        };
        match serde_json::from_slice::<Self>(&bytes) {
            Ok(manifest) if manifest.schema == MANIFEST_SCHEMA => Ok(manifest),
            Ok(_) => Err(Unknown(format!("its `{MANIFEST}` is of another version of the program"))),
            Err(_) => Err(Unknown(format!("its `{MANIFEST}` is not as a build wrote it"))),
        }
    }

    /// The entry under this path with its file, when it was made from this key and stands
    /// unchanged on disk.
    pub(in crate::production) fn current(
        &self,
        folder: &Path,
        path: &str,
        key: &str,
    ) -> Option<(&ManifestEntry, Vec<u8>)> {
        let entry = self.files.get(path).filter(|entry| entry.key == key)?;
        let bytes = std::fs::read(folder.join(path)).ok()?;
        (sha256(&bytes) == entry.sha256).then_some((entry, bytes))
    }
}

/// The first of the folders for documents that holds a file.
fn document_folder(folder: &Path) -> Option<&'static str> {
    let folders = KINDS.iter().filter_map(|kind| kind.readers.folder().split('/').next());
    let folders: BTreeSet<_> = folders.collect();
    let holds_files = |name: &&str| {
        let entries = WalkDir::new(folder.join(name)).into_iter().filter_map(Result::ok);
        entries.into_iter().any(|entry| !entry.file_type().is_dir())
    };
    folders.into_iter().find(holds_files)
}

/// Whether a path stays inside its folder: a manifest can be edited by hand.
pub(super) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_which_nothing_is_known_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        assert_eq!(Manifest::standing(folder.path()), Ok(Manifest::default()), "an empty folder");
        assert_eq!(Manifest::standing(&at("nergens")), Ok(Manifest::default()), "no folder");
        std::fs::write(at("file"), "a file where a folder should be").unwrap();
        assert_eq!(Manifest::standing(&at("file")), Ok(Manifest::default()), "a file");
        std::fs::create_dir_all(at("openbaar")).unwrap();
        std::fs::write(at("notities.txt"), "of the user").unwrap();
        assert_eq!(Manifest::standing(folder.path()), Ok(Manifest::default()), "no documents");

        std::fs::write(at("openbaar/blad-2023.pdf"), "%PDF").unwrap();
        let Err(Unknown(why)) = Manifest::standing(folder.path()) else { panic!("lost") };
        assert!(why.contains("`openbaar`"), "{why}");

        let good = Manifest { schema: MANIFEST_SCHEMA.to_owned(), ..Manifest::default() };
        let text = serde_json::to_string(&good).unwrap();
        std::fs::write(at(MANIFEST), &text).unwrap();
        assert_eq!(Manifest::standing(folder.path()), Ok(good));
        let other = text.replace("manifest/1", "manifest/9");
        for damaged in ["", "{", "[]", r#"{"name":"an app","icons":[]}"#, &text[..9], &other] {
            std::fs::write(at(MANIFEST), damaged).unwrap();
            assert!(Manifest::standing(folder.path()).is_err(), "{damaged}");
            assert_eq!(Manifest::read(folder.path()), Manifest::default(), "{damaged}");
        }
    }

    #[test]
    fn a_path_that_leads_out_of_the_folder_is_not_ours() {
        for path in ["a", "a/b.pdf"] {
            assert!(is_inside(path), "{path}");
        }
        for path in ["", "..", "a/../b", "/etc/passwd", "./a/.."] {
            assert!(!is_inside(path), "{path}");
        }
    }
}
