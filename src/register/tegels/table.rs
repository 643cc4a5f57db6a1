//! The layouts of all years as one table: a row per municipality and period with one place.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use gemeentespiegel::calendar::Date;
use gemeentespiegel::register::{MunicipalityCode, Register};

use super::layout::{Cell, Place, before, settle};

/// First and last day of every layout; nothing = no limit.
const PERIODS: [(&str, &str); 5] = [
    ("", "2020-12-31"),
    ("2021-01-01", "2021-12-31"),
    ("2022-01-01", "2022-03-23"),
    ("2022-03-24", "2022-12-31"),
    ("2023-01-01", ""),
];

fn places(day: &str) -> Vec<Place> {
    let date = Date::parse(day).expect("a day of the table");
    let place = |m: &gemeentespiegel::register::Municipality| {
        Place::new(m.code.number(), m.province.number(), m.lon, m.lat)
    };
    Register::builtin().on(date).map(place).collect()
}

fn successors(number: u16) -> Vec<u16> {
    let code = MunicipalityCode::from_number(number).expect("a code of the register");
    let found = Register::builtin().get(code);
    found.into_iter().flat_map(|m| &m.successors).map(|code| code.number()).collect()
}

/// The layouts, oldest first.
fn layouts() -> Vec<BTreeMap<u16, Cell>> {
    let mut later = settle(&places(PERIODS[4].0));
    let mut layouts = vec![later.clone()];
    for (_, last) in PERIODS[..4].iter().rev() {
        later = before(&places(last), &later, successors);
        layouts.push(later.clone());
    }
    layouts.reverse();
    layouts
}

/// The file `tegels.csv`.
pub(crate) fn table() -> String {
    let layouts = layouts();
    let cells = || layouts.iter().flat_map(BTreeMap::values);
    let left = cells().map(|cell| cell.0).min().unwrap_or(0);
    let top = cells().map(|cell| cell.1).min().unwrap_or(0);
    let mut codes: Vec<u16> = layouts.iter().flat_map(BTreeMap::keys).copied().collect();
    codes.sort_unstable();
    codes.dedup();
    let mut text = "gm_code,valid_from,valid_to,column,row\n".to_owned();
    for code in codes {
        let mut rows: Vec<(&str, &str, Cell)> = Vec::new();
        for ((from, to), layout) in PERIODS.iter().zip(&layouts) {
            match (layout.get(&code), rows.last_mut()) {
                (Some(cell), Some(last)) if last.2 == *cell => last.1 = to,
                (Some(cell), _) => rows.push((from, to, *cell)),
                (None, _) => {}
            }
        }
        for (from, to, (column, row)) in rows {
            writeln!(text, "GM{code:04},{from},{to},{},{}", column - left, row - top)
                .expect("writing to a string");
        }
    }
    text
}
