//! Whether the project's logo can stand in documents; told at its key in the project file.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::project::{Picture, Project, codes};
use crate::typesetting::picture_fault;

/// Puts each picture of the project into a document of its own.
pub(super) fn check(project: &Project, diagnostics: &mut Diagnostics) {
    let Some(logo) = &project.logo else { return };
    for picture in std::iter::once(&logo.picture).chain(&logo.grey) {
        if let Some(why) = picture_fault(&picture.path, &picture.bytes, project.typeface) {
            diagnostics.push(unfit(picture, &why));
        }
    }
}

fn unfit(picture: &Picture, why: &str) -> Diagnostic {
    let message = format!("the logo can't stand in a document: {why}");
    Diagnostic::new(&codes::UNFIT_LOGO, picture.place.clone(), message)
        .help("open it in the program that made it, and save it again as PNG or as plain SVG")
}
