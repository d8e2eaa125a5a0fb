//! Writing demo data: whole tables at a time, in the same shape that the portal's own changes leave behind.

use super::cast::{Assister, ORGANIZATIONS, ROSTERS};
use super::generate::id_millis;
use super::people::Chance;
use super::{DemoInput, cast};
use crate::domain::applications::NoticeKind;
use crate::domain::audit::AuditAction;
use crate::domain::clients::{BORN, index_words};
use crate::domain::identity::Role;
use crate::domain::ids::{AssisterId, AssociationId, AuditId, ConsentId, ConsumerId, DraftId, OrganizationId, UserId};
use crate::domain::instant::{Date, Instant};
use crate::domain::manage_assister::ReferenceNumber;
use crate::domain::text;
use crate::store::clients::{PREFIX_CHARS, adjust_counts};
use crate::store::db::{Write, execute, insert_all};
use crate::store::roster::write_words;
use crate::store::{AgreedText, AssisterCard, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// An account to write.
pub(super) struct Account<'a> {
    pub(super) id: UserId,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) organization: Option<OrganizationId>,
    /// `None`: nobody signs in with it.
    pub(super) password_hash: Option<&'a str>,
    pub(super) created_at: Instant,
}

/// A consumer's account with, perhaps, an active association.
pub(super) struct Client<'a> {
    pub(super) account: Account<'a>,
    pub(super) consumer: ConsumerId,
    pub(super) born: Date,
    pub(super) association: Option<Association>,
}

/// An active association to write.
pub(super) struct Association {
    pub(super) id: AssociationId,
    pub(super) consent: ConsentId,
    pub(super) draft: DraftId,
    pub(super) started_at: Instant,
    pub(super) first_opened_at: Option<Instant>,
    pub(super) audit: [AuditId; 2],
}

struct AuditRow {
    id: AuditId,
    at: Instant,
    user: UserId,
    role: Role,
    action: AuditAction,
    consumer: ConsumerId,
    association: AssociationId,
}

struct Word {
    word: String,
    association: AssociationId,
    opened: bool,
    sort_name: String,
    started_at: Instant,
}

/// The id of one of the demo's organizations: always the same, so that writing it again changes nothing.
pub(super) fn organization(index: u8) -> OrganizationId {
    OrganizationId(Chance::new(cast::SEED + u64::from(index)).id(1_700_000_000_000))
}

pub(super) async fn insert_organizations(tx: &mut Write, now: Instant) -> Result<(), StoreError> {
    for ((index, name), (navigators, cacs)) in (0_u8..).zip(ORGANIZATIONS).zip(ROSTERS) {
        execute!(
            tx.on(),
            "INSERT INTO organizations (id, name, created_at, has_navigators, has_cacs) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (id) DO NOTHING",
            organization(index),
            name,
            now,
            navigators,
            cacs,
        )?;
    }
    Ok(())
}

