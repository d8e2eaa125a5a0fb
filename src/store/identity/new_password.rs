//! New passwords: chosen by who knows the old one, or by a link that was sent.

use super::NewSession;
use super::sessions::{end_others, insert_session};
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::UserId;
use crate::domain::instant::Instant;
use crate::domain::second_step::PASSWORDS_REMEMBERED;
use crate::store::db::{Write, execute, fetch_all};
use crate::store::links::{LinkPurpose, NewLink, insert_link, use_link};
use crate::store::mail::{Mail, enqueue};
use crate::store::{Audit, Store, StoreError, audit};

/// A password in the place of another.
#[derive(Clone, Debug)]
pub struct NewPassword {
    /// Whose.
    pub user: UserId,
    /// The hash of the one before, as it was when the new one was compared with it.
    pub before: String,
    /// The new one, in PHC form.
    pub hash: String,
    /// "Your password was changed."
    pub letter: Mail,
    /// The audit row.
    pub audit: Audit,
    /// When.
    pub now: Instant,
}

/// Puts a password in the place of another, and ends everything that the other had opened. `false` when it is no longer the other's.
async fn replace(tx: &mut Write, new: &NewPassword) -> Result<bool, StoreError> {
    let replaced = execute!(
        tx.on(),
        "UPDATE users SET password_hash = $3, password_changed_at = $4 WHERE id = $1 AND password_hash = $2 AND removed_at IS NULL",
        new.user,
        &new.before,
        &new.hash,
        new.now,
    )?;
    if replaced == 0 {
        return Ok(false);
    }
    execute!(
        tx.on(),
        "INSERT INTO earlier_passwords (user_id, password_hash, replaced_at) VALUES ($1, $2, $3)
         ON CONFLICT (user_id, password_hash) DO NOTHING",
        new.user,
        &new.before,
        new.now,
    )?;
    execute!(
        tx.on(),
        "DELETE FROM earlier_passwords WHERE user_id = $1 AND password_hash NOT IN
         (SELECT password_hash FROM earlier_passwords WHERE user_id = $1 ORDER BY replaced_at DESC LIMIT $2)",
        new.user,
        PASSWORDS_REMEMBERED - 1,
    )?;
    end_others(tx, new.user, None).await?;
    execute!(
        tx.on(),
        "UPDATE one_time_links SET replaced_at = $2
         WHERE purpose IN ('password_reset', 'sign_in') AND user_id = $1 AND used_at IS NULL AND replaced_at IS NULL",
        new.user,
        new.now,
    )?;
    enqueue(tx, &new.letter).await?;
    Ok(true)
}

impl Store {
    /// The hashes of the passwords that an account had before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn earlier_passwords(&self, user: UserId) -> Result<Vec<String>, StoreError> {
        let rows = fetch_all!(
            self.read(),
            (String,),
            "SELECT password_hash FROM earlier_passwords WHERE user_id = $1 ORDER BY replaced_at DESC LIMIT $2",
            user,
            PASSWORDS_REMEMBERED - 1,
        )?;
        Ok(rows.into_iter().map(|(hash,)| hash).collect())
    }

    /// Changes a password: all sessions end, and `session` begins. `false` when the password was changed meanwhile.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn change_password(&self, new: &NewPassword, session: NewSession) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        if !replace(&mut tx, new).await? {
            return Ok(false);
        }
        insert_session(&mut tx, session, None).await?;
        audit::record(&mut tx, &new.audit, AuditAction::PasswordChanged, Subject::default(), new.now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Sends a link to choose a new password.
    ///
    /// # Errors
    /// When the database fails; then nothing is sent.
    pub async fn send_reset(&self, link: NewLink, letter: &Mail) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        insert_link(&mut tx, link).await?;
        enqueue(&mut tx, letter).await?;
        tx.commit().await
    }

    /// Uses a link up for a new password: all sessions end. `false` when the link does not open, or the password was changed meanwhile.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn reset_password(&self, token_hash: [u8; 32], new: &NewPassword) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        if !use_link(&mut tx, token_hash, LinkPurpose::PasswordReset, new.now).await? || !replace(&mut tx, new).await? {
            return Ok(false);
        }
        execute!(tx.on(), "UPDATE users SET reset_by_mail_at = $2 WHERE id = $1", new.user, new.now)?;
        audit::record(&mut tx, &new.audit, AuditAction::PasswordReset, Subject::default(), new.now).await?;
        tx.commit().await?;
        Ok(true)
    }
}
