//! Quick witnesses: a few respondents swap their answers, and everything shown stays as it is.
//!
//! After a swap each of them gives an answer that somebody gave, so the result is a set of
//! answers that could have been given. Where no swap is found the solver is asked.

use std::collections::{BTreeMap, BTreeSet};

use super::clues::ShownSum;
use super::readers::{Chosen, Respondents};
use super::system::Bounds;
use crate::questionnaire::ItemIndex;

/// A respondent of this combination gives the second answer in the place of the first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Swap<'a> {
    pub(super) combination: usize,
    pub(super) from: &'a Chosen,
    pub(super) to: &'a Chosen,
}

/// A respondent of a combination with the answer that was given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) combination: usize,
    pub(super) chosen: &'a Chosen,
}

/// All answers to one question, and by how much the shown sums of them may change.
#[derive(Debug)]
pub(super) struct Swaps<'a> {
    answers: Vec<Answer<'a>>,
    slacks: Vec<Slack>,
}

#[derive(Debug)]
struct Answer<'a> {
    chosen: &'a Chosen,
    /// The combinations in which it was given, and how often.
    given: BTreeMap<usize, usize>,
    /// Whether each sum counts it.
    counts: Vec<bool>,
}

/// How far a shown sum may change without being seen.
#[derive(Debug)]
struct Slack {
    /// Whether the sum counts each combination.
    counted: Vec<bool>,
    change: Bounds,
}

/// A sum that one change of answer changes by so much in a combination that it counts.
#[derive(Debug, Clone, Copy)]
struct Shift {
    sum: usize,
    by: i64,
}

/// One respondent who takes part in a swap.
#[derive(Debug, Clone, Copy)]
struct Step {
    combination: usize,
    /// Whether the answer changes as that of the first respondent does, or the other way
    /// around.
    same: bool,
}

impl Step {
    const fn same(combination: usize) -> Self {
        Self { combination, same: true }
    }

    const fn reverse(combination: usize) -> Self {
        Self { combination, same: false }
    }
}

/// Who may take part in a swap of two answers, besides the first respondent.
struct Partners {
    /// Combinations of those who can change the other way around.
    reverse: Vec<usize>,
    /// Combinations of those who can change the same way.
    same: Vec<usize>,
}

/// A sum as [`Swaps::new`] takes it.
pub(super) struct CountedSum<'s> {
    /// Whether it counts each combination.
    pub(super) counted: Vec<bool>,
    /// It counts who chose any of these.
    pub(super) items: &'s BTreeSet<ItemIndex>,
    pub(super) bounds: Bounds,
}

impl<'a> Swaps<'a> {
    /// What can be swapped among these respondents while these sums are shown.
    pub(super) fn among(respondents: &Respondents<'a>, sums: &[ShownSum]) -> Self {
        let sums = sums.iter().map(|ShownSum { group, items, bounds, .. }| {
            let combinations = respondents.combinations.iter();
            let counted = combinations.map(|combination| combination.counted_by(*group)).collect();
            CountedSum { counted, items, bounds: *bounds }
        });
        Self::new(respondents.answers(), sums)
    }

    /// `given`: a combination, an answer, and how many gave it.
    fn new<'s>(
        given: impl IntoIterator<Item = (usize, &'a Chosen, usize)>,
        sums: impl IntoIterator<Item = CountedSum<'s>>,
    ) -> Self {
        let mut all: BTreeMap<&Chosen, BTreeMap<usize, usize>> = BTreeMap::new();
        for (combination, chosen, times) in given {
            *all.entry(chosen).or_default().entry(combination).or_default() += times;
        }
        let mut answers: Vec<Answer> = all
            .into_iter()
            .map(|(chosen, given)| Answer { chosen, given, counts: Vec::new() })
            .collect();
        let mut slacks = Vec::new();
        for CountedSum { counted, items, bounds } in sums {
            let mut sum = 0;
            for answer in &mut answers {
                let hit = !answer.chosen.is_disjoint(items);
                answer.counts.push(hit);
                let here = answer.given.iter().filter(|(c, _)| hit && counted[**c]);
                sum += here.map(|(_, times)| *times as i64).sum::<i64>();
            }
            slacks.push(Slack { counted, change: bounds.moved(-sum) });
        }
        Self { answers, slacks }
    }

