//! Later statuses that the exchange's engine decided: taken in its order, each recorded once.

use crate::domain::ids::AuditId;
use crate::server::engine::{Engine, Exchange, Told};
use crate::server::leases::alone;
use crate::server::step::step;
use crate::server::{AppState, random};
use crate::store::{NewStatus, StatusBy, Store, StoreError, Work};
use std::time::Duration;

/// How often it is asked in a round for more.
const ROUND: usize = 100;

/// How long an application that can't be determined holds up the statuses after its own: what the engine decides on it by then is its
/// initial determination.
const PATIENCE: Duration = Duration::from_secs(24 * 60 * 60);

/// Takes what the engine decided since the last time: one round. The portal's own rules decide nothing later.
///
/// # Errors
/// When the database fails. What was not taken is asked for again.
pub async fn take_statuses(state: &AppState) -> Result<(), StoreError> {
    let Engine::Exchange(exchange) = &state.engine else { return Ok(()) };
    let taking = alone(state, Work::Statuses, async |lease| take_all(state, &state.store.under(lease), exchange).await);
    taking.await.map(Option::unwrap_or_default)
}

async fn take_all(state: &AppState, store: &Store, exchange: &Exchange) -> Result<(), StoreError> {
    for _ in 0..ROUND {
        let after = step(store.engine_statuses_taken()).await?;
        let told = match exchange.statuses(after).await {
            Ok(told) if told.is_empty() => return Ok(()),
            Ok(told) => told,
            Err(why) => {
                tracing::error!(why = why.code(), "later statuses can't be read; they are asked for again");
                return Ok(());
            }
        };
        for told in told {
            if !step(take(state, store, &told)).await? {
                return Ok(());
            }
            step(store.engine_status_was_taken(told.number)).await?;
        }
    }
    Ok(())
}

/// Records one, or passes it over. Gives whether those after it may come.
async fn take(state: &AppState, store: &Store, told: &Told) -> Result<bool, StoreError> {
    let case = match &told.status {
        Some(status) => store.status_case(status.application).await?.map(|case| (status, case)),
        None => None,
    };
    let now = state.clock.now();
    if let Some((_, case)) = case.as_ref().filter(|(_, case)| !case.determined) {
        if now.since(case.submitted_at) < PATIENCE {
            return Ok(false);
        }
        tracing::error!(number = told.number, "a later status is of an application that is pending for too long; it is passed over");
        return Ok(true);
    }
    let recordable = case.and_then(|(status, case)| Some((status, case.consumer, status.of(&case.applicants)?)));
    let Some((status, consumer, later)) = recordable else {
        tracing::error!(number = told.number, "a later status is of no application or can't be believed; it is passed over");
        return Ok(true);
    };
    let new = NewStatus { id: status.id, consumer, application: status.application, status: &later, now };
    store.record_status(new, StatusBy::Engine(AuditId(random::uuid_v7(now)), "statuses")).await?;
    Ok(true)
}
