//! The columns whose values are encrypted, and how all values of one are walked through.

use super::Place;
use crate::domain::ids::UserId;
use crate::store::db::{Write, execute, fetch_all};
use crate::store::{Store, StoreError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// The secret of an authenticator app.
pub const AUTHENTICATOR: Place = Place { table: "second_factors", column: "secret" };
/// The same while it is being set up.
pub const AUTHENTICATOR_DRAFT: Place = Place { table: "authenticator_drafts", column: "secret" };
/// New recovery codes while they are shown.
pub const RECOVERY_SHEET: Place = Place { table: "recovery_sheets", column: "codes" };
/// The provider's token behind a session.
pub const LOGIN_MN_TOKEN: Place = Place { table: "sessions", column: "login_mn_token" };
/// The key of the hashes of what was tried.
pub const TRACE_KEY: Place = Place { table: "installation", column: "value" };

/// How many rows are looked at in one go.
const AT_ONCE: i64 = 500;

/// One value as it stands.
pub(super) struct Found<I> {
    pub(super) id: I,
    pub(super) bytes: Vec<u8>,
    pub(super) by: Option<String>,
}

/// Which values are looked at.
#[derive(Clone, Copy)]
pub(super) enum Which<'a> {
    /// Those that are not encrypted.
    Plain,
    /// Those, and those that another key than this one encrypted.
    NotBy(&'a str),
    /// All.
    All,
}

impl Which<'_> {
    /// Whether encrypted ones are among them, and those of which key are not. No key has the empty name.
    const fn bound(&self) -> (bool, &str) {
        match self {
            Self::Plain => (false, ""),
            Self::NotBy(key) => (true, key),
            Self::All => (true, ""),
        }
    }
}

/// One of the columns.
pub(super) trait Column {
    /// What a row is found by.
    type Id: Clone;
    const PLACE: Place;
    /// Before all rows.
    fn first() -> Self::Id;
    /// The id as a value is bound to it.
    fn bytes(id: &Self::Id) -> &[u8];
    /// The next of these values after this row.
    async fn after(store: &Store, id: &Self::Id, which: Which<'_>) -> Result<Vec<Found<Self::Id>>, StoreError>;
    /// Puts another value in the place of what was found there, if it is still there.
    async fn put(tx: &mut Write, found: &Found<Self::Id>, bytes: &[u8], by: &str) -> Result<u64, StoreError>;
}

/// How bytes stand in a column.
trait Stored: Sized {
    /// The bytes; of what is no encoding of any, as it stands.
    fn read(self, sealed: bool) -> Vec<u8>;
    fn written(bytes: &[u8], sealed: bool) -> Self;
}

impl Stored for Vec<u8> {
    fn read(self, _: bool) -> Vec<u8> {
        self
    }

    fn written(bytes: &[u8], _: bool) -> Self {
        bytes.to_vec()
    }
}

impl Stored for String {
    fn read(self, sealed: bool) -> Vec<u8> {
        let decoded = if sealed { STANDARD_NO_PAD.decode(&self).ok() } else { None };
        decoded.unwrap_or_else(|| self.into_bytes())
    }

    fn written(bytes: &[u8], sealed: bool) -> Self {
        if sealed { STANDARD_NO_PAD.encode(bytes) } else { String::from_utf8_lossy(bytes).into_owned() }
    }
}

macro_rules! column {
    ($name:ident, $place:ident, $id:ty, $first:expr, |$row:ident| $bytes:expr, $value:ty,
     $table:literal, $key:literal, $column:literal, $only:literal) => {
        pub(super) struct $name;

        impl Column for $name {
            type Id = $id;
            const PLACE: Place = $place;

            fn first() -> $id {
                $first
            }

            fn bytes($row: &$id) -> &[u8] {
                $bytes
            }

            async fn after(store: &Store, id: &$id, which: Which<'_>) -> Result<Vec<Found<$id>>, StoreError> {
                let sql = concat!(
                    "SELECT ",
                    $key,
                    ", ",
                    $column,
                    ", sealed_by FROM ",
                    $table,
                    " WHERE ",
                    $key,
                    " > $1 AND ",
                    $only,
                    " AND (sealed_by IS NULL OR ($3 AND sealed_by <> $4)) ORDER BY ",
                    $key,
                    " LIMIT $2"
                );
                let (sealed, but) = which.bound();
                let rows = fetch_all!(store.read(), ($id, $value, Option<String>), sql, id.clone(), AT_ONCE, sealed, but)?;
                let found = |(id, value, by): ($id, $value, Option<String>)| Found { id, bytes: value.read(by.is_some()), by };
                Ok(rows.into_iter().map(found).collect())
            }

            async fn put(tx: &mut Write, found: &Found<$id>, bytes: &[u8], by: &str) -> Result<u64, StoreError> {
                let sql =
                    concat!("UPDATE ", $table, " SET ", $column, " = $2, sealed_by = $3 WHERE ", $key, " = $1 AND ", $column, " = $4");
                let before = <$value>::written(&found.bytes, found.by.is_some());
                execute!(tx.on(), sql, found.id.clone(), <$value>::written(bytes, true), by, before)
            }
        }
    };
}

column!(
    Authenticators,
    AUTHENTICATOR,
    UserId,
    UserId(uuid::Uuid::nil()),
    |id| id.0.as_bytes(),
    Vec<u8>,
    "second_factors",
    "user_id",
    "secret",
    "secret IS NOT NULL"
);
column!(
    AuthenticatorDrafts,
    AUTHENTICATOR_DRAFT,
    Vec<u8>,
    Vec::new(),
    |id| id,
    Vec<u8>,
    "authenticator_drafts",
    "session_hash",
    "secret",
    "secret IS NOT NULL"
);
column!(
    RecoverySheets,
    RECOVERY_SHEET,
    Vec<u8>,
    Vec::new(),
    |id| id,
    String,
    "recovery_sheets",
    "session_hash",
    "codes",
    "codes IS NOT NULL"
);
column!(
    LoginMnTokens,
    LOGIN_MN_TOKEN,
    Vec<u8>,
    Vec::new(),
    |id| id,
    String,
    "sessions",
    "token_hash",
    "login_mn_token",
    "login_mn_token IS NOT NULL"
);
column!(
    Installation,
    TRACE_KEY,
    String,
    String::new(),
    |id| id.as_bytes(),
    String,
    "installation",
    "key",
    "value",
    "key IN ('trace_key', 'sealed_check')"
);
