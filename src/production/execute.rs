//! Running the jobs in parallel and putting the results in their places.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::Prepared;
use super::codes;
use super::ledger::{Ledger, changed, delivered, removed};
use super::output::{self, Manifest, ManifestEntry, NotWritten, Staging, Unknown};
use super::pipeline;
use super::press::Press;
use super::published::{Kept, KeptFile};
use super::request::{Request, SHARDS};
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::documents::{Delivered, Job, Source};
use crate::proofreading::Places;
use crate::questionnaire::Wave;
use crate::templates::TemplateSet;
use crate::typesetting::Typesetter;

/// A folder that may hold documents that are current already.
struct Shelf {
    folder: PathBuf,
    manifest: Manifest,
}

/// The folder that is written to, then the others: the parts, or for a part the whole. What an
/// earlier build broke off is taken back first.
fn shelves(request: &Request) -> Result<Vec<Shelf>, Failure> {
    let folder = request.folder();
    output::recover(&folder)?;
    let manifest = Manifest::standing(&folder)?;
    let others = match request.shard {
        None => request.parts(),
        Some(_) => vec![request.output.clone()],
    };
    // Of another folder files are only read, and each is compared with its hash.
    let others = others.into_iter().map(|folder| {
        let manifest = Manifest::read(&folder);
        Shelf { folder, manifest }
    });
    Ok(std::iter::once(Shelf { folder, manifest }).chain(others).collect())
}

/// Who watches a build. Called from several threads.
pub trait Observer: Sync {
    /// Before the first document: the folder in which new files wait, which is waste when the
    /// program ends now, and how many documents will be made.
    fn making(&self, waiting: &Path, documents: usize);
    /// A document is ready.
    fn document_done(&self);
    /// From now on files are put in their places. When the program ends before all are, the
    /// next build takes them back.
    fn placing(&self);
    /// Whether the user wants to stop.
    fn stopped(&self) -> bool;
}

/// What a build made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Built {
    /// Documents that were asked for: data files are not counted.
    pub documents: usize,
    /// Of these, how many were current already.
    pub unchanged: usize,
    /// Pages of all documents.
    pub pages: usize,
}

/// Why a build made nothing. What stood in the output folder is as it was, unless
/// [`NotWritten::left_in`] says otherwise.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// Findings were pushed.
    Findings,
    /// The user stopped it.
    Stopped,
    /// The output folder holds the documents of another project.
    OtherProject(String),
    /// Another build is writing to the output folder.
    Busy,
    /// Nothing is known of the files in the output folder, and why.
    NoManifest(String),
    /// The output folder can't be written.
    Output(NotWritten),
}

impl From<NotWritten> for Failure {
    fn from(failed: NotWritten) -> Self {
        match failed.error.kind() {
            io::ErrorKind::WouldBlock => Self::Busy,
            _ => Self::Output(failed),
        }
    }
}

impl From<Unknown> for Failure {
    fn from(Unknown(why): Unknown) -> Self {
        Self::NoManifest(why)
    }
}

/// One file that is ready: made anew, or current already.
struct Done {
    job: Job,
    path: String,
    entry: ManifestEntry,
    made: bool,
    /// Taken from a published edition, and it would be made otherwise now.
    otherwise: bool,
}

impl Done {
    /// What the manifest says of it.
    fn entered(self) -> (String, ManifestEntry) {
        (self.path, self.entry)
    }
}

