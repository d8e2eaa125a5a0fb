//! Stopping: on SIGTERM the server says that it is not ready, finishes what is in flight, and is gone within ten seconds.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};

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

/// SIGTERM and Ctrl-C. Listened for before anybody is told that the server is there: one that comes earlier would end the program as it is.
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// From now on the signals are told here.
    ///
    /// # Errors
    /// When the system refuses to deliver signals.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Waits for a signal, and begins draining. Gives how long new connections are still taken.
    pub async fn begin(mut self, draining: &Draining) -> Duration {
        // Who presses Ctrl-C has no balancer and does not want to wait.
        let notice = tokio::select! {
            _ = self.terminate.recv() => NOTICE,
            _ = self.interrupt.recv() => Duration::ZERO,
        };
        draining.begin();
        tracing::info!("stopping: finishing the requests in flight");
        notice
    }
}
