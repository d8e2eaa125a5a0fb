//! Trainings that another learning system tells of.

use super::{ImportedTraining, TrainingState};
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::identity::AssisterKind;
use crate::domain::ids::AssisterId;
use crate::domain::instant::Instant;
use crate::domain::learning::Effect;
use crate::store::codec::known;
use crate::store::db::{execute, fetch_optional};
use crate::store::roster::record_changes;
use crate::store::row::row;
use crate::store::{By, Store, StoreError, audit};
use std::collections::BTreeMap;
use std::slice;

row! {
    struct TrainingRow {
        id: AssisterId,
        kind: String,
        display_name: String,
        trained_at: Option<Instant>,
        mastered_at: Option<Instant>,
    }
}

impl Store {
    /// How far whoever has this Training ID (in capitals) is, where they are of one of these kinds: those that the caller looks after.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn training(&self, training_id: &str, kinds: &[AssisterKind]) -> Result<Option<TrainingState>, StoreError> {
        let sql = "SELECT id, kind, display_name, trained_at, mastered_at FROM assisters WHERE training_id = $1";
        let Some(row) = fetch_optional!(self.read(), TrainingRow, sql, training_id)? else { return Ok(None) };
        let kind = known(AssisterKind::from_code(&row.kind), "assisters", "kind", row.id.0)?;
        Ok(kinds.contains(&kind).then(|| TrainingState {
            assister: row.id,
            name: row.display_name,
            trained: row.trained_at.is_some(),
            mastered: row.mastered_at.is_some(),
        }))
    }

    /// Opens the gates that a file says are open, all of them or, when the database fails, none. Those that are open stay as they are.
    /// Gives for whom something changed, and what; each has an audit row of their own.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn import_trainings(
        &self,
        mut trainings: Vec<ImportedTraining>,
        by: &By<'_>,
        now: Instant,
    ) -> Result<BTreeMap<AssisterId, Effect>, StoreError> {
        // In one order, so that two imports at once never wait for each other.
        trainings.sort_by_key(|training| training.assister);
        let mut tx = self.write().await?;
        let mut recorded = BTreeMap::new();
        for training in &trainings {
            let (id, at) = (training.assister, training.completed_at);
            let audit = by.audit(now);
            let sql = "UPDATE assisters SET trained_at = $2 WHERE id = $1 AND trained_at IS NULL";
            let trained = execute!(tx.on(), sql, id, at)? == 1;
            if trained {
                record_changes(&mut tx, id, slice::from_ref(&training.training), &audit, by.name, now).await?;
            }
            let sql = "UPDATE assisters SET mastered_at = $2 WHERE id = $1 AND mastered_at IS NULL";
            let mastered = training.passed && execute!(tx.on(), sql, id, at)? == 1;
            if mastered {
                record_changes(&mut tx, id, slice::from_ref(&training.assessment), &audit, by.name, now).await?;
            }
            let effect = match (trained, mastered) {
                (true, true) => Effect::Both,
                (true, false) => Effect::Training,
                (false, true) => Effect::Assessment,
                (false, false) => continue,
            };
            audit::record(&mut tx, &audit, AuditAction::TrainingImported, Subject { assister: Some(id), ..Subject::default() }, now)
                .await?;
            recorded.insert(id, effect);
        }
        if !recorded.is_empty() {
            tx.commit().await?;
        }
        Ok(recorded)
    }
}
