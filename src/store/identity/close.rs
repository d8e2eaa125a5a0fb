//! Closing a consumer's account.

use super::address::{mailbox, write_to};
use super::sessions::end_others;
use super::shut::forget_ways_in;
use crate::domain::association::EndedBy;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::{ConsumerId, UserId};
use crate::domain::instant::{Date, Instant};
use crate::store::clients::{adjust_counts, unlist_client};
use crate::store::db::{execute, fetch_optional};
use crate::store::links::end_links_of;
use crate::store::manage_assister::{end_active, lock};
use crate::store::{Audit, Mail, Store, StoreError, audit};

/// An account to close.
#[derive(Clone, Debug)]
pub struct Closing {
    /// The account.
    pub user: UserId,
    /// Its consumer.
    pub consumer: ConsumerId,
    /// Until when what was submitted is kept.
    pub kept_until: Date,
    /// "Your account is closed."
    pub letter: Mail,
    /// The audit row of closing.
    pub audit: Audit,
    /// The audit row of the association that ends with it.
    pub end: Audit,
    /// When.
    pub now: Instant,
}

impl Store {
    /// Closes a consumer's account: their association ends, drafts go, every way in is shut, and the email is free for another account.
    /// What was submitted, confirmed or agreed to stays. `false` if it was closed before.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn close_consumer(&self, closing: &Closing) -> Result<bool, StoreError> {
        let (user, consumer, now) = (closing.user, closing.consumer, closing.now);
        let mut tx = self.write().await?;
        lock(&mut tx, consumer).await?;
        let open = concat!(
            "SELECT ",
            mailbox!(),
            " FROM users u JOIN consumers c ON c.user_id = u.id WHERE u.id = $1 AND c.id = $2 AND u.removed_at IS NULL"
        );
        let Some((email,)) = fetch_optional!(tx.on(), (String,), open, user, consumer)? else { return Ok(false) };
        execute!(
            tx.on(),
            "INSERT INTO closed_accounts (user_id, email, closed_at, kept_until) VALUES ($1, $2, $3, $4)",
            user,
            email,
            now,
            closing.kept_until,
        )?;
        execute!(
            tx.on(),
            "UPDATE users SET removed_at = $2, email = $3, asked_email = NULL, password_hash = NULL WHERE id = $1",
            user,
            now,
            format!("{user}@closed.invalid"),
        )?;
        end_others(&mut tx, user, None).await?;
        forget_ways_in(&mut tx, user).await?;
        execute!(tx.on(), "DELETE FROM earlier_passwords WHERE user_id = $1", user)?;
        execute!(tx.on(), "DELETE FROM email_confirmations WHERE user_id = $1", user)?;
        execute!(tx.on(), "UPDATE consumers SET phone = NULL WHERE id = $1", consumer)?;
        end_links_of(&mut tx, user, now).await?;
        execute!(tx.on(), "DELETE FROM wizard_drafts WHERE consumer_id = $1", consumer)?;
        execute!(tx.on(), "DELETE FROM applications WHERE consumer_id = $1 AND submitted_at IS NULL", consumer)?;
        if let Some(ended) = end_active(&mut tx, consumer, None, (EndedBy::ConsumerRemoved, None), now, &closing.end).await? {
            adjust_counts(&mut tx, Some(ended.count_change()), None).await?;
            unlist_client(&mut tx, ended.association, ended.count_change()).await?;
        }
        let subject = Subject { consumer: Some(consumer), ..Subject::default() };
        audit::record(&mut tx, &closing.audit, AuditAction::AccountClosed, subject, now).await?;
        write_to(&mut tx, user, &closing.letter).await?;
        tx.commit().await?;
        Ok(true)
    }
}
