//! The size budget: what a first visit to a consumer's page costs on the wire.

use super::{Bench, Tally, log};
use crate::net;
use crate::server::Demo;
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;

/// `quality.md`: HTML, style, script and WebAssembly together. Missed so far, which the run says; what it cost when it was last
/// brought down is a ceiling, so that it only ever falls. Once it is below the budget, the ceiling is the budget.
const BUDGET: usize = 200_000;
const CEILING: usize = 365_000;
/// A consumer's page that needs no account; the bench measures one behind the sign-in.
const PAGE: &str = "/sign-in";

pub fn check(_bench: &mut Bench) -> Result<Tally> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("size.db").display());
    let demo = Demo::start(&database, &log("server-size"))?;
    let mut report = format!("   {PAGE}: {} bytes\n", fetched(demo.port, PAGE)?);
    let mut total = fetched(demo.port, PAGE)?;
    for file in loaded_by(demo.port)? {
        let bytes = fetched(demo.port, &file)?;
        report += &format!("   {file}: {bytes} bytes\n");
        total += bytes;
    }
    let met = if total <= BUDGET { "met".to_owned() } else { format!("MISSED by {}", total - BUDGET) };
    println!("{report}   together {total} bytes (bar: {BUDGET} {met}, aim: 150000, ceiling: {CEILING})");
    Ok(Tally::one(total <= CEILING, || format!("A first visit costs {total} bytes, {} more than it did.", total.saturating_sub(CEILING))))
}

/// Every file of ours that the page names, and those that its scripts import at once.
fn loaded_by(port: u16) -> Result<BTreeSet<String>> {
    let html = text(port, PAGE)?;
    let mut files: BTreeSet<String> = quoted(&html).filter(|path| path.starts_with('/') && is_file(path)).collect();
    if !files.iter().any(|file| file.ends_with(".wasm")) || !files.iter().any(|file| file.ends_with(".css")) {
        bail!("{PAGE} names no WebAssembly program or no style sheet: this measurement would be worth nothing");
    }
    let scripts: Vec<String> = files.iter().filter(|file| file.ends_with(".js")).cloned().collect();
    for script in scripts {
        let folder = script.rsplit_once('/').context("a script without a folder")?.0.to_owned();
        let source = text(port, &script)?;
        let imports = source.lines().filter(|line| line.starts_with("import ")).flat_map(quoted).filter(|path| path.starts_with("./"));
        files.extend(imports.map(|path| format!("{folder}/{}", path.trim_start_matches("./"))));
    }
    Ok(files)
}

fn is_file(path: &str) -> bool {
    [".css", ".js", ".wasm", ".woff2", ".svg", ".png", ".ico"].iter().any(|ending| path.ends_with(ending))
}

/// Everything between quotes, whichever kind.
fn quoted(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(['"', '\'']).map(str::to_owned)
}

fn text(port: u16, path: &str) -> Result<String> {
    let answer = net::get_plain(port, path)?;
    if answer.status != 200 {
        bail!("{path} answers {}", answer.status);
    }
    Ok(String::from_utf8_lossy(&answer.body).into_owned())
}

/// The bytes of an answer to a browser. Anything of `pkg/` has to come compressed.
fn fetched(port: u16, path: &str) -> Result<usize> {
    let answer = net::get(port, path)?;
    if answer.status != 200 {
        bail!("{path} answers {}", answer.status);
    }
    if path.starts_with("/pkg/") && !answer.head.to_ascii_lowercase().contains("content-encoding: br") {
        bail!("{path} is not served compressed");
    }
    Ok(answer.bytes)
}
