//! New passwords: chosen by who knows the old one, or by a link that was sent.

use super::NewSession;
use super::address::write_to;
use super::email_confirmation::note_mail_read;
use super::login_mn::{Unlinked, remove_identities};
use super::sessions::{end_others, hold_account, insert_session, keep_login_mn};
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::{AuditId, UserId};
use crate::domain::instant::Instant;
use crate::domain::second_step::PASSWORDS_REMEMBERED;
use crate::store::codec::count;
use crate::store::db::{Write, execute, fetch_all, fetch_one};
use crate::store::links::{LinkPurpose, use_link};
use crate::store::mail::Mail;
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

/// Which other ways into an account stay when its password is chosen by a link in a mail. A second step stays in any case: the mailbox
/// must not be both.
#[derive(Clone, Copy, Debug)]
pub struct KeptWays {
    /// LoginMN.
    pub login_mn: bool,
    /// The browsers in which the account was used.
    pub browsers: bool,
    /// The id of the audit row if LoginMN is unlinked.
    pub unlinked: AuditId,
}

/// The other ways into an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherWays {
    /// Since when LoginMN is linked, if it is.
    pub login_mn: Option<Instant>,
    /// In how many browsers the account was used.
    pub browsers: u32,
    /// How many passkeys there are.
    pub passkeys: u32,
}

/// Puts a password in the place of another, and ends everything that the other had opened but `kept`. `false` when it is no longer the
/// other's.
async fn replace(tx: &mut Write, new: &NewPassword, kept: Option<[u8; 32]>) -> Result<bool, StoreError> {
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
    end_others(tx, new.user, kept).await?;
    execute!(
        tx.on(),
        "UPDATE one_time_links SET replaced_at = $2
         WHERE purpose IN ('password_reset', 'sign_in') AND user_id = $1 AND used_at IS NULL AND replaced_at IS NULL",
        new.user,
        new.now,
    )?;
    write_to(tx, new.user, &new.letter).await?;
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

    /// Puts another form of the same password in the place of `before`; nothing where the password was changed meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hash_anew(&self, user: UserId, before: &str, hash: &str) -> Result<(), StoreError> {
        execute!(self.single_write(), "UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2", user, before, hash)?;
        Ok(())
    }

    /// Changes a password: all sessions end, and `session` begins in the place of `before`, with what stands behind that at LoginMN, so
    /// that signing out there still ends it. `false` when the password was changed meanwhile.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn change_password(&self, new: &NewPassword, session: NewSession, before: Option<[u8; 32]>) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        hold_account(&mut tx, new.user).await?;
        insert_session(&mut tx, session, None).await?;
        if let Some(before) = before {
            keep_login_mn(&mut tx, before, session).await?;
        }
        if !replace(&mut tx, new, Some(session.token_hash)).await? {
            return Ok(false);
        }
        audit::record(&mut tx, &new.audit, AuditAction::PasswordChanged, Subject::default(), new.now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The ways into an account besides its password and an app.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn other_ways(&self, user: UserId) -> Result<OtherWays, StoreError> {
        let (login_mn, browsers, passkeys) = fetch_one!(
            self.read(),
            (Option<Instant>, i64, i64),
            "SELECT (SELECT MIN(linked_at) FROM identities WHERE user_id = $1),
                 (SELECT CAST(COUNT(*) AS BIGINT) FROM known_browsers WHERE user_id = $1),
                 (SELECT CAST(COUNT(*) AS BIGINT) FROM passkeys WHERE user_id = $1)",
            user,
        )?;
        Ok(OtherWays { login_mn, browsers: count(browsers), passkeys: count(passkeys) })
    }

    /// Uses a link up for a new password: all sessions end, and so do the other ways in that are not kept. It shows, too, that the owner
    /// reads the mail of the account's address. `false` when the link does not open, or the password was changed meanwhile.
    ///
    /// # Errors
    /// `Conflict(EmailTaken)`: another account has that address by now. Or when the database fails. In both cases nothing changed.
    pub async fn reset_password(&self, token_hash: [u8; 32], new: &NewPassword, kept: KeptWays) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        // The account comes before its links. Nothing of it is kept when the link does not open.
        note_mail_read(&mut tx, new.user, new.now).await?;
        hold_account(&mut tx, new.user).await?;
        if !use_link(&mut tx, token_hash, LinkPurpose::PasswordReset, new.now).await? || !replace(&mut tx, new, None).await? {
            return Ok(false);
        }
        execute!(tx.on(), "UPDATE users SET reset_by_mail_at = $2 WHERE id = $1", new.user, new.now)?;
        if !kept.browsers {
            execute!(tx.on(), "DELETE FROM known_browsers WHERE user_id = $1", new.user)?;
        }
        // A password lets them in from now on, so that LoginMN is not the last way.
        if !kept.login_mn && remove_identities(&mut tx, new.user, true).await? == Unlinked::Done {
            let subject = Subject { user: Some(new.user), ..Subject::default() };
            let unlinked = Audit { id: kept.unlinked, ..new.audit.clone() };
            audit::record(&mut tx, &unlinked, AuditAction::IdentityUnlinked, subject, new.now).await?;
        }
        audit::record(&mut tx, &new.audit, AuditAction::PasswordReset, Subject::default(), new.now).await?;
        tx.commit().await?;
        Ok(true)
    }
}