pub(super) async fn insert_accounts(tx: &mut Write, accounts: &[&Account<'_>]) -> Result<(), StoreError> {
    insert_all!(
        tx,
        "INSERT INTO users (id, email, password_hash, role, display_name, organization_id, created_at, second_factor_exempt)",
        accounts,
        |account| account.id,
        account.email.as_str(),
        account.password_hash,
        account.role.code(),
        account.name.as_str(),
        account.organization,
        account.created_at,
        true,
    )
}

/// Writes an assister with account and counts, and gives the card that consumers see.
pub(super) async fn insert_assister(
    tx: &mut Write,
    assister: &Assister,
    chance: &mut Chance,
    input: DemoInput<'_>,
) -> Result<(AssisterCard, UserId), StoreError> {
    let millis = id_millis(input.now, 0);
    let (id, user) = (AssisterId(chance.id(millis)), UserId(chance.id(millis)));
    let account = Account {
        id: user,
        email: assister.email.to_owned(),
        name: assister.name.to_owned(),
        role: Role::Assister,
        organization: None,
        password_hash: Some(input.password_hash),
        created_at: input.now,
    };
    insert_accounts(tx, &[&account]).await?;
    let number = ReferenceNumber::from_six(assister.six);
    let (first_name, last_name) = assister.name.split_once(' ').unwrap_or_default();
    execute!(
        tx.on(),
        "INSERT INTO assisters (id, user_id, organization_id, kind, state, reference_number, first_name, last_name, display_name,
             sort_name, certification_email, assister_code, training_id, public_phone, public_email, city, languages, portal_access,
             employed, certification, certified_until, certified_end, trained_at, mastered_at, enrolled_at, activated_at, confirmed_at,
             created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '', 'English', TRUE, TRUE, 'certified', $16, $17, $18,
             $18, $18, $18, $18, $18)",
        id,
        account.id,
        organization(assister.organization),
        assister.kind.code(),
        assister.state.code(),
        i64::from(number.as_u32()),
        first_name,
        last_name,
        assister.name,
        text::sort_key(assister.name),
        assister.email,
        format!("DEMO{:05}", assister.six % 100_000),
        format!("MN-DEMO-{}", assister.six),
        assister.phone,
        assister.public_email,
        input.certified.0,
        input.certified.1,
        input.now,
    )?;
    adjust_counts(tx, Some((id, 0, 0)), None).await?;
    write_words(tx, id).await?;
    Ok((assister.card(id), user))
}

