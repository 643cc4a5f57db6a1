//! The fixed rules: what may be shown of one question (row) in one wave, by sizes alone.
//!
//! Nothing here sees a table or an answer: from [`Sizes`] follow [`Verdicts`]. The rules stand
//! in lists ([`FixedRules::ALL`]).

use std::collections::{BTreeMap, BTreeSet};

use super::figure::Reason;
use super::policy::Policy;
use crate::questionnaire::{ItemIndex, Question, Wave};
use crate::statistics::{Group, Table};

/// How many gave a valid answer, and how many to the questions that this one depends on.
#[derive(Debug, Clone, Default)]
pub(super) struct Sizes {
    /// The base of each group in which somebody answered.
    pub(super) bases: BTreeMap<Group, u32>,
    /// How many answers of the nation each panel leaves out, in its earlier and later wave:
    /// the leavers and the newcomers.
    pub(super) left_out: BTreeMap<Group, [u32; 2]>,
    /// Of a follow-up question the groups of which every reader can see how many were asked:
    /// each filter question shows that exactly. `None`: the question is put to everyone.
    pub(super) asked_is_shown: Option<BTreeSet<Group>>,
}

/// Per group why its table is withheld; `None`: it is shown. A group that is missing has no
/// table.
pub(super) type Verdicts = BTreeMap<Group, Option<Reason>>;

/// Why the table of a group may not be shown, whatever happens to other tables.
pub(super) type TableRule = fn(&Sizes, &Policy, Group) -> Option<Reason>;

/// Whether the withheld areas together would reveal too much: their sum follows from the nation
/// and the areas that are shown.
pub(super) type RestRule = fn(&Sizes, &Policy, &BTreeSet<Group>) -> bool;

/// The range in which a count of a group with this base is shown; `None`: exactly.
pub(super) type CountRule = fn(&Policy, Group, u32, u32) -> Option<(u32, u32)>;

/// The groups of which all together are the nation: the areas, and the groups of the project's
/// own.
const PARTITIONS: [fn(&Group) -> bool; 2] =
    [|group| matches!(group, Group::Area(_)), |group| matches!(group, Group::Class(_))];

/// The fixed rules in the order in which they are applied.
#[derive(Debug, Clone, Copy)]
pub(super) struct FixedRules {
    /// The first one with a reason decides.
    pub(super) tables: &'static [TableRule],
    /// Any of them is enough.
    pub(super) rests: &'static [RestRule],
    /// The first one with a range decides.
    pub(super) counts: &'static [CountRule],
}

impl FixedRules {
    /// All of them: the product protects with nothing less.
    pub(super) const ALL: Self = Self {
        tables: &[minimum_base, panel, follow_up],
        rests: &[small_rest],
        counts: &[ranges_for_small_counts],
    };

    /// What may be shown of each group.
    pub(super) fn verdicts(&self, sizes: &Sizes, policy: &Policy) -> Verdicts {
        let reason = |group: Group| self.tables.iter().find_map(|rule| rule(sizes, policy, group));
        let mut verdicts: Verdicts =
            sizes.bases.keys().map(|group| (*group, reason(*group))).collect();
        for partition in PARTITIONS {
            self.withhold_for_rest(sizes, policy, partition, &mut verdicts);
        }
        if sizes.asked_is_shown.is_some() && policy.audits() {
            let withheld = verdicts.values_mut().flatten();
            withheld.for_each(|reason| *reason = Reason::FollowUp);
        }
        verdicts
    }

    /// The range in which a count is shown; `None`: exactly.
    pub(super) fn range(
        &self,
        policy: &Policy,
        group: Group,
        count: u32,
        base: u32,
    ) -> Option<(u32, u32)> {
        self.counts.iter().find_map(|rule| rule(policy, group, count, base))
    }

    /// Rest rule (bescherming.md#restregel): the withheld areas together are judged as one area.
    /// While they may not be shown the smallest area that is shown is withheld too.
    fn withhold_for_rest(
        &self,
        sizes: &Sizes,
        policy: &Policy,
        partition: fn(&Group) -> bool,
        verdicts: &mut Verdicts,
    ) {
        let areas: Vec<Group> = verdicts.keys().copied().filter(partition).collect();
        loop {
            let shown = |group: &Group| verdicts[group].is_none();
            let rest: BTreeSet<Group> =
                areas.iter().copied().filter(|group| !shown(group)).collect();
            let revealed =
                !rest.is_empty() && self.rests.iter().any(|rule| rule(sizes, policy, &rest));
            let smallest = areas
                .iter()
                .filter(|group| shown(group))
                .min_by_key(|group| (sizes.bases[*group], **group));
            match smallest {
                Some(group) if revealed => {
                    verdicts.insert(*group, Some(Reason::Complementary));
                }
                _ => return,
            }
        }
    }
}

/// Enough others answered (bescherming.md#minimum).
pub(super) fn minimum_base(sizes: &Sizes, policy: &Policy, group: Group) -> Option<Reason> {
    (!policy.large_enough(sizes.bases[&group])).then_some(Reason::SmallBase)
}

/// Newcomers and leavers follow from nation minus panel, so each must be none or enough
/// (bescherming.md#panelregel).
pub(super) fn panel(sizes: &Sizes, policy: &Policy, group: Group) -> Option<Reason> {
    let few = |left_out: &u32| *left_out > 0 && !policy.large_enough(*left_out);
    let revealed = sizes.left_out.get(&group).is_some_and(|waves| waves.iter().any(few));
    revealed.then_some(Reason::Complementary)
}

/// How many answered a follow-up question is an answer to its filter question. So it is shown
/// only where the filter question itself shows exactly how many were asked: that decides no
/// more than every reader sees (bescherming.md#vervolgvragen).
pub(super) fn follow_up(sizes: &Sizes, policy: &Policy, group: Group) -> Option<Reason> {
    let hidden = sizes.asked_is_shown.as_ref().is_some_and(|shown| !shown.contains(&group));
    (policy.audits() && hidden).then_some(Reason::FollowUp)
}

/// The base of the rest must be large enough like any other (bescherming.md#restregel).
pub(super) fn small_rest(sizes: &Sizes, policy: &Policy, rest: &BTreeSet<Group>) -> bool {
    let base = rest.iter().map(|group| sizes.bases[group]).sum();
    base > 0 && !policy.large_enough(base)
}

/// Whether low counts of a table are shown exactly: of a single choice where no option is near
/// everybody (bescherming.md#uitersten). Who knows that nobody else chose one option of three does
/// not know what they chose.
pub(super) fn shows_low_counts(
    policy: &Policy,
    question: &Question,
    wave: Wave,
    table: &Table,
) -> bool {
    let near_base = |item: ItemIndex| policy.is_near_base(table.count(item), table.base);
    !question.several() && !question.options_in(wave).any(|(item, _)| near_base(item))
}

/// A count near nobody or everybody in a small group is shown as a range
/// (bescherming.md#uitersten); at a level with bands every count of an area is
/// (bescherming.md#banden).
pub(super) fn ranges_for_small_counts(
    policy: &Policy,
    group: Group,
    count: u32,
    base: u32,
) -> Option<(u32, u32)> {
    policy.range(group, count, base)
}
