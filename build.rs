//! Turns `locales/LANGUAGE.toml` into methods that the compiler checks: a key that is used but missing does not compile, and neither does
//! a language that lacks a key of another one. Methods, not a table: a page that is loaded later brings its own texts along.
//!
//! And `locales/course/LANGUAGE`, the training course with its questions, the published figures of eligibility, and the databases'
//! migrations, into tables of which only the server makes use.

#![expect(clippy::disallowed_methods, reason = "a build script reads what cargo tells it")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// The variants of `messages::Language` with their files, the reference first.
const LANGUAGES: [(&str, &str); 1] = [("English", "en")];

/// The published figures of eligibility, by year.
const FIGURES: &str = "src/domain/eligibility/figures.toml";

/// The migrations, a folder for each database.
const MIGRATIONS: &str = "src/store/migrations";

fn main() {
    println!("cargo:rerun-if-changed=locales");
    println!("cargo:rerun-if-changed={MIGRATIONS}");
    println!("cargo:rerun-if-changed={FIGURES}");
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
    fs::write(Path::new(&out).join("course.rs"), courses()).expect("the build folder can be written");
    fs::write(Path::new(&out).join("figures.rs"), figures()).expect("the build folder can be written");
    fs::write(Path::new(&out).join("migrations.rs"), migrations()).expect("the build folder can be written");
}

/// Each database's migrations, in order: version, name and SQL of `VERSION_NAME.sql`.
fn migrations() -> String {
    let mut code = String::new();
    for database in ["sqlite", "postgres"] {
        let folder = Path::new(MIGRATIONS).join(database);
        let mut files: Vec<_> = fs::read_dir(&folder)
            .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
            .map(|entry| entry.expect("the folder can be read").path())
            .collect();
        files.sort();
        let _ = writeln!(code, "const {}_MIGRATIONS: &[(i64, &str, &str)] = &[", database.to_uppercase());
        for path in files {
            let shown = path.display();
            let named = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".sql")?.split_once('_'));
            let (version, name) = named.unwrap_or_else(|| panic!("{shown} is not named VERSION_NAME.sql"));
            let version: i64 = version.parse().unwrap_or_else(|_| panic!("{shown} does not begin with a number"));
            let sql = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{shown}: {e}"));
            let _ = writeln!(code, "    ({version}, {:?}, {sql:?}),", name.replace('_', " "));
        }
        code.push_str("];\n");
    }
    code
}

/// What Medical Assistance has limits for, and its disregard.
const LIMITS: [&str; 6] = ["pregnant", "infant", "child", "young_adult", "adult", "disregard"];

/// The figures: `PUBLISHED`. Its types are in `src/domain/eligibility/figures.rs`; whole numbers and dates are all there is.
fn figures() -> String {
    let text = fs::read_to_string(FIGURES).unwrap_or_else(|e| panic!("{FIGURES}: {e}"));
    let table: toml::Table = text.parse().unwrap_or_else(|e| panic!("{FIGURES}: {e}"));
    let list = |value: &toml::Value| value.as_array().unwrap_or_else(|| panic!("{FIGURES}: {value} is not a list")).clone();
    let section = |key: &str| table.get(key).unwrap_or_else(|| panic!("{FIGURES} lacks {key}"));
    let number = |of: &toml::Value, key: &str| {
        of.get(key).and_then(toml::Value::as_integer).unwrap_or_else(|| panic!("{FIGURES}: {of} lacks the number {key}"))
    };
    let struct_of = |name: &str, of: &toml::Value, keys: &[&str]| {
        let fields: Vec<String> = keys.iter().map(|key| format!("{key}: {}", number(of, key))).collect();
        format!("{name} {{ {} }}", fields.join(", "))
    };
    let all =
        |key: &str, name: &str, keys: &[&str]| -> String { list(section(key)).iter().map(|of| struct_of(name, of, keys) + ", ").collect() };
    let from = |of: &toml::Value| {
        let day = of.get("from").and_then(toml::Value::as_str).unwrap_or_else(|| panic!("{FIGURES}: {of} lacks a day"));
        let parts: Vec<u16> = day.split('-').map(|part| part.parse().unwrap_or_else(|_| panic!("{FIGURES}: {day} is not a day"))).collect();
        let [year, month, day] = parts.as_slice() else { panic!("{FIGURES}: {day} is not a day") };
        format!("Date {{ year: {year}, month: {month}, day: {day} }}")
    };
    let since = |of: &toml::Value| {
        let (from, guideline, limits) = (from(of), number(of, "guideline"), struct_of("Limits", of, &LIMITS));
        format!("Since {{ from: {from}, guideline: {guideline}, limits: {limits} }}, ")
    };
    let medical_assistance: String = list(section("medical_assistance")).iter().map(since).collect();
    let shares = |of: &toml::Value| {
        let bands = of.get("bands").map(list).unwrap_or_else(|| panic!("{FIGURES}: {of} lacks bands"));
        let bands: Vec<String> = bands.iter().map(|band| struct_of("Band", band, &["from", "start", "end"])).collect();
        format!("Shares {{ year: {}, bands: &[{}] }}, ", number(of, "year"), bands.join(", "))
    };
    let payment = |of: &toml::Value| format!("Payment {{ from: {}, amount: Cents::dollars({}) }}, ", from(of), number(of, "dollars"));
    format!(
        "/// The published figures.\npub static PUBLISHED: Figures = Figures {{\n    per_enrollee_payment: &[{}],\n    guidelines: &[{}],\n    \
         medical_assistance: &[{}],\n    coverage: &[{}],\n    shares: &[{}],\n}};\n",
        list(section("per_enrollee_payment")).iter().map(payment).collect::<String>(),
        all("guideline", "Guideline", &["year", "one_person", "each_further"]),
        medical_assistance,
        all("coverage", "Coverage", &["year", "guideline", "minnesotacare", "credit", "affordable_offer", "shares"]),
        list(section("shares")).iter().map(shares).collect::<String>(),
    )
}

