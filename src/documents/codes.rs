//! All codes of findings about templates.

use crate::diagnostics::codes;

codes! {
    TEMPLATE_NOT_FILLED: error "template-not-filled" {
        text: "a template can't be filled",
    }
}
