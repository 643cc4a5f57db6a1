//! What each command does: read, show findings, make, say where it is.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Instant;

use super::args::{
    BuildOptions, CheckOptions, ExportOptions, PAGE_OF_MESSAGES, SCHEMA_OF, SCHEMA_OF_PROJECT,
    SCHEMA_OF_QUESTIONNAIRE,
};
use super::progress::Progress;
use super::terminal::{Terminal, counted};
use super::{Ending, interrupt, listing};
use crate::diagnostics::{Diagnostic, Diagnostics, Place, Severity, tidy, why_not};
use crate::disclosure::{Group, Usefulness};
use crate::documents::{Edition, Job, KINDS, Kind};
use crate::messages;
use crate::production::codes;
use crate::production::{
    self, Built, Failure, Manifest, NotWritten, Prepared, Purpose, Request, SHARDS, Selection,
};
use crate::project::{self, Level};
use crate::questionnaire::{self, Wave};

/// `spiegel check`: all findings, nothing made.
pub(super) fn check(options: &CheckOptions, terminal: &Terminal) -> Ending {
    let folder = &options.project.project;
    if let Err(ending) = must_exist(folder, terminal) {
        return ending;
    }
    let mut diagnostics = terminal.diagnostics();
    if let Some(prepared) = read(folder, None, terminal, &mut diagnostics) {
        let Some(wave) = edition(options.wave, &prepared, terminal) else {
            return Ending::WrongUse;
        };
        let templates = production::templates_to_read(&prepared.project, &mut diagnostics);
        production::proofread(&prepared, &templates, wave, &mut diagnostics);
        terminal.findings(&diagnostics);
        terminal.say(&in_short(&prepared));
        terminal.say(&usefulness(&prepared));
        terminal.say(&format!(
            "checked: {}, {}",
            counted(diagnostics.count(Severity::Error), "error"),
            counted(diagnostics.count(Severity::Warning), "warning")
        ));
    } else {
        terminal.findings(&diagnostics);
    }
    Ending::of(&diagnostics)
}

/// `spiegel build`: plan, progress, summary.
pub(super) fn build(options: &BuildOptions, terminal: &Terminal) -> Ending {
    if let Err(ending) = must_exist(&options.project.project, terminal) {
        return ending;
    }
    let start = Instant::now();
    let mut diagnostics = terminal.diagnostics();
    let folder = &options.project.project;
    terminal.say(&format!("reading {}", tidy(folder).display()));
    let purpose = Purpose {
        output: options.output.as_deref(),
        edition: options.wave,
        to_write: !options.list,
    };
    let prepared = production::prepare_for(folder, purpose, &mut diagnostics);
    let templates = prepared
        .as_ref()
        .and_then(|prepared| production::templates(&prepared.project, &mut diagnostics));
    let (Some(prepared), Some(templates)) = (prepared, templates) else {
        terminal.findings(&diagnostics);
        return Ending::of(&diagnostics);
    };
    let Some(request) = request(options, &prepared, terminal) else { return Ending::WrongUse };
    let edition = prepared.edition(&templates, request.wave);
    let selection = match Selection::of(&options.only, &options.municipality, &edition) {
        Ok(selection) => selection,
        Err(why) => {
            terminal.refuse(&why.to_string());
            return Ending::WrongUse;
        }
    };
    let request = Request { selection, ..request };
    if options.list {
        return listing::show(&prepared, &templates, &request, diagnostics, terminal);
    }
    terminal.say(&in_short(&prepared));
    terminal.say(&plan(&edition, &request));
    interrupt::begin_making(None);
    let progress = Progress::new(terminal);
    let result = production::execute(&prepared, &templates, &request, &progress, &mut diagnostics);
    interrupt::over();
    progress.finish();
    if let Err(failure) = &result {
        push_failure(failure, &request, &mut diagnostics);
    }
    terminal.findings(&diagnostics);
    match result {
        Ok(built) => {
            terminal.say(&summary(&built, &request, start, &diagnostics));
            Ending::of(&diagnostics)
        }
        Err(Failure::Stopped) => {
            terminal.stopped();
            Ending::Stopped
        }
        Err(_) => Ending::Findings,
    }
}

