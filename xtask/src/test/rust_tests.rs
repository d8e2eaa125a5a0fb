//! The Rust tests: compiled once, by the linter, on the dependencies of the release build; then run on SQLite and Postgres.

use super::code::without_warning;
use super::times::Timed;
use super::{Bench, Plan, Tally, log};
use crate::proc::{self, linting};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The settings of cargo by which our own crate is not optimized, and all that it stands on is as in the release build.
const CHECKED: &str = "xtask/checked.toml";
/// The program that some tests start. Set aside, so that `target/release` has no unoptimized one.
const PROGRAM: &str = "target/checked/assister-portal";
const RELEASED: &str = "target/release/assister-portal";
const KEPT: &str = "target/release/assister-portal.kept";

/// The log of the compilation, lints and cargo's messages.
const LINTED: &str = "clippy-server";

/// Which tests a program has, for the table of times.
const UNIT: &str = "unit tests";
const INTEGRATION: &str = "integration tests";

/// A program of tests, with which tests it has.
pub type Program = (&'static str, PathBuf);

/// Compiles the tests, linted on the way; the benches as well, unless this is the inner loop.
pub fn compile(bench: &mut Bench) -> Result<Tally> {
    let mut cargo = bench.toolchain.cargo();
    cargo.args(["test", "--no-run", "--locked", "--release", "--config", CHECKED, "--target-dir", "target"]);
    cargo.args(["--no-default-features", "--features", "ssr", "--message-format", "json-render-diagnostics"]);
    match bench.plan {
        Plan::Quick => cargo.args(["--lib", "--test", "integration"]),
        _ => cargo.arg("--all-targets"),
    };
    keep_released()?;
    let tally = without_warning(linting(&mut cargo), LINTED);
    set_program_aside()?;
    let tally = tally?;
    bench.programs = programs(&fs::read_to_string(log(LINTED))?);
    Ok(tally)
}

/// Before a compilation, which puts its program in the place of the released one.
fn keep_released() -> Result<()> {
    if Path::new(RELEASED).exists() {
        fs::rename(RELEASED, KEPT).with_context(|| format!("cannot move {RELEASED} to {KEPT}"))?;
    }
    Ok(())
}

/// After it: the program is where the tests look for it, and the released one where it was.
fn set_program_aside() -> Result<()> {
    let moved = |from: &str, to: &str| {
        let there = Path::new(from).exists();
        if there { fs::rename(from, to).with_context(|| format!("cannot move {from} to {to}")) } else { Ok(()) }
    };
    fs::create_dir_all(Path::new(PROGRAM).parent().context("a file without a folder")?)?;
    moved(RELEASED, PROGRAM)?;
    moved(KEPT, RELEASED)
}

/// All tests, with the throwaway Postgres; nothing stops at the first failure.
pub fn run(bench: &mut Bench) -> Result<Tally> {
    if bench.programs.is_empty() {
        compile(bench)?;
    }
    if bench.programs.len() != 2 {
        bail!("the tests do not compile: the library's and those in tests/ are two programs, and {} were made", bench.programs.len());
    }
    let quick = bench.plan == Plan::Quick;
    let postgres = if quick { None } else { Some(bench.postgres()?.url()) };
    let mut tally = Tally::default();
    for (kind, program) in bench.programs.clone() {
        let mut tests = proc::command(&program);
        // The times of single tests are printed for whoever asks for what is not stable yet; only the tests' own program is asked.
        tests.args(["-Z", "unstable-options", "--format", "json", "--report-time"]).env("RUSTC_BOOTSTRAP", "1");
        // They wait for databases, and for programs that they kill, half of the time.
        tests.env("RUST_TEST_THREADS", (2 * std::thread::available_parallelism().map_or(2, usize::from)).to_string());
        tests.env("PORTAL_PROGRAM", std::path::absolute(PROGRAM)?).env_remove("TEST_DATABASES");
        match &postgres {
            Some(url) => tests.env("TEST_POSTGRES_URL", url),
            None => tests.env("TEST_DATABASES", "sqlite"),
        };
        if quick && kind == INTEGRATION {
            tests.arg("journeys::");
        }
        let log = log(&kind.replace(' ', "-"));
        let status = proc::run_logged(&mut tests, &log)?;
        tally = tally.and(read(kind, &fs::read_to_string(&log)?, status.success(), &log));
    }
    Ok(tally)
}

/// The programs of tests among what cargo says it made.
fn programs(printed: &str) -> Vec<Program> {
    let messages = printed.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let tests = messages.filter(|message| message["profile"]["test"] == true);
    tests
        .filter_map(|message| {
            let program = PathBuf::from(message["executable"].as_str()?);
            match message["target"]["kind"][0].as_str()? {
                "cdylib" | "rlib" | "lib" => Some((UNIT, program)),
                "test" => Some((INTEGRATION, program)),
                // The program and the benches have no tests.
                _ => None,
            }
        })
        .collect()
}

/// What a program of tests said, line by line.
fn read(kind: &'static str, printed: &str, succeeded: bool, log: &Path) -> Tally {
    let mut tally = Tally::default();
    let mut announced = 0;
    for event in printed.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        if event["type"] == "suite" {
            announced += event["test_count"].as_u64().unwrap_or_default();
        }
        if event["type"] != "test" {
            continue;
        }
        let name = event["name"].as_str().unwrap_or_default();
        match event["event"].as_str() {
            Some("ok") => tally.passed += 1,
            Some("ignored") => tally.ignored += 1,
            Some("failed") => {
                tally.failed += 1;
                tally.report += &format!("{name}\n{}\n", event["stdout"].as_str().unwrap_or_default());
            }
            _ => continue,
        }
        let took = Duration::try_from_secs_f64(event["exec_time"].as_f64().unwrap_or_default()).unwrap_or_default();
        tally.times.push(Timed { kind, name: name.to_owned(), took });
    }
    if succeeded != (tally.failed == 0) || succeeded && tally.passed == 0 || announced != tally.passed + tally.failed + tally.ignored {
        // It crashed, has no test, or what a test printed hid the end of another: no line counts that, and it is a failure all the same.
        tally.failed += 1;
        tally.report += &format!("The {kind} did not end well:\n{}\n", proc::tail(log, 30));
    }
    if tally.failed > 0 {
        tally.report += &format!("(all of it: {})\n", log.display());
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(printed: &str, succeeded: bool) -> (u64, u64, u64) {
        let tally = read(UNIT, printed, succeeded, Path::new("none"));
        (tally.passed, tally.failed, tally.ignored)
    }

    const PRINTED: &str = r#"{ "type": "suite", "event": "started", "test_count": 3 }
{ "type": "test", "event": "started", "name": "a" }
{ "type": "test", "name": "a", "event": "ok", "exec_time": 0.5 }
what a test printed
{ "type": "test", "name": "b", "event": "failed", "exec_time": 0.1, "stdout": "b is wrong" }
{ "type": "test", "name": "c", "event": "ignored" }
"#;

    #[test]
    fn each_test_is_counted_and_timed_and_a_failed_one_is_quoted() {
        let tally = read(UNIT, PRINTED, false, Path::new("none"));
        assert_eq!((tally.passed, tally.failed, tally.ignored), (1, 1, 1));
        assert!(tally.report.starts_with("b\nb is wrong\n"), "{}", tally.report);
        assert_eq!(tally.times[0].took, Duration::from_millis(500));
    }

    #[test]
    fn a_crash_a_lost_test_and_no_test_at_all_are_failures() {
        let (line, _) = PRINTED.split_once("what").unwrap_or_default();
        assert_eq!(counts(line, false), (1, 1, 0));
        assert_eq!(counts("", true), (0, 1, 0));
        let lost = PRINTED.replace("\"test_count\": 3", "\"test_count\": 4");
        assert_eq!(counts(&lost, false), (1, 2, 1));
        let whole = "{ \"type\": \"suite\", \"event\": \"started\", \"test_count\": 1 }\n\
                     { \"type\": \"test\", \"name\": \"a\", \"event\": \"ok\" }\n";
        assert_eq!(counts(whole, true), (1, 0, 0));
        assert_eq!(counts(whole, false), (1, 1, 0));
    }
}
