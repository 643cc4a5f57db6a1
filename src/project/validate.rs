//! From the project file as written to the project that everyone may trust.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{
    Decision, Level, Logo, Picture, Project, Protection, RawColours, RawData, RawLevel, RawLogo,
    RawParticipation, RawProject, RawProtection, RawTexts, RawWave, RawWithoutAnswers, Texts,
    WaveMaterial, Word, diags,
};
use crate::calendar::Date;
use crate::colour::{Palette, Rgb};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Place};
use crate::manuscript::{self, Located};
use crate::questionnaire::{Wave, wording};
use crate::register::{MunicipalityCode, Register};
use crate::typeface::Typeface;

/// Name of the project file in its folder.
const FILE_NAME: &str = "project.yaml";
/// Where documents go when the project file does not say.
const OUTPUT: &str = "out";
/// A logo stands in every document: larger than this it is a photograph.
const LOGO_BYTES: usize = 1 << 20;

impl Project {
    /// Reads and checks a project: the folder that holds `project.yaml`, or the file itself.
    ///
    /// A path that leads nowhere is an error, but spoils only what it leads to: the rest comes
    /// back, so that all findings can be told in one run. `None` when nothing can be read with
    /// what is left.
    pub fn load(folder_or_file: &Path, diagnostics: &mut Diagnostics) -> Option<Self> {
        let path = if folder_or_file.is_dir() {
            folder_or_file.join(FILE_NAME)
        } else {
            folder_or_file.to_path_buf()
        };
        let shown = path.display().to_string();
        let file = manuscript::read_text(&path, &shown, diagnostics)?;
        let raw = manuscript::read::<RawProject>(file, diagnostics)?;
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        Judge { file, folder, diagnostics }.project(&raw)
    }
}

/// The JSON Schema of a project file, for editors.
#[must_use]
pub fn project_schema() -> String {
    manuscript::json_schema::<RawProject>("Project file of Gemeentespiegel")
}

/// Who judges: knows the file and its folder, and takes the findings.
pub(super) struct Judge<'a> {
    pub(super) file: FileId,
    folder: PathBuf,
    diagnostics: &'a mut Diagnostics,
}

