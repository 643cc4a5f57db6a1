//! Groups of the project's own choice to compare a municipality with, such as classes of size:
//! which municipality is in which, from a file (bescherming.md#eigen-groepen).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use super::columns::{MUNICIPALITY, heading};
use super::faults::Faults;
use super::{Dataset, diags};
use crate::calendar::Date;
use crate::diagnostics::{Diagnostics, Place};
use crate::keys::{KeyWriter, Keyed};
use crate::questionnaire::Wave;
use crate::register::{MunicipalityCode, Register};
use crate::responses::{RawRecord, RawTable};

/// The code of a group: at most twelve letters, digits and hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupCode([u8; GroupCode::LONGEST]);

impl GroupCode {
    /// So many letters at most.
    pub const LONGEST: usize = 12;

    fn text(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(Self::LONGEST);
        std::str::from_utf8(&self.0[..length]).expect("letters, digits and hyphens")
    }
}

impl fmt::Display for GroupCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

impl FromStr for GroupCode {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let mut code = [0; Self::LONGEST];
        if text.is_empty() || text.len() > code.len() || !text.bytes().all(plain) {
            return Err(());
        }
        code[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self(code))
    }
}

impl Keyed for GroupCode {
    fn feed(&self, key: &mut KeyWriter) {
        key.text(self.text());
    }
}

/// Which municipality is in which group: each in one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Partition {
    /// What each group is called, as printed.
    pub names: BTreeMap<GroupCode, String>,
    /// The group of each municipality.
    pub members: BTreeMap<MunicipalityCode, GroupCode>,
}

const GROUP: &str = "groep";
const NAME: &str = "naam";

/// The columns of a file of groups.
struct Columns {
    municipality: usize,
    group: usize,
    name: usize,
}

/// A file of groups while it is read.
struct Reader<'a> {
    table: &'a RawTable,
    register: &'a Register,
    columns: Columns,
    /// The days on which municipalities must exist, the newest first: one of them is enough.
    dates: Vec<Date>,
    faults: Faults,
    /// The cell that names a municipality, and the one that names a group.
    first: (BTreeMap<MunicipalityCode, Place>, BTreeMap<GroupCode, Place>),
    partition: Partition,
}

impl Partition {
    /// Reads a file of groups: the columns `gemeente`, `groep` (a code) and `naam`, with a row for
    /// each municipality. `dates` are the days of the waves. `None` when it is no such file; what
    /// is wrong in a row is a finding.
    pub fn read(
        table: &RawTable,
        register: &Register,
        dates: &BTreeMap<Wave, Date>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let column = |name: &str| table.header.iter().position(|title| heading(title) == name);
        let found = [MUNICIPALITY, GROUP, NAME].map(|name| (name, column(name)));
        let missing: Vec<_> =
            found.iter().filter(|(_, at)| at.is_none()).map(|(name, _)| *name).collect();
        let [(_, Some(municipality)), (_, Some(group)), (_, Some(name))] = found else {
            diagnostics.push(diags::no_groups(table.line(table.header_row), &missing));
            return None;
        };
        let mut reader = Reader {
            table,
            register,
            columns: Columns { municipality, group, name },
            dates: dates.values().rev().copied().collect(),
            faults: Faults::default(),
            first: Default::default(),
            partition: Self::default(),
        };
        table.rows.iter().for_each(|record| reader.row(record));
        reader.faults.report(diagnostics);
        Some(reader.partition)
    }

    /// Reports who answered and is in no group, once for each municipality.
    pub fn check(
        &self,
        dataset: &Dataset,
        table: &RawTable,
        register: &Register,
        diagnostics: &mut Diagnostics,
    ) {
        let answered = dataset.waves.values().flat_map(|data| data.responses.keys());
        let outside: BTreeSet<_> =
            answered.filter(|code| !self.members.contains_key(code)).collect();
        for code in outside {
            let name = register.name_of(*code);
            diagnostics.push(diags::without_group(table.line(0), &format!("{name} ({code})")));
        }
    }
}

impl Reader<'_> {
    fn row(&mut self, record: &RawRecord) {
        let [who, group, name] = [self.columns.municipality, self.columns.group, self.columns.name]
            .map(|column| (&record.cells[column], self.table.cell(record.row, column)));
        let municipality = self.municipality(who.0, &who.1);
        let Ok(code) = group.0.parse::<GroupCode>() else {
            self.faults.push_value(group.0, diags::no_group_code(group.1, group.0));
            return;
        };
        self.name(code, name);
        let Some(municipality) = municipality else { return };
        match self.first.0.get(&municipality) {
            Some(first) => {
                let name = self.register.name_of(municipality);
                self.faults.push(diags::in_two_groups(who.1, &name, first.clone()));
            }
            None => {
                self.first.0.insert(municipality, who.1);
                self.partition.members.insert(municipality, code);
            }
        }
    }

    /// The municipality, as it was in the last wave that knew it.
    fn municipality(&mut self, text: &str, place: &Place) -> Option<MunicipalityCode> {
        if text.is_empty() {
            self.faults.push_value("", diags::no_municipality(place.clone()));
            return None;
        }
        let known = self.register.find_on_any(text, self.dates.iter().copied());
        if let Err(Some((date, error))) = &known {
            self.faults.push_value(text, diags::municipality(place.clone(), text, *date, error));
        }
        known.ok()
    }

    /// The name of a group: the same in all its rows.
    fn name(&mut self, code: GroupCode, (name, place): (&str, Place)) {
        match self.partition.names.get(&code) {
            _ if name.is_empty() => {
                self.faults.push_value("", diags::no_group_name(place, &code.to_string()));
            }
            Some(first) if first != name => {
                let at = self.first.1[&code].clone();
                self.faults.push_value(name, diags::two_group_names(place, name, first, at));
            }
            Some(_) => {}
            None => {
                self.first.1.insert(code, place);
                self.partition.names.insert(code, name.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_short_and_plain() {
        for text in ["g1", "G-100000", "100000plus12"] {
            assert_eq!(text.parse::<GroupCode>().unwrap().to_string(), text);
        }
        for text in ["", "groot+", "klasse één", "100000plus123"] {
            assert_eq!(text.parse::<GroupCode>(), Err(()), "{text}");
        }
    }
}
