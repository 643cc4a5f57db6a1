//! An attacker who tries to derive answers of others from what is delivered.
//!
//! Written apart from the audit: it reads the released figures as numbers, knows who took
//! part, who answered a follow-up question, one own answer and the rules, and searches all
//! answers exhaustively with the bounds of every sum. It knows nothing of the gate's puzzles,
//! witnesses or solver.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use super::rules::Rules;
use super::*;
use crate::dataset::Answer;
use crate::project::Level;
use crate::questionnaire::{ItemIndex, ItemKind, Question, QuestionIndex, QuestionKind, Wave};
use crate::register::MunicipalityCode;
use crate::statistics::sample::{
    BEFORE, NOW, Sample, item, municipalities, one, only_if, question, ticks,
};

const PROVINCES: [&str; 5] = ["PV20", "PV23", "PV25", "PV27", "PV30"];
/// Steps of the search before it gives up: what is not refuted then is not counted.
const STEPS: u32 = 20_000;

/// What is asked, and everything that can be answered.
struct Shape {
    question: Question,
    /// The options of every possible answer.
    answers: Vec<Vec<u16>>,
    /// Whoever gives the first answer is asked on, and answers that too.
    follow_up: bool,
}

fn net(of: &[u16]) -> crate::questionnaire::Item {
    let of = of.iter().copied().map(ItemIndex).collect();
    crate::questionnaire::Item { kind: ItemKind::Net(of), ..item("samen") }
}

impl Shape {
    fn yes_or_no() -> Self {
        let question = question("vraag", QuestionKind::Single, &["ja", "nee"]);
        Self { question, answers: vec![vec![0], vec![1]], follow_up: false }
    }

    fn filter() -> Self {
        Self { follow_up: true, ..Self::yes_or_no() }
    }

    /// A filter of which single cells may be withheld.
    fn filter_of_three() -> Self {
        Self { follow_up: true, ..Self::one_of_three() }
    }

    /// One of three, two of them also together.
    fn one_of_three() -> Self {
        let mut question = question("vraag", QuestionKind::Single, &["a", "b", "c"]);
        question.items.push(net(&[0, 1]));
        Self { question, answers: vec![vec![0], vec![1], vec![2]], follow_up: false }
    }

