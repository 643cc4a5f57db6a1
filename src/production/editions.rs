//! What was published stays as it was (bescherming.md#uitgave), and what municipalities
//! published themselves is known.
//!
//! Who subtracts two editions that differ in one answer reads that answer. So a published figure
//! stays as it is: it is shown again, whatever the rules would say now; where it no longer fits
//! the answers, or can't be found again, nothing is made.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::codes;
use super::output::{Manifest, sha256};
use crate::dataset::Dataset;
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::disclosure::{FigureView, Group, Mismatch, Publication, PublishedFigure, Reason, Share};
use crate::documents::{control, counts, figures};
use crate::project::Project;
use crate::questionnaire::{Questionnaire, Wave};
use crate::register::{MunicipalityCode, Register};
use crate::statistics::tabulate_one;

/// So many municipalities are named in one finding.
const NAMED: usize = 3;

/// A question (row) of a wave, by the ids of the questionnaire.
type Asked = (u16, String, Option<String>);
/// What each municipality chose.
type Answers = BTreeMap<Asked, BTreeMap<MunicipalityCode, BTreeSet<String>>>;

/// A line of the bureau's file of counts, as far as it is read back.
#[derive(Deserialize)]
struct Line {
    wave: u16,
    group: String,
    question: String,
    row: Option<String>,
    option: String,
    count: u32,
}

/// A line of the file of figures, as far as it is read back.
#[derive(Deserialize)]
struct FigureLine {
    wave: u16,
    group: String,
    question: String,
    row: Option<String>,
    option: String,
    count: Option<u32>,
    base: Option<u32>,
    min: Option<u32>,
    max: Option<u32>,
    reason: Option<String>,
}

/// The file of the bureau that says at which level an edition was made.
#[derive(Deserialize)]
struct LevelLine {
    level: String,
}

/// Everything that the published editions of a project showed. Pushes findings where one can't be
/// read, or was made at another level.
pub(super) fn published(project: &Project, diagnostics: &mut Diagnostics) -> Vec<PublishedFigure> {
    let newest = project.waves.keys().next_back().copied();
    let mut all = Vec::new();
    for (wave, material) in &project.waves {
        let Some((folder, place)) = &material.published else { continue };
        match published_figures(folder) {
            Ok(figures) => all.extend(figures),
            Err(why) => {
                let path = figures::path();
                diagnostics.push(unreadable_edition(place.clone(), &path, &why));
            }
        }
        let level = std::fs::read(folder.join(control::path())).ok();
        let level = level.and_then(|bytes| serde_json::from_slice::<LevelLine>(&bytes).ok());
        let now = project.protection.level.word();
        if let Some(LevelLine { level }) = level.filter(|then| then.level != now)
            && Some(*wave) == newest
        {
            diagnostics.push(other_level(place.clone(), *wave, &level, now));
        }
    }
    all
}

/// The figures in the folder of a published edition.
fn published_figures(folder: &Path) -> Result<Vec<PublishedFigure>, String> {
    let bytes = untouched(folder, &figures::path())?;
    let lines: Vec<FigureLine> =
        serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    let figure = |line: FigureLine| {
        let view = match (line.count, line.min, line.max, line.base) {
            (Some(count), .., Some(base)) => FigureView::Exact(Share::of(count, base)?),
            (None, Some(low), Some(high), Some(base)) => FigureView::Range { low, high, base },
            _ => FigureView::Withheld(Reason::by_word(line.reason.as_deref()?)?),
        };
        let FigureLine { wave, group, question, row, option, .. } = line;
        Some(PublishedFigure { wave, question, row, group, option, view })
    };
    let figures: Option<Vec<_>> = lines.into_iter().map(figure).collect();
    figures.ok_or_else(|| "it holds a figure that is none".to_owned())
}

/// A file of a folder, as its manifest names it.
fn untouched(folder: &Path, path: &str) -> Result<Vec<u8>, String> {
    let bytes = std::fs::read(folder.join(path)).map_err(|error| error.to_string())?;
    let manifest = Manifest::read(folder);
    let entry = manifest.files.get(path).ok_or("its manifest does not name it")?;
    if entry.sha256 != sha256(&bytes) {
        return Err("it is not the file that its manifest names".to_owned());
    }
    Ok(bytes)
}

/// Refuses what would change a published figure, and warns of municipalities under `made_public`
/// that did not take part, and where hardly anyone of a group has not published its own answers.
pub(super) fn check(
    project: &Project,
    questionnaire: &Questionnaire,
    dataset: &Dataset,
    publication: &Publication,
    diagnostics: &mut Diagnostics,
) {
    let frozen: Vec<_> = project
        .waves
        .iter()
        .filter_map(|(wave, material)| Some((*wave, material.published.as_ref()?)))
        .collect();
    if let Some((_, (_, place))) = frozen.last() {
        let changed = changed(&frozen, questionnaire, dataset);
        for mismatch in publication.mismatches() {
            diagnostics.push(frozen_edition(place.clone(), mismatch, &changed));
        }
    }
    for (code, place) in &project.made_public {
        let mut waves = dataset.waves.values();
        if !waves.any(|data| data.responses.contains_key(code)) {
            diagnostics.push(not_present(place.clone(), *code));
        }
    }
    for finding in few_unpublished(project, publication) {
        diagnostics.push(finding);
    }
}

/// The answers in the folder of a published edition.
fn answers_in(folder: &Path) -> Result<Answers, String> {
    let bytes = untouched(folder, &counts::path())?;
    let lines: Vec<Line> = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    let mut answers = Answers::new();
    for line in lines {
        let Some(code) = line.group.strip_prefix("municipality:") else { continue };
        let code = code.parse().map_err(|_| format!("`{code}` is no municipality"))?;
        let of = answers.entry((line.wave, line.question, line.row)).or_default();
        let chosen = of.entry(code).or_default();
        if line.count > 0 {
            chosen.insert(line.option);
        }
    }
    Ok(answers)
}

