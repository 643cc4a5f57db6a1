//! A project with a typeface of its own: documents and drawings are set in it, and measured.

use std::collections::BTreeSet;
use std::fs;

use gemeentespiegel::typeface::Typeface;
use lopdf::{Document, Object};

use crate::workspace::{Workspace, contents, screen};

/// Noto Sans under another name: as long, so that no table moves.
const OWN: &str = "Huis Sans";

/// Puts the bundled fonts under another name in a folder of the project.
fn bring_fonts(workspace: &Workspace, files: &[usize]) {
    let folder = workspace.project().join("letters");
    fs::create_dir_all(&folder).unwrap();
    let names = ["Regular", "Bold", "Italic", "BoldItalic"];
    for at in files {
        let mut bytes = Typeface::bundled().files()[*at].to_vec();
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
        for (from, to) in [("Noto Sans", OWN), ("NotoSans", "HuisSans")] {
            replace(&mut bytes, from.as_bytes(), to.as_bytes());
            replace(&mut bytes, &wide(from), &wide(to));
        }
        fs::write(folder.join(format!("Huis-{}.ttf", names[*at])), bytes).unwrap();
    }
}

fn replace(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    assert_eq!(from.len(), to.len());
    for at in 0..bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + from.len()].copy_from_slice(to);
        }
    }
}

/// The names of the fonts in a PDF, without the mark of a subset.
fn fonts_of(pdf: &[u8]) -> BTreeSet<String> {
    let document = Document::load_mem(pdf).unwrap();
    let fonts = document.objects.values().filter_map(|object| object.as_dict().ok());
    let names = fonts.filter_map(|font| font.get(b"BaseFont").ok()).filter_map(|name| match name {
        Object::Name(name) => Some(String::from_utf8_lossy(name).into_owned()),
        _ => None,
    });
    names.map(|name| name.split_once('+').map_or(name.clone(), |(_, own)| own.to_owned())).collect()
}

#[test]
fn documents_are_set_in_the_typeface_of_the_project() {
    let workspace = Workspace::of("small");
    let output = workspace.build(&[]);
    assert!(output.status.success(), "{}", screen(&output));
    let before = contents(&workspace.path("out"));
    let pdfs = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
        let pdfs = files.iter().filter(|(path, _)| path.ends_with(".pdf"));
        pdfs.map(|(path, bytes)| (path.clone(), fonts_of(bytes))).collect::<Vec<_>>()
    };
    for (path, fonts) in pdfs(&before) {
        assert!(
            !fonts.is_empty() && fonts.iter().all(|font| font.starts_with("NotoSans")),
            "{path}: {fonts:?}"
        );
    }

    bring_fonts(&workspace, &[0, 1, 2, 3]);
    workspace.edit("project.yaml", |text| text.replacen("waves:", "fonts: letters\nwaves:", 1));
    let output = workspace.build(&[]);
    assert!(output.status.success(), "{}", screen(&output));
    let said = screen(&output);
    assert!(said.contains("(0 unchanged)"), "every document is set anew: {said}");
    let after = contents(&workspace.path("out"));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (path, fonts) in pdfs(&after) {
        assert!(
            !fonts.is_empty() && fonts.iter().all(|font| font.starts_with("HuisSans")),
            "{path}: {fonts:?}"
        );
    }

    let output = workspace.build(&[]);
    assert!(screen(&output).contains("unchanged"), "{}", screen(&output));
}

#[test]
fn a_font_without_bold_and_italic_serves_with_a_warning() {
    let workspace = Workspace::of("small");
    bring_fonts(&workspace, &[0]);
    workspace.edit("project.yaml", |text| text.replacen("waves:", "fonts: letters\nwaves:", 1));
    let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]);
    assert!(output.status.success(), "{}", screen(&output));
    assert_eq!(screen(&output).matches("font-without-cut").count(), 2, "{}", screen(&output));
}