/// Makes all documents of an edition, a part of them, or those that were chosen.
///
/// # Errors
/// See [`Failure`].
pub fn execute(
    prepared: &Prepared,
    templates: &TemplateSet,
    request: &Request,
    observer: &dyn Observer,
    diagnostics: &mut Diagnostics,
) -> Result<Built, Failure> {
    let shelves = shelves(request)?;
    refuse_other_project(prepared, &shelves)?;
    let edition = prepared.edition(templates, request.wave);
    let plan = Plan::of(&Job::all(&edition), request, &shelves[0].manifest);
    pipeline::refuse(prepared, templates, request.wave, &plan.documents, diagnostics);
    if diagnostics.has_errors() {
        return Err(Failure::Findings);
    }
    let staging = Staging::open(&request.folder())?;
    if Manifest::standing(&request.folder())? != shelves[0].manifest {
        return Err(Failure::Busy); // Another build was faster.
    }
    observer.making(staging.waiting_room(), plan.documents.len());
    let press = Press::new(prepared, edition);
    let (kept_edition, reissued) = Kept::of(prepared, request.wave);
    reissued.into_iter().for_each(|finding| diagnostics.push(finding));
    let published = kept_edition.as_ref();
    let places = pipeline::places(prepared, templates, request.wave, diagnostics);
    let shop = Workshop {
        press,
        shelves: &shelves,
        request,
        staging: &staging,
        observer,
        published,
        places: &places,
    };
    let documents = shop.run(&plan.documents, diagnostics)?;
    Typesetter::forget();
    let mut built = Built { documents: documents.len(), ..Built::default() };
    for document in &documents {
        built.unchanged += usize::from(!document.made);
        built.pages += document.entry.pages.unwrap_or(0);
        too_long(document).into_iter().for_each(|finding| diagnostics.push(finding));
    }
    let otherwise = documents.iter().filter(|document| document.otherwise).count();
    let kept_so = published.and_then(|kept| kept.otherwise(otherwise));
    kept_so.into_iter().for_each(|finding| diagnostics.push(finding));
    let earlier = &shelves[0].manifest;
    let mut ledger = Ledger::new(earlier, request, identity(prepared));
    ledger.enter(documents.into_iter().map(Done::entered));
    let data = shop.one_by_one(&plan.data, &[], diagnostics)?;
    ledger.enter(data.into_iter().map(Done::entered));
    let lists = plan.lists(&ledger.manifest, earlier);
    if !lists.is_empty() {
        shop.refuse_changed(&ledger.manifest, diagnostics)?;
        let delivered = delivered(&ledger.manifest, request.wave);
        let lists = shop.one_by_one(&lists, &delivered, diagnostics)?;
        ledger.enter(lists.into_iter().map(Done::entered));
    }
    drop(shop);
    let untrue = staging.untrue(&ledger.manifest);
    let manifest = ledger.judged(untrue, diagnostics);
    if diagnostics.has_errors() {
        return Err(Failure::Findings);
    }
    if observer.stopped() {
        return Err(Failure::Stopped);
    }
    observer.placing();
    let removed = removed(&request.folder(), earlier, &manifest);
    staging.commit(earlier, manifest)?;
    removed.into_iter().for_each(|finding| diagnostics.push(finding));
    if request.shard.is_none() && request.selection.is_whole() {
        // Taken up, or out of date.
        shelves[1..].iter().for_each(|part| output::remove_unless_busy(&part.folder));
        let _ = std::fs::remove_dir(request.output.join(SHARDS));
    }
    Ok(built)
}

/// What names a survey to its output folder.
fn identity(prepared: &Prepared) -> &str {
    prepared.project.id.as_ref().unwrap_or(&prepared.questionnaire.title)
}

/// Refuses folders of another survey. One that was made before there was an id bears the title.
fn refuse_other_project(prepared: &Prepared, shelves: &[Shelf]) -> Result<(), Failure> {
    let names = [identity(prepared), &prepared.questionnaire.title];
    let found = shelves.iter().map(|shelf| &shelf.manifest.project);
    match found.into_iter().find(|name| !name.is_empty() && !names.contains(&name.as_str())) {
        Some(name) => Err(Failure::OtherProject(name.clone())),
        None => Ok(()),
    }
}

/// What a build makes, in this order.
struct Plan {
    /// Filled templates, side by side.
    documents: Vec<Job>,
    /// Data, one by one: together it is larger than everything else in memory.
    data: Vec<Job>,
    /// What is made from the files that the others became; whether it was asked for.
    lists: Vec<(Job, bool)>,
    wave: Wave,
}

