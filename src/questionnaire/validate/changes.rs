//! Words that changed between two waves that are compared all the same: somebody must have judged
//! that the same was meant.

use std::collections::BTreeMap;

use super::{Judge, Question, RawQuestion, RawWording, Wave, diags};
use crate::questionnaire::model::RowIndex;
use crate::register::fold;

/// Most words of a difference that are shown.
const MOST_WORDS: usize = 12;

impl Judge<'_> {
    /// Warns where a question, an option or a row has other words in the next wave and may be
    /// compared with it.
    pub(super) fn words_stay(&mut self, raw: &RawQuestion, question: &Question) {
        let unbroken = |(one, other)| question.break_between(one, other).is_none();
        let waves = pairs(&question.waves).filter(|pair| unbroken(*pair));
        let of = format!("question `{}`", question.id);
        self.words_between(&of, &raw.wording, waves, |wave| question.text_in(wave));
        for option in raw.options.iter().chain(&raw.codes) {
            let Some((index, item)) = question.item(option.code.get()) else {
                continue;
            };
            let compared = |(one, other)| question.comparable(index, one, other).is_ok();
            let waves = pairs(&item.waves).filter(|pair| compared(*pair));
            let of = format!("option `{}` of question `{}`", item.code, question.id);
            self.words_between(&of, &option.wording, waves, |wave| item.label_in(wave));
        }
        for (index, raw) in (0u16..).map(RowIndex).zip(&raw.rows) {
            let row = question.row(index);
            let waves = pairs(&row.waves).filter(|pair| unbroken(*pair));
            let of = format!("row `{}` of question `{}`", row.code, question.id);
            self.words_between(&of, &raw.wording, waves, |wave| row.label_in(wave));
        }
    }

    fn words_between<'w>(
        &mut self,
        of: &str,
        raw: &[RawWording],
        waves: impl Iterator<Item = (Wave, Wave)>,
        words: impl Fn(Wave) -> &'w str,
    ) {
        let written: BTreeMap<Wave, &RawWording> =
            raw.iter().map(|wording| (Wave(*wording.wave.get()), wording)).collect();
        for (earlier, later) in waves {
            let (before, after) = (words(earlier), words(later));
            let entries = [written.get(&earlier), written.get(&later)];
            let mut entries = entries.into_iter().flatten();
            let Some(entry) = entries.clone().next().filter(|_| fold(before) != fold(after)) else {
                continue;
            };
            if !entries.any(|entry| entry.same_meaning) {
                let place = self.place(&entry.wave);
                let change = difference(before, after);
                self.push(diags::wording_changed(place, of, (earlier, later), &change));
            }
        }
    }
}

fn pairs(waves: &[Wave]) -> impl Iterator<Item = (Wave, Wave)> {
    waves.windows(2).map(|pair| (pair[0], pair[1]))
}

/// The words that are not the same, before and after.
fn difference(before: &str, after: &str) -> (String, String) {
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.split_whitespace().collect(), after.split_whitespace().collect());
    let same = |(one, other): &(&&str, &&str)| fold(one) == fold(other);
    let begin = before.iter().zip(&after).take_while(same).count();
    let (before, after) = (&before[begin..], &after[begin..]);
    let end = before.iter().rev().zip(after.iter().rev()).take_while(same).count();
    let shown = |words: &[&str]| {
        let more = if words.len() > MOST_WORDS { " …" } else { "" };
        format!("{}{more}", words[..words.len().min(MOST_WORDS)].join(" "))
    };
    (shown(&before[..before.len() - end]), shown(&after[..after.len() - end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_that_differ_are_shown() {
        let of = |before: &str, after: &str| difference(before, after);
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        let question = "Heeft u contact met lokale zorgverleners?";
        assert_eq!(
            of(question, "Heeft u contact met huisartsen?"),
            pair("lokale zorgverleners?", "huisartsen?")
        );
        assert_eq!(of("Ja, vaak", "Ja"), pair("Ja, vaak", "Ja"));
        assert_eq!(of("Ja nu", "Ja"), pair("nu", ""));
        assert_eq!(of("een een", "een"), pair("een", ""));
        let long = "a b c d e f g h i j k l m n";
        assert_eq!(of(long, "x").0, "a b c d e f g h i j k l …");
    }
}
