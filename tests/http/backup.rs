//! The commands `backup` and `restore`: what was kept is there again, in a new database, and nothing else is touched.

use crate::databases;
use crate::http::starting::portal;
use crate::http::support::database;
use assister_portal::store::{DbKind, Store};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn file(folder: &tempfile::TempDir, name: &str) -> PathBuf {
    folder.path().join(name)
}

/// Every row of every table as text, in an order of its own.
async fn everything(url: &str) -> Vec<String> {
    let mut rows = Vec::new();
    if url.starts_with("sqlite:") {
        let pool = sqlx::SqlitePool::connect(url).await.unwrap();
        let tables: Vec<String> = sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            .fetch_all(&pool)
            .await
            .unwrap();
        for table in tables {
            let columns: Vec<String> = sqlx::query_scalar("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info($1)")
                .bind(&table)
                .fetch_all(&pool)
                .await
                .unwrap();
            let sql = format!("SELECT '{table}' || {} FROM {table}", columns.join(" || ',' || "));
            rows.extend(sqlx::query_scalar::<_, String>(sqlx::AssertSqlSafe(sql)).fetch_all(&pool).await.unwrap());
        }
        pool.close().await;
    } else {
        let pool = sqlx::PgPool::connect(url).await.unwrap();
        let tables: Vec<String> =
            sqlx::query_scalar("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'").fetch_all(&pool).await.unwrap();
        for table in tables {
            let sql = format!("SELECT '{table}' || t::text FROM {table} AS t");
            rows.extend(sqlx::query_scalar::<_, String>(sqlx::AssertSqlSafe(sql)).fetch_all(&pool).await.unwrap());
        }
        pool.close().await;
    }
    // When it was last saved is of that database alone.
    rows.retain(|row| !row.contains("backed_up_at"));
    rows.sort();
    rows
}

/// A connection with a change that is not committed.
enum Busy {
    Sqlite(sqlx::SqliteConnection),
    Postgres(sqlx::PgConnection),
}

impl Busy {
    async fn with_half_a_change(url: &str) -> Self {
        use sqlx::{Connection as _, Executor as _};
        const CHANGE: &str = "UPDATE users SET display_name = 'Half a change'";
        if url.starts_with("sqlite:") {
            let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
            connection.execute("BEGIN IMMEDIATE").await.unwrap();
            connection.execute(CHANGE).await.unwrap();
            Self::Sqlite(connection)
        } else {
            let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
            connection.execute("BEGIN").await.unwrap();
            connection.execute(CHANGE).await.unwrap();
            Self::Postgres(connection)
        }
    }

    /// Gives the change up.
    async fn stop(self) {
        use sqlx::Connection as _;
        match self {
            Self::Sqlite(connection) => connection.close().await.unwrap(),
            Self::Postgres(connection) => connection.close().await.unwrap(),
        }
    }
}

async fn saved_and_restored(kind: DbKind) {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (database(kind).await, database(kind).await);
    let saved = file(&folder, "portal.backup");
    let name = saved.to_str().unwrap();
    let run = |command: &str, url: &str| portal(command, &[("DATABASE_URL", url), ("RUST_LOG", "warn")]);

    assert!(run("demo", &old).status.success());
    // Somebody is in the middle of a change while it is saved; it is not kept in the end, and not in the backup.
    let busy = Busy::with_half_a_change(&old).await;
    let output = run(&format!("backup {name}"), &old);
    assert!(output.status.success(), "{}", said(&output));
    busy.stop().await;
    assert_eq!(saved.metadata().unwrap().permissions().mode() & 0o777, 0o600, "others could read every record");
    let again = run(&format!("backup {name}"), &old);
    assert!(!again.status.success() && said(&again).contains("portal.backup"), "an earlier backup was overwritten: {}", said(&again));

    let output = run(&format!("restore {name}"), &new);
    assert!(output.status.success(), "{}", said(&output));
    let kept = everything(&old).await;
    assert!(kept.len() > 200, "demo data has more than {} rows", kept.len());
    assert!(kept == everything(&new).await, "what was restored differs");
    let store = Store::open(&new).await.unwrap();
    assert!(store.has_demo().await.unwrap());
    store.close().await;

    let occupied = run(&format!("restore {name}"), &new);
    assert!(!occupied.status.success() && said(&occupied).contains("restore into a new one"), "{}", said(&occupied));
    assert!(kept == everything(&new).await, "a refused restore changed something");
    databases::discard(&old).await;
    databases::discard(&new).await;
}

#[tokio::test]
async fn what_was_saved_on_sqlite_is_there_again() {
    saved_and_restored(DbKind::Sqlite).await;
}

#[tokio::test]
async fn what_was_saved_on_postgres_is_there_again() {
    saved_and_restored(DbKind::Postgres).await;
}

#[tokio::test]
async fn what_is_no_backup_is_refused_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let other = file(&folder, "notes.txt");
    std::fs::write(&other, "not a database at all, but long enough to have a header of a hundred bytes. ".repeat(20)).unwrap();
    for kind in [DbKind::Sqlite, DbKind::Postgres] {
        let new = database(kind).await;
        let run = |command: &str| portal(command, &[("DATABASE_URL", &new), ("RUST_LOG", "off")]);
        let refused = run(&format!("restore {}", other.display()));
        assert!(!refused.status.success(), "{kind:?} took notes for a backup");
        let missing = run(&format!("restore {}", file(&folder, "nowhere").display()));
        assert!(!missing.status.success() && said(&missing).contains("nowhere"), "{}", said(&missing));
        if let Some(path) = new.strip_prefix("sqlite:") {
            let nothing = run(&format!("backup {}", file(&folder, "empty").display()));
            assert!(!nothing.status.success() && said(&nothing).contains("DATABASE_URL names no database"), "{}", said(&nothing));
            // What an earlier database of this name left would get into the new one.
            let log = format!("{path}-wal");
            std::fs::create_dir_all(Path::new(path).parent().unwrap()).unwrap();
            std::fs::write(&log, "left over").unwrap();
            let occupied = run(&format!("restore {}", other.display()));
            assert!(!occupied.status.success() && said(&occupied).contains("restore into a new one"), "{}", said(&occupied));
            assert_eq!(std::fs::read_to_string(log).unwrap(), "left over");
            for end in ["", ".restoring", ".restoring-wal", ".restoring-shm"] {
                assert!(!Path::new(&format!("{path}{end}")).exists(), "{end} was left");
            }
        }
        assert!(!file(&folder, "empty").exists());
    }
}
