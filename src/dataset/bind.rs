//! Columns to questions, cells to answers.
//!
//! Every cell is judged by itself and every fault is a finding; when there are errors at
//! the end, there is no dataset.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Date;
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::questionnaire::{
    ItemIndex, ItemKind, Question, QuestionIndex, QuestionKind, Questionnaire, Wave,
};
use crate::register::{MunicipalityCode, Register};
use crate::responses::{RawRecord, RawTable};

use super::cells::{Unfit, is_no_answer, number, tick};
use super::columns::{self, Columns, QuestionColumns};
use super::contradictions::{self, Contradictions};
use super::entities::{Municipalities, Respondent};
use super::faults::Faults;
use super::routing::{Given, Ignored, Routed, is_empty, route};
use super::{Answer, Dataset, Response, WaveData, diags, foreign};

/// What was read for one measurement.
#[derive(Debug, Clone)]
pub struct Material {
    /// The measurement.
    pub wave: Wave,
    /// The day on which municipalities must exist.
    pub reference_date: Date,
    /// The tables with answers.
    pub tables: Vec<RawTable>,
    /// The list of invited municipalities.
    pub invited: Option<RawTable>,
}

/// How a project wants its files to be read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules<'a> {
    /// Headings of columns that are no questions.
    pub ignore_columns: &'a [String],
    /// Whether a questionnaire without any answer is a respondent all the same.
    pub count_without_answers: bool,
}

/// Binds the tables of all measurements to the questionnaire. All faults are told in one
/// run; `None` when there is an error, also an earlier one: a table that was not read
/// completely must not be counted.
pub fn bind(
    questionnaire: &Questionnaire,
    register: &Register,
    rules: Rules<'_>,
    materials: Vec<Material>,
    diagnostics: &mut Diagnostics,
) -> Option<Dataset> {
    let ignored = rules.ignore_columns.iter().map(|title| columns::heading(title)).collect();
    let mut dataset = Dataset::default();
    for material in materials {
        let tables = in_order(material.tables, material.invited.as_ref(), diagnostics);
        let mut binding = Binding {
            questionnaire,
            municipalities: Municipalities {
                date: material.reference_date,
                register,
                sources: &diagnostics.sources,
            },
            wave: material.wave,
            ignored: &ignored,
            count_without_answers: rules.count_without_answers,
            faults: Faults::default(),
        };
        let data = binding.wave(&tables, material.invited.as_ref());
        let faults = binding.faults;
        faults.report(diagnostics);
        dataset.waves.insert(material.wave, data);
    }
    (!diagnostics.has_errors()).then_some(dataset)
}

/// Tables by path and sheet, so that it does not matter how they were found. The invited
/// list may stand in the folder of the answers.
fn in_order(
    tables: Vec<RawTable>,
    invited: Option<&RawTable>,
    diagnostics: &Diagnostics,
) -> Vec<RawTable> {
    let path = |table: &RawTable| diagnostics.sources.path(table.file).to_owned();
    let list = invited.map(path);
    let mut tables: Vec<_> = tables.into_iter().filter(|table| Some(path(table)) != list).collect();
    tables.sort_by_cached_key(|table| (path(table), table.sheet.clone()));
    tables
}

/// The work on one wave.
struct Binding<'a> {
    questionnaire: &'a Questionnaire,
    municipalities: Municipalities<'a>,
    wave: Wave,
    ignored: &'a BTreeSet<String>,
    count_without_answers: bool,
    faults: Faults,
}

