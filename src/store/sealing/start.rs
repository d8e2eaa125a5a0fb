//! What is done to all encrypted values: at the start, when the key changes, and to see whether each can be read.

use super::places::{AuthenticatorDrafts, Authenticators, Column, Installation, LoginMnTokens, RecoverySheets, Which};
use super::{Place, Sealing, Unreadable};
use crate::store::db::{execute, fetch_optional};
use crate::store::{Store, StoreError};
use std::collections::BTreeSet;

/// Where words stand that are encrypted like everything else: another key than theirs is found out before there is anything to read.
const CHECK: &str = "sealed_check";
const WORDS: &[u8] = b"assister-portal";
const CHECKED: Place = super::TRACE_KEY;

/// What was found of the encrypted values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SealedValues {
    /// How many can be read.
    pub readable: u64,
    /// How many of those are encrypted with another key than the first.
    pub with_older_keys: u64,
    /// How many are not encrypted.
    pub plain: u64,
    /// Keys that are needed and not given.
    pub unknown_keys: BTreeSet<String>,
    /// How many are damaged, or stand where they don't belong.
    pub damaged: u64,
    /// Names of keys that are needed.
    pub used_keys: BTreeSet<String>,
}

/// What came of encrypting with the first key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resealed {
    /// How many were encrypted.
    pub done: u64,
    /// How many can't be read, and stay as they are.
    pub left: u64,
}

/// Calls one function for each column.
macro_rules! each_column {
    ($call:ident($($argument:expr),*)) => {
        $call::<Authenticators>($($argument),*).await?;
        $call::<AuthenticatorDrafts>($($argument),*).await?;
        $call::<RecoverySheets>($($argument),*).await?;
        $call::<LoginMnTokens>($($argument),*).await?;
        $call::<Installation>($($argument),*).await?;
    };
}

async fn look<C: Column>(store: &Store, first: &str, values: &mut SealedValues) -> Result<(), StoreError> {
    let mut last = C::first();
    loop {
        let rows = C::after(store, &last, Which::All).await?;
        let Some(end) = rows.last() else { return Ok(()) };
        last = end.id.clone();
        for row in rows {
            let why = match store.sealing.unseal(C::PLACE, C::bytes(&row.id), row.by.as_deref(), &row.bytes) {
                Ok(_) => None,
                Err(StoreError::Sealed { why, .. }) => Some(why),
                Err(error) => return Err(error),
            };
            match why {
                None => {
                    values.readable += 1;
                    values.with_older_keys += u64::from(row.by.as_deref() != Some(first));
                }
                Some(Unreadable::Plain) => values.plain += 1,
                Some(Unreadable::UnknownKey(key)) => drop(values.unknown_keys.insert(key)),
                Some(Unreadable::NoKey) => values.unknown_keys.extend(row.by.clone()),
                Some(Unreadable::Damaged) => values.damaged += 1,
            }
            values.used_keys.extend(row.by);
        }
    }
}

async fn reseal<C: Column>(store: &Store, which: Which<'_>, came: &mut Resealed) -> Result<(), StoreError> {
    let mut last = C::first();
    loop {
        let rows = C::after(store, &last, which).await?;
        let Some(end) = rows.last() else { return Ok(()) };
        last = end.id.clone();
        let mut tx = store.write().await?;
        for row in &rows {
            let bound = C::bytes(&row.id);
            let plain = match &row.by {
                None => Ok(row.bytes.clone()),
                Some(by) => store.sealing.unseal(C::PLACE, bound, Some(by), &row.bytes),
            };
            let plain = match plain {
                Ok(plain) => plain,
                Err(StoreError::Sealed { .. }) => {
                    came.left += 1;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let sealed = store.sealing.seal(C::PLACE, bound, &plain)?;
            came.done += C::put(&mut tx, row, &sealed.bytes, &sealed.by).await?;
        }
        tx.commit().await?;
    }
}

impl Store {
    /// The same store with keys: without any, it neither writes nor reads what is kept encrypted.
    #[must_use]
    pub fn sealed_with(mut self, keys: super::Keys) -> Self {
        self.sealing = Sealing::with(keys);
        self
    }

    fn first_key(&self) -> Result<String, StoreError> {
        self.sealing.keys(CHECKED)?.current().ok_or_else(|| CHECKED.unreadable(Unreadable::NoKey))
    }

    /// Whether the database holds values that are encrypted, with whichever key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_sealed(&self) -> Result<bool, StoreError> {
        let sql = "SELECT value FROM installation WHERE key = $1";
        Ok(fetch_optional!(self.read(), (String,), sql, CHECK)?.is_some())
    }

    /// Makes sure that the keys are those of this database, which gets the first of them when it has none, and encrypts what is not
    /// encrypted yet. Gives how many values that were. Harmless when several programs do it at once.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when the database was encrypted with a key that is not given; then nothing changed. When the database fails.
    pub async fn begin_sealing(&self) -> Result<u64, StoreError> {
        let sealed = self.sealing.seal(CHECKED, CHECK.as_bytes(), WORDS)?;
        execute!(
            self.single_write(),
            "INSERT INTO installation (key, value, sealed_by) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING",
            CHECK,
            sealed.text(),
            &sealed.by,
        )?;
        let sql = "SELECT value, sealed_by FROM installation WHERE key = $1";
        let row = fetch_optional!(self.read(), (String, Option<String>), sql, CHECK)?;
        if let Some((value, by)) = row {
            self.sealing.unseal_text(CHECKED, CHECK.as_bytes(), by.as_deref(), &value)?;
        }
        Ok(self.seal(Which::Plain).await?.done)
    }

    /// Encrypts everything with the first key that is not. Values that can't be read stay as they are and are counted.
    ///
    /// # Errors
    /// When the database fails; what was encrypted before that stays so, and the rest can be read as before.
    pub async fn reseal(&self) -> Result<Resealed, StoreError> {
        let (first, mut came) = (self.first_key()?, Resealed::default());
        loop {
            let round = self.seal(Which::NotBy(&first)).await?;
            came = Resealed { done: came.done + round.done, left: round.left };
            // What a server wrote with an older key meanwhile is met in the next round.
            if round.done == 0 {
                return Ok(came);
            }
        }
    }

    async fn seal(&self, which: Which<'_>) -> Result<Resealed, StoreError> {
        let mut came = Resealed::default();
        each_column!(reseal(self, which, &mut came));
        Ok(came)
    }

    /// Whether each encrypted value can be read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sealed_values(&self) -> Result<SealedValues, StoreError> {
        let (first, mut values) = (self.first_key().unwrap_or_default(), SealedValues::default());
        each_column!(look(self, &first, &mut values));
        Ok(values)
    }
}
