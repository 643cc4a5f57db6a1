//! The rooms in the order in which the data walks, up to the publication.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use super::output::Manifest;
use super::{codes, corrections, editions, logos, output, own_templates, waves};
use crate::boundaries::{self, Boundaries};
use crate::calendar::Date;
use crate::dataset::{Dataset, Material, Partition, Rules, bind, read_context};
use crate::diagnostics::{Diagnostic, Diagnostics, Place, Severity, Span, nearest, shown_path};
use crate::disclosure::{
    AuditMemory, Group, Policy, Publication, Survey, Unprotected, Usefulness, protect,
};
use crate::documents::{self, Edition, Job};
use crate::language;
use crate::manuscript;
use crate::project::{Areas, Context, Correction, Level, Project};
use crate::proofreading::{self, Places};
use crate::questionnaire::{self, Questionnaire, Wave};
use crate::register::{MunicipalityCode, Register};
use crate::responses::{self, RawTable};
use crate::statistics::{AreaRule, Comparison, Participation, Tables, participation, tabulate};
use crate::templates::{TemplateError, TemplateSet, included};

/// Everything known about a project, before any document is made. What may leave the house is
/// open to all; the counts behind it are handed on inside this room alone.
#[derive(Debug)]
pub struct Prepared {
    public: Published,
    pub(super) bureau: Unprotected,
}

/// What documents may be made from.
#[derive(Debug)]
pub struct Published {
    /// The project file.
    pub project: Project,
    /// The questionnaire.
    pub questionnaire: Questionnaire,
    /// Who took part.
    pub participation: BTreeMap<Wave, Participation>,
    /// What may leave the house.
    pub publication: Publication,
    /// Areas of the municipalities, of the waves that have a file of them.
    pub boundaries: BTreeMap<Wave, Boundaries>,
    /// What was told about published editions, the oldest first.
    pub corrections: Vec<Correction>,
    /// Figures from elsewhere.
    pub context: Option<Context>,
}

impl Published {
    /// An edition of this project.
    #[must_use]
    pub fn edition<'a>(&'a self, templates: &'a TemplateSet, wave: Wave) -> Edition<'a> {
        Edition {
            project: &self.project,
            questionnaire: &self.questionnaire,
            publication: &self.publication,
            boundaries: self.boundaries.get(&wave),
            corrections: &self.corrections,
            context: self.context.as_ref(),
            templates,
            wave,
        }
    }
}

/// Only what may leave the house.
impl std::ops::Deref for Prepared {
    type Target = Published;

    fn deref(&self) -> &Published {
        &self.public
    }
}

impl Prepared {
    /// Every count as it is, for the bureau's own programs that check what was counted.
    #[must_use]
    pub const fn for_the_bureau(&self) -> &Unprotected {
        &self.bureau
    }

    /// What is left to read per group by another choice of protection, over all questions of
    /// these waves. It is audited anew, as a first edition.
    #[must_use]
    pub fn usefulness_by(&self, choice: Choice, waves: &[Wave]) -> BTreeMap<Group, Usefulness> {
        let policy = policy(&self.project, choice.level).with_bands(choice.band_width);
        let dataset = &self.bureau.dataset;
        let groups = self.bureau.tables.comparison().partition().cloned();
        let tables =
            tables(choice.areas, &self.project, &self.questionnaire, dataset, &policy, groups);
        let survey = Survey {
            questionnaire: &self.questionnaire,
            tables: &tables,
            dataset: &self.bureau.dataset,
            participation: &self.participation,
            published: &[],
        };
        protect(survey, policy, &mut AuditMemory::default()).usefulness(waves)
    }
}

/// What a project may choose about protection and areas (bescherming.md#niveaus).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The level.
    pub level: Level,
    /// Width of the bands, at a level that has them.
    pub band_width: u32,
    /// What municipalities are compared with.
    pub areas: Areas,
}

/// For what a project is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Purpose<'a> {
    /// The output folder, when it is not the project's: what the audit of the build there
    /// decided is not audited again.
    pub output: Option<&'a Path>,
    /// The edition to be made. Later waves are left out: nothing of them can stand in it.
    pub edition: Option<u16>,
    /// Whether the output folder will be written to: what an earlier build broke off there is
    /// taken back first, whatever becomes of this one.
    pub to_write: bool,
}

/// Reads, checks, counts and protects. `None` when findings forbid it; all findings that
/// do not mislead are pushed first.
pub fn prepare(folder: &Path, diagnostics: &mut Diagnostics) -> Option<Prepared> {
    prepare_for(folder, Purpose::default(), diagnostics)
}

