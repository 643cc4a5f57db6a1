//! Which files of a folder hold answers: read, left alone, or refused because they may hold
//! answers that nobody would miss.

use std::path::{Path, PathBuf};

use super::{Format, diags, load_file};
use crate::diagnostics::{Diagnostics, shown_path, why_not};
use crate::project::ReadingRules;
use crate::responses::RawTable;

/// Documents, pictures and programs that people keep beside their answers. Whatever is not
/// among these, and can't be read, may hold answers.
const NO_ANSWERS: [&str; 35] = [
    "md", "markdown", "doc", "docx", "odt", "rtf", "pdf", "ppt", "pptx", "odp", "png", "jpg",
    "jpeg", "gif", "svg", "webp", "heic", "tif", "tiff", "eml", "msg", "url", "lnk", "webloc", "r",
    "rmd", "qmd", "py", "ipynb", "sps", "sql", "yaml", "yml", "toml", "log",
];

/// What is to be done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Read it.
    Table,
    /// Say that it was left alone.
    Document,
    /// Refuse it.
    Unread,
}

fn sort(path: &Path) -> Sort {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    if Format::of(path).is_some() {
        Sort::Table
    } else if ending.is_some_and(|ending| NO_ANSWERS.contains(&ending.as_str())) {
        Sort::Document
    } else {
        Sort::Unread
    }
}

/// Reads all tables below a folder, in the order of their names.
pub(super) fn load(
    path: &Path,
    root: &Path,
    rules: &ReadingRules,
    diagnostics: &mut Diagnostics,
) -> Vec<RawTable> {
    let ignored: Vec<PathBuf> = rules.ignore_files.iter().map(|path| resolved(path)).collect();
    let (mut tables, mut known) = (Vec::new(), 0);
    let walk = walkdir::WalkDir::new(path).follow_links(true).sort_by_file_name();
    let kept = |path: &Path| !hidden(path) && !is_ignored(path, &ignored);
    for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || kept(entry.path())) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let shown = shown_path(entry.path(), root);
                match sort(entry.path()) {
                    Sort::Table => {
                        known += 1;
                        tables.extend(load_file(entry.path(), &shown, rules, diagnostics));
                    }
                    Sort::Document => diagnostics.push(diags::skipped(&shown)),
                    Sort::Unread => {
                        known += 1;
                        diagnostics.push(diags::unread(&shown));
                    }
                }
            }
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let shown = shown_path(entry.path(), root);
                diagnostics.push(diags::unreadable(&shown, super::NO_FILE));
            }
            Err(error) => {
                let shown = shown_path(error.path().unwrap_or(path), root);
                diagnostics.push(diags::unreadable(&shown, &why_not(&error.into())));
            }
        }
    }
    if known == 0 {
        diagnostics.push(diags::no_files(&shown_path(path, root)));
    }
    tables
}

/// The place on disk, whatever the way that leads there.
fn resolved(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

fn is_ignored(path: &Path, ignored: &[PathBuf]) -> bool {
    !ignored.is_empty() && ignored.contains(&resolved(path))
}

/// Files that programs leave behind: `.DS_Store`, `~$antwoorden.xlsx`, `Thumbs.db`.
pub(super) fn hidden(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let left_behind = ["thumbs.db", "desktop.ini"].contains(&name.to_ascii_lowercase().as_str());
    name.starts_with('.') || name.starts_with("~$") || left_behind
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    fn tally(folder: &Path, rules: &ReadingRules) -> Vec<(&'static str, usize)> {
        let mut diagnostics = Diagnostics::default();
        load(folder, folder, rules, &mut diagnostics);
        diagnostics.tally().into_iter().collect()
    }

    #[test]
    fn files_that_programs_leave_behind_are_hidden() {
        for name in ["x/~$antwoorden.xlsx", "x/.DS_Store", "x/Thumbs.db", "x/.~lock.a.ods#"] {
            assert!(hidden(Path::new(name)), "{name}");
        }
        assert!(!hidden(Path::new("x/antwoorden.xlsx")));
    }

    #[test]
    fn a_folder_is_read_in_the_order_of_names() {
        let folder = folder(&[
            ("b.csv", "gemeente\nZwolle\n"),
            ("a.csv", "gemeente\nUrk\n"),
            (".hidden.csv", "x"),
            ("~$b.xlsx", "x"),
            ("lees-mij.md", "x"),
        ]);
        let mut diagnostics = Diagnostics::default();
        let rules = ReadingRules::default();
        let tables = load(folder.path(), folder.path(), &rules, &mut diagnostics);
        let first: Vec<_> = tables.iter().map(|table| &table.rows[0].cells[0]).collect();
        assert_eq!(first, ["Urk", "Zwolle"]);
        assert_eq!(diagnostics.tally().into_iter().collect::<Vec<_>>(), [("file-skipped", 1)]);
    }

    #[test]
    fn a_file_that_may_hold_answers_is_never_left_in_silence() {
        for name in [
            "zuid.xlsb",
            "zuid.sav",
            "zuid.zsav",
            "zuid.por",
            "zuid.csv.gz",
            "zuid.zip",
            "zuid.json",
            "zuid.numbers",
            "zuid.xltx",
            "zuid.dat",
            "zuid.tab",
            "zuid",
            "zuid.CSV~",
            "zuid.html",
            "deel/zuid.parquet",
            "zuid.xlsx.bak",
        ] {
            let folder = folder(&[("noord.csv", "gemeente\nUrk\n"), (name, "x")]);
            let found = tally(folder.path(), &ReadingRules::default());
            assert_eq!(found, [("unread-file", 1)], "{name}");
            let rules = ReadingRules {
                ignore_files: vec![folder.path().join(name)],
                ..ReadingRules::default()
            };
            assert_eq!(tally(folder.path(), &rules), [], "{name}");
        }
    }

    #[test]
    fn a_folder_may_be_left_as_a_whole_and_a_table_too() {
        let folder = folder(&[
            ("noord.csv", "gemeente\nUrk\n"),
            ("oud/noord.csv", "gemeente\nUrk\n"),
            ("oud/alles.sav", "x"),
        ]);
        let rules = |path: &str| ReadingRules {
            ignore_files: vec![folder.path().join("..").join(folder.path()).join(path)],
            ..ReadingRules::default()
        };
        assert_eq!(tally(folder.path(), &rules("oud")), []);
        assert_eq!(tally(folder.path(), &rules("noord.csv")), [("unread-file", 1)]);
    }

    #[test]
    fn an_empty_folder_is_an_error() {
        let folder = folder(&[("verslag.docx", "x")]);
        let found = tally(folder.path(), &ReadingRules::default());
        assert_eq!(found, [("file-skipped", 1), ("no-answer-files", 1)]);
    }
}