impl Plan {
    fn of(jobs: &[Job], request: &Request, earlier: &Manifest) -> Self {
        let (wave, selection) = (request.wave, &request.selection);
        let (mut documents, mut data, mut lists) = (Vec::new(), Vec::new(), Vec::new());
        for job in jobs {
            let asked = selection.has(job);
            match job.form.content {
                _ if job.form.format.is_filled() => documents.extend(asked.then_some(*job)),
                Source::Files(_) if asked || earlier.files.contains_key(&job.path(wave)) => {
                    lists.push((*job, asked));
                }
                Source::Files(_) => {}
                _ => data.extend((asked || job.kind.always_made).then_some(*job)),
            }
        }
        if let Some(shard) = request.shard {
            let mine = documents.into_iter().enumerate().filter(|(at, _)| shard.holds(*at));
            documents = mine.map(|(_, job)| job).collect();
            (data, lists) = (Vec::new(), Vec::new());
        }
        Self { documents, data, lists, wave }
    }

    /// The lists of files to make: those that were asked for, and those that would no longer
    /// be true.
    fn lists(&self, now: &Manifest, earlier: &Manifest) -> Vec<Job> {
        let files = |manifest: &Manifest| delivered(manifest, self.wave);
        let changed = || files(now) != files(earlier);
        let lists = self.lists.iter().filter(|(_, asked)| *asked || changed());
        lists.map(|(job, _)| *job).collect()
    }
}

/// The finding about a document with more pages than its kind may have.
fn too_long(document: &Done) -> Option<Diagnostic> {
    let (right, pages) = (document.job.kind.pages?, document.entry.pages?);
    let place = Place::File(document.path.clone());
    let message = format!("the document has {pages} pages, expected at most {right}");
    let help = "make fewer questions `key`, or shorten their texts";
    (pages > right).then(|| Diagnostic::new(&codes::WRONG_PAGE_COUNT, place, message).help(help))
}

/// What the workers share.
struct Workshop<'a> {
    press: Press<'a>,
    shelves: &'a [Shelf],
    request: &'a Request,
    staging: &'a Staging,
    observer: &'a dyn Observer,
    published: Option<&'a Kept>,
    /// Where the templates stand, for findings.
    places: &'a Places,
}

type Outcome = Result<Done, Trouble>;

/// Why one document was not made.
enum Trouble {
    Findings(Vec<Diagnostic>),
    Output(NotWritten),
}

