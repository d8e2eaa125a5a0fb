//! The two databases behind one [`Store`]: opening, migrating, and the macros by which each SQL text is written once.
//!
//! A read: `fetch_optional!(self.read(), Row, "SELECT … WHERE id = $1", id)`. A change: `let mut tx = self.write().await?`, the same
//! macros on `tx.on()`, `tx.commit().await`. Leaving without commit undoes everything.

use super::error::StoreError;
use super::files;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{FromRow, PgConnection, PgPool, Postgres, Row, SqlSafeStr, Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

const SQLITE_READERS: u32 = 8;
/// What was counted of the tables ([`Store::count_rows`]) is read when a connection is opened.
const READER_LIFE: Duration = Duration::from_secs(60 * 60);
const POSTGRES_CONNECTIONS: u32 = 16;
/// How long a request waits for a connection before it is told that the database is not available.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a writer waits for another process that holds SQLite's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Readers look at up to this much of SQLite's file in place, once for all of them, instead of copying pages: as much as SQLite allows.
const READER_MAP_BYTES: &str = "2147418112";
const READY_TIMEOUT: Duration = Duration::from_secs(2);
/// More than there are different statements.
const STATEMENTS: usize = 256;

include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// Migrations of files: version, name and SQL of each.
fn migrations(files: &[(i64, &'static str, &'static str)]) -> Migrator {
    let migration = |&(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(version, name.into(), MigrationType::Simple, SqlSafeStr::into_sql_str(sql), false)
    };
    Migrator::with_migrations(files.iter().map(migration).collect())
}

/// Which database this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DbKind {
    /// One file, embedded.
    Sqlite,
    /// A server.
    Postgres,
}

#[derive(Clone, Debug)]
enum Db {
    /// One writer, so that writers queue here and not at the file's lock.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// Everything that is kept. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    db: Db,
    mail: Arc<Notify>,
}

/// Where a statement runs: the same on one database or the other.
pub(super) enum On<S, P> {
    Sqlite(S),
    Postgres(P),
}

/// A transaction that changes something.
pub(super) struct Write {
    tx: On<Transaction<'static, Sqlite>, Transaction<'static, Postgres>>,
    mail: Arc<Notify>,
    has_mail: bool,
}

impl Write {
    pub(super) fn on(&mut self) -> On<&mut SqliteConnection, &mut PgConnection> {
        match &mut self.tx {
            On::Sqlite(tx) => On::Sqlite(tx),
            On::Postgres(tx) => On::Postgres(tx),
        }
    }

    pub(super) async fn commit(self) -> Result<(), StoreError> {
        match self.tx {
            On::Sqlite(tx) => tx.commit().await,
            On::Postgres(tx) => tx.commit().await,
        }?;
        if self.has_mail {
            self.mail.notify_one();
        }
        Ok(())
    }

    /// What is written here holds mail: whoever sends it is woken when it is done, and not before.
    pub(super) const fn holds_mail(&mut self) {
        self.has_mail = true;
    }
}

