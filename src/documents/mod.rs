//! What we make and for whom. Composing is pure: a reading in, a composition out.
//!
//! The words stand in the templates; the modules here choose what a template may say:
//! judged figures in words, and drawings with the text that says what they show.

pub mod audit_memory;
mod choice;
mod cijfer;
pub(crate) mod codes;
mod compared;
pub mod control;
pub mod counts;
mod delivery_list;
mod factsheet;
pub mod figures;
mod given;
mod json_rows;
mod kind;
mod report;
mod response;
mod rows;
mod sheet;
mod summary;
mod topic;
mod values;

use std::collections::BTreeMap;

use crate::boundaries::Boundaries;
use crate::calendar::Date;
pub use cijfer::register_functions;
pub use kind::{
    Content, Delivered, Filling, Form, Format, Job, Kind, Reader, Readers, Schema, Source,
    Template, built_in_templates, example_names,
};

use crate::charts::HouseStyle;
use crate::diagnostics::{Diagnostic, Place};
use crate::disclosure::{Audience, Publication, Reading};
use crate::dutch::{date_in_words, join};
use crate::language::{Unit, Wording};
use crate::project::{Context, Correction, CorrectionSort, Project, Protection, WaveMaterial};
use crate::questionnaire::{QuestionIndex, Questionnaire, Wave};
use crate::register::{Municipality, MunicipalityCode};
use crate::templates::{FaultKind, TemplateError, TemplateSet, Traced, TypstMarkup};
use crate::typesetting::PdfInfo;

/// Every kind that we make: the one table of them.
pub static KINDS: [&Kind; 8] = [
    &report::KIND,
    &factsheet::KIND,
    &summary::KIND,
    &control::KIND,
    &figures::KIND,
    &counts::KIND,
    &audit_memory::KIND,
    &delivery_list::KIND,
];

/// What all documents of one edition share.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    /// The project file.
    pub project: &'a Project,
    /// The questionnaire.
    pub questionnaire: &'a Questionnaire,
    /// What may leave the house.
    pub publication: &'a Publication,
    /// Areas of the municipalities on the day of the wave; absent: the map has tiles.
    pub boundaries: Option<&'a Boundaries>,
    /// What was told about published editions, the oldest first.
    pub corrections: &'a [Correction],
    /// Figures from elsewhere.
    pub context: Option<&'a Context>,
    /// The templates, built in or the project's own.
    pub templates: &'a TemplateSet,
    /// The wave that the documents are about.
    pub wave: Wave,
}

impl<'a> Edition<'a> {
    fn reading(&self, audience: Audience) -> Reading<'a> {
        self.publication.reading(self.questionnaire, audience)
    }

    /// The waves up to and including this edition, newest first.
    fn waves(&self) -> Vec<Wave> {
        self.project.waves.keys().copied().filter(|wave| *wave <= self.wave).rev().collect()
    }

    /// Whether the sheets of this edition show a question.
    fn is_key(&self, index: QuestionIndex) -> bool {
        self.questionnaire.key_questions(self.wave).contains(&index)
    }

    /// What the national report counts: respondents where a questionnaire speaks for several
    /// municipalities (methods.md#unit).
    fn unit(&self) -> Unit {
        let all = self.reading(Audience::Public).participation();
        let joint = |wave| all.get(&wave).is_some_and(|taken| taken.joint > 0);
        if self.waves().into_iter().any(joint) { Unit::RESPONDENTS } else { Unit::MUNICIPALITIES }
    }

    /// The date that the documents of this edition bear.
    fn date(&self) -> Date {
        self.material().and_then(|material| material.date).unwrap_or(self.project.date)
    }

    /// The reference that they bear.
    fn reference(&self) -> Option<&str> {
        let own = self.material().and_then(|material| material.reference.as_deref());
        own.or(self.project.reference.as_deref())
    }

    /// Whether a municipality took its answers to this edition back: it gets no documents.
    fn is_withdrawn(&self, code: MunicipalityCode) -> bool {
        self.corrections.iter().any(|one| {
            one.sort == CorrectionSort::Withdrawn
                && one.wave == self.wave
                && one.municipality == code
        })
    }

    fn material(&self) -> Option<&WaveMaterial> {
        self.project.waves.get(&self.wave)
    }

    /// The files that documents may show: the logo, and the same without colours.
    #[must_use]
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let logos = self.project.logo.iter();
        let pictures = logos.flat_map(|logo| std::iter::once(&logo.picture).chain(&logo.grey));
        pictures.map(|picture| (picture.path.clone(), picture.bytes.clone())).collect()
    }

    /// The house style in the project's colours.
    fn style(&self) -> HouseStyle {
        HouseStyle {
            colours: self.project.colours,
            typeface: self.project.typeface,
            ..HouseStyle::default()
        }
    }
}

/// A document ready to be printed: exactly what the printer will read.
#[derive(Debug, Clone)]
pub struct Composition {
    /// What it is, and for whom.
    pub job: Job,
    /// Its path in the output folder.
    pub path: String,
    /// The template that was filled.
    pub template: Option<&'static str>,
    /// What it says.
    pub body: Body,
}

/// What a document says, with its template filled.
#[derive(Debug, Clone)]
pub enum Body {
    /// Text for the typesetter, and what the PDF says of itself.
    Typst(TypstMarkup, PdfInfo),
    /// A page.
    Html(String),
    /// Data.
    Data(Vec<u8>),
}

