//! From the questionnaire as written to the one everyone may trust.
//!
//! Every rule pushes its finding and goes on; a faulty question keeps its position, so that
//! findings about later questions stay true. Only a questionnaire without errors is given away.

mod changes;
mod kind;
mod options;
mod routing;
mod sheet;
mod words;

use std::collections::BTreeMap;
use std::path::Path;

use super::model::{
    Break, Claim, CouncilQuestion, FigureForm, ItemIndex, PanelRule, Question, QuestionIndex,
    QuestionKind, Questionnaire, Section, Wave,
};
use super::raw::{
    RawBreak, RawClaim, RawCouncilQuestion, RawFinding, RawKind, RawNoun, RawPanelRule,
    RawQuestion, RawQuestionnaire, RawSection, RawWording,
};
use super::sheet::SheetWords;
use super::{codes, diags, wording};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Place, Severity};
use crate::dutch::{LONGEST_SENTENCE, words_in};
use crate::manuscript::{self, Located};

/// Most characters in a label inside a bar.
const MOST_SHORT: usize = 24;

/// Reads and checks a questionnaire; `shown` is the path as the user knows it.
///
/// `None` when there was at least one error.
pub fn load(path: &Path, shown: &str, diagnostics: &mut Diagnostics) -> Option<Questionnaire> {
    let file = manuscript::read_text(path, shown, diagnostics)?;
    let raw = manuscript::read::<RawQuestionnaire>(file, diagnostics)?;
    validate(&raw, file, diagnostics)
}

/// The JSON Schema of a questionnaire file, for editors.
#[must_use]
pub fn schema() -> String {
    manuscript::json_schema::<RawQuestionnaire>("Questionnaire of Gemeentespiegel")
}

fn validate(
    raw: &RawQuestionnaire,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<Questionnaire> {
    let roles = raw.council_roles.iter().map(|role| role.get().trim().to_owned()).collect();
    let mut judge = Judge { file, diagnostics, errors: 0, roles, no_answer: &raw.no_answer };
    for role in &raw.council_roles {
        judge.text(role, "council_roles");
    }
    let title = judge.text(&raw.title, "title");
    let panel = match raw.panel.as_ref().map(Located::get) {
        Some(RawPanelRule::Unit) => PanelRule::Unit,
        Some(RawPanelRule::Item) | None => PanelRule::Item,
    };
    let kinds = judge.nouns(&raw.section_kinds, &[]);
    let nouns = judge.nouns(&raw.nouns, &kinds);
    judge.unique("section id", raw.sections.iter().map(|section| &section.id));
    let written: Vec<&RawQuestion> = raw.sections.iter().flat_map(|s| &s.questions).collect();
    judge.unique("question id", written.iter().map(|question| &question.id));
    if written.is_empty() {
        let place = judge.place(&raw.title);
        judge.push(diags::no_questions(place));
    }
    judge.earlier_ids(&written);
    judge.ids_are_free(&written);
    let mut questions = Vec::new();
    let mut sections = Vec::new();
    for raw in &raw.sections {
        sections.push(judge.section(raw, &kinds, &mut questions));
    }
    routing::connect(&mut judge, &written, &mut questions);
    let places = written.iter().map(|question| judge.place(&question.id)).collect();
    let council_roles = std::mem::take(&mut judge.roles);
    (judge.errors == 0).then_some(Questionnaire {
        council_roles,
        title,
        panel,
        nouns: [kinds, nouns].concat(),
        sections,
        questions,
        places,
    })
}

/// Who judges: knows the file and takes the findings.
struct Judge<'a> {
    file: FileId,
    diagnostics: &'a mut Diagnostics,
    errors: usize,
    /// The tasks of a council, as the questionnaire lists them.
    roles: Vec<String>,
    /// What means "no answer" in the whole survey.
    no_answer: &'a [Located<String>],
}

