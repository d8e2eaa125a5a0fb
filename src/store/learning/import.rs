//! Trainings that another learning system tells of.

use super::{ImportedTraining, TrainingState};
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::AssisterId;
use crate::domain::instant::Instant;
use crate::store::db::{execute, fetch_optional};
use crate::store::roster::record_changes;
use crate::store::{Audit, Store, StoreError, audit};
use std::slice;

#[derive(sqlx::FromRow)]
struct TrainingRow {
    id: AssisterId,
    display_name: String,
    trained_at: Option<Instant>,
    mastered_at: Option<Instant>,
}

impl Store {
    /// How far whoever has this Training ID (in capitals) is. For staff that sees all assisters.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn training(&self, training_id: &str) -> Result<Option<TrainingState>, StoreError> {
        let sql = "SELECT id, display_name, trained_at, mastered_at FROM assisters WHERE training_id = $1";
        let row = fetch_optional!(self.read(), TrainingRow, sql, training_id)?;
        Ok(row.map(|row| TrainingState {
            assister: row.id,
            name: row.display_name,
            trained: row.trained_at.is_some(),
            mastered: row.mastered_at.is_some(),
        }))
    }

    /// Opens the gates that a file says are open, all of them or, when the database fails, none. Those that are open stay as they are.
    /// Gives for how many people something changed; where that is nobody, nothing is written.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn import_trainings(
        &self,
        mut trainings: Vec<ImportedTraining>,
        by: &Audit,
        name: &str,
        now: Instant,
    ) -> Result<usize, StoreError> {
        // In one order, so that two imports at once never wait for each other.
        trainings.sort_by_key(|training| training.assister);
        let mut tx = self.write().await?;
        let mut changed = 0;
        for training in &trainings {
            let (id, at) = (training.assister, training.completed_at);
            let sql = "UPDATE assisters SET trained_at = $2 WHERE id = $1 AND trained_at IS NULL";
            let trained = execute!(tx.on(), sql, id, at)? == 1;
            if trained {
                record_changes(&mut tx, id, slice::from_ref(&training.training), by, name, now).await?;
            }
            let sql = "UPDATE assisters SET mastered_at = $2 WHERE id = $1 AND mastered_at IS NULL";
            let mastered = training.passed && execute!(tx.on(), sql, id, at)? == 1;
            if mastered {
                record_changes(&mut tx, id, slice::from_ref(&training.assessment), by, name, now).await?;
            }
            changed += usize::from(trained || mastered);
        }
        if changed > 0 {
            audit::record(&mut tx, by, AuditAction::FileImported, Subject::default(), now).await?;
            tx.commit().await?;
        }
        Ok(changed)
    }
}
