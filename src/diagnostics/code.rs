//! Kinds of findings: their name and how serious they are, declared once.

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
///     }
/// }
/// ```
///
/// A new code needs nothing else than such a declaration. How serious a finding is follows from
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
    ($($name:ident: $severity:ident $code:literal { text: $text:literal $(,)? })*) => {
        $(
            #[doc = $text]
            pub(crate) static $name: $crate::diagnostics::Code = $crate::diagnostics::Code {
                name: $code,
                severity: $crate::diagnostics::codes!(@ $severity),
                text: $text,
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
