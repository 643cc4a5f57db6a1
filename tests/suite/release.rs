//! What left the house, read back: no number that the gate did not release, and nothing in any
//! other file that depends on who gave which answer.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::built::FIXTURE as BUILT;
use crate::fixture::BENCHMARK;
use crate::kinds;
use crate::pdf::{Pdf, string};
use crate::workspace::{Workspace, contents, screen};

/// Numbers that documents may hold, of the groups that a reader may see.
#[derive(Default)]
struct Released {
    /// Counts with their bases.
    shares: BTreeSet<(u64, u64)>,
    ranges: BTreeSet<(u64, u64)>,
    percents: BTreeSet<u64>,
    /// Bases of shown tables: documents may give the least and the most of some rows.
    bases: BTreeSet<u64>,
    /// Of every ten, as the summary for the council says them.
    tenths: BTreeSet<u64>,
    /// Own ticks of all that could be ticked, or of the rows of a matrix.
    own: BTreeSet<(u64, u64)>,
}

impl Released {
    /// What a reader of this province may see; `None`: what the public may see.
    fn of(province: Option<&str>) -> Self {
        let figures: Value = serde_json::from_slice(&BUILT["openbaar/cijfers.json"]).unwrap();
        let control: Value = serde_json::from_slice(&BUILT["bureau/controle.json"]).unwrap();
        let mut released = Self::default();
        for row in figures.as_array().unwrap() {
            let group = row["group"].as_str().unwrap();
            let area = group.strip_prefix("province:").or_else(|| group.strip_prefix("area:"));
            let other =
                |area: &str| province.is_some_and(|own| area.split('+').all(|code| code != own));
            if area.is_some_and(other) {
                continue;
            }
            match row["status"].as_str().unwrap() {
                "exact" => {
                    let number = |key: &str| row[key].as_u64().unwrap();
                    released.shares.insert((number("count"), number("base")));
                    released.bases.insert(number("base"));
                    released.percents.insert(number("percent"));
                    released.tenth(number("count"), number("base"));
                    // All other answers together follow from it ("ander antwoord").
                    let (rest, base) = (number("base") - number("count"), number("base"));
                    released.shares.insert((rest, base));
                    released.tenth(rest, base);
                    released.percents.insert((200 * rest + base) / (2 * base));
                }
                "range" => {
                    let number = |key: &str| row[key].as_u64().unwrap();
                    let (low, high, base) = (number("min"), number("max"), number("base"));
                    released.ranges.insert((low, high));
                    // "hoogstens 2 van de 7", "ten minste 5 van de 7"
                    released.shares.extend([(low, base), (high, base)]);
                    released.bases.insert(base);
                }
                _ => {}
            }
        }
        // Who took part is public.
        numbers(&control["participation"], &mut |responded, invited| {
            released.shares.insert((responded, invited));
            released.percents.extend((200 * responded + invited).checked_div(2 * invited));
        });
        released
    }

    /// "9 van de 10".
    fn tenth(&mut self, count: u64, base: u64) {
        self.tenths.extend((20 * count + base).checked_div(2 * base));
    }

    /// What stands in a text and was not released.
    fn unknown(&self, text: &str) -> Vec<String> {
        let text = &without_labels(text);
        let words: Vec<&str> = text.split_whitespace().collect();
        let number = |word: &str| {
            let word = word.trim_matches(|c: char| !c.is_ascii_digit());
            word.replace('.', "").parse::<u64>().ok()
        };
        let mut found = Vec::new();
        for window in words.windows(4) {
            if let ([_, "van", "de", _], (Some(count), Some(base))) =
                (window, (number(window[0]), number(window[3])))
                && !self.shares.contains(&(count, base))
                && !self.own.contains(&(count, base))
                && !(base == 10 && self.tenths.contains(&count))
            {
                found.push(window.join(" "));
            }
            if let ([_, "t/m", _, _], (Some(low), Some(high))) =
                (window, (number(window[0]), number(window[2])))
                && window[2].chars().all(|c| c.is_ascii_digit() || ",.;)".contains(c))
                && !self.ranges.contains(&(low, high))
                && !(self.bases.contains(&low) && self.bases.contains(&high))
            {
                found.push(window[..3].join(" "));
            }
        }
        for word in words {
            let word = word.trim_matches(|c: char| "(),.;:".contains(c));
            if let Some(percent) = word.strip_suffix('%').and_then(|digits| digits.parse().ok())
                && !self.percents.contains(&percent)
            {
                found.push(word.to_owned());
            }
        }
        found
    }
}

