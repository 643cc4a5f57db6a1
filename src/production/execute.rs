//! Running the jobs in parallel and putting the results in their places.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::codes;
use super::output::{self, Manifest, ManifestEntry, NotWritten, Staging};
use super::pipeline::{self, AUDIT_MEMORY};
use super::{Prepared, checking};
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::disclosure::Audience;
use crate::documents::{Composition, DocumentKind, Edition, Job, compose};
use crate::keys::KeyWriter;
use crate::questionnaire::Wave;
use crate::templates::TemplateSet;
use crate::typeface::Typeface;
use crate::typesetting::{FontSet, Typesetter};

/// Version of the form of the audit's memory.
const AUDIT_SCHEMA: &str = "gemeentespiegel/audit/1";

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
        let ours = |name: &str| name.starts_with(&format!("{}-", self.wave));
        let entries = std::fs::read_dir(self.output.join(SHARDS)).into_iter().flatten().flatten();
        let parts = entries.filter(|entry| ours(&entry.file_name().to_string_lossy()));
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

impl Shelf {
    fn of(folder: PathBuf) -> Self {
        let manifest = Manifest::read(&folder);
        Self { folder, manifest }
    }
}

/// The folder that is written to, then the others: the parts, or for a part the whole.
fn shelves(request: &Request) -> Vec<Shelf> {
    let others = match request.shard {
        None => request.parts(),
        Some(_) => vec![request.output.clone()],
    };
    let folders = std::iter::once(request.folder()).chain(others);
    folders.map(Shelf::of).collect()
}

/// Who watches a build. Called from several threads.
pub trait Observer: Sync {
    /// Before the first document: how many will be made.
    fn planned(&self, documents: usize);
    /// A document is ready.
    fn document_done(&self);
    /// Whether the user wants to stop.
    fn stopped(&self) -> bool;
}

/// What a build made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Built {
    /// Documents in the output folder.
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

/// One document that is ready: made anew, or current already.
struct Done {
    path: String,
    kind: DocumentKind,
    entry: ManifestEntry,
    made: bool,
}

/// Makes all documents of an edition, or a part of them.
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
    let shelves = shelves(request);
    let strange = |shelf: &&Shelf| {
        let project = &shelf.manifest.project;
        !project.is_empty() && *project != prepared.questionnaire.title
    };
    if let Some(shelf) = shelves.iter().find(strange) {
        return Err(Failure::OtherProject(shelf.manifest.project.clone()));
    }
    pipeline::refuse(prepared, templates, request.wave, diagnostics);
    if diagnostics.has_errors() {
        return Err(Failure::Findings);
    }
    let staging = Staging::open(&request.folder())?;
    let edition = prepared.edition(templates, request.wave);
    let all = Job::all(&edition).into_iter().enumerate();
    let mine = all.filter(|(at, _)| request.shard.is_none_or(|shard| shard.holds(*at)));
    let jobs: Vec<_> = mine.map(|(_, job)| job).collect();
    observer.planned(jobs.len());
    let typesetter = Typesetter::new(FontSet::of(prepared.project.typeface));
    let files = edition.files();
    let shop = Workshop {
        edition,
        files_key: key_of_files(&files, prepared.project.typeface),
        files,
        shelves: &shelves,
        request,
        staging: &staging,
        observer,
        typesetter,
    };
    let done = shop.run(&jobs, diagnostics)?;
    Typesetter::forget();

    let mut built = Built { documents: done.len(), ..Built::default() };
    let mut manifest = Manifest {
        schema: output::MANIFEST_SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        project: prepared.questionnaire.title.clone(),
        ..Manifest::default()
    };
    for document in done {
        if let (Some(right), Some(pages)) = (document.kind.pages(), document.entry.pages)
            && pages > right
        {
            let message = format!("the document has {pages} pages, expected at most {right}");
            diagnostics.push(
                Diagnostic::new(
                    &codes::WRONG_PAGE_COUNT,
                    Place::File(document.path.clone()),
                    message,
                )
                .help("make fewer questions `key`, or shorten their texts"),
            );
        }
        built.unchanged += usize::from(!document.made);
        built.pages += document.entry.pages.unwrap_or(0);
        manifest.files.insert(document.path, document.entry);
    }
    if request.shard.is_none() {
        for file in DATA_FILES {
            let bytes = (file.bytes)(prepared);
            staging.put(file.path, &bytes)?;
            let entry = ManifestEntry {
                sha256: output::sha256(&bytes),
                key: key_of_data(&file, &bytes),
                kind: file.kind.to_owned(),
                audience: file.audience.to_owned(),
                edition: None,
                pages: None,
                schema: Some(file.schema.to_owned()),
            };
            manifest.files.insert(file.path.to_owned(), entry);
        }
    }
    staging.commit(&shelves[0].manifest, request.wave.0, manifest)?;
    if request.shard.is_none() {
        // Taken up, or out of date.
        shelves[1..].iter().for_each(|part| output::remove_unless_busy(&part.folder));
        let _ = std::fs::remove_dir(request.output.join(SHARDS));
    }
    Ok(built)
}

