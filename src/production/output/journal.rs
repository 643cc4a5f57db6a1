//! What a commit is about to do to an output folder, so that it can be undone: at once when a
//! step fails, or by the next run when the program was killed.
//!
//! The journal stands in the staging folder, beside the new files and those that they replace.
//! It is written before anything is moved, and removed when the new manifest is in place: a
//! staging folder with a journal is undone, one without is waste. Each step of undoing looks at
//! what stands where, so that undoing can itself be broken off and done again.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{
    Disk, NotWritten, bytes_of, in_the_way, link, make_folders, missing_folders, settle, stands,
};
use super::manifest::{MANIFEST, Manifest, is_inside};
use super::sha256;

/// Name of the journal in a staging folder, and of one that is not whole yet.
const JOURNAL: &str = "journaal.json";
const UNFINISHED: &str = "journaal.nieuw";
/// What is made, and what it replaces.
pub(super) const NEW: &str = "nieuw";
pub(super) const OLD: &str = "oud";

/// All that a commit does. Paths are relative to the output folder.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    /// New files with their SHA-256; the manifest is one of them.
    made: BTreeMap<String, String>,
    /// What stands where a new file will come, or is no longer made: it is set aside.
    aside: Vec<String>,
    /// Folders that are made, the outermost first.
    folders: Vec<PathBuf>,
}

/// The two folders of a commit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The output folder.
    pub(super) output: &'a Path,
    /// The staging folder in it.
    pub(super) staging: &'a Path,
}

impl Place<'_> {
    fn made(self, path: &str) -> PathBuf {
        self.staging.join(NEW).join(path)
    }

    fn old(self, path: &str) -> PathBuf {
        self.staging.join(OLD).join(path)
    }

    fn target(self, path: &str) -> PathBuf {
        self.output.join(path)
    }

    fn journal(self) -> PathBuf {
        self.staging.join(JOURNAL)
    }

    /// Whether a commit was begun and not brought to its end.
    pub(super) fn is_open(self) -> bool {
        stands(&self.journal())
    }

    /// Whether all that stands in the staging folder is ours.
    pub(super) fn is_ours(self) -> bool {
        let ours = [NEW, OLD, JOURNAL, UNFINISHED];
        let known = |entry: io::Result<std::fs::DirEntry>| {
            entry.is_ok_and(|entry| ours.iter().any(|name| entry.file_name() == *name))
        };
        std::fs::read_dir(self.staging).is_ok_and(|mut entries| entries.all(known))
    }
}

impl Journal {
    /// Plans the way from what stands in the output folder to the new manifest.
    ///
    /// # Errors
    /// In a place stands what no build made, or the way there leads through a link.
    pub(super) fn plan(
        place: Place,
        earlier: &Manifest,
        made: BTreeMap<String, String>,
        now: &Manifest,
    ) -> Result<Self, NotWritten> {
        let mut folders = Vec::new();
        let mut aside = Vec::new();
        for (path, sha256) in &made {
            let missing = missing_folders(place.output, path)?;
            let new = missing.into_iter().filter(|folder| !folders.contains(folder));
            let new: Vec<_> = new.collect();
            folders.extend(new);
            let known = path == MANIFEST || earlier.files.contains_key(path);
            if may_replace(&place.target(path), known, sha256)
                .map_err(NotWritten::at(&place.target(path)))?
            {
                aside.push(path.clone());
            }
        }
        let gone = earlier.files.keys().filter(|path| !now.files.contains_key(*path));
        for path in gone.filter(|path| is_inside(path)) {
            let target = place.target(path);
            // A folder in the place of such a file is the user's.
            if stands(&target) && !target.is_dir() {
                missing_folders(place.output, path)?;
                aside.push(path.clone());
            }
        }
        let relative = |folder: PathBuf| {
            folder.strip_prefix(place.output).map(Path::to_path_buf).unwrap_or(folder)
        };
        Ok(Self { made, aside, folders: folders.into_iter().map(relative).collect() })
    }

    /// Does what was planned, the manifest last. Afterwards the staging folder is waste.
    ///
    /// # Errors
    /// A step failed: what was done so far is to be undone.
    pub(super) fn carry_out(&self, place: Place, disk: &dyn Disk) -> Result<(), NotWritten> {
        for path in &self.aside {
            make_folders(disk, place.staging, &format!("{OLD}/{path}"))?;
        }
        self.write(place, disk).map_err(NotWritten::at(&place.journal()))?;
        for folder in &self.folders {
            let folder = place.output.join(folder);
            disk.make_folder(&folder).map_err(NotWritten::at(&folder))?;
        }
        let replaced = |path: &&String| self.made.contains_key(*path);
        for path in self.aside.iter().filter(|path| !replaced(path)) {
            self.set_aside(place, disk, path)?;
            remove_empty_folder(place.output, disk, path)?;
        }
        let manifest_last = self.made.keys().filter(|path| *path != MANIFEST);
        for path in manifest_last.map(String::as_str).chain([MANIFEST]) {
            if self.aside.iter().any(|aside| aside == path) {
                self.set_aside(place, disk, path)?;
            }
            let target = place.target(path);
            disk.rename(&place.made(path), &target).map_err(NotWritten::at(&target))?;
        }
        // From here on the new files are what stands.
        disk.remove_file(&place.journal()).map_err(NotWritten::at(&place.journal()))
    }

