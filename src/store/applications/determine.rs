//! Determinations: what waits for one, and recording it. The first is frozen.

use super::Notice;
use super::file::{from_json, to_json};
use super::notices::notify;
use crate::domain::applications::{Application, DeterminedBy, NoticeKind, summary};
use crate::domain::audit::{Actor, AuditAction, Subject};
use crate::domain::eligibility::Determination;
use crate::domain::identity::Role;
use crate::domain::ids::{ApplicationId, AuditId, ConsumerId, DeterminationId, UserId};
use crate::domain::instant::Instant;
use crate::store::codec::{count, known};
use crate::store::db::{execute, fetch_optional};
use crate::store::leases::{Lease, Taker, Work, take};
use crate::store::manage_assister::lock;
use crate::store::row::row;
use crate::store::{Audit, Store, StoreError, audit};

/// An application that nobody else determines until the lease is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedCase {
    /// Which.
    pub id: ApplicationId,
    /// For which year.
    pub coverage_year: u16,
    /// The answers.
    pub answers: Application,
    /// When it was submitted.
    pub submitted_at: Instant,
    /// How often it was tried, this time included.
    pub tries: u32,
    /// What it is determined under.
    pub lease: Lease,
}

/// A determination to record.
#[derive(Clone, Debug)]
pub struct NewDetermination<'a> {
    /// Its id, should it be recorded.
    pub id: DeterminationId,
    /// Of which application.
    pub application: ApplicationId,
    /// By whom or what.
    pub source: DeterminedBy,
    /// What.
    pub determination: &'a Determination,
    /// When.
    pub now: Instant,
}

/// What recording did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It is the initial determination.
    Initial,
    /// There was one: nothing changed.
    Before,
    /// There is no such submitted application.
    NotFound,
}

row! {
    struct ClaimedRow {
        coverage_year: i64,
        answers: String,
        submitted_at: Instant,
    }
}

impl Store {
    /// Takes the submitted application that has waited longest for its determination; with `only`, that one if it is due. It is due
    /// again at `again` when nothing is recorded of it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_case(
        &self,
        only: Option<ApplicationId>,
        now: Instant,
        again: Instant,
        taker: Taker,
    ) -> Result<Option<ClaimedCase>, StoreError> {
        // Mostly there is none, and a look is cheaper than a change.
        let which = match only {
            Some(id) => Some((id,)),
            None => fetch_optional!(
                self.read(),
                (ApplicationId,),
                "SELECT application_id FROM pending_determinations WHERE due_at <= $1
                     AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.work = 'determination' AND l.item = application_id)
                 ORDER BY due_at, application_id LIMIT 1",
                now,
            )?,
        };
        let Some((id,)) = which else { return Ok(None) };
        let (mut tx, lease) = (self.write().await?, taker.of(Work::Determination, id.0));
        if !take(&mut tx, lease).await? {
            return Ok(None);
        }
        let claimed = fetch_optional!(
            tx.on(),
            (i64,),
            "UPDATE pending_determinations SET tries = tries + 1, due_at = $3 WHERE application_id = $1 AND due_at <= $2 RETURNING tries",
            id,
            now,
            again,
        )?;
        let Some((tries,)) = claimed else { return Ok(None) };
        tx.commit().await?;
        let row = fetch_optional!(
            self.read(),
            ClaimedRow,
            "SELECT coverage_year, answers, submitted_at FROM applications WHERE id = $1 AND submitted_at IS NOT NULL",
            id,
        )?;
        row.map(|row| {
            Ok(ClaimedCase {
                id,
                coverage_year: known(u16::try_from(row.coverage_year).ok(), "applications", "coverage_year", id.0)?,
                answers: from_json(&row.answers, "answers", id.0)?,
                submitted_at: row.submitted_at,
                tries: count(tries),
                lease,
            })
        })
        .transpose()
    }

    /// An application that could not be determined is due again at this time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn determine_again(&self, application: ApplicationId, at: Instant) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        execute!(tx.on(), "UPDATE pending_determinations SET due_at = $2 WHERE application_id = $1", application, at)?;
        tx.done().await?;
        tx.commit().await
    }

    /// Records the initial determination, once: it stays as it is, whatever comes later (rule 28). The audit row `audit` names is that of
    /// whoever submitted.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn record_initial(&self, new: NewDetermination<'_>, audit: (AuditId, &str)) -> Result<Recorded, StoreError> {
        let mut tx = self.write().await?;
        let sql = "SELECT consumer_id, coverage_year, submitted_by, submitted_role FROM applications
             WHERE id = $1 AND submitted_by IS NOT NULL";
        let application = fetch_optional!(tx.on(), (ConsumerId, i64, UserId, String), sql, new.application)?;
        let Some((consumer, year, user, role)) = application else { return Ok(Recorded::NotFound) };
        lock(&mut tx, consumer).await?;
        let summary = summary(new.determination);
        let written = execute!(
            tx.on(),
            "INSERT INTO determinations (id, application_id, recorded_at, is_initial, source, summary, body)
             VALUES ($1, $2, $3, TRUE, $4, $5, $6) ON CONFLICT DO NOTHING",
            new.id,
            new.application,
            new.now,
            new.source.code(),
            &summary,
            to_json(new.determination)?,
        )?;
        execute!(tx.on(), "DELETE FROM pending_determinations WHERE application_id = $1", new.application)?;
        if written == 1 {
            let role = known(Role::from_code(&role), "applications", "submitted_role", new.application.0)?;
            let audit = Audit { id: audit.0, actor: Actor { user, role }, request: audit.1.to_owned() };
            let subject = Subject { consumer: Some(consumer), ..Subject::default() };
            audit::record(&mut tx, &audit, AuditAction::ApplicationDetermined, subject, new.now).await?;
            let year = known(u16::try_from(year).ok(), "applications", "coverage_year", new.application.0)?;
            let notice = Notice { about: summary, year: Some(year), ..Notice::of(NoticeKind::Determined, new.now) };
            notify(&mut tx, &audit, consumer, &notice.by(new.source)).await?;
        }
        tx.done().await?;
        tx.commit().await?;
        Ok(if written == 1 { Recorded::Initial } else { Recorded::Before })
    }
}
