//! Submitting: the change after which an application stays as it is.

use super::file::{lock_owner, stored, to_json};
use super::notices::notify;
use super::{Notice, Side, StoredApplication};
use crate::domain::applications::{Application, NoticeKind, Page, Signature, missing};
use crate::domain::audit::AuditAction;
use crate::domain::ids::ApplicationId;
use crate::domain::instant::Instant;
use crate::store::db::execute;
use crate::store::identity::is_confirmed;
use crate::store::{Audit, Store, StoreError, audit};

/// What submitting did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// It is submitted now, and waits for its determination.
    Now(ApplicationId),
    /// It was submitted before: nothing changed.
    Before(ApplicationId),
    /// These questions have no answer: nothing changed.
    Missing(Vec<Page>),
    /// The answers are not those that were signed: nothing changed.
    Changed,
    /// Its owner, who submits it, has not confirmed their email: nothing changed.
    EmailNotConfirmed,
    /// No help with paying is wanted (rule 26): nothing changed.
    NotHere,
    /// It was not started.
    NotStarted,
    /// Not this person's, or not any more.
    NotFound,
}

impl Store {
    /// Submits an application with everything required, once, if its answers are those that the signer saw: `seen` is their
    /// [version](Application::seen) on the page to sign. With the change go its audit row, the consumer's notice and the place
    /// among those to be determined.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn submit_application(
        &self,
        side: Side,
        coverage_year: u16,
        (signature, seen): (&Signature, &str),
        now: Instant,
        audit: &Audit,
    ) -> Result<Submitted, StoreError> {
        let mut tx = self.write().await?;
        let Some(file) = lock_owner(&mut tx, side).await? else { return Ok(Submitted::NotFound) };
        let Some(application) = stored(&mut tx, file.consumer, coverage_year).await? else { return Ok(Submitted::NotStarted) };
        if let Some(refused) = refused(&application, seen) {
            return Ok(refused);
        }
        if matches!(side, Side::Consumer(_)) && !is_confirmed(&mut tx, file.consumer).await? {
            return Ok(Submitted::EmailNotConfirmed);
        }
        // Nobody changes it any more: what was there before is not kept.
        let answers = Application { journal: Vec::new(), ..application.answers };
        execute!(
            tx.on(),
            "UPDATE applications SET submitted_at = $2, submitted_by = $3, submitted_role = $4, signature = $5, answers = $6 WHERE id = $1",
            application.id,
            now,
            audit.actor.user,
            audit.actor.role.code(),
            to_json(signature)?,
            to_json(&answers)?,
        )?;
        execute!(tx.on(), "INSERT INTO pending_determinations (application_id, tries, due_at) VALUES ($1, 0, $2)", application.id, now)?;
        audit::record(&mut tx, audit, AuditAction::ApplicationSubmitted, side.subject(file.consumer), now).await?;
        let notice = Notice { year: Some(coverage_year), ..Notice::of(NoticeKind::Submitted, now) };
        let notice = notice.by_side(&mut tx, side).await?;
        notify(&mut tx, audit, file.consumer, &notice).await?;
        tx.commit().await?;
        Ok(Submitted::Now(application.id))
    }
}

fn refused(application: &StoredApplication, seen: &str) -> Option<Submitted> {
    if application.submitted.is_some() {
        return Some(Submitted::Before(application.id));
    }
    if application.answers.help == Some(false) {
        return Some(Submitted::NotHere);
    }
    let missing = missing(&application.answers);
    if !missing.is_empty() {
        return Some(Submitted::Missing(missing));
    }
    (application.answers.seen(Page::Sign, false) != seen).then_some(Submitted::Changed)
}
