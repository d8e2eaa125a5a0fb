//! The measurements of `benches/README.md`: each with its peer, in one run, against the release binary over HTTP on loopback.
//!
//! `cargo xtask bench` builds, brings a throwaway Postgres and runs this. `quick` as an argument shortens every run, `imports`
//! leaves all but the imports out.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(clippy::disallowed_methods, reason = "a bench measures real time and makes its own ids")]

mod authorize;
mod child;
mod client;
mod imports;
mod lists;
mod load;
mod memory;
mod plans;
mod sign_in;
mod twin;

use mimalloc::MiMalloc;
use std::time::Duration;

/// The twin's, as it is the portal's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How long each run lasts.
#[derive(Clone, Copy)]
pub struct Plan {
    /// One throughput run.
    pub run: Duration,
    /// Clients of the long list.
    pub long_list: u32,
    /// Requests before memory is read.
    pub memory_requests: u64,
    /// Confirmations per run.
    pub confirmations: usize,
    /// Rows of the imports.
    pub imports: &'static [u32],
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if arguments.iter().any(|a| a == "twin") {
        return runtime.block_on(twin::serve());
    }
    let quick = arguments.iter().any(|a| a == "quick");
    let plan = if quick {
        Plan { run: Duration::from_secs(3), long_list: 10_000, memory_requests: 5_000, confirmations: 100, imports: &[10_000] }
    } else {
        Plan {
            run: Duration::from_secs(10),
            long_list: 100_000,
            memory_requests: 100_000,
            confirmations: 1_000,
            imports: &[10_000, 100_000],
        }
    };
    // `only sign-in`: one of the measurements.
    let only = arguments.iter().position(|a| a == "only").and_then(|at| arguments.get(at + 1));
    let wanted = |name: &str| only.is_none_or(|only| only == name);
    runtime.block_on(async {
        if wanted("lists") {
            lists::measure(plan).await?;
        }
        if wanted("authorize") {
            authorize::measure(plan).await?;
        }
        if wanted("memory") {
            memory::measure(plan).await?;
        }
        if wanted("sign-in") {
            sign_in::measure(plan).await?;
        }
        if wanted("plans") {
            plans::measure(plan).await?;
        }
        if wanted("imports") {
            imports::measure(plan).await?;
        }
        Ok(())
    })
}