/// The course of each language: `course(language)`. Its types are in `src/server/learning/course.rs`.
fn courses() -> String {
    let mut code = String::from("/// The course in a language.\n#[must_use]\n");
    code.push_str("pub const fn course(language: Language) -> &'static Course {\n    match language {\n");
    for (language, file) in LANGUAGES {
        let _ = writeln!(
            code,
            "        Language::{language} => &Course {{ modules: &[{}], questions: &[{}] }},",
            modules(file),
            questions(file)
        );
    }
    code.push_str("    }\n}\n");
    code
}

/// The modules, in the order of their files: `NN-name.md` with a first line `# Title`, a line `minutes: N` and the text.
fn modules(language: &str) -> String {
    let folder = format!("locales/course/{language}");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("{folder}: {e}"))
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    let mut code = String::new();
    for path in files {
        let shown = path.display();
        let name = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.split_once('-')).map(|(_, name)| name);
        let name = name.unwrap_or_else(|| panic!("{shown} is not named NN-name.md"));
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{shown}: {e}"));
        let (title, rest) = text.split_once('\n').unwrap_or_default();
        let title = title.strip_prefix("# ").unwrap_or_else(|| panic!("{shown} does not begin with a title"));
        let (minutes, body) = rest.trim_start().split_once('\n').unwrap_or_default();
        let minutes: Option<u8> = minutes.strip_prefix("minutes:").and_then(|minutes| minutes.trim().parse().ok());
        let minutes = minutes.unwrap_or_else(|| panic!("{shown} does not say how many minutes it takes"));
        let _ = write!(code, "Module {{ name: {name:?}, title: {:?}, minutes: {minutes}, text: {:?} }}, ", title.trim(), body.trim());
    }
    code
}

/// The bank of questions.
fn questions(language: &str) -> String {
    let path = format!("locales/course/{language}/questions.toml");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let table: toml::Table = text.parse().unwrap_or_else(|e| panic!("{path}: {e}"));
    let mut code = String::new();
    for question in table.get("question").and_then(toml::Value::as_array).unwrap_or_else(|| panic!("{path} has no questions")) {
        let text = |key: &str| question.get(key).and_then(toml::Value::as_str).unwrap_or_else(|| panic!("{path}: {question} lacks {key}"));
        let list =
            |key: &str| question.get(key).and_then(toml::Value::as_array).unwrap_or_else(|| panic!("{path}: {question} lacks {key}"));
        let module =
            question.get("module").and_then(toml::Value::as_integer).unwrap_or_else(|| panic!("{path}: {question} lacks a module"));
        let options: Vec<&str> = list("options").iter().filter_map(toml::Value::as_str).collect();
        let [correct] = list("correct").as_slice() else { panic!("{path}: {question} has not one right answer") };
        let (id, asked, why) = (text("id"), text("text"), text("why"));
        let _ = write!(
            code,
            "Question {{ id: {id:?}, module: {module}, text: {asked:?}, options: &{options:?}, correct: {correct}, why: {why:?} }}, ",
        );
    }
    code
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
