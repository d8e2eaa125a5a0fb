//! Checks of the source: formatting, lints for every half of it, and the builds that they are made with.

use super::{Bench, Tally, log, rust_tests};
use crate::proc::{self, linting};
use crate::toolchain::{Toolchain, WASM};
use anyhow::Result;
use std::process::Command;

const TOOL: [&str; 4] = ["--manifest-path", "xtask/Cargo.toml", "--target-dir", "target/xtask"];

pub fn formatting(bench: &mut Bench) -> Result<Tally> {
    let mut product = bench.toolchain.cargo();
    product.args(["fmt", "--check"]);
    let mut tool = bench.toolchain.cargo();
    tool.args(["fmt", "--check", "--manifest-path", "xtask/Cargo.toml"]);
    Ok(holds(&mut product, "fmt")?.and(holds(&mut tool, "fmt-xtask")?))
}

/// Compiles the server's half with its tests and benches, and lints it on the way: one compilation does for both.
pub fn server(bench: &mut Bench) -> Result<Tally> {
    let tally = rust_tests::compile(bench)?;
    if bench.plan.has("build") {
        // The tests leave a core idle now and then.
        bench.beside.start_server(bench.toolchain);
    }
    Ok(tally)
}

pub fn browser(bench: &mut Bench) -> Result<Tally> {
    bench.beside.lints()
}

/// Lints the browser's half. Not on the way of its release build, as the server's: what clippy compiles it does not optimize the same.
pub fn lint_browser(toolchain: Toolchain) -> Result<Tally> {
    let mut cargo = toolchain.cargo();
    cargo.arg("clippy");
    // A folder of its own, so that it waits for no other build.
    cargo.args(["--locked", "--lib", "--target", WASM, "--no-default-features", "--features", "hydrate", "--target-dir", "target/lint"]);
    holds(&mut proc::gently(cargo.args(["--", "-D", "warnings"])), "clippy-browser")
}

/// Lints this tool, and runs its own tests.
pub fn tool(bench: &mut Bench) -> Result<Tally> {
    let mut cargo = bench.toolchain.cargo();
    cargo.arg("test").args(TOOL).arg("--locked");
    without_warning(linting(&mut cargo), "clippy-xtask")
}

pub fn release(bench: &mut Bench) -> Result<Tally> {
    let front = bench.beside.front();
    let server = bench.beside.server(bench.toolchain);
    Ok(Tally { passed: 1, beside: Some(front?.max(server?)), ..Tally::default() })
}

/// A warning fails the check, and stops nothing: the tests run all the same. Cargo repeats the warnings of what it need not compile again.
pub fn without_warning(command: &mut Command, name: &str) -> Result<Tally> {
    let tally = holds(command, name)?;
    if tally.failed == 0 { no_warning_in(name) } else { Ok(tally) }
}

fn no_warning_in(name: &str) -> Result<Tally> {
    let printed = std::fs::read_to_string(log(name))?;
    // Cargo's own warnings, of a slow network for example, are none of the code.
    let clean = !printed.lines().any(|line| line.starts_with("warning: `") && line.contains(" generated "));
    let said = || printed.lines().filter(|line| !line.starts_with('{')).map(|line| format!("{line}\n")).collect();
    Ok(Tally::one(clean, said))
}

pub fn holds(command: &mut Command, name: &str) -> Result<Tally> {
    let log = log(name);
    let status = proc::run_logged(command.env("CARGO_TERM_COLOR", "never"), &log)?;
    Ok(Tally::one(status.success(), || format!("{}\n(all of it: {})\n", proc::tail(&log, 100), log.display())))
}
