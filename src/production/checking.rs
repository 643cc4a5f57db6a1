//! JSON for checking: every count for the bureau, every released figure for everyone.
//!
//! `tabellen.json` is unprotected and never leaves the bureau; `cijfers.json` is written
//! from released figures only. Both are arrays of rows with the same keys, described by
//! the JSON Schemas in `questionnaire/schema/`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Prepared;
use crate::disclosure::{
    Exposure, FigureView, Group, ReleasedTable, Subject, TableKey, Usefulness, Why, Withholding,
};
use crate::manuscript::json_schema;
use crate::questionnaire::{Question, Questionnaire, RowIndex};
use crate::register::Register;
use crate::statistics::{Share, Table, tabulate_one};

/// Version of the form of `tabellen.json`, as the manifest gives it.
pub(super) const TABLES_SCHEMA: &str = "gemeentespiegel/tabellen/1";
/// Version of the form of `cijfers.json`, as the manifest gives it.
pub(super) const FIGURES_SCHEMA: &str = "gemeentespiegel/cijfers/1";
/// Version of the form of `controle.json`, as the manifest gives it.
pub(super) const CONTROL_SCHEMA: &str = "gemeentespiegel/controle/1";

/// One unprotected count. A table that nobody validly answered has no rows.
#[derive(Serialize, JsonSchema)]
struct TableRow<'a> {
    /// The wave that is counted.
    wave: u16,
    /// `national`, `province:PV23`, `panel:2022-2023` or `municipality:GM0193`.
    group: &'a str,
    /// The province of a municipality; absent for other groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    province: Option<&'a str>,
    /// Id of the question.
    question: &'a str,
    /// Code of the row of a matrix; null for other questions.
    row: Option<&'a str>,
    /// Code of the option, band, code or net.
    option: &'a str,
    /// How many respondents chose it.
    count: u32,
    /// How many validly answered.
    base: u32,
    /// Whole percents, a half rounded up.
    percent: u32,
}

/// One judged figure. A table that nobody validly answered has no rows.
#[derive(Serialize, JsonSchema)]
struct FigureRow<'a> {
    /// The wave that is counted.
    wave: u16,
    /// `national`, `landsdeel:Noord`, `province:PV23` or `panel:2022-2023`.
    group: &'a str,
    /// Id of the question.
    question: &'a str,
    /// Code of the row of a matrix; null for other questions.
    row: Option<&'a str>,
    /// Code of the option, band, code or net.
    option: &'a str,
    /// How many respondents chose it; null unless the status is `exact`.
    count: Option<u32>,
    /// How many validly answered; null when the whole table is withheld.
    base: Option<u32>,
    /// Whole percents, a half rounded up; null unless the status is `exact`.
    percent: Option<u32>,
    /// `exact`, `range` or `withheld`.
    status: &'static str,
    /// Lowest possible count of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<u32>,
    /// Highest possible count of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<u32>,
    /// Why it is withheld: `small-base`, `complementary` or `routed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

/// JSON Schema of `tabellen.json`.
#[must_use]
pub fn tables_schema() -> String {
    json_schema::<Vec<TableRow>>("Every count, unprotected (gemeentespiegel/tabellen/1)")
}

/// JSON Schema of `cijfers.json`.
#[must_use]
pub fn figures_schema() -> String {
    json_schema::<Vec<FigureRow>>("Every released figure (gemeentespiegel/cijfers/1)")
}

/// Every count of every wave, question, row, option and group, the single municipalities
/// included. For the bureau's eyes only.
#[must_use]
pub fn tables_json(prepared: &Prepared) -> Vec<u8> {
    let mut json = JsonRows::default();
    for (key, table) in prepared.tables.iter() {
        push_table(&mut json, &prepared.questionnaire, key, &key.group.to_string(), None, table);
    }
    let register = Register::builtin();
    for (wave, data) in &prepared.dataset.waves {
        for (code, response) in &data.responses {
            let group = format!("municipality:{code}");
            let province = register.get(*code).map(|m| format!("{}", m.province));
            for ((question, row), table) in tabulate_one(&prepared.questionnaire, response) {
                let key = TableKey { wave: *wave, question, row, group: Group::National };
                let province = province.as_deref();
                push_table(&mut json, &prepared.questionnaire, &key, &group, province, &table);
            }
        }
    }
    json.finish()
}

