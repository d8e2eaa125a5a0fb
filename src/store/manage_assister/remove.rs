//! Removing: the consumer ends their association.

use super::Removed;
use crate::domain::ids::{AssociationId, ConsumerId};
use crate::domain::instant::Instant;
use crate::store::{Audit, Store, StoreError};

impl Store {
    /// Ends the consumer's association. `None` when it is not theirs or there is none.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn remove_assister(
        &self,
        _consumer: ConsumerId,
        _association: AssociationId,
        _now: Instant,
        _audit: Audit,
    ) -> Result<Option<Removed>, StoreError> {
        todo!()
    }
}
