//! Running the jobs in parallel and putting the results in their places.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::Prepared;
use super::codes;
use super::output::{self, Manifest, ManifestEntry, NotWritten, Staging, Unknown, Untrue};
use super::pipeline;
use super::press::Press;
use super::published::{Kept, KeptFile};
use super::selection::Selection;
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::documents::{Delivered, Job, Source};
use crate::questionnaire::Wave;
use crate::templates::TemplateSet;
use crate::typesetting::Typesetter;

/// What to build, and how.
#[derive(Debug, Clone)]
pub struct Request {
    /// The edition: the wave that the documents are about.
    pub wave: Wave,
    /// The output folder.
    pub output: PathBuf,
    /// Documents made side by side.
    pub workers: usize,
    /// Only this part of the documents, in a folder of its own below the output folder.
    pub shard: Option<Shard>,
    /// Only these kinds and municipalities; the other files of the folder stay as they are.
    pub selection: Selection,
}

impl Request {
    /// The folder that is written to.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        match self.shard {
            None => self.output.clone(),
            Some(shard) => self.output.join(SHARDS).join(format!("{}-{shard}", self.wave)),
        }
    }

    /// The parts of this edition that stand ready.
    fn parts(&self) -> Vec<PathBuf> {
        let prefix = format!("{}-", self.wave);
        let is_part = |name: &str| name.strip_prefix(&prefix).is_some_and(Shard::names_a_part);
        let entries = std::fs::read_dir(self.output.join(SHARDS)).into_iter().flatten().flatten();
        let parts = entries.filter(|entry| is_part(&entry.file_name().to_string_lossy()));
        let mut parts: Vec<_> = parts.map(|part| part.path()).collect();
        parts.sort();
        parts
    }
}

/// Where the parts stand, each an output folder of its own, until a whole build takes them up.
pub const SHARDS: &str = "delen";

/// One of several equal parts of the documents, each made by a run of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: NonZeroUsize,
    of: NonZeroUsize,
}

impl Shard {
    /// Every `of`-th document, from this one on.
    const fn holds(self, job: usize) -> bool {
        job % self.of.get() == self.number.get() - 1
    }

    /// Whether a part stands in a folder of this name: what `Display` writes.
    fn names_a_part(name: &str) -> bool {
        let shard = name.split_once("-van-").and_then(|(number, of)| {
            Some(Self { number: number.parse().ok()?, of: of.parse().ok()? })
        });
        shard.is_some_and(|shard| shard.to_string() == name)
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-van-{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    /// Reads `2/8`: the second of eight parts.
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').and_then(|(number, of)| {
            Some(Self { number: number.parse().ok()?, of: of.parse().ok()? })
        });
        let shard = parts.filter(|shard| shard.number <= shard.of);
        shard.ok_or_else(|| "expected two numbers such as `2/8`: part 2 of 8".to_owned())
    }
}

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
    let (id, title) = (prepared.project.id.as_ref(), &prepared.questionnaire.title);
    let strange = |shelf: &&Shelf| {
        let project = &shelf.manifest.project;
        // A folder that was made before there was an id bears the title.
        !project.is_empty() && project != title && Some(project) != id
    };
    if let Some(shelf) = shelves.iter().find(strange) {
        return Err(Failure::OtherProject(shelf.manifest.project.clone()));
    }
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
    let shop =
        Workshop { press, shelves: &shelves, request, staging: &staging, observer, published };
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
    let mut ledger = Ledger::new(kept(earlier, request, id.unwrap_or(title)));
    ledger.enter(documents);
    ledger.enter(shop.one_by_one(&plan.data, &[], diagnostics)?);
    let lists = plan.lists(&ledger.manifest, earlier);
    if !lists.is_empty() {
        shop.refuse_changed(&ledger.manifest, diagnostics)?;
        let delivered = delivered(&ledger.manifest, request.wave);
        ledger.enter(shop.one_by_one(&lists, &delivered, diagnostics)?);
    }
    drop(shop);
    let untrue = staging.untrue(&ledger.manifest);
    let manifest = ledger.judged(untrue, diagnostics)?;
    if observer.stopped() {
        return Err(Failure::Stopped);
    }
    observer.placing();
    let removed = removed(earlier, &manifest);
    staging.commit(earlier, manifest)?;
    removed.into_iter().for_each(|finding| diagnostics.push(finding));
    if request.shard.is_none() && request.selection.is_whole() {
        // Taken up, or out of date.
        shelves[1..].iter().for_each(|part| output::remove_unless_busy(&part.folder));
        let _ = std::fs::remove_dir(request.output.join(SHARDS));
    }
    Ok(built)
}

/// The manifest as it grows, and which of its files this build vouches for.
struct Ledger {
    manifest: Manifest,
    entered: BTreeSet<String>,
}

impl Ledger {
    const fn new(manifest: Manifest) -> Self {
        Self { manifest, entered: BTreeSet::new() }
    }

    fn enter(&mut self, done: Vec<Done>) {
        for file in done {
            self.entered.insert(file.path.clone());
            self.manifest.files.insert(file.path, file.entry);
        }
    }