impl Binding<'_> {
    fn wave(&mut self, tables: &[RawTable], invited: Option<&RawTable>) -> WaveData {
        let mut data = WaveData::default();
        let (mut respondents, mut against) = (Vec::new(), Ignored::new());
        let mut first: BTreeMap<MunicipalityCode, usize> = BTreeMap::new();
        let mut resolved = Vec::new();
        let mut contradicting = Contradictions::new();
        for table in tables {
            let columns = columns::resolve(
                self.questionnaire,
                self.wave,
                table,
                self.ignored,
                &mut self.faults,
            );
            if let Some(finding) = columns.stale(table) {
                self.faults.push(finding);
            }
            let headings = columns.municipality.and_then(|municipality| {
                let Municipalities { register, date, .. } = self.municipalities;
                foreign::heading_rows(self.questionnaire, register, date, table, municipality)
            });
            if let Some(headings) = &headings {
                self.faults.push(headings.finding());
            }
            let is_heading =
                |row: u32| headings.as_ref().is_some_and(|headings| headings.rows.contains(&row));
            for record in table.rows.iter().filter(|record| !is_heading(record.row)) {
                let response = self.record(table, record, &columns, &mut against);
                let Some((respondent, response)) = response else { continue };
                // Of a municipality that is there already nothing else is kept: a table of a
                // million rows has no more than some hundred municipalities.
                match first.get(&respondent.code) {
                    Some(first) if respondent.also_for.is_empty() => {
                        let first: &Respondent = &respondents[*first];
                        self.municipalities.report_double(&respondent, first, &mut self.faults);
                        continue;
                    }
                    Some(_) => {}
                    None => drop(first.insert(respondent.code, respondents.len())),
                }
                let place = table.line(record.row);
                let answers = &response.answers;
                contradictions::note(self.questionnaire, answers, &place, &mut contradicting);
                data.responses.entry(respondent.code).or_insert(response);
                respondents.push(respondent);
            }
            resolved.push((table, columns));
        }
        self.report_missing(&resolved);
        self.report_against(&against);
        let row = |first: &Place, place: &Place| self.municipalities.row(first, place);
        let found = contradictions::findings(self.questionnaire, self.wave, &contradicting, row);
        found.into_iter().for_each(|finding| self.faults.push(finding));
        self.municipalities.resolve_municipalities(&respondents, &mut self.faults);
        if let Some(list) = invited {
            data.invited = self.municipalities.invited(list, self.ignored, &mut self.faults);
            if let Some(invited) = &data.invited {
                self.municipalities.check_invited(&respondents, invited, list, &mut self.faults);
            }
        }
        data
    }

    fn record(
        &mut self,
        table: &RawTable,
        record: &RawRecord,
        columns: &Columns,
        against: &mut Ignored,
    ) -> Option<(Respondent, Response)> {
        let municipality = columns.municipality?;
        let respondent = self.municipalities.respondent(
            table,
            record,
            municipality,
            columns.also_for,
            &mut self.faults,
        );
        let mut row = Row {
            table,
            record,
            wave: self.wave,
            who: &record.cells[municipality],
            faults: &mut self.faults,
            given: Given { unreadable: columns.lost(self.questionnaire), ..Given::default() },
        };
        for (index, columns) in &columns.questions {
            row.question(*index, self.questionnaire.question(*index), columns);
        }
        let mut given = row.given;
        let all_readable = given.unreadable.is_empty() && !columns.unsure;
        let unclear = std::mem::take(&mut given.unclear);
        let routed = route(self.questionnaire, self.wave, given, against);
        let respondent = respondent?;
        if !self.count_without_answers && all_readable && self.is_without(&routed, columns) {
            let name = self.municipalities.name(respondent.code);
            self.faults.push_value("", diags::no_answers(respondent.place, &name));
            return None;
        }
        for (index, place) in unclear.into_iter().filter(|(index, _)| routed.put.contains(index)) {
            let question = &self.questionnaire.question(index).id;
            self.faults.push_value("", diags::unclear_ticks(place, question));
        }
        let answers = routed.answers;
        let also_for = respondent.also_for.clone();
        Some((respondent, Response { also_for, answers }))
    }

    /// Whether nobody filled in this questionnaire. A list that may be empty tells nothing by
    /// itself, unless nothing else was asked.
    fn is_without(&self, routed: &Routed, columns: &Columns) -> bool {
        let could_answer = |index: &QuestionIndex| {
            routed.put.contains(index) && !self.questionnaire.question(*index).empty_is_answer()
        };
        routed.answers.is_empty()
            || (routed.answers.values().all(is_empty) && columns.questions.keys().any(could_answer))
    }

    /// One warning per question that some tables have no column for. A table without
    /// municipalities is no table of answers: that is told already.
    fn report_missing(&mut self, resolved: &[(&RawTable, Columns)]) {
        let mut missing: BTreeMap<QuestionIndex, (Place, Vec<String>, usize)> = BTreeMap::new();
        let of_answers = resolved.iter().filter(|(_, columns)| columns.municipality.is_some());
        for (table, columns) in of_answers {
            for (question, titles) in columns.missing(self.questionnaire, self.wave) {
                let place = || table.line(table.header_row);
                missing.entry(question).or_insert_with(|| (place(), titles, 0)).2 += 1;
            }
        }
        for (index, (place, titles, files)) in missing {
            let question = &self.questionnaire.question(index).id;
            self.faults.push(diags::missing_columns(place, question, self.wave, &titles, files));
        }
    }

    /// One warning per question with answers that do not apply.
    fn report_against(&mut self, against: &Ignored) {
        for (index, places) in against {
            let question = &self.questionnaire.question(*index).id;
            let first = places.first().expect("noted with its first place");
            let rows: Vec<String> =
                places.iter().map(|place| self.municipalities.row(first, place)).collect();
            let finding = diags::against_routing(first.clone(), question, self.wave, &rows);
            self.faults.push(finding);
        }
    }
}

