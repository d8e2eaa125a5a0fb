//! The second step of signing in: codes that are tried, and each taken once.

use super::arrival::{SignedInArrival, signed_in};
use super::passkeys::use_passkey;
use super::sessions::hold_account;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::UserId;
use crate::domain::instant::Instant;
use crate::domain::second_step::{CODE_LASTS, CODE_TRIES, STEP_LASTS};
use crate::domain::signed_in_with::{FirstStep, SecondStep};
use crate::store::db::{Write, execute, fetch_optional};
use crate::store::mail::{Mail, enqueue};
use crate::store::row::row;
use crate::store::sealing::AUTHENTICATOR;
use crate::store::{Audit, Store, StoreError, audit};

/// Somebody whose second step is to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInStep {
    /// Who gave the password.
    pub user: UserId,
    /// What they did first.
    pub first: FirstStep,
    /// Where they want to go.
    pub wanted: String,
    /// Whether a code was sent that can still be typed.
    pub code_sent: bool,
    /// Whether the code that was sent was right, where that only lets them set up another second step.
    pub code_right: bool,
}

/// What was typed, as far as it could be checked without the database.
#[derive(Clone, Debug)]
pub enum Proof {
    /// The authenticator's code of this step of time is right.
    Authenticator {
        /// Thirty seconds each, since 1970.
        step: i64,
    },
    /// SHA-256 of what may be the code that was sent.
    Emailed([u8; 32]),
    /// A passkey signed what it was asked to.
    Passkey {
        /// Which.
        credential: Vec<u8>,
        /// What changes at each use, as it was when the answer was looked at.
        was: Vec<u8>,
        /// The same from now on.
        is: Vec<u8>,
    },
    /// SHA-256 of what may be a recovery code, and the audit row of its use.
    Recovery([u8; 32], Audit),
}

impl Proof {
    /// Which second step it is of.
    #[must_use]
    pub const fn step(&self) -> SecondStep {
        match self {
            Self::Authenticator { .. } => SecondStep::App,
            Self::Emailed(_) => SecondStep::EmailCode,
            Self::Passkey { .. } => SecondStep::Passkey,
            Self::Recovery(..) => SecondStep::RecoveryCode,
        }
    }
}

row! {
    struct StepRow {
        user_id: UserId,
        login_mn: bool,
        wanted: String,
        code_sent: bool,
        code_right: bool,
    }
}

/// Takes the code of a step of time; `false` when it or a later one was taken before.
pub(super) async fn take_step(tx: &mut Write, user: UserId, step: i64) -> Result<bool, StoreError> {
    let taken = execute!(
        tx.on(),
        "UPDATE second_factors SET last_step = $2 WHERE user_id = $1 AND kind = 'authenticator' AND last_step < $2",
        user,
        step,
    )?;
    Ok(taken == 1)
}

/// Takes a code that was sent. The try counts before the code is looked at, so that many at once are no more than many in turn.
async fn take_emailed(tx: &mut Write, session: [u8; 32], code: [u8; 32], now: Instant) -> Result<bool, StoreError> {
    let tried = execute!(
        tx.on(),
        "UPDATE sign_in_steps SET code_tries = code_tries + 1
         WHERE session_hash = $1 AND code_hash IS NOT NULL AND code_sent_at > $2 AND code_tries < $3",
        session.as_slice(),
        now - CODE_LASTS,
        CODE_TRIES,
    )?;
    let taken = execute!(
        tx.on(),
        "UPDATE sign_in_steps SET code_hash = NULL WHERE session_hash = $1 AND code_hash = $2
         AND user_id IN (SELECT user_id FROM second_factors WHERE kind = 'email')",
        session.as_slice(),
        code.as_slice(),
    )?;
    Ok(tried == 1 && taken == 1)
}

async fn take_recovery(tx: &mut Write, user: UserId, code: [u8; 32], audit: &Audit, now: Instant) -> Result<bool, StoreError> {
    let taken = execute!(
        tx.on(),
        "UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL",
        user,
        code.as_slice(),
        now,
    )?;
    if taken == 1 {
        audit::record(tx, audit, AuditAction::SecondFactorChanged, Subject::default(), now).await?;
    }
    Ok(taken == 1)
}

