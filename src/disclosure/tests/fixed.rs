//! Surveys of known sizes: what the fixed rules show, and what not.

use super::attacker::net;
use super::*;
use crate::questionnaire::{ItemIndex, PanelRule};
use crate::statistics::sample::item;

// Rule of minimum base

#[test]
fn a_total_needs_five_others_at_normaal_seven_at_streng_and_none_at_open() {
    for (level, others) in [(Level::Open, 0), (Level::Normaal, 5), (Level::Streng, 7)] {
        for base in 1..=14 {
            let publication = publish(&votes(&[("PV30", base, 0)]), level);
            let expected = (base - 1 < others).then_some(Reason::SmallBase);
            for group in [Group::National, province("PV30")] {
                assert_eq!(reason(&publication, 0, group), expected, "{level:?}, {base}");
            }
        }
    }
}

#[test]
fn a_withheld_table_keeps_neither_base_nor_counts() {
    let publication = publish(&votes(&[("PV30", 3, 2)]), Level::Normaal);
    let table = judged(&publication, NOW, 0, Group::National).unwrap();
    assert_eq!(table.base(), None);
    for (_, figure) in table.iter() {
        assert_eq!(figure.view(), FigureView::Withheld(Reason::SmallBase));
        assert_eq!((figure.exact(), figure.base()), (None, None));
    }
}

// Rest rule for areas

#[test]
fn the_smallest_shown_province_is_withheld_with_a_rest_that_is_too_small() {
    let publication =
        publish(&votes(&[("PV23", 2, 1), ("PV25", 4, 4), ("PV27", 4, 3)]), Level::Normaal);
    assert_eq!(reason(&publication, 0, province("PV23")), Some(Reason::SmallBase));
    assert_eq!(reason(&publication, 0, province("PV25")), None);
    assert_eq!(reason(&publication, 0, province("PV27")), Some(Reason::Complementary));
    assert_eq!(reason(&publication, 0, Group::National), None);
}

#[test]
fn two_small_provinces_may_be_a_rest_that_is_large_enough() {
    let publication =
        publish(&votes(&[("PV23", 2, 1), ("PV25", 4, 4), ("PV27", 2, 1)]), Level::Normaal);
    assert_eq!(reason(&publication, 0, province("PV25")), None);
}

#[test]
fn of_equally_small_provinces_the_lower_code_goes() {
    let publication =
        publish(&votes(&[("PV25", 3, 3), ("PV27", 3, 3), ("PV30", 1, 1)]), Level::Normaal);
    assert_eq!(reason(&publication, 0, province("PV25")), Some(Reason::Complementary));
    assert_eq!(reason(&publication, 0, province("PV27")), None);
}

#[test]
fn with_one_small_and_one_large_province_no_province_is_shown() {
    let publication = publish(&votes(&[("PV25", 10, 10), ("PV27", 1, 0)]), Level::Streng);
    assert_eq!(reason(&publication, 0, province("PV25")), Some(Reason::Complementary));
    assert_eq!(reason(&publication, 0, Group::National), None);
}

#[test]
fn a_province_where_nobody_answered_is_no_rest() {
    let publication = publish(&votes(&[("PV25", 3, 3), ("PV27", 4, 4)]), Level::Normaal);
    assert_eq!(reason(&publication, 0, province("PV25")), None);
    assert_eq!(judged(&publication, NOW, 0, province("PV30")), None);
}

/// Protection is not monotone: by the rest rule itself a province that was withheld to
/// cover another is shown again when that other one has no answers left.
#[test]
fn fewer_answers_elsewhere_may_free_a_province_from_the_rest_rule() {
    let covered =
        publish(&votes(&[("PV25", 3, 3), ("PV27", 4, 4), ("PV30", 1, 0)]), Level::Normaal);
    assert_eq!(reason(&covered, 0, province("PV25")), Some(Reason::Complementary));
    let freed = publish(&votes(&[("PV25", 3, 3), ("PV27", 4, 4)]), Level::Normaal);
    assert_eq!(reason(&freed, 0, province("PV25")), None);
}

