//! Stopping: on SIGTERM the server says that it is not ready, finishes what is in flight, and is gone within ten seconds.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// How long new connections are still taken after SIGTERM, so that a balancer sees `/readyz` and sends them elsewhere.
const NOTICE: Duration = Duration::from_secs(2);
/// When the last request must be done, counted from the signal.
pub const DEADLINE: Duration = Duration::from_secs(9);

/// Whether the server is stopping. Cheap to clone; all clones are one.
#[derive(Clone, Debug, Default)]
pub struct Draining(Arc<AtomicBool>);

impl Draining {
    /// From now on `/readyz` answers 503.
    pub fn begin(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether it has begun.
    #[must_use]
    pub fn begun(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Waits for SIGTERM or Ctrl-C, and begins draining.
///
/// # Errors
/// When the system refuses to deliver signals.
pub async fn signalled(draining: &Draining) -> std::io::Result<Duration> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    // Who presses Ctrl-C has no balancer and does not want to wait.
    let notice = tokio::select! {
        _ = terminate.recv() => NOTICE,
        _ = interrupt.recv() => Duration::ZERO,
    };
    draining.begin();
    tracing::info!("stopping: finishing the requests in flight");
    Ok(notice)
}
