//! What saving and restoring the whole database needs to know. The copying itself is in `server/backup.rs`.

mod examine;
mod rules;

pub use examine::{Examined, TableSum};

use super::db::{On, Store, execute, fetch_optional};
use super::error::StoreError;
use crate::domain::instant::Instant;
use sqlx::sqlite::SqliteConnectOptions;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

/// Where it stands when everything was last saved.
const BACKED_UP_AT: &str = "backed_up_at";

impl Store {
    /// The file of a `sqlite:` address, `None` for a database of another kind.
    ///
    /// # Errors
    /// [`StoreError::Address`] when the address can't be read.
    pub fn sqlite_path(url: &str) -> Result<Option<PathBuf>, StoreError> {
        let options =
            url.starts_with("sqlite:").then(|| SqliteConnectOptions::from_str(url)).transpose().map_err(|_| StoreError::Address)?;
        Ok(options.map(|options| options.get_filename().to_owned()))
    }

    /// Writes a whole and consistent copy of an SQLite database into an empty file, while others go on reading and writing.
    ///
    /// # Errors
    /// When the database or the disk fails, and on Postgres, which has its own program for this.
    pub async fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        // It reads only, but may not run on a connection that is read-only.
        execute!(self.single_write(), "VACUUM INTO $1", file.to_string_lossy().into_owned())?;
        Ok(())
    }

    /// Notes that everything was saved.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_backup(&self, now: Instant) -> Result<(), StoreError> {
        execute!(
            self.single_write(),
            "INSERT INTO installation (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            BACKED_UP_AT,
            now.as_micros().to_string(),
        )?;
        Ok(())
    }

    /// When everything was last saved, if it ever was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_backup(&self) -> Result<Option<Instant>, StoreError> {
        let sql = "SELECT value FROM installation WHERE key = $1";
        let row = fetch_optional!(self.read(), (String,), sql, BACKED_UP_AT)?;
        Ok(row.and_then(|(micros,)| micros.parse().ok()).map(Instant::from_micros))
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
}
