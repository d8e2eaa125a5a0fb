//! An email that was changed on a roster after the account was set up: staff confirm it, or keep the one of before.

use super::account::sign_out;
use super::locked::{Acting, Handled, Locked, note};
use crate::domain::audit::AuditAction;
use crate::domain::ids::{AssisterId, UserId};
use crate::domain::instant::Instant;
use crate::store::db::{On, Write, execute, fetch_optional};
use crate::store::links::end_links_of;
use crate::store::mail::{Mail, enqueue};
use crate::store::postgres::OnPostgres;
use crate::store::roster::write_words;
use crate::store::{Store, StoreError};

/// The history's field for the address that somebody signs in with.
pub const SIGN_IN_EMAIL: &str = "sign_in_email";

/// The account and its address, and since when another one waits; `None` while none does.
async fn waiting<'c, S>(on: On<S, OnPostgres<'c>>, assister: AssisterId) -> Result<Option<(UserId, String, Instant)>, StoreError>
where
    S: sqlx::Executor<'c, Database = sqlx::Sqlite>,
{
    fetch_optional!(
        on,
        (UserId, String, Instant),
        "SELECT u.id, u.email, a.email_asked_at FROM assisters a JOIN users u ON u.id = a.user_id
         WHERE a.id = $1 AND a.email_asked_at IS NOT NULL",
        assister,
    )
}

async fn answered(tx: &mut Write, acting: &Acting<'_>) -> Result<(), StoreError> {
    execute!(tx.on(), "UPDATE assisters SET email_asked_at = NULL WHERE id = $1", acting.assister)?;
    Ok(())
}

impl Store {
    /// The address that an assister signs in with, and since when another one waits; `None` while none does.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn email_waits(&self, assister: AssisterId) -> Result<Option<(String, Instant)>, StoreError> {
        Ok(waiting(self.read(), assister).await?.map(|(_, email, since)| (email, since)))
    }

    /// From now on the account has the roster's email: everybody is signed out of it, links that were sent are dead, and both addresses
    /// are told by `letter`, which is given whom it is for and the new address.
    ///
    /// # Errors
    /// `Conflict(EmailTaken)`: somebody has an account with it. Or when the database fails. In both cases nothing changed.
    pub async fn confirm_email(
        &self,
        acting: Acting<'_>,
        letter: &(dyn Fn(&str, &str) -> Mail + Sync),
    ) -> Result<Option<Handled>, StoreError> {
        let mut tx = self.write().await?;
        let Some(assister) = Locked::take(&mut tx, &acting).await? else { return Ok(None) };
        let Some((user, before, _)) = waiting(tx.on(), acting.assister).await? else { return Ok(Some(Handled::AlreadySo)) };
        execute!(tx.on(), "UPDATE users SET email = $2 WHERE id = $1", user, &assister.email)?;
        sign_out(&mut tx, Some(user)).await?;
        end_links_of(&mut tx, user, acting.now).await?;
        answered(&mut tx, &acting).await?;
        for address in [&before, &assister.email] {
            enqueue(&mut tx, &letter(address, &assister.email)).await?;
        }
        note(&mut tx, &acting, AuditAction::AssisterChanged, SIGN_IN_EMAIL, (before, assister.email)).await?;
        tx.commit().await?;
        Ok(Some(Handled::Done))
    }

    /// The roster has the account's email again.
    ///
    /// # Errors
    /// `Conflict(CertificationEmailTaken)`: another assister has it by now. Or when the database fails. In both cases nothing changed.
    pub async fn keep_email(&self, acting: Acting<'_>) -> Result<Option<Handled>, StoreError> {
        let mut tx = self.write().await?;
        let Some(assister) = Locked::take(&mut tx, &acting).await? else { return Ok(None) };
        let Some((_, kept, _)) = waiting(tx.on(), acting.assister).await? else { return Ok(Some(Handled::AlreadySo)) };
        execute!(
            tx.on(),
            "UPDATE assisters SET certification_email = $2, changed_at = $3 WHERE id = $1",
            acting.assister,
            &kept,
            acting.now
        )?;
        answered(&mut tx, &acting).await?;
        write_words(&mut tx, acting.assister).await?;
        note(&mut tx, &acting, AuditAction::AssisterChanged, "certification_email", (assister.email, kept)).await?;
        tx.commit().await?;
        Ok(Some(Handled::Done))
    }
}