    /// A swap after which one respondent of `here` has (or has not) chosen the option, while
    /// the `known` respondents keep their answers. At most four take part.
    pub(super) fn find(
        &self,
        here: usize,
        option: ItemIndex,
        chosen: bool,
        known: &[Given],
    ) -> Option<Vec<Swap<'a>>> {
        let free = |answer: &Answer, at: usize| {
            let held = known.iter().filter(|one| one.combination == at);
            let held = held.filter(|one| one.chosen == answer.chosen).count();
            answer.given.get(&at).is_some_and(|times| *times > held)
        };
        let elsewhere = |answer: &Answer| -> Vec<usize> {
            let given = answer.given.keys().copied();
            given.filter(|at| *at != here && free(answer, *at)).collect()
        };
        let having = |chosen: bool| {
            let all = self.answers.iter();
            all.filter(move |answer| answer.chosen.contains(&option) == chosen)
        };
        for old in having(!chosen).filter(|answer| free(answer, here)) {
            for new in having(chosen) {
                let partners = Partners { reverse: elsewhere(new), same: elsewhere(old) };
                if let Some(steps) = self.steps(here, &self.shifts(old, new), &partners) {
                    let (old, new) = (old.chosen, new.chosen);
                    let swap = |step: Step| {
                        let (from, to) = if step.same { (old, new) } else { (new, old) };
                        Swap { combination: step.combination, from, to }
                    };
                    return Some(steps.into_iter().map(swap).collect());
                }
            }
        }
        None
    }

    /// The sums that one change of answer changes.
    fn shifts(&self, old: &Answer, new: &Answer) -> Vec<Shift> {
        let by = |sum: usize| i64::from(new.counts[sum]) - i64::from(old.counts[sum]);
        let all = (0..self.slacks.len()).map(|sum| Shift { sum, by: by(sum) });
        all.filter(|shift| shift.by != 0).collect()
    }

    /// Who must change for all sums to stay within bounds: one respondent of `here`; that one
    /// and another the other way around; or two the other way around and a third the same way.
    fn steps(&self, here: usize, shifts: &[Shift], partners: &Partners) -> Option<Vec<Step>> {
        let unseen = |steps: &[Step]| {
            shifts.iter().all(|shift| {
                let slack = &self.slacks[shift.sum];
                let counted = steps.iter().filter(|step| slack.counted[step.combination]);
                let times: i64 = counted.map(|step| if step.same { 1 } else { -1 }).sum();
                slack.change.contains(shift.by * times)
            })
        };
        let first = Step::same(here);
        if unseen(&[first]) {
            return Some(vec![first]);
        }
        for one in &partners.reverse {
            let steps = [first, Step::reverse(*one)];
            if unseen(&steps) {
                return Some(steps.to_vec());
            }
        }
        for (index, one) in partners.reverse.iter().enumerate() {
            for two in &partners.reverse[index + 1..] {
                for third in partners.same.iter().filter(|third| *third != one && *third != two) {
                    let steps =
                        [first, Step::reverse(*one), Step::reverse(*two), Step::same(*third)];
                    if unseen(&steps) {
                        return Some(steps.to_vec());
                    }
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four combinations: two provinces, in the panel or not; everything shown exactly.
    fn swaps<'a>(
        given: &'a [(usize, BTreeSet<ItemIndex>)],
        items: &'a [BTreeSet<ItemIndex>],
    ) -> Swaps<'a> {
        let areas =
            [[true, true, true, true], [true, true, false, false], [true, false, true, false]];
        let count = |area: &[bool; 4], items: &BTreeSet<ItemIndex>| {
            let hit = given.iter().filter(|(c, chosen)| area[*c] && !chosen.is_disjoint(items));
            i64::try_from(hit.count()).unwrap()
        };
        let sums = areas.iter().flat_map(|area| {
            items.iter().map(move |items| {
                let bounds = Bounds::exactly(count(area, items));
                CountedSum { counted: area.to_vec(), items, bounds }
            })
        });
        Swaps::new(given.iter().map(|(c, chosen)| (*c, chosen, 1)), sums)
    }

    fn set(items: &[u16]) -> BTreeSet<ItemIndex> {
        items.iter().copied().map(ItemIndex).collect()
    }

    #[test]
    fn four_can_swap_where_two_can_not() {
        let given = [(0, set(&[0])), (1, set(&[1])), (2, set(&[1])), (3, set(&[0]))];
        let items = [set(&[0]), set(&[1])];
        let swaps = swaps(&given, &items);
        let found = swaps.find(0, ItemIndex(0), false, &[]).unwrap();
        assert_eq!(found.len(), 4);
        assert_eq!((found[0].combination, found[0].from), (0, &set(&[0])));
        // Who is known does not swap.
        let known = Given { combination: 3, chosen: &set(&[0]) };
        assert!(swaps.find(0, ItemIndex(0), false, &[known]).is_none());
    }
}
