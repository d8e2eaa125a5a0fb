//! Values that are kept encrypted, with a key that is not in the database: what signs people in by itself, and what stands behind their
//! sessions elsewhere. Who gets hold of the database alone can't read them, nor put one of them in the place of another.
//!
//! A new kind of value is a line in [`places`] with its own column `sealed_by`; it is encrypted by [`Sealing::seal`] where it is written
//! and decrypted by [`Sealing::unseal`] where it is read.

mod keys;
mod moved;
mod places;
mod start;

pub use keys::{KEY_BYTES, Keys, NONCE_BYTES, key_id};
pub use start::{Resealed, SealedValues};

pub(super) use moved::{drafts_moved, token_moved};
pub(super) use places::{AUTHENTICATOR, AUTHENTICATOR_DRAFT, LOGIN_MN_TOKEN, RECOVERY_SHEET, TRACE_KEY};

use super::error::StoreError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// Where a value stands. What is encrypted for one place and row is of no use in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) table: &'static str,
    pub(super) column: &'static str,
}

/// Why an encrypted value is not to be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// No key was given at all.
    #[error("no SECRET_KEY is given")]
    NoKey,
    /// It was encrypted with another key.
    #[error("it was encrypted with the key {0}, which is none of those of SECRET_KEY")]
    UnknownKey(String),
    /// It stands there as it is.
    #[error("it is not encrypted")]
    Plain,
    /// It was changed, or stood in another row.
    #[error("it is damaged, or belongs elsewhere")]
    Damaged,
}

/// An encrypted value, and the name of its key.
pub(super) struct Sealed {
    pub(super) by: String,
    pub(super) bytes: Vec<u8>,
}

impl Sealed {
    /// As it stands in a column of text.
    pub(super) fn text(&self) -> String {
        STANDARD_NO_PAD.encode(&self.bytes)
    }
}

/// The keys that a store was given, if any.
#[derive(Clone, Debug, Default)]
pub(super) struct Sealing(Option<Keys>);

impl Sealing {
    pub(super) const fn with(keys: Keys) -> Self {
        Self(Some(keys))
    }

    fn keys(&self, place: Place) -> Result<&Keys, StoreError> {
        self.0.as_ref().ok_or_else(|| place.unreadable(Unreadable::NoKey))
    }

    /// Encrypts a value for the row with this id.
    pub(super) fn seal(&self, place: Place, row: &[u8], plain: &[u8]) -> Result<Sealed, StoreError> {
        self.keys(place)?.seal(&place.bound_to(row), plain).ok_or_else(|| place.unreadable(Unreadable::NoKey))
    }

    /// Decrypts the value of the row with this id.
    pub(super) fn unseal(&self, place: Place, row: &[u8], by: Option<&str>, bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
        let by = by.ok_or_else(|| place.unreadable(Unreadable::Plain))?;
        self.keys(place)?.unseal(&place.bound_to(row), by, bytes).map_err(|why| place.unreadable(why))
    }

    /// The same of a value in a column of text.
    pub(super) fn unseal_text(&self, place: Place, row: &[u8], by: Option<&str>, text: &str) -> Result<String, StoreError> {
        let damaged = || place.unreadable(Unreadable::Damaged);
        // Plain text is said to be that, whatever it looks like.
        let bytes = if by.is_some() { STANDARD_NO_PAD.decode(text).map_err(|_| damaged())? } else { Vec::new() };
        String::from_utf8(self.unseal(place, row, by, &bytes)?).map_err(|_| damaged())
    }
}

impl Place {
    /// What a value is bound to. Names hold no zero byte, so that no two places and rows have the same.
    fn bound_to(self, row: &[u8]) -> Vec<u8> {
        [b"assister-portal", self.table.as_bytes(), self.column.as_bytes(), row].join(&0)
    }

    fn unreadable(self, why: Unreadable) -> StoreError {
        StoreError::Sealed { table: self.table, column: self.column, why }
    }
}
