//! Agreement of numbers with their words, and what was left over from a draft.

use std::ops::Range;

use super::Remark;
use super::codes;
use crate::dutch::{Noun, Word, sentences, without_quotes, words};

/// What they do: one, many.
const VERBS: [(&str, &str); 16] = [
    ("doet", "doen"),
    ("deed", "deden"),
    ("geeft", "geven"),
    ("gaf", "gaven"),
    ("heeft", "hebben"),
    ("had", "hadden"),
    ("is", "zijn"),
    ("was", "waren"),
    ("vult", "vullen"),
    ("vulde", "vulden"),
    ("beantwoordde", "beantwoordden"),
    ("antwoordde", "antwoordden"),
    ("noemt", "noemen"),
    ("noemde", "noemden"),
    ("kiest", "kiezen"),
    ("koos", "kozen"),
];

/// Behind these words a number is no subject: the verb belongs to something else.
const PREPOSITIONS: [&str; 19] = [
    "bij", "voor", "van", "met", "in", "uit", "door", "aan", "op", "onder", "tot", "over", "naar",
    "tussen", "na", "per", "om", "binnen", "sinds",
];

/// What shows that somebody meant to come back, or that a value was empty.
const LEFT_OVER: [&str; 14] = [
    "{{",
    "}}",
    "{%",
    "%}",
    "TODO",
    "FIXME",
    "XXX",
    "???",
    "lorem",
    "Lorem",
    "n.t.b.",
    "()",
    "‘’",
    "undefined",
];

/// Numbers that do not agree with their noun or verb.
pub(super) fn disagreements(text: &str, nouns: &[Noun]) -> Vec<Remark> {
    let unquoted = without_quotes(text);
    let mut remarks = Vec::new();
    for sentence in sentences(&unquoted) {
        let words = words(&unquoted[sentence.clone()]);
        for index in 0..words.len() {
            let found = [noun(&words, index, nouns), verb(&words, index, nouns)];
            for (at, right) in found.into_iter().flatten() {
                let at = sentence.start + at.start..sentence.start + at.end;
                remarks.push(Remark::new(
                    &codes::NUMBER_AGREEMENT,
                    at.clone(),
                    format!("`{}` does not agree, expected `{right}`", &unquoted[at]),
                    "use `meervoud`, as in `{{ n|meervoud(\"gemeente\", \"gemeenten\") }}`",
                ));
            }
        }
    }
    remarks
}

/// The number before a noun that does not fit it, and the right noun.
fn noun<'a>(words: &[Word], index: usize, nouns: &[Noun<'a>]) -> Option<(Range<usize>, &'a str)> {
    let number = words[index].number().filter(|_| words[index].runs_on())?;
    // A year is no count.
    if (1900..2100).contains(&number) && words[index].text.len() == 4 {
        return None;
    }
    let next = index + 1;
    let noun_of = |word: &Word| nouns.iter().find(|noun| noun.is(&word.lower()));
    let direct = words.get(next).is_some_and(|word| noun_of(word).is_some());
    let at = if direct { next } else { next + 1 };
    if !direct && !words.get(next).is_some_and(|word| word.runs_on() && is_adjective(word)) {
        return None;
    }
    let found = words.get(at)?;
    let right = agreeing(*noun_of(found)?, number);
    (found.lower() != right).then(|| (words[index].at.start..found.at.end, right))
}

fn is_adjective(word: &Word) -> bool {
    let word = word.lower();
    word.ends_with('e') && word.len() > 4
}

/// The form of a noun or verb that goes with a number.
fn agreeing<'a>(forms: Noun<'a>, number: u64) -> &'a str {
    forms.of(u32::try_from(number).unwrap_or(u32::MAX))
}

/// A subject of a number and a noun with a verb that does not fit, and the right verb.
fn verb(words: &[Word], index: usize, nouns: &[Noun]) -> Option<(Range<usize>, &'static str)> {
    let number = words[index].number().filter(|_| words[index].runs_on())?;
    let before = index.checked_sub(1).map(|before| words[before].lower());
    if before.is_some_and(|before| PREPOSITIONS.contains(&before.as_str()) || before == "de") {
        return None;
    }
    let of = words.get(index + 1)?.lower() == "van" && words.get(index + 2)?.lower() == "de";
    let noun = index + if of { 4 } else { 1 };
    let is_noun = |word: &Word| nouns.iter().any(|noun| noun.is(&word.lower()));
    words.get(noun).filter(|word| is_noun(word) && word.runs_on())?;
    let verb = words.get(noun + 1)?;
    let forms = VERBS.map(|(one, many)| Noun { one, many });
    let right = agreeing(*forms.iter().find(|forms| forms.is(&verb.lower()))?, number);
    (verb.lower() != right).then(|| (words[index].at.start..verb.at.end, right))
}

/// Placeholders and empty brackets.
pub(super) fn left_overs(text: &str) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for mark in LEFT_OVER {
        for (at, _) in text.match_indices(mark) {
            remarks.push(Remark::new(
                &codes::LEFT_OVER,
                at..at + mark.len(),
                format!("`{mark}` stands in the text, expected finished text"),
                "fill it in, or print this part only when there is something to print",
            ));
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        disagreements(text, &Noun::COMMON).into_iter().map(|remark| &text[remark.at]).collect()
    }

    #[test]
    fn a_number_agrees_with_its_noun_and_verb() {
        for (text, wrong) in [
            ("Er deden 1 gemeenten mee.", "1 gemeenten"),
            ("Er deden 3 nieuwe gemeente mee.", "3 nieuwe gemeente"),
            ("1 gemeente geven dat antwoord.", "1 gemeente geven"),
            ("Vijf gemeenten geeft dat antwoord.", "Vijf gemeenten geeft"),
            ("35 van de 43 gemeenten doet mee.", "35 van de 43 gemeenten doet"),
            ("Dat is één vragen.", "één vragen"),
        ] {
            assert_eq!(found(text), [wrong], "{text}");
        }
        for text in [
            "1 gemeente geeft dat antwoord, 2 gemeenten geven het niet.",
            "1 van de 5 gemeenten doet mee.",
            "Bij 3 gemeenten is dat niet bekend, voor 1 gemeente zijn er cijfers.",
            "In 2023 gemeente Zwolle. In 2022 zijn 262 gemeenten uitgenodigd.",
            "35 van de 43 gemeenten (81%) doen mee; de 43 gemeenten zijn bekend.",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn left_overs_are_found() {
        assert_eq!(left_overs("Hier komt nog TODO en ‘’ te staan ().").len(), 3);
        assert!(left_overs("Af (echt).").is_empty());
    }
}
