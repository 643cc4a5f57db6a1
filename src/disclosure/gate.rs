//! Judging every table once, by trust-rules A4 and A5.
//!
//! What depends on sizes alone is decided first, for all groups of one question (row) and
//! wave together: minimum base, rest rule, panel rule, routed bases. Then every count of a
//! shown table becomes exact or a range.

use std::collections::{BTreeMap, BTreeSet};

use super::audit::{Audit, Extra, Fact, Finding, Plan, suppress};
use super::figure::{Reason, ReleasedTable};
use super::memory::{
    AuditMemory, Because, Decision, FilterDecision, Looked, LookedFilter, Withheld,
};
use super::policy::Policy;
use super::withholding::Exposure;
use crate::dataset::{Dataset, Response};
use crate::questionnaire::{
    Condition, ItemIndex, Question, QuestionIndex, Questionnaire, RowIndex, Wave,
};
use crate::register::{Landsdeel, MunicipalityCode, Register};
use crate::statistics::{Group, Panel, Participation, Profile, Subject, Table, TableKey, Tables};

/// Everything that may leave the house, plus each municipality's own answers.
#[derive(Debug, Clone)]
pub struct Publication {
    pub(super) tables: BTreeMap<TableKey, ReleasedTable>,
    pub(super) own: BTreeMap<(Wave, MunicipalityCode), Response>,
    pub(super) participation: BTreeMap<Wave, Participation>,
    pub(super) policy: Policy,
    pub(super) exposures: Exposures,
    audit: BTreeMap<Subject, Certainty>,
    derivable: Vec<Derivable>,
}

/// By withheld table, or cell of one, what it would give away.
type Exposures = BTreeMap<(TableKey, Option<ItemIndex>), Exposure>;

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
    /// How often the solver was asked while the question was judged, for follow-up questions
    /// with the filter question again. Counted, not timed: the same on every machine.
    pub solver_calls: usize,
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
///
/// `memory` holds what earlier audits decided, and takes what this one decides.
#[must_use]
pub fn protect(
    questionnaire: &Questionnaire,
    tables: &Tables,
    dataset: &Dataset,
    participation: BTreeMap<Wave, Participation>,
    policy: Policy,
    memory: &mut AuditMemory,
) -> Publication {
    let gate = Gate { questionnaire, policy: &policy, unjudged: tables };
    let mut subjects: Vec<_> = tables
        .iter()
        .map(|(key, _)| Subject { wave: key.wave, question: key.question, row: key.row })
        .collect();
    subjects.dedup();
    let mut judged = Judged {
        memory,
        tables: BTreeMap::new(),
        audit: BTreeMap::new(),
        derivable: BTreeMap::new(),
        extras: BTreeMap::new(),
        exposures: BTreeMap::new(),
    };
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
    let Judged { tables, audit, derivable, exposures, .. } = judged;
    let derivable = derivable.into_values().collect();
    Publication { tables, own, participation, policy, exposures, audit, derivable }
}

/// Whether a wave is judged as when it was the newest, or with all that came later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Newest,
    Later,
}

/// What has been judged so far.
struct Judged<'m> {
    memory: &'m mut AuditMemory,
    tables: BTreeMap<TableKey, ReleasedTable>,
    audit: BTreeMap<Subject, Certainty>,
    derivable: BTreeMap<Subject, Derivable>,
    /// What shown follow-up questions say about their filter questions.
    extras: BTreeMap<Subject, Vec<Extra>>,
    exposures: Exposures,
}

