//! Every message that the program can give is declared once and explained to its users.

use std::collections::BTreeSet;
use std::path::Path;

use gemeentespiegel::messages;
use walkdir::WalkDir;

#[test]
fn every_code_that_is_declared_is_in_the_list_once() {
    let mut listed: Vec<_> = messages::all().map(|code| code.name.to_owned()).collect();
    listed.sort();
    let mut declared = declared();
    declared.sort();
    assert!(declared.len() > 120, "the declarations were found: {}", declared.len());
    assert_eq!(listed, declared);
    let names: BTreeSet<_> = declared.iter().collect();
    assert_eq!(names.len(), declared.len(), "a code is declared twice: {declared:?}");
}

#[test]
fn every_code_is_a_name_and_says_in_one_line_what_is_wrong() {
    for code in messages::all() {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(code.name.chars().all(plain), "{code}");
        assert!(!code.text.ends_with('.') && !code.text.contains('\n'), "{code}: {}", code.text);
        assert!(!code.text.is_empty() && code.text.chars().count() <= 90, "{code}: {}", code.text);
    }
}

#[test]
fn every_finding_code_stands_in_a_readme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let explained = ["README.md", "questionnaire/README.md"]
        .map(|path| std::fs::read_to_string(root.join(path)).unwrap())
        .concat();
    let missing: Vec<_> =
        messages::all().filter(|code| !explained.contains(&format!("`{code}`"))).collect();
    assert!(missing.is_empty(), "not explained: {missing:?}");
}

/// The names in all declarations outside tests: `NAME: severity "name" {`.
fn declared() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut names = Vec::new();
    for entry in WalkDir::new(folder).into_iter().map(Result::unwrap) {
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let product = text.split("#[cfg(test)]").next().unwrap_or_default();
        let declarations = product.lines().filter(|line| !line.trim_start().starts_with("//"));
        names.extend(declarations.filter_map(|line| {
            let (constant, rest) = line.trim().split_once(": ")?;
            let upper =
                constant.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit());
            let (severity, rest) = rest.split_once(" \"")?;
            let known = ["error", "warning", "note"].contains(&severity);
            (upper && known).then(|| rest.split('"').next().unwrap_or_default().to_owned())
        }));
    }
    names
}
