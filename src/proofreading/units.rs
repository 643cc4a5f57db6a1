//! One unit per number: municipalities, respondents and contact persons are not the same.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Remark;
use super::codes;
use crate::dutch::{Noun, without_quotes, words};

/// Units, each with another word for it in the plural.
const UNITS: [(Noun<'static>, &str); 3] =
    [(Noun::MUNICIPALITIES, ""), (Noun::RESPONDENTS, "invullers"), (Noun::CONTACTS, "")];

/// Smaller numbers are the same by chance.
const BY_CHANCE: u64 = 20;

/// Numbers that were counted in a unit earlier in the document.
#[derive(Default)]
pub(super) struct Units {
    known: BTreeMap<u64, &'static str>,
}

impl Units {
    /// Mixed units in one paragraph, and numbers that had another unit earlier.
    pub(super) fn mixed(&mut self, text: &str) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let mut here: Option<&'static str> = None;
        for (at, number, unit) in counted(text) {
            let first = *here.get_or_insert(unit);
            let known = *self.known.entry(number).or_insert(unit);
            if first != unit {
                remarks.push(remark(at, unit, &format!("`{first}` in the same paragraph")));
            } else if known != unit && number >= BY_CHANCE {
                let words = format!("`{number} {known}` earlier in the document");
                remarks.push(remark(at, unit, &words));
            }
        }
        remarks
    }
}

fn remark(at: Range<usize>, unit: &str, other: &str) -> Remark {
    Remark::new(
        &codes::MIXED_UNITS,
        at,
        format!("the unit is `{unit}`, but {other}"),
        "use one unit for one number, and say once how units relate",
    )
}

/// Numbers with their unit; one word may stand between (`172 uitgenodigde gemeenten`).
fn counted(text: &str) -> Vec<(Range<usize>, u64, &'static str)> {
    let text = without_quotes(text);
    let words = words(&text);
    let unit = |index: usize| {
        let word = words.get(index)?.lower();
        let unit = UNITS.iter().find(|(noun, other)| noun.is(&word) || *other == word);
        unit.map(|(noun, _)| (index, noun.many))
    };
    let mut found = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let Some(number) = word.number().filter(|_| word.runs_on()) else { continue };
        let far = || words.get(index + 1).filter(|w| w.runs_on()).and_then(|_| unit(index + 2));
        if let Some((last, unit)) = unit(index + 1).or_else(far) {
            found.push((word.at.start..words[last].at.end, number, unit));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_units_in_a_paragraph_or_for_a_number_are_found() {
        let mut units = Units::default();
        assert!(
            units
                .mixed("In 2023 deden 174 gemeenten mee, van de 262 uitgenodigde gemeenten.")
                .is_empty()
        );
        let text = "Er waren 174 respondenten.";
        let found = units.mixed(text);
        assert_eq!(&text[found[0].at.clone()], "174 respondenten");
        let mixed = Units::default().mixed("Van 100 gemeenten zijn 182 contactpersonen benaderd.");
        assert_eq!(mixed.len(), 1);
        assert!(Units::default().mixed("Eén gemeente. 3 gemeenten (12%).").is_empty());
    }
}