/// What will be made, in one line.
fn plan(edition: &Edition, request: &Request) -> String {
    let jobs = Job::all(edition);
    let asked = |kind: &Kind| {
        jobs.iter().filter(|job| job.kind == kind && request.selection.has(job)).count()
    };
    let (mut parts, mut data) = (Vec::new(), 0);
    for kind in KINDS {
        match asked(kind) {
            0 => {}
            files if request.selection.is_whole() && !kind.is_filled() => data += files,
            1 => parts.push(format!("1 {}", kind.counted.0)),
            files => parts.push(format!("{files} {}", kind.counted.1)),
        }
    }
    if data > 0 && request.shard.is_none() {
        parts.push(counted(data, "data file"));
    }
    format!(
        "plan: edition {} to {}: {}{}",
        request.wave,
        tidy(&request.output).display(),
        parts.join(", "),
        request.shard.map_or_else(String::new, |shard| format!("; of these part {shard}"))
    )
}

/// `spiegel export`: tables and schemas without documents.
pub(super) fn export(options: &ExportOptions, terminal: &Terminal) -> Ending {
    let what = options.what.as_str();
    let kind = |name: &str| production::exported().find(|kind| kind.name == name);
    let described = what.strip_prefix(SCHEMA_OF).and_then(kind);
    let schema = described.and_then(|kind| kind.schema()?.json);
    let bytes = match (what, schema, kind(what)) {
        (SCHEMA_OF_QUESTIONNAIRE, ..) => questionnaire::schema().into_bytes(),
        (SCHEMA_OF_PROJECT, ..) => project::project_schema().into_bytes(),
        (PAGE_OF_MESSAGES, ..) => messages::page().into_bytes(),
        (_, Some(schema), _) => schema().into_bytes(),
        (_, None, Some(kind)) => match data(kind, options, terminal) {
            Ok(bytes) => bytes,
            Err(ending) => return ending,
        },
        // clap knows the names.
        (_, None, None) => return Ending::WrongUse,
    };
    match &options.output {
        None => terminal.give(&bytes),
        Some(path) => {
            if let Err(error) = production::write_whole(path, &bytes) {
                let why = why_not(&error);
                terminal.refuse(&format!("`{}` can't be written: {why}", tidy(path).display()));
                return Ending::WrongUse;
            }
        }
    }
    Ending::Good
}

/// Data of a project, as a build would write it.
fn data(kind: &Kind, options: &ExportOptions, terminal: &Terminal) -> Result<Vec<u8>, Ending> {
    let folder = &options.project.project;
    must_exist(folder, terminal)?;
    let mut diagnostics = terminal.diagnostics();
    let prepared = read(folder, None, terminal, &mut diagnostics);
    terminal.findings(&diagnostics);
    let bytes = prepared.and_then(|prepared| production::export(kind, &prepared));
    bytes.ok_or_else(|| Ending::of(&diagnostics))
}

/// Reads, checks and protects: on a large survey the longest silence, so it is announced.
pub(super) fn read(
    folder: &Path,
    output: Option<&Path>,
    terminal: &Terminal,
    diagnostics: &mut Diagnostics,
) -> Option<Prepared> {
    terminal.say(&format!("reading {}", tidy(folder).display()));
    production::prepare_for(folder, Purpose { output, ..Purpose::default() }, diagnostics)
}

pub(super) fn must_exist(path: &Path, terminal: &Terminal) -> Result<(), Ending> {
    let there = if path.is_dir() { path.join("project.yaml").exists() } else { path.exists() };
    if there {
        return Ok(());
    }
    let why = match (path.as_os_str() == ".", path.exists()) {
        (true, _) => "there is no `project.yaml` in this folder".to_owned(),
        (_, true) => format!("there is no `project.yaml` in `{}`", tidy(path).display()),
        (_, false) => format!("there is no `{}`", path.display()),
    };
    terminal.refuse(&format!("{why}; give the folder that holds `project.yaml`"));
    Err(Ending::WrongUse)
}

