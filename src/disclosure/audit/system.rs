//! A system of linear sums over whole unknowns within bounds, and its solver.
//!
//! The unknowns stand in a grid: one row for each combination of groups, one column for each
//! thing that is counted there. The solver only proposes: a solution counts when it fits in
//! whole numbers ([`System::fits`]). What the solver can't find counts as impossible, so a
//! mistake of the solver can withhold a figure too many but never show one too many.

use std::ops::Range;

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

/// Branches that the solver may try before a solution counts as not found. Counted, not
/// timed: the same input gives the same documents on every machine.
const BRANCHES: u64 = 400;

/// How far from the nearest solution a solution may be: the first one found will do.
const FIRST: f64 = 1e9;

/// Lowest and highest value of a number, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bounds {
    pub(super) low: i64,
    pub(super) high: i64,
}

impl Bounds {
    pub(super) const fn new(low: i64, high: i64) -> Self {
        Self { low, high }
    }

    /// This number and no other.
    pub(super) const fn exactly(number: i64) -> Self {
        Self::new(number, number)
    }

    pub(super) const fn contains(self, number: i64) -> bool {
        self.low <= number && number <= self.high
    }

    /// Both bounds moved by the same number.
    pub(super) const fn moved(self, by: i64) -> Self {
        Self::new(self.low + by, self.high + by)
    }
}

/// One unknown of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Unknown(usize);

/// The shape of a matrix: combinations of groups by columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grid {
    combinations: usize,
    columns: usize,
}

impl Grid {
    pub(super) const fn new(combinations: usize, columns: usize) -> Self {
        Self { combinations, columns }
    }

    /// The unknown in this row and column.
    pub(super) const fn get(self, combination: usize, column: usize) -> Unknown {
        Unknown(combination * self.columns + column)
    }

    pub(super) const fn combinations(self) -> Range<usize> {
        0..self.combinations
    }

    pub(super) const fn columns(self) -> Range<usize> {
        0..self.columns
    }

    /// All unknowns of one column, from the first combination to the last.
    pub(super) fn column(self, column: usize) -> impl Iterator<Item = Unknown> {
        self.combinations().map(move |combination| self.get(combination, column))
    }

    const fn row(self, combination: usize) -> Range<usize> {
        combination * self.columns..(combination + 1) * self.columns
    }

    const fn size(self) -> usize {
        self.combinations * self.columns
    }
}

/// A whole number for each unknown of a grid: answers that could have been given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answers {
    grid: Grid,
    numbers: Vec<i64>,
}

impl Answers {
    /// One number for each combination and column.
    pub(super) fn of(grid: Grid, number: impl Fn(usize, usize) -> i64) -> Self {
        let columns = grid.columns();
        let cells = grid.combinations().flat_map(|row| columns.clone().map(move |c| (row, c)));
        Self { grid, numbers: cells.map(|(row, column)| number(row, column)).collect() }
    }

    /// The rows of a grid, each with a number for each column.
    pub(super) fn of_rows(grid: Grid, row: impl Fn(usize) -> Vec<i64>) -> Self {
        Self { grid, numbers: grid.combinations().flat_map(row).collect() }
    }

    pub(super) fn get(&self, combination: usize, column: usize) -> i64 {
        self.at(self.grid.get(combination, column))
    }

    /// The numbers of one combination.
    pub(super) fn row(&self, combination: usize) -> &[i64] {
        &self.numbers[self.grid.row(combination)]
    }

    /// Adds a number to each column of one combination.
    pub(super) fn add_row(&mut self, combination: usize, more: &[i64]) {
        let row = &mut self.numbers[self.grid.row(combination)];
        row.iter_mut().zip(more).for_each(|(number, more)| *number += more);
    }

    pub(super) fn add(&mut self, unknown: Unknown, more: i64) {
        self.numbers[unknown.0] += more;
    }

    /// Whether every held unknown lies within its bounds.
    pub(super) fn keep(&self, held: &[Held]) -> bool {
        held.iter().all(|held| held.bounds.contains(self.at(held.unknown)))
    }

    fn at(&self, unknown: Unknown) -> i64 {
        self.numbers[unknown.0]
    }
}

/// An unknown in a sum, times 1 or -1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    pub(super) unknown: Unknown,
    pub(super) factor: i64,
}

impl Term {
    pub(super) const fn plus(unknown: Unknown) -> Self {
        Self { unknown, factor: 1 }
    }

    pub(super) const fn minus(unknown: Unknown) -> Self {
        Self { unknown, factor: -1 }
    }
}

/// An unknown that is held within narrower bounds while one solution is sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Held {
    pub(super) unknown: Unknown,
    pub(super) bounds: Bounds,
}

/// A number that is added to one unknown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change {
    pub(super) unknown: Unknown,
    pub(super) by: i64,
}

