//! Which Rust compiler builds the product: one that can compile for the server and for the browser.
//!
//! In this order: the active toolchain when it has the wasm32 target; Debian's when it was set up before;
//! the active one after `rustup target add`; Debian's, set up now. Nothing is remembered: each candidate is
//! asked to compile and link an empty WebAssembly module.

use crate::{proc, system};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

pub const WASM: &str = "wasm32-unknown-unknown";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTLIB: &str = "/usr/lib/rustlib";
const DEBIAN_PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "rustfmt-web"];
const HOW_TO: &str = "Install rustup and run `rustup target add wasm32-unknown-unknown`.";

#[derive(Clone, Copy, PartialEq)]
pub enum Toolchain {
    /// Whatever `cargo` and `rustc` mean on this machine.
    Active,
    /// Debian's packages with a standard library for wasm32 built from their sources.
    Debian,
}

impl Toolchain {
    /// A command of this toolchain: `cargo`, `rustc`.
    pub fn command(self, program: &str) -> Command {
        let mut command = proc::command(program);
        if self == Self::Debian {
            // Debian's programs find each other by name: put them before rustup's.
            let path = std::env::var_os("PATH").unwrap_or_default();
            let folders = std::iter::once(PathBuf::from("/usr/bin")).chain(std::env::split_paths(&path));
            // Left alone when it cannot be joined, which no PATH that was just split does.
            if let Ok(path) = std::env::join_paths(folders) {
                command = proc::command(Path::new("/usr/bin").join(program));
                command.env("PATH", path);
            }
            command.env_remove("RUSTUP_TOOLCHAIN");
        }
        command
    }

    pub fn cargo(self) -> Command {
        self.command("cargo")
    }

    fn can_build_wasm(self) -> bool {
        let Ok(folder) = tempfile::tempdir() else { return false };
        let source = folder.path().join("probe.rs");
        if fs::write(&source, "#[unsafe(no_mangle)] pub extern \"C\" fn probe() -> usize { vec![1].len() }").is_err() {
            return false;
        }
        let mut rustc = self.command("rustc");
        rustc.args(["--edition=2024", "--crate-type=cdylib", "--target", WASM, "-o"]).arg(folder.path().join("probe.wasm")).arg(source);
        proc::succeeds(&mut rustc)
    }

    fn has(self, cargo_command: &str) -> bool {
        proc::succeeds(self.cargo().args([cargo_command, "--version"]))
    }
}

/// The toolchain to build with, set up if need be.
pub fn choose() -> Result<Toolchain> {
    if Toolchain::Active.can_build_wasm() {
        return Ok(Toolchain::Active);
    }
    if Path::new(DEBIAN_RUSTC).exists() && Toolchain::Debian.can_build_wasm() {
        return Ok(Toolchain::Debian);
    }
    if rustup_adds_target() {
        return Ok(Toolchain::Active);
    }
    if !system::can_install() {
        bail!(
            "this Rust toolchain cannot compile for the browser (target {WASM}), rustup could not add the target, and this is not root on Debian. {HOW_TO}"
        );
    }
    set_up_debian()?;
    Ok(Toolchain::Debian)
}

/// Adds what `cargo fmt` and `cargo clippy` need.
pub fn need_linters(toolchain: Toolchain) -> Result<()> {
    if toolchain.has("fmt") && toolchain.has("clippy") {
        return Ok(());
    }
    match toolchain {
        Toolchain::Active => {
            proc::run(proc::command("rustup").args(["component", "add", "rustfmt", "clippy"])).context("rustfmt and clippy are missing")
        }
        Toolchain::Debian => system::install(&DEBIAN_PACKAGES, "Debian's rustfmt and clippy", "Install them."),
    }
}

