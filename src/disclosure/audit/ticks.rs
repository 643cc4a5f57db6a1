//! What the ticks of one respondent have to do with each other.
//!
//! Who ticked an exclusive option ticked nothing else; everyone ticked something, unless an
//! empty list is an answer; a net counts who ticked any of its options. Where nets lie inside
//! each other or apart, all this is sums of whole numbers: per combination of groups, of the
//! respondents without an exclusive option, no option or net has more than the net around it,
//! and a net has no more than all inside it together. Numbers that fit are answers that could
//! have been given: deal the ticks of each option in turn to the respondents of its net, going
//! round and round, and the net's own in turn to those of the net around it.

use std::collections::BTreeSet;

use super::system::Puzzle;
use crate::questionnaire::ItemIndex;

/// Larger than any number of municipalities.
const FAR: i64 = 1 << 30;

/// Options, and the nets over them.
#[derive(Debug)]
pub(super) struct Ticks {
    /// Options in the order of the unknowns, then nets.
    nodes: Vec<Node>,
    options: usize,
    /// Everyone ticked at least one option.
    at_least_one: bool,
}

#[derive(Debug)]
struct Node {
    /// The options that count for it.
    items: BTreeSet<ItemIndex>,
    /// Ticked alone.
    exclusive: bool,
    /// The smallest net around it.
    parent: Option<usize>,
}

impl Ticks {
    /// `None` when two nets cross: part of the one lies outside the other, and the reverse.
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

    /// Unknowns per combination: options and nets.
    pub(super) const fn columns(&self) -> usize {
        self.nodes.len()
    }

    /// The unknowns that count who ticked any of these; `None` when no net holds just them.
    /// A net's own unknown leaves out who ticked an exclusive option of it.
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

    /// How many of these respondents each unknown counts.
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

    /// Whether these are numbers that `size` respondents can have ticked; the same rules as
    /// those of [`Ticks::puzzle`].
    pub(super) fn fits(&self, counts: &[i64], size: i64) -> bool {
        let alone: i64 = self.exclusive().map(|node| counts[node]).sum();
        let ticked: i64 = self.outermost().map(|node| counts[node]).sum();
        let around = |node: usize| self.nodes[node].parent.map_or(size - alone, |net| counts[net]);
        let nets = self.options..self.columns();
        counts.iter().all(|count| *count >= 0)
            && alone <= size
            && (!self.at_least_one || ticked + alone >= size)
            && self.shared().all(|node| counts[node] <= around(node))
            && nets
                .into_iter()
                .all(|net| counts[net] <= self.inside(net).map(|node| counts[node]).sum::<i64>())
    }

    /// What must hold in every combination of so many respondents.
    pub(super) fn puzzle(&self, sizes: impl Iterator<Item = i64>) -> Puzzle {
        let sizes: Vec<i64> = sizes.collect();
        let columns = self.columns();
        let bounds = sizes.iter().flat_map(|size| vec![(0, *size); columns]).collect();
        let mut puzzle = Puzzle::new(bounds);
        for (c, size) in sizes.into_iter().enumerate().filter(|(_, size)| *size > 0) {
            let unknown = |node: usize| c * columns + node;
            let alone: Vec<_> = self.exclusive().map(|node| (unknown(node), 1)).collect();
            for node in self.shared() {
                let mut terms = vec![(unknown(node), 1)];
                match self.nodes[node].parent {
                    Some(net) => {
                        terms.push((unknown(net), -1));
                        puzzle.add(terms, -FAR, 0);
                    }
                    None => {
                        terms.extend(&alone);
                        puzzle.add(terms, 0, size);
                    }
                }
            }
            for net in self.options..columns {
                let mut terms: Vec<_> = self.inside(net).map(|node| (unknown(node), 1)).collect();
                terms.push((unknown(net), -1));
                puzzle.add(terms, 0, FAR);
            }
            let mut all = alone;
            puzzle.add(all.clone(), 0, size);
            if self.at_least_one {
                all.extend(self.outermost().map(|node| (unknown(node), 1)));
                puzzle.add(all, size, FAR);
            }
        }
        puzzle
    }

    /// How many of `size` respondents may have ticked an option when all else stays as it is.
    /// `counts` are theirs, see [`Ticks::count`].
    pub(super) fn room(&self, option: usize, counts: &[i64], size: i64) -> (i64, i64) {
        let node = &self.nodes[option];
        let sum = |nodes: &mut dyn Iterator<Item = usize>| -> i64 {
            nodes.filter(|other| *other != option).map(|other| counts[other]).sum()
        };
        let alone = sum(&mut self.exclusive());
        let outermost = sum(&mut self.outermost());
        let everyone = if self.at_least_one { size } else { 0 };
        match (node.exclusive, node.parent) {
            // Its net would change with it.
            (true, Some(_)) => (counts[option], counts[option]),
            (true, None) => {
                let most = self.outermost().map(|other| counts[other]).max().unwrap_or(0);
                ((everyone - outermost - alone).max(0), size - alone - most)
            }
            (false, Some(net)) => ((counts[net] - sum(&mut self.inside(net))).max(0), counts[net]),
            (false, None) => ((everyone - outermost - alone).max(0), size - alone),
        }
    }

    fn option_nodes(&self) -> impl Iterator<Item = (usize, &Node)> {
        self.nodes[..self.options].iter().enumerate()
    }

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

    fn outermost(&self) -> impl Iterator<Item = usize> {
        self.shared().filter(|node| self.nodes[*node].parent.is_none())
    }

    fn inside(&self, net: usize) -> impl Iterator<Item = usize> {
        self.shared().filter(move |node| self.nodes[*node].parent == Some(net))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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

        /// Numbers fit exactly when some respondents ticked so.
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
            let mut given: BTreeSet<Vec<i64>> = [vec![0; ticks.columns()]].into();
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
            let puzzle = ticks.puzzle(std::iter::once(size));
            let mut numbers = vec![0; ticks.columns()];
            loop {
                prop_assert_eq!(puzzle.fits(&numbers), given.contains(&numbers), "{:?}", numbers);
                prop_assert_eq!(ticks.fits(&numbers, size), given.contains(&numbers), "{:?}", numbers);
                let Some(at) = numbers.iter().position(|number| *number < size) else { break };
                numbers[at] += 1;
                numbers[..at].fill(0);
            }
            // One option alone moves within its room and not beyond.
            for counts in &given {
                for option in 0..options.len() {
                    let (low, high) = ticks.room(option, counts, size);
                    for moved in 0..=size {
                        let mut other = counts.clone();
                        other[option] = moved;
                        if (low..=high).contains(&moved) {
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