impl Judge<'_> {
    fn push(&mut self, finding: Diagnostic) {
        self.errors += usize::from(finding.severity() == Severity::Error);
        self.diagnostics.push(finding);
    }

    fn place<T>(&self, located: &Located<T>) -> Place {
        located.place(self.file)
    }

    /// A text that must have letters, without blanks around it.
    fn text(&mut self, text: &Located<String>, key: &str) -> String {
        let trimmed = text.get().trim();
        if trimmed.is_empty() {
            let place = self.place(text);
            self.push(diags::empty_text(place, key));
        }
        trimmed.to_owned()
    }

    fn maybe_text(&mut self, text: Option<&Located<String>>, key: &str) -> Option<String> {
        text.map(|text| self.text(text, key))
    }

    /// A label for inside a bar; the whole label where none was given.
    fn short(&mut self, short: Option<&Located<String>>, label: &str) -> String {
        let Some(short) = short else {
            return label.to_owned();
        };
        let text = self.text(short, "short");
        let length = text.chars().count();
        if length > MOST_SHORT {
            let place = self.place(short);
            self.push(diags::long_short(place, length, MOST_SHORT));
        }
        text
    }

    /// Ids that must be slugs and differ from each other.
    fn unique<'r>(&mut self, what: &str, ids: impl Iterator<Item = &'r Located<String>>) {
        let mut taken: BTreeMap<&str, &Located<String>> = BTreeMap::new();
        for id in ids {
            let word = id.get().as_str();
            let place = self.place(id);
            if !is_slug(word) {
                self.push(diags::malformed_id(place, what, word));
            } else if let Some(first) = taken.get(word) {
                let first = self.place(first);
                self.push(diags::duplicate_id(place, what, word, first));
            } else {
                taken.insert(word, id);
            }
        }
    }

    /// Ids that only older files of answers use.
    fn earlier_ids(&mut self, written: &[&RawQuestion]) {
        let earlier = || written.iter().filter_map(|question| question.same_as.as_ref());
        self.unique("earlier id", earlier());
        for same_as in earlier() {
            if let Some(other) = written.iter().find(|other| other.id.get() == same_as.get()) {
                let (place, other) = (self.place(same_as), self.place(&other.id));
                self.push(diags::same_as_question(place, same_as.get(), other));
            }
        }
    }

    /// Nouns with their plural, each once; `before` are those of another list.
    fn nouns(&mut self, raw: &[RawNoun], before: &[(String, String)]) -> Vec<(String, String)> {
        let mut nouns: Vec<(String, String)> = Vec::new();
        for RawNoun { one, many } in raw {
            let noun = (self.text(one, "one"), self.text(many, "many"));
            let noun = (noun.0.to_lowercase(), noun.1.to_lowercase());
            if before.iter().chain(&nouns).any(|known| known.0 == noun.0) {
                let place = self.place(one);
                self.push(diags::repeated(place, one.get()));
            } else {
                nouns.push(noun);
            }
        }
        nouns
    }

    /// One of the kinds of section, by its singular.
    fn kind(&mut self, kind: &Located<String>, kinds: &[(String, String)]) -> Option<String> {
        let word = self.text(kind, "kind").to_lowercase();
        if !kinds.iter().any(|(one, _)| *one == word) {
            let known = kinds.iter().map(|(one, _)| one.as_str());
            let place = self.place(kind);
            self.push(diags::unknown(
                &codes::UNKNOWN_SECTION_KIND,
                place,
                "kind of section",
                &word,
                known,
            ));
        }
        Some(word)
    }

    fn section(
        &mut self,
        raw: &RawSection,
        kinds: &[(String, String)],
        questions: &mut Vec<Question>,
    ) -> Section {
        let title = self.text(&raw.title, "title");
        let short = self.maybe_text(raw.short.as_ref(), "short");
        let position = questions.first().map_or(0, |_| questions[questions.len() - 1].section + 1);
        let first = questions.len();
        for question in &raw.questions {
            let question = self.question(question, position);
            questions.push(question);
        }
        Section {
            id: raw.id.get().clone(),
            kind: raw.kind.as_ref().and_then(|kind| self.kind(kind, kinds)),
            short: short.unwrap_or_else(|| title.clone()),
            title,
            intro: self.maybe_text(raw.intro.as_ref(), "intro"),
            questions: (first..questions.len()).map(|at| QuestionIndex(index(at))).collect(),
        }
    }

    fn question(&mut self, raw: &RawQuestion, section: usize) -> Question {
        let asked = self.asked(raw);
        self.fits_kind(raw);
        let items = self.items(raw, &asked);
        let mut question = Question {
            id: raw.id.get().clone(),
            section,
            kind: kind_of(raw),
            title: self.text(&raw.title, "title"),
            text: self.text(&raw.text, "text"),
            wording: self.wording(&raw.wording, &asked),
            rows: self.rows(raw, &asked),
            no_answer: Vec::new(),
            items,
            applies_if: Vec::new(),
            breaks: Vec::new(),
            same_as: raw.same_as.as_ref().map(|id| id.get().clone()),
            key: raw.key,
            contradicts: Vec::new(),
            figure: self.figure(raw),
            note: self.maybe_text(raw.note.as_ref(), "note"),
            claims: BTreeMap::new(),
            headline: raw.headline.as_ref().map(|headline| self.headline(headline)),
            caption: self.maybe_text(raw.caption.as_ref(), "caption"),
            findings: BTreeMap::new(),
            sheet: SheetWords::default(),
            council_questions: Vec::new(),
            waves: asked.waves(),
        };
        question.breaks = self.breaks(&raw.breaks, &question, &asked);
        self.options_stay(raw, &question);
        self.words_stay(raw, &question);
        self.words_apart(raw, &question);
        self.any_number(raw, &question);
        question.no_answer = self.no_answer(raw, &question);
        question.claims = self.claims(&raw.claims, &question);
        question.findings = self.findings(&raw.findings, &question);
        question.sheet = self.sheet(raw, &question);
        self.short_words(raw, &question);
        question.council_questions = self.council(&raw.council_questions, &question);
        if raw.key && raw.findings.is_empty() && kind::can_have_findings(*raw.kind.get()) {
            let place = self.place(&raw.id);
            self.push(diags::key_without_findings(place, raw.id.get()));
        }
        question
    }

    /// The waves of a question.
    fn asked(&mut self, raw: &RawQuestion) -> Asked {
        if raw.waves.is_empty() {
            let place = self.place(&raw.id);
            self.push(diags::no_waves(place, raw.id.get()));
        }
        self.distinct(raw.waves.iter());
        for wave in raw.waves.iter().filter(|wave| !(1990..=2100).contains(wave.get())) {
            let place = self.place(wave);
            self.push(diags::implausible_wave(place, *wave.get()));
        }
        let mut years: Vec<u16> = raw.waves.iter().map(|wave| *wave.get()).collect();
        years.sort_unstable();
        years.dedup();
        Asked { of: format!("question `{}`", raw.id.get()), years }
    }

    /// Waves that must differ from each other.
    fn distinct<'r>(&mut self, waves: impl Iterator<Item = &'r Located<u16>>) {
        let mut seen: BTreeMap<u16, &Located<u16>> = BTreeMap::new();
        for wave in waves {
            if let Some(first) = seen.get(wave.get()) {
                let (place, first) = (self.place(wave), self.place(first));
                self.push(diags::duplicate_wave(place, *wave.get(), first));
            } else {
                seen.insert(*wave.get(), wave);
            }
        }
    }

    /// A wave that must be one of the question's.
    fn within(&mut self, wave: &Located<u16>, asked: &Asked) {
        if !asked.years.contains(wave.get()) && !asked.years.is_empty() {
            let place = self.place(wave);
            self.push(diags::wave_not_asked(place, *wave.get(), &asked.of, &asked.years));
        }
    }

    /// The waves of an option or row: all of the question's where none were given.
    fn own_waves(&mut self, waves: &[Located<u16>], asked: &Asked) -> Vec<Wave> {
        if waves.is_empty() {
            return asked.waves();
        }
        self.distinct(waves.iter());
        for wave in waves {
            self.within(wave, asked);
        }
        let mut own: Vec<Wave> = waves.iter().map(|wave| Wave(*wave.get())).collect();
        own.sort_unstable();
        own.dedup();
        own
    }

    fn wording(&mut self, raw: &[RawWording], asked: &Asked) -> BTreeMap<Wave, String> {
        self.distinct(raw.iter().map(|wording| &wording.wave));
        let mut words = BTreeMap::new();
        for wording in raw {
            self.within(&wording.wave, asked);
            words.insert(Wave(*wording.wave.get()), self.text(&wording.text, "text"));
        }
        words
    }

    fn breaks(&mut self, raw: &[RawBreak], question: &Question, asked: &Asked) -> Vec<Break> {
        self.distinct(raw.iter().map(|b| &b.wave));
        let mut breaks = Vec::new();
        for b in raw {
            self.within(&b.wave, asked);
            if asked.years.first() == Some(b.wave.get()) {
                let place = self.place(&b.wave);
                self.push(diags::idle_break(place, *b.wave.get()));
            }
            let reason = self.text(&b.reason, "reason");
            let keeps = self.codes(&b.keeps, question);
            breaks.push(Break { wave: Wave(*b.wave.get()), reason, keeps });
        }
        breaks.sort_by_key(|b| b.wave);
        breaks
    }

    fn findings(&mut self, raw: &[RawFinding], question: &Question) -> BTreeMap<ItemIndex, String> {
        let mut findings = BTreeMap::new();
        let mut first: BTreeMap<ItemIndex, &Located<String>> = BTreeMap::new();
        for finding in raw {
            let text = self.text(&finding.text, "text");
            wording::findings(&finding.text, self.file).into_iter().for_each(|f| self.push(f));
            let Some(item) = self.code(&finding.option, question) else {
                continue;
            };
            if let Some(first) = first.get(&item) {
                let (place, first) = (self.place(&finding.option), self.place(first));
                let code = finding.option.get();
                self.push(diags::duplicate_id(place, "finding for", code, first));
            } else {
                first.insert(item, &finding.option);
                findings.insert(item, text);
            }
        }
        findings
    }

    fn claims(&mut self, raw: &[RawClaim], question: &Question) -> BTreeMap<ItemIndex, Claim> {
        let mut claims = BTreeMap::new();
        for claim in raw {
            let (one, many) = (self.text(&claim.one, "one"), self.text(&claim.many, "many"));
            let Some(item) = self.code(&claim.option, question) else {
                continue;
            };
            if claims.insert(item, Claim { one, many }).is_some() {
                let first = raw.iter().find(|first| first.option.get() == claim.option.get());
                let first = self.place(&first.unwrap_or(claim).option);
                let (place, code) = (self.place(&claim.option), claim.option.get());
                self.push(diags::duplicate_id(place, "claim for", code, first));
            }
        }
        claims
    }

    fn headline(&mut self, headline: &Located<String>) -> String {
        let text = self.text(headline, "headline");
        if text.matches("{}").count() != 1 {
            let place = self.place(headline);
            self.push(diags::headline_without_place(place));
        }
        text
    }

    fn council(&mut self, raw: &[RawCouncilQuestion], question: &Question) -> Vec<CouncilQuestion> {
        let mut all = Vec::new();
        for council in raw {
            let items = self.codes(&council.options, question);
            let text = self.text(&council.text, "text");
            let words = words_in(&text);
            if words > LONGEST_SENTENCE {
                let place = self.place(&council.text);
                self.push(diags::long_council_question(place, words, LONGEST_SENTENCE));
            }
            wording::judgement(&council.text, self.file).into_iter().for_each(|f| self.push(f));
            if council.role.is_none() && !self.roles.is_empty() {
                let place = self.place(&council.text);
                self.push(diags::council_question_without_role(place));
            }
            let role = council.role.as_ref().and_then(|role| self.role(role));
            all.push(CouncilQuestion { items, role, text });
        }
        all
    }

    /// A task of the council by its words.
    fn role(&mut self, role: &Located<String>) -> Option<usize> {
        let word = role.get().trim();
        let found = self.roles.iter().position(|known| known == word);
        if found.is_none() {
            let place = self.place(role);
            let known: Vec<_> = self.roles.clone();
            let known = known.iter().map(String::as_str);
            let code = &codes::UNKNOWN_COUNCIL_ROLE;
            self.push(diags::unknown(code, place, "task of the council", word, known));
        }
        found
    }

    /// The items that a list of codes stands for, each once.
    fn codes(&mut self, codes: &[Located<String>], question: &Question) -> Vec<ItemIndex> {
        let mut items = Vec::new();
        for code in codes {
            match self.code(code, question) {
                Some(item) if items.contains(&item) => {
                    let place = self.place(code);
                    self.push(diags::repeated(place, code.get()));
                }
                found => items.extend(found),
            }
        }
        items
    }

    /// The option or net that a code stands for.
    fn code(&mut self, code: &Located<String>, question: &Question) -> Option<ItemIndex> {
        let found = question.item(code.get()).map(|(index, _)| index);
        if found.is_none() {
            let place = self.place(code);
            let known = question.items.iter().map(|item| item.code.as_str());
            let finding =
                diags::unknown(&codes::UNKNOWN_OPTION, place, "option", code.get(), known);
            self.push(finding.label(format!("not in question `{}`", question.id)));
        }
        found
    }
}

