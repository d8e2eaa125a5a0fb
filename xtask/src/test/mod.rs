//! `cargo xtask test`: every check, one after the other, whatever the earlier ones said. Its last line is `N passed, N failed`.
//!
//! A new step: a function that returns `Tally`, and a line in `steps`. No step is skipped unless `--only` says so.

mod browser;
mod code;
mod dependencies;
pub mod size;

use crate::build::{self, Kind, duration};
use crate::postgres::Postgres;
use crate::proc;
use crate::toolchain::{self, Toolchain};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

const LOGS: &str = "target/xtask-logs";
const STEPS: [&str; 7] = ["fmt", "clippy", "unit", "licenses", "build", "size", "e2e"];

/// What a step found: how many checks held, how many did not, and what to show of those.
#[derive(Default)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    /// Checks that say themselves that they did not run.
    pub ignored: u64,
    pub report: String,
}

impl Tally {
    pub fn one(holds: bool, report: impl FnOnce() -> String) -> Self {
        if holds { Self { passed: 1, ..Self::default() } } else { Self { failed: 1, report: report(), ..Self::default() } }
    }
}

/// What the steps share.
pub struct Bench {
    pub toolchain: Toolchain,
    postgres: Option<Postgres>,
}

impl Bench {
    /// One throwaway Postgres for all steps, started by the first that needs it.
    pub fn postgres(&mut self) -> Result<&mut Postgres> {
        if self.postgres.is_none() {
            self.postgres = Some(Postgres::start()?);
        }
        self.postgres.as_mut().context("Postgres was started just now")
    }
}

type Step = (&'static str, &'static str, fn(&mut Bench) -> Result<Tally>);

fn steps() -> Vec<Step> {
    vec![
        ("fmt", "formatting", code::formatting),
        ("clippy", "clippy, server with its tests", code::server),
        ("clippy", "clippy, browser", code::clippy_browser),
        ("clippy", "clippy, xtask", code::tool),
        ("unit", "unit and integration tests, SQLite and Postgres", code::tests),
        ("licenses", "licenses and sources of the dependencies", dependencies::check),
        ("build", "release build", release),
        ("size", "bytes of a first visit", size::check),
        ("e2e", "end to end on SQLite", browser::on_sqlite),
        ("e2e", "end to end on Postgres", browser::on_postgres),
    ]
}

pub fn test(args: &[String]) -> Result<ExitCode> {
    let only = only(args)?;
    let start = Instant::now();
    std::fs::create_dir_all(LOGS).with_context(|| format!("cannot create {LOGS}"))?;
    println!("Checking everything (from nothing 40 to 70 min on 2 cores)");
    let mut bench = Bench { toolchain: toolchain::choose()?, postgres: None };
    let (mut passed, mut failed) = (0, 0);
    for (key, name, check) in steps() {
        if !only.is_empty() && !only.iter().any(|wanted| wanted == key) {
            continue;
        }
        println!("\n== {name}");
        let began = Instant::now();
        let tally = match check(&mut bench) {
            Ok(tally) => tally,
            Err(_) if proc::interrupted() => bail!("interrupted"),
            Err(problem) => Tally::one(false, || format!("{problem:#}")),
        };
        if !tally.report.is_empty() {
            println!("{}", tally.report.trim_end());
        }
        let ignored = if tally.ignored > 0 { format!(", {} ignored", tally.ignored) } else { String::new() };
        println!("   {name}: {} passed, {} failed{ignored} in {}", tally.passed, tally.failed, duration(began.elapsed()));
        passed += tally.passed;
        failed += tally.failed;
    }
    drop(bench);
    println!("\nAll in {}", duration(start.elapsed()));
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The names after `--only`; none means all.
fn only(args: &[String]) -> Result<Vec<String>> {
    let names: Vec<String> = match args {
        [] => Vec::new(),
        [flag, names] if flag == "--only" => names.split(',').map(str::to_owned).collect(),
        _ => bail!("`cargo xtask test` takes `--only` and names from: {}", STEPS.join(" ")),
    };
    match names.iter().find(|name| !STEPS.contains(&name.as_str())) {
        Some(unknown) => bail!("there is no step `{unknown}`; there are: {}", STEPS.join(" ")),
        None => Ok(names),
    }
}

fn release(bench: &mut Bench) -> Result<Tally> {
    build::build(bench.toolchain, Kind::Release)?;
    Ok(Tally { passed: 1, ..Tally::default() })
}

/// Where the output of a step is kept.
pub fn log(name: &str) -> PathBuf {
    Path::new(LOGS).join(format!("{name}.log"))
}
