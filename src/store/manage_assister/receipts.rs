//! Receipts.

use super::cards::CardRow;
use super::{AgreedText, Consent};
use crate::domain::association::EndedBy;
use crate::domain::ids::{AssociationId, ConsentId, ConsumerId};
use crate::domain::instant::Instant;
use crate::store::codec::known;
use crate::store::db::fetch_optional;
use crate::store::row::row;
use crate::store::{Store, StoreError};

row! {
    struct ConsentRow {
        id: ConsentId,
        association_id: AssociationId,
        consumer_id: ConsumerId,
        version: String,
        language: String,
        text: String,
        text_sha256: Vec<u8>,
        typed_name: String,
        agreed_at: Instant,
        ended_at: Option<Instant>,
        ended_by: Option<String>,
        ..card: CardRow,
    }
}

impl ConsentRow {
    fn consent(self) -> Result<Consent, StoreError> {
        let ended = match (self.ended_at, self.ended_by) {
            (Some(at), Some(by)) => Some((at, known(EndedBy::from_code(&by), "associations", "ended_by", self.association_id.0)?)),
            _ => None,
        };
        Ok(Consent {
            id: self.id,
            association: self.association_id,
            consumer: self.consumer_id,
            text: AgreedText {
                version: self.version,
                language: self.language,
                text: self.text,
                sha256: known(self.text_sha256.try_into().ok(), "consents", "text_sha256", self.id.0)?,
            },
            card: self.card.card()?,
            typed_name: self.typed_name,
            agreed_at: self.agreed_at,
            ended,
        })
    }
}

impl Store {
    /// A receipt of this consumer's own.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn consent(&self, consumer: ConsumerId, consent: ConsentId) -> Result<Option<Consent>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            ConsentRow,
            "SELECT c.id, c.association_id, c.consumer_id, c.version, c.language, t.text, c.text_sha256, c.typed_name, c.agreed_at,
                    s.ended_at, s.ended_by, c.assister_id, c.assister_name, c.assister_kind, c.organization_name,
                    c.reference_number, c.public_phone, c.public_email
             FROM consents c
             JOIN consent_texts t ON t.sha256 = c.text_sha256
             JOIN associations s ON s.id = c.association_id
             WHERE c.id = $1 AND c.consumer_id = $2",
            consent,
            consumer,
        )?;
        row.map(ConsentRow::consent).transpose()
    }
}
