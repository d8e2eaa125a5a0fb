//! End-to-end tests: the built server on a throwaway database with demo data, used in Chromium and in Firefox. Playwright runs the tests of both.

use super::code::holds;
use super::times::Timed;
use super::{Bench, Tally, log};
use crate::build::Kind;
use crate::proc::Service;
use crate::server::{Demo, SECRET_KEY};
use crate::{net, proc, system};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::ffi::OsString;
use std::path::Path;
use std::time::{Duration, Instant};

/// How much a failed test says: an error of axe or of a screen's text has many lines.
const ERROR_LINES: usize = 25;

/// The tests' own types.
pub fn types(_bench: &mut Bench) -> Result<Tally> {
    system::need_npm_packages(Path::new("end2end"))?;
    let mut check = proc::command("npx");
    holds(check.args(["--no-install", "tsc", "--noEmit"]).current_dir("end2end"), "types")
}

pub fn on_sqlite(bench: &mut Bench) -> Result<Tally> {
    bench.beside.chromium()?;
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("e2e.db").display());
    let (chromium, java) = (system::need_chromium()?, system::need_java()?);
    run("sqlite", "sqlite", &database, &[("CHROMIUM", chromium.into()), ("JAVA", java.into()), ("ALL_FORMS", "on".into())])
}

pub fn on_postgres(bench: &mut Bench) -> Result<Tally> {
    let database = bench.postgres()?.new_database()?;
    run("postgres", "postgres", &database, &[("CHROMIUM", system::need_chromium()?.into())])
}

pub fn in_firefox(bench: &mut Bench) -> Result<Tally> {
    bench.beside.firefox()?;
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("e2e.db").display());
    run("firefox", "sqlite", &database, &[("FIREFOX", system::need_firefox()?.into())])
}

/// Which tests run on which database and in which browser is for `end2end/playwright.config.ts` to say, by `DATABASE_KIND` and the browser's
/// own variable. `which` names the run's logs.
fn run(which: &str, kind: &str, database: &str, browser: &[(&str, OsString)]) -> Result<Tally> {
    system::need_npm_packages(Path::new("end2end"))?;
    let sink = Sink::start(&log(&format!("mail-{which}")))?;
    let smtp = ("SMTP_URL", format!("smtp://127.0.0.1:{}", sink.smtp));
    let demo = Demo::start_with(database, &log(&format!("server-{which}")), &[smtp])?;
    let log = log(&format!("e2e-{which}"));
    let results = std::path::absolute(log.with_extension("json"))?;
    let _removed = std::fs::remove_file(&results);
    let mut playwright = proc::command("npx");
    playwright.args(["--no-install", "playwright", "test", "--reporter=list,json"]).current_dir("end2end");
    playwright.env("BASE_URL", format!("http://127.0.0.1:{}", demo.port)).env("DATABASE_KIND", kind).env("DATABASE_URL", database);
    playwright.env("MAIL_SINK", format!("http://127.0.0.1:{}", sink.http));
    // For tests that start a server of their own.
    playwright.env("SECRET_KEY", SECRET_KEY);
    playwright.env("PORTAL_BINARY", std::path::absolute(Kind::Release.server())?);
    playwright.env("SITE_ROOT", std::path::absolute(Kind::Release.site())?);
    playwright.env("PLAYWRIGHT_JSON_OUTPUT_NAME", &results).env("FORCE_COLOR", "0");
    // A variable from outside must not make one run another.
    playwright.env_remove("FIREFOX").envs(browser.iter().map(|(name, value)| (name, value)));
    let status = proc::run_logged(&mut playwright, &log)?;
    let results = read(&results);
    let mut tally = match &results {
        Ok(results) => {
            let mut tally = counts(results);
            times(kind, results, &mut tally.times);
            tally
        }
        Err(problem) => Tally::one(false, || format!("{problem:#}\n{}\n", proc::tail(&log, 40))),
    };
    if tally.passed + tally.failed == 0 {
        tally.failed = 1;
        tally.report = "Playwright ran no test\n".to_owned();
    }
    if !status.success() {
        tally.failed = tally.failed.max(1);
        results.iter().for_each(|results| failures(results, &mut tally.report));
        let server = demo.server.log_tail(15);
        tally.report += &format!("(all of it: {})\nThe server said last:\n{server}", log.display());
    }
    Ok(tally)
}

