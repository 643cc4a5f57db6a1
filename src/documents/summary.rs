//! The summary for the council: one sheet of paper in black and white.
//!
//! Front: the findings of the factsheet and one drawing per part of what is surveyed. Back:
//! questions that the council could ask, each with the answer behind it and how many gave the
//! same one; the other answers of the municipality; the project's own texts.
//!
//! **Which question is drawn** (of the first eight parts): of each part the first question that the findings name, else
//! its first key question, else its first question; as long as it can be drawn as one bar
//! (of a matrix its first row; of ticks "any" beside "none"). A part without any is left out.
//!
//! **Which questions to ask**: of each question of the survey at most one, in this order:
//! those of the findings, those drawn, the other key questions, all others. It is the first
//! one that belongs to the own answer, else the first one that belongs to every answer. Five
//! at most.
//!
//! **Which other answers**: to questions with one answer or with ticks that are not drawn, key
//! questions first. Five at most. A question with rows of which no total of the country is shown
//! comes before them, with the answer to each row; where of no key question one is shown, all
//! key questions stand there.
//!
//! **Which words are explained**: those of the project that stand on the sheet.

use std::collections::BTreeSet;

use minijinja::{Value, context};

use super::answer_bars::{AnswerBars, Voice, own_in_words};
use super::findings::{
    Finding, comparable, contradicted, findings, has_totals, own_label, sentence,
};
use super::kind::{Content, Filling, Form, Format, Kind, Readers, Source, Template};
use super::sheet::Sheet;
use super::values::{asked, of_project, own_count};
use super::{Edition, reader_of};
use crate::charts::Chart;
use crate::disclosure::{Audience, Group, OwnAnswer};
use crate::dutch::uncapitalised;
use crate::language::{Exact, Wording, instead_of_answer, wording};
use crate::project::{Texts, Word};
use crate::questionnaire::{
    CouncilQuestion, ItemIndex, ItemKind, Question, QuestionIndex, QuestionKind, RowIndex, Section,
};
use crate::register::Municipality;
use crate::templates::Drawing;

/// Width of the drawings, in tenths of a point.
const WIDTH: u32 = 4_530;
/// At most this many drawings: what the front holds.
const DRAWINGS: usize = 8;
/// At most this many segments in one bar.
const SEGMENTS: usize = 5;
/// At most this many questions for the council.
const QUESTIONS: usize = 5;
/// At most this many other answers.
const OTHER_ANSWERS: usize = 5;

const TEMPLATE: Template = Template {
    name: "raadssamenvatting.typ",
    source: include_str!("../../report-templates/raadssamenvatting.typ"),
};

/// What is known of it.
pub(super) static KIND: Kind = Kind {
    name: "raadssamenvatting",
    counted: ("summary for the council", "summaries for the council"),
    about: "one sheet for the council, to print",
    readers: Readers::EachRespondent,
    of_edition: true,
    pages: Some(2),
    least_text: 90,
    shows_every_question: false,
    always_made: false,
    template: Some(TEMPLATE),
    forms: &[Form { format: Format::Pdf, schema: None, content: Source::Released(content) }],
};

fn content(edition: &Edition, audience: Audience) -> Content {
    Content::Typst(Filling {
        template: "raadssamenvatting.typ",
        values: context(edition, reader_of(edition, audience)),
    })
}

/// Everything that the summary's template may say.
fn context(edition: &Edition, municipality: &Municipality) -> Value {
    let sheet = Sheet::black_and_white(edition, municipality);
    let own = &edition.project.texts;
    let found = findings(edition, &sheet.reading);
    let drawn = sheet.drawn(&found);
    let named = found.iter().map(Finding::value).collect::<Value>();
    let charts: Vec<_> = drawn.iter().map(|bars| bars.chart(WIDTH)).collect();
    let drawings = drawn.iter().zip(&charts).map(|(bars, chart)| sheet.drawing(bars, chart));
    let drawings = drawings.collect::<Value>();
    let questions = Value::from(sheet.questions(&found, &drawn));
    let others = sheet.other_answers(&drawn, comparable(edition, &sheet.reading));
    let others = Value::from(others);
    let said = said(&[&named, &drawings, &questions, &others], &charts, own);
    context! {
        tekeningen => drawings,
        gestreept => drawn.iter().any(AnswerBars::has_ranges),
        eigen_antwoord => drawn.iter().any(|bars| bars.own().is_some()),
        vragen => questions,
        andere => others,
        teksten => texts(own, &said),
        ..sheet.values(&found)
    }
}

