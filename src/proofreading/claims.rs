//! Size words beside a number that they do not fit, and numbers that can't be true together
//! (the table of words of the house rule; `language::size_in_words` writes by the same table).

use std::ops::Range;

use super::Remark;
use super::codes;
use super::words::{sentences, without_quotes, words};
use crate::diagnostics::{Diagnostic, Place};
use crate::disclosure::Share;

/// Below this base no size word is used.
const WORDS_BASE: u64 = 20;
/// One percent, in the unit of the bounds: thirds of a hundredth of a percent.
const POINT: u64 = 300;

/// Words for a size with what they fit: from, up to and not including, in [`POINT`]s / 300.
const SIZES: [(&str, u64, u64); 16] = [
    ("geen enkele", 0, 1),
    ("bijna geen", 1, 5 * POINT),
    ("een klein deel", 5 * POINT, 21 * POINT),
    ("meerderheid", 50 * POINT + 1, 101 * POINT),
    ("merendeel", 50 * POINT + 1, 101 * POINT),
    ("minderheid", 1, 50 * POINT),
    ("de meeste", 79 * POINT, 90 * POINT),
    ("bijna alle", 90 * POINT, 100 * POINT),
    ("nagenoeg alle", 90 * POINT, 100 * POINT),
    ("vrijwel alle", 90 * POINT, 100 * POINT),
    ("bijna iedereen", 90 * POINT, 100 * POINT),
    ("nagenoeg iedereen", 90 * POINT, 100 * POINT),
    ("vrijwel iedereen", 90 * POINT, 100 * POINT),
    ("vrijwel geen", 0, 5 * POINT),
    ("slechts weinig", 1, 21 * POINT),
    ("alle gemeenten", 100 * POINT, 101 * POINT),
];

/// Sizes that have a name, with their exact value.
const ANCHORS: [(&str, u64); 5] = [
    ("een kwart", 25 * POINT),
    ("een derde", 10_000),
    ("de helft", 50 * POINT),
    ("twee derde", 20_000),
    ("driekwart", 75 * POINT),
];

/// A number in a sentence: the shares it may stand for, as a range.
struct Number {
    at: Range<usize>,
    low: u64,
    high: u64,
    /// Known when it is `x van de y`.
    base: Option<u64>,
}

/// How a sentence begins that gives the number of the one before.
const GIVES_NUMBER: [&str; 6] =
    ["het gaat om ", "het zijn ", "dat is ", "dat zijn ", "dit is ", "dit zijn "];

/// Misfits in one paragraph.
pub(super) fn misfits(text: &str) -> Vec<Remark> {
    let unquoted = without_quotes(text);
    let all = sentences(&unquoted);
    let mut remarks = Vec::new();
    for (index, sentence) in all.iter().enumerate() {
        let here = &unquoted[sentence.clone()];
        let mut found = in_sentence(here);
        if let Some(next) = all.get(index + 1) {
            found.extend(before_its_number(here, &unquoted[next.clone()]));
        }
        remarks.extend(found.into_iter().map(|Remark { at, finding }| Remark {
            at: sentence.start + at.start..sentence.start + at.end,
            finding,
        }));
    }
    remarks
}

/// A claim without a number, when the next sentence begins with the number.
fn before_its_number(text: &str, next: &str) -> Option<Remark> {
    let lower = next.to_lowercase();
    let gives = GIVES_NUMBER.iter().any(|begin| lower.starts_with(begin))
        || lower.starts_with(|c: char| c.is_ascii_digit());
    if !gives || !numbers(text).0.is_empty() || !claims(next).is_empty() {
        return None;
    }
    let (at, low, high) = claims(text).pop()?;
    let (numbers, _) = numbers(next);
    let number = numbers.first()?;
    let misfits = number.high < low || number.low >= high;
    misfits.then(|| misfit(at.clone(), &text[at], &next[number.at.clone()], "next"))
}

/// Where a text names a size: `ruim de helft`, `bijna alle`.
pub(super) fn sizes(text: &str) -> Vec<Range<usize>> {
    claims(text).into_iter().map(|(at, ..)| at).collect()
}

fn in_sentence(text: &str) -> Vec<Remark> {
    let (numbers, mut remarks) = numbers(text);
    let claims = claims(text);
    for (index, (at, low, high)) in claims.iter().enumerate() {
        let until = claims.get(index + 1).map_or(text.len(), |next| next.0.start);
        let after = numbers.iter().find(|n| n.at.start >= at.end && n.at.start < until);
        let before = numbers.iter().rev().find(|n| n.at.end <= at.start);
        let Some(number) = after.or(before) else { continue };
        let claim = &text[at.clone()];
        if number.high < *low || number.low >= *high {
            remarks.push(misfit(at.clone(), claim, &text[number.at.clone()], "same"));
        } else if number.base.is_some_and(|base| base < WORDS_BASE) {
            remarks.push(small_base(at.clone(), claim, &text[number.at.clone()]));
        }
    }
    remarks
}

