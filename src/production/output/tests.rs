//! A commit that ends anywhere is taken back by the next run; what is not ours stays.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use walkdir::WalkDir;

use super::disk::{Disk, Real};
use super::manifest::{MANIFEST, MANIFEST_SCHEMA, Manifest, ManifestEntry};
use super::staging::{Staging, clear, recover, remove_unless_busy};
use super::{NotWritten, sha256};

/// A disk on which the program is killed before a change: that one and all later ones do not
/// happen, as nothing of a killed program happens.
struct Killed {
    left: AtomicUsize,
}

impl Killed {
    fn after(changes: usize) -> Self {
        Self { left: changes.into() }
    }
}

impl Disk for Killed {
    fn before(&self) -> io::Result<()> {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
        left.map(drop).map_err(|_| io::Error::other("killed"))
    }
}

/// A disk on which one change fails and the others do not.
struct FailsOnce {
    changes: AtomicUsize,
    at: usize,
}

impl Disk for FailsOnce {
    fn before(&self) -> io::Result<()> {
        match self.changes.fetch_add(1, Ordering::SeqCst) == self.at {
            true => Err(io::Error::other("a broken disk")),
            false => Ok(()),
        }
    }
}

type Files = BTreeMap<&'static str, &'static str>;

/// A first build and one with other answers: changed, unchanged, new, gone, in a folder that
/// comes or goes, beside files of the user.
fn builds() -> [Files; 2] {
    let first = [
        ("bureau/tabellen.json", "old counts"),
        ("gemeenten/A/factsheet.pdf", "old A"),
        ("gemeenten/A/summary.pdf", "A, the same"),
        ("gemeenten/B/factsheet.pdf", "old B"),
        ("gemeenten/B/summary.pdf", "old B too"),
        ("openbaar/report.pdf", "old report"),
    ];
    let second = [
        ("bureau/tabellen.json", "new counts"),
        ("gemeenten/A/factsheet.pdf", "new A"),
        ("gemeenten/A/summary.pdf", "A, the same"),
        ("gemeenten/C/factsheet.pdf", "new C"),
        ("openbaar/deep/down/data.csv", "new data"),
        ("openbaar/report.pdf", "new report"),
    ];
    [first.into(), second.into()]
}

fn manifest_of(files: &Files) -> Manifest {
    let entry = |text: &str| ManifestEntry {
        sha256: sha256(text.as_bytes()),
        kind: String::new(),
        audience: String::new(),
        key: String::new(),
        edition: None,
        pages: None,
        schema: None,
    };
    Manifest {
        schema: MANIFEST_SCHEMA.to_owned(),
        files: files.iter().map(|(path, text)| ((*path).to_owned(), entry(text))).collect(),
        ..Manifest::default()
    }
}

/// Builds as the program does: what stands unchanged is not made anew.
fn build(out: &Path, files: &Files, disk: &dyn Disk) -> Result<(), NotWritten> {
    let staging = Staging::open(out)?;
    let earlier = Manifest::standing(out).expect("a manifest that can be read");
    for (path, text) in files {
        if std::fs::read(out.join(path)).ok().as_deref() != Some(text.as_bytes()) {
            staging.put(path, text.as_bytes())?;
        }
    }
    staging.commit_on(disk, &earlier, manifest_of(files))
}

/// A folder with the first build and files of the user.
fn first_build() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("notes.txt"), "of the user").unwrap();
    build(folder.path(), &builds()[0], &Real).unwrap();
    std::fs::write(folder.path().join("gemeenten/A/mine.txt"), "of the user").unwrap();
    folder
}

/// All that stands in a folder: files with their text, folders and links without, no lock.
fn state(out: &Path) -> BTreeMap<String, Option<String>> {
    let entries = WalkDir::new(out).min_depth(1).into_iter().map(Result::unwrap);
    let entries = entries.filter(|entry| entry.file_name() != ".spiegel-lock");
    let one = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(out).unwrap().to_str().unwrap().to_owned();
        let is_file = entry.file_type().is_file();
        (path, is_file.then(|| std::fs::read_to_string(entry.path()).unwrap()))
    };
    entries.map(one).collect()
}

