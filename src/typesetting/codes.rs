//! All codes of findings about what is typeset.

use crate::diagnostics::codes;

codes! {
    DOCUMENT_NOT_TYPESET: error "document-not-typeset" {
        text: "Typst found a fault in a filled template",
    }
}