impl Judge<'_> {
    pub(super) fn push(&mut self, finding: Diagnostic) {
        self.diagnostics.push(finding);
    }

    /// `None` only when a finding was pushed.
    fn project(&mut self, raw: &RawProject) -> Option<Project> {
        let date = self.date(&raw.date, "date");
        let questionnaire = self.existing(&raw.questionnaire, Sort::File);
        let templates = raw.templates.as_ref().and_then(|path| self.existing(path, Sort::Folder));
        let output = raw.output.as_ref().map(|path| self.joined(path));
        let waves = self.waves(raw);
        let protection = self.protection(raw.protection.as_ref());
        let made_public = self.made_public(&raw.made_public, &waves);
        let colours = raw.colours.as_ref().and_then(|colours| self.colours(colours));
        let typeface = raw.fonts.as_ref().and_then(|folder| self.typeface(folder));
        let logo = raw.logo.as_ref().and_then(|logo| self.logo(logo));
        let texts = raw.texts.as_ref().map(|texts| self.texts(texts)).unwrap_or_default();
        let participation = raw.participation.as_ref().map(Located::get);
        Some(Project {
            folder: self.folder.clone(),
            text: self.diagnostics.sources.text(self.file).to_owned(),
            title: self.text(&raw.title, "title"),
            client: self.text(&raw.client, "client"),
            reference: self.maybe_text(raw.reference.as_ref(), "reference"),
            authors: raw.authors.iter().map(|author| self.text(author, "authors")).collect(),
            contact: self.maybe_text(raw.contact.as_ref(), "contact"),
            date: date?,
            fictitious: *raw.data.get() == RawData::Fictitious,
            participation_public: participation == Some(&RawParticipation::Public),
            questionnaire: questionnaire?,
            templates,
            output: output.unwrap_or_else(|| self.folder.join(OUTPUT)),
            waves,
            protection: protection?,
            made_public,
            colours: colours.unwrap_or_default(),
            typeface: typeface.unwrap_or_else(Typeface::bundled),
            logo,
            texts,
            ignore_columns: raw
                .ignore_columns
                .iter()
                .map(|column| self.text(column, "ignore_columns"))
                .collect(),
            count_without_answers: raw.without_answers.as_ref().map(Located::get)
                == Some(&RawWithoutAnswers::Counted),
        })
    }

    fn text(&mut self, text: &Located<String>, key: &str) -> String {
        let trimmed = text.get().trim();
        if trimmed.is_empty() {
            self.push(diags::empty_text(text.place(self.file), key));
        }
        trimmed.to_owned()
    }

    fn maybe_text(&mut self, text: Option<&Located<String>>, key: &str) -> Option<String> {
        text.map(|text| self.text(text, key))
    }

    fn date(&mut self, text: &Located<String>, key: &str) -> Option<Date> {
        let date = Date::parse(text.get().trim());
        if date.is_none() {
            self.push(diags::no_date(text.place(self.file), key, text.get()));
        }
        date
    }

    fn joined(&mut self, path: &Located<String>) -> PathBuf {
        let path = self.text(path, "path");
        self.folder.join(path)
    }

    /// A path that must be there.
    pub(super) fn existing(&mut self, path: &Located<String>, sort: Sort) -> Option<PathBuf> {
        let joined = self.joined(path);
        let there = match sort {
            Sort::File => joined.is_file(),
            Sort::Folder => joined.is_dir(),
            Sort::Either => joined.exists(),
        };
        let written = path.get().trim();
        if !there && !written.is_empty() {
            let place = path.place(self.file);
            self.push(diags::missing_path(place, written, sort.word(), joined.exists()));
        }
        (there && !written.is_empty()).then_some(joined)
    }

    fn waves(&mut self, raw: &RawProject) -> BTreeMap<Wave, WaveMaterial> {
        if raw.waves.is_empty() {
            self.push(diags::no_waves(raw.title.place(self.file)));
        }
        let mut first: BTreeMap<u16, &Located<u16>> = BTreeMap::new();
        let mut waves = BTreeMap::new();
        for wave in &raw.waves {
            let year = *wave.year.get();
            let place = wave.year.place(self.file);
            if !(1990..=2100).contains(&year) {
                self.push(diags::implausible_year(place.clone(), year));
            }
            if let Some(first) = first.get(&year) {
                let first = first.place(self.file);
                self.push(diags::duplicate_wave(place, year, first));
            } else {
                first.insert(year, &wave.year);
            }
            if let Some(material) = self.material(wave) {
                waves.insert(Wave(year), material);
            }
        }
        waves
    }

    fn material(&mut self, raw: &RawWave) -> Option<WaveMaterial> {
        let year = *raw.year.get();
        let reference_date = self.date(&raw.reference_date, "reference_date");
        if let Some(date) = reference_date
            && date.year.abs_diff(year) > 1
        {
            let place = raw.reference_date.place(self.file);
            let wave = raw.year.place(self.file);
            self.push(diags::far_reference_date(place, date.year, year, wave));
        }
        let period = self.maybe_text(raw.period.as_ref(), "period");
        let reference = self.maybe_text(raw.reference.as_ref(), "reference");
        let date = raw.date.as_ref().and_then(|date| self.date(date, "date"));
        let responses = self.existing(&raw.responses, Sort::Either);
        let invited = raw.invited.as_ref().and_then(|path| self.existing(path, Sort::File));
        let published = raw
            .published
            .as_ref()
            .and_then(|path| Some((self.existing(path, Sort::Folder)?, path.place(self.file))));
        let boundaries = raw.boundaries.as_ref().and_then(|path| self.existing(path, Sort::File));
        Some(WaveMaterial {
            place: raw.year.place(self.file),
            reference_date: reference_date?,
            period,
            date,
            reference,
            responses: responses?,
            invited,
            published,
            boundaries,
            boundary_code: self.maybe_text(raw.boundary_code.as_ref(), "boundary_code"),
            boundary_source: self.maybe_text(raw.boundary_source.as_ref(), "boundary_source"),
        })
    }

    /// Absent means the strictest; anything less strict is somebody's recorded decision.
    fn protection(&mut self, raw: Option<&RawProtection>) -> Option<Protection> {
        let Some(raw) = raw else {
            return Some(Protection { level: Level::Streng, decision: None });
        };
        let level = match raw.level.get() {
            RawLevel::Streng => Level::Streng,
            RawLevel::Normaal => Level::Normaal,
            RawLevel::Open => Level::Open,
        };
        let name = self.maybe_text(raw.name.as_ref(), "name");
        let date = raw.date.as_ref().map(|date| self.date(date, "date"));
        let reason = self.maybe_text(raw.reason.as_ref(), "reason");
        let consent = self.maybe_text(raw.consent.as_ref(), "consent");
        if level == Level::Open && consent.is_none() {
            self.push(diags::no_consent(raw.level.place(self.file)));
        }
        let given =
            [("name", name.is_some()), ("date", date.is_some()), ("reason", reason.is_some())];
        let missing: Vec<&str> =
            given.iter().filter(|(_, given)| !given).map(|(key, _)| *key).collect();
        if level < Level::Streng && !missing.is_empty() {
            self.push(diags::undecided_level(raw.level.place(self.file), level, &missing));
            return None;
        }
        let decision = match (name, date, reason) {
            (Some(name), Some(date), Some(reason)) => Some(Decision { name, date: date?, reason }),
            _ => None,
        };
        Some(Protection { level, decision })
    }

    /// The municipalities by code, each as it was in the last of the waves that knew it.
    fn made_public(
        &mut self,
        raw: &[Located<String>],
        waves: &BTreeMap<Wave, WaveMaterial>,
    ) -> BTreeMap<MunicipalityCode, Place> {
        let mut codes = BTreeMap::new();
        for municipality in raw {
            let name = self.text(municipality, "made_public");
            let find = |wave: &WaveMaterial| Register::builtin().find(&name, wave.reference_date);
            let found: Vec<_> = waves.values().rev().map(find).collect();
            match found.iter().find_map(|found| found.as_ref().ok()) {
                Some(code) => {
                    codes.entry(*code).or_insert_with(|| municipality.place(self.file));
                }
                None => {
                    let place = municipality.place(self.file);
                    self.push(diags::unknown_municipality(place, &name));
                }
            }
        }
        codes
    }

    /// Colours that can't be told apart, also on a greyscale copy, are refused
    /// (methods.md#contrast).
    fn colours(&mut self, raw: &RawColours) -> Option<Palette> {
        let own = self.colour(&raw.own);
        let tint = self.colour(&raw.tint);
        let accent = self.colour(&raw.accent);
        let palette = Palette::of(own?, tint?, accent?);
        for pair in palette.failing_pairs() {
            // The colour of the pair that the project chose: all others follow from `own`.
            let chosen = match (pair.first, pair.second) {
                ("accent", _) => &raw.accent,
                ("ink" | "muted", "tint") => &raw.tint,
                _ => &raw.own,
            };
            self.push(diags::colour_contrast(chosen.place(self.file), &pair));
        }
        Some(palette)
    }

    fn colour(&mut self, text: &Located<String>) -> Option<Rgb> {
        let colour = Rgb::parse(text.get().trim());
        if colour.is_none() {
            self.push(diags::no_colour(text.place(self.file), text.get()));
        }
        colour
    }

    /// The logo; without a good picture there is none.
    fn logo(&mut self, raw: &RawLogo) -> Option<Logo> {
        let alt = self.text(&raw.alt, "alt");
        let picture = self.picture(&raw.file, "logo");
        let grey = raw.grey.as_ref().and_then(|file| self.grey_picture(file));
        Some(Logo { picture: picture?, grey, alt })
    }

    /// A picture for the sheet in black and white.
    fn grey_picture(&mut self, file: &Located<String>) -> Option<Picture> {
        let picture = self.picture(file, "logo-grijs")?;
        if picture.has_colour() {
            self.push(diags::coloured_logo(file.place(self.file), file.get().trim()));
            return None;
        }
        Some(picture)
    }

    /// A picture that the typesetter can show. Its content must be what its name says.
    fn picture(&mut self, file: &Located<String>, name: &str) -> Option<Picture> {
        let path = self.existing(file, Sort::File)?;
        let bytes = std::fs::read(&path).unwrap_or_default();
        let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
        let fits = match ending.as_deref().and_then(std::ffi::OsStr::to_str) {
            Some("svg") => bytes.windows(4).any(|window| window == b"<svg"),
            Some("png") => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
            _ => false,
        };
        if !fits || bytes.len() > LOGO_BYTES {
            self.push(diags::unfit_logo(file.place(self.file), file.get().trim()));
            return None;
        }
        let ending = ending.map(|ending| ending.to_string_lossy().into_owned())?;
        Some(Picture { path: format!("/{name}.{ending}"), bytes })
    }

    /// A text for a council: neutral, and easy to read.
    fn plain(&mut self, text: &Located<String>, key: &str) -> String {
        wording::findings(text, self.file).into_iter().for_each(|finding| self.push(finding));
        self.text(text, key)
    }

    fn texts(&mut self, raw: &RawTexts) -> Texts {
        Texts {
            offer: raw.offer.iter().map(|text| self.plain(text, "offer")).collect(),
            words: raw
                .words
                .iter()
                .map(|word| Word {
                    word: self.text(&word.word, "word"),
                    meaning: self.plain(&word.meaning, "meaning"),
                })
                .collect(),
            read_on: raw.read_on.iter().map(|text| self.plain(text, "read_on")).collect(),
            unbroken: raw.unbroken.iter().map(|text| self.text(text, "unbroken")).collect(),
        }
    }
}

/// What a path must lead to.
#[derive(Clone, Copy)]
pub(super) enum Sort {
    File,
    Folder,
    Either,
}

impl Sort {
    const fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Folder => "folder",
            Self::Either => "file or folder",
        }
    }
}
