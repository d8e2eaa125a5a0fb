//! The worker that empties the outbox: at once when something was written, and now and then for what is tried again.

use super::Transport;
use crate::domain::instant::Instant;
use crate::domain::mail::{MOST_TRIES, MailFailure};
use crate::server::{AppState, fault};
use crate::store::{ClaimedMail, MailOutcome, StoreError};
use std::time::Duration;
use tokio::task::JoinSet;

/// How many messages are sent at once: one that a server stalls on holds up no others.
const AT_ONCE: usize = 4;
/// How long a message belongs to whoever claimed it: longer than it may take.
const LEASE: Duration = Duration::from_secs(3 * 60);
/// How often the worker looks when nobody wakes it.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// Sends mail until the server stops. What is being sent then is finished first.
pub async fn work(state: AppState, transport: Transport) {
    while !state.draining.begun() {
        if let Err(error) = deliver_due(&state, &transport).await {
            tracing::warn!(cause = %fault::causes(&error), "the outbox can't be read; it is tried again later");
        }
        let _woken = tokio::time::timeout(LOOK_EVERY, state.store.mail_written().notified()).await;
    }
}

/// Sends everything that is due, and comes back when it was all tried.
///
/// # Errors
/// When the database fails. What was claimed is due again when its lease is over.
pub async fn deliver_due(state: &AppState, transport: &Transport) -> Result<(), StoreError> {
    let mut lines = JoinSet::new();
    for _ in 0..AT_ONCE {
        lines.spawn(one_by_one(state.clone(), transport.clone()));
    }
    let mut outcome = Ok(());
    while let Some(ended) = lines.join_next().await {
        // A message that makes the program panic is one of those that are tried again, and given up in the end.
        outcome = outcome.and(ended.unwrap_or(Ok(())));
    }
    outcome
}

async fn one_by_one(state: AppState, transport: Transport) -> Result<(), StoreError> {
    while !state.draining.begun() {
        let now = state.clock.now();
        let Some(claimed) = state.store.claim_mail(now, now + LEASE).await? else { break };
        let tried = if claimed.tries > MOST_TRIES { Err(MailFailure::CutOff) } else { transport.send(&claimed.mail).await };
        let now = state.clock.now();
        let outcome = outcome(&claimed, tried, now);
        state.store.note_mail(&claimed, outcome, state.demo, now).await?;
        log(&claimed, outcome);
    }
    Ok(())
}

fn outcome(claimed: &ClaimedMail, tried: Result<(), MailFailure>, now: Instant) -> MailOutcome {
    let Err(why) = tried else { return MailOutcome::Sent };
    let end = claimed.mail.kind.useful_for().map(|useful| claimed.mail.now + useful);
    let again = why.wait(claimed.tries).map(|wait| now + wait).filter(|again| end.is_none_or(|end| *again < end));
    MailOutcome::Failed { why, again }
}

/// Which message, what it is and what became of it. Nothing of what it says, nor to whom.
fn log(claimed: &ClaimedMail, outcome: MailOutcome) {
    let (mail, kind, tries) = (claimed.mail.id, claimed.mail.kind.code(), claimed.tries);
    match outcome {
        MailOutcome::Sent => tracing::info!(%mail, kind, tries, "mail sent"),
        MailOutcome::Failed { why, again: Some(_) } => {
            tracing::warn!(%mail, kind, tries, why = why.code(), "mail not sent; it is tried again")
        }
        MailOutcome::Failed { why, again: None } => tracing::error!(%mail, kind, tries, why = why.code(), "mail given up"),
    }
}
