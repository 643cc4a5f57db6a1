//! The search for a witness: other answers that give the very same documents, and in which a
//! conclusion does not hold. A conclusion with a witness is not certain.
//!
//! Cheap ways are tried first: witnesses found before, one or two municipalities that answer
//! differently, respondents who swap answers; then the solver.

use std::cell::{Cell, OnceCell};

use super::clues::ShownSum;
use super::readers::{Reader, Respondents, whole};
use super::report::Conclusion;
use super::swap::{Given, Swap, Swaps};
use super::system::{Answers, Bounds, Change, Held, System};
use super::ticks::Ticks;

/// Witnesses to begin the next search with.
#[derive(Debug)]
pub(super) struct Witnesses {
    /// By system.
    pub(super) alone: Vec<Vec<Answers>>,
    /// Over all options together.
    pub(super) jointly: Vec<Answers>,
}

impl Witnesses {
    pub(super) fn none(systems: usize) -> Self {
        Self { alone: vec![Vec::new(); systems], jointly: Vec::new() }
    }

    pub(super) fn extend(&mut self, fresh: Self) {
        for (known, fresh) in self.alone.iter_mut().zip(fresh.alone) {
            known.extend(fresh);
        }
        self.jointly.extend(fresh.jointly);
    }
}

/// Witnesses in one attack, those that were known before it first.
#[derive(Debug)]
pub(super) struct Pool {
    answers: Vec<Answers>,
    known: usize,
}

impl Pool {
    /// Of the known witnesses those that still fit.
    pub(super) fn of(known: &[Answers], fits: impl Fn(&Answers) -> bool) -> Self {
        let answers: Vec<_> = known.iter().filter(|answers| fits(answers)).cloned().collect();
        Self { known: answers.len(), answers }
    }

    /// Those that were found in this attack.
    pub(super) fn fresh(mut self) -> Vec<Answers> {
        self.answers.split_off(self.known)
    }

    fn any(&self, refutes: impl Fn(&Answers) -> bool) -> bool {
        self.answers.iter().any(refutes)
    }

    /// Keeps what was found; whether anything was.
    fn keep(&mut self, found: Option<Answers>) -> bool {
        let any = found.is_some();
        self.answers.extend(found);
        any
    }
}

/// The search against one reader under one suppression.
pub(super) struct Search<'s, 'a> {
    pub(super) respondents: &'s Respondents<'a>,
    pub(super) reader: &'s Reader,
    pub(super) sums: &'s [ShownSum],
    pub(super) swaps: &'s Swaps<'a>,
    /// How often the solver was asked.
    pub(super) solver_calls: &'s Cell<usize>,
    /// All options as one system about the others, made when it is first needed.
    pub(super) together: OnceCell<Option<System>>,
}

impl Search<'_, '_> {
    /// Whether one system has a witness: a single choice, or one option of several while all
    /// other options stay as they are. In the latter case the solver is left to
    /// [`Search::jointly`].
    pub(super) fn alone(
        &self,
        system: &System,
        held: &[Held],
        conclusion: Conclusion,
        pool: &mut Pool,
    ) -> bool {
        let several = self.respondents.several;
        let column = if several { 0 } else { conclusion.column };
        let unknown = system.grid().get(conclusion.combination, column);
        let number = self.respondents.truth(conclusion.combination, conclusion.column);
        let bounds = match conclusion.chosen {
            true => Bounds::new(0, number - 1),
            false => Bounds::new(number + 1, system.bounds(unknown).high),
        };
        let mut held = held.to_vec();
        held.push(Held { unknown, bounds });
        if pool.any(|answers| answers.keep(&held)) {
            return true;
        }
        if several {
            let truth = self.respondents.true_choices_of(conclusion.column);
            return pool.keep(exchange(system, &truth, &held, conclusion, column));
        }
        let truth = self.respondents.true_choices();
        let found = exchange(system, &truth, &held, conclusion, column)
            .or_else(|| self.swapped_choices(&truth, conclusion))
            .or_else(|| self.ask(|| system.find_near(&truth, &held)));
        pool.keep(found)
    }