/// The same for a purpose.
pub fn prepare_for(
    folder: &Path,
    purpose: Purpose,
    diagnostics: &mut Diagnostics,
) -> Option<Prepared> {
    let mut project = Project::load(folder, diagnostics)?;
    let output = purpose.output.unwrap_or(&project.output).to_path_buf();
    if purpose.to_write {
        take_back(&output, diagnostics);
    }
    // Also of waves that are left out.
    let mut corrections = corrections::load(&project, diagnostics);
    if let Some(edition) = purpose.edition {
        leave_out_later(&mut project, Wave(edition), &output);
        corrections.retain(|one| project.waves.contains_key(&one.wave));
    }
    prepare_project(project, corrections, &output, diagnostics)
}

/// Leaves out the waves after an edition, unless documents of a later one stand in the output
/// folder already: the files about all waves there are about that one too.
fn leave_out_later(project: &mut Project, edition: Wave, output: &Path) {
    if project.waves.contains_key(&edition) {
        let standing = Manifest::read(output);
        let latest = standing.files.values().filter_map(|entry| entry.edition).max();
        let last = latest.map_or(edition, |latest| edition.max(Wave(latest)));
        project.waves.retain(|wave, _| *wave <= last);
    }
}

/// Puts back what a build replaced that was broken off.
fn take_back(output: &Path, diagnostics: &mut Diagnostics) {
    let place = Place::File(output.display().to_string());
    match output::recover(output) {
        Ok(false) => {}
        Ok(true) => diagnostics.push(
            Diagnostic::new(
                &codes::BUILD_TAKEN_BACK,
                place,
                "an earlier build was broken off while it put its documents in place: all that it replaced stands there again",
            )
            .help("nothing is lost; this build goes on from there"),
        ),
        // It is told when this build wants to write too.
        Err(failed) if failed.error.kind() == ErrorKind::WouldBlock => {}
        Err(failed) => {
            let kept = failed.left_in.as_deref().unwrap_or(output).display();
            let message = format!(
                "an earlier build was broken off, and can't be taken back: `{}`: {}",
                failed.path.display(),
                failed.error
            );
            diagnostics.push(
                Diagnostic::new(&codes::OUTPUT_NOT_WRITTEN, place, message).help(format!(
                    "what it replaced is kept in `{kept}`; make the place free, and build again"
                )),
            );
        }
    }
}

