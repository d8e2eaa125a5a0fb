//! Whose SQLite's files are: its owner's alone. What SQLite puts beside its file gets the file's own rights, so those are set before it
//! opens it.

use super::error::StoreError;
use super::{DbKind, Store};
use std::fs::Permissions;
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tokio::fs::{DirBuilder, OpenOptions, set_permissions, try_exists};

/// The rights of everybody but the owner.
const OTHERS: u32 = 0o077;
/// What SQLite puts beside its file.
const BESIDE: [&str; 3] = ["", "-wal", "-shm"];

/// Makes the file and its folder where they are missing, for nobody else, whatever the process leaves to others by default.
pub(super) async fn make(file: &Path) -> io::Result<()> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty())
        && !try_exists(folder).await?
    {
        DirBuilder::new().recursive(true).mode(0o700).create(folder).await?;
        set_permissions(folder, Permissions::from_mode(0o700)).await?;
    }
    // A database in memory has the name of no file.
    if file.to_string_lossy().starts_with("file:") {
        return Ok(());
    }
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).await {
        Ok(_) => set_permissions(file, Permissions::from_mode(0o600)).await,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// The file of a database that is open: who cuts it off or takes it away meanwhile is found out.
#[derive(Debug)]
pub(super) struct OpenFile {
    file: PathBuf,
    /// Which file it is, and how long it was when it was longest: it never becomes shorter by itself.
    seen: Mutex<Option<(u64, u64, u64)>>,
}

impl OpenFile {
    /// `None` for one in memory.
    pub(super) fn of(url: &str) -> Option<Self> {
        let file = Store::sqlite_path(url).ok().flatten()?;
        (!file.to_string_lossy().starts_with("file:")).then(|| Self { file, seen: Mutex::default() })
    }

    /// What happened to it, if anything did.
    pub(super) async fn harm(&self) -> Option<&'static str> {
        let Ok(found) = tokio::fs::metadata(&self.file).await else { return Some("the database's file is gone") };
        let now = (found.dev(), found.ino(), found.len());
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let before = seen.unwrap_or(now);
        if (before.0, before.1) != (now.0, now.1) {
            return Some("the database's file is another one than when it was opened");
        }
        *seen = Some((now.0, now.1, now.2.max(before.2)));
        if now.2 < before.2 { Some("the database's file was cut off") } else { None }
    }
}

/// Whether others on this machine may read or change what stands at the path.
#[must_use]
pub fn is_open_to_others(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| found.permissions().mode() & OTHERS != 0)
}

impl Store {
    /// The files of the database that others on this machine may read or change. On Postgres they are its server's to look after.
    ///
    /// # Errors
    /// [`StoreError::Address`] when the address can't be read.
    pub fn files_open_to_others(&self, url: &str) -> Result<Vec<PathBuf>, StoreError> {
        let file = if self.kind() == DbKind::Sqlite { Self::sqlite_path(url)? } else { None };
        let files = file.iter().flat_map(|file| BESIDE.map(|end| PathBuf::from(format!("{}{end}", file.display()))));
        Ok(files.filter(|file| is_open_to_others(file)).collect())
    }
}
