//! From the project file as written to the project that everyone may trust.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use super::reading::RawLimits;
use super::{
    ComparisonChoice, ContextColumn, ContextMaterial, Decision, Level, Logo, Picture, Project,
    Protection, RawColours, RawComparison, RawContext, RawData, RawLevel, RawLogo,
    RawParticipation, RawProject, RawProtection, RawRegister, RawTexts, RawWave, RawWithoutAnswers,
    ReadingRules, Texts, WaveMaterial, Word, diags, path, picture,
};
use crate::calendar::Date;
use crate::colour::{Chosen, Palette, Rgb};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Place, shown_path};
use crate::manuscript::{self, Located};
use crate::questionnaire::{Wave, wording};
use crate::register::{MunicipalityCode, Register, own};
use crate::typeface::Typeface;

/// Name of the project file in its folder.
const FILE_NAME: &str = "project.yaml";
/// Where documents go when the project file does not say.
const OUTPUT: &str = "out";
/// With fewer letters a reason or a consent says nothing.
const LEAST_SAID: usize = 10;

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

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
        let project = Judge { file, folder, diagnostics }.project(&raw);
        let typeface = project.as_ref().map_or_else(Typeface::bundled, |project| project.typeface);
        manuscript::unprintable(file, typeface, diagnostics);
        project
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
        let output = raw.output.as_ref().map(|path| self.output(path));
        let waves = self.waves(raw);
        let protection = self.protection(raw.protection.as_ref(), date);
        let comparison =
            raw.comparison.as_ref().map(|raw| self.comparison(raw)).unwrap_or_default();
        let context = raw.context.as_ref().and_then(|raw| self.context(raw));
        let register = self.register(raw.register.as_ref());
        self.check_known(raw, register);
        let made_public = self.made_public(&raw.made_public, &waves, register);
        let colours = raw.colours.as_ref().and_then(|colours| self.colours(colours));
        let typeface = raw.fonts.as_ref().and_then(|folder| self.typeface(folder));
        let logo = raw.logo.as_ref().and_then(|logo| self.logo(logo));
        let texts = raw.texts.as_ref().map(|texts| self.texts(texts)).unwrap_or_default();
        let reading = self.reading(raw);
        self.check_title(raw);
        let corrections = raw
            .corrections
            .as_ref()
            .and_then(|path| Some((self.existing(path, Sort::File)?, path.place(self.file))));
        let participation = raw.participation.as_ref().map(Located::get);
        Some(Project {
            folder: self.folder.clone(),
            text: self.diagnostics.sources.text(self.file).to_owned(),
            id: self.maybe_text(raw.id.as_ref(), "id"),
            title: self.text(&raw.title, "title"),
            client: self.text(&raw.client, "client"),
            reference: self.maybe_text(raw.reference.as_ref(), "reference"),
            authors: raw.authors.iter().map(|author| self.text(author, "authors")).collect(),
            contact: self.maybe_text(raw.contact.as_ref(), "contact"),
            date: date?,
            data_note: self.maybe_text(raw.data_note.as_ref(), "data_note"),
            fictitious: *raw.data.get() == RawData::Fictitious,
            participation_public: participation == Some(&RawParticipation::Public),
            questionnaire: questionnaire?,
            templates,
            output: output.unwrap_or_else(|| self.folder.join(OUTPUT)),
            waves,
            protection: protection?,
            comparison,
            context,
            made_public,
            colours: colours.unwrap_or_default(),
            typeface: typeface.unwrap_or_else(Typeface::bundled),
            logo,
            texts,
            corrections,
            ignore_columns: raw
                .ignore_columns
                .iter()
                .map(|column| self.text(column, "ignore_columns"))
                .collect(),
            count_without_answers: raw.without_answers.as_ref().map(Located::get)
                == Some(&RawWithoutAnswers::Counted),
            reading,
            register,
        })
    }

    fn text(&mut self, text: &Located<String>, key: &str) -> String {
        let trimmed = text.get().trim();
        if trimmed.is_empty() {
            self.push(diags::empty_text(text.place(self.file), key));
        }
        trimmed.to_owned()
    }

    /// The year of the edition is printed behind the title.
    fn check_title(&mut self, raw: &RawProject) {
        let title = raw.title.get();
        let words = || title.split(|c: char| !c.is_alphanumeric());
        let mut years = raw.waves.iter().map(|wave| wave.year.get().to_string());
        if let Some(year) = years.find(|year| words().any(|word| word == year)) {
            self.push(diags::title_with_year(raw.title.place(self.file), title.trim(), &year));
        }
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

    /// The register with the project's own changes; the built-in one when these can't be used.
    fn register(&mut self, raw: Option<&RawRegister>) -> &'static Register {
        let changed = raw.and_then(|raw| self.changed_register(raw));
        changed.map_or_else(Register::builtin, Register::kept)
    }

    fn changed_register(&mut self, raw: &RawRegister) -> Option<Register> {
        let until = self.date(&raw.until, "until");
        let path = raw.file.as_ref().map(|path| self.existing(path, Sort::File));
        let until = until?;
        if until <= Register::BUILTIN_TO {
            self.push(diags::known_already(raw.until.place(self.file)));
            return None;
        }
        let (file, text) = match path {
            None => (self.file, String::new()),
            Some(path) => {
                let path = path?;
                let shown = shown_path(&path, &self.folder);
                let file = manuscript::read_text(&path, &shown, self.diagnostics)?;
                (file, self.diagnostics.sources.text(file).to_owned())
            }
        };
        let changes = raw.file.is_some().then_some((file, text.as_str()));
        let mut findings = Vec::new();
        let register = own::extended(Register::builtin(), until, changes, &mut findings);
        findings.into_iter().for_each(|finding| self.push(finding));
        register
    }

    /// Waves of which it is not known which municipalities existed.
    fn check_known(&mut self, raw: &RawProject, register: &Register) {
        for wave in &raw.waves {
            let Some(date) = Date::parse(wave.reference_date.get().trim()) else { continue };
            let far = date.year.abs_diff(*wave.year.get()) > 1;
            if !register.knows(date) && !far {
                let place = wave.reference_date.place(self.file);
                self.push(diags::outside_register(place, date, register));
            }
        }
    }

    /// How files of answers are read. A file that is to be left alone must be there: a typing
    /// error in its name would be found nowhere else.
    fn reading(&mut self, raw: &RawProject) -> ReadingRules {
        let ignored = raw.ignore_files.iter();
        ReadingRules {
            ignore_files: ignored.filter_map(|path| self.existing(path, Sort::Either)).collect(),
            limits: raw.limits.as_ref().map(RawLimits::limits).unwrap_or_default(),
        }
    }

    fn joined(&mut self, path: &Located<String>) -> PathBuf {
        let written = self.text(path, "path");
        path::on_disk(&self.folder, &written)
    }

    /// The output folder may be made, but not one with a backslash in its name.
    fn output(&mut self, path: &Located<String>) -> PathBuf {
        if path.get().contains('\\') {
            let meant = path.get().replace('\\', "/");
            self.push(diags::backslash(path.place(self.file), path.get(), &meant));
        }
        self.joined(path)
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
            let meant = path::meant(&self.folder, written).filter(|_| !joined.exists());
            self.push(diags::missing_path(place, written, sort.word(), joined.exists(), meant));
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
    fn protection(
        &mut self,
        raw: Option<&RawProtection>,
        documents: Option<Date>,
    ) -> Option<Protection> {
        let Some(raw) = raw else {
            return Some(Protection {
                level: Level::Streng,
                decision: None,
                band_width: Level::BAND_WIDTH,
                published_share: Level::PUBLISHED_SHARE,
                print_decision: false,
            });
        };
        let level = match raw.level.get() {
            RawLevel::Streng => Level::Streng,
            RawLevel::Normaal => Level::Normaal,
            RawLevel::Open => Level::Open,
        };
        let name = self.maybe_text(raw.name.as_ref(), "name");
        let date = raw.date.as_ref().map(|date| self.date(date, "date"));
        if let (Some(Some(decided)), Some(documents), Some(place)) = (date, documents, &raw.date)
            && decided > documents
        {
            self.push(diags::late_decision(place.place(self.file), decided, documents));
        }
        let reason = self.maybe_text(raw.reason.as_ref(), "reason");
        let consent = self.maybe_text(raw.consent.as_ref(), "consent");
        if level == Level::Open && consent.is_none() {
            self.push(diags::no_consent(raw.level.place(self.file)));
        }
        for (key, text) in [("name", &raw.name), ("reason", &raw.reason), ("consent", &raw.consent)]
        {
            let least = if key == "name" { 2 } else { LEAST_SAID };
            if let Some(text) = text
                && (1..least).contains(&letters(text.get()))
            {
                self.push(diags::says_nothing(text.place(self.file), key));
            }
        }
        let band_width = self.within(raw.band_width.as_ref(), "band_width", 4..=20);
        let published_share = self.within(raw.published_share.as_ref(), "published_share", 0..=50);
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
        let print_decision = raw.print_decision.as_ref().is_some_and(|print| *print.get());
        Some(Protection {
            level,
            decision,
            print_decision,
            band_width: band_width.unwrap_or(Level::BAND_WIDTH),
            published_share: published_share.unwrap_or(Level::PUBLISHED_SHARE),
        })
    }

    /// A number between two others.
    fn within(
        &mut self,
        number: Option<&Located<u32>>,
        key: &str,
        allowed: RangeInclusive<u32>,
    ) -> Option<u32> {
        let number = number?;
        if !allowed.contains(number.get()) {
            self.push(diags::number_not_within(number.place(self.file), key, &allowed));
            return None;
        }
        Some(*number.get())
    }

    fn comparison(&mut self, raw: &RawComparison) -> ComparisonChoice {
        ComparisonChoice {
            areas: raw.areas.as_ref().map(|areas| *areas.get()).unwrap_or_default(),
            groups: raw.groups.as_ref().and_then(|path| self.existing(path, Sort::File)),
        }
    }

    fn context(&mut self, raw: &RawContext) -> Option<ContextMaterial> {
        let file = self.existing(&raw.file, Sort::File);
        let columns = raw.columns.iter().map(|raw| ContextColumn {
            column: self.text(&raw.column, "column"),
            label: self.text(&raw.label, "label"),
            unit: self.maybe_text(raw.unit.as_ref(), "unit").unwrap_or_default(),
            source: self.text(&raw.source, "source"),
            year: *raw.year.get(),
        });
        let columns: Vec<_> = columns.collect();
        if columns.is_empty() {
            self.push(diags::empty_text(raw.file.place(self.file), "columns"));
        }
        Some(ContextMaterial { file: file?, columns })
    }

    /// The municipalities by code, each as it was in the last of the waves that knew it.
    fn made_public(
        &mut self,
        raw: &[Located<String>],
        waves: &BTreeMap<Wave, WaveMaterial>,
        register: &Register,
    ) -> BTreeMap<MunicipalityCode, Place> {
        let mut codes = BTreeMap::new();
        for municipality in raw {
            let name = self.text(municipality, "made_public");
            let dates = waves.values().rev().map(|wave| wave.reference_date);
            match register.find_on_any(&name, dates) {
                Ok(code) => {
                    let place = municipality.place(self.file);
                    if let Some(first) = codes.get(&code).cloned() {
                        self.push(diags::named_twice(place, &name, first));
                        continue;
                    }
                    codes.insert(code, place);
                }
                Err(_) => {
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
        let failing = palette.failing_pairs();
        for (chosen, raw) in
            [(Chosen::Own, &raw.own), (Chosen::Tint, &raw.tint), (Chosen::Accent, &raw.accent)]
        {
            let pairs: Vec<_> = failing.iter().filter(|pair| pair.chosen == chosen).collect();
            if !pairs.is_empty() {
                let place = raw.place(self.file);
                self.push(diags::colour_contrast(place, &pairs, palette.passing(chosen)));
            }
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
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let (place, written) = (file.place(self.file), file.get().trim());
        match picture::look_through(&ending, &bytes) {
            Err(why) => {
                self.push(diags::unfit_logo(place, written, &why));
                return None;
            }
            Ok(look) if look.has_text => {
                self.push(diags::logo_text(place.clone(), written));
            }
            Ok(_) => {}
        }
        Some(Picture { path: format!("/{name}.{ending}"), bytes, place })
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