fn misfit(at: Range<usize>, claim: &str, number: &str, which: &str) -> Remark {
    let finding = Diagnostic::new(
        &codes::CLAIM_DOES_NOT_FIT,
        Place::File(String::new()),
        format!("`{claim}` does not fit `{number}` in the {which} sentence"),
    )
    .help("take the words from the figure (`kop.groep`), or write other words");
    Remark { at, finding }
}

fn small_base(at: Range<usize>, claim: &str, number: &str) -> Remark {
    let finding = Diagnostic::new(
        &codes::CLAIM_ON_SMALL_BASE,
        Place::File(String::new()),
        format!("`{claim}` stands with `{number}`, expected only numbers below a base of 20"),
    )
    .help("write the numbers only");
    Remark { at, finding }
}

/// `x van de y` and `z%`, with what can't be true about them.
fn numbers(text: &str) -> (Vec<Number>, Vec<Remark>) {
    let words = words(text);
    let (mut found, mut faults): (Vec<Number>, Vec<Remark>) = (Vec::new(), Vec::new());
    for (index, word) in words.iter().enumerate() {
        let Some(number) = word.digits() else { continue };
        let next = |by: usize| words.get(index + by);
        let base = next(3).filter(|_| {
            next(1).is_some_and(|w| w.text == "van") && next(2).is_some_and(|w| w.text == "de")
        });
        if let Some((base, end)) = base.and_then(|w| Some((w.digits()?, w.at.end))) {
            let at = word.at.start..end;
            if number > base || base == 0 {
                faults.push(impossible(at, &format!("{number} van de {base}")));
                continue;
            }
            // Cut off below: no bound of a word lies within one unit but itself.
            let share = number * 100 * POINT / base;
            let share = if number > 0 { share.max(1) } else { 0 };
            found.push(Number { at, low: share, high: share, base: Some(base) });
        } else if word.gap.starts_with('%') && !word.gap.starts_with("%-") {
            let at = word.at.start..word.at.end + 1;
            if number > 100 {
                faults.push(impossible(at, &format!("{number}%")));
                continue;
            }
            if let Some(share) = share_before(text, found.last(), word.at.start)
                && u64::from(share.percent()) != number
            {
                faults.push(no_percentage_of(at.clone(), number, share));
            }
            let low = (number * POINT).saturating_sub(POINT / 2);
            found.push(Number { at, low, high: number * POINT + POINT / 2 - 1, base: None });
        }
    }
    (found, faults)
}

fn impossible(at: Range<usize>, what: &str) -> Remark {
    let finding = Diagnostic::new(
        &codes::IMPOSSIBLE_NUMBER,
        Place::File(String::new()),
        format!("`{what}` can't be true"),
    )
    .help("take both numbers from one figure");
    Remark { at, finding }
}

/// The `x van de y` that a percentage in brackets right behind it is about.
fn share_before(text: &str, last: Option<&Number>, at: usize) -> Option<Share> {
    let number = last?;
    let between = text.get(number.at.end..at)?;
    let close = between.ends_with('(') && between.matches(' ').count() <= 3;
    let parts = words(&text[number.at.clone()]);
    let parts: Vec<_> = parts.iter().filter_map(super::words::Word::digits).collect();
    let [count, base] = parts[..] else { return None };
    close.then(|| Share::of(u32::try_from(count).ok()?, u32::try_from(base).ok()?)).flatten()
}

fn no_percentage_of(at: Range<usize>, percent: u64, share: Share) -> Remark {
    let finding = Diagnostic::new(
        &codes::PERCENTAGE_DOES_NOT_FIT,
        Place::File(String::new()),
        format!(
            "{percent}% is not {} of {}, expected {}%",
            share.count(),
            share.base(),
            share.percent()
        ),
    )
    .help("take count, base and percentage from one figure");
    Remark { at, finding }
}

