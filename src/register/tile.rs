//! The map without boundaries: one square per municipality, near its true place.
//!
//! The places are data (`tegels.csv`). They were found once, for the municipalities of 2023, by
//! moving squares about on a grid until neighbours lay beside each other in their true
//! direction, provinces were whole and the large waters free (threshold accepting); the layouts
//! of earlier years follow from it: a municipality that came of several takes the tile of one.
//! A later merger needs no search: the new municipality takes the tile of a predecessor. What
//! every table must keep to is what the tests below and in `tests/suite/boundaries.rs` say.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{MunicipalityCode, read_code, rows};
use crate::calendar::Date;

/// A place on the grid of tiles; column 0 lies in the west, row 0 in the north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// Columns from the west.
    pub column: u16,
    /// Rows from the north.
    pub row: u16,
}

/// A place with its first and last day.
type Stay = (Option<Date>, Option<Date>, Tile);

static TILES: LazyLock<BTreeMap<MunicipalityCode, Vec<Stay>>> = LazyLock::new(|| {
    read(include_str!("tegels.csv")).expect("the built-in tiles are read by the tests")
});

/// The tile of a municipality on a day; `None` when the code was not valid then.
pub(super) fn tile(code: MunicipalityCode, date: Date) -> Option<Tile> {
    let stays = TILES.get(&code)?;
    let on = |(from, to, _): &&Stay| {
        from.is_none_or(|from| from <= date) && to.is_none_or(|to| date <= to)
    };
    stays.iter().find(on).map(|(_, _, tile)| *tile)
}

fn read(text: &str) -> Result<BTreeMap<MunicipalityCode, Vec<Stay>>, String> {
    let mut tiles: BTreeMap<_, Vec<Stay>> = BTreeMap::new();
    for [code, from, to, column, row] in rows::<5>(text)? {
        let unsound = || format!("unsound tile of {code}");
        let date = |text: &str| match text {
            "" => Ok(None),
            _ => Date::parse(text).map(Some).ok_or_else(unsound),
        };
        let tile = Tile {
            column: column.parse().map_err(|_| unsound())?,
            row: row.parse().map_err(|_| unsound())?,
        };
        tiles.entry(read_code(&code)?).or_default().push((date(&from)?, date(&to)?, tile));
    }
    Ok(tiles)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::register::{ProvinceCode, Register};

    const DAYS: [&str; 9] = [
        "2019-01-01",
        "2020-12-31",
        "2021-01-01",
        "2021-12-31",
        "2022-01-01",
        "2022-03-23",
        "2022-03-24",
        "2023-01-01",
        "2024-12-31",
    ];
    /// Texel, Vlieland, Terschelling, Ameland, Schiermonnikoog.
    const ISLANDS: [u16; 5] = [448, 96, 93, 60, 88];

    fn layout(day: &str) -> BTreeMap<(u16, u16), (u16, ProvinceCode)> {
        let date = Date::parse(day).unwrap();
        let municipalities = Register::builtin().on(date);
        municipalities
            .map(|m| {
                let tile = tile(m.code, date).unwrap_or_else(|| panic!("{} on {day}", m.name));
                ((tile.column, tile.row), (m.code.number(), m.province))
            })
            .collect()
    }

    #[test]
    fn every_municipality_has_a_tile_of_its_own_on_every_day() {
        for day in DAYS {
            let count = Register::builtin().on(Date::parse(day).unwrap()).count();
            assert_eq!(layout(day).len(), count, "{day}");
        }
        let weesp = MunicipalityCode::from_number(457).unwrap();
        assert_eq!(tile(weesp, Date::parse("2022-03-24").unwrap()), None);
    }

    #[test]
    fn provinces_are_whole_and_the_wadden_islands_lie_off_the_coast() {
        for day in DAYS {
            let layout = layout(day);
            for province in ProvinceCode::ALL {
                let mut left: BTreeSet<_> = layout
                    .iter()
                    .filter(|(_, (code, own))| *own == province && !ISLANDS.contains(code))
                    .map(|(cell, _)| *cell)
                    .collect();
                let mut edge: Vec<_> = left.pop_first().into_iter().collect();
                while let Some((x, y)) = edge.pop() {
                    let beside =
                        [(x + 1, y), (x.wrapping_sub(1), y), (x, y + 1), (x, y.wrapping_sub(1))];
                    edge.extend(beside.into_iter().filter(|cell| left.remove(cell)));
                }
                assert!(left.is_empty(), "{province} in two parts on {day}: {left:?}");
            }
            for ((x, y), (code, _)) in &layout {
                let near =
                    |other: &&(u16, u16)| other.0.abs_diff(*x) <= 1 && other.1.abs_diff(*y) <= 1;
                let neighbours = layout.keys().filter(near).count() - 1;
                if ISLANDS.contains(code) {
                    let islands = layout
                        .iter()
                        .filter(|(cell, (other, _))| near(cell) && ISLANDS.contains(other));
                    assert_eq!(neighbours, islands.count() - 1, "island {code} on {day}");
                }
            }
        }
    }

    #[test]
    fn tiles_stay_when_nothing_merges() {
        let mut moved = Vec::new();
        for pair in DAYS.windows(2) {
            let [earlier, later] = [pair[0], pair[1]].map(layout);
            let kept: BTreeMap<_, _> = later.iter().map(|(cell, (code, _))| (code, cell)).collect();
            let changed = earlier
                .iter()
                .filter(|(cell, (code, _))| kept.get(code).is_some_and(|now| now != cell));
            moved.push(changed.count());
        }
        assert!(moved.iter().all(|count| *count <= 20), "{moved:?}");
        assert_eq!([moved[0], moved[2], moved[4], moved[7]], [0; 4], "{moved:?}");
    }
}
