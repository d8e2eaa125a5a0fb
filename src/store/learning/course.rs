//! How far somebody came in the course, and when they completed it.

use super::{Milestone, ModuleRead};
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::AssisterId;
use crate::store::db::{Write, execute, fetch_all};
use crate::store::roster::record_changes;
use crate::store::{Audit, Store, StoreError, audit};
use std::slice;

/// Takes the lock on what somebody learned. What is read after it stays true until the commit.
pub(super) async fn lock(tx: &mut Write, assister: AssisterId) -> Result<(), StoreError> {
    execute!(tx.on(), "UPDATE assisters SET trained_at = trained_at WHERE id = $1", assister)?;
    Ok(())
}

impl Store {
    /// The names of the modules that somebody has read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn modules_read(&self, assister: AssisterId) -> Result<Vec<String>, StoreError> {
        let rows = fetch_all!(self.read(), (String,), "SELECT module FROM course_progress WHERE assister_id = $1", assister)?;
        Ok(rows.into_iter().map(|(module,)| module).collect())
    }

    /// Notes that a module was read. With the last of the course the training is completed, once and for good; gives whether it was
    /// now. Again is harmless.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn read_module(&self, read: ModuleRead<'_>, milestone: Milestone<'_>, by: &Audit) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        lock(&mut tx, read.assister).await?;
        execute!(
            tx.on(),
            "INSERT INTO course_progress (assister_id, module, read_at) VALUES ($1, $2, $3) ON CONFLICT (assister_id, module) DO NOTHING",
            read.assister,
            read.module,
            read.now,
        )?;
        let known = fetch_all!(tx.on(), (String,), "SELECT module FROM course_progress WHERE assister_id = $1", read.assister)?;
        let all = read.course.iter().all(|module| known.iter().any(|(name,)| name == module));
        let completed = all
            && execute!(tx.on(), "UPDATE assisters SET trained_at = $2 WHERE id = $1 AND trained_at IS NULL", read.assister, read.now,)?
                == 1;
        if completed {
            let subject = Subject { assister: Some(read.assister), ..Subject::default() };
            audit::record(&mut tx, by, AuditAction::TrainingCompleted, subject, read.now).await?;
            record_changes(&mut tx, read.assister, slice::from_ref(milestone.change), by, milestone.by, read.now).await?;
        }
        tx.commit().await?;
        Ok(completed)
    }
}
