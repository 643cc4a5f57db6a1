//! The yardstick: every figure of the published reports is recomputed from raw answers, or it
//! is proven that no answers could give it.
//!
//! `fixtures/published-figures.yaml` holds the figures as printed; the mapping beside it says
//! which cell of ours each one is. A figure that is neither met nor proven impossible fails,
//! and so does one that is called impossible and is met after all.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use gemeentespiegel::production::Prepared;
use gemeentespiegel::questionnaire::Wave;
use gemeentespiegel::register::Register;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::fixture::BENCHMARK;

/// A count of one option or net in one group.
#[derive(Debug, Clone)]
struct Row {
    wave: u16,
    group: String,
    question: String,
    row: Option<String>,
    option: String,
    count: u32,
    base: u32,
}

/// All unprotected counts of a project.
fn rows(prepared: &Prepared) -> Vec<Row> {
    let mut rows = Vec::new();
    for (key, table) in prepared.for_the_bureau().tables.iter() {
        let question = prepared.questionnaire.question(key.question);
        for (index, item) in question.items_in(key.wave) {
            rows.push(Row {
                wave: key.wave.0,
                group: key.group.to_string(),
                question: question.id.clone(),
                row: key.row.map(|row| question.row(row).code.clone()),
                option: item.code.clone(),
                count: table.count(index),
                base: table.base,
            });
        }
    }
    rows
}

#[derive(Debug, Clone, Deserialize)]
struct Published {
    facts: Vec<Fact>,
}

/// A figure as printed.
#[derive(Debug, Clone, Deserialize)]
struct Fact {
    id: String,
    kind: Kind,
    value: f64,
    as_printed: String,
    #[serde(default)]
    approximate: bool,
    base: Option<u32>,
    base_computed: Option<u32>,
    base_source: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Count,
    Percent,
    Base,
    PercentagePoint,
    Fraction,
}

impl Fact {
    /// The value in ten thousandths, so that all comparing is done in integers.
    #[expect(clippy::cast_possible_truncation, reason = "printed figures are small")]
    fn parts(&self) -> i64 {
        (self.value * 10_000.0).round() as i64
    }

    /// How many parts of ten thousand the last printed decimal is worth.
    fn step(&self) -> i64 {
        if self.parts() % 10_000 == 0 { 10_000 } else { 1_000 }
    }

