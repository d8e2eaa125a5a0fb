//! Pages of the client list. A page costs the same however long the list is: it is a walk of neighbors in an index, and the total
//! is a maintained count. Only a search counts, and only what matches.

use super::statement::{Place, Plan, Shown, Statement, Way};
use super::{ClientPage, ClientRow, Cursor, ListQuery};
use crate::domain::clients::PAGE_SIZE;
use crate::domain::ids::{AssisterId, AssociationId};
use crate::domain::instant::Instant;
use crate::store::codec::count;
use crate::store::db::fetch_optional;
use crate::store::{Store, StoreError};

/// One page, and one row more to see whether another follows.
const PAGE_AND_ONE: i64 = PAGE_SIZE as i64 + 1;

/// A row as the statements give it.
#[derive(sqlx::FromRow)]
pub(super) struct Listed {
    id: AssociationId,
    display_name: String,
    started_at: Instant,
    sort_name: String,
}

impl Listed {
    fn place(&self) -> Place {
        Place { sort_name: self.sort_name.clone(), started_at: self.started_at, id: self.id }
    }
}

impl From<Listed> for ClientRow {
    fn from(row: Listed) -> Self {
        Self { association: row.id, name: row.display_name, authorized_at: row.started_at }
    }
}

/// The rows of a page with what lies around it.
struct Rows {
    rows: Vec<Listed>,
    previous: bool,
    next: bool,
}

impl Store {
    /// One page of an assister's own list.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn client_page(&self, assister: AssisterId, query: ListQuery) -> Result<ClientPage, StoreError> {
        let counts = self.client_counts(assister).await?;
        let mut shown = Shown { assister, list: query.list, sort: query.sort, search: None };
        let mut total = counts.of(query.list);
        if let Some(search) = &query.search {
            let matches = Statement::count(shown, search).number(self).await?;
            shown.search = Some((search, plan(matches, total)));
            total = count(matches);
        }
        let Rows { rows, previous, next } = self.rows(shown, query.cursor).await?;
        Ok(ClientPage { rows: rows.into_iter().map(ClientRow::from).collect(), total, previous, next, counts })
    }

    /// The rows at the cursor. A page that would be empty or cut short at the beginning is the first page instead.
    async fn rows(&self, shown: Shown<'_>, cursor: Option<Cursor>) -> Result<Rows, StoreError> {
        let from = match cursor {
            Some(Cursor::After(id)) => self.place(shown.assister, id).await?.map(|place| (Way::Forward, place)),
            Some(Cursor::Before(id)) => self.place(shown.assister, id).await?.map(|place| (Way::Backward, place)),
            None => None,
        };
        if let Some((way, place)) = from {
            let mut rows = Statement::page(shown, way, Some(&place), PAGE_AND_ONE).rows(self).await?;
            let more = rows.len() > PAGE_SIZE;
            rows.truncate(PAGE_SIZE);
            match (way, rows.first()) {
                (Way::Forward, Some(first)) => {
                    let previous = self.is_beyond(shown, Way::Backward, &first.place()).await?;
                    return Ok(Rows { rows, previous, next: more });
                }
                (Way::Backward, Some(last)) if rows.len() == PAGE_SIZE => {
                    let next = self.is_beyond(shown, Way::Forward, &last.place()).await?;
                    rows.reverse();
                    return Ok(Rows { rows, previous: more, next });
                }
                _ => {}
            }
        }
        let mut rows = Statement::page(shown, Way::Forward, None, PAGE_AND_ONE).rows(self).await?;
        let next = rows.len() > PAGE_SIZE;
        rows.truncate(PAGE_SIZE);
        Ok(Rows { rows, previous: false, next })
    }

    /// Where a row stands or stood: it may have left the list since it was shown.
    async fn place(&self, assister: AssisterId, id: AssociationId) -> Result<Option<Place>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            Listed,
            "SELECT id, display_name, started_at, sort_name FROM associations WHERE id = $1 AND assister_id = $2",
            id,
            assister,
        )?;
        Ok(row.map(|row| row.place()))
    }

    async fn is_beyond(&self, shown: Shown<'_>, way: Way, place: &Place) -> Result<bool, StoreError> {
        Ok(!Statement::page(shown, way, Some(place), 1).rows(self).await?.is_empty())
    }
}

/// Gathering looks at every match; walking looks at as many rows of the list as it takes to meet a page of matches.
fn plan(matches: i64, listed: u32) -> Plan {
    let walked = PAGE_AND_ONE.saturating_mul(i64::from(listed)) / matches.max(1);
    if matches <= walked { Plan::Gather } else { Plan::Walk }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_at_fewer_rows_is_chosen() {
        assert!(plan(1_000, 100_000) == Plan::Gather);
        assert!(plan(30_000, 100_000) == Plan::Walk);
        assert!(plan(0, 0) == Plan::Gather);
    }
}
