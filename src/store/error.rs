//! Why the store could not do something. Nothing here says anything about a person: it may go to the log as it is.
//!
//! Constraint names are the same on both databases. To give one a meaning, add it to [`Constraint`] and to its table;
//! nothing else maps names.

use super::connections::note_outage;
use super::ready::note_refusal;
use super::sealing::Unreadable;
use sqlx::error::{DatabaseError, ErrorKind};
use std::error::Error as StdError;
use uuid::Uuid;

/// A rule of the schema that a change would have broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// Somebody has an account with this email address.
    EmailTaken,
    /// The consumer has an active association.
    OneActiveAssociation,
    /// This run of the wizard was confirmed before.
    DraftUsed,
    /// Another assister has this reference number.
    NumberTaken,
    /// Another assister has this certification email.
    CertificationEmailTaken,
    /// Another assister has this Training ID.
    TrainingIdTaken,
    /// Another broker has this NPN.
    NpnTaken,
    /// Another assister has this Assister ID.
    AssisterCodeTaken,
}

impl Constraint {
    /// Meaning, name in the schema, and what SQLite says instead of the name.
    const NAMES: [(Self, &'static str, &'static str); 8] = [
        (Self::EmailTaken, "users_email_key", "users.email"),
        (Self::OneActiveAssociation, "associations_one_active", "associations.consumer_id"),
        (Self::DraftUsed, "consents_draft_key", "consents.draft_id"),
        (Self::NumberTaken, "assisters_number_key", "assisters.reference_number"),
        (Self::CertificationEmailTaken, "assisters_email_key", "assisters.certification_email"),
        (Self::TrainingIdTaken, "assisters_training_key", "assisters.training_id"),
        (Self::NpnTaken, "assisters_npn_key", "assisters.npn"),
        (Self::AssisterCodeTaken, "assisters_code_key", "assisters.assister_code"),
    ];

    fn of(error: &dyn DatabaseError) -> Option<Self> {
        if error.kind() != ErrorKind::UniqueViolation {
            return None;
        }
        let sqlite = error.message().strip_prefix("UNIQUE constraint failed: ");
        Self::NAMES.into_iter().find(|(_, name, columns)| error.constraint() == Some(name) || sqlite == Some(columns)).map(|(c, ..)| c)
    }
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The change would break a rule that callers can meet.
    #[error("refused by the schema: {0:?}")]
    Conflict(Constraint),
    /// The database can't be reached, is locked for too long, or can't write (disk full). Nothing was changed.
    #[error("the database is not available")]
    Unavailable(#[source] Box<dyn StdError + Send + Sync>),
    /// The lease that it was to be written under is lost: another program does this work, or has done it. Nothing was changed.
    #[error("another program took this work over")]
    TakenOver,
    /// A stored value that no version of this program wrote.
    #[error("bad value in {table}.{column} of row {id}")]
    BadRow {
        /// Where.
        table: &'static str,
        /// Which column.
        column: &'static str,
        /// Which row.
        id: Uuid,
    },
    /// A value that is kept encrypted can't be read, or not be written.
    #[error("{table}.{column} can't be used: {why}")]
    Sealed {
        /// Where.
        table: &'static str,
        /// Which column.
        column: &'static str,
        /// Why.
        why: Unreadable,
    },
    /// The schema could not be brought up to date.
    #[error("migrating the database failed")]
    Migration(#[source] Box<dyn StdError + Send + Sync>),
    /// The address of the database is not one.
    #[error("not a database address: it begins with sqlite: or postgres://")]
    Address,
    /// A defect: anything else. The text is the statement's position or the constraint's name, never the values.
    #[error("the database refused a statement ({0})")]
    Other(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let Some(constraint) = error.as_database_error().and_then(Constraint::of) {
            return Self::Conflict(constraint);
        }
        let gone = match &error {
            sqlx::Error::Database(refused) => {
                if is_broken_file(refused.as_ref()) {
                    note_outage();
                }
                is_outage(refused.as_ref())
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => true,
            _ => false,
        };
        if gone {
            note_refusal();
        }
        if gone { Self::Unavailable(Box::new(error)) } else { Self::Other(without_values(&error)) }
    }
}

/// What may be said of a defect: Postgres quotes values in its detail, which `Display` leaves out, and SQLite quotes none.
fn without_values(error: &sqlx::Error) -> String {
    match error.as_database_error() {
        Some(refused) => {
            let code = refused.code().unwrap_or_default();
            format!("{code}, {}", refused.constraint().unwrap_or_else(|| refused.message()))
        }
        None => error.to_string(),
    }
}

/// Whether the database, rather than the statement, is at fault.
fn is_outage(error: &dyn DatabaseError) -> bool {
    let Some(code) = error.code() else { return false };
    // SQLite's are numbers whose low byte is the kind: busy 5, locked 6, no memory 7, read-only 8, I/O 10, corrupt 11, full 13, can't
    // open 14, no database 26.
    if error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
        return code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 7 | 8 | 10 | 11 | 13 | 14 | 26));
    }
    // Postgres: connection 08, read-only 25006, authorization 28, no such database 3D, rolled back 40, resources (disk full) 53,
    // lock not available 55P03, operator's intervention 57, system 58; transaction too long idle 25P03, or too long 25P04.
    ["08", "28", "3D", "40", "53", "57", "58"].iter().any(|class| code.starts_with(class))
        || matches!(code.as_ref(), "25006" | "25P03" | "25P04" | "55P03")
}

/// Whether SQLite failed below SQL, so that its connection is better opened anew: no memory 7, read-only 8, I/O 10, corrupt 11, full 13,
/// can't open 14, no database 26.
fn is_broken_file(error: &dyn DatabaseError) -> bool {
    error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some()
        && error.code().and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| matches!(code & 0xff, 7 | 8 | 10 | 11 | 13 | 14 | 26))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::{Connection, SqliteConnection};

    #[tokio::test]
    async fn a_full_disk_is_an_outage_and_a_mistake_is_not() {
        let mut database = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        // SQLite's own limit stands in for the disk's.
        for sql in ["PRAGMA max_page_count = 3", "CREATE TABLE t (x BLOB NOT NULL)"] {
            sqlx::query(sql).execute(&mut database).await.unwrap();
        }
        let full = sqlx::query("INSERT INTO t VALUES (zeroblob(100000))").execute(&mut database).await.unwrap_err();
        assert!(matches!(StoreError::from(full), StoreError::Unavailable(_)));
        let mistake = sqlx::query("INSERT INTO t VALUES (NULL)").execute(&mut database).await.unwrap_err();
        let mistake = StoreError::from(mistake);
        assert_eq!(mistake.to_string(), "the database refused a statement (1299, NOT NULL constraint failed: t.x)");
    }
}
