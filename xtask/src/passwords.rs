//! `cargo xtask passwords LIST…`: makes the file of common passwords that nobody may choose, of lists of passwords, one a line and the most
//! common first. What it is made of now: `src/server/common_passwords.rs`.

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::process::ExitCode;

const FILE: &str = "src/server/common_passwords.bin";
/// Shorter ones nobody can choose anyway.
const SHORTEST: usize = 15;
/// How many of each list.
const MOST: usize = 10_000;
/// How many letters and digits must be left of one: fewer are refused anyway.
const LEFT: usize = 8;
/// How many bytes of a hash are kept.
const EACH: usize = 6;

pub fn passwords(lists: &[String]) -> Result<ExitCode> {
    if lists.is_empty() {
        bail!("name the lists to make {FILE} of");
    }
    let mut known = BTreeSet::new();
    for list in lists {
        let bytes = fs::read(list).with_context(|| format!("cannot read {list}"))?;
        // What is no UTF-8 nobody types.
        let lines = bytes.split(|byte| *byte == b'\n').filter_map(|line| std::str::from_utf8(line).ok());
        let long = lines.map(|line| line.trim_end_matches('\r')).filter(|line| line.chars().count() >= SHORTEST);
        known.extend(long.take(MOST).map(fold).filter(|folded| folded.chars().count() >= LEFT).map(|folded| hash(&folded)));
    }
    fs::write(FILE, known.iter().flatten().copied().collect::<Vec<u8>>()).with_context(|| format!("cannot write {FILE}"))?;
    println!("{FILE}: {} passwords", known.len());
    Ok(ExitCode::SUCCESS)
}

fn hash(folded: &str) -> [u8; EACH] {
    let hash = Sha256::digest(folded.as_bytes());
    std::array::from_fn(|at| hash[at])
}

/// As `src/server/strength.rs` folds what is typed.
fn fold(password: &str) -> String {
    password.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
