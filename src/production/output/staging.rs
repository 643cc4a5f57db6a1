//! New files on their way to the output folder.
//!
//! They are first written to a staging folder inside their destination. Only when all of them
//! are there, and every place is free to be written, do the old files move aside and the new
//! ones to their places, each by one rename. Whatever goes wrong, the [`journal`] takes it back.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tempfile::TempDir;

use super::disk::{
    Disk, NotWritten, Real, bytes_of, in_the_way, is_folder, link, make_folders, missing_folders,
    stands,
};
use super::journal::{self, Journal, NEW, OLD, Place};
use super::manifest::{MANIFEST, Manifest, is_inside};
use super::sha256;

const STAGING_PREFIX: &str = ".in-aanbouw-";
const LOCK: &str = ".spiegel-lock";

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
}

/// New files on their way to the output folder. While it exists no other build writes there.
#[derive(Debug)]
pub(in crate::production) struct Staging {
    folder: PathBuf,
    staged: TempDir,
    _lock: File,
}

/// A file that is not what the manifest says of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::production) struct Untrue {
    /// Its path in the output folder.
    pub(in crate::production) path: String,
    /// Whether something stands there.
    pub(in crate::production) is_there: bool,
}

impl Staging {
    /// Opens a staging folder inside the output folder, which is made if needed.
    ///
    /// # Errors
    /// The folder can't be written, another build is writing there (`WouldBlock`), or what an
    /// earlier one left can't be put back.
    pub(in crate::production) fn open(folder: &Path) -> Result<Self, NotWritten> {
        std::fs::create_dir_all(folder).map_err(NotWritten::at(folder))?;
        let lock = lock(folder)?;
        clear(folder, &Real)?;
        let staged = tempfile::Builder::new().prefix(STAGING_PREFIX).tempdir_in(folder);
        let staged = staged.map_err(NotWritten::at(folder))?;
        Ok(Self { folder: folder.to_path_buf(), staged, _lock: lock })
    }

    /// Where the new files wait.
    pub(in crate::production) fn waiting_room(&self) -> &Path {
        self.staged.path()
    }

    /// Writes a file in full, out of sight.
    ///
    /// # Errors
    /// It can't be written, or the staging folder was removed.
    pub(in crate::production) fn put(&self, path: &str, bytes: &[u8]) -> Result<(), NotWritten> {
        make_folders(&Real, self.staged.path(), &format!("{NEW}/{path}"))?;
        let target = self.folder.join(path);
        Real.write(&self.new_file(path), bytes).map_err(NotWritten::at(&target))
    }

    /// Whether a file was made and waits to be put in place.
    pub(in crate::production) fn holds(&self, path: &str) -> bool {
        is_inside(path) && stands(&self.new_file(path))
    }

    fn new_file(&self, path: &str) -> PathBuf {
        self.staged.path().join(NEW).join(path)
    }

    /// The files of a manifest that neither wait here nor stand in place as it says.
    pub(in crate::production) fn untrue(&self, manifest: &Manifest) -> Vec<Untrue> {
        let files: Vec<_> = manifest.files.iter().collect();
        let untrue = files.par_iter().filter_map(|(path, entry)| {
            let waits = self.holds(path);
            let place = if waits { self.new_file(path) } else { self.folder.join(path) };
            let found = is_inside(path).then(|| std::fs::read(place).ok()).flatten();
            let is_true = found.as_ref().is_some_and(|bytes| sha256(bytes) == entry.sha256);
            (!is_true).then(|| Untrue { path: (*path).clone(), is_there: found.is_some() })
        });
        untrue.collect()
    }

    /// Moves all new files to their places, removes those of the earlier manifest that are no
    /// longer in the new one, and puts the new manifest in place last.
    ///
    /// # Errors
    /// A place can't be written: what stood in the folder stands there again, or
    /// [`NotWritten::left_in`] says where it is.
    pub(in crate::production) fn commit(
        self,
        earlier: &Manifest,
        manifest: Manifest,
    ) -> Result<(), NotWritten> {
        self.commit_on(&Real, earlier, manifest)
    }

