//! The commands `backup` and `restore`: what was kept is there again, in a new database, and nothing else is touched.

use crate::databases;
use crate::http::starting::{portal, program};
use crate::http::support::database;
use assister_portal::server::clock::Stopwatch;
use assister_portal::store::{DbKind, Store};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

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
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("is saved in") && told.contains("encrypted with SECRET_KEY, which is not in it"), "{told}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "what it was written to first is gone");
    let whole = fs::read(&saved).unwrap();
    let end = String::from_utf8_lossy(&whole[whole.len() - 8000..]).into_owned();
    for line in ["table audit_events ", "table consents ", "table users ", "sha256 "] {
        assert!(end.contains(line), "{line}: {end}");
    }
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

    for file in [name, "/nowhere", name] {
        let occupied = run(&format!("restore {file}"), &new);
        assert!(!occupied.status.success(), "{}", said(&occupied));
        assert!(file == "/nowhere" || said(&occupied).contains("restore into a new one"), "{}", said(&occupied));
    }
    assert!(kept == everything(&new).await, "a refused restore changed something");
    // Every kilobyte of it is looked at.
    let third = database(kind).await;
    let flipped = file(&folder, "flipped");
    let step = if kind == DbKind::Sqlite { whole.len() / 12 } else { whole.len() / 6 };
    for place in (0..whole.len()).step_by(step).chain([whole.len() - 1, whole.len() - 200]) {
        let mut bytes = whole.clone();
        bytes[place] ^= 1;
        fs::write(&flipped, bytes).unwrap();
        for options in ["", " --without-checksums"] {
            // Damage to the end itself makes it one without checksums, which is taken when that is asked for.
            if options.is_empty() || place + 8000 < whole.len() {
                let refused = run(&format!("restore {}{options}", flipped.display()), &third);
                assert!(!refused.status.success() && said(&refused).contains("is not a whole backup"), "{place}: {}", said(&refused));
            }
        }
        if kind == DbKind::Sqlite {
            assert!(!Path::new(third.strip_prefix("sqlite:").unwrap()).exists(), "{place}");
        }
    }
    let output = run(&format!("restore {name}"), &third);
    assert!(output.status.success(), "a refused restore leaves room for another: {}", said(&output));
    for url in [&old, &new, &third] {
        databases::discard(url).await;
    }
}

#[tokio::test]
async fn what_was_saved_on_sqlite_is_there_again() {
    saved_and_restored(DbKind::Sqlite).await;
}

#[tokio::test]
async fn what_was_saved_on_postgres_is_there_again() {
    saved_and_restored(DbKind::Postgres).await;
}

/// A saved database of SQLite without its end, changed by hand, and the end put to it again where that is asked for.
#[tokio::test]
async fn what_was_changed_before_it_was_saved_or_with_care_is_refused_by_what_it_says() {
    use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
    let folder = tempfile::tempdir().unwrap();
    let (old, saved) = (database(DbKind::Sqlite).await, file(&folder, "saved"));
    let run = |command: &str, url: &str| portal(command, &[("DATABASE_URL", url), ("RUST_LOG", "warn")]);
    assert!(run("demo", &old).status.success());
    let path = old.strip_prefix("sqlite:").unwrap();
    for (sql, why) in [
        ("UPDATE client_counts SET new_count = new_count + 1", "counted wrongly"),
        ("DROP TRIGGER consent_texts_no_update; UPDATE consent_texts SET text = text || '!'", "is not the one of its hash"),
        ("DROP TRIGGER audit_events_no_delete", "a guard of the tables"),
        ("DELETE FROM users WHERE role = 'consumer'", "belongs to one of users that is not there"),
    ] {
        let copy = file(&folder, "copy");
        fs::copy(path, &copy).unwrap();
        let url = format!("sqlite:{}", copy.display());
        let mut connection = sqlx::SqliteConnection::connect(&format!("{url}?mode=rw")).await.unwrap();
        connection.execute("PRAGMA foreign_keys = OFF").await.unwrap();
        connection.execute(AssertSqlSafe(sql)).await.unwrap();
        connection.close().await.unwrap();
        // As a file that has no end, and saved with one.
        let new = database(DbKind::Sqlite).await;
        let refused = run(&format!("restore {} --without-checksums", copy.display()), &new);
        assert!(!refused.status.success() && said(&refused).contains(why), "{sql}: {}", said(&refused));
        let backup = run(&format!("backup {}", saved.display()), &url);
        if why.contains("belongs to") {
            assert!(!backup.status.success() && said(&backup).contains("is damaged") && !saved.exists(), "{}", said(&backup));
        } else {
            assert!(backup.status.success() && said(&backup).contains("will refuse this backup"), "{sql}: {}", said(&backup));
            let refused = run(&format!("restore {}", saved.display()), &new);
            assert!(!refused.status.success() && said(&refused).contains(why), "{sql}: {}", said(&refused));
            fs::remove_file(&saved).unwrap();
        }
        assert!(!Path::new(new.strip_prefix("sqlite:").unwrap()).exists());
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{end}", copy.display()));
        }
    }
    // One from a version that wrote no end.
    let new = database(DbKind::Sqlite).await;
    let refused = run(&format!("restore {path}"), &new);
    assert!(!refused.status.success() && said(&refused).contains("does not end as a backup does"), "{}", said(&refused));
    let taken = run(&format!("restore {path} --without-checksums"), &new);
    assert!(taken.status.success(), "{}", said(&taken));
    databases::discard(&old).await;
    databases::discard(&new).await;
}

