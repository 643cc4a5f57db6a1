//! Every count as it is, unprotected: for the bureau alone, to check by. Described by a JSON
//! Schema in `questionnaire/schema/`.

use schemars::JsonSchema;
use serde::Serialize;

use super::Edition;
use super::json_rows::{JsonRows, row_code};
use super::kind::{Content, Form, Format, Kind, Readers, Schema, Source};
use crate::disclosure::{Group, TableKey, Unprotected};
use crate::manuscript::json_schema;
use crate::questionnaire::Questionnaire;
use crate::statistics::{Share, Table, tabulate_one};

/// Version of the form of the file.
const VERSION: &str = "gemeentespiegel/tabellen/1";

/// What is known of it.
pub(super) static KIND: Kind = Kind {
    name: "tabellen",
    counted: ("file of counts", "files of counts"),
    about: "every count, unprotected",
    readers: Readers::Bureau,
    of_edition: false,
    pages: None,
    least_text: 0,
    shows_every_question: false,
    always_made: false,
    template: None,
    forms: &[Form {
        format: Format::Json,
        schema: Some(Schema { version: VERSION, json: Some(schema) }),
        content: Source::Unprotected(|edition, bureau| Content::Data(json(edition, bureau))),
    }],
};

/// Its path in an output folder, where a later one reads it back.
#[must_use]
pub fn path() -> String {
    KIND.only_path()
}

/// One unprotected count. A table that nobody validly answered has no rows.
#[derive(Serialize, JsonSchema)]
struct TableRow<'a> {
    /// The wave that is counted.
    wave: u16,
    /// `national`, `province:PV23`, `area:PV20+PV22`, `group:g3`, `panel:2022-2023` or
    /// `municipality:GM0193`.
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

/// JSON Schema of `tabellen.json`.
fn schema() -> String {
    json_schema::<Vec<TableRow>>(&format!("Every count, unprotected ({VERSION})"))
}

/// Every count of every wave, question, row, option and group, the single municipalities
/// included. For the bureau's eyes only.
fn json(edition: &Edition, bureau: &Unprotected) -> Vec<u8> {
    let questionnaire = edition.questionnaire;
    let mut json = JsonRows::default();
    for (key, table) in bureau.tables.iter() {
        push_table(&mut json, questionnaire, key, &key.group.to_string(), None, table);
    }
    let register = edition.project.register;
    for (wave, data) in &bureau.dataset.waves {
        for (code, response) in &data.responses {
            let group = format!("municipality:{code}");
            let province = register.get(*code).map(|m| format!("{}", m.province));
            for ((question, row), table) in tabulate_one(questionnaire, response) {
                let key = TableKey { wave: *wave, question, row, group: Group::National };
                let province = province.as_deref();
                push_table(&mut json, questionnaire, &key, &group, province, &table);
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
