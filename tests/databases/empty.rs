//! Databases with nothing in them, not even a schema.

use super::{address, create, file};
use assister_portal::store::DbKind;

/// The address of a new one; a file is not there yet.
pub async fn database(kind: DbKind) -> String {
    match kind {
        DbKind::Sqlite => format!("sqlite:{}", file().display()),
        DbKind::Postgres => address(&create("template0").await),
    }
}
