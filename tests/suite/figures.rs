//! The small project against figures that were counted without this program.
//!
//! `verwacht.csv` holds every count, `verwacht-vrijgave.csv` what may be shown of each table
//! and of each cell of a shown table (level `normaal`). A line without an option is about the
//! whole table.

use std::collections::BTreeSet;
use std::path::Path;

use gemeentespiegel::diagnostics::Severity;
use gemeentespiegel::disclosure::{Audience, FigureView, TableKey};
use gemeentespiegel::production::{Published, export};
use gemeentespiegel::questionnaire::{NotComparable, Wave};
use gemeentespiegel::register::MunicipalityCode;
use gemeentespiegel::statistics::{Group, Panel, Share};

use crate::fixture::{Fixture, SMALL};
use crate::kinds::kind;
use crate::workspace::Workspace;

const PANEL: Panel = Panel { earlier: Wave(2022), later: Wave(2023) };

fn fixture() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/small"))
}

/// The lines of a file with expectations, without its heading.
fn expected(name: &str, heading: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(fixture().join(name)).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(heading));
    let all: Vec<_> = lines.map(str::to_owned).collect();
    let unique: BTreeSet<_> = all.iter().cloned().collect();
    assert_eq!(all.len(), unique.len(), "{name} has a line twice");
    unique
}

/// Says which lines are too many and which are missing.
fn assert_same(found: &BTreeSet<String>, expected: &BTreeSet<String>) {
    let list = |one: &BTreeSet<String>, other| {
        one.difference(other).cloned().collect::<Vec<_>>().join("\n")
    };
    let (extra, missing) = (list(found, expected), list(expected, found));
    assert!(extra.is_empty() && missing.is_empty(), "computed:\n{extra}\nexpected:\n{missing}");
}

/// `wave,group,question,row` of a table.
fn table_words(prepared: &Published, key: &TableKey) -> String {
    let question = prepared.questionnaire.question(key.question);
    let row = key.row.map_or("", |row| question.row(row).code.as_str());
    format!("{},{},{},{row}", key.wave, key.group, question.id)
}

#[test]
fn the_small_project_has_one_warning_for_an_answer_against_routing() {
    let diagnostics = &SMALL.diagnostics;
    let codes: Vec<_> = diagnostics.tally().into_iter().collect();
    assert_eq!(codes, [("answer-against-routing", 1)]);
    assert_eq!(diagnostics.count(Severity::Error), 0);
}

#[test]
fn all_tables_are_those_that_were_counted_by_hand() {
    let (prepared, bureau) = (&SMALL.prepared, SMALL.prepared.for_the_bureau());
    let mut found = BTreeSet::new();
    for (key, table) in bureau.tables.iter() {
        let words = table_words(prepared, key);
        for (index, item) in prepared.questionnaire.question(key.question).items_in(key.wave) {
            let share = Share::of(table.count(index), table.base).unwrap();
            let (count, base, percent) = (share.count(), share.base(), share.percent());
            found.insert(format!("{words},{},{count},{base},{percent}", item.code));
        }
    }
    let heading = "wave,group,question,row,option,count,base,percent";
    assert_same(&found, &expected("verwacht.csv", heading));
}

#[test]
fn what_is_shown_is_what_the_rules_say_by_hand() {
    let prepared = &SMALL.prepared;
    let mut found = BTreeSet::new();
    for (key, table) in prepared.publication.tables() {
        let words = table_words(prepared, key);
        let question = prepared.questionnaire.question(key.question);
        let status = table.withheld().map_or("shown", |reason| reason.word());
        found.insert(format!("{words},,{status},,,"));
        for (index, figure) in table.iter() {
            let option = &question.at(index).code;
            match figure.view() {
                FigureView::Exact(share) => {
                    found.insert(format!("{words},{option},exact,{},,", share.count()));
                }
                FigureView::Range { low, high, .. } => {
                    found.insert(format!("{words},{option},range,,{low},{high}"));
                }
                FigureView::Withheld(reason) if status == "shown" => {
                    found.insert(format!("{words},{option},{},,,", reason.word()));
                }
                FigureView::Withheld(reason) => assert_eq!(reason.word(), status, "{words}"),
            }
        }
    }
    let heading = "wave,group,question,row,option,status,count,min,max";
    assert_same(&found, &expected("verwacht-vrijgave.csv", heading));
}

