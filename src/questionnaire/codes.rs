//! All codes of findings about a questionnaire.

use crate::diagnostics::codes;
pub(crate) use crate::manuscript::codes::{
    DUPLICATE_ID, DUPLICATE_WAVE, EMPTY_TEXT, IMPLAUSIBLE_WAVE, JUDGING_WORD, LONG_SENTENCE,
    MALFORMED_ID, NO_WAVES,
};

codes! {
    NO_QUESTIONS: error "no-questions" {
        text: "a questionnaire without questions",
    }
    WAVE_NOT_ASKED: error "wave-not-asked" {
        text: "a wave in which the question, option or row was not asked",
    }
    IDLE_BREAK: warning "idle-break" {
        text: "a break at the first wave of a question",
    }
    SUPERFLUOUS_KEY: error "superfluous-key" {
        text: "a key that this kind of question does not take",
    }
    TOO_FEW_OPTIONS: error "too-few-options" {
        text: "too few options, rows or bands for this kind of question",
    }
    UNFIT_FIGURE: error "unfit-figure" {
        text: "a form of figure that can't show this kind of question",
    }
    UNKNOWN_SECTION_KIND: error "unknown-section-kind" {
        text: "a section of a kind that the questionnaire does not declare",
    }
    UNKNOWN_OPTION: error "unknown-option" {
        text: "an answer or a reference names an option that the question does not have",
    }
    UNKNOWN_QUESTION: error "unknown-question" {
        text: "a reference to a question that does not exist",
    }
    REPEATED_CODE: warning "repeated-code" {
        text: "the same code stands twice in one list",
    }
    EMPTY_NET: error "empty-net" {
        text: "a net without options",
    }
    NET_OF_ONE: warning "net-of-one" {
        text: "a net of one option",
    }
    CROSSING_NETS: error "crossing-nets" {
        text: "two nets share some of their options, and neither holds the other",
    }
    NESTED_NET: error "nested-net" {
        text: "a net inside a net",
    }
    NET_OUTSIDE_BASE: error "net-outside-base" {
        text: "a net with an option that is not part of the base",
    }
    OPTIONS_CHANGED: error "options-changed" {
        text: "options came or went, and nothing says whether the waves may be compared",
    }
    CYCLIC_SAME_AS: error "cyclic-same-as" {
        text: "options are declared the same in a circle",
    }
    SAME_AS_OVERLAP: error "same-as-overlap" {
        text: "two options declared the same could be chosen in the same wave",
    }
    SAME_AS_QUESTION: error "same-as-question" {
        text: "`same_as` of a question names another question that still exists",
    }
    CYCLIC_ROUTING: error "cyclic-routing" {
        text: "conditions on questions run in a circle",
    }
    UNFIT_CONDITION: error "unfit-condition" {
        text: "a condition on a question without a fixed set of answers",
    }
    EMPTY_CONDITION: error "empty-condition" {
        text: "a condition that names no options",
    }
    CONDITION_NOT_ASKED: warning "condition-not-asked" {
        text: "a condition on a question that was not asked in one of the waves",
    }
    MIN_ABOVE_MAX: error "min-above-max" {
        text: "the smallest value is above the largest",
    }
    OVERLAPPING_BANDS: error "overlapping-bands" {
        text: "two bands of a number share a value",
    }
    HEADLINE_WITHOUT_PLACE: error "headline-without-place" {
        text: "a headline does not hold `{}` once",
    }
    KEY_WITHOUT_FINDINGS: warning "key-without-findings" {
        text: "a key question without sentences for the factsheet",
    }
    LONG_SHORT_LABEL: warning "long-short-label" {
        text: "a short label that does not fit inside a bar",
    }
    LONG_COUNCIL_QUESTION: warning "long-council-question" {
        text: "a question for the council that is too long to read",
    }
}
