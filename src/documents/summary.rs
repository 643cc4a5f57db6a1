//! The summary for the council: one sheet of paper in black and white.
//!
//! Front: the findings of the factsheet and one drawing per action line or pillar. Back:
//! questions that the council could ask, and the project's own texts.
//!
//! **Which question is drawn**: of each part the first question that the findings name, else
//! its first key question, else its first question; as long as it can be drawn as one bar
//! (of a matrix its first row; of ticks "any" beside "none"). A part without any is left out.
//!
//! **Which questions to ask**: of each question of the survey at most one, in this order:
//! those of the findings, those drawn, the other key questions, all others. It is the first
//! one that belongs to the own answer, else the first one that belongs to every answer. Five
//! at most.

use std::collections::BTreeSet;

use minijinja::{Value, context};

use super::answer_bars::AnswerBars;
use super::findings::{Finding, answered, findings, left_open};
use super::{Edition, logo, protection_words};
use crate::charts::HouseStyle;
use crate::disclosure::{Audience, Reading};
use crate::language::{date_in_words, join, percent_of};
use crate::project::Texts;
use crate::questionnaire::{
    CouncilQuestion, ItemIndex, ItemKind, Question, QuestionIndex, QuestionKind, RowIndex, Section,
    SectionKind,
};
use crate::register::{Municipality, Province, Register};
use crate::typesetting::Drawing;

/// Width of the drawings, in tenths of a point.
const WIDTH: u32 = 4_530;
/// At most this many segments in one bar.
const SEGMENTS: usize = 5;
/// At most this many questions for the council.
const QUESTIONS: usize = 5;

/// What one summary needs.
struct Sheet<'a> {
    edition: &'a Edition<'a>,
    reading: Reading<'a>,
    province: &'a Province,
    style: HouseStyle,
}

/// Everything that the summary's template may say.
pub(super) fn context(edition: &Edition, municipality: &Municipality) -> Value {
    let register = Register::builtin();
    let province = register.province(municipality.province);
    let sheet = Sheet {
        edition,
        reading: edition.reading(Audience::Municipality(municipality.code)),
        province,
        style: HouseStyle::black_and_white(),
    };
    let project = edition.project;
    let also = sheet.reading.also_for(edition.wave).iter();
    let also: Vec<_> =
        also.filter_map(|code| register.get(*code)).map(|other| other.name.as_str()).collect();
    let taken = sheet.reading.participation().get(&edition.wave);
    let findings = findings(edition, &sheet.reading);
    let drawn = sheet.drawn(&findings);
    let questions = sheet.questions(&findings, &drawn);
    context! {
        gemeente => &municipality.name,
        provincie => province.name,
        jaar => edition.wave.0,
        vragenlijst => &edition.questionnaire.title,
        project => context! {
            titel => &project.title,
            contact => project.contact.as_deref(),
            datum => date_in_words(project.date),
            fictief => project.fictitious,
        },
        kleuren => context! {
            eigen => sheet.style.own.hex(),
            tint => sheet.style.tint.hex(),
            lijn => sheet.style.line.hex(),
            accent => sheet.style.accent.hex(),
            inkt => sheet.style.ink.hex(),
            gedempt => sheet.style.muted.hex(),
        },
        logo => logo(edition),
        ook_voor => (!also.is_empty()).then(|| join(&also)),
        beantwoord => answered(edition, &sheet.reading),
        open_gelaten => left_open(edition, &sheet.reading),
        bevindingen => findings.iter().map(Finding::value).collect::<Vec<_>>(),
        tekeningen => drawn.iter().map(|bars| sheet.drawing(bars)).collect::<Vec<_>>(),
        vragen => questions,
        respons => taken.map(|taken| context! {
            ingevuld => taken.responded,
            uitgenodigd => taken.invited,
            procent => taken.rate().and_then(percent_of),
            provincie => taken.provinces.get(&municipality.province).map(|p| p.responded),
        }),
        bescherming => protection_words(&project.protection),
        teksten => texts(&project.texts),
    }
}

/// The project's own texts.
fn texts(texts: &Texts) -> Value {
    let word = |word: &crate::project::Word| {
        context! { woord => &word.word, betekenis => &word.meaning }
    };
    context! {
        aanbod => &texts.offer,
        woorden => texts.words.iter().map(word).collect::<Vec<_>>(),
        lees_verder => &texts.read_on,
    }
}

