//! Ending an association: the part that removing and changing share.

use crate::domain::association::EndedBy;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::{AssisterId, AssociationId, ConsumerId};
use crate::domain::instant::Instant;
use crate::store::clients::CountChange;
use crate::store::codec::storable;
use crate::store::db::{Write, fetch_one, fetch_optional};
use crate::store::{Audit, StoreError, audit};

/// What was ended.
pub(in crate::store) struct Ended {
    pub(in crate::store) association: AssociationId,
    /// When, as it is written.
    pub(in crate::store) at: Instant,
    assister: AssisterId,
    opened: bool,
    pub(in crate::store) assister_name: String,
}

impl Ended {
    /// One client less in the list they were in.
    pub(in crate::store) const fn count_change(&self) -> CountChange {
        if self.opened { (self.assister, 0, -1) } else { (self.assister, -1, 0) }
    }
}

/// Ends the consumer's active association (only `which`, when given) with its audit row; staff give a reason. The counts and then the search are the
/// caller's: a change adjusts two assisters', in one order. The consumer must be locked.
pub(in crate::store) async fn end_active(
    tx: &mut Write,
    consumer: ConsumerId,
    which: Option<AssociationId>,
    (by, reason): (EndedBy, Option<&str>),
    now: Instant,
    audit: &Audit,
) -> Result<Option<Ended>, StoreError> {
    let active =
        fetch_optional!(tx.on(), (AssociationId,), "SELECT id FROM associations WHERE consumer_id = $1 AND ended_at IS NULL", consumer,)?;
    let Some((association,)) = active.filter(|(active,)| which.is_none_or(|which| which == *active)) else {
        return Ok(None);
    };
    // An opening may come between; the row that was written says whether it did. Nothing ends before it began, whatever a clock says.
    let (assister, first_opened_at, at) = fetch_one!(
        tx.on(),
        (AssisterId, Option<Instant>, Instant),
        "UPDATE associations SET ended_at = CASE WHEN started_at > $2 THEN started_at ELSE $2 END, ended_by = $3, end_reason = $4
         WHERE id = $1 AND ended_at IS NULL RETURNING assister_id, first_opened_at, ended_at",
        association,
        now,
        by.code(),
        reason.map(storable).as_deref(),
    )?;
    let (assister_name,) = fetch_one!(tx.on(), (String,), "SELECT display_name FROM assisters WHERE id = $1", assister)?;
    let subject = Subject { consumer: Some(consumer), assister: Some(assister), association: Some(association), ..Subject::default() };
    audit::record(tx, audit, AuditAction::AssociationEnded, subject, now).await?;
    Ok(Some(Ended { association, at, assister, opened: first_opened_at.is_some(), assister_name }))
}
