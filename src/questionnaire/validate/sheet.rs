//! Words for the sheets of one municipality: every option exists, every row has room.

use std::collections::BTreeMap;

use super::{Judge, Located, Question, RawQuestion, diags};
use crate::questionnaire::model::{ItemIndex, QuestionKind};
use crate::questionnaire::raw::{RawMark, RawSheetAnswer, RawSheetTick, RawTickWords};
use crate::questionnaire::sheet::{AnswerWords, SheetWords, Stance, TickRow, TickWords};

/// Most characters in the name of a row.
const MOST_ROW: usize = 26;
/// Most characters in a finding that stands in a headline.
const MOST_FINDING: usize = 60;

impl Judge<'_> {
    /// The words for sheets of a question, whose options are known.
    pub(super) fn sheet(&mut self, raw: &RawQuestion, question: &Question) -> SheetWords {
        let Some(sheet) = &raw.sheet else {
            if raw.key && question.kind == QuestionKind::Single {
                let place = self.place(&raw.id);
                self.push(diags::key_without_marks(place, raw.id.get(), &[]));
            }
            return SheetWords::default();
        };
        let words = SheetWords {
            row: sheet.row.as_ref().map(|row| self.row_name(row)),
            plain: self.maybe_text(sheet.plain.as_ref(), "plain"),
            apart: self.maybe_text(sheet.apart.as_ref(), "apart"),
            answers: self.answers(&sheet.answers, question),
            ticks: sheet.ticks.iter().filter_map(|tick| self.tick(tick, question)).collect(),
        };
        if raw.key && question.kind == QuestionKind::Single {
            self.all_marked(raw, question, &words);
        }
        words
    }

    fn row_name(&mut self, row: &Located<String>) -> String {
        let text = self.text(row, "row");
        let length = text.chars().count();
        if length > MOST_ROW {
            let place = self.place(row);
            self.push(diags::long_row_name(place, length, MOST_ROW));
        }
        text
    }

    fn answers(
        &mut self,
        raw: &[RawSheetAnswer],
        question: &Question,
    ) -> BTreeMap<ItemIndex, AnswerWords> {
        let mut answers = BTreeMap::new();
        let mut first: BTreeMap<ItemIndex, &Located<String>> = BTreeMap::new();
        for answer in raw {
            let words = AnswerWords {
                stance: answer.mark.map(stance),
                answer: self.maybe_text(answer.answer.as_ref(), "answer"),
                brief: self.maybe_text(answer.brief.as_ref(), "brief"),
                was: self.maybe_text(answer.was.as_ref(), "was"),
                plain: self.maybe_text(answer.plain.as_ref(), "plain"),
            };
            let Some(item) = self.code(&answer.option, question) else { continue };
            if let Some(first) = first.get(&item) {
                let (place, first) = (self.place(&answer.option), self.place(first));
                let code = answer.option.get();
                self.push(diags::duplicate_id(place, "words for", code, first));
            } else {
                first.insert(item, &answer.option);
                answers.insert(item, words);
            }
        }
        answers
    }

    fn tick(&mut self, raw: &RawSheetTick, question: &Question) -> Option<TickRow> {
        let row = self.row_name(&raw.row);
        let (yes, no) = (self.tick_words(&raw.yes), self.tick_words(&raw.no));
        let item = self.code(&raw.option, question)?;
        Some(TickRow { item, row, yes, no })
    }

    fn tick_words(&mut self, raw: &RawTickWords) -> TickWords {
        TickWords {
            finding: self.text(&raw.finding, "finding"),
            brief: self.maybe_text(raw.brief.as_ref(), "brief"),
            plain: self.maybe_text(raw.plain.as_ref(), "plain"),
        }
    }

    /// A key question with long words has short ones for the sheets.
    pub(super) fn short_words(&mut self, raw: &RawQuestion, question: &Question) {
        let length = |text: &str| text.chars().count();
        if !raw.key || question.kind == QuestionKind::Open {
            return;
        }
        let row = question.sheet.row.is_none() && length(&question.title) > MOST_ROW;
        let long = |item: &ItemIndex, text: &String| {
            length(text) > MOST_FINDING && question.brief(*item) == Some(text.as_str())
        };
        // Of questions with ticks or rows of their own no single answer stands in a headline.
        let headline = matches!(question.kind, QuestionKind::Single | QuestionKind::Numeric { .. });
        let findings = question.findings.iter().filter(|_| headline);
        let codes: Vec<_> = findings
            .filter(|(item, text)| long(item, text))
            .map(|(item, _)| question.at(*item).code.as_str())
            .collect();
        if row || !codes.is_empty() {
            let place = self.place(&raw.id);
            self.push(diags::long_words_on_sheet(place, raw.id.get(), row, &codes));
        }
    }

    /// Of a key question every option that can be chosen says what it means for the squares.
    fn all_marked(&mut self, raw: &RawQuestion, question: &Question, words: &SheetWords) {
        let unmarked: Vec<_> = question
            .iter_items()
            .filter(|(_, item)| !item.is_net() && !item.not_applicable)
            .filter(|(index, _)| words.answers.get(index).is_none_or(|w| w.stance.is_none()))
            .map(|(_, item)| item.code.as_str())
            .collect();
        if !unmarked.is_empty() {
            let place = self.place(&raw.id);
            self.push(diags::key_without_marks(place, raw.id.get(), &unmarked));
        }
    }
}

const fn stance(mark: RawMark) -> Stance {
    match mark {
        RawMark::Does => Stance::Does,
        RawMark::Part => Stance::Partly,
        RawMark::Not => Stance::DoesNot,
        RawMark::None => Stance::Neither,
    }
}
