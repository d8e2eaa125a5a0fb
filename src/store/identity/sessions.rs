//! Sessions. Only hashes of their tokens are stored.

use super::{NewSession, Session};
use crate::domain::ids::UserId;
use crate::domain::instant::Instant;
use crate::store::{Audit, Store, StoreError};

impl Store {
    /// Begins a session. `replaces` ends another in the same transaction (its kept forms and searches go with it);
    /// `audit` is given for signing in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start_session(&self, _new: NewSession, _replaces: Option<[u8; 32]>, _audit: Option<Audit>) -> Result<(), StoreError> {
        todo!()
    }

    /// The session, when it is in force: not idle for too long, not too old, and its assister (if it is one) active.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(&self, _token_hash: [u8; 32], _now: Instant) -> Result<Option<Session>, StoreError> {
        todo!()
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_session(&self, _token_hash: [u8; 32], _now: Instant) -> Result<(), StoreError> {
        todo!()
    }

    /// Ends a session. Harmless when it is over. `audit` is given for signing out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(&self, _token_hash: [u8; 32], _now: Instant, _audit: Option<Audit>) -> Result<(), StoreError> {
        todo!()
    }

    /// Ends all sessions of an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_sessions_of(&self, _user: UserId) -> Result<(), StoreError> {
        todo!()
    }

    /// Deletes sessions that are over, and attempts older than a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep(&self, _now: Instant) -> Result<(), StoreError> {
        todo!()
    }
}
