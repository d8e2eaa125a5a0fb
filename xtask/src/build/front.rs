//! What the browser gets: the WebAssembly program with its lazily loaded parts, the style sheet, `public/`.

use super::{Kind, OUTPUT_NAME, quiet, site, step, wasm};
use crate::proc;
use crate::toolchain::{Toolchain, WASM};
use anyhow::{Context, Result};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The style sheet that imports all others.
const STYLE: &str = "style/main.css";
/// Served as they are.
const PUBLIC: &str = "public";

pub fn build(toolchain: Toolchain, kind: Kind) -> Result<()> {
    let compiled = step("browser program", "6 min", || compile(toolchain, kind))?;
    let parts = PathBuf::from("target/front/parts").join(if kind == Kind::Release { "release" } else { "watch" });
    // The tool itself is an input: a change to it must reach the result.
    let tool = std::env::current_exe().context("where is this program?")?;
    let made_of = fingerprint(&[&compiled, &tool])?;
    unless_fresh(&parts.with_extension("made-of"), &made_of, &parts, || {
        step("splitting and shrinking the browser program", "1 min", || wasm::process(&compiled, &parts, kind))
    })?;
    let made_of = made_of + &fingerprint(&[Path::new("style"), Path::new(PUBLIC)])?;
    let stamp = kind.site().with_extension("made-of");
    if !kind.hash_file().exists() {
        let _removed = fs::remove_file(&stamp);
    }
    unless_fresh(&stamp, &made_of, &kind.site(), || {
        step("style, names and compression", "5 s", || site::assemble(&parts, &style()?, Path::new(PUBLIC), kind))
    })
}

fn compile(toolchain: Toolchain, kind: Kind) -> Result<PathBuf> {
    let (profile, folder) = if kind == Kind::Release { ("wasm-release", "wasm-release") } else { ("dev", "debug") };
    let mut cargo = toolchain.cargo();
    cargo.args(["build", "--locked", "--lib", "--target", WASM, "--no-default-features", "--features", "hydrate"]);
    cargo.args(["--profile", profile, "--target-dir", "target/front"]);
    // The server takes longer, and its last half uses one core: that is when this is built.
    proc::run(&mut proc::gently(quiet(&mut cargo))).context("the browser program does not compile")?;
    Ok(Path::new("target/front").join(WASM).join(folder).join("assister_portal.wasm"))
}

/// One minified style sheet.
fn style() -> Result<Option<String>> {
    if !Path::new(STYLE).exists() {
        return Ok(None);
    }
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(Path::new(STYLE)).map_err(|error| anyhow::anyhow!("the style sheets have an error: {error}"))?;
    sheet.minify(MinifyOptions::default()).map_err(|error| anyhow::anyhow!("the style sheets cannot be minified: {error}"))?;
    let printed = sheet.to_css(PrinterOptions { minify: true, ..Default::default() });
    Ok(Some(printed.map_err(|error| anyhow::anyhow!("the style sheets cannot be printed: {error}"))?.code))
}

/// Does the work unless the result is there and was made of the same.
fn unless_fresh(stamp: &Path, made_of: &str, result: &Path, work: impl FnOnce() -> Result<()>) -> Result<()> {
    if result.exists() && fs::read_to_string(stamp).is_ok_and(|earlier| earlier == made_of) {
        return Ok(());
    }
    // Gone before the work starts: an interrupted step is not a fresh one.
    let _removed = fs::remove_file(stamp);
    work()?;
    fs::write(stamp, made_of).with_context(|| format!("cannot write {}", stamp.display()))
}

/// The content of small files and folders; of the two large ones (program and tool) name, size and time, which cargo keeps.
fn fingerprint(paths: &[&Path]) -> Result<String> {
    let mut hash = Sha256::new();
    for path in paths.iter().filter(|path| path.exists()) {
        for entry in WalkDir::new(path).sort_by_file_name() {
            let entry = entry?;
            hash.update(entry.path().as_os_str().as_encoded_bytes());
            if path.is_file() {
                hash.update(format!("{:?}", entry.metadata()?.modified()?));
                hash.update(entry.metadata()?.len().to_le_bytes());
            } else if entry.file_type().is_file() {
                hash.update(fs::read(entry.path())?);
            }
        }
    }
    Ok(format!("{OUTPUT_NAME} {:x}\n", hash.finalize()))
}
