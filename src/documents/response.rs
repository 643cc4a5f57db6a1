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
        Participants::Both => taken.previous?.both,
        Participants::Newcomers => taken.previous?.newcomers,
        Participants::NewcomersInvitedBefore => taken.previous?.newcomers_invited_before,
        Participants::Leavers => taken.previous?.leavers,
        Participants::Silent | Participants::Neither => return None,
    };
    let of = taken.rate().filter(|_| what == Participants::FilledIn);
    Some(ResponseNumber { what, wave, province: None, count, of })
}

/// How many questionnaires a province filled in, of how many invited municipalities.
pub(super) fn number_of_province(
    taken: &Participation,
    wave: Wave,
    province: ProvinceCode,
) -> Option<ResponseNumber> {
    let response = taken.provinces.get(&province)?;
    // A respondent that nobody invited still took part.
    let invited = response.invited.max(response.responded);
    let of = Share::of(response.responded, invited).filter(|_| taken.invited.is_some());
    let what = Participants::FilledIn;
    Some(ResponseNumber { what, wave, province: Some(province), count: response.responded, of })
}

/// What every document may say about the response of a wave.
pub(super) fn response_values(taken: &Participation, wave: Wave) -> Value {
    let number = |what| number_of(taken, wave, what).map(ResponseNumber::count);
    context! {
        ingevuld => number(Participants::FilledIn),
        uitgenodigd => number(Participants::Invited),
        procent => rate(taken, wave),
        vertegenwoordigd => number(Participants::Represented),
        gezamenlijk => number(Participants::Joint),
    }
}

fn rate(taken: &Participation, wave: Wave) -> Option<Wording> {
    Exact::response(number_of(taken, wave, Participants::FilledIn)?)?.percent()
}