    /// The manifest without what is not true. What this build made or found current must stand
    /// there; of the other files one that is gone is no longer listed, with a warning.
    fn judged(
        self,
        untrue: Vec<Untrue>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Manifest, Failure> {
        let Self { mut manifest, entered } = self;
        for Untrue { path, is_there } in untrue {
            if entered.contains(&path) {
                diagnostics.push(lost_meanwhile(&path, is_there));
            } else {
                let edition = manifest.files.get(&path).and_then(|entry| entry.edition);
                diagnostics.push(changed_earlier(&path, edition, is_there));
                if !is_there {
                    manifest.files.remove(&path);
                }
            }
        }
        if diagnostics.has_errors() { Err(Failure::Findings) } else { Ok(manifest) }
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

/// The manifest to begin with: entries of files that this build does not touch.
fn kept(earlier: &Manifest, request: &Request, project: &str) -> Manifest {
    let wave = request.wave.0;
    let whole = request.selection.is_whole();
    let stays = |entry: &ManifestEntry| !whole || entry.edition.is_some_and(|own| own != wave);
    let files = earlier.files.iter().filter(|(_, entry)| stays(entry));
    let mut partial: BTreeSet<u16> = earlier.partial.clone();
    if whole {
        partial.remove(&wave)
    } else {
        partial.insert(wave)
    };
    Manifest {
        schema: output::MANIFEST_SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        project: project.to_owned(),
        partial,
        files: files.map(|(path, entry)| (path.clone(), entry.clone())).collect(),
    }
}

/// The files of an edition that are documents for readers.
pub(super) fn delivered(manifest: &Manifest, wave: Wave) -> Vec<Delivered> {
    let own = manifest.files.iter().filter(|(_, entry)| entry.edition == Some(wave.0));
    let file = |(path, entry): (&String, &ManifestEntry)| Delivered {
        path: path.clone(),
        audience: entry.audience.clone(),
        sha256: entry.sha256.clone(),
    };
    own.map(file).collect()
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
        let mut done = Vec::new();
        for outcome in outcomes {
            match outcome.into_inner().expect("no worker panics while it holds the lock") {
                Some(Ok(document)) => done.push(document),
                Some(Err(Trouble::Findings(findings))) => push_all(findings, diagnostics),
                Some(Err(Trouble::Output(failed))) => return Err(failed.into()),
                None => {}
            }
        }
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
        let composition = self.press.compose(job, delivered).map_err(Trouble::Findings)?;
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
        let printed = self.press.print(composition).map_err(Trouble::Findings)?;
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

/// The finding about a file that is not what was made.
fn changed(path: &str, is_there: bool) -> Diagnostic {
    let message = match is_there {
        true => "the file was changed after it was made: it is not what the manifest names",
        false => "the file that the manifest names is gone",
    };
    Diagnostic::new(&codes::FILE_CHANGED, Place::File(path.to_owned()), message)
        .help("make it again: `spiegel build` without `--only` and `--municipality` does")
}

/// The finding about a file of this build that is no longer what it was a moment ago.
fn lost_meanwhile(path: &str, is_there: bool) -> Diagnostic {
    let what = if is_there { "changed" } else { "removed" };
    let message = format!("the file was {what} while the build ran");
    Diagnostic::new(&codes::FILE_CHANGED, Place::File(path.to_owned()), message).help(
        "nothing was put in place; leave the output folder alone during a build, and build again",
    )
}

/// The finding about a file of an earlier build that this one did not look at.
fn changed_earlier(path: &str, edition: Option<u16>, is_there: bool) -> Diagnostic {
    let message = match is_there {
        true => "the file was changed after it was made, and this build does not make it",
        false => "the file is gone, and this build does not make it: it is no longer listed",
    };
    let help = match edition {
        Some(edition) => format!("`spiegel build --wave {edition}` makes it again"),
        None => "`spiegel build` without `--only` and `--municipality` makes it again".to_owned(),
    };
    Diagnostic::new(&codes::EARLIER_FILE_CHANGED, Place::File(path.to_owned()), message).help(help)
}

/// So many folders of removed documents are named.
const NAMED: usize = 10;

/// The finding about documents that an earlier build made and this one takes away.
fn removed(earlier: &Manifest, now: &Manifest) -> Option<Diagnostic> {
    let gone = earlier.files.keys().filter(|path| !now.files.contains_key(*path));
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    let mut files = 0;
    for path in gone {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        *folders.entry(folder).or_default() += 1;
        files += 1;
    }
    let first = folders.keys().next()?;
    let some: Vec<_> = folders.keys().take(NAMED).map(|folder| format!("`{folder}`")).collect();
    let more = folders.len() - some.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!(
        "no longer made, and removed: {files} {} in {}{more}",
        if files == 1 { "file" } else { "files" },
        some.join(", ")
    );
    let place = Place::File((*first).to_owned());
    Some(
        Diagnostic::new(&codes::DOCUMENTS_REMOVED, place, message)
            .help("if they should be there, put the answers back, and build again"),
    )
}
