//! Judging every table once, by trust-rules A4 and A5.
//!
//! What depends on sizes alone is decided first, for all groups of one question (row) and
//! wave together: minimum base, rest rule, panel rule, routed bases. Then every count of a
//! shown table becomes exact or a range.

use std::collections::{BTreeMap, BTreeSet};

use super::audit::{Audit, Extra, Fact, Finding, Plan, suppress};
use super::figure::{Reason, ReleasedTable};
use super::policy::Policy;
use crate::dataset::{Dataset, Response};
use crate::questionnaire::{
    Condition, ItemIndex, Question, QuestionIndex, Questionnaire, RowIndex, Wave,
};
use crate::register::{Landsdeel, MunicipalityCode, Register};
use crate::statistics::{Group, Panel, Participation, Subject, Table, TableKey, Tables};

/// Everything that may leave the house, plus each municipality's own answers.
#[derive(Debug, Clone)]
pub struct Publication {
    pub(super) tables: BTreeMap<TableKey, ReleasedTable>,
    pub(super) own: BTreeMap<(Wave, MunicipalityCode), Response>,
    pub(super) participation: BTreeMap<Wave, Participation>,
    pub(super) policy: Policy,
    audit: BTreeMap<Subject, Certainty>,
    derivable: Vec<Derivable>,
}

impl Publication {
    /// All judged tables, by wave, question, row and group.
    pub fn tables(&self) -> impl Iterator<Item = (&TableKey, &ReleasedTable)> {
        self.tables.iter()
    }

    /// The rules that were applied.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What the audit found, by wave, question and row; empty at `open`.
    pub fn audit(&self) -> impl Iterator<Item = (&Subject, &Certainty)> {
        self.audit.iter()
    }

    /// Answers that could be derived, at most one per question (row) and wave. Nothing may be
    /// made while there are any.
    #[must_use]
    pub fn derivable(&self) -> &[Derivable] {
        &self.derivable
    }

    /// The municipalities that answered in a wave, under which each has its documents.
    pub fn respondents(&self, wave: Wave) -> impl Iterator<Item = MunicipalityCode> {
        self.own.keys().filter(move |(w, _)| *w == wave).map(|(_, code)| *code)
    }
}

/// What the audit found about one question (row) in one wave, over all that is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Certainty {
    /// Answers of others that the worst reader could derive (D): none, or nothing is made.
    pub derivable: usize,
    /// Facts that follow from one table of a large group (G), which is allowed.
    pub general: usize,
}

/// An answer of others that could be derived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivable {
    /// In which question and wave.
    pub subject: Subject,
    /// Whose answer.
    pub whose: Vec<MunicipalityCode>,
    /// Which option.
    pub item: ItemIndex,
    /// That it was chosen, or that it was not.
    pub chosen: bool,
    /// Who could derive it from the own answer: a reader, or two together.
    pub readers: Vec<MunicipalityCode>,
    /// The shown tables that count them.
    pub groups: Vec<Group>,
}

/// Judges all tables. The only way from counts to [`super::Figure`]s.
#[must_use]
pub fn protect(
    questionnaire: &Questionnaire,
    tables: &Tables,
    dataset: &Dataset,
    participation: BTreeMap<Wave, Participation>,
    policy: Policy,
) -> Publication {
    let gate = Gate { questionnaire, policy: &policy, unjudged: tables };
    let mut subjects: Vec<_> = tables
        .iter()
        .map(|(key, _)| Subject { wave: key.wave, question: key.question, row: key.row })
        .collect();
    subjects.dedup();
    let mut judged = Judged::default();
    for subject in subjects {
        gate.judge(subject, &mut judged);
    }
    let own = dataset
        .waves
        .iter()
        .flat_map(|(wave, data)| {
            data.responses.iter().map(|(code, response)| ((*wave, *code), response.clone()))
        })
        .collect();
    let Judged { tables, audit, derivable, .. } = judged;
    let derivable = derivable.into_values().collect();
    Publication { tables, own, participation, policy, audit, derivable }
}

/// What has been judged so far.
#[derive(Default)]
struct Judged {
    tables: BTreeMap<TableKey, ReleasedTable>,
    audit: BTreeMap<Subject, Certainty>,
    derivable: BTreeMap<Subject, Derivable>,
    /// What shown follow-up questions say about their filter questions.
    extras: BTreeMap<Subject, Vec<Extra>>,
}

impl Judged {
    /// All judged tables of one question (row) and wave.
    fn of(&self, subject: Subject) -> BTreeMap<Group, ReleasedTable> {
        let tables = self.tables.range(subject.key(Group::National)..);
        let same = tables.take_while(|(key, _)| subject == Subject::from(**key));
        same.map(|(key, table)| (key.group, table.clone())).collect()
    }
}