// Rule for extremes

/// One area with so many for each of three options.
fn three_options(kind: QuestionKind, counts: [u32; 3]) -> Publication {
    let mut sample = Sample::of(vec![question("hoe", kind, &["a", "b", "c"])]);
    let several = sample.questionnaire.questions[0].several();
    let options =
        (0_u16..3).flat_map(|option| (0..counts[usize::from(option)]).map(move |_| option));
    for (option, who) in options.zip(municipalities("PV25")) {
        let answer = if several { ticks(&[option]) } else { one(option) };
        sample.answer(NOW, who, (0, None), answer);
    }
    publish(&sample, Level::Normaal)
}

#[test]
fn low_counts_of_a_single_choice_are_exact_unless_an_option_is_near_everybody() {
    let views = |publication: &Publication| -> Vec<(u32, u32)> {
        let table = judged(publication, NOW, 0, province("PV25")).unwrap();
        let view = |figure: Figure| match figure.view() {
            FigureView::Exact(share) => (share.count(), share.count()),
            FigureView::Range { low, high, .. } => (low, high),
            FigureView::Withheld(_) => panic!("nothing is withheld"),
        };
        table.iter().map(|(_, figure)| view(figure)).collect()
    };
    let single = |counts| views(&three_options(QuestionKind::Single, counts));
    assert_eq!(single([6, 5, 0]), [(6, 6), (5, 5), (0, 0)]);
    assert_eq!(single([8, 2, 1]), [(8, 8), (2, 2), (1, 1)]);
    // Nine of eleven: two or fewer chose otherwise.
    assert_eq!(single([9, 1, 1]), [(9, 11), (0, 2), (0, 2)]);
    assert_eq!(single([11, 0, 0]), [(9, 11), (0, 2), (0, 2)]);
    // Of ticks "not ticked" is an answer itself.
    let multi = QuestionKind::Multi { empty_is_answer: false };
    assert_eq!(views(&three_options(multi, [6, 5, 0])), [(6, 6), (5, 5), (0, 2)]);
}

// Panel rule

/// A panel of `both`, with newcomers and leavers.
fn panel(both: usize, newcomers: usize, leavers: usize) -> Sample {
    let mut sample = Sample::of(vec![yes_or_no("week")]);
    let who: Vec<_> = PROVINCES.iter().flat_map(|code| municipalities(code)).collect();
    for (at, code) in who.into_iter().take(both + newcomers + leavers).enumerate() {
        let answer = one(u16::from(at % 2 == 0));
        if at < both + newcomers {
            sample.answer(NOW, code, (0, None), answer.clone());
        }
        if at < both || at >= both + newcomers {
            sample.answer(BEFORE, code, (0, None), answer);
        }
    }
    sample
}

#[test]
fn a_panel_is_shown_when_newcomers_and_leavers_are_none_or_enough() {
    for (level, enough) in [(Level::Normaal, 6), (Level::Streng, 8)] {
        for newcomers in 0..=12 {
            for leavers in [0, 1, enough - 1, enough] {
                let publication = publish(&panel(20, newcomers, leavers), level);
                let fits = |count: usize| count == 0 || count >= enough;
                let expected =
                    (!fits(newcomers) || !fits(leavers)).then_some(Reason::Complementary);
                for wave in [BEFORE, NOW] {
                    let table = judged(&publication, wave, 0, Group::Panel(PANEL)).unwrap();
                    let case = format!("{level:?}, {newcomers} new, {leavers} gone, {wave}");
                    assert_eq!(table.withheld(), expected, "{case}");
                }
            }
        }
    }
}

