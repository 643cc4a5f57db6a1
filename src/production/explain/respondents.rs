//! Who is behind a number: for the bureau alone.

use std::collections::BTreeSet;

use super::named;
use crate::dataset::Dataset;
use crate::disclosure::{Group, Panel, Participation, TableKey};
use crate::language::{Participants, ResponseNumber};
use crate::production::{Prepared, Published};
use crate::questionnaire::{ItemIndex, PanelRule, Wave};
use crate::register::MunicipalityCode;
use crate::statistics::{Table, tabulate_one};

/// The answers, to see who gave them.
#[derive(Clone, Copy)]
pub(super) struct Respondents<'a> {
    prepared: &'a Published,
    dataset: &'a Dataset,
}

impl<'a> Respondents<'a> {
    pub(super) fn of(prepared: &'a Prepared) -> Self {
        Self { prepared, dataset: &prepared.bureau.dataset }
    }

    /// Who is behind a count (with `others`: behind all other answers; without an item: behind
    /// a base), by name.
    pub(super) fn behind_figure(
        &self,
        key: &TableKey,
        item: Option<ItemIndex>,
        others: bool,
    ) -> Vec<String> {
        let Some(data) = self.dataset.waves.get(&key.wave) else { return Vec::new() };
        let codes = data.responses.keys().copied().filter(|code| self.is_member(key, *code));
        let chose = |code: &MunicipalityCode| {
            let table = self.own_table(key, key.wave, *code);
            table.is_some_and(|table| item.is_none_or(|item| (table.count(item) > 0) != others))
        };
        codes.filter(chose).map(|code| named(self.prepared.project.register, code)).collect()
    }

    /// Who is behind a number of the response, by name.
    pub(super) fn behind_response(&self, number: &ResponseNumber) -> Vec<String> {
        let Some(taken) = self.prepared.participation.get(&number.wave) else { return Vec::new() };
        let inside = |code: &MunicipalityCode| {
            let own = self.prepared.project.register.get(*code).map(|found| found.province);
            number.province.is_none_or(|province| own == Some(province))
        };
        let all = self.members(taken, number.wave, number.what);
        all.into_iter()
            .filter(inside)
            .map(|code| named(self.prepared.project.register, code))
            .collect()
    }

    fn members(
        &self,
        taken: &Participation,
        wave: Wave,
        what: Participants,
    ) -> BTreeSet<MunicipalityCode> {
        let (answered, asked) = (&taken.respondents, &taken.invitees);
        match what {
            Participants::FilledIn | Participants::Represented => answered.clone(),
            Participants::Joint => self.joint(wave),
            Participants::Invited => asked.clone(),
            Participants::InvitedFilledIn => asked.intersection(answered).copied().collect(),
            Participants::Uninvited => answered.difference(asked).copied().collect(),
            Participants::Silent => asked.difference(answered).copied().collect(),
            Participants::Neither => {
                let took_no_part =
                    |code: &MunicipalityCode| !answered.contains(code) && !asked.contains(code);
                self.valid_in(wave).into_iter().filter(took_no_part).collect()
            }
            Participants::Both
            | Participants::Newcomers
            | Participants::NewcomersInvitedBefore
            | Participants::Leavers => self.compared(taken, wave, what),
        }
    }

    /// Who speaks for several municipalities.
    fn joint(&self, wave: Wave) -> BTreeSet<MunicipalityCode> {
        let responses = self.dataset.waves.get(&wave).into_iter().flat_map(|data| &data.responses);
        let joint = responses.filter(|(_, response)| !response.also_for.is_empty());
        joint.map(|(code, _)| *code).collect()
    }

    /// Newcomers, leavers, and who took part in both waves.
    fn compared(
        &self,
        taken: &Participation,
        wave: Wave,
        what: Participants,
    ) -> BTreeSet<MunicipalityCode> {
        let Some(previous) = taken.previous else { return BTreeSet::new() };
        let since = previous.panel.earlier;
        let Some(before) = self.prepared.participation.get(&since) else { return BTreeSet::new() };
        let same = |code: &MunicipalityCode| self.same_entity(*code, since, wave);
        let stayed = |code: &&MunicipalityCode| before.respondents.contains(*code) && same(code);
        let both: BTreeSet<_> = taken.respondents.iter().filter(stayed).copied().collect();
        let new: BTreeSet<_> = taken.respondents.difference(&both).copied().collect();
        match what {
            Participants::Leavers => before.respondents.difference(&both).copied().collect(),
            Participants::NewcomersInvitedBefore => new
                .into_iter()
                .filter(|code| before.invitees.contains(code) && same(code))
                .collect(),
            Participants::Newcomers => new,
            _ => both,
        }
    }

    /// The answer of one municipality to a question (row), as a table of one.
    fn own_table(&self, key: &TableKey, wave: Wave, code: MunicipalityCode) -> Option<Table> {
        let response = self.dataset.waves.get(&wave)?.responses.get(&code)?;
        let mut tables = tabulate_one(&self.prepared.questionnaire, response);
        tables.remove(&(key.question, key.row))
    }

    fn is_member(&self, key: &TableKey, code: MunicipalityCode) -> bool {
        let comparison = self.prepared.publication.comparison();
        match key.group {
            Group::National => true,
            part @ (Group::Area(_) | Group::Class(_)) => {
                comparison.groups(key.wave, code).contains(&part)
            }
            Group::Panel(panel) => self.in_panel(key, panel, code),
        }
    }

    fn in_panel(&self, key: &TableKey, panel: Panel, code: MunicipalityCode) -> bool {
        let waves = [panel.earlier, panel.later];
        let took_part = |wave: &Wave| {
            let data = self.dataset.waves.get(wave);
            data.is_some_and(|data| data.responses.contains_key(&code))
        };
        let valid = |wave: &Wave| self.own_table(key, *wave, code).is_some();
        self.same_entity(code, panel.earlier, panel.later)
            && waves.iter().all(took_part)
            && (self.prepared.questionnaire.panel == PanelRule::Unit || waves.iter().all(valid))
    }

    /// Whether a municipality was the same one in two waves.
    fn same_entity(&self, code: MunicipalityCode, earlier: Wave, later: Wave) -> bool {
        let date =
            |wave: Wave| self.prepared.project.waves.get(&wave).map(|found| found.reference_date);
        let dates = date(earlier).zip(date(later));
        dates.is_some_and(|(from, to)| self.prepared.project.register.same_entity(code, from, to))
    }

    fn valid_in(&self, wave: Wave) -> BTreeSet<MunicipalityCode> {
        let date = self.prepared.project.waves.get(&wave).map(|material| material.reference_date);
        let on = date
            .map(|date| self.prepared.project.register.on(date).map(|found| found.code).collect());
        on.unwrap_or_default()
    }
}
