//! The project's own typeface: every font file of its folder must be fit to use.

use std::path::Path;

use super::diags;
use super::validate::{Judge, Sort};
use crate::manuscript::Located;
use crate::typeface::{FontFile, Typeface};

/// Endings of font files that documents can be set in.
const FONTS: [&str; 2] = ["ttf", "otf"];
/// Endings of what often lies beside fonts and is none.
const TEXTS: [&str; 4] = ["txt", "md", "html", "pdf"];

impl Judge<'_> {
    /// The typeface in a folder. `None` only when a finding was pushed.
    pub(super) fn typeface(&mut self, folder: &Located<String>) -> Option<Typeface> {
        let path = self.existing(folder, Sort::Folder)?;
        let place = folder.place(self.file);
        let shown = folder.get().trim().trim_end_matches('/');
        let names = match file_names(&path) {
            Ok(names) => names,
            Err(error) => {
                self.push(diags::fonts_not_read(place, shown, &error));
                return None;
            }
        };
        let mut fonts = Vec::new();
        let mut faults = false;
        for name in names {
            let file = format!("{shown}/{name}");
            let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
            let ending = ending.unwrap_or_default();
            if !FONTS.contains(&ending.as_str()) {
                if !TEXTS.contains(&ending.as_str()) {
                    self.push(diags::font_not_used(place.clone(), &file));
                }
                continue;
            }
            let read = std::fs::read(path.join(&name));
            match read.map(FontFile::read) {
                Ok(Ok(font)) => fonts.push(font),
                Ok(Err(fault)) => {
                    faults = true;
                    self.push(diags::unfit_font(place.clone(), &file, &fault));
                }
                Err(error) => {
                    faults = true;
                    self.push(diags::fonts_not_read(place.clone(), &file, &error));
                }
            }
        }
        if faults {
            return None;
        }
        match Typeface::of(fonts) {
            Ok(typeface) => {
                for face in typeface.lacks() {
                    self.push(diags::font_without_cut(place.clone(), typeface.name(), face));
                }
                Some(typeface)
            }
            Err(fault) => {
                self.push(diags::no_typeface(place, shown, &fault));
                None
            }
        }
    }
}

/// The names of the files in a folder, sorted; hidden ones are left out.
fn file_names(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
