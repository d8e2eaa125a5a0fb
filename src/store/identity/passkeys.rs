//! Passkeys: keys of devices, kept beside the second step that everybody has.

use super::address::write_to;
use super::sessions::{end_others, hold_account};
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::{PasskeyId, UserId};
use crate::domain::instant::Instant;
use crate::domain::second_step::{PASSKEYS, QUESTION_LASTS};
use crate::store::codec::known;
use crate::store::db::{Write, execute, fetch_all, fetch_one, fetch_optional};
use crate::store::mail::Mail;
use crate::store::row::row;
use crate::store::{Audit, Store, StoreError, audit};

/// A passkey as the protocol knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// By which the browser finds it.
    pub credential: Vec<u8>,
    /// How it can be reached (plugged in, by radio, inside of the machine), in the library's own byte.
    pub transports: u8,
    /// Its public key and what else never changes.
    pub fixed: Vec<u8>,
    /// What changes at each use: the counter by which a copy is found out.
    pub changing: Vec<u8>,
}

/// A passkey that somebody has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPasskey {
    /// For the form that removes it.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: Instant,
    /// When it was last signed in with.
    pub last_used_at: Option<Instant>,
    /// The passkey.
    pub passkey: Passkey,
}

/// A passkey to add.
#[derive(Clone, Debug)]
pub struct NewPasskey {
    /// Its id here.
    pub id: PasskeyId,
    /// Whose.
    pub user: UserId,
    /// What its owner calls it.
    pub name: String,
    /// The passkey.
    pub passkey: Passkey,
    /// The session in which it is added: the only one that goes on.
    pub session: [u8; 32],
    /// When.
    pub now: Instant,
}

row! {
    struct Row {
        id: PasskeyId,
        credential_id: Vec<u8>,
        transports: i16,
        fixed: Vec<u8>,
        changing: Vec<u8>,
        name: String,
        created_at: Instant,
        last_used_at: Option<Instant>,
    }
}

/// Notes the use of a passkey; `false` when it is gone, or was used meanwhile: what an answer says of it holds once.
pub(super) async fn use_passkey(
    tx: &mut Write,
    user: UserId,
    credential: &[u8],
    was: &[u8],
    is: &[u8],
    now: Instant,
) -> Result<bool, StoreError> {
    let used = execute!(
        tx.on(),
        "UPDATE passkeys SET changing = $4, last_used_at = $5 WHERE user_id = $1 AND credential_id = $2 AND changing = $3",
        user,
        credential,
        was,
        is,
        now,
    )?;
    Ok(used == 1)
}

impl Store {
    /// An account's passkeys, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn passkeys(&self, user: UserId) -> Result<Vec<OwnPasskey>, StoreError> {
        let rows = fetch_all!(
            self.read(),
            Row,
            "SELECT id, credential_id, transports, fixed, changing, name, created_at, last_used_at FROM passkeys
             WHERE user_id = $1 ORDER BY created_at, id",
            user,
        )?;
        rows.into_iter()
            .map(|row| {
                let transports = known(row.transports.try_into().ok(), "passkeys", "transports", row.id.0)?;
                let passkey = Passkey { credential: row.credential_id, transports, fixed: row.fixed, changing: row.changing };
                Ok(OwnPasskey { id: row.id, name: row.name, created_at: row.created_at, last_used_at: row.last_used_at, passkey })
            })
            .collect()
    }

    /// Keeps what a browser is asked in a session, in the place of what it was asked before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask_passkey(&self, session: [u8; 32], state: &[u8], now: Instant) -> Result<(), StoreError> {
        execute!(
            self.single_write(),
            "INSERT INTO passkey_questions (session_hash, state, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (session_hash) DO UPDATE SET state = excluded.state, created_at = excluded.created_at",
            session.as_slice(),
            state,
            now,
        )?;
        Ok(())
    }

    /// Takes what the browser was asked: it is answered once, and soon.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_passkey_question(&self, session: [u8; 32], now: Instant) -> Result<Option<Vec<u8>>, StoreError> {
        let row = fetch_optional!(
            self.single_write(),
            (Vec<u8>, Instant),
            "DELETE FROM passkey_questions WHERE session_hash = $1 RETURNING state, created_at",
            session.as_slice(),
        )?;
        Ok(row.filter(|(_, at)| *at > now - QUESTION_LASTS).map(|(state, _)| state))
    }

    /// Adds a passkey and tells its owner by mail. `false` when it is somebody's already, or they have as many as one may have.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn add_passkey(&self, new: &NewPasskey, letter: &Mail, changed: &Audit) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        // Many at once are counted one after the other.
        hold_account(&mut tx, new.user).await?;
        let (has,) = fetch_one!(tx.on(), (i64,), "SELECT CAST(COUNT(*) AS BIGINT) FROM passkeys WHERE user_id = $1", new.user)?;
        if has >= PASSKEYS {
            return Ok(false);
        }
        let added = execute!(
            tx.on(),
            "INSERT INTO passkeys (id, user_id, credential_id, transports, fixed, changing, name, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (credential_id) DO NOTHING",
            new.id,
            new.user,
            new.passkey.credential.as_slice(),
            i16::from(new.passkey.transports),
            new.passkey.fixed.as_slice(),
            new.passkey.changing.as_slice(),
            &new.name,
            new.now,
        )?;
        if added == 0 {
            return Ok(false);
        }
        end_others(&mut tx, new.user, Some(new.session)).await?;
        audit::record(&mut tx, changed, AuditAction::SecondFactorChanged, Subject::default(), new.now).await?;
        write_to(&mut tx, new.user, letter).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Removes all passkeys but those that are kept, ends all sessions but `session` and tells their owner by mail. Gives how many are gone;
    /// with none nothing happens.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn keep_passkeys(
        &self,
        user: UserId,
        kept: &[PasskeyId],
        session: [u8; 32],
        letter: &Mail,
        changed: &Audit,
    ) -> Result<u64, StoreError> {
        let mut tx = self.write().await?;
        hold_account(&mut tx, user).await?;
        let all = fetch_all!(tx.on(), (PasskeyId,), "SELECT id FROM passkeys WHERE user_id = $1", user)?;
        let mut gone = 0;
        for (id,) in all.into_iter().filter(|(id,)| !kept.contains(id)) {
            gone += execute!(tx.on(), "DELETE FROM passkeys WHERE id = $1 AND user_id = $2", id, user)?;
        }
        if gone > 0 {
            end_others(&mut tx, user, Some(session)).await?;
            audit::record(&mut tx, changed, AuditAction::SecondFactorChanged, Subject::default(), letter.now).await?;
            write_to(&mut tx, user, letter).await?;
            tx.commit().await?;
        }
        Ok(gone)
    }

    /// Removes a passkey, ends all sessions but `session` and tells its owner by mail. `false` when this account has no such passkey.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn remove_passkey(
        &self,
        user: UserId,
        id: PasskeyId,
        session: [u8; 32],
        letter: &Mail,
        changed: &Audit,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        hold_account(&mut tx, user).await?;
        if execute!(tx.on(), "DELETE FROM passkeys WHERE id = $1 AND user_id = $2", id, user)? == 0 {
            return Ok(false);
        }
        end_others(&mut tx, user, Some(session)).await?;
        audit::record(&mut tx, changed, AuditAction::SecondFactorChanged, Subject::default(), letter.now).await?;
        write_to(&mut tx, user, letter).await?;
        tx.commit().await?;
        Ok(true)
    }
}
