//! Drafts: starting one, and changing its answers.

use super::file::{lock_owner, stored, to_json};
use super::{ApplicationFile, Saver, Side, StoredApplication};
use crate::domain::applications::Application;
use crate::domain::audit::AuditAction;
use crate::domain::ids::ApplicationId;
use crate::domain::instant::Instant;
use crate::store::db::execute;
use crate::store::{Audit, Store, StoreError, audit};

/// What starting did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    /// It is there now.
    Now,
    /// It was started before: nothing changed.
    Before,
}

/// What saving did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited<T, E> {
    /// The answers as they stand now, and what the edit gave.
    Saved(T),
    /// The edit refused, and nothing changed. With the application as it stands.
    Refused(E, Box<StoredApplication>),
    /// It was submitted: nothing changes any more.
    Submitted,
    /// It was not started.
    NotStarted,
    /// Not this person's, or not any more.
    NotFound,
}

impl Store {
    /// Starts the application of a coverage year with the consumer's own name and date of birth; one that is there stays as it is.
    /// `None` when it is not this person's to start.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn start_application(
        &self,
        side: Side,
        (id, coverage_year): (ApplicationId, u16),
        by: &Saver,
        now: Instant,
        audit: &Audit,
    ) -> Result<Option<Started>, StoreError> {
        let mut tx = self.write().await?;
        let Some(ApplicationFile { consumer, name, born, .. }) = lock_owner(&mut tx, side).await? else { return Ok(None) };
        if stored(&mut tx, consumer, coverage_year).await?.is_some() {
            return Ok(Some(Started::Before));
        }
        execute!(
            tx.on(),
            "INSERT INTO applications (id, consumer_id, coverage_year, answers, started_at, saved_at, saved_name, saved_role, saved_kind)
             VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)",
            id,
            consumer,
            i64::from(coverage_year),
            to_json(&Application::of(&name, born))?,
            now,
            by.name.as_str(),
            by.role.code(),
            by.kind.map(|kind| kind.code()),
        )?;
        audit::record(&mut tx, audit, AuditAction::ApplicationStarted, side.subject(consumer), now).await?;
        tx.commit().await?;
        Ok(Some(Started::Now))
    }

    /// Changes the answers of a draft by `edit`, which sees them as they are at that moment: two that save at once come one after the
    /// other. What it refuses changes nothing.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn edit_application<T: Send, E: Send>(
        &self,
        side: Side,
        coverage_year: u16,
        by: &Saver,
        (now, audit): (Instant, &Audit),
        edit: impl FnOnce(&mut Application) -> Result<T, E> + Send,
    ) -> Result<Edited<T, E>, StoreError> {
        let mut tx = self.write().await?;
        let Some(file) = lock_owner(&mut tx, side).await? else { return Ok(Edited::NotFound) };
        let Some(mut application) = stored(&mut tx, file.consumer, coverage_year).await? else { return Ok(Edited::NotStarted) };
        if application.submitted.is_some() {
            return Ok(Edited::Submitted);
        }
        let mut answers = application.answers.clone();
        let done = match edit(&mut answers) {
            Ok(done) => done,
            Err(why) => return Ok(Edited::Refused(why, Box::new(application))),
        };
        application.answers = answers;
        execute!(
            tx.on(),
            "UPDATE applications SET answers = $2, saved_at = $3, saved_name = $4, saved_role = $5, saved_kind = $6 WHERE id = $1",
            application.id,
            to_json(&application.answers)?,
            now,
            by.name.as_str(),
            by.role.code(),
            by.kind.map(|kind| kind.code()),
        )?;
        audit::record(&mut tx, audit, AuditAction::ApplicationSaved, side.subject(file.consumer), now).await?;
        tx.commit().await?;
        Ok(Edited::Saved(done))
    }
}
