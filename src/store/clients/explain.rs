//! How the database would find a page: for the test that keeps every list on an index, and for whoever wonders why one is slow.

use super::statement::{Place, Plan, Shown, Statement, Way};
use crate::domain::clients::{List, Search, Sort};
use crate::domain::ids::{AssisterId, AssociationId};
use crate::domain::instant::Instant;
use crate::store::{Store, StoreError};

/// A statement and the database's plan for it.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The text.
    pub sql: String,
    /// The plan, line by line, in the database's own words.
    pub plan: String,
}

impl Store {
    /// The plans of everything that showing this list may run: both ways from any place, and for a search both ways of ordering matches.
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
        let shown = |plan| Shown { assister, list, sort, search: search.map(|search| (search, plan)) };
        let place = Place { sort_name: "m".to_owned(), started_at: Instant::from_micros(0), id: AssociationId(assister.0) };
        let plans: &[Plan] = if search.is_some() { &[Plan::Gather, Plan::Walk] } else { &[Plan::Walk] };
        let mut statements: Vec<Statement> = search.map(|search| Statement::count(shown(Plan::Gather), search)).into_iter().collect();
        for plan in plans {
            for way in [Way::Forward, Way::Backward] {
                for from in [None, Some(&place)] {
                    statements.push(Statement::page(shown(*plan), way, from, 51));
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
