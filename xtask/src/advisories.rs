//! `cargo xtask advisories`: asks for known weaknesses of everything that is built with, in the databases of RustSec (by `cargo deny`) and of
//! npm. For a machine that reaches them; `docs/SECURITY.md` says how often, and within which time something is done about a finding.

use crate::proc;
use anyhow::{Context, Result};
use serde_json::Value;
use std::process::{Command, ExitCode};

/// Where the crates stand.
const CRATES: [&str; 2] = ["./Cargo.toml", "./xtask/Cargo.toml"];
/// Where the npm packages stand.
const PACKAGES: [&str; 2] = ["end2end", "xtask/npm"];

/// What was asked of one database about one list.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    /// Nothing is known.
    Nothing,
    /// Something is: what it printed says what.
    Known,
    /// It could not be asked, or did not answer.
    Unreached(String),
}

pub fn advisories() -> Result<ExitCode> {
    let mut all = Vec::new();
    let fetched = fetch();
    for manifest in CRATES {
        let asked = match &fetched {
            Ok(()) => crates(manifest)?,
            Err(why) => Asked::Unreached(why.clone()),
        };
        all.push((manifest, asked));
    }
    for folder in PACKAGES {
        all.push((folder, packages(folder)?));
    }
    println!();
    for (what, asked) in &all {
        match asked {
            Asked::Nothing => println!("{what}: no known weakness"),
            Asked::Known => println!("{what}: KNOWN WEAKNESSES, see above"),
            Asked::Unreached(why) => println!("{what}: NOT ASKED: {why}"),
        }
    }
    let good = all.iter().all(|(_, asked)| *asked == Asked::Nothing);
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn deny(arguments: &[&str]) -> Command {
    let mut deny = proc::command("cargo");
    deny.arg("deny").args(arguments);
    deny
}

/// Brings the crates' database here; why that can't be done, else.
fn fetch() -> Result<(), String> {
    if !proc::succeeds(&mut deny(&["--version"])) {
        return Err("`cargo deny` is missing; `cargo install cargo-deny --locked` installs it".to_owned());
    }
    let fetched = proc::succeeds(&mut deny(&["fetch", "db"]));
    if fetched { Ok(()) } else { Err("the database of advisories on crates can't be reached".to_owned()) }
}

fn crates(manifest: &str) -> Result<Asked> {
    let mut check = deny(&["--manifest-path", manifest, "--locked", "check", "--disable-fetch", "advisories"]);
    Ok(if proc::status(&mut check)?.success() { Asked::Nothing } else { Asked::Known })
}

fn packages(folder: &str) -> Result<Asked> {
    let mut audit = proc::command("npm");
    audit.args(["audit", "--package-lock-only", "--json"]).current_dir(folder);
    // It fails for a finding, and for whatever keeps it from asking: what it prints tells which.
    let output = audit.output().context("cannot start `npm audit`")?;
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let asked = answer(&report);
    if asked == Asked::Known {
        for line in findings(&report) {
            println!("{folder}: {line}");
        }
    }
    Ok(asked)
}

/// What a report of `npm audit` says.
fn answer(report: &Value) -> Asked {
    let counts = report["metadata"]["vulnerabilities"].as_object();
    match counts.and_then(|counts| counts.get("total")).and_then(Value::as_u64) {
        Some(0) => Asked::Nothing,
        Some(_) => Asked::Known,
        None => Asked::Unreached("the database of advisories on npm packages can't be reached".to_owned()),
    }
}

/// Package, severity and what is known of it, each a line.
fn findings(report: &Value) -> Vec<String> {
    let all = report["vulnerabilities"].as_object().into_iter().flatten();
    all.map(|(name, about)| {
        let titles = about["via"].as_array().into_iter().flatten();
        let titles: Vec<&str> = titles.filter_map(|via| via["title"].as_str().or(via.as_str())).collect();
        format!("{name} ({}): {}", about["severity"].as_str().unwrap_or("?"), titles.join("; "))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_finding_is_told_from_none_and_from_no_answer() {
        let of =
            |total: u64| json!({ "auditReportVersion": 2, "vulnerabilities": {}, "metadata": { "vulnerabilities": { "total": total } } });
        assert_eq!(answer(&of(0)), Asked::Nothing);
        assert_eq!(answer(&of(2)), Asked::Known);
        for no in [json!(null), json!({ "message": "request to the registry failed", "error": { "summary": "", "detail": "" } })] {
            assert!(matches!(answer(&no), Asked::Unreached(_)), "{no}");
        }
        let known = json!({ "vulnerabilities": { "left-pad": { "severity": "high", "via": [{ "title": "pads too much" }, "other"] } } });
        assert_eq!(findings(&known), ["left-pad (high): pads too much; other"]);
    }
}