#[tokio::test]
async fn a_backup_that_is_killed_in_the_middle_leaves_nothing_of_its_name() {
    use sqlx::{Connection as _, Executor as _};
    let folder = tempfile::tempdir().unwrap();
    let (url, saved) = (database(DbKind::Postgres).await, file(&folder, "saved"));
    let vars = [("DATABASE_URL", url.as_str()), ("RUST_LOG", "warn")];
    assert!(portal("migrate", &vars).status.success());
    let mut holds = sqlx::PgConnection::connect(&url).await.unwrap();
    holds.execute("BEGIN").await.unwrap();
    holds.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let mut cut_off = program(&format!("backup {}", saved.display()), &vars).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let waited = Stopwatch::start();
    while fs::read_dir(folder.path()).unwrap().count() == 0 {
        assert!(waited.elapsed() < Duration::from_secs(60) && cut_off.try_wait().unwrap().is_none(), "it did not begin");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(!saved.exists(), "half of it has the name of a whole one");
    cut_off.kill().unwrap();
    cut_off.wait().unwrap();
    assert!(!saved.exists());
    holds.close().await.unwrap();
    let again = portal(&format!("backup {}", saved.display()), &vars);
    assert!(again.status.success() && saved.exists(), "what is left is in nobody's way: {}", said(&again));
    databases::discard(&url).await;
}

/// Each page of the file has a bit that is flipped.
#[tokio::test]
async fn a_flipped_bit_in_any_page_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (old, saved) = (database(DbKind::Sqlite).await, file(&folder, "saved"));
    let run = |command: &str, url: &str| portal(command, &[("DATABASE_URL", url), ("RUST_LOG", "off")]);
    assert!(run("migrate", &old).status.success());
    assert!(run(&format!("backup {}", saved.display()), &old).status.success());
    let (whole, flipped) = (fs::read(&saved).unwrap(), file(&folder, "flipped"));
    let new = database(DbKind::Sqlite).await;
    let pages = whole.len() / 4096;
    assert!(pages > 50, "{pages}");
    for page in 0..=pages {
        let place = (page * 4096 + page * 37 % 4096).min(whole.len() - 1);
        let mut bytes = whole.clone();
        bytes[place] ^= 1 << (page % 8);
        fs::write(&flipped, bytes).unwrap();
        let refused = run(&format!("restore {}", flipped.display()), &new);
        assert!(!refused.status.success() && said(&refused).contains("not a whole backup"), "{place}: {}", said(&refused));
    }
    assert!(!Path::new(new.strip_prefix("sqlite:").unwrap()).exists());
    databases::discard(&old).await;
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
