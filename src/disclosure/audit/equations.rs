//! What the documents reveal about one question, as systems of sums.
//!
//! For a single choice the unknowns are how many of each combination of groups chose each
//! option. For several answers each option is first a system of its own: how many ticked it,
//! while all other options stay as they are. Only where that finds nothing all options are one
//! system, with the sums that tie the ticks of one respondent together ([`Ticks`]).

use std::collections::{BTreeMap, BTreeSet};

use super::clues::ShownSum;
use super::readers::{Reader, Respondents, whole};
use super::system::{Answers, Bounds, Grid, Held, System, Term};
use super::ticks::Ticks;

impl Respondents<'_> {
    /// A single choice: one system. Several answers: one system for each option.
    pub(super) fn systems(&self, sums: &[ShownSum], ticks: Option<&Ticks>) -> Vec<System> {
        if !self.several {
            return vec![self.system_of_choice(sums)];
        }
        let of = |column| self.system_of_option(column, sums, ticks);
        (0..self.options.len()).map(of).collect()
    }

    /// A single choice: combinations by options.
    fn system_of_choice(&self, sums: &[ShownSum]) -> System {
        let grid = self.choice_grid();
        let everyone = |combination, _| Bounds::new(0, self.size(combination));
        let mut system = System::new(grid, everyone);
        for combination in grid.combinations() {
            let row = grid.columns().map(|column| Term::plus(grid.get(combination, column)));
            system.add(row.collect(), Bounds::exactly(self.size(combination)));
        }
        for ShownSum { group, items, bounds, .. } in sums {
            let terms = self.counted(*group).flat_map(|combination| {
                let counted = self.options.iter().enumerate();
                counted
                    .filter(|(_, item)| items.contains(item))
                    .map(move |(column, _)| Term::plus(grid.get(combination, column)))
            });
            system.add(terms.collect(), *bounds);
        }
        system
    }

    /// One option of several: how many ticked it, while all else stays as it is.
    fn system_of_option(&self, column: usize, sums: &[ShownSum], ticks: Option<&Ticks>) -> System {
        let grid = Grid::new(self.combinations.len(), 1);
        let mut system = System::new(grid, |combination, _| match ticks {
            Some(ticks) => self.slack(ticks, &Reader::default(), combination, column),
            None => Bounds::new(0, self.size(combination)),
        });
        for ShownSum { group, items, bounds, .. } in sums {
            if *items == BTreeSet::from([self.options[column]]) {
                let terms = self.counted(*group).map(|row| Term::plus(grid.get(row, 0)));
                system.add(terms.collect(), *bounds);
            }
        }
        system
    }

    /// Several answers: all options and nets of the others, for one reader; `None` when the
    /// ticks can't express a sum.
    pub(super) fn system_of_ticks(
        &self,
        ticks: &Ticks,
        sums: &[ShownSum],
        reader: &Reader,
    ) -> Option<System> {
        let grid = ticks.grid(self.combinations.len());
        let sizes: Vec<i64> = grid
            .combinations()
            .map(|combination| whole(self.others(reader, combination)))
            .collect();
        let mut system = ticks.system(&sizes);
        for ShownSum { group, items, bounds, .. } in sums {
            let columns = ticks.counting(items)?;
            let known = reader
                .known()
                .iter()
                .filter(|one| self.combinations[one.combination].counted_by(*group))
                .filter(|one| !self.chosen(**one).is_disjoint(items))
                .count();
            let terms = self.counted(*group).flat_map(|combination| {
                columns.iter().map(move |column| Term::plus(grid.get(combination, *column)))
            });
            system.add(terms.collect(), bounds.moved(-whole(known)));
        }
        Some(system)
    }

    /// What the knowledge of a reader fixes in the system of a single choice.
    pub(super) fn held_choices(&self, reader: &Reader) -> Vec<Held> {
        let grid = self.choice_grid();
        let mut held = BTreeMap::new();
        for one in reader.known() {
            let unknown = grid.get(one.combination, self.column_of(self.chosen(*one)));
            let everyone = Bounds::new(0, self.size(one.combination));
            held.entry(unknown).or_insert(everyone).low += 1;
        }
        held.into_iter().map(|(unknown, bounds)| Held { unknown, bounds }).collect()
    }

    /// What the knowledge of a reader fixes in the system of one option of several.
    pub(super) fn held_ticks(&self, column: usize, reader: &Reader, ticks: &Ticks) -> Vec<Held> {
        let grid = Grid::new(self.combinations.len(), 1);
        let combinations: BTreeSet<usize> =
            reader.known().iter().map(|one| one.combination).collect();
        let held = combinations.into_iter().map(|combination| Held {
            unknown: grid.get(combination, 0),
            bounds: self.slack(ticks, reader, combination, column),
        });
        held.collect()
    }

    /// How many of a combination may have ticked an option, for this reader, when all else
    /// stays as it is.
    fn slack(&self, ticks: &Ticks, reader: &Reader, combination: usize, column: usize) -> Bounds {
        let option = self.options[column];
        let known = reader.known_in(combination).filter(|one| self.chosen(*one).contains(&option));
        let known = whole(known.count());
        let counts = self.ticked_by_others(ticks, reader, combination);
        let others = whole(self.others(reader, combination));
        ticks.slack(column, &counts, others).moved(known)
    }

    /// What the others of a combination ticked.
    fn ticked_by_others(&self, ticks: &Ticks, reader: &Reader, combination: usize) -> Vec<i64> {
        let all = self.answers_in(combination).map(|(chosen, times)| (chosen, whole(times)));
        let known = reader.known_in(combination).map(|one| (self.chosen(one), -1));
        ticks.count(all.chain(known))
    }

    /// What everyone but the people that the reader knows ticked.
    pub(super) fn true_ticks(&self, ticks: &Ticks, reader: &Reader) -> Answers {
        let grid = ticks.grid(self.combinations.len());
        Answers::of_rows(grid, |combination| self.ticked_by_others(ticks, reader, combination))
    }

    /// By combination, what the people that the reader knows ticked.
    pub(super) fn known_ticks(&self, ticks: &Ticks, reader: &Reader) -> BTreeMap<usize, Vec<i64>> {
        let of = |combination: usize| {
            ticks.count(reader.known_in(combination).map(|one| (self.chosen(one), 1)))
        };
        reader.known().iter().map(|one| (one.combination, of(one.combination))).collect()
    }
}
