//! How many clients each list holds: maintained with each change, never counted.

use crate::domain::clients::Counts;
use crate::domain::ids::AssisterId;
use crate::store::{Store, StoreError};

impl Store {
    /// How many clients each list of this assister holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn client_counts(&self, _assister: AssisterId) -> Result<Counts, StoreError> {
        todo!()
    }
}
