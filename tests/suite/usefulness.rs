//! How much of the real fixture is left to read, and how much could be at most.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::built::{FIXTURE as BUILT, STRENG};
use crate::workspace::{Workspace, screen};

fn rows(bytes: &[u8]) -> Vec<Value> {
    let rows: Vec<Value> = serde_json::from_slice(bytes).unwrap();
    let areas = |row: &Value| {
        let group = row["group"].as_str().unwrap();
        group.starts_with("province:") || group.starts_with("area:")
    };
    rows.into_iter().filter(areas).collect()
}

/// Cells of areas of all waves and of the last: how many are exact, and how many there are.
fn exact(rows: &[Value]) -> [(usize, usize); 2] {
    let of = |rows: Vec<&Value>| {
        (rows.iter().filter(|row| row["status"] == "exact").count(), rows.len())
    };
    [of(rows.iter().collect()), of(rows.iter().filter(|row| row["wave"] == 2023).collect())]
}

/// A share in tenths of a percent, rounded down.
const fn permille(part: usize, of: usize) -> usize {
    1000 * part / of
}

/// The cells of the own area that hold an own answer to a key question of a wave, once for each
/// who gave it: how many are exact, how many are a range, and all. Also the municipalities of
/// which no cell of the area says anything.
fn own_answers(wave: u64) -> ([usize; 3], BTreeSet<String>) {
    let text = include_str!("../../questionnaire/een-tegen-eenzaamheid.yaml");
    let questionnaire: Value = serde_yaml::from_str(text).unwrap();
    let sections = questionnaire["sections"].as_array().unwrap().iter();
    let questions = sections.flat_map(|section| section["questions"].as_array().unwrap());
    let key: BTreeMap<&str, &Value> = questions
        .filter(|question| question["key"] == true)
        .map(|question| (question["id"].as_str().unwrap(), &question["nets"]))
        .collect();
    let cell = |row: &Value| {
        ["question", "row", "option"].map(|of| row[of].as_str().unwrap_or_default().to_owned())
    };
    let mut shown = BTreeMap::new();
    for row in rows(&BUILT["openbaar/cijfers.json"]).into_iter().filter(|r| r["wave"] == wave) {
        let area = row["group"].as_str().unwrap().split_once(':').unwrap().1;
        for province in area.split('+') {
            shown.insert((province.to_owned(), cell(&row)), row["status"].clone());
        }
    }
    let (mut sums, mut silent, mut heard) = ([0; 3], BTreeSet::new(), BTreeSet::new());
    let tables: Vec<Value> = serde_json::from_slice(&BUILT["bureau/tabellen.json"]).unwrap();
    for row in tables.iter().filter(|row| row["wave"] == wave && row["count"] == 1) {
        let Some(who) = row["group"].as_str().unwrap().strip_prefix("municipality:") else {
            continue;
        };
        let status = shown.get(&(row["province"].as_str().unwrap().to_owned(), cell(row)));
        let status = status.and_then(Value::as_str).unwrap_or("withheld");
        let all = if status == "withheld" { &mut silent } else { &mut heard };
        all.insert(who.to_owned());
        let Some(nets) = key.get(row["question"].as_str().unwrap()) else { continue };
        let nets = nets.as_array().into_iter().flatten();
        if nets.into_iter().any(|net| net["code"] == row["option"]) {
            continue;
        }
        sums[0] += usize::from(status == "exact");
        sums[1] += usize::from(status == "range");
        sums[2] += 1;
    }
    (sums, silent.difference(&heard).cloned().collect())
}

/// The measure of this product's use at `normaal`: what is asked for is 58% of the cells of areas
/// exact, 78% of the own answers to key questions exact, and 98.5% of them with something to read.
#[test]
fn at_normaal_most_cells_of_areas_are_exact_and_nearly_every_own_answer_is_found() {
    let [all, last] = exact(&rows(&BUILT["openbaar/cijfers.json"]));
    let ([exact, range, own], silent) = own_answers(2023);
    println!("areas {all:?} {last:?}; own answers {exact} + {range} of {own}");
    assert!(permille(all.0, all.1) >= 600, "{all:?}");
    assert!(permille(last.0, last.1) >= 600, "{last:?}");
    assert!(permille(exact, own) >= 820, "{exact} of {own}");
    assert!(permille(exact + range, own) >= 990, "{exact} + {range} of {own}");
    assert!(silent.is_empty(), "{silent:?}");
    for wave in 2019..2023 {
        let (_, silent) = own_answers(wave);
        assert!(silent.is_empty(), "{wave}: {silent:?}");
    }
}

#[test]
fn check_tells_what_is_left_to_read_and_compares_levels_when_asked() {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    let check = |more: &[&str]| {
        screen(&workspace.spiegel(&[&["check", "fixtures/project"], more].concat()))
    };
    let of = |said: &str, name: &str| -> Vec<String> {
        let line = said.lines().find(|line| line.trim_start().starts_with(name));
        let words = line.unwrap_or_else(|| panic!("{name}: {said}")).split_whitespace();
        words.filter(|word| word.ends_with('%')).map(str::to_owned).collect()
    };
    let shares = |bytes: &[u8]| {
        let rows = rows(bytes);
        ["exact", "range", "withheld"].map(|status| {
            let part = rows.iter().filter(|row| row["status"] == status).count();
            format!("{}%", (200 * part + rows.len()) / (2 * rows.len()))
        })
    };
    let built = shares(&BUILT["openbaar/cijfers.json"]);
    let said = check(&[]);
    assert_eq!(of(&said, "all areas"), built, "{said}");
    assert!(said.contains("Zeeland") && !said.contains("streng"), "{said}");
    let said = check(&["--levels"]);
    assert_eq!(of(&said, "normaal, areas by size (chosen)"), built, "{said}");
    assert_eq!(of(&said, "streng, bands of 5, areas by size"), shares(&STRENG), "{said}");
    assert_eq!(of(&said, "open, provinces"), ["100%", "0%", "0%"], "{said}");
    for other in ["streng, bands of 3, areas by size", "normaal, provinces"] {
        assert_ne!(of(&said, other), built, "{said}");
    }
}

/// At `streng` what is shown of an area depends on its size alone; where the audit withholds the
/// areas of a question all the same, that is counted here: of seven tables (the aim is two).
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
    assert!(tables.len() >= 37 && hidden.len() <= 7, "{hidden:?} of {}", tables.len());
}
