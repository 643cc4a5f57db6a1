//! How much of the real fixture is left to read, and how much could be at most.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::built::{FIXTURE as BUILT, STRENG};
use crate::workspace::{Workspace, screen};

fn rows(bytes: &[u8]) -> Vec<Value> {
    let rows: Vec<Value> = serde_json::from_slice(bytes).unwrap();
    let provinces = |row: &Value| row["group"].as_str().unwrap().starts_with("province:");
    rows.into_iter().filter(provinces).collect()
}

/// Province cells of all waves and of the last: how many are exact, and how many there are.
fn exact(rows: &[Value]) -> [(usize, usize); 2] {
    let of = |rows: Vec<&Value>| {
        (rows.iter().filter(|row| row["status"] == "exact").count(), rows.len())
    };
    [of(rows.iter().collect()), of(rows.iter().filter(|row| row["wave"] == 2023).collect())]
}

/// How many could be exact at most: the base is large enough (A4.1) and the count is not near
/// an extreme (A5). All other rules only take away from this.
fn at_most(min_others: u64, k: u64) -> [usize; 2] {
    let tables = rows(&BUILT["bureau/tabellen.json"]);
    let allowed = |row: &&Value| {
        let (count, base) = (row["count"].as_u64().unwrap(), row["base"].as_u64().unwrap());
        base > min_others && (base >= 50 || count > k && count + k < base)
    };
    let all: Vec<_> = tables.iter().filter(allowed).collect();
    [all.len(), all.iter().filter(|row| row["wave"] == 2023).count()]
}

/// A share in tenths of a percent, rounded down.
const fn permille(part: usize, of: usize) -> usize {
    1000 * part / of
}

#[test]
fn at_normaal_nine_tenths_are_exact_of_what_the_minimum_and_the_ranges_allow() {
    let [all, last] = exact(&rows(&BUILT["openbaar/cijfers.json"]));
    let most = at_most(5, 2);
    // The minimum and the ranges by themselves leave fewer than 45% over all waves.
    assert_eq!([permille(most[0], all.1), permille(most[1], last.1)], [348, 452]);
    assert!(permille(all.0, all.1) >= 310, "{all:?}");
    assert!(permille(last.0, last.1) >= 410, "{last:?}");
    assert!(
        permille(all.0, most[0]) >= 900 && permille(last.0, most[1]) >= 900,
        "{all:?} {last:?}"
    );
}

/// At `streng` what is shown of an area depends on its size alone; where the audit withholds the
/// areas of a question all the same, that is counted here.
#[test]
fn at_streng_nearly_all_areas_that_are_large_enough_stand_in_bands() {
    let shown = rows(&STRENG);
    assert!(shown.iter().all(|row| row["status"] != "exact"), "areas stand in bands");
    let mut tables: BTreeMap<String, bool> = BTreeMap::new();
    for row in shown.iter().filter(|row| row["wave"] == 2023 && row["reason"] != "follow-up") {
        let open = tables.entry(format!("{} {}", row["question"], row["row"])).or_default();
        *open |= row["status"] == "range";
    }
    let hidden: Vec<_> = tables.iter().filter(|(_, open)| !**open).collect();
    assert!(
        tables.len() >= 37 && hidden.len() <= 2,
        "{} of {}: {hidden:?}",
        hidden.len(),
        tables.len()
    );
}

/// Most questions (rows) of 2023 are shown of a province. Of the two others the fixed rules
/// withhold them: in Flevoland no more than five answered, and Drenthe is the smallest province
/// beside it. Their landsdelen would give them away: the provinces around them are shown.
#[test]
fn of_ten_provinces_most_questions_are_shown_and_of_two_the_rules_forbid_it() {
    let control: Value = serde_json::from_slice(&BUILT["bureau/controle.json"]).unwrap();
    // By province: shown, withheld by size alone, withheld for another reason.
    let mut tables: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let figures = rows(&BUILT["openbaar/cijfers.json"]);
    for row in figures.iter().filter(|row| row["wave"] == 2023) {
        let group = row["group"].as_str().unwrap().to_owned();
        let question = (row["question"].clone(), row["row"].clone());
        if !seen.insert(format!("{group} {question:?}")) {
            continue;
        }
        let judged = control["released"].as_array().unwrap();
        let of = judged
            .iter()
            .find(|of| {
                of["wave"] == 2023 && of["question"] == question.0 && of["row"] == question.1
            })
            .unwrap();
        let withheld = of["withheld"].as_array().unwrap();
        let whole = withheld.iter().find(|p| p["group"] == *group && p["options"].is_null());
        let place = match whole.map(|part| part["why"].as_str().unwrap()) {
            None => 0,
            Some("small-base" | "rest") => 1,
            Some(_) => 2,
        };
        tables.entry(group).or_default()[place] += 1;
    }
    let (mut most, mut few) = (Vec::new(), Vec::new());
    for (province, [shown, small, other]) in &tables {
        let all = shown + small + other;
        assert_eq!(all, 39, "{province}");
        if shown * 2 > all {
            most.push(province.as_str());
        } else {
            assert!(small * 20 > all * 18, "{province}: {tables:?}");
            few.push(province.as_str());
        }
    }
    assert_eq!(most.len(), 10, "{tables:?}");
    assert_eq!(few, ["province:PV22", "province:PV24"], "{tables:?}");
}

#[test]
fn check_tells_what_is_left_to_read_at_each_level() {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    let said = screen(&workspace.spiegel(&["check", "fixtures/project"]));
    let shares = |bytes: &[u8]| {
        let rows = rows(bytes);
        ["exact", "range", "withheld"].map(|status| {
            let part = rows.iter().filter(|row| row["status"] == status).count();
            format!("{}%", (200 * part + rows.len()) / (2 * rows.len()))
        })
    };
    let open = ["100%", "0%", "0%"].map(str::to_owned);
    let expected = [shares(&STRENG), shares(&BUILT["openbaar/cijfers.json"]), open].concat();
    let line = said.lines().find(|line| line.contains("all provinces")).unwrap();
    let printed: Vec<_> = line.split_whitespace().filter(|word| word.ends_with('%')).collect();
    assert_eq!(printed, expected, "{said}");
    assert!(said.contains("normaal (chosen)") && said.contains("Zeeland"), "{said}");
}
