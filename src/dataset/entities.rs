//! Who answered and for whom: municipalities of the wave's reference date, each once.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Date;
use crate::diagnostics::{Place, SourceMap, nearest};
use crate::register::{FindError, MunicipalityCode, Register};
use crate::responses::{RawRecord, RawTable};

use super::columns::{ALSO_FOR, MUNICIPALITY, heading, stale};
use super::faults::Faults;
use super::{Invitation, diags};

/// The municipalities that existed on the reference date of a wave.
pub(super) struct Municipalities<'a> {
    /// The day.
    pub(super) date: Date,
    /// All municipalities.
    pub(super) register: &'a Register,
    /// The names of the files.
    pub(super) sources: &'a SourceMap,
}

/// A row with answers and the municipalities that it names.
#[derive(Debug)]
pub(super) struct Respondent {
    /// The first municipality.
    pub(super) code: MunicipalityCode,
    /// Its cell.
    pub(super) place: Place,
    /// The others, in the order of the cell.
    pub(super) also_for: Vec<MunicipalityCode>,
    /// Their cell.
    pub(super) also_place: Place,
}

impl Municipalities<'_> {
    /// Name and code, as messages show a municipality.
    pub(super) fn name(&self, code: MunicipalityCode) -> String {
        match self.register.get(code) {
            Some(found) => format!("{} ({code})", found.name),
            None => code.to_string(),
        }
    }

    /// The row of a second place, with its file when that is another one.
    pub(super) fn row(&self, first: &Place, second: &Place) -> String {
        match (first, second) {
            (Place::Cell { file: here, .. }, Place::Cell { file, row, .. }) if here == file => {
                format!("row {row}")
            }
            (_, Place::Cell { file, row, .. }) => {
                format!("row {row} of `{}`", self.sources.path(*file))
            }
            _ => "another place".to_owned(),
        }
    }

    /// The municipality that a text means, or a finding.
    fn find(&self, text: &str, place: &Place, faults: &mut Faults) -> Option<MunicipalityCode> {
        match self.register.find(text, self.date) {
            Ok(code) => Some(code),
            Err(error) => {
                faults
                    .push_value(text, diags::municipality(place.clone(), text, self.date, &error));
                None
            }
        }
    }

    /// The names in a list, separated by `|`, or by `;` or `,` where these are no part of a
    /// name: whole names go first, for `Nuenen, Gerwen en Nederwetten` is one municipality.
    fn names<'t>(&self, list: &'t str) -> Vec<&'t str> {
        let is_known = |text: &str| {
            !matches!(self.register.find(text, self.date), Err(FindError::Unknown { .. }))
        };
        let mut names = Vec::new();
        for mut rest in list.split('|') {
            while !rest.is_empty() {
                let ends = rest.match_indices([';', ',']).map(|(at, _)| at);
                let ends: Vec<usize> = ends.chain([rest.len()]).take(LONGEST_NAME).collect();
                let known = ends.iter().rev().find(|end| is_known(rest[..**end].trim()));
                let end = *known.unwrap_or(&ends[0]);
                names.push(rest[..end].trim());
                rest = rest.get(end + 1..).unwrap_or_default();
            }
        }
        names.retain(|name| !name.is_empty());
        names
    }

    /// The respondent of a row; `None` with a finding when it cannot be told.
    pub(super) fn respondent(
        &self,
        table: &RawTable,
        record: &RawRecord,
        municipality: usize,
        also_for: Option<usize>,
        faults: &mut Faults,
    ) -> Option<Respondent> {
        let place = table.cell(record.row, municipality);
        let also_place = table.cell(record.row, also_for.unwrap_or(municipality));
        let others = also_for.map_or("", |column| &record.cells[column]);
        if let Some(finding) = also_for.and_then(|column| record.faults.get(&column)) {
            faults.push_value("", finding.clone());
        }
        if let Some(finding) = record.faults.get(&municipality) {
            faults.push_value("", finding.clone());
            return None;
        }
        let also_for = self
            .names(others)
            .into_iter()
            .filter_map(|text| self.find(text, &also_place, faults))
            .collect();
        let text = &record.cells[municipality];
        if text.is_empty() {
            faults.push_value("", diags::no_municipality(place));
            return None;
        }
        let code = self.find(text, &place, faults)?;
        Some(Respondent { code, place, also_for, also_place })
    }

    /// Reports a second questionnaire of a municipality.
    pub(super) fn report_double(
        &self,
        second: &Respondent,
        first: &Respondent,
        faults: &mut Faults,
    ) {
        let (name, place) = (self.name(second.code), second.place.clone());
        let at = self.row(&place, &first.place);
        let finding = diags::double_respondent(place, &name, &at, first.place.clone());
        faults.push_value(&name, finding);
    }

    /// Reports every municipality that would be counted twice in a wave.
    pub(super) fn resolve_municipalities(&self, respondents: &[Respondent], faults: &mut Faults) {
        let mut first: BTreeMap<MunicipalityCode, &Respondent> = BTreeMap::new();
        for respondent in respondents {
            if let Some(earlier) = first.get(&respondent.code) {
                self.report_double(respondent, earlier, faults);
            } else {
                first.insert(respondent.code, respondent);
            }
        }
        let mut listed: BTreeMap<MunicipalityCode, &Respondent> = BTreeMap::new();
        for respondent in respondents {
            for code in &respondent.also_for {
                let (name, place) = (self.name(*code), respondent.also_place.clone());
                if *code == respondent.code {
                    faults.push_value(&name, diags::names_itself(place, &name));
                } else if let Some(answered) = first.get(code) {
                    let at = self.row(&place, &answered.place);
                    let first = answered.place.clone();
                    faults.push_value(&name, diags::counted_twice(place, &name, &at, first));
                } else if let Some(earlier) = listed.get(code) {
                    let at = self.row(&place, &earlier.also_place);
                    let first = earlier.also_place.clone();
                    faults.push_value(&name, diags::listed_twice(place, &name, &at, first));
                } else {
                    listed.insert(*code, respondent);
                }
            }
        }
    }

    /// Reports municipalities that answered without being invited.
    pub(super) fn check_invited(
        &self,
        respondents: &[Respondent],
        invited: &BTreeMap<MunicipalityCode, Invitation>,
        list: &RawTable,
        faults: &mut Faults,
    ) {
        for respondent in respondents {
            let others = respondent.also_for.iter().map(|code| (code, &respondent.also_place));
            for (code, place) in
                std::iter::once((&respondent.code, &respondent.place)).chain(others)
            {
                if !invited.contains_key(code) {
                    let list = list.line(0);
                    faults.push(diags::not_invited(place.clone(), &self.name(*code), list));
                }
            }
        }
    }

    /// Reads the list of invited municipalities; `None` when it has no municipalities.
    pub(super) fn invited(
        &self,
        list: &RawTable,
        ignored: &BTreeSet<String>,
        faults: &mut Faults,
    ) -> Option<BTreeMap<MunicipalityCode, Invitation>> {
        let columns = invited_columns(list, ignored, faults);
        let Some(municipality) = columns.get(MUNICIPALITY).copied() else {
            faults.push(diags::no_municipality_column(list.line(list.header_row), None));
            return None;
        };
        if let Some(finding) = stale(list, &columns.values().copied().collect()) {
            faults.push(finding);
        }
        let mut invited = BTreeMap::new();
        let mut first: BTreeMap<MunicipalityCode, u32> = BTreeMap::new();
        for record in &list.rows {
            let place = list.cell(record.row, municipality);
            let text = &record.cells[municipality];
            let faulty = columns.values().filter_map(|column| record.faults.get(column));
            faulty.for_each(|finding| faults.push_value("", finding.clone()));
            if record.faults.contains_key(&municipality) {
                continue;
            }
            if text.is_empty() {
                faults.push_value("", diags::no_municipality(place));
                continue;
            }
            let invitation = invitation(list, record, &columns, faults);
            let Some(code) = self.find(text, &place, faults) else {
                continue;
            };
            if let Some(row) = first.insert(code, record.row) {
                let earlier = list.cell(row, municipality);
                let at = self.row(&place, &earlier);
                let name = self.name(code);
                faults.push_value(&name, diags::invited_twice(place, &name, &at, earlier));
            }
            invited.insert(code, invitation);
        }
        Some(invited)
    }
}

