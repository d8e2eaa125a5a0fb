//! The audit log: who did what to whom, written in the transaction of the change itself.

use super::db::{Write, execute};
use super::error::StoreError;
use crate::domain::audit::{Actor, AuditAction, Subject};
use crate::domain::ids::AuditId;
use crate::domain::instant::Instant;

/// What a caller gives for the audit row of a change. The action, subject and time are added by the method that makes the change.
#[derive(Clone, Debug)]
pub struct Audit {
    /// The row's id, version 7.
    pub id: AuditId,
    /// Who acts.
    pub actor: Actor,
    /// The request's id, to find its log line.
    pub request: String,
}

/// Writes the row.
pub(super) async fn record(tx: &mut Write, audit: &Audit, action: AuditAction, on: Subject, now: Instant) -> Result<(), StoreError> {
    write(tx, audit, action, on, Said::default(), now).await
}

/// Writes the row of something with what came of it, or how it was done.
pub(super) async fn record_outcome(
    tx: &mut Write,
    audit: &Audit,
    action: AuditAction,
    on: Subject,
    outcome: &str,
    now: Instant,
) -> Result<(), StoreError> {
    write(tx, audit, action, on, Said { outcome: Some(outcome), ..Said::default() }, now).await
}

/// Writes the row of what staff did to an account, with the reason that they gave.
pub(super) async fn record_because(
    tx: &mut Write,
    audit: &Audit,
    action: AuditAction,
    on: Subject,
    reason: &str,
    now: Instant,
) -> Result<(), StoreError> {
    write(tx, audit, action, on, Said { reason: Some(reason), ..Said::default() }, now).await
}

/// What some rows say besides who did what to whom.
#[derive(Clone, Copy, Default)]
struct Said<'a> {
    reason: Option<&'a str>,
    outcome: Option<&'a str>,
}

async fn write(tx: &mut Write, audit: &Audit, action: AuditAction, on: Subject, said: Said<'_>, now: Instant) -> Result<(), StoreError> {
    execute!(
        tx.on(),
        "INSERT INTO audit_events (id, at, actor_user_id, actor_role, action, consumer_id, assister_id, association_id, organization_id,
             subject_user_id, request, reason, outcome)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        audit.id,
        now,
        audit.actor.user,
        audit.actor.role.code(),
        action.code(),
        on.consumer,
        on.assister,
        on.association,
        on.organization,
        on.user,
        &audit.request,
        said.reason,
        said.outcome,
    )?;
    Ok(())
}
