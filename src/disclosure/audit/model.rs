//! One question (row) of one wave as puzzles, and what each reader could find out.
//!
//! For a single choice the unknowns are how many of each combination of groups chose each
//! option. For several answers each option is a puzzle of its own: how many ticked it. What
//! ties the options of one respondent (an exclusive option, a net, at least one tick) is not
//! part of that puzzle.

use std::collections::{BTreeMap, BTreeSet};

use super::puzzle::{Held, Puzzle};
use crate::disclosure::figure::{FigureView, ReleasedTable};
use crate::disclosure::policy::LARGE_BASE;
use crate::disclosure::rules::Rules;
use crate::questionnaire::{ItemIndex, ItemKind, Question, QuestionKind, Wave};
use crate::register::{MunicipalityCode, Register};
use crate::statistics::{Group, Profile};

/// What is shown of one question: judged tables, without what the audit withholds.
#[derive(Debug, Clone)]
pub(in crate::disclosure) struct Plan {
    /// The tables that the fixed rules would show.
    pub(in crate::disclosure) tables: BTreeMap<Group, ReleasedTable>,
    /// Withheld tables.
    pub(in crate::disclosure) hidden: BTreeSet<Group>,
    /// Withheld cells of tables that are shown.
    pub(in crate::disclosure) cells: BTreeSet<(Group, ItemIndex)>,
}

impl Plan {
    /// Everything that these tables show.
    pub(in crate::disclosure) const fn of(tables: BTreeMap<Group, ReleasedTable>) -> Self {
        Self { tables, hidden: BTreeSet::new(), cells: BTreeSet::new() }
    }

    /// The tables that are shown, at least in part.
    pub(in crate::disclosure) fn shown(&self) -> impl Iterator<Item = (Group, &ReleasedTable)> {
        self.tables
            .iter()
            .filter(|(group, table)| !self.hidden.contains(group) && table.base().is_some())
            .map(|(group, table)| (*group, table))
    }

    /// What is shown of a cell.
    pub(in crate::disclosure) fn view(&self, group: Group, item: ItemIndex) -> Option<FigureView> {
        let gone = self.hidden.contains(&group) || self.cells.contains(&(group, item));
        let figure = self.tables.get(&group).filter(|_| !gone)?.figure(item)?;
        match figure.view() {
            FigureView::Withheld(_) => None,
            view => Some(view),
        }
    }
}

/// What the base of a follow-up question says about this question.
#[derive(Debug, Clone)]
pub(in crate::disclosure) struct Extra {
    /// In which group.
    pub(in crate::disclosure) group: Group,
    /// Who chose any of these got the follow-up question.
    pub(in crate::disclosure) items: BTreeSet<ItemIndex>,
    /// So many answered it.
    pub(in crate::disclosure) base: u32,
}

/// Municipalities in exactly the same groups.
#[derive(Debug)]
struct Combination<'a> {
    groups: Vec<Group>,
    members: Vec<(MunicipalityCode, &'a BTreeSet<ItemIndex>)>,
    /// Distinct answers with how many gave each.
    patterns: Vec<(&'a BTreeSet<ItemIndex>, usize)>,
}

impl Combination<'_> {
    fn counted_by(&self, group: Group) -> bool {
        match group {
            Group::Landsdeel(name) => self.province().is_some_and(|province| {
                matches!(province, Group::Province(code)
                    if Register::builtin().province(code).landsdeel == name)
            }),
            _ => self.groups.contains(&group),
        }
    }

    fn province(&self) -> Option<Group> {
        self.groups.iter().copied().find(|group| matches!(group, Group::Province(_)))
    }
}

/// What a reader knows: for each known municipality its combination and its answer there.
type Known = Vec<(usize, usize)>;

/// An answer of others that is certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::disclosure) struct Fact {
    /// Whose: everyone here.
    pub(in crate::disclosure) whose: Vec<MunicipalityCode>,
    /// Which option.
    pub(in crate::disclosure) item: ItemIndex,
    /// That it was chosen, or that it was not.
    pub(in crate::disclosure) chosen: bool,
    /// Who could find out: the reader and, where the level asks it, one neighbour.
    pub(in crate::disclosure) readers: Vec<MunicipalityCode>,
    /// The tables that count them.
    pub(in crate::disclosure) groups: Vec<Group>,
}

