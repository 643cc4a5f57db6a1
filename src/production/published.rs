//! The documents of a published edition: while its answers are those of now, they are taken
//! from the copy that was kept, byte for byte, and not made anew (bescherming.md#uitgave).

use std::path::PathBuf;

use super::codes;
use super::editions;
use super::output::{Manifest, ManifestEntry};
use super::pipeline::Prepared;
use crate::diagnostics::{Diagnostic, Place};
use crate::documents::Job;
use crate::questionnaire::Wave;

/// The published copy of the edition that is built.
pub(super) struct Kept {
    folder: PathBuf,
    place: Place,
    wave: Wave,
    manifest: Manifest,
}

/// What a published copy says of a document.
pub(super) struct KeptFile<'a> {
    /// Its entry in the manifest of the copy.
    pub(super) entry: &'a ManifestEntry,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

impl Kept {
    /// The copy of an edition, if it was published and no answer changed since. A finding, if
    /// answers changed and it is made anew.
    pub(super) fn of(prepared: &Prepared, wave: Wave) -> (Option<Self>, Option<Diagnostic>) {
        let material = prepared.project.waves.get(&wave);
        let Some((folder, place)) = material.and_then(|material| material.published.clone()) else {
            return (None, None);
        };
        let (questionnaire, dataset) = (&prepared.questionnaire, &prepared.bureau.dataset);
        match editions::has_changed(&folder, wave, questionnaire, dataset) {
            Some(false) => {
                let manifest = Manifest::read(&folder);
                (Some(Self { folder, place, wave, manifest }), None)
            }
            Some(true) => (None, Some(reissued(place, wave))),
            // An error about it was pushed when the editions were compared.
            None => (None, None),
        }
    }

    /// A document as it was published; `None` for one that was not.
    ///
    /// # Errors
    /// The copy is not what its manifest says.
    pub(super) fn file(&self, job: &Job) -> Result<Option<KeptFile<'_>>, Diagnostic> {
        let path = job.path(self.wave);
        let of_edition = |entry: &&ManifestEntry| entry.edition == Some(self.wave.0);
        let filled = job.kind.of_edition && job.form.format.is_filled();
        let Some(entry) = self.manifest.files.get(&path).filter(of_edition).filter(|_| filled)
        else {
            return Ok(None);
        };
        match editions::as_named(&self.folder, &path, entry) {
            Ok(bytes) => Ok(Some(KeptFile { entry, bytes })),
            Err(why) => Err(editions::unreadable_edition(self.place.clone(), &path, &why)),
        }
    }

    /// The finding that so many documents would be others now, if there are any.
    pub(super) fn otherwise(&self, documents: usize) -> Option<Diagnostic> {
        let message = format!(
            "edition {} was published: its documents are taken from there, {documents} of them otherwise than they would be made now (a date, label, text, template, or the program changed)",
            self.wave
        );
        let finding = Diagnostic::new(&codes::EDITION_KEPT, self.place.clone(), message)
            .help("nothing has to be done; what changed will stand in the next edition");
        (documents > 0).then_some(finding)
    }
}

fn reissued(place: Place, wave: Wave) -> Diagnostic {
    let message = format!(
        "answers changed since edition {wave} was published, and its figures still hold: its documents are made anew"
    );
    Diagnostic::new(&codes::EDITION_REISSUED, place, message)
        .help("publish them again, keep a copy of the output folder, and name that copy here")
}
