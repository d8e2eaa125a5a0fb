//! Sending: a message is claimed by one process at a time, and what became of it is noted.
//!
//! Who claims a message has a [lease](crate::store::leases) of it. A message that nobody says anything about any more, since the program that
//! had it is gone, is not due again before a time of its own: one that ends programs would end them all.

use super::Mail;
use crate::domain::ids::MailId;
use crate::domain::instant::Instant;
use crate::domain::mail::{MailFailure, MailKind};
use crate::store::codec::{count, known};
use crate::store::db::{execute, execute_alone, fetch_optional};
use crate::store::leases::{Lease, Taker, Work, take};
use crate::store::row::row;
use crate::store::{Store, StoreError};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long it is known what was sent to whom.
const SENT_KEPT: Duration = DAY.saturating_mul(30);
/// How long staff see what did not arrive.
const GAVE_UP_KEPT: Duration = DAY.saturating_mul(90);

/// A message that nobody else sends until the lease is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedMail {
    /// The message. Its `now` is when it was written.
    pub mail: Mail,
    /// How often it was tried, this time included.
    pub tries: u32,
    /// What it is sent under.
    pub lease: Lease,
}

/// What became of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailOutcome {
    /// It went out.
    Sent,
    /// It did not.
    Failed {
        /// Why.
        why: MailFailure,
        /// When it is tried again; `None`: never.
        again: Option<Instant>,
    },
}

row! {
    struct Claimed {
        id: MailId,
        kind: String,
        recipient: String,
        subject: String,
        body: String,
        html: String,
        message_id: String,
        created_at: Instant,
        attempts: i64,
    }
}

impl Store {
    /// Takes the message that has been due longest. It is due again at `again` when nothing is noted of it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_mail(&self, now: Instant, again: Instant, taker: Taker) -> Result<Option<ClaimedMail>, StoreError> {
        // Mostly there is none, and a look is cheaper than a change.
        let due = "SELECT id FROM outbox WHERE sent_at IS NULL AND gave_up_at IS NULL AND next_attempt_at <= $1
                   AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.work = 'mail' AND l.item = outbox.id)
                   ORDER BY next_attempt_at, id LIMIT 1";
        if fetch_optional!(self.read(), (MailId,), due, now)?.is_none() {
            return Ok(None);
        }
        let mut tx = self.write().await?;
        let Some((id,)) = fetch_optional!(tx.on(), (MailId,), due, now)? else { return Ok(None) };
        // Of two that come at once the second waits for the first, and finds that the message is not free any more; it comes again.
        let lease = taker.of(Work::Mail, id.0);
        if !take(&mut tx, lease).await? {
            return Ok(None);
        }
        let row = fetch_optional!(
            tx.on(),
            Claimed,
            "UPDATE outbox SET attempts = attempts + 1, next_attempt_at = $3, last_attempt_at = $2
             WHERE id = $1 AND sent_at IS NULL AND gave_up_at IS NULL AND next_attempt_at <= $2
             RETURNING id, kind, recipient, subject, body, html, message_id, created_at, attempts",
            id,
            now,
            again,
        )?;
        let Some(row) = row else { return Ok(None) };
        tx.commit().await?;
        let kind = known(MailKind::from_code(&row.kind), "outbox", "kind", row.id.0)?;
        let mail = Mail {
            id: row.id,
            kind,
            to: row.recipient,
            subject: row.subject,
            text: row.body,
            html: row.html,
            message_id: row.message_id,
            now: row.created_at,
        };
        Ok(Some(ClaimedMail { mail, tries: count(row.attempts), lease }))
    }

    /// Notes what became of a message. What is done with is emptied, since it holds links that open something, unless it is to be shown
    /// in a demonstration. A failure counts only for who claimed it last: it must not hold up a later try.
    ///
    /// # Errors
    /// [`StoreError::TakenOver`] when another program has it now; or when the database fails.
    pub async fn note_mail(&self, claimed: &ClaimedMail, outcome: MailOutcome, keep: bool, now: Instant) -> Result<(), StoreError> {
        let (id, tries) = (claimed.mail.id, i64::from(claimed.tries));
        let mut tx = self.under(claimed.lease).write().await?;
        match outcome {
            MailOutcome::Sent => execute!(
                tx.on(),
                "UPDATE outbox SET sent_at = $2, body = CASE WHEN $3 THEN body ELSE '' END, html = CASE WHEN $3 THEN html ELSE '' END
                 WHERE id = $1 AND sent_at IS NULL",
                id,
                now,
                keep,
            ),
            MailOutcome::Failed { why, again: Some(again) } => execute!(
                tx.on(),
                "UPDATE outbox SET last_error = $3, next_attempt_at = $4 WHERE id = $1 AND attempts = $2 AND sent_at IS NULL",
                id,
                tries,
                why.code(),
                again,
            ),
            MailOutcome::Failed { why, again: None } => execute!(
                tx.on(),
                "UPDATE outbox SET last_error = $3, gave_up_at = $4, body = CASE WHEN $5 THEN body ELSE '' END,
                 html = CASE WHEN $5 THEN html ELSE '' END WHERE id = $1 AND attempts = $2 AND sent_at IS NULL",
                id,
                tries,
                why.code(),
                now,
                keep,
            ),
        }?;
        tx.done().await?;
        tx.commit().await
    }

    /// Deletes what was sent and what was given up, some time after: it tells who has an account. What still waits stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_mail(&self, now: Instant) -> Result<(), StoreError> {
        execute_alone!(self, "DELETE FROM outbox WHERE sent_at <= $1", now - SENT_KEPT)?;
        execute_alone!(self, "DELETE FROM outbox WHERE sent_at IS NULL AND gave_up_at <= $1", now - GAVE_UP_KEPT)?;
        Ok(())
    }
}