/// Most separators plus one that a name is expected to hold.
const LONGEST_NAME: usize = 4;

const CONTACT: &str = "contactpersoon";
const JOINED: &str = "aangesloten-sinds";

/// The columns of the invited list by their heading. Lists hold addresses and the like;
/// only what looks like a mistyped heading is reported.
fn invited_columns(
    list: &RawTable,
    ignored: &BTreeSet<String>,
    faults: &mut Faults,
) -> BTreeMap<String, usize> {
    let known = [MUNICIPALITY, CONTACT, JOINED];
    let mut columns = BTreeMap::new();
    for (column, title) in list.header.iter().enumerate() {
        let name = heading(title);
        let place = || list.cell(list.header_row, column);
        if title.is_empty() || ignored.contains(&name) || name == ALSO_FOR {
            continue;
        }
        if !known.contains(&name.as_str()) {
            if let Some(near) = nearest(&name, known) {
                faults.push(diags::unknown_invited_column(place(), title, near));
            }
        } else if let Some(first) = columns.get(&name) {
            let first = list.cell(list.header_row, *first);
            faults.push(diags::duplicate_column(place(), title, first));
        } else {
            columns.insert(name, column);
        }
    }
    columns
}

fn invitation(
    list: &RawTable,
    record: &RawRecord,
    columns: &BTreeMap<String, usize>,
    faults: &mut Faults,
) -> Invitation {
    let cell = |name: &str| {
        let column = *columns.get(name)?;
        Some((column, record.cells[column].to_owned())).filter(|(_, text)| !text.is_empty())
    };
    let joined = cell(JOINED).and_then(|(column, text)| {
        let year = year(&text);
        if year.is_none() {
            faults.push_value(&text, diags::not_a_year(list.cell(record.row, column), &text));
        }
        year
    });
    Invitation { contact: cell(CONTACT).map(|(_, text)| text), joined }
}

