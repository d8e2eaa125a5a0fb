//! Connections to the two databases: how each is opened, what ends one that stands still, and which may be used again.
//!
//! Whoever waits for an answer may leave in the middle, and a database may fail in the middle. What a connection is in then is not known
//! from its history but asked of the database whenever it comes back ([`outside_of_transactions`]): one that is inside a transaction
//! would take the changes of others for a part of it, and undo them when it is closed.

use super::error::StoreError;
use super::files;
use super::postgres::Reached;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgConnection, PgPool, SqlSafeStr as _, SqlStr, SqlitePool};
use std::io;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout};
use url::Url;

const SQLITE_READERS: u32 = 8;
/// What was counted of the tables (`Store::count_rows`) is read when a connection is opened.
const READER_LIFE: Duration = Duration::from_secs(60 * 60);
const POSTGRES_CONNECTIONS: u32 = 16;
/// How long a request waits for a connection before it is told that the database is not available.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a writer waits for another process that holds SQLite's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Nobody looks at SQLite's file in place: where it was cut off meanwhile, that would be the end of the process, and not an error.
const MAP_BYTES: &str = "0";
/// How much of the file each reader keeps, in KiB and as SQLite wants it. Without a map of the file, what looks through all clients of
/// 100,000 takes 77 ms with this instead of 139 ms with SQLite's own 2,000 (and 40 ms with a map); a page of the list takes 60 µs in any
/// case.
const READER_CACHE: &str = "-8000";
/// To what SQLite's log of changes is cut when it begins anew: a burst of changes does not take the disk for good.
const LOG_BYTES: &str = "67108864";
/// More than there are different statements.
const STATEMENTS: usize = 256;
/// How long a connection of a pool may take to say that it is there before it is taken: then another is tried, or a new one.
const PING_TIMEOUT: Duration = Duration::from_secs(1);
/// How long one that comes back may take to end what was begun on it. The pool then asks it once more, without a deadline: one that falls
/// silent in just that moment stays taken until the network gives up.
const RELEASE_TIMEOUT: Duration = Duration::from_secs(5);

/// What Postgres is asked to end by itself, in sessions of ours. An address that has one of them in its `options` keeps its own.
///
/// sqlx sets nothing on its sockets, so the network is watched from the server's side; this side has the deadlines of pools, requests
/// and background work.
pub(super) const POSTGRES_SETTINGS: [(&str, &str); 7] = [
    // A lock is never held for long: who waits longer than this waits for something broken.
    ("lock_timeout", "10s"),
    // Nothing waits for an answer as long as this any more.
    ("statement_timeout", "60s"),
    // What this session has locked keeps others out.
    ("idle_in_transaction_session_timeout", "30s"),
    // A server of ours that vanished without a word is gone after a minute.
    ("tcp_keepalives_idle", "30"),
    ("tcp_keepalives_interval", "10"),
    ("tcp_keepalives_count", "3"),
    ("tcp_user_timeout", "60s"),
];

/// When SQLite last failed below SQL: the disk is full, the file can't be read or written.
static LAST_OUTAGE: Mutex<Option<Instant>> = Mutex::new(None);

/// Notes that SQLite failed below SQL: the connection that wrote then is not used again.
pub(super) fn note_outage() {
    *LAST_OUTAGE.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
}

/// Whether a connection of this age has seen the last outage.
fn has_seen_an_outage(age: Duration) -> bool {
    LAST_OUTAGE.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|last| age >= last.elapsed())
}

/// Opens a pool of connections to Postgres.
pub(super) async fn open_postgres(url: &str, reached: Reached) -> Result<PgPool, StoreError> {
    let options = postgres_options(url, reached)?;
    // A pooler answers when it has a connection of the server to lend.
    let ping = if reached == Reached::Itself { PING_TIMEOUT } else { ACQUIRE_TIMEOUT };
    // By itself first: a pool tries again and again and forgets why.
    let tried = timeout(ACQUIRE_TIMEOUT, try_connection(options.clone())).await;
    tried.unwrap_or_else(|_| Err(too_late())).map_err(unavailable)?;
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        // sqlx's own test has no deadline but that of the request.
        .test_before_acquire(false)
        .before_acquire(move |connection, _| Box::pin(async move { Ok(matches!(timeout(ping, connection.ping()).await, Ok(Ok(())))) }))
        .after_release(|connection, _| {
            Box::pin(async {
                // A failure closes it without another word.
                timeout(RELEASE_TIMEOUT, outside_of_transactions(connection)).await.map_err(|_| too_late())
            })
        });
    Ok(pool.connect_lazy_with(options))
}

