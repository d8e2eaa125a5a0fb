//! Reading by many values at once: the one statement whose text depends on how many there are.

/// Reads all rows for which one column is among `$these` or another among `$those` (at least one each):
/// `fetch_among!(on, Row, "SELECT … WHERE a IN (", these, ") OR b IN (", those)`.
macro_rules! fetch_among {
    ($on:expr, $row:ty, $sql:literal, $these:expr, $or:literal, $those:expr) => {
        match $on {
            $crate::store::db::On::Sqlite(on) => {
                let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new($sql);
                fetch_among!(query, $these, $or, $those);
                query.build().fetch_all(on).await.and_then($crate::store::db::decoded_all::<_, $row>)
            }
            $crate::store::db::On::Postgres(on) => {
                let mut query = sqlx::QueryBuilder::<sqlx::Postgres>::new($sql);
                fetch_among!(query, $these, $or, $those);
                on.fetch_all(query.build()).await.and_then($crate::store::db::decoded_all::<_, $row>)
            }
        }
        .map_err($crate::store::StoreError::from)
    };
    ($query:ident, $these:expr, $or:literal, $those:expr) => {
        let mut list = $query.separated(", ");
        for value in $these {
            list.push_bind(*value);
        }
        $query.push($or);
        let mut list = $query.separated(", ");
        for value in $those {
            list.push_bind(*value);
        }
        $query.push(")");
    };
}

pub(super) use fetch_among;