impl<'a> Sheet<'a> {
    /// One bar question per action line and pillar.
    fn drawn(&self, findings: &[Finding]) -> Vec<AnswerBars<'a>> {
        let parts = self.edition.questionnaire.sections.iter();
        parts
            .filter(|section| section.kind != SectionKind::Extra)
            .filter_map(|section| self.drawn_of(section, findings))
            .collect()
    }

    fn drawn_of(&self, section: &Section, findings: &[Finding]) -> Option<AnswerBars<'a>> {
        let questionnaire = self.edition.questionnaire;
        let named = findings.iter().map(|finding| finding.index);
        let named = named.filter(|index| section.questions.contains(index));
        let key =
            section.questions.iter().copied().filter(|index| questionnaire.question(*index).key);
        let mut order = named.chain(key).chain(section.questions.iter().copied());
        order.find_map(|index| self.bars(index))
    }

    /// A question as one bar, when it can be drawn like that.
    fn bars(&self, index: QuestionIndex) -> Option<AnswerBars<'a>> {
        let wave = self.edition.wave;
        let question = self.edition.questionnaire.question(index);
        let options: Vec<_> = question.options_in(wave).map(|(item, _)| item).collect();
        let (row, items) = match question.kind {
            QuestionKind::Single | QuestionKind::Numeric { .. } => (None, options),
            QuestionKind::Matrix { several: false } => {
                (Some(question.rows_in(wave).into_iter().flatten().next()?), options)
            }
            QuestionKind::Multi { .. } => (None, any_or_none(question, &options)?),
            QuestionKind::Matrix { several: true } | QuestionKind::Open => return None,
        };
        let fits = question.asked_in(wave) && (2..=SEGMENTS).contains(&items.len());
        fits.then_some(AnswerBars {
            edition: self.edition,
            reading: self.reading,
            province: self.province,
            index,
            row,
            items,
            own_first: true,
        })
    }

    fn drawing(&self, bars: &AnswerBars) -> Value {
        let questionnaire = self.edition.questionnaire;
        let question = questionnaire.question(bars.index);
        let own = bars.own().map(|item| question.at(item));
        let wave = self.edition.wave;
        let answer = own.map_or_else(
            || "Geen antwoord van de gemeente.".to_owned(),
            |item| format!("Antwoord van de gemeente: {}.", item.label_in(wave)),
        );
        let row = bars.row.map(|row| question.row(row).label_in(wave));
        context! {
            id => &question.id,
            deel => &questionnaire.sections[question.section].short,
            vraag => question.text_in(wave),
            rij => row,
            antwoord => own.map(|item| &item.short),
            figuur => Value::from(Drawing::of(&bars.chart(WIDTH, &answer), &self.style)),
        }
    }

    /// What the council could ask.
    fn questions(&self, findings: &[Finding], drawn: &[AnswerBars]) -> Vec<Value> {
        let asked = |key: bool| {
            let all = self.edition.questionnaire.iter();
            all.filter(move |(_, question)| {
                question.asked_in(self.edition.wave) && (question.key || !key)
            })
            .map(|(index, _)| (index, None))
        };
        let named = findings.iter().map(|finding| (finding.index, Some(finding.item)));
        let order = named
            .chain(drawn.iter().map(|bars| (bars.index, None)))
            .chain(asked(true))
            .chain(asked(false));
        let (mut used, mut texts) = (BTreeSet::new(), BTreeSet::new());
        order
            .filter_map(|(index, item)| {
                if used.contains(&index) {
                    return None;
                }
                let (council, answer) = self.question_of(index, item)?;
                if !texts.insert(council.text.as_str()) {
                    return None;
                }
                used.insert(index);
                let question = self.edition.questionnaire.question(index);
                let label = answer.map(|item| question.at(item).label_in(self.edition.wave));
                Some(context! {
                    vraag => &council.text,
                    over => &question.title,
                    antwoord => label,
                })
            })
            .take(QUESTIONS)
            .collect()
    }

    /// The question that belongs to the own answer (first of all to `named`), with that
    /// answer; else one that belongs to every answer.
    fn question_of(
        &self,
        index: QuestionIndex,
        named: Option<ItemIndex>,
    ) -> Option<(&'a CouncilQuestion, Option<ItemIndex>)> {
        let wave = self.edition.wave;
        let question = self.edition.questionnaire.question(index);
        let row: Option<RowIndex> = question.rows_in(wave).into_iter().flatten().next();
        let own = self.reading.own(wave, index, row)?;
        let fitting = question.council_questions.iter().filter_map(|council| {
            let item = council.items.iter().copied().find(|item| own.has(*item))?;
            let first = named.is_some_and(|named| council.items.contains(&named));
            Some((!first, council, named.filter(|_| first).unwrap_or(item)))
        });
        let fitting = fitting.min_by_key(|(later, ..)| *later);
        fitting.map(|(_, council, item)| (council, Some(item))).or_else(|| {
            let for_all = question.council_questions.iter().find(|c| c.items.is_empty());
            for_all.map(|council| (council, None))
        })
    }
}

/// Ticks as two segments: the net of everything that can be ticked, and "none".
fn any_or_none(question: &Question, options: &[ItemIndex]) -> Option<Vec<ItemIndex>> {
    let (none, any): (Vec<_>, BTreeSet<_>) = (
        options.iter().copied().filter(|item| question.at(*item).exclusive).collect(),
        options.iter().copied().filter(|item| !question.at(*item).exclusive).collect(),
    );
    let (net, _) = question.iter_items().find(|(_, item)| match &item.kind {
        ItemKind::Net(members) => {
            let open: BTreeSet<_> =
                members.iter().copied().filter(|member| options.contains(member)).collect();
            open == any
        }
        _ => false,
    })?;
    match none[..] {
        [none] => Some(vec![net, none]),
        _ => None,
    }
}