/// All that an audit found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::disclosure) struct Finding {
    /// Answers of others that the worst reader could derive (D).
    pub(in crate::disclosure) derivable: usize,
    /// General facts of the worst reader (G).
    pub(in crate::disclosure) general: usize,
    /// One of the derivable facts.
    pub(in crate::disclosure) example: Option<Fact>,
}

/// The unknown that must differ from the truth, and in which direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Doubt {
    combination: usize,
    column: usize,
    chosen: bool,
}

/// One question (row) of one wave under audit.
#[derive(Debug)]
pub(in crate::disclosure) struct Audit<'a> {
    question: &'a Question,
    rules: Rules,
    pairs: bool,
    several: bool,
    at_least_one: bool,
    combinations: Vec<Combination<'a>>,
    /// Options in the order of the unknowns.
    options: Vec<ItemIndex>,
    extras: Vec<Extra>,
    /// Witnesses found so far, per puzzle.
    pools: Vec<Vec<Vec<i64>>>,
}

impl<'a> Audit<'a> {
    pub(in crate::disclosure) fn new(
        question: &'a Question,
        wave: Wave,
        profile: Profile<'a>,
        rules: Rules,
        pairs: bool,
    ) -> Self {
        let combinations: Vec<_> = profile
            .into_iter()
            .map(|(groups, members)| {
                let mut counted: BTreeMap<&BTreeSet<ItemIndex>, usize> = BTreeMap::new();
                for (_, chosen) in &members {
                    *counted.entry(chosen).or_default() += 1;
                }
                Combination { groups, members, patterns: counted.into_iter().collect() }
            })
            .collect();
        let answers = || combinations.iter().flat_map(|c| &c.patterns).map(|(pattern, _)| *pattern);
        let mut options: BTreeSet<_> = question.options_in(wave).map(|(item, _)| item).collect();
        options.extend(answers().flatten());
        let options: Vec<_> = options.into_iter().collect();
        let several = question.several();
        let may_be_empty = matches!(
            question.kind,
            QuestionKind::Multi { empty_is_answer: true } | QuestionKind::Open
        ) || answers().any(BTreeSet::is_empty);
        let pools = vec![Vec::new(); if several { options.len() } else { 1 }];
        Self {
            question,
            rules,
            pairs,
            several,
            at_least_one: !may_be_empty,
            combinations,
            options,
            extras: Vec::new(),
            pools,
        }
    }

    /// The same question with what its follow-up questions say about it.
    pub(in crate::disclosure) fn with(mut self, extras: Vec<Extra>) -> Self {
        self.extras = extras;
        self
    }

    // ---- readers ---------------------------------------------------------------------

    /// Every reader, and at `streng` every two of one province, up to those who can't be
    /// told apart.
    fn readers(&self) -> Vec<Known> {
        if !self.rules.own {
            return vec![Known::new()];
        }
        let mut all: Vec<Known> = vec![Known::new()];
        let ones: Vec<(usize, usize)> = (0..self.combinations.len())
            .flat_map(|c| (0..self.combinations[c].patterns.len()).map(move |p| (c, p)))
            .collect();
        all.extend(ones.iter().map(|one| vec![*one]));
        if self.pairs && self.rules.neighbour {
            for (at, one) in ones.iter().enumerate() {
                for other in &ones[at..] {
                    let same_area = self.combinations[one.0].province()
                        == self.combinations[other.0].province();
                    let enough = one != other || self.combinations[one.0].patterns[one.1].1 > 1;
                    if same_area && enough {
                        all.push(vec![*one, *other]);
                    }
                }
            }
        }
        all
    }

