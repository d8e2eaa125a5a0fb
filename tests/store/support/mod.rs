//! Two databases for every test: a SQLite file and a Postgres database of its own, both migrated and empty.

mod build;
mod check;

pub use build::{AGREED, Person, at, audit_of, confirmation, fresh, id, letter, taker};

use crate::databases::empty;
use crate::databases::{self, Template};
use assister_portal::store::{DbKind, Store};
use sqlx::{AssertSqlSafe, PgPool, Postgres, SqlitePool, Transaction};
use std::time::Duration;

static MIGRATED: Template = Template::new();

/// A database of a test's own, with a connection beside the store's for what the store has no method for.
pub struct TestDb {
    pub store: Store,
    pub raw: Raw,
    /// The address, to open it again.
    pub url: String,
}

/// The database without the store.
pub enum Raw {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// Runs a test on SQLite, then on Postgres.
pub async fn on_both(test: impl AsyncFn(&TestDb)) {
    for kind in databases::kinds() {
        let db = TestDb::migrated(*kind).await;
        test(&db).await;
        db.discard().await;
    }
}

impl TestDb {
    /// An empty database, not migrated.
    pub async fn empty(kind: DbKind) -> Self {
        Self::open(empty::database(kind).await).await
    }

    /// An empty database.
    pub async fn migrated(kind: DbKind) -> Self {
        Self::open(MIGRATED.copy(kind, async |store| store.migrate().await.unwrap()).await).await
    }

    async fn open(url: String) -> Self {
        let store = Store::open(&url).await.unwrap().sealed_with(databases::keys());
        let raw = match store.kind() {
            DbKind::Sqlite => Raw::Sqlite(SqlitePool::connect(&url).await.unwrap()),
            DbKind::Postgres => Raw::Postgres(PgPool::connect(&url).await.unwrap()),
        };
        Self { store, raw, url }
    }

    /// Time passes until every lease is over.
    pub async fn leases_are_over(&self) {
        let over = if self.store.kind() == DbKind::Sqlite { "0" } else { "'epoch'" };
        self.sql(&format!("UPDATE leases SET ends_at = {over}")).await;
        self.store.end_leases().await.unwrap();
    }

    /// Removes the database.
    pub async fn discard(&self) {
        self.store.close().await;
        match &self.raw {
            Raw::Sqlite(pool) => pool.close().await,
            Raw::Postgres(pool) => pool.close().await,
        }
        databases::discard(&self.url).await;
    }

    /// Runs a statement that may be refused; gives the refusal's text.
    pub async fn try_sql(&self, sql: &str) -> Result<u64, String> {
        match &self.raw {
            Raw::Sqlite(pool) => sqlx::query(AssertSqlSafe(sql)).execute(pool).await.map(|done| done.rows_affected()),
            Raw::Postgres(pool) => sqlx::query(AssertSqlSafe(sql)).execute(pool).await.map(|done| done.rows_affected()),
        }
        .map_err(|error| error.to_string())
    }

    /// Holds rows on Postgres, until it is dropped or given back: whoever writes them stands still there. SQLite's writers stand still for
    /// each other anyhow.
    pub async fn hold(&self, rows: &str) -> Option<Transaction<'static, Postgres>> {
        let Raw::Postgres(pool) = &self.raw else { return None };
        let mut tx = pool.begin().await.unwrap();
        sqlx::query(AssertSqlSafe(format!("{rows} FOR UPDATE"))).execute(&mut *tx).await.unwrap();
        Some(tx)
    }

    /// Waits until so many stand still on Postgres before a row that another transaction holds.
    pub async fn stand_still(&self, many: i64) {
        let waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let since = std::time::Instant::now();
        while self.store.kind() == DbKind::Postgres && self.number(waiting).await < many {
            assert!(since.elapsed() < Duration::from_secs(60), "{many} do not stand still");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Waits until another transaction of Postgres has these rows.
    pub async fn is_held(&self, rows: &str) {
        let Raw::Postgres(pool) = &self.raw else { return };
        let since = std::time::Instant::now();
        while sqlx::query(AssertSqlSafe(format!("{rows} FOR UPDATE NOWAIT"))).execute(pool).await.is_ok() {
            assert!(since.elapsed() < Duration::from_secs(60), "nobody has {rows}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Gives rows back that were held.
    pub async fn let_go(&self, held: Option<Transaction<'static, Postgres>>) {
        if let Some(tx) = held {
            tx.rollback().await.unwrap();
        }
    }

    /// Runs a statement.
    pub async fn sql(&self, sql: &str) -> u64 {
        self.try_sql(sql).await.unwrap()
    }

    /// A number.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = format!("SELECT CAST(({sql}) AS BIGINT)");
        match &self.raw {
            Raw::Sqlite(pool) => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(pool).await.unwrap(),
            Raw::Postgres(pool) => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(pool).await.unwrap(),
        }
    }
}
