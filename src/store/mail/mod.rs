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
