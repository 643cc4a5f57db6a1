//! A survey that was counted, and what is looked up in it to protect it.

use std::collections::BTreeMap;

use super::figure::ReleasedTable;
use super::rules::{FilterBase, FilterSizes, Sizes};
use crate::dataset::Dataset;
use crate::questionnaire::{Condition, Question, Questionnaire, Wave};
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
    /// All questions (rows) of all waves that somebody answered, in the order of the tables.
    pub(super) fn subjects(&self) -> Vec<Subject> {
        let mut subjects: Vec<_> = self.tables.iter().map(|(key, _)| Subject::from(*key)).collect();
        subjects.dedup();
        subjects
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

    /// The tables of one question (row) in one wave.
    pub(super) fn tables_of(&self, subject: Subject) -> BTreeMap<Group, &'a Table> {
        let counted = self.tables.range(subject.key(Group::National));
        let counted = counted.take_while(|(key, _)| subject == Subject::from(**key));
        counted.map(|(key, table)| (key.group, table)).collect()
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
        tables: &BTreeMap<Group, &Table>,
        judged: &BTreeMap<TableKey, ReleasedTable>,
    ) -> Sizes {
        let mut sizes = Sizes::default();
        for (group, table) in tables {
            sizes.bases.insert(*group, table.base);
            if let Group::Panel(panel) = group {
                sizes.left_out.insert(*group, self.left_out(subject, *panel));
            }
        }
        for filter in self.filters(subject) {
            let mut of = FilterSizes::default();
            for group in tables.keys() {
                of.shown.insert(*group, self.shown_base(filter, *group, judged));
                of.bases.insert(*group, self.base(filter, *group));
            }
            sizes.filters.push(of);
        }
        sizes
    }

    /// How many answers of the nation a panel leaves out, in both its waves.
    fn left_out(&self, subject: Subject, panel: Panel) -> [u32; 2] {
        [panel.earlier, panel.later].map(|wave| {
            let base = |group| self.base(Subject { wave, ..subject }, group);
            base(Group::National).saturating_sub(base(Group::Panel(panel)))
        })
    }

    /// What is shown of the base of a group.
    fn shown_base(
        &self,
        subject: Subject,
        group: Group,
        judged: &BTreeMap<TableKey, ReleasedTable>,
    ) -> FilterBase {
        match judged.get(&subject.key(group)) {
            Some(table) => table.base().map_or(FilterBase::Withheld, FilterBase::Shown),
            None => FilterBase::Missing,
        }
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
