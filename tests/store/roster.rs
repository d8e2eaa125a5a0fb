//! Rosters: writing down, changing, what follows from it, and the history.

use crate::store::support::{TestDb, at, audit_of, fresh, id, letter, on_both};
use assister_portal::domain::audit::Actor;
use assister_portal::domain::identity::{AssisterKind, AssisterState, Role};
use assister_portal::domain::ids::{AssisterId, OrganizationId, UserId};
use assister_portal::domain::instant::Instant;
use assister_portal::domain::mail::MailKind;
use assister_portal::domain::roster::{AssisterSearch, Entry, EntryField, Typed};
use assister_portal::store::{Added, By, Changed, Constraint, EntryChange, EntryScope, Mail, NewEntry, NewSession, StoreError, Taken};
use std::time::Duration;
use uuid::Uuid;

pub fn entry(first: &str, last: &str, email: &str, training: &str) -> Entry {
    Entry::check(&Typed {
        first_name: first,
        last_name: last,
        certification_email: email,
        training_id: training,
        phone: "651-555-0100",
        email: "help@agency.test",
        city: "Duluth",
        languages: "English",
    })
    .unwrap()
}

/// An agency contact with their organization, as they act.
pub struct Contact {
    pub user: UserId,
    pub organization: OrganizationId,
}

/// Tells somebody that another email was written down for them.
pub fn email_asked(to: &str, now: Instant) -> Mail {
    letter(MailKind::EmailAsked, to, now)
}

impl Contact {
    pub async fn new(db: &TestDb) -> Self {
        let (user, organization) = db.staff(Role::AgencyContact).await;
        Self { user, organization: organization.unwrap() }
    }

    pub fn by(&self) -> By<'static> {
        By { actor: Actor { user: self.user, role: Role::AgencyContact }, request: "test", name: "Karin Solberg", fresh }
    }

    pub fn adds(&self, entry: Entry, now: Instant) -> NewEntry {
        let code = Uuid::now_v7().simple().to_string()[23..].to_uppercase();
        NewEntry {
            id: AssisterId(id()),
            organization: self.organization,
            kind: AssisterKind::Navigator,
            entry,
            portal_access: false,
            assister_code: code,
            npn: None,
            license: None,
            certified: None,
            now,
        }
    }

    pub fn changes(&self, assister: AssisterId, entry: Entry, now: Instant) -> EntryChange {
        let scope = EntryScope::agency(self.organization);
        EntryChange { assister, scope, entry, employed: true, portal_access: false, npn: None, license: None, seen: None, now }
    }

    pub async fn added(&self, db: &TestDb, entry: Entry) -> AssisterId {
        let new = self.adds(entry, at(1));
        assert_eq!(db.store.add_assister(&new, &self.by()).await.unwrap(), Added::Done);
        new.id
    }
}

fn ann() -> Entry {
    entry("Ann", "Berg", "ann@agency.test", "MN-1001")
}

async fn history(db: &TestDb, assister: AssisterId) -> Vec<(String, String, String)> {
    let rows = db.store.assister_history(assister).await.unwrap();
    rows.into_iter().rev().map(|row| (row.field, row.before, row.after)).collect()
}

fn row(field: &str, before: &str, after: &str) -> (String, String, String) {
    (field.into(), before.into(), after.into())
}

