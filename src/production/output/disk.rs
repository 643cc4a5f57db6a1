//! The few ways in which files are changed: one at a time, and never through a link.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A file or folder of the output that could not be written.
#[derive(Debug)]
pub struct NotWritten {
    /// Which one.
    pub path: PathBuf,
    /// What the system says.
    pub error: io::Error,
    /// Where the files of the earlier build are, if not all could be put back. The next build
    /// tries again.
    pub left_in: Option<PathBuf>,
}

impl NotWritten {
    /// Puts the path to an error of the system.
    pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self { path: path.to_path_buf(), error, left_in: None }
    }
}

/// Every change of an output folder after its files were made.
pub(super) trait Disk: Sync {
    /// Asked before each change. A test lets the program end here.
    ///
    /// # Errors
    /// The change does not happen.
    fn before(&self) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.before()?;
        std::fs::rename(from, to)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.before()?;
        std::fs::create_dir(folder)
    }

    fn remove_file(&self, file: &Path) -> io::Result<()> {
        self.before()?;
        std::fs::remove_file(file)
    }

    /// Removes a folder that is empty.
    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.before()?;
        std::fs::remove_dir(folder)
    }

    /// Removes a folder with all that is in it; links in it are removed, not followed.
    fn remove_all(&self, folder: &Path) -> io::Result<()> {
        self.before()?;
        std::fs::remove_dir_all(folder)
    }

    /// Writes a new file in full, down to the disk.
    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        self.before()?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(file)?;
        file.write_all(bytes)?;
        file.sync_data()
    }
}

/// The disk as it is.
#[derive(Debug)]
pub(super) struct Real;

impl Disk for Real {}

/// Whether anything stands in a place: a link counts as itself.
pub(super) fn stands(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether a real folder stands in a place.
pub(super) fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_dir())
}

/// The bytes of a real file; `None` for anything else.
pub(super) fn bytes_of(path: &Path) -> Option<Vec<u8>> {
    path.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
    std::fs::read(path).ok()
}

/// The folders above a path in `root` that are not there yet, the outermost first.
///
/// # Errors
/// What stands there is a link, which would lead the file elsewhere, or is no folder.
pub(super) fn missing_folders(root: &Path, path: &str) -> Result<Vec<PathBuf>, NotWritten> {
    let above = Path::new(path).parent().unwrap_or(Path::new(""));
    let (mut at, mut missing) = (root.to_path_buf(), Vec::new());
    for part in above.components() {
        at.push(part);
        match at.symlink_metadata() {
            Ok(found) if found.is_symlink() => return Err(NotWritten::at(&at)(link())),
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(NotWritten::at(&at)(ErrorKind::NotADirectory.into())),
            Err(error) if error.kind() == ErrorKind::NotFound => missing.push(at.clone()),
            Err(error) => return Err(NotWritten::at(&at)(error)),
        }
    }
    Ok(missing)
}

/// Makes the folders above a path in `root`, which itself must be there.
pub(super) fn make_folders(disk: &dyn Disk, root: &Path, path: &str) -> Result<(), NotWritten> {
    for folder in missing_folders(root, path)? {
        match disk.make_folder(&folder) {
            // Another thread was first.
            Err(error) if error.kind() == ErrorKind::AlreadyExists && is_folder(&folder) => {}
            made => made.map_err(NotWritten::at(&folder))?,
        }
    }
    Ok(())
}

/// What is said of a link where a folder or file of ours should be.
pub(super) fn link() -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, "it is a link, and nothing is written through links")
}

/// What is said of anything else there that is not ours.
pub(super) fn in_the_way() -> io::Error {
    io::Error::new(ErrorKind::AlreadyExists, "in its place stands something that no build made")
}

/// Sees to it that a folder says on disk what it says in memory, where the system can do that.
pub(super) fn settle(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Writes one file whole or not at all, as the user names it. What is no file, such as a
/// device, is written to as it is.
///
/// # Errors
/// The folder does not exist or can't be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".spiegel-");
    #[cfg(unix)]
    builder.permissions(mode_of(path));
    let mut file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Who may read a file that replaces this one: as before, or whoever the user lets read new
/// files; the system takes away what the user does not.
#[cfg(unix)]
fn mode_of(path: &Path) -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt;

    let before = path.symlink_metadata().ok().filter(std::fs::Metadata::is_file);
    before.map_or_else(|| PermissionsExt::from_mode(0o666), |before| before.permissions())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn an_exported_file_may_be_read_by_who_may_read_other_files() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        let mode = |path: &str| at(path).metadata().unwrap().permissions().mode() & 0o777;
        std::fs::write(at("made.txt"), "as any program makes a file").unwrap();
        write_whole(&at("new.json"), b"{}").unwrap();
        assert_eq!(mode("new.json"), mode("made.txt"));
        std::fs::set_permissions(at("made.txt"), PermissionsExt::from_mode(0o640)).unwrap();
        write_whole(&at("made.txt"), b"{}").unwrap();
        assert_eq!(mode("made.txt"), 0o640, "as it was");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing beside them");
    }

    #[test]
    fn an_export_replaces_a_link_and_writes_to_a_device() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        std::fs::write(at("precious.txt"), "precious").unwrap();
        symlink(at("precious.txt"), at("link.json")).unwrap();
        write_whole(&at("link.json"), b"{}").unwrap();
        assert_eq!(std::fs::read_to_string(at("precious.txt")).unwrap(), "precious");
        assert_eq!(std::fs::read_to_string(at("link.json")).unwrap(), "{}");
        symlink("/dev/null", at("null")).unwrap();
        write_whole(&at("null"), b"{}").unwrap();
        assert!(at("null").symlink_metadata().unwrap().is_symlink(), "the device is still there");
        assert!(write_whole(folder.path(), b"{}").is_err(), "a folder");
    }

    #[test]
    fn no_folder_is_made_behind_a_link_or_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let (root, elsewhere) = (folder.path().join("out"), folder.path().join("elsewhere"));
        std::fs::create_dir_all(&root).unwrap();
        std::fs::create_dir_all(&elsewhere).unwrap();
        symlink(&elsewhere, root.join("link")).unwrap();
        symlink(folder.path().join("nowhere"), root.join("broken")).unwrap();
        std::fs::write(root.join("file"), "").unwrap();
        for (path, kind) in [
            ("link/a.txt", ErrorKind::InvalidInput),
            ("link/deep/a.txt", ErrorKind::InvalidInput),
            ("broken/a.txt", ErrorKind::InvalidInput),
            ("file/a.txt", ErrorKind::NotADirectory),
        ] {
            let failed = make_folders(&Real, &root, path).unwrap_err();
            assert_eq!(failed.error.kind(), kind, "{path}");
        }
        assert_eq!(std::fs::read_dir(&elsewhere).unwrap().count(), 0);
        make_folders(&Real, &root, "een/twee/a.txt").unwrap();
        assert!(root.join("een/twee").is_dir());
        std::fs::remove_dir_all(&root).unwrap();
        assert!(make_folders(&Real, &root, "een/a.txt").is_err(), "the folder itself is gone");
    }
}
