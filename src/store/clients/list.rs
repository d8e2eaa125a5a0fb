//! Pages of the client list. A page costs the same however long the list is: it is a walk of neighbors in an index, and the total
//! is a maintained count. A search takes all that matches, unless there is much of it; how much there is of that is maintained too.

use super::applied::JoinedApplication;
use super::counts::CountsRow;
use super::statement::{Filter, Place, Shown, ascending};
use super::{ClientPage, ClientRow, ListQuery, PREFIX_CHARS};
use crate::domain::clients::{Counts, List, PAGE_SIZE, Search, Sort, Term};
use crate::domain::ids::{AssisterId, AssociationId};
use crate::domain::instant::Instant;
use crate::store::codec::count;
use crate::store::db::fetch_optional;
use crate::store::keyset::{Walked, Way, walk_gathered};
use crate::store::row::row;
use crate::store::statement::Statement;
use crate::store::{Store, StoreError};
use std::cmp::Reverse;

/// One page, and one row more to see whether another follows.
const PAGE_AND_ONE: i64 = PAGE_SIZE as i64 + 1;

row! {
    /// How many clients have a part of the name that begins so, of how many.
    struct KeptCount {
        matches: i64,
        ..counts: CountsRow,
    }
}

row! {
    /// A row as the statements give it: a client with one application, or with none.
    pub(super) struct Listed {
        id: AssociationId,
        display_name: String,
        started_at: Instant,
        sort_name: String,
        /// How many clients were gathered in all.
        matches: i64,
        ..counts: CountsRow,
        ..applied: JoinedApplication,
    }
}

/// A client of a page.
struct Client {
    place: Place,
    matches: i64,
    counts: Counts,
    row: ClientRow,
}

/// The clients of a page in the order of the way, which a join need not keep.
fn by_client(sort: Sort, way: Way, mut rows: Vec<Listed>) -> Result<Vec<Client>, StoreError> {
    rows.sort_by(|a, b| {
        let by = match sort {
            Sort::Name | Sort::NameDescending => a.sort_name.cmp(&b.sort_name),
            Sort::Authorized | Sort::AuthorizedDescending => a.started_at.cmp(&b.started_at),
        };
        let order = by.then(a.id.cmp(&b.id));
        if ascending(sort, way) { order } else { order.reverse() }
    });
    let mut clients: Vec<Client> = Vec::new();
    for Listed { id, display_name, started_at, sort_name, matches, counts, applied } in rows {
        let applied = applied.read()?;
        match clients.last_mut().filter(|last| last.row.association == id) {
            Some(last) => last.row.applied.extend(applied),
            None => clients.push(Client {
                row: ClientRow { association: id, name: display_name, authorized_at: started_at, applied: applied.into_iter().collect() },
                place: Place { sort_name, started_at, id },
                matches,
                counts: counts.into(),
            }),
        }
    }
    for client in &mut clients {
        client.row.applied.sort_by_key(|one| Reverse(one.coverage_year));
    }
    Ok(clients)
}

impl Store {
    /// One page of an assister's own list.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn client_page(&self, assister: AssisterId, query: ListQuery) -> Result<ClientPage, StoreError> {
        let (filter, known) = match &query.search {
            None => (Filter::Everything, None),
            Some(search) => self.filter(assister, query.list, search).await?,
        };
        let shown = Shown { assister, list: query.list, sort: query.sort, filter };
        let from = match query.cursor {
            Some(cursor) => self.place(assister, cursor.id()).await?.map(|place| (cursor.way(), place)),
            None => None,
        };
        let page = |way, from: Option<&Place>, limit| Statement::joined_page(shown, way, from, limit);
        let place = |client: &Client| Some(client.place.clone());
        let gather = |way, rows| by_client(query.sort, way, rows);
        let Walked { rows, previous, next } = walk_gathered(self, PAGE_SIZE, from, place, page, gather).await?;
        // Each row says them; where there is none, they are asked for.
        let counts = match rows.first() {
            Some(client) => client.counts,
            None => self.client_counts(assister).await?,
        };
        let total = match filter {
            Filter::Everything => counts.of(query.list),
            Filter::Walk(_) | Filter::Gather(_) => known.unwrap_or_else(|| rows.first().map_or(0, |client| count(client.matches))),
        };
        Ok(ClientPage { rows: rows.into_iter().map(|client| client.row).collect(), total, previous, next, counts })
    }

    /// How a search is carried out, and how many it finds where that is known before.
    async fn filter<'a>(&self, assister: AssisterId, list: List, search: &'a Search) -> Result<(Filter<'a>, Option<u32>), StoreError> {
        if let Some(start) = kept_beginning(search) {
            let kept: Option<KeptCount> = Statement::kept_count(assister, list, start).rows(self).await?.pop();
            if let Some(KeptCount { matches, counts }) = kept
                && walking_is_shorter(matches, Counts::from(counts).of(list))
            {
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
