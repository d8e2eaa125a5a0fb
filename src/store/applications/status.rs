//! Later statuses: what was decided after the initial determination. For the consumer and for staff, never for an assister (rule 28).

use super::Notice;
use super::file::{from_json, initial, to_json};
use super::notices::notify;
use crate::domain::applications::{DeterminedBy, LaterStatus, NoticeKind, kinds};
use crate::domain::audit::{Actor, AuditAction, Subject};
use crate::domain::identity::Role;
use crate::domain::ids::{ApplicationId, AuditId, ConsumerId, DeterminationId, UserId};
use crate::domain::instant::Instant;
use crate::store::codec::known;
use crate::store::db::{Write, execute, fetch_optional};
use crate::store::manage_assister::lock;
use crate::store::row::row;
use crate::store::{Audit, Store, StoreError, audit};

/// A later status as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredStatus {
    /// Which.
    pub id: DeterminationId,
    /// When.
    pub recorded_at: Instant,
    /// By whom or what.
    pub source: DeterminedBy,
    /// What.
    pub status: LaterStatus,
}

/// Who records a status.
#[derive(Clone, Copy, Debug)]
pub enum StatusBy<'a> {
    /// Somebody of the staff, for the consumer whom they found. It must be the one that was the latest when they looked.
    Staff {
        /// Who.
        audit: &'a Audit,
        /// The status that they saw, the initial one among them.
        seen: DeterminationId,
    },
    /// The exchange's engine. The audit row is that of whoever submitted.
    Engine(AuditId, &'a str),
}

/// A status to record.
#[derive(Clone, Copy, Debug)]
pub struct NewStatus<'a> {
    /// Its id, should it be recorded: twice with the same has one effect.
    pub id: DeterminationId,
    /// Whose application.
    pub consumer: ConsumerId,
    /// Which application.
    pub application: ApplicationId,
    /// What.
    pub status: &'a LaterStatus,
    /// When.
    pub now: Instant,
}

/// What recording did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusRecorded {
    /// Recorded now.
    Now,
    /// It was recorded before: nothing changed.
    Before,
    /// Another one was recorded since they looked: nothing changed.
    Meanwhile,
    /// Everybody qualifies for what they qualified for before: nothing changed, for the consumer would be told of a change.
    Same,
    /// The application is not this consumer's, not submitted or not determined yet: nothing changed.
    NotFound,
}

row! {
    struct StatusRow {
        id: DeterminationId,
        recorded_at: Instant,
        source: String,
        body: String,
    }
}

impl StatusRow {
    fn read(self) -> Result<StoredStatus, StoreError> {
        Ok(StoredStatus {
            source: known(DeterminedBy::from_code(&self.source), "determinations", "source", self.id.0)?,
            status: from_json(&self.body, "body", self.id.0)?,
            id: self.id,
            recorded_at: self.recorded_at,
        })
    }
}

const CURRENT: &str = "SELECT id, recorded_at, source, body FROM determinations WHERE application_id = $1 AND NOT is_initial
     ORDER BY recorded_at DESC, id DESC LIMIT 1";

/// The current status of an application in a file that is locked.
pub(in crate::store) async fn latest_status(tx: &mut Write, application: ApplicationId) -> Result<Option<StoredStatus>, StoreError> {
    fetch_optional!(tx.on(), StatusRow, CURRENT, application)?.map(StatusRow::read).transpose()
}

impl Store {
    /// The current status, when one was recorded after the initial determination.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn current_status(&self, application: ApplicationId) -> Result<Option<StoredStatus>, StoreError> {
        fetch_optional!(self.read(), StatusRow, CURRENT, application)?.map(StatusRow::read).transpose()
    }

    /// Records a status after the initial determination, with its audit row and the consumer's notice.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn record_status(&self, new: NewStatus<'_>, by: StatusBy<'_>) -> Result<StatusRecorded, StoreError> {
        let mut tx = self.write().await?;
        lock(&mut tx, new.consumer).await?;
        let latest = fetch_optional!(
            tx.on(),
            (DeterminationId, i64, UserId, String),
            "SELECT d.id, a.coverage_year, a.submitted_by, a.submitted_role FROM determinations d JOIN applications a ON a.id = d.application_id
             WHERE a.id = $1 AND a.consumer_id = $2 ORDER BY d.is_initial, d.recorded_at DESC, d.id DESC LIMIT 1",
            new.application,
            new.consumer,
        )?;
        let Some((latest, year, user, role)) = latest else { return Ok(StatusRecorded::NotFound) };
        if fetch_optional!(tx.on(), (DeterminationId,), "SELECT id FROM determinations WHERE id = $1", new.id)?.is_some() {
            return Ok(StatusRecorded::Before);
        }
        let (source, audit) = match by {
            StatusBy::Staff { seen, .. } if seen != latest => return Ok(StatusRecorded::Meanwhile),
            StatusBy::Staff { audit, .. } => (DeterminedBy::Staff, audit.clone()),
            StatusBy::Engine(id, request) => {
                let role = known(Role::from_code(&role), "applications", "submitted_role", new.application.0)?;
                (DeterminedBy::Engine, Audit { id, actor: Actor { user, role }, request: request.to_owned() })
            }
        };
        let before = match latest_status(&mut tx, new.application).await? {
            Some(before) => before.status.outcomes,
            None => initial(&mut tx, new.application).await?.map(|initial| kinds(&initial.determination)).unwrap_or_default(),
        };
        if new.status.outcomes.iter().all(|outcome| before.contains(outcome)) {
            return Ok(StatusRecorded::Same);
        }
        execute!(
            tx.on(),
            "INSERT INTO determinations (id, application_id, recorded_at, is_initial, source, summary, body)
             VALUES ($1, $2, $3, FALSE, $4, $5, $6)",
            new.id,
            new.application,
            new.now,
            source.code(),
            new.status.summary(),
            to_json(new.status)?,
        )?;
        let subject = Subject { consumer: Some(new.consumer), ..Subject::default() };
        audit::record(&mut tx, &audit, AuditAction::StatusRecorded, subject, new.now).await?;
        let year = known(u16::try_from(year).ok(), "applications", "coverage_year", new.application.0)?;
        let notice = Notice { about: new.status.summary(), year: Some(year), ..Notice::of(NoticeKind::DeterminedAgain, new.now) };
        notify(&mut tx, &audit, new.consumer, &notice.by(source)).await?;
        tx.commit().await?;
        Ok(StatusRecorded::Now)
    }
}
