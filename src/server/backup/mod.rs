//! The commands `backup` and `restore`: everything that is kept, as one file.
//!
//! On SQLite the file is a database like the one it was made of; on Postgres it is an archive of the database's own `pg_dump`, read by
//! its `pg_restore`; the end is a [`manifest`] in both. Both can be made while people work. Who may read the file sees every record, so
//! only its owner may; what is encrypted in it needs the key, which is not in it.

mod manifest;

pub use manifest::NotWhole;

use super::config::Config;
use super::serve::{StartError, open};
use super::telemetry::say;
use super::whole_file::{beside, make, name, part_of};
use super::{Clock, secret_key};
use crate::store::{DbKind, Examined, Store, StoreError, TableSum};
use manifest::Manifest;
use percent_encoding::percent_decode_str;
use std::fs::{self, File};
use std::io::{self, Seek as _, SeekFrom};
use std::os::unix::fs::DirBuilderExt as _;
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
    /// What would be saved is damaged already.
    #[error("DATABASE_URL names a database that is damaged ({0}): nothing was saved. Restore an earlier backup")]
    Unsound(String),
    /// The file is not as it was made.
    #[error("{} is not a whole backup", .0.display())]
    NotWhole(PathBuf, #[source] NotWhole),
    /// The file is something else.
    #[error("{} is not a backup of a portal on {kind:?}", .0.display(), kind = .1)]
    Foreign(PathBuf, DbKind),
    /// What the file holds is not what was saved.
    #[error("{} is damaged ({damage}): nothing was restored", .0.display(), damage = .1)]
    Damaged(PathBuf, String),
    /// The same, found out too late.
    #[error("what was restored from {} is not what was saved ({damage}): drop the database and make a new one", .0.display(), damage = .1)]
    Differs(PathBuf, String),
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

/// Saves everything to a new file, which has its name only when it is whole.
///
/// # Errors
/// [`BackupError`]; no file is left then.
pub async fn backup(config: &Config, file: &Path) -> Result<(), StartError> {
    if Store::sqlite_path(&config.database_url)?.is_some_and(|path| !path.exists()) {
        return Err(BackupError::Nothing.into());
    }
    let unusable = |e| BackupError::File(file.to_owned(), e);
    if file.exists() {
        return Err(unusable(io::ErrorKind::AlreadyExists.into()).into());
    }
    let store = Store::open(&config.database_url).await?;
    let part = part_of(file);
    let saved = save(&store, config, &part).await;
    let named = saved.and_then(|()| Ok(name(&part, file).map_err(unusable)?));
    let _ = fs::remove_file(&part);
    if named.is_ok() && store.note_backup(Clock::system().now()).await.is_err() {
        // A server that can be read only is a good place to save from.
        tracing::warn!("it could not be noted that everything was saved");
    }
    store.close().await;
    named?;
    say(format_args!("Everything is saved in {}.", file.display()));
    secret_key::say_what_a_backup_needs(config);
    Ok(())
}

async fn save(store: &Store, config: &Config, part: &Path) -> Result<(), StartError> {
    let unusable = |e| BackupError::File(part.to_owned(), e);
    let mut made = make(part).map_err(unusable)?;
    let tables = match Examined::moment(store).await? {
        None => {
            store.copy_to(part).await?;
            let mut copy = Examined::file(part).await?;
            let looked = look_at_copy(&mut copy).await;
            copy.close().await;
            looked?
        }
        Some((mut moment, name)) => {
            let mut dump = client("pg_dump", &config.database_url)?;
            dump.arg(format!("--snapshot={name}")).args(["--format=custom", "--no-owner", "--file"]).arg(part);
            run("pg_dump", dump).await?;
            let tables = moment.tables().await?;
            warn_of_rules(&mut moment).await?;
            moment.close().await;
            tables
        }
    };
    Manifest::write(&mut made, store.kind(), &tables).map_err(unusable)?;
    // Neither database's copy is on the disk for certain before this.
    Ok(made.sync_all().map_err(unusable)?)
}

async fn look_at_copy(copy: &mut Examined) -> Result<Vec<TableSum>, StartError> {
    if let Some(damage) = copy.damage().await? {
        return Err(BackupError::Unsound(damage).into());
    }
    warn_of_rules(copy).await?;
    Ok(copy.tables().await?)
}

/// What is saved is saved as it is; that it would not be restored is said while there is time.
async fn warn_of_rules(saved: &mut Examined) -> Result<(), StartError> {
    if saved.is_a_portal().await?
        && let Some(broken) = saved.broken_rule().await?
    {
        tracing::warn!(broken, "a rule of the database does not hold: `restore` will refuse this backup");
    }
    Ok(())
}

/// Fills a new database from a file, and brings it up to date. `unchecked` takes files that have no checksums, because an earlier version
/// made them.
///
/// # Errors
/// [`BackupError`]; an existing database is never touched.
pub async fn restore(config: &Config, file: &Path, unchecked: bool) -> Result<(), StartError> {
    let mut saved = File::open(file).map_err(|e| BackupError::File(file.to_owned(), e))?;
    match Store::sqlite_path(&config.database_url)? {
        Some(path) => restore_sqlite((&mut saved, file), &path, unchecked).await?,
        None => restore_postgres((&mut saved, file), &config.database_url, unchecked).await?,
    }
    open(config).await?.close().await;
    say(format_args!("The database holds what {} held.", file.display()));
    secret_key::say_what_a_backup_needs(config);
    Ok(())
}

/// The end of a file that is whole and of this kind; what comes before that goes to `copy`. `None`: it has none, and need not.
fn checked(
    (saved, file): (&mut File, &Path),
    kind: DbKind,
    unchecked: bool,
    copy: &mut impl io::Write,
) -> Result<Option<Manifest>, BackupError> {
    match Manifest::check(saved, copy) {
        Ok(manifest) if manifest.is_of(kind) => Ok(Some(manifest)),
        Ok(_) => Err(BackupError::Foreign(file.to_owned(), kind)),
        Err(NotWhole::NoEnd) if unchecked => {
            let unusable = |e| BackupError::File(file.to_owned(), e);
            saved.seek(SeekFrom::Start(0)).map_err(unusable)?;
            io::copy(saved, copy).map_err(unusable)?;
            Ok(None)
        }
        Err(why) => Err(BackupError::NotWhole(file.to_owned(), why)),
    }
}

async fn restore_postgres((saved, file): (&mut File, &Path), database_url: &str, unchecked: bool) -> Result<(), StartError> {
    let store = Store::open(database_url).await?;
    let restored = restore_into(&store, (saved, file), database_url, unchecked).await;
    store.close().await;
    restored
}

async fn restore_into(store: &Store, (saved, file): (&mut File, &Path), url: &str, unchecked: bool) -> Result<(), StartError> {
    if store.has_tables().await? {
        return Err(BackupError::Occupied.into());
    }
    let manifest = checked((saved, file), DbKind::Postgres, unchecked, &mut io::sink())?;
    let mut restore = client("pg_restore", url)?;
    restore.args(["--no-owner", "--exit-on-error", "--single-transaction"]).arg(file);
    run("pg_restore", restore).await?;
    let Some((mut moment, _)) = Examined::moment(store).await? else { return Ok(()) };
    let damage = wrong_with(&mut moment, manifest.as_ref()).await;
    moment.close().await;
    damage?.map_or(Ok(()), |damage| Err(BackupError::Differs(file.to_owned(), damage).into()))
}

/// A copy beside the new database first, checked there, then named: the name never stands for half of it.
async fn restore_sqlite((saved, file): (&mut File, &Path), path: &Path, unchecked: bool) -> Result<(), StartError> {
    // A log that an earlier database of this name left would be read into the new one.
    if path.exists() || beside(path, "-wal").exists() {
        return Err(BackupError::Occupied.into());
    }
    let fresh = beside(path, ".restoring");
    let put = put_in_place((saved, file), &fresh, path, unchecked).await;
    let _ = fs::remove_file(fresh);
    put
}

async fn put_in_place((saved, file): (&mut File, &Path), fresh: &Path, path: &Path, unchecked: bool) -> Result<(), StartError> {
    let unusable = |e| BackupError::File(path.to_owned(), e);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unusable)?;
    }
    // What a restore that was cut off left.
    let _ = fs::remove_file(fresh);
    // Not with the rights of the backup, which may have come from a place where anybody can read.
    let mut copy = make(fresh).map_err(unusable)?;
    let manifest = checked((saved, file), DbKind::Sqlite, unchecked, &mut copy)?;
    copy.sync_all().map_err(unusable)?;
    let foreign = || BackupError::Foreign(file.to_owned(), DbKind::Sqlite);
    let mut examined = Examined::file(fresh).await.map_err(|_| foreign())?;
    let damage = match examined.is_a_portal().await {
        Ok(true) => wrong_with(&mut examined, manifest.as_ref()).await,
        Ok(false) | Err(_) => Err(foreign().into()),
    };
    examined.close().await;
    if let Some(damage) = damage? {
        return Err(BackupError::Damaged(file.to_owned(), damage).into());
    }
    Ok(name(fresh, path).map_err(unusable)?)
}

/// What is wrong with a database that is to hold what was saved.
async fn wrong_with(restored: &mut Examined, manifest: Option<&Manifest>) -> Result<Option<String>, StartError> {
    if let Some(damage) = restored.damage().await? {
        return Ok(Some(damage));
    }
    if let Some(manifest) = manifest
        && let Some(table) = manifest.other_table(&restored.tables().await?)
    {
        return Ok(Some(format!("the table {table} does not hold what was saved")));
    }
    Ok(restored.broken_rule().await?.map(str::to_owned))
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
