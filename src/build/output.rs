//! What stands on disk, and how it gets there: whole or not at all.
//!
//! New files are first written to a staging folder beside their destination. Only when all
//! of them are there do they move to their places, each by one rename, and the manifest
//! last. Until that moment an earlier build is untouched, whatever goes wrong.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

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
    /// Every file, by path relative to the folder.
    pub files: BTreeMap<String, ManifestEntry>,
}

/// One file of an output folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestEntry {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// What it is (`landelijk-rapport`, `factsheet`, ...).
    pub kind: String,
    /// Who may see it: `public`, `municipality:GM0193` or `bureau`.
    pub audience: String,
    /// SHA-256 of everything it was made from.
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

    /// The entry under this path, when it was made from this key and stands unchanged on disk.
    pub(super) fn current(&self, folder: &Path, path: &str, key: &str) -> Option<&ManifestEntry> {
        let entry = self.files.get(path).filter(|entry| entry.key == key)?;
        let bytes = std::fs::read(folder.join(path)).ok()?;
        (sha256(&bytes) == entry.sha256).then_some(entry)
    }
}

/// SHA-256 of bytes, in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
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

impl Staging {
    /// Opens a staging folder inside the output folder, which is made if needed.
    ///
    /// # Errors
    /// The folder can't be written, or another build is writing there (`WouldBlock`).
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
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
    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let target = self.staged.path().join(path);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let mut file = File::create(target)?;
        file.write_all(bytes)?;
        file.sync_data()
    }

    /// Moves all new files to their places, removes those of the earlier manifest that are no
    /// longer made, and writes the new manifest last. Documents of another edition stay.
    pub(super) fn commit(
        self,
        earlier: &Manifest,
        edition: u16,
        mut manifest: Manifest,
    ) -> io::Result<()> {
        let other = |entry: &ManifestEntry| entry.edition.is_some_and(|wave| wave != edition);
        for (path, entry) in earlier.files.iter().filter(|(_, entry)| other(entry)) {
            manifest.files.entry(path.clone()).or_insert_with(|| entry.clone());
        }
        let json = serde_json::to_vec_pretty(&manifest).expect("a manifest is plain data");
        self.put(MANIFEST, &json)?;
        for path in manifest.files.keys() {
            self.move_in(path)?;
        }
        for path in earlier.files.keys().filter(|path| !manifest.files.contains_key(*path)) {
            remove_if_inside(&self.folder, path);
        }
        self.move_in(MANIFEST)
    }

    fn move_in(&self, path: &str) -> io::Result<()> {
        let (from, to) = (self.staged.path().join(path), self.folder.join(path));
        if !from.exists() {
            return Ok(()); // Not made anew: the file in place is current.
        }
        if let Some(parent) = to.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::rename(from, to)
    }
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

/// Removes a file that an earlier build made, and its folder when that is empty then. Paths
/// that would lead out of the folder are left alone: a manifest can be edited by hand.
fn remove_if_inside(folder: &Path, path: &str) {
    let plain =
        Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    if !plain {
        return;
    }
    // A file that is already gone is what was wanted.
    let _ = std::fs::remove_file(folder.join(path));
    if let Some(parent) = folder.join(path).parent().filter(|parent| *parent != folder) {
        // Fails when other files stand in it, which is right.
        let _ = std::fs::remove_dir(parent);
    }
}
