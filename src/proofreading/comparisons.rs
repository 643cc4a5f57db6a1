//! Comparisons: words that compare in a template and come from no value, numbers of an earlier
//! wave without its year, and two waves of a question in one sentence that may not be compared.

use std::ops::Range;

use super::Remark;
use super::codes;
use crate::documents::Edition;
use crate::dutch::{Word, compares, compares_together, grades_a_change, sentences, words};
use crate::questionnaire::{NotComparable, Questionnaire, Wave};
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

/// A number that a text asked for by question and option.
struct Asked<'a> {
    at: usize,
    question: &'a str,
    option: &'a str,
    wave: Wave,
}

/// In a paragraph of a filled document: numbers of two waves in one sentence that may not be
/// compared, and numbers of an earlier wave without its year. Places are in the source.
pub(super) fn waves(paragraph: &Paragraph, traced: &Traced, edition: &Edition) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for sentence in sentences(&paragraph.text) {
        let asked = asked_in(paragraph, traced, &sentence);
        let text = &paragraph.text[sentence];
        for (index, second) in asked.iter().enumerate() {
            let reason = asked[..index].iter().find_map(|first| {
                Some((first.wave, reason(edition.questionnaire, first, second)?))
            });
            if let Some((wave, reason)) = reason {
                remarks.push(not_to_compare(second, wave, &reason));
            }
            if second.wave != edition.wave && !text.contains(&second.wave.to_string()) {
                remarks.push(not_named(second));
            }
        }
    }
    remarks
}

fn asked_in<'a>(
    paragraph: &Paragraph,
    traced: &'a Traced,
    sentence: &Range<usize>,
) -> Vec<Asked<'a>> {
    let numbers = paragraph.sources(sentence.clone()).filter_map(|at| {
        let owner = traced.origin(at)?.owner;
        let text = |key: &str| owner.get(key).map(String::as_str);
        let wave = Wave(text("jaar")?.parse().ok()?);
        Some(Asked { at, question: text("vraag_id")?, option: text("optie_code")?, wave })
    });
    numbers.collect()
}

/// Why two numbers of one question may not stand beside each other.
fn reason(questionnaire: &Questionnaire, one: &Asked, other: &Asked) -> Option<String> {
    if one.question != other.question || one.wave == other.wave {
        return None;
    }
    let (_, question) = questionnaire.find(one.question)?;
    [one, other].into_iter().find_map(|asked| {
        let (item, _) = question.item(asked.option)?;
        match question.comparable(item, one.wave, other.wave) {
            Ok(()) => None,
            Err(NotComparable::Changed(reason)) => Some(reason.to_owned()),
            Err(_) => Some(format!("option `{}` was not asked in both", asked.option)),
        }
    })
}

fn not_named(asked: &Asked) -> Remark {
    let Asked { at, question, wave, .. } = asked;
    Remark::new(
        &codes::WAVE_NOT_NAMED,
        *at..at + 1,
        format!("a number of `{question}` of {wave} stands in a sentence that does not say so"),
        "print the year in the same sentence: `.jaar`, as in `{{ cijfer(.., jaar=2020).jaar }}`",
    )
}

fn not_to_compare(second: &Asked, wave: Wave, reason: &str) -> Remark {
    Remark::new(
        &codes::WAVES_NOT_COMPARABLE,
        second.at..second.at + 1,
        format!(
            "`{}` of {} stands in one sentence with its number of {wave}, but they may not be compared: {reason}",
            second.question, second.wave
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
