//! Whether the database lets this program do its work now: it answers, it has this program's tables, and it can be written.

use super::connections::try_connection;
use super::db::{Db, Store, execute};
use super::error::StoreError;
use crate::domain::instant::Instant;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::timeout;

/// How long the answer may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// A change that was committed within this time shows that others can be, too. Else one is made to see.
const LATELY: Duration = Duration::from_secs(5);

/// When a database last refused to work, whichever statement it was.
static LAST_REFUSAL: Mutex<Option<tokio::time::Instant>> = Mutex::new(None);

/// Notes that the database did not work just now: what was written before shows nothing any more.
pub(super) fn note_refusal() {
    *LAST_REFUSAL.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokio::time::Instant::now());
}

/// When something was last written by this process.
#[derive(Clone, Debug, Default)]
pub(super) struct Written(Arc<Last>);

#[derive(Debug, Default)]
struct Last {
    at: Mutex<Option<tokio::time::Instant>>,
    /// Whoever asks while it is being tried waits for that.
    trying: tokio::sync::Mutex<()>,
}

impl Written {
    /// Now.
    pub(super) fn note(&self) {
        *self.0.at.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokio::time::Instant::now());
    }

    fn lately(&self) -> bool {
        let refused = *LAST_REFUSAL.lock().unwrap_or_else(PoisonError::into_inner);
        let written = *self.0.at.lock().unwrap_or_else(PoisonError::into_inner);
        written.is_some_and(|at| at.elapsed() < LATELY && refused.is_none_or(|refused| refused < at))
    }
}

/// Why this program should get no requests now, in words for whoever runs it. Nothing in it is secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// No answer in time.
    #[error("the database does not answer within two seconds")]
    Silent,
    /// It says no, or is away.
    #[error("{0}")]
    Reading(&'static str),
    /// It was made by a version before this one.
    #[error("the database lacks migrations of this program (the first is number {0}): run `migrate`")]
    Outdated(i64),
    /// A change did not get through in time.
    #[error("nothing is written within two seconds: somebody else holds a lock of the database, or its disk stands still")]
    Waiting,
    /// It can be read only.
    #[error("nothing can be written: {0}")]
    Writing(&'static str),
}

impl Store {
    /// Whether the database answers, has the tables of this program, and can be written; within two seconds or so.
    ///
    /// # Errors
    /// Why not.
    pub async fn readiness(&self, now: Instant) -> Result<(), NotReady> {
        if let Some(file) = &self.file {
            match timeout(PATIENCE, file.harm()).await {
                Err(_) => return Err(NotReady::Silent),
                Ok(Some(harm)) => return Err(NotReady::Reading(harm)),
                Ok(None) => {}
            }
        }
        match timeout(PATIENCE, self.missing_migrations()).await {
            Err(_) => return Err(self.silent().await),
            Ok(Err(error)) => return Err(NotReady::Reading(error.reason())),
            Ok(Ok(missing)) => {
                if let Some(first) = missing.first() {
                    return Err(NotReady::Outdated(*first));
                }
            }
        }
        if self.written.lately() {
            return Ok(());
        }
        match timeout(PATIENCE, self.write_something(now)).await {
            Err(_) => Err(NotReady::Waiting),
            Ok(Err(error)) => Err(NotReady::Writing(error.reason())),
            Ok(Ok(())) => Ok(()),
        }
    }

    /// A row that is there for this alone. Another one each time: what does not change need not be written.
    async fn write_something(&self, now: Instant) -> Result<(), StoreError> {
        let _trying = self.written.0.trying.lock().await;
        if self.written.lately() {
            return Ok(());
        }
        let mut tx = self.write().await?;
        execute!(
            tx.on(),
            "INSERT INTO installation (key, value) VALUES ('written', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            now.as_micros().to_string(),
        )?;
        tx.commit().await
    }

    /// Why there is no answer: a pool that waits in vain for a connection does not say, so one is tried beside it.
    async fn silent(&self) -> NotReady {
        let Db::Postgres(pg) = &self.db else { return NotReady::Silent };
        match timeout(PATIENCE, try_connection((*pg.pool.connect_options()).clone())).await {
            Ok(Err(error)) => NotReady::Reading(StoreError::from(error).reason()),
            Ok(Ok(())) | Err(_) => NotReady::Silent,
        }
    }
}
