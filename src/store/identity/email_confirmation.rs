//! Whether a consumer reads the mail of their address: links that show it.

use super::address::is_anothers;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::identity::Role;
use crate::domain::ids::{ConsumerId, UserId};
use crate::domain::instant::Instant;
use crate::store::db::{On, Write, execute, fetch_optional};
use crate::store::mail::{Mail, enqueue};
use crate::store::manage_assister::lock;
use crate::store::postgres::OnPostgres;
use crate::store::row::row;
use crate::store::{Audit, Constraint, Store, StoreError, audit};

/// A link to confirm an address.
#[derive(Clone, Debug)]
pub struct NewConfirmation {
    /// SHA-256 of the token in it.
    pub token_hash: [u8; 32],
    /// The letter with it, to the address that is confirmed.
    pub letter: Mail,
    /// The letter in its place when another account has the address: it says so, which no page does, and the link is not written.
    pub taken: Mail,
    /// Until when it works.
    pub expires_at: Instant,
}

/// How it is shown that the address of a new account is its owner's.
#[derive(Clone, Debug)]
pub enum EmailProof {
    /// They have shown it in another way.
    Confirmed,
    /// They show it by this link.
    Asked(Box<NewConfirmation>),
    /// They show it by a link that they send later: too many letters were sent there lately.
    Later,
}

/// The address that a link confirms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Whose.
    pub user: UserId,
    /// The address.
    pub email: String,
    /// Whether another account has it by now.
    pub taken: bool,
}

/// What came of opening a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// The address is confirmed.
    Done,
    /// Another account has it.
    Taken,
    /// The link confirms nothing (any more).
    Nothing,
}

row! {
    struct LinkRow {
        id: UserId,
        consumer_id: ConsumerId,
        email: String,
        taken: bool,
    }
}

/// Writes a link and its letter; the other letter where somebody has an account with the address.
pub(super) async fn ask_to_confirm(tx: &mut Write, user: UserId, new: &NewConfirmation) -> Result<(), StoreError> {
    if is_anothers(tx, user, &new.letter.to).await? {
        return enqueue(tx, &new.taken).await;
    }
    execute!(
        tx.on(),
        "INSERT INTO email_confirmations (token_hash, user_id, email, expires_at) VALUES ($1, $2, $3, $4)",
        new.token_hash.as_slice(),
        user,
        &new.letter.to,
        new.expires_at,
    )?;
    enqueue(tx, &new.letter).await
}

/// Notes that an account's owner reads the mail of its address, which it has from now on. Harmless again, and of who is no consumer.
///
/// # Errors
/// `Conflict(EmailTaken)`: another account has the address. Or when the database fails.
pub(super) async fn note_confirmed(tx: &mut Write, user: UserId, now: Instant) -> Result<bool, StoreError> {
    let own = "UPDATE users SET email = asked_email, asked_email = NULL WHERE id = $1 AND role = 'consumer' AND asked_email IS NOT NULL";
    execute!(tx.on(), own, user)?;
    let sql = "UPDATE consumers SET email_confirmed_at = $2 WHERE user_id = $1 AND email_confirmed_at IS NULL";
    Ok(execute!(tx.on(), sql, user, now)? == 1)
}

/// Notes that an account's owner read what was sent to its mailbox. An address that was asked for since, by whomever, is not the one whose
/// mail was read, and is asked for no more.
///
/// # Errors
/// As [`note_confirmed`].
pub(super) async fn note_mail_read(tx: &mut Write, user: UserId, now: Instant) -> Result<(), StoreError> {
    // A consumer's row is held before their account, as in every change of either.
    execute!(tx.on(), "UPDATE consumers SET user_id = user_id WHERE user_id = $1", user)?;
    let another =
        "UPDATE users SET asked_email = NULL WHERE id = $1 AND role = 'consumer' AND email LIKE '%@%' AND asked_email IS NOT NULL";
    if execute!(tx.on(), another, user)? > 0 {
        execute!(tx.on(), "DELETE FROM email_confirmations WHERE user_id = $1", user)?;
    }
    note_confirmed(tx, user, now).await.map(drop)
}

/// Whether a consumer's address is confirmed.
pub(in crate::store) async fn is_confirmed(tx: &mut Write, consumer: ConsumerId) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM consumers WHERE id = $1 AND email_confirmed_at IS NOT NULL";
    Ok(fetch_optional!(tx.on(), (ConsumerId,), sql, consumer)?.is_some())
}

async fn linked<'c, S>(on: On<S, OnPostgres<'c>>, token_hash: [u8; 32], now: Instant) -> Result<Option<LinkRow>, StoreError>
where
    S: sqlx::Executor<'c, Database = sqlx::Sqlite>,
{
    fetch_optional!(
        on,
        LinkRow,
        "SELECT u.id, c.id AS consumer_id, e.email, EXISTS (SELECT 1 FROM users o WHERE o.email = e.email AND o.id <> u.id) AS taken
         FROM email_confirmations e JOIN users u ON u.id = e.user_id AND COALESCE(u.asked_email, u.email) = e.email
         JOIN consumers c ON c.user_id = u.id
         WHERE e.token_hash = $1 AND e.expires_at > $2 AND u.removed_at IS NULL AND u.suspended_at IS NULL",
        token_hash.as_slice(),
        now,
    )
}

impl Store {
    /// Sends a link to confirm the address of an account. `false` when it has another address by now, or is suspended.
    ///
    /// # Errors
    /// When the database fails; then nothing is sent.
    pub async fn send_confirmation(&self, user: UserId, new: &NewConfirmation) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let sql =
            "UPDATE users SET id = id WHERE id = $1 AND COALESCE(asked_email, email) = $2 AND removed_at IS NULL AND suspended_at IS NULL";
        if execute!(tx.on(), sql, user, &new.letter.to)? == 0 {
            return Ok(false);
        }
        ask_to_confirm(&mut tx, user, new).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The address that a link confirms. `None` when it confirms nothing (any more).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn confirmation(&self, token_hash: [u8; 32], now: Instant) -> Result<Option<Confirmation>, StoreError> {
        Ok(linked(self.read(), token_hash, now).await?.map(|row| Confirmation { user: row.id, email: row.email, taken: row.taken }))
    }

    /// Confirms the address that a link was sent to: the account has it from now on. Again is harmless. `audit` is given whose account it
    /// is.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn confirm_address(
        &self,
        token_hash: [u8; 32],
        now: Instant,
        audit: &(dyn Fn(UserId, Role) -> Audit + Sync),
    ) -> Result<Confirmed, StoreError> {
        let mut tx = self.write().await?;
        let Some(link) = linked(tx.on(), token_hash, now).await? else { return Ok(Confirmed::Nothing) };
        // Held, so that the address stays what it is; and looked at again.
        lock(&mut tx, link.consumer_id).await?;
        let Some(link) = linked(tx.on(), token_hash, now).await? else { return Ok(Confirmed::Nothing) };
        let confirmed = match note_confirmed(&mut tx, link.id, now).await {
            Err(StoreError::Conflict(Constraint::EmailTaken)) => return Ok(Confirmed::Taken),
            confirmed => confirmed?,
        };
        if confirmed {
            let subject = Subject { consumer: Some(link.consumer_id), ..Subject::default() };
            audit::record(&mut tx, &audit(link.id, Role::Consumer), AuditAction::EmailConfirmed, subject, now).await?;
        }
        tx.commit().await?;
        Ok(Confirmed::Done)
    }
}