struct Gate<'a> {
    questionnaire: &'a Questionnaire,
    policy: &'a Policy,
    unjudged: &'a Tables,
}

impl Gate<'_> {
    /// Judges the tables of all groups of one question (row) in one wave.
    fn judge(&self, subject: Subject, judged: &mut Judged) {
        let Subject { wave, question, row } = subject;
        let definition = self.questionnaire.question(question);
        let groups: BTreeMap<Group, &Table> = self
            .unjudged
            .range(subject.key(Group::National))
            .take_while(|(key, _)| subject == Subject::from(**key))
            .map(|(key, table)| (key.group, table))
            .collect();
        let quarters = landsdelen(&groups);
        let all: BTreeMap<Group, &Table> = groups
            .iter()
            .map(|(group, table)| (*group, *table))
            .chain(quarters.iter().map(|(group, table)| (*group, table)))
            .collect();
        let routed: BTreeSet<Group> = all
            .iter()
            .filter(|(group, table)| {
                self.reveals_filter(wave, question, **group, table.base, &judged.tables)
            })
            .map(|(group, _)| *group)
            .collect();
        let tells = |rest: &BTreeSet<Group>| self.rest_reveals_filter(wave, question, row, rest);
        let mut verdicts = self.judge_areas(&all, &routed, tells);
        for (group, table) in &groups {
            if let Group::Panel(panel) = group {
                let verdict = self
                    .judge_panel(*panel, question, row, table.base)
                    .or_else(|| routed.contains(group).then_some(Reason::Routed));
                verdicts.insert(*group, verdict);
            }
        }
        let mut tables = BTreeMap::new();
        for (group, verdict) in verdicts {
            let table = match verdict {
                Some(reason) => ReleasedTable::hidden(reason, definition, wave),
                None => ReleasedTable::shown(self.policy, definition, wave, all[&group]),
            };
            tables.insert(group, table);
        }
        if self.policy.audits() {
            self.audit(subject, &mut tables, judged);
        }
        for (group, table) in tables {
            judged.tables.insert(subject.key(group), table);
        }
    }

    /// Withholds what the audit asks, and notes what is left (A6).
    fn audit(
        &self,
        subject: Subject,
        tables: &mut BTreeMap<Group, ReleasedTable>,
        judged: &mut Judged,
    ) {
        let definition = self.questionnaire.question(subject.question);
        let mut audit = self.audit_of(subject, Vec::new());
        let mut plan = Plan::of(tables.clone());
        if self.policy.rules.audit {
            suppress(&mut audit, definition, &mut plan);
            apply(&plan, definition, subject.wave, tables);
        }
        judged.note(subject, audit.finding(&plan));
        let asked = |condition: &&Condition| {
            self.questionnaire.question(condition.question).asked_in(subject.wave)
        };
        for condition in definition.applies_if.iter().filter(asked) {
            self.audit_filter(subject, condition, tables, judged);
        }
    }

    fn audit_of(&self, subject: Subject, extras: Vec<Extra>) -> Audit<'_> {
        let definition = self.questionnaire.question(subject.question);
        let profile = self.unjudged.profile(subject);
        let rules = self.policy.rules;
        Audit::new(definition, subject.wave, profile, rules, self.policy.neighbour).with(extras)
    }

    /// Audits a filter question again with what the bases of a follow-up question say about
    /// it. Where that gives an answer away the follow-up is withheld: its areas, then its
    /// panels, then the nation (A3: its base is a cell of the filter question); what turns out
    /// not to be needed is shown again.
    fn audit_filter(
        &self,
        subject: Subject,
        condition: &Condition,
        tables: &mut BTreeMap<Group, ReleasedTable>,
        judged: &mut Judged,
    ) {
        let filter = Subject { wave: subject.wave, question: condition.question, row: None };
        let definition = self.questionnaire.question(subject.question);
        let plan = Plan::of(judged.of(filter));
        let earlier = judged.extras.get(&filter).cloned().unwrap_or_default();
        let says = |tables: &BTreeMap<Group, ReleasedTable>| -> Vec<Extra> {
            let new = tables.iter().filter_map(|(group, table)| {
                let items = condition.items.iter().copied().collect();
                Some(Extra { group: *group, items, base: table.base()? })
            });
            earlier.iter().cloned().chain(new).collect()
        };
        let sorts: [fn(&Group) -> bool; 3] = [
            |group| matches!(group, Group::Province(_) | Group::Landsdeel(_)),
            |group| matches!(group, Group::Panel(_)),
            |group| matches!(group, Group::National),
        ];
        let before = tables.clone();
        for sort in
            sorts.into_iter().filter(|_| self.policy.rules.audit && self.policy.rules.routed)
        {
            if self.audit_of(filter, says(tables)).first(&plan).is_none() {
                break;
            }
            for (group, table) in tables.iter_mut() {
                if sort(group) && table.base().is_some() {
                    *table = ReleasedTable::hidden(Reason::Routed, definition, subject.wave);
                }
            }
        }
        for (group, table) in &before {
            if tables.get(group) == Some(table) {
                continue;
            }
            let hidden = tables.insert(*group, table.clone());
            if self.audit_of(filter, says(tables)).first(&plan).is_some() {
                tables.extend(hidden.map(|hidden| (*group, hidden)));
            }
        }
        let extras = says(tables);
        judged.note(filter, self.audit_of(filter, extras.clone()).finding(&plan));
        judged.extras.insert(filter, extras);
    }

    /// Minimum base, routed bases and rest rule over the nation and its provinces (A3, A4.1
    /// and A4.2). The rest, which is nation minus shown provinces, is judged as an area of
    /// its own; `rest_tells` says whether its base is an answer to a filter question.
    fn judge_areas(
        &self,
        groups: &BTreeMap<Group, &Table>,
        routed: &BTreeSet<Group>,
        rest_tells: impl Fn(&BTreeSet<Group>) -> bool,
    ) -> BTreeMap<Group, Option<Reason>> {
        let rules = self.policy.rules;
        let mut verdicts = BTreeMap::new();
        for (group, table) in groups {
            if matches!(group, Group::Panel(_)) {
                continue;
            }
            let verdict = if rules.minimum && !self.policy.large_enough(table.base) {
                Some(Reason::SmallBase)
            } else {
                routed.contains(group).then_some(Reason::Routed)
            };
            verdicts.insert(*group, verdict);
        }
        // A landsdeel takes the place of its provinces when all of them are too small.
        let too_small = |group: &Group| verdicts.get(group) == Some(&Some(Reason::SmallBase));
        let unneeded: Vec<Group> = groups
            .keys()
            .filter(|group| {
                matches!(group, Group::Landsdeel(name) if verdicts[*group].is_some()
                    || !provinces_of(groups, *name).all(|province| too_small(&province)))
            })
            .copied()
            .collect();
        unneeded.iter().for_each(|group| {
            verdicts.remove(group);
        });
        let covered: BTreeSet<Group> = verdicts
            .keys()
            .filter_map(|group| match group {
                Group::Landsdeel(name) => Some(provinces_of(groups, *name)),
                _ => None,
            })
            .flatten()
            .collect();
        let areas: Vec<_> = verdicts
            .keys()
            .filter(|group| matches!(group, Group::Province(_) | Group::Landsdeel(_)))
            .filter(|group| !covered.contains(group))
            .map(|group| (*group, groups[group].base))
            .collect();
        loop {
            let shown = |group: &Group| verdicts[group].is_none();
            let withheld = areas.iter().filter(|(group, _)| !shown(group));
            let (rest, bases): (BTreeSet<_>, Vec<u32>) = withheld.copied().unzip();
            let exposed = rules.rest
                && !rest.is_empty()
                && (!self.policy.large_enough(bases.iter().sum()) || rest_tells(&rest));
            let smallest = areas
                .iter()
                .filter(|(group, _)| shown(group))
                .min_by_key(|(group, base)| (*base, *group));
            match smallest {
                Some((group, _)) if exposed => {
                    verdicts.insert(*group, Some(Reason::Complementary));
                }
                _ => return verdicts,
            }
        }
    }

    /// Whether the base of the withheld provinces together, which follows from the nation
    /// and the shown ones, says about a filter question what may not be said of an area.
    fn rest_reveals_filter(
        &self,
        wave: Wave,
        question: QuestionIndex,
        row: Option<RowIndex>,
        rest: &BTreeSet<Group>,
    ) -> bool {
        let base_of = |question, row| -> u32 {
            let subject = Subject { wave, question, row };
            rest.iter().map(|group| self.base_of(subject, *group)).sum()
        };
        if !self.policy.rules.routed {
            return false;
        }
        let base = base_of(question, row);
        self.filters(question, wave)
            .any(|filter| self.policy.range(base, base_of(filter, None)).is_some())
    }

    /// Newcomers and leavers follow from nation minus panel: each must be empty or large
    /// enough, in both waves (A4.3).
    fn judge_panel(
        &self,
        panel: Panel,
        question: QuestionIndex,
        row: Option<RowIndex>,
        base: u32,
    ) -> Option<Reason> {
        if self.policy.rules.minimum && !self.policy.large_enough(base) {
            return Some(Reason::SmallBase);
        }
        if !self.policy.rules.panel {
            return None;
        }
        let exposed = [panel.earlier, panel.later].into_iter().any(|wave| {
            let base_of = |group| {
                let key = TableKey { wave, question, row, group };
                self.unjudged.get(&key).map_or(0, |table| table.base)
            };
            let others = base_of(Group::National).saturating_sub(base_of(Group::Panel(panel)));
            others > 0 && !self.policy.large_enough(others)
        });
        exposed.then_some(Reason::Complementary)
    }

    /// Whether the base of a routed question says about its filter question what the filter
    /// question itself may not say (A3).
    fn reveals_filter(
        &self,
        wave: Wave,
        question: QuestionIndex,
        group: Group,
        base: u32,
        released: &BTreeMap<TableKey, ReleasedTable>,
    ) -> bool {
        let rules = self.policy.rules;
        self.filters(question, wave).any(|filter| {
            let filter = Subject { wave, question: filter, row: None };
            let shown = |group| released.get(&filter.key(group)).map(ReleasedTable::base);
            let filter_base = match (group, shown(group)) {
                // The provinces of a landsdeel may be shown one by one in the filter question.
                (Group::Landsdeel(name), None) => self.landsdeel_base(filter, name, shown),
                (_, found) => found,
            };
            rules.routed
                && match filter_base {
                    Some(Some(filter_base)) => self.policy.range(base, filter_base).is_some(),
                    Some(None) => true,
                    None => self.policy.k.is_some(),
                }
        })
    }

    /// The questions that decide who answers. One that the wave did not ask decides nothing.
    fn filters(&self, question: QuestionIndex, wave: Wave) -> impl Iterator<Item = QuestionIndex> {
        let conditions = &self.questionnaire.question(question).applies_if;
        conditions
            .iter()
            .map(|condition| condition.question)
            .filter(move |filter| self.questionnaire.question(*filter).asked_in(wave))
    }

    /// The base of a landsdeel in a question that shows its provinces; `Some(None)` when one
    /// of them is withheld.
    fn landsdeel_base(
        &self,
        subject: Subject,
        name: Landsdeel,
        shown: impl Fn(Group) -> Option<Option<u32>>,
    ) -> Option<Option<u32>> {
        let provinces = Register::builtin().provinces().iter();
        let of = provinces.filter(|province| province.landsdeel == name);
        let groups = of.map(|province| Group::Province(province.code));
        let bases: Vec<Option<u32>> = groups.filter_map(shown).collect();
        let all: Option<u32> = bases.into_iter().sum();
        Some(all.map(|_| self.base_of(subject, Group::Landsdeel(name))))
    }

    /// The valid answers of a group, shown or not.
    fn base_of(&self, subject: Subject, group: Group) -> u32 {
        match group {
            Group::Landsdeel(name) => Register::builtin()
                .provinces()
                .iter()
                .filter(|province| province.landsdeel == name)
                .map(|province| self.base_of(subject, Group::Province(province.code)))
                .sum(),
            _ => self.unjudged.get(&subject.key(group)).map_or(0, |table| table.base),
        }
    }
}

