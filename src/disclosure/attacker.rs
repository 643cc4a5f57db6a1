//! An attacker who tries to derive answers of others from what is delivered.
//!
//! Written apart from the audit: it reads the released figures as numbers, knows who took
//! part and one own answer, and searches all answers exhaustively with the bounds of every
//! sum. It knows nothing of the gate's puzzles, witnesses or solver.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use super::rules::Rules;
use super::*;
use crate::project::{Level, Protection};
use crate::questionnaire::{ItemIndex, QuestionKind};
use crate::register::MunicipalityCode;
use crate::statistics::sample::{BEFORE, NOW, Sample, municipalities, one, question};

const PROVINCES: [&str; 5] = ["PV20", "PV23", "PV25", "PV27", "PV30"];
/// Steps of the search before it gives up: what is not refuted then is not counted.
const STEPS: u32 = 20_000;

/// One released number: which municipalities it counts, and between which bounds it lies.
struct Clue {
    counts: Vec<usize>,
    low: u32,
    high: u32,
}

/// Per option what is released, and how many of each sort of municipality there are.
struct Files {
    sizes: Vec<u32>,
    clues: Vec<(ItemIndex, Clue)>,
}

/// Whether the numbers of those who chose the option can be completed to fit all clues.
/// `bounds`: how many of each sort may have chosen it.
fn possible(clues: &[&Clue], bounds: &mut [(u32, u32)], steps: &mut u32) -> Option<bool> {
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
                let most = to.min(clue.high + from - low);
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

/// A survey of yes and no in a few provinces, in one or two waves.
#[derive(Debug, Clone)]
struct Survey {
    /// Province, took part before, yes.
    members: Vec<(usize, bool, bool)>,
}

fn survey() -> impl Strategy<Value = Survey> {
    let province = (0_u32..34, 0_u32..=10, prop_oneof![Just(0_u32), Just(1), 2_u32..10, Just(10)]);
    (prop::collection::vec(province, 1..=5), any::<u64>()).prop_map(|(provinces, seed)| {
        let mut state = seed | 1;
        let mut next = |below: u32| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            u32::try_from(state % u64::from(below)).unwrap()
        };
        let mut members = Vec::new();
        for (at, (size, yes, before)) in provinces.into_iter().enumerate() {
            for _ in 0..size {
                members.push((at, next(10) < before, next(10) < yes));
            }
        }
        Survey { members }
    })
}

/// The municipalities, with the province and panel of each and what it chose.
fn sample(survey: &Survey) -> (Sample, Vec<(MunicipalityCode, usize, bool, bool)>) {
    let mut sample = Sample::of(vec![question("vraag", QuestionKind::Single, &["ja", "nee"])]);
    let mut who: Vec<_> = PROVINCES.iter().map(|code| municipalities(code).into_iter()).collect();
    let mut known = Vec::new();
    for (province, before, yes) in &survey.members {
        let Some(code) = who[*province].next() else { continue };
        sample.answer(NOW, code, (0, None), one(u16::from(!yes)));
        if *before {
            sample.answer(BEFORE, code, (0, None), one(0));
        }
        known.push((code, *province, *before, *yes));
    }
    (sample, known)
}

fn publish(sample: &Sample, level: Level, rules: Rules) -> Publication {
    let mut policy = Policy::of(&Protection { level, decision: None });
    policy.rules = rules;
    let tables = sample.tables();
    protect(
        &sample.questionnaire,
        &tables,
        &sample.dataset,
        sample.participation(),
        policy,
        &mut AuditMemory::default(),
    )
}

/// What is delivered about this wave, with who is counted where.
fn files(publication: &Publication, known: &[(MunicipalityCode, usize, bool, bool)]) -> Files {
    let mut sizes = vec![0; PROVINCES.len() * 2];
    known.iter().for_each(|(_, province, before, _)| {
        sizes[2 * province + usize::from(*before)] += 1;
    });
    let mut clues = Vec::new();
    for (key, table) in publication.tables().filter(|(key, _)| key.wave == NOW) {
        let provinces: Vec<usize> = match key.group {
            Group::Province(code) => (0..5).filter(|p| PROVINCES[*p] == code.to_string()).collect(),
            Group::Landsdeel(name) => match name.to_string().as_str() {
                "Noord" => vec![0],
                "Oost" => vec![1, 2],
                "West" => vec![3],
                _ => vec![4],
            },
            Group::National | Group::Panel(_) => (0..5).collect(),
        };
        let panel = matches!(key.group, Group::Panel(_));
        let sorts = provinces.into_iter().flat_map(|p| [2 * p, 2 * p + 1]);
        let counts: Vec<usize> = sorts.filter(|sort| !panel || sort % 2 == 1).collect();
        for (item, figure) in table.iter() {
            let (low, high) = match figure.view() {
                FigureView::Exact(share) => (share.count(), share.count()),
                FigureView::Range { low, high, .. } => (low, high),
                FigureView::Withheld(_) => continue,
            };
            clues.push((item, Clue { counts: counts.clone(), low, high }));
        }
    }
    Files { sizes, clues }
}