impl Judged<'_> {
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
            self.remember_or_audit(subject, &mut tables, judged);
        }
        for (group, table) in tables {
            judged.tables.insert(subject.key(group), table);
        }
    }

    /// Takes the decisions from memory when nothing that they depend on changed, else audits.
    fn remember_or_audit(
        &self,
        subject: Subject,
        tables: &mut BTreeMap<Group, ReleasedTable>,
        judged: &mut Judged,
    ) {
        let key = self.key(subject, tables, judged);
        let filters = self.filters_of(subject);
        if let Some(decision) = judged.memory.recall(&key) {
            judged.apply(&decision, subject, self.questionnaire, tables);
            for (filter, of) in filters.into_iter().zip(&decision.filters) {
                judged.apply_to_filter(of, filter, self.questionnaire);
            }
            for condition in self.conditions(subject) {
                let filter = Subject { question: condition.question, row: None, ..subject };
                let earlier = judged.extras.remove(&filter).unwrap_or_default();
                judged.extras.insert(filter, extras(&earlier, condition, tables));
            }
            return;
        }
        let before = tables.clone();
        self.audit(subject, tables, judged);
        let decision = judged.decision(subject, &before, tables, &filters);
        judged.memory.note(key, decision);
    }

    /// Everything that the audit of a question looks at, as one hash.
    fn key(
        &self,
        subject: Subject,
        tables: &BTreeMap<Group, ReleasedTable>,
        judged: &Judged,
    ) -> String {
        let filters = self.filters_of(subject).into_iter().map(|filter| LookedFilter {
            question: self.questionnaire.question(filter.question),
            profile: self.unjudged.profile(filter),
            tables: judged.of(filter),
            extras: judged.extras.get(&filter).map_or(&[], Vec::as_slice),
        });
        let looked = Looked {
            policy: self.policy,
            subject,
            question: self.questionnaire.question(subject.question),
            profile: self.unjudged.profile(subject),
            tables,
            filters: filters.collect(),
        };
        looked.key()
    }

    /// The questions that decide who answers, as far as the wave asked them.
    fn filters_of(&self, subject: Subject) -> Vec<Subject> {
        let filters = self.filters(subject.question, subject.wave);
        let of = |question| Subject { wave: subject.wave, question, row: None };
        let mut all: Vec<_> = filters.map(of).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Withholds what the audit asks, and notes what is left (A6).
    ///
    /// What an edition showed stays shown: first the wave is judged as when it was the newest,
    /// then the panel with the wave after it is added, or withheld where it would tell what
    /// was not told before.
    fn audit(
        &self,
        subject: Subject,
        tables: &mut BTreeMap<Group, ReleasedTable>,
        judged: &mut Judged,
    ) {
        let definition = self.questionnaire.question(subject.question);
        let rules = self.policy.rules;
        let late = tables.keys().copied().filter(|group| is_late(*group, subject.wave));
        let late: BTreeMap<Group, ReleasedTable> =
            late.filter_map(|group| Some((group, tables.get(&group)?.clone()))).collect();
        tables.retain(|group, _| !late.contains_key(group));
        let mut audit = self.audit_of(subject, Stage::Newest);
        let mut plan = Plan::of(tables.clone());
        if rules.audit {
            suppress(&mut audit, definition, &mut plan);
            apply(&plan, definition, subject.wave, tables);
            judged.explain(&plan, definition, subject);
        }
        let mut solver_calls = 0;
        for condition in self.conditions(subject) {
            solver_calls += self.audit_filter(subject, condition, tables, judged);
        }
        if !late.is_empty() {
            solver_calls += audit.solver_calls();
            audit = self.audit_of(subject, Stage::Later);
        }
        for (group, table) in late {
            plan.tables.insert(group, table.clone());
            let asked = rules.audit && table.base().is_some();
            match asked.then(|| audit.exposed(&plan)).flatten() {
                Some(fact) => {
                    plan.hidden.insert(group);
                    let hidden =
                        ReleasedTable::hidden(Reason::Complementary, definition, subject.wave);
                    tables.insert(group, hidden);
                    let exposure = Exposure::of(&fact, definition);
                    judged.exposures.insert((subject.key(group), None), exposure);
                }
                None => {
                    tables.insert(group, table);
                }
            }
        }
        judged.note(subject, audit.finding(&plan));
        solver_calls += audit.solver_calls();
        for condition in self.conditions(subject) {
            solver_calls += self.audit_filter_later(subject, condition, tables, judged);
        }
        judged.audit.entry(subject).or_default().solver_calls = solver_calls;
    }

    fn audit_of(&self, subject: Subject, stage: Stage) -> Audit<'_> {
        let definition = self.questionnaire.question(subject.question);
        let mut profile = self.unjudged.profile(subject);
        if stage == Stage::Newest {
            profile = without_late(profile, subject.wave);
        }
        Audit::new(definition, subject.wave, profile, self.policy)
    }

    fn conditions(&self, subject: Subject) -> impl Iterator<Item = &Condition> {
        let all = self.questionnaire.question(subject.question).applies_if.iter();
        all.filter(move |condition| {
            self.questionnaire.question(condition.question).asked_in(subject.wave)
        })
    }

    /// Audits a filter question again with what the bases of a follow-up question say about
    /// it. Where that gives an answer away the follow-up is withheld: its areas, then its
    /// panels, then the nation (A3: its base is a cell of the filter question); what turns out
    /// not to be needed is shown again. As when the wave was the newest. Gives how often the
    /// solver was asked.
    fn audit_filter(
        &self,
        subject: Subject,
        condition: &Condition,
        tables: &mut BTreeMap<Group, ReleasedTable>,
        judged: &mut Judged,
    ) -> usize {
        let filter = Subject { wave: subject.wave, question: condition.question, row: None };
        let definition = self.questionnaire.question(subject.question);
        let asked = self.questionnaire.question(filter.question);
        let mut shown = judged.of(filter);
        shown.retain(|group, _| !is_late(*group, subject.wave));
        let plan = Plan::of(shown);
        let mut earlier = judged.extras.get(&filter).cloned().unwrap_or_default();
        earlier.retain(|extra| !is_late(extra.group, subject.wave));
        let mut audit = self.audit_of(filter, Stage::Newest);
        let mut exposed = |tables: &BTreeMap<Group, ReleasedTable>| {
            audit.hear(extras(&earlier, condition, tables));
            audit.exposed(&plan).map(|fact| Exposure::of(&fact, asked))
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
            let Some(exposure) = exposed(tables) else { break };
            for (group, table) in tables.iter_mut() {
                if sort(group) && table.base().is_some() {
                    *table = ReleasedTable::hidden(Reason::Routed, definition, subject.wave);
                    judged.exposures.insert((subject.key(*group), None), exposure.clone());
                }
            }
        }
        for (group, table) in &before {
            if tables.get(group) == Some(table) {
                continue;
            }
            let hidden = tables.insert(*group, table.clone());
            let key = (subject.key(*group), None);
            if let Some(exposure) = exposed(tables) {
                tables.extend(hidden.map(|hidden| (*group, hidden)));
                judged.exposures.insert(key, exposure);
            } else {
                judged.exposures.remove(&key);
            }
        }
        audit.solver_calls()
    }

    /// The same when the next wave is there too: the new panel of the follow-up is withheld
    /// where its base would tell an answer, then the new panel of the filter question. Gives
    /// how often the solver was asked.
    fn audit_filter_later(
        &self,
        subject: Subject,
        condition: &Condition,
        tables: &mut BTreeMap<Group, ReleasedTable>,
        judged: &mut Judged,
    ) -> usize {
        let filter = Subject { wave: subject.wave, question: condition.question, row: None };
        let earlier = judged.extras.get(&filter).cloned().unwrap_or_default();
        let mut audit = self.audit_of(filter, Stage::Later);
        let asked = self.questionnaire.question(filter.question);
        let mut exposed = |tables: &BTreeMap<Group, ReleasedTable>, judged: &Judged| {
            audit.hear(extras(&earlier, condition, tables));
            let fact = audit.exposed(&Plan::of(judged.of(filter)))?;
            Some(Exposure::of(&fact, asked))
        };
        let sought = self.policy.rules.audit && self.policy.rules.routed;
        if let Some(exposure) = sought.then(|| exposed(tables, judged)).flatten() {
            let definition = self.questionnaire.question(subject.question);
            for (group, table) in tables.iter_mut() {
                if is_late(*group, subject.wave) {
                    let key = (subject.key(*group), None);
                    if table.base().is_some() {
                        judged.exposures.insert(key, exposure.clone());
                    }
                    *table = ReleasedTable::hidden(Reason::Routed, definition, subject.wave);
                }
            }
            if let Some(exposure) = exposed(tables, judged) {
                for (group, table) in judged.of(filter) {
                    if is_late(group, filter.wave) {
                        let key = filter.key(group);
                        if table.base().is_some() {
                            judged.exposures.insert((key, None), exposure.clone());
                        }
                        let hidden =
                            ReleasedTable::hidden(Reason::Complementary, asked, filter.wave);
                        judged.tables.insert(key, hidden);
                    }
                }
            }
        }
        let extras = extras(&earlier, condition, tables);
        audit.hear(extras.clone());
        judged.note(filter, audit.finding(&Plan::of(judged.of(filter))));
        judged.extras.insert(filter, extras);
        audit.solver_calls()
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

/// What the bases of a follow-up question say about a filter question, with what was known.
fn extras(
    earlier: &[Extra],
    condition: &Condition,
    tables: &BTreeMap<Group, ReleasedTable>,
) -> Vec<Extra> {
    let new = tables.iter().filter_map(|(group, table)| {
        let items = condition.items.iter().copied().collect();
        Some(Extra { group: *group, items, base: table.base()? })
    });
    earlier.iter().cloned().chain(new).collect()
}

/// Whether a group came into being only after the wave: its panel with the next one.
fn is_late(group: Group, wave: Wave) -> bool {
    matches!(group, Group::Panel(panel) if panel.later > wave)
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

impl Judged<'_> {
    /// What was decided about a question, to be remembered; `None` when an answer could be
    /// derived, which is to be told each time.
    fn decision(
        &self,
        subject: Subject,
        before: &BTreeMap<Group, ReleasedTable>,
        after: &BTreeMap<Group, ReleasedTable>,
        filters: &[Subject],
    ) -> Option<Decision> {
        let certainty = |subject: &Subject| self.audit.get(subject).filter(|c| c.derivable == 0);
        let changed = after.iter().filter(|(group, table)| before.get(group) != Some(table));
        let withheld = changed.map(|(group, table)| {
            let withheld = match table.withheld() {
                Some(reason) => Withheld::Table { routed: reason == Reason::Routed },
                None => {
                    let gone = table.iter().filter(|(_, figure)| figure.base().is_none());
                    Withheld::Cells(gone.map(|(item, _)| item.0).collect())
                }
            };
            (group.to_string(), withheld)
        });
        let filters: Option<Vec<_>> = filters
            .iter()
            .map(|filter| {
                let late = self.of(*filter).into_iter().filter(|(group, table)| {
                    is_late(*group, filter.wave) && table.withheld().is_some()
                });
                let late: Vec<_> = late.map(|(group, _)| group.to_string()).collect();
                let mut exposures = self.because(*filter);
                exposures.retain(|(group, ..)| late.contains(group));
                let general = certainty(filter)?.general;
                Some(FilterDecision { late, exposures, general })
            })
            .collect();
        let Certainty { general, solver_calls, .. } = *certainty(&subject)?;
        Some(Decision {
            withheld: withheld.collect(),
            general,
            solver_calls,
            exposures: self.because(subject),
            filters: filters?,
        })
    }

    /// What was withheld of a question, with what it would give away.
    fn because(&self, subject: Subject) -> Vec<Because> {
        let of = self.exposures.range((subject.key(Group::National), None)..);
        let of = of.take_while(|((key, _), _)| subject == Subject::from(*key));
        of.map(|((key, item), exposure)| {
            (key.group.to_string(), item.map(|item| item.0), exposure.clone())
        })
        .collect()
    }

    /// Takes back what [`Judged::because`] gave.
    fn recall(&mut self, because: &[Because], subject: Subject, groups: &[Group]) {
        for (name, item, exposure) in because {
            let group = groups.iter().find(|group| group.to_string() == *name);
            let key = group.map(|group| (subject.key(*group), item.map(ItemIndex)));
            self.exposures.extend(key.map(|key| (key, exposure.clone())));
        }
    }

    /// Notes of what the audit withheld what it would give away.
    fn explain(&mut self, plan: &Plan, question: &Question, subject: Subject) {
        let withheld = |(group, item): &(Group, Option<ItemIndex>)| match item {
            None => plan.hidden.contains(group),
            Some(item) => plan.cells.contains(&(*group, *item)),
        };
        for (key, fact) in plan.because.iter().filter(|(key, _)| withheld(key)) {
            let exposure = Exposure::of(fact, question);
            self.exposures.insert((subject.key(key.0), key.1), exposure);
        }
    }

    /// Does what was decided before.
    fn apply(
        &mut self,
        decision: &Decision,
        subject: Subject,
        questionnaire: &Questionnaire,
        tables: &mut BTreeMap<Group, ReleasedTable>,
    ) {
        let definition = questionnaire.question(subject.question);
        for (group, table) in tables.iter_mut() {
            match decision.withheld.get(&group.to_string()) {
                Some(Withheld::Table { routed }) => {
                    let reason = if *routed { Reason::Routed } else { Reason::Complementary };
                    *table = ReleasedTable::hidden(reason, definition, subject.wave);
                }
                Some(Withheld::Cells(items)) => {
                    let items = items.iter().copied().map(ItemIndex).collect();
                    *table = table.clone().without(&items, definition);
                }
                None => {}
            }
        }
        let groups: Vec<Group> = tables.keys().copied().collect();
        self.recall(&decision.exposures, subject, &groups);
        let Decision { general, solver_calls, .. } = *decision;
        self.audit.insert(subject, Certainty { derivable: 0, general, solver_calls });
    }

    /// Does to a filter question what was decided before.
    fn apply_to_filter(
        &mut self,
        FilterDecision { late, exposures, general }: &FilterDecision,
        filter: Subject,
        questionnaire: &Questionnaire,
    ) {
        let definition = questionnaire.question(filter.question);
        let tables = self.of(filter);
        let groups: Vec<Group> = tables.keys().copied().collect();
        self.recall(exposures, filter, &groups);
        for (group, table) in tables {
            if table.withheld().is_none() && late.contains(&group.to_string()) {
                let table = ReleasedTable::hidden(Reason::Complementary, definition, filter.wave);
                self.tables.insert(filter.key(group), table);
            }
        }
        let found = self.audit.entry(filter).or_default();
        (found.derivable, found.general) = (0, *general);
    }

    fn note(&mut self, subject: Subject, finding: Finding) {
        let found = self.audit.entry(subject).or_default();
        (found.derivable, found.general) = (finding.derivable, finding.general);
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
