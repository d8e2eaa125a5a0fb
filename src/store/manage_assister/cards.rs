//! Assisters as consumers see them: by number, now, and before.

use super::{AssisterCard, Current, Earlier};
use crate::domain::ids::ConsumerId;
use crate::domain::manage_assister::ReferenceNumber;
use crate::store::{Store, StoreError};

impl Store {
    /// The assister with this number, when active. Unknown, suspended and not yet active are the same `None`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assister_by_number(&self, _number: ReferenceNumber) -> Result<Option<AssisterCard>, StoreError> {
        todo!()
    }

    /// Who helps this consumer now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn current_assister(&self, _consumer: ConsumerId) -> Result<Option<Current>, StoreError> {
        todo!()
    }

    /// Who helped this consumer before, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn earlier_assisters(&self, _consumer: ConsumerId) -> Result<Vec<Earlier>, StoreError> {
        todo!()
    }
}
