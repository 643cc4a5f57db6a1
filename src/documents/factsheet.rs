//! The factsheet of one municipality: its own answers beside its area and the nation.

use minijinja::{Value, context};

use super::answer_bars::{AnswerBars, Voice, own_in_words};
use super::findings::findings;
use super::kind::{Content, Filling, Form, Format, Kind, Readers, Source, Template};
use super::sheet::Sheet;
use super::topic::Topic;
use super::values::{asked, own_count, rule};
use super::{Edition, reader_of};
use crate::charts::{AltText, Bar, Chart, Extent, Marker, OptionBar, Segment};
use crate::disclosure::{Audience, CitedTable, Group, OwnAnswer};
use crate::language::{
    DRAWN_PERCENT_FROM, Wording, bases_in_words, instead_of_answer, instead_of_answer_sentence,
    withheld_sentence, wording,
};
use crate::questionnaire::{
    ItemIndex, Question, QuestionIndex, QuestionKind, RowIndex, Section, Wave,
};
use crate::register::Municipality;
use crate::templates::Drawing;

/// Width of the answer bars beside their question, in tenths of a point.
const BAR_WIDTH: u32 = 2_860;
/// Width of drawings over the whole page, in tenths of a point.
const FULL_WIDTH: u32 = 4_900;
/// The second page has at least so many lists, where the questionnaire has them.
const LISTS: usize = 3;
/// Own answers of at most this many earlier waves are named.
const EARLIER_ANSWERS: usize = 3;

const TEMPLATE: Template = Template {
    name: "factsheet.typ",
    source: include_str!("../../report-templates/factsheet.typ"),
};

/// What is known of it.
pub(super) static KIND: Kind = Kind {
    name: "factsheet",
    counted: ("factsheet", "factsheets"),
    about: "at most two pages, to publish if it likes",
    readers: Readers::EachRespondent,
    of_edition: true,
    pages: Some(2),
    least_text: 80,
    shows_every_question: false,
    always_made: false,
    template: Some(TEMPLATE),
    forms: &[Form { format: Format::Pdf, schema: None, content: Source::Released(content) }],
};

fn content(edition: &Edition, audience: Audience) -> Content {
    Content::Typst(Filling {
        template: "factsheet.typ",
        values: context(edition, reader_of(edition, audience)),
    })
}

/// Everything that the factsheet's template may say.
fn context(edition: &Edition, municipality: &Municipality) -> Value {
    let sheet = Sheet::in_colour(edition, municipality);
    let earlier = edition.waves().into_iter().skip(1).filter(|wave| sheet.reading.took_part(*wave));
    let mut earlier: Vec<_> = earlier.map(|wave| Wording::year(wave.0)).collect();
    earlier.reverse();
    let (bars, ticks, has_ranges) = sheet.sections();
    context! {
        procenten_vanaf => rule(DRAWN_PERCENT_FROM),
        gestreept => has_ranges,
        eerder => (!earlier.is_empty()).then(|| Wording::list(earlier)),
        onderdelen => bars,
        lijsten => ticks,
        ..sheet.values(&findings(edition, &sheet.reading))
    }
}

