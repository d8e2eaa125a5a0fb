//! What staff decide about an assister later on: the certification, and suspending, reinstating and closing the account.

use super::locked::{Acting, Handled, Locked, note};
use crate::domain::audit::AuditAction;
use crate::domain::ids::UserId;
use crate::domain::instant::Instant;
use crate::domain::resource_center::{AccountChange, Becomes};
use crate::domain::roster::Certification;
use crate::store::db::{Write, execute};
use crate::store::identity::end_everywhere;
use crate::store::links::end_links_of;
use crate::store::{Store, StoreError};

impl Store {
    /// Writes down where the certification stands; `end` is the moment at which its last day is over, `words` what it is called in the
    /// history. It takes effect by itself: whoever asks whether the assister may act compares the time.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn save_certification(
        &self,
        acting: Acting<'_>,
        certification: Certification,
        end: Option<Instant>,
        words: &(dyn Fn(Certification) -> String + Sync),
    ) -> Result<Option<Handled>, StoreError> {
        let mut tx = self.write().await?;
        let Some(assister) = Locked::take(&mut tx, &acting).await? else { return Ok(None) };
        let before = assister.standing.certification;
        if before == certification {
            return Ok(Some(Handled::AlreadySo));
        }
        execute!(
            tx.on(),
            "UPDATE assisters SET certification = $2, certified_until = $3, certified_end = $4 WHERE id = $1",
            acting.assister,
            certification.code(),
            certification.until(),
            end,
        )?;
        if end.is_none_or(|end| end <= acting.now) {
            sign_out(&mut tx, assister.user).await?;
        }
        note(&mut tx, &acting, AuditAction::AssisterChanged, "certification", (words(before), words(certification))).await?;
        tx.commit().await?;
        Ok(Some(Handled::Done))
    }

    /// Suspends, reinstates or closes an account. Whoever may not act any more is signed out everywhere; links that were sent are dead.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn change_account(&self, acting: Acting<'_>, change: AccountChange, reason: &str) -> Result<Option<Handled>, StoreError> {
        let mut tx = self.write().await?;
        let Some(assister) = Locked::take(&mut tx, &acting).await? else { return Ok(None) };
        let before = assister.standing.state;
        let after = match change.of(before, assister.set_up) {
            Becomes::Now(after) => after,
            Becomes::AlreadySo => return Ok(Some(Handled::AlreadySo)),
            Becomes::Refused => return Ok(Some(Handled::Refused)),
        };
        let kept = (change != AccountChange::Reinstate).then_some(reason);
        execute!(tx.on(), "UPDATE assisters SET state = $2, state_reason = $3 WHERE id = $1", acting.assister, after.code(), kept,)?;
        let action = match change {
            AccountChange::Suspend => AuditAction::AccountSuspended,
            AccountChange::Reinstate => AuditAction::AccountReinstated,
            AccountChange::Close => AuditAction::AccountClosed,
        };
        if let (Some(user), true) = (assister.user, change != AccountChange::Reinstate) {
            sign_out(&mut tx, Some(user)).await?;
            end_links_of(&mut tx, user, acting.now).await?;
        }
        let words = ((acting.words)(before), format!("{}: {reason}", (acting.words)(after)));
        note(&mut tx, &acting, action, "account", words).await?;
        tx.commit().await?;
        Ok(Some(Handled::Done))
    }
}

/// Ends all sessions of an account, if there is one, and its owner's in the Learning Center, in the transaction that closes its door.
pub(super) async fn sign_out(tx: &mut Write, user: Option<UserId>) -> Result<(), StoreError> {
    match user {
        Some(user) => end_everywhere(tx, user).await,
        None => Ok(()),
    }
}
