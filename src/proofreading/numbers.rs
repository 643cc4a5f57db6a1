//! Numbers that were typed into a template: digits, number words and size words that did not
//! come from a figure. Dates and names that hold a digit (`B1`) are no numbers; a number that
//! is meant as it stands is marked: `{{ "3 procentpunt"|letterlijk }}`.

use std::ops::Range;

use super::Remark;
use super::codes;
use crate::dutch::{Word, is_month, is_ordinal, number_word, words, words_of_size};
use crate::templates::{Expression, Quoted, expressions, template_text};

/// Behind "eerste" these make it a place in an order.
const PLACES: [&str; 3] = ["plaats", "plek", "rang"];
/// What may stand behind digits in one word and still be a number: `1e`, `3x`.
const ENDINGS: [&str; 6] = ["e", "de", "ste", "x", "×", "-voudig"];

/// All numbers and sizes that are typed in a template.
pub(super) fn typed_numbers(template: &str) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for paragraph in template_text(template).paragraphs {
        for (at, what) in in_text(&paragraph.text) {
            let start = paragraph.source_at(at.start);
            remarks.push(remark(start..start + at.len(), &what));
        }
    }
    for (at, what) in in_values(template) {
        remarks.push(remark(at, &what));
    }
    remarks
}

fn remark(at: Range<usize>, what: &str) -> Remark {
    Remark::new(
        &codes::TYPED_NUMBER,
        at,
        format!("`{what}` is typed in the template, expected a value that comes from a figure"),
        format!(
            "write the value, as in `{{{{ cijfer(\"vraag\", \"optie\").aantal }}}}`; a number that never changes is marked as meant: `{{{{ \"{what}\"|letterlijk }}}}`"
        ),
    )
}

/// Numbers and sizes in a text: where, and what.
fn in_text(text: &str) -> Vec<(Range<usize>, String)> {
    let words = words(text);
    let lower: Vec<String> = words.iter().map(Word::lower).collect();
    let mut found = Vec::new();
    for (index, word) in words.iter().enumerate() {
        if found.last().is_some_and(|(at, _): &(Range<usize>, String)| at.end >= word.at.end) {
            continue;
        }
        let next = lower.get(index + 1).map_or("", String::as_str);
        let sized = words_of_size(&lower[index], next);
        if sized == 2 || (lower[index] == "eerste" && PLACES.contains(&next)) {
            let pair = format!("{} {next}", lower[index]);
            found.push((word.at.start..words[index + 1].at.end, pair));
        } else if sized == 1
            || is_ordinal(&lower[index])
            || number_word(&lower[index]).is_some()
            || (is_number(word.text) && !is_date(&words, index))
        {
            found.push((word.at.clone(), word.text.to_owned()));
        }
    }
    found
}

/// Digits without letters, or with an ending such as `1e` and `3x`: `B1` and `A4` are names.
fn is_number(word: &str) -> bool {
    let bare = |word: &str| {
        word.contains(|c: char| c.is_ascii_digit()) && !word.contains(char::is_alphabetic)
    };
    bare(word) || ENDINGS.iter().any(|ending| word.strip_suffix(ending).is_some_and(bare))
}

/// `14 december`, `december 2023`: the number stands beside a month.
fn is_date(words: &[Word], index: usize) -> bool {
    let month = |index: Option<usize>| {
        let word = index.and_then(|index| words.get(index));
        word.is_some_and(|word| is_month(&word.lower()))
    };
    match words[index].digits() {
        Some(1900..=2099) => month(index.checked_sub(1)),
        Some(1..=31) => month(Some(index + 1)),
        _ => false,
    }
}

/// Functions that are asked for a figure by question and option.
const CALLS: [&str; 5] =
    ["cijfer", "bevinding", "grootste", "sterkste_stijging", "sterkste_daling"];
/// The filter behind a text that is meant as it stands.
const MEANT: &str = "letterlijk";

/// Texts and numbers written inside `{{ ... }}` and `{% set ... %}`.
fn in_values(template: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    for Expression { calls, quoted, number } in expressions(template) {
        // Ids of questions and codes of options are no text.
        if CALLS.contains(&calls.as_str()) {
            continue;
        }
        for Quoted { range, filter } in quoted {
            if filter != MEANT {
                for (inner, what) in in_text(&template[range.clone()]) {
                    let from = range.start + inner.start;
                    found.push((from..from + inner.len(), what));
                }
            }
        }
        found.extend(number.map(|range| (range.clone(), template[range].to_owned())));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(template: &str) -> Vec<String> {
        typed_numbers(template).iter().map(|r| template[r.at.clone()].to_owned()).collect()
    }

    #[test]
    fn every_typed_number_is_found_with_its_place() {
        let template = "{# 12 #}\n#set page(width: 10pt)\nEr deden 153 mee, drie keer, {{ n }} van de 172 (89%).\n\
                        #noot[De helft in 2019.]\n{{ 3|in_woorden }} {{ \"Factsheet 7\" }}{% set x = 5 %}";
        assert_eq!(found(template), ["153", "drie", "172", "89", "helft", "2019", "3", "7", "5"]);
    }

    #[test]
    fn number_words_ordinals_and_loose_sizes_are_numbers_too() {
        let template = "Honderdvijftig en eenentwintig, anderhalf keer, tientallen, dubbel, de 1e \
                        en 2de, 3x, vrijwel alle, nagenoeg iedereen, de tweede, eerste plaats.";
        let expected = [
            "Honderdvijftig",
            "eenentwintig",
            "anderhalf",
            "tientallen",
            "dubbel",
            "1e",
            "2de",
            "3x",
            "vrijwel alle",
            "nagenoeg iedereen",
            "tweede",
            "eerste plaats",
        ];
        assert_eq!(found(template), expected);
    }

    #[test]
    fn dates_names_values_and_marked_literals_are_no_typed_numbers() {
        let template = "Als eerste, voor het eerst. Op 14 december 2023 en in mei 2022 geldt niveau B1 op A4: {{ vraag.n }}, \
                        {{ \"3 procentpunt\"|letterlijk }} en een gemeente.\n#v(12pt)\n{% if x == 2 %}ja{% endif %}{{ cijfer(\"q\", \"drie\", jaar=2020) }}";
        assert_eq!(found(template), Vec::<String>::new());
    }
}
