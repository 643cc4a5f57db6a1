//! The municipalities of the Netherlands from 2019 to 2024: which codes were valid on a
//! day, where they belong, what became of them, and how people write their names.
//!
//! The data is built in (`gemeenten.csv`, `herindelingen.csv`, `gemeente-aliassen.csv`,
//! `tegels.csv`); a project may add what happened since ([`own`]);
//! border corrections between municipalities that keep their codes are not in it.

mod area;
mod code;
pub(crate) mod codes;
mod find;
mod merger;
pub(crate) mod own;
mod tile;

pub use area::Area;
pub use code::{InvalidCode, MunicipalityCode, ProvinceCode};
pub use find::FindError;
pub(crate) use find::{fold, is_invisible};
pub use merger::{Merger, MergerKind};
pub use tile::Tile;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use crate::calendar::Date;

/// A quarter of the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Landsdeel {
    /// Groningen, Fryslân, Drenthe.
    Noord,
    /// Overijssel, Flevoland, Gelderland.
    Oost,
    /// Utrecht, Noord-Holland, Zuid-Holland, Zeeland.
    West,
    /// Noord-Brabant, Limburg.
    Zuid,
}

impl fmt::Display for Landsdeel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Noord => "Noord",
            Self::Oost => "Oost",
            Self::West => "West",
            Self::Zuid => "Zuid",
        })
    }
}

/// A province.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Province {
    /// Its code.
    pub code: ProvinceCode,
    /// Its name.
    pub name: &'static str,
    /// The quarter of the country that it lies in.
    pub landsdeel: Landsdeel,
}

impl Province {
    /// Its name in a sentence: `Zeeland`; where a municipality has that name too,
    /// `de provincie Groningen`.
    #[must_use]
    pub fn in_text(&self) -> String {
        if self.shares_its_name() {
            format!("de provincie {}", self.name)
        } else {
            self.name.to_owned()
        }
    }

    /// Its name at the start of a row: `Zeeland`, `Provincie Groningen`.
    #[must_use]
    pub fn in_row(&self) -> String {
        if self.shares_its_name() {
            format!("Provincie {}", self.name)
        } else {
            self.name.to_owned()
        }
    }

    fn shares_its_name(&self) -> bool {
        Register::builtin().municipalities.values().any(|other| other.name == self.name)
    }
}

/// Names and quarters in the order of [`ProvinceCode::ALL`].
const PROVINCES: [(&str, Landsdeel); 12] = [
    ("Groningen", Landsdeel::Noord),
    ("Fryslân", Landsdeel::Noord),
    ("Drenthe", Landsdeel::Noord),
    ("Overijssel", Landsdeel::Oost),
    ("Flevoland", Landsdeel::Oost),
    ("Gelderland", Landsdeel::Oost),
    ("Utrecht", Landsdeel::West),
    ("Noord-Holland", Landsdeel::West),
    ("Zuid-Holland", Landsdeel::West),
    ("Zeeland", Landsdeel::West),
    ("Noord-Brabant", Landsdeel::Zuid),
    ("Limburg", Landsdeel::Zuid),
];

/// A municipality code with its name, for the days on which it was valid.
#[derive(Debug, Clone, PartialEq)]
pub struct Municipality {
    /// Its code.
    pub code: MunicipalityCode,
    /// Its name.
    pub name: String,
    /// The province that it lies in.
    pub province: ProvinceCode,
    /// First day; `None` = before 2019.
    pub valid_from: Option<Date>,
    /// Last day; `None` = still valid.
    pub valid_to: Option<Date>,
    /// Who took over its area.
    pub successors: Vec<MunicipalityCode>,
    /// Longitude of a point inside it.
    pub lon: f64,
    /// Latitude of that point.
    pub lat: f64,
}

impl Municipality {
    /// Whether it existed on this day.
    #[must_use]
    pub fn valid_on(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= date) && self.valid_to.is_none_or(|to| date <= to)
    }
}