#[test]
fn a_panel_needs_the_minimum_itself() {
    let small = publish(&panel(5, 0, 0), Level::Normaal);
    assert_eq!(reason(&small, 0, Group::Panel(PANEL)), Some(Reason::SmallBase));
    let enough = publish(&panel(6, 0, 0), Level::Normaal);
    assert_eq!(reason(&enough, 0, Group::Panel(PANEL)), None);
    assert_eq!(reason(&publish(&panel(1, 1, 1), Level::Open), 0, Group::Panel(PANEL)), None);
}

#[test]
fn the_panel_rule_looks_at_valid_answers_of_the_question() {
    // Everybody took part twice, but one skipped the question before.
    let mut sample = panel(20, 0, 0);
    let data = sample.dataset.waves.get_mut(&BEFORE).unwrap();
    data.responses.values_mut().next().unwrap().answers.clear();
    let by_item = publish(&sample, Level::Normaal);
    assert_eq!(reason(&by_item, 0, Group::Panel(PANEL)), Some(Reason::Complementary));
    // By unit the panel is the same municipalities, so nothing is left over.
    sample.questionnaire.panel = PanelRule::Unit;
    let by_unit = publish(&sample, Level::Normaal);
    assert_eq!(reason(&by_unit, 0, Group::Panel(PANEL)), None);
}

// Ranges for small counts

#[test]
fn below_fifty_the_extremes_are_ranges_and_from_fifty_on_nothing_is() {
    for (level, k) in [(Level::Open, None), (Level::Normaal, Some(2))] {
        for base in 1..=60_u32 {
            for count in 0..=base {
                let range = Policy::of(level).range(province("PV30"), count, base);
                let case = format!("{level:?}: {count} of {base}");
                match k.filter(|_| base < 50) {
                    None => assert_eq!(range, None, "{case}"),
                    Some(k) if count <= k => assert_eq!(range, Some((0, k.min(base))), "{case}"),
                    Some(k) if base - count <= k => {
                        assert_eq!(range, Some((base - k, base)), "{case}");
                    }
                    Some(_) => assert_eq!(range, None, "{case}"),
                }
            }
        }
    }
}

#[test]
fn at_streng_areas_stand_in_bands_and_the_nation_from_fifty_on_is_exact() {
    let streng = Policy::of(Level::Streng);
    let area = |count, base| streng.range(province("PV30"), count, base).unwrap();
    assert_eq!((area(4, 14), area(5, 14), area(9, 14)), ((0, 4), (5, 9), (5, 9)));
    assert_eq!((area(10, 14), area(14, 14)), ((10, 14), (10, 14)));
    // Less than four counts at the end join the band before.
    assert_eq!(
        (area(9, 12), area(12, 12), area(9, 13), area(10, 13)),
        ((5, 12), (5, 12), (5, 9), (10, 13))
    );
    assert_eq!((area(0, 8), area(8, 8)), ((0, 4), (5, 8)));
    assert_eq!(area(70, 100), (70, 74));
    for group in [Group::National, Group::Panel(PANEL)] {
        assert_eq!(streng.range(group, 70, 100), None);
        assert_eq!(streng.range(group, 3, 49), Some((0, 4)));
    }
    let wide = streng.with_bands(10);
    assert_eq!(wide.range(province("PV30"), 9, 24), Some((0, 9)));
    assert!(!wide.large_enough(12) && wide.large_enough(13));
}

#[test]
fn a_range_says_the_same_for_every_count_in_it() {
    for level in [Level::Normaal, Level::Streng] {
        let policy = Policy::of(level);
        for width in 4..=12 {
            let policy = policy.clone().with_bands(width);
            let bases = (1..50).filter(|base| policy.large_enough(*base));
            for (base, count) in bases.flat_map(|base| (0..=base).map(move |n| (base, n))) {
                let range = |count| policy.range(province("PV30"), count, base);
                let Some((low, high)) = range(count) else { continue };
                assert!(low <= count && count <= high && high - low >= policy.k.unwrap());
                assert!(low > 0 || high < base, "{count} of {base}: a band says something");
                for other in low..=high {
                    assert_eq!(range(other), Some((low, high)));
                }
            }
        }
    }
}

