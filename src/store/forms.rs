//! What is kept with a session between two requests: forms that were refused, and what was searched for.
//!
//! A key works only with the session it was made for, and everything here goes when the session does. A session keeps the latest
//! [`KEPT`] of each, so that nobody fills the disk with them.

use crate::domain::ids::{FormKey, SearchKey};
use crate::domain::instant::Instant;
use crate::store::codec::storable;
use crate::store::db::{execute, fetch_optional};
use crate::store::{Store, StoreError};

/// More than anybody has open in tabs.
const KEPT: i64 = 50;

impl Store {
    /// Keeps what was typed into `form` (its name), for its next showing. Nothing is kept when the session is over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_form(&self, key: FormKey, session_hash: [u8; 32], form: &str, body: &str, now: Instant) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        execute!(
            tx.on(),
            "INSERT INTO form_states (key, session_hash, form, body, created_at)
             SELECT $1, s.token_hash, $3, $4, $5 FROM sessions s WHERE s.token_hash = $2",
            key,
            session_hash.as_slice(),
            form,
            storable(body),
            now,
        )?;
        execute!(
            tx.on(),
            "DELETE FROM form_states WHERE session_hash = $1 AND key NOT IN
             (SELECT key FROM form_states WHERE session_hash = $1 ORDER BY created_at DESC, key DESC LIMIT $2)",
            session_hash.as_slice(),
            KEPT,
        )?;
        tx.commit().await
    }

    /// What was kept under this key, for this session and this form.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn form(&self, key: FormKey, session_hash: [u8; 32], form: &str) -> Result<Option<String>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            (String,),
            "SELECT body FROM form_states WHERE key = $1 AND session_hash = $2 AND form = $3",
            key,
            session_hash.as_slice(),
            form,
        )?;
        Ok(row.map(|(body,)| body))
    }

    /// Keeps what was searched for. Nothing is kept when the session is over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_search(&self, key: SearchKey, session_hash: [u8; 32], words: &str, now: Instant) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        execute!(
            tx.on(),
            "INSERT INTO searches (key, session_hash, words, created_at)
             SELECT $1, s.token_hash, $3, $4 FROM sessions s WHERE s.token_hash = $2",
            key,
            session_hash.as_slice(),
            storable(words),
            now,
        )?;
        execute!(
            tx.on(),
            "DELETE FROM searches WHERE session_hash = $1 AND key NOT IN
             (SELECT key FROM searches WHERE session_hash = $1 ORDER BY created_at DESC, key DESC LIMIT $2)",
            session_hash.as_slice(),
            KEPT,
        )?;
        tx.commit().await
    }

    /// Keeps something else under a key of this session; with `only`, if it is still this that is kept there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn change_search(&self, key: SearchKey, session_hash: [u8; 32], only: Option<&str>, words: &str) -> Result<(), StoreError> {
        execute!(
            self.single_write(),
            "UPDATE searches SET words = $3 WHERE key = $1 AND session_hash = $2 AND ($4 OR words = $5)",
            key,
            session_hash.as_slice(),
            storable(words),
            only.is_none(),
            storable(only.unwrap_or_default()),
        )?;
        Ok(())
    }

    /// What was searched for under this key, for this session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search(&self, key: SearchKey, session_hash: [u8; 32]) -> Result<Option<String>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            (String,),
            "SELECT words FROM searches WHERE key = $1 AND session_hash = $2",
            key,
            session_hash.as_slice(),
        )?;
        Ok(row.map(|(words,)| words))
    }
}
