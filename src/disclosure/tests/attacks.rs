//! What the attacker finds in surveys at random: nothing, and without a rule something.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::attacker::{Files, PROVINCES, Shape, sample, sort, surveys};
use super::*;
use crate::disclosure::audit::{
    Knowledge, READERS, absent_nets, absent_options, exclusive_options, nets, options_of_areas,
    options_of_panels, something_ticked,
};
use crate::disclosure::rules::{FixedRules, follow_up, minimum_base, panel};
use crate::questionnaire::ItemIndex;
use crate::register::MunicipalityCode;

/// With all rules.
fn publish_with(sample: &Sample, policy: Policy, memory: &mut AuditMemory) -> Publication {
    release(sample, &Rules::ALL, policy, memory)
}

/// Tries many surveys; the answers derived in all, and the surveys in which there were any.
fn attack(count: usize, shape: &Shape, level: Level, rules: &Rules) -> (usize, usize) {
    let found = surveys(count).into_par_iter().map(|survey| {
        let (sample, known) = sample(&survey, shape);
        let publication = publish_by(rules, &sample, level);
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
            let found = attack(count, &shape, level, &Rules::ALL);
            let what = (shape.question.items.len(), shape.follow_up);
            assert_eq!(found, (0, 0), "{level:?}, {what:?}");
        }
    }
}

/// The fixed rules, each list of them shortened by one, and no audit.
fn without_a_fixed_rule() -> [(&'static str, Rules); 4] {
    let without = |fixed: FixedRules| Rules { fixed, audits: &[], ..Rules::ALL };
    let all = FixedRules::ALL;
    [
        ("minimum base", without(FixedRules { tables: &[panel, follow_up], ..all })),
        ("rest rule", without(FixedRules { rests: &[], ..all })),
        ("panel rule", without(FixedRules { tables: &[minimum_base, follow_up], ..all })),
        ("ranges", without(FixedRules { counts: &[], ..all })),
    ]
}

/// An audit that supposes attackers to know less than they may know.
fn with_less_knowledge() -> [(&'static str, Shape, Level, Knowledge); 6] {
    let all = Knowledge::ALL;
    let (normaal, streng) = (Level::Normaal, Level::Streng);
    [
        (
            "own answer in the audit",
            Shape::yes_or_no(),
            normaal,
            Knowledge { readers: &READERS[..1], ..all },
        ),
        (
            "neighbour in the audit",
            Shape::yes_or_no(),
            streng,
            Knowledge { readers: &READERS[..3], ..all },
        ),
        (
            "panels in the audit",
            Shape::yes_or_no(),
            normaal,
            Knowledge { clues: &[options_of_areas, nets, absent_options, absent_nets], ..all },
        ),
        (
            "nets in the audit",
            Shape::ticks(),
            normaal,
            Knowledge {
                clues: &[options_of_areas, options_of_panels, absent_options],
                ties: &[exclusive_options, something_ticked],
                ..all
            },
        ),
        (
            "ticks together",
            Shape::ticks(),
            normaal,
            Knowledge {
                clues: &[options_of_areas, options_of_panels, absent_options],
                ties: &[],
                ..all
            },
        ),
        (
            "what absence says",
            Shape::ticks(),
            normaal,
            Knowledge { clues: &[options_of_areas, options_of_panels, nets], ..all },
        ),
    ]
}

/// Each rule is left out by itself. The fixed rules are also made up for by the audit, which
/// withholds what they would have; so they are left out beside it.
#[test]
fn without_the_audit_answers_are_derived_and_each_rule_prevents_some() {
    let basic = Rules { audits: &[], ..Rules::ALL };
    let yes_or_no = Shape::yes_or_no();
    let with_rules = attack(120, &yes_or_no, Level::Normaal, &basic).0;
    let mut report = format!("fixed rules without the audit: {with_rules}\n");
    let mut useless = Vec::new();
    for (name, rules) in without_a_fixed_rule() {
        let found = attack(120, &yes_or_no, Level::Normaal, &rules).0;
        report.push_str(&format!("{name} off too: {found}\n"));
        if found <= with_rules {
            useless.push(name);
        }
    }
    let less = with_less_knowledge().map(|(name, shape, level, knowledge)| {
        (name, shape, level, Rules { knowledge, ..Rules::ALL })
    });
    let no_follow_up = Rules {
        fixed: FixedRules { tables: &[minimum_base, panel], ..FixedRules::ALL },
        ..Rules::ALL
    };
    let last = ("follow-up bases", Shape::filter(), Level::Normaal, no_follow_up);
    for (name, shape, level, rules) in less.into_iter().chain([last]) {
        let found = attack(60, &shape, level, &rules).0;
        report.push_str(&format!("{name} off: {found}\n"));
        if found == 0 {
            useless.push(name);
        }
    }
    insta::assert_snapshot!("rules_switched_off", report);
    assert!(with_rules > 0 && useless.is_empty(), "{report}{useless:?}");
}

/// All that [`without_the_audit_answers_are_derived_and_each_rule_prevents_some`] leaves out
/// in turn: a rule that is added to a list must be added there too.
#[test]
fn every_rule_has_its_turn_to_be_left_out() {
    let FixedRules { tables, rests, counts } = FixedRules::ALL;
    assert_eq!((tables.len(), rests.len(), counts.len()), (3, 1, 1));
    let Knowledge { readers, clues, ties } = Knowledge::ALL;
    assert_eq!((readers.len(), clues.len(), ties.len()), (4, 5, 3));
    assert_eq!(Rules::ALL.audits.len(), 3);
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
            let [then, now] = [&earlier, &sample].map(|of| audited(of, Level::Normaal));
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
            let [one, other] = [&sample, &turned].map(|of| audited(of, Level::Normaal));
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
            let publish = |memory: &mut AuditMemory| {
                publish_with(&sample, Policy::of(Level::Normaal), memory)
            };
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
    let publish =
        |memory: &mut AuditMemory| publish_with(&sample, Policy::of(Level::Normaal), memory);
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
            let made_public = made_public.clone();
            let policy = Policy { made_public, published_share: 0, ..Policy::of(Level::Normaal) };
            let publication = publish_with(&sample, policy, &mut AuditMemory::default());
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
