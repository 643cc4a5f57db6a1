//! All codes of findings about filling templates.

use crate::diagnostics::codes;

codes! {
    TEMPLATE_NOT_FILLED: error "template-not-filled" {
        text: "a template can't be filled",
        meaning: "
            The template asks for a value that isn't there, names a question that the survey
            doesn't have, or isn't written rightly. A place that can't be filled is never left
            empty. The finding names the template and the line.
        ",
        example: Template,
        wrong: "
            De antwoorden zijn van {{ jaartal }}.
        ",
        right: "
            De antwoorden zijn van {{ jaar }}.
        ",
        help: "
            Correct the name; report-templates/README.md lists what a template may ask for. To
            print something only where it is there, write `{% if ... %}`.
        ",
    }
}