/// Whole unknowns within bounds, and sums of them within bounds.
#[derive(Debug, Clone)]
pub(super) struct System {
    grid: Grid,
    bounds: Vec<Bounds>,
    sums: Vec<Sum>,
    /// For each unknown the sums that it is part of.
    sums_of: Vec<Vec<usize>>,
}

#[derive(Debug, Clone)]
struct Sum {
    terms: Vec<Term>,
    bounds: Bounds,
}

impl System {
    /// Unknowns of which nothing is known but the bounds of each.
    pub(super) fn new(grid: Grid, bounds: impl Fn(usize, usize) -> Bounds) -> Self {
        let rows = grid.combinations().map(|row| grid.columns().map(move |column| (row, column)));
        let bounds = rows.flatten().map(|(row, column)| bounds(row, column)).collect();
        Self { grid, bounds, sums: Vec::new(), sums_of: vec![Vec::new(); grid.size()] }
    }

    /// Adds what is known of a sum.
    pub(super) fn add(&mut self, terms: Vec<Term>, bounds: Bounds) {
        for term in &terms {
            self.sums_of[term.unknown.0].push(self.sums.len());
        }
        self.sums.push(Sum { terms, bounds });
    }

    pub(super) const fn grid(&self) -> Grid {
        self.grid
    }

    pub(super) fn bounds(&self, unknown: Unknown) -> Bounds {
        self.bounds[unknown.0]
    }

    /// Whether these numbers are a solution.
    pub(super) fn fits(&self, answers: &Answers) -> bool {
        answers.numbers.len() == self.bounds.len()
            && answers.numbers.iter().zip(&self.bounds).all(|(n, bounds)| bounds.contains(*n))
            && self.sums.iter().all(|sum| {
                let number = |term: &Term| term.factor * answers.at(term.unknown);
                sum.bounds.contains(sum.terms.iter().map(number).sum())
            })
    }

    /// Whether a solution stays one when a few numbers change. `answers` must be a solution.
    pub(super) fn allows(&self, answers: &Answers, changes: &[Change], held: &[Held]) -> bool {
        let added = |unknown: Unknown| -> i64 {
            changes.iter().filter(|change| change.unknown == unknown).map(|change| change.by).sum()
        };
        let bounded = changes.iter().all(|change| {
            self.bounds(change.unknown).contains(answers.at(change.unknown) + change.by)
        });
        let kept = held
            .iter()
            .all(|held| held.bounds.contains(answers.at(held.unknown) + added(held.unknown)));
        bounded
            && kept
            && changes.iter().flat_map(|change| &self.sums_of[change.unknown.0]).all(|index| {
                let sum = &self.sums[*index];
                let number =
                    |term: &Term| term.factor * (answers.at(term.unknown) + added(term.unknown));
                sum.bounds.contains(sum.terms.iter().map(number).sum())
            })
    }

    /// Whether a solution could exist if only the sums over these unknowns alone counted.
    /// Necessary for a solution, not sufficient.
    pub(super) fn possible_for(&self, unknowns: &[Unknown], held: &[Held]) -> bool {
        let grid = Grid::new(unknowns.len(), 1);
        let mut place = vec![None; self.bounds.len()];
        for (row, unknown) in unknowns.iter().enumerate() {
            place[unknown.0] = Some(grid.get(row, 0));
        }
        let mut small = Self::new(grid, |row, _| self.bounds(unknowns[row]));
        for sum in &self.sums {
            let inside =
                |term: &Term| place[term.unknown.0].map(|unknown| Term { unknown, ..*term });
            let terms: Option<Vec<_>> = sum.terms.iter().map(inside).collect();
            if let Some(terms) = terms {
                small.add(terms, sum.bounds);
            }
        }
        let inside = |held: &Held| place[held.unknown.0].map(|unknown| Held { unknown, ..*held });
        let held: Option<Vec<Held>> = held.iter().map(inside).collect();
        held.is_none_or(|held| small.find(&held).is_some())
    }

    /// A solution with some unknowns held, checked in whole numbers; `None` when the solver
    /// finds none.
    pub(super) fn find(&self, held: &[Held]) -> Option<Answers> {
        self.solve(held, None)
    }

    /// The same, near these numbers: a solution that changes little is more often still one
    /// when more is known.
    pub(super) fn find_near(&self, near: &Answers, held: &[Held]) -> Option<Answers> {
        self.solve(held, Some(near))
    }

