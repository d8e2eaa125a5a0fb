//! The size budgets: what a first visit to each kind of page costs on the wire.

use super::{Bench, Tally};
use crate::build::{self, Kind};
use crate::net::Visit;
use crate::server::Demo;
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;

/// HTML, style, script and WebAssembly together, of a page that somebody sees first who is signed in.
const BUDGET: usize = 200_000;
/// Of one that visitors see first, which needs no program.
const LIGHT: usize = 25_000;
/// Of any other.
const LATER: usize = 290_000;
/// Of the pages of agencies, staff and learners, which are one piece.
const LARGE: usize = 410_000;
/// What visitors see first.
const FIRST: [&str; 4] = ["/", "/sign-in", "/create-account", "/password/forgot"];
/// A page with the group of `src/ui/routes.rs` that it is in, and what it may cost.
type Page = (&'static str, &'static str, usize);
/// The other pages, by who sees them.
const PAGES: [(&str, &[Page]); 5] = [
    (
        CONSUMER,
        &[
            ("/account", "drawn", BUDGET),
            ("/account/assister", "drawn", BUDGET),
            ("/account/application", "drawn", BUDGET),
            ("/account/notices", "drawn", BUDGET),
            ("/account/assister/add", "authorize", LATER),
            ("/security", "start", LATER),
            ("/sessions", "start", LATER),
        ],
    ),
    (ASSISTER, &[("/clients", "drawn", BUDGET), ("/learning", "drawn", BUDGET)]),
    (CONTACT, &[("/agency", "drawn", BUDGET), ("/agency/add", "work", LARGE), ("/agency/import", "work", LARGE)]),
    (STAFF, &[("/resource-center", "drawn", BUDGET), ("/resource-center/assisters", "work", LARGE)]),
    (BROKER, &[("/clients/agent-of-record", "clients", LATER)]),
];
/// Who has an assister, and so the most to see there.
const CONSUMER: &str = "consumer3@demo.test";
/// Whose clients have applications.
const ASSISTER: &str = "navigator@demo.test";
const CONTACT: &str = "contact@demo.test";
const STAFF: &str = "arc@demo.test";
const BROKER: &str = "broker@demo.test";
/// The pages of a client who may have a plan, under their application.
const CLIENT_PAGES: [&str; 3] = ["determination", "plans", "plans/compare"];
const PASSWORD: &str = "Lakes-and-loons-10000";

/// A page, what a first visit to it costs, and what it may cost.
pub struct Cost {
    page: String,
    bytes: usize,
    budget: usize,
}

pub fn check(_bench: &mut Bench) -> Result<Tally> {
    let mut tally = Tally::default();
    for Cost { page, bytes, budget } in measure()? {
        if bytes <= budget {
            tally.passed += 1;
        } else {
            tally.failed += 1;
            tally.report += &format!("A first visit to {page} costs {bytes} bytes, {} too many. ", bytes - budget);
        }
    }
    Ok(tally)
}

/// Prints and gives what a first visit to each page costs.
pub fn measure() -> Result<Vec<Cost>> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("data/size.db").display());
    let demo = Demo::start(&database, &folder.path().join("server.log"))?;
    println!("   {:<42} {:>8} {:>8} {:>8} {:>8} {:>8}", "page, bytes on the wire", "HTML", "style", "program", "together", "budget");
    let visitor = Visit { port: demo.port, cookie: String::new() };
    let mut costs = Vec::new();
    for page in FIRST {
        costs.push(measured(&visitor, page, page, None, LIGHT)?);
    }
    for (who, pages) in PAGES {
        let visit = Visit::signed_in(demo.port, who, PASSWORD)?;
        for (page, group, budget) in pages {
            costs.push(measured(&visit, page, page, Some(group), *budget)?);
        }
    }
    let assister = Visit::signed_in(demo.port, ASSISTER, PASSWORD)?;
    let base = client_with_plans(&assister)?;
    for page in CLIENT_PAGES {
        let address = if page == "plans/compare" { compared(&assister, &base)? } else { format!("{base}/{page}") };
        costs.push(measured(&assister, &address, &format!("/clients/…/application/{page}"), Some("drawn"), BUDGET)?);
    }
    Ok(costs)
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

fn measured(visit: &Visit, address: &str, page: &str, group: Option<&str>, budget: usize) -> Result<Cost> {
    let html = fetched(visit, address)?;
    let mut files = loaded_by(visit, address, group.is_some())?;
    if let Some(group) = group {
        files.extend(build::pieces(Kind::Release, group)?);
    }
    let (mut style, mut program) = (0, 0);
    for file in &files {
        let bytes = fetched(visit, file)?;
        *if file.ends_with(".css") || file.ends_with(".svg") { &mut style } else { &mut program } += bytes;
    }
    let bytes = html + style + program;
    let missed = if bytes > budget { " MISSED" } else { "" };
    println!("   {page:<42} {html:>8} {style:>8} {program:>8} {bytes:>8} {budget:>8}{missed}");
    Ok(Cost { page: page.to_owned(), bytes, budget })
}

/// Every file of ours that the page names, and those that its scripts import at once. What is for later is no part of the visit.
fn loaded_by(visit: &Visit, page: &str, with_program: bool) -> Result<BTreeSet<String>> {
    let html = text(visit, page)?;
    let named = quoted(&html).filter(|path| path.starts_with('/') && is_file(path));
    if !with_program {
        if html.contains("rel=\"preload\"") || html.contains("rel=\"modulepreload\"") || html.contains("rel=\"stylesheet\"") {
            bail!("{page} asks for a program or a style sheet before it is seen");
        }
        return Ok(named.filter(|path| path.ends_with(".svg") || path.starts_with("/start.js")).collect());
    }
    let mut files: BTreeSet<String> = named.collect();
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
    let file = path.split('?').next().unwrap_or_default();
    [".css", ".js", ".wasm", ".woff2", ".svg", ".png", ".ico"].iter().any(|ending| file.ends_with(ending))
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
