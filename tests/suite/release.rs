//! What left the house, read back: no number that the gate did not release, and nothing in any
//! other file that depends on who gave which answer.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::built::FIXTURE as BUILT;
use crate::pdf::{Pdf, string};
use crate::workspace::{Workspace, contents, screen};

/// Numbers that documents may hold, of the groups that a reader may see.
#[derive(Default)]
struct Released {
    /// Counts with their bases.
    shares: BTreeSet<(u64, u64)>,
    ranges: BTreeSet<(u64, u64)>,
    percents: BTreeSet<u64>,
}

impl Released {
    /// What a reader of this province may see; `None`: what the public may see.
    fn of(province: Option<&str>) -> Self {
        let figures: Value = serde_json::from_slice(&BUILT["openbaar/cijfers.json"]).unwrap();
        let control: Value = serde_json::from_slice(&BUILT["bureau/controle.json"]).unwrap();
        let mut released = Self::default();
        for row in figures.as_array().unwrap() {
            let group = row["group"].as_str().unwrap();
            let other = |code| province.is_some_and(|own| own != code);
            if group.strip_prefix("province:").is_some_and(other) {
                continue;
            }
            match row["status"].as_str().unwrap() {
                "exact" => {
                    let number = |key: &str| row[key].as_u64().unwrap();
                    released.shares.insert((number("count"), number("base")));
                    released.percents.insert(number("percent"));
                }
                "range" => {
                    let number = |key: &str| row[key].as_u64().unwrap();
                    released.ranges.insert((number("min"), number("max")));
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

    /// What stands in a text and was not released.
    fn unknown(&self, text: &str) -> Vec<String> {
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
            {
                found.push(window.join(" "));
            }
            if let ([_, "t/m", _, _], (Some(low), Some(high))) =
                (window, (number(window[0]), number(window[2])))
                && window[2].chars().all(|c| c.is_ascii_digit() || ",.;)".contains(c))
                && !self.ranges.contains(&(low, high))
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
            text.push_str(&pdf.text(element));
            text.push('\n');
        }
        text.push_str(element.alt.as_deref().unwrap_or_default());
        text.push('\n');
    }
    for page in pdf.document.get_pages().into_keys() {
        text.push_str(&pdf.document.extract_text(&[page]).unwrap_or_default());
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
    let mut allowed: BTreeMap<Option<&str>, Released> = BTreeMap::new();
    let mut read = 0;
    for (path, bytes) in BUILT.iter().filter(|(path, _)| path.ends_with(".pdf")) {
        let code = path.strip_prefix("gemeenten/").map(|rest| rest[..6].to_owned());
        let province = code.map(|code| provinces[&code].as_str());
        let released = allowed.entry(province).or_insert_with(|| Released::of(province));
        let found = released.unknown(&words(bytes));
        assert!(found.is_empty(), "{path}: {found:?}");
        read += 1;
    }
    assert_eq!(read, 349);
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
        let traded = text.replace(&one.1, "\u{1}").replace(&other.1, &one.1);
        std::fs::write(file.path(), traded.replace('\u{1}', &other.1)).unwrap();
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
    let day = gemeentespiegel::calendar::Date::parse("2023-10-01").unwrap();
    // A name that stands inside another one can't be traded by its letters.
    let simple = |name: &str| {
        name.len() > 6 && register.on(day).filter(|m| m.name.contains(name)).count() == 1
    };
    let both: Vec<_> =
        waves.into_iter().filter(|(_, waves)| *waves == [2022, 2023].into()).collect();
    for ((province, code), _) in &both {
        let one = named(code);
        let other = both
            .iter()
            .filter(|((of, other), _)| of == province && other > code)
            .map(|((_, other), _)| named(other))
            .find(|other| simple(&other.1));
        if let Some(other) = other.filter(|_| simple(&one.1)) {
            return (one, other);
        }
    }
    panic!("the fixture has no two municipalities of one province with the same waves");
}
