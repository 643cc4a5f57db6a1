//! The numbers of the response: who was invited, answered, came and left. They are no answers,
//! so they are not judged; each knows what it counts.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use crate::disclosure::{Participation, Share};
use crate::language::{Exact, Participants, ResponseNumber, Wording};
use crate::questionnaire::Wave;
use crate::register::ProvinceCode;

/// A number of the whole country; `None` where it is not known.
pub(super) fn response_number(
    all: &BTreeMap<Wave, Participation>,
    wave: Wave,
    what: Participants,
) -> Option<ResponseNumber> {
    number_of(all.get(&wave)?, wave, what)
}

/// As [`response_number`], of one wave.
pub(super) fn number_of(
    taken: &Participation,
    wave: Wave,
    what: Participants,
) -> Option<ResponseNumber> {
    let count = match what {
        Participants::FilledIn => taken.responded,
        Participants::Represented => taken.represented,
        Participants::Joint => taken.joint,
        Participants::Invited => taken.invited?,
        Participants::InvitedFilledIn => taken.rate()?.count(),
        Participants::Uninvited => taken.uninvited,
        Participants::Both => taken.previous?.both,
        Participants::Newcomers => taken.previous?.newcomers,
        Participants::NewcomersInvitedBefore => taken.previous?.newcomers_invited_before,
        Participants::Leavers => taken.previous?.leavers,
        Participants::Silent | Participants::Neither => return None,
    };
    let of = taken.rate().filter(|rate| match what {
        Participants::FilledIn => rate.count() == count,
        Participants::InvitedFilledIn => true,
        _ => false,
    });
    Some(ResponseNumber { what, wave, province: None, count, of })
}

/// How many questionnaires a province filled in.
pub(super) fn number_of_province(
    taken: &Participation,
    wave: Wave,
    province: ProvinceCode,
) -> Option<ResponseNumber> {
    let response = taken.provinces.get(&province)?;
    let of = rate_of_province(taken, wave, province)
        .filter(|rate| rate.count == response.responded)
        .and_then(|rate| rate.of);
    let (what, count) = (Participants::FilledIn, response.responded);
    Some(ResponseNumber { what, wave, province: Some(province), count, of })
}

/// Of the invited municipalities of a province those that filled in a questionnaire; `None`
/// where none was invited, or nobody knows who was.
pub(super) fn rate_of_province(
    taken: &Participation,
    wave: Wave,
    province: ProvinceCode,
) -> Option<ResponseNumber> {
    let response = taken.provinces.get(&province).filter(|_| taken.invited.is_some())?;
    let of = Share::of(response.of_invited, response.invited)?;
    let what = match response.of_invited == response.responded {
        true => Participants::FilledIn,
        false => Participants::InvitedFilledIn,
    };
    let (count, of) = (response.of_invited, Some(of));
    Some(ResponseNumber { what, wave, province: Some(province), count, of })
}

/// Of all invited municipalities those that filled in a questionnaire.
pub(super) fn national_rate(taken: &Participation, wave: Wave) -> Option<Exact> {
    let what = match taken.uninvited {
        0 => Participants::FilledIn,
        _ => Participants::InvitedFilledIn,
    };
    Exact::response(number_of(taken, wave, what)?)
}

/// What every document may say about the response of a wave.
pub(super) fn response_values(taken: &Participation, wave: Wave) -> Value {
    let number = |what| number_of(taken, wave, what).map(ResponseNumber::count);
    context! {
        ingevuld => number(Participants::FilledIn),
        uitgenodigd => number(Participants::Invited),
        van_uitgenodigd => number(Participants::InvitedFilledIn),
        niet_gevraagd => number(Participants::Uninvited),
        procent => rate(taken, wave),
        vertegenwoordigd => number(Participants::Represented),
        gezamenlijk => number(Participants::Joint),
    }
}

fn rate(taken: &Participation, wave: Wave) -> Option<Wording> {
    national_rate(taken, wave)?.percent()
}
