//! A system of whole unknowns between bounds, of which some sums are known within bounds.
//!
//! The solver only proposes: an answer counts when it fits in whole numbers ([`Puzzle::fits`]).
//! What it can't find counts as impossible, so a mistake of the solver can hide a figure too
//! many but never show one too many.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

/// Branches that the solver may try before an answer counts as not found. Counted, not
/// timed: the same input gives the same documents on every machine.
const BRANCHES: u64 = 400;

/// So far from the nearest answer may one lie: the first that is found will do.
const FIRST: f64 = 1e9;

/// Unknown whole numbers with what is known of their sums.
#[derive(Debug, Clone, Default)]
pub(super) struct Puzzle {
    bounds: Vec<(i64, i64)>,
    sums: Vec<Sum>,
    sums_of: Vec<Vec<(usize, i64)>>,
}

/// A sum of unknowns, each times 1 or -1, within bounds.
#[derive(Debug, Clone)]
struct Sum {
    terms: Vec<(usize, i64)>,
    low: i64,
    high: i64,
}

/// One unknown, and the bounds that it is held to for a while.
pub(super) type Held = (usize, (i64, i64));

impl Puzzle {
    /// Unknowns within these bounds.
    pub(super) fn new(bounds: Vec<(i64, i64)>) -> Self {
        let sums_of = vec![Vec::new(); bounds.len()];
        Self { bounds, sums: Vec::new(), sums_of }
    }

    /// What is known of a sum.
    pub(super) fn add(&mut self, terms: Vec<(usize, i64)>, low: i64, high: i64) {
        for (unknown, factor) in &terms {
            self.sums_of[*unknown].push((self.sums.len(), *factor));
        }
        self.sums.push(Sum { terms, low, high });
    }

    /// The unknowns' bounds.
    pub(super) fn bounds(&self, unknown: usize) -> (i64, i64) {
        self.bounds[unknown]
    }

    /// Whether these numbers are an answer.
    pub(super) fn fits(&self, numbers: &[i64]) -> bool {
        let within = |number: i64, low: i64, high: i64| low <= number && number <= high;
        numbers.len() == self.bounds.len()
            && numbers.iter().zip(&self.bounds).all(|(n, (low, high))| within(*n, *low, *high))
            && self.sums.iter().all(|sum| {
                let total = sum.terms.iter().map(|(at, factor)| factor * numbers[*at]).sum();
                within(total, sum.low, sum.high)
            })
    }

    /// Whether an answer stays one when a few numbers change. `numbers` must be an answer.
    pub(super) fn allows(&self, numbers: &[i64], changes: &[(usize, i64)], held: &[Held]) -> bool {
        let bounded = changes.iter().all(|(at, change)| {
            let (low, high) = self.bounds[*at];
            let after = numbers[*at] + change;
            low <= after && after <= high
        });
        let kept = held.iter().all(|(at, (low, high))| {
            let change: i64 = changes.iter().filter(|(c, _)| c == at).map(|(_, n)| n).sum();
            let after = numbers[*at] + change;
            *low <= after && after <= *high
        });
        bounded
            && kept
            && changes.iter().flat_map(|(at, _)| &self.sums_of[*at]).all(|(index, _)| {
                let sum = &self.sums[*index];
                let change = |at: usize| -> i64 {
                    changes.iter().filter(|(changed, _)| *changed == at).map(|(_, n)| n).sum()
                };
                let total: i64 = sum
                    .terms
                    .iter()
                    .map(|(at, factor)| factor * (numbers[*at] + change(*at)))
                    .sum();
                sum.low <= total && total <= sum.high
            })
    }

    /// Whether some unknowns could be as held if only the sums of these unknowns alone counted.
    /// Necessary for an answer, not sufficient.
    pub(super) fn possible_for(&self, unknowns: &[usize], held: &[Held]) -> bool {
        let mut place = vec![None; self.bounds.len()];
        unknowns.iter().enumerate().for_each(|(at, unknown)| place[*unknown] = Some(at));
        let mut small = Self::new(unknowns.iter().map(|unknown| self.bounds[*unknown]).collect());
        for sum in &self.sums {
            let terms: Option<Vec<_>> =
                sum.terms.iter().map(|(at, factor)| Some((place[*at]?, *factor))).collect();
            if let Some(terms) = terms {
                small.add(terms, sum.low, sum.high);
            }
        }
        let held: Option<Vec<Held>> =
            held.iter().map(|(unknown, bounds)| Some((place[*unknown]?, *bounds))).collect();
        held.is_none_or(|held| small.find(&held).is_some())
    }

