//! The portal's program, for tests that start it.

use std::process::Command;

/// What the program encrypts with in tests, unless they say otherwise.
pub const SECRET_KEY: &str = "7f1d0c93b2a64e58916b3d0fa87c5e21d40b98e6673a1cf5280fe49bc1d75a36";

/// `PORTAL_PROGRAM` where it is set (`cargo xtask test` sets the program aside, so that no unoptimized one lies among what is released), else
/// where cargo puts it.
pub fn program() -> Command {
    let program = std::env::var_os("PORTAL_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_assister-portal").into());
    let mut command = Command::new(program);
    command.env_remove("PORTAL_PROGRAM").env("SECRET_KEY", SECRET_KEY);
    command
}

/// Tests run with every check anyway: only the manifest says it of what is released.
#[test]
fn numbers_that_outgrow_their_type_end_the_request_in_what_is_released_too() {
    let manifest = include_str!("../Cargo.toml");
    let own = manifest.split_once("[profile.release.package.assister-portal]").expect("our own crate has settings of its own").1;
    assert!(own.trim_start().starts_with("overflow-checks = true"), "{own}");
}