/// The edition that was asked for, or the last one.
fn edition(asked: Option<u16>, prepared: &Prepared, terminal: &Terminal) -> Option<Wave> {
    let waves = &prepared.project.waves;
    let wave = match asked {
        Some(year) => Wave(year),
        None => *waves.keys().next_back().expect("a project has at least one wave"),
    };
    if !waves.contains_key(&wave) {
        let known: Vec<_> = waves.keys().map(ToString::to_string).collect();
        terminal
            .refuse(&format!("the project has no wave {wave}; its waves are {}", known.join(", ")));
        return None;
    }
    Some(wave)
}

fn request(options: &BuildOptions, prepared: &Prepared, terminal: &Terminal) -> Option<Request> {
    let wave = edition(options.wave, prepared, terminal)?;
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    Some(Request {
        wave,
        output: options.output.clone().unwrap_or_else(|| prepared.project.output.clone()),
        workers: options.workers.map_or(processors, usize::from),
        shard: options.shard,
        selection: Selection::default(),
    })
}

/// What was read, in one line.
fn in_short(prepared: &Prepared) -> String {
    let waves: Vec<_> = prepared
        .participation
        .iter()
        .map(|(wave, taken)| match taken.invited {
            Some(invited) if taken.uninvited == 0 => {
                format!("{wave}: {} of {invited}", taken.responded)
            }
            Some(invited) => {
                let asked = taken.responded - taken.uninvited;
                format!("{wave}: {} ({asked} of {invited} invited)", taken.responded)
            }
            None => format!("{wave}: {}", taken.responded),
        })
        .collect();
    format!(
        "read: {}; {}, respondents per wave {}; protection level {}",
        prepared.questionnaire.title,
        counted(prepared.questionnaire.questions.len(), "question"),
        waves.join(", "),
        prepared.publication.policy().level.word()
    )
}

/// What is left to read of each area at each level of protection, over all waves.
fn usefulness(prepared: &Prepared) -> String {
    let waves: Vec<_> = prepared.project.waves.keys().copied().collect();
    let chosen = prepared.publication.policy().level;
    let levels = [Level::Streng, Level::Normaal, Level::Open];
    let of_levels = levels.map(|level| prepared.usefulness_at(level, &waves));
    let parts: BTreeSet<_> =
        of_levels.iter().flat_map(|of| of.keys().filter(|group| group.is_part())).collect();
    let all = of_levels.iter().map(|of| {
        let parts = of.iter().filter(|(group, _)| group.is_part());
        Some(parts.fold(Usefulness::default(), |sum, (_, of)| sum.and(*of)))
    });
    let heads = levels.map(|level| {
        let word = level.word();
        format!(
            "{:<17}",
            if level == chosen { format!("{word} (chosen)") } else { word.to_owned() }
        )
    });
    let mut lines = vec![
        "shown of the cells of each area: exact, range, withheld".to_owned(),
        format!("  {:<30} {}", "", heads.concat()).trim_end().to_owned(),
    ];
    lines.extend(parts.into_iter().map(|group| {
        let name = match group {
            Group::Area(area) => area.name(),
            _ => group.to_string().replace(':', " "),
        };
        shares(&name, of_levels.iter().map(|of| of.get(group).copied()))
    }));
    lines.push(shares("all areas", all));
    lines.join("\n")
}

/// One line: of each level what part is exact, in a range and withheld.
fn shares(name: &str, of_levels: impl Iterator<Item = Option<Usefulness>>) -> String {
    let of_level = |of: Option<Usefulness>| {
        let Some(of) = of else { return format!("{:<17}", "-") };
        let share = |part: u32| (200 * part + of.cells()) / (2 * of.cells().max(1));
        let [exact, range, withheld] = [of.exact, of.range, of.withheld].map(share);
        format!("{exact:>3}% {range:>3}% {withheld:>3}%   ")
    };
    let columns: String = of_levels.map(of_level).collect();
    format!("  {name:<30} {columns}").trim_end().to_owned()
}

