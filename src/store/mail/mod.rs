//! The outbox: mail is written in the transaction of the change that it tells of, so that both live or die together.
//!
//! `send` is what the worker does with it, `queue` what people see of it.

mod queue;
mod send;

pub use queue::{FailedMail, MailFigures, SentMail};
pub use send::{ClaimedMail, MailOutcome};

use crate::domain::ids::MailId;
use crate::domain::instant::Instant;
use crate::domain::mail::MailKind;
use crate::store::StoreError;
use crate::store::db::{Write, execute};

/// A message to send, ready to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The row's id, version 7.
    pub id: MailId,
    /// What it is.
    pub kind: MailKind,
    /// The address, in the form of `normal_email`.
    pub to: String,
    /// From the catalog, without anything that people typed.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// The same at every try.
    pub message_id: String,
    /// When.
    pub now: Instant,
}

/// Writes a message into the outbox, due at once.
pub(super) async fn enqueue(tx: &mut Write, mail: &Mail) -> Result<(), StoreError> {
    execute!(
        tx.on(),
        "INSERT INTO outbox (id, kind, recipient, subject, body, html, message_id, created_at, next_attempt_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        mail.id,
        mail.kind.code(),
        &mail.to,
        &mail.subject,
        &mail.text,
        &mail.html,
        &mail.message_id,
        mail.now,
    )?;
    tx.holds_mail();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Store, Taker};
    use std::time::Duration;

    async fn told(store: &Store) -> bool {
        tokio::time::timeout(Duration::ZERO, store.mail_written().notified()).await.is_ok()
    }

    #[tokio::test]
    async fn whoever_sends_mail_is_woken_when_the_change_is_done_and_only_then() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", folder.path().join("portal.db").display())).await.unwrap();
        store.migrate().await.unwrap();
        let mail = |id| Mail {
            id: MailId(uuid::Uuid::from_u128(id)),
            kind: MailKind::Activation,
            to: "ann@example.org".to_owned(),
            subject: "Subject".to_owned(),
            text: "text".to_owned(),
            html: "<p>text</p>".to_owned(),
            message_id: "<1@example.org>".to_owned(),
            now: Instant::from_micros(1),
        };
        let mut undone = store.write().await.unwrap();
        enqueue(&mut undone, &mail(1)).await.unwrap();
        drop(undone);
        store.write().await.unwrap().commit().await.unwrap();
        assert!(!told(&store).await, "nothing was written");

        let mut done = store.write().await.unwrap();
        enqueue(&mut done, &mail(2)).await.unwrap();
        assert!(!told(&store).await, "it may still be undone");
        done.commit().await.unwrap();
        assert!(told(&store.clone()).await);
        let taker = Taker { holder: uuid::Uuid::nil(), token: uuid::Uuid::nil() };
        let claimed = store.claim_mail(Instant::from_micros(1), Instant::from_micros(2), taker).await.unwrap().unwrap();
        assert_eq!(claimed.mail, mail(2));
    }
}
