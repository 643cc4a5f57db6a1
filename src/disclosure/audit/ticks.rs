//! How the ticks of one respondent depend on each other, in a question with several answers.
//!
//! Who ticked an exclusive option ticked nothing else; everyone ticked something, unless an
//! empty list is an answer; a net counts who ticked any of its options. As long as any two nets
//! are nested or disjoint, all this can be written as sums of whole numbers. In each combination
//! of groups, among the respondents without an exclusive option: no option or net counts more
//! of them than the net around it, and a net counts no more than all options and nets directly
//! inside it together. Numbers that satisfy these sums can always be given by respondents: hand
//! out the ticks of each option in turn to the respondents that its net counts, and start again
//! at the first of them when all have one; and so for each net inside the net around it.

use std::collections::BTreeSet;

use super::system::{Bounds, Grid, System, Term};
use crate::questionnaire::ItemIndex;

/// Larger than any number of municipalities.
const FAR: i64 = 1 << 30;

/// The options of a question and the nets over them: the columns of its system.
#[derive(Debug)]
pub(super) struct Ticks {
    /// By column: the options in their order, then the nets.
    nodes: Vec<Node>,
    options: usize,
    /// Whether everyone ticked at least one option.
    at_least_one: bool,
}

#[derive(Debug)]
struct Node {
    /// The options that count for it.
    items: BTreeSet<ItemIndex>,
    /// Whether who ticked it ticked nothing else.
    exclusive: bool,
    /// The column of the smallest net around it.
    parent: Option<usize>,
}

impl Ticks {
    /// `None` when two nets cross: they share options, and each has options that the other lacks.
    pub(super) fn of(
        options: &[ItemIndex],
        exclusive: impl Fn(ItemIndex) -> bool,
        nets: impl IntoIterator<Item = BTreeSet<ItemIndex>>,
        at_least_one: bool,
    ) -> Option<Self> {
        let mut sets: Vec<BTreeSet<ItemIndex>> = nets
            .into_iter()
            .map(|net| net.into_iter().filter(|item| options.contains(item)).collect())
            .filter(|net: &BTreeSet<_>| net.len() > 1)
            .collect();
        sets.sort();
        sets.dedup();
        let crossing = |one: &BTreeSet<_>, other: &BTreeSet<_>| {
            !one.is_disjoint(other) && !one.is_subset(other) && !other.is_subset(one)
        };
        if sets.iter().any(|one| sets.iter().any(|other| crossing(one, other))) {
            return None;
        }
        let single = options.iter().map(|item| ([*item].into(), exclusive(*item)));
        let all: Vec<(BTreeSet<_>, bool)> =
            single.chain(sets.into_iter().map(|net| (net, false))).collect();
        let around = |items: &BTreeSet<ItemIndex>| {
            let nets = all.iter().enumerate().skip(options.len());
            let larger = nets.filter(|(_, (net, _))| net != items && items.is_subset(net));
            larger.min_by_key(|(_, (net, _))| net.len()).map(|(at, _)| at)
        };
        let nodes = all.iter().map(|(items, exclusive)| Node {
            items: items.clone(),
            exclusive: *exclusive,
            parent: around(items),
        });
        Some(Self { nodes: nodes.collect(), options: options.len(), at_least_one })
    }

    /// A column for each option and net, for so many combinations.
    pub(super) const fn grid(&self, combinations: usize) -> Grid {
        Grid::new(combinations, self.nodes.len())
    }

    /// The columns that together count who ticked any of these options; `None` when no net
    /// holds exactly them. The column of a net leaves out who ticked an exclusive option of it.
    pub(super) fn counting(&self, items: &BTreeSet<ItemIndex>) -> Option<Vec<usize>> {
        let asked: BTreeSet<ItemIndex> = items
            .iter()
            .copied()
            .filter(|item| self.option_nodes().any(|(_, node)| node.items.contains(item)))
            .collect();
        if asked.is_empty() {
            return Some(Vec::new());
        }
        let at = self.nodes.iter().position(|node| node.items == asked)?;
        let alone = self.option_nodes().filter(|(option, node)| {
            *option != at && node.exclusive && node.items.is_subset(&asked)
        });
        Some(std::iter::once(at).chain(alone.map(|(option, _)| option)).collect())
    }

