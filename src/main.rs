//! The program: parse the command, run it. Everything else is in the library.

use assister_portal::server::cli::Command;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A page is thousands of small pieces that live for a millisecond: a quarter more pages a second than with the system's allocator.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    Command::from_args().run()
}
