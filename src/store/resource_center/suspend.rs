//! Suspending a consumer's account, and ending the suspension.

use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::{ConsumerId, UserId};
use crate::domain::instant::Instant;
use crate::domain::resource_center::Suspension;
use crate::store::db::{execute, fetch_optional};
use crate::store::identity::{end_everywhere, mailbox, write_to};
use crate::store::links::end_links_of;
use crate::store::mail::Mail;
use crate::store::manage_assister::lock;
use crate::store::{Audit, Store, StoreError, audit};

impl Store {
    /// Since when a consumer's account is suspended; `None` when it is not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn suspended_since(&self, consumer: ConsumerId) -> Result<Option<Instant>, StoreError> {
        let sql = "SELECT u.suspended_at FROM consumers c JOIN users u ON u.id = c.user_id WHERE c.id = $1";
        Ok(fetch_optional!(self.read(), (Option<Instant>,), sql, consumer)?.and_then(|(since,)| since))
    }

    /// Suspends a consumer's account or ends the suspension, with the reason in the audit log and the letter to the consumer; `letter` is
    /// given the address. All sessions end and no link that was sent opens; the association stays as it is. `None`: there is no such
    /// account, or it was closed; `false`: it is so already.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn suspend_consumer(
        &self,
        consumer: ConsumerId,
        suspension: Suspension,
        reason: &str,
        letter: &(dyn Fn(&str) -> Mail + Sync),
        (now, audit): (Instant, &Audit),
    ) -> Result<Option<bool>, StoreError> {
        let mut tx = self.write().await?;
        lock(&mut tx, consumer).await?;
        let account = concat!(
            "SELECT u.id, ",
            mailbox!(),
            ", u.suspended_at IS NOT NULL FROM consumers c JOIN users u ON u.id = c.user_id WHERE c.id = $1 AND u.removed_at IS NULL"
        );
        let Some((user, email, suspended)) = fetch_optional!(tx.on(), (UserId, String, bool), account, consumer)? else {
            return Ok(None);
        };
        let suspends = suspension == Suspension::Begin;
        if suspended == suspends {
            return Ok(Some(false));
        }
        execute!(tx.on(), "UPDATE users SET suspended_at = $2 WHERE id = $1", user, suspends.then_some(now))?;
        if suspends {
            end_everywhere(&mut tx, user).await?;
            end_links_of(&mut tx, user, now).await?;
        }
        let action = if suspends { AuditAction::AccountSuspended } else { AuditAction::AccountReinstated };
        let subject = Subject { consumer: Some(consumer), user: Some(user), ..Subject::default() };
        audit::record_because(&mut tx, audit, action, subject, reason, now).await?;
        write_to(&mut tx, user, &letter(&email)).await?;
        tx.commit().await?;
        Ok(Some(true))
    }
}
