//! What is kept with a session between two requests: forms that were refused, and what was searched for.
//!
//! A key works only with the session it was made for, and everything here goes when the session does.

use crate::domain::ids::{FormKey, SearchKey};
use crate::domain::instant::Instant;
use crate::store::{Store, StoreError};

impl Store {
    /// Keeps what was typed into `form` (its name), for its next showing.
    ///
    /// # Errors
    /// When the database fails, or the session is over.
    pub async fn keep_form(
        &self,
        _key: FormKey,
        _session_hash: [u8; 32],
        _form: &str,
        _body: &str,
        _now: Instant,
    ) -> Result<(), StoreError> {
        todo!()
    }

    /// What was kept under this key, for this session and this form.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn form(&self, _key: FormKey, _session_hash: [u8; 32], _form: &str) -> Result<Option<String>, StoreError> {
        todo!()
    }

    /// Keeps what was searched for.
    ///
    /// # Errors
    /// When the database fails, or the session is over.
    pub async fn keep_search(&self, _key: SearchKey, _session_hash: [u8; 32], _words: &str, _now: Instant) -> Result<(), StoreError> {
        todo!()
    }

    /// What was searched for under this key, for this session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search(&self, _key: SearchKey, _session_hash: [u8; 32]) -> Result<Option<String>, StoreError> {
        todo!()
    }
}
