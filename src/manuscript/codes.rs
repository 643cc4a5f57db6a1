//! All codes of findings about YAML as written and every text in it.

use crate::diagnostics::codes;

codes! {
    MISSING_FILE: error "missing-file" {
        text: "a file of the project isn't there, or is a folder",
    }
    UNREADABLE_FILE: error "unreadable-file" {
        text: "a file of the project may not be read",
    }
    FILE_TOO_LARGE: error "file-too-large" {
        text: "a YAML file is far larger than any questionnaire or project file",
    }
    NOT_TEXT: error "not-text" {
        text: "a YAML file holds something else than text",
    }
    NOT_UTF8: error "not-utf8" {
        text: "a YAML file is text, but not UTF-8",
    }
    EMPTY_FILE: error "empty-file" {
        text: "a file is empty",
    }
    YAML_SYNTAX: error "yaml-syntax" {
        text: "the text isn't valid YAML",
    }
    UNKNOWN_KEY: error "unknown-key" {
        text: "a key that the language doesn't have",
    }
    MISSING_KEY: error "missing-key" {
        text: "a key that must be there is missing",
    }
    DUPLICATE_KEY: error "duplicate-key" {
        text: "a key stands twice in one block",
    }
    WRONG_TYPE: error "wrong-type" {
        text: "a value of another type than the key takes",
    }
    UNKNOWN_WORD: error "unknown-word" {
        text: "a word that is none of those the key takes",
    }
    EMPTY_TEXT: error "empty-text" {
        text: "a text without letters",
    }
    MALFORMED_ID: error "malformed-id" {
        text: "an id or code with other characters than `a` to `z`, digits and hyphens",
    }
    DUPLICATE_ID: error "duplicate-id" {
        text: "an id or code that is already taken",
    }
    DUPLICATE_WAVE: error "duplicate-wave" {
        text: "a wave stands twice in one list",
    }
    IMPLAUSIBLE_WAVE: error "implausible-wave" {
        text: "a wave that can't be the year of a survey",
    }
    NO_WAVES: error "no-waves" {
        text: "a question or project without waves",
    }
    JUDGING_WORD: warning "judging-word" {
        text: "a word that judges where answers are described",
    }
    LONG_SENTENCE: warning "long-sentence" {
        text: "a sentence that is too long to read easily",
    }
    MORE_FINDINGS: note "more-findings" {
        text: "more findings in one file than are shown",
    }
}
