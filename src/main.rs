//! The command `spiegel`.

use std::process::ExitCode;

fn main() -> ExitCode {
    gemeentespiegel::cli::run(std::env::args_os())
}
