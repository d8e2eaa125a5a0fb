//! Licenses, sources and bans of everything that is linked in, product and tool, by the rules of `deny.toml`.
//!
//! `cargo deny` reads the same file; installing it takes longer than all of this tool, so the three rules we
//! use are checked here.

use super::{Bench, Tally};
use crate::proc;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeSet;

const RULES: &str = "deny.toml";

struct Rules {
    allowed: Vec<spdx::Licensee>,
    banned: Vec<String>,
}

pub fn check(bench: &mut Bench) -> Result<Tally> {
    let rules = rules()?;
    let mut problems = BTreeSet::new();
    for manifest in ["Cargo.toml", "xtask/Cargo.toml"] {
        let mut cargo = bench.toolchain.cargo();
        cargo.args(["metadata", "--locked", "--all-features", "--format-version", "1", "--manifest-path", manifest]);
        let metadata: Value = serde_json::from_str(&proc::output(&mut cargo)?).context("`cargo metadata` printed no JSON")?;
        let packages = metadata["packages"].as_array().context("`cargo metadata` names no packages")?;
        problems.extend(packages.iter().flat_map(|package| problems_of(package, &rules)));
    }
    let report: Vec<String> = problems.into_iter().collect();
    Ok(Tally::one(report.is_empty(), || report.join("\n")))
}

fn problems_of(package: &Value, rules: &Rules) -> Vec<String> {
    let text = |field: &str| package[field].as_str().unwrap_or_default();
    let name = format!("{} {}", text("name"), text("version"));
    let mut problems = Vec::new();
    let requirements = package["dependencies"].as_array().into_iter().flatten();
    let Some(source) = package["source"].as_str() else {
        // Our own: no license to check, but its requirements are ours to get right.
        let open = requirements.filter(|dependency| dependency["req"] == "*" && dependency["source"].is_string());
        return open.map(|dependency| format!("{name}: any version of {} would do", dependency["name"])).collect();
    };
    if !(source.starts_with("registry+") && source.ends_with("/crates.io-index")) {
        problems.push(format!("{name}: comes from {source}, not from the public registry"));
    }
    if rules.banned.iter().any(|banned| banned == text("name")) {
        problems.push(format!("{name}: banned by {RULES}"));
    }
    let license = spdx::Expression::parse_mode(text("license"), spdx::ParseMode::LAX);
    let allowed =
        license.as_ref().is_ok_and(|license| license.evaluate(|wanted| rules.allowed.iter().any(|allowed| allowed.satisfies(wanted))));
    if !allowed {
        problems.push(format!("{name}: its license `{}` is not among those of {RULES}", text("license")));
    }
    problems
}

fn rules() -> Result<Rules> {
    let text = std::fs::read_to_string(RULES).with_context(|| format!("cannot read {RULES}"))?;
    let rules: toml::Table = text.parse().with_context(|| format!("{RULES} is not TOML"))?;
    let list = |table: &str, name: &str| rules.get(table)?.get(name)?.as_array().cloned();
    let allowed = list("licenses", "allow").with_context(|| format!("{RULES} has no list licenses.allow"))?;
    let allowed = allowed.iter().map(|name| {
        let name = name.as_str().with_context(|| format!("a license in {RULES} is not text"))?;
        spdx::Licensee::parse(name).map_err(|error| anyhow::anyhow!("{RULES}: `{name}` is no license: {error}"))
    });
    let banned = list("bans", "deny").unwrap_or_default();
    let banned = banned.iter().filter_map(|entry| Some(entry.get("crate")?.as_str()?.to_owned()));
    Ok(Rules { allowed: allowed.collect::<Result<_>>()?, banned: banned.collect() })
}