fn push_table(
    json: &mut JsonRows,
    questionnaire: &Questionnaire,
    key: &TableKey,
    group: &str,
    province: Option<&str>,
    table: &Table,
) {
    let question = questionnaire.question(key.question);
    for (index, item) in question.items_in(key.wave) {
        let share = Share::of(table.count(index), table.base).expect("tables have a base");
        json.push(&TableRow {
            wave: key.wave.0,
            group,
            province,
            question: &question.id,
            row: row_code(question, key.row),
            option: &item.code,
            count: share.count(),
            base: share.base(),
            percent: share.percent(),
        });
    }
}

/// Every figure of nation, provinces and panels that may be seen by everyone, and for the
/// others that they are withheld and why.
#[must_use]
pub fn figures_json(prepared: &Prepared) -> Vec<u8> {
    let mut json = JsonRows::default();
    for (key, table) in prepared.publication.tables() {
        push_figures(&mut json, &prepared.questionnaire, key, table);
    }
    json.finish()
}

fn push_figures(
    json: &mut JsonRows,
    questionnaire: &Questionnaire,
    key: &TableKey,
    table: &ReleasedTable,
) {
    let question = questionnaire.question(key.question);
    let group = key.group.to_string();
    for (index, figure) in table.iter() {
        let mut row = FigureRow {
            wave: key.wave.0,
            group: &group,
            question: &question.id,
            row: row_code(question, key.row),
            option: &question.at(index).code,
            count: None,
            base: figure.base(),
            percent: None,
            status: "exact",
            min: None,
            max: None,
            reason: None,
        };
        match figure.view() {
            FigureView::Exact(share) => {
                row.count = Some(share.count());
                row.percent = Some(share.percent());
            }
            FigureView::Range { low, high, .. } => {
                row.status = "range";
                (row.min, row.max) = (Some(low), Some(high));
            }
            FigureView::Withheld(reason) => {
                row.status = "withheld";
                row.reason = Some(reason.word());
            }
        }
        json.push(&row);
    }
}

fn row_code(question: &Question, row: Option<RowIndex>) -> Option<&str> {
    row.map(|row| question.row(row).code.as_str())
}

/// What the gate did: the policy, the participation, and per wave and question (row) how
/// many cells of each sort of group are shown exactly, in a range, or withheld; what could be
/// derived and how often the solver was asked; and of all that is withheld why.
#[must_use]
pub fn control_json(prepared: &Prepared) -> Vec<u8> {
    let mut released: BTreeMap<_, BTreeMap<&str, BTreeMap<&str, u32>>> = BTreeMap::new();
    for (key, table) in prepared.publication.tables() {
        let sort = match key.group {
            Group::National => "national",
            Group::Landsdeel(_) => "landsdelen",
            Group::Province(_) => "provinces",
            Group::Panel(_) => "panels",
        };
        let counts = released.entry((key.wave, key.question, key.row)).or_default();
        for (_, figure) in table.iter() {
            let status = match figure.view() {
                FigureView::Exact(_) => "exact",
                FigureView::Range { .. } => "range",
                FigureView::Withheld(reason) => reason.word(),
            };
            *counts.entry(sort).or_default().entry(status).or_default() += 1;
        }
    }
    let audit: BTreeMap<_, _> = prepared.publication.audit().collect();
    let mut withheld: BTreeMap<Subject, Vec<serde_json::Value>> = BTreeMap::new();
    for Withholding { key, items, why } in prepared.publication.withheld() {
        let question = prepared.questionnaire.question(key.question);
        let options: Vec<_> = items.iter().map(|item| &question.at(*item).code).collect();
        let answer = match why {
            Why::Derivable(exposure) => Some(exposure),
            _ => None,
        };
        withheld.entry(Subject::from(key)).or_default().push(serde_json::json!({
            "group": key.group.to_string(),
            "options": Some(options).filter(|options| !options.is_empty()),
            "why": why.word(),
            "answer": answer,
        }));
    }
    let tables: Vec<_> = released
        .into_iter()
        .map(|((wave, index, row), cells)| {
            let question = prepared.questionnaire.question(index);
            let subject = Subject { wave, question: index, row };
            let found = audit.get(&subject);
            serde_json::json!({
                "wave": wave.0,
                "question": question.id,
                "row": row_code(question, row),
                "cells": cells,
                "derivable": found.map(|found| found.derivable),
                "general": found.map(|found| found.general),
                "solver_calls": found.map(|found| found.solver_calls),
                "withheld": withheld.remove(&subject).unwrap_or_default(),
            })
        })
        .collect();
    let policy = prepared.publication.policy();
    let control = serde_json::json!({
        "level": policy.level.word(),
        "min_others": policy.min_others,
        "k": policy.k,
        "participation": participation_json(prepared),
        "released": tables,
    });
    let mut bytes = serde_json::to_vec_pretty(&control).expect("plain data");
    bytes.push(b'\n');
    bytes
}

