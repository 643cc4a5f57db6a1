//! What the audit decided, for the next run: a question whose answers did not change is not
//! audited again.

use super::kind::{Content, Form, Format, Kind, Readers, Schema, Source};
/// What is known of it.
pub(super) static KIND: Kind = Kind {
    name: "audit",
    counted: ("memory of the audit", "memories of the audit"),
    about: "what the audit decided, so that it need not be done again",
    readers: Readers::Bureau,
    of_edition: false,
    pages: None,
    least_text: 0,
    shows_every_question: false,
    always_made: true,
    template: None,
    forms: &[Form {
        format: Format::Json,
        schema: Some(Schema { version: "gemeentespiegel/audit/1", json: None }),
        content: Source::Unprotected(|_, bureau| Content::Data(bureau.memory.to_json())),
    }],
};

/// Its path in an output folder, where the next run reads it back.
#[must_use]
pub fn path() -> String {
    KIND.only_path()
}
