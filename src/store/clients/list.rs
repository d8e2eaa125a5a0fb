//! Pages of the client list.

use super::{ClientPage, ListQuery};
use crate::domain::ids::AssisterId;
use crate::store::{Store, StoreError};

impl Store {
    /// One page of an assister's own list.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn client_page(&self, _assister: AssisterId, _query: ListQuery) -> Result<ClientPage, StoreError> {
        todo!()
    }
}
