//! All codes of findings about answers.

use crate::diagnostics::codes;
pub(crate) use crate::project::codes::UNKNOWN_MUNICIPALITY;
pub(crate) use crate::questionnaire::codes::UNKNOWN_OPTION;

codes! {
    NO_MUNICIPALITY_COLUMN: error "no-municipality-column" {
        text: "no column says who answered",
    }
    UNKNOWN_COLUMN: error "unknown-column" {
        text: "a column that belongs to no question",
    }
    QUESTION_NOT_ASKED: error "question-not-asked" {
        text: "a column with answers to a question of other waves",
    }
    DUPLICATE_COLUMN: error "duplicate-column" {
        text: "two columns hold the same question",
    }
    LIST_AND_OPTIONS: error "list-and-options" {
        text: "a question has a list column and a column per option",
    }
    MISSING_COLUMN: warning "missing-column" {
        text: "a question of this wave has no column",
    }
    NO_MUNICIPALITY: error "no-municipality" {
        text: "a row without municipality",
    }
    MUNICIPALITY_NOT_VALID: error "municipality-not-valid" {
        text: "a municipality that did not exist on the day of the wave",
    }
    AMBIGUOUS_MUNICIPALITY: error "ambiguous-municipality" {
        text: "a name that several municipalities bear",
    }
    DOUBLE_RESPONDENT: error "double-respondent" {
        text: "a municipality answered twice",
    }
    COUNTED_TWICE: error "counted-twice" {
        text: "a municipality answered itself and is answered for by another",
    }
    LISTED_TWICE: error "listed-twice" {
        text: "a municipality is answered for twice, or by itself",
    }
    NOT_INVITED: warning "not-invited" {
        text: "a municipality answered that was not on the list of invited ones",
    }
    INVITED_TWICE: error "invited-twice" {
        text: "a municipality stands twice on the list of invited ones",
    }
    UNKNOWN_INVITED_COLUMN: warning "unknown-invited-column" {
        text: "a column of the list of invited municipalities that is not used",
    }
    NOT_A_YEAR: error "not-a-year" {
        text: "a cell that should hold a year",
    }
    OPTION_NOT_ASKED: error "option-not-asked" {
        text: "an option that could not be chosen in this wave",
    }
    SEVERAL_OPTIONS: error "several-options" {
        text: "several options where one is asked",
    }
    EXCLUSIVE_OPTION: error "exclusive-option" {
        text: "an option that stands alone is chosen together with others",
    }
    UNKNOWN_TICK: error "unknown-tick" {
        text: "a cell of a column per option that is no tick",
    }
    NOT_A_NUMBER: error "not-a-number" {
        text: "a cell that should hold a whole number",
    }
    NUMBER_OUT_OF_RANGE: error "number-out-of-range" {
        text: "a number below the smallest or above the largest value",
    }
    NUMBER_OUTSIDE_BANDS: error "number-outside-bands" {
        text: "a number that falls in no band",
    }
    CODES_WITHOUT_TEXT: error "codes-without-text" {
        text: "codes for an open answer that isn't there",
    }
    ANSWER_AGAINST_ROUTING: warning "answer-against-routing" {
        text: "answers to a question that did not apply",
    }
}
