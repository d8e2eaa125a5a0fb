//! From the preview on, or not: confirming and cancelling, each once.

use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::{ImportId, OrganizationId};
use crate::domain::instant::Instant;
use crate::domain::roster::ImportStatus;
use crate::store::codec::known;
use crate::store::db::{Write, execute, fetch_optional};
use crate::store::{Audit, Store, StoreError, audit};

/// What came of confirming or cancelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// It took effect now.
    Now,
    /// It had this status already and keeps it.
    Before(ImportStatus),
}

impl Store {
    /// Confirms an import: from now on it is carried out. A second time changes nothing. `None` when it is not the organization's.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn confirm_import(
        &self,
        organization: OrganizationId,
        import: ImportId,
        name: &str,
        now: Instant,
        audit: Audit,
    ) -> Result<Option<Confirmed>, StoreError> {
        let mut tx = self.write().await?;
        let confirmed = execute!(
            tx.on(),
            "UPDATE imports SET status = 'running', todo = added + changed + inactivated, user_id = $3, user_name = $4, request = $5
             WHERE organization_id = $1 AND id = $2 AND status = 'ready'",
            organization,
            import,
            audit.actor.user,
            name,
            &audit.request,
        )?;
        if confirmed == 0 {
            return status(&mut tx, organization, import).await;
        }
        let subject = Subject { organization: Some(organization), ..Subject::default() };
        audit::record(&mut tx, &audit, AuditAction::FileImported, subject, now).await?;
        tx.commit().await?;
        Ok(Some(Confirmed::Now))
    }

    /// Gives up an import that is not confirmed; its rows are deleted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cancel_import(&self, organization: OrganizationId, import: ImportId) -> Result<Option<Confirmed>, StoreError> {
        let mut tx = self.write().await?;
        let cancelled = execute!(
            tx.on(),
            "UPDATE imports SET status = 'cancelled' WHERE organization_id = $1 AND id = $2 AND status IN ('ready', 'uploading')",
            organization,
            import,
        )?;
        if cancelled == 0 {
            return status(&mut tx, organization, import).await;
        }
        execute!(tx.on(), "DELETE FROM import_rows WHERE import_id = $1", import)?;
        tx.commit().await?;
        Ok(Some(Confirmed::Now))
    }
}

async fn status(tx: &mut Write, organization: OrganizationId, import: ImportId) -> Result<Option<Confirmed>, StoreError> {
    let sql = "SELECT status FROM imports WHERE organization_id = $1 AND id = $2";
    let row = fetch_optional!(tx.on(), (String,), sql, organization, import)?;
    let status = row.map(|(status,)| known(ImportStatus::from_code(&status), "imports", "status", import.0)).transpose()?;
    Ok(status.map(Confirmed::Before))
}
