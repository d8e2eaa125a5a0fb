//! Setting up and changing second steps, and the recovery codes that go with them.

use super::address::write_to;
use super::arrival::{SignedInArrival, signed_in};
use super::second_step::end_step;
use super::sessions::{end_others, hold_account};
use super::shut::forget_second_step;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::UserId;
use crate::domain::instant::Instant;
use crate::domain::second_step::{FactorKind, SHEET_LASTS};
use crate::store::codec::count;
use crate::store::db::{Write, execute, fetch_one, fetch_optional};
use crate::store::mail::Mail;
use crate::store::sealing::{AUTHENTICATOR, AUTHENTICATOR_DRAFT, RECOVERY_SHEET};
use crate::store::{Audit, Store, StoreError, audit};

/// A second step to set up.
#[derive(Clone, Debug)]
pub enum NewFactor {
    /// An authenticator whose first code was right: its secret, and the step of time of that code.
    Authenticator(Vec<u8>, i64),
    /// Codes by email.
    Email,
}

impl NewFactor {
    const fn kind(&self) -> FactorKind {
        match self {
            Self::Authenticator(..) => FactorKind::Authenticator,
            Self::Email => FactorKind::Email,
        }
    }
}

/// New recovery codes, to be shown once.
#[derive(Clone, Debug)]
pub struct RecoverySheet {
    /// SHA-256 of each.
    pub hashes: Vec<[u8; 32]>,
    /// All of them as they are shown.
    pub codes: String,
    /// The session in which they are shown.
    pub session_hash: [u8; 32],
    /// Where its owner wants to go then.
    pub wanted: String,
}

/// Makes `sheet` the account's only recovery codes.
async fn replace_codes(tx: &mut Write, user: UserId, sheet: &RecoverySheet, now: Instant) -> Result<(), StoreError> {
    execute!(tx.on(), "DELETE FROM recovery_codes WHERE user_id = $1", user)?;
    for hash in &sheet.hashes {
        execute!(tx.on(), "INSERT INTO recovery_codes (user_id, code_hash, created_at) VALUES ($1, $2, $3)", user, hash.as_slice(), now)?;
    }
    let sealed = tx.sealing.seal(RECOVERY_SHEET, &sheet.session_hash, sheet.codes.as_bytes())?;
    execute!(
        tx.on(),
        "INSERT INTO recovery_sheets (session_hash, codes, sealed_by, wanted, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (session_hash) DO UPDATE SET codes = excluded.codes, sealed_by = excluded.sealed_by, wanted = excluded.wanted,
             created_at = excluded.created_at",
        sheet.session_hash.as_slice(),
        sealed.text(),
        &sealed.by,
        &sheet.wanted,
        now,
    )?;
    Ok(())
}

async fn insert_factor(tx: &mut Write, user: UserId, factor: &NewFactor, now: Instant) -> Result<bool, StoreError> {
    let (sealed, step) = match factor {
        NewFactor::Authenticator(secret, step) => (Some(tx.sealing.seal(AUTHENTICATOR, user.0.as_bytes(), secret)?), *step),
        NewFactor::Email => (None, 0),
    };
    let written = execute!(
        tx.on(),
        "INSERT INTO second_factors (user_id, kind, secret, sealed_by, last_step, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (user_id) DO NOTHING",
        user,
        factor.kind().code(),
        sealed.as_ref().map(|sealed| sealed.bytes.as_slice()),
        sealed.as_ref().map(|sealed| sealed.by.as_str()),
        step,
        now,
    )?;
    Ok(written == 1)
}