fn prepare_project(
    project: Project,
    corrections: Vec<Correction>,
    output: &Path,
    diagnostics: &mut Diagnostics,
) -> Option<Prepared> {
    let shown = shown_path(&project.questionnaire, &project.folder);
    let questionnaire = questionnaire::load(&project.questionnaire, &shown, diagnostics);
    logos::check(&project, diagnostics);
    let written: Vec<_> = diagnostics.sources.named(&shown).collect();
    for file in written {
        manuscript::unprintable(file, project.typeface, diagnostics);
    }
    let materials = materials(&project, diagnostics);
    let groups = groups(&project, diagnostics);
    let context = context(&project, diagnostics);
    let boundaries = boundaries(&project, diagnostics);
    // Without a questionnaire every column would be unknown: findings about answers would mislead.
    let questionnaire = questionnaire?;
    waves::check(&project, &questionnaire, diagnostics);
    let rules = Rules {
        ignore_columns: &project.ignore_columns,
        count_without_answers: project.count_without_answers,
    };
    let dataset = bind(&questionnaire, project.register, rules, materials, diagnostics)?;
    if let Some((table, groups)) = &groups {
        groups.check(&dataset, table, project.register, diagnostics);
    }
    if diagnostics.has_errors() {
        return None;
    }
    let participation = participation(project.register, &dates(&project), &dataset);
    let policy = policy(&project, project.protection.level);
    let groups = groups.map(|(_, groups)| groups);
    let tables =
        tables(project.comparison.areas, &project, &questionnaire, &dataset, &policy, groups);
    let remembered = output.join(documents::audit_memory::path());
    let mut memory = AuditMemory::read(&std::fs::read(remembered).unwrap_or_default());
    let published = editions::published(&project, diagnostics);
    let survey = Survey {
        questionnaire: &questionnaire,
        tables: &tables,
        dataset: &dataset,
        participation: &participation,
        published: &published,
    };
    let publication = protect(survey, policy, &mut memory);
    check_derivable(&publication, project.register, &questionnaire, &shown, diagnostics);
    editions::check(&project, &questionnaire, &dataset, &publication, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    Some(Prepared {
        public: Published {
            project,
            questionnaire,
            participation,
            publication,
            boundaries,
            corrections,
            context,
        },
        bureau: Unprotected { dataset, tables, memory },
    })
}

/// The rules of a level, with what readers of this project know.
fn policy(project: &Project, level: Level) -> Policy {
    Policy {
        made_public: project.made_public.keys().copied().collect(),
        published_share: project.protection.published_share,
        ..Policy::of(level).with_bands(project.protection.band_width)
    }
}

fn dates(project: &Project) -> BTreeMap<Wave, Date> {
    project.waves.iter().map(|(wave, material)| (*wave, material.reference_date)).collect()
}

/// Everything counted, in the groups that the project and the level ask for.
fn tables(
    areas: Areas,
    project: &Project,
    questionnaire: &Questionnaire,
    dataset: &Dataset,
    policy: &Policy,
    groups: Option<Partition>,
) -> Tables {
    let rule = match areas {
        Areas::BySize => policy.area_rule(),
        Areas::Provinces => AreaRule::Provinces,
        Areas::None => AreaRule::None,
    };
    let comparison = Comparison::of(project.register, dataset, rule, groups);
    tabulate(questionnaire, project.register, &dates(project), dataset, comparison)
}

/// Nothing is made while an answer of others follows from what would be shown (A6).
fn check_derivable(
    publication: &Publication,
    register: &Register,
    questionnaire: &Questionnaire,
    path: &str,
    diagnostics: &mut Diagnostics,
) {
    let names = |codes: &[MunicipalityCode]| {
        let name = |code: &MunicipalityCode| register.name_of(*code);
        codes.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    for found in publication.derivable() {
        let question = questionnaire.question(found.subject.question);
        let chosen = if found.chosen { "chosen" } else { "not chosen" };
        let readers = match &found.readers[..] {
            [] => "everyone".to_owned(),
            codes => names(codes),
        };
        let place = questionnaire.place(found.subject.question);
        let place = place.unwrap_or_else(|| Place::File(path.to_owned()));
        let groups: Vec<_> = found.groups.iter().map(ToString::to_string).collect();
        let (code, certainly, help) = match found.published {
            false => (
                &codes::ANSWER_DERIVABLE,
                "could be derived",
                "nothing was made; choose a stricter level of protection and report this",
            ),
            true => (
                &codes::ALREADY_DERIVABLE,
                "can be derived",
                "this was published and can't be undone; tell these municipalities",
            ),
        };
        let message = format!(
            "question `{}` in wave {}: that `{}` was {chosen} by {} {certainly} by {readers} from {}",
            question.id,
            found.subject.wave,
            question.at(found.item).code,
            names(&found.whose),
            groups.join(", ")
        );
        diagnostics.push(Diagnostic::new(code, place, message).help(help));
    }
}

/// The templates: built in, with those of the project's own folder in their place.
/// `None` when one can't be used.
pub fn templates(project: &Project, diagnostics: &mut Diagnostics) -> Option<TemplateSet> {
    let errors = diagnostics.count(Severity::Error);
    let templates = templates_to_read(project, diagnostics);
    (diagnostics.count(Severity::Error) == errors).then_some(templates)
}

/// The same to read and check, whatever is wrong with some of them.
pub fn templates_to_read(project: &Project, diagnostics: &mut Diagnostics) -> TemplateSet {
    let overrides = project.templates.as_ref().map_or_else(BTreeMap::new, |folder| {
        own_templates::read(folder, &own_folder(project), diagnostics)
    });
    check_used(project, &overrides, diagnostics);
    let (templates, errors) = to_read(&overrides);
    for error in &errors {
        let mut finding = documents::template_finding(error);
        if let (Some(source), Some(range)) = (overrides.get(&error.template), error.range.clone()) {
            let path = format!("{}/{}", own_folder(project), error.template);
            let file = diagnostics.sources.add(path, source.clone());
            finding.place = Place::Text(Span { file, range });
        }
        diagnostics.push(finding);
    }
    templates
}

/// The built-in templates with these in their place, and all that they may call.
pub(super) fn to_read(overrides: &BTreeMap<String, String>) -> (TemplateSet, Vec<TemplateError>) {
    TemplateSet::to_read(documents::built_in_templates(), overrides, |environment| {
        language::register_filters(environment);
        documents::register_functions(environment);
    })
}

/// Reads the templates and all documents of an edition as a careful reader would.
pub fn proofread(
    prepared: &Prepared,
    templates: &TemplateSet,
    wave: Wave,
    diagnostics: &mut Diagnostics,
) {
    let edition = prepared.edition(templates, wave);
    with_paths(prepared, |paths| proofreading::proofread(&edition, paths, diagnostics));
}

/// Pushes errors for what no document may say: of each kind among these one is read.
pub(super) fn refuse(
    prepared: &Prepared,
    templates: &TemplateSet,
    wave: Wave,
    jobs: &[Job],
    diagnostics: &mut Diagnostics,
) {
    let edition = prepared.edition(templates, wave);
    let mut kinds: Vec<&Job> = Vec::new();
    for job in jobs {
        if !kinds.iter().any(|known| known.kind == job.kind) {
            kinds.push(job);
        }
    }
    with_paths(prepared, |paths| proofreading::refuse(&edition, &kinds, paths, diagnostics));
}

/// Pushes a fault in a template, where it stands.
pub fn template_fault(
    prepared: &Prepared,
    templates: &TemplateSet,
    wave: Wave,
    error: &TemplateError,
    diagnostics: &mut Diagnostics,
) {
    let finding = places(prepared, templates, wave, diagnostics).unfilled(error);
    diagnostics.push(finding);
}

/// Where the templates of an edition stand, for findings.
pub(super) fn places(
    prepared: &Prepared,
    templates: &TemplateSet,
    wave: Wave,
    diagnostics: &mut Diagnostics,
) -> Places {
    let edition = prepared.edition(templates, wave);
    with_paths(prepared, |paths| Places::new(&edition, paths, diagnostics))
}

fn with_paths<T>(prepared: &Prepared, read: impl FnOnce(proofreading::Paths) -> T) -> T {
    let project = &prepared.project;
    read(proofreading::Paths {
        questionnaire: &shown_path(&project.questionnaire, &project.folder),
        templates: &own_folder(project),
    })
}

/// The folder of the project's own templates, as the user knows it.
fn own_folder(project: &Project) -> String {
    let folder = project.templates.as_ref();
    folder.map_or_else(String::new, |folder| shown_path(folder, &project.folder))
}

/// A template that no document uses and no other template names is a mistake in its name.
fn check_used(project: &Project, own: &BTreeMap<String, String>, diagnostics: &mut Diagnostics) {
    let built_in = || documents::built_in_templates().map(|(name, _)| name);
    for name in own.keys().filter(|name| !built_in().any(|known| known == name.as_str())) {
        if own.values().any(|source| included(source).contains(name)) {
            continue;
        }
        let help = match nearest(name, built_in()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("templates are {}", built_in().collect::<Vec<_>>().join(", ")),
        };
        diagnostics.push(
            Diagnostic::new(
                &codes::TEMPLATE_NOT_USED,
                Place::File(format!("{}/{name}", own_folder(project))),
                format!("no document uses a template `{name}`"),
            )
            .help(help),
        );
    }
}

/// Reads the files of every wave; tables that can't be read push findings.
fn materials(project: &Project, diagnostics: &mut Diagnostics) -> Vec<Material> {
    let mut materials = Vec::new();
    for (wave, material) in &project.waves {
        let tables =
            responses::load(&material.responses, &project.folder, &project.reading, diagnostics);
        let invited = material.invited.as_ref().map(|path| {
            let mut tables = responses::load(path, &project.folder, &project.reading, diagnostics);
            (!tables.is_empty()).then(|| tables.swap_remove(0))
        });
        materials.push(Material {
            wave: *wave,
            reference_date: material.reference_date,
            tables,
            invited: invited.flatten(),
        });
    }
    materials
}

/// Reads the groups of the project's own, if it has any.
fn groups(project: &Project, diagnostics: &mut Diagnostics) -> Option<(RawTable, Partition)> {
    let path = project.comparison.groups.as_ref()?;
    let table = responses::load(path, &project.folder, &project.reading, diagnostics).pop()?;
    let groups = Partition::read(&table, project.register, &dates(project), diagnostics)?;
    Some((table, groups))
}

/// Reads the figures from elsewhere, if the project has any.
fn context(project: &Project, diagnostics: &mut Diagnostics) -> Option<Context> {
    let material = project.context.as_ref()?;
    let table =
        responses::load(&material.file, &project.folder, &project.reading, diagnostics).pop()?;
    let columns: Vec<_> = material.columns.iter().map(|column| column.column.as_str()).collect();
    read_context(&table, project.register, &dates(project), &columns, diagnostics)
}

/// Reads the boundary files.
fn boundaries(project: &Project, diagnostics: &mut Diagnostics) -> BTreeMap<Wave, Boundaries> {
    let mut all = BTreeMap::new();
    for (wave, material) in &project.waves {
        let Some(path) = &material.boundaries else { continue };
        let shown = shown_path(path, &project.folder);
        let (property, date) = (material.boundary_code.as_deref(), material.reference_date);
        if let Some(read) =
            boundaries::load(path, &shown, property, (date, project.register), diagnostics)
        {
            all.insert(*wave, read);
        }
    }
    all
}
