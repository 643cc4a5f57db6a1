//! The second page of the factsheet: rows and ticks on one scale, and every option of the
//! questions that have many.

use minijinja::{Value, context};

use super::super::sheet::Sheet;
use super::super::values::asked;
use crate::charts::{AltText, Chart, Extent};
use crate::disclosure::{Group, OwnAnswer};
use crate::dutch::uncapitalised;
use crate::language::{Number, Wording, instead_of_answer, wording};
use crate::questionnaire::{ItemIndex, Question, QuestionIndex, QuestionKind, RowIndex, Stance};

/// Width of the scale, in tenths of a point.
const SCALE_WIDTH: u32 = 1_134;
/// Height of one line of it.
const LINE_HEIGHT: u32 = 147;
/// A question with at least so many options is shown with all of them before others.
const MANY: usize = 4;

/// One line of a block.
struct Line<'a> {
    label: &'a str,
    row: Option<RowIndex>,
    item: ItemIndex,
    own: Option<bool>,
    word: Option<&'a str>,
    last: bool,
}

impl Sheet<'_> {
    /// Key questions with rows or ticks, each as a block of lines sorted by the country.
    pub(super) fn blocks(&self) -> Vec<Value> {
        let keys = self.edition.questionnaire.key_questions(self.edition.wave);
        let block = |index: QuestionIndex| {
            let question = self.edition.questionnaire.question(index);
            let lines = match question.kind {
                QuestionKind::Matrix { several: false } => self.row_lines(index, question)?,
                QuestionKind::Multi { .. } if question.rows_on_sheet(self.edition.wave) == 0 => {
                    self.tick_lines(index, question)
                }
                _ => return None,
            };
            Some(self.block(index, question, lines))
        };
        keys.into_iter().filter_map(block).collect()
    }

    /// The rows of a matrix: who gave the answer that means doing it.
    fn row_lines<'q>(&self, index: QuestionIndex, question: &'q Question) -> Option<Vec<Line<'q>>> {
        let wave = self.edition.wave;
        let mut options = question.options_in(wave).map(|(item, _)| item);
        let item = options.find(|item| question.stance(*item) == Some(Stance::Does))?;
        let lines = question.rows_in(wave).into_iter().flatten().map(|row| {
            let own = self.reading.own(wave, index, Some(row));
            let chosen = match &own {
                OwnAnswer::Chosen { options, .. } => options.first().copied(),
                _ => None,
            };
            Line {
                label: question.row(row).label_in(wave),
                row: Some(row),
                item,
                own: chosen.map(|chosen| question.stance(chosen) == Some(Stance::Does)),
                word: chosen
                    .filter(|chosen| question.options_in(wave).count() > 2 && *chosen != item)
                    .map(|chosen| question.answer_in(chosen, wave)),
                last: false,
            }
        });
        Some(lines.collect())
    }

    fn tick_lines<'q>(&self, index: QuestionIndex, question: &'q Question) -> Vec<Line<'q>> {
        let wave = self.edition.wave;
        let own = self.reading.own(wave, index, None);
        let answered = matches!(own, OwnAnswer::Chosen { .. });
        let lines = question.options_in(wave).map(|(item, option)| Line {
            label: question.answer_in(item, wave),
            row: None,
            item,
            own: answered.then(|| own.has(item)),
            word: None,
            last: option.last || option.exclusive,
        });
        lines.collect()
    }

    fn block(&self, index: QuestionIndex, question: &Question, mut lines: Vec<Line>) -> Value {
        let number = |line: &Line, group| {
            let figure =
                self.reading.figure(self.edition.wave, index, line.row, group, line.item)?;
            Some(Number::from(figure))
        };
        lines.sort_by_key(|line| {
            let share = number(line, Group::National).and_then(Number::exact);
            let share = share.map(|share| share.share().per_ten_thousand());
            (line.last, std::cmp::Reverse(share))
        });
        let answered = lines.iter().any(|line| line.own.is_some());
        let values = lines.iter().map(|line| {
            let nation = number(line, Group::National);
            let own = match (line.word, line.own) {
                (Some(word), _) => Wording::asked(word),
                (None, Some(true)) => "ja".into(),
                (None, Some(false)) => "nee".into(),
                (None, None) => "geen antwoord".into(),
            };
            let all = nation.map_or_else(|| "niet getoond".into(), Number::spoken);
            let alt = AltText::new(wording!["Eigen antwoord: ", own, "; alle deelnemers:"], wording![all, "."]);
            let extent = nation.map(Extent::from);
            let area = self.compared.as_ref().and_then(|compared| number(line, compared.group));
            context! {
                label => Wording::asked(line.label).capitalised(),
                eigen => line.own,
                woord => line.word.map(asked),
                punt => alt.map(|alt| self.drawn(&Chart::dot(alt, SCALE_WIDTH, LINE_HEIGHT, extent))),
                procent => nation.and_then(Number::exact).map(|exact| exact.percent_or_count()),
                gebied => area.and_then(Number::in_few_words),
            }
        });
        let own = self.reading.own(self.edition.wave, index, None);
        context! {
            id => &question.id,
            titel => asked(question.row_name()),
            zonder => (!answered).then(|| instead_of_answer(&own)).flatten(),
            meer_antwoorden => question.several(),
            regels => values.collect::<Vec<_>>(),
        }
    }

    /// Every option of the questions of the table: first those with many, then others that have
    /// more than two, which go first where the page has no room.
    pub(super) fn distributions(&self) -> Vec<Value> {
        let wave = self.edition.wave;
        let keys = self.edition.questionnaire.key_questions(wave).into_iter();
        let shown = keys.filter_map(|index| {
            let question = self.edition.questionnaire.question(index);
            let options = question.options_in(wave).count();
            let fits = question.rows_on_sheet(wave) > 0 && options > 2;
            fits.then_some((options < MANY, index, question))
        });
        let mut shown: Vec<_> = shown.collect();
        shown.sort_by_key(|(few, index, _)| (*few, *index));
        shown.into_iter().map(|(_, index, question)| self.distribution(index, question)).collect()
    }

    fn distribution(&self, index: QuestionIndex, question: &Question) -> Value {
        let wave = self.edition.wave;
        let own = self.reading.own(wave, index, None);
        let table = self.reading.table(wave, index, None, Group::National);
        let lines = question.options_in(wave).map(|(item, option)| {
            let figure = table.as_ref().and_then(|table| table.figure(item)).map(Number::from);
            let label = Wording::asked(option.label_in(wave)).map_first(uncapitalised);
            context! {
                label => label,
                eigen => own.has(item),
                balk => self.share_bar(figure, own.has(item)),
                procent => figure.and_then(Number::exact).map(|exact| exact.percent_or_count()),
                bereik => figure.filter(|number| number.exact().is_none()).and_then(Number::of_base),
            }
        });
        context! {
            id => &question.id,
            titel => asked(question.row_name()),
            basis => table.as_ref().and_then(crate::language::base_in_words),
            meer_antwoorden => question.several(),
            regels => lines.collect::<Vec<_>>(),
        }
    }
}
