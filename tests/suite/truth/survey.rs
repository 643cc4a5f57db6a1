//! A random survey: what was asked, what each municipality answered, and its files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use gemeentespiegel::calendar::Date;
use gemeentespiegel::register::{MunicipalityCode, Register};

use crate::lot::Lot;
use crate::workspace::Workspace;

/// The waves that a survey may have.
const BEFORE: u16 = 2022;
pub(super) const NOW: u16 = 2023;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Single,
    Multi,
    Matrix,
    Grid,
    Numeric,
    Open,
}

#[derive(Debug)]
pub(super) struct Question {
    pub(super) kind: Kind,
    pub(super) letter: char,
    pub(super) options: usize,
    pub(super) rows: usize,
    /// Options that are also counted together.
    pub(super) net: Vec<usize>,
    claims: Vec<usize>,
    headline: bool,
    pub(super) key: bool,
    /// Whether the sheet says which answers mean doing it: all but the last.
    pub(super) marked: bool,
    pub(super) figure: Option<&'static str>,
    empty_is_answer: bool,
    /// Whether it was asked in the wave before too.
    pub(super) asked_before: bool,
}

/// What was chosen of a question (row): options by number.
type Given = BTreeMap<(usize, usize), BTreeSet<usize>>;

#[derive(Debug)]
pub(super) struct Survey {
    pub(super) questions: Vec<Question>,
    pub(super) answers: BTreeMap<(u16, MunicipalityCode), Given>,
    pub(super) waves: Vec<u16>,
    level: &'static str,
}

pub(super) fn letter(at: usize) -> char {
    char::from(b'a' + u8::try_from(at).unwrap())
}

impl Question {
    pub(super) fn option(&self, at: usize) -> String {
        format!("keus {}{}", self.letter, letter(at))
    }

    pub(super) fn row(&self, at: usize) -> String {
        format!("deel {}{}", self.letter, letter(at))
    }

    fn random(at: usize, lot: &mut Lot) -> Self {
        let kinds = [
            Kind::Single,
            Kind::Single,
            Kind::Multi,
            Kind::Multi,
            Kind::Matrix,
            Kind::Grid,
            Kind::Numeric,
            Kind::Open,
        ];
        let kind = lot.one_of(&kinds);
        let options = lot.from(2, 5);
        let closed = matches!(kind, Kind::Single | Kind::Numeric);
        let net = if closed && options > 2 && lot.percent(30) { vec![0, 1] } else { Vec::new() };
        let figure: &[Option<&'static str>] = match kind {
            Kind::Single => &[None, Some("option-bars"), Some("none")],
            Kind::Multi => &[None, Some("ranking"), Some("ranking"), Some("none")],
            Kind::Open => &[None, Some("option-bars"), Some("none")],
            Kind::Matrix | Kind::Grid | Kind::Numeric => &[None],
        };
        let claims = match kind {
            Kind::Single | Kind::Multi if lot.percent(30) => {
                (0..options).filter(|_| lot.percent(60)).collect()
            }
            _ => Vec::new(),
        };
        Self {
            kind,
            letter: letter(at),
            options,
            rows: if matches!(kind, Kind::Matrix | Kind::Grid) { lot.from(2, 4) } else { 0 },
            net,
            claims,
            headline: kind != Kind::Open && lot.percent(25),
            key: kind != Kind::Open && kind != Kind::Grid && lot.percent(60),
            marked: kind == Kind::Single && lot.percent(50),
            figure: lot.one_of(figure),
            empty_is_answer: kind == Kind::Multi && lot.percent(30),
            // The first one always, so that no wave is without questions.
            asked_before: at == 0 || lot.percent(80),
        }
    }

    /// What a municipality chooses of one row; none: it skips it.
    fn choice(&self, lot: &mut Lot) -> Option<BTreeSet<usize>> {
        if lot.percent(12) {
            return None;
        }
        let several = matches!(self.kind, Kind::Multi | Kind::Grid | Kind::Open);
        if !several {
            return Some([lot.below(self.options).min(lot.below(self.options))].into());
        }
        let chosen: BTreeSet<_> = (0..self.options).filter(|_| lot.percent(45)).collect();
        (self.empty_is_answer || !chosen.is_empty()).then_some(chosen)
    }

