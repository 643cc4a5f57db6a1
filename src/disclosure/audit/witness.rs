//! One question (row) of one wave as puzzles, and what each reader could find out.
//!
//! For a single choice the unknowns are how many of each combination of groups chose each
//! option. For several answers each option is first a puzzle of its own: how many ticked it,
//! while all other options stay as they are. Only where that finds nothing all options are one
//! puzzle, with what ties the ticks of one respondent together ([`Ticks`]).

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::swap::Market;
use super::system::{Held, Puzzle};
use super::ticks::Ticks;
use crate::disclosure::figure::{FigureView, ReleasedTable};
use crate::disclosure::policy::{LARGE_BASE, Policy};
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
    /// By withheld table or cell what could be derived if it were shown.
    pub(in crate::disclosure) because: BTreeMap<(Group, Option<ItemIndex>), Fact>,
}

impl Plan {
    /// Everything that these tables show.
    pub(in crate::disclosure) const fn of(tables: BTreeMap<Group, ReleasedTable>) -> Self {
        Self { tables, hidden: BTreeSet::new(), cells: BTreeSet::new(), because: BTreeMap::new() }
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
    policy: &'a Policy,
    rules: Rules,
    /// Answers that their municipalities published: every reader knows them.
    public: Known,
    several: bool,
    at_least_one: bool,
    combinations: Vec<Combination<'a>>,
    /// Options in the order of the unknowns.
    options: Vec<ItemIndex>,
    extras: Vec<Extra>,
    /// Witnesses found so far, per puzzle.
    pools: Vec<Vec<Vec<i64>>>,
    /// Witnesses over all options together.
    joint: Vec<Vec<i64>>,
    /// Readers who could derive something from some plan, the last one first.
    suspects: Vec<Known>,
    /// How often the solver was asked.
    solver_calls: Cell<usize>,
}

/// A sum of what is shown: the group, the options of which any was chosen, its bounds.
type ShownSum = (Group, BTreeSet<ItemIndex>, i64, i64);

/// What one reader's search in a question with several answers needs.
struct Search<'s> {
    ticks: &'s Ticks,
    market: &'s Market<'s>,
    sums: &'s [ShownSum],
    /// All options as one puzzle about the others, made when it is first needed.
    together: Option<Option<Puzzle>>,
}

/// Stops at the first answer that must stay unknown.
fn is_derivable(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Derivable(..))
}

/// What a reader could find out about the others of a combination.
enum Verdict {
    /// A general fact about so many.
    General(usize),
    /// Answers of so many that must stay unknown.
    Derivable(usize, Doubt),
}

impl<'a> Audit<'a> {
    pub(in crate::disclosure) fn new(
        question: &'a Question,
        wave: Wave,
        profile: Profile<'a>,
        policy: &'a Policy,
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
        let known = combinations.iter().enumerate().flat_map(|(c, combination)| {
            let public =
                combination.members.iter().filter(|(who, _)| policy.made_public.contains(who));
            public.map(move |(_, chosen)| {
                let pattern =
                    combination.patterns.iter().position(|(pattern, _)| pattern == chosen);
                (c, pattern.expect("every answer is a pattern"))
            })
        });
        let public = known.collect();
        Self {
            question,
            policy,
            rules: policy.rules,
            public,
            several,
            at_least_one: !may_be_empty,
            combinations,
            options,
            extras: Vec::new(),
            pools,
            joint: Vec::new(),
            suspects: Vec::new(),
            solver_calls: Cell::new(0),
        }
    }

    /// How often the solver was asked.
    pub(in crate::disclosure) fn solver_calls(&self) -> usize {
        self.solver_calls.get()
    }

    fn ask<T>(&self, solver: impl FnOnce() -> T) -> T {
        self.solver_calls.set(self.solver_calls.get() + 1);
        solver()
    }

    /// Takes in what follow-up questions say about this one, in the place of what they said
    /// before.
    pub(in crate::disclosure) fn hear(&mut self, extras: Vec<Extra>) {
        self.extras = extras;
    }

    // ---- readers ---------------------------------------------------------------------

