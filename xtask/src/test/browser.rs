//! End-to-end tests: the built server on a throwaway database with demo data, Playwright in Chromium.

use super::{Bench, Tally, log};
use crate::build::Kind;
use crate::proc::Service;
use crate::server::Demo;
use crate::{net, proc, system};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::Path;
use std::time::{Duration, Instant};

pub fn on_sqlite(_bench: &mut Bench) -> Result<Tally> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("e2e.db").display());
    run("sqlite", &database)
}

pub fn on_postgres(bench: &mut Bench) -> Result<Tally> {
    let database = bench.postgres()?.new_database()?;
    run("postgres", &database)
}

/// Which tests run on which database is for `end2end/playwright.config.ts` to say, by `DATABASE_KIND`.
fn run(kind: &str, database: &str) -> Result<Tally> {
    let chromium = system::need_chromium()?;
    system::need_npm_packages(Path::new("end2end"))?;
    let sink = Sink::start(&log(&format!("mail-{kind}")))?;
    let smtp = ("SMTP_URL", format!("smtp://127.0.0.1:{}", sink.smtp));
    let demo = Demo::start_with(database, &log(&format!("server-{kind}")), &[smtp])?;
    let log = log(&format!("e2e-{kind}"));
    let results = std::path::absolute(log.with_extension("json"))?;
    let _removed = std::fs::remove_file(&results);
    let mut playwright = proc::command("npx");
    playwright.args(["--no-install", "playwright", "test", "--reporter=list,json"]).current_dir("end2end");
    playwright.env("BASE_URL", format!("http://127.0.0.1:{}", demo.port)).env("DATABASE_KIND", kind).env("DATABASE_URL", database);
    playwright.env("MAIL_SINK", format!("http://127.0.0.1:{}", sink.http));
    // For tests that start a server of their own.
    playwright.env("PORTAL_BINARY", std::path::absolute(Kind::Release.server())?);
    playwright.env("SITE_ROOT", std::path::absolute(Kind::Release.site())?);
    playwright.env("CHROMIUM", chromium).env("PLAYWRIGHT_JSON_OUTPUT_NAME", &results);
    playwright.env("FORCE_COLOR", "0");
    let status = proc::run_logged(&mut playwright, &log)?;
    let mut tally = counts(&results).unwrap_or_else(|problem| Tally::one(false, || format!("{problem:#}\n")));
    if tally.passed + tally.failed == 0 {
        tally.failed = 1;
        tally.report = "Playwright ran no test\n".to_owned();
    }
    if !status.success() {
        tally.failed = tally.failed.max(1);
        let server = demo.server.log_tail(15);
        tally.report += &format!("{}\n(all of it: {})\nThe server said last:\n{server}", failures(&log), log.display());
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

fn counts(results: &Path) -> Result<Tally> {
    let results = std::fs::read(results).context("Playwright left no results")?;
    let results: Value = serde_json::from_slice(&results).context("Playwright's results are not JSON")?;
    let number = |name: &str| results["stats"][name].as_u64().unwrap_or(0);
    // A test that passes only when tried again is not a passing test.
    Ok(Tally {
        passed: number("expected"),
        failed: number("unexpected") + number("flaky"),
        ignored: number("skipped"),
        report: String::new(),
    })
}

/// Without the lines of the tests that passed.
fn failures(log: &Path) -> String {
    let printed = proc::tail(log, 4000);
    let shown: Vec<&str> = printed.lines().filter(|line| !line.trim_start().starts_with('✓')).collect();
    shown[..shown.len().min(250)].join("\n")
}
