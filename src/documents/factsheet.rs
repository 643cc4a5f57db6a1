//! The factsheet of one municipality: its own answers beside its province and the nation.

use minijinja::{Value, context};

use super::answer_bars::AnswerBars;
use super::findings::{Finding, answered, findings, left_open};
use super::report::colours;
use super::topic::{Topic, short_value};
use super::{Edition, logo, protection_words};
use crate::charts::{AltText, Bar, Chart, Extent, HouseStyle, Marker, OptionBar, Segment};
use crate::disclosure::{Audience, Group, OwnAnswer, Reading, ReleasedTable};
use crate::language::{date_in_words, join, percent_of, withheld_sentence};
use crate::questionnaire::{
    ItemIndex, Question, QuestionIndex, QuestionKind, RowIndex, Section, Wave,
};
use crate::register::{Municipality, Province, Register};
use crate::typesetting::Drawing;

/// Width of the answer bars beside their question, in tenths of a point.
const BAR_WIDTH: u32 = 2_860;
/// Width of drawings over the whole page, in tenths of a point.
const FULL_WIDTH: u32 = 4_900;
/// Own answers of at most this many earlier waves are named.
const EARLIER_ANSWERS: usize = 3;

/// What one factsheet needs.
struct Sheet<'a> {
    edition: &'a Edition<'a>,
    reading: Reading<'a>,
    province: &'a Province,
    style: HouseStyle,
}

/// Everything that the factsheet's template may say.
pub(super) fn context(edition: &Edition, municipality: &Municipality) -> Value {
    let register = Register::builtin();
    let province = register.province(municipality.province);
    let sheet = Sheet {
        edition,
        reading: edition.reading(Audience::Municipality(municipality.code)),
        province,
        style: edition.style(),
    };
    let taken = sheet.reading.participation().get(&edition.wave);
    let also: Vec<_> = sheet
        .reading
        .also_for(edition.wave)
        .iter()
        .filter_map(|code| register.get(*code))
        .map(|other| other.name.as_str())
        .collect();
    let earlier = edition.waves().into_iter().skip(1).filter(|wave| sheet.reading.took_part(*wave));
    let mut earlier: Vec<_> = earlier.map(|wave| wave.to_string()).collect();
    earlier.reverse();
    let (bars, ticks) = sheet.sections();
    context! {
        gemeente => &municipality.name,
        provincie => province.name,
        jaar => edition.wave.0,
        project => context! {
            titel => &edition.project.title,
            contact => edition.project.contact.as_deref(),
            datum => date_in_words(edition.date()),
            fictief => edition.project.fictitious,
        },
        vragenlijst => &edition.questionnaire.title,
        kleuren => colours(edition),
        logo => logo(edition),
        ook_voor => (!also.is_empty()).then(|| join(&also)),
        eerder => (!earlier.is_empty()).then(|| join(&earlier)),
        beantwoord => answered(edition, &sheet.reading),
        open_gelaten => left_open(edition, &sheet.reading),
        bevindingen => findings(edition, &sheet.reading).iter().map(Finding::value).collect::<Vec<_>>(),
        onderdelen => bars,
        lijsten => ticks,
        respons => taken.map(|taken| context! {
            ingevuld => taken.responded,
            uitgenodigd => taken.invited,
            procent => taken.rate().and_then(percent_of),
            provincie => taken.provinces.get(&municipality.province).map(|p| p.responded),
        }),
        bescherming => protection_words(&edition.project.protection),
    }
}

