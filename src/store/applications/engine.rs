//! How far the later statuses of an exchange's engine were taken, and whose application one is of.

use super::file::from_json;
use crate::domain::applications::Application;
use crate::domain::ids::{ApplicationId, ConsumerId, DeterminationId};
use crate::domain::instant::Instant;
use crate::store::db::{execute_alone, fetch_one, fetch_optional};
use crate::store::{Store, StoreError};

/// What must be known of an application before a later status is recorded for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusCase {
    /// Whose it is.
    pub consumer: ConsumerId,
    /// Who applies, in the order of the household.
    pub applicants: Vec<u16>,
    /// When it was submitted.
    pub submitted_at: Instant,
    /// Whether the initial determination is there: nothing comes before it.
    pub determined: bool,
}

impl Store {
    /// The number of the last status that was taken from the engine; 0 before the first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn engine_statuses_taken(&self) -> Result<i64, StoreError> {
        Ok(fetch_one!(self.read(), (i64,), "SELECT taken FROM engine_statuses")?.0)
    }

    /// The status with this number was taken, and all before it: they are not asked for again. A lower number changes nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn engine_status_was_taken(&self, number: i64) -> Result<(), StoreError> {
        execute_alone!(self, "UPDATE engine_statuses SET taken = $1 WHERE taken < $1", number)?;
        Ok(())
    }

    /// A submitted application by its id alone, as the engine knows it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn status_case(&self, application: ApplicationId) -> Result<Option<StatusCase>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            (ConsumerId, String, Instant, Option<DeterminationId>),
            "SELECT a.consumer_id, a.answers, a.submitted_at, d.id FROM applications a
             LEFT JOIN determinations d ON d.application_id = a.id AND d.is_initial
             WHERE a.id = $1 AND a.submitted_at IS NOT NULL",
            application,
        )?;
        row.map(|(consumer, answers, submitted_at, initial)| {
            let answers: Application = from_json(&answers, "answers", application.0)?;
            let applicants = answers.applicants().map(|member| member.id).collect();
            Ok(StatusCase { consumer, applicants, submitted_at, determined: initial.is_some() })
        })
        .transpose()
    }
}
