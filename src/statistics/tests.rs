//! Bases, panels and changes on surveys of a handful of municipalities.

use super::sample::{BEFORE, NOW, Sample, item, municipalities, one, question, row, ticks};
use super::{Group, Panel, Share, Table, TableKey};
use crate::dataset::Answer;
use crate::questionnaire::{
    Item, ItemIndex, ItemKind, PanelRule, Question, QuestionIndex, QuestionKind, RowIndex, Wave,
};

const PANEL: Panel = Panel { earlier: BEFORE, later: NOW };

fn table(sample: &Sample, wave: Wave, row: Option<u16>, group: Group) -> Option<Table> {
    let key = TableKey { wave, question: QuestionIndex(0), row: row.map(RowIndex), group };
    sample.tables().get(&key).cloned()
}

/// Base and counts of one table.
fn numbers(sample: &Sample, wave: Wave, row: Option<u16>, group: Group) -> (u32, Vec<u32>) {
    let table = table(sample, wave, row, group).unwrap();
    let items = &sample.questionnaire.questions[0].items;
    (table.base, (0u16..).zip(items).map(|(index, _)| table.count(ItemIndex(index))).collect())
}

#[test]
fn skipped_and_not_applicable_answers_are_no_part_of_the_base() {
    let nvt = Item { not_applicable: true, ..item("nvt") };
    let mut asked = question("week", QuestionKind::Single, &["ja", "nee"]);
    asked.items.push(nvt);
    let mut sample = Sample::of(vec![asked]);
    let answers = [one(0), one(1), one(2), None, one(0)];
    for (who, answer) in municipalities("PV22").into_iter().zip(answers) {
        sample.answer(NOW, who, (0, None), answer);
    }
    assert_eq!(numbers(&sample, NOW, None, Group::National), (3, vec![2, 1, 0]));
    assert_eq!(sample.participation()[&NOW].responded, 5);
}

#[test]
fn a_table_without_a_single_valid_answer_is_no_table() {
    let mut sample = Sample::of(vec![question("week", QuestionKind::Single, &["ja", "nee"])]);
    sample.answer(NOW, municipalities("PV22")[0], (0, None), None);
    assert_eq!(table(&sample, NOW, None, Group::National), None);
}

#[test]
fn ticks_count_respondents_and_not_ticks() {
    let kind = QuestionKind::Multi { empty_is_answer: true };
    let mut asked = question("tools", kind, &["a", "b", "geen"]);
    asked
        .items
        .push(Item { kind: ItemKind::Net(vec![ItemIndex(0), ItemIndex(1)]), ..item("enige") });
    let mut sample = Sample::of(vec![asked]);
    let answers = [ticks(&[0, 1]), ticks(&[0]), ticks(&[2]), ticks(&[]), None];
    for (who, answer) in municipalities("PV22").into_iter().zip(answers) {
        sample.answer(NOW, who, (0, None), answer);
    }
    // An empty list that is an answer counts; who ticked two of a net counts once in it.
    assert_eq!(numbers(&sample, NOW, None, Group::National), (4, vec![2, 1, 1, 2]));
}

#[test]
fn every_row_of_a_matrix_has_its_own_base() {
    let kind = QuestionKind::Matrix { several: false };
    let asked =
        Question { rows: vec![row("een"), row("twee")], ..question("rol", kind, &["a", "b"]) };
    let mut sample = Sample::of(vec![asked]);
    let who = municipalities("PV22");
    for code in &who[..4] {
        sample.answer(NOW, *code, (0, Some(0)), one(0));
    }
    sample.answer(NOW, who[0], (0, Some(1)), one(1));
    assert_eq!(numbers(&sample, NOW, Some(0), Group::National), (4, vec![4, 0]));
    assert_eq!(numbers(&sample, NOW, Some(1), Group::National), (1, vec![0, 1]));
}

