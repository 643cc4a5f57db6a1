//! Numbers of the response: who was asked, who answered, who is new and who left.

use std::collections::BTreeSet;

use serde::Serialize;

use super::evidence::{Evidence, narrow};
use super::{Search, named, province_names, rounding};
use crate::disclosure::{Participation, Share};
use crate::questionnaire::Wave;
use crate::register::{MunicipalityCode, Register};

/// A number of the response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResponseNumber {
    /// What is counted, as in `municipalities invited`.
    pub what: &'static str,
    /// The wave.
    pub wave: u16,
    /// The name of the province; none for the country.
    pub province: Option<&'static str>,
    /// How many.
    pub count: u32,
    /// Of how many invited, when it is a part of them.
    pub base: Option<u32>,
    /// The exact fraction with the rounding.
    pub rounding: Option<String>,
    /// Municipalities behind the count, for the bureau only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub respondents: Option<Vec<String>>,
}

/// Names of two counts, of the country and of provinces.
const SILENT: &str = "invited, not filled in";
const NEITHER: &str = "neither invited nor filled in";

/// A number of the response, and how templates name it.
struct Fact {
    what: &'static str,
    /// The names of its value in templates.
    fields: &'static [&'static str],
    wave: Wave,
    /// The wave that it is compared with; its template value bears that year.
    since: Option<Wave>,
    province: Option<&'static str>,
    count: u32,
    share: Option<Share>,
    members: BTreeSet<MunicipalityCode>,
}

impl Search<'_> {
    /// The numbers of the response that a printed number can be; one when it is certain.
    pub(super) fn responses(&self, evidence: &Evidence) -> Vec<ResponseNumber> {
        let mut facts = self.facts();
        facts.retain(|fact| fact.is(evidence));
        let field = evidence.field();
        narrow(&mut facts, |fact| fact.fields.contains(&field));
        let province = match (field, self.query.job.reader.municipality()) {
            ("provincie", Some(code)) => province_of(code),
            _ => evidence.last_named(province_names()),
        };
        narrow(&mut facts, |fact| fact.province == province);
        let wave = evidence.wave();
        narrow(&mut facts, |fact| match wave {
            Some(wave) => fact.since.unwrap_or(fact.wave) == wave,
            None => fact.wave == self.edition.wave,
        });
        facts.into_iter().map(|fact| self.response_number(fact)).collect()
    }

    fn response_number(&self, fact: Fact) -> ResponseNumber {
        ResponseNumber {
            what: fact.what,
            wave: fact.wave.0,
            province: fact.province,
            count: fact.count,
            base: fact.share.map(Share::base),
            rounding: fact.share.map(rounding),
            respondents: self.query.bureau.then(|| fact.members.into_iter().map(named).collect()),
        }
    }

    fn facts(&self) -> Vec<Fact> {
        let waves = self.prepared.participation.range(..=self.edition.wave);
        waves.flat_map(|(wave, taken)| self.facts_of(*wave, taken)).collect()
    }

    fn facts_of(&self, wave: Wave, taken: &Participation) -> Vec<Fact> {
        let fact = |what, fields, count, members: &BTreeSet<_>| Fact {
            what,
            fields,
            wave,
            since: None,
            province: None,
            count,
            share: None,
            members: members.clone(),
        };
        let (answered, asked) = (&taken.respondents, &taken.invitees);
        let mut facts = vec![
            Fact {
                share: taken.rate(),
                ..fact(
                    "questionnaires filled in",
                    &["ingevuld", "procent"],
                    taken.responded,
                    answered,
                )
            },
            fact("municipalities answered for", &["vertegenwoordigd"], taken.represented, answered),
            fact(
                "questionnaires for several municipalities",
                &["gezamenlijk"],
                taken.joint,
                &BTreeSet::new(),
            ),
        ];
        let silent: BTreeSet<_> = asked.difference(answered).copied().collect();
        let neither: BTreeSet<_> = self
            .valid_in(wave)
            .into_iter()
            .filter(|code| !answered.contains(code) && !asked.contains(code))
            .collect();
        if let Some(invited) = taken.invited {
            facts.push(fact("municipalities invited", &["uitgenodigd"], invited, asked));
            facts.push(fact(SILENT, &["niet_ingevuld"], count(&silent), &silent));
        }
        facts.push(fact(NEITHER, &["niet_uitgenodigd"], count(&neither), &neither));
        facts.extend(provincial(wave, taken, &silent, &neither));
        facts.extend(self.compared(wave, taken));
        facts
    }

    /// Newcomers, leavers, and who took part in both waves.
    fn compared(&self, wave: Wave, taken: &Participation) -> Vec<Fact> {
        let Some(previous) = taken.previous else { return Vec::new() };
        let since = previous.panel.earlier;
        let nobody = BTreeSet::new();
        let before = self.prepared.participation.get(&since);
        let then = before.map_or(&nobody, |before| &before.respondents);
        let invited_then = before.map_or(&nobody, |before| &before.invitees);
        let same = |code: &MunicipalityCode| self.same_entity(*code, since, wave);
        let both: BTreeSet<_> = taken
            .respondents
            .iter()
            .copied()
            .filter(|code| then.contains(code) && same(code))
            .collect();
        let new: BTreeSet<_> = taken.respondents.difference(&both).copied().collect();
        let invited = new.intersection(invited_then).copied().collect();
        let gone = then.difference(&both).copied().collect();
        let fact = |what, fields, count, members| Fact {
            what,
            fields,
            wave,
            since: Some(since),
            province: None,
            count,
            share: None,
            members,
        };
        vec![
            fact(
                "municipalities that took part then and in the wave before",
                &["beide", "omvang"],
                previous.both,
                both,
            ),
            fact(
                "newcomers that were invited in the wave before",
                &["nieuw_eerder_uitgenodigd"],
                previous.newcomers_invited_before,
                invited,
            ),
            fact("newcomers", &["nieuw"], previous.newcomers, new),
            fact(
                "municipalities that took part in the wave before only",
                &["weg"],
                previous.leavers,
                gone,
            ),
        ]
    }

    fn valid_in(&self, wave: Wave) -> BTreeSet<MunicipalityCode> {
        let date = self.prepared.project.waves.get(&wave).map(|material| material.reference_date);
        let on = date.map(|date| Register::builtin().on(date).map(|found| found.code).collect());
        on.unwrap_or_default()
    }
}

