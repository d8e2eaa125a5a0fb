//! What saving and restoring the whole database needs to know. The copying itself is in `server/backup.rs`.

use super::db::{On, Store, execute, fetch_all, fetch_optional};
use super::error::StoreError;
use sqlx::sqlite::SqliteConnectOptions;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

impl Store {
    /// The file of a `sqlite:` address, `None` for a database of another kind.
    ///
    /// # Errors
    /// [`StoreError::Address`] when the address can't be read.
    #[must_use]
    pub fn sqlite_path(url: &str) -> Option<Result<PathBuf, StoreError>> {
        let options = url.starts_with("sqlite:").then(|| SqliteConnectOptions::from_str(url))?;
        Some(options.map(|options| options.get_filename().to_owned()).map_err(|_| StoreError::Address))
    }

    /// Writes a whole and consistent copy of an SQLite database into an empty file, while others go on reading and writing.
    ///
    /// # Errors
    /// When the database or the disk fails, and on Postgres, which has its own program for this.
    pub async fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        // The copy is made by a statement that reads; only a connection that may write may run it.
        execute!(self.single_write(), "VACUUM INTO $1", file.to_string_lossy().into_owned())?;
        Ok(())
    }

    /// Whether the portal's tables are there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_tables(&self) -> Result<bool, StoreError> {
        let sql = match self.read() {
            On::Sqlite(_) => "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'users'",
            On::Postgres(_) => "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_name = 'users'",
        };
        Ok(fetch_optional!(self.read(), (String,), sql)?.is_some())
    }

    /// Whether SQLite finds no damage in its file. A Postgres server looks after itself.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_undamaged(&self) -> Result<bool, StoreError> {
        let sql = match self.read() {
            On::Sqlite(_) => "PRAGMA quick_check",
            On::Postgres(_) => "SELECT 'ok'",
        };
        let found = fetch_all!(self.read(), (String,), sql)?;
        Ok(matches!(found.as_slice(), [(only,)] if only == "ok"))
    }
}
