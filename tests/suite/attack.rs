//! An attacker on the real fixture, who reads only what is delivered.
//!
//! It is written apart from the gate: it takes the released figures as numbers, knows who took
//! part and who answered each question, the questionnaire, the rules of the level and one
//! reader's own answers (at `streng` a neighbour's too), and asks for every answer of every other
//! municipality whether some other answers give the very same figures. Its unknowns are how many
//! of each combination of groups gave each possible answer as a whole, so that it needs no theory
//! of ticks and nets. All questions (rows) of all waves, all provinces and all readers are
//! covered; readers of one combination with the same answer know the same.

use std::collections::{BTreeMap, BTreeSet};

use gemeentespiegel::calendar::Date;
use gemeentespiegel::register::Register;
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions};
use serde_json::Value;

use crate::built::{FIXTURE as BUILT, STRENG};
use crate::workspace::{Workspace, screen};

/// Where the search stops; what is not decided then counts as derived.
const BRANCHES: u64 = 2000;

/// Wave, question, row.
type Subject = (u64, String, String);

fn subject(row: &Value) -> Subject {
    let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    (row["wave"].as_u64().unwrap(), text("question"), text("row"))
}

/// What everyone knows apart from the figures, and the answers that the readers gave.
struct Survey {
    /// By question as it stands in the questionnaire.
    questions: BTreeMap<String, Value>,
    /// Who answered, and what.
    answers: BTreeMap<Subject, BTreeMap<String, BTreeSet<String>>>,
    provinces: BTreeMap<String, String>,
    /// The groups of the project's own, where it has them.
    classes: BTreeMap<String, String>,
    dates: BTreeMap<u64, Date>,
    /// The bases of the panels, to check who is counted in them.
    panels: BTreeMap<(Subject, String), u64>,
}

impl Survey {
    fn read() -> Self {
        Self::of(&BUILT["bureau/tabellen.json"], BTreeMap::new())
    }

    fn of(tables: &[u8], classes: BTreeMap<String, String>) -> Self {
        let yaml = |text: &str| -> Value { serde_yaml::from_str(text).unwrap() };
        let questionnaire = yaml(include_str!("../../questionnaire/een-tegen-eenzaamheid.yaml"));
        let project = yaml(include_str!("../../fixtures/een-tegen-eenzaamheid/project.yaml"));
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let questions: BTreeMap<String, Value> = list(&questionnaire["sections"])
            .iter()
            .flat_map(|section| list(&section["questions"]))
            .map(|question| (question["id"].as_str().unwrap().to_owned(), question))
            .collect();
        let dates = list(&project["waves"]).into_iter().map(|wave| {
            let day = wave["reference_date"].as_str().unwrap();
            (wave["year"].as_u64().unwrap(), Date::parse(day).unwrap())
        });
        let mut survey = Self {
            questions,
            answers: BTreeMap::new(),
            provinces: BTreeMap::new(),
            classes,
            dates: dates.collect(),
            panels: BTreeMap::new(),
        };
        let rows: Value = serde_json::from_slice(tables).unwrap();
        for row in rows.as_array().unwrap() {
            let group = row["group"].as_str().unwrap();
            if group.starts_with("panel:") {
                let base = row["base"].as_u64().unwrap();
                survey.panels.insert((subject(row), group.to_owned()), base);
            }
            let Some(code) = group.strip_prefix("municipality:") else { continue };
            let province = row["province"].as_str().unwrap();
            survey.provinces.insert(code.to_owned(), province.to_owned());
            let option = row["option"].as_str().unwrap();
            let chosen = row["count"] == 1 && survey.net(&subject(row).1, option).is_none();
            let given = survey.answers.entry(subject(row)).or_default();
            given.entry(code.to_owned()).or_default().extend(chosen.then(|| option.to_owned()));
        }
        survey
    }

