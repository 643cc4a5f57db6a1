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
    /// The command can't be carried out as it was given, or its result can't be written.
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
/// 2 wrong use or a result that can't be written, 130 stopped by the user.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors.
            terminal::say_of_clap(&error);
            return if error.use_stderr() { Ending::WrongUse } else { written(Ending::Good) }
                .into();
        }
    };
    let Some(command) = &arguments.command else {
        let terminal = Terminal::new(&arguments, true);
        if arguments.licenses {
            terminal.give(LICENCES.as_bytes());
            return written(Ending::Good).into();
        }
        terminal.refuse("a command is missing; `spiegel --help` lists them");
        return Ending::WrongUse.into();
    };
    let terminal = Terminal::new(&arguments, command.gives_data());
    interrupt::listen(terminal);
    let ending = match command {
        Command::Check(options) => commands::check(options, &terminal),
        Command::Build(options) => commands::build(options, &terminal),
        Command::Explain(options) => explain::explain(options, &terminal),
        Command::Export(options) => commands::export(options, &terminal),
        Command::Help(options) => help::help(options, &terminal),
        Command::Completions(options) => help::completions(options, &terminal),
        Command::Man(options) => help::man(options, &terminal),
    };
    written(ending).into()
}

/// How a command ended whose results may not have been written.
fn written(ending: Ending) -> Ending {
    if ending == Ending::Good && terminal::lost() { Ending::WrongUse } else { ending }
}
