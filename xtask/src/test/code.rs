//! Checks of the source: formatting, lints for every half of it, and the builds that they are made with.

use super::{Bench, Plan, Tally, log, rust_tests};
use crate::proc::{self, linting};
use crate::toolchain::{self, WASM};
use anyhow::Result;
use std::process::Command;

const TOOL: [&str; 4] = ["--manifest-path", "xtask/Cargo.toml", "--target-dir", "target/xtask"];

pub fn formatting(bench: &mut Bench) -> Result<Tally> {
    toolchain::need_linters(bench.toolchain)?;
    let mut product = bench.toolchain.cargo();
    product.args(["fmt", "--check"]);
    let mut tool = bench.toolchain.cargo();
    tool.args(["fmt", "--check", "--manifest-path", "xtask/Cargo.toml"]);
    Ok(holds(&mut product, "fmt")?.and(holds(&mut tool, "fmt-xtask")?))
}

/// Compiles the server's half with its tests and benches, and lints it on the way: one compilation does for both.
pub fn server(bench: &mut Bench) -> Result<Tally> {
    toolchain::need_linters(bench.toolchain)?;
    let tally = rust_tests::compile(bench)?;
    if bench.plan.has("build") {
        // The tests leave a core idle now and then.
        bench.beside.start_server(bench.toolchain);
    }
    Ok(tally)
}

/// The release build of the browser's program lints it on the way. Where nothing is built, clippy looks alone.
pub fn browser(bench: &mut Bench) -> Result<Tally> {
    if bench.plan.has("build") {
        let took = bench.beside.front()?;
        return Ok(Tally { beside: Some(took), ..no_warning_in("clippy-browser")? });
    }
    let mut cargo = bench.toolchain.cargo();
    cargo.arg("clippy");
    cargo.args(["--locked", "--lib", "--target", WASM, "--no-default-features", "--features", "hydrate", "--target-dir", "target/front"]);
    holds(cargo.args(["--", "-D", "warnings"]), "clippy-browser")
}

/// Lints this tool, and runs its own tests.
pub fn tool(bench: &mut Bench) -> Result<Tally> {
    let mut cargo = bench.toolchain.cargo();
    cargo.arg("test").args(TOOL).arg("--locked");
    without_warning(linting(&mut cargo), "clippy-xtask")
}

pub fn release(bench: &mut Bench) -> Result<Tally> {
    let front = if bench.plan == Plan::Everything { Ok(()) } else { bench.beside.front().map(drop) };
    let took = bench.beside.server(bench.toolchain)?;
    front?;
    Ok(Tally { passed: 1, beside: Some(took), ..Tally::default() })
}

/// A warning fails the check, and stops nothing: the tests run all the same. Cargo repeats the warnings of what it need not compile again.
pub fn without_warning(command: &mut Command, name: &str) -> Result<Tally> {
    let tally = holds(command, name)?;
    if tally.failed == 0 { no_warning_in(name) } else { Ok(tally) }
}

fn no_warning_in(name: &str) -> Result<Tally> {
    let printed = std::fs::read_to_string(log(name))?;
    let clean = !printed.lines().any(|line| line.starts_with("warning"));
    Ok(Tally::one(clean, || printed))
}

pub fn holds(command: &mut Command, name: &str) -> Result<Tally> {
    let log = log(name);
    let status = proc::run_logged(command.env("CARGO_TERM_COLOR", "never"), &log)?;
    Ok(Tally::one(status.success(), || format!("{}\n(all of it: {})\n", proc::tail(&log, 100), log.display())))
}
