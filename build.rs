//! Turns `locales/LANGUAGE.toml` into methods that the compiler checks: a key that is used but missing does not compile, and neither does
//! a language that lacks a key of another one. Methods, not a table: a page that is loaded later brings its own texts along.

#![expect(clippy::disallowed_methods, reason = "a build script reads what cargo tells it")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// The variants of `messages::Language` with their files, the reference first.
const LANGUAGES: [(&str, &str); 1] = [("English", "en")];

fn main() {
    println!("cargo:rerun-if-changed=locales");
    println!("cargo:rerun-if-changed=src/store/migrations");
    let mut code = String::from("/// Everything that is said to people, one method a message: `section_key` of the catalog.\n");
    code.push_str("impl Messages {\n");
    let catalogs: Vec<_> = LANGUAGES.iter().map(|(language, file)| (language, read(file))).collect();
    let keys: BTreeSet<_> = catalogs.iter().flat_map(|(_, catalog)| catalog.keys()).collect();
    for key in keys {
        let _ = writeln!(code, "    /// {:?}\n    #[inline]\n    #[must_use]", catalogs[0].1.get(key).map_or("", String::as_str));
        let _ = writeln!(code, "    pub const fn {key}(self) -> &'static str {{\n        match self.0 {{");
        for (language, catalog) in &catalogs {
            let text = catalog.get(key).unwrap_or_else(|| panic!("the catalog of {language} lacks {key}"));
            let _ = writeln!(code, "            Language::{language} => {text:?},");
        }
        code.push_str("        }\n    }\n");
    }
    code.push_str("}\n");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("messages.rs"), code).expect("the build folder can be written");
}

fn read(language: &str) -> BTreeMap<String, String> {
    let path = format!("locales/{language}.toml");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let table: toml::Table = text.parse().unwrap_or_else(|e| panic!("{path}: {e}"));
    let mut messages = BTreeMap::new();
    for (section, keys) in table {
        let keys = keys.as_table().unwrap_or_else(|| panic!("{path}: {section} is not a section")).clone();
        for (key, text) in keys {
            let text = text.as_str().unwrap_or_else(|| panic!("{path}: {section}.{key} is not text")).to_owned();
            messages.insert(format!("{section}_{key}"), text);
        }
    }
    messages
}
