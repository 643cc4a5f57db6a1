//! Data and its schemas without making documents.

use std::collections::BTreeMap;

use super::Prepared;
use super::pipeline::to_read;
use crate::disclosure::Audience;
use crate::documents::{Content, KINDS, Kind, Source};

/// The kinds of data that can be exported: those that need no other file first.
pub fn exported() -> impl Iterator<Item = &'static Kind> {
    let needs_files =
        |kind: &Kind| kind.forms.iter().any(|form| matches!(form.content, Source::Files(_)));
    KINDS.iter().copied().filter(move |kind| !kind.is_filled() && !needs_files(kind))
}

/// The bytes of the first form of a kind of data, as a build would write them; `None` for a
/// kind that is no such data.
#[must_use]
pub fn export(kind: &Kind, prepared: &Prepared) -> Option<Vec<u8>> {
    // Data fills no template: the project's own are not looked at.
    let (templates, _) = to_read(&BTreeMap::new());
    let wave = *prepared.project.waves.keys().next_back()?;
    let edition = prepared.edition(&templates, wave);
    let content = match kind.forms.first()?.content {
        Source::Released(content) => content(&edition, Audience::Public),
        Source::Unprotected(content) => content(&edition, &prepared.bureau),
        Source::Files(_) => return None,
    };
    match content {
        Content::Data(bytes) => Some(bytes),
        Content::Typst(_) | Content::Html(_) => None,
    }
}