/// The work on one row.
struct Row<'a> {
    table: &'a RawTable,
    record: &'a RawRecord,
    wave: Wave,
    who: &'a str,
    faults: &'a mut Faults,
    given: Given,
}

impl Row<'_> {
    fn question(&mut self, index: QuestionIndex, question: &Question, columns: &QuestionColumns) {
        match question.kind {
            QuestionKind::Multi { empty_is_answer } if !columns.options.is_empty() => {
                self.ticks(index, question, columns, empty_is_answer);
            }
            QuestionKind::Open => self.open(index, question, columns),
            _ => {}
        }
        for (row, column) in &columns.answers {
            if self.cell_fault(index, *column) {
                continue;
            }
            let text = &self.record.cells[*column];
            if is_no_answer(text, &question.no_answer) {
                continue;
            }
            let answer = match question.kind {
                QuestionKind::Multi { empty_is_answer: true } if text.is_empty() => {
                    Some(Answer::Multi(BTreeSet::new()))
                }
                QuestionKind::Open => None,
                _ if text.is_empty() => None,
                QuestionKind::Single | QuestionKind::Matrix { several: false } => {
                    self.one(index, question, columns, *column, text).map(Answer::Single)
                }
                QuestionKind::Multi { .. } | QuestionKind::Matrix { several: true } => {
                    self.list(index, question, columns, *column, text).map(Answer::Multi)
                }
                QuestionKind::Numeric { min, max } => {
                    self.number(index, question, columns, *column, (min, max))
                }
            };
            if let Some(answer) = answer {
                self.given.answers.insert((index, *row), (answer, self.place(*column)));
            }
        }
    }

    fn place(&self, column: usize) -> Place {
        self.table.cell(self.record.row, column)
    }

    /// Whether the cell can't be taken for what it holds, which is reported.
    fn cell_fault(&mut self, index: QuestionIndex, column: usize) -> bool {
        let fault = self.record.faults.get(&column).cloned();
        let faulty = fault.is_some();
        if let Some(finding) = fault {
            self.fault(index, "", finding);
        }
        faulty
    }

    /// Reports a value and remembers that the question could not be read.
    fn fault(&mut self, index: QuestionIndex, value: &str, finding: Diagnostic) {
        self.given.unreadable.insert(index);
        self.faults.push_value(value, finding.label(format!("answered by `{}`", self.who)));
    }

    fn unfit(
        &mut self,
        index: QuestionIndex,
        question: &Question,
        columns: &QuestionColumns,
        column: usize,
        unfit: &Unfit,
    ) {
        let (place, id) = (self.place(column), question.id.as_str());
        let codes = &columns.vocabulary.codes;
        match unfit {
            Unfit::Unknown { value, nearest } => {
                let finding = diags::unknown_option(place, id, value, codes, nearest.as_deref());
                self.fault(index, value, finding);
            }
            Unfit::NotAsked { value, .. } => {
                self.fault(
                    index,
                    value,
                    diags::option_not_asked(place, id, value, self.wave, codes),
                );
            }
            Unfit::Several(_) => {
                let value = &self.record.cells[column];
                self.fault(index, value, diags::several_options(place, id, value));
            }
        }
    }

    fn one(
        &mut self,
        index: QuestionIndex,
        question: &Question,
        columns: &QuestionColumns,
        column: usize,
        text: &str,
    ) -> Option<ItemIndex> {
        match columns.vocabulary.one(text) {
            Ok(item) => Some(item),
            Err(unfit) => {
                self.unfit(index, question, columns, column, &unfit);
                None
            }
        }
    }

    fn list(
        &mut self,
        index: QuestionIndex,
        question: &Question,
        columns: &QuestionColumns,
        column: usize,
        text: &str,
    ) -> Option<BTreeSet<ItemIndex>> {
        match columns.vocabulary.list(text) {
            // Separators alone are no list: without ticks the question was skipped.
            Ok(items) if items.is_empty() && !question.empty_is_answer() => None,
            Ok(items) => self.alone(index, question, column, items),
            Err(all) => {
                for unfit in &all {
                    self.unfit(index, question, columns, column, unfit);
                }
                None
            }
        }
    }

    /// "None of these" or "not applicable" together with one of these is an input error,
    /// reported and not repaired (methods.md#ticks).
    fn alone(
        &mut self,
        index: QuestionIndex,
        question: &Question,
        column: usize,
        items: BTreeSet<ItemIndex>,
    ) -> Option<BTreeSet<ItemIndex>> {
        let lone = |item: &&ItemIndex| {
            let option = question.at(**item);
            option.exclusive || option.not_applicable
        };
        let Some(lone) = items.iter().find(lone).filter(|_| items.len() > 1) else {
            return Some(items);
        };
        let others = items.iter().filter(|item| *item != lone);
        let others: Vec<String> = others.map(|item| question.at(*item).code.clone()).collect();
        let code = &question.at(*lone).code;
        let finding = diags::exclusive_option(self.place(column), &question.id, code, &others);
        let value = format!("{code}|{}", others.join("|"));
        self.fault(index, &value, finding);
        None
    }

    fn ticks(
        &mut self,
        index: QuestionIndex,
        question: &Question,
        columns: &QuestionColumns,
        empty_is_answer: bool,
    ) {
        let (mut ticked, mut readable) = (BTreeMap::new(), true);
        // Whether a cell says something, and whether one says that there is no answer.
        let (mut given, mut refused) = (false, false);
        for (item, column) in &columns.options {
            if self.cell_fault(index, *column) {
                readable = false;
                continue;
            }
            let text = &self.record.cells[*column];
            if is_no_answer(text, &question.no_answer) {
                refused = true;
                continue;
            }
            let asked = columns.vocabulary.asked(*item);
            match tick(text) {
                Ok(Some(true)) if asked => drop(ticked.insert(*item, *column)),
                Ok(Some(true)) => {
                    readable = false;
                    let value = question.at(*item).code.clone();
                    self.unfit(
                        index,
                        question,
                        columns,
                        *column,
                        &Unfit::NotAsked { value, item: *item },
                    );
                }
                Ok(Some(false)) => given |= asked,
                Ok(None) => {}
                Err(()) => {
                    readable = false;
                    let title = &self.table.header[*column];
                    let finding = diags::unknown_tick(self.place(*column), title, text);
                    self.fault(index, text, finding);
                }
            }
        }
        let first = ticked.values().min().or_else(|| columns.options.values().min());
        let column = *first.expect("called for a question with columns per option");
        // Where no row ever says "not ticked" in so many words, an empty cell says it.
        let none = empty_is_answer && !refused && (given || !columns.says_no);
        if readable && empty_is_answer && !refused && !given && columns.mixed && ticked.is_empty() {
            self.given.unclear.insert(index, self.place(column));
        }
        if readable && (none || !ticked.is_empty()) {
            let items = self.alone(index, question, column, ticked.into_keys().collect());
            if let Some(items) = items {
                self.given
                    .answers
                    .insert((index, None), (Answer::Multi(items), self.place(column)));
            }
        }
    }

    /// A number in its band. "Weet niet" may be an option beside the bands.
    fn number(
        &mut self,
        index: QuestionIndex,
        question: &Question,
        columns: &QuestionColumns,
        column: usize,
        (min, max): (Option<i64>, Option<i64>),
    ) -> Option<Answer> {
        let (text, place) = (&self.record.cells[column], self.place(column));
        let Some(value) = number(text) else {
            return match columns.vocabulary.one(text) {
                Ok(item) => Some(Answer::Single(item)),
                Err(_) => {
                    self.fault(index, text, diags::not_a_number(place, &question.id, text));
                    None
                }
            };
        };
        if min.is_some_and(|min| value < min) || max.is_some_and(|max| max < value) {
            self.fault(
                index,
                text,
                diags::number_out_of_range(place, &question.id, value, min, max),
            );
            return None;
        }
        let bands: Vec<_> = question
            .iter_items()
            .filter_map(|(item, band)| match band.kind {
                ItemKind::Band(from, to) if band.asked_in(self.wave) => Some((item, from, to)),
                _ => None,
            })
            .collect();
        let band = bands.iter().find(|(_, from, to)| {
            from.is_none_or(|from| from <= value) && to.is_none_or(|to| value <= to)
        });
        if band.is_none() && !bands.is_empty() {
            self.fault(index, text, diags::number_outside_bands(place, &question.id, value));
            return None;
        }
        Some(Answer::Number { value, band: band.map(|(item, _, _)| *item) })
    }

    fn open(&mut self, index: QuestionIndex, question: &Question, columns: &QuestionColumns) {
        // A fault of the text itself is reported with the other answers.
        let text_faulty =
            columns.answers.values().any(|column| self.record.faults.contains_key(column))
                || (columns.answers.is_empty() && self.given.unreadable.contains(&index));
        if columns.codes.is_some_and(|column| self.cell_fault(index, column)) || text_faulty {
            return;
        }
        let cell = |column: &usize| {
            let text = &self.record.cells[*column];
            if is_no_answer(text, &question.no_answer) { "" } else { text }
        };
        let text = columns.answers.get(&None).map_or("", cell);
        let given = columns
            .codes
            .map(|column| (column, cell(&column)))
            .filter(|(_, codes)| !codes.is_empty());
        let codes = match given {
            None => Some(BTreeSet::new()),
            Some((column, codes)) if text.is_empty() => {
                let finding = diags::codes_without_text(self.place(column), &question.id, codes);
                self.fault(index, codes, finding);
                None
            }
            Some((column, codes)) => self.list(index, question, columns, column, codes),
        };
        if let (Some(codes), Some(column), false) =
            (codes, columns.answers.get(&None), text.is_empty())
        {
            let answer = Answer::Open { text: text.to_owned(), codes };
            self.given.answers.insert((index, None), (answer, self.place(*column)));
        }
    }
}
