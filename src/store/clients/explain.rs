//! How the database would find a page: for the test that keeps every list on an index, and for whoever wonders why one is slow.

use super::list::kept_beginning;
use super::statement::{Filter, Place, Shown};
use crate::domain::clients::{List, Search, Sort};
use crate::domain::ids::{AssisterId, AssociationId};
use crate::domain::instant::Instant;
use crate::store::keyset::Way;
use crate::store::statement::Statement;
use crate::store::{Explained, Store, StoreError};

impl Store {
    /// The plans of everything that showing this list may run: both ways from any place, and for a search both ways of finding
    /// matches.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn explain_client_page(
        &self,
        assister: AssisterId,
        list: List,
        sort: Sort,
        search: Option<&Search>,
    ) -> Result<Vec<Explained>, StoreError> {
        let place = Place { sort_name: "m".to_owned(), started_at: Instant::from_micros(0), id: AssociationId(assister.0) };
        let beginning = search.and_then(kept_beginning);
        let filters = std::iter::once(search.map_or(Filter::Everything, Filter::Gather)).chain(beginning.map(Filter::Walk));
        let mut statements: Vec<Statement> = beginning.map(|start| Statement::kept_count(assister, list, start)).into_iter().collect();
        for filter in filters {
            for way in Way::ALL {
                for from in [None, Some(&place)] {
                    statements.push(Statement::joined_page(Shown { assister, list, sort, filter }, way, from, 51));
                }
            }
        }
        let mut explained = Vec::with_capacity(statements.len());
        for statement in statements {
            explained.push(statement.explained(self).await?);
        }
        Ok(explained)
    }
}