/// The key of a data file. It is made anew in every build, so its content is all that decides.
fn key_of_data(file: &DataFile, bytes: &[u8]) -> String {
    let mut key = KeyWriter::new("data file");
    key.text(file.path);
    key.bytes(bytes);
    key.finish()
}

/// A file beside the documents.
struct DataFile {
    path: &'static str,
    kind: &'static str,
    audience: &'static str,
    schema: &'static str,
    /// Made one by one: together they are larger than everything else in memory.
    bytes: fn(&Prepared) -> Vec<u8>,
}

const DATA_FILES: [DataFile; 5] = [
    DataFile {
        path: "bureau/controle.md",
        kind: "controle",
        audience: "bureau",
        schema: checking::CONTROL_SCHEMA,
        bytes: checking::control_page,
    },
    DataFile {
        path: "openbaar/cijfers.json",
        kind: "cijfers",
        audience: "public",
        schema: checking::FIGURES_SCHEMA,
        bytes: checking::figures_json,
    },
    DataFile {
        path: "bureau/tabellen.json",
        kind: "tabellen",
        audience: "bureau",
        schema: checking::TABLES_SCHEMA,
        bytes: checking::tables_json,
    },
    DataFile {
        path: "bureau/controle.json",
        kind: "controle",
        audience: "bureau",
        schema: checking::CONTROL_SCHEMA,
        bytes: checking::control_json,
    },
    DataFile {
        path: AUDIT_MEMORY,
        kind: "audit",
        audience: "bureau",
        schema: AUDIT_SCHEMA,
        bytes: |prepared| prepared.memory.to_json(),
    },
];

/// What the workers share.
struct Workshop<'a> {
    edition: Edition<'a>,
    files: BTreeMap<String, Vec<u8>>,
    files_key: String,
    shelves: &'a [Shelf],
    request: &'a Request,
    staging: &'a Staging,
    observer: &'a dyn Observer,
    typesetter: Typesetter,
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
                Some(Err(Trouble::Findings(findings))) => {
                    findings.into_iter().for_each(|finding| diagnostics.push(finding));
                }
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
                let outcome = self.make(job);
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

    /// Makes one document, unless the one in place is current.
    fn make(&self, job: &Job) -> Outcome {
        let composition = compose(job, &self.edition).map_err(Trouble::Findings)?;
        let key = key_of(&composition, &self.files_key);
        for (at, shelf) in self.shelves.iter().enumerate() {
            let Some((entry, bytes)) =
                shelf.manifest.current(&shelf.folder, &composition.path, &key)
            else {
                continue;
            };
            if at > 0 {
                self.staging.put(&composition.path, &bytes).map_err(Trouble::Output)?;
            }
            let (path, kind) = (composition.path, composition.kind);
            return Ok(Done { path, kind, entry: entry.clone(), made: false });
        }
        let printed = self
            .typesetter
            .pdf(&composition.source, &self.files, &composition.info)
            .map_err(|findings| Trouble::Findings(with_template(&composition, findings)))?;
        self.staging.put(&composition.path, &printed.bytes).map_err(Trouble::Output)?;
        let entry = ManifestEntry {
            sha256: output::sha256(&printed.bytes),
            kind: composition.kind.name().to_owned(),
            audience: audience_name(composition.audience),
            key,
            edition: Some(self.request.wave.0),
            pages: Some(printed.pages),
            schema: None,
        };
        Ok(Done { path: composition.path, kind: composition.kind, entry, made: true })
    }
}

fn audience_name(audience: Audience) -> String {
    match audience {
        Audience::Public => "public".to_owned(),
        Audience::Municipality(code) => format!("municipality:{code}"),
    }
}

/// The key of a document: everything that the typesetter would read. The style module, the
/// bundled typeface and Typst itself are in the build stamp.
fn key_of(composition: &Composition, files: &str) -> String {
    let mut key = KeyWriter::new("document");
    key.field("source", composition.source.as_str());
    key.field("info", &composition.info);
    key.field("files", files);
    key.finish()
}

/// The key of the files that every document may show, and of the typeface that it is set in.
fn key_of_files(files: &BTreeMap<String, Vec<u8>>, typeface: Typeface) -> String {
    let mut key = KeyWriter::new("files of documents");
    key.field("typeface", &typeface);
    key.list(files.len());
    for (path, bytes) in files {
        key.text(path);
        key.bytes(bytes);
    }
    key.finish()
}

/// Findings about generated text, with the template that it comes from.
fn with_template(composition: &Composition, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let template = composition.kind.template();
    let named = |mut finding: Diagnostic| {
        let hints = finding.help.take().map_or_else(String::new, |hints| format!("; {hints}"));
        finding.help(format!("look at template `{template}`{hints}"))
    };
    findings.into_iter().map(named).collect()
}
