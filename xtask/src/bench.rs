//! `cargo xtask bench`: the product's measurements, on its release build and a throwaway Postgres.

use crate::build::{self, Kind};
use crate::postgres::Postgres;
use crate::test::size;
use crate::{proc, toolchain};
use anyhow::{Context, Result};
use std::process::ExitCode;

pub fn bench(args: &[String]) -> Result<ExitCode> {
    let toolchain = toolchain::choose()?;
    build::build(toolchain, Kind::Release)?;
    println!("\n# Bytes of a first visit");
    size::measure()?;
    let postgres = Postgres::start()?;
    let mut cargo = toolchain.cargo();
    cargo
        .args(["bench", "--locked", "--bench", "portal", "--no-default-features", "--features", "ssr", "--target-dir", "target", "--"])
        .args(args);
    cargo.env("TEST_POSTGRES_URL", postgres.url());
    proc::run(&mut cargo).context("the measurements failed")?;
    Ok(ExitCode::SUCCESS)
}
