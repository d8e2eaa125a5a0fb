//! How far a client's application is (rule 22): what lists and records show of it. Only the initial determination is read (rule 28).

use crate::domain::applications::Outcomes;
use crate::domain::ids::ConsumerId;
use crate::domain::instant::Instant;
use crate::store::codec::known;
use crate::store::db::{Snapshot, fetch_all};
use crate::store::row::row;
use crate::store::statement::{Statement, Value};
use crate::store::{Store, StoreError};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How far a client's application for a year is, with or without the assister's help.
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

row! {
    struct AppliedRow {
        consumer_id: ConsumerId,
        coverage_year: i64,
        submitted_at: Option<Instant>,
        summary: Option<String>,
        enrolled: bool,
    }
}

impl Statement {
    /// The applications of these clients for every year, as lists show them.
    pub(super) fn applied(clients: &[ConsumerId]) -> Self {
        let mut statement = Self::default();
        statement
            .push("SELECT consumer_id, coverage_year, submitted_at, summary, enrolled FROM client_applications WHERE consumer_id IN (");
        for (place, client) in clients.iter().enumerate() {
            statement.push(if place == 0 { "" } else { ", " }).bind(Value::Id(client.0));
        }
        statement.push(")");
        statement
    }
}

impl Store {
    /// The clients' applications, the latest year first. Who has none is not in it.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn applied(&self, clients: &[ConsumerId]) -> Result<BTreeMap<ConsumerId, Vec<Applied>>, StoreError> {
        if clients.is_empty() {
            return Ok(BTreeMap::new());
        }
        by_client(Statement::applied(clients).rows(self).await?)
    }

    /// One client's applications, the latest year first, and in which plans an assister enrolled them.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn applied_with_plans(&self, client: ConsumerId) -> Result<(Vec<Applied>, BTreeMap<u16, String>), StoreError> {
        let mut snapshot = self.snapshot().await?;
        let rows = Statement::applied(&[client]).rows_of(&mut snapshot).await?;
        let applied = by_client(rows)?.remove(&client).unwrap_or_default();
        let enrolled = applied.iter().any(|one| one.enrolled);
        let plans = if enrolled { plan_names(&mut snapshot, client).await? } else { BTreeMap::new() };
        Ok((applied, plans))
    }
}

fn by_client(rows: Vec<AppliedRow>) -> Result<BTreeMap<ConsumerId, Vec<Applied>>, StoreError> {
    let mut applied: BTreeMap<ConsumerId, Vec<Applied>> = BTreeMap::new();
    for row in rows {
        let coverage_year = year(row.coverage_year, row.consumer_id)?;
        let outcomes = row.summary.as_deref().map(Outcomes::read);
        let one = Applied { coverage_year, submitted_at: row.submitted_at, outcomes, enrolled: row.enrolled };
        applied.entry(row.consumer_id).or_default().push(one);
    }
    for years in applied.values_mut() {
        years.sort_by_key(|one| Reverse(one.coverage_year));
    }
    Ok(applied)
}

/// In which plans a client was enrolled by an assister, by coverage year. What the consumer chose is shown to the consumer
/// alone: see [`StoredEnrollment::open_to_assisters`](crate::store::StoredEnrollment::open_to_assisters).
async fn plan_names(snapshot: &mut Snapshot, client: ConsumerId) -> Result<BTreeMap<u16, String>, StoreError> {
    let rows = fetch_all!(
        snapshot.on(),
        (i64, String),
        "SELECT CAST(a.coverage_year AS BIGINT), p.name FROM applications a
         JOIN enrollments e ON e.application_id = a.id AND e.replaced_at IS NULL AND e.confirmed_role = 'assister'
         JOIN plans p ON p.id = e.plan_id
         WHERE a.consumer_id = $1",
        client,
    )?;
    rows.into_iter().map(|(of, name)| Ok((year(of, client)?, name))).collect()
}

/// A coverage year as it is stored.
fn year(stored: i64, client: ConsumerId) -> Result<u16, StoreError> {
    known(u16::try_from(stored).ok(), "applications", "coverage_year", client.0)
}
