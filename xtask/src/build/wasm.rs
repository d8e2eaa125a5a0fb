//! From cargo's WebAssembly to what a browser loads: lazily loaded parts split off, bindings, wasm-opt.

use super::{Kind, OUTPUT_NAME};
use crate::proc;
use anyhow::{Context, Result, anyhow};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

/// The script that loads the parts. leptos knows it by this name; the underscores make room for a hash.
pub const SPLIT_SCRIPT: &str = "__wasm_split.______________________.js";
/// Which parts a lazy route needs. Not under the name that leptos 0.8 looks for: it would preload them in whatever page its thread
/// rendered last, and warn on every other request.
pub const SPLIT_MANIFEST: &str = "pieces.json";
const WASM_OPT: &str = "xtask/npm/node_modules/binaryen/bin/wasm-opt";

/// Fills the folder `into` with scripts, the main program and its parts, under their plain names.
pub fn process(compiled: &Path, into: &Path, kind: Kind) -> Result<()> {
    let _removed = fs::remove_dir_all(into);
    fs::create_dir_all(into).with_context(|| format!("cannot create {}", into.display()))?;
    let main = into.join("main.wasm");
    split(compiled, into, &main)?;
    bind(&main, into)?;
    fs::remove_file(&main)?;
    if kind == Kind::Release {
        optimize(into)?;
    }
    Ok(())
}

fn split(compiled: &Path, into: &Path, main: &Path) -> Result<()> {
    let program = fs::read(compiled).with_context(|| format!("cannot read {}", compiled.display()))?;
    let main_module = format!("./{OUTPUT_NAME}.js");
    let link_name = format!("./{SPLIT_SCRIPT}");
    let mut options = wasm_split_cli_support::Options::new(&program);
    options.output_dir = into;
    options.main_out_path = main;
    options.main_module = &main_module;
    options.link_name = &link_name;
    let parts = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("the browser program cannot be split: {error:#}"))?;
    // Sorted, so that the same program gives the same bytes.
    let manifest: BTreeMap<_, _> = parts.prefetch_map.into_iter().collect();
    fs::write(into.join(SPLIT_MANIFEST), serde_json::to_vec(&manifest)?)?;
    Ok(())
}

fn bind(main: &Path, into: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(main).out_name(OUTPUT_NAME).keep_lld_exports(true).demangle(false).typescript(false).omit_default_module_path(true);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.web(true).and_then(|bindgen| bindgen.generate(into)).map_err(|error| anyhow!("wasm-bindgen: {error:#}"))?;
    fs::rename(into.join(format!("{OUTPUT_NAME}_bg.wasm")), into.join(format!("{OUTPUT_NAME}.wasm")))?;
    Ok(())
}

fn optimize(folder: &Path) -> Result<()> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let programs =
        entries.into_iter().map(|entry| entry.path()).filter(|file| file.extension().is_some_and(|extension| extension == "wasm"));
    for program in programs {
        let smaller: PathBuf = program.with_extension("smaller");
        let mut wasm_opt: Command = proc::command("node");
        wasm_opt
            .arg(WASM_OPT)
            // Twice: what the first run leaves alike is merged, and small enough then for more.
            .args(["-Oz", "--merge-similar-functions", "-Oz", "--enable-bulk-memory", "--enable-nontrapping-float-to-int"])
            .arg(&program)
            .arg("-o")
            .arg(&smaller);
        // It warns about names that the splitter left: shown only when it fails.
        proc::output(&mut proc::gently(&wasm_opt))?;
        fs::rename(&smaller, &program)?;
    }
    Ok(())
}
