//! Assisters as consumers see them: by number, now, and before.

use super::{AssisterCard, Current, Earlier};
use crate::domain::association::EndedBy;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::{AssisterId, AssociationId, ConsentId, ConsumerId};
use crate::domain::instant::Instant;
use crate::domain::manage_assister::ReferenceNumber;
use crate::store::codec::known;
use crate::store::db::{Snapshot, fetch_all, fetch_optional};
use crate::store::row::row;
use crate::store::{Store, StoreError};

row! {
    /// An assister's row, or the snapshot of one in a receipt.
    pub(super) struct CardRow {
        pub(super) assister_id: AssisterId,
        pub(super) assister_name: String,
        pub(super) assister_kind: String,
        pub(super) organization_name: String,
        pub(super) reference_number: i64,
        pub(super) public_phone: String,
        pub(super) public_email: String,
    }
}

impl CardRow {
    pub(super) fn card(self) -> Result<AssisterCard, StoreError> {
        let id = self.assister_id;
        let number = u32::try_from(self.reference_number).ok().and_then(|number| ReferenceNumber::try_from(number).ok());
        Ok(AssisterCard {
            id,
            name: self.assister_name,
            kind: known(AssisterKind::from_code(&self.assister_kind), "assisters", "kind", id.0)?,
            organization: self.organization_name,
            number: known(number, "assisters", "reference_number", id.0)?,
            phone: self.public_phone,
            email: self.public_email,
        })
    }
}

row! {
    struct CurrentRow {
        association: AssociationId,
        started_at: Instant,
        consent: ConsentId,
        available: bool,
        ..card: CardRow,
    }
}

/// Who helps a consumer now.
const CURRENT: &str = "SELECT s.id AS association, s.started_at, c.id AS consent,
            COALESCE(a.state = 'active' AND a.cleared_until > $2, FALSE) AS available,
            a.id AS assister_id, a.display_name AS assister_name, a.kind AS assister_kind, o.name AS organization_name,
            a.reference_number, a.public_phone, a.public_email
     FROM associations s
     JOIN consents c ON c.association_id = s.id
     JOIN assisters a ON a.id = s.assister_id
     JOIN organizations o ON o.id = a.organization_id
     WHERE s.consumer_id = $1 AND s.ended_at IS NULL";

impl CurrentRow {
    fn current(self) -> Result<Current, StoreError> {
        let Self { association, started_at, consent, available, card } = self;
        Ok(Current { association, started_at, consent, available, card: card.card()? })
    }
}

row! {
    struct EarlierRow {
        association: AssociationId,
        assister_name: String,
        assister_kind: String,
        organization_name: String,
        started_at: Instant,
        ended_at: Instant,
        ended_by: String,
        end_reason: Option<String>,
        consent: ConsentId,
    }
}

impl EarlierRow {
    fn earlier(self) -> Result<Earlier, StoreError> {
        Ok(Earlier {
            name: self.assister_name,
            kind: known(AssisterKind::from_code(&self.assister_kind), "consents", "assister_kind", self.consent.0)?,
            organization: self.organization_name,
            started_at: self.started_at,
            ended_at: self.ended_at,
            ended_by: known(EndedBy::from_code(&self.ended_by), "associations", "ended_by", self.association.0)?,
            reason: self.end_reason,
            consent: self.consent,
        })
    }
}

impl Store {
    /// The assister with this number, when they may act. Unknown, suspended and not yet active are the same `None`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assister_by_number(&self, number: ReferenceNumber, now: Instant) -> Result<Option<AssisterCard>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            CardRow,
            "SELECT a.id AS assister_id, a.display_name AS assister_name, a.kind AS assister_kind, o.name AS organization_name,
                    a.reference_number, a.public_phone, a.public_email
             FROM assisters a JOIN organizations o ON o.id = a.organization_id
             WHERE a.reference_number = $1 AND a.state = 'active' AND a.cleared_until > $2",
            i64::from(number.as_u32()),
            now,
        )?;
        row.map(CardRow::card).transpose()
    }

    /// Who helps this consumer now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn current_assister(&self, consumer: ConsumerId, now: Instant) -> Result<Option<Current>, StoreError> {
        fetch_optional!(self.read(), CurrentRow, CURRENT, consumer, now)?.map(CurrentRow::current).transpose()
    }

    /// Who helps this consumer now, and who did before, newest first: nobody is in both, and nobody in neither who changes from one to
    /// the other in this moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assisters_of(&self, consumer: ConsumerId, now: Instant) -> Result<(Option<Current>, Vec<Earlier>), StoreError> {
        let mut snapshot = self.snapshot().await?;
        let current = fetch_optional!(snapshot.on(), CurrentRow, CURRENT, consumer, now)?.map(CurrentRow::current).transpose()?;
        Ok((current, earlier(&mut snapshot, consumer).await?))
    }
}

async fn earlier(snapshot: &mut Snapshot, consumer: ConsumerId) -> Result<Vec<Earlier>, StoreError> {
    let rows = fetch_all!(
        snapshot.on(),
        EarlierRow,
        "SELECT s.id AS association, c.assister_name, c.assister_kind, c.organization_name, s.started_at, s.ended_at, s.ended_by, s.end_reason,
                c.id AS consent
         FROM associations s JOIN consents c ON c.association_id = s.id
         WHERE s.consumer_id = $1 AND s.ended_at IS NOT NULL
         ORDER BY s.ended_at DESC, s.id DESC",
        consumer,
    )?;
    rows.into_iter().map(EarlierRow::earlier).collect()
}
