//! The only module that speaks. What the user's files hold reaches the screen without escape
//! codes and without signs that turn the direction of writing.
#![allow(clippy::disallowed_macros)]

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use super::args::{Arguments, Colour, Messages};
use crate::diagnostics::{
    Diagnostics, Severity, Style, for_json, for_screen, render, render_json, why_not,
};

/// So many findings of each kind are shown, when not all are asked for.
const MOST: usize = 20;

/// Whether a result could not be written.
static LOST: AtomicBool = AtomicBool::new(false);

/// The screen: results on standard output, everything else on standard error.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminal {
    messages: Messages,
    colour: Colour,
    quiet: bool,
    all: bool,
    data: bool,
}

impl Terminal {
    /// With `data` standard output is kept free of findings.
    pub(super) const fn new(arguments: &Arguments, data: bool) -> Self {
        let Arguments { messages, color, quiet, all, .. } = *arguments;
        Self { messages, colour: color, quiet, all, data }
    }

    /// Where the findings of a command gather: all of them, or the first of each kind.
    pub(super) fn diagnostics(&self) -> Diagnostics {
        if self.all { Diagnostics::default() } else { Diagnostics::keeping(MOST) }
    }

    /// Whether all was asked for.
    pub(super) const fn wants_all(&self) -> bool {
        self.all
    }

    /// Shows all findings, and how many there are.
    pub(super) fn findings(&self, diagnostics: &Diagnostics) {
        let colour = self.colour.is_on();
        match self.messages {
            Messages::Json if self.data => write_error(render_json(diagnostics).trim_end()),
            Messages::Json => write_out(render_json(diagnostics).as_bytes()),
            // What they quote was cleaned where they are drawn; colours are escape codes.
            Messages::Full => write_error(render(diagnostics, Style::Full, colour).trim_end()),
            Messages::Short => write_error(render(diagnostics, Style::Short, colour).trim_end()),
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

    /// Whether lines that only say how far the work is may be shown.
    pub(super) const fn tells_progress(&self) -> bool {
        !self.quiet
    }

    /// A line for a person who wants to know how far the work is.
    pub(super) fn say(&self, line: &str) {
        if !self.quiet {
            write_error(&for_screen(line));
        }
    }

    /// Why a command is not carried out.
    pub(super) fn refuse(&self, why: &str) {
        write_error(&for_screen(&format!("error: {why}")));
    }

    /// That the user stopped the program.
    pub(super) fn stopped(&self) {
        write_error("stopped: nothing was changed");
    }

    /// That the user stopped the program in its last moment.
    pub(super) fn stopped_while_placing(&self) {
        write_error(
            "stopped while documents were put in their places: the next build takes them back",
        );
    }

    /// A text for a person who asked for it.
    pub(super) fn give_text(&self, text: &str) {
        write_out(for_screen(text).as_bytes());
    }

    /// JSON for a program.
    pub(super) fn give_json(&self, json: &str) {
        write_out(for_json(json).as_bytes());
    }

    /// A file for a program, as it is.
    pub(super) fn give(&self, bytes: &[u8]) {
        write_out(bytes);
    }
}

/// Whether something that was asked for could not be written.
pub(super) fn lost() -> bool {
    LOST.load(Ordering::SeqCst)
}

/// What clap says: help and version on standard output, wrong use on standard error.
pub(super) fn say_of_clap(error: &clap::Error) {
    let rendered = error.render().to_string();
    let text = for_screen(&rendered);
    if error.use_stderr() { write_error(text.trim_end()) } else { write_out(text.as_bytes()) }
}

impl Colour {
    /// Whether findings are coloured: `NO_COLOR` and a terminal that knows none forbid it.
    fn is_on(self) -> bool {
        let forbidden = || {
            std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
                || std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb")
        };
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => io::stderr().is_terminal() && !forbidden(),
        }
    }
}

/// Writes to standard output. A reader that has gone away wants no more; anything else is told,
/// and makes the command fail.
fn write_out(bytes: &[u8]) {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            LOST.store(true, Ordering::SeqCst);
            let why = why_not(&error);
            write_error(&format!("error: standard output can't be written: {why}"));
        }
        Ok(()) | Err(_) => {}
    }
}

/// Writes lines to standard error. Where even that can't be written there is nobody to tell; the
/// work goes on, and the exit code says how it ended.
fn write_error(text: &str) {
    if !text.is_empty() {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }
}

/// `1 warning`, `2 warnings`.
pub(super) fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}