/// Everything that the manifest lists is there with its hash.
fn assert_true(out: &Path) {
    let manifest = Manifest::standing(out).unwrap();
    assert!(!manifest.files.is_empty());
    for (path, entry) in &manifest.files {
        assert_eq!(sha256(&std::fs::read(out.join(path)).unwrap()), entry.sha256, "{path}");
    }
}

#[test]
fn a_commit_that_is_killed_anywhere_is_taken_back_by_the_next_run() {
    let [_, second] = builds();
    let (before, after) = {
        let folder = first_build();
        let before = state(folder.path());
        build(folder.path(), &second, &Real).unwrap();
        (before, state(folder.path()))
    };
    assert_ne!(before, after);
    let mut places = 0;
    for changes in 0.. {
        let folder = first_build();
        let out = folder.path();
        let ended = build(out, &second, &Killed::after(changes));
        // A run that fails afterwards, or is stopped.
        recover(out).unwrap();
        if ended.is_ok() {
            // Killed when the new files were in place: what is left is waste.
            clear(out, &Real).unwrap();
            assert_eq!(state(out), after, "killed after {changes} changes");
            assert_true(out);
            break;
        }
        places += 1;
        clear(out, &Real).unwrap();
        assert_eq!(state(out), before, "killed after {changes} changes");
        assert_true(out);
        // A run that does not.
        build(out, &second, &Real).unwrap();
        assert_eq!(state(out), after, "killed after {changes} changes, then built");
        assert_true(out);
    }
    assert!(places > 20, "{places} places");
}

#[test]
fn a_run_that_is_killed_while_it_takes_back_is_taken_back_by_the_next() {
    let [_, second] = builds();
    let before = state(first_build().path());
    let mut tried = 0;
    for changes in (0..).step_by(3) {
        for undone in 0.. {
            let folder = first_build();
            let out = folder.path();
            if build(out, &second, &Killed::after(changes)).is_ok() {
                assert!(tried > 50, "{tried} tried");
                return;
            }
            let ended = clear(out, &Killed::after(undone)).is_ok();
            clear(out, &Real).unwrap();
            assert_eq!(state(out), before, "killed after {changes}, then after {undone}");
            tried += 1;
            if ended {
                break;
            }
        }
    }
}

#[test]
fn a_build_straight_after_one_that_was_killed_is_as_a_clean_one() {
    let [first, second] = builds();
    let clean = {
        let folder = first_build();
        build(folder.path(), &second, &Real).unwrap();
        state(folder.path())
    };
    for changes in 0.. {
        let folder = first_build();
        let ended = build(folder.path(), &second, &Killed::after(changes));
        build(folder.path(), &second, &Real).unwrap();
        assert_eq!(state(folder.path()), clean, "killed after {changes} changes");
        // The first build of a folder too.
        let fresh = tempfile::tempdir().unwrap();
        let _ = build(fresh.path(), &first, &Killed::after(changes));
        build(fresh.path(), &first, &Real).unwrap();
        assert_eq!(Manifest::standing(fresh.path()).unwrap(), manifest_of(&first));
        assert_true(fresh.path());
        if ended.is_ok() {
            break;
        }
    }
}

#[test]
fn one_step_that_fails_is_taken_back_at_once() {
    let [_, second] = builds();
    for at in 0.. {
        let folder = first_build();
        let before = state(folder.path());
        let disk = FailsOnce { changes: 0.into(), at };
        match build(folder.path(), &second, &disk) {
            Err(failed) => {
                assert!(failed.left_in.is_none(), "{failed:?}");
                assert_eq!(state(folder.path()), before, "change {at} failed");
            }
            Ok(()) => {
                clear(folder.path(), &Real).unwrap();
                assert_true(folder.path());
                break;
            }
        }
    }
}

