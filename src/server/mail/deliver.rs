//! The worker that empties the outbox: at once when something was written, and now and then for what is tried again.
//!
//! It has several lines, each of which takes one message after the other: one that a mail server stalls on holds up its own line only.

use super::Transport;
use crate::domain::instant::Instant;
use crate::domain::mail::{MOST_TRIES, MailFailure};
use crate::server::leases::{LOOK_EVERY, keeping, taker};
use crate::server::step::step;
use crate::server::{AppState, fault};
use crate::store::{ClaimedMail, MailOutcome, StoreError};
use std::time::Duration;
use tokio::task::JoinSet;

/// How many messages are sent at once.
const LINES: usize = 8;
/// When a message is due again of which nothing was heard.
const UNHEARD: Duration = Duration::from_secs(45);

/// Sends mail until the server stops. What is being sent then is finished first.
pub async fn work(state: AppState, transport: Transport) {
    let mut lines = JoinSet::new();
    for _ in 0..LINES {
        lines.spawn(line(state.clone(), transport.clone()));
    }
    while let Some(ended) = lines.join_next().await {
        // A message that makes the program panic is tried again when its lease is over, and given up in the end.
        if ended.is_err() && !state.draining.begun() {
            lines.spawn(line(state.clone(), transport.clone()));
        }
    }
}

async fn line(state: AppState, transport: Transport) {
    while !state.draining.begun() {
        if let Err(error) = one_by_one(state.clone(), transport.clone()).await {
            tracing::warn!(cause = %fault::causes(&error), "the outbox can't be read or written; it is tried again later");
        }
        let _woken = tokio::time::timeout(LOOK_EVERY, state.store.mail_written().notified()).await;
    }
}

/// Sends everything that is due, and comes back when all of it was tried: one round of [`work`].
///
/// # Errors
/// When the database fails. What was claimed is due again when its lease is over.
pub async fn deliver_due(state: &AppState, transport: &Transport) -> Result<(), StoreError> {
    let mut lines = JoinSet::new();
    for _ in 0..LINES {
        lines.spawn(one_by_one(state.clone(), transport.clone()));
    }
    let mut outcome = Ok(());
    while let Some(ended) = lines.join_next().await {
        outcome = outcome.and(ended.unwrap_or(Ok(())));
    }
    outcome
}

async fn one_by_one(state: AppState, transport: Transport) -> Result<(), StoreError> {
    while !state.draining.begun() {
        let now = state.clock.now();
        let Some(claimed) = step(state.store.claim_mail(now, now + UNHEARD, taker(&state))).await? else { break };
        // Where one was due there may be more, for another line.
        state.store.mail_written().notify_one();
        match keeping(&state, claimed.lease, one(&state, &transport, &claimed)).await {
            Err(error @ StoreError::TakenOver) => tracing::warn!(mail = %claimed.mail.id, "{error}"),
            done => done?,
        }
    }
    Ok(())
}

/// Sends one and notes what became of it.
async fn one(state: &AppState, transport: &Transport, claimed: &ClaimedMail) -> Result<(), StoreError> {
    let tried = if claimed.tries > MOST_TRIES { Err(MailFailure::CutOff) } else { transport.send(&claimed.mail).await };
    let now = state.clock.now();
    let outcome = outcome(claimed, tried, now);
    step(state.store.note_mail(claimed, outcome, state.demo, now)).await?;
    log(claimed, outcome);
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
