//! Opening a client's record.

use super::ClientRecord;
use crate::domain::ids::{AssisterId, AssociationId};
use crate::domain::instant::Instant;
use crate::store::{Audit, Store, StoreError};

impl Store {
    /// Opens a client's record. The first opening moves the client from New to In Progress, exactly once; each opening has its
    /// audit row. `None` when the association ended, is another assister's, or does not exist.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn open_client(
        &self,
        _assister: AssisterId,
        _association: AssociationId,
        _now: Instant,
        _audit: Audit,
    ) -> Result<Option<ClientRecord>, StoreError> {
        todo!()
    }
}
