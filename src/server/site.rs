//! Where the built browser files are. When the build put hashes into their names it left `hash.txt` beside the program. Looked up once:
//! leptos' own components read that file for every page.

use super::{Config, hex};
use crate::ui::SiteFiles;
use leptos::config::{Env, LeptosOptions};
use sha2::{Digest as _, Sha256};
use std::path::Path;

/// The name of the scripts, the WebAssembly and the stylesheet.
const OUTPUT: &str = "portal";
const HASH_FILE: &str = "hash.txt";
const START: &[u8] = include_bytes!("../../public/start.js");

/// What the build left.
pub struct Site {
    /// For leptos.
    pub options: LeptosOptions,
    /// What every page loads.
    pub files: SiteFiles,
}

impl Site {
    /// Looks beside the running program.
    pub fn find(config: &Config) -> Self {
        let hashes = hashes();
        let options = LeptosOptions::builder()
            .output_name(OUTPUT)
            .site_root(config.site_root.as_str())
            .site_pkg_dir("pkg")
            .site_addr(config.listen)
            .env(if config.watch { Env::DEV } else { Env::PROD })
            .hash_files(hashes.is_some())
            .build();
        let mut files = files(hashes.as_deref());
        // Without it, a page asks for the style sheet.
        files.styles = std::fs::read_to_string(Path::new(&config.site_root).join(files.style.trim_start_matches('/'))).unwrap_or_default();
        Self { options, files }
    }
}

/// Which of this build's files are missing in the folder; none where the build did not say which they are.
pub fn missing(root: &Path) -> Vec<String> {
    let Some(hashes) = hashes() else { return Vec::new() };
    let files = files(Some(&hashes));
    let start = files.start.split_once('?').map_or(files.start.as_str(), |(file, _)| file).to_owned();
    [files.style, start, files.script, files.program]
        .into_iter()
        .filter(|file| !root.join(file.trim_start_matches('/')).is_file())
        .collect()
}

fn hashes() -> Option<String> {
    let beside = std::env::current_exe().ok()?.parent()?.join(HASH_FILE);
    std::fs::read_to_string(beside).ok()
}

fn files(hashes: Option<&str>) -> SiteFiles {
    let (style, script, program) = (file(hashes, "css"), file(hashes, "js"), file(hashes, "wasm"));
    SiteFiles { style, start: start(), script, program, styles: String::new() }
}

/// The script that starts the program, with what tells it from the one of another build.
fn start() -> String {
    format!("/start.js?{}", &hex(&Sha256::digest(START))[..16])
}

/// The address of the file with this ending. A hash that could be anything else is no hash.
fn file(hashes: Option<&str>, ending: &str) -> String {
    let of_ending = |line: &str| line.split_once(':').filter(|(name, _)| name.trim() == ending).map(|(_, hash)| hash.trim().to_owned());
    let hash = hashes.into_iter().flat_map(str::lines).find_map(of_ending);
    match hash.filter(|hash| hash.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))) {
        Some(hash) => format!("/pkg/{OUTPUT}.{hash}.{ending}"),
        None => format!("/pkg/{OUTPUT}.{ending}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_hashed_and_unhashed() {
        let plain = files(None);
        assert_eq!((plain.style.as_str(), plain.program.as_str()), ("/pkg/portal.css", "/pkg/portal.wasm"));
        let hashed = files(Some("js: aa\nwasm: bb\ncss: C-c_1\n"));
        assert_eq!((hashed.style.as_str(), hashed.script.as_str()), ("/pkg/portal.C-c_1.css", "/pkg/portal.aa.js"));
        assert_eq!(files(Some("css: \"><script>")), plain);
    }
}