    fn set_aside(&self, place: Place, disk: &dyn Disk, path: &str) -> Result<(), NotWritten> {
        let target = place.target(path);
        disk.rename(&target, &place.old(path)).map_err(NotWritten::at(&target))
    }

    fn write(&self, place: Place, disk: &dyn Disk) -> io::Result<()> {
        let json = serde_json::to_vec_pretty(self).expect("a journal is plain data");
        let unfinished = place.staging.join(UNFINISHED);
        disk.write(&unfinished, &json)?;
        disk.rename(&unfinished, &place.journal())?;
        settle(place.staging);
        Ok(())
    }

    /// Reads the journal of a commit that was broken off.
    fn read(place: Place) -> io::Result<Self> {
        let journal: Self = serde_json::from_slice(&std::fs::read(place.journal())?)?;
        let folders = journal.folders.iter().map(|folder| folder.to_str().unwrap_or_default());
        let paths = journal.made.keys().chain(&journal.aside).map(String::as_str);
        match paths.chain(folders).all(is_inside) {
            true => Ok(journal),
            false => Err(ErrorKind::InvalidData.into()),
        }
    }

    /// Puts everything back that was set aside, and takes away what was new.
    fn undo(&self, place: Place, disk: &dyn Disk) -> Result<(), NotWritten> {
        for path in self.made.keys().chain(&self.aside) {
            let (target, old) = (place.target(path), place.old(path));
            // Above it may stand a link by now, or the folder may have been removed.
            let missing = missing_folders(place.output, path)?;
            let moved = !stands(&place.made(path));
            let made = self.made.get(path).filter(|_| moved);
            let is_new = || bytes_of(&target).map(|bytes| sha256(&bytes)).as_ref() == made;
            if stands(&old) {
                if stands(&target) && (made.is_none() || !is_new()) {
                    return Err(NotWritten::at(&target)(in_the_way()));
                }
                if !missing.is_empty() {
                    make_folders(disk, place.output, path)?;
                }
                disk.rename(&old, &target).map_err(NotWritten::at(&target))?;
            } else if made.is_some() && !self.aside.contains(path) && is_new() {
                disk.remove_file(&target).map_err(NotWritten::at(&target))?;
            }
        }
        for folder in self.folders.iter().rev().map(|folder| place.output.join(folder)) {
            match disk.remove_folder(&folder) {
                // What the user put there in the meantime stays.
                Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {}
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                removed => removed.map_err(NotWritten::at(&folder))?,
            }
        }
        settle(place.output);
        disk.remove_file(&place.journal()).map_err(NotWritten::at(&place.journal()))
    }
}

/// Undoes the commit of a staging folder, if one was begun and not brought to its end.
/// Whether there was one.
///
/// # Errors
/// Not everything could be put back: the staging folder must stay.
pub(super) fn undo(place: Place, disk: &dyn Disk) -> Result<bool, NotWritten> {
    if !place.is_open() {
        return Ok(false);
    }
    let left_in = |failed| NotWritten { left_in: Some(place.staging.to_path_buf()), ..failed };
    let journal =
        Journal::read(place).map_err(NotWritten::at(&place.journal())).map_err(left_in)?;
    journal.undo(place, disk).map_err(left_in)?;
    Ok(true)
}

/// Whether something stands in a place that a new file may take: what a build put there, or
/// the very same file.
fn may_replace(target: &Path, known: bool, new: &str) -> io::Result<bool> {
    if target.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    if !stands(target) {
        return Ok(false);
    }
    let same = || bytes_of(target).is_some_and(|bytes| sha256(&bytes) == new);
    if known || same() {
        return Ok(true);
    }
    let is_link = target.symlink_metadata().is_ok_and(|found| found.is_symlink());
    Err(if is_link { link() } else { in_the_way() })
}

/// Removes the folder of a file that was set aside, when it is empty now.
fn remove_empty_folder(output: &Path, disk: &dyn Disk, path: &str) -> Result<(), NotWritten> {
    let target = output.join(path);
    let Some(folder) = target.parent().filter(|folder| *folder != output) else { return Ok(()) };
    match disk.remove_folder(folder) {
        Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(()),
        removed => removed.map_err(NotWritten::at(folder)),
    }
}