/// A net has no band of its own: nothing follows from it that does not follow from its options.
#[test]
fn at_streng_a_net_says_what_its_options_say() {
    let shape = Sample::of(vec![Question {
        items: ["a", "b", "c"].into_iter().map(item).chain([net(&[0, 1])]).collect(),
        ..yes_or_no("week")
    }]);
    let mut sample = shape;
    for (at, who) in municipalities("PV30").into_iter().take(20).enumerate() {
        sample.answer(NOW, who, (0, None), one([0, 0, 0, 1, 2][at % 5]));
    }
    let publication = publish(&sample, Level::Streng);
    let table = judged(&publication, NOW, 0, province("PV30")).unwrap();
    let view = |item| table.figure(ItemIndex(item)).unwrap().view();
    let range = |low, high| FigureView::Range { low, high, base: 20 };
    assert_eq!([view(0), view(1), view(2)], [range(10, 14), range(0, 4), range(0, 4)]);
    assert_eq!(view(3), range(10, 18));
}

#[test]
fn figures_in_a_shown_table_are_exact_or_ranges_with_their_base() {
    let publication = publish(&votes(&[("PV30", 4, 16)]), Level::Normaal);
    let table = judged(&publication, NOW, 0, Group::National).unwrap();
    let [yes, no] = [0, 1].map(|item| table.figure(ItemIndex(item)).unwrap());
    assert_eq!(yes.exact(), Share::of(4, 20));
    assert_eq!(no.exact(), Share::of(16, 20));
    let publication = publish(&votes(&[("PV30", 2, 18)]), Level::Normaal);
    let table = judged(&publication, NOW, 0, Group::National).unwrap();
    let [yes, no] = [0, 1].map(|item| table.figure(ItemIndex(item)).unwrap());
    assert_eq!(yes.view(), FigureView::Range { low: 0, high: 2, base: 20 });
    assert_eq!(no.view(), FigureView::Range { low: 18, high: 20, base: 20 });
    assert_eq!((yes.base(), no.base()), (Some(20), Some(20)));
}

// Follow-up rule

#[test]
fn a_follow_up_is_withheld_where_its_base_would_tell_what_a_range_hides() {
    // 6 of 7 said yes: a range, so nobody may read that 6 got the next question.
    let publication =
        publish(&routed_votes(&[("PV25", 6, 1), ("PV27", 6, 3), ("PV30", 6, 4)]), Level::Normaal);
    assert_eq!(reason(&publication, 0, province("PV25")), None);
    assert_eq!(reason(&publication, 1, province("PV25")), Some(Reason::FollowUp));
    assert_eq!(reason(&publication, 1, Group::National), None);
}

#[test]
fn a_follow_up_is_withheld_where_its_filter_is() {
    // As an area PV27 is large enough, but it covers PV23 in the filter question.
    let mut sample = routed_votes(&[("PV23", 1, 0), ("PV25", 10, 5), ("PV27", 7, 4)]);
    let lone = municipalities("PV23")[0];
    let response = sample.dataset.waves.get_mut(&NOW).unwrap().responses.get_mut(&lone).unwrap();
    response.answers.remove(&(QuestionIndex(1), None));
    let publication = publish(&sample, Level::Normaal);
    assert_eq!(reason(&publication, 0, province("PV27")), Some(Reason::Complementary));
    assert_eq!(reason(&publication, 1, province("PV27")), Some(Reason::FollowUp));
}

/// 7 of 9 said yes in PV25: that follows from the filter question, where the nation and the other
/// provinces are exact. So the follow-up question needs to hide no more.
#[test]
fn a_follow_up_shows_no_more_than_its_filter() {
    let sizes = [("PV25", 7, 2), ("PV27", 8, 4), ("PV30", 9, 4)];
    let publication = publish(&routed_votes(&sizes), Level::Normaal);
    assert_eq!(reason(&publication, 1, province("PV25")), Some(Reason::FollowUp));
    assert_eq!(reason(&publication, 1, province("PV27")), None);
    assert_eq!(reason(&publication, 1, Group::National), None);
}

