//! Every message that the program can give is explained to its users.

use std::collections::BTreeSet;
use std::path::Path;

use walkdir::WalkDir;

#[test]
fn every_finding_code_stands_in_a_readme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let explained = ["README.md", "questionnaire/README.md"]
        .map(|path| std::fs::read_to_string(root.join(path)).unwrap())
        .concat();
    let codes = codes(&root.join("src"));
    assert!(codes.len() > 80, "the codes were found: {}", codes.len());
    let missing: Vec<_> =
        codes.iter().filter(|code| !explained.contains(&format!("`{code}`"))).collect();
    assert!(missing.is_empty(), "not explained: {missing:?}");
}

/// The first argument of every `Diagnostic::error`, `warning` and `note` outside tests.
fn codes(folder: &Path) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for entry in WalkDir::new(folder).into_iter().map(Result::unwrap) {
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let product = text.split("#[cfg(test)]").next().unwrap_or_default();
        for call in ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note("] {
            for (at, _) in product.match_indices(call) {
                let argument = product[at + call.len()..].trim_start();
                if let Some(code) =
                    argument.strip_prefix('"').and_then(|rest| rest.split('"').next())
                {
                    codes.insert(code.to_owned());
                }
            }
        }
    }
    codes
}
