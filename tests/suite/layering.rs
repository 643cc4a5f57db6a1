//! The rooms import one way: a room uses only rooms above it in `lib.rs`.

use std::collections::BTreeMap;
use std::path::Path;

use walkdir::WalkDir;

/// Files behind the gate that may see unprotected counts, and why.
const EXCEPTIONS: [(&str, &str); 4] = [
    ("production/pipeline.rs", "runs the rooms in order"),
    ("documents/counts.rs", "writes the bureau's own tables"),
    ("production/editions.rs", "compares answers with a published edition, for the bureau"),
    ("production/explain/respondents.rs", "names who is behind a number, for the bureau"),
];

#[test]
fn no_room_imports_a_room_after_itself() {
    let ranks = ranks();
    let mut faults = Vec::new();
    for (file, room, imported, line) in imports() {
        let (Some(own), Some(other)) = (ranks.get(&room), ranks.get(&imported)) else {
            faults.push(format!("{file}:{line}: `{imported}` is no room of lib.rs"));
            continue;
        };
        if other > own {
            faults.push(format!("{file}:{line}: `{room}` may not use the later room `{imported}`"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nobody_behind_the_gate_sees_counts() {
    let ranks = ranks();
    let faults: Vec<_> = imports()
        .into_iter()
        .filter(|(file, room, imported, _)| {
            ranks[room] > ranks["disclosure"]
                && ["dataset", "statistics"].contains(&imported.as_str())
                && !EXCEPTIONS.iter().any(|(exception, _)| file == exception)
        })
        .map(|(file, _, imported, line)| format!("{file}:{line}: uses `{imported}`"))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn drawing_and_wording_know_no_typst_and_touch_no_files() {
    for (file, text) in sources() {
        if file.starts_with("charts/") || file.starts_with("language/") {
            for word in ["typst::", "std::fs", "std::io"] {
                assert!(!text.contains(word), "{file} uses {word}");
            }
        }
    }
}

#[test]
fn templates_read_typst_without_its_engine() {
    for (file, text) in sources().into_iter().filter(|(file, _)| file.starts_with("templates/")) {
        let text = text.replace("in_typst::", "");
        for word in ["typst::", "typst_layout", "typst_pdf", "std::fs", "std::io"] {
            assert!(!text.contains(word), "{file} uses {word}");
        }
    }
}

#[test]
fn only_the_output_room_writes_files() {
    let writers = ["fs::write", "File::create", "fs::rename", "create_dir", "NamedTempFile"];
    for (file, text) in sources() {
        let product = text.split("#[cfg(test)]").next().unwrap_or_default();
        if !file.starts_with("production/output/") && !file.ends_with("/tests.rs") {
            for word in writers {
                assert!(!product.contains(word), "{file} uses {word}");
            }
        }
    }
}

/// The order of `pub mod` lines in lib.rs.
fn ranks() -> BTreeMap<String, usize> {
    let lib = std::fs::read_to_string(source_folder().join("lib.rs")).unwrap();
    let ranks: BTreeMap<_, _> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .enumerate()
        .map(|(rank, room)| (room.to_owned(), rank))
        .collect();
    assert!(ranks.len() > 10, "lib.rs lists its rooms as `pub mod name;`");
    ranks
}

/// Every use of another room: file, its room, the other room, line.
fn imports() -> Vec<(String, String, String, usize)> {
    let mut imports = Vec::new();
    for (file, text) in sources() {
        let room = file.split(['/', '.']).next().unwrap_or_default().to_owned();
        if ["lib", "main"].contains(&room.as_str()) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for (at, _) in code.match_indices("crate::") {
                let rest = &code[at + "crate::".len()..];
                let name: String =
                    rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                // `crate::__name` is a macro, of no room.
                if !name.is_empty() && name != room && !name.starts_with("__") {
                    imports.push((file.clone(), room.clone(), name, number + 1));
                }
            }
        }
    }
    assert!(imports.len() > 30, "imports were found");
    imports
}

/// All source files by their path under `src`.
fn sources() -> Vec<(String, String)> {
    let folder = source_folder();
    WalkDir::new(&folder)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"))
        .map(|entry| {
            let path = entry.path().strip_prefix(&folder).unwrap();
            let name = path.to_str().unwrap().replace('\\', "/");
            (name, std::fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn source_folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}
