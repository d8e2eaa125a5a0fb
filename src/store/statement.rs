//! A statement put together from fixed pieces: for lists whose SQL depends on what is asked for. Nothing from outside becomes text,
//! values are bound.

use super::db::{On, decoded_all};
use super::{DbKind, Store, StoreError};
use crate::domain::instant::Instant;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
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
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

/// A statement and the database's plan for it.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The text.
    pub sql: String,
    /// The plan, line by line, in the database's own words.
    pub plan: String,
}

impl Statement {
    /// A piece of SQL.
    pub(super) fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// A value in its place.
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
                run!(self, store.read(), (i64, i64, i64, String))?.into_iter().map(|(.., line)| line).collect()
            }
            DbKind::Postgres => {
                self.sql.insert_str(0, "EXPLAIN ");
                run!(self, store.read(), (String,))?.into_iter().map(|(line,)| line).collect()
            }
        };
        Ok(Explained { sql, plan: plan.join("\n") })
    }

    /// Runs a query.
    pub(super) async fn rows<Row>(self, store: &Store) -> Result<Vec<Row>, StoreError>
    where
        Row: for<'r> sqlx::FromRow<'r, SqliteRow> + for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin,
    {
        run!(self, store.read(), Row)
    }

    /// Runs a count; no row counts as none.
    pub(super) async fn number(self, store: &Store) -> Result<i64, StoreError> {
        Ok(run!(self, store.read(), (i64,))?.first().map_or(0, |(number,)| *number))
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
    ($statement:expr, $on:expr, $row:ty) => {{
        let sql = sqlx::AssertSqlSafe($statement.sql);
        match $on {
            On::Sqlite(on) => bind_all!(sqlx::query(sql), $statement.values).fetch_all(on).await.and_then(decoded_all::<_, $row>),
            On::Postgres(on) => on.fetch_all(bind_all!(sqlx::query(sql), $statement.values)).await.and_then(decoded_all::<_, $row>),
        }
        .map_err(StoreError::from)
    }};
}
use {bind_all, run};
