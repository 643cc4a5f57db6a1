//! Every released figure, for programs. Written from what may leave the house only; described
//! by a JSON Schema in `questionnaire/schema/`.

use schemars::JsonSchema;
use serde::Serialize;

use super::Edition;
use super::json_rows::{JsonRows, row_code};
use super::kind::{Content, Form, Format, Kind, Readers, Schema, Source};
use crate::disclosure::{FigureView, ReleasedTable, TableKey};
use crate::manuscript::json_schema;
use crate::questionnaire::Questionnaire;

/// Version of the form of the file.
const VERSION: &str = "gemeentespiegel/cijfers/1";

/// What is known of it.
pub(super) static KIND: Kind = Kind {
    name: "cijfers",
    counted: ("file of figures", "files of figures"),
    about: "every released figure",
    readers: Readers::Everyone,
    of_edition: false,
    pages: None,
    least_text: 0,
    shows_every_question: false,
    always_made: false,
    template: None,
    forms: &[Form {
        format: Format::Json,
        schema: Some(Schema { version: VERSION, json: Some(schema) }),
        content: Source::Released(|edition, _| Content::Data(json(edition))),
    }],
};

/// Its path in an output folder, where a later one reads back what an edition showed.
#[must_use]
pub fn path() -> String {
    KIND.only_path()
}

/// One judged figure. A table that nobody validly answered has no rows.
#[derive(Serialize, JsonSchema)]
struct FigureRow<'a> {
    /// The wave that is counted.
    wave: u16,
    /// `national`, `province:PV23`, `area:PV20+PV22`, `group:g3` or `panel:2022-2023`.
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
    /// Why it is withheld: `small-base`, `complementary` or, of any follow-up question, `follow-up`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

/// JSON Schema of `cijfers.json`.
fn schema() -> String {
    json_schema::<Vec<FigureRow>>(&format!("Every released figure ({VERSION})"))
}

/// Every figure of nation, areas, groups and panels that may be seen by everyone, and for the
/// others that they are withheld and why.
fn json(edition: &Edition) -> Vec<u8> {
    let mut json = JsonRows::default();
    for (key, table) in edition.publication.tables() {
        push_figures(&mut json, edition.questionnaire, key, table);
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
