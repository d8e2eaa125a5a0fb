//! Where the built browser files are. When the build put hashes into their names it left `hash.txt` beside the program.

use super::Config;
use leptos::config::{Env, LeptosOptions};

/// The name of the scripts, the WebAssembly and the stylesheet.
const OUTPUT: &str = "portal";
const HASH_FILE: &str = "hash.txt";

/// What the build left.
pub struct Site {
    /// For leptos.
    pub options: LeptosOptions,
    /// The address of the stylesheet.
    pub stylesheet: String,
}

impl Site {
    /// Looks beside the running program.
    pub fn find(config: &Config) -> Self {
        let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join(HASH_FILE)));
        let hashes = beside.and_then(|file| std::fs::read_to_string(file).ok());
        let options = LeptosOptions::builder()
            .output_name(OUTPUT)
            .site_root(config.site_root.as_str())
            .site_pkg_dir("pkg")
            .site_addr(config.listen)
            .env(if config.watch { Env::DEV } else { Env::PROD })
            .hash_files(hashes.is_some())
            .build();
        Self { options, stylesheet: stylesheet(hashes.as_deref()) }
    }
}

fn stylesheet(hashes: Option<&str>) -> String {
    let css = hashes.into_iter().flat_map(str::lines).find_map(|line| line.trim().strip_prefix("css:"));
    match css.map(str::trim).filter(|hash| hash.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))) {
        Some(hash) => format!("/pkg/{OUTPUT}.{hash}.css"),
        None => format!("/pkg/{OUTPUT}.css"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stylesheet_is_found_hashed_and_unhashed() {
        assert_eq!(stylesheet(None), "/pkg/portal.css");
        assert_eq!(stylesheet(Some("js: aa\nwasm: bb\ncss: C-c_1\n")), "/pkg/portal.C-c_1.css");
        assert_eq!(stylesheet(Some("css: \"><script>")), "/pkg/portal.css");
    }
}
