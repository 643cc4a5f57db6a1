//! What was published stays as it was, and there is always an edition.

use std::collections::BTreeSet;

use super::attacker::net;
use super::*;
use crate::questionnaire::ItemIndex;

/// Everything that a publication showed, as its file of figures says it.
fn figures(publication: &Publication, sample: &Sample) -> Vec<PublishedFigure> {
    let mut figures = Vec::new();
    for (key, table) in publication.tables() {
        let question = sample.questionnaire.question(key.question);
        for (item, figure) in table.iter() {
            figures.push(PublishedFigure {
                wave: key.wave.0,
                question: question.id.clone(),
                row: None,
                group: key.group.to_string(),
                option: question.at(item).code.clone(),
                view: figure.view(),
            });
        }
    }
    figures
}

/// Five provinces of fourteen, with a follow-up question.
fn survey() -> Sample {
    let sizes = [6, 9, 4, 13, 8];
    let codes = ["PV23", "PV25", "PV27", "PV28", "PV30"];
    let sizes: Vec<_> =
        codes.into_iter().zip(sizes).map(|(code, yes)| (code, yes, 14 - yes)).collect();
    routed_votes(&sizes)
}

fn again(sample: &Sample, shown: &[PublishedFigure], policy: Policy) -> Publication {
    release_after(shown, sample, &Rules::ALL, policy, &mut AuditMemory::default())
}

#[test]
fn a_published_figure_stays_whatever_the_level_or_who_published() {
    let sample = survey();
    let everyone: BTreeSet<_> = municipalities("PV28").into_iter().take(9).collect();
    for level in [Level::Normaal, Level::Streng] {
        let first = audited(&sample, level);
        let shown = figures(&first, &sample);
        for other in LEVELS {
            let known = Policy { made_public: everyone.clone(), ..Policy::of(other) };
            for policy in [Policy::of(other), known] {
                let next = again(&sample, &shown, policy);
                assert!(next.mismatches().is_empty(), "{:?}", next.mismatches());
                let said = figures(&next, &sample);
                let shown =
                    shown.iter().filter(|figure| !matches!(figure.view, FigureView::Withheld(_)));
                for figure in shown {
                    assert!(said.contains(figure), "{level:?} {other:?}: {figure:?}");
                }
                let more =
                    said.iter().filter(|figure| !matches!(figure.view, FigureView::Withheld(_)));
                assert_eq!(more.count(), figures_shown(&first), "{level:?} {other:?}");
                // What follows all the same can't be undone, and forbids no edition.
                assert!(next.derivable().iter().all(|found| found.published));
            }
        }
    }
}

fn figures_shown(publication: &Publication) -> usize {
    let figures = publication.tables().flat_map(|(_, table)| table.iter());
    figures.filter(|(_, figure)| figure.base().is_some()).count()
}

#[test]
fn late_answers_and_renamed_ids_do_not_pass() {
    let sample = survey();
    let policy = || Policy::of(Level::Normaal);
    let shown = figures(&audited(&sample, Level::Normaal), &sample);
    let refused = |sample: &Sample| again(sample, &shown, policy()).mismatches().len();
    assert_eq!(refused(&sample), 0);
    // Five late respondents in five provinces: each alone in its province.
    let mut late = sample.clone();
    for code in ["PV23", "PV25", "PV27", "PV28", "PV30"] {
        late.answer(NOW, municipalities(code)[14], (0, None), one(0));
    }
    assert!(refused(&late) > 0);
    // One, with a net that is new.
    let mut net_added = sample.clone();
    net_added.questionnaire.questions[0].items.push(net(&[0, 1]));
    assert_eq!(refused(&net_added), 0);
    let table = |sample: &Sample| {
        judged(&again(sample, &shown, policy()), NOW, 0, province("PV23")).unwrap()
    };
    assert_eq!(table(&net_added).figure(ItemIndex(2)).unwrap().base(), None);
    net_added.answer(NOW, municipalities("PV23")[14], (0, None), one(0));
    assert!(refused(&net_added) > 0);
    // Another code of an option, another id of a question, with or without another answer.
    let mut renamed = sample.clone();
    renamed.questionnaire.questions[0].items[0].code = "jawel".to_owned();
    assert!(refused(&renamed) > 0);
    let mut renamed = sample.clone();
    renamed.questionnaire.questions[0].id = "anders".to_owned();
    assert!(refused(&renamed) > 0);
    // An answer under a range or a withheld figure changes nothing that anybody sees.
    let mut one_changed = sample;
    one_changed.answer(NOW, municipalities("PV23")[0], (0, None), one(1));
    assert!(refused(&one_changed) > 0);
}

/// However alike the answers are and however many are known: there is an edition, and nothing
/// follows from it.
#[test]
fn there_is_always_an_edition() {
    let everyone: Vec<_> = PROVINCES.iter().flat_map(|code| municipalities(code)).collect();
    for level in [Level::Normaal, Level::Streng] {
        for others in [0, 1, 2, 3, 5] {
            for known in [0, 10, 40, everyone.len() - 2] {
                let mut sample = Sample::of(vec![yes_or_no("week")]);
                for (at, who) in everyone.iter().enumerate() {
                    sample.answer(
                        NOW,
                        *who,
                        (0, None),
                        one(u16::from(at % 17 == 3 && at / 17 < others)),
                    );
                }
                let made_public = everyone.iter().take(known).copied().collect();
                let policy = Policy { made_public, ..Policy::of(level) };
                let publication = again(&sample, &[], policy);
                let derivable = publication.derivable();
                assert!(derivable.is_empty(), "{level:?}, {others}, {known}: {derivable:?}");
            }
        }
    }
}