    pub(super) fn commit_on(
        self,
        disk: &dyn Disk,
        earlier: &Manifest,
        manifest: Manifest,
    ) -> Result<(), NotWritten> {
        let json = serde_json::to_vec_pretty(&manifest).expect("a manifest is plain data");
        self.put(MANIFEST, &json)?;
        let waits = manifest.files.iter().filter(|(path, _)| self.holds(path));
        let made = waits.map(|(path, entry)| (path.clone(), entry.sha256.clone()));
        let made: BTreeMap<_, _> = made.chain([(MANIFEST.to_owned(), sha256(&json))]).collect();
        // From here on only a journal that was carried out or undone may remove the folder.
        let (output, staging) = (self.folder, self.staged.keep());
        let place = Place { output: &output, staging: &staging };
        let done = Journal::plan(place, earlier, made, &manifest)
            .and_then(|journal| journal.carry_out(place, disk));
        if let Err(failed) = done {
            let undone = journal::undo(place, disk);
            if undone.is_ok() {
                let _ = disk.remove_all(&staging);
            }
            return Err(NotWritten { left_in: undone.err().map(|_| staging.clone()), ..failed });
        }
        // What stays of it is removed by the next build.
        let _ = disk.remove_all(&staging);
        Ok(())
    }
}

/// Takes the lock of a folder. It is never emptied or followed: it may be a file of the user.
fn lock(folder: &Path) -> Result<File, NotWritten> {
    let path = folder.join(LOCK);
    let found = path.symlink_metadata().ok();
    match found.map(|found| found.file_type()) {
        Some(found) if found.is_symlink() => return Err(NotWritten::at(&path)(link())),
        // A device or pipe could keep us waiting.
        Some(found) if !found.is_file() && !found.is_dir() => {
            return Err(NotWritten::at(&path)(in_the_way()));
        }
        _ => {}
    }
    let lock = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
    let lock = lock.map_err(NotWritten::at(&path))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => {
            Err(NotWritten::at(folder)(io::ErrorKind::WouldBlock.into()))
        }
        Err(TryLockError::Error(error)) => Err(NotWritten::at(&path)(error)),
    }
}

/// Undoes what a build left that was killed while it put files in their places. Whether there
/// was one. A folder in which nothing is to be undone is not touched.
///
/// # Errors
/// Not everything could be put back, or another build is writing there (`WouldBlock`).
pub(in crate::production) fn recover(folder: &Path) -> Result<bool, NotWritten> {
    let is_open = |staging: &PathBuf| Place { output: folder, staging }.is_open();
    if !staging_folders(folder).iter().any(is_open) {
        return Ok(false);
    }
    let _lock = lock(folder)?;
    clear(folder, &Real)
}

/// Undoes and removes what builds left behind that were killed; the lock says that none is
/// running. Whether anything was undone.
pub(super) fn clear(folder: &Path, disk: &dyn Disk) -> Result<bool, NotWritten> {
    let mut undone = false;
    for staging in staging_folders(folder) {
        let place = Place { output: folder, staging: &staging };
        undone |= journal::undo(place, disk)?;
        if place.is_ours() {
            disk.remove_all(&staging).map_err(NotWritten::at(&staging))?;
        }
    }
    Ok(undone)
}

fn staging_folders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let ours = entries.filter(|e| e.file_name().to_string_lossy().starts_with(STAGING_PREFIX));
    let mut folders: Vec<_> = ours.map(|entry| entry.path()).filter(|f| is_folder(f)).collect();
    folders.sort();
    folders
}

/// Removes the folder in which new files wait, when the program is about to end. Who still
/// writes there may leave something, which the next build removes.
pub fn discard(waiting: &Path) {
    for _ in 0..3 {
        if std::fs::remove_dir_all(waiting).is_ok() {
            break;
        }
    }
}

/// Removes from a folder what stands there as its manifest lists it, then the manifest, and the
/// folder itself when nothing else stands in it. A folder in which a build is busy, or of which nothing is known,
/// stays; what can't be removed is looked at again by the next build.
pub(in crate::production) fn remove_unless_busy(folder: &Path) {
    if !is_folder(folder) || !stands(&folder.join(MANIFEST)) {
        return;
    }
    let Ok(_lock) = lock(folder) else { return };
    let (Ok(_), Ok(manifest)) = (clear(folder, &Real), Manifest::standing(folder)) else { return };
    for (path, entry) in manifest.files.iter().filter(|(path, _)| is_inside(path)) {
        let place = folder.join(path);
        let reached = missing_folders(folder, path).is_ok_and(|missing| missing.is_empty());
        let ours = || bytes_of(&place).is_some_and(|bytes| sha256(&bytes) == entry.sha256);
        if reached && ours() && std::fs::remove_file(&place).is_ok() {
            let above = Path::new(path).ancestors().skip(1).filter(|p| !p.as_os_str().is_empty());
            // Fails when other files stand in it, which is right.
            above.for_each(|above| drop(std::fs::remove_dir(folder.join(above))));
        }
    }
    if bytes_of(&folder.join(MANIFEST)).is_some() {
        let _ = std::fs::remove_file(folder.join(MANIFEST));
    }
    let _ = std::fs::remove_file(folder.join(LOCK));
    let _ = std::fs::remove_dir(folder);
}
