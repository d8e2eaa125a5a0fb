//! Starting other programs: a clean environment, a clear sentence when one fails, and none left behind.
//!
//! Every child leads a process group of its own, so that Ctrl-C or SIGTERM reaches its children too and
//! this tool can stop its services in order.

use anyhow::{Context, Result, anyhow, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Longer than any step takes on a slow machine: a program that hangs must not take the rest of the run with it.
const LIMIT: Duration = Duration::from_secs(45 * 60);

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// Process groups to interrupt on a signal. Services are not in it: their guards stop them while the stack unwinds.
static GROUPS: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// What cargo and rustup tell the programs they start; it would bind a build to the toolchain that built this tool.
const INHERITED: [&str; 9] = [
    "CARGO",
    "RUSTC",
    "RUSTDOC",
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_TARGET_DIR",
    "MAKEFLAGS",
    "CARGO_MAKEFLAGS",
];

/// A command without what this tool inherited from cargo.
pub fn command(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if INHERITED.contains(&name.as_str()) || name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// The same, giving way to everything else. Of two builds side by side the longer one then sets the time.
pub fn gently(command: &Command) -> Command {
    let mut gentle = Command::new("nice");
    gentle.args(["-n", "15"]).arg(command.get_program()).args(command.get_args()).stdin(Stdio::null());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => gentle.env(name, value),
            None => gentle.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        gentle.current_dir(folder);
    }
    gentle
}

/// Clippy in the place of the compiler for our own crate. It compiles as well, of which `cargo clippy` makes no use: all dependencies would
/// be checked once for it and compiled once more for what is run.
pub fn linting(cargo: &mut Command) -> &mut Command {
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver").env("CARGO_TERM_COLOR", "never")
}

/// From here on Ctrl-C, SIGTERM and SIGHUP interrupt the running children, and the tool then cleans up and stops.
pub fn stop_children_on_signal() -> Result<()> {
    ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
        for group in groups().iter() {
            // A group that is gone already is what we want.
            let _gone = kill_process_group(*group, Signal::INT);
        }
    })
    .context("cannot watch for Ctrl-C")
}

pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Sleeps between two looks at something, and gives up when the tool is being stopped.
pub fn pause(time: Duration) -> Result<()> {
    sleep(time);
    if interrupted() { bail!("interrupted") } else { Ok(()) }
}

/// Runs to the end, showing its output.
pub fn status(command: &mut Command) -> Result<ExitStatus> {
    let mut child = spawn(command)?;
    let group = Pid::from_child(&child);
    groups().push(group);
    let status = wait(&mut child, group);
    groups().retain(|other| *other != group);
    if interrupted() {
        bail!("interrupted");
    }
    status?.with_context(|| format!("`{}` did not end within {} minutes", line(command), LIMIT.as_secs() / 60))
}

/// Nothing when it had to be ended because its time was over.
fn wait(child: &mut Child, group: Pid) -> Result<Option<ExitStatus>> {
    let end = Instant::now() + LIMIT;
    while Instant::now() < end {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        sleep(Duration::from_millis(10));
    }
    let _gone = kill_process_group(group, Signal::KILL);
    child.wait()?;
    Ok(None)
}

/// Runs to the end, showing its output; not succeeding is an error that says what was run.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if status.success() { Ok(()) } else { Err(anyhow!("`{}` failed ({status})", line(command))) }
}

/// Runs to the end with all output in a file.
pub fn run_logged(command: &mut Command, log: &Path) -> Result<ExitStatus> {
    let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    command.stdout(file.try_clone()?).stderr(file);
    status(command)
}

/// The same command, ended by the system when this tool is gone for whatever reason. Only Debian's `setpriv` can do that:
/// without it the command is left as it is.
pub fn with_us(command: Command) -> Command {
    with_us_as(command, &[])
}

/// The same, with arguments for `setpriv` that say which user runs it.
pub fn with_us_as(inner: Command, user: &[&str]) -> Command {
    let Some(setpriv) = find("setpriv") else { return inner };
    let mut outer = command(setpriv);
    outer.args(user).args(["--pdeathsig", "INT"]).arg(inner.get_program()).args(inner.get_args());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => outer.env(name, value),
            None => outer.env_remove(name),
        };
    }
    outer
}

/// What it printed, when it succeeded.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!("`{}` failed: {}", line(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether it succeeds; what it prints is of no interest.
pub fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Where a program of this name is.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// A program that runs beside us. Dropping it stops it: interrupt first, kill after ten seconds.
pub struct Service {
    child: Child,
    pub log: PathBuf,
}

impl Service {
    /// Starts it with its output in `log`. A command from [`with_us`] ends with us even when we are killed.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        command.stdout(file.try_clone()?).stderr(file);
        Ok(Self { child: spawn(command)?, log: log.to_path_buf() })
    }

    /// Starts it with its output on the terminal.
    pub fn start_visible(command: &mut Command) -> Result<Self> {
        Ok(Self { child: spawn(command)?, log: PathBuf::new() })
    }

    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    pub fn log_tail(&self, lines: usize) -> String {
        tail(&self.log, lines)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let group = Pid::from_child(&self.child);
        let _gone = kill_process_group(group, Signal::INT);
        let patience = Instant::now() + Duration::from_secs(10);
        while Instant::now() < patience {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            sleep(Duration::from_millis(20));
        }
        let _gone = kill_process_group(group, Signal::KILL);
        let _reaped = self.child.wait();
    }
}

/// The last lines of a file, for showing why something failed.
pub fn tail(file: &Path, lines: usize) -> String {
    let bytes = std::fs::read(file).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

fn spawn(command: &mut Command) -> Result<Child> {
    command.process_group(0).spawn().with_context(|| cannot_start(command))
}

fn groups() -> std::sync::MutexGuard<'static, Vec<Pid>> {
    GROUPS.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start `{}`", line(command))
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