impl Sheet<'_> {
    /// Key questions with a single answer by section, and those with ticks or rows as lists.
    /// With few lists others follow, so that the second page has something to tell. Also
    /// whether a bar shows a range.
    fn sections(&self) -> (Vec<Value>, Vec<Value>, bool) {
        let mut bars = Vec::new();
        let mut has_ranges = false;
        let mut lists = Vec::new();
        for section in &self.edition.questionnaire.sections {
            let mut rows = Vec::new();
            for (index, question) in self.key_questions(section) {
                match question.kind {
                    QuestionKind::Single | QuestionKind::Numeric { .. } => {
                        if self.was_routed_away(index, question) {
                            continue;
                        }
                        has_ranges |= self.answer_bars(index).has_ranges();
                        rows.push(self.bar_question(index, question));
                    }
                    _ => lists.extend(self.list(index, question)),
                }
            }
            if !rows.is_empty() {
                bars.push(context! { titel => asked(&section.short), vragen => rows });
            }
        }
        let key = self.edition.questionnaire.key_questions(self.edition.wave);
        let others = self.edition.questionnaire.iter().filter(|(index, question)| {
            !key.contains(index)
                && question.asked_in(self.edition.wave)
                && question.applies_if.is_empty()
        });
        let others = others.filter_map(|(index, question)| self.list(index, question));
        let missing = LISTS.saturating_sub(lists.len());
        lists.extend(others.take(missing));
        (bars, lists, has_ranges)
    }

    /// A question with ticks or rows; `None` where that is no drawing.
    fn list(&self, index: QuestionIndex, question: &Question) -> Option<Value> {
        match question.kind {
            _ if self.was_routed_away(index, question) => None,
            QuestionKind::Multi { .. } => self.tick_question(index, question),
            QuestionKind::Matrix { several: false } => self.matrix_question(index, question),
            _ => None,
        }
    }

    fn key_questions(&self, section: &Section) -> impl Iterator<Item = (QuestionIndex, &Question)> {
        let key = self.edition.questionnaire.key_questions(self.edition.wave);
        let own = section.questions.iter().copied().filter(move |index| key.contains(index));
        own.map(|index| (index, self.edition.questionnaire.question(index)))
    }

    /// Whether the other answers of the municipality closed the question, so that it was not put
    /// to it.
    fn was_routed_away(&self, index: QuestionIndex, question: &Question) -> bool {
        let wave = self.edition.wave;
        let closed = |row| self.reading.own(wave, index, row) == OwnAnswer::NotApplicable;
        !question.applies_if.is_empty() && question.rows_in(wave).into_iter().all(closed)
    }

    fn table(
        &self,
        index: QuestionIndex,
        row: Option<RowIndex>,
        group: Group,
    ) -> Option<CitedTable<'_>> {
        self.reading.table(self.edition.wave, index, row, group)
    }

    // ---- answer bars -----------------------------------------------------------------

    fn bar_question(&self, index: QuestionIndex, question: &Question) -> Value {
        let bars = self.answer_bars(index);
        let own = bars.state();
        let chart = bars.chart(BAR_WIDTH);
        let earlier = self.edition.waves().into_iter().skip(1).collect::<Vec<_>>();
        context! {
            id => &question.id,
            vraag => asked(question.text_in(self.edition.wave)),
            antwoord => own_in_words(self.edition, &self.reading, index, &own),
            zonder => instead_of_answer(&own),
            eerder => self.earlier_answers(index, question),
            nieuw => question.waves.first() == Some(&self.edition.wave) && !earlier.is_empty(),
            figuur => Value::from(Drawing::of(&chart, &self.style)),
        }
    }

    fn answer_bars(&self, index: QuestionIndex) -> AnswerBars<'_> {
        AnswerBars::of(self.edition, self.reading, self.compared.as_ref(), index, Voice::OWN)
    }

    /// The option (or band) that was chosen; `None` when there is none.
    fn own_item(
        &self,
        index: QuestionIndex,
        row: Option<RowIndex>,
        wave: Wave,
    ) -> Option<ItemIndex> {
        match self.reading.own(wave, index, row) {
            OwnAnswer::Chosen { options, .. } => options.first().copied(),
            OwnAnswer::Number { band, .. } => band,
            _ => None,
        }
    }

    /// Whether the own answers of this edition and of an earlier wave may be laid side by side:
    /// nothing changed since, or only what neither of them is about.
    fn may_compare(&self, index: QuestionIndex, question: &Question, wave: Wave) -> bool {
        let kept = |item: Option<ItemIndex>| {
            item.is_some_and(|item| question.comparable(item, wave, self.edition.wave).is_ok())
        };
        question.break_between(wave, self.edition.wave).is_none()
            || [wave, self.edition.wave]
                .into_iter()
                .all(|wave| kept(self.own_item(index, None, wave)))
    }

    /// The own answers of earlier waves that may be compared, in the words of their wave, newest
    /// first; waves with the same answer together.
    fn earlier_answers(&self, index: QuestionIndex, question: &Question) -> Option<Wording> {
        let answers = self
            .edition
            .waves()
            .into_iter()
            .skip(1)
            .filter(|wave| question.asked_in(*wave) && self.reading.took_part(*wave))
            .take_while(|wave| self.may_compare(index, question, *wave))
            .take(EARLIER_ANSWERS)
            .map(|wave| (wave, self.earlier_words(index, question, wave)));
        let mut runs: Vec<(Vec<Wave>, Wording)> = Vec::new();
        for (wave, answer) in answers {
            match runs.last_mut().filter(|(_, last)| *last == answer) {
                Some((waves, _)) => waves.push(wave),
                None => runs.push((vec![wave], answer)),
            }
        }
        let words = runs.into_iter().map(|(waves, answer)| {
            // No line ends between the years and the answer.
            wording![years(&waves), ":\u{a0}", answer]
        });
        let words = Wording::joined(words, "; ");
        (!words.is_empty()).then_some(words)
    }

    /// The own answer of an earlier wave, as short as can be.
    fn earlier_words(&self, index: QuestionIndex, question: &Question, wave: Wave) -> Wording {
        if let Some(item) = self.own_item(index, None, wave) {
            let item = question.at(item);
            return Wording::asked(item.wording.get(&wave).unwrap_or(&item.short));
        }
        let own = self.reading.own(wave, index, None);
        match instead_of_answer(&own) {
            Some(words) => words.into(),
            None => own_in_words(self.edition, &self.reading, index, &own).unwrap_or_default(),
        }
    }

    // ---- ticks -----------------------------------------------------------------------

    fn tick_question(&self, index: QuestionIndex, question: &Question) -> Option<Value> {
        let topic = Topic::new(self.edition, self.reading, index);
        let own = self.reading.own(self.edition.wave, index, None);
        let order = topic.by_size(self.edition.wave);
        let lines = order.into_iter().map(|item| {
            let label = question.at(item).label_in(self.edition.wave).to_owned();
            Tick { label, row: None, item, own: own.has(item) }
        });
        self.ticks(index, question, lines.collect(), &own)
    }

    /// Rows with one option that matters (yes or no) become ticks; others stacked rows.
    fn matrix_question(&self, index: QuestionIndex, question: &Question) -> Option<Value> {
        let wave = self.edition.wave;
        let options: Vec<_> = question.options_in(wave).map(|(item, _)| item).collect();
        let rows: Vec<_> = question.rows_in(wave).into_iter().flatten().collect();
        let of_rows = || rows.iter().map(|row| self.reading.own(wave, index, Some(*row)));
        // Of rows in several states an answer stands for all, then what was left open.
        let state = of_rows()
            .find(OwnAnswer::is_given)
            .or_else(|| of_rows().find(|own| *own == OwnAnswer::Skipped))
            .or_else(|| of_rows().next())
            .unwrap_or(OwnAnswer::NotAsked);
        if let [yes, _] = options[..] {
            let mut lines: Vec<_> = rows
                .into_iter()
                .map(|row| {
                    let own = self.reading.own(wave, index, Some(row));
                    let label = question.row(row).label_in(wave).to_owned();
                    let own = own.has(yes);
                    Tick { label, row: Some(row), item: yes, own }
                })
                .collect();
            lines.sort_by_key(|tick| {
                let share = self
                    .table(index, tick.row, Group::National)
                    .and_then(|table| table.figure(tick.item)?.exact());
                std::cmp::Reverse(share.map(|share| share.per_ten_thousand()))
            });
            return self.ticks(index, question, lines, &state);
        }
        self.stacked_rows(index, question, &rows, &state)
    }

    fn ticks(
        &self,
        index: QuestionIndex,
        question: &Question,
        lines: Vec<Tick>,
        state: &OwnAnswer,
    ) -> Option<Value> {
        let (mut rows, mut words, mut tables) = (Vec::new(), Vec::new(), Vec::new());
        let mut area = AreaMarks::default();
        for tick in lines {
            let Some(table) = self.table(index, tick.row, Group::National) else { continue };
            let Some(figure) = table.figure(tick.item) else { continue };
            tables.push(table);
            let extent = Extent::from(figure);
            let mut line = OptionBar::new(&tick.label, extent).ticked(tick.own);
            let mut text = wording![Wording::asked(&tick.label), " ", spoken(extent)];
            if let Some(extent) = area.mark(self, index, &tick) {
                text.push(wording![" (", extent.short(false), ")"]);
                line = line.marked(Marker::Area(extent));
            }
            if tick.own {
                text.push(", uw keuze");
            }
            words.push(text);
            rows.push(line);
        }
        let own = rows.iter().filter(|row| row.is_own()).count();
        let count = |number: usize| own_count(index, number);
        let finding = match instead_of_answer_sentence(state, Voice::OWN.municipality()) {
            None => wording![
                "Uw gemeente koos ",
                count(own),
                " van de ",
                count(rows.len()),
                " mogelijkheden."
            ],
            Some(sentence) => sentence.into(),
        };
        let base = bases_in_words(&tables);
        let mut whose = Wording::from("Nederland");
        whose.push(base.as_ref().map(|base| wording![", van ", base, " gemeenten"]));
        let beside = area.name.as_deref().zip(bases_in_words(&area.tables));
        whose.push(
            beside.map(|(name, base)| wording![", en tussen haakjes ", name, ", van ", base]),
        );
        let hidden = area.withheld.as_deref().map(|why| wording![" ", why]);
        let figures = wording![whose, ": ", Wording::joined(words, "; "), ".", hidden];
        let alt = AltText::new(finding, figures)?;
        let chart = Chart::option_bars(alt, FULL_WIDTH, rows);
        Some(context! {
            id => &question.id,
            soort => "vinkjes",
            vraag => asked(question.text_in(self.edition.wave)),
            basis => base,
            gebied_basis => bases_in_words(&area.tables),
            gebied => area.name,
            bereik => area.has_ranges,
            achtergehouden => area.withheld,
            beantwoord => state.is_given(),
            zonder => instead_of_answer(state),
            meer_antwoorden => matches!(question.kind, QuestionKind::Multi { .. }),
            figuur => Value::from(Drawing::of(&chart, &self.style)),
        })
    }

    fn stacked_rows(
        &self,
        index: QuestionIndex,
        question: &Question,
        rows: &[RowIndex],
        state: &OwnAnswer,
    ) -> Option<Value> {
        let mut bars = Vec::new();
        let (mut words, mut tables, mut own_words) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            let Some(table) = self.table(index, Some(*row), Group::National) else { continue };
            tables.push(table);
            let label = question.row(*row).label_in(self.edition.wave);
            let own = self.own_item(index, Some(*row), self.edition.wave);
            let answer = own.map(|item| question.at(item).short.as_str());
            own_words.extend(answer);
            let (bar, numbers) = self.item_bar(question, &table, label, own);
            let answer = answer.map(|answer| wording![", uw antwoord: ", Wording::asked(answer)]);
            words.push(wording![Wording::asked(label), " ", numbers, answer]);
            bars.push(bar);
        }
        let finding = most_given(&own_words).map_or_else(
            || instead_of_answer_sentence(state, Voice::OWN.municipality()).into(),
            |(answer, count)| {
                let [count, all] = [count, bars.len()].map(|number| own_count(index, number));
                let answer = wording!["‘", Wording::asked(answer), "’."];
                wording!["Uw antwoord is bij ", count, " van de ", all, " onderdelen ", answer]
            },
        );
        let base = bases_in_words(&tables);
        let whose = base.as_ref().map(|base| wording![", van ", base, " gemeenten"]);
        // The options are named once: their numbers follow in the same order.
        let options = question.options_in(self.edition.wave);
        let names = Wording::joined(options.map(|(_, option)| Wording::asked(&option.short)), "; ");
        let words = Wording::joined(words, ". ");
        let figures = wording!["Nederland", whose, ", per onderdeel: ", names, ". ", words, "."];
        let alt = AltText::new(finding, figures)?;
        let chart = Chart::own_items(alt, FULL_WIDTH, bars);
        Some(context! {
            id => &question.id,
            soort => "stapels",
            vraag => asked(question.text_in(self.edition.wave)),
            basis => base,
            beantwoord => state.is_given(),
            zonder => instead_of_answer(state),
            figuur => Value::from(Drawing::of(&chart, &self.style)),
        })
    }

    /// One item of a matrix, and its numbers in the order of the options. Where no total is shown, the own answer
    /// stands in the place of the bar.
    fn item_bar(
        &self,
        question: &Question,
        table: &CitedTable,
        label: &str,
        own: Option<ItemIndex>,
    ) -> (Bar, Wording) {
        let wave = self.edition.wave;
        let options: Vec<_> = question
            .options_in(wave)
            .filter_map(|(item, option)| Some((item, option, Extent::from(table.figure(item)?))))
            .collect();
        if let Some(words) = options.iter().find_map(|(.., extent)| extent.instead()) {
            let answer = own.map_or_else(String::new, |item| {
                format!("uw antwoord: {} – ", question.at(item).label_in(wave))
            });
            let sentence = format!("{answer}{words}");
            return (Bar::instead(label, sentence), words.into());
        }
        let ranges = options.iter().any(|(.., extent)| extent.is_range());
        let percents = table.base().is_some_and(|base| base >= DRAWN_PERCENT_FROM) && !ranges;
        let numbers = options.iter().map(|(.., extent)| extent.short(percents));
        let numbers = Wording::joined(numbers, ", ");
        let segments =
            options.iter().map(|(_, option, extent)| Segment::new(&option.short, *extent));
        let place = options.iter().position(|(item, ..)| Some(*item) == own);
        (Bar::of(label, segments.collect()).own(place), numbers)
    }
}

