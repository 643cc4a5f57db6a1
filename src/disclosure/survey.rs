//! A survey that was counted, and what is looked up in it to protect it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::figure::{Reason, ReleasedTable};
use super::policy::Policy;
use super::published::PublishedFigure;
use super::rules::Sizes;
use crate::dataset::Dataset;
use crate::questionnaire::{Condition, ItemKind, Question, Questionnaire, Wave};
use crate::statistics::{Group, Panel, Participation, Profile, Subject, Table, TableKey, Tables};

/// A survey with all its counts, none of them protected.
#[derive(Debug, Clone, Copy)]
pub struct Survey<'a> {
    /// What was asked.
    pub questionnaire: &'a Questionnaire,
    /// What was counted.
    pub tables: &'a Tables,
    /// What was answered.
    pub dataset: &'a Dataset,
    /// Who took part.
    pub participation: &'a BTreeMap<Wave, Participation>,
    /// What earlier editions showed.
    pub published: &'a [PublishedFigure],
}

/// Whether a wave is looked at as when it was the newest, or with everything that came later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Newest,
    Later,
}

/// Whether a group exists only since the wave after this one: the panel of the two.
pub(super) fn is_late(group: Group, wave: Wave) -> bool {
    matches!(group, Group::Panel(panel) if panel.later > wave)
}

impl<'a> Survey<'a> {
    /// All questions (rows) of all waves that somebody answered, and all follow-up questions
    /// whether or not somebody did; each after the questions that decide who answers it.
    pub(super) fn subjects(&self, policy: &Policy) -> Vec<Subject> {
        let mut found: BTreeSet<Subject> =
            self.tables.iter().map(|(key, _)| Subject::from(*key)).collect();
        for wave in self.participation.keys().copied().filter(|_| policy.audits()) {
            for (question, asked) in self.questionnaire.iter() {
                let rows = asked.rows_in(wave);
                let rows = rows.into_iter().map(|row| Subject { wave, question, row });
                let asked = asked.asked_in(wave);
                found.extend(rows.filter(|subject| asked && self.is_follow_up(*subject)));
            }
        }
        let mut subjects = Vec::new();
        while !found.is_empty() {
            let waits =
                |subject: &Subject| self.filters(*subject).iter().any(|f| found.contains(f));
            let ready: BTreeSet<_> = found.iter().copied().filter(|s| !waits(s)).collect();
            // The questionnaire was checked: no circle of conditions.
            let ready = if ready.is_empty() { found.clone() } else { ready };
            found.retain(|subject| !ready.contains(subject));
            subjects.extend(ready);
        }
        subjects
    }

    /// Whether only who answered another question of the wave in a certain way was asked this.
    pub(super) fn is_follow_up(&self, subject: Subject) -> bool {
        self.conditions(subject).next().is_some()
    }

