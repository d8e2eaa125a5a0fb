//! Removing: the consumer ends their association.

use super::Removed;
use super::authorize::lock;
use super::ending::end_active;
use crate::domain::applications::NoticeKind;
use crate::domain::association::EndedBy;
use crate::domain::ids::{AssociationId, ConsumerId};
use crate::domain::instant::Instant;
use crate::store::applications::{Notice, notify};
use crate::store::clients::{adjust_counts, unlist_client};
use crate::store::db::fetch_optional;
use crate::store::{Audit, Store, StoreError};

impl Store {
    /// Ends the consumer's association. `None` when it is not theirs or there is none.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn remove_assister(
        &self,
        consumer: ConsumerId,
        association: AssociationId,
        now: Instant,
        audit: Audit,
    ) -> Result<Option<Removed>, StoreError> {
        let mut tx = self.write().await?;
        lock(&mut tx, consumer).await?;
        if let Some(ended) = end_active(&mut tx, consumer, Some(association), (EndedBy::ConsumerRemoved, None), now, &audit).await? {
            adjust_counts(&mut tx, Some(ended.count_change()), None).await?;
            unlist_client(&mut tx, ended.association, ended.count_change()).await?;
            let notice = Notice { about: ended.assister_name, ..Notice::of(NoticeKind::AssisterRemoved, now) };
            notify(&mut tx, &audit, consumer, &notice).await?;
            tx.commit().await?;
            return Ok(Some(Removed::Ended));
        }
        let theirs = fetch_optional!(
            tx.on(),
            (AssociationId,),
            "SELECT id FROM associations WHERE id = $1 AND consumer_id = $2",
            association,
            consumer,
        )?;
        Ok(theirs.map(|_| Removed::AlreadyEnded))
    }
}
