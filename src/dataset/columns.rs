//! From headings to questions.
//!
//! `gemeente` and `ook-voor` name the respondent; `<question>` holds an option, a list, a
//! number or a text; `<question>.<row>` a row of a matrix; `<question>.<option>` a tick;
//! `<question>.codes` the codes that a person gave to a text.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, nearest};
use crate::questionnaire::{
    ItemIndex, Question, QuestionIndex, QuestionKind, Questionnaire, RowIndex, Wave,
};
use crate::register::fold;
use crate::responses::{RawRecord, RawTable, stale_formulas};

use super::cells::{Vocabulary, tick};
use super::faults::Faults;
use super::{diags, foreign};

/// Headings of the columns that are no questions.
pub(super) use crate::responses::MUNICIPALITY;
pub(super) const ALSO_FOR: &str = "ook-voor";
pub(super) const CODES: &str = "codes";

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    Municipality,
    AlsoFor,
    Answer(QuestionIndex, Option<RowIndex>),
    Option(QuestionIndex, ItemIndex),
    Codes(QuestionIndex),
}

impl Target {
    /// The part of its heading behind the dot.
    pub(super) fn part(self, question: &Question) -> Option<String> {
        match self {
            Self::Answer(_, Some(row)) => Some(question.row(row).code.clone()),
            Self::Option(_, item) => Some(question.at(item).code.clone()),
            Self::Codes(_) => Some(CODES.to_owned()),
            Self::Municipality | Self::AlsoFor | Self::Answer(_, None) => None,
        }
    }
}

/// What a heading turns out to be.
enum Heading {
    Target(Target),
    /// A question or row of other waves, with those waves.
    NotAsked(Vec<Wave>),
    Unknown,
}

/// The columns of one table, by what they hold; numbers are zero-based columns.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The respondent.
    pub(super) municipality: Option<usize>,
    /// Other municipalities that it answers for.
    pub(super) also_for: Option<usize>,
    /// The questions that have a column.
    pub(super) questions: BTreeMap<QuestionIndex, QuestionColumns>,
    /// Questions with a heading that was told already; all, when it is not known which.
    told: Option<BTreeSet<QuestionIndex>>,
    /// Whether a heading is not understood, so that a row may hold more answers than were read.
    pub(super) unsure: bool,
}

/// The columns of one question.
#[derive(Debug, Default)]
pub(super) struct QuestionColumns {
    /// The answer, or the answer to each row.
    pub(super) answers: BTreeMap<Option<RowIndex>, usize>,
    /// One column per option.
    pub(super) options: BTreeMap<ItemIndex, usize>,
    /// Whether a cell of these says in so many words that an option was not ticked.
    pub(super) says_no: bool,
    /// Whether other rows say it by an empty cell.
    pub(super) mixed: bool,
    /// Codes of an open answer.
    pub(super) codes: Option<usize>,
    /// The words of its options in this wave.
    pub(super) vocabulary: Vocabulary,
}

/// A heading as it is compared: also `Ook voor` is `ook-voor`.
pub(super) fn heading(text: &str) -> String {
    fold(text).replace(' ', "-")
}

/// Other headings under which lists have the municipality.
fn looks_like_municipality(title: &str) -> bool {
    let title = heading(title).replace('_', "-");
    matches!(title.as_str(), "gm-code" | "gemeentecode" | "gemeentenaam" | "gemeenten" | "naam")
}

/// Finds out what each column of a table holds.
pub(super) fn resolve(
    questionnaire: &Questionnaire,
    wave: Wave,
    table: &RawTable,
    ignored: &BTreeSet<String>,
    faults: &mut Faults,
) -> Columns {
    let mut columns = Columns::default();
    let mut seen: BTreeMap<Target, usize> = BTreeMap::new();
    let mut foreign = Vec::new();
    // The finding that there is no column `gemeente` tells which one to rename.
    let nameless = !table.header.iter().any(|title| heading(title) == MUNICIPALITY);
    for (column, title) in table.header.iter().enumerate() {
        if title.is_empty() || ignored.contains(&heading(title)) {
            continue;
        }
        let place = table.cell(table.header_row, column);
        match recognise(questionnaire, wave, title) {
            Heading::Target(target) => {
                if let Some(first) = seen.get(&target) {
                    let first = table.cell(table.header_row, *first);
                    faults.push(diags::duplicate_column(place, title, first));
                } else {
                    seen.insert(target, column);
                    columns.add(questionnaire, wave, target, column);
                }
            }
            Heading::NotAsked(waves) => {
                let filled = table.rows.iter().filter(|row| !row.cells[column].is_empty()).count();
                if filled > 0 {
                    faults.push(diags::column_not_asked(place, title, wave, &waves, filled));
                }
            }
            Heading::Unknown if nameless && looks_like_municipality(title) => {}
            Heading::Unknown => match foreign::recognise(questionnaire, wave, column, title) {
                Some(found) => foreign.push(found),
                None => {
                    columns.unsure = true;
                    faults.push(unknown(questionnaire, wave, table, column));
                }
            },
        }
    }
    columns.told = foreign
        .iter()
        .all(|found| found.question.is_some())
        .then(|| foreign.iter().filter_map(|found| found.question).collect());
    columns.unsure |= !foreign.is_empty();
    let one_by_one = |column| unknown(questionnaire, wave, table, column);
    for finding in foreign::findings(table, wave, foreign, one_by_one) {
        faults.push(finding);
    }
    for columns in columns.questions.values_mut() {
        let says_no = |row: &RawRecord| {
            columns.options.values().any(|column| tick(&row.cells[*column]) == Ok(Some(false)))
        };
        columns.says_no = table.rows.iter().any(says_no);
        let leaves_open = |row: &RawRecord| {
            let ticks = || columns.options.values().map(|column| tick(&row.cells[*column]));
            ticks().any(|tick| tick == Ok(Some(true))) && ticks().any(|tick| tick == Ok(None))
        };
        columns.mixed = columns.says_no && table.rows.iter().any(leaves_open);
    }
    columns.judge(questionnaire, wave, table, faults);
    columns
}

