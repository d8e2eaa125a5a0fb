//! Work beside the requests belongs to nobody's process: imports, mail, determinations, statuses, sweeps, and what comes later.
//!
//! # How
//! What is to be done is a row (`imports`, `outbox`, `pending_determinations`), written in the transaction of the change that asks for it.
//! Whoever does a piece of it has its [lease](crate::store::Lease): every transaction of the work is refused when the lease is lost, and
//! prolongs it else ([`Store::under`](crate::store::Store::under)); [`keeping`] prolongs it in between. A program that is gone prolongs
//! nothing: within [`LEASE`] and one more [`LOOK_EVERY`] another one has the work. A program that only stood still finds its lease gone
//! and writes nothing. One that is told to stop gives back what it has after the transaction under way.
//!
//! A mail server takes part in no transaction. What a program had handed over when it was cut off goes out once more, with the same
//! `Message-ID`.
//!
//! # Why no library of jobs
//! The jobs are here already: an import with its rows, a message, an application that waits. A queue beside them, such as apalis, keeps a
//! table of its own, which its stores over sqlx fill through a pool: in another transaction than the change, so that either could be there
//! without the other. It would have to be done for two databases, and what it knows of retries these rows know better: each kind has its
//! own waits. What was missing is who has what, and until when: one table, three statements.
//!
//! # A new kind of work
//! A variant of [`Work`](crate::store::Work); a loop that looks for rows without a lease, takes one, and works by
//! `keeping(state, lease, …)` on `state.store.under(lease)`.

use super::step::step;
use super::{AppState, fault, random};
use crate::store::{LEASE, Lease, StoreError, Taker, Work};
use std::time::Duration;
use uuid::Uuid;

/// How often whoever looks for work looks.
pub const LOOK_EVERY: Duration = Duration::from_secs(10);
/// How often a lease is prolonged while nothing is written: several times before it ends.
const PROLONG_EVERY: Duration = LEASE.checked_div(4).expect("four is not zero");

/// This program, with a new token.
#[must_use]
pub fn taker(state: &AppState) -> Taker {
    Taker { holder: state.holder, token: random::uuid_v7(state.clock.now()) }
}

/// Does work under a lease, which lasts as long as the work does. The work ends in the middle when the lease is lost.
///
/// # Errors
/// The work's own, and [`StoreError::TakenOver`].
pub fn keeping<T>(
    state: &AppState,
    lease: Lease,
    work: impl Future<Output = Result<T, StoreError>>,
) -> impl Future<Output = Result<T, StoreError>> {
    let (work, lost) = (Box::pin(work), Box::pin(lost(state, lease)));
    async {
        tokio::select! {
            done = work => done,
            lost = lost => Err(lost),
        }
    }
}

/// Does work of which there is one piece, if nobody else does it now. Gives nothing when somebody does.
///
/// # Errors
/// As of [`keeping`].
pub async fn alone<T>(
    state: &AppState,
    work: Work,
    does: impl AsyncFnOnce(Lease) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let lease = taker(state).of(work, Uuid::nil());
    if !step(state.store.take(lease)).await? {
        return Ok(None);
    }
    let done = keeping(state, lease, does(lease)).await;
    give_back(state, lease).await;
    done.map(Some)
}

/// Gives a lease back; where that fails it ends by itself.
pub async fn give_back(state: &AppState, lease: Lease) {
    if let Err(error) = step(state.store.release(lease)).await {
        tracing::warn!(cause = %fault::causes(&error), "a lease can't be given back; it ends by itself");
    }
}

/// Frees the work of programs that are gone, until the server stops.
pub async fn work(state: AppState) {
    let mut every = tokio::time::interval(LOOK_EVERY);
    loop {
        every.tick().await;
        match step(state.store.end_leases()).await {
            Ok(0) => {}
            Ok(ended) => {
                tracing::warn!(ended, "work that nobody went on with is free again");
                state.store.mail_written().notify_one();
            }
            Err(error) => tracing::warn!(cause = %fault::causes(&error), "leases can't be read; it is tried again later"),
        }
    }
}

async fn lost(state: &AppState, lease: Lease) -> StoreError {
    loop {
        tokio::time::sleep(PROLONG_EVERY).await;
        match step(state.store.prolong(lease)).await {
            Ok(()) => {}
            Err(lost @ StoreError::TakenOver) => return lost,
            // Whoever writes under it just now prolongs it as well.
            Err(error) => tracing::debug!(cause = %fault::causes(&error), "a lease was not prolonged"),
        }
    }
}
