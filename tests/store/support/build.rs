//! Builders: people to test with, and what they do.

use super::{Raw, TestDb};
use assister_portal::domain::applications::{Page, Signature};
use assister_portal::domain::audit::Actor;
use assister_portal::domain::identity::{AssisterKind, AssisterState, Role};
use assister_portal::domain::ids::{AssisterId, AssociationId, AuditId, ConsentId, ConsumerId, DraftId, MailId, OrganizationId, UserId};
use assister_portal::domain::instant::{Date, Instant};
use assister_portal::domain::mail::MailKind;
use assister_portal::domain::manage_assister::{Draft, ReferenceNumber};
use assister_portal::domain::text;
use assister_portal::store::{
    AgreedText, AssisterCard, Audit, Authorize, Authorized, EmailProof, Mail, NewConsumer, NewSession, Side, StoreError, Submitted, Taker,
};
use std::time::Duration;
use uuid::Uuid;

/// A text to agree to.
pub const AGREED: &str = "I agree that this assister may act for me.";

/// A consumer to test with.
#[derive(Clone, Debug)]
pub struct Person {
    pub user: UserId,
    pub consumer: ConsumerId,
    pub name: String,
    pub email: String,
}

/// This many seconds after the tests' beginning of time, in November 2026.
pub fn at(seconds: u64) -> Instant {
    Instant::from_micros(1_795_000_000_000_000) + Duration::from_secs(seconds)
}

/// A new id.
pub fn id() -> Uuid {
    Uuid::now_v7()
}

/// A program that takes a lease.
pub fn taker() -> Taker {
    Taker { holder: id(), token: id() }
}

/// The same, for what draws its ids by a time.
pub fn fresh(_: Instant) -> Uuid {
    id()
}

/// The audit row of something this account does.
pub fn audit_of(user: UserId, role: Role) -> Audit {
    Audit { id: AuditId(id()), actor: Actor { user, role }, request: "test".into() }
}

/// A message of this kind.
pub fn letter(kind: MailKind, to: &str, now: Instant) -> Mail {
    Mail {
        id: MailId(id()),
        kind,
        to: to.into(),
        subject: String::new(),
        text: String::new(),
        html: String::new(),
        message_id: String::new(),
        now,
    }
}

macro_rules! raw {
    ($db:expr, $sql:literal $(, $bind:expr)* $(,)?) => {
        match &$db.raw {
            Raw::Sqlite(pool) => { sqlx::query($sql)$(.bind($bind))*.execute(pool).await.unwrap(); }
            Raw::Postgres(pool) => { sqlx::query($sql)$(.bind($bind))*.execute(pool).await.unwrap(); }
        }
    };
}