/// One line of ticks.
struct Tick {
    label: String,
    row: Option<RowIndex>,
    item: ItemIndex,
    own: bool,
}

/// What the marks of the own area on a drawing are.
#[derive(Default)]
struct AreaMarks<'a> {
    name: Option<String>,
    tables: Vec<CitedTable<'a>>,
    has_ranges: bool,
    /// Why there are none, or not all.
    withheld: Option<String>,
}

impl<'a> AreaMarks<'a> {
    /// The mark on one line, when it may be shown.
    fn mark(&mut self, sheet: &'a Sheet, index: QuestionIndex, tick: &Tick) -> Option<Extent> {
        let area = sheet.compared.as_ref()?;
        let table = sheet.table(index, tick.row, area.group)?;
        if let Some(reason) = table.withheld() {
            self.withheld = Some(withheld_sentence(reason, &area.within));
            return None;
        }
        let extent = Extent::from(table.figure(tick.item)?);
        if extent.is_withheld() {
            self.withheld = Some(format!(
                "Niet elk aantal van {} is getoond, om antwoorden van anderen te beschermen.",
                area.within
            ));
            return None;
        }
        self.name = Some(area.name.clone());
        self.tables.push(table);
        self.has_ranges |= extent.is_range();
        Some(extent)
    }
}

