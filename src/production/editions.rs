//! What was published stays as it was (bescherming.md#uitgave), and what municipalities
//! published themselves is known.
//!
//! Who subtracts two editions that differ in one answer reads that answer. So a published figure
//! stays as it is: it is shown again, whatever the rules would say now; where it no longer fits
//! the answers, or can't be found again, nothing is made.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::codes;
use super::output::{Manifest, ManifestEntry, sha256};
use crate::dataset::Dataset;
use crate::diagnostics::{Diagnostic, Diagnostics, Place, why_not};
use crate::disclosure::{FigureView, Group, Mismatch, Publication, PublishedFigure, Reason, Share};
use crate::documents::{control, counts, figures};
use crate::project::{CorrectionSort, Project};
use crate::questionnaire::{Questionnaire, Wave};
use crate::register::{MunicipalityCode, Register};
use crate::statistics::tabulate_one;

/// So many municipalities are named in one finding.
const NAMED: usize = 3;

/// A question (row) of a wave, by the ids of the questionnaire.
type Asked = (u16, String, Option<String>);
/// Municipalities whose answers to these questions of a wave changed, and nobody else's.
type Change = ((u16, BTreeSet<MunicipalityCode>), BTreeSet<String>);
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
    let manifest = Manifest::read(folder);
    let entry = manifest.files.get(path).ok_or("its manifest does not name it")?;
    as_named(folder, path, entry)
}

/// A file of a folder, as this entry of its manifest says.
pub(super) fn as_named(
    folder: &Path,
    path: &str,
    entry: &ManifestEntry,
) -> Result<Vec<u8>, String> {
    let bytes = std::fs::read(folder.join(path)).map_err(|error| why_not(&error))?;
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
    let mut told: BTreeSet<(u16, String)> = BTreeSet::new();
    let mismatches = publication.mismatches();
    let mut now: Option<Answers> = None;
    let mut frozen =
        project.waves.iter().filter_map(|(wave, m)| Some((*wave, m.published.as_ref()?)));
    for (edition, (folder, place)) in frozen.clone().filter(|_| !mismatches.is_empty()) {
        let Ok(then) = answers_in(folder) else { continue };
        let now = now.get_or_insert_with(|| answers(questionnaire, dataset));
        for mut change in changed(&then, now, edition) {
            let wave = change.0.0;
            let is_wrong = |id: &String| {
                mismatches.iter().any(|found| (found.wave, &found.question) == (wave, id))
            };
            change.1.retain(is_wrong);
            if !change.1.is_empty() {
                let recipes = recipes(&then, now, &change);
                told.extend(change.1.iter().map(|question| (wave, question.clone())));
                let place = place.clone();
                diagnostics.push(frozen_edition(
                    project.register,
                    place,
                    edition,
                    &change,
                    &recipes,
                ));
            }
        }
    }
    if let Some((_, (_, place))) = frozen.next_back() {
        for mismatch in mismatches {
            if !told.contains(&(mismatch.wave, mismatch.question.clone())) {
                diagnostics.push(other_figure(place.clone(), mismatch));
            }
        }
    }
    for (code, place) in &project.made_public {
        let mut waves = dataset.waves.values();
        if !waves.any(|data| data.responses.contains_key(code)) {
            diagnostics.push(not_present(project.register, place.clone(), *code));
        }
    }
    for finding in few_unpublished(project, publication) {
        diagnostics.push(finding);
    }
}