/// Everything that these parts, the drawings and the project's own texts say, in small letters.
fn said(parts: &[&Value], charts: &[Chart], texts: &Texts) -> String {
    let own = texts.offer.iter().chain(&texts.read_on).cloned();
    let drawn = charts.iter().map(|chart| chart.alt().wording().to_string());
    let parts = parts.iter().map(|part| part.to_string());
    parts.chain(drawn).chain(own).collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The project's own texts; of the words those that stand on the sheet.
fn texts(texts: &Texts, said: &str) -> Value {
    let word = |word: &Word| {
        context! { woord => &word.word, betekenis => of_project(&word.meaning) }
    };
    let words = texts.words.iter().filter(|word| said.contains(stem(&word.word).as_str()));
    context! {
        aanbod => texts.offer.iter().map(of_project).collect::<Vec<_>>(),
        woorden => words.map(word).collect::<Vec<_>>(),
        lees_verder => texts.read_on.iter().map(of_project).collect::<Vec<_>>(),
    }
}

/// A word without the ending of a verb or a plural, to find its other forms by:
/// "oefenen" stands in "oefent".
fn stem(word: &str) -> String {
    const SHORTEST: usize = 5;
    let word = word.to_lowercase();
    match word.strip_suffix("en") {
        Some(stem) if stem.len() >= SHORTEST => stem.to_owned(),
        _ => word,
    }
}

impl<'a> Sheet<'a> {
    /// One bar question per part of what is surveyed.
    fn drawn(&self, findings: &[Finding]) -> Vec<AnswerBars<'a>> {
        let parts = self.edition.questionnaire.sections.iter();
        parts
            .filter(|section| section.kind.is_some())
            .filter_map(|section| self.drawn_of(section, findings))
            .take(DRAWINGS)
            .collect()
    }

    fn drawn_of(&self, section: &Section, findings: &[Finding]) -> Option<AnswerBars<'a>> {
        let questionnaire = self.edition.questionnaire;
        let named = findings.iter().map(|finding| finding.index);
        let named = named.filter(|index| section.questions.contains(index));
        let all = questionnaire.key_questions(self.edition.wave);
        let key = section.questions.iter().copied().filter(|index| all.contains(index));
        let mut order = named.chain(key).chain(section.questions.iter().copied());
        order.find_map(|index| {
            let row = findings.iter().find(|finding| finding.index == index).and_then(|f| f.row);
            self.bars(index, row)
        })
    }

    /// A question as one bar, when it can be drawn like that; of a matrix the row that is
    /// named, else the first.
    fn bars(&self, index: QuestionIndex, named: Option<RowIndex>) -> Option<AnswerBars<'a>> {
        let wave = self.edition.wave;
        let question = self.edition.questionnaire.question(index);
        let options: Vec<_> = question.options_in(wave).map(|(item, _)| item).collect();
        let (row, items) = match question.kind {
            QuestionKind::Single | QuestionKind::Numeric { .. } => (None, options),
            QuestionKind::Matrix { several: false } => (
                Some(named.or_else(|| question.rows_in(wave).into_iter().flatten().next())?),
                options,
            ),
            QuestionKind::Multi { .. } => (None, any_or_none(question, &options)?),
            QuestionKind::Matrix { several: true } | QuestionKind::Open => return None,
        };
        let fits = question.asked_in(wave) && (2..=SEGMENTS).contains(&items.len());
        let bars = AnswerBars { row, items, own_first: true, ..self.plain_bars(index) };
        let applies = !matches!(bars.state(), OwnAnswer::NotApplicable | OwnAnswer::NotAsked);
        (fits && applies).then_some(bars)
    }

    fn drawing(&self, bars: &AnswerBars, chart: &Chart) -> Value {
        let questionnaire = self.edition.questionnaire;
        let question = bars.question();
        let own = bars.own().map(|item| question.at(item));
        context! {
            id => &question.id,
            deel => asked(&questionnaire.sections[question.section].short),
            vraag => self.caption(question, bars.row),
            antwoord => match own {
                Some(item) => Some(Wording::asked(&item.short)),
                None => own_in_words(self.edition, &self.reading, bars.index, &bars.state()),
            },
            zonder => instead_of_answer(&bars.state()),
            figuur => Value::from(Drawing::of(chart, &self.style)),
        }
    }

    /// The question in the third person; its title where the questionnaire gives none.
    fn caption(&self, question: &Question, row: Option<RowIndex>) -> Wording {
        let row = row.map(|row| self.row_label(question, row));
        match (&question.caption, row) {
            (Some(caption), Some(row)) => Wording::filled(caption, row),
            (Some(caption), None) => Wording::asked(caption),
            (None, Some(row)) => wording![Wording::asked(&question.title), ": ", row],
            (None, None) => Wording::asked(&question.title),
        }
    }

    /// A row inside a sentence.
    fn row_label(&self, question: &Question, row: RowIndex) -> Wording {
        Wording::asked(question.row(row).label_in(self.edition.wave)).map_first(uncapitalised)
    }

    /// What the council could ask.
    fn questions(&self, findings: &[Finding], drawn: &[AnswerBars]) -> Vec<Value> {
        let keys = &self.edition.questionnaire.key_questions(self.edition.wave);
        let asked = |key: bool| {
            let all = self.edition.questionnaire.iter();
            all.filter(move |(index, question)| {
                question.asked_in(self.edition.wave) && (keys.contains(index) || !key)
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
                Some(self.asked(index, council, answer))
            })
            .take(QUESTIONS)
            .collect()
    }

    /// A question with the own answer that it comes from, and who gave the same one.
    fn asked(
        &self,
        index: QuestionIndex,
        council: &CouncilQuestion,
        answer: Option<ItemIndex>,
    ) -> Value {
        let question = self.edition.questionnaire.question(index);
        let rows: Vec<_> = question.rows_in(self.edition.wave).into_iter().flatten().collect();
        let bars = self.plain_bars(index);
        let same = answer.filter(|_| rows.is_empty()).and_then(|item| bars.same_answer(item));
        context! {
            vraag => asked(&council.text),
            over => answer.map(|item| match rows[..] {
                [] => self.answer_words(question, item),
                _ => self.row_words(index, &rows, item),
            }),
            zelfde => same.as_ref().map(|(words, _)| words.clone()),
            enkelvoud => same.is_some_and(|(_, one)| one),
        }
    }

    /// The own answer in a sentence after "De gemeente".
    fn answer_words(&self, question: &Question, item: ItemIndex) -> Wording {
        let wave = self.edition.wave;
        let label = || Wording::asked(question.at(item).label_in(wave));
        let said = sentence(question, None, item, wave);
        let said = said.unwrap_or_else(|| wording!["antwoordde ‘", label(), "’"]);
        wording!["De gemeente ", said, "."]
    }

    /// In how many rows of a matrix an answer was given.
    fn row_words(&self, index: QuestionIndex, rows: &[RowIndex], item: ItemIndex) -> Wording {
        let question = self.edition.questionnaire.question(index);
        let subject = Wording::asked(&question.title).map_first(uncapitalised);
        let count = own_count(index, self.rows_with(index, rows, item).count());
        let of = wording![count, " van de ", own_count(index, rows.len())];
        let label = Wording::asked(question.at(item).label_in(self.edition.wave));
        wording!["Onderwerp: ", subject, ". Bij ", of, " onderdelen is het antwoord ‘", label, "’."]
    }

    /// The rows of a matrix with this own answer.
    fn rows_with(
        &self,
        index: QuestionIndex,
        rows: &[RowIndex],
        item: ItemIndex,
    ) -> impl Iterator<Item = RowIndex> {
        let chosen = move |row: &RowIndex| {
            let own = self.reading.own(self.edition.wave, index, Some(*row));
            own.has(item)
        };
        rows.iter().copied().filter(chosen)
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
        let own: Vec<_> = question
            .rows_in(wave)
            .into_iter()
            .map(|row| self.reading.own(wave, index, row))
            .collect();
        let told = |item| contradicted(self.edition, &self.reading, index, item).is_none();
        let chosen = |item: ItemIndex| own.iter().any(|own| own.has(item)) && told(item);
        let fitting = question.council_questions.iter().filter_map(|council| {
            let item = council.items.iter().copied().find(|item| chosen(*item))?;
            let first = named.is_some_and(|named| council.items.contains(&named));
            Some((!first, council, named.filter(|_| first).unwrap_or(item)))
        });
        let fitting = fitting.min_by_key(|(later, ..)| *later);
        fitting.map(|(_, council, item)| (council, Some(item))).or_else(|| {
            let for_all = question.council_questions.iter().find(|c| c.items.is_empty());
            for_all.map(|council| (council, None))
        })
    }

    /// A question as it is counted, with all its options.
    fn plain_bars(&self, index: QuestionIndex) -> AnswerBars<'a> {
        AnswerBars::of(self.edition, self.reading, self.compared.as_ref(), index, Voice::COUNCIL)
    }

    /// Answers that are not drawn: the question, the own answer, and what share of all
    /// municipalities gave it too. `comparable`: whether of any key question a total is shown.
    fn other_answers(&self, drawn: &[AnswerBars], comparable: bool) -> Vec<Value> {
        let questionnaire = self.edition.questionnaire;
        let drawn: BTreeSet<_> = drawn.iter().map(|bars| bars.index).collect();
        let asked =
            questionnaire.iter().filter(|(_, question)| question.asked_in(self.edition.wave));
        let keys = questionnaire.key_questions(self.edition.wave);
        let (mut with_rows, mut others) = (Vec::new(), Vec::new());
        for (index, question) in asked {
            match question.kind {
                // One row may be drawn, but then not the others.
                QuestionKind::Matrix { .. }
                    if keys.contains(&index) && !has_totals(self.edition, &self.reading, index) =>
                {
                    with_rows.push(self.answers_by_row(index));
                }
                QuestionKind::Single | QuestionKind::Multi { .. } if !drawn.contains(&index) => {
                    others.push((index, keys.contains(&index)));
                }
                _ => {}
            }
        }
        let key = others.iter().filter(|(_, key)| *key).count();
        let room = OTHER_ANSWERS.saturating_sub(with_rows.len());
        let room = if comparable { room } else { room.max(key) };
        others.sort_by_key(|(_, key)| !key);
        let others = others.into_iter().filter_map(|(index, _)| self.other_answer(index));
        with_rows.into_iter().chain(others.take(room)).collect()
    }

    /// The own answers to a matrix: each answer with the rows to which it was given.
    fn answers_by_row(&self, index: QuestionIndex) -> Value {
        let wave = self.edition.wave;
        let question = self.edition.questionnaire.question(index);
        let rows: Vec<_> = question.rows_in(wave).into_iter().flatten().collect();
        let label = |row| self.row_label(question, row);
        let lines = question.options_in(wave).filter_map(|(item, option)| {
            let rows: Vec<_> = self.rows_with(index, &rows, item).map(label).collect();
            let given = !rows.is_empty();
            let rows = Wording::joined(rows, ", ");
            let answer = wording![Wording::asked(option.label_in(wave)), ": ", rows];
            given.then(|| context! { label => answer, aandeel => None::<String> })
        });
        let state = |row: &RowIndex| self.reading.own(wave, index, Some(*row));
        context! {
            vraag => asked(&question.title),
            antwoorden => lines.collect::<Vec<_>>(),
            zonder => rows.first().and_then(|row| instead_of_answer(&state(row))),
        }
    }

    /// One line of the other answers; `None` where the question did not apply. Of several
    /// ticks each has its short name and its own share.
    fn other_answer(&self, index: QuestionIndex) -> Option<Value> {
        let question = self.edition.questionnaire.question(index);
        let own = self.reading.own(self.edition.wave, index, None);
        if own == OwnAnswer::NotApplicable && !question.applies_if.is_empty() {
            return None;
        }
        let options: Vec<_> =
            question.options_in(self.edition.wave).filter(|(item, _)| own.has(*item)).collect();
        let lines = options.into_iter().map(|(item, option)| {
            let nation = self.reading.figure(self.edition.wave, index, None, Group::National, item);
            let several = question.several();
            let label = if several { &option.short } else { option.label_in(self.edition.wave) };
            context! {
                label => own_label(self.edition, &self.reading, index, item, label),
                aandeel => nation.and_then(Exact::of).and_then(Exact::percent),
            }
        });
        Some(context! {
            vraag => self.caption(question, None).capitalised(),
            antwoorden => lines.collect::<Vec<_>>(),
            zonder => instead_of_answer(&own),
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
