use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use walkdir::WalkDir;

use super::{KeyWriter, Keyed, STAMP, key_of, stamp};

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files that the stamp covers, relative to the package.
fn stamped_files() -> Vec<PathBuf> {
    let files = stamp::PARTS.iter().flat_map(|part| WalkDir::new(package().join(part)));
    let files = files.map(|entry| entry.unwrap().into_path()).filter(|path| path.is_file());
    files.map(|path| path.strip_prefix(package()).unwrap().to_owned()).collect()
}

/// A copy of what the stamp covers.
fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in stamped_files() {
        let to = folder.path().join(&file);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(package().join(&file), to).unwrap();
    }
    folder
}

#[test]
fn equal_sources_have_one_stamp_wherever_they_are() {
    let (one, other) = (copy(), copy());
    let stamp = stamp::of(one.path()).unwrap();
    assert_eq!(stamp, stamp::of(other.path()).unwrap());
    assert_eq!(stamp, STAMP, "the build script stamped these very sources");
    fs::write(other.path().join("src/.gate.rs.swp"), "an editor is open").unwrap();
    assert_eq!(stamp, stamp::of(other.path()).unwrap());
}

#[test]
fn one_changed_constant_in_any_room_changes_the_stamp() {
    let copy = copy();
    let mut stamps = BTreeSet::from([stamp::of(copy.path()).unwrap()]);
    let files = stamped_files();
    for file in &files {
        let path = copy.path().join(file);
        let whole = fs::read(&path).unwrap();
        let mut changed = whole.clone();
        // A digit where there is one: a constant of the room.
        let at = whole.iter().position(u8::is_ascii_digit).unwrap_or(0);
        match changed.get_mut(at) {
            Some(byte) => *byte ^= 1,
            None => changed.push(b' '),
        }
        fs::write(&path, changed).unwrap();
        let stamp = stamp::of(copy.path()).unwrap();
        assert!(stamps.insert(stamp), "{}: a change leaves the stamp as it was", file.display());
        fs::write(&path, whole).unwrap();
    }
    let rooms = include_str!("../lib.rs").lines();
    let rooms: Vec<_> =
        rooms.filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(rooms.len() > 15, "{rooms:?}");
    for room in rooms {
        let folder = Path::new("src").join(room);
        let file = folder.with_extension("rs");
        assert!(files.iter().any(|path| path.starts_with(&folder) || *path == file), "{room}");
    }
}

#[test]
fn what_moves_changes_the_stamp() {
    let copy = copy();
    let before = stamp::of(copy.path()).unwrap();
    let path = |name: &str| copy.path().join("report-templates").join(name);
    fs::rename(path("veldwerk.typ"), path("werkveld.typ")).unwrap();
    let renamed = stamp::of(copy.path()).unwrap();
    fs::rename(path("inleiding.typ"), path("veldwerk.typ")).unwrap();
    let moved = stamp::of(copy.path()).unwrap();
    assert_eq!(BTreeSet::from([before, renamed, moved]).len(), 3);
}

#[test]
fn a_missing_part_is_told() {
    let copy = copy();
    fs::remove_file(copy.path().join("Cargo.lock")).unwrap();
    assert!(stamp::of(copy.path()).is_err());
}