/// A text without the ages that stand in the words of the questionnaire ("18 t/m 26").
fn without_labels(text: &str) -> String {
    let words = include_str!("../../questionnaire/een-tegen-eenzaamheid.yaml");
    let words_apart: Vec<_> =
        text.split(char::is_whitespace).filter(|word| !word.is_empty()).collect();
    let mut text = words_apart.join(" ");
    for (at, _) in words.match_indices(" t/m ") {
        let before = words[..at].rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        let after: String = words[at + 5..].chars().take_while(char::is_ascii_digit).collect();
        if !before.is_empty() && !after.is_empty() {
            text = text.replace(&format!("{before} t/m {after}"), " ");
        }
    }
    text
}

/// Per municipality how many it ticked, of how many: of the options of a question, or with one
/// option of the rows of a matrix.
fn own_ticks(rows: &Value) -> BTreeMap<String, BTreeSet<(u64, u64)>> {
    let mut of: BTreeMap<(String, String, String), (u64, u64)> = BTreeMap::new();
    for row in rows.as_array().unwrap().iter().filter(|row| row["wave"] == 2023) {
        let Some(code) = row["group"].as_str().unwrap().strip_prefix("municipality:") else {
            continue;
        };
        let question = row["question"].as_str().unwrap().to_owned();
        // Of a matrix the rows with the same option are counted, else the options.
        let option = if row["row"].is_null() { String::new() } else { row["option"].to_string() };
        let (ticked, all) = of.entry((code.to_owned(), question, option)).or_default();
        *ticked += row["count"].as_u64().unwrap();
        *all += 1;
    }
    let mut own: BTreeMap<String, BTreeSet<(u64, u64)>> = BTreeMap::new();
    for ((code, ..), ticks) in of {
        own.entry(code).or_default().insert(ticks);
    }
    own
}

/// Every `responded` with its `invited` in the participation.
fn numbers(value: &Value, add: &mut dyn FnMut(u64, u64)) {
    match value {
        Value::Object(fields) => {
            if let (Some(responded), Some(invited)) = (
                fields.get("responded").and_then(Value::as_u64),
                fields.get("invited").and_then(Value::as_u64),
            ) {
                add(responded, invited);
            }
            fields.values().for_each(|value| numbers(value, add));
        }
        Value::Array(values) => values.iter().for_each(|value| numbers(value, add)),
        _ => {}
    }
}

/// All that a PDF says: what is painted, descriptions, metadata.
fn words(bytes: &[u8]) -> String {
    let pdf = Pdf::read(bytes);
    let mut text = String::new();
    for element in pdf.elements() {
        if element.elements().next().is_none() {
            for (page, mark) in element.marks() {
                for painted in pdf.pages[page].of_mark(mark) {
                    text.push_str(&painted.text);
                    text.push(' ');
                }
            }
        }
        text.push_str(element.alt.as_deref().unwrap_or_default());
        text.push('\n');
    }
    for object in pdf.document.objects.values() {
        if let Ok(dictionary) = object.as_dict() {
            for key in [b"ActualText".as_slice(), b"Alt", b"Title", b"Contents", b"TU"] {
                text.push_str(&dictionary.get(key).ok().and_then(string).unwrap_or_default());
                text.push('\n');
            }
        }
    }
    text + &pdf.metadata()
}

