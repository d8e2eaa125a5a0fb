//! `cargo xtask run` and `build`: from a fresh checkout to a served page.

use crate::build::{self, Kind, duration};
use crate::{net, proc, server, toolchain};
use anyhow::{Context, Result};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

pub fn run(args: &[String]) -> Result<ExitCode> {
    let built = release()?;
    let mut server = server::command(Kind::Release);
    server::on_a_database(&mut server)?;
    if args.is_empty() {
        announce_first_page(&built)?;
    }
    server.args(args).stdin(std::process::Stdio::inherit());
    // Nothing is left for this tool to do: the server takes its place, and gets the signals.
    Err(server.exec()).context("the server does not start")
}

pub fn build_only() -> Result<ExitCode> {
    let built = release()?;
    println!("Ready in {}", duration(built.took()));
    Ok(ExitCode::SUCCESS)
}

/// A build that was just made.
struct Built {
    start: Instant,
    /// What it took before this tool ran: from nothing, building the tool.
    before_us: Duration,
}

impl Built {
    fn took(&self) -> Duration {
        self.start.elapsed() + self.before_us
    }
}

fn release() -> Result<Built> {
    let built = Built { start: Instant::now(), before_us: before_us() };
    println!("Building (from nothing 8 to 15 min on 2 cores; a few seconds when nothing changed)");
    let toolchain = toolchain::choose()?;
    build::build(toolchain, Kind::Release)?;
    Ok(built)
}

/// What the times are held against, to the first page.
const FROM_NOTHING: Duration = Duration::from_secs(12 * 60);
const NOTHING_CHANGED: Duration = Duration::from_secs(5);

/// Starts this tool once more, to say when the server that takes its place shows its first page.
fn announce_first_page(built: &Built) -> Result<()> {
    let tool = std::env::current_exe().context("where is this program?")?;
    let mut watcher = proc::command(tool);
    watcher.arg(FIRST_PAGE).arg(built.took().as_millis().to_string()).arg(built.before_us.as_millis().to_string());
    watcher.arg(std::process::id().to_string());
    watcher.spawn().context("cannot watch for the first page")?;
    Ok(())
}

/// The command by which [`announce_first_page`] calls this tool; not for people.
pub const FIRST_PAGE: &str = "first-page";

/// Waits until the server, which is our parent, answers, and says how long that was from the beginning.
pub fn first_page(args: &[String]) -> Result<ExitCode> {
    let start = Instant::now();
    let number = |place: usize| args.get(place).and_then(|text| text.parse::<u64>().ok()).context("this command is not for people");
    let (before, from_nothing, server) = (Duration::from_millis(number(0)?), number(1)? > 0, number(2)?);
    let listen = std::env::var("LISTEN").unwrap_or_default();
    let port = listen.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap_or(3000);
    let still_there = || rustix::process::getppid().is_some_and(|parent| u64::try_from(parent.as_raw_nonzero().get()) == Ok(server));
    while still_there() {
        if net::get(port, "/").is_ok_and(|answer| answer.status == 200) {
            let took = before + start.elapsed();
            println!("First page after {} ({})", duration(took), verdict(took, from_nothing));
            break;
        }
        proc::pause(Duration::from_millis(20))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn verdict(took: Duration, from_nothing: bool) -> String {
    let held = |what: &str, bar: Duration| {
        let met = if took <= bar { "met" } else { "MISSED" };
        format!("bar {what}: {}, {met}", duration(bar))
    };
    match from_nothing {
        true => held("from nothing on 2 cores", FROM_NOTHING),
        false if took <= NOTHING_CHANGED => held("when nothing changed", NOTHING_CHANGED),
        false => format!(
            "something was built; bars: {} from nothing on 2 cores, {} when nothing changed",
            duration(FROM_NOTHING),
            duration(NOTHING_CHANGED)
        ),
    }
}

/// How long cargo took to build this tool, when it did so from nothing just now: since it made its target folder.
fn before_us() -> Duration {
    let age = |file: &Path| file.metadata().and_then(|data| data.modified()).ok().and_then(|time| time.elapsed().ok());
    let tool = std::env::current_exe().ok().and_then(|tool| age(&tool));
    let folder = age(Path::new("target/xtask/CACHEDIR.TAG"));
    match (tool, folder) {
        (Some(tool), Some(folder)) if tool < Duration::from_secs(5) && folder < Duration::from_secs(20 * 60) => folder,
        _ => Duration::ZERO,
    }
}
