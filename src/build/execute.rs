//! Running the jobs in parallel and putting the results in their places.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::output::{self, Manifest, ManifestEntry, NotWritten, Staging};
use super::pipeline::{self, AUDIT_MEMORY};
use super::{Prepared, checking};
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::disclosure::Audience;
use crate::documents::{Composition, DocumentKind, Edition, Job, compose};
use crate::questionnaire::Wave;
use crate::typesetting::{FontSet, STYLE_MODULE, TemplateSet, Typesetter};

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

/// Makes all documents of an edition.
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
    let earlier = Manifest::read(&request.output);
    if !earlier.project.is_empty() && earlier.project != prepared.questionnaire.title {
        return Err(Failure::OtherProject(earlier.project));
    }
    pipeline::refuse(prepared, templates, request.wave, diagnostics);
    if diagnostics.has_errors() {
        return Err(Failure::Findings);
    }
    let staging = Staging::open(&request.output)?;
    let edition = prepared.edition(templates, request.wave);
    let jobs = Job::all(&edition);
    observer.planned(jobs.len());
    let typesetter = Typesetter::new(FontSet::bundled());
    let files = edition.files();
    let shop = Workshop {
        edition,
        files,
        earlier: &earlier,
        request,
        staging: &staging,
        observer,
        typesetter,
    };
    let done = shop.run(&jobs, diagnostics)?;

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
                Diagnostic::warning(
                    "wrong-page-count",
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
    let key = key_of_data(prepared);
    for (path, entry, bytes) in data_files(prepared, &key) {
        staging.put(path, &bytes)?;
        manifest.files.insert(path.to_owned(), entry);
    }
    staging.commit(&earlier, request.wave.0, manifest)?;
    Ok(built)
}

/// Everything that decides the bytes of the data files, as one hash.
fn key_of_data(prepared: &Prepared) -> String {
    let questionnaire = format!("{:?}", prepared.questionnaire);
    let answers = format!("{:?}", prepared.dataset);
    let parts =
        [prepared.project.text.as_str(), &questionnaire, &answers, env!("CARGO_PKG_VERSION")];
    output::sha256(parts.join("\0").as_bytes())
}

/// The JSON files beside the documents, made from inputs with this key.
fn data_files(prepared: &Prepared, key: &str) -> Vec<(&'static str, ManifestEntry, Vec<u8>)> {
    let files = [
        (
            "bureau/controle.md",
            "controle",
            "bureau",
            checking::CONTROL_SCHEMA,
            checking::control_page(prepared),
        ),
        (
            "openbaar/cijfers.json",
            "cijfers",
            "public",
            checking::FIGURES_SCHEMA,
            checking::figures_json(prepared),
        ),
        (
            "bureau/tabellen.json",
            "tabellen",
            "bureau",
            checking::TABLES_SCHEMA,
            checking::tables_json(prepared),
        ),
        (
            "bureau/controle.json",
            "controle",
            "bureau",
            checking::CONTROL_SCHEMA,
            checking::control_json(prepared),
        ),
        (AUDIT_MEMORY, "audit", "bureau", AUDIT_SCHEMA, prepared.memory.to_json()),
    ];
    files
        .into_iter()
        .map(|(path, kind, audience, schema, bytes)| {
            let entry = ManifestEntry {
                sha256: output::sha256(&bytes),
                key: key.to_owned(),
                kind: kind.to_owned(),
                audience: audience.to_owned(),
                edition: None,
                pages: None,
                schema: Some(schema.to_owned()),
            };
            (path, entry, bytes)
        })
        .collect()
}

/// What the workers share.
struct Workshop<'a> {
    edition: Edition<'a>,
    files: BTreeMap<String, Vec<u8>>,
    earlier: &'a Manifest,
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
        let key = key_of(&composition, &self.files);
        if let Some(entry) = self.earlier.current(&self.request.output, &composition.path, &key) {
            let (path, kind) = (composition.path, composition.kind);
            return Ok(Done { path, kind, entry: entry.clone(), made: false });
        }
        let laid = self
            .typesetter
            .pdf(&composition.source, &self.files, &composition.info)
            .map_err(|findings| Trouble::Findings(typst_findings(&composition, &findings)))?;
        self.staging.put(&composition.path, &laid.bytes).map_err(Trouble::Output)?;
        let entry = ManifestEntry {
            sha256: output::sha256(&laid.bytes),
            kind: composition.kind.name().to_owned(),
            audience: audience_name(composition.audience),
            key,
            edition: Some(self.request.wave.0),
            pages: Some(laid.pages),
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

/// Everything that decides the bytes of a document, as one hash: what the typesetter would
/// read, and who reads it.
fn key_of(composition: &Composition, files: &BTreeMap<String, Vec<u8>>) -> String {
    let info = format!("{:?}", composition.info);
    let files: String = files.values().map(|bytes| output::sha256(bytes)).collect();
    let parts =
        [composition.source.as_str(), STYLE_MODULE, &info, &files, env!("CARGO_PKG_VERSION")];
    output::sha256(parts.join("\0").as_bytes())
}

/// Findings of Typst about generated text: they name the document and the generated line,
/// which the user can't see, so the message holds that line too.
fn typst_findings(
    composition: &Composition,
    findings: &[crate::typesetting::TypstFinding],
) -> Vec<Diagnostic> {
    findings
        .iter()
        .map(|finding| {
            let place = Place::File(composition.path.clone());
            let mut diagnostic =
                Diagnostic::error("document-not-typeset", place, finding.message.clone());
            if let Some((_, line, _)) = finding.place {
                let text = composition.source.as_str().lines().nth(line.saturating_sub(1));
                let text: String = text.unwrap_or_default().trim().chars().take(120).collect();
                diagnostic = diagnostic.label(format!("generated line {line}: {text}"));
            }
            diagnostic.help(format!(
                "look at template `{}`{}",
                composition.kind.template(),
                finding.hints.iter().map(|hint| format!("; {hint}")).collect::<String>()
            ))
        })
        .collect()
}
