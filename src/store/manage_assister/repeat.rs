//! A confirmation that is repeated.

use crate::domain::ids::{ConsentId, ConsumerId, DraftId};
use crate::store::db::fetch_optional;
use crate::store::{Store, StoreError};

impl Store {
    /// The receipt of a draft that this consumer confirmed before: what a repeated confirmation is answered with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn consent_of_draft(&self, consumer: ConsumerId, draft: DraftId) -> Result<Option<ConsentId>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            (ConsentId,),
            "SELECT id FROM consents WHERE draft_id = $1 AND consumer_id = $2",
            draft,
            consumer,
        )?;
        Ok(row.map(|(consent,)| consent))
    }
}
