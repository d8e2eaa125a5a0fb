//! Pages of the client list. A page costs the same however long the list is: it is a walk of neighbors in an index, and the total
//! is a maintained count. A search takes all that matches, unless there is much of it; how much there is of that is maintained too.

use super::statement::{Filter, Place, Shown};
use super::{ClientPage, ClientRow, ListQuery, PREFIX_CHARS};
use crate::domain::clients::{List, PAGE_SIZE, Search, Term};
use crate::domain::ids::{AssisterId, AssociationId, ConsumerId};
use crate::domain::instant::Instant;
use crate::store::codec::count;
use crate::store::db::fetch_optional;
use crate::store::keyset::{Walked, walk};
use crate::store::row::row;
use crate::store::statement::Statement;
use crate::store::{Store, StoreError};

/// One page, and one row more to see whether another follows.
const PAGE_AND_ONE: i64 = PAGE_SIZE as i64 + 1;

row! {
    /// A row as the statements give it.
    pub(super) struct Listed {
        id: AssociationId,
        consumer_id: ConsumerId,
        display_name: String,
        started_at: Instant,
        sort_name: String,
        /// How many clients were gathered in all.
        matches: i64,
    }
}

impl Listed {
    fn place(&self) -> Place {
        Place { sort_name: self.sort_name.clone(), started_at: self.started_at, id: self.id }
    }
}

impl Store {
    /// One page of an assister's own list.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn client_page(&self, assister: AssisterId, query: ListQuery) -> Result<ClientPage, StoreError> {
        let counts = self.client_counts(assister).await?;
        let (filter, known) = match &query.search {
            None => (Filter::Everything, Some(counts.of(query.list))),
            Some(search) => self.filter(assister, query.list, search, counts.of(query.list)).await?,
        };
        let shown = Shown { assister, list: query.list, sort: query.sort, filter };
        let from = match query.cursor {
            Some(cursor) => self.place(assister, cursor.id()).await?.map(|place| (cursor.way(), place)),
            None => None,
        };
        let page = |way, from: Option<&Place>, limit| Statement::page(shown, way, from, limit);
        let Walked { rows, previous, next } = walk(self, PAGE_SIZE, from, |row: &Listed| Some(row.place()), page).await?;
        let gathered = rows.first().map_or(0, |row| count(row.matches));
        let total = known.unwrap_or(gathered);
        let mut applied = self.applied(&rows.iter().map(|row| row.consumer_id).collect::<Vec<_>>()).await?;
        let row = |row: Listed| ClientRow {
            association: row.id,
            name: row.display_name,
            authorized_at: row.started_at,
            applied: applied.remove(&row.consumer_id).unwrap_or_default(),
        };
        Ok(ClientPage { rows: rows.into_iter().map(row).collect(), total, previous, next, counts })
    }

    /// How a search is carried out, and how many it finds where that is known before.
    async fn filter<'a>(
        &self,
        assister: AssisterId,
        list: List,
        search: &'a Search,
        listed: u32,
    ) -> Result<(Filter<'a>, Option<u32>), StoreError> {
        if let Some(start) = kept_beginning(search) {
            let matches = Statement::kept_count(assister, list, start).number(self).await?;
            if walking_is_shorter(matches, listed) {
                return Ok((Filter::Walk(start), Some(count(matches))));
            }
        }
        Ok((Filter::Gather(search), None))
    }

    /// Where a row stands or stood: it may have left the list since it was shown.
    async fn place(&self, assister: AssisterId, id: AssociationId) -> Result<Option<Place>, StoreError> {
        let sql = "SELECT sort_name, started_at, id FROM associations WHERE id = $1 AND assister_id = $2";
        Ok(fetch_optional!(self.read(), Place, sql, id, assister)?)
    }
}

/// The one beginning that is searched for, where the number of its matches is maintained.
pub(super) fn kept_beginning(search: &Search) -> Option<&str> {
    match search.terms.as_slice() {
        [Term::NameStart(start)] if start.chars().count() <= PREFIX_CHARS => Some(start),
        _ => None,
    }
}

/// Gathering looks at every match; walking looks at as many rows of the list as it takes to meet a page of matches.
fn walking_is_shorter(matches: i64, listed: u32) -> bool {
    let walked = PAGE_AND_ONE.saturating_mul(i64::from(listed)) / matches.max(1);
    walked < matches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_at_fewer_rows_is_chosen() {
        assert!(!walking_is_shorter(1_000, 100_000));
        assert!(walking_is_shorter(30_000, 100_000));
        assert!(!walking_is_shorter(0, 0));
    }
}
