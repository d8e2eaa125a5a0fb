//! Imports of rosters: the addresses that take and give files (`routes`), a file as it comes in (`intake`), what is said about rows
//! (`words`), and the work that a confirmed import is (here).

mod intake;
mod routes;
mod words;

pub use intake::Refusal;
pub use routes::{UPLOAD_DEADLINE, UPLOAD_LIMIT, routes};
pub use words::what_happens;

use super::step::step;
use super::{AppState, fault, random, roster};
use crate::domain::ids::ImportId;
use crate::store::{ImportBatch, StoreError};
use std::time::Duration;

/// Rows in one transaction: others get their turn in between.
const BATCH: u32 = 500;

/// The longest between two tries when the database is away.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Carries out a confirmed import, beside the requests. Twice at once is harmless: batches are taken in turn.
pub fn start(state: &AppState, import: ImportId) {
    let state = state.clone();
    tokio::spawn(async move {
        let mut pause = Duration::from_secs(1);
        while !state.draining.begun() {
            match next_batch(&state, import).await {
                Ok(true) => pause = Duration::from_secs(1),
                Ok(false) => return,
                Err(error) => {
                    tracing::warn!(cause = %fault::causes(&error), "an import stopped; it goes on in a while");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    });
}

/// Goes on with the imports that the server was carrying out when it stopped.
///
/// # Errors
/// When the database fails.
pub async fn resume(state: &AppState) -> Result<(), StoreError> {
    for import in step(state.store.running_imports()).await? {
        start(state, import);
    }
    Ok(())
}

async fn next_batch(state: &AppState, import: ImportId) -> Result<bool, StoreError> {
    let now = state.clock.now();
    let email_asked = roster::email_asked(state);
    let batch = ImportBatch { import, size: BATCH, now, fresh: random::uuid_v7, code: random::assister_code, email_asked: &email_asked };
    step(state.store.import_batch(batch)).await
}
