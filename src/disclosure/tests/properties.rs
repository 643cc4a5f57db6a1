//! What is true of every survey.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::questionnaire::ItemIndex;

/// The fixed rules alone, and with the audit.
const WAYS: [fn(&Sample, Level) -> Publication; 2] = [publish, audited];

/// Which cells a publication shows: 2 exact, 1 range, 0 withheld.
fn shown(publication: &Publication) -> BTreeMap<(TableKey, ItemIndex), u8> {
    let figures = publication.tables.iter().flat_map(|(key, table)| {
        table.iter().map(|(item, figure)| {
            let openness = match figure.view() {
                FigureView::Exact(_) => 2,
                FigureView::Range { .. } => 1,
                FigureView::Withheld(_) => 0,
            };
            ((*key, item), openness)
        })
    });
    figures.collect()
}

/// Per province and wave: yes, no, and how many of the yes skip the follow-up.
type Sizes = Vec<[(u32, u32, u32); 2]>;

fn sizes() -> impl Strategy<Value = Sizes> {
    let wave = || (0_u32..11, 0_u32..9, 0_u32..3);
    prop::collection::vec((wave(), wave()).prop_map(|(before, now)| [before, now]), 4)
}

fn two_waves(sizes: &Sizes) -> Sample {
    let follow_up = Question { applies_if: only_if(0, 0), ..yes_or_no("hoe") };
    let mut sample = Sample::of(vec![yes_or_no("week"), follow_up]);
    for (code, waves) in PROVINCES.iter().zip(sizes) {
        for (wave, (yes, no, skip)) in [BEFORE, NOW].into_iter().zip(waves) {
            for (at, who) in (0..yes + no).zip(municipalities(code)) {
                sample.answer(wave, who, (0, None), one(u16::from(at >= *yes)));
                if at + skip < *yes {
                    sample.answer(wave, who, (1, None), one(u16::from(at % 3 == 0)));
                }
            }
        }
    }
    sample
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_stricter_level_never_shows_more(sizes in sizes()) {
        let sample = two_waves(&sizes);
        let levels = LEVELS.map(|level| shown(&publish(&sample, level)));
        for pair in levels.windows(2) {
            for (cell, openness) in &pair[1] {
                prop_assert!(*openness <= pair[0].get(cell).copied().unwrap_or(0), "{:?}", cell);
            }
        }
    }

    #[test]
    fn the_rest_is_empty_or_large_enough_or_no_province_is_shown(sizes in sizes()) {
        let sample = two_waves(&sizes);
        let tables = sample.tables();
        for (level, publish) in LEVELS.into_iter().flat_map(|level| WAYS.map(|way| (level, way))) {
            let publication = publish(&sample, level);
            for (wave, index) in [(BEFORE, 0), (BEFORE, 1), (NOW, 0), (NOW, 1)] {
                let (mut rest, mut open) = (0, 0);
                for code in PROVINCES {
                    let Some(table) = judged(&publication, wave, index, province(code)) else { continue };
                    let question = QuestionIndex(index);
                    let key = TableKey { wave, question, row: None, group: province(code) };
                    match table.base() {
                        Some(_) => open += 1,
                        None => rest += tables.get(&key).map_or(0, |table| table.base),
                    }
                }
                prop_assert!(rest == 0 || open == 0 || Policy::of(level).large_enough(rest));
            }
        }
    }

    /// What is true of shrinking data: a total that is too small stays so, and a nation that
    /// is shown was shown with more answers too. (Of provinces it is not true, see above.)
    #[test]
    fn fewer_answers_never_make_a_small_total_large(sizes in sizes(), gone in 0_usize..60) {
        let larger = two_waves(&sizes);
        let mut smaller = larger.clone();
        let responses = &mut smaller.dataset.waves.entry(NOW).or_default().responses;
        let code = responses.keys().nth(gone).copied();
        code.and_then(|code| responses.remove(&code));
        for (level, publish) in LEVELS.into_iter().flat_map(|level| WAYS.map(|way| (level, way))) {
            let [more, less] = [&larger, &smaller].map(|sample| publish(sample, level));
            for (key, table) in more.tables.iter().filter(|(key, _)| key.question.0 == 0) {
                let Some(after) = less.tables.get(key) else { continue };
                if table.withheld() == Some(Reason::SmallBase) {
                    prop_assert_eq!(after.withheld(), Some(Reason::SmallBase), "{:?}", key);
                }
                if key.group == Group::National && after.withheld().is_none() {
                    prop_assert_eq!(table.withheld(), None, "{:?}", key);
                }
            }
        }
    }

    /// What the audit adds to that, whatever the data: it only withholds. So of fewer answers nothing is shown that the minimum and the ranges would not
    /// allow of more of them. (Which cells it withholds to cover others may change with one
    /// answer; and of a follow-up more provinces that are withheld may be a rest that is large
    /// enough.)
    #[test]
    fn the_audit_shows_no_more_than_the_fixed_rules_and_leaves_nothing_to_derive(sizes in sizes()) {
        let sample = two_waves(&sizes);
        for level in LEVELS {
            let (fixed, after) = (publish(&sample, level), audited(&sample, level));
            prop_assert!(after.derivable().is_empty());
            let allowed = shown(&fixed);
            for (cell, openness) in shown(&after) {
                if cell.0.question.0 > 0 {
                    continue;
                }
                prop_assert!(openness <= allowed[&cell], "{:?}", cell);
            }
        }
    }

    #[test]
    fn a_count_that_is_exact_stays_exact_with_one_answer_more(
        base in 1_u32..80, part in 0_u32..80, chose in any::<bool>(),
    ) {
        let count = part % (base + 1);
        for level in LEVELS {
            for group in [Group::National, province("PV30")] {
                let range = |count, base| Policy::of(level).range(group, count, base);
                if range(count, base).is_none() {
                    prop_assert_eq!(range(count + u32::from(chose), base + 1), None);
                }
            }
        }
    }

    #[test]
    fn every_figure_tells_the_truth(sizes in sizes()) {
        let sample = two_waves(&sizes);
        let tables = sample.tables();
        for (level, publish) in LEVELS.into_iter().flat_map(|level| WAYS.map(|way| (level, way))) {
            let publication = publish(&sample, level);
            prop_assert!(publication.tables.len() >= tables.iter().count());
            for (key, table) in &publication.tables {
                let Some(counted) = tables.get(key) else { continue };
                for (item, figure) in table.iter() {
                    match figure.view() {
                        FigureView::Exact(share) => prop_assert_eq!(
                            Some(share), Share::of(counted.count(item), counted.base)
                        ),
                        FigureView::Range { low, high, base } => {
                            let count = counted.count(item);
                            prop_assert!(low <= count && count <= high && base == counted.base);
                        }
                        FigureView::Withheld(reason) => prop_assert!(
                            table.base().is_none() || reason == Reason::Complementary
                        ),
                    }
                }
            }
        }
    }
}
