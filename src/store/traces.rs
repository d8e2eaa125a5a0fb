//! Traces of attempts that were refused, and of links that anybody can ask for: rows of the audit log without anybody who did it. What was
//! tried and from where stand there as keyed hashes: the same ones can be recognized, and nothing can be read.

use super::db::{execute, fetch_one};
use super::sealing::TRACE_KEY;
use super::{Store, StoreError};
use crate::domain::audit::AuditAction;
use crate::domain::ids::{AuditId, UserId};
use crate::domain::instant::Instant;
use uuid::Uuid;

/// Where the key of the hashes stands.
const KEY: &str = "trace_key";
/// Nobody is signed in.
const NOBODY: &str = "visitor";

/// One attempt.
#[derive(Clone, Copy, Debug)]
pub struct Trace<'a> {
    /// The row's id, version 7.
    pub id: AuditId,
    /// What was tried.
    pub action: AuditAction,
    /// What came of it.
    pub outcome: &'a str,
    /// What was wrong, by the name that a standard has for it.
    pub reason: Option<&'a str>,
    /// Whose account it was about, where that is known.
    pub user: Option<UserId>,
    /// From where, hashed.
    pub address: [u8; 32],
    /// With which name, number or link, hashed.
    pub tried: [u8; 32],
    /// The request's id, to find its log line.
    pub request: &'a str,
    /// When.
    pub now: Instant,
}

impl Store {
    /// The key of the hashes, the same for all servers of a database: `fresh` when there was none. It is kept encrypted.
    ///
    /// # Errors
    /// When the database fails, or the key can't be decrypted.
    pub async fn trace_key(&self, fresh: &str) -> Result<String, StoreError> {
        let sealed = self.sealing.seal(TRACE_KEY, KEY.as_bytes(), fresh.as_bytes())?;
        let sql = "INSERT INTO installation (key, value, sealed_by) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING";
        execute!(self.single_write(), sql, KEY, sealed.text(), &sealed.by)?;
        let sql = "SELECT value, sealed_by FROM installation WHERE key = $1";
        let (value, by) = fetch_one!(self.read(), (String, Option<String>), sql, KEY)?;
        self.sealing.unseal_text(TRACE_KEY, KEY.as_bytes(), by.as_deref(), &value)
    }

    /// Writes an attempt down. `once`, a bucket and a window: only when it is the first one there, since whoever attacks decides how many
    /// there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_trace(&self, trace: Trace<'_>, once: Option<(&str, Instant)>) -> Result<(), StoreError> {
        if let Some((bucket, window)) = once
            && self.count_attempt(bucket, window).await? > 1
        {
            return Ok(());
        }
        execute!(
            self.single_write(),
            "INSERT INTO audit_events (id, at, actor_user_id, actor_role, action, subject_user_id, request, outcome, address_hash, tried_hash,
                 reason)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            trace.id,
            trace.now,
            Uuid::nil(),
            NOBODY,
            trace.action.code(),
            trace.user,
            trace.request,
            trace.outcome,
            trace.address.as_slice(),
            trace.tried.as_slice(),
            trace.reason,
        )?;
        Ok(())
    }
}