/// Writes consumers, and the associations that they have with one assister.
pub(super) async fn insert_clients(
    tx: &mut Write,
    card: &AssisterCard,
    assister_user: UserId,
    text: &AgreedText,
    clients: &[Client<'_>],
) -> Result<(), StoreError> {
    let accounts: Vec<&Account<'_>> = clients.iter().map(|client| &client.account).collect();
    insert_accounts(tx, &accounts).await?;
    insert_all!(
        tx,
        "INSERT INTO consumers (id, user_id, date_of_birth, email_confirmed_at)",
        clients,
        |client| client.consumer,
        client.account.id,
        client.born,
        client.account.created_at,
    )?;
    let with: Vec<(&Client<'_>, &Association)> =
        clients.iter().filter_map(|client| client.association.as_ref().map(|association| (client, association))).collect();
    insert_all!(
        tx,
        "INSERT INTO associations (id, consumer_id, assister_id, assister_kind, display_name, sort_name, started_at, first_opened_at)",
        with,
        |(client, association)| association.id,
        client.consumer,
        card.id,
        card.kind.code(),
        client.account.name.as_str(),
        text::sort_key(&client.account.name),
        association.started_at,
        association.first_opened_at,
    )?;
    insert_consents(tx, card, text, &with).await?;
    let opened = with.iter().filter(|(_, association)| association.first_opened_at.is_some()).count();
    let count = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
    adjust_counts(tx, Some((card.id, count(with.len() - opened), count(opened))), None).await?;
    insert_words(tx, card.id, &with).await?;
    insert_audit(tx, card.id, assister_user, &with).await?;
    insert_notices(tx, &card.name, &with).await
}

async fn insert_consents(
    tx: &mut Write,
    card: &AssisterCard,
    text: &AgreedText,
    with: &[(&Client<'_>, &Association)],
) -> Result<(), StoreError> {
    execute!(
        tx.on(),
        "INSERT INTO consent_texts (sha256, text) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING",
        text.sha256.as_slice(),
        &text.text,
    )?;
    insert_all!(
        tx,
        "INSERT INTO consents (id, association_id, consumer_id, draft_id, version, language, text_sha256, assister_id, assister_name,
             assister_kind, organization_name, reference_number, public_phone, public_email, typed_name, agreed_at)",
        with,
        |(client, association)| association.consent,
        association.id,
        client.consumer,
        association.draft,
        text.version.as_str(),
        text.language.as_str(),
        text.sha256.as_slice(),
        card.id,
        card.name.as_str(),
        card.kind.code(),
        card.organization.as_str(),
        i64::from(card.number.as_u32()),
        card.phone.as_str(),
        card.email.as_str(),
        client.account.name.as_str(),
        association.started_at,
    )
}

async fn insert_words(tx: &mut Write, assister: AssisterId, with: &[(&Client<'_>, &Association)]) -> Result<(), StoreError> {
    let mut words: Vec<Word> = Vec::with_capacity(with.len() * 4);
    for (client, association) in with {
        let sort_name = text::sort_key(&client.account.name);
        words.extend(index_words(&client.account.name, client.born).into_iter().map(|word| Word {
            word,
            association: association.id,
            opened: association.first_opened_at.is_some(),
            sort_name: sort_name.clone(),
            started_at: association.started_at,
        }));
    }
    insert_prefixes(tx, assister, &words).await?;
    // In the order of the index they go to.
    words.sort_by(|one, other| (&one.word, one.association).cmp(&(&other.word, other.association)));
    insert_all!(
        tx,
        "INSERT INTO client_words (assister_id, word, association_id, opened, sort_name, started_at)",
        words,
        |word| assister,
        word.word.as_str(),
        word.association,
        word.opened,
        word.sort_name.as_str(),
        word.started_at,
    )
}

async fn insert_prefixes(tx: &mut Write, assister: AssisterId, words: &[Word]) -> Result<(), StoreError> {
    // A client with two words of the same beginning counts once.
    let clients: BTreeSet<(&str, AssociationId, bool)> = words
        .iter()
        .filter(|word| !word.word.starts_with(BORN))
        .flat_map(|word| word.word.char_indices().take(PREFIX_CHARS).map(move |(at, last)| (&word.word[..at + last.len_utf8()], word)))
        .map(|(prefix, word)| (prefix, word.association, word.opened))
        .collect();
    let mut counts: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for (prefix, _, opened) in clients {
        let (new, in_progress) = counts.entry(prefix).or_default();
        *(if opened { in_progress } else { new }) += 1;
    }
    let counts: Vec<_> = counts.into_iter().collect();
    insert_all!(
        tx,
        "INSERT INTO client_prefixes (assister_id, prefix, new_count, in_progress_count)",
        counts,
        |(prefix, (new, in_progress))| assister,
        *prefix,
        *new,
        *in_progress;
        " ON CONFLICT (assister_id, prefix) DO UPDATE SET new_count = client_prefixes.new_count + excluded.new_count,
             in_progress_count = client_prefixes.in_progress_count + excluded.in_progress_count"
    )
}

async fn insert_audit(
    tx: &mut Write,
    assister: AssisterId,
    assister_user: UserId,
    with: &[(&Client<'_>, &Association)],
) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(with.len() * 2);
    for (client, association) in with {
        let row =
            |id, at, user, role, action| AuditRow { id, at, user, role, action, consumer: client.consumer, association: association.id };
        let [started, opened] = association.audit;
        rows.push(row(started, association.started_at, client.account.id, Role::Consumer, AuditAction::AssociationStarted));
        rows.extend(association.first_opened_at.map(|at| row(opened, at, assister_user, Role::Assister, AuditAction::RecordFirstOpened)));
    }
    insert_all!(
        tx,
        "INSERT INTO audit_events (id, at, actor_user_id, actor_role, action, consumer_id, assister_id, association_id, request)",
        rows,
        |row| row.id,
        row.at,
        row.user,
        row.role.code(),
        row.action.code(),
        row.consumer,
        assister,
        row.association,
        "demo",
    )
}

/// Every consumer is told of their own authorization.
async fn insert_notices(tx: &mut Write, assister: &str, with: &[(&Client<'_>, &Association)]) -> Result<(), StoreError> {
    insert_all!(
        tx,
        "INSERT INTO notices (id, consumer_id, at, kind, about)",
        with,
        |(client, association)| association.audit[0],
        client.consumer,
        association.started_at,
        NoticeKind::AssisterAdded.code(),
        assister,
    )
}