    fn pattern(&self, (combination, pattern): (usize, usize)) -> &'a BTreeSet<ItemIndex> {
        self.combinations[combination].patterns[pattern].0
    }

    /// How many of a combination are not known to the reader.
    fn others(&self, known: &Known, combination: usize) -> usize {
        self.combinations[combination].members.len()
            - known.iter().filter(|(c, _)| *c == combination).count()
    }

    // ---- puzzles ---------------------------------------------------------------------

    /// How many of a combination chose an option; the column after the last one: none.
    fn truth(&self, combination: usize, column: usize) -> i64 {
        let chose = |chosen: &BTreeSet<ItemIndex>| match self.options.get(column) {
            Some(item) => chosen.contains(item),
            None => chosen.is_empty(),
        };
        let of = &self.combinations[combination].patterns;
        of.iter().filter(|(pattern, _)| chose(pattern)).map(|(_, n)| whole(*n)).sum()
    }

    /// The columns of a single choice: the options, and no option at all where that occurs.
    fn columns(&self) -> usize {
        self.options.len() + usize::from(!self.at_least_one)
    }

    /// Everything that is shown: the group, the options of which any was chosen, its bounds.
    fn known_sums(&self, plan: &Plan) -> Vec<(Group, BTreeSet<ItemIndex>, i64, i64)> {
        let mut sums = Vec::new();
        for (group, table) in plan.shown() {
            if matches!(group, Group::Panel(_)) && !self.rules.panels {
                continue;
            }
            for (item, _) in table.iter() {
                let (low, high) = match plan.view(group, item) {
                    Some(FigureView::Exact(share)) => (share.count(), share.count()),
                    Some(FigureView::Range { low, high, .. }) => (low, high),
                    Some(FigureView::Withheld(_)) | None => continue,
                };
                let items = match &self.question.at(item).kind {
                    ItemKind::Net(_) if !self.rules.nets => continue,
                    ItemKind::Net(members) => members.iter().copied().collect(),
                    ItemKind::Option | ItemKind::Band(..) => [item].into(),
                };
                sums.push((group, items, i64::from(low), i64::from(high)));
            }
        }
        for extra in &self.extras {
            let all: i64 = self
                .combinations
                .iter()
                .filter(|combination| combination.counted_by(extra.group))
                .flat_map(|combination| &combination.patterns)
                .filter(|(pattern, _)| !pattern.is_disjoint(&extra.items))
                .map(|(_, n)| whole(*n))
                .sum();
            // Where everyone who got it answered, the reader may guess just that.
            let base = i64::from(extra.base);
            let high = if base == all { base } else { i64::from(u32::MAX >> 1) };
            sums.push((extra.group, extra.items.clone(), base, high));
        }
        sums
    }

    fn puzzles(&self, plan: &Plan) -> Vec<Puzzle> {
        let sums = self.known_sums(plan);
        if self.several {
            (0..self.options.len()).map(|column| self.puzzle_of_option(column, &sums)).collect()
        } else {
            vec![self.puzzle_of_choice(&sums)]
        }
    }

    /// A single choice: combination times option.
    fn puzzle_of_choice(&self, sums: &[(Group, BTreeSet<ItemIndex>, i64, i64)]) -> Puzzle {
        let columns = self.columns();
        let sizes = self.combinations.iter().map(|c| whole(c.members.len()));
        let bounds = sizes.clone().flat_map(|size| vec![(0, size); columns]).collect();
        let mut puzzle = Puzzle::new(bounds);
        for (c, size) in sizes.enumerate() {
            puzzle.add((0..columns).map(|o| (c * columns + o, 1)).collect(), size, size);
        }
        for (group, items, low, high) in sums {
            let terms = self.counted(*group).flat_map(|c| {
                self.options
                    .iter()
                    .enumerate()
                    .filter(|(_, item)| items.contains(item))
                    .map(move |(o, _)| (c * columns + o, 1))
            });
            puzzle.add(terms.collect(), *low, *high);
        }
        puzzle
    }

    /// One option of several: how many ticked it.
    fn puzzle_of_option(
        &self,
        column: usize,
        sums: &[(Group, BTreeSet<ItemIndex>, i64, i64)],
    ) -> Puzzle {
        let bounds = self.combinations.iter().map(|c| (0, whole(c.members.len()))).collect();
        let mut puzzle = Puzzle::new(bounds);
        for (group, items, low, high) in sums {
            if *items == BTreeSet::from([self.options[column]]) {
                puzzle.add(self.counted(*group).map(|c| (c, 1)).collect(), *low, *high);
            }
        }
        puzzle
    }

    fn counted(&self, group: Group) -> impl Iterator<Item = usize> {
        let of = self.combinations.iter().enumerate();
        of.filter(move |(_, combination)| combination.counted_by(group)).map(|(c, _)| c)
    }

    // ---- facts -----------------------------------------------------------------------

    /// The first answer of others that could be derived, readers and options in fixed order.
    pub(in crate::disclosure) fn first(&mut self, plan: &Plan) -> Option<Fact> {
        self.search(plan, true).example
    }

    /// How much the worst reader could derive.
    pub(in crate::disclosure) fn finding(&mut self, plan: &Plan) -> Finding {
        self.search(plan, false)
    }

    fn search(&mut self, plan: &Plan, stop: bool) -> Finding {
        let puzzles = self.puzzles(plan);
        let mut usable: Vec<Vec<Vec<i64>>> = puzzles
            .iter()
            .zip(&self.pools)
            .map(|(puzzle, pool)| pool.iter().filter(|x| puzzle.fits(x)).cloned().collect())
            .collect();
        let mut memory: BTreeMap<(usize, Vec<Held>, Doubt), bool> = BTreeMap::new();
        let mut finding = Finding::default();
        for known in self.readers() {
            let (mut derivable, mut general) = (0, 0);
            for (p, puzzle) in puzzles.iter().enumerate() {
                let held = self.held(p, &known);
                for doubt in self.doubts(p, &known) {
                    let others = self.others(&known, doubt.combination);
                    if self.is_general(plan, &known, doubt) {
                        general += others;
                        continue;
                    }
                    let key = (p, held.clone(), doubt);
                    let open = *memory
                        .entry(key)
                        .or_insert_with(|| self.witness(p, puzzle, &held, doubt, &mut usable[p]));
                    if !open {
                        derivable += others;
                        if finding.example.is_none() {
                            finding.example = Some(self.fact(&known, doubt));
                        }
                        if stop {
                            self.keep(usable);
                            return finding;
                        }
                    }
                }
            }
            finding.derivable = finding.derivable.max(derivable);
            finding.general = finding.general.max(general);
        }
        self.keep(usable);
        finding
    }

    /// Remembers witnesses for the next search.
    fn keep(&mut self, found: Vec<Vec<Vec<i64>>>) {
        for (pool, found) in self.pools.iter_mut().zip(found) {
            let fresh: Vec<_> = found.into_iter().filter(|x| !pool.contains(x)).collect();
            pool.extend(fresh);
        }
    }

    /// What a reader's knowledge fixes in a puzzle.
    fn held(&self, p: usize, known: &Known) -> Vec<Held> {
        let mut held: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
        for one in known {
            let most = whole(self.combinations[one.0].members.len());
            if self.several {
                let bounds = held.entry(one.0).or_insert((0, most));
                match self.pattern(*one).contains(&self.options[p]) {
                    true => bounds.0 += 1,
                    false => bounds.1 -= 1,
                }
            } else {
                let column = self.column_of(self.pattern(*one));
                held.entry(one.0 * self.columns() + column).or_insert((0, most)).0 += 1;
            }
        }
        held.into_iter().collect()
    }

    fn column_of(&self, pattern: &BTreeSet<ItemIndex>) -> usize {
        let chosen = pattern.first();
        self.options.iter().position(|item| Some(item) == chosen).unwrap_or(self.options.len())
    }

    /// What is true of all others of a combination, and might be certain.
    fn doubts(&self, p: usize, known: &Known) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        for combination in 0..self.combinations.len() {
            let others = whole(self.others(known, combination));
            if others == 0 {
                continue;
            }
            let columns = if self.several { p..p + 1 } else { 0..self.options.len() };
            for column in columns {
                let own = known
                    .iter()
                    .filter(|(c, _)| *c == combination)
                    .filter(|one| self.pattern(**one).contains(&self.options[column]))
                    .count();
                let chose = self.truth(combination, column) - whole(own);
                if chose == others {
                    doubts.push(Doubt { combination, column, chosen: true });
                } else if chose == 0 && self.several {
                    doubts.push(Doubt { combination, column, chosen: false });
                }
            }
        }
        doubts
    }

    /// Whether the doubt can be upheld: some other answers fit all that is shown.
    fn witness(
        &self,
        p: usize,
        puzzle: &Puzzle,
        held: &[Held],
        doubt: Doubt,
        pool: &mut Vec<Vec<i64>>,
    ) -> bool {
        let columns = if self.several { 1 } else { self.columns() };
        let column = if self.several { 0 } else { doubt.column };
        let unknown = doubt.combination * columns + column;
        let truth = self.truth(doubt.combination, doubt.column);
        let target = match doubt.chosen {
            true => (unknown, (0, truth - 1)),
            false => (unknown, (truth + 1, puzzle.bounds(unknown).1)),
        };
        let mut held = held.to_vec();
        held.push(target);
        let kept =
            |x: &Vec<i64>| held.iter().all(|(at, (low, high))| *low <= x[*at] && x[*at] <= *high);
        if pool.iter().any(kept) {
            return true;
        }
        let true_numbers: Vec<i64> = if self.several {
            (0..self.combinations.len()).map(|c| self.truth(c, p)).collect()
        } else {
            (0..self.combinations.len())
                .flat_map(|c| (0..columns).map(move |o| (c, o)))
                .map(|(c, o)| self.truth(c, o))
                .collect()
        };
        let found = exchange(puzzle, &true_numbers, &held, columns, (doubt, column))
            .or_else(|| puzzle.find(&held));
        match found {
            Some(numbers) => {
                pool.push(numbers);
                true
            }
            None => false,
        }
    }

    /// Whether it follows from one table of a large group (trust-rules A1.5).
    fn is_general(&self, plan: &Plan, known: &Known, doubt: Doubt) -> bool {
        let item = self.options[doubt.column];
        plan.shown().any(|(group, table)| {
            let base = table.base().unwrap_or(0);
            if base < LARGE_BASE || !self.combinations[doubt.combination].counted_by(group) {
                return false;
            }
            let Some(FigureView::Exact(share)) = plan.view(group, item) else { return false };
            let here: Vec<_> =
                known.iter().filter(|(c, _)| self.combinations[*c].counted_by(group)).collect();
            let own = here.iter().filter(|one| self.pattern(***one).contains(&item)).count();
            let (own, here) = (whole(own), whole(here.len()));
            let count = i64::from(share.count()) - own;
            match doubt.chosen {
                true => count == i64::from(base) - here,
                false => count == 0,
            }
        })
    }

    fn fact(&self, known: &Known, doubt: Doubt) -> Fact {
        let combination = &self.combinations[doubt.combination];
        let mut readers: Vec<MunicipalityCode> = Vec::new();
        for one in known {
            let members = &self.combinations[one.0].members;
            let pattern = self.pattern(*one);
            let who = members.iter().find(|(who, p)| *p == pattern && !readers.contains(who));
            readers.extend(who.map(|(who, _)| *who));
        }
        let whose = combination.members.iter().map(|(who, _)| *who);
        Fact {
            whose: whose.filter(|who| !readers.contains(who)).collect(),
            item: self.options[doubt.column],
            chosen: doubt.chosen,
            readers,
            groups: combination.groups.clone(),
        }
    }
}

