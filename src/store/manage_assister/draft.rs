//! The wizard's draft, one per consumer.

use super::AssisterCard;
use crate::domain::ids::ConsumerId;
use crate::domain::instant::Instant;
use crate::domain::manage_assister::Draft;
use crate::store::{Store, StoreError};

impl Store {
    /// The consumer's draft with its assister's card. `None` also when that assister is not active any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft(&self, _consumer: ConsumerId) -> Result<Option<(Draft, AssisterCard)>, StoreError> {
        todo!()
    }

    /// Keeps the draft in the place of the one before. A draft that was confirmed in another tab meanwhile is not kept again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_draft(&self, _consumer: ConsumerId, _draft: Draft, _now: Instant) -> Result<(), StoreError> {
        todo!()
    }

    /// Forgets the draft. Harmless when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn abandon_draft(&self, _consumer: ConsumerId) -> Result<(), StoreError> {
        todo!()
    }
}
