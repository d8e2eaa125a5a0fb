//! Opening a client's record.

use super::ClientRecord;
use super::counts::adjust_counts;
use super::words::mark_opened;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::{AssisterId, AssociationId, ConsumerId};
use crate::domain::instant::Instant;
use crate::store::db::fetch_optional;
use crate::store::row::row;
use crate::store::{Audit, Store, StoreError, audit};

row! {
    struct OpenedRow {
        consumer_id: ConsumerId,
        display_name: String,
        started_at: Instant,
        first_opened_at: Instant,
    }
}

impl Store {
    /// Opens a client's record. The first opening moves the client from New to In Progress, exactly once; each opening has its
    /// audit row. `None` when the association ended, is another assister's, does not exist, or while the
    /// consumer's account is suspended.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn open_client(
        &self,
        assister: AssisterId,
        association: AssociationId,
        now: Instant,
        audit: Audit,
    ) -> Result<Option<ClientRecord>, StoreError> {
        let mut tx = self.write().await?;
        let first = fetch_optional!(
            tx.on(),
            OpenedRow,
            "UPDATE associations SET first_opened_at = CASE WHEN started_at > $3 THEN started_at ELSE $3 END
             WHERE id = $1 AND assister_id = $2 AND ended_at IS NULL AND first_opened_at IS NULL AND NOT EXISTS
                 (SELECT 1 FROM consumers c JOIN users u ON u.id = c.user_id
                  WHERE c.id = associations.consumer_id AND u.suspended_at IS NOT NULL)
             RETURNING consumer_id, display_name, started_at, first_opened_at",
            association,
            assister,
            now,
        )?;
        let opened_before = first.is_none();
        let row = match first {
            Some(row) => {
                let change = (assister, -1, 1);
                adjust_counts(&mut tx, Some(change), None).await?;
                mark_opened(&mut tx, association, change).await?;
                row
            }
            None => {
                let again = fetch_optional!(
                    tx.on(),
                    OpenedRow,
                    "SELECT consumer_id, display_name, started_at, first_opened_at FROM associations
                     WHERE id = $1 AND assister_id = $2 AND ended_at IS NULL AND first_opened_at IS NOT NULL AND NOT EXISTS
                         (SELECT 1 FROM consumers c JOIN users u ON u.id = c.user_id
                          WHERE c.id = associations.consumer_id AND u.suspended_at IS NOT NULL)",
                    association,
                    assister,
                )?;
                let Some(row) = again else { return Ok(None) };
                row
            }
        };
        let action = if opened_before { AuditAction::RecordOpened } else { AuditAction::RecordFirstOpened };
        let subject =
            Subject { consumer: Some(row.consumer_id), assister: Some(assister), association: Some(association), ..Subject::default() };
        audit::record(&mut tx, &audit, action, subject, now).await?;
        tx.commit().await?;
        let (applied, plans) = self.applied_with_plans(row.consumer_id).await?;
        Ok(Some(ClientRecord {
            association,
            consumer_name: row.display_name,
            authorized_at: row.started_at,
            first_opened_at: row.first_opened_at,
            opened_before,
            applied,
            plans,
        }))
    }
}
