//! What stands on disk, and how it gets there: whole or not at all.
//!
//! New files are first written to a staging folder beside their destination. Only when all
//! of them are there, and every place is free to be written, do the old files move aside and
//! the new ones to their places, each by one rename, the manifest last. Whatever goes wrong,
//! every move is undone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, TryLockError};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

pub(super) use crate::keys::sha256;

/// Name of the manifest in the output folder.
pub(super) const MANIFEST: &str = "manifest.json";

/// What stands in an output folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the form of this file.
    pub schema: String,
    /// Version of the product that wrote it.
    pub version: String,
    /// Name of the survey: another survey does not write over it.
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

/// Version of the manifest's form.
pub(super) const MANIFEST_SCHEMA: &str = "gemeentespiegel/manifest/1";

impl Manifest {
    /// Reads the manifest of a folder. One that is missing or unreadable is an empty one:
    /// everything is then made anew.
    #[must_use]
    pub fn read(folder: &Path) -> Self {
        std::fs::read(folder.join(MANIFEST))
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// The entry under this path with its file, when it was made from this key and stands
    /// unchanged on disk.
    pub(super) fn current(
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

/// A file or folder of the output that could not be written.
#[derive(Debug)]
pub struct NotWritten {
    /// Which one.
    pub path: PathBuf,
    /// What the system says.
    pub error: io::Error,
    /// Where the files of the earlier build are, if not all could be put back.
    pub left_in: Option<PathBuf>,
}

impl NotWritten {
    /// Which one, as the user will know it: new files are first made in a folder out of sight.
    #[must_use]
    pub fn shown(&self) -> PathBuf {
        let mut names = self.path.components().peekable();
        let mut shown = PathBuf::new();
        while let Some(name) = names.next() {
            if name.as_os_str().to_string_lossy().starts_with(STAGING_PREFIX) {
                names.next_if(|inside| [NEW, OLD].iter().any(|own| inside.as_os_str() == *own));
            } else {
                shown.push(name);
            }
        }
        shown
    }

    /// Puts the path to an error of the system.
    fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self { path: path.to_path_buf(), error, left_in: None }
    }
}

/// New files on their way to the output folder. While it exists no other build writes there.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    staged: TempDir,
    _lock: File,
}

const STAGING_PREFIX: &str = ".in-aanbouw-";
const LOCK: &str = ".spiegel-lock";
/// Inside the staging folder: what is made, and what it replaces.
const NEW: &str = "nieuw";
const OLD: &str = "oud";

impl Staging {
    /// Opens a staging folder inside the output folder, which is made if needed.
    ///
    /// # Errors
    /// The folder can't be written, or another build is writing there (`WouldBlock`).
    pub(super) fn open(folder: &Path) -> Result<Self, NotWritten> {
        Self::open_in(folder).map_err(NotWritten::at(folder))
    }

