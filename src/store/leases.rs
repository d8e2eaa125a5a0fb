//! Leases: which running program does which piece of work, until when, and that nothing is written by one that lost it.
//!
//! A lease is a row with a token of its own. [`Store::under`] gives a store whose every transaction begins by finding that row and
//! prolonging it: where it is gone, since another program took the work, the transaction is refused ([`StoreError::TakenOver`]), whatever
//! the one that wakes up believes the time to be. Times are the database's: a machine with a wrong clock neither steals nor keeps.
//!
//! Who looks for work leaves out what has a lease, and [`Store::end_leases`] removes those that are over.

use super::db::{DbKind, Store, Write, execute};
use super::error::StoreError;
use std::time::Duration;
use uuid::Uuid;

/// How long a lease lasts when nobody prolongs it.
pub const LEASE: Duration = Duration::from_secs(30);

/// A kind of work beside the requests. A new one is a variant and its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Sending a message.
    Mail,
    /// Determining an application.
    Determination,
    /// Carrying out a confirmed import.
    Import,
    /// Taking the later statuses of an exchange's engine.
    Statuses,
    /// Telling whoever has a tax credit by an earlier year's table.
    OlderFigures,
    /// Deleting what is past its time.
    Sweep,
}

impl Work {
    const fn code(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Determination => "determination",
            Self::Import => "import",
            Self::Statuses => "statuses",
            Self::OlderFigures => "older_figures",
            Self::Sweep => "sweep",
        }
    }
}

/// Who takes a lease: a running program, and a token that was never used before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taker {
    /// The program.
    pub holder: Uuid,
    /// The token.
    pub token: Uuid,
}

impl Taker {
    /// The lease of a piece of work, should it be free.
    #[must_use]
    pub const fn of(self, work: Work, item: Uuid) -> Lease {
        Lease { work, item, taker: self }
    }
}

/// A lease that was taken, or is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    work: Work,
    item: Uuid,
    taker: Taker,
}

impl Store {
    /// Takes a lease. Gives whether it was free.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take(&self, lease: Lease) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let taken = take(&mut tx, lease).await?;
        tx.commit().await?;
        Ok(taken)
    }

    /// Prolongs a lease.
    ///
    /// # Errors
    /// [`StoreError::TakenOver`] when it is lost; or when the database fails.
    pub async fn prolong(&self, lease: Lease) -> Result<(), StoreError> {
        self.under(lease).write().await?.commit().await
    }

    /// Gives a lease back. One that was lost is another's, and stays.
    ///
    /// # Errors
    /// When the database fails; then it ends by itself.
    pub async fn release(&self, lease: Lease) -> Result<(), StoreError> {
        let Lease { work, item, taker } = lease;
        let sql = "DELETE FROM leases WHERE work = $1 AND item = $2 AND token = $3";
        execute!(self.single_write(), sql, work.code(), item, taker.token)?;
        Ok(())
    }

    /// Gives back everything that a program holds.
    ///
    /// # Errors
    /// When the database fails; then it ends by itself.
    pub async fn release_all(&self, holder: Uuid) -> Result<u64, StoreError> {
        execute!(self.single_write(), "DELETE FROM leases WHERE holder = $1", holder)
    }

    /// Removes the leases that are over: their work is free. Gives how many there were.
    ///
    /// One that ends later than any lease does was written before the database's clock was set back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_leases(&self) -> Result<u64, StoreError> {
        let sql = match self.kind() {
            DbKind::Sqlite => {
                "DELETE FROM leases WHERE ends_at <= CAST(unixepoch('subsec') * 1000000 AS INTEGER)
                     OR ends_at > CAST(unixepoch('subsec') * 1000000 AS INTEGER) + $1"
            }
            // One that somebody writes under is not over, whatever it says before they commit.
            DbKind::Postgres => {
                "DELETE FROM leases WHERE (work, item) IN (SELECT work, item FROM leases
                     WHERE ends_at <= clock_timestamp() OR ends_at > clock_timestamp() + $1 * INTERVAL '1 microsecond'
                     FOR UPDATE SKIP LOCKED)"
            }
        };
        execute!(self.single_write(), sql, micros())
    }
}

impl Write {
    /// Finds the lease that this is written under, and prolongs it.
    pub(super) async fn hold(&mut self, Lease { work, item, taker }: Lease) -> Result<(), StoreError> {
        let sql = match self.kind() {
            DbKind::Sqlite => {
                "UPDATE leases SET ends_at = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + $4 WHERE work = $1 AND item = $2 AND token = $3"
            }
            DbKind::Postgres => {
                "UPDATE leases SET ends_at = clock_timestamp() + $4 * INTERVAL '1 microsecond' WHERE work = $1 AND item = $2 AND token = $3"
            }
        };
        let held = execute!(self.on(), sql, work.code(), item, taker.token, micros())?;
        if held == 1 { Ok(()) } else { Err(StoreError::TakenOver) }
    }

    /// The work is done with this transaction: its lease, if it has one, ends with it.
    pub(super) async fn done(&mut self) -> Result<(), StoreError> {
        let Some(Lease { work, item, .. }) = self.lease else { return Ok(()) };
        execute!(self.on(), "DELETE FROM leases WHERE work = $1 AND item = $2", work.code(), item)?;
        Ok(())
    }
}

/// Takes a lease within a transaction. Gives whether it was free.
pub(super) async fn take(tx: &mut Write, lease: Lease) -> Result<bool, StoreError> {
    let Lease { work, item, taker } = lease;
    let sql = match tx.kind() {
        DbKind::Sqlite => {
            "INSERT INTO leases (work, item, holder, token, ends_at)
             VALUES ($1, $2, $3, $4, CAST(unixepoch('subsec') * 1000000 AS INTEGER) + $5) ON CONFLICT DO NOTHING"
        }
        DbKind::Postgres => {
            "INSERT INTO leases (work, item, holder, token, ends_at)
             VALUES ($1, $2, $3, $4, clock_timestamp() + $5 * INTERVAL '1 microsecond') ON CONFLICT DO NOTHING"
        }
    };
    Ok(execute!(tx.on(), sql, work.code(), item, taker.holder, taker.token, micros())? == 1)
}

fn micros() -> i64 {
    i64::try_from(LEASE.as_micros()).unwrap_or(i64::MAX)
}
