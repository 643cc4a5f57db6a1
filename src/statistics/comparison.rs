//! With whom each municipality is compared: the groups beside the nation, fixed by who took
//! part and by the project before any answer is read (bescherming.md#gebieden).

use std::collections::BTreeMap;

use super::Group;
use crate::dataset::{Dataset, Partition, WaveData};
use crate::questionnaire::Wave;
use crate::register::{Area, MunicipalityCode, ProvinceCode, Register};

/// How provinces become areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AreaRule {
    /// Every province by itself.
    Provinces,
    /// Provinces together until each area has at least so many respondents.
    AtLeast(u32),
    /// There are no areas.
    None,
}

/// The groups that each municipality is counted in, beside the nation and the panels. Within a
/// wave each of these groups counts others: together they are a partition of the nation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Of each respondent.
    areas: BTreeMap<Wave, BTreeMap<MunicipalityCode, Area>>,
    partition: Option<Partition>,
}

impl Comparison {
    /// The groups of every wave. Those of one wave depend on nothing that happens in another,
    /// so that a later edition has the same.
    #[must_use]
    pub fn of(
        register: &Register,
        dataset: &Dataset,
        rule: AreaRule,
        partition: Option<Partition>,
    ) -> Self {
        let of_wave = |(wave, data): (&Wave, &WaveData)| {
            let provinces = provinces(register, data);
            let mut sizes = BTreeMap::new();
            provinces.values().for_each(|province| *sizes.entry(*province).or_default() += 1);
            let areas = areas(rule, &sizes);
            let of = provinces.into_iter();
            let of = of.filter_map(|(code, province)| Some((code, *areas.get(&province)?)));
            (*wave, of.collect())
        };
        Self { areas: dataset.waves.iter().map(of_wave).collect(), partition }
    }

    /// The area of a municipality that answered in a wave.
    #[must_use]
    pub fn area(&self, wave: Wave, code: MunicipalityCode) -> Option<Area> {
        self.areas.get(&wave)?.get(&code).copied()
    }

    /// The groups that a municipality is counted in, beside the nation and the panels.
    #[must_use]
    pub fn groups(&self, wave: Wave, code: MunicipalityCode) -> Vec<Group> {
        let area = self.area(wave, code).map(Group::Area);
        let class = self.partition.as_ref().and_then(|of| of.members.get(&code));
        area.into_iter().chain(class.copied().map(Group::Class)).collect()
    }

    /// The groups of the project's own, if it has any.
    #[must_use]
    pub const fn partition(&self) -> Option<&Partition> {
        self.partition.as_ref()
    }
}

/// The province of everyone who answered.
fn provinces(register: &Register, data: &WaveData) -> BTreeMap<MunicipalityCode, ProvinceCode> {
    let province = |code: &MunicipalityCode| Some((*code, register.get(*code)?.province));
    data.responses.keys().filter_map(province).collect()
}

/// The area of each province in which somebody took part.
///
/// While an area is too small, the smallest one joins the smallest neighbour of its landsdeel;
/// without such a neighbour the smallest one elsewhere; without any neighbour that took part the
/// smallest area of its landsdeel, or else of the country. Of equal ones the lower code.
/// Provinces that would all be one area are no areas: they would say what the nation says.
fn areas(rule: AreaRule, sizes: &BTreeMap<ProvinceCode, u32>) -> BTreeMap<ProvinceCode, Area> {
    let mut areas: BTreeMap<Area, u32> =
        sizes.iter().map(|(province, size)| (Area::from(*province), *size)).collect();
    let least = match rule {
        AreaRule::None => return BTreeMap::new(),
        AreaRule::Provinces => 0,
        AreaRule::AtLeast(least) => least,
    };
    let by_size = |(area, size): &(Area, u32)| (*size, *area);
    loop {
        let all = || areas.iter().map(|(area, size)| (*area, *size));
        let Some((small, size)) = all().min_by_key(by_size).filter(|(_, size)| *size < least)
        else {
            break;
        };
        let others = || all().filter(|(other, _)| *other != small);
        let joined = others().min_by_key(|(other, size)| {
            let (near, same) = (small.borders_on(*other), small.shares_landsdeel(*other));
            (!near, !same, *size, *other)
        });
        let Some((other, more)) = joined else { break };
        areas.remove(&small);
        areas.remove(&other);
        areas.insert(small.with(other), size + more);
    }
    if areas.len() == 1 && sizes.len() > 1 {
        return BTreeMap::new();
    }
    let of = |province| areas.keys().copied().find(|area| area.contains(province));
    sizes.keys().filter_map(|province| Some((*province, of(*province)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The areas of these numbers of respondents, in the order of the codes of the provinces.
    fn names(sizes: [u32; 12], rule: AreaRule) -> Vec<String> {
        let sizes = ProvinceCode::ALL.into_iter().zip(sizes).filter(|(_, size)| *size > 0);
        let mut areas: Vec<_> = areas(rule, &sizes.collect()).into_values().collect();
        areas.sort_unstable();
        areas.dedup();
        areas.into_iter().map(Area::name).collect()
    }

    /// The numbers of the example of 2023.
    const SIZES: [u32; 12] = [7, 11, 6, 16, 4, 22, 15, 23, 24, 8, 24, 14];

    #[test]
    fn a_small_province_joins_its_smallest_neighbour_of_the_same_landsdeel() {
        let of = |least| names(SIZES, AreaRule::AtLeast(least));
        assert_eq!(names(SIZES, AreaRule::Provinces).len(), 12);
        assert_eq!(names(SIZES, AreaRule::None), [""; 0]);
        assert_eq!(of(6).len(), 11);
        assert!(of(6).contains(&"Overijssel en Flevoland".to_owned()));
        assert!(of(8).contains(&"Groningen en Drenthe".to_owned()));
        assert!(of(10).contains(&"Zuid-Holland en Zeeland".to_owned()));
        assert!(of(12).contains(&"Groningen, Fryslân en Drenthe".to_owned()));
        assert_eq!(of(12).len(), 8);
    }

    #[test]
    fn without_a_neighbour_in_its_landsdeel_it_joins_one_elsewhere() {
        // Groningen, Overijssel and Gelderland: no province borders on Groningen.
        let far = names([3, 0, 0, 9, 0, 20, 0, 0, 0, 0, 0, 0], AreaRule::AtLeast(8));
        assert_eq!(far, ["Groningen en Overijssel", "Gelderland"]);
        // Flevoland is of the east, but only Utrecht borders on it here.
        let near = names([0, 0, 0, 0, 3, 0, 9, 20, 0, 0, 30, 0], AreaRule::AtLeast(8));
        assert_eq!(near, ["Flevoland en Utrecht", "Noord-Holland", "Noord-Brabant"]);
    }

    #[test]
    fn areas_that_would_be_the_whole_country_are_left_out() {
        assert_eq!(names([2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], AreaRule::AtLeast(8)), [""; 0]);
        assert_eq!(
            names([2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], AreaRule::AtLeast(8)),
            ["Groningen"]
        );
    }
}