/// All municipalities, by code and by name.
#[derive(Debug, Clone)]
pub struct Register {
    municipalities: BTreeMap<MunicipalityCode, Municipality>,
    provinces: Vec<Province>,
    mergers: Vec<Merger>,
    /// Folded names and aliases; a name shared by two municipalities has two codes.
    names: BTreeMap<String, Vec<MunicipalityCode>>,
    /// Last day of which it is known which municipalities existed.
    known_to: Date,
    /// Municipalities that stand on the map of tiles where another one stood.
    tiles_of: BTreeMap<MunicipalityCode, MunicipalityCode>,
}

static BUILTIN: LazyLock<Register> = LazyLock::new(|| {
    Register::read(
        include_str!("gemeenten.csv"),
        include_str!("herindelingen.csv"),
        include_str!("gemeente-aliassen.csv"),
    )
    .expect("the built-in register is read by the tests")
});

impl Register {
    /// First day of which the built-in register knows which municipalities existed.
    pub const KNOWN_FROM: Date = Date { year: 2019, month: 1, day: 1 };
    /// Last day of which it knows that.
    pub const BUILTIN_TO: Date = Date { year: 2024, month: 12, day: 31 };

    /// Last day of which this register knows which municipalities existed.
    #[must_use]
    pub const fn known_to(&self) -> Date {
        self.known_to
    }

    /// Whether it is known which municipalities existed on a day.
    #[must_use]
    pub fn knows(&self, date: Date) -> bool {
        (Self::KNOWN_FROM..=self.known_to).contains(&date)
    }

    /// This register as one that lives as long as the program: a project that brings changes of
    /// its own is read once in a run.
    #[must_use]
    pub fn kept(self) -> &'static Self {
        Box::leak(Box::new(self))
    }

    /// The register that is built into the program.
    #[must_use]
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// The municipalities that existed on this day, by code.
    pub fn on(&self, date: Date) -> impl Iterator<Item = &Municipality> {
        self.municipalities.values().filter(move |municipality| municipality.valid_on(date))
    }

    /// A municipality by its code, whenever it was valid.
    #[must_use]
    pub fn get(&self, code: MunicipalityCode) -> Option<&Municipality> {
        self.municipalities.get(&code)
    }

    /// What to call a municipality: its name, or its code when it is not known.
    #[must_use]
    pub fn name_of(&self, code: MunicipalityCode) -> String {
        self.get(code).map_or_else(|| code.to_string(), |found| found.name.clone())
    }

    /// The tile of a municipality on the map without boundaries; `None` on a day on which it
    /// did not exist.
    #[must_use]
    pub fn tile(&self, code: MunicipalityCode, date: Date) -> Option<Tile> {
        let found = self.get(code).filter(|found| found.valid_on(date))?;
        match (self.tiles_of.get(&code), found.valid_from) {
            (Some(before), Some(from)) => self.tile(*before, from.day_before()),
            _ => tile::tile(code, date),
        }
    }

    /// A province by its code.
    #[must_use]
    pub fn province(&self, code: ProvinceCode) -> &Province {
        &self.provinces[code.position()]
    }

    /// All provinces, by code.
    #[must_use]
    pub fn provinces(&self) -> &[Province] {
        &self.provinces
    }

    /// The mergers after `earlier`, up to and including `later`.
    pub fn mergers_between(&self, earlier: Date, later: Date) -> impl Iterator<Item = &Merger> {
        self.mergers.iter().filter(move |merger| earlier < merger.date && merger.date <= later)
    }

    /// Whether a code stands for the same municipality on both days.
    ///
    /// A municipality that took over another (or part of one) in between is not the same,
    /// also when it kept its code (methods.md#merger).
    #[must_use]
    pub fn same_entity(&self, code: MunicipalityCode, earlier: Date, later: Date) -> bool {
        let (earlier, later) = (earlier.min(later), earlier.max(later));
        let valid = |date| self.get(code).is_some_and(|found| found.valid_on(date));
        let touched = self.mergers_between(earlier, later).any(|merger| merger.new == code);
        valid(earlier) && valid(later) && !touched
    }

    /// Reads the three files; the message says which row is unsound.
    fn read(municipalities: &str, mergers: &str, aliases: &str) -> Result<Self, String> {
        let provinces = ProvinceCode::ALL
            .into_iter()
            .zip(PROVINCES)
            .map(|(code, (name, landsdeel))| Province { code, name, landsdeel })
            .collect();
        let mut register = Self {
            municipalities: BTreeMap::new(),
            provinces,
            mergers: rows::<6>(mergers)?.iter().map(read_merger).collect::<Result<_, _>>()?,
            names: BTreeMap::new(),
            known_to: Self::BUILTIN_TO,
            tiles_of: BTreeMap::new(),
        };
        for row in rows::<8>(municipalities)? {
            let found = register.read_municipality(&row)?;
            if !register.add(found) {
                return Err(format!("double code: {row:?}"));
            }
        }
        for [code, alias, _kind] in rows::<3>(aliases)? {
            let code = read_code(&code)?;
            if register.get(code).is_none() {
                return Err(format!("alias `{alias}` of an unknown code"));
            }
            register.add_name(&alias, code);
        }
        Ok(register)
    }

    /// Adds a municipality with its names; whether its code is a new one.
    fn add(&mut self, found: Municipality) -> bool {
        self.add_names(&found.name, found.code);
        self.municipalities.insert(found.code, found).is_none()
    }

    fn add_names(&mut self, name: &str, code: MunicipalityCode) {
        self.add_name(name, code);
        if let Some((base, _)) = name.split_once(" (") {
            self.add_name(base, code);
        }
    }

    /// Gives a municipality another name; it is known by the old one too.
    fn rename(&mut self, code: MunicipalityCode, name: &str) {
        self.add_names(name, code);
        if let Some(found) = self.municipalities.get_mut(&code) {
            name.clone_into(&mut found.name);
        }
    }

    fn add_name(&mut self, name: &str, code: MunicipalityCode) {
        let codes = self.names.entry(fold(name)).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }

    fn read_municipality(&self, row: &[String; 8]) -> Result<Municipality, String> {
        let [code, name, province, from, to, successors, lon, lat] = row;
        let unsound = || format!("unsound row: {row:?}");
        let date = |text: &str| match text {
            "" => Ok(None),
            _ => Date::parse(text).map(Some).ok_or_else(unsound),
        };
        let province = self.provinces.iter().find(|known| known.name == province);
        Ok(Municipality {
            code: read_code(code)?,
            name: name.clone(),
            province: province.ok_or_else(unsound)?.code,
            valid_from: date(from)?,
            valid_to: date(to)?,
            successors: successors
                .split('|')
                .filter(|code| !code.is_empty())
                .map(read_code)
                .collect::<Result<_, _>>()?,
            lon: lon.parse().map_err(|_| unsound())?,
            lat: lat.parse().map_err(|_| unsound())?,
        })
    }
}