#[tokio::test]
async fn who_is_added_is_written_down_once_with_history_and_log() {
    on_both(async |db| {
        let karin = Contact::new(db).await;
        let new = karin.adds(ann(), at(1));
        assert_eq!(db.store.add_assister(&new, &karin.by()).await.unwrap(), Added::Done);
        let kept = db.store.entry(new.id, EntryScope::agency(karin.organization)).await.unwrap().unwrap();
        assert_eq!((kept.entry, kept.portal_access, kept.employed, kept.standing.state), (ann(), false, true, AssisterState::NotEnrolled));
        assert_eq!(history(db, new.id).await, [row("added", "", "Ann Berg")]);
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'assister_added' AND organization_id IS NOT NULL").await, 1);
        // The same Assister ID again is the drawing's bad luck; nothing of the try stays.
        let same_code =
            NewEntry { assister_code: new.assister_code.clone(), ..karin.adds(entry("Bo", "Dahl", "bo@agency.test", "MN-2"), at(2)) };
        let refused = db.store.add_assister(&same_code, &karin.by()).await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict(Constraint::AssisterCodeTaken)), "{refused:?}");
        assert_eq!(db.number("SELECT COUNT(*) FROM assisters").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_duplicate_is_named_within_the_organization_and_to_nobody_else() {
    on_both(async |db| {
        let (karin, other) = (Contact::new(db).await, Contact::new(db).await);
        karin.added(db, ann()).await;
        let bo = karin.added(db, entry("Bo", "Dahl", "bo@agency.test", "MN-1002")).await;
        let again = entry("Ann", "Again", "ann@agency.test", "MN-1002");
        let taken = |email: Option<&str>, training: Option<&str>| {
            let field = |field, by: Option<&str>| Taken { field, by: by.map(str::to_owned) };
            vec![field(EntryField::CertificationEmail, email), field(EntryField::TrainingId, training)]
        };
        let refused = db.store.add_assister(&karin.adds(again.clone(), at(2)), &karin.by()).await.unwrap();
        assert_eq!(refused, Added::Taken(taken(Some("Ann Berg"), Some("Bo Dahl"))));
        let refused = db.store.add_assister(&other.adds(again.clone(), at(2)), &other.by()).await.unwrap();
        assert_eq!(refused, Added::Taken(taken(None, None)), "another organization's people are not named");
        let taking = karin.changes(bo, entry("Bo", "Dahl", "ann@agency.test", "MN-1002"), at(3));
        let refused = db.store.change_assister(&taking, &karin.by(), &email_asked).await.unwrap();
        assert_eq!(refused, Changed::Taken(vec![Taken { field: EntryField::CertificationEmail, by: Some("Ann Berg".into()) }]));
        assert_eq!(db.number("SELECT COUNT(*) FROM assisters").await, 2);
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events").await, 2, "refusals leave nothing");
    })
    .await;
}

#[tokio::test]
async fn a_change_leaves_from_and_to_of_what_changed_and_a_repeat_leaves_nothing() {
    on_both(async |db| {
        let karin = Contact::new(db).await;
        let id = karin.added(db, ann()).await;
        let moved = Entry { city: "Ely".into(), phone: "218-555-0101".into(), ..ann() };
        let change = EntryChange { portal_access: true, employed: false, ..karin.changes(id, moved.clone(), at(2)) };
        assert_eq!(db.store.change_assister(&change, &karin.by(), &email_asked).await.unwrap(), Changed::Done);
        let mut rows = history(db, id).await.split_off(1);
        rows.sort();
        let expected = [
            row("city", "Duluth", "Ely"),
            row("employment", "Active", "Inactive"),
            row("phone", "651-555-0100", "218-555-0101"),
            row("portal_access", "No", "Yes"),
        ];
        assert_eq!(rows, expected);
        let who = db.store.assister_history(id).await.unwrap();
        assert!(who.iter().all(|row| row.actor == "Karin Solberg" && row.role == Role::AgencyContact));
        let again = EntryChange { now: at(3), ..change };
        assert_eq!(db.store.change_assister(&again, &karin.by(), &email_asked).await.unwrap(), Changed::Nothing);
        assert_eq!(history(db, id).await.len(), 5);
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'assister_changed'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn only_the_organizations_own_entries_are_seen_changed_and_looked_up() {
    on_both(async |db| {
        let (karin, other) = (Contact::new(db).await, Contact::new(db).await);
        let id = karin.added(db, ann()).await;
        let theirs = EntryScope::agency(other.organization);
        assert_eq!(db.store.entry(id, theirs).await.unwrap(), None);
        let change = other.changes(id, Entry { city: "Ely".into(), ..ann() }, at(2));
        assert_eq!(db.store.change_assister(&change, &other.by(), &email_asked).await.unwrap(), Changed::NotFound);
        let audit = || audit_of(other.user, Role::AgencyContact);
        assert_eq!(db.store.look_up_number(id, theirs, at(2), audit()).await.unwrap(), None);
        let brokers = EntryScope { organization: None, kinds: &[AssisterKind::Broker] };
        assert_eq!(db.store.entry(id, brokers).await.unwrap(), None, "BSL changes brokers only");
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events").await, 1);
        let own = EntryScope::agency(karin.organization);
        assert_eq!(db.store.look_up_number(id, own, at(2), audit()).await.unwrap(), Some(None), "no number yet");
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'number_looked_up'").await, 1);
    })
    .await;
}

async fn has_session(db: &TestDb, user: UserId) -> bool {
    !db.store.sessions_of(user, at(5)).await.unwrap().is_empty()
}

#[tokio::test]
async fn the_account_follows_the_roster() {
    on_both(async |db| {
        let card = db.navigator("Ann Berg", 1).await;
        let user = db.user_of(&card).await;
        let organization = db.organization_of(&card).await;
        let karin = Contact { user: UserId(id()), organization };
        let kept = db.store.entry(card.id, EntryScope::agency(organization)).await.unwrap().unwrap();
        let entry = Entry { training_id: "MN-1001".into(), first_name: "Ann".into(), last_name: "Öberg".into(), ..kept.entry };
        let with_access = |entry: Entry, now| EntryChange { portal_access: true, ..karin.changes(card.id, entry, now) };
        db.store.start_session(NewSession { token_hash: [7; 32], user: Some(user), learner: None, now: at(4) }, None, None).await.unwrap();

        // The name is the account's. Another email waits for staff: its owner signs in with the one of before, and is told there.
        let renamed = Entry { certification_email: "ann.oberg@agency.test".into(), ..entry.clone() };
        assert_eq!(db.store.change_assister(&with_access(renamed.clone(), at(4)), &karin.by(), &email_asked).await.unwrap(), Changed::Done);
        let own = entry.certification_email.as_str();
        assert_eq!(db.store.credentials(own, at(5)).await.unwrap().unwrap().user, user);
        assert!(db.store.credentials("ann.oberg@agency.test", at(5)).await.unwrap().is_none());
        assert_eq!(db.store.email_waits(card.id).await.unwrap(), Some((own.to_owned(), at(4))));
        assert_eq!(db.number("SELECT COUNT(*) FROM outbox WHERE kind = 'email_asked'").await, 1);
        let session = db.store.session([7; 32], at(5)).await.unwrap().unwrap();
        assert_eq!(session.principal.unwrap().name, "Ann Öberg");

        // Somebody else's user name is written down like any other, and is theirs still.
        let person = db.consumer("Rosa Real", "1984-03-07").await;
        let taking = with_access(Entry { certification_email: person.email.clone(), ..renamed.clone() }, at(5));
        assert_eq!(db.store.change_assister(&taking, &karin.by(), &email_asked).await.unwrap(), Changed::Done);
        assert_eq!(db.store.credentials(&person.email, at(5)).await.unwrap().unwrap().user, person.user);
        assert!(has_session(db, user).await);

        // "No", or not employed: signed out everywhere at once, and not let in again.
        for (access, employed) in [(false, true), (true, false)] {
            let change = EntryChange { portal_access: access, employed, ..karin.changes(card.id, renamed.clone(), at(6)) };
            assert_eq!(db.store.change_assister(&change, &karin.by(), &email_asked).await.unwrap(), Changed::Done);
            assert!(!has_session(db, user).await && !db.store.credentials(own, at(7)).await.unwrap().unwrap().open);
            assert_eq!(db.store.assister_by_number(card.number, at(7)).await.unwrap(), None);
            let back = EntryChange { now: at(8), ..with_access(renamed.clone(), at(8)) };
            assert_eq!(db.store.change_assister(&back, &karin.by(), &email_asked).await.unwrap(), Changed::Done);
            assert!(db.store.credentials(own, at(9)).await.unwrap().unwrap().open);
            db.store
                .start_session(NewSession { token_hash: [8; 32], user: Some(user), learner: None, now: at(4) }, None, None)
                .await
                .unwrap();
        }

        // Before it is set up, the account is to have the roster's email, and holds it from nobody.
        db.sql("UPDATE assisters SET state = 'enrolled', activated_at = NULL, confirmed_at = NULL, email_asked_at = NULL").await;
        let third = Entry { certification_email: "ann.third@agency.test".into(), ..renamed };
        assert_eq!(db.store.change_assister(&with_access(third, at(10)), &karin.by(), &email_asked).await.unwrap(), Changed::Done);
        assert_eq!(db.store.set_up_account(user, at(11)).await.unwrap().unwrap().email, "ann.third@agency.test");
        assert_eq!(db.store.credentials("ann.third@agency.test", at(11)).await.unwrap(), None);
        assert_eq!(db.store.email_waits(card.id).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_later_of_two_edits_is_told_and_changes_nothing() {
    on_both(async |db| {
        let karin = Contact::new(db).await;
        let id = karin.added(db, ann()).await;
        let seen = db.store.entry(id, EntryScope::agency(karin.organization)).await.unwrap().unwrap().changed_at;
        let edit = |entry, now| EntryChange { seen: Some(seen), ..karin.changes(id, entry, now) };
        let first = edit(Entry { city: "Ely".into(), ..ann() }, at(1));
        assert_eq!(db.store.change_assister(&first, &karin.by(), &email_asked).await.unwrap(), Changed::Done);
        let second = edit(Entry { city: "Cook".into(), ..ann() }, at(1));
        let Changed::Meanwhile(kept) = db.store.change_assister(&second, &karin.by(), &email_asked).await.unwrap() else {
            panic!("not told")
        };
        assert_eq!(kept.entry.city, "Ely");
        assert!(kept.changed_at > seen, "even in the same microsecond");
        assert_eq!(
            db.store.change_assister(&first, &karin.by(), &email_asked).await.unwrap(),
            Changed::Nothing,
            "the first again: it says so already"
        );
        let informed = EntryChange { seen: Some(kept.changed_at), ..second };
        assert_eq!(db.store.change_assister(&informed, &karin.by(), &email_asked).await.unwrap(), Changed::Done);
    })
    .await;
}

#[tokio::test]
async fn of_many_edits_at_once_one_wins() {
    on_both(async |db| {
        let karin = Contact::new(db).await;
        let id = karin.added(db, ann()).await;
        let seen = db.store.entry(id, EntryScope::agency(karin.organization)).await.unwrap().unwrap().changed_at;
        let edits = (0..8).map(|n| {
            let (store, karin) = (db.store.clone(), Contact { ..karin });
            tokio::spawn(async move {
                let entry = Entry { city: format!("City {n}"), ..ann() };
                let change = EntryChange { seen: Some(seen), ..karin.changes(id, entry, at(2)) };
                store.change_assister(&change, &karin.by(), &email_asked).await.unwrap() == Changed::Done
            })
        });
        let mut won = 0;
        for edit in edits.collect::<Vec<_>>() {
            won += u32::from(edit.await.unwrap());
        }
        assert_eq!(won, 1);
        assert_eq!(history(db, id).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_add_the_same_email_at_once_one_is_refused() {
    on_both(async |db| {
        let karin = Contact::new(db).await;
        let adds = (0..4).map(|n| {
            let (store, karin) = (db.store.clone(), Contact { ..karin });
            tokio::spawn(async move {
                let new = karin.adds(entry("Ann", "Berg", "ann@agency.test", &format!("MN-{n}00")), at(2) + Duration::from_secs(n));
                match store.add_assister(&new, &karin.by()).await {
                    Ok(Added::Done) => true,
                    Ok(Added::Taken(_)) | Err(StoreError::Conflict(Constraint::CertificationEmailTaken)) => false,
                    Err(error) => panic!("{error:?}"),
                }
            })
        });
        let mut won = 0;
        for add in adds.collect::<Vec<_>>() {
            won += u32::from(add.await.unwrap());
        }
        assert_eq!((won, db.number("SELECT COUNT(*) FROM assisters").await), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn hostile_names_are_kept_as_they_are_and_found() {
    on_both(async |db| {
        let karin = Contact::new(db).await;
        for (n, name) in
            ["<script>alert(1)</script>", "Robert'); DROP TABLE assisters;--", "=cmd|' /C calc'!A0", "Ünï%_çødé"].iter().enumerate()
        {
            let id = karin.added(db, entry(name, "Berg", &format!("h{n}@agency.test"), &format!("MN-H{n}"))).await;
            let kept = db.store.entry(id, EntryScope::agency(karin.organization)).await.unwrap().unwrap();
            assert_eq!(kept.entry.first_name, *name);
            assert!(AssisterSearch::parse(name).is_some());
        }
    })
    .await;
}
