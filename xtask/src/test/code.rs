//! Checks of the source: formatting, clippy for every half of it, `cargo test`.

use super::{Bench, Tally, log};
use crate::proc;
use crate::toolchain::{self, Toolchain, WASM};
use anyhow::Result;
use std::path::Path;
use std::process::Command;

const SERVER: [&str; 4] = ["--locked", "--no-default-features", "--features", "ssr"];
const TOOL: [&str; 4] = ["--manifest-path", "xtask/Cargo.toml", "--target-dir", "target/xtask"];

pub fn formatting(bench: &mut Bench) -> Result<Tally> {
    toolchain::need_linters(bench.toolchain)?;
    let mut product = bench.toolchain.cargo();
    product.args(["fmt", "--check"]);
    let mut tool = bench.toolchain.cargo();
    tool.args(["fmt", "--check", "--manifest-path", "xtask/Cargo.toml"]);
    let product = holds(&mut product, "fmt")?;
    let tool = holds(&mut tool, "fmt-xtask")?;
    Ok(Tally {
        passed: product.passed + tool.passed,
        failed: product.failed + tool.failed,
        report: product.report + &tool.report,
        ignored: 0,
    })
}

/// Compiles the server's half with its tests and benches, and lints it on the way: one compilation does for both.
pub fn server(bench: &mut Bench) -> Result<Tally> {
    toolchain::need_linters(bench.toolchain)?;
    let mut cargo = cargo_test(bench.toolchain);
    cargo.args(["--no-run", "--all-targets"]);
    without_warning(&mut cargo, "clippy-server")
}

pub fn clippy_browser(bench: &mut Bench) -> Result<Tally> {
    let mut cargo = bench.toolchain.cargo();
    cargo.arg("clippy");
    cargo.args(["--locked", "--lib", "--target", WASM, "--no-default-features", "--features", "hydrate", "--target-dir", "target"]);
    holds(cargo.args(["--", "-D", "warnings"]), "clippy-browser")
}

pub fn tool(bench: &mut Bench) -> Result<Tally> {
    let mut cargo = bench.toolchain.cargo();
    // As a test: the program itself is running.
    cargo.args(["test", "--no-run"]).args(TOOL).arg("--locked");
    without_warning(linting(&mut cargo), "clippy-xtask")
}

/// All of `cargo test`, with the throwaway Postgres; nothing stops at the first failure.
pub fn tests(bench: &mut Bench) -> Result<Tally> {
    let log = log("unit");
    let mut cargo = cargo_test(bench.toolchain);
    cargo.arg("--no-fail-fast").env("TEST_POSTGRES_URL", bench.postgres()?.url());
    let status = proc::run_logged(&mut cargo, &log)?;
    let printed = std::fs::read_to_string(&log)?;
    let mut tally = Tally::default();
    for line in printed.lines().filter(|line| line.starts_with("test result:")) {
        tally.passed += count(line, "passed");
        tally.failed += count(line, "failed");
        tally.ignored += count(line, "ignored");
    }
    if !status.success() {
        // Not compiling, or a crash: no line counts it, and it is a failure all the same.
        tally.failed = tally.failed.max(1);
        tally.report = failures(&printed, &log);
    } else if tally.passed == 0 {
        tally.failed += 1;
        tally.report = "`cargo test` ran no test".to_owned();
    }
    Ok(tally)
}

/// The number before a word in a line like `test result: ok. 3 passed; 0 failed; …`.
fn count(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line.split_whitespace().collect();
    let pair = words.windows(2).find(|pair| pair[1].trim_end_matches([';', '.']) == word);
    pair.and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
}

/// What failing tests printed, without the hundreds that passed.
fn failures(printed: &str, log: &Path) -> String {
    let shown: Vec<&str> =
        printed.lines().filter(|line| !line.ends_with("... ok") && !line.trim_start().starts_with("Compiling")).collect();
    let end = &shown[shown.len().saturating_sub(150)..];
    format!("{}\n(all of it: {})", end.join("\n"), log.display())
}

/// What [`server`] compiles and [`tests`] runs: the same command, so that nothing is compiled twice.
fn cargo_test(toolchain: Toolchain) -> Command {
    let mut cargo = toolchain.cargo();
    cargo.arg("test").args(SERVER).args(["--target-dir", "target"]);
    linting(&mut cargo);
    cargo
}

/// Clippy in the place of the compiler for our own crate: it compiles as well, which `cargo clippy` does not make use of, so that all
/// dependencies would be compiled once for it and once more for the tests.
fn linting(cargo: &mut Command) -> &mut Command {
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver")
}

/// A warning fails the check, and stops nothing: the tests run all the same. Cargo repeats the warnings of what it need not compile again.
fn without_warning(command: &mut Command, name: &str) -> Result<Tally> {
    let mut tally = holds(command, name)?;
    let printed = std::fs::read_to_string(log(name))?;
    if tally.failed == 0 && printed.lines().any(|line| line.starts_with("warning")) {
        tally = Tally::one(false, || printed);
    }
    Ok(tally)
}

fn holds(command: &mut Command, name: &str) -> Result<Tally> {
    let log = log(name);
    let status = proc::run_logged(command.env("CARGO_TERM_COLOR", "never"), &log)?;
    Ok(Tally::one(status.success(), || format!("{}\n(all of it: {})\n", proc::tail(&log, 100), log.display())))
}