impl Workshop<'_> {
    /// Runs all jobs and gives the documents in plan order.
    fn run(&self, jobs: &[Job], diagnostics: &mut Diagnostics) -> Result<Vec<Done>, Failure> {
        let outcomes: Vec<Mutex<Option<Outcome>>> = jobs.iter().map(|_| Mutex::new(None)).collect();
        let next = AtomicUsize::new(0);
        let broken = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..self.request.workers.clamp(1, jobs.len().max(1)) {
                scope.spawn(|| self.work(jobs, &outcomes, &next, &broken));
            }
        });
        if self.observer.stopped() {
            return Err(Failure::Stopped);
        }
        let (mut done, mut told) = (Vec::new(), Vec::new());
        for outcome in outcomes {
            match outcome.into_inner().expect("no worker panics while it holds the lock") {
                Some(Ok(document)) => done.push(document),
                // Several workers may meet one fault of a template.
                Some(Err(Trouble::Findings(findings))) => {
                    for finding in findings {
                        if !told.contains(&finding) {
                            told.push(finding);
                        }
                    }
                }
                Some(Err(Trouble::Output(failed))) => return Err(failed.into()),
                None => {}
            }
        }
        push_all(told, diagnostics);
        if done.len() < jobs.len() { Err(Failure::Findings) } else { Ok(done) }
    }

    /// One worker, in a rayon pool of its own: the PDF writer's inner joins would otherwise
    /// take whole documents of other workers onto this stack.
    fn work(
        &self,
        jobs: &[Job],
        outcomes: &[Mutex<Option<Outcome>>],
        next: &AtomicUsize,
        broken: &AtomicBool,
    ) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        let turn = || {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(job) = jobs.get(index) else { break };
                // After a failure nothing will be put in place: do not work for nothing.
                if self.observer.stopped() || broken.load(Ordering::Relaxed) {
                    break;
                }
                let outcome = self.make(job, &[]);
                if outcome.is_err() {
                    broken.store(true, Ordering::Relaxed);
                }
                *outcomes[index].lock().expect("no worker panics while it holds the lock") =
                    Some(outcome);
                self.observer.document_done();
            }
        };
        match pool {
            Ok(pool) => pool.install(turn),
            Err(_) => turn(), // No thread to be had: slower, same result.
        }
    }

    /// Makes files one after the other. `delivered` are the files made before.
    fn one_by_one(
        &self,
        jobs: &[Job],
        delivered: &[Delivered],
        diagnostics: &mut Diagnostics,
    ) -> Result<Vec<Done>, Failure> {
        let made = jobs.iter().map(|job| self.make(job, delivered));
        made.collect::<Result<_, _>>().map_err(|trouble| match trouble {
            Trouble::Output(failed) => failed.into(),
            Trouble::Findings(findings) => {
                push_all(findings, diagnostics);
                Failure::Findings
            }
        })
    }

    /// Pushes a finding for every file of the edition that is no longer what was made: a list
    /// of files would say something else than what is there.
    fn refuse_changed(
        &self,
        manifest: &Manifest,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), Failure> {
        let folder = self.request.folder();
        for file in delivered(manifest, self.request.wave) {
            let made = self.staging.holds(&file.path);
            let found = std::fs::read(folder.join(&file.path)).ok();
            let found = found.map(|bytes| output::sha256(&bytes));
            if !made && found.as_ref() != Some(&file.sha256) {
                diagnostics.push(changed(&file.path, found.is_some()));
            }
        }
        if diagnostics.has_errors() { Err(Failure::Findings) } else { Ok(()) }
    }

    /// Makes one file, unless the one in place is current.
    fn make(&self, job: &Job, delivered: &[Delivered]) -> Outcome {
        let composition = self.press.compose(job, delivered);
        let composition =
            composition.map_err(|error| Trouble::Findings(vec![self.places.unfilled(&error)]))?;
        let key = self.press.key(&composition);
        let path = composition.path.clone();
        if let Some(done) = self.as_published(job, &key)? {
            return Ok(done);
        }
        for (at, shelf) in self.shelves.iter().enumerate() {
            let Some((entry, bytes)) = shelf.manifest.current(&shelf.folder, &path, &key) else {
                continue;
            };
            if at > 0 {
                self.staging.put(&path, &bytes).map_err(Trouble::Output)?;
            }
            let entry = entry.clone();
            return Ok(Done { job: *job, path, entry, made: false, otherwise: false });
        }
        let printed = self.press.print(&composition).map_err(|faults| {
            let traced = self.press.trace(job);
            let told = |fault| self.places.unset(&composition, traced.as_ref(), fault);
            Trouble::Findings(faults.iter().map(told).collect())
        })?;
        self.staging.put(&path, &printed.bytes).map_err(Trouble::Output)?;
        let entry = ManifestEntry {
            sha256: output::sha256(&printed.bytes),
            kind: job.kind.name.to_owned(),
            audience: job.reader.to_string(),
            key,
            edition: job.kind.of_edition.then_some(self.request.wave.0),
            pages: printed.pages,
            schema: job.form.schema.as_ref().map(|schema| schema.version.to_owned()),
        };
        Ok(Done { job: *job, path, entry, made: true, otherwise: false })
    }

    /// A document as it was published, put in place unless it stands there.
    fn as_published(&self, job: &Job, key: &str) -> Result<Option<Done>, Trouble> {
        let Some(kept) = self.published else { return Ok(None) };
        let file = kept.file(job).map_err(|finding| Trouble::Findings(vec![finding]))?;
        let Some(KeptFile { entry, bytes }) = file else { return Ok(None) };
        let path = job.path(self.request.wave);
        let own = &self.shelves[0];
        let stands = std::fs::read(own.folder.join(&path)).is_ok_and(|found| found == bytes);
        if !(stands && own.manifest.files.contains_key(&path)) {
            self.staging.put(&path, &bytes).map_err(Trouble::Output)?;
        }
        let otherwise = entry.key != key;
        Ok(Some(Done { job: *job, path, entry: entry.clone(), made: false, otherwise }))
    }
}

fn push_all(findings: Vec<Diagnostic>, diagnostics: &mut Diagnostics) {
    findings.into_iter().for_each(|finding| diagnostics.push(finding));
}