/// How many answers of others the worst reader (with a neighbour) derives.
fn derived(
    files: &Files,
    known: &[(MunicipalityCode, usize, bool, bool)],
    neighbour: bool,
) -> usize {
    let total: u32 = files.sizes.iter().sum();
    // Yes and no add to the base of every group, so clues about no are clues about yes.
    let clues: Vec<Clue> = files
        .clues
        .iter()
        .map(|(item, clue)| {
            let base: u32 = clue.counts.iter().map(|at| files.sizes[*at]).sum();
            let (low, high) = match item {
                ItemIndex(0) => (clue.low, clue.high),
                _ => (base - clue.high, base - clue.low),
            };
            Clue { counts: clue.counts.clone(), low, high }
        })
        .collect();
    let clues: Vec<&Clue> = clues.iter().collect();
    let mut truth = vec![0_u32; files.sizes.len()];
    known.iter().for_each(|(_, p, before, yes)| {
        truth[2 * p + usize::from(*before)] += u32::from(*yes);
    });
    let sorts: std::collections::BTreeSet<(usize, bool)> =
        known.iter().map(|(_, p, before, yes)| (2 * p + usize::from(*before), *yes)).collect();
    let mut readers: Vec<Vec<(usize, bool)>> = sorts.iter().map(|one| vec![*one]).collect();
    if neighbour {
        for a in &sorts {
            for b in sorts.iter().filter(|b| b.0 / 2 == a.0 / 2 && *b >= a) {
                let of = if a.1 { truth[a.0] } else { files.sizes[a.0] - truth[a.0] };
                if a != b || of > 1 {
                    readers.push(vec![*a, *b]);
                }
            }
        }
    }
    let mut worst = 0;
    for reader in readers {
        let own = |sort: usize, yes: bool| {
            u32::try_from(reader.iter().filter(|one| **one == (sort, yes)).count()).unwrap()
        };
        let mut found = 0;
        for sort in 0..files.sizes.len() {
            let others = files.sizes[sort] - own(sort, true) - own(sort, false);
            if others == 0 {
                continue;
            }
            let general = clues.iter().any(|clue| {
                let base: u32 = clue.counts.iter().map(|at| files.sizes[*at]).sum();
                let (mut yes, mut no) = (0, 0);
                for at in &clue.counts {
                    yes += own(*at, true);
                    no += own(*at, false);
                }
                let alone = clue.low == yes || clue.low + no == base;
                base >= 50 && clue.low == clue.high && clue.counts.contains(&sort) && alone
            });
            let certain = [true, false].into_iter().any(|yes| {
                let mut bounds: Vec<(u32, u32)> = (0..files.sizes.len())
                    .map(|at| (own(at, true), files.sizes[at] - own(at, false)))
                    .collect();
                // Could at least one of the others have answered otherwise?
                match yes {
                    true => bounds[sort].1 -= 1,
                    false => bounds[sort].0 += 1,
                }
                possible(&clues, &mut bounds, &mut STEPS.clone()) == Some(false)
            });
            if certain && !general {
                found += usize::try_from(others).unwrap();
            }
        }
        worst = worst.max(found);
    }
    assert!(worst <= usize::try_from(total).unwrap());
    worst
}

/// Tries many surveys; the answers derived in all, and the surveys in which there were any.
fn attack(surveys: u32, level: Level, rules: Rules) -> (usize, u32) {
    let mut runner = TestRunner::new_with_rng(
        Config { failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let (mut answers, mut broken) = (0, 0);
    for _ in 0..surveys {
        let survey = survey().new_tree(&mut runner).unwrap().current();
        let (sample, known) = sample(&survey);
        let publication = publish(&sample, level, rules);
        let found = derived(&files(&publication, &known), &known, level == Level::Streng);
        answers += found;
        broken += u32::from(found > 0);
    }
    (answers, broken)
}

#[test]
fn nothing_is_derived_from_six_hundred_random_benchmarks() {
    for level in [Level::Normaal, Level::Streng] {
        assert_eq!(attack(300, level, Rules::ALL), (0, 0), "{level:?}");
    }
}

#[test]
fn without_the_audit_answers_are_derived_and_each_rule_prevents_some() {
    let basic = Rules { audit: false, ..Rules::ALL };
    let with_rules = attack(120, Level::Normaal, basic).0;
    let mut report = format!("A4 and A5 without the audit: {with_rules}\n");
    let mut useless = Vec::new();
    for (name, rules) in [
        ("minimum base", Rules { minimum: false, ..basic }),
        ("rest rule", Rules { rest: false, ..basic }),
        ("panel rule", Rules { panel: false, ..basic }),
        ("ranges", Rules { extremes: false, ..basic }),
    ] {
        let found = attack(120, Level::Normaal, rules).0;
        report.push_str(&format!("{name} off too: {found}\n"));
        if found <= with_rules {
            useless.push(name);
        }
    }
    for (name, level, rules) in [
        ("own answer in the audit", Level::Normaal, Rules { own: false, ..Rules::ALL }),
        ("neighbour in the audit", Level::Streng, Rules { neighbour: false, ..Rules::ALL }),
        ("panels in the audit", Level::Normaal, Rules { panels: false, ..Rules::ALL }),
    ] {
        let found = attack(120, level, rules).0;
        report.push_str(&format!("{name} off: {found}\n"));
        if found == 0 {
            useless.push(name);
        }
    }
    assert!(with_rules > 0 && useless.is_empty(), "{report}{useless:?}");
    insta::assert_snapshot!("rules_switched_off", report);
}

#[test]
fn the_same_answers_in_another_order_give_the_same_publication() {
    let survey = Survey { members: (0..60).map(|n| (n % 5, n % 3 == 0, n % 7 == 0)).collect() };
    let (sample, _) = sample(&survey);
    let mut turned = sample.clone();
    for data in turned.dataset.waves.values_mut() {
        data.responses = std::mem::take(&mut data.responses).into_iter().rev().collect();
    }
    let shown = |sample: &Sample| -> BTreeMap<TableKey, ReleasedTable> {
        let publication = publish(sample, Level::Normaal, Rules::ALL);
        publication.tables().map(|(key, table)| (*key, table.clone())).collect()
    };
    assert_eq!(shown(&sample), shown(&turned));
}
