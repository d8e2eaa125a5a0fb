//! `cargo xtask run · test · bench · watch`: set-up, build steps and test orchestration.
//!
//! Glue over libraries, no logic of the product. One module per concern; a new command is a module with
//! one public function and a line in `main`.

mod advisories;
mod bench;
mod build;
mod net;
mod passwords;
mod postgres;
mod proc;
mod run;
mod server;
mod system;
mod test;
mod toolchain;
mod watch;

use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  run [ARGS…]           install what is missing, build the release, start the server (ARGS go to it)
  test                  install what is missing and check everything; ends with `N passed, N failed`
  test quick            the inner loop: formatting, lints, unit tests, and the journeys on SQLite
  test --only A,B,…     some of the steps: fmt licenses types clippy unit build size e2e firefox
  bench [ARGS…]         build the release and measure (ARGS: `quick`, `only imports`)
  watch [ARGS…]         rebuild on every change and restart the server (unoptimized)
  build                 what `run` does, without starting the server
  advisories            ask for known weaknesses of all that is built with (needs the network and cargo-deny)
  passwords LIST…       make the file of common passwords anew, of lists of them

Environment:
  DATABASE_URL          the database to run on; unset: data/portal.db with demo data";

fn main() -> ExitCode {
    match command() {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("\nStopped: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> Result<ExitCode> {
    std::env::set_current_dir(root())?;
    proc::stop_children_on_signal()?;
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    match command.as_str() {
        "run" => run::run(&rest),
        "build" => run::build_only(),
        run::FIRST_PAGE => run::first_page(&rest),
        "test" => test::test(&rest),
        "bench" => bench::bench(&rest),
        "watch" => watch::watch(&rest),
        "advisories" => advisories::advisories(),
        "passwords" => passwords::passwords(&rest),
        "" | "help" | "-h" | "--help" => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("there is no command `{other}`.\n\n{HELP}"),
    }
}

/// The repository's root. Cargo says where the manifest is when it starts the tool, which keeps a moved checkout working.
fn root() -> PathBuf {
    let manifest_dir = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let mut root = PathBuf::from(manifest_dir);
    root.pop();
    root
}
