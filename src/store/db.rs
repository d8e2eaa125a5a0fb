//! The two databases behind one [`Store`]: opening, migrating, and the macros by which each SQL text is written once.

use super::error::StoreError;
use sqlx::{PgPool, SqlitePool};

/// Which database this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DbKind {
    /// One file, embedded.
    Sqlite,
    /// A server.
    Postgres,
}

#[derive(Clone, Debug)]
pub(super) enum Db {
    /// One writer, so that writers queue here and not at the file's lock.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// Everything that is kept. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) db: Db,
}

impl Store {
    /// Opens `sqlite:PATH` (file and folder are made when missing) or `postgres://…`. Does not migrate.
    ///
    /// # Errors
    /// [`StoreError::Address`] for anything else, [`StoreError::Unavailable`] when it can't be opened.
    pub async fn open(_url: &str) -> Result<Self, StoreError> {
        todo!()
    }

    /// Brings the schema up to date. Harmless when it is, and when two processes do it at once.
    ///
    /// # Errors
    /// [`StoreError::Migration`].
    pub async fn migrate(&self) -> Result<(), StoreError> {
        todo!()
    }

    /// Whether the database answers within two seconds.
    pub async fn is_ready(&self) -> bool {
        todo!()
    }

    /// Which database this is.
    #[must_use]
    pub const fn kind(&self) -> DbKind {
        match self.db {
            Db::Sqlite { .. } => DbKind::Sqlite,
            Db::Postgres(_) => DbKind::Postgres,
        }
    }

    /// Closes all connections, after those in use are given back.
    pub async fn close(&self) {
        todo!()
    }
}
