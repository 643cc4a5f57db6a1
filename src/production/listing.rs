//! What a build would make: for whom, where, and whether it is current already.

use rayon::prelude::*;
use serde::Serialize;

use super::Prepared;
use super::ledger::delivered;
use super::output::{Manifest, ManifestEntry};
use super::pipeline;
use super::press::Press;
use super::published::Kept;
use super::request::Request;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::documents::{Delivered, Job, Source};
use crate::questionnaire::Wave;
use crate::templates::TemplateSet;

/// One file that a build would make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The name of its kind.
    pub kind: &'static str,
    /// For whom: `public`, `municipality:GM0193`, `bureau` or `ministry`.
    pub audience: String,
    /// The wave that it is about; data files are about all waves.
    pub edition: Option<u16>,
    /// Its path in the output folder.
    pub path: String,
    /// Whether it stands there as it would be made.
    pub current: bool,
}

/// Looks at every file that was chosen, without making any.
///
/// # Errors
/// A template can't be filled.
pub fn list(
    prepared: &Prepared,
    templates: &TemplateSet,
    request: &Request,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Listed>, Vec<Diagnostic>> {
    let edition = prepared.edition(templates, request.wave);
    let (folder, manifest) = (request.folder(), Manifest::read(&request.folder()));
    let press = Press::new(prepared, edition);
    let (kept, _) = Kept::of(prepared, request.wave);
    let places = pipeline::places(prepared, templates, request.wave, diagnostics);
    let is_current = |job: &Job, delivered: &[Delivered]| -> Result<bool, Vec<Diagnostic>> {
        let path = job.path(request.wave);
        let published = kept.as_ref().map(|kept| kept.file(job)).transpose();
        if let Some(file) = published.map_err(|finding| vec![finding])?.flatten() {
            let listed = manifest.files.get(&path);
            let same = |entry: &&ManifestEntry| entry.sha256 == file.entry.sha256;
            let key = listed.filter(same).map(|entry| entry.key.as_str());
            return Ok(key.is_some_and(|key| manifest.current(&folder, &path, key).is_some()));
        }
        let composed = press.compose(job, delivered);
        let key = press.key(&composed.map_err(|error| vec![places.unfilled(&error)])?);
        Ok(manifest.current(&folder, &path, &key).is_some())
    };
    let jobs = Job::all(&edition).into_iter().filter(|job| request.selection.has(job));
    let (lists, jobs): (Vec<_>, Vec<_>) =
        jobs.partition(|job| matches!(job.form.content, Source::Files(_)));
    let look = || -> Result<Vec<bool>, Vec<Diagnostic>> {
        jobs.par_iter().map(|job| is_current(job, &[])).collect()
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(request.workers).build();
    let mut current: Vec<bool> = pool.map_or_else(|_| look(), |pool| pool.install(look))?;
    // What lists other files is as old as those.
    let all = current.iter().all(|current| *current);
    let delivered = delivered(&manifest, request.wave);
    for job in &lists {
        current.push(all && is_current(job, &delivered)?);
    }
    let jobs = jobs.iter().chain(&lists);
    Ok(jobs.zip(current).map(|(job, current)| listed(job, request.wave, current)).collect())
}

fn listed(job: &Job, wave: Wave, current: bool) -> Listed {
    Listed {
        kind: job.kind.name,
        audience: job.reader.to_string(),
        edition: job.kind.of_edition.then_some(wave.0),
        path: job.path(wave),
        current,
    }
}
