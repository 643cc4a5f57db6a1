//! The licences of everything that the program is made of and tested with: all on a short list,
//! and all printed by `spiegel --licenses`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use spdx::expression::ExpressionReq;
use spdx::{Expression, Licensee, ParseMode};
use walkdir::{DirEntry, WalkDir};

/// Under these terms, and no others, a crate may be used.
const ALLOWED: [&str; 11] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// What the program prints.
const PRINTED: &str = "src/cli/licences.txt";
/// Set, the file is written anew: `SPIEGEL_UPDATE=1 cargo test --release --test suite licences`.
const UPDATE: &str = "SPIEGEL_UPDATE";

/// A crate: ours, or one that it depends on to run, to build or to test, on any system.
struct Package {
    name: String,
    version: String,
    licence: Option<String>,
    authors: Vec<String>,
    folder: PathBuf,
    ours: bool,
}

/// All crates by name and version, as Cargo knows them.
fn packages() -> Vec<Package> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let package = |value: &Value| Package {
        name: text(&value["name"]).unwrap(),
        version: text(&value["version"]).unwrap(),
        licence: text(&value["license"]),
        authors: value["authors"].as_array().unwrap().iter().filter_map(text).collect(),
        folder: Path::new(value["manifest_path"].as_str().unwrap()).parent().unwrap().to_owned(),
        ours: value["source"].is_null(),
    };
    let mut packages: Vec<_> =
        metadata["packages"].as_array().unwrap().iter().map(package).collect();
    packages.sort_by(|a, b| (!a.ours, &a.name, &a.version).cmp(&(!b.ours, &b.name, &b.version)));
    assert!(packages.len() > 100, "{} crates", packages.len());
    packages
}

/// What is wrong with the terms of a crate.
fn fault(licence: Option<&str>) -> Option<String> {
    let Some(licence) = licence else { return Some("no SPDX expression".to_owned()) };
    let expression = match Expression::parse_mode(licence, ParseMode::LAX) {
        Ok(expression) => expression,
        Err(error) => return Some(format!("`{licence}`: {}", error.reason)),
    };
    let allowed = ALLOWED.map(|terms| Licensee::parse(terms).unwrap());
    let good = expression.evaluate(|terms| allowed.iter().any(|allowed| allowed.satisfies(terms)));
    (!good).then(|| format!("`{licence}` is not on the list"))
}

#[test]
fn every_dependency_is_under_a_licence_of_the_list() {
    let faults: Vec<_> = packages()
        .iter()
        .filter_map(|package| {
            let fault = fault(package.licence.as_deref())?;
            Some(format!("{} {}: {fault}", package.name, package.version))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn terms_that_are_not_on_the_list_are_refused() {
    let good = [
        "MIT",
        "MIT/Apache-2.0",
        "MIT OR GPL-3.0-only",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "(GPL-2.0-only OR MIT) AND (LGPL-2.1-or-later OR Zlib)",
        "Apache-2.0 WITH LLVM-exception",
    ];
    for licence in good {
        assert_eq!(fault(Some(licence)), None, "{licence}");
    }
    let bad = [
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "MIT OR Apache-2.0 AND GPL-3.0-only",
        "(MIT OR Apache-2.0) AND SSPL-1.0",
        "GPL-2.0-only WITH Classpath-exception-2.0",
        "LicenseRef-rider",
        "Noncommercial",
        "MIT OR",
        "",
    ];
    let refused: Vec<_> = bad.iter().filter(|licence| fault(Some(licence)).is_some()).collect();
    // `AND` binds more than `OR`: the third may be used under MIT.
    let expected: Vec<_> = bad.iter().filter(|licence| !licence.starts_with("MIT OR A")).collect();
    assert_eq!(refused, expected);
    assert!(fault(None).is_some(), "a licence file without an expression is not read by anyone");
}

/// The texts of all licences, each once, in the order in which they are first needed.
#[derive(Default)]
struct Texts {
    texts: Vec<String>,
    /// By the words of a text, whatever its line ends and indents.
    numbers: BTreeMap<String, usize>,
}

/// Where the terms of the Apache License end and its example of a notice begins.
const END_OF_TERMS: &str = "END OF TERMS AND CONDITIONS";

impl Texts {
    /// The numbers of a text, as it is referred to.
    fn refer(&mut self, text: &str) -> String {
        let text = text.replace("\r\n", "\n");
        // The same terms are followed by this or that notice.
        let split = text.find(END_OF_TERMS).map(|at| text.split_at(at + END_OF_TERMS.len()));
        let parts = split.map_or(vec![text.as_str()], |(terms, notice)| vec![terms, notice]);
        let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
        let numbers: Vec<_> = parts.map(|part| self.number(part).to_string()).collect();
        numbers.join(" and ")
    }

    fn number(&mut self, text: &str) -> usize {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let next = self.texts.len() + 1;
        let number = *self.numbers.entry(words).or_insert(next);
        if number == next {
            let lines: Vec<_> = text.trim_matches(['\n', ' ']).lines().map(str::trim_end).collect();
            self.texts.push(lines.join("\n"));
        }
        number
    }
}

/// Folders of a crate whose files are not part of what is built.
const UNUSED: [&str; 7] =
    ["tests", "test", "benches", "examples", "scripts", "target", "node_modules"];

/// Whether a file holds terms, by its name.
fn holds_terms(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy().to_lowercase();
    let terms = ["license", "licence", "unlicense", "copying", "copyright", "notice", "ofl"];
    let prefixed = ["_license", "_licence"];
    let source = [".rs", ".c", ".h", ".py"].iter().any(|ending| name.ends_with(ending));
    entry.file_type().is_file()
        && !source
        && (terms.iter().any(|start| name.starts_with(start))
            || prefixed.iter().any(|part| name.contains(part)))
}

/// The files of a crate with its terms, by their names inside it.
fn files_with_terms(folder: &Path) -> Vec<(String, String)> {
    let used = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(UNUSED.contains(&&*name) || name.starts_with('.'))
    };
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(used);
    let files = entries.map(Result::unwrap).filter(holds_terms);
    let mut files: Vec<_> = files
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy();
            let text = String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned();
            (name.replace('\\', "/"), text)
        })
        .collect();
    files.sort_by_key(|(name, _)| (name.contains('/'), name.clone()));
    files
}