    /// How many of these respondents each column counts. An answer may be given a negative
    /// number of times, to leave respondents out.
    pub(super) fn count<'p>(
        &self,
        patterns: impl IntoIterator<Item = (&'p BTreeSet<ItemIndex>, i64)>,
    ) -> Vec<i64> {
        let mut counts = vec![0; self.nodes.len()];
        for (pattern, times) in patterns {
            let alone = self.alone(pattern);
            for (at, node) in self.nodes.iter().enumerate() {
                let hit = !node.items.is_disjoint(pattern) && (at < self.options || !alone);
                counts[at] += times * i64::from(hit);
            }
        }
        counts
    }

    /// Whether `size` respondents can have ticked these numbers; by the same rules as
    /// [`Ticks::system`].
    pub(super) fn fits(&self, counts: &[i64], size: i64) -> bool {
        let alone: i64 = self.exclusive().map(|node| counts[node]).sum();
        let ticked: i64 = self.outermost().map(|node| counts[node]).sum();
        let around = |node: usize| self.nodes[node].parent.map_or(size - alone, |net| counts[net]);
        let nets = self.options..self.nodes.len();
        counts.iter().all(|count| *count >= 0)
            && alone <= size
            && (!self.at_least_one || ticked + alone >= size)
            && self.shared().all(|node| counts[node] <= around(node))
            && nets
                .into_iter()
                .all(|net| counts[net] <= self.inside(net).map(|node| counts[node]).sum::<i64>())
    }

    /// What must hold in every combination of these numbers of respondents.
    pub(super) fn system(&self, sizes: &[i64]) -> System {
        let grid = self.grid(sizes.len());
        let mut system = System::new(grid, |combination, _| Bounds::new(0, sizes[combination]));
        for (combination, size) in sizes.iter().enumerate().filter(|(_, size)| **size > 0) {
            let plus = |node| Term::plus(grid.get(combination, node));
            let minus = |node| Term::minus(grid.get(combination, node));
            let alone: Vec<Term> = self.exclusive().map(plus).collect();
            for node in self.shared() {
                match self.nodes[node].parent {
                    Some(net) => system.add(vec![plus(node), minus(net)], Bounds::new(-FAR, 0)),
                    None => {
                        let with_alone = std::iter::once(plus(node)).chain(alone.iter().copied());
                        system.add(with_alone.collect(), Bounds::new(0, *size));
                    }
                }
            }
            for net in self.options..self.nodes.len() {
                let inside = self.inside(net).map(plus);
                let terms = inside.chain(std::iter::once(minus(net))).collect();
                system.add(terms, Bounds::new(0, FAR));
            }
            system.add(alone.clone(), Bounds::new(0, *size));
            if self.at_least_one {
                let all = alone.into_iter().chain(self.outermost().map(plus));
                system.add(all.collect(), Bounds::new(*size, FAR));
            }
        }
        system
    }

    /// How many of `size` respondents may have ticked an option while all other columns stay as
    /// they are. `counts` are what they ticked, see [`Ticks::count`].
    pub(super) fn slack(&self, option: usize, counts: &[i64], size: i64) -> Bounds {
        let node = &self.nodes[option];
        let sum = |nodes: &mut dyn Iterator<Item = usize>| -> i64 {
            nodes.filter(|other| *other != option).map(|other| counts[other]).sum()
        };
        let alone = sum(&mut self.exclusive());
        let outermost = sum(&mut self.outermost());
        let everyone = if self.at_least_one { size } else { 0 };
        let least = (everyone - outermost - alone).max(0);
        match (node.exclusive, node.parent) {
            // Its net would change with it.
            (true, Some(_)) => Bounds::exactly(counts[option]),
            (true, None) => {
                let most = self.outermost().map(|other| counts[other]).max().unwrap_or(0);
                Bounds::new(least, size - alone - most)
            }
            (false, Some(net)) => {
                Bounds::new((counts[net] - sum(&mut self.inside(net))).max(0), counts[net])
            }
            (false, None) => Bounds::new(least, size - alone),
        }
    }

    fn option_nodes(&self) -> impl Iterator<Item = (usize, &Node)> {
        self.nodes[..self.options].iter().enumerate()
    }

