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
use super::values::{asked, of_project, own_count, survey};
use super::{Edition, reader_of};
use crate::charts::{AltText, Chart};
use crate::disclosure::{Audience, Group, OwnAnswer};
use crate::dutch::uncapitalised;
use crate::language::{Exact, Number, Unit, Wording, instead_of_answer, wording};
use crate::project::{Texts, Word};
use crate::questionnaire::{
    CouncilQuestion, ItemIndex, QuestionIndex, QuestionKind, RowIndex, Stance,
};
use crate::register::Municipality;
use crate::templates::TypstMarkup;

/// At most this many rows of the table of answers.
const LINES: usize = 15;
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
    let changed: Vec<_> = changes.iter().map(changed_value).collect();
    let (apart, questions) = (sheet.apart(&rows), sheet.questions(&rows, &changes));
    let (groups, ticked) = (sheet.groups(), sheet.ticked());
    let own = &edition.project.texts;
    let lines = lists.all().len() + changed.len() + usize::from(groups.is_some());
    let said = lists.all().into_iter().chain(&changed).chain(&apart).chain(&questions);
    let said = said.chain(&groups).chain(&ticked).map(ToString::to_string);
    let said = said.chain(own.offer.iter().chain(&own.read_on).cloned());
    let said = said.collect::<Vec<_>>().join(" ").to_lowercase();
    context! {
        wie => sheet.subject(LONG_NAME),
        regelaantal => Value::from(TypstMarkup::number(lines)),
        doet => lists.does,
        doet_niet => lists.does_not,
        open => lists.open,
        anders_gezegd => lists.said,
        meer_regels => (lists.left_out > 0).then(|| survey(lists.left_out)),
        groepen => groups,
        veranderd => changed,
        meer_veranderd => (more > 0).then(|| survey(more)),
        eerste_keer => years.len() < 2,
        rangvraag => ticked,
        apart => apart,
        vragen => questions,
        teksten => texts(own, &said),
        ..sheet.values()
    }
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
    /// How many more the sheet does not hold.
    left_out: usize,
}

impl Lists {
    fn all(&self) -> Vec<&Value> {
        let Self { does, does_not, open, said, .. } = self;
        does.iter().chain(does_not).chain(open).chain(said).collect()
    }
}

