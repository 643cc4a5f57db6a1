//! The pages for people: links lead somewhere, rules that the code cites exist, and the first
//! page stays short.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Most words of the first page.
const MOST_WORDS: usize = 1500;
/// Most words of an average sentence of the first page.
const MEAN_SENTENCE: usize = 15;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// All files below these folders with this extension.
fn files(folders: &[&str], extension: &str) -> Vec<PathBuf> {
    let below = folders.iter().flat_map(|folder| WalkDir::new(root().join(folder)));
    let paths = below.map(|entry| entry.unwrap().into_path());
    paths.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

/// Every page for people.
fn pages() -> Vec<PathBuf> {
    let mut pages = files(&["questionnaire", "report-templates", "fixtures", "src", "tests"], "md");
    pages.extend(["README.md", "CHANGELOG.md"].map(|name| root().join(name)));
    pages
}

/// The lines of a page outside blocks of code.
fn prose(page: &str) -> impl Iterator<Item = &str> {
    let mut code = false;
    page.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        code ^= fence;
        !code && !fence
    })
}

/// The names under which the headings of a page are reached, as GitHub makes them.
fn anchors(page: &str) -> BTreeSet<String> {
    let headings = prose(page).filter(|line| line.starts_with('#'));
    let name = |line: &str| {
        let text = line.trim_start_matches('#').trim().to_lowercase();
        let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(name).collect()
}

#[test]
fn every_link_of_a_page_leads_somewhere() {
    let mut followed = 0;
    for path in pages() {
        let page = read(&path);
        let targets = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for target in targets.filter(|target| !target.starts_with("http")) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let other =
                if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            assert!(other.exists(), "{}: `{target}` leads nowhere", path.display());
            if !anchor.is_empty() {
                let known = anchors(&read(&other)).contains(anchor);
                assert!(known, "{}: `{target}` is no heading", path.display());
            }
            followed += 1;
        }
    }
    assert!(followed > 30, "{followed} links were followed");
}

/// The rules that a text cites: page and heading.
fn citations(text: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for page in ["bescherming.md", "methods.md"] {
        for rest in text.split(&format!("{page}#")).skip(1) {
            let name = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-');
            found.push((page, name.collect()));
        }
    }
    found
}

#[test]
fn every_rule_that_is_cited_exists() {
    let mut cited = 0;
    let all = [
        files(&["src", "tests"], "rs"),
        files(&["questionnaire"], "json"),
        files(&["report-templates"], "typ"),
    ];
    for path in all.iter().flatten() {
        for (page, name) in citations(&read(path)) {
            let known = anchors(&read(&root().join("questionnaire").join(page)));
            assert!(known.contains(&name), "{}: {page} has no `{name}`", path.display());
            cited += 1;
        }
    }
    assert!(cited > 0, "{cited} rules are cited");
}

#[test]
fn the_first_page_is_short() {
    let page = read(&root().join("README.md"));
    let words = page.split_whitespace().count();
    assert!(words <= MOST_WORDS, "README.md has {words} words");
    // Running text only: a table and a list of files have no sentences.
    let running: Vec<&str> = prose(&page).filter(|line| !line.starts_with(['#', '|'])).collect();
    let text = running.join(" ");
    let sentences = text.split([' ', '\n']).filter(|word| word.ends_with(['.', ':', '?'])).count();
    let mean = text.split_whitespace().count() / sentences;
    assert!(mean < MEAN_SENTENCE, "a sentence of README.md has {mean} words on average");
}

#[test]
fn every_filter_and_function_of_templates_is_described() {
    let page = read(&root().join("report-templates/README.md"));
    let mut described = 0;
    for path in files(&["src"], "rs") {
        let text = read(&path);
        let names = ["add_filter(\"", "add_function(\""].map(|call| text.split(call).skip(1));
        for name in names.into_iter().flatten().filter_map(|rest| rest.split('"').next()) {
            let known = page.contains(&format!("|{name}")) || page.contains(&format!("{name}("));
            assert!(known, "report-templates/README.md does not describe `{name}`");
            described += 1;
        }
    }
    assert!(described > 8, "{described} filters and functions were found");
}

#[test]
fn the_rooms_are_listed_in_their_order() {
    let rooms = read(&root().join("src/lib.rs"));
    let rooms = rooms.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let page = read(&root().join("src/README.md"));
    let table = page.split("## The rooms").nth(1).and_then(|rest| rest.split("\n## ").next());
    let rows = table.expect("the page has the rooms").lines();
    let listed = rows.filter_map(|row| row.strip_prefix("| `")?.split('`').next());
    assert_eq!(listed.collect::<Vec<_>>(), rooms.collect::<Vec<_>>());
}