/// What the audit found and what is left to read, as a page for the bureau.
#[must_use]
pub(super) fn control_page(prepared: &Prepared) -> Vec<u8> {
    let publication = &prepared.publication;
    let level = publication.policy().level.word();
    let mut page =
        format!("# Controle van de bescherming\n\nNiveau: {level}\n\n## Wat af te leiden is\n\n");
    let (mut derivable, mut general, mut solver_calls, mut subjects) = (0, 0, 0, 0);
    for (_, found) in publication.audit() {
        derivable += found.derivable;
        general += found.general;
        solver_calls += found.solver_calls;
        subjects += 1;
    }
    page.push_str(&match subjects {
        0 => "Bij dit niveau wordt niets nagerekend: de deelnemers stemden in met openbaarheid.\n".to_owned(),
        _ => format!(
            "Nagerekend: {subjects} tabelgroepen (vraag of rij, per jaar).\n\n\
             - D = {derivable}: antwoorden van anderen die de best geplaatste lezer kan afleiden\n\
             - G = {general}: algemene feiten uit één tabel van ten minste vijftig gemeenten (toegestaan)\n\
             - oplosser: {solver_calls} keer gevraagd; de tijd staat er niet bij, want die verschilt per computer\n"
        ),
    });
    page.push_str(
        "\n## Wat te lezen blijft\n\n| groep | exact | marge | niet getoond |\n|---|---|---|---|\n",
    );
    let waves: Vec<_> = prepared.participation.keys().copied().collect();
    for (group, cells) in publication.usefulness(&waves) {
        let Usefulness { exact, range, withheld } = cells;
        page.push_str(&format!("| {group} | {exact} | {range} | {withheld} |\n"));
    }
    page.push_str("\n## Per vraag\n\n| jaar | vraag | rij | exact | marge | niet getoond | D | G | oplosser |\n|---|---|---|---|---|---|---|---|---|\n");
    let mut counts: BTreeMap<Subject, Usefulness> = BTreeMap::new();
    for (key, table) in publication.tables() {
        let cells = counts.entry(Subject::from(*key)).or_default();
        for (_, figure) in table.iter() {
            match figure.view() {
                FigureView::Exact(_) => cells.exact += 1,
                FigureView::Range { .. } => cells.range += 1,
                FigureView::Withheld(_) => cells.withheld += 1,
            }
        }
    }
    let audit: BTreeMap<_, _> = publication.audit().collect();
    for (subject, Usefulness { exact, range, withheld }) in counts {
        let question = prepared.questionnaire.question(subject.question);
        let row = row_code(question, subject.row).unwrap_or("");
        let found = audit.get(&subject);
        let number = |n: Option<usize>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
        page.push_str(&format!(
            "| {} | {} | {row} | {exact} | {range} | {withheld} | {} | {} | {} |\n",
            subject.wave,
            question.id,
            number(found.map(|found| found.derivable)),
            number(found.map(|found| found.general)),
            number(found.map(|found| found.solver_calls)),
        ));
    }
    page.push_str("\n## Wat niet getoond wordt, en waarom\n\n| jaar | vraag | rij | groep | wat | waarom |\n|---|---|---|---|---|---|\n");
    for Withholding { key, items, why } in publication.withheld() {
        let question = prepared.questionnaire.question(key.question);
        let row = row_code(question, key.row).unwrap_or("");
        let codes: Vec<_> = items.iter().map(|item| question.at(*item).code.as_str()).collect();
        let what = if codes.is_empty() { "alles".to_owned() } else { codes.join(", ") };
        let why = explained(why);
        page.push_str(&format!(
            "| {} | {} | {row} | {} | {what} | {why} |\n",
            key.wave, question.id, key.group
        ));
    }
    page.into_bytes()
}