/// Opens a connection and closes it. A boxed future: sqlx's own is not `Send` in the eyes of whoever holds it for long.
pub(super) fn try_connection(options: PgConnectOptions) -> Pin<Box<dyn Future<Output = Result<(), sqlx::Error>> + Send>> {
    Box::pin(async move { PgConnection::connect_with(&options).await?.close().await })
}

fn postgres_options(url: &str, reached: Reached) -> Result<PgConnectOptions, StoreError> {
    let mut options = PgConnectOptions::from_str(url).map_err(|_| StoreError::Address)?;
    if said_of_statements(url).is_none() {
        options = options.statement_cache_capacity(if reached == Reached::Itself { STATEMENTS } else { 0 });
    }
    if reached != Reached::Itself {
        // A pooler refuses what it does not know; its own settings are for its sessions with the server.
        return Ok(options.extra_float_digits(None));
    }
    let given = options.get_options().unwrap_or_default().to_owned();
    Ok(options.options(POSTGRES_SETTINGS.into_iter().filter(|(name, _)| !given.contains(name))))
}

/// How many statements the address says are kept prepared.
fn said_of_statements(url: &str) -> Option<usize> {
    let url = Url::parse(url).ok()?;
    url.query_pairs().find(|(name, _)| name == "statement-cache-capacity").and_then(|(_, value)| value.parse().ok())
}

/// Whether the address of a pooler says that it lets statements be prepared under a name.
pub(super) fn names_statements(url: &str) -> bool {
    said_of_statements(url).is_some_and(|capacity| capacity > 0)
}

/// Opens the one that writes to SQLite's file, and those that read it. File and folder are made when missing.
pub(super) async fn open_sqlite(url: &str) -> Result<(SqlitePool, SqlitePool), StoreError> {
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|_| StoreError::Address)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("journal_size_limit", LOG_BYTES)
        .pragma("mmap_size", MAP_BYTES)
        .statement_cache_capacity(STATEMENTS);
    files::make(options.get_filename()).await.map_err(|error| unavailable(error.into()))?;
    // There is no network to lose a connection on, so none is tested before use.
    let pool = || SqlitePoolOptions::new().acquire_timeout(ACQUIRE_TIMEOUT).test_before_acquire(false).idle_timeout(None);
    let writer = pool()
        .max_connections(1)
        .max_lifetime(None)
        // Those that read stay: they changed nothing, and a full disk may not let them be opened again.
        .before_acquire(|_, about| Box::pin(async move { Ok(!has_seen_an_outage(about.age)) }))
        .after_release(|connection, _| Box::pin(async { Ok(outside_of_transactions(connection).await) }))
        .connect_with(options.clone())
        .await
        .map_err(unavailable)?;
    let readers = pool()
        .max_connections(SQLITE_READERS)
        .max_lifetime(READER_LIFE)
        .connect_with(options.read_only(true).pragma("cache_size", READER_CACHE))
        .await
        .map_err(unavailable)?;
    Ok((writer, readers))
}

/// Whether the database says that the connection is outside of any transaction.
///
/// sqlx's own count of transactions is not asked: it does not know of one whose `BEGIN` was not waited for, nor that a database which
/// failed has ended one by itself. But it looks at the database's word after a statement that is to begin a transaction, and this one
/// begins none.
async fn outside_of_transactions<C: Connection>(connection: &mut C) -> bool {
    let none: SqlStr = "SELECT 1".into_sql_str();
    matches!(connection.begin_with(none).await, Err(sqlx::Error::BeginFailed))
}