    /// The options that a net counts.
    fn net(&self, question: &str, code: &str) -> Option<BTreeSet<String>> {
        let nets = self.questions[question]["nets"].as_array()?;
        let net = nets.iter().find(|net| net["code"] == code)?;
        let of = net["of"].as_array().unwrap().iter();
        Some(of.map(|option| option.as_str().unwrap().to_owned()).collect())
    }

    /// Who is in a panel of this question.
    fn members(&self, (wave, question, row): &Subject, panel: &str) -> BTreeSet<&String> {
        let (from, to) = panel["panel:".len()..].split_once('-').unwrap();
        let [from, to]: [u64; 2] = [from, to].map(|year| year.parse().unwrap());
        let of = |wave| self.answers.get(&(wave, question.clone(), row.clone()));
        let [Some(before), Some(after)] = [of(from), of(to)] else { return BTreeSet::new() };
        let same = |code: &String| {
            let (from, to) = (self.dates[&from], self.dates[&to]);
            Register::builtin().same_entity(code.parse().unwrap(), from, to)
        };
        let both: BTreeSet<&String> =
            before.keys().filter(|code| after.contains_key(*code) && same(code)).collect();
        let base = self.panels[&((*wave, question.clone(), row.clone()), panel.to_owned())];
        assert_eq!(both.len() as u64, base, "{question}, {row}, {panel}");
        both
    }
}

/// What a figure says: between which numbers of a group chose an option or net.
#[derive(Debug, Clone)]
struct Figure {
    group: String,
    option: String,
    base: Option<u64>,
    bounds: Option<(u64, u64)>,
}

/// The delivered figures by question (row) and wave.
type Figures = BTreeMap<Subject, Vec<Figure>>;

fn figures(bytes: &[u8]) -> Figures {
    let rows: Value = serde_json::from_slice(bytes).unwrap();
    let mut figures = Figures::new();
    for row in rows.as_array().unwrap() {
        let text = |key: &str| row[key].as_str().unwrap().to_owned();
        let number = |key: &str| row[key].as_u64();
        let bounds = number("count")
            .map(|count| (count, count))
            .or_else(|| Some((number("min")?, number("max")?)));
        let (group, option, base) = (text("group"), text("option"), number("base"));
        let figure = Figure { group, option, base, bounds };
        figures.entry(subject(row)).or_default().push(figure);
    }
    figures
}

/// Municipalities in the same groups, and an answer as a set of bits.
type Cell = (usize, u64);

/// A sum that is known: which combinations, with an answer that has one of these bits.
struct Clue {
    combinations: Vec<bool>,
    bits: u64,
    low: i64,
    high: i64,
    base: Option<u64>,
}

/// One question (row) of one wave, as an attacker sees it.
struct Puzzle {
    options: Vec<String>,
    several: bool,
    provinces: Vec<String>,
    sizes: Vec<i64>,
    clues: Vec<Clue>,
    /// How many gave each answer.
    truth: BTreeMap<Cell, i64>,
    /// Answers that somebody gave, and all that could be given.
    given: Vec<u64>,
    possible: Vec<u64>,
    /// Other answers that give the same figures: what changes.
    others: Vec<BTreeMap<Cell, i64>>,
    solved: usize,
}

/// What is certain: of all others of a combination, that an option was chosen or not.
struct Doubt {
    combination: usize,
    option: usize,
    chosen: bool,
}

