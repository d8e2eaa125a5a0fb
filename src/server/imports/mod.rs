//! Imports of rosters: the addresses that take and give files (`routes`), a file as it comes in (`intake`), what is said about rows
//! (`words`), and the work that a confirmed import is (here).

mod intake;
mod routes;
mod words;

pub use intake::Refusal;
pub use routes::{UPLOAD_DEADLINE, UPLOAD_LIMIT, routes};
pub use words::what_happens;

use super::leases::{LOOK_EVERY, give_back, keeping, taker};
use super::step::step;
use super::{AppState, fault, random, roster};
use crate::domain::ids::ImportId;
use crate::store::{ImportBatch, Store, StoreError, Work};
use std::time::Duration;

/// Rows in one transaction: others get their turn in between.
const BATCH: u32 = 500;

/// The longest between two tries when the database is away.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Carries out a confirmed import, beside the requests, unless somebody does already.
pub fn start(state: &AppState, import: ImportId) {
    let state = state.clone();
    tokio::spawn(async move {
        match carry_out(&state, import).await {
            Ok(()) => {}
            Err(error @ StoreError::TakenOver) => tracing::warn!(%import, "{error}"),
            Err(error) => tracing::warn!(cause = %fault::causes(&error), "an import can't be begun; it is tried again later"),
        }
    });
}

/// Goes on with imports that nobody carries out any more, until the server stops.
pub async fn work(state: AppState) {
    let mut every = tokio::time::interval(LOOK_EVERY);
    while !state.draining.begun() {
        every.tick().await;
        match step(state.store.waiting_imports()).await {
            Ok(imports) => imports.into_iter().for_each(|import| start(&state, import)),
            Err(error) => tracing::warn!(cause = %fault::causes(&error), "imports can't be read; it is tried again later"),
        }
    }
}

/// Carries out an import as far as this server comes: to its end, or until it stops.
///
/// # Errors
/// [`StoreError::TakenOver`] when another program went on with it; or when the database fails before it is begun.
pub async fn carry_out(state: &AppState, import: ImportId) -> Result<(), StoreError> {
    let lease = taker(state).of(Work::Import, import.0);
    if !step(state.store.take(lease)).await? {
        return Ok(());
    }
    let done = keeping(state, lease, batches(state, &state.store.under(lease), import)).await;
    give_back(state, lease).await;
    done
}

async fn batches(state: &AppState, store: &Store, import: ImportId) -> Result<(), StoreError> {
    let mut pause = Duration::from_secs(1);
    while !state.draining.begun() {
        match next_batch(state, store, import).await {
            Ok(true) => pause = Duration::from_secs(1),
            Ok(false) => return Ok(()),
            Err(lost @ StoreError::TakenOver) => return Err(lost),
            Err(error) => {
                tracing::warn!(cause = %fault::causes(&error), "an import stopped; it goes on in a while");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
    Ok(())
}

async fn next_batch(state: &AppState, store: &Store, import: ImportId) -> Result<bool, StoreError> {
    let now = state.clock.now();
    let email_asked = roster::email_asked(state);
    let batch = ImportBatch { import, size: BATCH, now, fresh: random::uuid_v7, code: random::assister_code, email_asked: &email_asked };
    step(store.import_batch(batch)).await
}
