//! `report-templates/README.md` lists every value that each template may use, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use gemeentespiegel::documents::{Content, Job};
use minijinja::Value;
use minijinja::value::ValueKind;

use crate::fixture::{BENCHMARK, SMALL};

/// Of the documents of one kind every so many are looked at, besides the first.
const EVERY: usize = 9;
/// Lists of the same things, which the page describes once.
const SAME: [(&str, &str); 2] =
    [("onderdelen[].vragen[]", "vraag"), ("hoofdconclusies[]", "vraag")];
/// The template whose questions these are.
const REPORT: &str = "landelijk-rapport.typ";

/// By template: every value, by its path, with an example of it.
type Values = BTreeMap<&'static str, BTreeMap<String, String>>;

/// Notes a value and all values in it. A list counts as one value of which each element may
/// have others: `vragen[].titel`.
fn note(value: &Value, path: &str, found: &mut BTreeMap<String, String>) {
    let inside = |key: &str| match path {
        "" => key.to_owned(),
        _ => format!("{path}.{key}"),
    };
    match value.kind() {
        ValueKind::Map => {
            let mut keys = value.try_iter().expect("a map has keys").peekable();
            // A drawing, or another object whose parts are asked by name.
            if keys.peek().is_none() {
                found.entry(path.to_owned()).or_default();
            }
            for key in keys {
                let inner = value.get_item(&key).expect("a key has a value");
                note(&inner, &inside(&key.to_string()), found);
            }
        }
        ValueKind::Seq | ValueKind::Iterable => {
            found.entry(path.to_owned()).or_default();
            for element in value.try_iter().expect("a list has elements") {
                let holds = matches!(element.kind(), ValueKind::Map | ValueKind::Seq);
                let inner = if holds { format!("{path}[]") } else { path.to_owned() };
                note(&element, &inner, found);
            }
        }
        kind => {
            let empty = matches!(kind, ValueKind::None | ValueKind::Undefined);
            let example = if empty { String::new() } else { value.to_string() };
            let known = found.entry(path.to_owned()).or_default();
            if known.is_empty() {
                *known = example;
            }
        }
    }
}

/// What the templates of both fixtures are given, in all editions.
fn given() -> Values {
    let mut values = Values::new();
    for (fixture, years) in [(&BENCHMARK, &[2019, 2020, 2023][..]), (&SMALL, &[2021, 2023])] {
        for year in years {
            let edition = fixture.edition(*year);
            let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
            for job in Job::filled(&edition) {
                let number = seen.entry(job.kind.name).or_default();
                *number += 1;
                if *number % EVERY != 1 {
                    continue;
                }
                if let Some(Content::Typst(filling) | Content::Html(filling)) =
                    job.released(&edition)
                {
                    note(&filling.values, "", values.entry(filling.template).or_default());
                }
            }
        }
    }
    for of_template in values.values_mut() {
        // A map that is empty elsewhere is known by what it holds.
        let names: Vec<_> = of_template.keys().cloned().collect();
        of_template.retain(|name, example| {
            !example.is_empty() || !names.iter().any(|other| other.starts_with(&format!("{name}.")))
        });
    }
    let report = values.get_mut(REPORT).expect("there is a report");
    *report = std::mem::take(report)
        .into_iter()
        .map(|(name, example)| {
            let same = SAME.iter().find_map(|(list, one)| Some((name.strip_prefix(list)?, one)));
            (same.map_or(name.clone(), |(rest, one)| format!("{one}{rest}")), example)
        })
        .collect();
    values
}

/// What the page lists: the names in the first cell of every row, under the heading of the
/// templates that have them.
fn listed(templates: &BTreeSet<&str>) -> BTreeMap<String, BTreeSet<String>> {
    let page = include_str!("../../report-templates/README.md");
    let mut listed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut under: Vec<String> = Vec::new();
    for line in page.lines() {
        if line.starts_with('#') {
            under = match line.strip_prefix("### Values of ") {
                Some("all documents") => templates.iter().map(|name| (*name).to_owned()).collect(),
                Some(names) => quoted(names),
                None => Vec::new(),
            };
        }
        let cell = line.strip_prefix("| `").and_then(|rest| rest.split(" | ").next());
        for template in cell.iter().flat_map(|_| &under) {
            let names = quoted(&format!("`{}", cell.unwrap_or_default()));
            listed.entry(template.clone()).or_default().extend(names);
        }
    }
    listed
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Whether a name lies inside another: `logo.pad` in `logo`.
fn is_inside(name: &str, outer: &str) -> bool {
    name.strip_prefix(outer).is_some_and(|rest| rest.starts_with(['.', '[']))
}

#[test]
fn every_value_of_every_template_is_listed_and_no_other() {
    let given = given();
    let listed = listed(&given.keys().copied().collect());
    let none = BTreeSet::new();
    let mut faults = Vec::new();
    for (template, values) in &given {
        let known = listed.get(*template).unwrap_or(&none);
        for (name, example) in values {
            // Nowhere known in the fixtures: what it would hold may be listed.
            let empty = example.is_empty() && known.iter().any(|other| is_inside(other, name));
            if !known.contains(name) && !empty {
                faults.push(format!("{template}: `{name}` is not listed; it is `{example}`"));
            }
        }
        // What holds other values may be listed itself.
        let holds = |name: &String| values.keys().any(|other| is_inside(other, name));
        for name in known.iter().filter(|name| !values.contains_key(*name) && !holds(name)) {
            let unseen =
                |(outer, example): (&String, &String)| example.is_empty() && is_inside(name, outer);
            if !values.iter().any(unseen) {
                faults.push(format!("{template}: `{name}` is listed, and never given"));
            }
        }
    }
    for template in listed.keys().filter(|name| !given.contains_key(name.as_str())) {
        faults.push(format!("{template} is listed, and is no template of a document"));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
