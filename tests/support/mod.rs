//! Two databases for every test: a SQLite file and a Postgres database of its own, both migrated and empty.
//!
//! `TEST_POSTGRES_URL` names a server where databases may be made; without it the tests fail, they never skip.

mod build;
mod check;

pub use build::{AGREED, Person, at, audit_of, confirmation, fresh, id, letter};

use assister_portal::store::{DbKind, Store};
use sqlx::{AssertSqlSafe, PgPool, SqlitePool};
use std::path::PathBuf;
use uuid::Uuid;

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
    for kind in [DbKind::Sqlite, DbKind::Postgres] {
        let db = TestDb::new(kind).await;
        db.store.migrate().await.unwrap();
        test(&db).await;
        db.discard().await;
    }
}

fn postgres() -> String {
    std::env::var("TEST_POSTGRES_URL")
        .expect("TEST_POSTGRES_URL must name a Postgres server for tests, such as postgres://postgres@127.0.0.1:5432/postgres")
}

impl TestDb {
    /// An empty database, not migrated.
    pub async fn new(kind: DbKind) -> Self {
        let name = format!("t_{}", Uuid::now_v7().simple());
        let url = match kind {
            DbKind::Sqlite => format!("sqlite:{}", std::env::temp_dir().join("assister-portal-tests").join(format!("{name}.db")).display()),
            DbKind::Postgres => {
                let server = PgPool::connect(&postgres()).await.expect("the server of TEST_POSTGRES_URL answers");
                sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE template0"))).execute(&server).await.unwrap();
                server.close().await;
                let (server, _) = postgres().rsplit_once('/').map(|(server, name)| (server.to_owned(), name.to_owned())).unwrap();
                format!("{server}/{name}")
            }
        };
        let store = Store::open(&url).await.unwrap();
        let raw = match kind {
            DbKind::Sqlite => Raw::Sqlite(SqlitePool::connect(&url).await.unwrap()),
            DbKind::Postgres => Raw::Postgres(PgPool::connect(&url).await.unwrap()),
        };
        Self { store, raw, url }
    }

    /// Removes the database.
    pub async fn discard(&self) {
        self.store.close().await;
        match &self.raw {
            Raw::Sqlite(pool) => {
                pool.close().await;
                let path = PathBuf::from(self.url.trim_start_matches("sqlite:"));
                for end in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{end}", path.display()));
                }
            }
            Raw::Postgres(pool) => {
                pool.close().await;
                let name = self.url.rsplit('/').next().unwrap();
                let server = PgPool::connect(&postgres()).await.unwrap();
                sqlx::query(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).execute(&server).await.unwrap();
            }
        }
    }

    /// Runs a statement that may be refused; gives the refusal's text.
    pub async fn try_sql(&self, sql: &str) -> Result<u64, String> {
        match &self.raw {
            Raw::Sqlite(pool) => sqlx::query(AssertSqlSafe(sql)).execute(pool).await.map(|done| done.rows_affected()),
            Raw::Postgres(pool) => sqlx::query(AssertSqlSafe(sql)).execute(pool).await.map(|done| done.rows_affected()),
        }
        .map_err(|error| error.to_string())
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
