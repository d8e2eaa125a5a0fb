//! Receipts.

use super::Consent;
use crate::domain::ids::{ConsentId, ConsumerId};
use crate::store::{Store, StoreError};

impl Store {
    /// A receipt of this consumer's own.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn consent(&self, _consumer: ConsumerId, _consent: ConsentId) -> Result<Option<Consent>, StoreError> {
        todo!()
    }

    /// The receipt of the association in force.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_consent(&self, _consumer: ConsumerId) -> Result<Option<ConsentId>, StoreError> {
        todo!()
    }
}
