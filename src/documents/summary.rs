//! The summary for the council: one sheet of paper in black and white.
//!
//! Front: what the municipality does, what it does not, what changed, what it finds hard, and
//! what the questionnaire sets apart (such as money). Each line says how many of every ten
//! participants do it. Back: questions that the council could ask, with room to write.
//!
//! **Which questions to ask**: of each task of the council one that fits an own answer; first
//! where the municipality does not do it, then where its answer changed, then where it does what
//! fewest do. A question whose key question was left open fits too, if nothing else does.

use std::collections::BTreeSet;

use minijinja::{Value, context};

use super::choice::{self, Changed};
use super::kind::{Content, Filling, Form, Format, Kind, Readers, Source, Template};
use super::rows::{Row, rows};
use super::sheet::Sheet;
use super::values::{asked, own_count, survey};
use super::{Edition, reader_of};
use crate::charts::{AltText, Chart};
use crate::disclosure::{Audience, Group, OwnAnswer};
use crate::dutch::uncapitalised;
use crate::language::{Exact, Number, Unit, Wording, instead_of_answer};
use crate::questionnaire::{CouncilQuestion, ItemIndex, QuestionIndex, QuestionKind, Stance};
use crate::register::Municipality;

/// At most this many questions for the council.
const QUESTIONS: usize = 5;
/// A longer name is not the subject of sentences.
const LONG_NAME: usize = 20;

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
    let rows = rows(edition, &sheet.reading);
    let (changes, more) = choice::changed(edition, &sheet.reading, &rows);
    let years = sheet.years();
    let lists = sheet.lists(&rows);
    context! {
        wie => sheet.subject(LONG_NAME),
        doet => lists.does,
        doet_niet => lists.does_not,
        open => lists.open,
        anders_gezegd => lists.said,
        groepen => sheet.groups(),
        veranderd => changes.iter().map(changed_value).collect::<Vec<_>>(),
        meer_veranderd => (more > 0).then(|| survey(more)),
        eerste_keer => years.len() < 2,
        vorige => changes.first().map(|change| Wording::year(change.wave.0)),
        uitdagingen => sheet.ticked(),
        apart => sheet.apart(&rows),
        vragen => sheet.questions(&rows, &changes),
        ..sheet.values(&[])
    }
}

fn changed_value(one: &Changed) -> Value {
    context! {
        tekst => one.plain.clone().capitalised(),
        was => one.was.clone(),
        jaar => Wording::year(one.wave.0),
    }
}

/// The rows by what the municipality does.
#[derive(Default)]
struct Lists {
    does: Vec<Value>,
    does_not: Vec<Value>,
    /// Without an answer.
    open: Vec<Value>,
    /// With an answer of which the questionnaire doesn't say what it means.
    said: Vec<Value>,
}