    /// One or two ticks, also together, or none of these.
    fn ticks() -> Self {
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
type Member = (MunicipalityCode, usize, bool, usize);

/// A sort of municipality: those of one province that did or did not take part before.
const fn sort(member: &Member) -> usize {
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
struct Survey {
    /// Province, took part before, a number that decides the answer.
    members: Vec<(usize, bool, u32)>,
}

/// Sizes from none to over forty in each province, from skewed to even answers.
fn survey() -> impl Strategy<Value = Survey> {
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
        Survey { members }
    })
}

/// The survey as answers to a question, and the municipalities of the later wave.
fn sample(survey: &Survey, shape: &Shape) -> (Sample, Vec<Member>) {
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

fn publish(sample: &Sample, level: Level, rules: Rules) -> Publication {
    release(sample, Policy { rules, ..policy(level) }, &mut AuditMemory::default())
}

fn policy(level: Level) -> Policy {
    Policy::of(level)
}

fn release(sample: &Sample, policy: Policy, memory: &mut AuditMemory) -> Publication {
    let (tables, participation) = (sample.tables(), sample.participation());
    protect(&sample.questionnaire, &tables, &sample.dataset, participation, policy, memory)
}

/// The sorts that a group counts.
fn sorts(group: Group) -> Vec<usize> {
    let provinces: Vec<usize> = match group {
        Group::Province(code) => (0..5).filter(|p| PROVINCES[*p] == code.to_string()).collect(),
        Group::Landsdeel(name) => match name.to_string().as_str() {
            "Noord" => vec![0],
            "Oost" => vec![1, 2],
            "West" => vec![3],
            _ => vec![4],
        },
        Group::National | Group::Panel(_) => (0..5).collect(),
    };
    let panel = matches!(group, Group::Panel(_));
    let both = provinces.into_iter().flat_map(|p| [2 * p, 2 * p + 1]);
    both.filter(|sort| !panel || sort % 2 == 1).collect()
}

/// What is delivered about the later wave: numbers, and facts of one large table.
struct Files<'s> {
    shape: &'s Shape,
    sizes: Vec<u32>,
    clues: Vec<Clue>,
    /// Exact cells of single options in groups of at least fifty.
    large: Vec<(ItemIndex, Vec<usize>, u32, u32)>,
}

impl<'s> Files<'s> {
    fn read(publication: &Publication, known: &[Member], shape: &'s Shape) -> Self {
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
        let k = publication.policy().k;
        for (key, table) in publication.tables().filter(|(key, _)| key.wave == NOW) {
            let of = sorts(key.group);
            if key.question == QuestionIndex(1) {
                // So many were asked on: they gave the first answer; of a panel in both waves.
                let panel = matches!(key.group, Group::Panel(_));
                let all = if panel { u32::MAX } else { 0 };
                let counts = of.iter().map(|sort| sort * answers).collect();
                let clue = |base: u32| Clue { counts, low: base, high: base.max(all) };
                clues.extend(table.base().map(clue));
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
                        (k + 1, base - k - 1)
                    }
                    (FigureView::Withheld(_), ..) => continue,
                };
                let hit = |at: &usize| shape.hits(at % answers, item);
                let counts = of.iter().flat_map(|sort| of_sort(*sort)).filter(hit).collect();
                clues.push(Clue { counts, low, high });
            }
        }
        Self { shape, sizes, clues, large }
    }

    /// How many answers of others this reader derives: `known` are sorts with answers.
    fn derived(&self, known: &[(usize, usize)], truth: &[u32]) -> usize {
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

    /// The worst of all readers, each alone or with a neighbour of its province.
    fn worst(&self, known: &[Member], neighbour: bool) -> usize {
        let answers = self.shape.answers.len();
        let mut truth = vec![0_u32; self.sizes.len() * answers];
        known.iter().for_each(|member| truth[sort(member) * answers + member.3] += 1);
        let ones: BTreeSet<(usize, usize)> = known.iter().map(|m| (sort(m), m.3)).collect();
        let mut readers: Vec<Vec<(usize, usize)>> = ones.iter().map(|one| vec![*one]).collect();
        if neighbour {
            for a in &ones {
                for b in ones.iter().filter(|b| b.0 / 2 == a.0 / 2 && *b >= a) {
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
fn surveys(count: usize) -> Vec<Survey> {
    let mut runner = TestRunner::new_with_rng(
        Config { failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    (0..count).map(|_| survey().new_tree(&mut runner).unwrap().current()).collect()
}

/// Tries many surveys; the answers derived in all, and the surveys in which there were any.
fn attack(count: usize, shape: &Shape, level: Level, rules: Rules) -> (usize, usize) {
    let found = surveys(count).into_iter().map(|survey| {
        let (sample, known) = sample(&survey, shape);
        let publication = publish(&sample, level, rules);
        Files::read(&publication, &known, shape).worst(&known, level == Level::Streng)
    });
    let found: Vec<usize> = found.filter(|found| *found > 0).collect();
    (found.iter().sum(), found.len())
}

#[test]
fn nothing_is_derived_from_a_thousand_random_benchmarks() {
    let shapes = [
        Shape::yes_or_no(),
        Shape::filter(),
        Shape::filter_of_three(),
        Shape::one_of_three(),
        Shape::ticks(),
    ];
    for shape in shapes {
        for (level, count) in [(Level::Normaal, 150), (Level::Streng, 75)] {
            let found = attack(count, &shape, level, Rules::ALL);
            let what = (shape.question.items.len(), shape.follow_up);
            assert_eq!(found, (0, 0), "{level:?}, {what:?}");
        }
    }
}

/// Each rule is switched off by itself. Those of A4 and A5 are also undone by the audit, which
/// withholds what they would have; so they are switched off beside it.
#[test]
fn without_the_audit_answers_are_derived_and_each_rule_prevents_some() {
    let basic = Rules { audit: false, ..Rules::ALL };
    let yes_or_no = Shape::yes_or_no();
    let with_rules = attack(120, &yes_or_no, Level::Normaal, basic).0;
    let mut report = format!("A4 and A5 without the audit: {with_rules}\n");
    let mut useless = Vec::new();
    for (name, rules) in [
        ("minimum base", Rules { minimum: false, ..basic }),
        ("rest rule", Rules { rest: false, ..basic }),
        ("panel rule", Rules { panel: false, ..basic }),
        ("ranges", Rules { extremes: false, ..basic }),
    ] {
        let found = attack(120, &yes_or_no, Level::Normaal, rules).0;
        report.push_str(&format!("{name} off too: {found}\n"));
        if found <= with_rules {
            useless.push(name);
        }
    }
    let all = Rules::ALL;
    for (name, shape, level, rules) in [
        (
            "own answer in the audit",
            Shape::yes_or_no(),
            Level::Normaal,
            Rules { own: false, ..all },
        ),
        (
            "neighbour in the audit",
            Shape::yes_or_no(),
            Level::Streng,
            Rules { neighbour: false, ..all },
        ),
        ("panels in the audit", Shape::yes_or_no(), Level::Normaal, Rules { panels: false, ..all }),
        ("nets in the audit", Shape::ticks(), Level::Normaal, Rules { nets: false, ..all }),
        ("ticks together", Shape::ticks(), Level::Normaal, Rules { ticks: false, ..all }),
        (
            "what absence says",
            Shape::one_of_three(),
            Level::Normaal,
            Rules { absence: false, ..all },
        ),
        ("follow-up bases", Shape::filter(), Level::Normaal, Rules { routed: false, ..all }),
    ] {
        let found = attack(60, &shape, level, rules).0;
        report.push_str(&format!("{name} off: {found}\n"));
        if found == 0 {
            useless.push(name);
        }
    }
    insta::assert_snapshot!("rules_switched_off", report);
    assert!(with_rules > 0 && useless.is_empty(), "{report}{useless:?}");
}

/// Every cell of the tables of a wave, but for the panel with the wave after it.
fn cells(publication: &Publication, wave: Wave) -> BTreeMap<(TableKey, ItemIndex), FigureView> {
    let late = |group| matches!(group, Group::Panel(panel) if panel.later > wave);
    let tables = publication.tables().filter(|(key, _)| key.wave == wave && !late(key.group));
    tables
        .flat_map(|(key, table)| table.iter().map(|(item, figure)| ((*key, item), figure.view())))
        .collect()
}

#[test]
fn what_an_edition_showed_the_next_one_shows_too() {
    for shape in [Shape::filter(), Shape::one_of_three(), Shape::ticks()] {
        for survey in surveys(60) {
            let (sample, _) = sample(&survey, &shape);
            let mut earlier = sample.clone();
            earlier.dataset.waves.remove(&NOW);
            let [then, now] = [&earlier, &sample].map(|of| publish(of, Level::Normaal, Rules::ALL));
            assert_eq!(cells(&then, BEFORE), cells(&now, BEFORE), "{survey:?}");
        }
    }
}

/// Municipalities of the same sort trade all their answers: the first with the last, and so on.
#[test]
fn which_of_the_same_groups_gave_an_answer_makes_no_difference() {
    let mut traded = 0;
    for shape in [Shape::filter(), Shape::ticks()] {
        for survey in surveys(25) {
            let (sample, known) = sample(&survey, &shape);
            let mut turned = sample.clone();
            for of in 0..PROVINCES.len() * 2 {
                let codes: Vec<_> =
                    known.iter().filter(|member| sort(member) == of).map(|m| m.0).collect();
                for data in turned.dataset.waves.values_mut() {
                    let before = data.responses.clone();
                    let pairs = codes.iter().zip(codes.iter().rev());
                    for (to, from) in pairs.filter(|(to, _)| before.contains_key(to)) {
                        traded += usize::from(before[to] != before[from]);
                        data.responses.insert(*to, before[from].clone());
                    }
                }
            }
            let [one, other] = [&sample, &turned].map(|of| publish(of, Level::Normaal, Rules::ALL));
            assert!(one.tables().eq(other.tables()), "{survey:?}");
        }
    }
    assert!(traded > 1000, "{traded}");
}

#[test]
fn what_is_remembered_is_what_would_be_decided_again() {
    for shape in [Shape::filter(), Shape::ticks()] {
        for survey in surveys(25) {
            let (sample, _) = sample(&survey, &shape);
            let publish =
                |memory: &mut AuditMemory| release(&sample, policy(Level::Normaal), memory);
            let mut memory = AuditMemory::default();
            let first = publish(&mut memory);
            assert_eq!(memory.recalled(), 0);
            let stored = memory.to_json();
            let mut memory = AuditMemory::read(&stored);
            let second = publish(&mut memory);
            assert_eq!(memory.recalled() == 0, first.tables().next().is_none());
            assert!(first.tables().eq(second.tables()), "{survey:?}");
            assert!(first.audit().eq(second.audit()), "{survey:?}");
            assert!(first.withheld().eq(second.withheld()), "{survey:?}");
            assert_eq!(memory.to_json(), stored);
        }
    }
}

#[test]
fn a_changed_memory_is_an_empty_one() {
    let (sample, _) = sample(&surveys(3)[2], &Shape::ticks());
    let publish = |memory: &mut AuditMemory| release(&sample, policy(Level::Normaal), memory);
    let mut memory = AuditMemory::default();
    publish(&mut memory);
    let stored = String::from_utf8(memory.to_json()).unwrap();
    let changed = stored.replacen("\"general\":0", "\"general\":1", 1);
    assert_ne!(stored, changed);
    for bytes in [changed.as_bytes(), b"", b"{}"] {
        let mut memory = AuditMemory::read(bytes);
        publish(&mut memory);
        assert_eq!(memory.recalled(), 0);
    }
}

#[test]
fn who_published_its_answers_is_known_to_every_reader() {
    let shape = Shape::yes_or_no();
    let mut exposed = 0;
    for survey in surveys(120) {
        let (sample, known) = sample(&survey, &shape);
        let public: BTreeSet<_> = known.iter().step_by(5).map(|member| member.0).collect();
        let own: Vec<_> = known.iter().filter(|member| public.contains(&member.0)).collect();
        let derive = |made_public: &BTreeSet<MunicipalityCode>| {
            let policy = Policy { made_public: made_public.clone(), ..policy(Level::Normaal) };
            let publication = release(&sample, policy, &mut AuditMemory::default());
            let files = Files::read(&publication, &known, &shape);
            let mut truth = vec![0_u32; files.sizes.len() * shape.answers.len()];
            known.iter().for_each(|member| truth[sort(member) * 2 + member.3] += 1);
            let all: Vec<_> = own.iter().map(|member| (sort(member), member.3)).collect();
            files.derived(&all, &truth)
        };
        assert_eq!(derive(&public), 0, "{survey:?}");
        exposed += derive(&BTreeSet::new());
    }
    assert!(exposed > 0, "the list of who published makes no difference");
}
