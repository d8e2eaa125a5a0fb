//! The wizard's draft, one per consumer.

use super::AssisterCard;
use super::cards::CardRow;
use crate::domain::ids::{ConsumerId, DraftId};
use crate::domain::instant::Instant;
use crate::domain::manage_assister::Draft;
use crate::store::db::{execute, fetch_optional};
use crate::store::row::row;
use crate::store::{Store, StoreError};

row! {
    struct DraftRow {
        draft: DraftId,
        card_confirmed: bool,
        ..card: CardRow,
    }
}

impl Store {
    /// The consumer's draft with its assister's card. `None` also when that assister may not act any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft(&self, consumer: ConsumerId, now: Instant) -> Result<Option<(Draft, AssisterCard)>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            DraftRow,
            "SELECT d.id AS draft, d.card_confirmed,
                    a.id AS assister_id, a.display_name AS assister_name, a.kind AS assister_kind, o.name AS organization_name,
                    a.reference_number, a.public_phone, a.public_email
             FROM wizard_drafts d
             JOIN assisters a ON a.id = d.assister_id
             JOIN organizations o ON o.id = a.organization_id
             WHERE d.consumer_id = $1 AND a.state = 'active' AND a.cleared_until > $2",
            consumer,
            now,
        )?;
        row.map(|row| {
            let draft = Draft { id: row.draft, assister: row.card.assister_id, card_confirmed: row.card_confirmed };
            Ok((draft, row.card.card()?))
        })
        .transpose()
    }

    /// Whether the consumer's wizard stands at this very draft, its assister active or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_draft(&self, consumer: ConsumerId, draft: DraftId) -> Result<bool, StoreError> {
        let sql = "SELECT id FROM wizard_drafts WHERE consumer_id = $1 AND id = $2";
        Ok(fetch_optional!(self.read(), (DraftId,), sql, consumer, draft)?.is_some())
    }

    /// Keeps the draft in the place of the one before. A draft that was confirmed in another tab meanwhile is not kept again, and none in
    /// an account that was closed or suspended since the request came.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_draft(&self, consumer: ConsumerId, draft: Draft, now: Instant) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        // The lock orders this after a confirmation of the same draft, which then is seen.
        super::authorize::lock(&mut tx, consumer).await?;
        execute!(
            tx.on(),
            "INSERT INTO wizard_drafts (consumer_id, id, assister_id, card_confirmed, created_at)
             SELECT c.id, $2, $3, $4, $5 FROM consumers c JOIN users u ON u.id = c.user_id
             WHERE c.id = $1 AND u.removed_at IS NULL AND u.suspended_at IS NULL AND NOT EXISTS (SELECT 1 FROM consents WHERE draft_id = $2)
             ON CONFLICT (consumer_id) DO UPDATE
             SET id = excluded.id, assister_id = excluded.assister_id, card_confirmed = excluded.card_confirmed,
                 created_at = excluded.created_at",
            consumer,
            draft.id,
            draft.assister,
            draft.card_confirmed,
            now,
        )?;
        tx.commit().await
    }
}