/// What the compiler takes into the program beside Rust is stamped too.
#[test]
fn every_file_that_is_built_in_is_in_the_stamp() {
    let stamped: BTreeSet<_> = stamped_files().into_iter().collect();
    let mut seen = 0;
    for file in stamped.iter().filter(|file| file.extension().is_some_and(|end| end == "rs")) {
        let text = fs::read_to_string(package().join(file)).unwrap();
        for call in ["include_str!(\"", "include_bytes!(\""] {
            for (at, _) in text.match_indices(call) {
                let name = text[at + call.len()..].split('"').next().unwrap();
                let path = package().join(file.parent().unwrap()).join(name);
                let path = path.canonicalize().unwrap();
                let path = path.strip_prefix(package().canonicalize().unwrap()).unwrap().to_owned();
                assert!(stamped.contains(&path), "{} takes in {name}", file.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 10, "{seen} files are built in");
}

/// The lock file stands for Typst, the typeface and all other crates: it holds the checksum
/// of the content of each.
#[test]
fn the_lock_file_pins_the_content_of_every_crate() {
    let lock = fs::read_to_string(package().join("Cargo.lock")).unwrap();
    let crates: Vec<_> = lock.split("[[package]]").skip(1).collect();
    assert!(crates.iter().any(|entry| entry.contains("name = \"typst\"")));
    assert!(crates.iter().any(|entry| entry.contains("name = \"notosans\"")));
    let unpinned = crates.iter().filter(|entry| !entry.contains("\nchecksum = \""));
    let names: Vec<_> = unpinned.map(|entry| entry.lines().nth(1).unwrap_or_default()).collect();
    assert_eq!(names, ["name = \"gemeentespiegel\""]);
}

fn key(value: &(impl Keyed + ?Sized)) -> String {
    key_of("test", value)
}

#[derive(Clone)]
struct Pair {
    first: String,
    second: Option<String>,
}
crate::keys::keyed_fields!(Pair { first, second });

#[test]
fn values_that_differ_have_keys_that_differ() {
    let text = |text: &str| text.to_owned();
    let pair =
        |first: &str, second: Option<&str>| Pair { first: text(first), second: second.map(text) };
    let keys = [
        key(""),
        key("a"),
        key("\0"),
        key("ab"),
        key(&["a", "b"]),
        key(&["ab"]),
        key(&["ab", ""]),
        key(&["", "ab"]),
        key(&["a", "", "b"]),
        key(&[["a"], ["b"]]),
        key(&vec![vec!["a", "b"]]),
        key(&vec![vec!["a", "b"], vec![]]),
        key(&vec![vec![], vec!["a", "b"]]),
        key(&Vec::<String>::new()),
        key(&None::<String>),
        key(&Some("")),
        key(&Some("a")),
        key(&Some(None::<&str>)),
        key(&[None, Some("a")]),
        key(&[Some("a"), None]),
        key(&0u8),
        key(&1u8),
        key(&1i64),
        key(&-1i64),
        key(&i64::MAX),
        key(&u64::MAX),
        key(&true),
        key(&false),
        key("true"),
        key("1"),
        key(&[1u8]),
        key(&("a", vec!["b"])),
        key(&(vec!["a"], "b")),
        key(&pair("a", None)),
        key(&pair("a", Some(""))),
        key(&pair("", Some("a"))),
        key(&[pair("a", None), pair("", None)]),
        key(&[pair("", None), pair("a", None)]),
        key_of("another purpose", ""),
        key_of("tes", "t"),
    ];
    let different: BTreeSet<_> = keys.iter().collect();
    assert_eq!(different.len(), keys.len());
}

#[test]
fn numbers_of_any_size_that_are_equal_have_one_key() {
    assert_eq!(key(&7u8), key(&7u64));
    assert_eq!(key(&7u16), key(&7usize));
}

/// A change of the encoding is a change of every key: it is made on purpose.
#[test]
fn the_encoding_is_as_it_was() {
    let mut key = KeyWriter::with_stamp("a stamp", "a test");
    let pair = Pair { first: "één".to_owned(), second: None };
    let map = BTreeMap::from([(1u16, vec![pair.clone(), pair]), (2, vec![])]);
    map.feed(&mut key);
    (-5i64).feed(&mut key);
    true.feed(&mut key);
    key.bytes(b"\0\xff");
    let expected = "87da4822b6e7ab76ffd03e88187afbd6376ae13291df312cdc026252d612e8f3";
    assert_eq!(key.finish(), expected);
}

#[test]
fn another_build_has_other_keys() {
    let of = |stamp: &str| KeyWriter::with_stamp(stamp, "test").finish();
    assert_ne!(of("one"), of("other"));
    assert_eq!(of(STAMP), KeyWriter::new("test").finish());
    assert_eq!(STAMP.len(), 64);
}

proptest! {
    #[test]
    fn two_lists_have_one_key_only_when_they_are_equal(
        one in proptest::collection::vec("[ab\\x00]{0,3}", 0..4),
        other in proptest::collection::vec("[ab\\x00]{0,3}", 0..4),
    ) {
        prop_assert_eq!(one == other, key(&one) == key(&other));
    }
}
