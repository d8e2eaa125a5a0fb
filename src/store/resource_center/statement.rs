//! The SQL of a page of assisters, put together from fixed pieces: nothing from outside becomes text, values are bound.

use super::pages::Listed;
use crate::domain::instant::Instant;
use crate::store::clients::Explained;
use crate::store::db::On;
use crate::store::{DbKind, Store, StoreError};
use uuid::Uuid;

/// A value to bind.
#[derive(Clone)]
pub(super) enum Value {
    Id(Uuid),
    Text(String),
    At(Instant),
    Count(i64),
}

/// A statement in the making.
#[derive(Clone, Default)]
pub(super) struct Statement {
    sql: String,
    values: Vec<Value>,
}

/// What a row of a page is made of.
const COLUMNS: &str = "a.id, a.display_name, a.sort_name, a.reference_number,
    (SELECT o.name FROM organizations o WHERE o.id = a.organization_id) AS organization,
    a.kind, a.state, a.portal_access, a.employed, a.certification, a.certified_until, a.trained_at, a.mastered_at, a.confirmed_at, ";

impl Statement {
    /// Rows with this column, an instant, as what they are listed by.
    pub(super) fn rows_since(column: &str) -> Self {
        let mut statement = Self::default();
        statement.push("SELECT ").push(COLUMNS).push(column).push(" AS since");
        statement
    }

    pub(super) fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    pub(super) fn bind(&mut self, value: Value) -> &mut Self {
        self.values.push(value);
        let number = self.values.len().to_string();
        self.push("$").push(&number)
    }

    /// The database's plan for the statement.
    pub(super) async fn explained(mut self, store: &Store) -> Result<Explained, StoreError> {
        let sql = self.sql.clone();
        let plan: Vec<String> = match store.kind() {
            DbKind::Sqlite => {
                self.sql.insert_str(0, "EXPLAIN QUERY PLAN ");
                run!(self, store, (i64, i64, i64, String))?.into_iter().map(|(.., line)| line).collect()
            }
            DbKind::Postgres => {
                self.sql.insert_str(0, "EXPLAIN ");
                run!(self, store, (String,))?.into_iter().map(|(line,)| line).collect()
            }
        };
        Ok(Explained { sql, plan: plan.join("\n") })
    }

    /// Runs a page.
    pub(super) async fn rows(self, store: &Store) -> Result<Vec<Listed>, StoreError> {
        run!(self, store, Listed)
    }

    /// Runs a count.
    pub(super) async fn number(self, store: &Store) -> Result<i64, StoreError> {
        Ok(run!(self, store, (i64,))?.first().map_or(0, |(number,)| *number))
    }
}

macro_rules! bind_all {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Id(id) => query.bind(id),
                Value::Text(text) => query.bind(text),
                Value::At(at) => query.bind(at),
                Value::Count(count) => query.bind(count),
            };
        }
        query
    }};
}

macro_rules! run {
    ($statement:expr, $store:expr, $row:ty) => {{
        let sql = sqlx::AssertSqlSafe($statement.sql);
        match $store.read() {
            On::Sqlite(on) => bind_all!(sqlx::query_as::<_, $row>(sql), $statement.values).fetch_all(on).await,
            On::Postgres(on) => bind_all!(sqlx::query_as::<_, $row>(sql), $statement.values).fetch_all(on).await,
        }
        .map_err(StoreError::from)
    }};
}
use {bind_all, run};
