//! Size words beside a number that they do not fit, and numbers that can't be true together
//! (by the table of [`crate::dutch`], which documents write by).

use std::ops::Range;

use super::Remark;
use super::codes;
use crate::disclosure::Share;
use crate::dutch::{SIZE_WORDS_FROM, Stated, claims, sentences, without_quotes, words};

/// A number in a sentence.
struct Number {
    at: Range<usize>,
    says: Stated,
}

impl Number {
    /// Whether it is `x van de y` with a base for which no size words are used.
    fn has_small_base(&self) -> bool {
        let least = u64::from(SIZE_WORDS_FROM);
        matches!(self.says, Stated::Share { base, .. } if base < least)
    }
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
        remarks.extend(found.into_iter().map(|remark| remark.moved(sentence.start)));
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
    let claim = claims(text).pop()?;
    let (numbers, _) = numbers(next);
    let number = numbers.first()?;
    let said = &text[claim.at.clone()];
    (!claim.fits(number.says))
        .then(|| misfit(claim.at.clone(), said, &next[number.at.clone()], "next"))
}

fn in_sentence(text: &str) -> Vec<Remark> {
    let (numbers, mut remarks) = numbers(text);
    let claims = claims(text);
    for (index, claim) in claims.iter().enumerate() {
        let at = &claim.at;
        let until = claims.get(index + 1).map_or(text.len(), |next| next.at.start);
        let after = numbers.iter().find(|n| n.at.start >= at.end && n.at.start < until);
        let before = numbers.iter().rev().find(|n| n.at.end <= at.start);
        let Some(number) = after.or(before) else { continue };
        let (said, beside) = (&text[at.clone()], &text[number.at.clone()]);
        if !claim.fits(number.says) {
            remarks.push(misfit(at.clone(), said, beside, "same"));
        } else if number.has_small_base() {
            remarks.push(small_base(at.clone(), said, beside));
        }
    }
    remarks
}

fn misfit(at: Range<usize>, claim: &str, number: &str, which: &str) -> Remark {
    Remark::new(
        &codes::CLAIM_DOES_NOT_FIT,
        at,
        format!("`{claim}` does not fit `{number}` in the {which} sentence"),
        "take the words from the figure (`kop.groep`), or write other words",
    )
}

fn small_base(at: Range<usize>, claim: &str, number: &str) -> Remark {
    Remark::new(
        &codes::CLAIM_ON_SMALL_BASE,
        at,
        format!(
            "`{claim}` stands with `{number}`, expected only numbers below a base of {SIZE_WORDS_FROM}"
        ),
        "write the numbers only",
    )
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
            found.push(Number { at, says: Stated::Share { count: number, base } });
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
            found.push(Number { at, says: Stated::Percent(number) });
        }
    }
    (found, faults)
}

fn impossible(at: Range<usize>, what: &str) -> Remark {
    Remark::new(
        &codes::IMPOSSIBLE_NUMBER,
        at,
        format!("`{what}` can't be true"),
        "take both numbers from one figure",
    )
}

/// The `x van de y` that a percentage in brackets right behind it is about.
fn share_before(text: &str, last: Option<&Number>, at: usize) -> Option<Share> {
    let number = last?;
    let between = text.get(number.at.end..at)?;
    let close = between.ends_with('(') && between.matches(' ').count() <= 3;
    let Stated::Share { count, base } = number.says else { return None };
    close.then(|| Share::of(u32::try_from(count).ok()?, u32::try_from(base).ok()?)).flatten()
}

fn no_percentage_of(at: Range<usize>, percent: u64, share: Share) -> Remark {
    Remark::new(
        &codes::PERCENTAGE_DOES_NOT_FIT,
        at,
        format!(
            "{percent}% is not {} of {}, expected {}%",
            share.count(),
            share.base(),
            share.percent()
        ),
        "take count, base and percentage from one figure",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        misfits(text).iter().map(|remark| remark.code.name).collect()
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
}
