//! Pages of lists that are walked in the order of an index: what a page costs does not depend on how many rows there are.

use super::statement::Statement;
use super::{Store, StoreError};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

/// Where a page begins or ends, by a row that was shown. The row may have left the list since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor<Id> {
    /// The page that follows this row.
    After(Id),
    /// The page that this row followed.
    Before(Id),
}

/// Which way from a place, in the list's own order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Forward,
    Backward,
}

impl<Id: Copy> Cursor<Id> {
    /// The row that was shown.
    pub(super) const fn id(self) -> Id {
        match self {
            Self::After(id) | Self::Before(id) => id,
        }
    }

    pub(super) const fn way(self) -> Way {
        match self {
            Self::After(_) => Way::Forward,
            Self::Before(_) => Way::Backward,
        }
    }
}

impl Way {
    /// Both.
    pub(super) const ALL: [Self; 2] = [Self::Forward, Self::Backward];

    const fn back(self) -> Self {
        match self {
            Self::Forward => Self::Backward,
            Self::Backward => Self::Forward,
        }
    }
}

/// The rows of a page with what lies around it.
pub(super) struct Walked<Row> {
    /// In the list's own order.
    pub(super) rows: Vec<Row>,
    /// Whether there is a page before.
    pub(super) previous: bool,
    /// Whether there is a page after.
    pub(super) next: bool,
}

/// A page of `size` rows at a place. One that would be empty or cut short at the beginning is the first page instead. `place` tells where a
/// row stands, `page` writes the statement for so many rows from a place on, nearest first.
pub(super) async fn walk<Row, Place>(
    store: &Store,
    size: usize,
    from: Option<(Way, Place)>,
    place: impl Fn(&Row) -> Option<Place>,
    page: impl Fn(Way, Option<&Place>, i64) -> Statement,
) -> Result<Walked<Row>, StoreError>
where
    Row: for<'r> sqlx::FromRow<'r, SqliteRow> + for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin,
{
    walk_gathered(store, size, from, place, page, |_, rows| Ok(rows)).await
}

/// The same where a row of the page is gathered from several of the statement's, which the statement limits by the page's. `gather` gives
/// them in the order of the way.
pub(super) async fn walk_gathered<Read, Row, Place>(
    store: &Store,
    size: usize,
    from: Option<(Way, Place)>,
    place: impl Fn(&Row) -> Option<Place>,
    page: impl Fn(Way, Option<&Place>, i64) -> Statement,
    gather: impl Fn(Way, Vec<Read>) -> Result<Vec<Row>, StoreError>,
) -> Result<Walked<Row>, StoreError>
where
    Read: for<'r> sqlx::FromRow<'r, SqliteRow> + for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin,
{
    // One row more, to see whether another page follows.
    let one_more = i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1);
    if let Some((way, start)) = from {
        let mut rows = gather(way, page(way, Some(&start), one_more).rows(store).await?)?;
        let more = rows.len() > size;
        rows.truncate(size);
        let whole = way == Way::Forward || rows.len() == size;
        if let (true, Some(edge)) = (whole, rows.first().and_then(&place)) {
            let beyond = !page(way.back(), Some(&edge), 1).rows::<Read>(store).await?.is_empty();
            if way == Way::Backward {
                rows.reverse();
                return Ok(Walked { rows, previous: more, next: beyond });
            }
            return Ok(Walked { rows, previous: beyond, next: more });
        }
    }
    let mut rows = gather(Way::Forward, page(Way::Forward, None, one_more).rows(store).await?)?;
    let next = rows.len() > size;
    rows.truncate(size);
    Ok(Walked { rows, previous: false, next })
}
