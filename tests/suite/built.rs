//! The builds that all tests share: every project is built once per run.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::workspace::{Workspace, contents, screen};

/// Every file of a build by its path.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The documents of `fixtures/een-tegen-eenzaamheid`.
pub(crate) static FIXTURE: LazyLock<Files> = LazyLock::new(|| build("een-tegen-eenzaamheid"));

/// The documents of `fixtures/small`.
pub(crate) static SMALL: LazyLock<Files> = LazyLock::new(|| build("small"));

/// `cijfers.json` of the fixture at level `streng`.
pub(crate) static STRENG: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    workspace.edit("project.yaml", |text| text.replace("level: normaal", "level: streng"));
    let output =
        workspace.spiegel(&["export", "cijfers", "fixtures/project", "--output", "streng.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    std::fs::read(workspace.path("streng.json")).unwrap()
});

fn build(name: &str) -> Files {
    let workspace = Workspace::of(name);
    let output = workspace.build(&["--workers", "2"]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    let files = contents(&workspace.path("out"));
    assert!(files.keys().any(|path| path.ends_with(".pdf")), "{name} has documents");
    files
}

/// Every PDF of both builds, with a path that says which.
pub(crate) fn pdfs() -> impl Iterator<Item = (String, &'static [u8])> {
    let named = |name: &'static str, files: &'static Files| {
        files
            .iter()
            .filter(|(path, _)| path.ends_with(".pdf"))
            .map(move |(path, bytes)| (format!("{name}/{path}"), bytes.as_slice()))
    };
    named("fixture", &FIXTURE).chain(named("small", &SMALL))
}