impl Puzzle {
    fn of(survey: &Survey, all: &Figures, subject: &Subject, k: u64) -> Self {
        let (question, figures) = (&survey.questions[&subject.1], &all[subject]);
        let answers = &survey.answers[subject];
        let kind = question["kind"].as_str().unwrap();
        let several = question["several"] == true || matches!(kind, "multi" | "open");
        let mut options: Vec<String> = Vec::new();
        let shown = figures.iter().map(|figure| &figure.option);
        for option in shown.chain(answers.values().flatten()) {
            if survey.net(&subject.1, option).is_none() && !options.contains(option) {
                options.push(option.clone());
            }
        }
        let bits = |chosen: &BTreeSet<String>| -> u64 {
            let at = |option: &String| options.iter().position(|found| found == option);
            chosen.iter().filter_map(at).map(|at| 1 << at).sum()
        };
        // Who is where.
        let panels: BTreeSet<&String> = figures
            .iter()
            .map(|figure| &figure.group)
            .filter(|group| group.starts_with("panel:"))
            .collect();
        let members: BTreeMap<&String, BTreeSet<&String>> =
            panels.into_iter().map(|panel| (panel, survey.members(subject, panel))).collect();
        type Options<'a> = (&'a String, Option<&'a String>, Vec<&'a String>);
        let mut combinations: BTreeMap<Options, Vec<u64>> = BTreeMap::new();
        for (code, chosen) in answers {
            let of = members.iter().filter(|(_, members)| members.contains(code));
            let class = survey.classes.get(code);
            let groups = (&survey.provinces[code], class, of.map(|(panel, _)| *panel).collect());
            combinations.entry(groups).or_default().push(bits(chosen));
        }
        let counted = |group: &str| -> Vec<bool> {
            let of =
                combinations.keys().map(|(province, class, panels)| match group.split_once(':') {
                    None => true,
                    Some(("province" | "area", codes)) => {
                        codes.split('+').any(|code| code == *province)
                    }
                    Some(("group", code)) => class.is_some_and(|class| class == code),
                    Some(_) => panels.iter().any(|panel| panel.as_str() == group),
                });
            of.collect()
        };
        // What is said.
        let mut clues = Vec::new();
        for figure in figures {
            let net = survey.net(&subject.1, &figure.option);
            let hidden = figure.base.filter(|base| *base < 50 && (several || net.is_none()));
            // A single cell is withheld only where it would have been exact: of a single choice
            // also where it is low.
            let lowest = if several { k + 1 } else { 0 };
            let hidden = hidden.map(|base| (lowest, base - k - 1));
            let Some((low, high)) = figure.bounds.or(hidden) else { continue };
            let items = net.unwrap_or_else(|| [figure.option.clone()].into());
            let [low, high] = [low, high].map(|n| i64::try_from(n).unwrap());
            let (combinations, bits) = (counted(&figure.group), bits(&items));
            clues.push(Clue { combinations, bits, low, high, base: figure.base });
        }
        let mut truth: BTreeMap<Cell, i64> = BTreeMap::new();
        for (at, given) in combinations.values().enumerate() {
            given.iter().for_each(|answer| *truth.entry((at, *answer)).or_default() += 1);
        }
        for (wave, other, row) in all.keys().filter(|(wave, ..)| *wave == subject.0) {
            let conditions = survey.questions[other]["applies_if"].as_array();
            for condition in conditions.into_iter().flatten() {
                if condition["question"] != subject.1 {
                    continue;
                }
                let mut items = BTreeSet::new();
                for option in condition["options"].as_array().unwrap() {
                    let option = option.as_str().unwrap().to_owned();
                    items.extend(survey.net(&subject.1, &option).unwrap_or([option].into()));
                }
                let follow_up = &all[&(*wave, other.clone(), row.clone())];
                let bases: BTreeMap<&String, u64> = follow_up
                    .iter()
                    .filter_map(|figure| Some((&figure.group, figure.base?)))
                    .collect();
                for (group, base) in bases {
                    let (combinations, bits) = (counted(group), bits(&items));
                    let asked: i64 = truth
                        .iter()
                        .filter(|((at, answer), _)| combinations[*at] && answer & bits != 0)
                        .map(|(_, times)| *times)
                        .sum();
                    // Whoever answered was asked; perhaps all who were asked answered.
                    let low = i64::try_from(base).unwrap();
                    let high = if low == asked { low } else { i64::from(i32::MAX) };
                    clues.push(Clue { combinations, bits, low, high, base: None });
                }
            }
        }
        // What could be answered.
        let exclusive: u64 = question["options"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|option| option["exclusive"] == true)
            .map(|option| bits(&[option["code"].as_str().unwrap().to_owned()].into()))
            .sum();
        let given: BTreeSet<u64> = truth.keys().map(|(_, answer)| *answer).collect();
        let empty = given.contains(&0) || kind == "open" || question["empty_is_answer"] == true;
        let fits = |answer: &u64| match answer.count_ones() {
            0 => empty,
            1 => true,
            _ => several && answer & exclusive == 0,
        };
        let possible: Vec<u64> = (0..1 << options.len()).filter(fits).collect();
        assert!(given.iter().all(|answer| possible.contains(answer)), "{subject:?}");
        Self {
            several,
            provinces: combinations.keys().map(|(province, ..)| (*province).clone()).collect(),
            sizes: combinations.values().map(|given| given.len() as i64).collect(),
            options,
            clues,
            truth,
            given: given.into_iter().collect(),
            possible,
            others: Vec::new(),
            solved: 0,
        }
    }

    /// Every reader, or every two of a province, with what they answered.
    fn readers(&self, neighbour: bool) -> Vec<Vec<Cell>> {
        let ones: Vec<Cell> = self.truth.keys().copied().collect();
        let mut readers: Vec<Vec<Cell>> = ones.iter().map(|one| vec![*one]).collect();
        for (at, one) in ones.iter().enumerate().filter(|_| neighbour) {
            for two in &ones[at..] {
                let near = self.provinces[one.0] == self.provinces[two.0];
                if near && (one != two || self.truth[one] > 1) {
                    readers.push(vec![*one, *two]);
                }
            }
        }
        readers
    }

    /// The first answer that somebody can derive.
    fn derived(&mut self, neighbour: bool) -> Option<String> {
        for known in self.readers(neighbour) {
            for doubt in self.doubts(&known) {
                if !self.is_general(&known, &doubt) && !self.otherwise(&known, &doubt) {
                    let Doubt { combination, option, chosen } = doubt;
                    return Some(format!(
                        "{} of {}: {chosen}, for {known:?}",
                        self.options[option], self.provinces[combination]
                    ));
                }
            }
        }
        None
    }

    /// How many of a combination chose an option, those that the reader knows left out.
    fn chose(&self, known: &[Cell], combination: usize, option: usize) -> i64 {
        let here = self.truth.range((combination, 0)..=(combination, u64::MAX));
        let all: i64 = here
            .filter(|((_, answer), _)| answer >> option & 1 == 1)
            .map(|(_, times)| *times)
            .sum();
        let own =
            known.iter().filter(|(at, answer)| *at == combination && answer >> option & 1 == 1);
        all - own.count() as i64
    }

    fn unknown(&self, known: &[Cell], combination: usize) -> i64 {
        self.sizes[combination] - known.iter().filter(|(at, _)| *at == combination).count() as i64
    }

    /// What is true of all others of a combination.
    fn doubts(&self, known: &[Cell]) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        for combination in 0..self.sizes.len() {
            let others = self.unknown(known, combination);
            for option in 0..self.options.len() {
                let chose = self.chose(known, combination, option);
                if others > 0 && (chose == others || chose == 0 && self.several) {
                    doubts.push(Doubt { combination, option, chosen: chose == others });
                }
            }
        }
        doubts
    }

    /// Whether it follows from one figure of at least fifty municipalities.
    fn is_general(&self, known: &[Cell], doubt: &Doubt) -> bool {
        self.clues.iter().any(|clue| {
            let here = || known.iter().filter(|(at, _)| clue.combinations[*at]);
            let own = here().filter(|(_, answer)| answer & clue.bits != 0).count() as i64;
            let base = clue.base.filter(|base| *base >= 50).map_or(-1, |base| base as i64);
            let others = base - here().count() as i64;
            base >= 0
                && clue.bits == 1 << doubt.option
                && clue.low == clue.high
                && clue.combinations[doubt.combination]
                && clue.low - own == if doubt.chosen { others } else { 0 }
        })
    }

    /// Whether other answers give the same figures, with what the reader knows.
    fn otherwise(&mut self, known: &[Cell], doubt: &Doubt) -> bool {
        let upholds = |change: &BTreeMap<Cell, i64>| {
            let here = change.range((doubt.combination, 0)..=(doubt.combination, u64::MAX));
            let moved: i64 = here
                .filter(|((_, answer), _)| answer >> doubt.option & 1 == 1)
                .map(|(_, by)| by)
                .sum();
            let kept = |cell: &Cell| {
                let own = known.iter().filter(|one| *one == cell).count() as i64;
                self.truth[cell] + change.get(cell).unwrap_or(&0) >= own
            };
            moved * if doubt.chosen { -1 } else { 1 } > 0 && known.iter().all(kept)
        };
        if self.others.iter().rev().any(upholds) {
            return true;
        }
        for answers in [self.given.clone(), self.possible.clone()] {
            self.solved += 1;
            if let Some(change) = self.solve(&answers, known, doubt) {
                assert!(upholds(&change) && self.fits(&change), "the solver errs");
                self.others.push(change);
                return true;
            }
        }
        false
    }

    /// The fewest changes of answers after which the doubt holds and all figures stay.
    fn solve(&self, answers: &[u64], known: &[Cell], doubt: &Doubt) -> Option<BTreeMap<Cell, i64>> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let small = |n: i64| i32::try_from(n).unwrap();
        let mut unknowns = BTreeMap::new();
        for (combination, size) in self.sizes.iter().enumerate() {
            if self.unknown(known, combination) == 0 {
                continue;
            }
            for answer in answers {
                let cell = (combination, *answer);
                let now = self.truth.get(&cell).copied().unwrap_or(0);
                let own = known.iter().filter(|one| **one == cell).count() as i64;
                let mut part =
                    |most: i64| (most > 0).then(|| problem.add_integer_var(1.0, (0, small(most))));
                unknowns.insert(cell, (part(size - now), part(now - own)));
            }
        }
        let terms = |counts: &dyn Fn(&Cell) -> bool| {
            let mut terms = Vec::new();
            for (_, (more, less)) in unknowns.iter().filter(|(cell, _)| counts(cell)) {
                terms.extend(more.map(|more| (more, 1.0)));
                terms.extend(less.map(|less| (less, -1.0)));
            }
            terms
        };
        for combination in 0..self.sizes.len() {
            let here = terms(&|cell| cell.0 == combination);
            problem.add_constraint(here, ComparisonOp::Eq, 0.0);
        }
        for clue in &self.clues {
            let counts = |cell: &Cell| clue.combinations[cell.0] && cell.1 & clue.bits != 0;
            let now: i64 =
                self.truth.iter().filter(|(cell, _)| counts(cell)).map(|(_, times)| times).sum();
            let terms = terms(&counts);
            if clue.low == clue.high {
                problem.add_constraint(terms, ComparisonOp::Eq, (clue.low - now) as f64);
            } else {
                problem.add_constraint(terms.clone(), ComparisonOp::Ge, (clue.low - now) as f64);
                problem.add_constraint(terms, ComparisonOp::Le, (clue.high - now) as f64);
            }
        }
        let hit = |cell: &Cell| cell.0 == doubt.combination && cell.1 >> doubt.option & 1 == 1;
        let (sign, one) =
            if doubt.chosen { (ComparisonOp::Le, -1.0) } else { (ComparisonOp::Ge, 1.0) };
        problem.add_constraint(terms(&hit), sign, one);
        let mut options = SolveOptions::default();
        options.node_limit = Some(BRANCHES);
        options.mip_gap = 1e9;
        let outcome = problem.solve_with(options).ok()?;
        let solution = outcome.solution()?;
        let value = |part: Option<microlp::Variable>| {
            part.map_or(0, |part| solution.var_value(part).round() as i64)
        };
        let change =
            unknowns.iter().map(|(cell, (more, less))| (*cell, value(*more) - value(*less)));
        Some(change.filter(|(_, by)| *by != 0).collect())
    }

    /// Whether all figures stay as they are.
    fn fits(&self, change: &BTreeMap<Cell, i64>) -> bool {
        let now = |cell: &Cell| self.truth.get(cell).unwrap_or(&0);
        let stays = |combination: usize| {
            change.iter().filter(|(cell, _)| cell.0 == combination).map(|(_, by)| by).sum::<i64>()
                == 0
        };
        change.iter().all(|(cell, by)| now(cell) + by >= 0)
            && (0..self.sizes.len()).all(stays)
            && self.clues.iter().all(|clue| {
                let counts = |cell: &Cell| clue.combinations[cell.0] && cell.1 & clue.bits != 0;
                let of = |numbers: &BTreeMap<Cell, i64>| -> i64 {
                    numbers.iter().filter(|(cell, _)| counts(cell)).map(|(_, n)| n).sum()
                };
                (clue.low..=clue.high).contains(&(of(&self.truth) + of(change)))
            })
    }
}

