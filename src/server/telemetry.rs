//! The log, and the few words on the console. No personal data in either: ids of requests, patterns of routes, causes.

use std::fmt::Display;
use std::io::{IsTerminal as _, Write as _};
use tracing_subscriber::EnvFilter;

/// Starts logging to standard error.
pub fn start(filter: &str) {
    // `Config` has tried the filter. A second start (in tests) changes nothing.
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .try_init();
}

/// Says something to the person who started the program. Nobody may be listening, which is no reason to stop.
pub fn say(line: impl Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Says why the program did not start.
pub fn refuse(reason: impl Display) {
    let _ = writeln!(std::io::stderr(), "{reason}");
}
