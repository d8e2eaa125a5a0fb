//! Accounts: signing in and creating one.

use super::{Credentials, NewConsumer, NewSession};
use crate::store::{Audit, Store, StoreError};

impl Store {
    /// The account with this email address (as `normal_email` gives it).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn credentials(&self, _email: &str) -> Result<Option<Credentials>, StoreError> {
        todo!()
    }

    /// Creates a consumer's account and signs them in.
    ///
    /// # Errors
    /// `Conflict(EmailTaken)`; or when the database fails.
    pub async fn create_consumer(&self, _new: NewConsumer, _session: NewSession, _audit: Audit) -> Result<(), StoreError> {
        todo!()
    }
}
