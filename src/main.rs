//! The program: parse the command, run it. Everything else is in the library.

use assister_portal::server::cli::Command;
use std::process::ExitCode;

fn main() -> ExitCode {
    Command::from_args().run()
}