/// Why something is withheld, in words for the bureau.
fn explained(why: Why) -> String {
    let Exposure { question, option, chosen, whose, readers } = match why {
        Why::SmallBase => return "te weinig antwoorden".to_owned(),
        Why::Rest => return "anders bleven te weinig gemeenten over (restregel)".to_owned(),
        Why::Panel => return "te weinig nieuwkomers of vertrekkers (panelregel)".to_owned(),
        Why::Routed => return "het aantal is zelf een antwoord op de filtervraag".to_owned(),
        Why::Derivable(exposure) => exposure,
    };
    let name = |code: &String| {
        code.parse().map_or_else(|_| code.clone(), |code| Register::builtin().name_of(code))
    };
    let names = |codes: &[String]| {
        let first: Vec<_> = codes.iter().take(3).map(name).collect();
        let first = first.join(", ");
        match codes.len().saturating_sub(3) {
            0 => first,
            more => format!("{first} en {more} meer"),
        }
    };
    let reader = if readers.is_empty() { "iedereen".to_owned() } else { names(readers) };
    let chosen = if *chosen { "" } else { "niet " };
    format!(
        "anders kan {reader} afleiden: `{option}` bij `{question}` is {chosen}gekozen door {}",
        names(whose)
    )
}

fn participation_json(prepared: &Prepared) -> serde_json::Value {
    let waves = prepared.participation.iter().map(|(wave, taken)| {
        let previous = taken.previous.map(|previous| {
            serde_json::json!({
                "wave": previous.panel.earlier.0,
                "both": previous.both,
                "newcomers": previous.newcomers,
                "newcomers_invited_before": previous.newcomers_invited_before,
                "leavers": previous.leavers,
            })
        });
        let provinces: BTreeMap<_, _> = taken
            .provinces
            .iter()
            .map(|(code, response)| {
                let numbers = serde_json::json!({
                    "responded": response.responded,
                    "invited": taken.invited.map(|_| response.invited),
                });
                (code.to_string(), numbers)
            })
            .collect();
        serde_json::json!({
            "wave": wave.0,
            "responded": taken.responded,
            "invited": taken.invited,
            "percent": taken.rate().map(Share::percent),
            "represented": taken.represented,
            "joint": taken.joint,
            "previous": previous,
            "provinces": provinces,
        })
    });
    waves.collect()
}

/// An array with one row per line: small enough to read, stable enough to compare.
#[derive(Default)]
struct JsonRows {
    bytes: Vec<u8>,
}

impl JsonRows {
    fn push(&mut self, row: &impl Serialize) {
        self.bytes.extend_from_slice(if self.bytes.is_empty() { b"[\n" } else { b",\n" });
        serde_json::to_writer(&mut self.bytes, row).expect("rows are plain and memory is writable");
    }

    fn finish(mut self) -> Vec<u8> {
        self.bytes.extend_from_slice(if self.bytes.is_empty() { b"[]\n" } else { b"\n]\n" });
        self.bytes
    }
}
