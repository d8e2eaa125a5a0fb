//! Whose SQLite's files are: its owner's alone. What SQLite puts beside its file gets the file's own rights, so those are set before it
//! opens it.

use super::error::StoreError;
use super::{DbKind, Store};
use std::fs::Permissions;
use std::io::{self, ErrorKind};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
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