/// Whether an answer of an edition is another than in its published copy; `None` when that
/// can't be read.
pub(super) fn has_changed(
    folder: &Path,
    edition: Wave,
    questionnaire: &Questionnaire,
    dataset: &Dataset,
) -> Option<bool> {
    let then = answers_in(folder).ok()?;
    let now = answers(questionnaire, dataset);
    Some(!changed(&then, &now, edition).is_empty())
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

/// Per wave and set of municipalities the questions of which just their answers changed.
fn changed(then: &Answers, now: &Answers, edition: Wave) -> Vec<Change> {
    let none = BTreeMap::new();
    let places: BTreeSet<_> = then.keys().chain(now.keys()).collect();
    let mut found: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for place in places.into_iter().filter(|(wave, ..)| *wave <= edition.0) {
        let [then, now] = [then, now].map(|all| all.get(place).unwrap_or(&none));
        let who: BTreeSet<_> = then.keys().chain(now.keys()).copied().collect();
        let who: BTreeSet<_> =
            who.into_iter().filter(|code| then.get(code) != now.get(code)).collect();
        if !who.is_empty() {
            found.entry((place.0, who)).or_default().insert(place.1.clone());
        }
    }
    found.into_iter().collect()
}

/// Who answered late, corrected an answer, or took its answers back.
fn recipes(
    then: &Answers,
    now: &Answers,
    ((wave, who), _): &Change,
) -> BTreeMap<CorrectionSort, Vec<MunicipalityCode>> {
    let answered = |all: &Answers, code| {
        let mut of_wave = all.iter().filter(|((of, ..), _)| of == wave);
        of_wave.any(|(_, answers)| answers.contains_key(code))
    };
    let mut recipes: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for code in who {
        let sort = match (answered(then, code), answered(now, code)) {
            (false, _) => CorrectionSort::Late,
            (true, false) => CorrectionSort::Withdrawn,
            (true, true) => CorrectionSort::Corrected,
        };
        recipes.entry(sort).or_default().push(*code);
    }
    recipes
}

fn frozen_edition(
    register: &Register,
    place: Place,
    edition: Wave,
    ((wave, _), questions): &Change,
    recipes: &BTreeMap<CorrectionSort, Vec<MunicipalityCode>>,
) -> Diagnostic {
    let some: Vec<_> = questions.iter().take(NAMED).map(|id| format!("`{id}`")).collect();
    let more = questions.len() - some.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let what = recipes.iter().map(|(sort, who)| {
        let names: Vec<_> = who.iter().map(|code| register.name_of(*code)).collect();
        let did = match (sort, who.len()) {
            (CorrectionSort::Late, _) => "did not answer yet",
            (CorrectionSort::Withdrawn, 1) => "answers no more",
            (CorrectionSort::Withdrawn, _) => "answer no more",
            (CorrectionSort::Corrected, 1) => "answers otherwise",
            (CorrectionSort::Corrected, _) => "answer otherwise",
        };
        format!("{} {did}", names.join(", "))
    });
    let what: Vec<_> = what.collect();
    let message = format!(
        "wave {wave}: compared with the published edition of {edition}, {}, in {}{more}",
        what.join("; "),
        some.join(", ")
    );
    let todo = recipes.keys().map(|sort| match sort {
        CorrectionSort::Late => "leave late answers out of `responses`",
        CorrectionSort::Withdrawn => "leave withdrawn answers in",
        CorrectionSort::Corrected => "leave the answers as they were published",
    });
    let todo: Vec<_> = todo.collect();
    let words: Vec<_> = recipes.keys().map(|sort| format!("`{}`", sort.word())).collect();
    Diagnostic::new(&codes::EDITION_FROZEN, place, message).help(format!(
        "who subtracts the two editions would read these answers: {}, and write each down in the file under `corrections` as {} (questionnaire/README.md, \"After publication\")",
        todo.join(", "),
        words.join(" or ")
    ))
}

fn other_level(place: Place, wave: Wave, then: &str, now: &str) -> Diagnostic {
    let message =
        format!("the edition of {wave} was published at level `{then}`, the project says `{now}`");
    Diagnostic::new(&codes::EDITION_LEVEL, place, message).help(format!(
        "two levels together give answers away: write `level: {then}` until the next wave"
    ))
}

/// A published figure that changed without another answer: an id was renamed, or a file changed.
fn other_figure(place: Place, mismatch: &Mismatch) -> Diagnostic {
    let Mismatch { wave, question, row, what, figures } = mismatch;
    let row = row.as_ref().map_or_else(String::new, |row| format!(", row `{row}`"));
    let more = if *figures > 1 { format!(", and {} more", figures - 1) } else { String::new() };
    let message = format!("question `{question}`{row} of wave {wave} was published: {what}{more}");
    Diagnostic::new(&codes::EDITION_FROZEN, place, message).help(
        "what can't be compared with the published edition might give answers away: keep the ids of questions, rows and options",
    )
}

fn not_present(register: &Register, place: Place, code: MunicipalityCode) -> Diagnostic {
    let message = format!("{} did not take part in any wave", register.name_of(code));
    Diagnostic::new(&codes::MADE_PUBLIC_NOT_PRESENT, place, message)
        .help("write the municipality that was meant, or remove it")
}

pub(super) fn unreadable_edition(place: Place, path: &str, why: &str) -> Diagnostic {
    let message = format!("`{path}` of the published edition can't be read: {why}");
    Diagnostic::new(&codes::EDITION_NOT_READ, place, message)
        .help("`published` names a complete copy of the output folder, as it was published")
}

/// Warns of groups of which fewer than the minimum have not published their own answers.
fn few_unpublished(project: &Project, publication: &Publication) -> Vec<Diagnostic> {
    let enough = usize::try_from(publication.policy().min_others).unwrap_or(usize::MAX);
    let mut found = Vec::new();
    for wave in project.waves.keys() {
        let mut groups: BTreeMap<Group, (usize, Vec<&Place>)> = BTreeMap::new();
        for code in publication.respondents(*wave) {
            let parts = publication.comparison().groups(*wave, code);
            for group in std::iter::once(Group::National).chain(parts) {
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
