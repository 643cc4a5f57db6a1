//! Words of direction (`gestegen`, `gedaald`, `gelijk gebleven`) beside two numbers that went
//! another way.

use std::ops::Range;

use super::Remark;
use super::codes;
use crate::disclosure::SMALL_CHANGE;
use crate::dutch::{Direction, Word, direction, sentences, without_quotes, words};

/// Two numbers in a sentence, the earlier one first.
struct Pair {
    at: Range<usize>,
    from: u64,
    to: u64,
    percentages: bool,
}

/// Directions in a paragraph that do not fit their numbers.
pub(super) fn misfits(text: &str) -> Vec<Remark> {
    let unquoted = without_quotes(text);
    let found = sentences(&unquoted).into_iter().filter_map(|sentence| {
        Some(in_sentence(&unquoted[sentence.clone()])?.moved(sentence.start))
    });
    found.collect()
}

fn in_sentence(text: &str) -> Option<Remark> {
    let words = words(text);
    let mut said = words.iter().filter_map(|word| Some((word, direction(&word.lower())?)));
    let (word, first) = said.next()?;
    // A sentence of two directions is about more than one pair of numbers.
    if said.any(|(_, other)| other != first) {
        return None;
    }
    let fits = |pair: &Pair| match first {
        Direction::Rise => pair.to > pair.from,
        Direction::Fall => pair.to < pair.from,
        Direction::Same => is_about_the_same(pair),
    };
    let pair = pairs(&words).into_iter().find(|pair| !fits(pair))?;
    Some(Remark::new(
        &codes::DIRECTION_DOES_NOT_FIT,
        word.at.clone(),
        format!("`{}` does not fit `{}` in the same sentence", word.text, &text[pair.at]),
        "take the words from the figure: `paneel.zin`",
    ))
}

/// Rounded percentages that lie further apart can't be a small change; counts can.
fn is_about_the_same(pair: &Pair) -> bool {
    !pair.percentages || pair.from.abs_diff(pair.to) <= u64::from(SMALL_CHANGE)
}

/// `48 → 55`, `van 48 naar 55`, `55% (was 48% in 2022)`.
fn pairs(words: &[Word]) -> Vec<Pair> {
    let number = |index: usize| words.get(index).and_then(Word::digits);
    let is = |index: usize, text: &str| words.get(index).is_some_and(|word| word.lower() == text);
    let mut found = Vec::new();
    for index in 0..words.len() {
        let Some(first) = number(index) else { continue };
        let gap = words[index].gap;
        let to = [index + 2, index + 3, index + 4].into_iter().find(|to| is(to - 1, "naar"));
        let arrow = gap.contains('→') || gap.contains("->");
        let was = gap.contains('(') && is(index + 1, "was");
        let (second, reversed) = match to {
            _ if arrow => (index + 1, false),
            _ if was => (index + 2, true),
            Some(to) if index > 0 && is(index - 1, "van") => (to, false),
            _ => continue,
        };
        let Some(other) = number(second) else { continue };
        let (from, to) = if reversed { (other, first) } else { (first, other) };
        let percent = |index: usize| words[index].gap.starts_with('%');
        let at = words[index].at.start..words[second].at.end;
        found.push(Pair { at, from, to, percentages: percent(index) && percent(second) });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_that_the_numbers_do_not_take_is_found() {
        for (text, word) in [
            ("Het aandeel is sterk gedaald: 48 → 55.", "gedaald"),
            ("Goed. Het is gestegen van 43% naar 40%.", "gestegen"),
            ("De daling is klein: van 40 gemeenten naar 48.", "daling"),
            ("Nu is het 34% (was 41% in 2022), dus gelijk gebleven.", "gelijk"),
            ("Dat steeg van 12 in 2022 naar 12 in 2023.", "steeg"),
        ] {
            let found: Vec<_> = misfits(text).into_iter().map(|found| &text[found.at]).collect();
            assert_eq!(found, [word], "{text}");
        }
        for text in [
            "Het ging van 48 naar 55: het aandeel is met 6 procentpunt gestegen.",
            "Van 97 naar 98: ongeveer gelijk gebleven. Gedaald van 52 naar 44.",
            "Nu is het 36% (was 34% in 2022), dus gelijk gebleven.",
            "‘Gestegen’ zeiden er 12, van 48 naar 40.",
        ] {
            assert!(misfits(text).is_empty(), "{text}");
        }
    }
}
