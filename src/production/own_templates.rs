//! The files in the project's folder of templates: read, or told why not.

use std::collections::BTreeMap;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::codes;
use crate::diagnostics::{Diagnostic, Diagnostics, Place, why_not};

/// The templates in a folder, by name. `shown` is the folder as the user knows it.
pub(super) fn read(
    folder: &Path,
    shown: &str,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, String> {
    let mut templates = BTreeMap::new();
    let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name().min_depth(1);
    for entry in walk {
        let path = match &entry {
            Ok(entry) => Some(entry.path()),
            Err(error) => error.path(),
        };
        let inside = path.and_then(|path| path.strip_prefix(folder).ok());
        let name = inside.map(|name| name.to_string_lossy().replace('\\', "/"));
        let name = name.unwrap_or_default();
        match entry.map_err(std::io::Error::from) {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                if let Some(source) = template(&entry, &name, shown, diagnostics) {
                    templates.insert(name, source);
                }
            }
            Err(error) => {
                diagnostics.push(not_read(&format!("{shown}/{name}"), &why_not(&error)));
            }
        }
    }
    templates
}

/// What a file holds, if it is a template.
fn template(
    entry: &DirEntry,
    name: &str,
    shown: &str,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let lower = name.to_lowercase();
    let path = format!("{shown}/{name}");
    if lower.ends_with(".typ.txt") || lower.ends_with(".html.txt") {
        diagnostics.push(left(&path, "take `.txt` off its name; some programs hide that ending"));
        return None;
    }
    if !lower.ends_with(".typ") && !lower.ends_with(".html") {
        return None;
    }
    if !name.ends_with(".typ") && !name.ends_with(".html") {
        let right = lower.rsplit_once('.').map_or("", |(_, ending)| ending);
        let help = format!("write the ending in small letters: `.{right}`");
        diagnostics.push(left(&path, &help));
        return None;
    }
    if name.contains('/') {
        diagnostics.push(left(&path, "move it up: templates stand in the folder itself"));
        return None;
    }
    let source = std::fs::read(entry.path()).map_err(|error| why_not(&error));
    let source = source.and_then(|bytes| {
        String::from_utf8(bytes).map_err(|error| {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            format!("line {line} is not UTF-8")
        })
    });
    match source {
        Ok(source) => Some(source.strip_prefix('\u{feff}').unwrap_or(&source).to_owned()),
        Err(why) => {
            diagnostics.push(not_read(&path, &why));
            None
        }
    }
}

fn not_read(path: &str, why: &str) -> Diagnostic {
    let message = format!("`{path}` can't be read: {why}");
    Diagnostic::new(&codes::TEMPLATE_NOT_READ, Place::File(path.to_owned()), message)
        .help("save it as UTF-8 text, and check that you may read it")
}

fn left(path: &str, help: &str) -> Diagnostic {
    let message = format!("`{path}` is no template for the program");
    Diagnostic::new(&codes::TEMPLATE_NOT_USED, Place::File(path.to_owned()), message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_looks_like_a_template_is_read_or_told() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        };
        write("a.typ", b"\xef\xbb\xbfA");
        write("B.TYP", b"B");
        write("onder/c.typ", b"C");
        write("d.html", b"goed\nfout \xe9\n");
        write("e.typ.txt", b"E");
        write("lees-mij.txt", b"x");
        let mut diagnostics = Diagnostics::default();
        let found = read(folder.path(), "sjablonen", &mut diagnostics);
        assert_eq!(found, BTreeMap::from([("a.typ".to_owned(), "A".to_owned())]));
        let told: Vec<_> = diagnostics
            .sorted()
            .into_iter()
            .map(|finding| (finding.code.name, finding.message.clone()))
            .collect();
        let expected = [
            ("template-not-used", "`sjablonen/B.TYP` is no template for the program"),
            ("template-not-read", "`sjablonen/d.html` can't be read: line 2 is not UTF-8"),
            ("template-not-used", "`sjablonen/e.typ.txt` is no template for the program"),
            ("template-not-used", "`sjablonen/onder/c.typ` is no template for the program"),
        ];
        assert_eq!(told, expected.map(|(code, message)| (code, message.to_owned())));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_read_as_what_it_leads_to() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("bron.txt"), "tekst").unwrap();
        let (whole, broken) = (folder.path().join("a.typ"), folder.path().join("b.typ"));
        std::os::unix::fs::symlink("bron.txt", whole).unwrap();
        std::os::unix::fs::symlink("weg.txt", broken).unwrap();
        let mut diagnostics = Diagnostics::default();
        let found = read(folder.path(), "sjablonen", &mut diagnostics);
        assert_eq!(found.into_keys().collect::<Vec<_>>(), ["a.typ"]);
        assert_eq!(diagnostics.tally().get("template-not-read"), Some(&1));
    }
}
