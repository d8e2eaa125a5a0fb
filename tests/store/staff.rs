//! Staff accounts and agency contacts: who counts as somebody who signs in, with a password or with LoginMN.

use crate::store::support::{TestDb, at, audit_of, id, letter, on_both};
use assister_portal::domain::audit::Actor;
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{OrganizationId, UserId};
use assister_portal::domain::instant::Instant;
use assister_portal::domain::mail::MailKind;
use assister_portal::store::{Bootstrapped, By, Invite, Invited, Linked, NewSession, NewStaff, SignInWays, StaffRemoved};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

const ISSUER: &str = "https://login.example.org";
/// As configured by default.
const PASSWORDS: SignInWays<'_> = SignInWays { password: true, issuer: None };
const BOTH: SignInWays<'_> = SignInWays { password: true, issuer: Some(ISSUER) };
const LOGIN_MN: SignInWays<'_> = SignInWays { password: false, issuer: Some(ISSUER) };

/// A resource manager without any way in.
async fn manager(db: &TestDb) -> UserId {
    let (user, _) = db.staff(Role::ResourceManager).await;
    db.sql("UPDATE users SET password_hash = NULL").await;
    user
}

async fn link(db: &TestDb, user: UserId) {
    let session = NewSession { token_hash: Sha256::digest(user.0.as_bytes()).into(), user: Some(user), learner: None, now: at(0) };
    db.store.start_session(session, None, None).await.unwrap();
    let linked = db
        .store
        .link_identity(
            (ISSUER, &user.to_string()),
            user,
            session.token_hash,
            &letter(MailKind::SignInChanged, "x@example.test", at(1)),
            &audit_of(user, Role::ResourceManager),
        )
        .await
        .unwrap();
    assert_eq!(linked, Linked::Done);
}

fn new(email: &str, token: u8, now: Instant, expires_at: Instant) -> NewStaff {
    let user = UserId(id());
    NewStaff { user, name: "Hodan Ali".into(), email: email.into(), role: Role::ResourceManager, token_hash: [token; 32], expires_at, now }
}

async fn bootstrap(db: &TestDb, new: &NewStaff, ways: SignInWays<'_>) -> Bootstrapped {
    db.store.bootstrap_manager(new, ways, &audit_of(new.user, Role::ResourceManager)).await.unwrap()
}

#[tokio::test]
async fn who_signs_in_only_with_login_mn_is_set_up_and_counts_as_a_resource_manager() {
    on_both(async |db| {
        let (one, two) = (manager(db).await, manager(db).await);
        link(db, one).await;
        let all = db.store.staff_accounts().await.unwrap();
        assert_eq!(all.iter().filter(|account| account.set_up).map(|account| account.user).collect::<Vec<_>>(), [one]);
        let linked = db.store.staff_account(one).await.unwrap().unwrap();
        assert!(linked.set_up);
        // Nothing to set up: no letter is sent to them again.
        let again = NewStaff { user: one, ..new(&linked.email, 9, at(2), at(9)) };
        let sent = db
            .store
            .invite_again(&again, &letter(MailKind::Invitation, &linked.email, at(2)), &audit_of(two, Role::ResourceManager))
            .await
            .unwrap();
        assert!(!sent && db.number("SELECT COUNT(*) FROM outbox WHERE kind = 'invitation'").await == 0);
        let by = |user| audit_of(user, Role::ResourceManager);
        // The other one can't sign in, whatever is configured.
        assert_eq!(db.store.remove_staff(one, at(2), BOTH, &by(two)).await.unwrap(), Some(StaffRemoved::LastManager));
        // Without LoginMN nor can this one.
        assert_eq!(db.store.remove_staff(two, at(2), PASSWORDS, &by(one)).await.unwrap(), Some(StaffRemoved::LastManager));
        assert_eq!(db.store.remove_staff(two, at(2), LOGIN_MN, &by(one)).await.unwrap(), Some(StaffRemoved::Done));
    })
    .await;
}

#[tokio::test]
async fn a_password_alone_does_not_count_where_nobody_signs_in_with_one() {
    on_both(async |db| {
        let (one, two) = (manager(db).await, manager(db).await);
        db.sql("UPDATE users SET password_hash = 'set'").await;
        let by = audit_of(two, Role::ResourceManager);
        assert_eq!(db.store.remove_staff(one, at(2), LOGIN_MN, &by).await.unwrap(), Some(StaffRemoved::LastManager));
        assert_eq!(db.store.remove_staff(one, at(2), PASSWORDS, &by).await.unwrap(), Some(StaffRemoved::Done));
    })
    .await;
}

#[tokio::test]
async fn an_agency_contact_who_signs_in_only_with_login_mn_is_set_up() {
    on_both(async |db| {
        let (user, organization) = db.staff(Role::AgencyContact).await;
        let organization: OrganizationId = organization.unwrap();
        db.sql("UPDATE users SET password_hash = NULL").await;
        assert!(!db.store.agency_contacts(organization).await.unwrap()[0].set_up);
        link(db, user).await;
        assert!(db.store.agency_contacts(organization).await.unwrap()[0].set_up);
        let invite = Invite {
            user: UserId(id()),
            organization,
            name: "Staff".into(),
            email: format!("{user}@staff.test"),
            token_hash: [9; 32],
            expires_at: at(9),
            mail: letter(MailKind::Invitation, "x@staff.test", at(2)),
            now: at(2),
        };
        let actor = Actor { user, role: Role::AgencyContact };
        let by = By { actor, request: "TEST", name: "Staff", fresh: |_| Uuid::now_v7() };
        assert_eq!(db.store.invite_contact(&invite, &by).await.unwrap(), Invited::Taken);
    })
    .await;
}

#[tokio::test]
async fn the_first_resource_manager_is_invited_again_when_the_invitation_expired() {
    on_both(async |db| {
        let first = new("hodan@mnsure.test", 1, at(0), at(10));
        assert_eq!(bootstrap(db, &first, PASSWORDS).await, Bootstrapped::Made);
        let second = new("hodan@mnsure.test", 2, at(9), at(30));
        assert_eq!(bootstrap(db, &second, PASSWORDS).await, Bootstrapped::Waiting, "the link still opens");
        let again = NewStaff { now: at(10), ..second };
        assert_eq!(bootstrap(db, &again, PASSWORDS).await, Bootstrapped::Again);
        assert_eq!(db.number("SELECT COUNT(*) FROM users").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM one_time_links WHERE replaced_at IS NULL").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'activation_sent_again'").await, 1);
        // Another address: the one before is still on the list, for the new one to remove.
        let other = new("other@mnsure.test", 3, at(31), at(50));
        assert_eq!(bootstrap(db, &other, PASSWORDS).await, Bootstrapped::Made);
        assert_eq!(db.store.staff_accounts().await.unwrap().len(), 2);
        link(db, other.user).await;
        let late = new("late@mnsure.test", 4, at(60), at(90));
        assert_eq!(bootstrap(db, &late, BOTH).await, Bootstrapped::Exists);
    })
    .await;
}