impl Judged {
    fn note(&mut self, subject: Subject, finding: Finding) {
        let certainty = Certainty { derivable: finding.derivable, general: finding.general };
        self.audit.insert(subject, certainty);
        if let Some(Fact { whose, item, chosen, readers, groups }) = finding.example {
            let found = Derivable { subject, whose, item, chosen, readers, groups };
            self.derivable.insert(subject, found);
        }
    }
}

/// Puts the audit's decisions into the tables.
fn apply(
    plan: &Plan,
    question: &Question,
    wave: Wave,
    tables: &mut BTreeMap<Group, ReleasedTable>,
) {
    for (group, table) in tables {
        if plan.hidden.contains(group) {
            *table = ReleasedTable::hidden(Reason::Complementary, question, wave);
        }
        let cells = plan.cells.iter().filter(|(of, _)| of == group).map(|(_, item)| *item);
        *table = table.clone().without(&cells.collect(), question);
    }
}

/// The provinces of a landsdeel in which someone answered.
fn provinces_of<'a>(
    groups: &'a BTreeMap<Group, &Table>,
    name: Landsdeel,
) -> impl Iterator<Item = Group> + use<'a> {
    groups.keys().copied().filter(move |group| {
        matches!(group, Group::Province(code)
            if Register::builtin().province(*code).landsdeel == name)
    })
}

/// The tables of all quarters of the country with at least two answering provinces.
fn landsdelen(groups: &BTreeMap<Group, &Table>) -> BTreeMap<Group, Table> {
    let mut tables: BTreeMap<Group, Table> = BTreeMap::new();
    for name in Register::builtin().provinces().iter().map(|province| province.landsdeel) {
        let of: Vec<Group> = provinces_of(groups, name).collect();
        if of.len() > 1 {
            tables.insert(Group::Landsdeel(name), Table::sum(of.iter().map(|g| groups[g])));
        }
    }
    tables
}
