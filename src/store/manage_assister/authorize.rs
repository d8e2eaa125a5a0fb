//! Authorizing: the one change that starts an association, and ends the one before it.

use super::{Authorize, Authorized};
use crate::store::{Audit, Store, StoreError};

impl Store {
    /// Confirms a run of the wizard, with exactly one effect however many confirm at once. `start` and `end` are the audit rows
    /// of what starts and of what it replaces.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn authorize(&self, _authorize: Authorize, _start: Audit, _end: Audit) -> Result<Authorized, StoreError> {
        todo!()
    }
}