fn unknown(
    questionnaire: &Questionnaire,
    wave: Wave,
    table: &RawTable,
    column: usize,
) -> Diagnostic {
    let (place, title) = (table.cell(table.header_row, column), &table.header[column]);
    let known = expected(questionnaire, wave);
    let near = nearest(&fold(title), known.iter().map(String::as_str));
    diags::unknown_column(place, title, wave, near)
}

impl Columns {
    fn add(&mut self, questionnaire: &Questionnaire, wave: Wave, target: Target, column: usize) {
        let question = match target {
            Target::Municipality => {
                self.municipality = Some(column);
                return;
            }
            Target::AlsoFor => {
                self.also_for = Some(column);
                return;
            }
            Target::Answer(question, _) | Target::Option(question, _) | Target::Codes(question) => {
                question
            }
        };
        let entry = self.questions.entry(question).or_insert_with(|| QuestionColumns {
            vocabulary: Vocabulary::new(questionnaire.question(question), wave),
            ..QuestionColumns::default()
        });
        match target {
            Target::Answer(_, row) => drop(entry.answers.insert(row, column)),
            Target::Option(_, item) => drop(entry.options.insert(item, column)),
            _ => entry.codes = Some(column),
        }
    }

    /// What is wrong with the columns together.
    fn judge(
        &self,
        questionnaire: &Questionnaire,
        wave: Wave,
        table: &RawTable,
        faults: &mut Faults,
    ) {
        if self.municipality.is_none() {
            let titles = table.header.iter().map(String::as_str);
            let near = titles.clone().find(|title| looks_like_municipality(title));
            let near = near.or_else(|| nearest(MUNICIPALITY, titles));
            faults.push(diags::no_municipality_column(table.line(table.header_row), near));
        }
        for (index, columns) in &self.questions {
            if let (Some(list), Some(option)) =
                (columns.answers.get(&None), columns.options.values().min())
            {
                let list = table.cell(table.header_row, *list);
                let option = table.cell(table.header_row, *option);
                faults.push(diags::list_and_options(
                    option,
                    &questionnaire.question(*index).id,
                    list,
                ));
            }
            let question = questionnaire.question(*index);
            if let Some(first) = columns.options.values().min() {
                let absent = columns.missing(question, wave);
                let told = self.told.as_ref().is_none_or(|told| told.contains(index));
                if !absent.is_empty() && !told {
                    let place = table.cell(table.header_row, *first);
                    faults.push(diags::missing_option_columns(place, &question.id, wave, &absent));
                }
            }
        }
    }

    /// Questions of which a column was not understood: their answers are not known.
    pub(super) fn lost(&self, questionnaire: &Questionnaire) -> BTreeSet<QuestionIndex> {
        match &self.told {
            Some(told) => told.clone(),
            None => questionnaire
                .iter()
                .map(|(index, _)| index)
                .filter(|index| !self.questions.contains_key(index))
                .collect(),
        }
    }

    /// One warning about all formulas of the table that somebody reads.
    pub(super) fn stale(&self, table: &RawTable) -> Option<Diagnostic> {
        let mut read: BTreeSet<usize> =
            self.municipality.into_iter().chain(self.also_for).collect();
        for columns in self.questions.values() {
            read.extend(columns.answers.values().chain(columns.options.values()));
            read.extend(columns.codes);
        }
        stale(table, &read)
    }

    /// Headings that the wave should have had, per question.
    pub(super) fn missing(
        &self,
        questionnaire: &Questionnaire,
        wave: Wave,
    ) -> BTreeMap<QuestionIndex, Vec<String>> {
        let mut missing = BTreeMap::new();
        let Some(told) = &self.told else {
            return missing;
        };
        for (index, question) in questionnaire
            .iter()
            .filter(|(index, question)| question.asked_in(wave) && !told.contains(index))
        {
            let titles = match self.questions.get(&index) {
                None => vec![question.id.clone()],
                // Columns for some options only are a fault of their own.
                Some(columns) if !columns.options.is_empty() => Vec::new(),
                Some(columns) => columns.missing(question, wave),
            };
            if !titles.is_empty() {
                missing.insert(index, titles);
            }
        }
        missing
    }
}