    fn open_in(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let lock = File::create(folder.join(LOCK))?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::Error::from(io::ErrorKind::WouldBlock),
            TryLockError::Error(error) => error,
        })?;
        remove_abandoned(folder)?;
        let staged = tempfile::Builder::new().prefix(STAGING_PREFIX).tempdir_in(folder)?;
        Ok(Self { folder: folder.to_path_buf(), staged, _lock: lock })
    }

    /// Writes a file in full, out of sight.
    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> Result<(), NotWritten> {
        write_new(&self.new_file(path), bytes).map_err(NotWritten::at(&self.folder.join(path)))
    }

    /// Whether a file was made and waits to be put in place.
    pub(super) fn holds(&self, path: &str) -> bool {
        is_inside(path) && self.new_file(path).exists()
    }

    fn new_file(&self, path: &str) -> PathBuf {
        self.staged.path().join(NEW).join(path)
    }

    /// Moves all new files to their places, removes those of the earlier manifest that are no
    /// longer in the new one, and puts the new manifest in place last. When one move fails,
    /// all earlier ones are undone.
    pub(super) fn commit(self, earlier: &Manifest, manifest: Manifest) -> Result<(), NotWritten> {
        let json = serde_json::to_vec_pretty(&manifest).expect("a manifest is plain data");
        self.put(MANIFEST, &json)?;
        let gone = earlier.files.keys().filter(|path| !manifest.files.contains_key(*path));
        let gone = gone.map(String::as_str).filter(|path| is_inside(path));
        // A folder in the place of such a file is the user's.
        let gone: Vec<&str> = gone.filter(|path| !self.folder.join(path).is_dir()).collect();
        // Not made anew: the file in place is current.
        let made = manifest.files.keys().map(String::as_str).chain([MANIFEST]);
        let made = made.filter(|path| self.holds(path));
        let made: Vec<&str> = made.collect();
        let mut journal = Journal::default();
        match self.move_all(&gone, &made, &mut journal) {
            Ok(()) => {
                gone.iter().for_each(|path| remove_empty_parent(&self.folder, path));
                Ok(())
            }
            Err(failed) if journal.undo() => Err(failed),
            Err(failed) => Err(NotWritten { left_in: Some(self.staged.keep()), ..failed }),
        }
    }

    /// First everything that can be known without moving a file, then the moves.
    fn move_all(
        &self,
        gone: &[&str],
        made: &[&str],
        journal: &mut Journal,
    ) -> Result<(), NotWritten> {
        for path in made {
            let target = self.folder.join(path);
            let ready = journal.make_parents(&target).and_then(|()| no_folder(&target));
            ready.map_err(NotWritten::at(&target))?;
        }
        for path in gone {
            self.set_aside(path, journal).map_err(NotWritten::at(&self.folder.join(path)))?;
        }
        for path in made {
            let target = self.folder.join(path);
            let aside = self.set_aside(path, journal);
            aside
                .and_then(|()| journal.rename(&self.new_file(path), &target))
                .map_err(NotWritten::at(&target))?;
        }
        Ok(())
    }

    /// Takes what stands in a place out of sight.
    fn set_aside(&self, path: &str, journal: &mut Journal) -> io::Result<()> {
        let (target, aside) = (self.folder.join(path), self.staged.path().join(OLD).join(path));
        if target.symlink_metadata().is_err() {
            return Ok(()); // Nothing stands there.
        }
        journal.make_parents(&aside)?;
        journal.rename(&target, &aside)
    }
}

/// What was done to an output folder, so that it can be undone.
#[derive(Debug, Default)]
struct Journal(Vec<Step>);

#[derive(Debug)]
enum Step {
    Made(PathBuf),
    Moved { from: PathBuf, to: PathBuf },
}

impl Journal {
    /// Makes the folders above a file that are not there yet.
    fn make_parents(&mut self, path: &Path) -> io::Result<()> {
        let parent = path.parent().unwrap_or(path);
        let missing: Vec<_> = parent.ancestors().take_while(|above| !above.exists()).collect();
        for folder in missing.into_iter().rev() {
            std::fs::create_dir(folder)?;
            self.0.push(Step::Made(folder.to_path_buf()));
        }
        if parent.is_dir() { Ok(()) } else { Err(io::ErrorKind::NotADirectory.into()) }
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)?;
        self.0.push(Step::Moved { from: from.to_path_buf(), to: to.to_path_buf() });
        Ok(())
    }

    /// Goes back, the last step first; whether every file is where it was.
    fn undo(self) -> bool {
        let undone = |step: &Step| match step {
            Step::Moved { from, to } => std::fs::rename(to, from).is_ok(),
            Step::Made(folder) => {
                // An empty folder that stays harms nobody.
                let _ = std::fs::remove_dir(folder);
                true
            }
        };
        let mut all = true;
        for step in self.0.iter().rev() {
            all &= undone(step);
        }
        all
    }
}

/// A folder in the place of a file is the user's: it is not moved out of the way.
fn no_folder(target: &Path) -> io::Result<()> {
    if target.is_dir() { Err(io::ErrorKind::IsADirectory.into()) } else { Ok(()) }
}