    /// An answer with some unknowns held, checked in whole numbers; `None` when the solver
    /// finds none.
    pub(super) fn find(&self, held: &[Held]) -> Option<Vec<i64>> {
        self.solve(held, &[])
    }

    /// The same, near these numbers: what changes little stays an answer when more is known.
    pub(super) fn find_near(&self, numbers: &[i64], held: &[Held]) -> Option<Vec<i64>> {
        self.solve(held, numbers)
    }

    fn solve(&self, held: &[Held], near: &[i64]) -> Option<Vec<i64>> {
        let mut bounds = self.bounds.clone();
        for (unknown, (low, high)) in held {
            let bound = &mut bounds[*unknown];
            *bound = (bound.0.max(*low), bound.1.min(*high));
            if bound.0 > bound.1 {
                return None;
            }
        }
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let small = |n: i64| i32::try_from(n).expect("fewer than 2 billion municipalities");
        // Each unknown is a number that is known, and what comes to it or goes from it.
        let mut variables = Vec::with_capacity(bounds.len());
        for (at, (low, high)) in bounds.iter().enumerate() {
            let (from, costs) = near.get(at).map_or((*low, 0.0), |n| (*n.clamp(low, high), 1.0));
            let mut part =
                |most: i64| (most > 0).then(|| problem.add_integer_var(costs, (0, small(most))));
            variables.push((from, part(high - from), part(from - low)));
        }
        for sum in &self.sums {
            let reach = |low: bool| -> i64 {
                let end = |(at, factor): &(usize, i64)| {
                    factor * if (*factor > 0) == low { bounds[*at].0 } else { bounds[*at].1 }
                };
                sum.terms.iter().map(end).sum()
            };
            let (least, most) = (reach(true), reach(false));
            if least > sum.high || most < sum.low {
                return None;
            }
            let mut start = 0;
            let mut terms: Vec<(Variable, f64)> = Vec::new();
            for (at, factor) in &sum.terms {
                let (from, more, less) = &variables[*at];
                start += factor * from;
                terms.extend(more.map(|more| (more, *factor as f64)));
                terms.extend(less.map(|less| (less, -*factor as f64)));
            }
            let (low, high) = ((sum.low - start) as f64, (sum.high - start) as f64);
            if sum.low == sum.high {
                problem.add_constraint(terms, ComparisonOp::Eq, low);
                continue;
            }
            if sum.low > least {
                problem.add_constraint(terms.clone(), ComparisonOp::Ge, low);
            }
            if sum.high < most {
                problem.add_constraint(terms, ComparisonOp::Le, high);
            }
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(BRANCHES);
        options.mip_gap = FIRST;
        let outcome = problem.solve_with(options).ok()?;
        let solution = outcome.solution()?;
        let value = |part: &Option<Variable>| {
            part.map_or(0, |part| solution.var_value(part).round() as i64)
        };
        let numbers: Vec<i64> =
            variables.iter().map(|(from, more, less)| from + value(more) - value(less)).collect();
        let kept =
            held.iter().all(|(at, (low, high))| *low <= numbers[*at] && numbers[*at] <= *high);
        (kept && self.fits(&numbers)).then_some(numbers)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every answer of a small puzzle, by trying all numbers.
    fn exhaustive(puzzle: &Puzzle, held: &[Held]) -> bool {
        let mut numbers: Vec<i64> = puzzle.bounds.iter().map(|(low, _)| *low).collect();
        loop {
            let kept = held.iter().all(|(at, (low, high))| (*low..=*high).contains(&numbers[*at]));
            if kept && puzzle.fits(&numbers) {
                return true;
            }
            let Some(at) = (0..numbers.len()).find(|at| numbers[*at] < puzzle.bounds[*at].1) else {
                return false;
            };
            numbers[at] += 1;
            for (number, (low, _)) in numbers[..at].iter_mut().zip(&puzzle.bounds) {
                *number = *low;
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_solver_finds_an_answer_exactly_when_there_is_one(
            highs in prop::collection::vec(0_i64..4, 6),
            sums in prop::collection::vec((prop::collection::vec(-1_i64..2, 6), 0_i64..7, 0_i64..2), 1..6),
            least in 0_i64..4,
        ) {
            let mut puzzle = Puzzle::new(highs.iter().map(|high| (0, *high)).collect());
            for (factors, low, room) in sums {
                let terms = factors.into_iter().enumerate().filter(|(_, factor)| *factor != 0);
                puzzle.add(terms.collect(), low, low + room);
            }
            let held = [(0, (least, 9))];
            prop_assert_eq!(puzzle.find(&held).is_some(), exhaustive(&puzzle, &held));
        }
    }
}
