//! The folder that is served: content hashes in the names of everything in `pkg/`, a brotli twin beside
//! everything that compresses, and the list of hashes that leptos reads.
//!
//! Scripts and program refer to each other by name, so they share one hash, that of all of them together;
//! the style sheet has its own.

use super::wasm::{SPLIT_MANIFEST, SPLIT_SCRIPT};
use super::{Kind, OUTPUT_NAME, PKG};
use crate::proc;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

const TERSER: &str = "xtask/npm/node_modules/terser/bin/terser";
const COMPRESSIBLE: [&str; 9] = ["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest"];

pub fn assemble(parts: &Path, style: &Option<String>, public: &Path, kind: Kind) -> Result<()> {
    let site = kind.site();
    let fresh = site.with_extension("new");
    let _removed = fs::remove_dir_all(&fresh);
    let pkg = fresh.join(PKG);
    fs::create_dir_all(&pkg).with_context(|| format!("cannot create {}", pkg.display()))?;
    copy(public, &fresh)?;
    copy(parts, &pkg)?;
    let program_hash = hash_of_folder(parts)?;
    rename_program(&pkg, &program_hash)?;
    let mut hashes = format!("js: {program_hash}\nwasm: {program_hash}\nmanifest: {program_hash}\nsplit: {program_hash}\n");
    if let Some(style) = style {
        let hash = short_hash(Sha256::digest(style));
        fs::write(pkg.join(format!("{OUTPUT_NAME}.{hash}.css")), style)?;
        hashes += &format!("css: {hash}\n");
    }
    if kind == Kind::Release {
        shrink_scripts(&pkg)?;
        shrink_scripts(&fresh)?;
        compress(&fresh)?;
    }
    let _removed = fs::remove_dir_all(&site);
    fs::rename(&fresh, &site).with_context(|| format!("cannot put {} in place", site.display()))?;
    let hash_file = kind.hash_file();
    fs::create_dir_all(hash_file.parent().context("no folder for the hashes")?)?;
    fs::write(&hash_file, hashes).with_context(|| format!("cannot write {}", hash_file.display()))
}

/// The addresses of the pieces of the program that a group of `src/ui/routes.rs` loads when its pages run. Their HTML does not name them.
pub fn pieces(kind: Kind, group: &str) -> Result<Vec<String>> {
    let pkg = kind.site().join(PKG);
    let (name, ending) = SPLIT_MANIFEST.rsplit_once('.').context("the list of pieces has no ending")?;
    let is_list = |file: &str| file.starts_with(name) && file.ends_with(&format!(".{ending}"));
    let files = fs::read_dir(&pkg)?.collect::<Result<Vec<_>, _>>()?;
    let list = files.iter().find(|file| is_list(&file.file_name().to_string_lossy())).context("there is no list of pieces")?;
    let groups: BTreeMap<String, Vec<String>> = serde_json::from_slice(&fs::read(list.path())?)?;
    // The splitter puts a number behind the name.
    let found = groups.into_iter().find(|(name, _)| name.rsplit_once('_').is_some_and(|(name, _)| name == group));
    let (_, pieces) = found.with_context(|| format!("there is no group {group}"))?;
    Ok(pieces.into_iter().map(|piece| format!("/{PKG}/{piece}.wasm")).collect())
}

/// `portal.js` becomes `portal.HASH.js`, in the file names and wherever they are mentioned.
fn rename_program(pkg: &Path, hash: &str) -> Result<()> {
    let mut names = Vec::new();
    for entry in fs::read_dir(pkg)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.push((name.clone(), hashed(&name, hash)));
    }
    for (name, new_name) in &names {
        let file = pkg.join(name);
        if name.ends_with(".js") || name.ends_with(".json") {
            let mut text = fs::read_to_string(&file)?;
            for (old, new) in &names {
                // Scripts import scripts and load parts. The program itself asks for the script of the splitter under
                // its plain name, a key in the table of imports, which therefore stays.
                let before = if old.ends_with(".js") { "from \"./" } else { "\"./" };
                text = text.replace(&format!("{before}{old}\""), &format!("{before}{new}\""));
                // The manifest names the parts without their ending.
                if let (true, Some(old), Some(new)) = (name == SPLIT_MANIFEST, old.strip_suffix(".wasm"), new.strip_suffix(".wasm")) {
                    text = text.replace(&format!("\"{old}\""), &format!("\"{new}\""));
                }
            }
            fs::write(&file, text)?;
        }
        fs::rename(&file, pkg.join(new_name))?;
    }
    Ok(())
}

/// The scripts of wasm-bindgen and our own are written for readers.
fn shrink_scripts(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        if file.extension().is_some_and(|ending| ending == "js") {
            let mut terser = proc::command("node");
            terser.arg(TERSER).arg(&file).args(["--module", "--compress", "--mangle", "--output"]).arg(&file);
            proc::output(&mut terser)?;
        }
    }
    Ok(())
}

fn hashed(name: &str, hash: &str) -> String {
    if name == SPLIT_SCRIPT {
        return format!("__wasm_split.{hash}.js");
    }
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{hash}.{ending}"),
        None => name.to_owned(),
    }
}

fn compress(folder: &Path) -> Result<()> {
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        let ending = entry.path().extension().unwrap_or_default().to_string_lossy().into_owned();
        if !COMPRESSIBLE.contains(&ending.as_str()) {
            continue;
        }
        let bytes = fs::read(entry.path())?;
        let small = brotli(&bytes)?;
        if small.len() < bytes.len() {
            fs::write(entry.path().with_extension(format!("{ending}.br")), small)?;
        }
    }
    Ok(())
}

pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut small = Vec::new();
    let strongest = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut small, &strongest)?;
    Ok(small)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if !from.exists() {
        return Ok(());
    }
    for entry in WalkDir::new(from) {
        let entry = entry?;
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

fn hash_of_folder(folder: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            hash.update(entry.file_name().as_encoded_bytes());
            hash.update(fs::read(entry.path())?);
        }
    }
    Ok(short_hash(hash.finalize()))
}

fn short_hash(hash: impl AsRef<[u8]>) -> String {
    hash.as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
