//! Ending an agency contact's access, and giving it back: what must be gone afterwards, whatever way in there was.

use crate::store::support::{TestDb, at, fresh, id, letter, on_both};
use assister_portal::domain::audit::Actor;
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{OrganizationId, UserId};
use assister_portal::domain::instant::Instant;
use assister_portal::domain::mail::MailKind;
use assister_portal::store::{Arrival, By, ContactEnded, Invite, Invited, NewSession, StepArrival};

/// Two agency contacts of one organization.
async fn two(db: &TestDb) -> (OrganizationId, UserId, UserId) {
    let (karin, organization) = db.staff(Role::AgencyContact).await;
    let (berit, _) = db.staff(Role::AgencyContact).await;
    db.sql(&format!(
        "UPDATE users SET organization_id = (SELECT k.organization_id FROM users k WHERE k.email = '{karin}@staff.test')
         WHERE email = '{berit}@staff.test'"
    ))
    .await;
    (organization.unwrap(), karin, berit)
}

fn by(user: UserId, role: Role) -> By<'static> {
    By { actor: Actor { user, role }, request: "TEST", name: "Somebody", fresh }
}

async fn end(db: &TestDb, organization: OrganizationId, user: UserId, by: &By<'_>) -> Option<ContactEnded> {
    db.store.end_contact(organization, user, "Left", at(5), by).await.unwrap()
}

fn invite(organization: OrganizationId, email: &str, token: u8, now: Instant) -> Invite {
    let (user, mail) = (UserId(id()), letter(MailKind::Invitation, email, now));
    Invite { user, organization, name: "New Name".into(), email: email.into(), token_hash: [token; 32], expires_at: at(99), mail, now }
}