impl Fact {
    /// Whether these are the numbers that are printed.
    fn is(&self, evidence: &Evidence) -> bool {
        let mention = evidence.mention;
        let same = |printed: Option<u64>, number: Option<u32>| {
            printed.is_none_or(|printed| number.map(u64::from) == Some(printed))
        };
        let any = mention.count.is_some() || mention.percent.is_some();
        any && mention.high.is_none()
            && same(mention.count, Some(self.count))
            && same(mention.base, self.share.map(Share::base))
            && same(mention.percent, self.share.map(Share::percent))
    }
}

fn count(codes: &BTreeSet<MunicipalityCode>) -> u32 {
    u32::try_from(codes.len()).unwrap_or(u32::MAX)
}

fn province_of(code: MunicipalityCode) -> Option<&'static str> {
    let register = Register::builtin();
    register.get(code).map(|found| register.province(found.province).name)
}

/// Answered, invited, only invited and neither, per province.
fn provincial(
    wave: Wave,
    taken: &Participation,
    silent: &BTreeSet<MunicipalityCode>,
    neither: &BTreeSet<MunicipalityCode>,
) -> Vec<Fact> {
    let register = Register::builtin();
    let inside = |codes: &BTreeSet<MunicipalityCode>, name: &str| -> BTreeSet<_> {
        codes.iter().copied().filter(|code| province_of(*code) == Some(name)).collect()
    };
    let mut facts = Vec::new();
    for (code, response) in &taken.provinces {
        let name = register.province(*code).name;
        // A respondent that nobody invited still took part.
        let invited = response.invited.max(response.responded);
        let one = |what, fields, count, share, members| Fact {
            what,
            fields,
            wave,
            since: None,
            province: Some(name),
            count,
            share,
            members,
        };
        facts.push(one(
            "questionnaires filled in",
            &["ingevuld", "procent", "provincie"],
            response.responded,
            Share::of(response.responded, invited).filter(|_| taken.invited.is_some()),
            inside(&taken.respondents, name),
        ));
        if taken.invited.is_some() {
            let members = inside(&taken.invitees, name);
            facts.push(one("municipalities invited", &["uitgenodigd"], invited, None, members));
            let silent = inside(silent, name);
            facts.push(one(SILENT, &["niet_ingevuld"], count(&silent), None, silent));
        }
        let neither = inside(neither, name);
        facts.push(one(NEITHER, &["niet_uitgenodigd"], count(&neither), None, neither));
    }
    facts
}
