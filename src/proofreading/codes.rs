//! All codes of findings about what a careful reader would mark.

use crate::diagnostics::codes;
pub(crate) use crate::typesetting::codes::DOCUMENT_NOT_TYPESET;

codes! {
    TYPED_NUMBER: warning "typed-number" {
        text: "a number is typed in a template instead of printed from a value",
    }
    TYPED_COMPARISON: warning "typed-comparison" {
        text: "a comparison is typed in a template instead of taken from a figure",
    }
    WAVES_NOT_COMPARABLE: error "waves-not-comparable" {
        text: "numbers of waves that may not be compared stand in one sentence",
    }
    WAVE_NOT_NAMED: warning "wave-not-named" {
        text: "a number of an earlier wave in a sentence that does not say so",
    }
    QUESTION_NOT_SHOWN: warning "question-not-shown" {
        text: "a question that was asked is not in the report",
    }
    FIGURE_WITHOUT_REFERENCE: warning "figure-without-reference" {
        text: "a figure that no text refers to",
    }
    REFERENCE_WITHOUT_FIGURE: warning "reference-without-figure" {
        text: "a reference to a figure that isn't there",
    }
    CLAIM_DOES_NOT_FIT: warning "claim-does-not-fit" {
        text: "words for a size do not fit the number beside them",
    }
    CLAIM_ON_SMALL_BASE: warning "claim-on-small-base" {
        text: "words for a size of a small number of municipalities",
    }
    DIRECTION_DOES_NOT_FIT: warning "direction-does-not-fit" {
        text: "a word for rising or falling does not fit the numbers beside it",
    }
    PERCENTAGE_DOES_NOT_FIT: warning "percentage-does-not-fit" {
        text: "a percentage that is not the share printed before it",
    }
    IMPOSSIBLE_NUMBER: warning "impossible-number" {
        text: "a share that can't be true",
    }
    MIXED_UNITS: warning "mixed-units" {
        text: "one number is said of municipalities and of something else",
    }
    NUMBER_AGREEMENT: warning "number-agreement" {
        text: "a noun or verb does not agree with its number",
    }
    LEFT_OVER: warning "left-over" {
        text: "unfinished text",
    }
}
