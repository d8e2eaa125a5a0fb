//! The build: what the browser gets (`front`, `site`) and the server, side by side.
//!
//! A step that has nothing to do is skipped by what it is made of (cargo's own freshness, content hashes),
//! never by a marker that could be stale.

mod front;
mod site;
mod wasm;

pub use site::pieces;

use crate::toolchain::Toolchain;
use crate::{proc, system};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// The name of the files in `pkg/`: `portal.HASH.js` and so on. Also in the manifest, under `package.metadata.leptos`.
const OUTPUT_NAME: &str = "portal";
const PKG: &str = "pkg";

#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    /// Small and fast: what is served.
    Release,
    /// Quick to build: what `watch` serves.
    Development,
}

impl Kind {
    /// Where the files for the browser go.
    pub fn site(self) -> PathBuf {
        PathBuf::from(if self == Self::Release { "target/site" } else { "target/site-watch" })
    }

    /// The names' hashes, beside the server: it and leptos look there.
    pub fn hash_file(self) -> PathBuf {
        self.folder().join("hash.txt")
    }

    pub fn server(self) -> PathBuf {
        self.folder().join("assister-portal")
    }

    fn folder(self) -> PathBuf {
        PathBuf::from("target").join(if self == Self::Release { "release" } else { "debug" })
    }
}

/// Builds everything.
pub fn build(toolchain: Toolchain, kind: Kind) -> Result<()> {
    fetch(toolchain)?;
    // Two cores are used better by both at once: each ends with a stretch on one core (link-time optimization, linking).
    thread::scope(|scope| {
        let front = scope.spawn(|| front(toolchain, kind));
        let server = server(toolchain, kind);
        let front = front.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        server.and(front)
    })
}

/// What the browser gets.
pub fn front(toolchain: Toolchain, kind: Kind) -> Result<()> {
    if kind == Kind::Release {
        system::need_npm_packages(Path::new("xtask/npm"))?;
    }
    front::build(toolchain, kind)
}

/// The server.
pub fn server(toolchain: Toolchain, kind: Kind) -> Result<()> {
    step("server", "7 min", || {
        let mut cargo = toolchain.cargo();
        cargo.args([
            "build",
            "--locked",
            "--bin",
            "assister-portal",
            "--no-default-features",
            "--features",
            "ssr",
            "--target-dir",
            "target",
        ]);
        if kind == Kind::Release {
            cargo.arg("--release");
        }
        proc::run(quiet(&mut cargo)).context("the server does not compile")
    })
}

/// Sources first, where nothing was built before: two cargos fetching at once wait for each other's lock and say so.
fn fetch(toolchain: Toolchain) -> Result<()> {
    if Path::new("target/release/.fingerprint").exists() {
        return Ok(());
    }
    let mut fetch = toolchain.cargo();
    fetch.args(["fetch", "--quiet", "--locked"]);
    proc::run(&mut fetch).context("the dependencies' sources could not be fetched")
}

/// Two cargos at once: no progress bars that draw over each other.
fn quiet(cargo: &mut std::process::Command) -> &mut std::process::Command {
    cargo.env("CARGO_TERM_PROGRESS_WHEN", "never").arg("--quiet")
}

/// Says what is being built when it takes noticeable time, and how long it took.
fn step<T>(name: &str, cold: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("  {name}: building (on a cold machine about {cold})");
    let start = Instant::now();
    let result = work()?;
    println!("  {name}: {}", duration(start.elapsed()));
    Ok(result)
}

/// `4m10s`, `12.3s`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 60.0 { format!("{seconds:.1}s") } else { format!("{}m{:02}s", time.as_secs() / 60, time.as_secs() % 60) }
}