impl Sheet<'_> {
    /// Key questions with a single answer by section, and the others as lists.
    fn sections(&self) -> (Vec<Value>, Vec<Value>) {
        let mut bars = Vec::new();
        let mut lists = Vec::new();
        for section in &self.edition.questionnaire.sections {
            let mut rows = Vec::new();
            for (index, question) in self.key_questions(section) {
                match question.kind {
                    QuestionKind::Single | QuestionKind::Numeric { .. } => {
                        rows.push(self.bar_question(index, question));
                    }
                    QuestionKind::Multi { .. } => lists.push(self.tick_question(index, question)),
                    QuestionKind::Matrix { .. } => {
                        lists.push(self.matrix_question(index, question));
                    }
                    QuestionKind::Open => {}
                }
            }
            if !rows.is_empty() {
                bars.push(context! { titel => &section.short, vragen => rows });
            }
        }
        (bars, lists.into_iter().flatten().collect())
    }

    fn key_questions(&self, section: &Section) -> impl Iterator<Item = (QuestionIndex, &Question)> {
        section
            .questions
            .iter()
            .map(|index| (*index, self.edition.questionnaire.question(*index)))
            .filter(|(_, question)| question.key && question.asked_in(self.edition.wave))
    }

    fn table(
        &self,
        index: QuestionIndex,
        row: Option<RowIndex>,
        group: Group,
    ) -> Option<&ReleasedTable> {
        self.reading.table(self.edition.wave, index, row, group)
    }

    // ---- answer bars -----------------------------------------------------------------

    fn bar_question(&self, index: QuestionIndex, question: &Question) -> Value {
        let own = self.own_item(index, None, self.edition.wave);
        let items = question.options_in(self.edition.wave).map(|(item, _)| item).collect();
        let bars = AnswerBars {
            edition: self.edition,
            reading: self.reading,
            province: self.province,
            index,
            row: None,
            items,
            own_first: false,
        };
        let answer = own.map_or_else(
            || "Uw gemeente gaf geen antwoord.".to_owned(),
            |item| format!("Uw antwoord: {}.", question.at(item).label_in(self.edition.wave)),
        );
        let chart = bars.chart(BAR_WIDTH, &answer);
        context! {
            id => &question.id,
            vraag => question.text_in(self.edition.wave),
            antwoord => own.map(|item| question.at(item).label_in(self.edition.wave)),
            eerder => self.earlier_answers(index, question),
            nieuw => question.waves.first() == Some(&self.edition.wave),
            figuur => Value::from(Drawing::of(&chart, &self.style)),
        }
    }

    /// The option (or band) that was chosen; `None` when the question was skipped.
    fn own_item(
        &self,
        index: QuestionIndex,
        row: Option<RowIndex>,
        wave: Wave,
    ) -> Option<ItemIndex> {
        match self.reading.own(wave, index, row)? {
            OwnAnswer::Chosen { options, .. } => options.first().copied(),
            OwnAnswer::Number { band, .. } => band,
            OwnAnswer::Nothing | OwnAnswer::Text(_) => None,
        }
    }

    /// The own answers of earlier waves since the question changed, newest first; waves with
    /// the same answer together.
    fn earlier_answers(&self, index: QuestionIndex, question: &Question) -> Vec<Value> {
        let answers = self
            .edition
            .waves()
            .into_iter()
            .skip(1)
            .filter(|wave| question.asked_in(*wave) && self.reading.took_part(*wave))
            .take_while(|wave| question.break_between(*wave, self.edition.wave).is_none())
            .take(EARLIER_ANSWERS)
            .map(|wave| (wave, self.own_item(index, None, wave)));
        let mut runs: Vec<(Vec<Wave>, Option<ItemIndex>)> = Vec::new();
        for (wave, answer) in answers {
            match runs.last_mut().filter(|(_, last)| *last == answer) {
                Some((waves, _)) => waves.push(wave),
                None => runs.push((vec![wave], answer)),
            }
        }
        runs.into_iter()
            .map(|(waves, answer)| {
                context! {
                    jaren => years(&waves),
                    antwoord => answer.map(|item| &question.at(item).short),
                }
            })
            .collect()
    }

    // ---- ticks -----------------------------------------------------------------------

    fn tick_question(&self, index: QuestionIndex, question: &Question) -> Option<Value> {
        let topic = Topic::new(self.edition, self.reading, index);
        let own = self.reading.own(self.edition.wave, index, None)?;
        let order = topic.by_size(self.edition.wave);
        let lines = order.into_iter().map(|item| {
            let label = question.at(item).label_in(self.edition.wave).to_owned();
            (label, None, item, own.has(item))
        });
        let answered = own != OwnAnswer::Nothing;
        self.ticks(index, question, lines.collect(), answered)
    }

    /// Rows with one option that matters (yes or no) become ticks; others stacked rows.
    fn matrix_question(&self, index: QuestionIndex, question: &Question) -> Option<Value> {
        let wave = self.edition.wave;
        let options: Vec<_> = question.options_in(wave).map(|(item, _)| item).collect();
        let rows: Vec<_> = question.rows_in(wave).into_iter().flatten().collect();
        let answered = rows
            .iter()
            .any(|row| self.reading.own(wave, index, Some(*row)) != Some(OwnAnswer::Nothing));
        if let [yes, _] = options[..] {
            let mut lines: Vec<_> = rows
                .into_iter()
                .map(|row| {
                    let own = self.reading.own(wave, index, Some(row));
                    let label = question.row(row).label_in(wave).to_owned();
                    (label, Some(row), yes, own.is_some_and(|own| own.has(yes)))
                })
                .collect();
            lines.sort_by_key(|(_, row, item, _)| {
                let share = self
                    .table(index, *row, Group::National)
                    .and_then(|table| table.figure(*item)?.exact());
                std::cmp::Reverse(share.map(|share| share.per_ten_thousand()))
            });
            return self.ticks(index, question, lines, answered);
        }
        self.stacked_rows(index, question, &rows, answered)
    }

    fn ticks(
        &self,
        index: QuestionIndex,
        question: &Question,
        lines: Vec<(String, Option<RowIndex>, ItemIndex, bool)>,
        answered: bool,
    ) -> Option<Value> {
        let province = Group::Province(self.province.code);
        let mut rows = Vec::new();
        let mut words = Vec::new();
        let mut province_bases = Vec::new();
        let mut withheld = None;
        for (label, row, item, ticked) in lines {
            let Some(figure) =
                self.table(index, row, Group::National).and_then(|table| table.figure(item))
            else {
                continue;
            };
            let mut line = OptionBar::new(&label, Extent::from(&figure)).ticked(ticked);
            let mut text = format!("{label}: {}", short_value(&figure));
            if ticked {
                text.push_str(", uw keuze");
            }
            match self.table(index, row, province) {
                Some(table) if table.withheld().is_none() => {
                    province_bases.push(table.base().unwrap_or(0));
                    if let Some(figure) = table.figure(item) {
                        text.push_str(&format!(
                            ", {} {}",
                            self.province.name,
                            short_value(&figure)
                        ));
                        line = line.marked(Marker::Province(Extent::from(&figure)));
                    }
                }
                Some(table) => withheld = table.withheld(),
                None => {}
            }
            words.push(text);
            rows.push(line);
        }
        let base = self
            .table(index, question.rows_in(self.edition.wave).first().copied()?, Group::National)
            .and_then(ReleasedTable::base);
        let alt = AltText::new(format!("Aandeel in Nederland. {}.", words.join("; ")))?;
        let chart = Chart::option_bars(alt, FULL_WIDTH, rows);
        Some(context! {
            id => &question.id,
            soort => "vinkjes",
            vraag => question.text_in(self.edition.wave),
            basis => base,
            provincie_basis => province_bases.iter().max().copied(),
            achtergehouden => withheld.map(|reason| withheld_sentence(reason, self.province.name)),
            beantwoord => answered,
            meer_antwoorden => matches!(question.kind, QuestionKind::Multi { .. }),
            figuur => Value::from(Drawing::of(&chart, &self.style)),
        })
    }

    fn stacked_rows(
        &self,
        index: QuestionIndex,
        question: &Question,
        rows: &[RowIndex],
        answered: bool,
    ) -> Option<Value> {
        let wave = self.edition.wave;
        let topic = Topic::new(self.edition, self.reading, index);
        let mut bars = Vec::new();
        let mut words = Vec::new();
        let mut base = None;
        for row in rows {
            let Some(table) = self.table(index, Some(*row), Group::National) else { continue };
            base = base.max(table.base());
            let own = self.own_item(index, Some(*row), wave);
            let label = question.row(*row).label_in(wave);
            let segments: Vec<_> = question
                .options_in(wave)
                .filter_map(|(item, option)| {
                    Some(Segment::new(&option.short, Extent::from(&table.figure(item)?)))
                })
                .collect();
            let answer = own.map_or_else(
                || "geen antwoord".to_owned(),
                |item| format!("uw antwoord: {}", question.at(item).label_in(wave)),
            );
            words
                .push(format!("{label}, {answer}. Nederland: {}.", topic.table_words(table, wave)));
            let own = own
                .and_then(|item| question.options_in(wave).position(|(option, _)| option == item));
            bars.push(Bar::of(label, segments).own(own));
        }
        let alt = AltText::new(words.join(" "))?;
        let chart = Chart::own_items(alt, FULL_WIDTH, bars);
        Some(context! {
            id => &question.id,
            soort => "stapels",
            vraag => question.text_in(wave),
            basis => base,
            beantwoord => answered,
            figuur => Value::from(Drawing::of(&chart, &self.style)),
        })
    }
}

/// Years with the newest first as a reader says them: `2022`, `2021 en 2022`, `2020–2022`.
fn years(newest_first: &[Wave]) -> String {
    let words: Vec<_> = newest_first.iter().rev().map(Wave::to_string).collect();
    match newest_first {
        [last, .., first]
            if words.len() > 2 && usize::from(last.0 - first.0) + 1 == words.len() =>
        {
            format!("{first}–{last}")
        }
        _ => join(&words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjacent_years_are_a_range() {
        assert_eq!(years(&[2022, 2021, 2020].map(Wave)), "2020–2022");
        assert_eq!(years(&[2022, 2021].map(Wave)), "2021 en 2022");
        assert_eq!(years(&[2022, 2020, 2019].map(Wave)), "2019, 2020 en 2022");
    }
}
