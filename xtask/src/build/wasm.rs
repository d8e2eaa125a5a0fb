//! From cargo's WebAssembly to what a browser loads: lazily loaded parts split off, bindings, wasm-opt.

use super::{Kind, OUTPUT_NAME};
use crate::proc;
use anyhow::{Context, Result, anyhow, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use walrus::Module;
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
    shorten_names(into)?;
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

/// What the main program and its script have of each other gets short names in both: the names that wasm-bindgen and the compiler give hold
/// a hash each, which can't be compressed, and stand in every first visit twice. What they have for streams, which no page of ours reads
/// or writes, is left out.
fn shorten_names(folder: &Path) -> Result<()> {
    let (program, script) = (folder.join(format!("{OUTPUT_NAME}.wasm")), folder.join(format!("{OUTPUT_NAME}.js")));
    let mut module = Module::from_file(&program).map_err(|error| anyhow!("the bound program cannot be read: {error:#}"))?;
    let text = without_streams(&fs::read_to_string(&script)?)?;
    let of_streams: Vec<_> =
        module.exports.iter().filter(|export| export.name.contains("intounderlying")).map(|export| export.id()).collect();
    ensure!(!of_streams.is_empty(), "the bound program has nothing for streams any more: what leaves it out can go");
    of_streams.into_iter().for_each(|export| module.exports.delete(export));
    let mut short = BTreeMap::new();
    let imported = module.imports.iter_mut().map(|import| &mut import.name).filter(|name| name.starts_with("__wb"));
    let exported = module.exports.iter_mut().map(|export| &mut export.name).filter(|name| name.starts_with("_ZN"));
    for name in imported.chain(exported) {
        let next = format!("_{}", short.len());
        name.clone_from(short.entry(name.clone()).or_insert(next));
    }
    ensure!(!short.is_empty(), "the bound program imports nothing by the names that wasm-bindgen gives");
    fs::write(&script, renamed(&text, &short)?)?;
    fs::write(&program, module.emit_wasm())?;
    Ok(())
}

/// The script without the classes for streams: not exported, and not given any more methods, they are dropped when it is minified.
fn without_streams(script: &str) -> Result<String> {
    const CLASS: &str = "class IntoUnderlying";
    ensure!(script.contains(&format!("export {CLASS}")), "the script has no class for streams");
    let more = |line: &&str| line.starts_with("if (Symbol.dispose) IntoUnderlying");
    let lines = script.lines().filter(|line| !more(line)).map(|line| line.replace(&format!("export {CLASS}"), CLASS) + "\n");
    Ok(lines.collect())
}

/// The script with other names in the place of some.
fn renamed(script: &str, names: &BTreeMap<String, String>) -> Result<String> {
    let shorts: BTreeSet<&str> = names.values().map(String::as_str).collect();
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$');
    let (mut text, mut rest, mut found) = (String::with_capacity(script.len()), script, BTreeSet::new());
    while let Some(start) = rest.find(is_of_name) {
        let (before, from_name) = rest.split_at(start);
        let (name, after) = from_name.split_at(from_name.find(|letter| !is_of_name(letter)).unwrap_or(from_name.len()));
        ensure!(!shorts.contains(name), "the script has a name {name} of its own");
        text.push_str(before);
        text.push_str(names.get(name).map_or(name, String::as_str));
        found.extend(names.get_key_value(name).map(|(name, _)| name));
        rest = after;
    }
    text.push_str(rest);
    ensure!(found.len() == names.len(), "the script does not have everything that the program imports from it");
    Ok(text)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> BTreeMap<String, String> {
        [("__wbg_new_1", "_0"), ("__wbg_new_12", "_1")].map(|(long, short)| (long.to_owned(), short.to_owned())).into()
    }

    #[test]
    fn names_are_replaced_whole() {
        let script = "a.__wbg_new_1=1;$__wbg_new_1;{__wbg_new_12:x}";
        assert_eq!(renamed(script, &names()).ok().as_deref(), Some("a._0=1;$__wbg_new_1;{_1:x}"));
    }

    #[test]
    fn a_script_without_a_name_or_with_a_short_one_of_its_own_is_an_error() {
        for script in ["__wbg_new_1", "__wbg_new_1 __wbg_new_12 _1"] {
            assert!(renamed(script, &names()).is_err(), "{script}");
        }
    }
}