impl Store {
    /// Opens `sqlite:PATH` (file and folder are made when missing) or `postgres://…`. Does not migrate.
    ///
    /// # Errors
    /// [`StoreError::Address`] for anything else, [`StoreError::Unavailable`] when it can't be opened.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let unavailable = |error: sqlx::Error| StoreError::Unavailable(Box::new(error));
        let db = if url.starts_with("sqlite:") {
            open_sqlite(url).await?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            // A lock is never held for long: who waits longer than this waits for something broken.
            let options = PgConnectOptions::from_str(url)
                .map_err(|_| StoreError::Address)?
                .statement_cache_capacity(STATEMENTS)
                .options([("lock_timeout", "10s")]);
            let pool = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).acquire_timeout(ACQUIRE_TIMEOUT);
            Db::Postgres(pool.connect_with(options).await.map_err(unavailable)?)
        } else {
            return Err(StoreError::Address);
        };
        Ok(Self { db, mail: Arc::default() })
    }

    /// Brings the schema up to date. Harmless when it is; on Postgres also when two processes do it at once.
    ///
    /// # Errors
    /// [`StoreError::Migration`]; or when the database fails.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match &self.db {
            Db::Sqlite { writer, .. } => migrations(SQLITE_MIGRATIONS).run(writer).await,
            Db::Postgres(pool) => migrations(POSTGRES_MIGRATIONS).run(pool).await,
        }
        .map_err(|error| StoreError::Migration(Box::new(error)))?;
        self.write_email_hosts().await
    }

    /// Whether the database answers within two seconds.
    pub async fn is_ready(&self) -> bool {
        let answer = async { fetch_optional!(self.read(), (i64,), "SELECT CAST(1 AS BIGINT)") };
        matches!(tokio::time::timeout(READY_TIMEOUT, answer).await, Ok(Ok(Some((1,)))))
    }

    /// Which database this is.
    #[must_use]
    pub const fn kind(&self) -> DbKind {
        match self.db {
            Db::Sqlite { .. } => DbKind::Sqlite,
            Db::Postgres(_) => DbKind::Postgres,
        }
    }

    /// Closes all connections, after those in use are given back.
    pub async fn close(&self) {
        match &self.db {
            Db::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }

    /// Told whenever mail was written that is due at once.
    #[must_use]
    pub fn mail_written(&self) -> &Notify {
        &self.mail
    }

    /// SQLite counts again what its tables hold, where that has changed much: it chooses its indexes by it. Postgres does so by itself.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    pub async fn count_rows(&self) -> Result<(), StoreError> {
        if let Db::Sqlite { writer, .. } = &self.db {
            // All tables, each looked at for a limited time.
            sqlx::query("PRAGMA optimize = 0x10002").execute(writer).await?;
        }
        Ok(())
    }

    /// After a bulk load, before the database's own housekeeping would come to it: Postgres learns what its new rows are like.
    pub(super) async fn settle(&self) -> Result<(), StoreError> {
        if let Db::Postgres(pool) = &self.db {
            sqlx::query("VACUUM ANALYZE").execute(pool).await?;
        }
        Ok(())
    }

    /// Where a single reading statement runs.
    pub(super) const fn read(&self) -> On<&SqlitePool, &PgPool> {
        match &self.db {
            Db::Sqlite { readers, .. } => On::Sqlite(readers),
            Db::Postgres(pool) => On::Postgres(pool),
        }
    }

    /// Where a single changing statement runs.
    pub(super) const fn single_write(&self) -> On<&SqlitePool, &PgPool> {
        match &self.db {
            Db::Sqlite { writer, .. } => On::Sqlite(writer),
            Db::Postgres(pool) => On::Postgres(pool),
        }
    }

    /// Begins a change of several statements. SQLite takes its write lock at once; on Postgres each change locks the consumer's row,
    /// then the association's, then the assister's counts, always in this order, so that two changes never wait for each other.
    pub(super) async fn write(&self) -> Result<Write, StoreError> {
        let tx = match &self.db {
            Db::Sqlite { writer, .. } => On::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Db::Postgres(pool) => On::Postgres(pool.begin().await?),
        };
        Ok(Write { tx, mail: Arc::clone(&self.mail), has_mail: false })
    }
}

async fn open_sqlite(url: &str) -> Result<Db, StoreError> {
    let unavailable = |error: sqlx::Error| StoreError::Unavailable(Box::new(error));
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|_| StoreError::Address)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .statement_cache_capacity(STATEMENTS);
    files::make(options.get_filename()).await.map_err(|error| unavailable(error.into()))?;
    // There is no network to lose a connection on, so none is tested before use.
    let pool = || SqlitePoolOptions::new().acquire_timeout(ACQUIRE_TIMEOUT).test_before_acquire(false).idle_timeout(None);
    let writer = pool().max_connections(1).max_lifetime(None).connect_with(options.clone()).await.map_err(unavailable)?;
    let readers = pool()
        .max_connections(SQLITE_READERS)
        .max_lifetime(READER_LIFE)
        .connect_with(options.read_only(true).pragma("mmap_size", READER_MAP_BYTES))
        .await
        .map_err(unavailable)?;
    Ok(Db::Sqlite { writer, readers })
}

/// Runs one statement; gives how many rows it changed.
macro_rules! execute {
    ($on:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $on {
            $crate::store::db::On::Sqlite(on) => sqlx::query($sql)$(.bind($bind))*.execute(on).await.map(|done| done.rows_affected()),
            $crate::store::db::On::Postgres(on) => sqlx::query($sql)$(.bind($bind))*.execute(on).await.map(|done| done.rows_affected()),
        }
        .map_err($crate::store::StoreError::from)
    };
}

