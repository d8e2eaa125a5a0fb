//! The two databases behind one [`Store`], and the macros by which each SQL text is written once.
//!
//! A read: `fetch_optional!(self.read(), Row, "SELECT … WHERE id = $1", id)`. A change: `let mut tx = self.write().await?`, the same
//! macros on `tx.on()`, `tx.commit().await`. Leaving without commit undoes everything. Reads that must fit together: `self.snapshot().await?`.

use super::connections::{names_statements, open_postgres, open_sqlite};
use super::error::StoreError;
use super::files::OpenFile;
use super::leases::Lease;
use super::postgres::{OnPostgres, Pg, Reached};
use super::ready::Written;
use super::sealing::Sealing;
use sqlx::pool::PoolConnection;
use sqlx::{FromRow, Postgres, Row, Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::sync::Arc;
use tokio::sync::Notify;

/// Which database this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DbKind {
    /// One file, embedded.
    Sqlite,
    /// A server.
    Postgres,
}

#[derive(Clone, Debug)]
pub(super) enum Db {
    /// One writer, so that writers queue here and not at the file's lock.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(Pg),
}

/// Everything that is kept. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) db: Db,
    pub(super) written: Written,
    pub(super) sealing: Sealing,
    pub(super) file: Option<Arc<OpenFile>>,
    mail: Arc<Notify>,
    /// What everything is written under.
    lease: Option<Lease>,
}

/// Where a statement runs: the same on one database or the other.
pub(super) enum On<S, P> {
    Sqlite(S),
    Postgres(P),
}

/// A transaction that changes something.
pub(super) struct Write {
    tx: Tx,
    pub(super) sealing: Sealing,
    written: Written,
    mail: Arc<Notify>,
    has_mail: bool,
    pub(super) lease: Option<Lease>,
}

/// A transaction of one of the two; of Postgres with how it is reached.
type Tx = On<Transaction<'static, Sqlite>, (Transaction<'static, Postgres>, Pg)>;

impl Tx {
    fn on(&mut self) -> On<&mut SqliteConnection, OnPostgres<'_>> {
        match self {
            Self::Sqlite(tx) => On::Sqlite(tx),
            Self::Postgres((tx, pg)) => On::Postgres(pg.within(tx)),
        }
    }
}

impl Write {
    pub(super) fn on(&mut self) -> On<&mut SqliteConnection, OnPostgres<'_>> {
        self.tx.on()
    }

    pub(super) const fn kind(&self) -> DbKind {
        match self.tx {
            On::Sqlite(_) => DbKind::Sqlite,
            On::Postgres(_) => DbKind::Postgres,
        }
    }

    pub(super) async fn commit(self) -> Result<(), StoreError> {
        match self.tx {
            On::Sqlite(tx) => tx.commit().await,
            On::Postgres((tx, _)) => tx.commit().await,
        }?;
        self.written.note();
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

/// Several reads of one moment: what others change meanwhile is in none of them.
pub(super) struct Snapshot(Tx);

impl Snapshot {
    pub(super) fn on(&mut self) -> On<&mut SqliteConnection, OnPostgres<'_>> {
        self.0.on()
    }
}

