//! What is known about a printed number beside the number itself: whose value it is, in
//! which cell it stands, and what is said before it.

use std::collections::BTreeMap;

use crate::proofreading::Mention;
use crate::questionnaire::Wave;
use crate::templates::Cell;

/// A printed number with what is known about it.
#[derive(Clone, Copy)]
pub(super) struct Evidence<'a> {
    /// The number.
    pub(super) mention: &'a Mention,
    /// What the template says there.
    pub(super) written: &'a str,
    /// What the material says of the thing that the number belongs to.
    pub(super) owner: &'a BTreeMap<String, String>,
    /// What was in hand when it was written.
    pub(super) scope: &'a [String],
    /// Its place in a table.
    pub(super) cell: Option<&'a Cell>,
    /// In the description of a drawing: what is said before it in the same sentence.
    pub(super) clause: &'a str,
    /// In the description of a drawing: what that sentence is about, as in `2022, van 118: ..`.
    pub(super) opening: &'a str,
}

impl Evidence<'_> {
    /// What the material says of the owner under a name.
    pub(super) fn known(&self, key: &str) -> Option<&str> {
        self.owner.get(key).map(String::as_str)
    }

    /// The last name of the template's expression: `procent` of `vraag.kop.procent`.
    pub(super) fn field(&self) -> &str {
        let code = self.written.trim_start_matches(['{', '-', ' ']);
        let code = match code.starts_with("cijfer(") {
            true => code.split_once(')').map_or("", |(_, rest)| rest),
            false => code,
        };
        let end = code.find(|c: char| !(c.is_alphanumeric() || "._".contains(c)));
        let path = &code[..end.unwrap_or(code.len())];
        path.rsplit('.').next().unwrap_or_default()
    }

    /// The wave that is named: by the column, by the sentence, or by the owner.
    pub(super) fn wave(&self) -> Option<Wave> {
        let first = |text: &str| years(text).next();
        let printed = self.cell.and_then(|cell| first(&cell.column).or_else(|| first(&cell.row)));
        let said = || years(self.clause).last().or_else(|| years(self.opening).last());
        let owned = || first(self.known("jaar")?);
        printed.or_else(said).or_else(owned).map(Wave)
    }

    /// The later wave of the panel that the column names, as in `2020* (met 2021)`.
    pub(super) fn later_wave(&self) -> Option<Wave> {
        let panel = self.cell.filter(|cell| cell.column.contains('*'))?;
        years(&panel.column).max().map(Wave)
    }

    /// Whether it is about the same municipalities in two waves.
    pub(super) fn in_panel(&self) -> bool {
        self.later_wave().is_some()
            || self.clause.contains(", zelfde ")
            || self.known("van_jaar").is_some()
            || self.written.contains(".paneel")
            || self.mention.points.is_some()
    }

    /// The last of these names that the row of the table, the sentence or the owner says.
    pub(super) fn last_named<'n>(
        &self,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        let said = |name: &str| {
            let row = self.cell.is_some_and(|cell| cell.row == name);
            let owner = self.known("naam") == Some(name);
            let at = self.clause.rfind(name).map(|at| at + name.len());
            if row || owner { Some(usize::MAX) } else { at }
        };
        let named = names.into_iter().filter_map(|name| Some((said(name)?, name)));
        named.max_by_key(|(at, name)| (*at, name.len())).map(|(_, name)| name)
    }

    /// Whether a base and no count is printed.
    pub(super) fn is_base(&self) -> bool {
        let names = ["basis", "n", "bases", "provincie_basis"];
        let column = self.cell.is_some_and(|cell| cell.column == "n" || cell.row.contains("(n)"));
        let base_only = self.mention.base.is_some() && self.mention.count.is_none();
        base_only || (self.mention.base.is_none() && (column || names.contains(&self.field())))
    }
}

/// The years that a text names.
fn years(text: &str) -> impl Iterator<Item = u16> {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    numbers.filter_map(|digits| digits.parse().ok()).filter(|year| (1900..2100).contains(year))
}

/// The sentence of a description up to a place, or the part of it behind the last `;`.
pub(super) fn clause(text: &str, at: usize) -> &str {
    let sentence = &text[sentence_start(text, at)..at];
    sentence.rsplit_once("; ").map_or(sentence, |(_, last)| last)
}

/// What the sentence around a place is about: its words up to the colon. "Dat antwoord" is
/// about the sentence before.
pub(super) fn opening(text: &str, at: usize) -> &str {
    let start = sentence_start(text, at);
    let sentence = &text[start..at];
    if sentence.starts_with("Dat antwoord") {
        return text[..start]
            .strip_suffix(". ")
            .map_or("", |before| &before[sentence_start(before, before.len())..]);
    }
    sentence.split_once(": ").map_or("", |(opening, _)| opening)
}

fn sentence_start(text: &str, at: usize) -> usize {
    text[..at].rfind(". ").map_or(0, |end| end + ". ".len())
}

/// Keeps those that fit, if any does.
pub(super) fn narrow<T>(candidates: &mut Vec<T>, fits: impl Fn(&T) -> bool) {
    if candidates.iter().any(&fits) {
        candidates.retain(fits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence<'a>(written: &'a str, clause: &'a str, mention: &'a Mention) -> Evidence<'a> {
        static NOTHING: BTreeMap<String, String> = BTreeMap::new();
        Evidence { mention, written, owner: &NOTHING, scope: &[], cell: None, clause, opening: "" }
    }

    #[test]
    fn the_field_wave_and_name_of_a_number_are_read_from_what_stands_around_it() {
        let mention = Mention::default();
        let field = |written| evidence(written, "", &mention).field().to_owned();
        assert_eq!(field("{{ vraag.kop.procent or 3 }}"), "procent");
        assert_eq!(field("{{ cijfer(\"q\", \"a.b\").was }}"), "was");
        let text = "Staven. 2023: ja 153, van 172. 2022, zelfde gemeenten: ja 3; Drenthe 6";
        assert_eq!(opening(text, text.len()), "2022, zelfde gemeenten");
        let answer = "Staven. Uw antwoord is ‘ja’. Dat antwoord gaven 3";
        assert_eq!(opening(answer, answer.len()), "Uw antwoord is ‘ja’");
        let said = clause(text, text.find("ja 3").unwrap());
        let second = evidence("", said, &mention);
        assert_eq!((second.wave(), second.in_panel()), (Some(Wave(2022)), true));
        let third = evidence("", clause(text, text.len()), &mention);
        assert_eq!(third.last_named(["Drenthe", "Limburg"]), Some("Drenthe"));
        assert_eq!(third.wave(), None);
        let cell = Cell { row: "ja".to_owned(), column: "2020* (met 2021)".to_owned() };
        let panel = Evidence { cell: Some(&cell), ..third };
        assert_eq!((panel.wave(), panel.later_wave()), (Some(Wave(2020)), Some(Wave(2021))));
    }
}