    /// Whether there is a witness when the other options may change too. The witnesses in
    /// `pool` are answers of everyone, the reader included.
    pub(super) fn jointly(&self, ticks: &Ticks, conclusion: Conclusion, pool: &mut Pool) -> bool {
        let Conclusion { combination, column, chosen } = conclusion;
        let (respondents, reader) = (self.respondents, self.reader);
        let known = respondents.known_ticks(ticks, reader);
        let others = whole(respondents.others(reader, combination));
        let bounds = if chosen { Bounds::new(0, others - 1) } else { Bounds::new(1, others) };
        let of_all = bounds.moved(known.get(&combination).map_or(0, |row| row[column]));
        let refutes = |answers: &Answers| {
            let fits = |(combination, row): (&usize, &Vec<i64>)| {
                let all = answers.row(*combination).iter();
                let others: Vec<i64> = all.zip(row).map(|(all, known)| all - known).collect();
                ticks.fits(&others, whole(respondents.others(reader, *combination)))
            };
            of_all.contains(answers.get(combination, column)) && known.iter().all(fits)
        };
        if pool.any(refutes) || pool.keep(self.swapped_ticks(ticks, conclusion)) {
            return true;
        }
        let system = || respondents.system_of_ticks(ticks, self.sums, reader);
        let system = self.together.get_or_init(system).as_ref();
        let found =
            system.and_then(|system| self.solved_jointly(system, ticks, conclusion, bounds));
        pool.keep(found.map(|mut answers| {
            known.iter().for_each(|(combination, row)| answers.add_row(*combination, row));
            answers
        }))
    }

    /// Other answers of the others over all options, near the true ones. Where the option by
    /// itself could not be otherwise nothing is sought.
    fn solved_jointly(
        &self,
        system: &System,
        ticks: &Ticks,
        conclusion: Conclusion,
        bounds: Bounds,
    ) -> Option<Answers> {
        let Conclusion { combination, column, .. } = conclusion;
        let held = [Held { unknown: system.grid().get(combination, column), bounds }];
        let by_itself: Vec<_> = system.grid().column(column).collect();
        if !self.ask(|| system.possible_for(&by_itself, &held)) {
            return None;
        }
        let truth = self.respondents.true_ticks(ticks, self.reader);
        self.ask(|| system.find_near(&truth, &held))
    }

    fn swapped_choices(&self, truth: &Answers, conclusion: Conclusion) -> Option<Answers> {
        let (respondents, grid) = (self.respondents, self.respondents.choice_grid());
        let mut answers = truth.clone();
        for Swap { combination, from, to } in self.swap(conclusion)? {
            for (chosen, by) in [(from, -1), (to, 1)] {
                answers.add(grid.get(combination, respondents.column_of(chosen)), by);
            }
        }
        Some(answers)
    }

    fn swapped_ticks(&self, ticks: &Ticks, conclusion: Conclusion) -> Option<Answers> {
        let swaps = self.swap(conclusion)?;
        let mut answers = self.respondents.true_ticks(ticks, &Reader::default());
        for Swap { combination, from, to } in swaps {
            answers.add_row(combination, &ticks.count([(from, -1), (to, 1)]));
        }
        Some(answers)
    }

    /// Swaps of answers after which the conclusion does not hold.
    fn swap(&self, conclusion: Conclusion) -> Option<Vec<Swap<'_>>> {
        let known = self.reader.known().iter().map(|one| Given {
            combination: one.combination,
            chosen: self.respondents.chosen(*one),
        });
        let option = self.respondents.options[conclusion.column];
        let known: Vec<_> = known.collect();
        self.swaps.find(conclusion.combination, option, !conclusion.chosen, &known)
    }

    fn ask<T>(&self, solver: impl FnOnce() -> T) -> T {
        self.solver_calls.set(self.solver_calls.get() + 1);
        solver()
    }
}

/// A first, quick witness: one municipality answers otherwise, and at most one of another
/// combination the other way around.
fn exchange(
    system: &System,
    truth: &Answers,
    held: &[Held],
    conclusion: Conclusion,
    column: usize,
) -> Option<Answers> {
    let (grid, here) = (system.grid(), conclusion.combination);
    let by = if conclusion.chosen { -1 } else { 1 };
    // What is chosen in its place, or was chosen before; nothing where there is one column.
    let others = grid.columns().filter(|other| *other != column).map(Some);
    let replacements: Vec<Option<usize>> =
        if grid.columns().len() == 1 { vec![None] } else { others.collect() };
    for replacement in replacements {
        let shift = |combination: usize, by: i64| {
            let unknown = |column| grid.get(combination, column);
            let mut changes = vec![Change { unknown: unknown(column), by }];
            changes.extend(replacement.map(|other| Change { unknown: unknown(other), by: -by }));
            changes
        };
        let alone = std::iter::once(shift(here, by));
        let elsewhere = grid.combinations().filter(|there| *there != here);
        let in_return = elsewhere.map(|there| [shift(here, by), shift(there, -by)].concat());
        for changes in alone.chain(in_return) {
            if system.allows(truth, &changes, held) {
                let mut answers = truth.clone();
                changes.iter().for_each(|change| answers.add(change.unknown, change.by));
                return Some(answers);
            }
        }
    }
    None
}