#[test]
fn what_cannot_be_put_back_is_kept_and_said() {
    let [_, second] = builds();
    let folder = first_build();
    let (out, before) = (folder.path(), state(folder.path()));
    let failed = build(out, &second, &Killed::after(16)).unwrap_err();
    let left_in = failed.left_in.expect("nothing could be put back");
    assert!(left_in.join("oud").exists());
    // The user puts a file where one of ours was.
    let place = out.join("gemeenten/B/factsheet.pdf");
    assert!(!place.exists(), "it was set aside");
    std::fs::create_dir_all(place.parent().unwrap()).unwrap();
    std::fs::write(&place, "of the user").unwrap();
    let failed = recover(out).unwrap_err();
    assert_eq!((&failed.path, failed.left_in.as_ref()), (&place, Some(&left_in)));
    assert_eq!(failed.error.kind(), ErrorKind::AlreadyExists);
    assert!(build(out, &second, &Real).is_err(), "nothing is built over it");
    assert_eq!(std::fs::read_to_string(&place).unwrap(), "of the user");
    std::fs::remove_file(&place).unwrap();
    assert!(recover(out).unwrap());
    assert_eq!(state(out), before);
    assert!(!recover(out).unwrap(), "once is enough");
}

#[test]
fn a_journal_that_cannot_be_read_stops_everything_and_loses_nothing() {
    let [_, second] = builds();
    for damaged in ["", "{}", r#"{"made":{"../x":""},"aside":[],"folders":[]}"#] {
        let folder = first_build();
        let out = folder.path();
        let failed = build(out, &second, &Killed::after(16)).unwrap_err();
        let staging = failed.left_in.unwrap();
        std::fs::write(staging.join("journaal.json"), damaged).unwrap();
        let before = state(out);
        assert!(recover(out).is_err());
        assert!(build(out, &second, &Real).is_err());
        assert_eq!(state(out), before, "{damaged}");
    }
}

#[test]
fn a_file_that_is_no_longer_made_goes_but_not_a_folder_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    build(out, &[("weg/a.txt", "old"), ("van-mij/b.txt", "old")].into(), &Real).unwrap();
    std::fs::remove_file(out.join("van-mij/b.txt")).unwrap();
    std::fs::create_dir(out.join("van-mij/b.txt")).unwrap();
    std::fs::write(out.join("van-mij/b.txt/c.txt"), "a file of the user").unwrap();
    build(out, &Files::default(), &Real).unwrap();
    assert!(!out.join("weg").exists());
    assert!(out.join("van-mij/b.txt/c.txt").exists());
    assert_eq!(Manifest::standing(out).unwrap(), manifest_of(&Files::default()));
}

#[test]
fn what_stands_in_a_place_and_is_not_ours_is_told_before_anything_moves() {
    for (make, kind) in [
        ("file", ErrorKind::AlreadyExists),
        ("folder", ErrorKind::IsADirectory),
        ("above", ErrorKind::NotADirectory),
    ] {
        let folder = first_build();
        let out = folder.path();
        let place = out.join("gemeenten/C/factsheet.pdf");
        let above = place.parent().unwrap();
        match make {
            "above" => std::fs::write(above, "of the user").unwrap(),
            "file" => {
                std::fs::create_dir(above).unwrap();
                std::fs::write(&place, "of the user").unwrap();
            }
            _ => std::fs::create_dir_all(&place).unwrap(),
        }
        let before = state(out);
        let failed = build(out, &builds()[1], &Real).unwrap_err();
        assert_eq!((failed.error.kind(), &failed.left_in), (kind, &None), "{make}");
        assert_eq!(state(out), before, "{make}");
    }
}

