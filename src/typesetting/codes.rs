//! All codes of findings about what is typeset.

use crate::diagnostics::codes;

codes! {
    DOCUMENT_NOT_TYPESET: error "document-not-typeset" {
        text: "Typst found a fault in a filled template",
        meaning: "
            The template was filled, but the result isn't valid Typst, the language of the
            documents. Most often a bracket is opened and not closed, or a sign that is meant as
            text means something in Typst.
        ",
        example: Template,
        wrong: "
            De lijst #emph[van alle gemeenten staat achterin.
        ",
        right: "
            De lijst #emph[van alle gemeenten] staat achterin.
        ",
        help: "
            Close the bracket, or put a backslash before a sign that is meant as text, as in
            `\\[` and `\\#`.
        ",
    }
}