impl Composition {
    /// The text for the typesetter and what the PDF says of itself, when it becomes one.
    #[must_use]
    pub const fn typst(&self) -> Option<(&TypstMarkup, &PdfInfo)> {
        match &self.body {
            Body::Typst(source, info) => Some((source, info)),
            Body::Html(_) | Body::Data(_) => None,
        }
    }
}

/// Fills the template of a document.
///
/// # Errors
/// It can't be filled: the fault with its place in the template.
pub fn compose(
    job: &Job,
    edition: &Edition,
    content: Content,
) -> Result<Composition, TemplateError> {
    let (templates, path) = (edition.templates, job.path(edition.wave));
    let template = match &content {
        Content::Typst(filling) | Content::Html(filling) => Some(filling.template),
        Content::Data(_) => None,
    };
    let body = match content {
        Content::Typst(Filling { template, values }) => {
            let source = templates.render_typst(template, values)?;
            Body::Typst(source, PdfInfo { date: edition.date(), ident: path.clone() })
        }
        Content::Html(Filling { template, values }) => {
            Body::Html(templates.render_html(template, values)?)
        }
        Content::Data(bytes) => Body::Data(bytes),
    };
    Ok(Composition { job: *job, path, template, body })
}

/// Fills the template of a document to look at: every stretch knows where it was written.
/// `None` where it has no template for the typesetter.
///
/// # Errors
/// The template can't be filled.
pub fn trace(job: &Job, edition: &Edition) -> Result<Option<Traced>, TemplateError> {
    match job.released(edition) {
        Some(Content::Typst(Filling { template, values })) => {
            edition.templates.trace(template, values).map(Some)
        }
        Some(Content::Html(_) | Content::Data(_)) | None => Ok(None),
    }
}

/// A fault in a template, or in what it was filled with, as a finding.
#[must_use]
pub fn template_finding(error: &TemplateError) -> Diagnostic {
    let place = match error.line {
        0 => error.template.clone(),
        line => format!("{}:{line}", error.template),
    };
    let help = error.help.as_deref().unwrap_or(match error.kind {
        FaultKind::Unreadable => {
            "mend what stands there or just before it; `{{`, `{%` and `{#` open a tag, and each \
             is closed by its own `}}`, `%}` or `#}`"
        }
        FaultKind::Misplaced => "a value stands in text, or in code as `{{ value|code }}`",
        FaultKind::Unfilled => {
            "`report-templates/README.md` lists what a template may say; `{% if ... %}` asks \
             whether it is there"
        }
    });
    Diagnostic::new(&codes::TEMPLATE_NOT_FILLED, Place::File(place), error.message.clone())
        .help(help)
}

/// The municipality that reads a document made for one.
fn reader_of<'e>(edition: &Edition<'e>, audience: Audience) -> &'e Municipality {
    let own = match audience {
        Audience::Municipality(code) => edition.project.register.get(code),
        Audience::Public => None,
    };
    own.expect("a kind for each municipality is read by one that is registered")
}

/// A municipality's name with the apostrophe of print: `’s-Gravenhage`.
fn printed_name(municipality: &Municipality) -> String {
    municipality.name.replace('\'', "’")
}

/// The other municipalities that the own answers speak for.
fn also_for(edition: &Edition, reading: &Reading) -> Option<String> {
    let others = reading.also_for(edition.wave).iter();
    let others = others.filter_map(|code| edition.project.register.get(*code)).map(printed_name);
    let others: Vec<_> = others.collect();
    (!others.is_empty()).then(|| join(&others))
}

/// The day since which a municipality exists in its present form, when that is later than
/// the first measurement.
fn exists_since(edition: &Edition, municipality: &Municipality) -> Option<Wording> {
    let waves = edition.waves();
    let day = |wave: &Wave| edition.project.waves.get(wave).map(|of| of.reference_date);
    let (last, first) = (day(waves.first()?)?, day(waves.last()?)?);
    let mergers = edition.project.register.mergers_between(first, last);
    let own = mergers.filter(|merger| merger.new == municipality.code);
    own.map(|merger| merger.date).max().map(|date| Wording::date(date_in_words(date)))
}

/// The colours of a style for a template, as `#rrggbb`.
fn colours(style: &HouseStyle) -> minijinja::Value {
    minijinja::context! {
        eigen => style.colours.own.hex(),
        tint => style.colours.tint.hex(),
        lijn => style.colours.line.hex(),
        accent => style.colours.accent.hex(),
        inkt => style.colours.ink.hex(),
        gedempt => style.colours.muted.hex(),
    }
}

/// The project's logo, for a template.
fn logo(edition: &Edition) -> Option<minijinja::Value> {
    let logo = edition.project.logo.as_ref()?;
    Some(minijinja::context! { pad => &logo.picture.path, alt => &logo.alt })
}

/// The project's logo without colours, for a template.
fn grey_logo(edition: &Edition) -> Option<minijinja::Value> {
    let logo = edition.project.logo.as_ref()?;
    let grey = logo.grey.as_ref()?;
    Some(minijinja::context! { pad => &grey.path, alt => &logo.alt })
}

/// The paragraph about protection, in the words of the level.
fn protection_words(protection: &Protection) -> minijinja::Value {
    let printed = protection.print_decision;
    let decision = protection.decision.as_ref().map(|decision| {
        minijinja::context! {
            naam => printed.then(|| values::of_project(&decision.name)),
            datum => Wording::date(date_in_words(decision.date)),
            reden => printed.then(|| values::of_project(&decision.reason)),
        }
    });
    let policy = crate::disclosure::Policy::of(protection.level);
    minijinja::context! {
        niveau => protection.level.word(),
        minimum => values::rule(policy.min_others + 1),
        besluit => decision,
    }
}
