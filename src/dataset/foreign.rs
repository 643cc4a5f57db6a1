//! Headings and rows of headings as survey tools write them. They are not read, but told once, with
//! the headings that were expected.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Date;
use crate::diagnostics::{Diagnostic, Place};
use crate::questionnaire::{Question, QuestionIndex, QuestionKind, Questionnaire, Wave};
use crate::register::{Register, fold};
use crate::responses::{RawRecord, RawTable};

use super::columns::{CODES, heading, part_of};
use super::{cells::Vocabulary, diags};

/// In whose way a heading is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    /// `vraag/optie`, with the groups before it.
    KoboToolbox,
    /// `vraag[optie]`.
    LimeSurvey,
    /// `vraag_optie`.
    Underscore,
    /// The text of the question, as forms of Microsoft and Google have it.
    Text,
    /// The id of a question, with a part that it doesn't have or without the part that it needs.
    Own,
}

/// A heading that is no heading of ours.
#[derive(Debug)]
pub(super) struct Foreign {
    /// In whose way it is written.
    pub(super) style: Style,
    /// The column, zero-based.
    pub(super) column: usize,
    /// The question, if the heading tells it.
    pub(super) question: Option<QuestionIndex>,
    /// The headings that were expected: one where that is certain.
    pub(super) expected: Vec<String>,
}

/// Headings of another shape are only told together when there are so many, or when one of them
/// tells its question.
const SEVERAL: usize = 3;

/// What a heading that belongs to nothing may be.
pub(super) fn recognise(
    questionnaire: &Questionnaire,
    wave: Wave,
    column: usize,
    title: &str,
) -> Option<Foreign> {
    let find = |id: &str| find(questionnaire, id);
    let found = |style, question: Option<QuestionIndex>, part: Option<&str>| {
        let expected = question.map_or_else(Vec::new, |index| {
            expected(index, questionnaire.question(index), wave, part)
        });
        Foreign { style, column, question, expected }
    };
    if let Some((id, part)) = title.split_once('.')
        && let Some(index) = find(id)
    {
        return Some(found(Style::Own, Some(index), Some(part)));
    }
    if let Some(index) = by_id(questionnaire, title) {
        return Some(found(Style::Own, Some(index), None));
    }
    if let Some(index) = by_text(questionnaire, title) {
        return Some(found(Style::Text, Some(index), None));
    }
    if let Some((id, part)) = title.strip_suffix(']').and_then(|title| title.split_once('[')) {
        let part = part.split(']').next().unwrap_or_default();
        return Some(found(Style::LimeSurvey, find(id), Some(part)));
    }
    if title.contains('/') && !title.contains(' ') {
        let segments: Vec<&str> = title.split('/').collect();
        let (last, before) = (segments[segments.len() - 1], segments[segments.len() - 2]);
        return Some(match (find(before), find(last)) {
            (None, Some(index)) => found(Style::KoboToolbox, Some(index), None),
            (question, _) => found(Style::KoboToolbox, question, Some(last)),
        });
    }
    let splits = title.match_indices('_').map(|(at, _)| title.split_at(at));
    let split =
        splits.into_iter().rev().find_map(|(id, part)| Some((by_id(questionnaire, id)?, part)));
    split.map(|(index, part)| {
        found(Style::Underscore, Some(index), Some(part.trim_start_matches('_')))
    })
}

fn find(questionnaire: &Questionnaire, id: &str) -> Option<QuestionIndex> {
    by_id(questionnaire, id).or_else(|| by_text(questionnaire, id))
}

/// A question by its id, with underscores for hyphens as many tools need them.
fn by_id(questionnaire: &Questionnaire, id: &str) -> Option<QuestionIndex> {
    let id = fold(id).replace('_', "-");
    let is = |text: &str| fold(text) == id;
    let found = questionnaire
        .iter()
        .find(|(_, question)| is(&question.id) || question.same_as.as_deref().is_some_and(is));
    found.map(|(index, _)| index)
}

