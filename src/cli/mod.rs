//! Flags, commands, screen. Everything else is in the library.

mod args;
mod commands;
mod explain;
mod help;
mod interrupt;
mod listing;
mod progress;
mod terminal;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use crate::diagnostics::Diagnostics;
use args::{Arguments, Command};
use terminal::Terminal;

/// The licences of everything in the program; written by the tests of them.
const LICENCES: &str = include_str!("licences.txt");

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Good.
    Good,
    /// There are findings in the material.
    Findings,
    /// The command can't be carried out as it was given.
    WrongUse,
    /// The user stopped it.
    Stopped,
}

impl Ending {
    fn of(diagnostics: &Diagnostics) -> Self {
        if diagnostics.has_errors() { Self::Findings } else { Self::Good }
    }

    const fn code(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::Findings => 1,
            Self::WrongUse => 2,
            Self::Stopped => 130,
        }
    }
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(ending.code())
    }
}

/// Runs the command line and gives the exit code: 0 good, 1 findings in the material,
/// 2 wrong use, 130 stopped by the user.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors to clap's printer; if the screen is gone, so be it.
            let _ = error.print();
            return ExitCode::from(u8::from(error.use_stderr()) * 2);
        }
    };
    let Some(command) = &arguments.command else {
        let terminal = Terminal::new(arguments.messages, true);
        if arguments.licenses {
            terminal.give(LICENCES.as_bytes());
            return Ending::Good.into();
        }
        terminal.say("error: a command is missing; `spiegel --help` lists them");
        return Ending::WrongUse.into();
    };
    let terminal = Terminal::new(arguments.messages, command.gives_data());
    interrupt::listen(terminal);
    let ending = match command {
        Command::Check(options) => commands::check(options, &terminal),
        Command::Build(options) => commands::build(options, &terminal),
        Command::Explain(options) => explain::explain(options, &terminal),
        Command::Export(options) => commands::export(options, &terminal),
        Command::Help(options) => help::help(options, &terminal),
    };
    ending.into()
}