impl Sheet<'_> {
    fn lists(&self, rows: &[Row]) -> Lists {
        let mut lists = Lists::default();
        let rows: Vec<_> = rows.iter().filter(|row| row.question.sheet.apart.is_none()).collect();
        let rows = self.furthest(rows);
        lists.left_out = rows.1;
        for row in rows.0 {
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

    /// The rows that the sheet holds, and how many it does not: those go of which closest to
    /// half of the participants do it.
    fn furthest<'r, 'q>(&self, rows: Vec<&'r Row<'q>>) -> (Vec<&'r Row<'q>>, usize) {
        let more = rows.len().saturating_sub(LINES);
        let half = |row: &Row| {
            let share = row.who_do(&self.reading, Group::National).and_then(Number::exact);
            share.map_or(0, |share| share.share().per_ten_thousand().abs_diff(5_000))
        };
        let mut order: Vec<_> = (0..rows.len()).collect();
        order.sort_by_key(|place| (half(rows[*place]), std::cmp::Reverse(*place)));
        let left_out: BTreeSet<_> = order.into_iter().take(more).collect();
        let kept = rows.into_iter().enumerate().filter(|(place, _)| !left_out.contains(place));
        (kept.map(|(_, row)| row).collect(), more)
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
            tekst => text.capitalised(),
            opmerking => row.note(self.edition, &self.reading).map(asked),
            tien => share.map(|share| share.of_ten()),
            vakjes => share.and_then(|share| self.ten(share)),
        }
    }

    fn ten(&self, share: Exact) -> Option<Value> {
        let alt = AltText::new("Alle deelnemers:", wording![share.of_ten(), "."])?;
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
                titel => Wording::asked(question.plain_name()).capitalised(),
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
        let own = ranked.iter().filter(|tick| tick.own).map(|tick| {
            let label = Wording::asked(question.answer_in(tick.item, self.edition.wave));
            context! { label => label.capitalised() }
        });
        Some(context! {
            titel => asked(question.row_name()),
            eigen => own.collect::<Vec<_>>(),
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
            let exact = |item: ItemIndex| {
                let figure = self.reading.figure(wave, row.index, None, Group::National, item)?;
                Exact::of(figure)
            };
            let ticks = row.question.sheet.ticks.iter().filter_map(|tick| {
                Some(context! {
                    tekst => asked(tick.yes.plain.as_deref().unwrap_or(&tick.row)),
                    procent => exact(tick.item)?.percent_or_count(),
                })
            });
            let none = chosen.iter().find(|item: &&ItemIndex| row.question.at(**item).exclusive);
            let none = none.and_then(|item| {
                Some(context! {
                    tekst => row.question.findings.get(item).map(asked),
                    aantal => exact(*item)?.in_full(Unit::MUNICIPALITIES),
                })
            });
            all.push(context! {
                titel => asked(heading),
                antwoord => self.apart_answer(row),
                geen => none,
                zonder => instead_of_answer(&row.own),
                anderen => ticks.collect::<Vec<_>>(),
            });
        }
        all
    }

    /// What was answered to a question with a heading of its own.
    fn apart_answer(&self, row: &Row) -> Option<Wording> {
        row.question.sheet.apart.as_ref()?;
        let OwnAnswer::Chosen { options, .. } = &row.own else { return None };
        let label = |item: &ItemIndex| {
            let label = row.question.answer_in(*item, self.edition.wave);
            Wording::asked(label).map_first(uncapitalised)
        };
        (!options.is_empty()).then(|| Wording::list(options.iter().map(label)))
    }

    /// What the municipality answered, as the reason of a question: the end of a sentence that
    /// begins with its name.
    fn reason(
        &self,
        index: QuestionIndex,
        row: Option<&Row>,
        one: &CouncilQuestion,
    ) -> Option<Wording> {
        if let Some(row) = row {
            return row.said().map(Wording::asked);
        }
        let (wave, question) = (self.edition.wave, self.edition.questionnaire.question(index));
        let rows: Vec<_> = question.rows_in(wave).into_iter().collect();
        one.items.iter().find_map(|item| {
            let has = |row: &&Option<RowIndex>| self.reading.own(wave, index, **row).has(*item);
            let mut given = rows.iter().filter(has).peekable();
            given.peek()?;
            let named: Vec<_> = given.copied().flatten().collect();
            if named.is_empty() {
                return question.findings.get(item).map(|text| Wording::asked(text));
            }
            choice::over_rows((index, question), *item, named.into_iter(), wave)
        })
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
        let fits = |one: &&CouncilQuestion| one.items.iter().any(|item| own(*item));
        let given = {
            let wave = self.edition.wave;
            let mut rows = question.rows_in(wave).into_iter();
            rows.any(|row| instead_of_answer(&self.reading.own(wave, index, row)).is_none())
        };
        // What fits an own answer goes before what fits any.
        let for_any = council.clone().find(|one| one.items.is_empty());
        let fitting = council.clone().filter(|one| !one.items.is_empty()).find(fits);
        let fitting = fitting.or(for_any.filter(|_| given));
        let open = row.is_some_and(|row| row.own == OwnAnswer::Skipped);
        let not = |one: &&CouncilQuestion| {
            one.items.iter().any(|item| question.stance(*item) == Some(Stance::DoesNot))
        };
        let (one, answered) = match fitting {
            Some(one) => (one, true),
            None if open => (for_any.or_else(|| council.clone().find(not))?, false),
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
        // Of who do not do it those first where most do.
        let order = |doing: u32| if rank == 0 { 10_000 - doing } else { doing };
        let doing = share.map_or(u32::MAX, |share| order(share.share().per_ten_thousand()));
        let role = role.and_then(|role| self.edition.questionnaire.council_roles.get(role));
        let also = row.and_then(Row::stance).map(|stance| stance != Stance::DoesNot);
        let value = context! {
            rol => role.map(asked),
            vraag => asked(&one.text),
            over => if answered { self.reason(index, row, one) } else { None },
            antwoord => row.filter(|_| answered).and_then(|row| self.apart_answer(row)),
            onderwerp => asked(question.plain_name()),
            zonder => (!answered).then_some(true),
            tien => share.map(Exact::of_ten),
            ook => also,
        };
        Some(((rank, doing), index, value))
    }
}