#[test]
fn the_small_project_holds_every_reason_to_withhold() {
    let lines =
        expected("verwacht-vrijgave.csv", "wave,group,question,row,option,status,count,min,max");
    for (group, status) in [
        ("province:", "small-base"),
        ("province:", "complementary"),
        ("province:", "follow-up"),
        ("province:", "shown"),
        ("province:", "exact"),
        ("province:", "range"),
        ("panel:", "complementary"),
        ("panel:", "shown"),
    ] {
        let there = lines.iter().any(|line| {
            let fields: Vec<_> = line.split(',').collect();
            fields[1].starts_with(group) && fields[5] == status
        });
        assert!(there, "no {group} that is {status}");
    }
}

#[test]
fn participation_is_what_was_counted_by_hand() {
    let prepared = &SMALL.prepared;
    let numbers = |year| {
        let found = &prepared.participation[&Wave(year)];
        (found.invited, found.responded, found.represented, found.joint)
    };
    // Oostzaan answered for Wormerland too, in 2022 and 2023.
    assert_eq!(numbers(2021), (Some(18), 13, 13, 0));
    assert_eq!(numbers(2022), (Some(23), 18, 19, 1));
    assert_eq!(numbers(2023), (Some(27), 24, 25, 1));

    let rate = |year| prepared.participation[&Wave(year)].rate().unwrap().percent();
    assert_eq!([2021, 2022, 2023].map(rate), [72, 78, 89]);

    // Responded and invited in Drenthe, Noord-Holland, Zeeland and Noord-Brabant.
    let provinces = |year| -> Vec<_> {
        let provinces = &prepared.participation[&Wave(year)].provinces;
        provinces.values().map(|found| (found.responded, found.invited)).collect()
    };
    assert_eq!(provinces(2021), [(0, 1), (6, 8), (2, 3), (5, 6)]);
    assert_eq!(provinces(2022), [(2, 3), (6, 8), (4, 5), (6, 7)]);
    assert_eq!(provinces(2023), [(2, 4), (7, 8), (6, 6), (9, 9)]);

    assert_eq!(prepared.participation[&Wave(2021)].previous, None);
    let moved = |year| {
        let found = prepared.participation[&Wave(year)].previous.unwrap();
        (found.both, found.newcomers, found.newcomers_invited_before, found.leavers)
    };
    // New in 2022: Someren, Land van Cuijk, Purmerend, Zaanstad, Hulst, Kapelle, Assen, Emmen;
    // of these Zaanstad, Hulst and Assen had been asked in 2021. Gone: Beemster, Cuijk and the
    // Purmerend of before.
    assert_eq!(moved(2022), (10, 8, 3, 3));
    // New in 2023: Helmond, Laarbeek, Gemert-Bakel, Hoorn, Tholen, Veere.
    assert_eq!(moved(2023), (18, 6, 3, 0));
}

#[test]
fn a_municipality_that_took_over_another_answers_twice_and_is_in_no_panel() {
    let (prepared, bureau) = (&SMALL.prepared, SMALL.prepared.for_the_bureau());
    let purmerend: MunicipalityCode = "GM0439".parse().unwrap();
    let waves = [Wave(2021), Wave(2022)];
    for wave in waves {
        assert!(bureau.dataset.waves[&wave].responses.contains_key(&purmerend));
    }
    let (question, _) = prepared.questionnaire.find("uren-coordinator").unwrap();
    let group = Group::Panel(Panel { earlier: Wave(2021), later: Wave(2022) });
    for wave in waves {
        let key = TableKey { wave, question, row: None, group };
        // Ten of the eleven codes that stand in both files.
        assert_eq!(bureau.tables.get(&key).unwrap().base, 10);
    }
}

