//! What people see of the outbox: staff what waits and what failed, a demonstration what was written.

use crate::domain::identity::AssisterKind;
use crate::domain::ids::MailId;
use crate::domain::instant::Instant;
use crate::domain::mail::{MailFailure, MailKind};
use crate::store::codec::{count, known};
use crate::store::db::{fetch_all, fetch_one};
use crate::store::row::row;
use crate::store::statement::{Statement, Value};
use crate::store::{Store, StoreError};

/// How the outbox is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailFigures {
    /// How many messages wait to be sent.
    pub waiting: u32,
    /// When the oldest of them was written.
    pub oldest: Option<Instant>,
    /// How many were given up.
    pub gave_up: u32,
}

/// A message that failed, without what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedMail {
    /// What it is.
    pub kind: MailKind,
    /// The address.
    pub to: String,
    /// How often it was tried.
    pub tries: u32,
    /// How the last try that is known of ended.
    pub why: MailFailure,
    /// When it was last tried.
    pub tried_at: Instant,
    /// When it is tried again; `None`: it was given up.
    pub again: Option<Instant>,
}

/// A message as a demonstration shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentMail {
    /// What it is.
    pub kind: MailKind,
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// When it was written.
    pub at: Instant,
}

row! {
    struct Failed {
        id: MailId,
        kind: String,
        recipient: String,
        attempts: i64,
        last_error: String,
        last_attempt_at: Instant,
        next_attempt_at: Instant,
        gave_up_at: Option<Instant>,
    }
}

row! {
    struct Sent {
        id: MailId,
        kind: String,
        recipient: String,
        subject: String,
        body: String,
        created_at: Instant,
    }
}

/// The condition that leaves out whom only others look after: brokers; or navigators, CACs and the agency contacts who keep their rosters.
fn looked_after(kinds: &[AssisterKind]) -> &'static str {
    match (kinds.contains(&AssisterKind::Broker), kinds.contains(&AssisterKind::Navigator)) {
        (true, true) => "",
        (false, true) => {
            " AND NOT EXISTS (SELECT 1 FROM assisters a WHERE a.certification_email = outbox.recipient AND a.kind = 'broker')
              AND NOT EXISTS (SELECT 1 FROM users u JOIN assisters a ON a.user_id = u.id
                              WHERE (u.email = outbox.recipient OR u.asked_email = outbox.recipient) AND a.kind = 'broker')"
        }
        (true, false) => {
            " AND NOT EXISTS (SELECT 1 FROM assisters a WHERE a.certification_email = outbox.recipient AND a.kind <> 'broker')
              AND NOT EXISTS (SELECT 1 FROM users u LEFT JOIN assisters a ON a.user_id = u.id
                              WHERE (u.email = outbox.recipient OR u.asked_email = outbox.recipient)
                                  AND (a.kind <> 'broker' OR u.role = 'agency_contact'))"
        }
        (false, false) => " AND FALSE",
    }
}

impl Store {
    /// How the outbox is doing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mail_figures(&self) -> Result<MailFigures, StoreError> {
        let (waiting, oldest) = fetch_one!(
            self.read(),
            (i64, Option<Instant>),
            "SELECT COUNT(*), MIN(created_at) FROM outbox WHERE sent_at IS NULL AND gave_up_at IS NULL",
        )?;
        let (gave_up,) = fetch_one!(
            self.read(),
            (i64,),
            "SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL AND last_error IS NOT NULL AND gave_up_at IS NOT NULL",
        )?;
        Ok(MailFigures { waiting: count(waiting), oldest, gave_up: count(gave_up) })
    }

    /// The newest messages that failed and were not sent since, but for those to people whom only colleagues of the caller look after.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn failed_mail(&self, kinds: &[AssisterKind], most: u32) -> Result<Vec<FailedMail>, StoreError> {
        let mut statement = Statement::default();
        statement.push(
            "SELECT id, kind, recipient, attempts, last_error, last_attempt_at, next_attempt_at, gave_up_at FROM outbox
             WHERE sent_at IS NULL AND last_error IS NOT NULL",
        );
        statement.push(looked_after(kinds)).push(" ORDER BY id DESC LIMIT ").bind(Value::Count(i64::from(most)));
        let rows: Vec<Failed> = statement.rows(self).await?;
        let failed = |row: Failed| {
            Ok(FailedMail {
                kind: known(MailKind::from_code(&row.kind), "outbox", "kind", row.id.0)?,
                to: row.recipient,
                tries: count(row.attempts),
                why: known(MailFailure::from_code(&row.last_error), "outbox", "last_error", row.id.0)?,
                tried_at: row.last_attempt_at,
                again: row.gave_up_at.is_none().then_some(row.next_attempt_at),
            })
        };
        rows.into_iter().map(failed).collect()
    }

    /// The newest messages with their text, sent or not. For demonstrations: elsewhere what was sent is emptied.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newest_mail(&self, most: u32) -> Result<Vec<SentMail>, StoreError> {
        let rows = fetch_all!(
            self.read(),
            Sent,
            "SELECT id, kind, recipient, subject, body, created_at FROM outbox ORDER BY id DESC LIMIT $1",
            i64::from(most),
        )?;
        let sent = |row: Sent| {
            Ok(SentMail {
                kind: known(MailKind::from_code(&row.kind), "outbox", "kind", row.id.0)?,
                to: row.recipient,
                subject: row.subject,
                text: row.body,
                at: row.created_at,
            })
        };
        rows.into_iter().map(sent).collect()
    }
}