/// Tries `rustup target add` for at most two minutes; without a network it fails at once.
fn rustup_adds_target() -> bool {
    if proc::find("rustup").is_none() {
        return false;
    }
    println!("Adding the {WASM} target with rustup (10 s; tried for 2 min at most)");
    let mut rustup = proc::command("rustup");
    rustup.args(["target", "add", WASM]).env("RUSTUP_MAX_RETRIES", "0");
    let log = std::env::temp_dir().join(format!("xtask-rustup-{}.log", std::process::id()));
    let Ok(mut adding) = proc::Service::start(&mut rustup, &log) else { return false };
    let patience = Instant::now() + Duration::from_secs(120);
    while Instant::now() < patience && matches!(adding.ended(), Ok(None)) {
        if proc::pause(Duration::from_millis(100)).is_err() {
            return false;
        }
    }
    drop(adding);
    let _removed = fs::remove_file(&log);
    let added = Toolchain::Active.can_build_wasm();
    if !added {
        println!("rustup cannot add it here.");
    }
    added
}

/// Debian's compiler, its standard library for wasm32 built from source, and a linker under the name it looks for.
fn set_up_debian() -> Result<()> {
    let missing = [DEBIAN_RUSTC, DEBIAN_CARGO, "/usr/bin/cargo-clippy", "/usr/bin/cargo-fmt"].iter().any(|file| !Path::new(file).exists());
    if missing || !Path::new("/usr/lib/rustlib/src/rust/library").exists() {
        system::install(&DEBIAN_PACKAGES, "Debian's Rust compiler", HOW_TO)?;
    }
    link_rust_lld()?;
    build_standard_library()?;
    if !Toolchain::Debian.can_build_wasm() {
        bail!("Debian's Rust compiler was set up for {WASM}, but cannot link an empty module. {HOW_TO}");
    }
    Ok(())
}

fn link_rust_lld() -> Result<()> {
    let wanted = Path::new(DEBIAN_RUSTLIB).join("x86_64-unknown-linux-gnu/bin/rust-lld");
    if wanted.exists() {
        return Ok(());
    }
    let folder = wanted.parent().context("no folder for rust-lld")?;
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    // A link left behind by a toolchain that is gone.
    let _removed = fs::remove_file(&wanted);
    let lld = match rustup_lld() {
        Some(lld) => lld,
        None => {
            system::install(&["lld-22"], "the linker lld", HOW_TO)?;
            PathBuf::from("/usr/bin/lld-22")
        }
    };
    std::os::unix::fs::symlink(&lld, &wanted).with_context(|| format!("cannot link {}", wanted.display()))
}

/// The linker that rustup's toolchain brings along.
fn rustup_lld() -> Option<PathBuf> {
    let sysroot = proc::output(proc::command("rustc").args(["--print", "sysroot"])).ok()?;
    let lld = Path::new(sysroot.trim()).join("lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld");
    // Debian's own rustc may be the active one: its folder is the one to fill.
    (lld.exists() && !lld.starts_with(DEBIAN_RUSTLIB)).then_some(lld)
}

fn build_standard_library() -> Result<()> {
    println!("Building Rust's standard library for {WASM} (about 40 s on 2 cores)");
    let folder = tempfile::tempdir()?;
    fs::create_dir(folder.path().join("src"))?;
    fs::write(folder.path().join("src/lib.rs"), "")?;
    fs::write(folder.path().join("Cargo.toml"), "[package]\nname = \"standard-library\"\nedition = \"2024\"\n\n[workspace]\n")?;
    let mut cargo = Toolchain::Debian.cargo();
    cargo
        .args(["build", "--quiet", "--release", "--target", WASM, "-Zbuild-std=std,panic_abort"])
        .env("RUSTC_BOOTSTRAP", "1")
        .current_dir(folder.path());
    proc::run(&mut cargo)?;
    let into = Path::new(DEBIAN_RUSTLIB).join(WASM).join("lib");
    // Libraries of an earlier compiler version would make two of each.
    let _removed = fs::remove_dir_all(&into);
    fs::create_dir_all(&into).with_context(|| format!("cannot create {}", into.display()))?;
    for entry in fs::read_dir(folder.path().join("target").join(WASM).join("release/deps"))? {
        let file = entry?.path();
        let Some(name) = file.file_name() else { continue };
        if file.extension().is_some_and(|extension| extension == "rlib") && !name.to_string_lossy().starts_with("libstandard_library") {
            fs::copy(&file, into.join(name))?;
        }
    }
    Ok(())
}