    pub(super) fn question(&self, subject: Subject) -> &'a Question {
        self.questionnaire.question(subject.question)
    }

    /// The conditions that decide who answers a question. One about a question that the wave
    /// did not ask decides nothing.
    pub(super) fn conditions(&self, subject: Subject) -> impl Iterator<Item = &'a Condition> {
        let (questionnaire, wave) = (self.questionnaire, subject.wave);
        let all = self.question(subject).applies_if.iter();
        all.filter(move |condition| questionnaire.question(condition.question).asked_in(wave))
    }

    /// The questions that decide who answers a question, each once.
    pub(super) fn filters(&self, subject: Subject) -> Vec<Subject> {
        let mut all: Vec<_> =
            self.conditions(subject).map(|condition| filter_of(subject, condition)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Why a table of a question is withheld to protect others; of a follow-up question always
    /// the same.
    pub(super) fn reason_to_withhold(&self, subject: Subject) -> Reason {
        if self.is_follow_up(subject) { Reason::FollowUp } else { Reason::Complementary }
    }

    /// The tables of one question (row) in one wave. Where answers are protected a follow-up question has a table
    /// of every group of the wave: that nobody answered is an answer to the filter question.
    pub(super) fn tables_of(
        &self,
        subject: Subject,
        policy: &Policy,
    ) -> BTreeMap<Group, Cow<'a, Table>> {
        let counted = self.tables.range(subject.key(Group::National));
        let counted = counted.take_while(|(key, _)| subject == Subject::from(**key));
        let mut tables: BTreeMap<Group, Cow<Table>> =
            counted.map(|(key, table)| (key.group, Cow::Borrowed(table))).collect();
        if policy.audits() && self.is_follow_up(subject) {
            for group in self.groups_of(subject) {
                tables.entry(group).or_insert_with(|| Cow::Owned(Table::default()));
            }
        }
        tables
    }

    /// The nation, all parts of it of which somebody answered in the wave, and its panels as far
    /// as the question was asked in both waves.
    fn groups_of(&self, subject: Subject) -> Vec<Group> {
        let of_wave = self.tables.iter().filter(|(key, _)| key.wave == subject.wave);
        let parts = of_wave.map(|(key, _)| key.group).filter(|group| group.is_part());
        let parts: BTreeSet<Group> = parts.collect();
        let of_waves = self.participation.values().filter_map(|taken| taken.previous);
        let question = self.question(subject);
        let panels = of_waves.map(|previous| previous.panel).filter(|panel| {
            let waves = [panel.earlier, panel.later];
            let asked =
                |wave| question.asked_in(wave) && question.rows_in(wave).contains(&subject.row);
            waves.contains(&subject.wave) && waves.into_iter().all(asked)
        });
        std::iter::once(Group::National).chain(parts).chain(panels.map(Group::Panel)).collect()
    }

    /// The combinations of groups of those who answered, with their answers.
    pub(super) fn profile(&self, subject: Subject, stage: Stage) -> Profile<'a> {
        let profile = self.tables.profile(subject);
        match stage {
            Stage::Newest => without_late(profile, subject.wave),
            Stage::Later => profile,
        }
    }

    /// All that the fixed rules look at. `judged` holds the tables that were judged before.
    pub(super) fn sizes(
        &self,
        subject: Subject,
        tables: &BTreeMap<Group, Cow<Table>>,
        judged: &BTreeMap<TableKey, ReleasedTable>,
    ) -> Sizes {
        let mut sizes = Sizes::default();
        for (group, table) in tables {
            sizes.bases.insert(*group, table.base);
            if let Group::Panel(panel) = group {
                sizes.left_out.insert(*group, self.left_out(subject, *panel));
            }
        }
        if self.is_follow_up(subject) {
            let shown = |group: &Group| {
                let mut conditions = self.conditions(subject);
                conditions.all(|condition| self.shows_asked(subject, condition, *group, judged))
            };
            sizes.asked_is_shown = Some(tables.keys().copied().filter(shown).collect());
        }
        sizes
    }

    /// Whether a filter question shows exactly how many in a group chose what a condition asks.
    fn shows_asked(
        &self,
        subject: Subject,
        condition: &Condition,
        group: Group,
        judged: &BTreeMap<TableKey, ReleasedTable>,
    ) -> bool {
        let filter = filter_of(subject, condition);
        let question = self.question(filter);
        let Some(table) = judged.get(&filter.key(group)) else { return false };
        let shown = |item| table.figure(item).is_some_and(|figure| figure.exact().is_some());
        let mut items = condition.items.iter().copied();
        if condition.items.iter().any(|item| question.at(*item).not_applicable) {
            return false;
        }
        match question.several() && condition.items.len() > 1 {
            false => {
                items.all(|item| shown(item) || !question.at(item).waves.contains(&filter.wave))
            }
            true => question.iter_items().any(|(net, found)| match &found.kind {
                ItemKind::Net(members) => {
                    members.len() == condition.items.len()
                        && items.clone().all(|item| members.contains(&item))
                        && shown(net)
                }
                ItemKind::Option | ItemKind::Band(..) => false,
            }),
        }
    }

    /// How many answers of the nation a panel leaves out, in both its waves.
    fn left_out(&self, subject: Subject, panel: Panel) -> [u32; 2] {
        [panel.earlier, panel.later].map(|wave| {
            let base = |group| self.base(Subject { wave, ..subject }, group);
            base(Group::National).saturating_sub(base(Group::Panel(panel)))
        })
    }

    /// The valid answers of a group, shown or not.
    fn base(&self, subject: Subject, group: Group) -> u32 {
        self.tables.get(&subject.key(group)).map_or(0, |table| table.base)
    }
}

/// The filter question of a condition, in the same wave.
pub(super) const fn filter_of(subject: Subject, condition: &Condition) -> Subject {
    Subject { wave: subject.wave, question: condition.question, row: None }
}

/// The combinations as they were before the panel with the next wave.
fn without_late(profile: Profile<'_>, wave: Wave) -> Profile<'_> {
    let mut merged = Profile::new();
    for (groups, members) in profile {
        let groups: Vec<_> = groups.into_iter().filter(|group| !is_late(*group, wave)).collect();
        merged.entry(groups).or_default().extend(members);
    }
    merged.values_mut().for_each(|members| members.sort_unstable_by_key(|(who, _)| *who));
    merged
}
