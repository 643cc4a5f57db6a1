//! Which documents of an edition a build makes: all, or chosen kinds and municipalities.

use std::collections::BTreeSet;

use crate::diagnostics::nearest;
use crate::documents::{Edition, Job, KINDS, Kind};
use crate::register::{FindError, MunicipalityCode};

/// What was chosen. The empty choice is everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    kinds: Vec<&'static str>,
    municipalities: BTreeSet<MunicipalityCode>,
}

impl Selection {
    /// Chooses by names of kinds, and codes or names of municipalities. Without kinds,
    /// municipalities mean all that is made for them.
    ///
    /// # Errors
    /// A name that is unknown, or a municipality for which nothing is made: what the user
    /// can do instead.
    pub fn of(
        kinds: &[String],
        municipalities: &[String],
        edition: &Edition,
    ) -> Result<Self, String> {
        let kinds = kinds.iter().map(|name| kind(name)).collect::<Result<Vec<_>, _>>()?;
        let of_municipalities = kinds.iter().any(|kind| kind.readers.are_municipalities());
        if let ([only, ..], false, [_, ..]) = (&kinds[..], of_municipalities, municipalities) {
            return Err(format!(
                "`{}` is not made for each municipality, so that none can be chosen of it",
                only.name
            ));
        }
        let codes = municipalities.iter().map(|text| municipality(text, edition));
        let municipalities = codes.collect::<Result<_, _>>()?;
        let selection =
            Self { kinds: kinds.iter().map(|kind| kind.name).collect(), municipalities };
        selection.nothing_is_missing(edition)?;
        Ok(selection)
    }

    /// Refuses a municipality for which no document is made.
    fn nothing_is_missing(&self, edition: &Edition) -> Result<(), String> {
        let made: BTreeSet<_> = Job::all(edition)
            .iter()
            .filter(|job| self.has(job))
            .filter_map(|job| job.reader.municipality())
            .collect();
        match self.municipalities.difference(&made).next() {
            Some(code) => Err(format!(
                "nothing of this is made for {code} {} in edition {}: it did not answer; \
                 `--list` shows for whom documents are made",
                edition.project.register.name_of(*code),
                edition.wave
            )),
            None => Ok(()),
        }
    }

    /// Whether everything is made.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.kinds.is_empty() && self.municipalities.is_empty()
    }

    /// Whether it was chosen.
    #[must_use]
    pub fn has(&self, job: &Job) -> bool {
        let kind = self.kinds.is_empty() || self.kinds.contains(&job.kind.name);
        let reader = match job.reader.municipality() {
            _ if self.municipalities.is_empty() => true,
            Some(code) => self.municipalities.contains(&code),
            // What is made once is meant when its kind is named.
            None => !self.kinds.is_empty(),
        };
        kind && reader
    }
}

/// The kind of this name.
fn kind(name: &str) -> Result<&'static Kind, String> {
    let names = || KINDS.iter().map(|kind| kind.name);
    if let Some(kind) = KINDS.iter().find(|kind| kind.name == name) {
        return Ok(kind);
    }
    let meant = nearest(name, names()).map(|name| format!("did you mean `{name}`? "));
    Err(format!(
        "there is no kind of document `{name}`; {}kinds are {}",
        meant.unwrap_or_default(),
        names().collect::<Vec<_>>().join(", ")
    ))
}

/// The municipality that a code or name means on the reference date of the edition.
fn municipality(text: &str, edition: &Edition) -> Result<MunicipalityCode, String> {
    let Some(material) = edition.project.waves.get(&edition.wave) else {
        return Err(format!("the project has no wave {}", edition.wave));
    };
    let found = edition.project.register.find(text, material.reference_date);
    found.map_err(|error| {
        let hint = match error {
            FindError::Unknown { nearest: Some(name) } => format!("did you mean `{name}`? "),
            FindError::NotValid { successors, .. } if !successors.is_empty() => {
                format!("it is part of {} now; ", successors.join(", "))
            }
            FindError::Ambiguous { names } => format!("choose one of {}; ", names.join(", ")),
            _ => String::new(),
        };
        format!(
            "there is no one municipality `{text}` in edition {}; {hint}`--list` shows for whom \
             documents are made",
            edition.wave
        )
    })
}
