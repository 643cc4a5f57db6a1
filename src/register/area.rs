//! Areas: one province, or several that are counted together.
//!
//! Which provinces are together in a wave is for `statistics` to say; here is what borders on
//! what, and what an area is called.

use std::fmt;

use super::code::ProvinceCode;
use super::{Landsdeel, Register};
use crate::dutch::join;
use crate::keys::{KeyWriter, Keyed};

/// One province, or several together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Area(u16);

/// The pairs of provinces with a common border, by their codes without `PV`.
const BORDERS: [(u8, u8); 22] = [
    (20, 21),
    (20, 22),
    (21, 22),
    (21, 23),
    (21, 24),
    (22, 23),
    (23, 24),
    (23, 25),
    (24, 25),
    (24, 26),
    (24, 27),
    (25, 26),
    (25, 28),
    (25, 30),
    (25, 31),
    (26, 27),
    (26, 28),
    (27, 28),
    (28, 29),
    (28, 30),
    (29, 30),
    (30, 31),
];

impl Area {
    /// All provinces of two areas.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a province is part of it.
    #[must_use]
    pub const fn contains(self, province: ProvinceCode) -> bool {
        self.0 & 1 << province.position() != 0
    }

    /// Its provinces, by code.
    pub fn provinces(self) -> impl Iterator<Item = ProvinceCode> {
        ProvinceCode::ALL.into_iter().filter(move |province| self.contains(*province))
    }

    /// Its only province; `None` when there are more.
    #[must_use]
    pub fn only(self) -> Option<ProvinceCode> {
        let mut provinces = self.provinces();
        provinces.next().filter(|_| provinces.next().is_none())
    }

    /// Whether a province of the one borders on a province of the other.
    #[must_use]
    pub fn borders_on(self, other: Self) -> bool {
        let has = |area: Self, number| area.provinces().any(|code| code.number() == number);
        BORDERS.iter().any(|(one, two)| {
            has(self, *one) && has(other, *two) || has(self, *two) && has(other, *one)
        })
    }

    /// Whether both have provinces of one quarter of the country.
    #[must_use]
    pub fn shares_landsdeel(self, other: Self) -> bool {
        let of = |area: Self| area.provinces().map(landsdeel);
        of(self).any(|part| of(other).any(|other| other == part))
    }

    /// What it is called: `Groningen en Drenthe`.
    #[must_use]
    pub fn name(self) -> String {
        let name = |code| Register::builtin().province(code).name;
        join(&self.provinces().map(name).collect::<Vec<_>>())
    }
}

fn landsdeel(province: ProvinceCode) -> Landsdeel {
    Register::builtin().province(province).landsdeel
}

impl From<ProvinceCode> for Area {
    fn from(province: ProvinceCode) -> Self {
        Self(1 << province.position())
    }
}

/// The codes of its provinces: `PV20+PV22`.
impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, province) in self.provinces().enumerate() {
            if at > 0 {
                f.write_str("+")?;
            }
            write!(f, "{province}")?;
        }
        Ok(())
    }
}

impl Keyed for Area {
    fn feed(&self, key: &mut KeyWriter) {
        key.name("Area", 1);
        self.0.feed(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(codes: &[&str]) -> Area {
        let areas = codes.iter().map(|code| Area::from(code.parse::<ProvinceCode>().unwrap()));
        areas.reduce(Area::with).unwrap()
    }

    #[test]
    fn an_area_has_the_names_and_codes_of_its_provinces() {
        let north = area(&["PV22", "PV20"]);
        assert_eq!(
            (north.name(), north.to_string()),
            ("Groningen en Drenthe".into(), "PV20+PV22".into())
        );
        assert_eq!(area(&["PV20", "PV21", "PV22"]).name(), "Groningen, Fryslân en Drenthe");
        assert_eq!((north.only(), area(&["PV31"]).only()), (None, "PV31".parse().ok()));
    }

    #[test]
    fn every_province_has_neighbours_and_borders_go_both_ways() {
        for one in ProvinceCode::ALL.map(Area::from) {
            let others =
                ProvinceCode::ALL.map(Area::from).into_iter().filter(|other| *other != one);
            let near: Vec<_> = others.filter(|other| one.borders_on(*other)).collect();
            assert!(near.len() >= 2, "{one}");
            assert!(near.iter().all(|other| other.borders_on(one)), "{one}");
            assert!(!one.borders_on(one), "{one}");
        }
        assert!(!area(&["PV20"]).borders_on(area(&["PV23"])));
        assert!(area(&["PV20", "PV22"]).borders_on(area(&["PV23"])));
        assert!(area(&["PV20"]).shares_landsdeel(area(&["PV21", "PV23"])));
        assert!(!area(&["PV20"]).shares_landsdeel(area(&["PV23"])));
    }
}