impl Sheet<'_> {
    fn lists(&self, rows: &[Row]) -> Lists {
        let mut lists = Lists::default();
        for row in rows.iter().filter(|row| row.question.sheet.apart.is_none()) {
            match (&row.own, row.stance()) {
                (OwnAnswer::NotApplicable | OwnAnswer::NotAsked, _) => {}
                (_, Some(Stance::Does | Stance::Partly)) => {
                    lists.does.push(self.counted(row, self.does(row)));
                }
                (_, Some(Stance::DoesNot)) => {
                    lists.does_not.push(self.counted(row, Wording::asked(row.plain_name())));
                }
                (OwnAnswer::Skipped, _) | (_, Some(Stance::Neither)) => {
                    lists.open.push(self.counted(row, Wording::asked(row.plain_name())));
                }
                (_, None) => lists.said.extend(row.answer().map(|answer| {
                    context! { tekst => asked(row.plain_name()), antwoord => answer }
                })),
            }
        }
        lists
    }

    /// What is done: the words of the own answer where only one answer means it, or else what
    /// the row is about.
    fn does(&self, row: &Row) -> Wording {
        let options = row.question.options_in(self.edition.wave);
        let does = options.filter(|(item, _)| row.question.stance(*item) == Some(Stance::Does));
        let only = row.tick.is_some() || does.count() < 2 || row.stance() != Some(Stance::Does);
        let text = row.plain().filter(|_| only).unwrap_or_else(|| row.plain_name());
        Wording::asked(text)
    }

    /// A line with how many of every ten participants do it.
    fn counted(&self, row: &Row, text: Wording) -> Value {
        let share = row.who_do(&self.reading, Group::National).and_then(Number::exact);
        context! {
            id => &row.question.id,
            tekst => text.capitalised(),
            opmerking => row.note(self.edition, &self.reading).map(asked),
            tien => share.map(|share| share.of_ten()),
            vakjes => share.and_then(|share| self.ten(share)),
        }
    }

    fn ten(&self, share: Exact) -> Option<Value> {
        let alt = AltText::new("Alle deelnemers:", share.of_ten())?;
        Some(self.drawn(&Chart::ten(alt, share.tenths())))
    }

    /// The rows of the first yes-or-no matrix that are answered with yes.
    fn groups(&self) -> Option<Value> {
        let wave = self.edition.wave;
        let keys = self.edition.questionnaire.key_questions(wave).into_iter();
        let mut matrices = keys
            .map(|index| (index, self.edition.questionnaire.question(index)))
            .filter(|(_, question)| {
                question.kind == QuestionKind::Matrix { several: false }
                    && question.options_in(wave).count() == 2
            });
        let (index, question) = matrices.next()?;
        let yes = question
            .options_in(wave)
            .map(|(item, _)| item)
            .find(|item| question.stance(*item) == Some(Stance::Does))?;
        let rows: Vec<_> = question.rows_in(wave).into_iter().flatten().collect();
        let own = |row| self.reading.own(wave, index, Some(row));
        let done: Vec<_> = rows.iter().copied().filter(|row| own(*row).has(yes)).collect();
        let name =
            |row: &_| Wording::asked(question.row(*row).label_in(wave)).map_first(uncapitalised);
        (!done.is_empty()).then(|| {
            context! {
                titel => asked(question.plain_name()),
                alle => done.len() == rows.len(),
                aantal => own_count(index, done.len()),
                van => survey(rows.len()),
                namen => Wording::list(done.iter().map(name)),
            }
        })
    }

    /// The own ticks of the first ranked question.
    fn ticked(&self) -> Option<Value> {
        let (index, question, ranked) = choice::ranked(self.edition, &self.reading)?;
        let label = |item: ItemIndex| {
            Wording::asked(question.answer_in(item, self.edition.wave)).map_first(uncapitalised)
        };
        let own: Vec<_> = ranked.iter().filter(|(.., own)| *own).map(|(item, ..)| *item).collect();
        let names = Wording::list(own.iter().map(|item| label(*item))).capitalised();
        Some(context! {
            titel => asked(question.row_name()),
            namen => (!own.is_empty()).then_some(names),
            zonder => instead_of_answer(&self.reading.own(self.edition.wave, index, None)),
        })
    }

    /// The questions with a heading of their own: what was answered, and who answered so too.
    fn apart(&self, rows: &[Row]) -> Vec<Value> {
        let wave = self.edition.wave;
        let mut seen = BTreeSet::new();
        let mut all = Vec::new();
        for row in rows {
            let Some(heading) = &row.question.sheet.apart else { continue };
            if !seen.insert(row.index) {
                continue;
            }
            let chosen = match &row.own {
                OwnAnswer::Chosen { options, .. } => options.iter().copied().collect(),
                _ => Vec::new(),
            };
            let label = |item: &ItemIndex| {
                Wording::asked(row.question.answer_in(*item, wave)).map_first(uncapitalised)
            };
            let exact = |item: ItemIndex| {
                let figure = self.reading.figure(wave, row.index, None, Group::National, item)?;
                Exact::of(figure)
            };
            let ticks = row.question.sheet.ticks.iter().filter_map(|tick| {
                Some(context! {
                    tekst => asked(tick.yes.plain.as_deref().unwrap_or(&tick.yes.finding)),
                    procent => exact(tick.item)?.percent_or_count(),
                })
            });
            let none = chosen.iter().find(|item| row.question.at(**item).exclusive);
            let none = none.and_then(|item| {
                Some(context! {
                    tekst => row.question.findings.get(item).map(asked),
                    aantal => exact(*item)?.in_full(Unit::MUNICIPALITIES),
                })
            });
            all.push(context! {
                titel => asked(heading),
                antwoord => (!chosen.is_empty()).then(|| Wording::list(chosen.iter().map(label))),
                geen => none,
                zonder => instead_of_answer(&row.own),
                anderen => ticks.collect::<Vec<_>>(),
            });
        }
        all
    }

    /// One question for each task of the council.
    fn questions(&self, rows: &[Row], changes: &[Changed]) -> Vec<Value> {
        let changed: BTreeSet<_> = changes.iter().map(|change| change.question).collect();
        let roles = self.edition.questionnaire.council_roles.len();
        let mut told: BTreeSet<QuestionIndex> = BTreeSet::new();
        let mut questions = Vec::new();
        let all = (0..roles).map(Some).chain([None]);
        for role in all {
            let mut fitting: Vec<_> = self
                .edition
                .questionnaire
                .key_questions(self.edition.wave)
                .into_iter()
                .filter(|index| !told.contains(index))
                .filter_map(|index| self.question_of(index, role, rows, &changed))
                .collect();
            fitting.sort_by_key(|(rank, index, ..)| (*rank, *index));
            if let Some((_, index, value)) = fitting.into_iter().next() {
                told.insert(index);
                questions.push(value);
            }
        }
        questions.truncate(QUESTIONS);
        questions
    }

    /// The question of a key question for a task of the council, with its rank: the lower the
    /// earlier.
    fn question_of(
        &self,
        index: QuestionIndex,
        role: Option<usize>,
        rows: &[Row],
        changed: &BTreeSet<QuestionIndex>,
    ) -> Option<((u8, u32), QuestionIndex, Value)> {
        let question = self.edition.questionnaire.question(index);
        let row = rows.iter().find(|row| row.index == index);
        if row.is_some_and(|row| row.note(self.edition, &self.reading).is_some()) {
            return None;
        }
        let council = question.council_questions.iter().filter(|one| one.role == role);
        let own = |item: ItemIndex| {
            let wave = self.edition.wave;
            let rows = question.rows_in(wave).into_iter();
            rows.map(|row| self.reading.own(wave, index, row)).any(|own| own.has(item))
        };
        let fits = |one: &&CouncilQuestion| {
            one.items.is_empty() || one.items.iter().any(|item| own(*item))
        };
        let fitting = council.clone().find(fits);
        let open = row.is_some_and(|row| row.own == OwnAnswer::Skipped);
        let not = |one: &&CouncilQuestion| {
            one.items.iter().any(|item| question.stance(*item) == Some(Stance::DoesNot))
        };
        let (one, answered) = match fitting {
            Some(one) => (one, true),
            None if open => (council.clone().find(not)?, false),
            None => return None,
        };
        let share = row.and_then(|row| row.who_do(&self.reading, Group::National));
        let share = share.and_then(Number::exact);
        let rank = match row.and_then(Row::stance) {
            _ if !answered => 3,
            Some(Stance::DoesNot) => 0,
            _ if changed.contains(&index) => 1,
            _ => 2,
        };
        let doing = share.map_or(0, |share| share.share().per_ten_thousand());
        let role = role.and_then(|role| self.edition.questionnaire.council_roles.get(role));
        let also = row.and_then(Row::stance).map(|stance| stance != Stance::DoesNot);
        let value = context! {
            rol => role.map(asked),
            vraag => asked(&one.text),
            over => row.filter(|_| answered).and_then(|row| row.plain().map(asked)),
            onderwerp => asked(question.plain_name()),
            zonder => (!answered).then_some(true),
            tien => share.map(Exact::of_ten),
            ook => also,
        };
        Some(((rank, doing), index, value))
    }
}