/// A number as the drawing shows it.
fn spoken(extent: Extent) -> Wording {
    extent.instead().map_or_else(|| extent.beside(), Wording::from)
}

/// The answer that was given most, and how often; of equals the first one.
fn most_given<'a>(answers: &[&'a str]) -> Option<(&'a str, usize)> {
    let count = |answer: &str| answers.iter().filter(|other| **other == answer).count();
    let most = answers.iter().rev().max_by_key(|answer| count(answer))?;
    Some((most, count(most)))
}

/// Years with the newest first as a reader says them: `2022`, `2021 en 2022`, `2020 t/m 2022`.
fn years(newest_first: &[Wave]) -> Wording {
    let words: Vec<_> = newest_first.iter().rev().map(|wave| Wording::year(wave.0)).collect();
    match newest_first {
        [last, .., first]
            if words.len() > 2 && usize::from(last.0 - first.0) + 1 == words.len() =>
        {
            wording![Wording::year(first.0), "\u{a0}t/m\u{a0}", Wording::year(last.0)]
        }
        _ => Wording::list(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjacent_years_are_a_range() {
        let years = |years: &[u16]| {
            super::years(&years.iter().copied().map(Wave).collect::<Vec<_>>()).to_string()
        };
        assert_eq!(years(&[2022, 2021, 2020]), "2020\u{a0}t/m\u{a0}2022");
        assert_eq!(years(&[2022, 2021]), "2021 en 2022");
        assert_eq!(years(&[2022, 2020, 2019]), "2019, 2020 en 2022");
    }
}