    fn yaml(&self, waves: &[u16], all: &mut String) {
        let kind = match self.kind {
            Kind::Single => "single",
            Kind::Multi => "multi",
            Kind::Matrix | Kind::Grid => "matrix",
            Kind::Numeric => "numeric",
            Kind::Open => "open",
        };
        let asked = waves.iter().filter(|wave| **wave == NOW || self.asked_before);
        let asked: Vec<_> = asked.map(u16::to_string).collect();
        let l = self.letter;
        write!(
            all,
            "      - id: vraag-{l}\n        kind: {kind}\n        title: Onderwerp {l}\n        text: Wat doet u bij onderwerp {l}?\n        waves: [{}]\n",
            asked.join(", ")
        )
        .unwrap();
        if self.kind == Kind::Grid {
            all.push_str("        several: true\n");
        }
        if self.empty_is_answer {
            all.push_str("        empty_is_answer: true\n");
        }
        if self.rows > 0 {
            all.push_str("        rows:\n");
            for row in 0..self.rows {
                let r = letter(row);
                writeln!(all, "          - {{ code: d{r}, label: \"{}\" }}", self.row(row))
                    .unwrap();
            }
        }
        all.push_str(match self.kind {
            Kind::Numeric => "        min: 0\n        max: 99\n        bands:\n",
            Kind::Open => "        codes:\n",
            _ => "        options:\n",
        });
        for option in 0..self.options {
            let (o, label) = (letter(option), self.option(option));
            let band = match self.kind {
                Kind::Numeric => format!(", from: {}, to: {}", 10 * option, 10 * option + 9),
                _ => String::new(),
            };
            writeln!(all, "          - {{ code: k{o}, label: \"{label}\"{band} }}").unwrap();
        }
        if !self.net.is_empty() {
            let of: Vec<_> = self.net.iter().map(|at| format!("k{}", letter(*at))).collect();
            let of = of.join(", ");
            writeln!(
                all,
                "        nets:\n          - {{ code: net, label: \"samen {l}\", of: [{of}] }}"
            )
            .unwrap();
        }
        if !self.claims.is_empty() {
            all.push_str("        claims:\n");
            for at in &self.claims {
                let (o, label) = (letter(*at), self.option(*at));
                writeln!(all, "          - {{ option: k{o}, one: \"gaat voor {label}\", many: \"gaan voor {label}\" }}").unwrap();
            }
        }
        if self.headline && self.claims.is_empty() {
            writeln!(all, "        headline: \"Bovenaan bij onderwerp {l}: {{}}\"").unwrap();
        }
        if let Some(figure) = self.figure {
            writeln!(all, "        figure: {figure}").unwrap();
        }
        if self.key {
            all.push_str("        key: true\n");
        }
        if self.key && self.marked {
            all.push_str("        sheet:\n          answers:\n");
            for at in 0..self.options {
                let mark = if at + 1 == self.options { "not" } else { "does" };
                writeln!(all, "            - {{ option: k{}, mark: {mark} }}", letter(at)).unwrap();
            }
        }
        if self.key && self.kind != Kind::Numeric {
            all.push_str("        findings:\n");
            let row = if self.rows > 0 { " bij {}" } else { "" };
            for at in 0..self.options {
                let (o, label) = (letter(at), self.option(at));
                writeln!(all, "          - {{ option: k{o}, text: \"kiest {label}{row}\" }}")
                    .unwrap();
            }
        }
    }

    /// The names of its columns.
    fn columns(&self) -> Vec<String> {
        let l = self.letter;
        match self.kind {
            Kind::Matrix | Kind::Grid => {
                (0..self.rows).map(|row| format!("vraag-{l}.d{}", letter(row))).collect()
            }
            Kind::Open => vec![format!("vraag-{l}"), format!("vraag-{l}.codes")],
            _ => vec![format!("vraag-{l}")],
        }
    }

    fn cells(&self, at: usize, given: &Given) -> Vec<String> {
        let codes = |row: usize| {
            let chosen = given.get(&(at, row)).into_iter().flatten();
            chosen.map(|option| format!("k{}", letter(*option))).collect::<Vec<_>>().join("|")
        };
        match self.kind {
            Kind::Matrix | Kind::Grid => (0..self.rows).map(codes).collect(),
            Kind::Open if given.contains_key(&(at, 0)) => vec!["tekst".to_owned(), codes(0)],
            Kind::Open => vec![String::new(), String::new()],
            Kind::Numeric => {
                let number = given.get(&(at, 0)).and_then(|of| of.first());
                vec![number.map_or_else(String::new, |option| (10 * option + 3).to_string())]
            }
            Kind::Multi if self.empty_is_answer => match given.get(&(at, 0)) {
                // "Nothing ticked" is an answer, so every municipality gives one.
                Some(_) => vec![codes(0)],
                None => vec![String::new()],
            },
            Kind::Single | Kind::Multi => vec![codes(0)],
        }
    }
}

/// Municipalities that are the same one in both waves, mixed over the country.
fn municipalities() -> Vec<MunicipalityCode> {
    let register = Register::builtin();
    let [before, now] = [BEFORE, NOW].map(|year| Date::parse(&format!("{year}-10-01")).unwrap());
    let merged: BTreeSet<_> =
        register.mergers_between(before, now).map(|merger| merger.new).collect();
    let both = register.on(before).filter(|municipality| municipality.valid_on(now));
    let codes: Vec<_> =
        both.map(|municipality| municipality.code).filter(|code| !merged.contains(code)).collect();
    let number = codes.len();
    (0..number).map(|at| codes[at * 37 % number]).collect()
}

