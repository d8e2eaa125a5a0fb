//! How far a client's application is (rule 22): what lists and records show of it. Only the initial determination is read (rule 28).

use crate::domain::applications::Outcomes;
use crate::domain::ids::AssociationId;
use crate::domain::instant::Instant;
use crate::store::codec::known;
use crate::store::db::fetch_optional;
use crate::store::statement::{Statement, Value};
use crate::store::{Store, StoreError};
use std::collections::BTreeMap;

/// How far a client's application is, with or without the assister's help.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// For which year it is.
    pub coverage_year: u16,
    /// When it was submitted; a draft otherwise.
    pub submitted_at: Option<Instant>,
    /// The initial determination in short, when it is there.
    pub outcomes: Option<Outcomes>,
    /// Whether they are enrolled in a health plan.
    pub enrolled: bool,
}

#[derive(sqlx::FromRow)]
struct AppliedRow {
    id: AssociationId,
    coverage_year: i64,
    submitted_at: Option<Instant>,
    summary: Option<String>,
    enrolled: bool,
}

impl Statement {
    /// The latest applications of these clients, with what is joined to them.
    pub(super) fn applied(clients: &[AssociationId]) -> Self {
        let mut statement = Self::default();
        statement.push(
            "SELECT s.id, a.coverage_year, a.submitted_at, d.summary, (e.id IS NOT NULL) AS enrolled
             FROM associations s JOIN applications a ON a.consumer_id = s.consumer_id
                  AND a.coverage_year = (SELECT MAX(l.coverage_year) FROM applications l WHERE l.consumer_id = s.consumer_id)
             LEFT JOIN determinations d ON d.application_id = a.id AND d.is_initial
             LEFT JOIN enrollments e ON e.application_id = a.id AND e.replaced_at IS NULL
             WHERE s.id IN (",
        );
        for (place, client) in clients.iter().enumerate() {
            statement.push(if place == 0 { "" } else { ", " }).bind(Value::Id(client.0));
        }
        statement.push(")");
        statement
    }
}

impl Store {
    /// The clients' applications by association; of several years the latest. Who has none is not in it.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn applied(&self, clients: &[AssociationId]) -> Result<BTreeMap<AssociationId, Applied>, StoreError> {
        if clients.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows: Vec<AppliedRow> = Statement::applied(clients).rows(self).await?;
        let applied = |row: AppliedRow| {
            let outcomes = row.summary.as_deref().map(Outcomes::read);
            let coverage_year = known(u16::try_from(row.coverage_year).ok(), "applications", "coverage_year", row.id.0)?;
            Ok((row.id, Applied { coverage_year, submitted_at: row.submitted_at, outcomes, enrolled: row.enrolled }))
        };
        rows.into_iter().map(applied).collect()
    }

    /// In which plan a client was enrolled by an assister, by their latest application. What the consumer chose is shown to the consumer
    /// alone: see [`StoredEnrollment::open_to_assisters`](crate::store::StoredEnrollment::open_to_assisters).
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn plan_name(&self, client: AssociationId) -> Result<Option<String>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            (String,),
            "SELECT p.name FROM associations s JOIN applications a ON a.consumer_id = s.consumer_id
                  AND a.coverage_year = (SELECT MAX(l.coverage_year) FROM applications l WHERE l.consumer_id = s.consumer_id)
             JOIN enrollments e ON e.application_id = a.id AND e.replaced_at IS NULL AND e.confirmed_role = 'assister'
             JOIN plans p ON p.id = e.plan_id
             WHERE s.id = $1 AND s.ended_at IS NULL",
            client,
        )?;
        Ok(row.map(|(name,)| name))
    }
}
