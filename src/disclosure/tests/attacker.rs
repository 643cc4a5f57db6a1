//! An attacker who tries to derive answers of others from what is delivered.
//!
//! Written apart from the audit: it reads the released figures as numbers, knows who took
//! part, who answered a follow-up question, one reader's own answer and the rules, and searches
//! all answers exhaustively with the bounds of every sum. It shares nothing with the audit: no
//! linear system, no witness, no solver.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use super::*;
use crate::dataset::Answer;
use crate::questionnaire::{ItemIndex, ItemKind};
use crate::register::MunicipalityCode;
use crate::statistics::sample::{item, ticks};

pub(super) const PROVINCES: [&str; 5] = ["PV20", "PV23", "PV25", "PV27", "PV30"];
/// Steps of the search before it gives up: what is not refuted then is not counted.
const STEPS: u32 = 20_000;

/// What is asked, and everything that can be answered.
pub(super) struct Shape {
    pub(super) question: Question,
    /// The options of every possible answer.
    pub(super) answers: Vec<Vec<u16>>,
    /// Whoever gives the first answer is asked on, and answers that too.
    pub(super) follow_up: bool,
}

pub(super) fn net(of: &[u16]) -> crate::questionnaire::Item {
    let of = of.iter().copied().map(ItemIndex).collect();
    crate::questionnaire::Item { kind: ItemKind::Net(of), ..item("samen") }
}

impl Shape {
    pub(super) fn yes_or_no() -> Self {
        let question = question("vraag", QuestionKind::Single, &["ja", "nee"]);
        Self { question, answers: vec![vec![0], vec![1]], follow_up: false }
    }

    pub(super) fn filter() -> Self {
        Self { follow_up: true, ..Self::yes_or_no() }
    }

    /// A filter of which single cells may be withheld.
    pub(super) fn filter_of_three() -> Self {
        Self { follow_up: true, ..Self::one_of_three() }
    }

    /// One of three, two of them also together.
    pub(super) fn one_of_three() -> Self {
        let mut question = question("vraag", QuestionKind::Single, &["a", "b", "c"]);
        question.items.push(net(&[0, 1]));
        Self { question, answers: vec![vec![0], vec![1], vec![2]], follow_up: false }
    }

    /// One or two ticks, also together, or none of these.
    pub(super) fn ticks() -> Self {
        let kind = QuestionKind::Multi { empty_is_answer: false };
        let mut question = question("vraag", kind, &["a", "b", "geen"]);
        question.items[2].exclusive = true;
        question.items.push(net(&[0, 1]));
        Self { question, answers: vec![vec![0], vec![1], vec![0, 1], vec![2]], follow_up: false }
    }

    /// Whether an answer counts for an option or net.
    fn hits(&self, answer: usize, item: ItemIndex) -> bool {
        let chosen = &self.answers[answer];
        match &self.question.items[usize::from(item.0)].kind {
            ItemKind::Net(members) => members.iter().any(|member| chosen.contains(&member.0)),
            ItemKind::Option | ItemKind::Band(..) => chosen.contains(&item.0),
        }
    }

    fn answer(&self, answer: usize) -> Option<Answer> {
        match self.answers[answer][..] {
            [option] if !self.question.several() => one(option),
            ref options => ticks(options),
        }
    }

    /// The single options.
    fn options(&self) -> impl Iterator<Item = ItemIndex> {
        self.question.iter_items().filter(|(_, item)| !item.is_net()).map(|(index, _)| index)
    }
}

/// A municipality: its province, whether it took part before, its answer.
pub(super) type Member = (MunicipalityCode, usize, bool, usize);

/// A sort of municipality: those of one province that did or did not take part before.
pub(super) const fn sort(member: &Member) -> usize {
    2 * member.1 + member.2 as usize
}

/// One released number: the (sort, answer) pairs that it counts, and its bounds.
#[derive(Clone)]
struct Clue {
    counts: Vec<usize>,
    low: u32,
    high: u32,
}