/// Size words with the shares that they fit.
fn claims(text: &str) -> Vec<(Range<usize>, u64, u64)> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return Vec::new();
    }
    let whole = |at: usize, end: usize| {
        !lower[..at].ends_with(char::is_alphanumeric)
            && !lower[end..].starts_with(char::is_alphanumeric)
    };
    let mut claims = Vec::new();
    for (name, low, high) in SIZES {
        for (at, _) in lower.match_indices(name) {
            let all = name == "alle gemeenten";
            let before = &lower[..at];
            let part_of = ["van ", "voor ", "over ", "bijna ", "nagenoeg ", "vrijwel "];
            if whole(at, at + name.len()) && !(all && part_of.iter().any(|w| before.ends_with(w))) {
                claims.push((at..at + name.len(), low, high));
            }
        }
    }
    for (name, value) in ANCHORS {
        for (at, _) in lower.match_indices(name).filter(|(at, n)| whole(*at, at + n.len())) {
            let (start, low, high) = anchored(&lower[..at], value);
            claims.push((start.unwrap_or(at)..at + name.len(), low, high));
        }
    }
    claims.sort_by_key(|(at, ..)| at.start);
    claims
}

/// What an anchor fits, by the word before it, and where that word begins.
fn anchored(before: &str, value: u64) -> (Option<usize>, u64, u64) {
    let modifiers = [
        ("ongeveer ", value - POINT, value + POINT),
        ("ruim ", value + 1, value + 4 * POINT),
        ("bijna ", value - 4 * POINT, value),
        ("meer dan ", value + 1, value + 13 * POINT),
        ("minder dan ", value - 13 * POINT, value),
    ];
    let found = modifiers.into_iter().find(|(word, ..)| before.ends_with(word));
    match found {
        Some((word, low, high)) => (Some(before.len() - word.len()), low, high),
        None => (None, value.saturating_sub(1), value + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        misfits(text).iter().map(|remark| remark.finding.code.name).collect()
    }

    #[test]
    fn words_that_do_not_fit_their_number_are_found() {
        for text in [
            "Bijna alle gemeenten (61%) doen mee.",
            "In 2023 deed 61% mee, dus bijna alle gemeenten.",
            "Het is een derde: 20 van de 100 gemeenten.",
            "Nagenoeg alle gemeenten: 83 van de 98 (85%).",
            "De meerderheid, 45%, zegt nee.",
            "Goed. Ruim de helft (49%) doet mee.",
            "Nagenoeg iedereen doet mee, namelijk 61%.",
            "Slechts weinig gemeenten doen mee (91%).",
            "Vrijwel alle gemeenten doen mee. Het gaat om 61%.",
        ] {
            assert_eq!(codes(text), ["claim-does-not-fit"], "{text}");
        }
        assert_eq!(codes("De meeste, 15 van de 18 gemeenten."), ["claim-on-small-base"]);
    }

    #[test]
    fn words_that_fit_and_quoted_answers_are_left_alone() {
        for text in [
            "Het antwoord van ruim de helft van de gemeenten is ‘ja’: 92 van de 174 (53%).",
            "Bijna alle gemeenten (95%) en een derde (33%) van de rest.",
            "Bijna alle gemeenten: 160 van de 172 gemeenten (93%).",
            "De helft: 50 van de 100. Van alle gemeenten deed 66% mee.",
            "Het antwoord ‘bijna alle gemeenten’ gaf 12%.",
            "Een derde: 58 van de 174 gemeenten (33%).",
            "Bijna alle gemeenten doen mee. Dat zijn er 160 van de 172 (93%).",
            "Bijna alle gemeenten doen mee. In 2020 was dat 61%.",
        ] {
            assert_eq!(codes(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn numbers_that_cannot_be_true_together_are_found() {
        assert_eq!(codes("Het zijn 82 van de 74 gemeenten."), ["impossible-number"]);
        assert_eq!(codes("Dat is 104%."), ["impossible-number"]);
        assert_eq!(codes("Dat zijn 64 van de 103 gemeenten (63%)."), ["percentage-does-not-fit"]);
    }

    #[test]
    fn places_are_those_of_the_words() {
        let text = "Goed zo. En bijna alle gemeenten (61%).";
        assert_eq!(&text[misfits(text)[0].at.clone()], "bijna alle");
    }

    #[test]
    fn what_the_product_says_about_a_share_always_fits() {
        for base in [20, 43, 98, 172, 174] {
            for count in 0..=base {
                let share = Share::of(count, base).unwrap();
                let Some(words) = crate::language::size_in_words(share) else { continue };
                let words = if words == "alle" { "alle gemeenten".to_owned() } else { words };
                let text =
                    format!("{words}: {count} van de {base} gemeenten ({}%).", share.percent());
                assert_eq!(codes(&text), Vec::<&str>::new(), "{text}");
            }
        }
    }
}
