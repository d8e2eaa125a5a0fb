//! The commands `backup` and `restore`: everything that is kept, as one file.
//!
//! On SQLite the file is a database like the one it was made of; on Postgres it is an archive of the database's own `pg_dump`, read by
//! its `pg_restore`. Both can be made while people work. Who may read the file sees every record, so only its owner may.

use super::config::Config;
use super::serve::{StartError, open};
use super::telemetry::say;
use crate::store::{DbKind, Store, StoreError};
use percent_encoding::percent_decode_str;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use tokio::process::Command;
use url::Url;

/// Why nothing was saved or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file can't be made or read.
    #[error("{} can't be used", .0.display())]
    File(PathBuf, #[source] io::Error),
    /// There is no database to save.
    #[error("DATABASE_URL names no database")]
    Nothing,
    /// The file is something else.
    #[error("{} is not a backup of a portal on {kind:?}", .0.display(), kind = .1)]
    Foreign(PathBuf, DbKind),
    /// There is something that a restore would have to overwrite.
    #[error("DATABASE_URL names a database that exists already: restore into a new one")]
    Occupied,
    /// `pg_dump` or `pg_restore` can't be started.
    #[error("{0} can't be started: install the Postgres client programs")]
    Missing(&'static str, #[source] io::Error),
    /// `pg_dump` or `pg_restore` said no. What it said is on the terminal.
    #[error("{0} failed")]
    Refused(&'static str),
}

/// Saves everything to a new file.
///
/// # Errors
/// [`BackupError`]; no file is left then.
pub async fn backup(config: &Config, file: &Path) -> Result<(), StartError> {
    if Store::sqlite_path(&config.database_url)?.is_some_and(|path| !path.exists()) {
        return Err(BackupError::Nothing.into());
    }
    let store = Store::open(&config.database_url).await?;
    let unusable = |e| BackupError::File(file.to_owned(), e);
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map_err(unusable)?;
    let saved = save(&store, config, file).await;
    store.close().await;
    // Neither database's copy is on the disk for certain before this.
    let saved = saved.and_then(|()| Ok(made.sync_all().map_err(unusable)?));
    if saved.is_err() {
        let _ = fs::remove_file(file);
    }
    saved?;
    say(format_args!("Everything is saved in {}.", file.display()));
    Ok(())
}

async fn save(store: &Store, config: &Config, file: &Path) -> Result<(), StartError> {
    match store.kind() {
        DbKind::Sqlite => store.copy_to(file).await?,
        DbKind::Postgres => {
            let mut dump = client("pg_dump", &config.database_url)?;
            dump.args(["--format=custom", "--no-owner", "--file"]).arg(file);
            run("pg_dump", dump).await?;
        }
    }
    Ok(())
}

/// Fills a new database from a file, and brings it up to date.
///
/// # Errors
/// [`BackupError`]; an existing database is never touched.
pub async fn restore(config: &Config, file: &Path) -> Result<(), StartError> {
    File::open(file).map_err(|e| BackupError::File(file.to_owned(), e))?;
    match Store::sqlite_path(&config.database_url)? {
        Some(path) => restore_sqlite(file, &path).await?,
        None => restore_postgres(file, &config.database_url).await?,
    }
    open(config).await?.close().await;
    say(format_args!("The database holds what {} held.", file.display()));
    Ok(())
}

async fn restore_postgres(file: &Path, database_url: &str) -> Result<(), StartError> {
    let store = Store::open(database_url).await?;
    let occupied = store.has_tables().await;
    store.close().await;
    if occupied? {
        return Err(BackupError::Occupied.into());
    }
    let mut restore = client("pg_restore", database_url)?;
    restore.args(["--no-owner", "--exit-on-error", "--single-transaction"]).arg(file);
    Ok(run("pg_restore", restore).await?)
}

/// A copy beside the new database first, checked there, then renamed: the name never stands for half of it.
async fn restore_sqlite(file: &Path, path: &Path) -> Result<(), StartError> {
    // A log that an earlier database of this name left would be read into the new one.
    if path.exists() || beside(path, "-wal").exists() {
        return Err(BackupError::Occupied.into());
    }
    let fresh = beside(path, ".restoring");
    let put = put_in_place(file, &fresh, path).await;
    for left in [fresh.clone(), beside(&fresh, "-wal"), beside(&fresh, "-shm")] {
        let _ = fs::remove_file(left);
    }
    Ok(put?)
}

async fn put_in_place(file: &Path, fresh: &Path, path: &Path) -> Result<(), BackupError> {
    let unusable = |e| BackupError::File(path.to_owned(), e);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(unusable)?;
    }
    fs::copy(file, fresh).map_err(unusable)?;
    if !is_whole(fresh).await {
        return Err(BackupError::Foreign(file.to_owned(), DbKind::Sqlite));
    }
    File::open(fresh).and_then(|copy| copy.sync_all()).map_err(unusable)?;
    fs::rename(fresh, path).map_err(unusable)
}

/// A database with the portal's tables, and undamaged.
async fn is_whole(file: &Path) -> bool {
    let Ok(store) = Store::open(&format!("sqlite:{}", file.display())).await else { return false };
    let whole = matches!((store.is_undamaged().await, store.has_tables().await), (Ok(true), Ok(true)));
    store.close().await;
    whole
}

/// The path with an ending after its name, as SQLite names its files.
pub fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// A program of Postgres' own. The password goes by the environment: arguments can be seen by everybody on the machine.
fn client(program: &'static str, database_url: &str) -> Result<Command, StartError> {
    let mut url = Url::parse(database_url).map_err(|_| StoreError::Address)?;
    let password = url.password().map(|password| percent_decode_str(password).decode_utf8_lossy().into_owned());
    let mut command = Command::new(program);
    if let Some(password) = password {
        url.set_password(None).map_err(|()| StoreError::Address)?;
        command.env("PGPASSWORD", password);
    }
    command.arg("--dbname").arg(url.as_str());
    Ok(command)
}

async fn run(program: &'static str, mut command: Command) -> Result<(), BackupError> {
    let status = command.status().await.map_err(|e| BackupError::Missing(program, e))?;
    if status.success() { Ok(()) } else { Err(BackupError::Refused(program)) }
}
