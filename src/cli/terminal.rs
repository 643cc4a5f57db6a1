//! The only module that speaks.
#![allow(clippy::disallowed_macros)]

use std::io::{IsTerminal, Write};

use super::args::Messages;
use crate::diagnostics::{Diagnostics, Severity, Style, render, render_json};

/// The screen: results on standard output, everything else on standard error.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminal {
    messages: Messages,
    data: bool,
}

impl Terminal {
    /// With `data` standard output is kept free of findings.
    pub(super) const fn new(messages: Messages, data: bool) -> Self {
        Self { messages, data }
    }

    /// Shows all findings, and how many there are.
    pub(super) fn findings(&self, diagnostics: &Diagnostics) {
        let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        match self.messages {
            Messages::Json if self.data => self.say(render_json(diagnostics).trim_end()),
            Messages::Json => write_out(render_json(diagnostics).as_bytes()),
            Messages::Full => self.say(render(diagnostics, Style::Full, colour).trim_end()),
            Messages::Short => self.say(render(diagnostics, Style::Short, colour).trim_end()),
        }
        let (errors, warnings) =
            (diagnostics.count(Severity::Error), diagnostics.count(Severity::Warning));
        if errors > 0 {
            self.say(&format!(
                "{}, {}: no document is made while errors stand",
                counted(errors, "error"),
                counted(warnings, "warning")
            ));
        }
        let first = diagnostics.sorted().into_iter().max_by_key(|finding| finding.severity());
        if let (Some(first), Messages::Full) = (first, self.messages) {
            self.say(&format!(
                "each code is explained with an example, as by `spiegel help {}`",
                first.code
            ));
        }
    }

    /// Whether a program reads the messages.
    pub(super) const fn for_programs(&self) -> bool {
        matches!(self.messages, Messages::Json)
    }

    /// A line for a person.
    pub(super) fn say(&self, line: &str) {
        if !line.is_empty() {
            eprintln!("{line}");
        }
    }

    /// That the user stopped the program.
    pub(super) fn stopped(&self) {
        self.say("stopped: nothing was changed");
    }

    /// That the user stopped the program in its last moment.
    pub(super) fn stopped_while_placing(&self) {
        self.say(
            "stopped while documents were put in their places: the next build takes them back",
        );
    }

    /// A result for a program.
    pub(super) fn give(&self, bytes: &[u8]) {
        write_out(bytes);
    }
}

/// Writes to standard output; a reader that has gone away wants no more.
fn write_out(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(bytes).and_then(|()| out.flush());
}

/// `1 warning`, `2 warnings`.
pub(super) fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}
