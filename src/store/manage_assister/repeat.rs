//! A confirmation that is repeated.

use crate::domain::ids::{ConsentId, ConsumerId, DraftId};
use crate::store::{Store, StoreError};

impl Store {
    /// The receipt of a draft that this consumer confirmed before: what a repeated confirmation is answered with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn consent_of_draft(&self, _consumer: ConsumerId, _draft: DraftId) -> Result<Option<ConsentId>, StoreError> {
        todo!()
    }
}