#[test]
fn changes_are_those_of_the_panel_from_unrounded_percentages() {
    let prepared = &SMALL.prepared;
    let reading = prepared.publication.reading(&prepared.questionnaire, Audience::Public);
    let change = |id: &str, code: &str| {
        let (index, question) = prepared.questionnaire.find(id).unwrap();
        let (item, _) = question.item(code).unwrap();
        let change = reading.change(PANEL, index, None, item)?;
        Some((change.points.rounded(), change.municipalities, change.is_small()))
    };
    // 9 and 13 of 18: 50% and 72.2%, but the audit withholds one of the two.
    assert_eq!(change("week-lezen-en-schrijven", "ja"), None);
    // 4 of 18, but then 2: not shown exactly.
    assert_eq!(change("week-lezen-en-schrijven", "nog-niet"), None);
    // 5 and 4 of 17: 29.4% and 23.5%, one municipality.
    assert_eq!(change("uren-coordinator", "geen"), Some((-6, -1, true)));
}

#[test]
fn a_break_stops_comparison_but_for_what_it_keeps() {
    let prepared = &SMALL.prepared;
    let (_, question) = prepared.questionnaire.find("uren-coordinator").unwrap();
    let compare = |code: &str, one, other| {
        question.comparable(question.item(code).unwrap().0, Wave(one), Wave(other))
    };
    assert_eq!(compare("geen", 2021, 2022), Ok(()));
    assert!(matches!(compare("meer", 2021, 2022), Err(NotComparable::Changed(_))));
    assert_eq!(compare("meer", 2022, 2023), Ok(()));
}

#[test]
fn an_answer_that_changed_its_name_is_compared_with_its_former_self() {
    let (prepared, bureau) = (&SMALL.prepared, SMALL.prepared.for_the_bureau());
    let (index, question) = prepared.questionnaire.find("bekendheid").unwrap();
    let (now, _) = question.item("sociale-media").unwrap();
    let (before, _) = question.item("facebook").unwrap();
    assert_eq!(question.counterparts(now, Wave(2022)), [before]);
    let count = |wave, item| {
        let key = TableKey { wave, question: index, row: None, group: Group::Panel(PANEL) };
        bureau.tables.get(&key).unwrap().count(item)
    };
    assert_eq!((count(Wave(2022), before), count(Wave(2023), now)), (5, 6));
}

#[test]
fn the_order_of_rows_columns_and_files_changes_nothing() {
    let prepared = &SMALL.prepared;
    let workspace = Workspace::of("small");
    let turn = |text: String| {
        let (heading, rows) = text.split_once('\n').unwrap();
        let rows: Vec<_> = rows.lines().rev().collect();
        format!("{heading}\n{}\n", rows.join("\n"))
    };
    let columns = |text: String| {
        let turned: Vec<String> = text
            .lines()
            .map(|line| line.split('\t').rev().collect::<Vec<_>>().join("\t"))
            .collect();
        turned.join("\n")
    };
    workspace.edit("antwoorden/2021.csv", turn);
    workspace.edit("antwoorden/2022.tsv", |text| columns(turn(text)));
    workspace.edit("antwoorden/2023/zuid.csv", turn);
    let answers = workspace.project().join("antwoorden/2023");
    std::fs::rename(answers.join("noord.csv"), answers.join("zz-noord.csv")).unwrap();
    let turned = Fixture::of(&workspace.project()).prepared;
    assert_eq!(turned.for_the_bureau().dataset, prepared.for_the_bureau().dataset);
    for name in ["tabellen", "cijfers"] {
        assert!(export(kind(name), &turned) == export(kind(name), prepared), "{name}");
    }
}
