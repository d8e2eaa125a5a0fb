//! The portal's program, for tests that start it.

use std::process::Command;

/// `PORTAL_PROGRAM` where it is set (`cargo xtask test` sets the program aside, so that no unoptimized one lies among what is released), else
/// where cargo puts it.
pub fn program() -> Command {
    let program = std::env::var_os("PORTAL_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_assister-portal").into());
    let mut command = Command::new(program);
    command.env_remove("PORTAL_PROGRAM");
    command
}