impl TestDb {
    /// An assister with an account and an organization of its own.
    pub async fn assister(&self, name: &str, kind: AssisterKind, state: AssisterState, six: u32) -> AssisterCard {
        let (organization, user, assister) = (OrganizationId(id()), UserId(id()), AssisterId(id()));
        let number = ReferenceNumber::from_six(six);
        let email = format!("{}@assisters.test", name.to_lowercase().replace(' ', "."));
        raw!(self, "INSERT INTO organizations (id, name, created_at) VALUES ($1, $2, $3)", organization, format!("{name} House"), at(0));
        raw!(
            self,
            "INSERT INTO users (id, email, password_hash, role, display_name, created_at) VALUES ($1, $2, 'hash', 'assister', $3, $4)",
            user,
            &email,
            name,
            at(0),
        );
        // Tests of migrations begin on a database from before there was a roster.
        if self.try_sql("UPDATE assisters SET city = city").await.is_ok() {
            raw!(
                self,
                "INSERT INTO assisters (id, user_id, organization_id, kind, state, reference_number, first_name, last_name, display_name,
                     sort_name, certification_email, assister_code, public_phone, public_email, city, languages, portal_access, employed,
                     certification, certified_until, certified_end, trained_at, mastered_at, enrolled_at, activated_at, confirmed_at,
                     created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, '', $7, $7, lower($7), $8, $10, '612-555-0100', $8, '', '', TRUE, TRUE, 'certified', $11,
                     $12, $9, $9, $9, $9, $9, $9)",
                assister,
                user,
                organization,
                kind.code(),
                state.code(),
                i64::from(number.as_u32()),
                name,
                &email,
                at(0),
                &assister.0.simple().to_string()[23..],
                Date::new(2027, 10, 31),
                at(0) + Duration::from_secs(300 * 24 * 60 * 60),
            );
        } else {
            raw!(
                self,
                "INSERT INTO assisters (id, user_id, organization_id, kind, state, reference_number, display_name, public_phone,
                     public_email, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, '612-555-0100', $8, $9)",
                assister,
                user,
                organization,
                kind.code(),
                state.code(),
                i64::from(number.as_u32()),
                name,
                &email,
                at(0),
            );
        }
        AssisterCard {
            id: assister,
            name: name.into(),
            kind,
            organization: format!("{name} House"),
            number,
            phone: "612-555-0100".into(),
            email,
        }
    }

    /// An active navigator.
    pub async fn navigator(&self, name: &str, six: u32) -> AssisterCard {
        self.assister(name, AssisterKind::Navigator, AssisterState::Active, six).await
    }

    /// Somebody on the staff, or an agency contact of a new organization.
    pub async fn staff(&self, role: Role) -> (UserId, Option<OrganizationId>) {
        let user = UserId(id());
        let organization = (role == Role::AgencyContact).then(|| OrganizationId(id()));
        if let Some(organization) = organization {
            raw!(self, "INSERT INTO organizations (id, name, created_at) VALUES ($1, 'Agency', $2)", organization, at(0));
        }
        raw!(
            self,
            "INSERT INTO users (id, email, password_hash, role, display_name, organization_id, created_at)
             VALUES ($1, $2, 'hash', $3, 'Staff', $4, $5)",
            user,
            format!("{user}@staff.test"),
            role.code(),
            organization,
            at(0),
        );
        (user, organization)
    }

    /// The account of an assister.
    pub async fn user_of(&self, card: &AssisterCard) -> UserId {
        match &self.raw {
            Raw::Sqlite(pool) => {
                sqlx::query_scalar("SELECT user_id FROM assisters WHERE id = $1").bind(card.id).fetch_one(pool).await.unwrap()
            }
            Raw::Postgres(pool) => {
                sqlx::query_scalar("SELECT user_id FROM assisters WHERE id = $1").bind(card.id).fetch_one(pool).await.unwrap()
            }
        }
    }

    /// The organization of an assister.
    pub async fn organization_of(&self, card: &AssisterCard) -> OrganizationId {
        let sql = "SELECT organization_id FROM assisters WHERE id = $1";
        match &self.raw {
            Raw::Sqlite(pool) => sqlx::query_scalar(sql).bind(card.id).fetch_one(pool).await.unwrap(),
            Raw::Postgres(pool) => sqlx::query_scalar(sql).bind(card.id).fetch_one(pool).await.unwrap(),
        }
    }

    /// A consumer with an account.
    pub async fn consumer(&self, name: &str, born: &str) -> Person {
        let (user, consumer) = (UserId(id()), ConsumerId(id()));
        let email = format!("{user}@consumers.test");
        let new = NewConsumer {
            user,
            consumer,
            name: name.into(),
            born: Date::parse(born).unwrap(),
            email: email.clone(),
            password_hash: "hash".into(),
            proof: EmailProof::Confirmed,
            now: at(0),
        };
        let session = NewSession { token_hash: token(user.0), user: Some(user), learner: None, now: at(0) };
        self.store.create_consumer(new, session, audit_of(user, Role::Consumer)).await.unwrap();
        Person { user, consumer, name: name.into(), email }
    }

    /// A consumer as the first version wrote one.
    pub async fn older_consumer(&self, name: &str, born: &str) -> Person {
        let (user, consumer) = (UserId(id()), ConsumerId(id()));
        let email = format!("{user}@consumers.test");
        raw!(
            self,
            "INSERT INTO users (id, email, password_hash, role, display_name, created_at) VALUES ($1, $2, 'hash', 'consumer', $3, $4)",
            user,
            &email,
            name,
            at(0),
        );
        raw!(self, "INSERT INTO consumers (id, user_id, date_of_birth) VALUES ($1, $2, $3)", consumer, user, Date::parse(born));
        Person { user, consumer, name: name.into(), email }
    }

    /// A client as the second version wrote one, where dates of birth were words like any other.
    pub async fn older_client(&self, name: &str, born: &str, card: &AssisterCard, opened: bool) {
        let (person, association) = (self.older_consumer(name, born).await, AssociationId(id()));
        let (sort_name, opened_at) = (text::sort_key(name), opened.then_some(at(2)));
        raw!(
            self,
            "INSERT INTO associations (id, consumer_id, assister_id, display_name, sort_name, started_at, first_opened_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            association,
            person.consumer,
            card.id,
            name,
            &sort_name,
            at(1),
            opened_at,
        );
        for word in text::words(name).into_iter().chain([born.to_owned()]) {
            raw!(
                self,
                "INSERT INTO client_words (assister_id, word, association_id, opened, sort_name, started_at) VALUES ($1, $2, $3, $4, $5, $6)",
                card.id,
                &word,
                association,
                opened,
                &sort_name,
                at(1),
            );
        }
        let (new, in_progress) = (i64::from(!opened), i64::from(opened));
        raw!(
            self,
            "INSERT INTO client_counts (assister_id, new_count, in_progress_count) VALUES ($1, $2, $3)
             ON CONFLICT (assister_id) DO UPDATE SET new_count = client_counts.new_count + excluded.new_count,
                 in_progress_count = client_counts.in_progress_count + excluded.in_progress_count",
            card.id,
            new,
            in_progress,
        );
    }

    /// A draft that has come to the last page.
    pub async fn drafted(&self, person: &Person, card: &AssisterCard) -> Draft {
        let draft = Draft { id: DraftId(id()), assister: card.id, card_confirmed: true };
        self.store.save_draft(person.consumer, draft, at(1)).await.unwrap();
        draft
    }

    /// Confirms a draft.
    pub async fn confirm(&self, person: &Person, card: &AssisterCard, draft: DraftId, now: Instant) -> Authorized {
        let (authorize, start, end) = confirmation(person, card, draft, now);
        self.store.authorize(authorize, start, end).await.unwrap()
    }

    /// A consumer authorizes an assister, from the number to the receipt.
    pub async fn authorize(&self, person: &Person, card: &AssisterCard, now: Instant) -> AssociationId {
        let draft = self.drafted(person, card).await;
        let answer = self.confirm(person, card, draft.id, now).await;
        assert!(matches!(answer, Authorized::Started { .. }), "{answer:?}");
        self.store.current_assister(person.consumer, at(0)).await.unwrap().unwrap().association
    }

    /// A consumer with an account authorizes an assister.
    /// What somebody sees who signs an application: empty where there is none.
    pub async fn to_sign(&self, side: Side, year: u16) -> String {
        let file = self.store.application_file(side, year).await.unwrap();
        file.and_then(|file| file.application).map(|application| application.answers.seen(Page::Sign, false)).unwrap_or_default()
    }

    /// Submits an application as it stands.
    pub async fn submit(&self, side: Side, year: u16, signature: &Signature, now: Instant, audit: &Audit) -> Result<Submitted, StoreError> {
        let seen = self.to_sign(side, year).await;
        self.store.submit_application(side, year, (signature, &seen), now, audit).await
    }

    pub async fn client(&self, name: &str, born: &str, card: &AssisterCard, now: Instant) -> AssociationId {
        let person = self.consumer(name, born).await;
        self.authorize(&person, card, now).await
    }
}

/// What confirming a draft takes.
pub fn confirmation(person: &Person, card: &AssisterCard, draft: DraftId, now: Instant) -> (Authorize, Audit, Audit) {
    let text = AgreedText { version: "2026-11".into(), language: "en".into(), text: AGREED.into(), sha256: [7; 32] };
    let authorize = Authorize {
        consumer: person.consumer,
        draft,
        association: AssociationId(id()),
        consent: ConsentId(id()),
        text,
        card: card.clone(),
        typed_name: person.name.clone(),
        now,
    };
    (authorize, audit_of(person.user, Role::Consumer), audit_of(person.user, Role::Consumer))
}

/// A token's hash that is like no other.
pub fn token(from: Uuid) -> [u8; 32] {
    let mut hash = [0; 32];
    hash[..16].copy_from_slice(from.as_bytes());
    hash
}