/// Writes a file in full, in a folder that is made if needed.
fn write_new(target: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = target.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let mut file = File::create(target)?;
    file.write_all(bytes)?;
    file.sync_data()
}

/// Writes one file whole or not at all.
///
/// # Errors
/// The folder does not exist or can't be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Removes what a build that was killed left behind; the lock says that none is running.
fn remove_abandoned(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(STAGING_PREFIX) {
            std::fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Removes an output folder in which no build is busy. What can't be removed stays, and is
/// looked at again by the next build.
pub(super) fn remove_unless_busy(folder: &Path) {
    if let Ok(_staging) = Staging::open(folder) {
        let _ = std::fs::remove_dir_all(folder);
    }
}

/// Whether a path stays inside its folder: a manifest can be edited by hand.
fn is_inside(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Removes the folder of a file that is gone, when it is empty now.
fn remove_empty_parent(folder: &Path, path: &str) {
    if let Some(parent) = folder.join(path).parent().filter(|parent| *parent != folder) {
        // Fails when other files stand in it, which is right.
        let _ = std::fs::remove_dir(parent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_goes_back_to_where_it_began() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        std::fs::write(at("a"), "first").unwrap();
        std::fs::write(at("b"), "second").unwrap();
        let mut journal = Journal::default();
        journal.make_parents(&at("oud/diep/a")).unwrap();
        journal.rename(&at("a"), &at("oud/diep/a")).unwrap();
        journal.rename(&at("b"), &at("a")).unwrap();
        assert!(journal.rename(&at("c"), &at("b")).is_err(), "there is no `c`");
        assert!(journal.undo());
        assert_eq!(std::fs::read_to_string(at("a")).unwrap(), "first");
        assert_eq!(std::fs::read_to_string(at("b")).unwrap(), "second");
        assert!(!at("oud").exists());
    }

    #[test]
    fn a_file_that_is_no_longer_made_goes_but_not_a_folder_in_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        std::fs::create_dir_all(out.join("weg")).unwrap();
        std::fs::write(out.join("weg/a.txt"), "old").unwrap();
        std::fs::create_dir_all(out.join("van-mij/b.txt")).unwrap();
        std::fs::write(out.join("van-mij/b.txt/c.txt"), "a file of the user").unwrap();
        let earlier = manifest_of(&["weg/a.txt", "van-mij/b.txt"]);
        let staging = Staging::open(out).unwrap();
        staging.commit(&earlier, Manifest::default()).unwrap();
        assert!(!out.join("weg").exists());
        assert!(out.join("van-mij/b.txt/c.txt").exists());
        assert_eq!(Manifest::read(out), Manifest::default());
    }

    /// A manifest of new data files.
    fn manifest_of(paths: &[&str]) -> Manifest {
        let entry = ManifestEntry {
            sha256: sha256(b"new"),
            kind: String::new(),
            audience: String::new(),
            key: String::new(),
            edition: None,
            pages: None,
            schema: None,
        };
        let files = paths.iter().map(|path| ((*path).to_owned(), entry.clone()));
        Manifest { files: files.collect(), ..Manifest::default() }
    }

    #[test]
    fn a_file_in_the_place_of_a_folder_is_told_before_anything_moves() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let staging = Staging::open(&out).unwrap();
        std::fs::write(out.join("a.txt"), "old").unwrap();
        std::fs::write(out.join("b"), "a file of the user").unwrap();
        let manifest = manifest_of(&["a.txt", "b/c.txt"]);
        for path in manifest.files.keys() {
            staging.put(path, b"new").unwrap();
        }
        let failed = staging.commit(&Manifest::default(), manifest).unwrap_err();
        assert_eq!(failed.error.kind(), io::ErrorKind::NotADirectory);
        assert_eq!((failed.path, failed.left_in), (out.join("b/c.txt"), None));
        let mut left: Vec<_> =
            std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [LOCK, "a.txt", "b"]);
        assert_eq!(std::fs::read_to_string(out.join("a.txt")).unwrap(), "old");
    }
}