    fn solve(&self, held: &[Held], near: Option<&Answers>) -> Option<Answers> {
        let bounds = self.narrowed(held)?;
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let parts: Vec<Parts> = bounds
            .iter()
            .enumerate()
            .map(|(at, bounds)| {
                let near = near.map(|near| near.numbers[at].clamp(bounds.low, bounds.high));
                Parts::of(&mut problem, *bounds, near)
            })
            .collect();
        for sum in &self.sums {
            sum.constrain(&mut problem, &bounds, &parts)?;
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(BRANCHES);
        options.mip_gap = FIRST;
        let outcome = problem.solve_with(options).ok()?;
        let solution = outcome.solution()?;
        let value =
            |part: Option<Variable>| part.map_or(0, |part| solution.var_value(part).round() as i64);
        let number = |parts: &Parts| parts.from + value(parts.more) - value(parts.less);
        let answers = Answers { grid: self.grid, numbers: parts.iter().map(number).collect() };
        (answers.keep(held) && self.fits(&answers)).then_some(answers)
    }

    /// The bounds of all unknowns while some are held; `None` when nothing is left of one.
    fn narrowed(&self, held: &[Held]) -> Option<Vec<Bounds>> {
        let mut all = self.bounds.clone();
        for held in held {
            let bounds = &mut all[held.unknown.0];
            bounds.low = bounds.low.max(held.bounds.low);
            bounds.high = bounds.high.min(held.bounds.high);
            if bounds.low > bounds.high {
                return None;
            }
        }
        Some(all)
    }
}

/// An unknown as the solver has it: a known number, what is added to it and what is taken away.
struct Parts {
    from: i64,
    more: Option<Variable>,
    less: Option<Variable>,
}

impl Parts {
    fn of(problem: &mut Problem, bounds: Bounds, near: Option<i64>) -> Self {
        let (from, costs) = near.map_or((bounds.low, 0.0), |near| (near, 1.0));
        let mut part = |most: i64| {
            let most = i32::try_from(most).expect("fewer than 2 billion municipalities");
            (most > 0).then(|| problem.add_integer_var(costs, (0, most)))
        };
        Self { from, more: part(bounds.high - from), less: part(from - bounds.low) }
    }
}

impl Sum {
    /// The lowest and the highest value that the bounds of the unknowns leave.
    fn reach(&self, bounds: &[Bounds]) -> Bounds {
        let end = |low: bool| -> i64 {
            let end = |term: &Term| {
                let Bounds { low: least, high: most } = bounds[term.unknown.0];
                term.factor * if (term.factor > 0) == low { least } else { most }
            };
            self.terms.iter().map(end).sum()
        };
        Bounds::new(end(true), end(false))
    }

    /// Adds this sum to the solver's problem; `None` when no values can fit it.
    fn constrain(&self, problem: &mut Problem, bounds: &[Bounds], parts: &[Parts]) -> Option<()> {
        let reach = self.reach(bounds);
        if reach.low > self.bounds.high || reach.high < self.bounds.low {
            return None;
        }
        let mut start = 0;
        let mut terms: Vec<(Variable, f64)> = Vec::new();
        for Term { unknown, factor } in &self.terms {
            let Parts { from, more, less } = &parts[unknown.0];
            start += factor * from;
            terms.extend(more.map(|more| (more, *factor as f64)));
            terms.extend(less.map(|less| (less, -*factor as f64)));
        }
        let Bounds { low, high } = self.bounds.moved(-start);
        let (low, high) = (low as f64, high as f64);
        if self.bounds.low == self.bounds.high {
            problem.add_constraint(terms, ComparisonOp::Eq, low);
            return Some(());
        }
        if self.bounds.low > reach.low {
            problem.add_constraint(terms.clone(), ComparisonOp::Ge, low);
        }
        if self.bounds.high < reach.high {
            problem.add_constraint(terms, ComparisonOp::Le, high);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether a small system has a solution, by trying all numbers.
    fn exhaustive(system: &System, held: &[Held]) -> bool {
        let mut answers = Answers::of(system.grid, |row, _| system.bounds[row].low);
        loop {
            if answers.keep(held) && system.fits(&answers) {
                return true;
            }
            let numbers = &mut answers.numbers;
            let Some(at) = (0..numbers.len()).find(|at| numbers[*at] < system.bounds[*at].high)
            else {
                return false;
            };
            numbers[at] += 1;
            for (number, bounds) in numbers[..at].iter_mut().zip(&system.bounds) {
                *number = bounds.low;
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_solver_finds_a_solution_exactly_when_there_is_one(
            highs in prop::collection::vec(0_i64..4, 6),
            sums in prop::collection::vec((prop::collection::vec(-1_i64..2, 6), 0_i64..7, 0_i64..2), 1..6),
            least in 0_i64..4,
        ) {
            let grid = Grid::new(6, 1);
            let mut system = System::new(grid, |row, _| Bounds::new(0, highs[row]));
            for (factors, low, slack) in sums {
                let terms = factors.into_iter().enumerate().filter(|(_, factor)| *factor != 0);
                let terms = terms.map(|(row, factor)| Term { unknown: grid.get(row, 0), factor });
                system.add(terms.collect(), Bounds::new(low, low + slack));
            }
            let held = [Held { unknown: grid.get(0, 0), bounds: Bounds::new(least, 9) }];
            prop_assert_eq!(system.find(&held).is_some(), exhaustive(&system, &held));
        }
    }
}
