//! Bringing the schema up to date: the migrations that were compiled in, in order.

use super::db::{Db, Store, fetch_all, unhurried};
use super::error::StoreError;
use sqlx::Postgres;
use sqlx::SqlSafeStr as _;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::pool::PoolConnection;
use std::pin::Pin;
use std::time::Duration;

/// How often, on SQLite, what another process is in the middle of is tried again, and after what pause.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// Migrations of files: version, name and SQL of each.
fn migrations(files: &[(i64, &'static str, &'static str)]) -> Migrator {
    let migration = |&(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(files.iter().map(migration).collect())
}

/// A boxed future, for the same reason as [`try_connection`](super::connections::try_connection)'s.
fn run_on(mut connection: PoolConnection<Postgres>) -> Pin<Box<dyn Future<Output = Result<(), MigrateError>> + Send>> {
    Box::pin(async move { migrations(POSTGRES_MIGRATIONS).run_direct(None, &mut *connection, false).await })
}

impl Store {
    /// Brings the schema up to date. Harmless when it is, and when two processes do it at once.
    ///
    /// # Errors
    /// [`StoreError::Migration`]; or when the database fails.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.run_migrations().await.map_err(|error| StoreError::Migration(Box::new(error)))?;
        self.write_email_hosts().await
    }

    async fn run_migrations(&self) -> Result<(), MigrateError> {
        let mut tries = 0;
        match &self.db {
            Db::Postgres(pg) => run_on(unhurried(pg).await?).await,
            Db::Sqlite { writer, .. } => loop {
                tries += 1;
                let before = self.applied_or_none().await.len();
                let Err(error) = migrations(SQLITE_MIGRATIONS).run(writer).await else { return Ok(()) };
                // sqlx has no lock for this on SQLite. Where another process was first, the rest is tried again.
                if tries >= TRIES && self.applied_or_none().await.len() <= before {
                    return Err(error);
                }
                tokio::time::sleep(PAUSE).await;
            },
        }
    }

    /// The first migration of this program that the database has not seen.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn first_missing_migration(&self) -> Result<Option<i64>, StoreError> {
        if !self.has_tables().await? {
            return Ok(Some(1));
        }
        Ok(self.missing_migrations().await?.first().copied())
    }

    /// The migrations of this program that the database has not seen.
    pub(super) async fn missing_migrations(&self) -> Result<Vec<i64>, StoreError> {
        let files = match &self.db {
            Db::Sqlite { .. } => SQLITE_MIGRATIONS,
            Db::Postgres(_) => POSTGRES_MIGRATIONS,
        };
        let applied = self.try_applied().await?;
        Ok(files.iter().map(|(version, ..)| *version).filter(|version| !applied.contains(version)).collect())
    }

    /// Whether the database has all tables and columns of this program.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_migrated(&self) -> Result<bool, StoreError> {
        Ok(self.missing_migrations().await?.is_empty())
    }

    /// Those that it has, none where the question can't even be asked.
    async fn applied_or_none(&self) -> Vec<i64> {
        self.try_applied().await.unwrap_or_default()
    }

    async fn try_applied(&self) -> Result<Vec<i64>, StoreError> {
        let rows = fetch_all!(self.read(), (i64,), "SELECT version FROM _sqlx_migrations WHERE success")?;
        Ok(rows.into_iter().map(|(version,)| version).collect())
    }
}