impl Store {
    /// Keeps the secret of an authenticator that is about to be set up in this session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft_authenticator(&self, session: [u8; 32], secret: &[u8], now: Instant) -> Result<(), StoreError> {
        let sealed = self.sealing.seal(AUTHENTICATOR_DRAFT, &session, secret)?;
        execute!(
            self.single_write(),
            "INSERT INTO authenticator_drafts (session_hash, secret, sealed_by, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (session_hash) DO UPDATE SET secret = excluded.secret, sealed_by = excluded.sealed_by,
                 created_at = excluded.created_at",
            session.as_slice(),
            sealed.bytes.as_slice(),
            &sealed.by,
            now,
        )?;
        Ok(())
    }

    /// The secret that is being set up in this session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn authenticator_draft(&self, session: [u8; 32]) -> Result<Option<Vec<u8>>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            (Vec<u8>, Option<String>),
            "SELECT secret, sealed_by FROM authenticator_drafts WHERE session_hash = $1",
            session.as_slice(),
        )?;
        row.map(|(secret, by)| self.sealing.unseal(AUTHENTICATOR_DRAFT, &session, by.as_deref(), &secret)).transpose()
    }

    /// Gives an account its first second step and signs its owner in, who gave the password in the visitor's session `session`.
    /// `false` when they come too late, or the account has a second step by now: a password alone never replaces one. Codes by email that
    /// only let their owner set up another second step are replaced by it, and the owner is told by `letter`.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn first_factor(
        &self,
        session: [u8; 32],
        user: UserId,
        factor: &NewFactor,
        sheet: &RecoverySheet,
        arrival: &SignedInArrival,
        (letter, changed): (&Mail, &Audit),
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let now = arrival.session.now;
        hold_account(&mut tx, user).await?;
        let replaced = execute!(
            tx.on(),
            "DELETE FROM second_factors WHERE user_id = $2 AND kind = 'email'
             AND EXISTS (SELECT 1 FROM sign_in_steps s WHERE s.session_hash = $1 AND s.user_id = $2 AND s.code_right = TRUE)",
            session.as_slice(),
            user,
        )?;
        if replaced == 1 {
            write_to(&mut tx, user, letter).await?;
        }
        if !end_step(&mut tx, session, user, now).await? || !insert_factor(&mut tx, user, factor, now).await? {
            return Ok(false);
        }
        audit::record(&mut tx, changed, AuditAction::SecondFactorChanged, Subject::default(), now).await?;
        end_others(&mut tx, user, None).await?;
        signed_in(&mut tx, arrival).await?;
        replace_codes(&mut tx, user, sheet, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Gives a signed-in person another second step, or only new recovery codes, and tells them by mail. All their other sessions end.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn change_factor(
        &self,
        user: UserId,
        factor: Option<&NewFactor>,
        sheet: &RecoverySheet,
        letter: &Mail,
        changed: &Audit,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        let now = letter.now;
        hold_account(&mut tx, user).await?;
        if let Some(factor) = factor {
            execute!(tx.on(), "DELETE FROM second_factors WHERE user_id = $1", user)?;
            insert_factor(&mut tx, user, factor, now).await?;
            execute!(tx.on(), "DELETE FROM authenticator_drafts WHERE session_hash = $1", sheet.session_hash.as_slice())?;
        }
        end_others(&mut tx, user, Some(sheet.session_hash)).await?;
        replace_codes(&mut tx, user, sheet, now).await?;
        audit::record(&mut tx, changed, AuditAction::SecondFactorChanged, Subject::default(), now).await?;
        write_to(&mut tx, user, letter).await?;
        tx.commit().await
    }

    /// Takes an account's second step away for its owner, with passkeys and recovery codes, and tells them by mail. All their other
    /// sessions end. `false` when there is none.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn drop_factor(&self, user: UserId, session: [u8; 32], letter: &Mail, changed: &Audit) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        hold_account(&mut tx, user).await?;
        if !forget_second_step(&mut tx, user).await? {
            return Ok(false);
        }
        execute!(tx.on(), "DELETE FROM recovery_sheets WHERE session_hash = $1", session.as_slice())?;
        end_others(&mut tx, user, Some(session)).await?;
        audit::record(&mut tx, changed, AuditAction::SecondFactorChanged, Subject::default(), letter.now).await?;
        write_to(&mut tx, user, letter).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// How many recovery codes an account has left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recovery_codes_left(&self, user: UserId) -> Result<u32, StoreError> {
        let (left,) = fetch_one!(
            self.read(),
            (i64,),
            "SELECT CAST(COUNT(*) AS BIGINT) FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL",
            user,
        )?;
        Ok(count(left))
    }

    /// New recovery codes that this session may still see, and where its owner wants to go then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recovery_sheet(&self, session: [u8; 32], now: Instant) -> Result<Option<(String, String)>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            (String, Option<String>, String),
            "SELECT codes, sealed_by, wanted FROM recovery_sheets WHERE session_hash = $1 AND created_at > $2",
            session.as_slice(),
            now - SHEET_LASTS,
        )?;
        let unseal = |(codes, by, wanted): (String, Option<String>, String)| {
            Ok((self.sealing.unseal_text(RECOVERY_SHEET, &session, by.as_deref(), &codes)?, wanted))
        };
        row.map(unseal).transpose()
    }

    /// Their owner has them: they are never shown again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_recovery_sheet(&self, session: [u8; 32]) -> Result<(), StoreError> {
        execute!(self.single_write(), "DELETE FROM recovery_sheets WHERE session_hash = $1", session.as_slice())?;
        Ok(())
    }
}
