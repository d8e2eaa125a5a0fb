//! What follows from associations: Agent of Record for brokers, payments for navigators. Only looked at, never written: both are worked
//! out from what is there.

mod agent_of_record;
mod payments;

pub use agent_of_record::{AgentOfRecord, AgentPage, AgentScope};
pub use payments::Payment;

use super::{Audit, Store, StoreError, audit};
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::instant::Instant;

impl Store {
    /// Notes that a worksheet is taken along as a file, before anything of it is told.
    ///
    /// # Errors
    /// When the database fails; then nothing may be told.
    pub async fn note_export(&self, of: Subject, now: Instant, audit: &Audit) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        audit::record(&mut tx, audit, AuditAction::WorksheetExported, of, now).await?;
        tx.commit().await
    }
}