#[test]
fn no_document_holds_a_number_that_was_not_released() {
    let rows: Value = serde_json::from_slice(&BUILT["bureau/tabellen.json"]).unwrap();
    let mut provinces: BTreeMap<String, String> = BTreeMap::new();
    for row in rows.as_array().unwrap() {
        if let (Some(code), Some(province)) = (
            row["group"].as_str().unwrap().strip_prefix("municipality:"),
            row.get("province").and_then(Value::as_str),
        ) {
            provinces.insert(code.to_owned(), province.to_owned());
        }
    }
    let own = own_ticks(&rows);
    let mut allowed: BTreeMap<Option<&str>, Released> = BTreeMap::new();
    let mut read = 0;
    for (path, bytes) in BUILT.iter().filter(|(path, _)| path.ends_with(".pdf")) {
        let code = path.strip_prefix("gemeenten/").map(|rest| rest[..6].to_owned());
        let province = code.as_ref().map(|code| provinces[code].as_str());
        let released = allowed.entry(province).or_insert_with(|| Released::of(province));
        released.own = code.and_then(|code| own.get(&code).cloned()).unwrap_or_default();
        let found = released.unknown(&words(bytes));
        assert!(found.is_empty(), "{path}: {found:?}");
        read += 1;
    }
    assert_eq!(read, kinds::count(&BENCHMARK.edition(2023), None));
    // The scan finds what was not released.
    let released = &allowed[&None];
    for text in ["dat zijn 173 van de 174 gemeenten", "hier 7 t/m 3 ja", "dat is (1234%)."] {
        assert_eq!(released.unknown(text).len(), 1, "{text}");
    }
}

/// Two municipalities of one province that took part in the same waves trade all their
/// answers. All totals stay as they are, so nothing may change but their own documents and
/// what is for the bureau alone.
#[test]
fn no_other_file_depends_on_who_gave_which_answer() {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    let (one, other) = pair();
    let folder = workspace.project().join("antwoorden");
    for file in walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap) {
        let ending = file.path().extension().and_then(std::ffi::OsStr::to_str);
        if !matches!(ending, Some("csv" | "tsv")) {
            continue;
        }
        let bytes = std::fs::read(file.path()).unwrap();
        let Ok(text) = String::from_utf8(bytes) else { continue };
        std::fs::write(file.path(), trade(&text, &one, &other)).unwrap();
    }
    let output = workspace.build(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    let traded = contents(&workspace.path("out"));
    let own = |path: &str| {
        let of = |code: &str| path.starts_with(&format!("gemeenten/{code}"));
        of(&one.0) || of(&other.0) || path.starts_with("bureau/") || path == "manifest.json"
    };
    let different: Vec<_> =
        BUILT.keys().filter(|path| traded.get(*path) != BUILT.get(*path)).collect();
    let leaking: Vec<_> = different.iter().filter(|path| !own(path)).collect();
    assert!(leaking.is_empty(), "{} and {}: {leaking:?}", one.1, other.1);
    assert!(different.iter().any(|path| path.starts_with("gemeenten/")), "nothing was traded");
}