/// A question by its text or its title, without the sign at the end.
fn by_text(questionnaire: &Questionnaire, text: &str) -> Option<QuestionIndex> {
    let plain = |text: &str| fold(text).trim_end_matches(['?', ':', '.', ' ', '*']).to_owned();
    let text = plain(text);
    let found = questionnaire.iter().find(|(_, question)| {
        let texts = std::iter::once(&question.text).chain(question.wording.values());
        !text.is_empty() && texts.chain([&question.title]).any(|own| plain(own) == text)
    });
    found.map(|(index, _)| index)
}

/// The headings that a question may have, or the one that a part of it means.
fn expected(
    index: QuestionIndex,
    question: &Question,
    wave: Wave,
    part: Option<&str>,
) -> Vec<String> {
    let id = &question.id;
    let rows = || -> Vec<String> {
        let rows = question.rows_in(wave).into_iter().flatten();
        rows.map(|row| question.row(row).code.clone()).collect()
    };
    let parts: Vec<String> = match question.kind {
        QuestionKind::Matrix { .. } => rows(),
        QuestionKind::Multi { .. } => Vocabulary::new(question, wave).codes,
        QuestionKind::Open => vec![CODES.to_owned()],
        QuestionKind::Single | QuestionKind::Numeric { .. } => Vec::new(),
    };
    if let Some(part) = part {
        let meant = [fold(part), fold(part).replace('_', "-")];
        let meant = meant.iter().find_map(|part| part_of(index, question, wave, Some(part)));
        if let Some(code) = meant.and_then(|target| target.part(question)) {
            return vec![format!("{id}.{code}")];
        }
    }
    let matrix = matches!(question.kind, QuestionKind::Matrix { .. });
    if parts.is_empty() || (part.is_none() && !matrix) {
        return vec![id.clone()];
    }
    parts.iter().map(|part| format!("{id}.{part}")).collect()
}

/// One finding per style for all its headings, and the others one by one.
pub(super) fn findings(
    table: &RawTable,
    wave: Wave,
    all: Vec<Foreign>,
    unknown: impl Fn(usize) -> Diagnostic,
) -> Vec<Diagnostic> {
    let mut by_style: BTreeMap<Style, Vec<Foreign>> = BTreeMap::new();
    let mut findings = Vec::new();
    for foreign in all {
        by_style.entry(foreign.style).or_default().push(foreign);
    }
    for (style, group) in by_style {
        let told = group.iter().any(|foreign| foreign.question.is_some());
        if style == Style::Own {
            findings.extend(group.iter().map(|foreign| {
                let place = table.cell(table.header_row, foreign.column);
                diags::unfit_part(place, &table.header[foreign.column], wave, &foreign.expected)
            }));
        } else if told || group.len() >= SEVERAL {
            let pairs: Vec<(&str, &[String])> = group
                .iter()
                .map(|foreign| (table.header[foreign.column].as_str(), &foreign.expected[..]))
                .collect();
            let place = table.cell(table.header_row, group[0].column);
            findings.push(diags::foreign_headings(place, style.words(), &pairs));
        } else {
            findings.extend(group.iter().map(|foreign| unknown(foreign.column)));
        }
    }
    findings
}

impl Style {
    const fn words(self) -> &'static str {
        match self {
            Self::KoboToolbox => "written as KoboToolbox does (`question/option`)",
            Self::LimeSurvey => "written as LimeSurvey does (`question[option]`)",
            Self::Underscore => "written with `_` between the question and its part",
            Self::Text => "the text of a question",
            Self::Own => "the id of a question",
        }
    }
}

/// Rows below the headings that are headings too, and who writes them.
pub(super) struct HeadingRows {
    /// Their numbers.
    pub(super) rows: BTreeSet<u32>,
    /// The tool that makes them, if it is known.
    tool: Option<&'static str>,
    place: Place,
}

