//! The log, and the few words on the console. No personal data in either: ids of requests, patterns of routes, causes.
//!
//! The log never decides over an answer. Lines are handed to a thread that writes them: whoever reads them may be gone, have no disk
//! left, or have stopped reading without a word, and requests go on. What was not written is counted and told when somebody reads again.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

/// Lines that wait to be written, at most.
const WAITING: usize = 4096;

/// How long the end of the program waits for its last lines.
const FAREWELL: Duration = Duration::from_millis(500);

/// The log that was started, to be finished.
static LOG: OnceLock<Log> = OnceLock::new();

enum Entry {
    Line(Vec<u8>),
    /// Everything before this is written; whoever waits for that is told.
    Mark(SyncSender<()>),
}

/// Takes lines for the thread that writes them. Cheap to clone.
#[derive(Clone)]
struct Log {
    entries: SyncSender<Entry>,
    lost: Arc<AtomicU64>,
}

impl Log {
    /// A log that is written to `out` by a thread of its own.
    fn to(out: impl Write + Send + 'static) -> io::Result<Self> {
        let (entries, waiting) = sync_channel(WAITING);
        let lost = Arc::new(AtomicU64::new(0));
        let log = Self { entries, lost: Arc::clone(&lost) };
        thread::Builder::new().name("log".to_owned()).spawn(move || write_all(&waiting, out, &lost))?;
        Ok(log)
    }

    /// Waits until what was said so far is written, for a moment.
    fn finish(&self) {
        let (written, told) = sync_channel(1);
        if self.entries.try_send(Entry::Mark(written)).is_ok() {
            let _ = told.recv_timeout(FAREWELL);
        }
    }
}

/// One call is one line, and none fails.
impl Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.entries.try_send(Entry::Line(line.to_vec())).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write_all(waiting: &Receiver<Entry>, mut out: impl Write, lost: &AtomicU64) {
    for entry in waiting {
        match entry {
            Entry::Line(line) => {
                let before = lost.swap(0, Ordering::Relaxed);
                let told = before == 0 || writeln!(out, "{before} lines of the log were left out: they could not be written").is_ok();
                if !told || out.write_all(&line).is_err() {
                    lost.fetch_add(before + 1, Ordering::Relaxed);
                }
            }
            Entry::Mark(written) => {
                let _ = written.send(());
            }
        }
    }
}

/// Starts logging to standard error.
pub fn start(filter: &str) {
    // `Config` has tried the filter. A second start (in tests) changes nothing.
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let Ok(log) = Log::to(io::stderr()) else { return };
    let to = log.clone();
    let started = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(move || to.clone())
        // It would be told on standard error, in a way that ends the request where that is closed.
        .log_internal_errors(false)
        .with_ansi(io::stderr().is_terminal())
        .try_init();
    if started.is_ok() {
        let _ = LOG.set(log);
    }
}

/// Waits until what was said so far is written, for a moment: before the program says that it listens, and when it ends.
pub fn finish() {
    if let Some(log) = LOG.get() {
        log.finish();
    }
}

/// Says something to the person who started the program. Nobody may be listening, which is no reason to stop.
pub fn say(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Says why the program did not start.
pub fn refuse(reason: impl Display) {
    finish();
    let _ = writeln!(io::stderr(), "{reason}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// Somebody who reads, or does not for now.
    #[derive(Clone, Default)]
    struct Reader {
        fails: Arc<Mutex<bool>>,
        read: Arc<Mutex<Vec<u8>>>,
    }

    impl Write for Reader {
        fn write(&mut self, line: &[u8]) -> io::Result<usize> {
            if *self.fails.lock().unwrap() {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.read.lock().unwrap().write(line)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_that_can_not_be_written_are_counted_and_told_later() {
        let reader = Reader::default();
        let mut log = Log::to(reader.clone()).unwrap();
        log.write_all(b"one\n").unwrap();
        log.finish();
        *reader.fails.lock().unwrap() = true;
        log.write_all(b"two\n").unwrap();
        log.write_all(b"three\n").unwrap();
        log.finish();
        *reader.fails.lock().unwrap() = false;
        log.write_all(b"four\n").unwrap();
        log.finish();
        let read = String::from_utf8(reader.read.lock().unwrap().clone()).unwrap();
        assert_eq!(read, "one\n2 lines of the log were left out: they could not be written\nfour\n");
    }

    #[test]
    fn a_reader_that_stands_still_holds_up_nobody() {
        let reader = Reader::default();
        let mut log = Log::to(reader.clone()).unwrap();
        let still = reader.read.lock().unwrap();
        // More than wait and are being written: were one of them waited for, this would not end.
        for _ in 0..WAITING + 10 {
            log.write_all(b"line\n").unwrap();
        }
        assert!(log.lost.load(Ordering::Relaxed) > 0);
        drop(still);
        log.finish();
    }
}
