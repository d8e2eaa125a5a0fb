//! Databases of a test's own, quickly: one is made and filled once in a run, and every test gets a copy of it.
//!
//! `TEST_POSTGRES_URL` names a server where databases may be made; without it the tests fail, they never skip.

pub mod empty;
pub mod pooler;
pub mod way;

use crate::program::SECRET_KEY;
use assister_portal::server::config::read_keys;
use assister_portal::server::random;
use assister_portal::store::{DbKind, Keys, Store};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use std::path::{Path, PathBuf};
use tokio::sync::OnceCell;

/// The databases that every test runs on: both; SQLite alone where `TEST_DATABASES` says so, as the inner loop does (`cargo xtask test quick`).
pub fn kinds() -> &'static [DbKind] {
    match std::env::var("TEST_DATABASES").as_deref() {
        Err(_) => &[DbKind::Sqlite, DbKind::Postgres],
        Ok("sqlite") => &[DbKind::Sqlite],
        Ok(other) => panic!("TEST_DATABASES can be `sqlite` or not set, and not `{other}`"),
    }
}

/// A database to be copied.
pub struct Template {
    sqlite: OnceCell<Vec<u8>>,
    /// The name on the server.
    postgres: OnceCell<String>,
}

impl Template {
    pub const fn new() -> Self {
        Self { sqlite: OnceCell::const_new(), postgres: OnceCell::const_new() }
    }

    /// The address of a new copy. `fill` makes what is copied, once.
    pub async fn copy(&self, kind: DbKind, fill: impl AsyncFn(&Store)) -> String {
        match kind {
            DbKind::Sqlite => {
                let bytes = self.sqlite.get_or_init(async || filled_file(&file(), fill).await).await;
                let copy = file();
                std::fs::create_dir(copy.parent().unwrap()).unwrap();
                std::fs::write(&copy, bytes).unwrap();
                format!("sqlite:{}", copy.display())
            }
            DbKind::Postgres => {
                let template = self.postgres.get_or_init(async || filled_database(fill).await).await;
                address(&create(template).await)
            }
        }
    }
}

/// Where a new file can be, in a folder of its own that is not there yet.
pub fn file() -> PathBuf {
    let folder = std::env::temp_dir().join("assister-portal-tests");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(random::reference().to_lowercase()).join("portal.db")
}

/// What stores encrypt with in tests.
pub fn keys() -> Keys {
    Keys::new(&read_keys(SECRET_KEY).unwrap(), random::bytes)
}

async fn filled_file(file: &Path, fill: impl AsyncFn(&Store)) -> Vec<u8> {
    let store = Store::open(&format!("sqlite:{}", file.display())).await.unwrap();
    fill(&store).await;
    store.close().await;
    assert!(files(file)[1..].iter().all(|beside| !beside.exists()), "a closed database is one file");
    let bytes = std::fs::read(file).unwrap();
    std::fs::remove_dir_all(file.parent().unwrap()).unwrap();
    bytes
}

async fn filled_database(fill: impl AsyncFn(&Store)) -> String {
    let name = create("template0").await;
    let store = Store::open(&address(&name)).await.unwrap();
    fill(&store).await;
    store.close().await;
    name
}

/// A database and what lies beside it while it is used.
fn files(database: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|end| PathBuf::from(format!("{}{end}", database.display())))
}

/// Removes a copy.
pub async fn discard(url: &str) {
    if let Some(file) = url.strip_prefix("sqlite:") {
        let _ = std::fs::remove_dir_all(Path::new(file).parent().unwrap());
    } else {
        let (_, name) = url.rsplit_once('/').unwrap();
        administer(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }
}

/// A new database on the server, by its name; copied as files: five times as fast as through the log of changes.
pub async fn create(template: &str) -> String {
    let name = format!("t_{}", random::reference().to_lowercase());
    administer(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")).await;
    name
}

async fn administer(sql: &str) {
    let mut server = PgConnection::connect(&server()).await.expect("the server of TEST_POSTGRES_URL answers");
    server.execute(AssertSqlSafe(sql)).await.unwrap();
    server.close().await.unwrap();
}

fn server() -> String {
    std::env::var("TEST_POSTGRES_URL")
        .expect("TEST_POSTGRES_URL must name a Postgres server for tests, such as postgres://postgres@127.0.0.1:5432/postgres")
}

/// The address of a database on the server.
pub fn address(name: &str) -> String {
    format!("{}/{name}", server().rsplit_once('/').unwrap().0)
}