/// All that is derived from these figures, by question (row) and wave, and how often the
/// solver was asked.
fn attack(
    survey: &Survey,
    figures: &Figures,
    (k, neighbour): (u64, bool),
    of: impl Fn(&Subject) -> bool,
) -> (BTreeMap<Subject, String>, usize) {
    let mut solved = 0;
    let mut found = BTreeMap::new();
    for subject in figures.keys().filter(|subject| of(subject)) {
        let mut puzzle = Puzzle::of(survey, figures, subject, k);
        let derived = puzzle.derived(neighbour);
        solved += puzzle.solved;
        found.extend(derived.map(|derived| (subject.clone(), derived)));
    }
    (found, solved)
}

#[test]
fn at_normaal_nothing_is_derived_from_the_fixture() {
    let survey = Survey::read();
    let figures = figures(&BUILT["openbaar/cijfers.json"]);
    assert_eq!(figures.len(), 148);
    let (found, solved) = attack(&survey, &figures, (2, false), |_| true);
    println!("normaal: the solver was asked {solved} times");
    assert!(solved > 1000, "the solver was asked {solved} times only");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn at_streng_nothing_is_derived_from_the_fixture() {
    let figures = figures(&STRENG);
    let (found, solved) = attack(&Survey::read(), &figures, (3, true), |_| true);
    println!("streng: the solver was asked {solved} times");
    assert!(found.is_empty(), "{found:#?}");
}

/// The last two waves of the fixture by themselves, with groups of its own beside the areas.
fn last_waves(classes: BTreeMap<String, String>) -> (Survey, Figures) {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    let lines = classes.iter().map(|(code, of)| format!("{code};{of};klasse {of}\n"));
    let file = format!("gemeente;groep;naam\n{}", lines.collect::<String>());
    std::fs::write(workspace.project().join("klassen.csv"), file).unwrap();
    let own = if classes.is_empty() { "" } else { "comparison:\n  groups: klassen.csv\n" };
    workspace.edit("project.yaml", |text| {
        let (before, waves) = text.split_once("  - year: 2019").unwrap();
        let (_, last) = waves.split_once("  - year: 2022").unwrap();
        let text = format!("{before}  - year: 2022{last}").replace("templates: sjablonen\n", "");
        format!("{text}{own}")
    });
    let export = |what: &str| {
        let output = workspace.spiegel(&["export", what, "fixtures/project"]);
        assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
        output.stdout
    };
    (Survey::of(&export("tabellen"), classes), figures(&export("cijfers")))
}

#[test]
#[ignore = "a minute of processor time: for by hand"]
fn from_the_last_two_waves_by_themselves_nothing_is_derived() {
    let (survey, figures) = last_waves(BTreeMap::new());
    let (found, solved) = attack(&survey, &figures, (2, false), |subject| subject.0 == 2023);
    println!("two waves: the solver was asked {solved} times");
    assert!(found.is_empty(), "{found:#?}");
}

/// Five classes beside the areas, audited together.
#[test]
#[ignore = "a minute of processor time: for by hand"]
fn with_groups_of_the_project_beside_areas_nothing_is_derived() {
    let codes = Register::builtin().on(Date::parse("2022-10-01").unwrap());
    let codes = codes.chain(Register::builtin().on(Date::parse("2023-10-01").unwrap()));
    let class = |code: u16| format!("g{}", code * 7 % 11 % 5);
    let (survey, figures) =
        last_waves(codes.map(|m| (m.code.to_string(), class(m.code.number()))).collect());
    assert!(figures.values().flatten().any(|figure| figure.group.starts_with("group:")));
    let (found, solved) = attack(&survey, &figures, (2, false), |subject| subject.0 == 2023);
    println!("groups beside areas: the solver was asked {solved} times");
    assert!(found.is_empty(), "{found:#?}");
}

/// The figures as they would be without the audit: what it withheld is shown by the fixed rules.
#[test]
fn without_the_audit_answers_are_derived_from_the_fixture() {
    let survey = Survey::read();
    let mut figures = figures(&BUILT["openbaar/cijfers.json"]);
    let control: Value = serde_json::from_slice(&BUILT["bureau/controle.json"]).unwrap();
    let mut audited: BTreeSet<Subject> = BTreeSet::new();
    for of in control["released"].as_array().unwrap() {
        let subject = subject(of);
        for part in of["withheld"].as_array().unwrap().iter().filter(|p| p["why"] == "derivable") {
            let table = figures.get_mut(&subject).unwrap();
            let options = part["options"].as_array();
            let shown = table.iter_mut().filter(|figure| part["group"] == figure.group);
            for figure in shown.filter(|figure| {
                options.is_none_or(|options| options.iter().any(|o| *o == figure.option))
            }) {
                let (count, base) = count(&survey, &subject, figure);
                let bounds = match (count, base) {
                    _ if base < 50 && no_option_near_base(&survey, &subject, figure) => {
                        (count, count)
                    }
                    (0..=2, ..50) => (0, 2.min(base)),
                    (_, ..50) if count + 2 >= base => (base - 2, base),
                    _ => (count, count),
                };
                (figure.base, figure.bounds) = (Some(base), Some(bounds));
            }
            audited.insert(subject.clone());
        }
    }
    assert!(audited.len() > 20, "{}", audited.len());
    let (found, solved) =
        attack(&survey, &figures, (2, false), |subject| audited.contains(subject));
    println!(
        "without the audit: derived in {} of {} questions; the solver was asked {solved} times",
        found.len(),
        audited.len()
    );
    assert!(found.len() * 2 > audited.len(), "{} of {}: {found:#?}", found.len(), audited.len());
}

/// Whether of a single choice no option is near everybody in the group of a figure: then all
/// counts are exact.
fn no_option_near_base(survey: &Survey, subject: &Subject, figure: &Figure) -> bool {
    let question = &survey.questions[&subject.1];
    let kind = question["kind"].as_str().unwrap();
    let several = question["several"] == true || matches!(kind, "multi" | "open");
    let options: BTreeSet<&String> = survey.answers[subject].values().flatten().collect();
    !several
        && options.into_iter().all(|option| {
            let of = Figure { option: option.clone(), ..figure.clone() };
            let (count, base) = count(survey, subject, &of);
            count + 2 < base
        })
}

/// What a withheld figure hides.
fn count(survey: &Survey, subject: &Subject, figure: &Figure) -> (u64, u64) {
    let group = figure.group.as_str();
    let items =
        survey.net(&subject.1, &figure.option).unwrap_or_else(|| [figure.option.clone()].into());
    let members =
        if group.starts_with("panel:") { survey.members(subject, group) } else { BTreeSet::new() };
    let counted = |code: &String| {
        let province = survey.provinces[code].as_str();
        match group.split_once(':') {
            None => true,
            Some(("province" | "area", codes)) => codes.split('+').any(|code| code == province),
            Some(_) => members.contains(code),
        }
    };
    let here = || survey.answers[subject].iter().filter(|(code, _)| counted(code));
    let chose = here().filter(|(_, chosen)| !chosen.is_disjoint(&items));
    (chose.count() as u64, here().count() as u64)
}
