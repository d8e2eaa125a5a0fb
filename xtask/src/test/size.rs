//! The size budget: what a first visit to a consumer's pages, and to those of an application that an assister works on, costs on the wire.

use super::{Bench, Tally};
use crate::build::{self, Kind};
use crate::net::Visit;
use crate::server::Demo;
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;

/// `quality.md`: HTML, style, script and WebAssembly together.
const BUDGET: usize = 200_000;
/// The pages, each with the group of `src/ui/routes.rs` that it is in.
const PAGES: [(&str, &str); 2] = [("/account/assister", "account"), ("/account/application", "account")];
/// Who has an assister, and so the most to see there.
const CONSUMER: &str = "consumer3@demo.test";
/// Whose clients have applications.
const ASSISTER: &str = "navigator@demo.test";
/// The pages of a client who may have a plan, under their application.
const CLIENT_PAGES: [&str; 3] = ["determination", "plans", "plans/compare"];
const PASSWORD: &str = "Lakes-and-loons-10000";

pub fn check(_bench: &mut Bench) -> Result<Tally> {
    let mut tally = Tally::default();
    for (page, total) in measure()? {
        if total <= BUDGET {
            tally.passed += 1;
        } else {
            tally.failed += 1;
            tally.report += &format!("A first visit to {page} costs {total} bytes, {} too many. ", total - BUDGET);
        }
    }
    Ok(tally)
}

/// Prints every file of a first visit to each page with its bytes; gives all of them together.
pub fn measure() -> Result<Vec<(String, usize)>> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("data/size.db").display());
    let demo = Demo::start(&database, &folder.path().join("server.log"))?;
    let visit = Visit::signed_in(demo.port, CONSUMER, PASSWORD)?;
    let own = PAGES.into_iter().map(|(page, group)| Ok((page.to_owned(), measured(&visit, page, group)?)));
    let assister = Visit::signed_in(demo.port, ASSISTER, PASSWORD)?;
    let base = client_with_plans(&assister)?;
    let theirs = CLIENT_PAGES.into_iter().map(|page| {
        let address = if page == "plans/compare" { compared(&assister, &base)? } else { format!("{base}/{page}") };
        Ok((page.to_owned(), measured(&assister, &address, "account")?))
    });
    own.chain(theirs).collect()
}

/// The application of a client who was found eligible for a plan.
fn client_with_plans(assister: &Visit) -> Result<String> {
    let list = text(assister, "/clients?list=in-progress&sort=-submitted")?;
    let rows = list.split("href=\"/clients/").skip(1).filter(|row| row.contains("premium tax credit"));
    let mut ids = rows.filter_map(|row| row.split(['"', '?']).next());
    let id = ids.next().context("no client of the demo has a tax credit: this measurement would be worth nothing")?;
    Ok(format!("/clients/{id}/application"))
}

/// The page that compares the first three plans of the list.
fn compared(assister: &Visit, base: &str) -> Result<String> {
    let list = text(assister, &format!("{base}/plans"))?;
    let codes: Vec<&str> = list.split("id=\"plan-").skip(1).filter_map(|row| row.split('"').next()).take(3).collect();
    if codes.len() < 3 {
        bail!("the list of plans has no three: this measurement would be worth nothing");
    }
    Ok(format!("{base}/plans/compare?compare={}", codes.join(",")))
}

fn measured(visit: &Visit, page: &str, group: &str) -> Result<usize> {
    let mut total = fetched(visit, page)?;
    let mut report = format!("   {page}: {total} bytes\n");
    let mut files = loaded_by(visit, page)?;
    files.extend(build::pieces(Kind::Release, group)?);
    for file in &files {
        let bytes = fetched(visit, file)?;
        report += &format!("   {file}: {bytes} bytes\n");
        total += bytes;
    }
    let met = if total <= BUDGET { "met".to_owned() } else { format!("MISSED by {}", total - BUDGET) };
    println!("{report}   together {total} bytes in {} files (bar: {BUDGET} {met}, aim: 150000)", files.len() + 1);
    Ok(total)
}

/// Every file of ours that the page names, and those that its scripts import at once.
fn loaded_by(visit: &Visit, page: &str) -> Result<BTreeSet<String>> {
    let html = text(visit, page)?;
    let mut files: BTreeSet<String> = quoted(&html).filter(|path| path.starts_with('/') && is_file(path)).collect();
    if !files.iter().any(|file| file.ends_with(".wasm")) || !files.iter().any(|file| file.ends_with(".css")) {
        bail!("{page} names no WebAssembly program or no style sheet: this measurement would be worth nothing");
    }
    let scripts: Vec<String> = files.iter().filter(|file| file.ends_with(".js")).cloned().collect();
    for script in scripts {
        let folder = script.rsplit_once('/').context("a script without a folder")?.0.to_owned();
        let source = text(visit, &script)?;
        let imports: Vec<String> = imports(&source).collect();
        if imports.is_empty() {
            bail!("{script} imports nothing, not even what loads the pieces: this measurement would be worth nothing");
        }
        files.extend(imports.iter().map(|path| format!("{folder}/{}", path.trim_start_matches("./"))));
    }
    Ok(files)
}

fn is_file(path: &str) -> bool {
    [".css", ".js", ".wasm", ".woff2", ".svg", ".png", ".ico"].iter().any(|ending| path.ends_with(ending))
}

/// What a script imports from its own folder: `from "./NAME"`, however it is spaced.
fn imports(script: &str) -> impl Iterator<Item = String> + '_ {
    let quoted_first = |rest: &str| rest.trim_start().strip_prefix('"')?.split_once('"').map(|(path, _)| path.to_owned());
    script.split("from").filter_map(quoted_first).filter(|path| path.starts_with("./"))
}

/// Everything between quotes, whichever kind.
fn quoted(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(['"', '\'']).map(str::to_owned)
}

fn text(visit: &Visit, path: &str) -> Result<String> {
    let answer = visit.get_plain(path)?;
    if answer.status != 200 {
        bail!("{path} answers {}", answer.status);
    }
    Ok(String::from_utf8_lossy(&answer.body).into_owned())
}

/// The bytes of an answer to a browser. Anything of `pkg/` has to come compressed.
fn fetched(visit: &Visit, path: &str) -> Result<usize> {
    let answer = visit.get(path)?;
    if answer.status != 200 {
        bail!("{path} answers {}", answer.status);
    }
    if path.starts_with("/pkg/") && !answer.head.to_ascii_lowercase().contains("content-encoding: br") {
        bail!("{path} is not served compressed");
    }
    Ok(answer.bytes)
}