/// Whether the numbers per sort and answer can be completed to fit all clues.
fn possible(clues: &[Clue], bounds: &mut [(u32, u32)], steps: &mut u32) -> Option<bool> {
    *steps = steps.checked_sub(1)?;
    loop {
        let mut changed = false;
        for clue in clues {
            let low: u32 = clue.counts.iter().map(|at| bounds[*at].0).sum();
            let high: u32 = clue.counts.iter().map(|at| bounds[*at].1).sum();
            if low > clue.high || high < clue.low {
                return Some(false);
            }
            for at in &clue.counts {
                let (from, to) = bounds[*at];
                let least = from.max((clue.low + to).saturating_sub(high));
                let most = to.min(clue.high.saturating_add(from) - low);
                if least > most {
                    return Some(false);
                }
                if (least, most) != (from, to) {
                    bounds[*at] = (least, most);
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
    let widest = (0..bounds.len())
        .filter(|at| bounds[*at].0 < bounds[*at].1)
        .min_by_key(|at| bounds[*at].1 - bounds[*at].0);
    let Some(at) = widest else { return Some(true) };
    let (from, to) = bounds[at];
    let middle = from + (to - from) / 2;
    for half in [(from, middle), (middle + 1, to)] {
        let mut narrower = bounds.to_vec();
        narrower[at] = half;
        if possible(clues, &mut narrower, steps)? {
            return Some(true);
        }
    }
    Some(false)
}

/// A survey in a few provinces, in one or two waves.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    /// Province, took part before, a number that decides the answer.
    members: Vec<(usize, bool, u32)>,
}

/// Sizes from none to over forty in each province, from skewed to even answers.
fn drawn() -> impl Strategy<Value = Drawn> {
    let size = prop_oneof![0_u32..12, 5_u32..42];
    let skew = prop_oneof![Just(0_u32), Just(1), 2_u32..10, Just(10)];
    let province = (size, 0_u32..=10, skew);
    (prop::collection::vec(province, 1..=5), any::<u64>()).prop_map(|(provinces, seed)| {
        let mut state = seed | 1;
        let mut next = |below: u32| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            u32::try_from(state % u64::from(below)).unwrap()
        };
        let mut members = Vec::new();
        for (at, (size, before, skew)) in provinces.into_iter().enumerate() {
            for _ in 0..size {
                let most_chosen = next(10) < skew;
                let answer = if most_chosen { 0 } else { next(8) };
                members.push((at, next(10) < before, answer));
            }
        }
        Drawn { members }
    })
}

/// The survey as answers to a question, and the municipalities of the later wave.
pub(super) fn sample(survey: &Drawn, shape: &Shape) -> (Sample, Vec<Member>) {
    let follow_up = Question {
        applies_if: only_if(0, 0),
        ..question("hoe", QuestionKind::Single, &["x", "y"])
    };
    let mut questions = vec![shape.question.clone()];
    questions.extend(shape.follow_up.then_some(follow_up));
    let mut sample = Sample::of(questions);
    let mut who: Vec<_> = PROVINCES.iter().map(|code| municipalities(code).into_iter()).collect();
    let mut known = Vec::new();
    for (at, (province, before, number)) in survey.members.iter().enumerate() {
        let Some(code) = who[*province].next() else { continue };
        let answer = usize::try_from(*number).unwrap() % shape.answers.len();
        let earlier = (answer + usize::from(at % 3 == 0)) % shape.answers.len();
        let waves = [Some((NOW, answer)), before.then_some((BEFORE, earlier))];
        for (wave, answer) in waves.into_iter().flatten() {
            sample.answer(wave, code, (0, None), shape.answer(answer));
            if shape.follow_up && answer == 0 {
                sample.answer(wave, code, (1, None), one(u16::from(at % 2 == 0)));
            }
        }
        known.push((code, *province, *before, answer));
    }
    (sample, known)
}

/// The sorts that a group counts.
fn sorts(group: Group) -> Vec<usize> {
    let provinces: Vec<usize> = match group {
        Group::Area(area) => {
            (0..5).filter(|p| area.contains(PROVINCES[*p].parse().unwrap())).collect()
        }
        Group::Class(_) => Vec::new(),
        Group::National | Group::Panel(_) => (0..5).collect(),
    };
    let panel = matches!(group, Group::Panel(_));
    let both = provinces.into_iter().flat_map(|p| [2 * p, 2 * p + 1]);
    both.filter(|sort| !panel || sort % 2 == 1).collect()
}

/// What the follow-up question says about who gave the first answer: by the base of a table, by
/// the reason of one that is withheld, and by a table that is not there.
fn asked_on(publication: &Publication, sizes: &[u32], answers: usize) -> Vec<Clue> {
    let areas = PROVINCES.iter().map(|code| province(code));
    let mut clues = Vec::new();
    for group in areas.chain([Group::National, Group::Panel(PANEL)]) {
        let of = sorts(group);
        if of.iter().all(|sort| sizes[*sort] == 0) {
            continue;
        }
        let panel = matches!(group, Group::Panel(_));
        let most: u32 = of.iter().map(|sort| sizes[*sort]).sum();
        let min_others = publication.policy().min_others;
        let (low, high) = match judged(publication, NOW, 1, group) {
            // Nobody was asked on; of a panel nobody in both waves.
            None if panel => continue,
            None => (0, 0),
            Some(table) => match (table.base(), table.withheld()) {
                // So many were asked on: they gave the first answer; of a panel in both waves.
                (Some(base), _) => (base, if panel { most } else { base }),
                (None, Some(Reason::SmallBase)) if !panel => (1, min_others),
                (None, Some(Reason::Complementary)) => (min_others + 1, most),
                (None, _) => (0, most),
            },
        };
        let counts = of.iter().map(|sort| sort * answers).collect();
        clues.push(Clue { counts, low, high });
    }
    clues
}

/// What is delivered about the later wave: numbers, and facts of one large table.
pub(super) struct Files<'s> {
    shape: &'s Shape,
    pub(super) sizes: Vec<u32>,
    clues: Vec<Clue>,
    /// Exact cells of single options in groups of at least fifty.
    large: Vec<(ItemIndex, Vec<usize>, u32, u32)>,
}

impl<'s> Files<'s> {
    pub(super) fn read(publication: &Publication, known: &[Member], shape: &'s Shape) -> Self {
        let answers = shape.answers.len();
        let mut sizes = vec![0; PROVINCES.len() * 2];
        known.iter().for_each(|member| sizes[sort(member)] += 1);
        let of_sort = |sort: usize| (0..answers).map(move |answer| sort * answers + answer);
        let mut clues: Vec<Clue> = (0..sizes.len())
            .map(|sort| Clue {
                counts: of_sort(sort).collect(),
                low: sizes[sort],
                high: sizes[sort],
            })
            .collect();
        let mut large = Vec::new();
        let policy = publication.policy();
        let k = policy.k.filter(|_| policy.bands.is_none());
        for (key, table) in publication.tables().filter(|(key, _)| key.wave == NOW) {
            let of = sorts(key.group);
            if key.question == QuestionIndex(1) {
                continue;
            }
            for (item, figure) in table.iter() {
                let (low, high) = match (figure.view(), table.base(), k) {
                    (FigureView::Exact(share), ..) => {
                        if share.base() >= 50 && !shape.question.at(item).is_net() {
                            large.push((item, of.clone(), share.count(), share.base()));
                        }
                        (share.count(), share.count())
                    }
                    (FigureView::Range { low, high, .. }, ..) => (low, high),
                    // A single cell is withheld only where it would have been exact, but for
                    // the net that goes with its option.
                    (FigureView::Withheld(_), Some(base), Some(k))
                        if base < 50
                            && (shape.question.several() || !shape.question.at(item).is_net()) =>
                    {
                        // Of a single choice a low count is exact too.
                        let low = if shape.question.several() { k + 1 } else { 0 };
                        (low, base - k - 1)
                    }
                    (FigureView::Withheld(_), ..) => continue,
                };
                let hit = |at: &usize| shape.hits(at % answers, item);
                let counts = of.iter().flat_map(|sort| of_sort(*sort)).filter(hit).collect();
                clues.push(Clue { counts, low, high });
            }
        }
        if shape.follow_up {
            clues.extend(asked_on(publication, &sizes, answers));
        }
        Self { shape, sizes, clues, large }
    }

    /// How many answers of others this reader derives: `known` are sorts with answers.
    pub(super) fn derived(&self, known: &[(usize, usize)], truth: &[u32]) -> usize {
        let answers = self.shape.answers.len();
        let own = |at: usize| {
            let (sort, answer) = (at / answers, at % answers);
            u32::try_from(known.iter().filter(|one| **one == (sort, answer)).count()).unwrap()
        };
        let bounds: Vec<(u32, u32)> = (0..truth.len())
            .map(|at| {
                let others = known.iter().filter(|(sort, _)| *sort == at / answers).count();
                let others = u32::try_from(others).unwrap() - own(at);
                (own(at), self.sizes[at / answers] - others)
            })
            .collect();
        let mut found = 0;
        for sort in 0..self.sizes.len() {
            let mine = known.iter().filter(|(own, _)| *own == sort).count();
            let others = self.sizes[sort] - u32::try_from(mine).unwrap();
            if others == 0 {
                continue;
            }
            for option in self.shape.options() {
                let hit = |at: &usize| self.shape.hits(at % answers, option);
                let counts: Vec<usize> =
                    (sort * answers..(sort + 1) * answers).filter(hit).collect();
                let total: u32 = counts.iter().map(|at| truth[*at] - own(*at)).sum();
                let held: u32 = counts.iter().map(|at| own(*at)).sum();
                let (chosen, doubt) = if total == others {
                    (true, Clue { counts, low: 0, high: held + others - 1 })
                } else if total == 0 && self.shape.question.several() {
                    (false, Clue { counts, low: held + 1, high: held + others })
                } else {
                    continue;
                };
                let mut clues = self.clues.clone();
                clues.push(doubt);
                let certain = possible(&clues, &mut bounds.clone(), &mut STEPS.clone());
                if certain == Some(false) && !self.is_general(sort, option, chosen, known) {
                    found += usize::try_from(others).unwrap();
                }
            }
        }
        found
    }

    /// Whether it follows from one cell of a large group.
    fn is_general(
        &self,
        sort: usize,
        option: ItemIndex,
        chosen: bool,
        known: &[(usize, usize)],
    ) -> bool {
        self.large.iter().any(|(item, of, count, base)| {
            let here = || known.iter().filter(|(own, _)| of.contains(own));
            let own = here().filter(|(_, answer)| self.shape.hits(*answer, option)).count();
            let left = count - u32::try_from(own).unwrap();
            let others = base - u32::try_from(here().count()).unwrap();
            *item == option && of.contains(&sort) && left == if chosen { others } else { 0 }
        })
    }

    /// The worst of all readers, each alone or with a neighbour, wherever that lies.
    pub(super) fn worst(&self, known: &[Member], neighbour: bool) -> usize {
        let answers = self.shape.answers.len();
        let mut truth = vec![0_u32; self.sizes.len() * answers];
        known.iter().for_each(|member| truth[sort(member) * answers + member.3] += 1);
        let ones: BTreeSet<(usize, usize)> = known.iter().map(|m| (sort(m), m.3)).collect();
        let mut readers: Vec<Vec<(usize, usize)>> = ones.iter().map(|one| vec![*one]).collect();
        if neighbour {
            for a in &ones {
                for b in ones.iter().filter(|b| *b >= a) {
                    if a != b || truth[a.0 * answers + a.1] > 1 {
                        readers.push(vec![*a, *b]);
                    }
                }
            }
        }
        readers.iter().map(|reader| self.derived(reader, &truth)).max().unwrap_or(0)
    }
}

/// Random surveys, always the same ones.
pub(super) fn surveys(count: usize) -> Vec<Drawn> {
    let mut runner = TestRunner::new_with_rng(
        Config { failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    (0..count).map(|_| drawn().new_tree(&mut runner).unwrap().current()).collect()
}