/// A first, quick witness: one municipality answers otherwise, and at most one of another
/// combination the other way around.
fn exchange(
    puzzle: &Puzzle,
    truth: &[i64],
    held: &[Held],
    columns: usize,
    (doubt, column): (Doubt, usize),
) -> Option<Vec<i64>> {
    let one = if doubt.chosen { -1 } else { 1 };
    let here = doubt.combination * columns;
    let replacements: Vec<Option<usize>> = match columns {
        1 => vec![None],
        _ => (0..columns).filter(|other| *other != column).map(Some).collect(),
    };
    for replacement in replacements {
        let shift = |first: usize, by: i64| {
            let mut changes = vec![(first + column, by)];
            changes.extend(replacement.map(|other| (first + other, -by)));
            changes
        };
        let mut tries = vec![shift(here, one)];
        for there in (0..truth.len()).step_by(columns).filter(|there| *there != here) {
            let mut both = shift(here, one);
            both.extend(shift(there, -one));
            tries.push(both);
        }
        for changes in tries {
            if puzzle.allows(truth, &changes, held) {
                let mut numbers = truth.to_vec();
                changes.iter().for_each(|(at, change)| numbers[*at] += change);
                return Some(numbers);
            }
        }
    }
    None
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).expect("fewer municipalities than that")
}
