//! Tax credits that were figured with the table of an earlier year, because theirs was not loaded here yet: they stay as they were made, and
//! whoever has one is told so, once.

use super::Notice;
use super::file::from_json;
use super::notices::notify;
use crate::domain::applications::{DeterminedBy, NoticeKind};
use crate::domain::audit::{Actor, AuditAction, Subject};
use crate::domain::eligibility::Determination;
use crate::domain::identity::Role;
use crate::domain::ids::{ApplicationId, AuditId, ConsumerId, UserId};
use crate::domain::instant::Instant;
use crate::store::codec::known;
use crate::store::db::{fetch_all, fetch_one};
use crate::store::manage_assister::lock;
use crate::store::row::row;
use crate::store::{Audit, Store, StoreError, audit};
use uuid::Uuid;

/// How many determinations are read at a time.
const AT_A_TIME: i64 = 500;

row! {
    struct Row {
        application_id: ApplicationId,
        consumer_id: ConsumerId,
        submitted_by: UserId,
        submitted_role: String,
        body: String,
    }
}

impl Store {
    /// Tells every consumer whose initial determination for a coverage year has a tax credit by another year's table of shares. `id` makes
    /// the ids of the audit rows. Gives how many were told; whoever was told before is not told again.
    ///
    /// # Errors
    /// When the database fails; those who were told until then stay told.
    pub async fn tell_of_older_figures(&self, year: u16, now: Instant, id: impl Fn() -> AuditId + Send) -> Result<usize, StoreError> {
        let (mut told, mut after) = (0, ApplicationId(Uuid::nil()));
        loop {
            // The body is our own JSON; its text spares reading those that were figured with their own table.
            let rows = fetch_all!(
                self.read(),
                Row,
                "SELECT d.application_id, a.consumer_id, a.submitted_by, a.submitted_role, d.body
                 FROM determinations d JOIN applications a ON a.id = d.application_id
                 WHERE d.is_initial AND d.source = 'built_in' AND a.coverage_year = $1 AND d.application_id > $2
                     AND d.body NOT LIKE $3
                     AND NOT EXISTS (SELECT 1 FROM notices n
                         WHERE n.consumer_id = a.consumer_id AND n.kind = 'older_figures' AND n.coverage_year = a.coverage_year)
                 ORDER BY d.application_id LIMIT $4",
                i64::from(year),
                after,
                format!("%\"shares\":{year},%"),
                AT_A_TIME,
            )?;
            let Some(last) = rows.last() else { return Ok(told) };
            after = last.application_id;
            for row in rows {
                let made: Determination = from_json(&row.body, "body", row.application_id.0)?;
                if made.credit.is_some() && made.shares < year && self.tell(&row, (year, made.shares), now, id()).await? {
                    told += 1;
                }
            }
        }
    }

    async fn tell(&self, row: &Row, (year, table): (u16, u16), now: Instant, id: AuditId) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        lock(&mut tx, row.consumer_id).await?;
        // Another server may have begun at the same time.
        let sql = "SELECT COUNT(*) FROM notices WHERE consumer_id = $1 AND kind = 'older_figures' AND coverage_year = $2";
        let (before,) = fetch_one!(tx.on(), (i64,), sql, row.consumer_id, i64::from(year))?;
        if before > 0 {
            return Ok(false);
        }
        let role = known(Role::from_code(&row.submitted_role), "applications", "submitted_role", row.application_id.0)?;
        let audit = Audit { id, actor: Actor { user: row.submitted_by, role }, request: "older figures".to_owned() };
        let subject = Subject { consumer: Some(row.consumer_id), ..Subject::default() };
        audit::record(&mut tx, &audit, AuditAction::OlderFiguresTold, subject, now).await?;
        let notice = Notice { about: table.to_string(), year: Some(year), ..Notice::of(NoticeKind::OlderFigures, now) };
        notify(&mut tx, &audit, row.consumer_id, &notice.by(DeterminedBy::BuiltIn)).await?;
        tx.commit().await?;
        Ok(true)
    }
}
