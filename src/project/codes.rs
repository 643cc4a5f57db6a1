//! All codes of findings about a project file.

use crate::diagnostics::codes;
pub(crate) use crate::manuscript::codes::{DUPLICATE_WAVE, EMPTY_TEXT, IMPLAUSIBLE_WAVE, NO_WAVES};

codes! {
    NO_DATE: error "no-date" {
        text: "a date that is not in the calendar",
    }
    MISSING_PATH: error "missing-path" {
        text: "a path that leads nowhere, or to the wrong thing",
    }
    FAR_REFERENCE_DATE: error "far-reference-date" {
        text: "a reference date more than a year away from its wave",
    }
    UNKNOWN_MUNICIPALITY: error "unknown-municipality" {
        text: "a name or code that belongs to no municipality on the day of the wave",
    }
    UNDECIDED_PROTECTION: error "undecided-protection" {
        text: "less protection than `streng` without a recorded decision",
    }
    CONSENT_NOT_RECORDED: error "consent-not-recorded" {
        text: "level `open` without a recorded consent of the participants",
    }
    NO_COLOUR: error "no-colour" {
        text: "a colour that is not written as `#rrggbb`",
    }
    COLOUR_CONTRAST: error "colour-contrast" {
        text: "two colours that can't be told apart well enough",
    }
    COLOURED_LOGO: error "coloured-logo" {
        text: "a logo in colour for the sheet in black and white",
    }
    UNFIT_LOGO: error "unfit-logo" {
        text: "a logo that can't be shown",
    }
    WAVE_WITHOUT_QUESTIONS: error "wave-without-questions" {
        text: "a wave of the project in which the questionnaire asks nothing",
    }
}
