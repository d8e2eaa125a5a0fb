//! Why the store could not do something. Nothing here says anything about a person: it may go to the log as it is.
//!
//! Constraint names are the same on both databases. To give one a meaning, add it to [`Constraint`]; nothing else maps names.

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
    /// The schema could not be brought up to date.
    #[error("migrating the database failed")]
    Migration(#[source] Box<dyn StdError + Send + Sync>),
    /// The address of the database is not one.
    #[error("not a database address: it begins with sqlite: or postgres://")]
    Address,
    /// A defect: anything else.
    #[error("the database refused a statement")]
    Other(#[source] sqlx::Error),
}
