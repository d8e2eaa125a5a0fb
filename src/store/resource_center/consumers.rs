//! Consumers who ask for help: found by three identifiers at once, never listed; and ending their association on request.

use crate::domain::applications::{Doer, NoticeKind};
use crate::domain::association::EndedBy;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::identity::{AssisterKind, Role};
use crate::domain::ids::{AssisterId, AssociationId, ConsumerId};
use crate::domain::instant::{Date, Instant};
use crate::domain::resource_center::may_end_association;
use crate::domain::text::same_name;
use crate::store::applications::{Notice, notify};
use crate::store::clients::{adjust_counts, unlist_client};
use crate::store::codec::known;
use crate::store::db::{fetch_all, fetch_optional};
use crate::store::manage_assister::{end_active, lock};
use crate::store::{Audit, Store, StoreError, audit};

/// What came of ending an association on request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedOnRequest {
    /// Ended now.
    Done,
    /// It had ended before: nothing changed.
    Before,
    /// Not with an assister of this kind (rule 30): nothing changed.
    NotAllowed,
}

impl Store {
    /// The one consumer with this name, date of birth and email, with the audit row of looking, whether there is one or not. Of several who
    /// asked for the email the one who has it, or else the newest.
    ///
    /// # Errors
    /// When the database fails; then nothing is told.
    pub async fn look_up_consumer(
        &self,
        name: &str,
        born: Date,
        email: &str,
        now: Instant,
        audit: &Audit,
    ) -> Result<Option<ConsumerId>, StoreError> {
        let mut tx = self.write().await?;
        let rows = fetch_all!(
            tx.on(),
            (ConsumerId, String, Date),
            "SELECT c.id, u.display_name, c.date_of_birth FROM users u JOIN consumers c ON c.user_id = u.id
             WHERE (u.email = $1 OR u.asked_email = $1) AND u.role = $2 ORDER BY u.asked_email IS NOT NULL, u.id DESC",
            email,
            Role::Consumer.code(),
        )?;
        let found = rows.into_iter().find(|(_, known, date)| same_name(name, known) && *date == born).map(|(id, ..)| id);
        let subject = Subject { consumer: found, ..Subject::default() };
        audit::record(&mut tx, audit, AuditAction::ConsumerLookedUp, subject, now).await?;
        tx.commit().await?;
        Ok(found)
    }

    /// A consumer's name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn consumer_name(&self, consumer: ConsumerId) -> Result<Option<String>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            (String,),
            "SELECT u.display_name FROM consumers c JOIN users u ON u.id = c.user_id WHERE c.id = $1",
            consumer,
        )?;
        Ok(row.map(|(name,)| name))
    }

    /// Ends a consumer's association on request, with the reason for their history. `navigators_too`: not only with brokers. `None` when
    /// it is not theirs.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn end_association_on_request(
        &self,
        consumer: ConsumerId,
        association: AssociationId,
        reason: &str,
        navigators_too: bool,
        now: Instant,
        audit: &Audit,
    ) -> Result<Option<EndedOnRequest>, StoreError> {
        let mut tx = self.write().await?;
        lock(&mut tx, consumer).await?;
        let row = fetch_optional!(
            tx.on(),
            (AssisterId, String, bool),
            "SELECT a.id, a.kind, s.ended_at IS NOT NULL FROM associations s JOIN assisters a ON a.id = s.assister_id
             WHERE s.id = $1 AND s.consumer_id = $2",
            association,
            consumer,
        )?;
        let Some((assister, kind, ended)) = row else { return Ok(None) };
        if ended {
            return Ok(Some(EndedOnRequest::Before));
        }
        let kind = known(AssisterKind::from_code(&kind), "assisters", "kind", assister.0)?;
        if !may_end_association(kind, navigators_too) {
            return Ok(Some(EndedOnRequest::NotAllowed));
        }
        let Some(ended) = end_active(&mut tx, consumer, Some(association), (EndedBy::Staff, Some(reason)), now, audit).await? else {
            return Ok(Some(EndedOnRequest::Before));
        };
        adjust_counts(&mut tx, Some(ended.count_change()), None).await?;
        unlist_client(&mut tx, ended.association, ended.count_change()).await?;
        let notice = Notice { about: ended.assister_name, ..Notice::of(NoticeKind::AssisterRemoved, now) };
        notify(&mut tx, audit, consumer, &notice.by(Doer::Staff)).await?;
        tx.commit().await?;
        Ok(Some(EndedOnRequest::Done))
    }
}