/// Ends the wait for the second step; `false` when there is none.
pub(super) async fn end_step(tx: &mut Write, session: [u8; 32], user: UserId, now: Instant) -> Result<bool, StoreError> {
    let ended = execute!(
        tx.on(),
        "DELETE FROM sign_in_steps WHERE session_hash = $1 AND user_id = $2 AND created_at > $3",
        session.as_slice(),
        user,
        now - STEP_LASTS,
    )?;
    Ok(ended == 1)
}

impl Store {
    /// Whose second step is to come in this session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_in_step(&self, session: [u8; 32], now: Instant) -> Result<Option<SignInStep>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            StepRow,
            "SELECT t.user_id, s.login_mn_subject IS NOT NULL AS login_mn, wanted,
                 COALESCE(code_hash IS NOT NULL AND code_sent_at > $3 AND code_tries < $4, FALSE) AS code_sent,
                 code_right = TRUE AS code_right
             FROM sign_in_steps t JOIN sessions s ON s.token_hash = t.session_hash WHERE t.session_hash = $1 AND t.created_at > $2",
            session.as_slice(),
            now - STEP_LASTS,
            now - CODE_LASTS,
            CODE_TRIES,
        )?;
        Ok(row.map(|row| SignInStep {
            user: row.user_id,
            first: if row.login_mn { FirstStep::LoginMn } else { FirstStep::Password },
            wanted: row.wanted,
            code_sent: row.code_sent,
            code_right: row.code_right,
        }))
    }

    /// Sends a code in the place of one that was sent before. `false` when no second step is to come any more.
    ///
    /// # Errors
    /// When the database fails; then nothing is sent.
    pub async fn send_code(&self, session: [u8; 32], code: [u8; 32], letter: &Mail, now: Instant) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let kept = execute!(
            tx.on(),
            "UPDATE sign_in_steps SET code_hash = $2, code_sent_at = $3, code_tries = 0 WHERE session_hash = $1 AND created_at > $4",
            session.as_slice(),
            code.as_slice(),
            now,
            now - STEP_LASTS,
        )?;
        if kept == 0 {
            return Ok(false);
        }
        enqueue(&mut tx, letter).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The secret of an account's authenticator.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn authenticator_secret(&self, user: UserId) -> Result<Option<Vec<u8>>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            (Vec<u8>, Option<String>),
            "SELECT secret, sealed_by FROM second_factors WHERE user_id = $1 AND kind = 'authenticator'",
            user,
        )?;
        row.map(|(secret, by)| self.sealing.unseal(AUTHENTICATOR, user.0.as_bytes(), by.as_deref(), &secret)).transpose()
    }

    /// Takes the code that was sent where it only lets its owner set up another second step. `false` when it is wrong, was taken before,
    /// or comes too late.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn pass_to_set_up(&self, session: [u8; 32], code: [u8; 32], now: Instant) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let right = take_emailed(&mut tx, session, code, now).await?;
        if right {
            execute!(tx.on(), "UPDATE sign_in_steps SET code_right = TRUE WHERE session_hash = $1", session.as_slice())?;
        }
        // A wrong try is kept, too.
        tx.commit().await?;
        Ok(right)
    }

    /// Takes a code and signs in, or neither. `false` when the code is wrong, was taken before, or comes too late.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn pass_step(&self, session: [u8; 32], user: UserId, proof: &Proof, arrival: &SignedInArrival) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let now = arrival.session.now;
        hold_account(&mut tx, user).await?;
        let right = match proof {
            Proof::Authenticator { step } => take_step(&mut tx, user, *step).await?,
            Proof::Emailed(code) => {
                let right = take_emailed(&mut tx, session, *code, now).await?;
                if !right {
                    // The try is kept.
                    tx.commit().await?;
                    return Ok(false);
                }
                right
            }
            Proof::Passkey { credential, was, is } => use_passkey(&mut tx, user, credential, was, is, now).await?,
            Proof::Recovery(code, audit) => take_recovery(&mut tx, user, *code, audit, now).await?,
        };
        if !right || !end_step(&mut tx, session, user, now).await? {
            return Ok(false);
        }
        signed_in(&mut tx, arrival).await?;
        tx.commit().await?;
        Ok(true)
    }
}