/// A mail server that takes everything and shows it to the tests. Dropping it stops it.
struct Sink {
    smtp: u16,
    http: u16,
    server: Service,
}

impl Sink {
    fn start(log: &Path) -> Result<Self> {
        let (smtp, http) = (net::free_port()?, net::free_port()?);
        let mut node = proc::command("node");
        node.arg("end2end/fixtures/sink.mjs").env("SINK_SMTP", smtp.to_string()).env("SINK_HTTP", http.to_string());
        let mut sink = Self { smtp, http, server: Service::start(&mut proc::with_us(node), log)? };
        sink.wait_until_ready()?;
        Ok(sink)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let patience = Instant::now() + Duration::from_secs(30);
        while Instant::now() < patience {
            if let Some(status) = self.server.ended()? {
                bail!("the mail server for tests stopped ({status}):\n{}", self.server.log_tail(30));
            }
            if net::get(self.http, "/mail").is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            proc::pause(Duration::from_millis(50))?;
        }
        bail!("the mail server for tests was not ready after half a minute:\n{}", self.server.log_tail(30))
    }
}

fn read(results: &Path) -> Result<Value> {
    let results = std::fs::read(results).context("Playwright left no results")?;
    serde_json::from_slice(&results).context("Playwright's results are not JSON")
}

fn counts(results: &Value) -> Tally {
    let number = |name: &str| results["stats"][name].as_u64().unwrap_or(0);
    // A test that passes only when tried again is not a passing test.
    Tally { passed: number("expected"), failed: number("unexpected") + number("flaky"), ignored: number("skipped"), ..Tally::default() }
}

/// How long each test took.
fn times(database: &str, suite: &Value, times: &mut Vec<Timed>) {
    let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    for spec in list(suite, "specs") {
        for test in list(&spec, "tests") {
            let kind = match (database, test["projectName"].as_str()) {
                (_, Some("firefox" | "firefox-nojs")) => "browser tests in Firefox",
                ("postgres", _) => "browser tests on Postgres",
                (_, Some("nojs")) => "browser tests without JavaScript",
                _ => "browser tests, hydrated",
            };
            let took = list(&test, "results").iter().filter_map(|result| result["duration"].as_u64()).sum();
            let name = format!("{}: {}", spec["file"].as_str().unwrap_or_default(), spec["title"].as_str().unwrap_or_default());
            times.push(Timed { kind, name, took: Duration::from_millis(took) });
        }
    }
    list(suite, "suites").iter().for_each(|suite| self::times(database, suite, times));
}

/// Which tests failed, and what each of them says: the first lines of its errors.
fn failures(suite: &Value, said: &mut String) {
    let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    for spec in list(suite, "specs") {
        for test in list(&spec, "tests") {
            if !matches!(test["status"].as_str(), Some("unexpected" | "flaky")) {
                continue;
            }
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let (project, file, title) = (text(&test["projectName"]), text(&spec["file"]), text(&spec["title"]));
            *said += &format!("[{project}] {file}:{} {title}\n", spec["line"]);
            for error in list(&test, "results").iter().flat_map(|result| list(result, "errors")) {
                *said += &text(&error["message"]).lines().take(ERROR_LINES).map(|line| format!("    {line}\n")).collect::<String>();
            }
        }
    }
    for error in list(suite, "errors") {
        *said += &format!("{}\n", error["message"].as_str().unwrap_or_default());
    }
    list(suite, "suites").iter().for_each(|suite| failures(suite, said));
}
