//! Paths as people write them: a letter with an accent may be one character or two on disk.

use std::path::{Component, Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

/// The path on disk that a written path means, seen from a folder: itself, or the one that
/// differs from it only in how accents are stored (macOS stores them apart).
pub(super) fn on_disk(folder: &Path, written: &str) -> PathBuf {
    let joined = folder.join(written);
    if joined.exists() {
        return joined;
    }
    let mut found = folder.to_path_buf();
    for component in Path::new(written).components() {
        let next = found.join(component);
        found = match component {
            Component::Normal(name) if !next.exists() => {
                match alike(&found, &name.to_string_lossy()) {
                    Some(other) => other,
                    None => return joined,
                }
            }
            _ => next,
        };
    }
    found
}

/// The only entry of a folder with this name in another form of Unicode.
fn alike(folder: &Path, name: &str) -> Option<PathBuf> {
    let composed: String = name.nfc().collect();
    let same =
        |entry: &std::fs::DirEntry| entry.file_name().to_string_lossy().nfc().eq(composed.chars());
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).ok()?.filter_map(Result::ok).filter(same).collect();
    let only = entries.pop()?;
    entries.is_empty().then(|| only.path())
}

/// What may have been meant by a path that leads nowhere: the same with forward slashes, or
/// the only one that differs in capitals alone.
pub(super) fn meant(folder: &Path, written: &str) -> Option<String> {
    let slashes = written.replace('\\', "/");
    if slashes != written {
        return Some(slashes);
    }
    let mut parts = Vec::new();
    let mut found = folder.to_path_buf();
    for component in Path::new(written).components() {
        let name = component.as_os_str().to_string_lossy().into_owned();
        let name = if found.join(&name).exists() { name } else { in_capitals(&found, &name)? };
        found = found.join(&name);
        parts.push(name);
    }
    Some(parts.join("/"))
}

fn in_capitals(folder: &Path, name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let names = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let mut names: Vec<_> = names
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|other| other.to_lowercase() == lower)
        .collect();
    let only = names.pop()?;
    names.is_empty().then_some(only)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_however_its_accents_are_stored() {
        let folder = tempfile::tempdir().unwrap();
        let apart = "antwoorden/gemee\u{308}nten-e\u{301}e\u{301}n";
        std::fs::create_dir_all(folder.path().join(apart)).unwrap();
        let found = on_disk(folder.path(), "antwoorden/gemeënten-één");
        assert_eq!(found, folder.path().join(apart));
        std::fs::create_dir(folder.path().join("één")).unwrap();
        assert!(on_disk(folder.path(), "e\u{301}e\u{301}n").is_dir());
        assert!(!on_disk(folder.path(), "antwoorden/weg").exists());
    }

    #[test]
    fn what_was_meant_is_the_path_with_other_slashes_or_capitals() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("Antwoorden/2023")).unwrap();
        let meant = |written: &str| meant(folder.path(), written);
        assert_eq!(meant(r"antwoorden\2023").as_deref(), Some("antwoorden/2023"));
        assert_eq!(meant("antwoorden/2023").as_deref(), Some("Antwoorden/2023"));
        assert_eq!(meant("antwoorden/2024"), None);
    }
}
