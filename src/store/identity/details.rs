//! A consumer's own details: name, email, phone.

use super::address::{mailbox, write_to};
use super::email_confirmation::{NewConfirmation, ask_to_confirm};
use super::sessions::end_others;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::{AssisterId, AssociationId, ConsumerId, UserId};
use crate::domain::instant::{Date, Instant};
use crate::domain::text;
use crate::store::clients::{NewClient, relist_client};
use crate::store::db::{Write, execute, fetch_optional};
use crate::store::links::end_links_of;
use crate::store::mail::Mail;
use crate::store::manage_assister::lock;
use crate::store::row::row;
use crate::store::{Audit, Store, StoreError, audit};

/// A consumer's details.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// Their name.
    pub name: String,
    /// The user name, or what is to be that.
    pub email: String,
    /// Where mail about the account goes: until another email is confirmed that is not the same.
    pub mailbox: String,
    /// Whether they have shown that they read its mail.
    pub email_confirmed: bool,
    /// Their phone, if they gave one.
    pub phone: Option<String>,
}

/// Details in the place of others.
#[derive(Clone, Debug)]
pub struct NewDetails {
    /// The account.
    pub user: UserId,
    /// Its consumer.
    pub consumer: ConsumerId,
    /// The details as they were when they were changed.
    pub before: Details,
    /// As `clean_name` gives it.
    pub name: String,
    /// As `phone` gives it.
    pub phone: Option<String>,
    /// Another email as `normal_email` gives it, and the link to confirm it.
    pub email: Option<(String, NewConfirmation)>,
    /// The session in which they are changed: with another email the only one that goes on.
    pub session: [u8; 32],
    /// "Your details were changed", to every address.
    pub letters: Vec<Mail>,
    /// The audit row.
    pub audit: Audit,
    /// When.
    pub now: Instant,
}

row! {
    struct DetailsRow {
        display_name: String,
        email: String,
        mailbox: String,
        email_confirmed: bool,
        phone: Option<String>,
    }
}

row! {
    struct ClientRow {
        id: AssociationId,
        assister_id: AssisterId,
        date_of_birth: Date,
        started_at: Instant,
        opened: bool,
    }
}

/// Their assister finds them under their new name.
async fn rename(tx: &mut Write, new: &NewDetails) -> Result<(), StoreError> {
    execute!(tx.on(), "UPDATE users SET display_name = $2 WHERE id = $1", new.user, &new.name)?;
    // Whether it was opened is read with its row held: it is opened before or after, and counted so.
    let client = fetch_optional!(
        tx.on(),
        ClientRow,
        "UPDATE associations SET display_name = $2, sort_name = $3 WHERE consumer_id = $1 AND ended_at IS NULL
         RETURNING id, assister_id, (SELECT c.date_of_birth FROM consumers c WHERE c.id = associations.consumer_id) AS date_of_birth,
             started_at, first_opened_at IS NOT NULL AS opened",
        new.consumer,
        &new.name,
        text::sort_key(&new.name),
    )?;
    let Some(client) = client else { return Ok(()) };
    let renamed = NewClient {
        assister: client.assister_id,
        association: client.id,
        name: &new.name,
        born: client.date_of_birth,
        started_at: client.started_at,
    };
    relist_client(tx, &renamed, client.opened).await
}

/// From now on the account asks for another address, which is to be confirmed; until then it keeps the one that it has, for who mistyped
/// the other. What was sent opens no more.
async fn move_to(tx: &mut Write, new: &NewDetails, email: &str, link: &NewConfirmation) -> Result<(), StoreError> {
    // The address that it has needs no link.
    let back = email == new.before.mailbox;
    execute!(tx.on(), "UPDATE users SET asked_email = $2 WHERE id = $1", new.user, (!back).then_some(email))?;
    execute!(tx.on(), "UPDATE consumers SET email_confirmed_at = $2 WHERE id = $1", new.consumer, back.then_some(new.now))?;
    execute!(tx.on(), "DELETE FROM email_confirmations WHERE user_id = $1", new.user)?;
    end_links_of(tx, new.user, new.now).await?;
    end_others(tx, new.user, Some(new.session)).await?;
    if back { Ok(()) } else { ask_to_confirm(tx, new.user, link).await }
}

impl Store {
    /// A consumer's own details; `None` when the account is closed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn details(&self, user: UserId) -> Result<Option<Details>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            DetailsRow,
            concat!(
                "SELECT u.display_name, COALESCE(u.asked_email, u.email) AS email, ",
                mailbox!(),
                " AS mailbox, c.email_confirmed_at IS NOT NULL AS email_confirmed, c.phone
                 FROM users u JOIN consumers c ON c.user_id = u.id WHERE u.id = $1 AND u.removed_at IS NULL"
            ),
            user,
        )?;
        Ok(row.map(|row| Details {
            name: row.display_name,
            email: row.email,
            mailbox: row.mailbox,
            email_confirmed: row.email_confirmed,
            phone: row.phone,
        }))
    }

    /// Changes a consumer's details. `false` when they are not any more what they were, or the account was closed or suspended.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn change_details(&self, new: &NewDetails) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        lock(&mut tx, new.consumer).await?;
        let same = execute!(
            tx.on(),
            concat!(
                "UPDATE users AS u SET id = id WHERE id = $1 AND removed_at IS NULL AND suspended_at IS NULL
                     AND display_name = $2 AND COALESCE(asked_email, email) = $3 AND $4 = ",
                mailbox!()
            ),
            new.user,
            &new.before.name,
            &new.before.email,
            &new.before.mailbox,
        )?;
        if same == 0 {
            return Ok(false);
        }
        if new.name != new.before.name {
            rename(&mut tx, new).await?;
        }
        execute!(tx.on(), "UPDATE consumers SET phone = $2 WHERE id = $1", new.consumer, &new.phone)?;
        if let Some((email, link)) = &new.email {
            move_to(&mut tx, new, email, link).await?;
        }
        let subject = Subject { consumer: Some(new.consumer), ..Subject::default() };
        audit::record(&mut tx, &new.audit, AuditAction::DetailsChanged, subject, new.now).await?;
        for letter in &new.letters {
            write_to(&mut tx, new.user, letter).await?;
        }
        tx.commit().await?;
        Ok(true)
    }
}