fn unavailable(error: sqlx::Error) -> StoreError {
    StoreError::Unavailable(Box::new(error))
}

fn too_late() -> sqlx::Error {
    io::Error::from(io::ErrorKind::TimedOut).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_of_postgres_have_deadlines_unless_the_address_says_others() {
        let said = |url| postgres_options(url, Reached::Itself).unwrap().get_options().unwrap().to_owned();
        let usual = said("postgres://portal@db/portal");
        for (name, value) in POSTGRES_SETTINGS {
            assert!(usual.contains(&format!("-c {name}={value}")), "{usual}");
        }
        let own = said("postgres://portal@db/portal?options=-c%20statement_timeout%3D5min");
        assert!(own.contains("statement_timeout=5min") && !own.contains("statement_timeout=60s"), "{own}");
        assert!(own.contains("lock_timeout=10s"), "{own}");
    }

    #[test]
    fn a_pooler_is_sent_no_settings_and_no_names_unless_the_address_says_so() {
        let pooled = Reached::Pooled { names: false };
        assert!(postgres_options("postgres://portal@db/portal", pooled).unwrap().get_options().is_none());
        assert!(!names_statements("postgres://portal@db/portal") && !names_statements("postgres://db/p?statement-cache-capacity=0"));
        assert!(names_statements("postgres://portal@db/portal?statement-cache-capacity=100"));
    }

    #[tokio::test]
    async fn the_file_is_not_looked_at_in_place_and_its_log_is_cut() {
        let folder = tempfile::tempdir().unwrap();
        let (writer, readers) = open_sqlite(&format!("sqlite:{}", folder.path().join("portal.db").display())).await.unwrap();
        for pool in [&writer, &readers] {
            for (asked, answer) in [("PRAGMA mmap_size", "0"), ("PRAGMA journal_size_limit", LOG_BYTES)] {
                let said: i64 = sqlx::query_scalar(asked).fetch_one(pool).await.unwrap();
                assert_eq!(said.to_string(), answer, "{asked}");
            }
        }
    }

    #[tokio::test]
    async fn a_burst_of_changes_does_not_take_the_disk_for_good() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("portal.db");
        let (writer, _readers) = open_sqlite(&format!("sqlite:{}", file.display())).await.unwrap();
        let log = || std::fs::metadata(format!("{}-wal", file.display())).unwrap().len();
        let limit: u64 = LOG_BYTES.parse().unwrap();
        sqlx::query("CREATE TABLE burst (x BLOB)").execute(&writer).await.unwrap();
        sqlx::query("INSERT INTO burst VALUES (zeroblob($1))").bind(80_000_000).execute(&writer).await.unwrap();
        assert!(log() > limit, "the burst did not fill the log: {}", log());
        sqlx::query("INSERT INTO burst VALUES (NULL)").execute(&writer).await.unwrap();
        assert!(log() <= limit, "the log still has {} bytes", log());
    }

    #[tokio::test]
    async fn the_database_is_asked_and_not_sqlx() {
        let mut connection = sqlx::SqliteConnection::connect("sqlite::memory:").await.unwrap();
        for sql in ["PRAGMA max_page_count = 3", "CREATE TABLE t (x BLOB)"] {
            sqlx::query(sql).execute(&mut connection).await.unwrap();
        }
        assert!(outside_of_transactions(&mut connection).await);
        // Begun without sqlx's knowledge.
        sqlx::query("BEGIN").execute(&mut connection).await.unwrap();
        assert!(!connection.is_in_transaction());
        assert!(!outside_of_transactions(&mut connection).await);

        // Ended without sqlx's knowledge: a full disk ends the transaction with the statement.
        let mut transaction = connection.begin().await.unwrap();
        sqlx::query("INSERT INTO t VALUES (zeroblob(100000))").execute(&mut *transaction).await.unwrap_err();
        drop(transaction);
        connection.ping().await.unwrap();
        assert!(connection.is_in_transaction(), "sqlx no longer believes so: is this still needed?");
        assert!(!outside_of_transactions(&mut connection).await);
    }
}
