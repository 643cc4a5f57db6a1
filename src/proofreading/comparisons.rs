//! Comparisons: words that compare in a template and come from no value, numbers of an earlier
//! wave without its year, and two waves of a question in one sentence that may not be compared.

use std::ops::Range;

use super::Remark;
use super::codes;
use crate::disclosure::{Group, TableKey};
use crate::documents::Edition;
use crate::dutch::{Word, compares, compares_together, grades_a_change, sentences, words};
use crate::language::Source;
use crate::questionnaire::{ItemIndex, NotComparable, Question, Wave};
use crate::templates::{Paragraph, TextKind, Traced, is_filler, template_text};

/// Words of a template that compare without any value in their sentence, or say how large a
/// change is.
pub(super) fn typed_comparisons(template: &str) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for paragraph in template_text(template).paragraphs {
        if !matches!(paragraph.kind, TextKind::Body | TextKind::Heading) {
            continue;
        }
        for sentence in sentences(&paragraph.text) {
            for (at, what) in in_sentence(&paragraph.text[sentence.clone()]) {
                let start = paragraph.source_at(sentence.start + at.start);
                remarks.push(remark(start..start + at.len(), &what));
            }
        }
    }
    remarks
}

fn remark(at: Range<usize>, what: &str) -> Remark {
    Remark::new(
        &codes::TYPED_COMPARISON,
        at,
        format!("`{what}` compares, expected a comparison that comes from a figure"),
        "take it from a value: `paneel.zin`, `grootste(..)`, `sterkste_stijging(..)`; or print the numbers in the same sentence",
    )
}

fn in_sentence(text: &str) -> Vec<(Range<usize>, String)> {
    let words = words(text);
    let from_value = words.iter().any(|word| is_filler(word.text));
    let mut found = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let lower = word.lower();
        let next = words.get(index + 1).map(Word::lower).unwrap_or_default();
        if grades_a_change(&lower, &next) || (compares_together(&lower, &next) && !from_value) {
            found.push((word.at.start..words[index + 1].at.end, format!("{lower} {next}")));
        } else if compares(&lower)
            && !from_value
            && found.last().is_none_or(|(at, _)| at.end != word.at.end)
        {
            found.push((word.at.clone(), lower));
        }
    }
    found
}

/// A judged number in a text.
#[derive(Clone, Copy)]
struct Judged {
    /// Its place in the source.
    at: usize,
    table: TableKey,
    item: ItemIndex,
}

/// In a paragraph of a filled document: numbers of two waves in one sentence that may not be
/// compared, and numbers of an earlier wave without its year. Places are in the source.
pub(super) fn waves(paragraph: &Paragraph, traced: &Traced, edition: &Edition) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let running = matches!(paragraph.kind, TextKind::Body | TextKind::Heading);
    let all = judged_in(paragraph, traced);
    let mut before = "";
    for sentence in sentences(&paragraph.text) {
        let here: Vec<_> =
            all.iter().filter(|(at, _)| sentence.contains(at)).map(|(_, judged)| *judged).collect();
        let text = &paragraph.text[sentence];
        for (index, second) in here.iter().enumerate() {
            let question = edition.questionnaire.question(second.table.question);
            let reason = here[..index]
                .iter()
                .find_map(|first| Some((first, reason(question, &here, first, second)?)));
            if let Some((first, reason)) = reason {
                remarks.push(not_to_compare(second, question, first.table.wave, &reason));
            }
            let wave = second.table.wave;
            let panel = matches!(second.table.group, Group::Panel(_));
            let year = wave.to_string();
            // "Toen" is the year of the sentence before.
            let then = text.contains("toen") && before.contains(&year);
            let named = panel || wave == edition.wave || text.contains(&year) || then;
            if running && !named {
                remarks.push(not_named(second, question));
            }
        }
        before = text;
    }
    remarks
}

/// The judged numbers of a paragraph with their places in it. One figure may be said in
/// several: count, base and percentage.
fn judged_in(paragraph: &Paragraph, traced: &Traced) -> Vec<(usize, Judged)> {
    let found = traced.written(paragraph).into_iter().filter_map(|written| {
        let Source::Figure { figure, .. } = written.origin?.source? else { return None };
        let at = paragraph.source_at(written.at.start);
        Some((written.at.start, Judged { at, table: figure.table(), item: figure.item() }))
    });
    found.collect()
}

/// Why two numbers of one question may not stand beside each other. What an earlier number is
/// laid beside is its own option, when the sentence gives that too.
fn reason(question: &Question, all: &[Judged], one: &Judged, other: &Judged) -> Option<String> {
    let of_one = |a: &Judged, b: &Judged| {
        (a.table.question, a.table.row, a.table.group)
            == (b.table.question, b.table.row, b.table.group)
    };
    if !of_one(one, other) || one.table.wave == other.table.wave {
        return None;
    }
    let (earlier, later) =
        if one.table.wave < other.table.wave { (one, other) } else { (other, one) };
    let (from, to) = (earlier.table.wave, later.table.wave);
    let is_same = |later: &Judged| {
        later.item == earlier.item
            || question.counterparts(later.item, from).contains(&earlier.item)
    };
    if is_same(later) {
        return why_not(question, later.item, from, to);
    }
    let has_own = all
        .iter()
        .any(|judged| of_one(judged, earlier) && judged.table.wave == to && is_same(judged));
    if has_own {
        return None;
    }
    [later, earlier].into_iter().find_map(|judged| why_not(question, judged.item, from, to))
}

fn why_not(question: &Question, item: ItemIndex, from: Wave, to: Wave) -> Option<String> {
    match question.comparable(item, from, to) {
        Ok(()) => None,
        Err(NotComparable::Changed(reason)) => Some(reason.to_owned()),
        Err(_) => Some(format!("option `{}` was not asked in both", question.at(item).code)),
    }
}

fn not_named(judged: &Judged, question: &Question) -> Remark {
    Remark::new(
        &codes::WAVE_NOT_NAMED,
        judged.at..judged.at + 1,
        format!(
            "a number of `{}` of {} stands in a sentence that does not say so",
            question.id, judged.table.wave
        ),
        "print the year in the same sentence: `.jaar`, as in `{{ cijfer(.., jaar=2020).jaar }}`",
    )
}

fn not_to_compare(second: &Judged, question: &Question, wave: Wave, reason: &str) -> Remark {
    Remark::new(
        &codes::WAVES_NOT_COMPARABLE,
        second.at..second.at + 1,
        format!(
            "`{}` of {} stands in one sentence with its number of {wave}, but they may not be compared: {reason}",
            question.id, second.table.wave
        ),
        "write one of the two, or say in sentences apart what was asked in each year",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(template: &str) -> Vec<&str> {
        typed_comparisons(template).into_iter().map(|found| &template[found.at]).collect()
    }

    #[test]
    fn words_that_compare_without_a_value_are_found() {
        let template = "== Meer gemeenten doen mee en het komt vaker voor\nHet is flink gedaald: \
                        {{ x.procent }}. De grootste groep is groter. Een lichte stijging ({{ y }}).";
        let expected =
            ["Meer gemeenten", "vaker", "flink gedaald", "grootste", "groter", "lichte stijging"];
        assert_eq!(found(template), expected);
        let template = "Meer antwoorden waren mogelijk. Het vaakst gekozen is {{ x.label }}. Het \
                        aandeel is {{ x.zin }}. Ten minste tien.\n#noot[De grootste eerst.]";
        assert_eq!(found(template), Vec::<&str>::new());
    }
}
