//! The rows of many applications, written many to a statement.

use crate::domain::audit::{Actor, AuditAction, Subject};
use crate::domain::ids::{ApplicationId, AuditId, ConsumerId, DeterminationId, EnrollmentId, PlanId, UserId};
use crate::domain::instant::{Date, Instant};
use crate::domain::shopping::Price;
use crate::store::StoreError;
use crate::store::applications::Notice;
use crate::store::db::{Write, insert_all};

pub(super) struct ApplicationRow {
    pub(super) id: ApplicationId,
    pub(super) consumer: ConsumerId,
    pub(super) year: i64,
    pub(super) answers: String,
    pub(super) started_at: Instant,
    pub(super) saved_at: Instant,
    /// Name, role, kind of assister.
    pub(super) saver: (String, &'static str, Option<&'static str>),
    /// When, by whom, in what role.
    pub(super) submitted: Option<(Instant, UserId, &'static str)>,
    pub(super) signature: Option<String>,
}

pub(super) struct PendingRow {
    pub(super) application: ApplicationId,
    pub(super) due_at: Instant,
}

pub(super) struct DeterminationRow {
    pub(super) id: DeterminationId,
    pub(super) application: ApplicationId,
    pub(super) at: Instant,
    pub(super) initial: bool,
    pub(super) source: &'static str,
    pub(super) summary: String,
    pub(super) body: String,
}

pub(super) struct EnrollmentRow {
    pub(super) id: EnrollmentId,
    pub(super) application: ApplicationId,
    pub(super) consumer: ConsumerId,
    pub(super) plan: PlanId,
    pub(super) members: String,
    pub(super) price: Price,
    pub(super) effective_on: Date,
    pub(super) at: Instant,
    pub(super) actor: Actor,
}

pub(super) struct AuditRow {
    pub(super) id: AuditId,
    pub(super) at: Instant,
    pub(super) actor: Actor,
    pub(super) action: AuditAction,
    pub(super) subject: Subject,
}

/// What changes of applications leave behind.
#[derive(Default)]
pub(super) struct Papers {
    pub(super) applications: Vec<ApplicationRow>,
    pub(super) pending: Vec<PendingRow>,
    pub(super) determinations: Vec<DeterminationRow>,
    pub(super) enrollments: Vec<EnrollmentRow>,
    pub(super) audit: Vec<AuditRow>,
    pub(super) notices: Vec<(AuditId, ConsumerId, Notice)>,
}

impl Papers {
    /// Writes all of it.
    pub(super) async fn insert(self, tx: &mut Write) -> Result<(), StoreError> {
        insert_all!(
            tx,
            "INSERT INTO applications (id, consumer_id, coverage_year, answers, started_at, saved_at, saved_name, saved_role, saved_kind,
                 submitted_at, submitted_by, submitted_role, signature)",
            self.applications,
            |row| row.id,
            row.consumer,
            row.year,
            row.answers.as_str(),
            row.started_at,
            row.saved_at,
            row.saver.0.as_str(),
            row.saver.1,
            row.saver.2,
            row.submitted.map(|(at, ..)| at),
            row.submitted.map(|(_, by, _)| by),
            row.submitted.map(|(.., role)| role),
            row.signature.as_deref(),
        )?;
        insert_all!(
            tx,
            "INSERT INTO pending_determinations (application_id, tries, due_at)",
            self.pending,
            |row| row.application,
            1_i64,
            row.due_at
        )?;
        insert_all!(
            tx,
            "INSERT INTO determinations (id, application_id, recorded_at, is_initial, source, summary, body)",
            self.determinations,
            |row| row.id,
            row.application,
            row.at,
            row.initial,
            row.source,
            row.summary.as_str(),
            row.body.as_str(),
        )?;
        insert_all!(
            tx,
            "INSERT INTO enrollments (id, application_id, consumer_id, plan_id, members, premium, credit, effective_on, confirmed_at,
                 confirmed_by, confirmed_role)",
            self.enrollments,
            |row| row.id,
            row.application,
            row.consumer,
            row.plan,
            row.members.as_str(),
            row.price.premium.0,
            row.price.credit.0,
            row.effective_on,
            row.at,
            row.actor.user,
            row.actor.role.code(),
        )?;
        insert_all!(
            tx,
            "INSERT INTO audit_events (id, at, actor_user_id, actor_role, action, consumer_id, assister_id, association_id, request)",
            self.audit,
            |row| row.id,
            row.at,
            row.actor.user,
            row.actor.role.code(),
            row.action.code(),
            row.subject.consumer,
            row.subject.assister,
            row.subject.association,
            "demo",
        )?;
        insert_all!(
            tx,
            "INSERT INTO notices (id, consumer_id, at, kind, by_whom, by_name, about, in_place_of, coverage_year, first_day)",
            self.notices,
            |(id, consumer, notice)| *id,
            *consumer,
            notice.at,
            notice.kind.code(),
            notice.by.0.code(),
            notice.by.1.as_str(),
            notice.about.as_str(),
            notice.before.as_str(),
            notice.year.map(i64::from),
            notice.first_day,
        )
    }
}
