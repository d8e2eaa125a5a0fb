//! Turns `locales/LANGUAGE.toml` into a table that the compiler checks: a key that is used but missing does not compile,
//! and neither does a language that lacks a key of the English reference or has one too many.

#![expect(clippy::disallowed_methods, reason = "a build script reads what cargo tells it")]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

const LANGUAGES: &[&str] = &["en"];

fn main() {
    println!("cargo:rerun-if-changed=locales");
    println!("cargo:rerun-if-changed=src/store/migrations");
    let mut code = String::from("/// Everything that is said to people, one field a message: `section_key` of the catalog.\n");
    code.push_str("#[derive(Debug)]\npub struct Messages {\n");
    let reference = read("en");
    for (key, text) in &reference {
        let _ = writeln!(code, "    #[doc = {text:?}]\n    pub {key}: &'static str,");
    }
    code.push_str("}\n");
    for language in LANGUAGES {
        let table = read(language);
        let _ = writeln!(code, "/// The catalog of `{language}`.\npub static {}: Messages = Messages {{", language.to_uppercase());
        for (key, text) in &table {
            let _ = writeln!(code, "    {key}: {text:?},");
        }
        code.push_str("};\n");
    }
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("messages.rs"), code).expect("the build folder can be written");
}

fn read(language: &str) -> Vec<(String, String)> {
    let path = format!("locales/{language}.toml");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let table: toml::Table = text.parse().unwrap_or_else(|e| panic!("{path}: {e}"));
    let mut messages = Vec::new();
    for (section, keys) in table {
        let keys = keys.as_table().unwrap_or_else(|| panic!("{path}: {section} is not a section")).clone();
        for (key, text) in keys {
            let text = text.as_str().unwrap_or_else(|| panic!("{path}: {section}.{key} is not text")).to_owned();
            messages.push((format!("{section}_{key}"), text));
        }
    }
    messages
}