    /// Every reader, and at `streng` every two of one province, up to those who can't be
    /// told apart.
    fn readers(&self) -> Vec<Known> {
        let with = |more: &[(usize, usize)]| self.public.iter().chain(more).copied().collect();
        let mut all: Vec<Known> = vec![with(&[])];
        if !self.rules.own {
            return all;
        }
        let left = |one: &(usize, usize)| {
            let times = self.combinations[one.0].patterns[one.1].1;
            times - self.public.iter().filter(|public| *public == one).count()
        };
        let ones: Vec<(usize, usize)> = (0..self.combinations.len())
            .flat_map(|c| (0..self.combinations[c].patterns.len()).map(move |p| (c, p)))
            .filter(|one| left(one) > 0)
            .collect();
        all.extend(ones.iter().map(|one| with(&[*one])));
        if self.policy.neighbour && self.rules.neighbour {
            for (at, one) in ones.iter().enumerate() {
                for other in &ones[at..] {
                    let same_area = self.combinations[one.0].province()
                        == self.combinations[other.0].province();
                    if same_area && (one != other || left(one) > 1) {
                        all.push(with(&[*one, *other]));
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

    /// Everything that is shown, and what its absence says: a single cell is withheld only
    /// where it would have been exact.
    fn known_sums(&self, plan: &Plan) -> Vec<ShownSum> {
        let mut sums = Vec::new();
        for (group, table) in plan.shown() {
            if matches!(group, Group::Panel(_)) && !self.rules.panels {
                continue;
            }
            for (item, _) in table.iter() {
                let (low, high) = match plan.view(group, item) {
                    Some(FigureView::Exact(share)) => (share.count(), share.count()),
                    Some(FigureView::Range { low, high, .. }) => (low, high),
                    Some(FigureView::Withheld(_)) | None => match self.absent(table, item) {
                        Some(bounds) => bounds,
                        None => continue,
                    },
                };
                let items = match &self.question.at(item).kind {
                    ItemKind::Net(_) if !self.rules.nets => continue,
                    ItemKind::Net(_) if self.several && !self.rules.ticks => continue,
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

    /// Between which counts a single cell lies that is withheld in a table that is shown: it
    /// would have been exact. The net that goes with an option of a single choice need not.
    fn absent(&self, table: &ReleasedTable, item: ItemIndex) -> Option<(u32, u32)> {
        let sure = self.several || !self.question.at(item).is_net();
        table
            .base()
            .filter(|_| sure && self.rules.absence)
            .and_then(|b| self.policy.exact_between(b))
    }

    fn puzzles(&self, sums: &[ShownSum], ticks: Option<&Ticks>) -> Vec<Puzzle> {
        if !self.several {
            return vec![self.puzzle_of_choice(sums)];
        }
        let of = |column| self.puzzle_of_option(column, sums, ticks);
        (0..self.options.len()).map(of).collect()
    }

    /// How the ticks of one respondent hang together; `None` when its nets cross.
    fn ticks(&self) -> Option<Ticks> {
        let exclusive = |item: ItemIndex| self.rules.ticks && self.question.at(item).exclusive;
        let nets = self.question.iter_items().filter_map(|(_, item)| match &item.kind {
            ItemKind::Net(members) => Some(members.iter().copied().collect()),
            ItemKind::Option | ItemKind::Band(..) => None,
        });
        let extras = self.extras.iter().map(|extra| extra.items.clone());
        let nets = nets.chain(extras).filter(|_| self.rules.nets && self.rules.ticks);
        Ticks::of(&self.options, exclusive, nets, self.at_least_one && self.rules.ticks)
    }

    /// A single choice: combination times option.
    fn puzzle_of_choice(&self, sums: &[ShownSum]) -> Puzzle {
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

    /// One option of several: how many ticked it, while all else stays as it is.
    fn puzzle_of_option(&self, column: usize, sums: &[ShownSum], ticks: Option<&Ticks>) -> Puzzle {
        let room = |c: usize| match ticks {
            Some(ticks) => self.room(ticks, &Known::new(), c, column),
            None => (0, whole(self.combinations[c].members.len())),
        };
        let mut puzzle = Puzzle::new((0..self.combinations.len()).map(room).collect());
        for (group, items, low, high) in sums {
            if *items == BTreeSet::from([self.options[column]]) {
                puzzle.add(self.counted(*group).map(|c| (c, 1)).collect(), *low, *high);
            }
        }
        puzzle
    }

    /// Who could trade answers with whom.
    fn market(&self, sums: &[ShownSum]) -> Market<'a> {
        let combinations = self.combinations.iter().enumerate();
        let given = combinations.flat_map(|(c, combination)| {
            combination.patterns.iter().map(move |(pattern, times)| (c, *pattern, *times))
        });
        let sums = sums.iter().map(|(group, items, low, high)| {
            let counted = self.combinations.iter().map(|c| c.counted_by(*group)).collect();
            (counted, items, *low, *high)
        });
        Market::new(given, sums)
    }

    /// All options of the others together: one puzzle per reader.
    fn puzzle_of_ticks(&self, ticks: &Ticks, sums: &[ShownSum], known: &Known) -> Option<Puzzle> {
        let sizes = (0..self.combinations.len()).map(|c| whole(self.others(known, c)));
        let mut puzzle = ticks.puzzle(sizes);
        let columns = ticks.columns();
        for (group, items, low, high) in sums {
            let counting = ticks.counting(items)?;
            let own = known
                .iter()
                .filter(|one| self.combinations[one.0].counted_by(*group))
                .filter(|one| !self.pattern(**one).is_disjoint(items))
                .count();
            let terms = self
                .counted(*group)
                .flat_map(|c| counting.iter().map(move |node| (c * columns + node, 1)));
            puzzle.add(terms.collect(), low - whole(own), high - whole(own));
        }
        Some(puzzle)
    }

    /// How many of a combination may have ticked an option when all else stays as it is.
    fn room(&self, ticks: &Ticks, known: &Known, c: usize, column: usize) -> (i64, i64) {
        let here: Vec<_> = known.iter().filter(|one| one.0 == c).collect();
        let own = here.iter().filter(|one| self.pattern(***one).contains(&self.options[column]));
        let own = whole(own.count());
        let counts = self.counts_of_others(ticks, known, c);
        let (low, high) = ticks.room(column, &counts, whole(self.others(known, c)));
        (low + own, high + own)
    }

    /// What the others of a combination ticked.
    fn counts_of_others(&self, ticks: &Ticks, known: &Known, c: usize) -> Vec<i64> {
        let all = self.combinations[c].patterns.iter();
        let all = all.map(|(pattern, times)| (*pattern, whole(*times)));
        let own = known.iter().filter(|one| one.0 == c).map(|one| (self.pattern(*one), -1));
        ticks.count(all.chain(own))
    }

    fn counted(&self, group: Group) -> impl Iterator<Item = usize> {
        let of = self.combinations.iter().enumerate();
        of.filter(move |(_, combination)| combination.counted_by(group)).map(|(c, _)| c)
    }

    // ---- facts -----------------------------------------------------------------------

    /// The first answer of others that could be derived, readers and options in fixed order,
    /// from the reader at `from` on. Gives that reader's place too: when more is withheld,
    /// those before it still derive nothing.
    pub(in crate::disclosure) fn first(
        &mut self,
        plan: &Plan,
        from: usize,
    ) -> Option<(Fact, usize)> {
        let readers = self.readers();
        let mut round = Round::of(self, plan);
        let found = (from..readers.len()).find_map(|at| {
            let open = round.open(&readers[at], &mut is_derivable)?;
            Some((self.fact(&readers[at], open), at))
        });
        let found_by = found.as_ref().map(|(_, at)| readers[*at].clone());
        let kept = round.kept();
        self.keep(kept);
        self.suspects.extend(found_by);
        found
    }

    /// An answer of others that could be derived; who could derive something before is tried
    /// first.
    pub(in crate::disclosure) fn exposed(&mut self, plan: &Plan) -> Option<Fact> {
        let mut readers = self.suspects.clone();
        readers.extend(self.readers());
        let mut round = Round::of(self, plan);
        let found =
            readers.iter().find_map(|known| Some((known, round.open(known, &mut is_derivable)?)));
        let kept = round.kept();
        self.keep(kept);
        let (known, doubt) = found?;
        self.suspects.retain(|other| other != known);
        self.suspects.insert(0, known.clone());
        Some(self.fact(known, doubt))
    }

    /// How much the worst reader could derive.
    pub(in crate::disclosure) fn finding(&mut self, plan: &Plan) -> Finding {
        let readers = self.readers();
        let mut round = Round::of(self, plan);
        let mut finding = Finding::default();
        for known in &readers {
            let (mut derivable, mut example) = (0, None);
            let mut general = 0;
            round.open(known, &mut |verdict| {
                match verdict {
                    Verdict::General(others) => general += others,
                    Verdict::Derivable(others, doubt) => {
                        derivable += others;
                        example.get_or_insert(doubt);
                    }
                }
                false
            });
            finding.derivable = finding.derivable.max(derivable);
            finding.general = finding.general.max(general);
            if let (None, Some(doubt)) = (&finding.example, example) {
                finding.example = Some(self.fact(known, doubt));
            }
        }
        let kept = round.kept();
        self.keep(kept);
        finding
    }

    /// Whether the doubt can be upheld when the other options may change too. `pool` holds
    /// answers of all, the reader's among them, that give what is shown.
    fn joint_witness(
        &self,
        search: &mut Search,
        known: &Known,
        doubt: Doubt,
        pool: &mut Vec<Vec<i64>>,
    ) -> bool {
        let (ticks, columns) = (search.ticks, search.ticks.columns());
        let own_of = |c: usize| {
            let here = known.iter().filter(move |one| one.0 == c);
            ticks.count(here.map(|one| (self.pattern(*one), 1)))
        };
        let own: BTreeMap<usize, Vec<i64>> =
            known.iter().map(|one| (one.0, own_of(one.0))).collect();
        let unknown = doubt.combination * columns + doubt.column;
        let mine = own.get(&doubt.combination).map_or(0, |own| own[doubt.column]);
        let others = whole(self.others(known, doubt.combination));
        let (low, high) = if doubt.chosen { (0, others - 1) } else { (1, others) };
        let upholds = |all: &Vec<i64>| {
            let fits = |(c, own): (&usize, &Vec<i64>)| {
                let all = &all[c * columns..][..columns];
                let rest: Vec<i64> = all.iter().zip(own).map(|(n, own)| n - own).collect();
                ticks.fits(&rest, whole(self.others(known, *c)))
            };
            (low + mine..=high + mine).contains(&all[unknown]) && own.iter().all(fits)
        };
        if pool.iter().any(upholds) {
            return true;
        }
        let given: Vec<_> = known.iter().map(|one| (one.0, self.pattern(*one))).collect();
        let option = self.options[doubt.column];
        if let Some(changes) = search.market.trade(doubt.combination, option, !doubt.chosen, &given)
        {
            let mut numbers: Vec<i64> = (0..self.combinations.len())
                .flat_map(|c| self.counts_of_others(ticks, &Known::new(), c))
                .collect();
            for (c, from, to) in changes {
                let [from, to] = [from, to].map(|answer| search.market.answer(answer));
                let change = ticks.count([(from, -1), (to, 1)]);
                let here = numbers[c * columns..][..columns].iter_mut();
                here.zip(change).for_each(|(number, change)| *number += change);
            }
            pool.push(numbers);
            return true;
        }
        let puzzle = search.together.take();
        let puzzle = puzzle.unwrap_or_else(|| self.puzzle_of_ticks(ticks, search.sums, known));
        let found = puzzle
            .as_ref()
            .and_then(|puzzle| self.together(puzzle, ticks, known, doubt, (unknown, (low, high))));
        search.together = Some(puzzle);
        let Some(mut numbers) = found else { return false };
        for (c, own) in own {
            numbers[c * columns..][..columns].iter_mut().zip(own).for_each(|(n, own)| *n += own);
        }
        pool.push(numbers);
        true
    }

    /// Other answers over all options, near the true ones. Where the option by itself could
    /// not be otherwise nothing is sought.
    fn together(
        &self,
        puzzle: &Puzzle,
        ticks: &Ticks,
        known: &Known,
        doubt: Doubt,
        held: Held,
    ) -> Option<Vec<i64>> {
        let (all, columns) = (0..self.combinations.len(), ticks.columns());
        let by_itself: Vec<usize> = all.clone().map(|c| c * columns + doubt.column).collect();
        if !self.ask(|| puzzle.possible_for(&by_itself, &[held])) {
            return None;
        }
        let truth: Vec<i64> = all.flat_map(|c| self.counts_of_others(ticks, known, c)).collect();
        self.ask(|| puzzle.find_near(&truth, &[held]))
    }

    /// Remembers witnesses for the next search.
    fn keep(&mut self, (found, joint): (Vec<Vec<Vec<i64>>>, Vec<Vec<i64>>)) {
        for (pool, found) in self.pools.iter_mut().zip(found) {
            pool.extend(found);
        }
        self.joint.extend(joint);
    }

    /// What a reader's knowledge fixes in a puzzle.
    fn held(&self, p: usize, known: &Known, ticks: Option<&Ticks>) -> Vec<Held> {
        let mut held: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
        for one in known {
            let most = whole(self.combinations[one.0].members.len());
            if let Some(ticks) = ticks {
                held.insert(one.0, self.room(ticks, known, one.0, p));
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

    /// Whether the doubt can be upheld: some other answers fit all that is shown. With several
    /// answers the solver is left to [`Audit::joint_witness`].
    fn witness(
        &self,
        p: usize,
        puzzle: &Puzzle,
        (known, held, doubt): (&Known, &[Held], Doubt),
        market: &Market,
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
        let trade = || {
            let given: Vec<_> = known.iter().map(|one| (one.0, self.pattern(*one))).collect();
            let option = self.options[doubt.column];
            let changes = market.trade(doubt.combination, option, !doubt.chosen, &given)?;
            let mut numbers = true_numbers.clone();
            for (c, from, to) in changes {
                numbers[c * columns + self.column_of(market.answer(from))] -= 1;
                numbers[c * columns + self.column_of(market.answer(to))] += 1;
            }
            Some(numbers)
        };
        let search = || trade().or_else(|| self.ask(|| puzzle.find_near(&true_numbers, &held)));
        let found = exchange(puzzle, &true_numbers, &held, columns, (doubt, column))
            .or_else(|| if self.several { None } else { search() });
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
        for one in &known[self.public.len()..] {
            let members = &self.combinations[one.0].members;
            let pattern = self.pattern(*one);
            let who = members.iter().find(|(who, p)| *p == pattern && !readers.contains(who));
            readers.extend(who.map(|(who, _)| *who));
        }
        let public = &self.policy.made_public;
        readers.retain(|who| !public.contains(who));
        let whose = combination.members.iter().map(|(who, _)| *who);
        Fact {
            whose: whose.filter(|who| !readers.contains(who) && !public.contains(who)).collect(),
            item: self.options[doubt.column],
            chosen: doubt.chosen,
            readers,
            groups: combination.groups.clone(),
        }
    }
}

/// All that readers try to find out from one plan.
struct Round<'r, 'a> {
    audit: &'r Audit<'a>,
    plan: &'r Plan,
    sums: Vec<ShownSum>,
    ticks: Option<Ticks>,
    market: Market<'a>,
    puzzles: Vec<Puzzle>,
    /// Witnesses that fit this plan: per puzzle, and over all options together; the first ones
    /// were known before.
    usable: Vec<Vec<Vec<i64>>>,
    joint: Vec<Vec<i64>>,
    before: (Vec<usize>, usize),
    memory: BTreeMap<(usize, Vec<Held>, Doubt), bool>,
}

impl<'r, 'a> Round<'r, 'a> {
    fn of(audit: &'r Audit<'a>, plan: &'r Plan) -> Self {
        let sums = audit.known_sums(plan);
        let ticks = if audit.several { audit.ticks() } else { None };
        let puzzles = audit.puzzles(&sums, ticks.as_ref());
        let usable: Vec<Vec<Vec<i64>>> = puzzles
            .iter()
            .zip(&audit.pools)
            .map(|(puzzle, pool)| pool.iter().filter(|x| puzzle.fits(x)).cloned().collect())
            .collect();
        let all = ticks.as_ref().and_then(|t| audit.puzzle_of_ticks(t, &sums, &Known::new()));
        let fit = |kept: &&Vec<i64>| all.as_ref().is_some_and(|puzzle| puzzle.fits(kept));
        let joint: Vec<_> = audit.joint.iter().filter(fit).cloned().collect();
        let before = (usable.iter().map(Vec::len).collect(), joint.len());
        let (market, memory) = (audit.market(&sums), BTreeMap::new());
        Self { audit, plan, sums, ticks, market, puzzles, usable, joint, before, memory }
    }

    /// Tells what a reader could find out, until `stop` says that it is enough; gives what it
    /// stopped at.
    fn open(&mut self, known: &Known, stop: &mut dyn FnMut(Verdict) -> bool) -> Option<Doubt> {
        let audit = self.audit;
        let market = &self.market;
        let mut search = self.ticks.as_ref().map(|ticks| Search {
            ticks,
            market,
            sums: &self.sums,
            together: None,
        });
        let crossing = audit.several && search.is_none();
        for (p, puzzle) in self.puzzles.iter().enumerate() {
            let held = audit.held(p, known, self.ticks.as_ref());
            for doubt in audit.doubts(p, known) {
                let others = audit.others(known, doubt.combination);
                if audit.is_general(self.plan, known, doubt) {
                    stop(Verdict::General(others));
                    continue;
                }
                // Where nets cross nothing is known to be possible.
                let pool = &mut self.usable[p];
                let alone = !crossing
                    && *self.memory.entry((p, held.clone(), doubt)).or_insert_with(|| {
                        audit.witness(p, puzzle, (known, &held, doubt), market, pool)
                    });
                let joint = &mut self.joint;
                let open = alone
                    || search
                        .as_mut()
                        .is_some_and(|search| audit.joint_witness(search, known, doubt, joint));
                if !open && stop(Verdict::Derivable(others, doubt)) {
                    return Some(doubt);
                }
            }
        }
        None
    }

    /// The witnesses that were found in this round.
    fn kept(self) -> (Vec<Vec<Vec<i64>>>, Vec<Vec<i64>>) {
        let (usable, joint) = self.before;
        let fresh = self.usable.into_iter().zip(usable);
        let fresh = fresh.map(|(mut pool, before)| pool.split_off(before)).collect();
        let mut all = self.joint;
        (fresh, all.split_off(joint))
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
