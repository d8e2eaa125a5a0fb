//! Making determinations: at once after submitting, and now and then for what could not be determined then.
//!
//! By whom is the [engine's](crate::server::engine) matter: one application never waits longer for it than the lease is.

use super::{Applicant, take_statuses};
use crate::api::error::ApiError;
use crate::domain::eligibility::{Figures, PUBLISHED};
use crate::domain::ids::{ApplicationId, AuditId, DeterminationId};
use crate::domain::instant::Instant;
use crate::server::context::RequestContext;
use crate::server::leases::{LOOK_EVERY, alone, keeping, taker};
use crate::server::step::step;
use crate::server::{AppState, fault, random};
use crate::store::{ClaimedCase, NewDetermination, Store, StoreError, Work};
use std::time::Duration;

/// When an application is due again of which nothing was heard.
const UNHEARD: Duration = Duration::from_secs(45);
/// How often whoever has a credit by an earlier year's table is looked for.
const TELL_EVERY: Duration = Duration::from_secs(60 * 60);
/// The longest wait before another try.
const MOST_WAIT: Duration = Duration::from_secs(60 * 60);

impl RequestContext<Applicant> {
    /// Determines what was submitted just now. Where that does not work it stays pending, and the worker tries again.
    pub(super) async fn determine(&self, id: ApplicationId) -> Result<(), ApiError> {
        let claimed = self.store().claim_case(Some(id), self.now, self.now + UNHEARD, taker(self.state())).await?;
        if let Some(claimed) = claimed {
            determine(self.state(), claimed, &self.info().request_id).await?;
        }
        Ok(())
    }
}

/// Determines what is due and takes what the engine decided later, until the server stops.
pub async fn work(state: AppState) {
    let mut every = tokio::time::interval(LOOK_EVERY);
    let mut told: Option<Instant> = None;
    while !state.draining.begun() {
        every.tick().await;
        let round = async {
            determine_due(&state).await?;
            take_statuses(&state).await
        };
        if let Err(error) = round.await {
            tracing::warn!(cause = %fault::causes(&error), "determinations can't be read or written; it is tried again later");
        }
        // Again and again: a server of the version before may still record some.
        if told.is_none_or(|told| told + TELL_EVERY <= state.clock.now()) {
            told = Some(state.clock.now());
            if let Err(error) = tell_of_older_figures(&state, &PUBLISHED).await {
                tracing::warn!(cause = %fault::causes(&error), "not all could be told of an earlier year's table; it is tried again later");
            }
        }
    }
}

/// Determines everything that is due: one round of [`work`].
///
/// # Errors
/// When the database fails. What was claimed is due again when its lease is over.
pub async fn determine_due(state: &AppState) -> Result<(), StoreError> {
    while !state.draining.begun() {
        let now = state.clock.now();
        let claimed = step(state.store.claim_case(None, now, now + UNHEARD, taker(state))).await?;
        let Some(claimed) = claimed else { return Ok(()) };
        determine(state, claimed, "determinations").await?;
    }
    Ok(())
}

/// Tells whoever has a tax credit that was figured with an earlier year's table, now that their year's own is loaded here.
///
/// # Errors
/// When the database fails.
pub async fn tell_of_older_figures(state: &AppState, figures: &Figures) -> Result<(), StoreError> {
    let telling = alone(state, Work::OlderFigures, async |lease| tell(state, &state.store.under(lease), figures).await);
    telling.await.map(Option::unwrap_or_default)
}

async fn tell(state: &AppState, store: &Store, figures: &Figures) -> Result<(), StoreError> {
    for coverage in figures.coverage.iter().filter(|coverage| coverage.shares == coverage.year) {
        let now = state.clock.now();
        let told = step(store.tell_of_older_figures(coverage.year, now, || AuditId(random::uuid_v7(now)))).await?;
        if told > 0 {
            tracing::info!(
                told,
                year = coverage.year,
                "consumers were told that their tax credit was figured with an earlier year's table"
            );
        }
    }
    Ok(())
}

/// Determines one under its lease. Where another program went on with it, it is that one's.
async fn determine(state: &AppState, claimed: ClaimedCase, request: &str) -> Result<(), StoreError> {
    let (id, lease) = (claimed.id, claimed.lease);
    match keeping(state, lease, step(one(state, claimed, request))).await {
        Err(error @ StoreError::TakenOver) => {
            tracing::warn!(application = %id, "{error}");
            Ok(())
        }
        done => done,
    }
}

async fn one(state: &AppState, claimed: ClaimedCase, request: &str) -> Result<(), StoreError> {
    let (id, tries, store) = (claimed.id, claimed.tries, state.store.under(claimed.lease));
    let determined = state.engine.determine(&state.store, &claimed).await?;
    let now = state.clock.now();
    match determined {
        Ok(determination) => {
            let new = NewDetermination {
                id: DeterminationId(random::uuid_v7(now)),
                application: id,
                source: state.engine.source(),
                determination: &determination,
                now,
            };
            store.record_initial(new, (AuditId(random::uuid_v7(now)), request)).await?;
            Ok(())
        }
        Err(why) => {
            tracing::error!(application = %id, tries, why = why.code(), "an application can't be determined yet; it is tried again");
            store.determine_again(id, now + wait(tries)).await
        }
    }
}

/// How long to wait before another try: a minute, then twice as long each time, at most an hour.
fn wait(tries: u32) -> Duration {
    Duration::from_secs(30).saturating_mul(1 << tries.min(10)).min(MOST_WAIT)
}
