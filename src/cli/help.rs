//! `spiegel help`: how a command is used, or what a message means.

use clap::CommandFactory;

use super::Ending;
use super::args::{Arguments, HelpOptions};
use super::terminal::Terminal;
use crate::diagnostics::{Code, nearest};
use crate::messages;

/// Explains a message or a command; alone, the program.
pub(super) fn help(options: &HelpOptions, terminal: &Terminal) -> Ending {
    if options.all {
        terminal.give(list(terminal).as_bytes());
        return Ending::Good;
    }
    let Some(topic) = &options.topic else {
        terminal.give(usage(&mut Arguments::command()).as_bytes());
        return Ending::Good;
    };
    if let Some(code) = messages::find(topic) {
        terminal.give(one(code, terminal).as_bytes());
        return Ending::Good;
    }
    let mut program = Arguments::command();
    // So that the usage of a command begins with the name of the program.
    program.build();
    if let Some(command) = program.find_subcommand_mut(topic) {
        terminal.give(usage(command).as_bytes());
        return Ending::Good;
    }
    let command = nearest(topic, program.get_subcommands().map(clap::Command::get_name));
    let hint = match messages::similar(topic).or(command) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`spiegel help --all` lists all messages".to_owned(),
    };
    terminal.say(&format!("error: there is no message or command `{topic}`; {hint}"));
    Ending::WrongUse
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
