//! `cargo xtask test`: every check, one after the other, whatever the earlier ones said. Its last line is `N passed, N failed`.
//!
//! A new step: a function that returns `Tally`, and a line in `STEPS`. No step is skipped unless `quick` or `--only` says so.

mod beside;
mod browser;
mod code;
mod dependencies;
mod rust_tests;
pub mod size;
mod times;

use crate::build::duration;
use crate::postgres::Postgres;
use crate::proc;
use crate::toolchain::{self, Toolchain};
use anyhow::{Context, Result, bail};
use beside::Beside;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use times::{Table, Timed};

const LOGS: &str = "target/xtask-logs";

/// What a step found: how many checks held, how many did not, and what to show of those.
#[derive(Default)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    /// Checks that say themselves that they did not run.
    pub ignored: u64,
    pub report: String,
    /// How long each test took, where the step has tests.
    pub times: Vec<Timed>,
    /// What the step's work took beside other steps, before this one waited for it.
    pub beside: Option<Duration>,
}

impl Tally {
    pub fn one(holds: bool, report: impl FnOnce() -> String) -> Self {
        if holds { Self { passed: 1, ..Self::default() } } else { Self { failed: 1, report: report(), ..Self::default() } }
    }

    /// Two checks of one step.
    pub fn and(mut self, other: Self) -> Self {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
        self.report += &other.report;
        self.times.extend(other.times);
        self.beside = self.beside.or(other.beside);
        self
    }
}

/// What the steps share.
pub struct Bench {
    pub toolchain: Toolchain,
    pub plan: Plan,
    pub beside: Beside,
    /// The programs of Rust tests, once they are compiled.
    pub programs: Vec<rust_tests::Program>,
    postgres: Option<Postgres>,
}

impl Bench {
    /// One throwaway Postgres for all steps, started by the first that needs it.
    pub fn postgres(&mut self) -> Result<&mut Postgres> {
        if self.postgres.is_none() {
            self.beside.postgres()?;
            self.postgres = Some(Postgres::start()?);
        }
        self.postgres.as_mut().context("Postgres was started just now")
    }
}

struct Step {
    /// The name that `--only` takes.
    key: &'static str,
    name: &'static str,
    /// The share of a whole run, in percent, that it may take.
    budget: u32,
    check: fn(&mut Bench) -> Result<Tally>,
}

/// Cheap ones first: what is quickly told is told within seconds.
const STEPS: [Step; 12] = [
    Step { key: "fmt", name: "formatting", budget: 2, check: code::formatting },
    Step { key: "licenses", name: "licenses and sources of the dependencies", budget: 2, check: dependencies::check },
    Step { key: "types", name: "types of the browser tests", budget: 2, check: browser::types },
    Step { key: "clippy", name: "clippy, xtask", budget: 3, check: code::tool },
    Step { key: "clippy", name: "clippy, server with its tests", budget: 40, check: code::server },
    Step { key: "unit", name: "unit and integration tests, SQLite and Postgres", budget: 25, check: rust_tests::run },
    Step { key: "clippy", name: "clippy, browser", budget: 10, check: code::browser },
    Step { key: "build", name: "release build", budget: 20, check: code::release },
    Step { key: "size", name: "bytes of a first visit", budget: 2, check: size::check },
    Step { key: "e2e", name: "end to end on SQLite", budget: 35, check: browser::on_sqlite },
    Step { key: "e2e", name: "end to end on Postgres", budget: 4, check: browser::on_postgres },
    Step { key: "firefox", name: "main journeys in Firefox", budget: 5, check: browser::in_firefox },
];

/// Which steps run, and on how much.
#[derive(Clone, PartialEq)]
pub enum Plan {
    Everything,
    /// The inner loop: formatting, lints, unit tests and the journeys, those on SQLite alone.
    Quick,
    Only(Vec<String>),
}

impl Plan {
    fn from_args(args: &[String]) -> Result<Self> {
        let keys = || {
            STEPS
                .iter()
                .map(|step| step.key)
                .fold(Vec::new(), |keys, key| if keys.contains(&key) { keys } else { [keys, vec![key]].concat() })
        };
        match args {
            [] => Ok(Self::Everything),
            [quick] if quick == "quick" => Ok(Self::Quick),
            [flag, names] if flag == "--only" => {
                let names: Vec<String> = names.split(',').map(str::to_owned).collect();
                match names.iter().find(|name| !keys().contains(&name.as_str())) {
                    Some(unknown) => bail!("there is no step `{unknown}`; there are: {}", keys().join(" ")),
                    None => Ok(Self::Only(names)),
                }
            }
            _ => bail!("`cargo xtask test` takes `quick`, or `--only` and names from: {}", keys().join(" ")),
        }
    }

    /// Whether the steps of this name run.
    pub fn has(&self, key: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Quick => ["fmt", "clippy", "unit"].contains(&key),
            Self::Only(names) => names.iter().any(|name| name == key),
        }
    }
}

pub fn test(args: &[String]) -> Result<ExitCode> {
    let plan = Plan::from_args(args)?;
    let start = Instant::now();
    std::fs::create_dir_all(LOGS).with_context(|| format!("cannot create {LOGS}"))?;
    match plan {
        Plan::Everything => println!("Checking everything (from nothing 25 to 40 min on 2 cores)"),
        Plan::Quick => println!("Checking formatting, lints, unit tests, and the journeys on SQLite; nothing on Postgres or in a browser"),
        Plan::Only(_) => {}
    }
    let mut table = Table::default();
    let toolchain = table.set_up(|| {
        let toolchain = toolchain::choose()?;
        toolchain::need_linters(toolchain)?;
        Ok(toolchain)
    })?;
    let mut bench = Bench { toolchain, plan, beside: Beside::default(), programs: Vec::new(), postgres: None };
    bench.beside.start(toolchain, &bench.plan);
    for step in &STEPS {
        if !bench.plan.has(step.key) {
            continue;
        }
        println!("\n== {}", step.name);
        let began = Instant::now();
        let tally = match (step.check)(&mut bench) {
            Ok(tally) => tally,
            Err(_) if proc::interrupted() => bail!("interrupted"),
            Err(problem) => Tally::one(false, || format!("{problem:#}")),
        };
        if !tally.report.is_empty() {
            println!("{}", tally.report.trim_end());
        }
        let ignored = if tally.ignored > 0 { format!(", {} ignored", tally.ignored) } else { String::new() };
        println!("   {}: {} passed, {} failed{ignored} in {}", step.name, tally.passed, tally.failed, duration(began.elapsed()));
        table.add(step.name, step.budget, began.elapsed(), tally);
    }
    let whole = bench.plan == Plan::Everything;
    drop(bench);
    let (passed, failed) = table.totals();
    let printed = table.print(start.elapsed(), whole);
    std::fs::write(times::FILE, &printed).with_context(|| format!("cannot write {}", times::FILE))?;
    println!("\n{printed}");
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Where the output of a step is kept.
pub fn log(name: &str) -> PathBuf {
    Path::new(LOGS).join(format!("{name}.log"))
}
