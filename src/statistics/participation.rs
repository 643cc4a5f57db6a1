//! Invited, answered, new, gone, both years.

use std::collections::{BTreeMap, BTreeSet};

use super::tables::{panels, same_entity};
use super::{Panel, Share};
use crate::calendar::Date;
use crate::dataset::{Dataset, WaveData};
use crate::questionnaire::Wave;
use crate::register::{MunicipalityCode, ProvinceCode, Register};

/// Who took part in one wave. These numbers are not answers; whether single
/// municipalities may be named is a matter of the project (`participation: public`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participation {
    /// Completed questionnaires.
    pub responded: u32,
    /// Municipalities asked; `None` when no list was given.
    pub invited: Option<u32>,
    /// Completed questionnaires of a municipality that nobody had asked, where the list is known.
    pub uninvited: u32,
    /// Municipalities that a completed questionnaire speaks for, joint ones included.
    pub represented: u32,
    /// Completed questionnaires that speak for more than one municipality.
    pub joint: u32,
    /// Per province: answered and invited.
    pub provinces: BTreeMap<ProvinceCode, ProvinceResponse>,
    /// Comparison with the wave before, if there is one.
    pub previous: Option<Previous>,
    /// The municipalities that answered.
    pub respondents: BTreeSet<MunicipalityCode>,
    /// The municipalities that were asked.
    pub invitees: BTreeSet<MunicipalityCode>,
}

/// Answered and invited in one province.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProvinceResponse {
    /// Completed questionnaires.
    pub responded: u32,
    /// Municipalities asked.
    pub invited: u32,
    /// Completed questionnaires of municipalities that were asked.
    pub of_invited: u32,
}

/// The same municipalities, newcomers and leavers since the wave before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Previous {
    /// The two waves.
    pub panel: Panel,
    /// Took part in both, as the same municipality.
    pub both: u32,
    /// Took part now and not then.
    pub newcomers: u32,
    /// Newcomers that had been invited then.
    pub newcomers_invited_before: u32,
    /// Took part then and not now.
    pub leavers: u32,
}

impl Participation {
    /// Of the invited municipalities those that answered, where the list is known. Who answered
    /// without having been asked is not counted.
    #[must_use]
    pub fn rate(&self) -> Option<Share> {
        Share::of(self.responded - self.uninvited, self.invited?)
    }
}

/// The participation in every wave.
#[must_use]
pub fn participation(
    register: &Register,
    dates: &BTreeMap<Wave, Date>,
    dataset: &Dataset,
) -> BTreeMap<Wave, Participation> {
    let mut all: BTreeMap<_, _> =
        dataset.waves.iter().map(|(wave, data)| (*wave, one_wave(register, data))).collect();
    for (panel, members) in panels(register, dates, dataset) {
        let (before, now) = (&dataset.waves[&panel.earlier], &dataset.waves[&panel.later]);
        let both = small(members.len());
        let members: BTreeSet<_> = members.into_iter().collect();
        let invited_before = now
            .responses
            .keys()
            .filter(|code| !members.contains(code))
            .filter(|code| before.invited.as_ref().is_some_and(|list| list.contains_key(code)))
            // A municipality that has taken over another since was not asked as such.
            .filter(|code| same_entity(register, dates, panel, **code))
            .count();
        let previous = Previous {
            panel,
            both,
            newcomers: small(now.responses.len()) - both,
            newcomers_invited_before: small(invited_before),
            leavers: small(before.responses.len()) - both,
        };
        if let Some(participation) = all.get_mut(&panel.later) {
            participation.previous = Some(previous);
        }
    }
    all
}

fn one_wave(register: &Register, data: &WaveData) -> Participation {
    let mut provinces: BTreeMap<ProvinceCode, ProvinceResponse> = BTreeMap::new();
    let province = |code: &MunicipalityCode| register.get(*code).map(|m| m.province);
    let asked =
        |code: &MunicipalityCode| data.invited.as_ref().is_some_and(|list| list.contains_key(code));
    for code in data.responses.keys() {
        let Some(province) = province(code) else { continue };
        let of = provinces.entry(province).or_default();
        of.responded += 1;
        of.of_invited += u32::from(asked(code));
    }
    let uninvited = data.responses.keys().filter(|code| data.invited.is_some() && !asked(code));
    for code in data.invited.iter().flat_map(BTreeMap::keys).filter_map(province) {
        provinces.entry(code).or_default().invited += 1;
    }
    let mut represented: BTreeSet<_> = data.responses.keys().collect();
    represented.extend(data.responses.values().flat_map(|response| &response.also_for));
    let joint = data.responses.values().filter(|response| !response.also_for.is_empty()).count();
    Participation {
        responded: small(data.responses.len()),
        invited: data.invited.as_ref().map(|list| small(list.len())),
        uninvited: small(uninvited.count()),
        represented: small(represented.len()),
        joint: small(joint),
        provinces,
        previous: None,
        respondents: data.responses.keys().copied().collect(),
        invitees: data.invited.iter().flat_map(BTreeMap::keys).copied().collect(),
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).expect("fewer than 4 billion municipalities")
}