#[test]
fn a_number_counts_in_its_band_and_a_coded_text_counts_without_codes_too() {
    let numeric = QuestionKind::Numeric { min: None, max: None };
    let mut sample = Sample::of(vec![question("uren", numeric, &["weinig", "veel"])]);
    for (who, (value, band)) in municipalities("PV22").into_iter().zip([(3, 0), (40, 1), (9, 0)]) {
        let answer = Answer::Number { value, band: Some(ItemIndex(band)) };
        sample.answer(NOW, who, (0, None), Some(answer));
    }
    assert_eq!(numbers(&sample, NOW, None, Group::National), (3, vec![2, 1]));

    let mut sample = Sample::of(vec![question("tekst", QuestionKind::Open, &["geld"])]);
    for (who, codes) in municipalities("PV22").into_iter().zip([vec![], vec![ItemIndex(0)]]) {
        let answer = Answer::Open { text: "...".to_owned(), codes: codes.into_iter().collect() };
        sample.answer(NOW, who, (0, None), Some(answer));
    }
    assert_eq!(numbers(&sample, NOW, None, Group::National), (2, vec![1]));
}

/// Three answered both times, one only before, one only now, one skipped it before, and
/// one answered "niet van toepassing" before.
fn panel_sample(rule: PanelRule) -> Sample {
    let mut asked = question("week", QuestionKind::Single, &["ja", "nee"]);
    asked.items.push(Item { not_applicable: true, ..item("nvt") });
    let mut sample = Sample::of(vec![asked]);
    sample.questionnaire.panel = rule;
    let who = municipalities("PV22");
    for (code, before, now) in [
        (who[0], Some(one(1)), Some(one(0))),
        (who[1], Some(one(0)), Some(one(0))),
        (who[2], Some(one(1)), Some(one(1))),
        (who[3], Some(one(0)), None),
        (who[4], None, Some(one(0))),
        (who[5], Some(None), Some(one(0))),
        (who[6], Some(one(2)), Some(one(1))),
    ] {
        for (wave, given) in [(BEFORE, before), (NOW, now)] {
            if let Some(answer) = given {
                sample.answer(wave, code, (0, None), answer);
            }
        }
    }
    sample
}

#[test]
fn an_item_panel_counts_who_answered_in_both_waves() {
    let sample = panel_sample(PanelRule::Item);
    let group = Group::Panel(PANEL);
    assert_eq!(numbers(&sample, BEFORE, None, group), (3, vec![1, 2, 0]));
    assert_eq!(numbers(&sample, NOW, None, group), (3, vec![2, 1, 0]));
}

#[test]
fn a_unit_panel_counts_all_valid_answers_of_who_took_part_in_both_waves() {
    let sample = panel_sample(PanelRule::Unit);
    let group = Group::Panel(PANEL);
    assert_eq!(numbers(&sample, BEFORE, None, group), (3, vec![1, 2, 0]));
    assert_eq!(numbers(&sample, NOW, None, group), (5, vec![3, 2, 0]));
}

#[test]
fn both_newcomers_and_leavers_are_counted_from_questionnaires_and_not_from_answers() {
    let previous = panel_sample(PanelRule::Item).participation()[&NOW].previous.unwrap();
    assert_eq!((previous.both, previous.newcomers, previous.leavers), (5, 1, 1));
}

#[test]
fn a_question_or_row_that_one_wave_did_not_have_has_no_panel() {
    let kind = QuestionKind::Matrix { several: false };
    let mut asked =
        Question { rows: vec![row("een"), row("twee")], ..question("rol", kind, &["a", "b"]) };
    asked.rows[1].waves = vec![NOW];
    let mut sample = Sample::of(vec![asked]);
    for code in municipalities("PV22") {
        sample.answer(BEFORE, code, (0, Some(0)), one(0));
        sample.answer(NOW, code, (0, Some(0)), one(0));
        sample.answer(NOW, code, (0, Some(1)), one(0));
    }
    assert!(table(&sample, NOW, Some(0), Group::Panel(PANEL)).is_some());
    assert!(table(&sample, NOW, Some(1), Group::Panel(PANEL)).is_none());
}

#[test]
fn a_change_comes_from_unrounded_percentages() {
    // 41.38% to 43.55%: printed as 41 and 44, yet a change of 2 points.
    let (earlier, later) = (Share::of(12, 29).unwrap(), Share::of(27, 62).unwrap());
    assert_eq!((earlier.percent(), later.percent()), (41, 44));
    assert_eq!(later.since(earlier).rounded(), 2);
    // A half goes away from zero in both directions.
    let (half, less) = (Share::of(1, 2).unwrap(), Share::of(99, 200).unwrap());
    assert_eq!((half.since(less).rounded(), less.since(half).rounded()), (1, -1));
}