fn read_code(text: &str) -> Result<MunicipalityCode, String> {
    text.parse().map_err(|_| format!("unsound code `{text}`"))
}

fn read_merger(row: &[String; 6]) -> Result<Merger, String> {
    let [date, old, old_name, new, new_name, kind] = row;
    let unsound = || format!("unsound row: {row:?}");
    Ok(Merger {
        date: Date::parse(date).ok_or_else(unsound)?,
        old: read_code(old)?,
        old_name: old_name.clone(),
        new: read_code(new)?,
        new_name: new_name.clone(),
        kind: MergerKind::from_word(kind).ok_or_else(unsound)?,
    })
}

/// The rows below the heading, each of exactly `N` cells.
fn rows<const N: usize>(text: &str) -> Result<Vec<[String; N]>, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| {
            let record = record.map_err(|error| error.to_string())?;
            let cells: Vec<String> = record.iter().map(str::to_owned).collect();
            <[String; N]>::try_from(cells).map_err(|cells| format!("not {N} cells: {cells:?}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn code(text: &str) -> MunicipalityCode {
        text.parse().unwrap()
    }

    #[test]
    fn the_number_of_municipalities_is_right_on_every_day_of_change() {
        let known = [
            ("2019-01-01", 355),
            ("2020-12-31", 355),
            ("2021-01-01", 352),
            ("2022-01-01", 345),
            ("2022-03-23", 345),
            ("2022-03-24", 344),
            ("2023-01-01", 342),
            ("2024-12-31", 342),
        ];
        for (date, count) in known {
            assert_eq!(Register::builtin().on(day(date)).count(), count, "{date}");
        }
    }

    #[test]
    fn the_provinces_have_their_municipalities_of_2023() {
        let register = Register::builtin();
        let counts: Vec<_> = register
            .provinces()
            .iter()
            .map(|province| {
                let inside = register.on(day("2023-01-01")).filter(|m| m.province == province.code);
                (province.name, inside.count())
            })
            .collect();
        let expected = [
            ("Groningen", 10),
            ("Fryslân", 18),
            ("Drenthe", 12),
            ("Overijssel", 25),
            ("Flevoland", 6),
            ("Gelderland", 51),
            ("Utrecht", 26),
            ("Noord-Holland", 44),
            ("Zuid-Holland", 50),
            ("Zeeland", 13),
            ("Noord-Brabant", 56),
            ("Limburg", 31),
        ];
        assert_eq!(counts, expected);
        assert_eq!(register.province("PV25".parse().unwrap()).landsdeel, Landsdeel::Oost);
    }

    #[test]
    fn the_files_agree_with_each_other() {
        let register = Register::builtin();
        for municipality in register.municipalities.values() {
            for successor in &municipality.successors {
                assert!(register.get(*successor).is_some(), "{}", municipality.name);
            }
            assert_eq!(municipality.valid_to.is_some(), !municipality.successors.is_empty());
            assert!(
                (3.2..7.3).contains(&municipality.lon) && (50.7..53.7).contains(&municipality.lat)
            );
        }
        for merger in &register.mergers {
            let new = register.get(merger.new).unwrap();
            assert_eq!(new.name, merger.new_name);
            match register.get(merger.old) {
                Some(old) => {
                    assert_eq!(old.valid_to, Some(merger.date.day_before()));
                    assert!(old.successors.contains(&merger.new));
                    assert_eq!(old.name, merger.old_name);
                }
                None => assert_eq!(merger.date, day("2019-01-01")),
            }
            if merger.kind == MergerKind::Merged {
                assert_eq!(new.valid_from, Some(merger.date), "{}", new.name);
            }
        }
    }

    #[test]
    fn a_municipality_that_took_over_another_is_not_the_same() {
        let register = Register::builtin();
        let same = |text, one, other| register.same_entity(code(text), day(one), day(other));
        assert!(same("GM0193", "2019-10-01", "2023-10-01"));
        assert!(same("GM0193", "2023-10-01", "2019-10-01"));
        // Weesp joined Amsterdam on 2022-03-24; Amsterdam kept its code.
        assert!(same("GM0363", "2021-10-01", "2022-03-23"));
        assert!(!same("GM0363", "2021-10-01", "2022-03-24"));
        assert!(same("GM0363", "2022-03-24", "2023-10-01"));
        // Part of Haaren went to Tilburg on 2021-01-01.
        assert!(!same("GM0855", "2020-10-01", "2021-10-01"));
        assert!(!same("GM1992", "2022-10-01", "2023-10-01"));
        assert!(!same("GM0501", "2022-10-01", "2023-10-01"));
    }

    #[test]
    fn mergers_are_found_after_the_first_day_up_to_the_last() {
        let register = Register::builtin();
        let names: Vec<_> = register
            .mergers_between(day("2022-01-01"), day("2022-03-24"))
            .map(|merger| (merger.old_name.as_str(), merger.kind))
            .collect();
        assert_eq!(names, [("Weesp", MergerKind::Joined)]);
    }

    #[test]
    fn an_unsound_file_is_refused_with_its_row() {
        let heading = "gm_code,name,province,valid_from,valid_to,successors,lon,lat\n";
        let read = |row: &str| Register::read(&format!("{heading}{row}"), "d\n", "a\n").map(|_| ());
        assert!(read("GM0193,Zwolle,Overijssel,,,,6.1,52.5").is_ok());
        assert!(read("193,Zwolle,Overijssel,,,,6.1,52.5").unwrap_err().contains("`193`"));
        assert!(read("GM0193,Zwolle,Oversticht,,,,6.1,52.5").unwrap_err().contains("Oversticht"));
        assert!(read("GM0193,Zwolle,Overijssel,2023-02-30,,,6.1,52.5").is_err());
    }
}