impl QuestionColumns {
    fn missing(&self, question: &Question, wave: Wave) -> Vec<String> {
        let id = &question.id;
        if !self.options.is_empty() {
            let options = question.iter_items().filter(|(item, _)| self.vocabulary.asked(*item));
            let absent = options.filter(|(item, _)| !self.options.contains_key(item));
            return absent.map(|(_, item)| format!("{id}.{}", item.code)).collect();
        }
        let rows = question.rows_in(wave);
        let absent = rows.into_iter().filter(|row| !self.answers.contains_key(row));
        absent
            .map(|row| {
                row.map_or_else(|| id.clone(), |row| format!("{id}.{}", question.row(row).code))
            })
            .collect()
    }
}

/// One warning about all formulas in some columns of a table.
pub(super) fn stale(table: &RawTable, read: &BTreeSet<usize>) -> Option<Diagnostic> {
    let found: Vec<_> = table.stale.iter().filter(|(_, column)| read.contains(column)).collect();
    let (row, column) = found.first()?;
    Some(stale_formulas(table.cell(*row, *column), found.len()))
}

fn recognise(questionnaire: &Questionnaire, wave: Wave, title: &str) -> Heading {
    match heading(title).as_str() {
        MUNICIPALITY => return Heading::Target(Target::Municipality),
        ALSO_FOR => return Heading::Target(Target::AlsoFor),
        _ => {}
    }
    let folded = fold(title);
    let (id, part) = match folded.split_once('.') {
        Some((id, part)) => (id.trim_end(), Some(part.trim_start())),
        None => (folded.as_str(), None),
    };
    let Some((index, question)) = question_by_id(questionnaire, wave, id) else {
        return Heading::Unknown;
    };
    let Some(target) = part_of(index, question, wave, part) else {
        return Heading::Unknown;
    };
    if !question.asked_in(wave) {
        return Heading::NotAsked(question.waves.clone());
    }
    match target {
        Target::Answer(_, Some(row)) if !question.row(row).waves.contains(&wave) => {
            Heading::NotAsked(question.row(row).waves.clone())
        }
        target => Heading::Target(target),
    }
}

/// A question by its id or its earlier id; one that was asked in the wave goes first.
fn question_by_id<'q>(
    questionnaire: &'q Questionnaire,
    wave: Wave,
    id: &str,
) -> Option<(QuestionIndex, &'q Question)> {
    let is = |text: &str| fold(text) == id;
    let by_id = questionnaire.iter().filter(|(_, question)| is(&question.id));
    let earlier = |question: &Question| question.same_as.as_deref().is_some_and(is);
    let by_earlier_id = questionnaire.iter().filter(|(_, question)| earlier(question));
    let found: Vec<_> = by_id.chain(by_earlier_id).collect();
    found.iter().find(|(_, question)| question.asked_in(wave)).or_else(|| found.first()).copied()
}

/// What a column of this question holds, by the part of its heading after the dot.
pub(super) fn part_of(
    index: QuestionIndex,
    question: &Question,
    wave: Wave,
    part: Option<&str>,
) -> Option<Target> {
    match (&question.kind, part) {
        (QuestionKind::Matrix { .. }, Some(part)) => {
            let same = |text: &str| fold(text) == part;
            let found = question.rows.iter().position(|row| same(&row.code)).or_else(|| {
                question.rows.iter().position(|row| same(row.label_in(wave)) || same(&row.label))
            })?;
            let row = RowIndex(u16::try_from(found).expect("rows are numbered by u16"));
            Some(Target::Answer(index, Some(row)))
        }
        (QuestionKind::Multi { .. }, Some(part)) => {
            Vocabulary::new(question, wave).known(part).map(|item| Target::Option(index, item))
        }
        (QuestionKind::Open, Some(CODES)) => Some(Target::Codes(index)),
        (QuestionKind::Matrix { .. }, None) | (_, Some(_)) => None,
        (_, None) => Some(Target::Answer(index, None)),
    }
}

/// All headings that a table of this wave may have, for suggestions.
fn expected(questionnaire: &Questionnaire, wave: Wave) -> Vec<String> {
    let mut titles = vec![MUNICIPALITY.to_owned(), ALSO_FOR.to_owned()];
    for (_, question) in questionnaire.iter().filter(|(_, question)| question.asked_in(wave)) {
        let id = &question.id;
        for row in question.rows_in(wave) {
            titles.push(
                row.map_or_else(|| id.clone(), |row| format!("{id}.{}", question.row(row).code)),
            );
        }
        match question.kind {
            QuestionKind::Multi { .. } => {
                let codes = Vocabulary::new(question, wave).codes;
                titles.extend(codes.iter().map(|code| format!("{id}.{code}")));
            }
            QuestionKind::Open => titles.push(format!("{id}.{CODES}")),
            _ => {}
        }
    }
    titles
}
