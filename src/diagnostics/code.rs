//! Kinds of findings: their name, how serious they are, and what they mean, declared once.

use std::fmt::{self, Debug, Display, Formatter};
use std::hash::{Hash, Hasher};

use super::Severity;

/// A kind of finding. Each room declares its own in a file `codes.rs` with the macro `codes!`,
/// and makes a finding with `Diagnostic::new(&codes::NAME, place, message)`:
///
/// ```text
/// codes! {
///     UNKNOWN_OPTION: error "unknown-option" {
///         text: "an answer names an option that the question does not have",
///         meaning: "What it means and why it matters, for a reader who is no programmer.",
///         example: Answers,
///         wrong: "
///             gemeente;meldpunt
///             Zwolle;jaa
///         ",
///         right: "
///             gemeente;meldpunt
///             Zwolle;ja
///         ",
///         help: "What to do in general; a finding says what to do in its own case.",
///     }
/// }
/// ```
///
/// A new code needs nothing else than such a declaration: `spiegel help` and the page of all
/// messages follow from it, and a test tries its example (see [`Material`]). How serious a finding is follows from
/// its code: where the same fault is an error here and a warning there, it has two codes. A code
/// that several rooms give is declared in the first of them and named in the `codes` of the
/// others with `pub(crate) use`.
pub struct Code {
    /// Its stable name in kebab-case, as on screen and in JSON messages.
    pub name: &'static str,
    /// How serious every finding of this kind is.
    pub severity: Severity,
    /// What is wrong, in one line: lower case, no full stop.
    pub text: &'static str,
    /// What it means and why it matters, with the indentation of the source; see [`unindented`].
    pub meaning: &'static str,
    /// Wrong and right.
    pub example: Example,
    /// What to do, indented as `meaning`.
    pub help: &'static str,
}

/// A piece of material that gives the finding, and the same as it should be.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// What it is a piece of.
    pub material: Material,
    /// Gives the finding. Indented as in the source; see [`unindented`].
    pub wrong: &'static str,
    /// Does not give it.
    pub right: &'static str,
}

/// What an example is a piece of. All but situations are tried by a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Material {
    /// Lines of `fixtures/small/project.yaml`, and what stands in their place.
    Project,
    /// Lines of `fixtures/small/questionnaire.yaml`, and what stands in their place.
    Questionnaire,
    /// A file of answers to the small questionnaire.
    Answers,
    /// A list of invited municipalities.
    Invited,
    /// A boundary file.
    Boundaries,
    /// A part of a template of the report.
    Template,
    /// Something that no small piece of material shows.
    Situation,
}

/// A text without the indentation of the source, and without blank lines around it.
#[must_use]
pub fn unindented(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let width = |line: &&str| line.len() - line.trim_start().len();
    let indent = lines.iter().filter(|line| !line.is_empty()).map(width).min().unwrap_or(0);
    let lines: Vec<&str> = lines.iter().map(|line| line.get(indent..).unwrap_or("")).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Code {}

impl PartialEq<str> for Code {
    fn eq(&self, name: &str) -> bool {
        self.name == name
    }
}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.name.cmp(other.name)
    }
}

impl Debug for Code {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Debug::fmt(self.name, f)
    }
}

impl Display for Code {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Declares the codes of a room, and `CODES`, the list of them. See [`Code`].
macro_rules! codes {
    ($($name:ident: $severity:ident $code:literal {
        text: $text:literal,
        meaning: $meaning:literal,
        example: $material:ident,
        wrong: $wrong:literal,
        right: $right:literal,
        help: $help:literal $(,)?
    })*) => {
        $(
            #[doc = $text]
            pub(crate) static $name: $crate::diagnostics::Code = $crate::diagnostics::Code {
                name: $code,
                severity: $crate::diagnostics::codes!(@ $severity),
                text: $text,
                meaning: $meaning,
                example: $crate::diagnostics::Example {
                    material: $crate::diagnostics::Material::$material,
                    wrong: $wrong,
                    right: $right,
                },
                help: $help,
            };
        )*
        /// All codes that are declared here.
        pub(crate) static CODES: &[&$crate::diagnostics::Code] = &[$(&$name),*];
    };
    (@ error) => { $crate::diagnostics::Severity::Error };
    (@ warning) => { $crate::diagnostics::Severity::Warning };
    (@ note) => { $crate::diagnostics::Severity::Note };
}
pub(crate) use codes;

#[cfg(test)]
mod tests {
    use super::unindented;

    #[test]
    fn the_indentation_of_the_source_is_taken_away() {
        let text = "
            een:
              - twee

            drie
        ";
        assert_eq!(unindented(text), "een:\n  - twee\n\ndrie");
        assert_eq!(unindented("één regel"), "één regel");
        assert_eq!(unindented(""), "");
    }
}