#[test]
fn the_very_file_that_would_be_made_is_taken_up() {
    let folder = first_build();
    let place = folder.path().join("gemeenten/C/factsheet.pdf");
    std::fs::create_dir(place.parent().unwrap()).unwrap();
    std::fs::write(&place, "new C").unwrap();
    build(folder.path(), &builds()[1], &Real).unwrap();
    assert_true(folder.path());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    use std::os::unix::fs::symlink;

    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::write(elsewhere.path().join("precious.txt"), "precious").unwrap();
    let untouched = state(elsewhere.path());
    let second = &builds()[1];
    // A folder of ours that became a link.
    for path in ["gemeenten", "gemeenten/C", "openbaar/deep"] {
        let folder = first_build();
        let link = folder.path().join(path);
        let _ = std::fs::remove_dir_all(&link);
        symlink(elsewhere.path(), &link).unwrap();
        let before = state(folder.path());
        let failed = build(folder.path(), second, &Real).unwrap_err();
        assert_eq!((&failed.path, failed.error.kind()), (&link, ErrorKind::InvalidInput));
        assert_eq!(state(folder.path()), before);
        assert_eq!(state(elsewhere.path()), untouched, "{path}");
    }
    // A link in the place of the lock, to a file that is there and to one that is not.
    for target in ["precious.txt", "nowhere.txt"] {
        let folder = tempfile::tempdir().unwrap();
        let lock = folder.path().join(".spiegel-lock");
        symlink(elsewhere.path().join(target), &lock).unwrap();
        let failed = build(folder.path(), second, &Real).unwrap_err();
        assert_eq!((&failed.path, failed.error.kind()), (&lock, ErrorKind::InvalidInput));
        assert_eq!(state(elsewhere.path()), untouched, "{target}");
    }
    // In the place of a file of ours, and of the manifest: the link goes, its file stays.
    for path in ["openbaar/report.pdf", MANIFEST] {
        let folder = first_build();
        let place = folder.path().join(path);
        let copy = elsewhere.path().join("copy");
        std::fs::rename(&place, &copy).unwrap();
        let text = std::fs::read(&copy).unwrap();
        symlink(&copy, &place).unwrap();
        build(folder.path(), second, &Real).unwrap();
        assert!(place.symlink_metadata().unwrap().is_file(), "{path}");
        assert_eq!(std::fs::read(&copy).unwrap(), text, "{path}");
        std::fs::remove_file(&copy).unwrap();
    }
    // In the place of a file that is new.
    let folder = first_build();
    std::fs::create_dir(folder.path().join("gemeenten/C")).unwrap();
    let place = folder.path().join("gemeenten/C/factsheet.pdf");
    symlink(elsewhere.path().join("precious.txt"), &place).unwrap();
    assert_eq!(build(folder.path(), second, &Real).unwrap_err().path, place);
    assert_eq!(state(elsewhere.path()), untouched);
}

#[test]
fn a_staging_folder_that_is_removed_halfway_is_not_made_again() {
    let folder = first_build();
    let staging = Staging::open(folder.path()).unwrap();
    staging.put("openbaar/report.pdf", b"new report").unwrap();
    std::fs::remove_dir_all(staging.waiting_room()).unwrap();
    assert!(staging.put("openbaar/other.pdf", b"other").is_err());
    let untrue = staging.untrue(&manifest_of(&builds()[1]));
    let paths: Vec<_> = untrue.iter().map(|file| (file.path.as_str(), file.is_there)).collect();
    assert_eq!(
        paths,
        [
            ("bureau/tabellen.json", true),
            ("gemeenten/A/factsheet.pdf", true),
            ("gemeenten/C/factsheet.pdf", false),
            ("openbaar/deep/down/data.csv", false),
            ("openbaar/report.pdf", true),
        ]
    );
}

#[test]
fn only_what_its_manifest_lists_is_removed_from_a_part() {
    let folder = first_build();
    let out = folder.path();
    std::fs::write(out.join("gemeenten/B/summary.pdf"), "with remarks of the user").unwrap();
    remove_unless_busy(out);
    let left: Vec<_> = state(out).into_iter().filter(|(_, text)| text.is_some()).collect();
    let left: Vec<_> = left.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(left, ["gemeenten/A/mine.txt", "gemeenten/B/summary.pdf", "notes.txt"]);
    let strange = tempfile::tempdir().unwrap();
    std::fs::create_dir(strange.path().join("openbaar")).unwrap();
    std::fs::write(strange.path().join("openbaar/a.txt"), "of the user").unwrap();
    let before = state(strange.path());
    remove_unless_busy(strange.path());
    assert_eq!(state(strange.path()), before);
    std::fs::write(strange.path().join(MANIFEST), "{}").unwrap();
    remove_unless_busy(strange.path());
    assert!(strange.path().join("openbaar/a.txt").exists());
}

#[test]
fn folders_that_only_look_like_ours_stay() {
    let folder = first_build();
    let mine = folder.path().join(".in-aanbouw-van-mij");
    std::fs::create_dir(&mine).unwrap();
    std::fs::write(mine.join("schets.txt"), "of the user").unwrap();
    build(folder.path(), &builds()[1], &Real).unwrap();
    assert!(mine.join("schets.txt").exists());
}