/// Reads the only row, if there is one.
///
/// Rows come as the database's own and are decoded here, not by `query_as`: its futures would be compiled for each kind of row and each
/// database.
macro_rules! fetch_optional {
    ($on:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $on {
            $crate::store::db::On::Sqlite(on) => {
                sqlx::query($sql)$(.bind($bind))*.fetch_optional(on).await.and_then($crate::store::db::decoded_optional::<_, $row>)
            }
            $crate::store::db::On::Postgres(on) => {
                sqlx::query($sql)$(.bind($bind))*.fetch_optional(on).await.and_then($crate::store::db::decoded_optional::<_, $row>)
            }
        }
        .map_err($crate::store::StoreError::from)
    };
}

/// Reads the one row that there always is.
macro_rules! fetch_one {
    ($on:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $on {
            $crate::store::db::On::Sqlite(on) => {
                sqlx::query($sql)$(.bind($bind))*.fetch_one(on).await.and_then($crate::store::db::decoded::<_, $row>)
            }
            $crate::store::db::On::Postgres(on) => {
                sqlx::query($sql)$(.bind($bind))*.fetch_one(on).await.and_then($crate::store::db::decoded::<_, $row>)
            }
        }
        .map_err($crate::store::StoreError::from)
    };
}

/// Reads all rows.
macro_rules! fetch_all {
    ($on:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $on {
            $crate::store::db::On::Sqlite(on) => {
                sqlx::query($sql)$(.bind($bind))*.fetch_all(on).await.and_then($crate::store::db::decoded_all::<_, $row>)
            }
            $crate::store::db::On::Postgres(on) => {
                sqlx::query($sql)$(.bind($bind))*.fetch_all(on).await.and_then($crate::store::db::decoded_all::<_, $row>)
            }
        }
        .map_err($crate::store::StoreError::from)
    };
}

/// A row of a database as one of ours.
pub(super) fn decoded<R: Row, T: for<'r> FromRow<'r, R>>(row: R) -> Result<T, sqlx::Error> {
    T::from_row(&row)
}

/// The same of a row that may not be there.
pub(super) fn decoded_optional<R: Row, T: for<'r> FromRow<'r, R>>(row: Option<R>) -> Result<Option<T>, sqlx::Error> {
    row.map(decoded).transpose()
}

/// The same of many.
pub(super) fn decoded_all<R: Row, T: for<'r> FromRow<'r, R>>(rows: Vec<R>) -> Result<Vec<T>, sqlx::Error> {
    rows.into_iter().map(decoded).collect()
}

/// Inserts a slice of rows, many to a statement: `insert_all!(tx, "INSERT INTO t (a, b)", rows, |row| row.a, row.b)`,
/// perhaps with `; "ON CONFLICT …"`.
macro_rules! insert_all {
    ($tx:expr, $sql:literal, $rows:expr, |$row:pat_param| $($value:expr),+ $(,)?) => {
        insert_all!($tx, $sql, $rows, |$row| $($value),+ ; "")
    };
    ($tx:expr, $sql:literal, $rows:expr, |$row:pat_param| $($value:expr),+ $(,)?; $end:literal) => {
        async {
            for chunk in $rows.chunks($crate::store::db::ROWS_PER_INSERT) {
                match $tx.on() {
                    $crate::store::db::On::Sqlite(on) => {
                        let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new(concat!($sql, " "));
                        query.push_values(chunk, |mut to, $row| { $(to.push_bind($value);)+ });
                        query.push($end);
                        query.build().execute(on).await?;
                    }
                    $crate::store::db::On::Postgres(on) => {
                        let mut query = sqlx::QueryBuilder::<sqlx::Postgres>::new(concat!($sql, " "));
                        query.push_values(chunk, |mut to, $row| { $(to.push_bind($value);)+ });
                        query.push($end);
                        query.build().execute(on).await?;
                    }
                }
            }
            Ok::<(), $crate::store::StoreError>(())
        }
        .await
    };
}

/// Times the widest row stays far below the limits of bound values, 32,766 on SQLite and 65,535 on Postgres.
pub(super) const ROWS_PER_INSERT: usize = 500;

pub(super) use {execute, fetch_all, fetch_one, fetch_optional, insert_all};
