//! What the gate released and withheld, and why: for the bureau, as data and as a page.

use std::collections::BTreeMap;

use super::Edition;
use super::json_rows::row_code;
use super::kind::{Content, Form, Format, Kind, Readers, Schema, Source};
use crate::disclosure::{
    Audience, Exposure, FigureView, Group, Share, Subject, Usefulness, Why, Withholding,
};
use crate::register::Register;

/// Version of the form of the file.
const VERSION: &str = "gemeentespiegel/controle/1";

/// What is known of it.
pub(super) static KIND: Kind = Kind {
    name: "controle",
    counted: ("file on protection", "files on protection"),
    about: "what was shown, in a range or withheld, and why",
    readers: Readers::Bureau,
    of_edition: false,
    pages: None,
    least_text: 0,
    shows_every_question: false,
    always_made: false,
    template: None,
    forms: &[
        Form {
            format: Format::Json,
            schema: Some(Schema { version: VERSION, json: None }),
            content: Source::Released(|edition, _| Content::Data(json(edition))),
        },
        Form {
            format: Format::Markdown,
            schema: Some(Schema { version: VERSION, json: None }),
            content: Source::Released(|edition, _| Content::Data(page(edition))),
        },
    ],
};

/// Its path in an output folder, where a later one reads back at which level an edition was made.
#[must_use]
pub fn path() -> String {
    KIND.only_path()
}

/// What the gate did: the policy, the participation, and per wave and question (row) how
/// many cells of each sort of group are shown exactly, in a range, or withheld; what could be
/// derived and how often the solver was asked; and of all that is withheld why.
fn json(edition: &Edition) -> Vec<u8> {
    let mut released: BTreeMap<_, BTreeMap<&str, BTreeMap<&str, u32>>> = BTreeMap::new();
    for (key, table) in edition.publication.tables() {
        let sort = match key.group {
            Group::National => "national",
            Group::Area(_) => "areas",
            Group::Class(_) => "groups",
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
    let audit: BTreeMap<_, _> = edition.publication.audit().collect();
    let mut withheld: BTreeMap<Subject, Vec<serde_json::Value>> = BTreeMap::new();
    for Withholding { key, items, why } in edition.publication.withheld() {
        let question = edition.questionnaire.question(key.question);
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
            let question = edition.questionnaire.question(index);
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
    let policy = edition.publication.policy();
    let control = serde_json::json!({
        "level": policy.level.word(),
        "min_others": policy.min_others,
        "k": policy.k,
        "participation": participation_json(edition),
        "released": tables,
    });
    let mut bytes = serde_json::to_vec_pretty(&control).expect("plain data");
    bytes.push(b'\n');
    bytes
}

/// What the audit found and what is left to read, as a page for the bureau.
fn page(edition: &Edition) -> Vec<u8> {
    let publication = edition.publication;
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
    let waves: Vec<_> = edition.reading(Audience::Public).participation().keys().copied().collect();
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
        let question = edition.questionnaire.question(subject.question);
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
        let question = edition.questionnaire.question(key.question);
        let row = row_code(question, key.row).unwrap_or("");
        let codes: Vec<_> = items.iter().map(|item| question.at(*item).code.as_str()).collect();
        let what = if codes.is_empty() { "alles".to_owned() } else { codes.join(", ") };
        let why = explained(why, edition.project.register);
        page.push_str(&format!(
            "| {} | {} | {row} | {} | {what} | {why} |\n",
            key.wave, question.id, key.group
        ));
    }
    page.into_bytes()
}

/// Why something is withheld, in words for the bureau.
fn explained(why: Why, register: &Register) -> String {
    let Exposure { question, option, chosen, whose, readers } = match why {
        Why::SmallBase => return "te weinig antwoorden".to_owned(),
        Why::Rest => return "anders bleven te weinig gemeenten over (restregel)".to_owned(),
        Why::Panel => return "te weinig nieuwkomers of vertrekkers (panelregel)".to_owned(),
        Why::FollowUp => {
            return "vervolgvraag: de filtervraag toont niet precies hoeveel het er waren, of het zijn er te weinig"
                .to_owned();
        }
        Why::Derivable(exposure) => exposure,
    };
    let name =
        |code: &String| code.parse().map_or_else(|_| code.clone(), |code| register.name_of(code));
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

fn participation_json(edition: &Edition) -> serde_json::Value {
    let waves = edition.reading(Audience::Public).participation().iter().map(|(wave, taken)| {
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
