//! `cargo xtask watch`: unoptimized build, server, and both again on every change.

use crate::build::{self, Kind};
use crate::proc::{self, Service};
use crate::{server, toolchain};
use anyhow::Result;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};
use walkdir::WalkDir;

/// What the product is made of.
const WATCHED: [&str; 7] = ["src", "style", "public", "locales", "build.rs", "Cargo.toml", "Cargo.lock"];

pub fn watch(args: &[String]) -> Result<ExitCode> {
    let toolchain = toolchain::choose()?;
    loop {
        let seen = newest();
        // A build that fails has said why; the next change tries again.
        let running = match build::build(toolchain, Kind::Development) {
            Ok(()) => Some(start(args)?),
            Err(problem) => {
                eprintln!("{problem:#}\nWaiting for a change.");
                None
            }
        };
        while newest() == seen {
            proc::pause(Duration::from_millis(300))?;
        }
        drop(running);
        println!("Something changed: building again.");
    }
}

fn start(args: &[String]) -> Result<Service> {
    let mut server = proc::with_us(server::command(Kind::Development));
    server.args(args);
    server::on_a_database(&mut server)?;
    Service::start_visible(&mut server)
}

/// When anything was last changed, and how many files there are: a removed file is a change too.
fn newest() -> (Option<SystemTime>, usize) {
    let files = WATCHED.iter().flat_map(|path| WalkDir::new(path).into_iter().flatten());
    let times: Vec<SystemTime> = files.filter_map(|entry| entry.metadata().ok()?.modified().ok()).collect();
    (times.iter().max().copied(), times.len())
}