/// A year, or the year of a day (`2019-03-01`, as workbooks have it).
fn year(text: &str) -> Option<u16> {
    let year = text.split_once('-').map_or(text, |(year, _)| year);
    let plain = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    year.parse().ok().filter(|year| plain && (1900..2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_of_a_list_go_first() {
        let sources = SourceMap::default();
        let date = Date::parse("2023-10-01").unwrap();
        let register = Register::builtin();
        let municipalities = Municipalities { date, register, sources: &sources };
        let nuenen = "Nuenen, Gerwen en Nederwetten";
        for (list, names) in [
            (nuenen, vec![nuenen]),
            ("Nuenen, Gerwen en Nederwetten|Best", vec![nuenen, "Best"]),
            ("Best, Nuenen, Gerwen en Nederwetten , Asten", vec!["Best", nuenen, "Asten"]),
            ("Best;Asten, Urk|", vec!["Best", "Asten", "Urk"]),
            ("Nuenen, Best", vec!["Nuenen", "Best"]),
            ("Brielle; Best", vec!["Brielle", "Best"]),
            ("Bst,Asten,,", vec!["Bst", "Asten"]),
            (" | ,", vec![]),
        ] {
            assert_eq!(municipalities.names(list), names, "{list}");
        }
    }

    #[test]
    fn a_year_is_four_digits_or_the_begin_of_a_day() {
        assert_eq!(year("2019"), Some(2019));
        assert_eq!(year("2019-03-01"), Some(2019));
        for text in ["19", "sinds 2019", "20190", "0019", "+201"] {
            assert_eq!(year(text), None, "{text}");
        }
    }
}