#[tokio::test]
async fn every_way_in_of_an_ended_contact_is_shut_and_nobody_elses() {
    on_both(async |db| {
        let (organization, karin, berit) = two(db).await;
        let (arc, _) = db.staff(Role::Arc).await;
        for (n, user) in [(1, karin), (2, berit)] {
            let session = NewSession { token_hash: [n; 32], user: Some(user), learner: None, now: at(1) };
            db.store.start_session(session, None, None).await.unwrap();
            // In another browser the password was given, and the second step is to come.
            let step = StepArrival { session_hash: [n + 10; 32], replaces: None, user, wanted: "/agency".into(), code: None, now: at(1) };
            db.store.arrive(&Arrival::Step(step)).await.unwrap();
        }
        let contacts = db.store.agency_contacts(organization).await.unwrap();
        assert_eq!(contacts.iter().map(|contact| contact.signed_in_at).collect::<Vec<_>>(), [Some(at(1)), Some(at(1))]);

        let staff = by(arc, Role::Arc);
        assert_eq!(end(db, organization, berit, &staff).await, Some(ContactEnded::Done));
        assert_eq!(db.store.session([2; 32], at(5)).await.unwrap(), None);
        assert!(db.store.sign_in_step([12; 32], at(5)).await.unwrap().is_none());
        assert!(!db.store.credentials(&format!("{berit}@staff.test"), at(5)).await.unwrap().unwrap().open);
        assert!(!db.store.access_account(berit, at(5)).await.unwrap().unwrap().open);
        assert!(db.store.session([1; 32], at(5)).await.unwrap().unwrap().principal.is_some());
        assert!(db.store.sign_in_step([11; 32], at(5)).await.unwrap().is_some());
        assert_eq!(db.store.agency_contact(organization, berit).await.unwrap(), Some(("Staff".into(), true)));
        assert_eq!(db.store.agency_contact(organization, karin).await.unwrap(), Some(("Staff".into(), false)));
        // A session that was begun in the same moment is none either.
        let late = NewSession { token_hash: [3; 32], user: Some(berit), learner: None, now: at(5) };
        db.store.start_session(late, None, None).await.unwrap();
        assert_eq!(db.store.session([3; 32], at(5)).await.unwrap(), None);

        let ended = db.store.ended_contacts(organization).await.unwrap();
        assert_eq!(ended.len(), 1);
        let ended = &ended[0];
        assert_eq!((ended.name.as_str(), ended.by.as_str(), ended.role, ended.at), ("Staff", "Somebody", Role::Arc, at(5)));
        assert_eq!((ended.email.as_str(), ended.reason.as_str()), (format!("{berit}@staff.test").as_str(), "Left"));
        assert_eq!(end(db, organization, berit, &staff).await, Some(ContactEnded::Before));
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'staff_removed'").await, 1);
        for sql in ["UPDATE ended_contacts SET reason = 'x'", "DELETE FROM ended_contacts"] {
            assert!(db.try_sql(sql).await.unwrap_err().contains("append-only"), "{sql}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_is_no_contact_there_is_not_ended_and_ends_nobody() {
    on_both(async |db| {
        let (organization, karin, berit) = two(db).await;
        let (stranger, elsewhere) = db.staff(Role::AgencyContact).await;
        let elsewhere = elsewhere.unwrap();
        let (arc, _) = db.staff(Role::Arc).await;
        let consumer = db.consumer("Zoë Nguyễn", "1984-03-07").await.user;
        let (staff, own) = (by(arc, Role::Arc), by(karin, Role::AgencyContact));
        for user in [arc, consumer, stranger, UserId(id())] {
            for by in [&staff, &own] {
                let expected = (user == by.actor.user).then_some(ContactEnded::Own);
                assert_eq!(end(db, organization, user, by).await, expected, "{user}");
                assert_eq!(db.store.agency_contact(organization, user).await.unwrap(), None, "{user}");
            }
        }
        assert_eq!(end(db, OrganizationId(id()), berit, &staff).await, None);
        assert_eq!(end(db, elsewhere, berit, &staff).await, None);
        assert_eq!(end(db, organization, berit, &by(stranger, Role::AgencyContact)).await, None, "by a contact of another one");
        assert_eq!(end(db, organization, karin, &own).await, Some(ContactEnded::Own));
        // Whoever was ended meanwhile ends nobody.
        assert_eq!(end(db, organization, karin, &by(berit, Role::AgencyContact)).await, Some(ContactEnded::Done));
        assert_eq!(end(db, organization, berit, &own).await, None);
        assert_eq!(db.number("SELECT COUNT(*) FROM users WHERE removed_at IS NOT NULL").await, 1);
        // Staff end the last one, too.
        assert_eq!(end(db, organization, berit, &staff).await, Some(ContactEnded::Done));
    })
    .await;
}

#[tokio::test]
async fn of_two_who_end_each_other_at_once_one_is_left() {
    on_both(async |db| {
        for _ in 0..5 {
            let (organization, karin, berit) = two(db).await;
            let (by_karin, by_berit) = (by(karin, Role::AgencyContact), by(berit, Role::AgencyContact));
            let (one, two) = tokio::join!(end(db, organization, berit, &by_karin), end(db, organization, karin, &by_berit));
            assert_eq!(db.store.agency_contacts(organization).await.unwrap().len(), 1, "{one:?} {two:?}");
            assert!([one, two].contains(&None) && [one, two].contains(&Some(ContactEnded::Done)), "{one:?} {two:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_is_invited_twice_at_once_has_one_account() {
    on_both(async |db| {
        let (organization, karin, berit) = two(db).await;
        let (by_karin, by_berit) = (by(karin, Role::AgencyContact), by(berit, Role::AgencyContact));
        let (one, two) = (invite(organization, "new@staff.test", 1, at(4)), invite(organization, "new@staff.test", 2, at(4)));
        let row = db.hold("SELECT * FROM organizations").await;
        let let_go = async {
            db.stand_still(2).await;
            db.let_go(row).await;
        };
        let (one, two, ()) = tokio::join!(db.store.invite_contact(&one, &by_karin), db.store.invite_contact(&two, &by_berit), let_go);
        let both = [one.unwrap(), two.unwrap()];
        assert!(both.contains(&Invited::Done) && both.contains(&Invited::Again), "{both:?}");
        assert_eq!(db.number("SELECT COUNT(*) FROM users WHERE asked_email = 'new@staff.test'").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM one_time_links WHERE replaced_at IS NULL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_account_that_is_opened_again_has_none_of_its_old_ways_in() {
    on_both(async |db| {
        let (organization, karin, berit) = two(db).await;
        let (_, elsewhere) = db.staff(Role::AgencyContact).await;
        let elsewhere = elsewhere.unwrap();
        let email = format!("{berit}@staff.test");
        let of_berit = format!("(SELECT id FROM users WHERE email IN ('{email}', 'not set up: {berit}'))");
        let bytes = |text: &str| format!("CAST('{text}' AS {})", if db.url.starts_with("sqlite") { "BLOB" } else { "BYTEA" });
        let (a, b) = (bytes("a"), bytes("b"));
        let key = if db.url.starts_with("sqlite") { "randomblob(16)" } else { "gen_random_uuid()" };
        let of = "created_at FROM users WHERE id =";
        for sql in [
            format!("INSERT INTO identities (issuer, subject, user_id, linked_at) SELECT 'i', 's', id, {of} {of_berit}"),
            format!("INSERT INTO second_factors (user_id, kind, secret, created_at) SELECT id, 'authenticator', {a}, {of} {of_berit}"),
            format!("INSERT INTO recovery_codes (user_id, code_hash, created_at) SELECT id, {a}, {of} {of_berit}"),
            format!("INSERT INTO known_browsers (user_id, browser_hash, last_used_at) SELECT id, {a}, {of} {of_berit}"),
            format!(
                "INSERT INTO passkeys (id, user_id, credential_id, transports, fixed, changing, name, created_at)
                 SELECT {key}, id, {a}, 0, {a}, {b}, 'n', {of} {of_berit}"
            ),
        ] {
            assert_eq!(db.sql(&sql).await, 1, "{sql}");
        }
        let own = by(karin, Role::AgencyContact);
        // While it is open, it is nobody's to take: whoever is invited with the address has another account, until it is set up.
        let others = invite(elsewhere, &email, 1, at(4));
        assert_eq!(db.store.invite_contact(&others, &own).await.unwrap(), Invited::Done);
        assert!(db.store.set_up_account(others.user, at(4)).await.unwrap().unwrap().taken);
        db.sql("DELETE FROM one_time_links").await;
        db.sql("UPDATE users SET removed_at = created_at, asked_email = NULL WHERE asked_email IS NOT NULL").await;
        assert_eq!(end(db, organization, berit, &own).await, Some(ContactEnded::Done));
        let late = NewSession { token_hash: [3; 32], user: Some(berit), learner: None, now: at(5) };
        db.store.start_session(late, None, None).await.unwrap();
        // Two organizations at once: one has them, the other another account.
        let (one, two) = (invite(elsewhere, &email, 2, at(6)), invite(organization, &email, 3, at(6)));
        let (one, two) = tokio::join!(db.store.invite_contact(&one, &own), db.store.invite_contact(&two, &own));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!((one, two), (Invited::Done, Invited::Done));
        // Neither has the address before it is set up.
        assert_eq!(db.number(&format!("SELECT COUNT(*) FROM users WHERE asked_email = '{email}'")).await, 2);
        assert_eq!(db.number(&format!("SELECT COUNT(*) FROM users WHERE email = '{email}'")).await, 0);
        for table in ["identities", "second_factors", "recovery_codes", "known_browsers", "passkeys", "sessions"] {
            assert_eq!(db.number(&format!("SELECT COUNT(*) FROM {table} WHERE user_id = {of_berit}")).await, 0, "{table}");
        }
        assert_eq!(db.store.session([3; 32], at(7)).await.unwrap(), None);
        let account = db.store.set_up_account(berit, at(7)).await.unwrap().unwrap();
        assert_eq!((account.open, account.name.as_str(), account.email == email), (true, "New Name", true));
        assert!(!account.taken);
        assert_eq!(db.store.credentials(&email, at(7)).await.unwrap(), None);
        let account = db.store.access_account(berit, at(7)).await.unwrap().unwrap();
        assert_eq!((account.password_hash, account.open), (None, true));
        let open = format!("SELECT COUNT(*) FROM one_time_links WHERE replaced_at IS NULL AND user_id = {of_berit}");
        assert_eq!(db.number(&open).await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'staff_created'").await, 3);
    })
    .await;
}

#[tokio::test]
async fn without_its_audit_row_nobody_is_ended() {
    on_both(async |db| {
        let (organization, karin, berit) = two(db).await;
        let session = NewSession { token_hash: [2; 32], user: Some(berit), learner: None, now: at(1) };
        db.store.start_session(session, None, None).await.unwrap();
        db.sql("ALTER TABLE audit_events RENAME TO audit_events_elsewhere").await;
        let own = by(karin, Role::AgencyContact);
        assert!(db.store.end_contact(organization, berit, "Left", at(5), &own).await.is_err());
        assert_eq!(db.store.agency_contact(organization, berit).await.unwrap(), Some(("Staff".into(), false)));
        assert!(db.store.session([2; 32], at(5)).await.unwrap().is_some());
        assert_eq!(db.number("SELECT COUNT(*) FROM ended_contacts").await, 0);
    })
    .await;
}