fn summary(built: &Built, request: &Request, start: Instant, diagnostics: &Diagnostics) -> String {
    let part = request.shard.map_or_else(String::new, |shard| {
        format!(
            "\npart {shard}: a build without `--shard` takes it up, with the other parts under `{}`",
            tidy(&request.output.join(SHARDS)).display()
        )
    });
    let others = match request.selection.is_whole() {
        true => "",
        false => {
            "\nthe other documents of this edition were not looked at and may be older: a build \
             without `--only` and `--municipality` makes the edition whole"
        }
    };
    format!(
        "done: {} ({} unchanged), {} in {:.1} seconds, {}; they are in {}{part}{others}",
        counted(built.documents, "document"),
        built.unchanged,
        counted(built.pages, "page"),
        start.elapsed().as_secs_f64(),
        counted(diagnostics.count(Severity::Warning), "warning"),
        tidy(&request.folder()).display()
    )
}

fn push_failure(failure: &Failure, request: &Request, diagnostics: &mut Diagnostics) {
    let place = Place::File(tidy(&request.output).display().to_string());
    let finding = match failure {
        Failure::Findings | Failure::Stopped => return,
        Failure::OtherProject(title) => Diagnostic::new(
            &codes::OTHER_PROJECT,
            place,
            format!("the output folder holds the documents of another survey, `{title}`"),
        )
        .help(format!(
            "choose another folder with `--output`; if it is this survey and only its title was mended, write `id: {}` in `project.yaml`",
            quoted_in_yaml(title)
        )),
        Failure::NoManifest(why) => Diagnostic::new(
            &codes::MANIFEST_LOST,
            Place::File(tidy(&request.folder()).display().to_string()),
            format!("nothing is written in the output folder: {why}"),
        )
        .help(
            "put `manifest.json` back from a copy, or move this folder away, or choose another with `--output`",
        ),
        Failure::Busy => Diagnostic::new(
            &codes::OUTPUT_BUSY,
            place,
            "another build is writing to the output folder",
        )
        .help("wait until it is done"),
        Failure::Output(failed) => {
            let (path, why) = (failed.shown(), why_not(&failed.error));
            let message = format!("`{}` can't be written: {why}", tidy(&path).display());
            Diagnostic::new(&codes::OUTPUT_NOT_WRITTEN, place, message).help(format!(
                "{}; {}",
                what_stands(failed, request),
                what_to_do(failed.error.kind())
            ))
        }
    };
    diagnostics.push(finding);
}

/// A text as it may stand behind a key of a YAML file.
fn quoted_in_yaml(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What is in the output folder after a build that could not be written.
fn what_stands(failed: &NotWritten, request: &Request) -> String {
    if let Some(folder) = &failed.left_in {
        let folder = tidy(folder);
        let folder = folder.display();
        return format!(
            "not every file could be put back: the others are in `{folder}`, and the next build tries again"
        );
    }
    if Manifest::read(&request.folder()).files.is_empty() {
        "nothing was made".to_owned()
    } else {
        "nothing was changed, the earlier build still stands".to_owned()
    }
}

const fn what_to_do(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::IsADirectory => "move away the folder that stands in the place of a file",
        ErrorKind::NotADirectory => {
            "move away the file that stands in the place of a folder, or choose another folder with `--output`"
        }
        ErrorKind::AlreadyExists => {
            "move away the file that stands in its place, or choose another folder with `--output`"
        }
        ErrorKind::InvalidInput => {
            "put a real folder or file in the place of the link, or name its place with `--output`"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "make room, or choose another folder with `--output`"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "close its documents in other programs and see whether you may write there, or choose another folder with `--output`"
        }
        _ => "choose another folder with `--output`",
    }
}