/// The rows of a follow-up question: of which groups, and why they are withheld.
fn rows(publication: &Publication) -> Vec<(Group, Option<Reason>)> {
    let of = publication.tables().filter(|(key, _)| key.question.0 == 1);
    of.map(|(key, table)| (key.group, table.withheld())).collect()
}

#[test]
fn that_there_are_rows_of_a_follow_up_and_why_not_does_not_tell_an_answer() {
    for level in [Level::Normaal, Level::Streng] {
        let say = |sizes: &[(&str, u32, u32)]| rows(&audited(&routed_votes(sizes), level));
        // One respondent in Flevoland: yes or no.
        let flevoland = |yes| say(&[("PV24", yes, 1 - yes), ("PV25", 9, 7), ("PV30", 12, 6)]);
        assert_eq!(flevoland(0), flevoland(1), "{level:?}");
        let listed =
            |rows: &[(Group, _)], code| rows.iter().any(|(group, _)| *group == province(code));
        assert!(listed(&flevoland(0), "PV24"));
        // Seven in Zeeland, of whom the reader said no: all six others said yes, or one did.
        let zeeland = |yes| say(&[("PV29", yes, 7 - yes), ("PV22", 7 - yes, yes), ("PV30", 12, 6)]);
        for yes in [1, 2, 5] {
            assert_eq!(zeeland(yes), zeeland(6), "{level:?}: {yes}");
        }
        // Nobody at all was asked on.
        let nobody = |yes| say(&[("PV25", yes, 10 - yes), ("PV30", 0, 12)]);
        assert_eq!(nobody(0), nobody(2), "{level:?}");
    }
    // At open the participants agreed that answers can be read.
    assert_eq!(rows(&audited(&routed_votes(&[("PV25", 1, 3)]), Level::Open)).len(), 2);
}

#[test]
fn a_filter_that_the_wave_did_not_ask_withholds_nothing() {
    let mut sample = routed_votes(&[("PV25", 7, 0), ("PV27", 9, 0)]);
    sample.questionnaire.questions[0].waves = vec![BEFORE];
    for response in sample.dataset.waves.get_mut(&NOW).unwrap().responses.values_mut() {
        response.answers.remove(&(QuestionIndex(0), None));
    }
    let publication = publish(&sample, Level::Streng);
    assert_eq!(reason(&publication, 1, Group::National), None);
    let publication = publish(&sample, Level::Normaal);
    assert_eq!(reason(&publication, 1, province("PV25")), None);
}

#[test]
fn at_open_a_follow_up_is_shown_like_any_question() {
    let publication = publish(&routed_votes(&[("PV25", 6, 0), ("PV27", 1, 3)]), Level::Open);
    for group in [Group::National, province("PV25"), province("PV27")] {
        assert_eq!(reason(&publication, 1, group), None);
    }
}

// Changes

#[test]
fn a_change_exists_only_between_exact_shares() {
    let mut sample = panel(20, 0, 0);
    let reading = |sample: &Sample| {
        let publication = publish(sample, Level::Normaal);
        let reading = publication.reading(&sample.questionnaire, Audience::Public);
        reading.change(PANEL, QuestionIndex(0), None, ItemIndex(0))
    };
    let same = reading(&sample).unwrap();
    assert_eq!((same.points.rounded(), same.municipalities), (0, 0));
    assert!(same.is_small());
    // 18 of 20 now: a range, from which no change may be computed.
    let now = sample.dataset.waves.get_mut(&NOW).unwrap();
    for response in now.responses.values_mut().skip(2) {
        response.answers.extend(one(0).map(|answer| ((QuestionIndex(0), None), answer)));
    }
    assert!(reading(&sample).is_none());
}
