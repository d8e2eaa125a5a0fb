//! Authorizing: the one change that starts an association, and ends the one before it.

use super::ending::{Ended, end_active};
use super::{Authorize, Authorized};
use crate::domain::applications::NoticeKind;
use crate::domain::association::EndedBy;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::{AssisterId, ConsentId, ConsumerId};
use crate::domain::instant::Date;
use crate::domain::text;
use crate::store::applications::{Notice, notify};
use crate::store::clients::{NewClient, adjust_counts, list_client, unlist_client};
use crate::store::codec::storable;
use crate::store::db::{Write, execute, fetch_one, fetch_optional};
use crate::store::identity::is_confirmed;
use crate::store::{Audit, Store, StoreError, audit};

/// Takes the lock on a consumer's associations and draft. What is read after it stays true until the commit.
pub(in crate::store) async fn lock(tx: &mut Write, consumer: ConsumerId) -> Result<(), StoreError> {
    execute!(tx.on(), "UPDATE consumers SET changes = changes + 1 WHERE id = $1", consumer)?;
    Ok(())
}

impl Store {
    /// Confirms a run of the wizard, with exactly one effect however many confirm at once. `start` and `end` are the audit rows
    /// of what starts and of what it replaces.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn authorize(&self, authorize: Authorize, start: Audit, end: Audit) -> Result<Authorized, StoreError> {
        let mut tx = self.write().await?;
        lock(&mut tx, authorize.consumer).await?;
        let answer = match nothing_to_start(&mut tx, &authorize).await? {
            Some(answer) => answer,
            None => start_association(&mut tx, &authorize, &start, &end).await?,
        };
        tx.commit().await?;
        Ok(answer)
    }
}

/// Why a confirmation starts nothing, if so.
async fn nothing_to_start(tx: &mut Write, authorize: &Authorize) -> Result<Option<Authorized>, StoreError> {
    let (consumer, assister) = (authorize.consumer, authorize.card.id);
    let repeated = fetch_optional!(
        tx.on(),
        (ConsentId,),
        "SELECT id FROM consents WHERE draft_id = $1 AND consumer_id = $2",
        authorize.draft,
        consumer,
    )?;
    if let Some((consent,)) = repeated {
        return Ok(Some(Authorized::Repeated { consent }));
    }
    let draft = fetch_optional!(
        tx.on(),
        (AssisterId, bool),
        "SELECT d.assister_id, d.card_confirmed FROM wizard_drafts d
         JOIN consumers c ON c.id = d.consumer_id JOIN users u ON u.id = c.user_id
         WHERE d.consumer_id = $1 AND d.id = $2 AND u.removed_at IS NULL AND u.suspended_at IS NULL",
        consumer,
        authorize.draft,
    )?;
    if draft != Some((assister, true)) {
        return Ok(Some(Authorized::DraftGone));
    }
    let active = fetch_optional!(
        tx.on(),
        (AssisterId,),
        "SELECT id FROM assisters WHERE id = $1 AND state = 'active' AND cleared_until > $2",
        assister,
        authorize.now,
    )?;
    if active.is_none() {
        return Ok(Some(Authorized::NotAvailable));
    }
    let current = fetch_optional!(
        tx.on(),
        (ConsentId,),
        "SELECT c.id FROM associations s JOIN consents c ON c.association_id = s.id
         WHERE s.consumer_id = $1 AND s.assister_id = $2 AND s.ended_at IS NULL",
        consumer,
        assister,
    )?;
    if let Some((consent,)) = current {
        execute!(tx.on(), "DELETE FROM wizard_drafts WHERE consumer_id = $1", consumer)?;
        return Ok(Some(Authorized::AlreadyCurrent { consent }));
    }
    if !is_confirmed(tx, consumer).await? {
        return Ok(Some(Authorized::EmailNotConfirmed));
    }
    Ok(None)
}

async fn start_association(tx: &mut Write, authorize: &Authorize, start: &Audit, end: &Audit) -> Result<Authorized, StoreError> {
    let Authorize { consumer, association, now, .. } = *authorize;
    let assister = authorize.card.id;
    let ended = end_active(tx, consumer, None, (EndedBy::ConsumerChanged, None), now, end).await?;
    // The next one begins when the one before has ended, also where a clock was set back between them.
    let started_at = ended.as_ref().map_or(now, |ended| ended.at.max(now));
    let (name, born) = fetch_one!(
        tx.on(),
        (String, Date),
        "SELECT u.display_name, c.date_of_birth FROM consumers c JOIN users u ON u.id = c.user_id WHERE c.id = $1",
        consumer,
    )?;
    execute!(
        tx.on(),
        "INSERT INTO associations (id, consumer_id, assister_id, assister_kind, display_name, sort_name, started_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        association,
        consumer,
        assister,
        authorize.card.kind.code(),
        &name,
        text::sort_key(&name),
        started_at,
    )?;
    insert_consent(tx, authorize).await?;
    adjust_counts(tx, ended.as_ref().map(Ended::count_change), Some((assister, 1, 0))).await?;
    if let Some(ended) = &ended {
        unlist_client(tx, ended.association, ended.count_change()).await?;
    }
    list_client(tx, &NewClient { assister, association, name: &name, born, started_at }).await?;
    execute!(tx.on(), "DELETE FROM wizard_drafts WHERE consumer_id = $1", consumer)?;
    let subject = Subject { consumer: Some(consumer), assister: Some(assister), association: Some(association), ..Subject::default() };
    audit::record(tx, start, AuditAction::AssociationStarted, subject, now).await?;
    let replaced = ended.map(|ended| ended.assister_name);
    let told = if replaced.is_some() { NoticeKind::AssisterChanged } else { NoticeKind::AssisterAdded };
    let about = authorize.card.name.clone();
    notify(tx, start, consumer, &Notice { about, before: replaced.clone().unwrap_or_default(), ..Notice::of(told, now) }).await?;
    Ok(Authorized::Started { consent: authorize.consent, replaced })
}

async fn insert_consent(tx: &mut Write, authorize: &Authorize) -> Result<(), StoreError> {
    let (text, card) = (&authorize.text, &authorize.card);
    execute!(
        tx.on(),
        "INSERT INTO consent_texts (sha256, text) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING",
        text.sha256.as_slice(),
        &text.text,
    )?;
    execute!(
        tx.on(),
        "INSERT INTO consents (id, association_id, consumer_id, draft_id, version, language, text_sha256, assister_id, assister_name,
             assister_kind, organization_name, reference_number, public_phone, public_email, typed_name, agreed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        authorize.consent,
        authorize.association,
        authorize.consumer,
        authorize.draft,
        &text.version,
        &text.language,
        text.sha256.as_slice(),
        card.id,
        &card.name,
        card.kind.code(),
        &card.organization,
        i64::from(card.number.as_u32()),
        &card.phone,
        &card.email,
        storable(&authorize.typed_name),
        authorize.now,
    )?;
    Ok(())
}