/// Rows in which Qualtrics and SurveyMonkey repeat the questions, and headings that came along
/// where files were joined.
pub(super) fn heading_rows(
    questionnaire: &Questionnaire,
    register: &Register,
    date: Date,
    table: &RawTable,
    municipality: usize,
) -> Option<HeadingRows> {
    let begin: Vec<&RawRecord> = table.rows.iter().take(3).collect();
    let imported = begin.iter().position(|row| {
        row.cells.iter().any(|cell| cell.trim_start().starts_with("{\"ImportId\""))
    });
    let (rows, tool): (Vec<&RawRecord>, _) = if let Some(last) = imported {
        (begin[..=last].to_vec(), Some("Qualtrics"))
    } else {
        let texts = texts(questionnaire, table);
        let title = heading(&table.header[municipality]);
        let is_heading = |(at, row): &(usize, &RawRecord)| {
            let who = &row.cells[municipality];
            // Every other row that has its municipality is told by that.
            (*at < 2 || heading(who) == title)
                && register.find(who, date).is_err()
                && (repeats(table, row) || (*at < 2 && reads_like_headings(table, row, &texts)))
        };
        let rows: Vec<_> =
            table.rows.iter().enumerate().filter(is_heading).map(|(_, row)| row).collect();
        let monkey = rows.iter().any(|row| row.cells.iter().any(is_response));
        (rows, monkey.then_some("SurveyMonkey"))
    };
    let first = rows.first()?.row;
    let rows = rows.into_iter().map(|row| row.row).collect();
    Some(HeadingRows { rows, tool, place: table.line(first) })
}

impl HeadingRows {
    /// The finding about them.
    pub(super) fn finding(&self) -> Diagnostic {
        let rows: Vec<String> = self.rows.iter().map(ToString::to_string).collect();
        diags::second_headings(self.place.clone(), &rows, self.tool)
    }
}

/// Whether a row holds the headings once more.
fn repeats(table: &RawTable, row: &RawRecord) -> bool {
    let pairs = row.cells.iter().zip(&table.header);
    let filled: Vec<_> = pairs.filter(|(cell, _)| !cell.is_empty()).collect();
    let same = filled.iter().filter(|(cell, title)| heading(cell) == heading(title)).count();
    same > 0 && 2 * same >= filled.len()
}

/// What a tool may write below each heading: texts, labels of rows and options.
fn texts(questionnaire: &Questionnaire, table: &RawTable) -> BTreeMap<usize, Vec<String>> {
    let of = |title: &String| {
        let id = title.split_once('.').map_or(title.as_str(), |(id, _)| id);
        let index = by_id(questionnaire, id)?;
        let question = questionnaire.question(index);
        let texts = [&question.text, &question.title].into_iter().chain(question.wording.values());
        let labels = question.items.iter().map(|item| &item.label);
        let labels = labels.chain(question.rows.iter().map(|row| &row.label));
        let part = title.contains('.');
        let labels = labels.filter(move |_| part);
        Some(texts.chain(labels).map(|text| fold(text)).collect())
    };
    let columns = table.header.iter().enumerate();
    columns.filter_map(|(column, title)| Some((column, of(title)?))).collect()
}

fn is_response(cell: &str) -> bool {
    matches!(fold(cell).as_str(), "response" | "open-ended response" | "antwoord" | "reactie")
}

fn reads_like_headings(
    table: &RawTable,
    row: &RawRecord,
    texts: &BTreeMap<usize, Vec<String>>,
) -> bool {
    let filled: Vec<(usize, String)> = (0..table.header.len())
        .filter(|column| texts.contains_key(column) && !row.cells[*column].is_empty())
        .map(|column| (column, fold(&row.cells[column])))
        .collect();
    let fits = |(column, cell): &&(usize, String)| {
        is_response(cell)
            || texts[column]
                .iter()
                .any(|text| cell == text || cell.starts_with(&format!("{text} ")))
    };
    let fitting = filled.iter().filter(fits).count();
    fitting > 0 && 2 * fitting >= filled.len()
}
