//! How far a client's application is (rule 22): what lists and records show of it. Only the initial determination is read (rule 28).

use crate::domain::applications::Outcomes;
use crate::domain::ids::ConsumerId;
use crate::domain::instant::Instant;
use crate::store::codec::known;
use crate::store::db::{Snapshot, fetch_all};
use crate::store::row::row;
use crate::store::{Store, StoreError};
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
    /// An application beside the client whose it is; nothing where they have none.
    pub(super) struct JoinedApplication {
        consumer_id: ConsumerId,
        coverage_year: Option<i64>,
        submitted_at: Option<Instant>,
        summary: Option<String>,
        enrolled: Option<bool>,
    }
}

impl JoinedApplication {
    /// The application, if there is one.
    ///
    /// # Errors
    /// When what is stored can't be read.
    pub(super) fn read(self) -> Result<Option<Applied>, StoreError> {
        let Some(stored) = self.coverage_year else { return Ok(None) };
        Ok(Some(Applied {
            coverage_year: year(stored, self.consumer_id)?,
            submitted_at: self.submitted_at,
            outcomes: self.summary.as_deref().map(Outcomes::read),
            enrolled: self.enrolled == Some(true),
        }))
    }
}

impl Store {
    /// One client's applications, the latest year first, and in which plans an assister enrolled them.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn applied_with_plans(&self, client: ConsumerId) -> Result<(Vec<Applied>, BTreeMap<u16, String>), StoreError> {
        let mut snapshot = self.snapshot().await?;
        let rows = fetch_all!(
            snapshot.on(),
            JoinedApplication,
            "SELECT consumer_id, coverage_year, submitted_at, summary, enrolled FROM client_applications
             WHERE consumer_id = $1 ORDER BY coverage_year DESC",
            client,
        )?;
        let applied = rows.into_iter().filter_map(|row| row.read().transpose()).collect::<Result<Vec<_>, _>>()?;
        let enrolled = applied.iter().any(|one| one.enrolled);
        let plans = if enrolled { plan_names(&mut snapshot, client).await? } else { BTreeMap::new() };
        Ok((applied, plans))
    }
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
