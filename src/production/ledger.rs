//! What a build will list in the manifest: what it made and found current, and of what earlier
//! builds made that which still stands. Nothing is listed that is not true.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::codes;
use super::output::{self, Manifest, ManifestEntry, Untrue};
use super::request::Request;
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::documents::Delivered;
use crate::questionnaire::Wave;

/// The manifest as it grows, and which of its files this build vouches for.
pub(super) struct Ledger {
    pub(super) manifest: Manifest,
    entered: BTreeSet<String>,
}

impl Ledger {
    /// Begins with the entries of files that this build does not touch.
    pub(super) fn new(earlier: &Manifest, request: &Request, project: &str) -> Self {
        Self { manifest: kept(earlier, request, project), entered: BTreeSet::new() }
    }

    /// Lists files that were made, or found current.
    pub(super) fn enter(&mut self, files: impl IntoIterator<Item = (String, ManifestEntry)>) {
        for (path, entry) in files {
            self.entered.insert(path.clone());
            self.manifest.files.insert(path, entry);
        }
    }

    /// The manifest without what is not true. What this build made or found current must stand
    /// there; of the other files one that is gone is no longer listed, with a warning.
    pub(super) fn judged(self, untrue: Vec<Untrue>, diagnostics: &mut Diagnostics) -> Manifest {
        let Self { mut manifest, entered } = self;
        for Untrue { path, is_there } in untrue {
            if entered.contains(&path) {
                diagnostics.push(lost_meanwhile(&path, is_there));
            } else {
                let edition = manifest.files.get(&path).and_then(|entry| entry.edition);
                diagnostics.push(changed_earlier(&path, edition, is_there));
                if !is_there {
                    manifest.files.remove(&path);
                }
            }
        }
        manifest
    }
}

/// The manifest to begin with: entries of files that this build does not touch.
fn kept(earlier: &Manifest, request: &Request, project: &str) -> Manifest {
    let wave = request.wave.0;
    let whole = request.selection.is_whole();
    let stays = |entry: &ManifestEntry| !whole || entry.edition.is_some_and(|own| own != wave);
    let files = earlier.files.iter().filter(|(_, entry)| stays(entry));
    let mut partial: BTreeSet<u16> = earlier.partial.clone();
    if whole {
        partial.remove(&wave)
    } else {
        partial.insert(wave)
    };
    Manifest {
        schema: output::MANIFEST_SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        project: project.to_owned(),
        partial,
        files: files.map(|(path, entry)| (path.clone(), entry.clone())).collect(),
    }
}

/// The files of an edition that are documents for readers.
pub(super) fn delivered(manifest: &Manifest, wave: Wave) -> Vec<Delivered> {
    let own = manifest.files.iter().filter(|(_, entry)| entry.edition == Some(wave.0));
    let file = |(path, entry): (&String, &ManifestEntry)| Delivered {
        path: path.clone(),
        audience: entry.audience.clone(),
        sha256: entry.sha256.clone(),
    };
    own.map(file).collect()
}

/// The finding about a file that is not what was made.
pub(super) fn changed(path: &str, is_there: bool) -> Diagnostic {
    let message = match is_there {
        true => "the file was changed after it was made: it is not what the manifest names",
        false => "the file that the manifest names is gone",
    };
    Diagnostic::new(&codes::FILE_CHANGED, Place::File(path.to_owned()), message)
        .help("make it again: `spiegel build` without `--only` and `--municipality` does")
}

/// The finding about a file of this build that is no longer what it was a moment ago.
fn lost_meanwhile(path: &str, is_there: bool) -> Diagnostic {
    let what = if is_there { "changed" } else { "removed" };
    let message = format!("the file was {what} while the build ran");
    Diagnostic::new(&codes::FILE_CHANGED, Place::File(path.to_owned()), message).help(
        "nothing was put in place; leave the output folder alone during a build, and build again",
    )
}

/// The finding about a file of an earlier build that this one did not look at.
fn changed_earlier(path: &str, edition: Option<u16>, is_there: bool) -> Diagnostic {
    let message = match is_there {
        true => "the file was changed after it was made, and this build does not make it",
        false => "the file is gone, and this build does not make it: it is no longer listed",
    };
    let help = match edition {
        Some(edition) => format!("`spiegel build --wave {edition}` makes it again"),
        None => "`spiegel build` without `--only` and `--municipality` makes it again".to_owned(),
    };
    Diagnostic::new(&codes::EARLIER_FILE_CHANGED, Place::File(path.to_owned()), message).help(help)
}

/// So many folders of removed documents are named.
const NAMED: usize = 10;

/// The finding about documents that an earlier build made and this one takes away, while they
/// still stand there.
pub(super) fn removed(folder: &Path, earlier: &Manifest, now: &Manifest) -> Option<Diagnostic> {
    let gone = earlier.files.keys().filter(|path| !now.files.contains_key(*path));
    let gone = gone.filter(|path| folder.join(path).symlink_metadata().is_ok());
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    let mut files = 0;
    for path in gone {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        *folders.entry(folder).or_default() += 1;
        files += 1;
    }
    let first = folders.keys().next()?;
    let some: Vec<_> = folders.keys().take(NAMED).map(|folder| format!("`{folder}`")).collect();
    let more = folders.len() - some.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!(
        "no longer made, and removed: {files} {} in {}{more}",
        if files == 1 { "file" } else { "files" },
        some.join(", ")
    );
    let place = Place::File((*first).to_owned());
    Some(
        Diagnostic::new(&codes::DOCUMENTS_REMOVED, place, message)
            .help("if they should be there, put the answers back, and build again"),
    )
}
