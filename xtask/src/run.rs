//! `cargo xtask run` and `build`: from a fresh checkout to a served page.

use crate::build::{self, Kind, duration};
use crate::{server, toolchain};
use anyhow::{Context, Result};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

pub fn run(args: &[String]) -> Result<ExitCode> {
    release()?;
    let mut server = server::command(Kind::Release);
    server::on_embedded_database(&mut server)?;
    server.args(args).stdin(std::process::Stdio::inherit());
    // Nothing is left for this tool to do: the server takes its place, and gets the signals.
    Err(server.exec()).context("the server does not start")
}

pub fn build_only() -> Result<ExitCode> {
    release()?;
    Ok(ExitCode::SUCCESS)
}

/// Builds the release, with its bars.
fn release() -> Result<()> {
    let start = Instant::now();
    let before_us = before_us();
    println!("Building (from nothing about 11 min on 2 cores; a few seconds when nothing changed)");
    let toolchain = toolchain::choose()?;
    build::build(toolchain, Kind::Release)?;
    println!("Ready in {} (bars: 12 min from nothing on 2 cores, 5 s when nothing changed)", duration(start.elapsed() + before_us));
    Ok(())
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