/// The answers of now, in the same form.
fn answers(questionnaire: &Questionnaire, dataset: &Dataset) -> Answers {
    let mut answers = Answers::new();
    for (wave, data) in &dataset.waves {
        for (code, response) in &data.responses {
            for ((index, row), table) in tabulate_one(questionnaire, response) {
                let question = questionnaire.question(index);
                let row = row.map(|row| question.row(row).code.clone());
                let items = question.items_in(*wave).filter(|(item, _)| table.count(*item) > 0);
                let chosen = items.map(|(_, item)| item.code.clone()).collect();
                let of = answers.entry((wave.0, question.id.clone(), row)).or_default();
                of.insert(*code, chosen);
            }
        }
    }
    answers
}

/// Whose answers to a question (row) are no longer those of a published edition.
fn changed(
    frozen: &[(Wave, &(PathBuf, Place))],
    questionnaire: &Questionnaire,
    dataset: &Dataset,
) -> BTreeMap<Asked, BTreeSet<MunicipalityCode>> {
    let none = BTreeMap::new();
    let now = answers(questionnaire, dataset);
    let mut changed: BTreeMap<Asked, BTreeSet<MunicipalityCode>> = BTreeMap::new();
    for (edition, (folder, _)) in frozen {
        let Ok(then) = answers_in(folder) else { continue };
        let places: BTreeSet<_> = then.keys().chain(now.keys()).collect();
        for place in places.into_iter().filter(|(wave, ..)| *wave <= edition.0) {
            let [then, now] = [&then, &now].map(|all| all.get(place).unwrap_or(&none));
            let who: BTreeSet<_> = then.keys().chain(now.keys()).copied().collect();
            let who = who.into_iter().filter(|code| then.get(code) != now.get(code));
            changed.entry(place.clone()).or_default().extend(who);
        }
    }
    changed
}

fn frozen_edition(
    place: Place,
    mismatch: &Mismatch,
    changed: &BTreeMap<Asked, BTreeSet<MunicipalityCode>>,
) -> Diagnostic {
    let Mismatch { wave, question, row, what, figures } = mismatch;
    let of_row = row.as_ref().map_or_else(String::new, |row| format!(", row `{row}`"));
    let more = if *figures > 1 { format!(", and {} more", figures - 1) } else { String::new() };
    let who = changed.get(&(*wave, question.clone(), row.clone()));
    let names: Vec<_> = who.into_iter().flatten().take(NAMED).collect();
    let names: Vec<_> = names.into_iter().map(|code| Register::builtin().name_of(*code)).collect();
    let others = who.map_or(0, BTreeSet::len) - names.len();
    let others = if others > 0 { format!(" and {others} more") } else { String::new() };
    let answered = match names.is_empty() {
        true => String::new(),
        false => format!("; other answers of {}{others}", names.join(", ")),
    };
    let message = format!(
        "question `{question}`{of_row} in wave {wave} was published otherwise: {what}{more}{answered}"
    );
    Diagnostic::new(&codes::EDITION_FROZEN, place, message).help(
        "who subtracts two editions reads the answers in which they differ: keep the published answers and ids; leave late answers out",
    )
}

fn other_level(place: Place, wave: Wave, then: &str, now: &str) -> Diagnostic {
    let message =
        format!("the edition of {wave} was published at level `{then}`, the project says `{now}`");
    Diagnostic::new(&codes::EDITION_LEVEL, place, message).help(format!(
        "two levels together give answers away: write `level: {then}` until the next wave"
    ))
}

fn not_present(place: Place, code: MunicipalityCode) -> Diagnostic {
    let message = format!("{} did not take part in any wave", Register::builtin().name_of(code));
    Diagnostic::new(&codes::MADE_PUBLIC_NOT_PRESENT, place, message)
        .help("write the municipality that was meant, or remove it")
}

fn unreadable_edition(place: Place, path: &str, why: &str) -> Diagnostic {
    let message = format!("`{path}` of the published edition can't be read: {why}");
    Diagnostic::new(&codes::EDITION_NOT_READ, place, message)
        .help("`published` names a complete copy of the output folder, as it was published")
}

/// Warns of groups of which fewer than the minimum have not published their own answers.
fn few_unpublished(project: &Project, publication: &Publication) -> Vec<Diagnostic> {
    let register = Register::builtin();
    let enough = usize::try_from(publication.policy().min_others).unwrap_or(usize::MAX);
    let mut found = Vec::new();
    for wave in project.waves.keys() {
        let mut groups: BTreeMap<Group, (usize, Vec<&Place>)> = BTreeMap::new();
        for code in publication.respondents(*wave) {
            let province = register.get(code).map(|found| Group::Province(found.province));
            for group in [Some(Group::National), province].into_iter().flatten() {
                let (all, public) = groups.entry(group).or_default();
                *all += 1;
                public.extend(project.made_public.get(&code));
            }
        }
        for (group, (all, public)) in groups {
            let left = all - public.len();
            if let Some(place) = public.first().filter(|_| all > enough && left < enough) {
                found.push(mostly_public((*place).clone(), *wave, group, left));
            }
        }
    }
    found
}

fn mostly_public(place: Place, wave: Wave, group: Group, left: usize) -> Diagnostic {
    let message = format!(
        "wave {wave}: of {group} only {left} of those who answered did not publish their own answers"
    );
    Diagnostic::new(&codes::FEW_UNPUBLISHED, place, message)
        .help("choose a stricter level of protection, or tell these municipalities")
}