impl Survey {
    pub(super) fn of(seed: u64) -> Self {
        let mut lot = Lot::of(seed.wrapping_add(77));
        let number = lot.from(2, 6);
        let questions: Vec<_> = (0..number).map(|at| Question::random(at, &mut lot)).collect();
        let waves = if lot.percent(20) { vec![NOW] } else { vec![BEFORE, NOW] };
        let level = lot.one_of(&["open", "open", "open", "normaal", "streng"]);
        let all = municipalities();
        let size = lot.one_of(&[7, 12, 18, 24, 40, 60]);
        let mut answers = BTreeMap::new();
        for wave in &waves {
            for code in &all[..size] {
                if lot.percent(15) && *code != all[0] {
                    continue;
                }
                let mut given = Given::new();
                for (at, question) in questions.iter().enumerate() {
                    if *wave == BEFORE && !question.asked_before {
                        continue;
                    }
                    for row in 0..question.rows.max(1) {
                        let chosen = question.choice(&mut lot);
                        let chosen =
                            chosen.or_else(|| question.empty_is_answer.then(BTreeSet::new));
                        given.extend(chosen.map(|chosen| ((at, row), chosen)));
                    }
                }
                // A questionnaire without any answer is no respondent.
                if given.values().any(|chosen| !chosen.is_empty()) {
                    answers.insert((*wave, *code), given);
                }
            }
        }
        Self { questions, answers, waves, level }
    }

    /// One question, with so many answers per option; of ticks the base is that of the most, or one
    /// more than the others need.
    pub(super) fn counted(kind: Kind, before: &[usize], now: &[usize]) -> Self {
        let question = Question {
            kind,
            letter: 'a',
            options: now.len(),
            rows: 0,
            net: Vec::new(),
            claims: Vec::new(),
            headline: false,
            key: false,
            marked: false,
            figure: (kind == Kind::Multi).then_some("ranking"),
            empty_is_answer: false,
            asked_before: !before.is_empty(),
        };
        let all = municipalities();
        let mut answers = BTreeMap::new();
        for (wave, counts) in [(BEFORE, before), (NOW, now)] {
            let total: usize = counts.iter().sum();
            let base = counts.iter().copied().max().unwrap_or_default();
            for (option, count) in counts.iter().enumerate() {
                // Of ticks the largest counts all, when the others do not fit beside each other.
                let first: usize = match kind {
                    Kind::Multi if base == 16 => 0,
                    _ => counts[..option].iter().sum(),
                };
                for code in all.iter().skip(first).take(*count) {
                    let given: &mut Given = answers.entry((wave, *code)).or_default();
                    given.entry((0, 0)).or_default().insert(option);
                }
            }
            assert!(total <= all.len());
        }
        let waves = if before.is_empty() { vec![NOW] } else { vec![BEFORE, NOW] };
        Self { questions: vec![question], answers, waves, level: "open" }
    }

    /// Its files.
    pub(super) fn write(&self) -> Workspace {
        let workspace = Workspace::of("small");
        let folder = workspace.project();
        let mut questions = String::from(
            "title: Proef\nsection_kinds:\n  - { one: thema, many: themas }\nsections:\n",
        );
        for (at, question) in self.questions.iter().enumerate() {
            if at % 3 == 0 {
                let name = letter(at);
                write!(questions, "  - id: thema-{name}\n    kind: thema\n    title: Thema {name}\n    questions:\n").unwrap();
            }
            question.yaml(&self.waves, &mut questions);
        }
        std::fs::write(folder.join("questionnaire.yaml"), questions).unwrap();
        let mut project = String::from(
            "title: Proef\nclient: Niemand\ndate: \"2023-12-14\"\ndata: fictitious\nquestionnaire: questionnaire.yaml\noutput: out\nwaves:\n",
        );
        for wave in &self.waves {
            write!(project, "  - year: {wave}\n    reference_date: \"{wave}-10-01\"\n    responses: antwoorden-{wave}.csv\n").unwrap();
            std::fs::write(folder.join(format!("antwoorden-{wave}.csv")), self.table(*wave))
                .unwrap();
        }
        let consent = if self.level == "open" {
            "  consent: \"2023-09-01, in de uitnodiging\"\n"
        } else {
            ""
        };
        write!(project, "protection:\n  level: {}\n{consent}  name: Iemand\n  date: \"2023-09-01\"\n  reason: Een proef met verzonnen antwoorden.\n", self.level).unwrap();
        std::fs::write(folder.join("project.yaml"), project).unwrap();
        workspace
    }

    fn table(&self, wave: u16) -> String {
        let asked: Vec<_> = self
            .questions
            .iter()
            .enumerate()
            .filter(|(_, question)| wave == NOW || question.asked_before)
            .collect();
        let columns = asked.iter().flat_map(|(_, question)| question.columns());
        let columns: Vec<_> = std::iter::once("gemeente".to_owned()).chain(columns).collect();
        let mut lines = vec![columns.join(";")];
        for ((_, code), given) in self.answers.iter().filter(|((of, _), _)| *of == wave) {
            let cells = asked.iter().flat_map(|(at, question)| question.cells(*at, given));
            let cells: Vec<_> = std::iter::once(code.to_string()).chain(cells).collect();
            lines.push(cells.join(";"));
        }
        lines.join("\n") + "\n"
    }
}