/// The licences in an expression, with the exceptions to them, as the SPDX list words them.
fn standard_texts(expression: &Expression) -> Vec<&'static str> {
    let texts = expression.requirements().flat_map(|ExpressionReq { req, .. }| {
        let addition = req.addition.as_ref().and_then(|addition| addition.id());
        let exception = addition.map(spdx::ExceptionId::text);
        req.license.id().map(spdx::LicenseId::text).into_iter().chain(exception)
    });
    texts.collect()
}

/// One line: the crate, its terms, and where they are printed.
fn line(package: &Package, texts: &mut Texts) -> String {
    let Package { name, version, licence, authors, folder, ours } = package;
    let licence = licence.as_deref().unwrap_or_default();
    let canonical = Expression::canonicalize(licence).unwrap();
    let canonical = canonical.as_deref().unwrap_or(licence);
    let mut line = format!("{name} {version}: {canonical}");
    // Below our own folder are no terms of ours but these.
    let mut files = files_with_terms(folder);
    files.retain(|(name, _)| !ours || !name.contains('/'));
    if files.is_empty() {
        let expression = Expression::parse_mode(licence, ParseMode::LAX).unwrap();
        let standard = standard_texts(&expression);
        let numbers: Vec<_> = standard.into_iter().map(|text| texts.refer(text)).collect();
        let who = if authors.is_empty() { "its authors" } else { &authors.join(", ") };
        write!(line, "; by {who}; standard text {}", numbers.join(" and ")).unwrap();
    }
    for (name, text) in &files {
        write!(line, "; {name}: text {}", texts.refer(text)).unwrap();
    }
    line
}

/// What `spiegel --licenses` must print.
fn printed(packages: &[Package]) -> String {
    let mut texts = Texts::default();
    let lines: Vec<_> = packages.iter().map(|package| line(package, &mut texts)).collect();
    let mut printed = String::from(
        "The licences of Gemeentespiegel and of all crates that it is made of, built with and\n\
         tested with, on any system. The typeface in the program and in its documents is Noto\n\
         Sans, from the crate notosans: SIL Open Font License 1.1 (OFL-1.1).\n\n\
         Each line names a crate, its version, its terms as an SPDX expression, and the texts\n\
         below that it comes with.\n\n",
    );
    printed += &lines.join("\n");
    for (number, text) in (1..).zip(&texts.texts) {
        write!(printed, "\n\n======== text {number} ========\n\n{text}").unwrap();
    }
    printed + "\n"
}

#[test]
fn the_printed_licences_are_those_of_the_crates_in_use() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PRINTED);
    let current = printed(&packages());
    if std::env::var_os(UPDATE).is_some() {
        fs::write(&path, &current).unwrap();
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    let differs = stored.lines().zip(current.lines()).find(|(stored, current)| stored != current);
    assert!(
        stored == current,
        "{PRINTED} is not current: {differs:?}\nwrite it anew with\n    \
         {UPDATE}=1 cargo test --release --test suite licences"
    );
    for crate_name in ["typst 0.15", "notosans 0.1", "minijinja 3"] {
        assert!(current.lines().any(|line| line.starts_with(crate_name)), "{crate_name}");
    }
    assert!(current.contains("SIL OPEN FONT LICENSE Version 1.1"));
}

#[test]
fn the_program_prints_all_licences() {
    let output = Command::new(env!("CARGO_BIN_EXE_spiegel")).arg("--licenses").output().unwrap();
    assert!(output.status.success());
    let stored = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(PRINTED)).unwrap();
    assert_eq!(output.stdout, stored);
    assert!(output.stderr.is_empty());
}
