//! What the machine must have beside Rust: node, Chromium, Firefox, Java, Postgres, PgBouncer, HAProxy. Debian's packages are installed when we
//! may (root); elsewhere the user is told what to install.

use crate::proc;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

/// Whether the list of Debian's packages was updated in this run. Held while anything is installed: two steps may want the same at once.
static LIST_UPDATED: Mutex<bool> = Mutex::new(false);

fn installing() -> MutexGuard<'static, bool> {
    LIST_UPDATED.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Whether this is Debian (or a relative) and we may install packages.
pub fn can_install() -> bool {
    rustix::process::getuid().is_root() && proc::find("apt-get").is_some()
}

/// Installs Debian packages; `what` and `instead` make the sentence for those who have to do it themselves.
pub fn install(packages: &[&str], what: &str, instead: &str) -> Result<()> {
    if !can_install() {
        bail!("{what} is missing, and this tool can install it only as root on Debian. {instead}");
    }
    let mut list_updated = installing();
    println!("Installing {what}: apt-get install {} (up to 1 min)", packages.join(" "));
    // The list of a fresh machine is old or empty: once per run is enough.
    if !*list_updated {
        apt(&["update", "-qq"])?;
        *list_updated = true;
    }
    let mut args = vec!["install", "-y", "-qq", "--no-install-recommends"];
    args.extend(packages);
    apt(&args).with_context(|| format!("{what} could not be installed. {instead}"))
}

fn apt(args: &[&str]) -> Result<()> {
    let mut command = proc::command("apt-get");
    command.args(args).env("DEBIAN_FRONTEND", "noninteractive").stdout(std::process::Stdio::null());
    proc::run(&mut command)
}

/// Node and npm: wasm-opt runs on it, and so does Playwright.
pub fn need_node() -> Result<()> {
    if proc::find("node").is_some() && proc::find("npm").is_some() {
        return Ok(());
    }
    install(&["nodejs", "npm"], "Node.js with npm", "Install Node.js 20 or later.")
}

/// The packages of a folder's lock file, installed unless they are there already.
pub fn need_npm_packages(folder: &Path) -> Result<()> {
    need_node()?;
    let _alone = installing();
    let lock = folder.join("package-lock.json");
    let wanted = std::fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    // Our own copy of the lock that was installed: npm's differs from it in form.
    let installed = folder.join("node_modules/.installed-lock.json");
    if std::fs::read(&installed).is_ok_and(|bytes| bytes == wanted) {
        return Ok(());
    }
    println!("Installing the npm packages of {} (some seconds)", folder.display());
    let mut npm = proc::command("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder);
    // The browser comes from the system: downloads of their own would need another host.
    npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1").env("PUPPETEER_SKIP_DOWNLOAD", "1");
    proc::output(&mut npm)?;
    std::fs::write(&installed, wanted)?;
    Ok(())
}

/// A Chromium to test in. The shell without windows does the same work in two thirds of the time; another system may have only the
/// whole browser.
pub fn need_chromium() -> Result<PathBuf> {
    const SHELL: &str = "chromium-headless-shell";
    let whole = || ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| proc::find(name));
    if let Some(shell) = proc::find(SHELL) {
        return Ok(shell);
    }
    if !can_install()
        && let Some(browser) = whole()
    {
        return Ok(browser);
    }
    install(&[SHELL], "Chromium", "Install Chromium.")?;
    proc::find(SHELL).with_context(|| format!("Chromium was installed, but no program `{SHELL}` is on the PATH"))
}

/// A Firefox to test in: Debian's, or that of another system.
pub fn need_firefox() -> Result<PathBuf> {
    let found = || ["firefox-esr", "firefox"].iter().find_map(|name| proc::find(name));
    if let Some(browser) = found() {
        return Ok(browser);
    }
    install(&["firefox-esr"], "Firefox", "Install Firefox, 140 or later.")?;
    found().context("Firefox was installed, but no program `firefox-esr` is on the PATH")
}

/// A Java for the checker of HTML.
pub fn need_java() -> Result<PathBuf> {
    if let Some(java) = proc::find("java") {
        return Ok(java);
    }
    install(&["default-jre-headless"], "Java", "Install a Java, 17 or later.")?;
    proc::find("java").context("Java was installed, but no program `java` is on the PATH")
}

/// The folder with `initdb`, `postgres` and `createdb`.
pub fn need_postgres() -> Result<PathBuf> {
    if let Some(folder) = postgres_folder() {
        return Ok(folder);
    }
    install(&["postgresql"], "PostgreSQL", "Install the PostgreSQL server, 15 or later.")?;
    postgres_folder().context("PostgreSQL was installed, but no initdb was found")
}

/// PgBouncer and HAProxy, which some tests put in front of Postgres and of the portal.
pub fn need_proxies() -> Result<()> {
    // They stand where only administrators look.
    let there = |name: &str| proc::find(name).is_some() || Path::new("/usr/sbin").join(name).is_file();
    let missing: Vec<&str> = ["pgbouncer", "haproxy"].into_iter().filter(|name| !there(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    install(&missing, "a pooler or a balancer for the tests", "Install PgBouncer and HAProxy.")
}

fn postgres_folder() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|entry| entry.path().join("bin")).filter(|bin| bin.join("initdb").is_file()).collect();
    folders.sort();
    folders.pop().or_else(|| proc::find("initdb").and_then(|file| file.parent().map(Path::to_path_buf)))
}
