//! `spiegel help`: how a command is used, or what a message means; completions and manual pages,
//! from the same definitions as the commands.

use clap::CommandFactory;

use super::Ending;
use super::args::{Arguments, CompletionOptions, HelpOptions, ManOptions};
use super::terminal::Terminal;
use crate::diagnostics::{Code, nearest};
use crate::messages;

/// Explains a message or a command; alone, the program.
pub(super) fn help(options: &HelpOptions, terminal: &Terminal) -> Ending {
    if terminal.wants_all() {
        terminal.give_text(&list(terminal));
        return Ending::Good;
    }
    let Some(topic) = &options.topic else {
        terminal.give_text(&usage(&mut Arguments::command()));
        return Ending::Good;
    };
    if let Some(code) = messages::find(topic) {
        terminal.give_text(&one(code, terminal));
        return Ending::Good;
    }
    let mut program = program();
    if let Some(command) = program.find_subcommand_mut(topic) {
        terminal.give_text(&usage(command));
        return Ending::Good;
    }
    let command = nearest(topic, program.get_subcommands().map(clap::Command::get_name));
    let hint = match messages::similar(topic).or(command) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`spiegel help --all` lists all messages".to_owned(),
    };
    terminal.refuse(&format!("there is no message or command `{topic}`; {hint}"));
    Ending::WrongUse
}

/// Writes the completions of a shell.
pub(super) fn completions(options: &CompletionOptions, terminal: &Terminal) -> Ending {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut program(), "spiegel", &mut script);
    terminal.give(&script);
    Ending::Good
}

/// Writes the manual page of the program or of a command.
pub(super) fn man(options: &ManOptions, terminal: &Terminal) -> Ending {
    let mut page = Vec::new();
    let mut program = program();
    let command = match &options.command {
        None => Some(&mut program),
        Some(name) => program.find_subcommand_mut(name),
    };
    let Some(command) = command else {
        let name = options.command.as_deref().unwrap_or_default();
        terminal.refuse(&format!("there is no command `{name}`; `spiegel --help` lists them"));
        return Ending::WrongUse;
    };
    clap_mangen::Man::new(command.clone()).render(&mut page).expect("writing to memory");
    terminal.give(&page);
    Ending::Good
}

/// The definitions of all commands, each with the name of the program in its usage.
fn program() -> clap::Command {
    let mut program = Arguments::command();
    program.build();
    program
}

fn usage(command: &mut clap::Command) -> String {
    command.render_long_help().to_string()
}

fn one(code: &Code, terminal: &Terminal) -> String {
    if terminal.for_programs() {
        format!("{}\n", messages::as_json(code))
    } else {
        messages::explanation(code)
    }
}

fn list(terminal: &Terminal) -> String {
    if terminal.for_programs() {
        messages::all().map(|code| format!("{}\n", messages::as_json(code))).collect()
    } else {
        messages::overview()
    }
}
