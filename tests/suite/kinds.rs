//! Kinds of document by name, as a user knows them, and what follows from their table.

use std::path::Path;

use gemeentespiegel::documents::{
    Body, Edition, Job, KINDS, Kind, Reader, built_in_templates, compose, trace,
};
use gemeentespiegel::register::{MunicipalityCode, Register};
use gemeentespiegel::templates::{Traced, TypstMarkup};
use gemeentespiegel::typesetting::PdfInfo;
use walkdir::WalkDir;

/// The national report.
pub(crate) const REPORT: &str = "landelijk-rapport";
/// The two sheets of a municipality.
pub(crate) const FACTSHEET: &str = "factsheet";
pub(crate) const SUMMARY: &str = "raadssamenvatting";

pub(crate) fn kind(name: &str) -> &'static Kind {
    KINDS.iter().find(|kind| kind.name == name).unwrap()
}

/// The kind of a file in the output folder.
pub(crate) fn of_path(path: &str) -> &'static Kind {
    let name = path.rsplit('/').next().unwrap_or(path);
    let of = |kind: &&&Kind| {
        let rest = name.strip_prefix(kind.name);
        rest.is_some_and(|rest| rest.starts_with(['-', '.']))
    };
    KINDS.iter().find(|kind| of(kind)).copied().unwrap_or_else(|| panic!("{path}: of no kind"))
}

/// How many documents of a kind, or of all kinds, an edition has that are set by Typst.
pub(crate) fn count(edition: &Edition, name: Option<&str>) -> usize {
    let jobs = Job::filled(edition).into_iter();
    jobs.filter(|job| name.is_none_or(|name| job.kind.name == name)).count()
}

/// The job of the report.
pub(crate) fn report() -> Job {
    job(REPORT, Reader::Everyone)
}

/// The job of a document for one municipality.
pub(crate) fn sheet(name: &str, code: MunicipalityCode) -> Job {
    job(name, Reader::Municipality(code))
}

fn job(name: &str, reader: Reader) -> Job {
    let kind = kind(name);
    Job { kind, form: &kind.forms[0], reader, register: Register::builtin() }
}

/// A document that is set by Typst, with its template filled.
pub(crate) fn filled(job: &Job, edition: &Edition) -> (TypstMarkup, PdfInfo) {
    let content = job.released(edition).expect("made from what may leave the house");
    let composed = compose(job, edition, content).unwrap_or_else(|found| panic!("{found:?}"));
    match composed.body {
        Body::Typst(source, info) => (source, info),
        other => panic!("not for Typst: {other:?}"),
    }
}

/// The same to look at.
pub(crate) fn traced(job: &Job, edition: &Edition) -> Traced {
    trace(job, edition).unwrap().expect("set by Typst")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn no_two_kinds_have_a_name_or_a_file_in_common() {
    let mut names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
    let files = KINDS.iter().flat_map(|kind| kind.forms.iter().map(|form| kind.path(form, 2023)));
    let mut files: Vec<_> = files.collect();
    for list in [&mut names.iter().map(|name| (*name).to_owned()).collect(), &mut files] {
        let all = list.len();
        list.sort();
        list.dedup();
        assert_eq!(list.len(), all, "{list:?}");
    }
    names.sort_unstable();
    assert!(names.len() > 5, "{names:?}");
}

#[test]
fn the_readme_has_a_line_for_every_file_that_is_made() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let rows = KINDS.iter().flat_map(|kind| {
        kind.forms.iter().map(|form| {
            let path = kind.path(form, 2023);
            format!("| `{path}` | {} | {} |", kind.readers.words(), kind.about)
        })
    });
    let rows: Vec<String> = rows.collect();
    for row in &rows {
        assert!(readme.lines().any(|line| line == row), "README.md lacks this line:\n{row}");
    }
    let folders = ["| `openbaar/", "| `gemeenten/", "| `bureau/", "| `ministerie/"];
    let listed = |line: &&str| folders.iter().any(|folder| line.starts_with(folder));
    for line in readme.lines().filter(listed) {
        assert!(rows.iter().any(|row| row == line), "README.md lists what is not made:\n{line}");
    }
}

#[test]
fn the_page_about_templates_names_every_one() {
    let page = std::fs::read_to_string(root().join("report-templates/README.md")).unwrap();
    for (name, _) in built_in_templates() {
        assert!(page.contains(&format!("| `{name}` |")), "report-templates/README.md lacks {name}");
    }
}

/// What a name of a kind looks like where a program uses it: a whole literal, or a file.
fn uses(text: &str, name: &str) -> bool {
    let file = |text: &str| {
        ["pdf", "json", "csv", "md", "html", "typ"]
            .iter()
            .any(|extension| text.strip_prefix('.').is_some_and(|rest| rest.starts_with(extension)))
    };
    let year = |text: &str| text.strip_prefix("-2").is_some() || text.starts_with("-{");
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        let begins = !before.ends_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
        begins && (before.ends_with('"') && after.starts_with('"') || file(after) || year(after))
    })
}

#[test]
fn no_file_but_its_own_names_a_kind() {
    let mut own = 0;
    for entry in WalkDir::new(root().join("src")).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path();
        // Tests, and examples in messages, say what a user would see.
        let is_test = path.ends_with("tests.rs") || path.ends_with("codes.rs");
        if is_test || path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        for kind in KINDS {
            if text.contains(&format!("    name: \"{}\",", kind.name)) {
                own += 1;
            } else if let Some(line) = text.lines().position(|line| uses(line, kind.name)) {
                panic!("{}:{} names `{}`", path.display(), line + 1, kind.name);
            }
        }
    }
    assert_eq!(own, KINDS.len(), "every kind has a module with its row");
}

#[test]
fn a_use_of_a_name_is_told_from_the_word() {
    for (line, found) in [
        ("let x = \"cijfers\";", true),
        ("/// As `cijfers.json`.", true),
        ("format!(\"cijfers-{wave}.pdf\")", true),
        ("/// The cijfers of a year.", false),
        ("\"verkeerde-cijfers.json\"", false),
    ] {
        assert_eq!(uses(line, "cijfers"), found, "{line}");
    }
}
