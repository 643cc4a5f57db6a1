//! All codes of findings about making documents.

use crate::diagnostics::codes;

codes! {
    ANSWER_DERIVABLE: error "answer-derivable" {
        text: "an answer of one municipality could be derived by others",
    }
    EDITION_FROZEN: error "edition-frozen" {
        text: "too few answers differ from a published edition",
    }
    EDITION_NOT_READ: error "edition-not-read" {
        text: "the copy of a published edition can't be read",
    }
    FEW_UNPUBLISHED: warning "few-unpublished" {
        text: "hardly anyone in a group has not published its own answers",
    }
    TEMPLATE_NOT_READ: error "template-not-read" {
        text: "a template of the project can't be read",
    }
    TEMPLATE_NOT_USED: warning "template-not-used" {
        text: "a template of the project that no document uses",
    }
    WRONG_PAGE_COUNT: warning "wrong-page-count" {
        text: "a document has more pages than it should",
    }
    OUTPUT_NOT_WRITTEN: error "output-not-written" {
        text: "a document can't be written",
    }
    OUTPUT_BUSY: error "output-busy" {
        text: "another build is writing to the same folder",
    }
    OTHER_PROJECT: error "other-project" {
        text: "the output folder holds the documents of another survey",
    }
}
