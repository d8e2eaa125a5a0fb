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

pub fn clippy_server(bench: &mut Bench) -> Result<Tally> {
    toolchain::need_linters(bench.toolchain)?;
    let mut cargo = clippy(bench.toolchain);
    cargo.args(SERVER).args(["--all-targets", "--target-dir", "target"]);
    deny_warnings(&mut cargo, "clippy-server")
}

pub fn clippy_browser(bench: &mut Bench) -> Result<Tally> {
    let mut cargo = clippy(bench.toolchain);
    cargo.args(["--locked", "--lib", "--target", WASM, "--no-default-features", "--features", "hydrate", "--target-dir", "target"]);
    deny_warnings(&mut cargo, "clippy-browser")
}

pub fn clippy_tool(bench: &mut Bench) -> Result<Tally> {
    let mut cargo = clippy(bench.toolchain);
    cargo.args(TOOL).args(["--locked", "--all-targets"]);
    deny_warnings(&mut cargo, "clippy-xtask")
}

/// All of `cargo test`, with the throwaway Postgres; nothing stops at the first failure.
pub fn tests(bench: &mut Bench) -> Result<Tally> {
    let log = log("unit");
    let mut cargo = bench.toolchain.cargo();
    cargo.args(["test", "--no-fail-fast"]).args(SERVER).args(["--target-dir", "target"]);
    cargo.env("TEST_POSTGRES_URL", bench.postgres()?.url());
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

fn clippy(toolchain: Toolchain) -> Command {
    let mut cargo = toolchain.cargo();
    cargo.arg("clippy");
    cargo
}

fn deny_warnings(cargo: &mut Command, name: &str) -> Result<Tally> {
    holds(cargo.args(["--", "-D", "warnings"]), name)
}

fn holds(command: &mut Command, name: &str) -> Result<Tally> {
    let log = log(name);
    let status = proc::run_logged(command.env("CARGO_TERM_COLOR", "never"), &log)?;
    Ok(Tally::one(status.success(), || format!("{}\n(all of it: {})\n", proc::tail(&log, 100), log.display())))
}