impl Store {
    /// Opens `sqlite:PATH` (file and folder are made when missing) or `postgres://…`. Does not migrate.
    ///
    /// # Errors
    /// [`StoreError::Address`] for anything else, [`StoreError::Unavailable`] when it can't be opened.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_as(url, Reached::Itself).await
    }

    /// The same of a Postgres that is reached through a pooler in transaction mode.
    ///
    /// # Errors
    /// As of [`Store::open`].
    pub async fn open_pooled(url: &str) -> Result<Self, StoreError> {
        Self::open_as(url, Reached::Pooled { names: names_statements(url) }).await
    }

    async fn open_as(url: &str, reached: Reached) -> Result<Self, StoreError> {
        let db = if url.starts_with("sqlite:") {
            let (writer, readers) = open_sqlite(url).await?;
            Db::Sqlite { writer, readers }
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Db::Postgres(Pg { pool: open_postgres(url, reached).await?, reached })
        } else {
            return Err(StoreError::Address);
        };
        let file = OpenFile::of(url).map(Arc::new);
        if let Some(file) = &file {
            // As it is now.
            file.harm().await;
        }
        Ok(Self { db, file, written: Written::default(), sealing: Sealing::default(), mail: Arc::default(), lease: None })
    }

    /// The same store for work under a lease: its transactions are refused when the lease is lost, and prolong it else.
    #[must_use]
    pub fn under(&self, lease: Lease) -> Self {
        Self { lease: Some(lease), ..self.clone() }
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
            Db::Postgres(pg) => pg.pool.close().await,
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
        if let Db::Postgres(pg) = &self.db {
            // In one message: it may not be in a transaction.
            sqlx::raw_sql("VACUUM ANALYZE").execute(&mut *unhurried(pg).await?).await?;
        }
        Ok(())
    }

    /// Where a single reading statement runs.
    pub(super) const fn read(&self) -> On<&SqlitePool, OnPostgres<'_>> {
        match &self.db {
            Db::Sqlite { readers, .. } => On::Sqlite(readers),
            Db::Postgres(pg) => On::Postgres(OnPostgres::Alone(pg)),
        }
    }

    /// Where several reading statements run whose answers must fit together.
    pub(super) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Ok(Snapshot(match &self.db {
            Db::Sqlite { readers, .. } => On::Sqlite(readers.begin().await?),
            Db::Postgres(pg) => On::Postgres((pg.snapshot().await?, pg.clone())),
        }))
    }

    /// Where a single changing statement runs that no lease is asked for.
    pub(super) const fn single_write(&self) -> On<&SqlitePool, OnPostgres<'_>> {
        match &self.db {
            Db::Sqlite { writer, .. } => On::Sqlite(writer),
            Db::Postgres(pg) => On::Postgres(OnPostgres::Alone(pg)),
        }
    }

    /// Begins a change of several statements. SQLite takes its write lock at once; on Postgres each change locks the consumer's row,
    /// then the association's, then the assister's counts, always in this order, so that two changes never wait for each other.
    pub(super) async fn write(&self) -> Result<Write, StoreError> {
        let tx = match &self.db {
            Db::Sqlite { writer, .. } => On::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Db::Postgres(pg) => On::Postgres((pg.begin().await?, pg.clone())),
        };
        let (written, mail, sealing) = (self.written.clone(), Arc::clone(&self.mail), self.sealing.clone());
        let mut write = Write { tx, sealing, written, mail, has_mail: false, lease: self.lease };
        if let Some(lease) = self.lease {
            // Boxed: few writes are under a lease, and every one would carry room for this.
            Box::pin(write.hold(lease)).await?;
        }
        Ok(write)
    }
}

/// A connection for what may take as long as it takes. It is closed afterwards, and not given back.
///
/// Behind a pooler it is one of the server's that has no deadlines anyhow, and that others have after this.
pub(super) async fn unhurried(pg: &Pg) -> Result<PoolConnection<Postgres>, sqlx::Error> {
    let mut connection = pg.pool.acquire().await?;
    connection.close_on_drop();
    if pg.reached == Reached::Itself {
        sqlx::query("SET statement_timeout = 0").execute(&mut *connection).await?;
    }
    Ok(connection)
}

/// Runs one statement; gives how many rows it changed.
macro_rules! execute {
    ($on:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $on {
            $crate::store::db::On::Sqlite(on) => sqlx::query($sql)$(.bind($bind))*.execute(on).await.map(|done| done.rows_affected()),
            $crate::store::db::On::Postgres(on) => on.execute(sqlx::query($sql)$(.bind($bind))*).await.map(|done| done.rows_affected()),
        }
        .map_err($crate::store::StoreError::from)
    };
}

/// Runs one statement in a transaction of its own, for what may be done under a lease; gives how many rows it changed.
macro_rules! execute_alone {
    ($store:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        async {
            let mut tx = $store.write().await?;
            let changed = $crate::store::db::execute!(tx.on(), $sql $(, $bind)*)?;
            tx.commit().await?;
            Ok::<u64, $crate::store::StoreError>(changed)
        }
        .await
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
                on.fetch_optional(sqlx::query($sql)$(.bind($bind))*).await.and_then($crate::store::db::decoded_optional::<_, $row>)
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
                on.fetch_one(sqlx::query($sql)$(.bind($bind))*).await.and_then($crate::store::db::decoded::<_, $row>)
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
                on.fetch_all(sqlx::query($sql)$(.bind($bind))*).await.and_then($crate::store::db::decoded_all::<_, $row>)
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
                        on.execute(query.build()).await?;
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

pub(super) use {execute, execute_alone, fetch_all, fetch_one, fetch_optional, insert_all};