    /// Whether an answer holds an exclusive option.
    fn alone(&self, pattern: &BTreeSet<ItemIndex>) -> bool {
        self.option_nodes().any(|(_, node)| node.exclusive && node.items.is_subset(pattern))
    }

    fn exclusive(&self) -> impl Iterator<Item = usize> {
        (0..self.nodes.len()).filter(|node| self.nodes[*node].exclusive)
    }

    /// Options that can be ticked beside others, and nets.
    fn shared(&self) -> impl Iterator<Item = usize> {
        (0..self.nodes.len()).filter(|node| !self.nodes[*node].exclusive)
    }

    /// Of those, the ones with no net around them.
    fn outermost(&self) -> impl Iterator<Item = usize> {
        self.shared().filter(|node| self.nodes[*node].parent.is_none())
    }

    /// Of those, the ones directly inside a net.
    fn inside(&self, net: usize) -> impl Iterator<Item = usize> {
        self.shared().filter(move |node| self.nodes[*node].parent == Some(net))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::disclosure::audit::system::Answers;

    /// Every set of options that one respondent can tick.
    fn patterns(options: u16, exclusive: u16, at_least_one: bool) -> Vec<BTreeSet<ItemIndex>> {
        (0..1_u32 << options)
            .map(|bits| (0..options).filter(|o| bits >> o & 1 == 1).map(ItemIndex).collect())
            .filter(|pattern: &BTreeSet<_>| {
                let alone = pattern.iter().any(|item| item.0 < exclusive);
                (!alone || pattern.len() == 1) && (!at_least_one || !pattern.is_empty())
            })
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        /// Numbers fit exactly when some respondents can have ticked them.
        #[test]
        fn numbers_that_fit_are_those_that_respondents_can_give(
            exclusive in 0_u16..3, at_least_one in any::<bool>(), size in 1_i64..4,
            inner in 0_usize..3, outer in any::<bool>(),
        ) {
            let options: Vec<_> = (0..4).map(ItemIndex).collect();
            let mut nets: Vec<BTreeSet<_>> = Vec::new();
            if inner > 0 {
                nets.push(options[4 - 1 - inner..].iter().copied().collect());
            }
            if outer {
                nets.push(options[1..].iter().copied().collect());
            }
            let ticks =
                Ticks::of(&options, |item| item.0 < exclusive, nets, at_least_one).unwrap();
            let patterns = patterns(4, exclusive, at_least_one);
            // Everything that `size` respondents can answer.
            let mut given: BTreeSet<Vec<i64>> = [vec![0; ticks.nodes.len()]].into();
            for _ in 0..size {
                given = given
                    .iter()
                    .flat_map(|counts| patterns.iter().map(|pattern| {
                        let one = ticks.count([(pattern, 1)]);
                        counts.iter().zip(one).map(|(a, b)| a + b).collect()
                    }))
                    .collect();
            }
            // Everything that fits.
            let system = ticks.system(&[size]);
            let mut numbers = vec![0; ticks.nodes.len()];
            loop {
                let answers = Answers::of(system.grid(), |_, column| numbers[column]);
                prop_assert_eq!(system.fits(&answers), given.contains(&numbers), "{:?}", numbers);
                prop_assert_eq!(ticks.fits(&numbers, size), given.contains(&numbers), "{:?}", numbers);
                let Some(at) = numbers.iter().position(|number| *number < size) else { break };
                numbers[at] += 1;
                numbers[..at].fill(0);
            }
            // One option alone moves within its slack.
            for counts in &given {
                for option in 0..options.len() {
                    let slack = ticks.slack(option, counts, size);
                    for moved in 0..=size {
                        let mut other = counts.clone();
                        other[option] = moved;
                        if slack.contains(moved) {
                            prop_assert!(given.contains(&other), "{:?} {} to {}", counts, option, moved);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn nets_that_cross_are_refused() {
        let options: Vec<_> = (0..3).map(ItemIndex).collect();
        let nets = [[0, 1], [1, 2]].map(|net| net.map(ItemIndex).into());
        assert!(Ticks::of(&options, |_| false, nets, true).is_none());
    }
}