/// The waves in which a question, option or row was asked.
struct Asked {
    of: String,
    years: Vec<u16>,
}

impl Asked {
    fn waves(&self) -> Vec<Wave> {
        self.years.iter().copied().map(Wave).collect()
    }

    /// Those of a part of the question, without years that it cannot have.
    fn part(&self, what: &str, code: &str, waves: &[Wave]) -> Self {
        let years = waves.iter().map(|wave| wave.0);
        Self {
            of: format!("{what} `{code}`"),
            years: years.filter(|year| self.years.contains(year)).collect(),
        }
    }
}

/// Lower-case ASCII letters, digits and hyphens; no `.`, which parts a question from its row.
fn is_slug(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.bytes().all(letter)
}

fn index(position: usize) -> u16 {
    u16::try_from(position).expect("the YAML reader stops long before 65,536 questions or options")
}

fn kind_of(raw: &RawQuestion) -> QuestionKind {
    match raw.kind.get() {
        RawKind::Single => QuestionKind::Single,
        RawKind::Multi => QuestionKind::Multi { empty_is_answer: raw.empty_is_answer },
        RawKind::Matrix => QuestionKind::Matrix { several: raw.several },
        RawKind::Numeric => QuestionKind::Numeric {
            min: raw.min.as_ref().map(|min| *min.get()),
            max: raw.max.as_ref().map(|max| *max.get()),
        },
        RawKind::Open => QuestionKind::Open,
    }
}