/// A file of answers in which two municipalities have traded theirs.
fn trade(text: &str, one: &(String, String), other: &(String, String)) -> String {
    let heading = text.lines().next().unwrap();
    let separator =
        [';', '\t', ','].into_iter().max_by_key(|c| heading.matches(*c).count()).unwrap();
    let column = heading
        .trim_start_matches('\u{feff}')
        .split(separator)
        .position(|column| column == "gemeente")
        .unwrap();
    let register = gemeentespiegel::register::Register::builtin();
    let day = gemeentespiegel::calendar::Date::parse("2023-10-01").unwrap();
    let lines = text.lines().map(|line| {
        let mut cells: Vec<&str> = line.split(separator).collect();
        let code =
            cells.get(column).and_then(|cell| register.find(cell.trim_matches('"'), day).ok());
        match code.map(|code| code.to_string()) {
            Some(code) if code == one.0 => cells[column] = &other.0,
            Some(code) if code == other.0 => cells[column] = &one.0,
            _ => {}
        }
        cells.join(&separator.to_string())
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// Two municipalities of one province, by code and name, that took part in 2022 and 2023 only.
fn pair() -> ((String, String), (String, String)) {
    let rows: Value = serde_json::from_slice(&BUILT["bureau/tabellen.json"]).unwrap();
    let mut waves: BTreeMap<(String, String), BTreeSet<u64>> = BTreeMap::new();
    for row in rows.as_array().unwrap() {
        if let Some(code) = row["group"].as_str().unwrap().strip_prefix("municipality:") {
            let province = row["province"].as_str().unwrap().to_owned();
            let wave = row["wave"].as_u64().unwrap();
            waves.entry((province, code.to_owned())).or_default().insert(wave);
        }
    }
    let register = gemeentespiegel::register::Register::builtin();
    let named = |code: &str| {
        let found = register.get(code.parse().unwrap()).unwrap();
        (code.to_owned(), found.name.clone())
    };
    let both: Vec<_> =
        waves.into_iter().filter(|(_, waves)| *waves == [2022, 2023].into()).collect();
    for ((province, code), _) in &both {
        let one = named(code);
        let other = both
            .iter()
            .filter(|((of, other), _)| of == province && other > code)
            .map(|((_, other), _)| named(other))
            .next();
        if let Some(other) = other {
            return (one, other);
        }
    }
    panic!("the fixture has no two municipalities of one province with the same waves");
}

/// A published edition and the same survey with the answers of `changed` municipalities
/// otherwise, and something edited: what `check` says.
fn republished(changed: usize, edit: impl FnOnce(&Workspace)) -> (Option<i32>, String) {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    let published = workspace.project().join("gepubliceerd");
    for folder in ["bureau", "openbaar"] {
        std::fs::create_dir_all(published.join(folder)).unwrap();
    }
    for file in
        ["bureau/tabellen.json", "bureau/controle.json", "openbaar/cijfers.json", "manifest.json"]
    {
        std::fs::write(published.join(file), &BUILT[file]).unwrap();
    }
    workspace.edit("project.yaml", |text| {
        text.replace(
            "    responses: antwoorden/2023\n",
            "    responses: antwoorden/2023\n    published: gepubliceerd\n",
        )
    });
    let mut left = changed;
    if changed > 0 {
        workspace.edit("antwoorden/2023/west.csv", |text| {
            let columns: Vec<_> = text.lines().next().unwrap().split(';').collect();
            let column = columns.iter().position(|c| *c == "signaalpunt").unwrap();
            let lines: Vec<String> = text
                .lines()
                .map(|line| {
                    let mut cells: Vec<&str> = line.split(';').collect();
                    if left > 0 && cells[column] == "nee" {
                        (cells[column], left) = ("ja", left - 1);
                    }
                    cells.join(";")
                })
                .collect();
            lines.join("\n") + "\n"
        });
    }
    edit(&workspace);
    let output = workspace.spiegel(&["check", "fixtures/project"]);
    (output.status.code(), screen(&output))
}

#[test]
fn a_published_figure_stays_as_it_is() {
    let (code, text) = republished(0, |_| ());
    assert_eq!(code, Some(0), "{text}");
    for changed in [1, 5] {
        let (code, text) = republished(changed, |_| ());
        assert_eq!(code, Some(1), "{text}");
        assert!(text.contains("edition-frozen") && text.contains("`signaalpunt`"), "{text}");
        assert!(text.contains("published: gepubliceerd"), "the line of the project file: {text}");
    }
}

#[test]
fn the_level_of_a_published_edition_stays() {
    let (code, text) = republished(0, |workspace| {
        workspace.edit("project.yaml", |text| text.replace("level: normaal", "level: streng"));
    });
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("edition-level"), "{text}");
}