    /// The base that was printed with it, or that the reader of the figure could add up.
    fn stated_base(&self) -> Option<u32> {
        let stated = self.base_source.as_deref() == Some("stated");
        self.base_computed.or(self.base.filter(|_| stated))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mapping {
    impossible: BTreeMap<String, String>,
    outside: BTreeMap<String, String>,
    facts: Vec<Entry>,
}

/// How one figure is recomputed; the keys are explained in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fact: String,
    impossible: Option<String>,
    context: Option<String>,
    outside: Option<String>,
    participation: Option<String>,
    wave: Option<u16>,
    group: Option<String>,
    question: Option<String>,
    row: Option<String>,
    option: Option<String>,
    what: Option<What>,
    since: Option<u16>,
    of: Option<String>,
    base_checked: Option<bool>,
    #[expect(dead_code, reason = "for readers of the file")]
    note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum What {
    Count,
    Percent,
    Base,
    Complement,
    Fraction,
    Difference,
    PercentagePoint,
}

/// A recomputed figure: `numerator / denominator` of what the fact counts.
#[derive(Debug, Clone, Copy)]
struct Found {
    numerator: i64,
    denominator: i64,
    /// What the fact's printed base is about.
    base: i64,
}

impl Found {
    const fn whole(number: i64, base: i64) -> Self {
        Self { numerator: number, denominator: 1, base }
    }

    /// Rounded to whole steps of the printed decimals, a half away from zero.
    fn rounded(self, step: i64) -> i64 {
        let scaled = 2 * 10_000 * self.numerator.abs() + step * self.denominator;
        scaled / (2 * step * self.denominator) * step * self.numerator.signum()
    }

    /// Whether it differs from `parts` (ten thousandths) by no more than `room` parts.
    const fn within(self, parts: i64, room: i64) -> bool {
        (10_000 * self.numerator - parts * self.denominator).abs() <= room * self.denominator
    }
}

/// Whether a recomputed figure is the printed one. Room is given only to figures that the
/// report itself calls approximate: counts a tenth, percentages (rounded) 2 points, fractions a
/// tenth of the whole.
fn is_met(fact: &Fact, found: Found, base_checked: bool) -> bool {
    if base_checked && fact.stated_base().is_some_and(|base| i64::from(base) != found.base) {
        return false;
    }
    let parts = fact.parts();
    match (fact.approximate, fact.kind) {
        (false, Kind::Fraction) => found.within(parts, 0),
        (false, _) => found.rounded(fact.step()) == parts,
        (true, Kind::Percent | Kind::PercentagePoint) => {
            (found.rounded(10_000) - parts).abs() <= 20_000
        }
        (true, Kind::Fraction) => found.within(parts, 1_000),
        (true, Kind::Count | Kind::Base) => found.within(parts, parts / 10),
    }
}

/// The fixture, counted.
struct World {
    prepared: &'static Prepared,
    rows: Vec<Row>,
}

impl World {
    fn read() -> Self {
        let prepared = &BENCHMARK.prepared;
        let rows = rows(prepared);
        Self { prepared, rows }
    }

    /// The figure that an entry names; an error says what is not there.
    fn find(&self, entry: &Entry) -> Result<Found, String> {
        if let Some(what) = &entry.participation {
            return self.participation(entry, what);
        }
        if let Some(what) = &entry.context {
            return self.context(entry, what);
        }
        self.answers(entry)
    }

    fn answers(&self, entry: &Entry) -> Result<Found, String> {
        let what = entry.what.ok_or("no `what`")?;
        let wave = entry.wave.ok_or("no `wave`")?;
        let (count, base) = self.cell(entry, wave, entry.option.as_deref())?;
        let denominator = match &entry.of {
            Some(net) => self.cell(entry, wave, Some(net))?.0,
            None => base,
        };
        let earlier = || {
            let since = entry.since.ok_or("no `since`")?;
            self.cell(entry, since, entry.option.as_deref())
        };
        Ok(match what {
            What::Count => Found::whole(count, denominator),
            What::Base => Found::whole(base, base),
            What::Complement => Found::whole(base - count, base),
            What::Percent => Found { numerator: 100 * count, denominator, base: denominator },
            What::Fraction => Found { numerator: count, denominator, base: denominator },
            What::Difference => Found::whole(count - earlier()?.0, base),
            What::PercentagePoint => {
                let (before, before_base) = earlier()?;
                let numerator = 100 * (count * before_base - before * base);
                Found { numerator, denominator: base * before_base, base }
            }
        })
    }

    /// Count and base of a cell; without an option the count is the base.
    fn cell(&self, entry: &Entry, wave: u16, option: Option<&str>) -> Result<(i64, i64), String> {
        let group = entry.group.as_deref().unwrap_or("national");
        let question = entry.question.as_deref().ok_or("no `question`")?;
        let found = self.rows.iter().find(|row| {
            row.wave == wave
                && row.group == group
                && row.question == question
                && row.row == entry.row
                && option.is_none_or(|option| row.option == option)
        });
        let row = found.ok_or_else(|| format!("no cell {wave} {group} {question} {option:?}"))?;
        let base = i64::from(row.base);
        Ok((option.map_or(base, |_| i64::from(row.count)), base))
    }

    fn participation(&self, entry: &Entry, what: &str) -> Result<Found, String> {
        let wave = Wave(entry.wave.ok_or("no `wave`")?);
        let found = self.prepared.participation.get(&wave).ok_or("no such wave")?;
        let invited = i64::from(found.invited.ok_or("no invited list")?);
        let responded = i64::from(found.responded);
        let previous = || found.previous.ok_or("no wave before");
        Ok(match what {
            "invited" => Found::whole(invited, invited),
            "respondents" => Found::whole(responded, invited),
            "response-rate" => {
                Found { numerator: 100 * responded, denominator: invited, base: invited }
            }
            "represented" => Found::whole(i64::from(found.represented), responded),
            "panel" => Found::whole(i64::from(previous()?.both), responded),
            "new" => Found::whole(i64::from(previous()?.newcomers), responded),
            "new-invited-before" => {
                let previous = previous()?;
                Found::whole(
                    i64::from(previous.newcomers_invited_before),
                    i64::from(previous.newcomers),
                )
            }
            "new-joined" => {
                let previous = previous()?;
                let joined = previous.newcomers - previous.newcomers_invited_before;
                Found::whole(i64::from(joined), i64::from(previous.newcomers))
            }
            _ => return Err(format!("unknown `participation: {what}`")),
        })
    }

    fn context(&self, entry: &Entry, what: &str) -> Result<Found, String> {
        match what {
            "pillars" => {
                let sections = &self.prepared.questionnaire.sections;
                let pillars = sections.iter().filter(|s| s.kind.as_deref() == Some("pijler"));
                let count = pillars.count();
                Ok(Found::whole(small(count), 0))
            }
            "municipalities" => Ok(Found::whole(self.municipalities(entry)?, 0)),
            "invited-of-municipalities" => {
                let invited = self.participation(entry, "invited")?.numerator;
                let all = self.municipalities(entry)?;
                Ok(Found { numerator: invited, denominator: all, base: all })
            }
            _ => Err(format!("unknown `context: {what}`")),
        }
    }

    /// How many municipalities there were on the wave's reference date.
    fn municipalities(&self, entry: &Entry) -> Result<i64, String> {
        let wave = Wave(entry.wave.ok_or("no `wave`")?);
        let material = self.prepared.project.waves.get(&wave).ok_or("no such wave")?;
        Ok(small(Register::builtin().on(material.reference_date).count()))
    }
}

fn small(count: usize) -> i64 {
    i64::try_from(count).expect("a small number")
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn yaml<T: DeserializeOwned>(name: &str) -> T {
    let text = std::fs::read_to_string(fixtures().join(name)).expect("the fixture is there");
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

static WORLD: LazyLock<World> = LazyLock::new(World::read);
static PUBLISHED: LazyLock<Published> = LazyLock::new(|| yaml("published-figures.yaml"));
static MAPPING: LazyLock<Mapping> = LazyLock::new(|| yaml("published-figures-mapping.yaml"));

/// What the yardstick says about all figures.
#[derive(Debug, Default)]
struct Verdict {
    reproduced: Vec<String>,
    impossible: Vec<String>,
    /// About no answer of a municipality.
    outside: Vec<String>,
    missed: Vec<String>,
    /// Impossible without a proof, or met although called impossible.
    wrongly_impossible: Vec<String>,
}

fn judge(facts: &[Fact]) -> Verdict {
    let entries: BTreeMap<&str, &Entry> =
        MAPPING.facts.iter().map(|entry| (entry.fact.as_str(), entry)).collect();
    let mut verdict = Verdict::default();
    for fact in facts {
        let Some(entry) = entries.get(fact.id.as_str()) else {
            verdict.missed.push(format!("{}: not in the mapping", fact.id));
            continue;
        };
        if let Some(reason) = &entry.outside {
            match MAPPING.outside.get(reason) {
                Some(why) => verdict.outside.push(format!("{}: {why}", fact.id)),
                None => verdict.missed.push(format!("{}: no reason {reason}", fact.id)),
            }
            continue;
        }
        let found = WORLD.find(entry);
        let met = found
            .as_ref()
            .is_ok_and(|found| is_met(fact, *found, entry.base_checked != Some(false)));
        let shown = found.map_or_else(|error| error, |found| show(&found));
        let line = format!("{} (printed {}; {shown})", fact.id, fact.as_printed);
        match &entry.impossible {
            None if met => verdict.reproduced.push(line),
            None => verdict.missed.push(line),
            Some(proof) => match MAPPING.impossible.get(proof) {
                Some(reason) if !met => {
                    verdict.impossible.push(format!("{line} {proof}: {reason}"));
                }
                Some(_) => verdict.wrongly_impossible.push(format!("{line} is met")),
                None => verdict.wrongly_impossible.push(format!("{line} no proof {proof}")),
            },
        }
    }
    verdict
}

fn show(found: &Found) -> String {
    if found.denominator == 1 {
        format!("found {} of {}", found.numerator, found.base)
    } else {
        format!("found {}/{}", found.numerator, found.denominator)
    }
}

#[test]
#[expect(clippy::disallowed_macros, reason = "shown with --nocapture: the yardstick in full")]
fn every_published_figure_is_reproduced_or_impossible() {
    let verdict = judge(&PUBLISHED.facts);
    let mut report = String::new();
    let parts = [
        ("reproduced", &verdict.reproduced),
        ("impossible", &verdict.impossible),
        ("outside the survey", &verdict.outside),
        ("missed", &verdict.missed),
        ("wrongly called impossible", &verdict.wrongly_impossible),
    ];
    for (name, lines) in parts {
        for line in lines {
            writeln!(report, "{name}: {line}").expect("writing to a text");
        }
    }
    for (name, lines) in parts {
        writeln!(report, "{name}: {} of {}", lines.len(), PUBLISHED.facts.len())
            .expect("writing to a text");
    }
    println!("{report}");
    assert!(verdict.missed.is_empty(), "missed:\n{}", verdict.missed.join("\n"));
    assert!(verdict.wrongly_impossible.is_empty(), "{}", verdict.wrongly_impossible.join("\n"));
}

#[test]
fn the_mapping_names_every_fact_once_and_every_proof_is_used() {
    let facts: BTreeSet<&str> = PUBLISHED.facts.iter().map(|fact| fact.id.as_str()).collect();
    let named: BTreeSet<&str> = MAPPING.facts.iter().map(|entry| entry.fact.as_str()).collect();
    assert_eq!(facts, named);
    assert_eq!(named.len(), MAPPING.facts.len(), "a fact is named twice");
    let proofs: BTreeSet<&String> = MAPPING.impossible.keys().collect();
    let used: BTreeSet<&String> =
        MAPPING.facts.iter().filter_map(|entry| entry.impossible.as_ref()).collect();
    assert_eq!(proofs, used);
}

#[test]
fn a_figure_that_is_one_off_is_missed() {
    let reproduced = judge(&PUBLISHED.facts).reproduced.len();
    for shift in [-1.0, 1.0] {
        let shifted: Vec<Fact> = PUBLISHED
            .facts
            .iter()
            .map(|fact| Fact { value: fact.value + shift, ..fact.clone() })
            .collect();
        let exact: Vec<Fact> = shifted.into_iter().filter(|fact| !fact.approximate).collect();
        let verdict = judge(&exact);
        assert!(verdict.reproduced.is_empty(), "{:#?}", verdict.reproduced);
        assert!(reproduced > 0);
    }
}
