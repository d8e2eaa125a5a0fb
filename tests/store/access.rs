//! Who is shut out when the way into an account changes, and a code by email that only lets its owner set up another second step.

use crate::store::support::{Raw, TestDb, at, audit_of, fresh, id, letter, on_both};
use assister_portal::domain::audit::Actor;
use assister_portal::domain::identity::{AssisterKind, Role};
use assister_portal::domain::ids::{AuditId, ChangeId, PasskeyId, UserId};
use assister_portal::domain::instant::Instant;
use assister_portal::domain::mail::MailKind;
use assister_portal::domain::resource_center::AccessChange;
use assister_portal::domain::second_step::{EmailedCode, FactorKind};
use assister_portal::domain::signed_in_with::{FirstStep, SignedInWith};
use assister_portal::store::{
    AccountOf, Activate, Arrival, By, Change, ChangeAccess, DbKind, Handled, KeptWays, LinkFor, LinkPurpose, Linked, Mail, NewFactor,
    NewLink, NewPasskey, NewPassword, NewSession, Passkey, Proof, RecoverySheet, SignedInArrival, StepArrival, Unlinked,
};

const KEPT: [u8; 32] = [1; 32];
const OTHER: [u8; 32] = [2; 32];
const WAITING: [u8; 32] = [3; 32];

fn told() -> Mail {
    letter(MailKind::SignInChanged, "ann@example.test", at(0))
}

async fn session(db: &TestDb, token_hash: [u8; 32], user: UserId, now: Instant) {
    db.store.start_session(NewSession { token_hash, user: Some(user), learner: None, now }, None, None).await.unwrap();
}

/// A sign-in that waits for its second step, with a code that was sent.
async fn waiting(db: &TestDb, session_hash: [u8; 32], user: UserId, now: Instant) {
    let code = Some(([9; 32], letter(MailKind::SignInCode, "ann@example.test", now)));
    let step = StepArrival { session_hash, replaces: None, user, wanted: "/".into(), code, now };
    db.store.arrive(&Arrival::Step(step)).await.unwrap();
}

fn sheet(session_hash: [u8; 32]) -> RecoverySheet {
    RecoverySheet { hashes: vec![[5; 32]], codes: "A".into(), session_hash, wanted: "/".into() }
}

/// The account's row and the sessions that are there.
async fn sessions(db: &TestDb) -> i64 {
    db.number("SELECT COUNT(*) FROM sessions").await
}

#[tokio::test]
async fn what_changes_the_way_in_leaves_one_session_and_none_that_waits() {
    on_both(async |db| {
        let (user, _) = db.staff(Role::Arc).await;
        let by = audit_of(user, Role::Arc);
        let passkey = Passkey { credential: vec![1], transports: 1, fixed: vec![1], changing: vec![1] };
        let new = NewPasskey { id: PasskeyId(id()), user, name: "Key".into(), passkey, session: KEPT, now: at(0) };
        session(db, KEPT, user, at(0)).await;
        let strangers = db.consumer("Ann Lee", "1990-01-01").await.user;
        session(db, [7; 32], strangers, at(0)).await;
        let untouched = sessions(db).await;
        for change in 0..6 {
            session(db, OTHER, user, at(0)).await;
            waiting(db, WAITING, user, at(0)).await;
            assert_eq!(sessions(db).await, untouched + 2);
            match change {
                0 => {
                    let factor = NewFactor::Authenticator(vec![1; 20], 1);
                    db.store.change_factor(user, Some(&factor), &sheet(KEPT), &told(), &by).await.unwrap();
                }
                1 => db.store.change_factor(user, None, &sheet(KEPT), &told(), &audit_of(user, Role::Arc)).await.unwrap(),
                2 => assert!(db.store.add_passkey(&new, &told(), &audit_of(user, Role::Arc)).await.unwrap()),
                3 => assert!(db.store.remove_passkey(user, new.id, KEPT, &told(), &audit_of(user, Role::Arc)).await.unwrap()),
                4 => {
                    let linked = db.store.link_identity(("i", "s"), user, KEPT, &told(), &audit_of(user, Role::Arc)).await;
                    assert_eq!(linked.unwrap(), Linked::Done);
                }
                _ => {
                    let unlinked = db.store.unlink_identity(user, KEPT, true, &told(), &audit_of(user, Role::Arc)).await;
                    assert_eq!(unlinked.unwrap(), Unlinked::Done);
                }
            }
            assert_eq!(sessions(db).await, untouched, "{change}");
            assert!(db.store.session(KEPT, at(1)).await.unwrap().is_some(), "{change}");
            assert!(db.store.sign_in_step(WAITING, at(1)).await.unwrap().is_none(), "{change}");
        }
        db.store.end_all_sessions(user, at(1), &audit_of(user, Role::Arc)).await.unwrap();
        assert_eq!(db.store.session(KEPT, at(1)).await.unwrap(), None);
        assert!(db.store.session([7; 32], at(1)).await.unwrap().is_some());
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'sessions_ended' AND reason IS NULL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_session_that_is_renewed_while_all_end_ends_with_them() {
    on_both(async |db| {
        let user = db.consumer("Ann Lee", "1990-01-01").await.user;
        for way in 0..3 {
            db.sql("DELETE FROM sessions").await;
            session(db, KEPT, user, at(0)).await;
            db.store.note_login_mn(KEPT, "subject", Some("session"), "token").await.unwrap();
            let rows = db.hold("SELECT * FROM sessions").await;
            // The copy is made, and the session that it takes the place of is to end.
            let renew = db.store.note_proof(KEPT, OTHER, at(1));
            let end = async {
                db.stand_still(1).await;
                let let_go = async {
                    db.stand_still(2).await;
                    db.let_go(rows).await;
                };
                let end = async {
                    match way {
                        0 => db.store.end_all_sessions(user, at(1), &audit_of(user, Role::Consumer)).await.unwrap(),
                        1 => assert_eq!(db.store.end_login_mn_sessions(Some("subject"), None).await.unwrap(), 1),
                        _ => assert_eq!(db.store.end_login_mn_sessions(None, Some("session")).await.unwrap(), 1),
                    }
                };
                tokio::join!(end, let_go);
            };
            let (renewed, ()) = tokio::join!(renew, end);
            assert!(renewed.unwrap(), "{way}");
            assert_eq!(sessions(db).await, 0, "{way}");
        }
    })
    .await;
}

/// Each of these holds the account's row before the others of the account.
#[tokio::test]
async fn what_changes_the_way_in_waits_for_the_account_before_anything_else_of_it() {
    on_both(async |db| {
        let (user, _) = db.staff(Role::Arc).await;
        session(db, KEPT, user, at(0)).await;
        let passkey = Passkey { credential: vec![1], transports: 1, fixed: vec![1], changing: vec![1] };
        let key = NewPasskey { id: PasskeyId(id()), user, name: "Key".into(), passkey, session: KEPT, now: at(0) };
        assert!(db.store.add_passkey(&key, &told(), &audit_of(user, Role::Arc)).await.unwrap());
        let app = NewFactor::Authenticator(vec![1; 20], 1);
        db.store.change_factor(user, Some(&app), &sheet(KEPT), &told(), &audit_of(user, Role::Arc)).await.unwrap();
        for change in 0..8 {
            let all = [
                "SELECT * FROM sessions",
                "SELECT * FROM passkeys",
                "SELECT * FROM second_factors",
                "SELECT * FROM sign_in_steps",
                "SELECT * FROM recovery_codes",
            ];
            waiting(db, WAITING, user, at(0)).await;
            let by = audit_of(user, Role::Arc);
            let account = db.hold("SELECT * FROM users").await;
            let changes = async {
                let arrival = || SignedInArrival {
                    session: NewSession { token_hash: OTHER, user: Some(user), learner: None, now: at(2) },
                    replaces: Some(WAITING),
                    audit: audit_of(user, Role::Arc),
                    with: SignedInWith { first: FirstStep::Password, second: None },
                    change_password_then: None,
                    browser: None,
                };
                let (told, sheet) = (told(), sheet(KEPT));
                match change {
                    0 => db.store.change_factor(user, Some(&app), &sheet, &told, &by).await.is_ok(),
                    1 => db.store.keep_passkeys(user, &[key.id], KEPT, &told, &by).await.unwrap() == 0,
                    2 => db.store.link_identity(("i", "s"), user, KEPT, &told, &by).await.unwrap() == Linked::Done,
                    3 => db.store.pass_step(WAITING, user, &Proof::Authenticator { step: 9 }, &arrival()).await.unwrap(),
                    // There is one.
                    4 => !db.store.first_factor(WAITING, user, &app, &sheet, &arrival(), (&told, &by)).await.unwrap(),
                    5 => db.store.note_proof(KEPT, [21; 32], at(2)).await.unwrap(),
                    6 => db.store.remove_passkey(user, key.id, KEPT, &told, &by).await.unwrap(),
                    _ => db.store.drop_factor(user, KEPT, &told, &by).await.unwrap(),
                }
            };
            let looks = async {
                db.stand_still(1).await;
                for rows in all {
                    if let Raw::Postgres(pool) = &db.raw {
                        let free = format!("{rows} FOR UPDATE NOWAIT");
                        assert!(sqlx::query(sqlx::AssertSqlSafe(free)).execute(pool).await.is_ok(), "{change}: {rows}");
                    }
                }
                db.let_go(account).await;
            };
            assert!(tokio::join!(changes, looks).0, "{change}");
            db.sql("DELETE FROM sessions WHERE user_id IS NULL").await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_account_is_set_up_with_the_assister_held_first_then_the_account_then_its_link() {
    on_both(async |db| {
        let bo = db.navigator("Bo Dahl", 2).await;
        let user = db.user_of(&bo).await;
        db.sql("UPDATE users SET password_hash = NULL, asked_email = email, email = 'not set up' WHERE role = 'assister'").await;
        db.sql("UPDATE assisters SET state = 'enrolled', activated_at = NULL, confirmed_at = NULL").await;
        let link = NewLink {
            token_hash: WAITING,
            purpose: LinkPurpose::SetUp,
            of: LinkFor::User(user),
            secret_hash: None,
            now: at(0),
            expires_at: at(99),
        };
        db.store.send_link(link, &told()).await.unwrap();
        let audit = || audit_of(user, Role::Assister);
        let new = Activate {
            token_hash: WAITING,
            user,
            assister: Some((bo.id, Change { id: ChangeId(id()), field: "state", before: "enrolled".into(), after: "active".into() })),
            name: "Bo Dahl".into(),
            password_hash: Some("hash".into()),
            identity: None,
            audit: audit(),
            confirmed: None,
            browser: KEPT,
            arrival: Arrival::SignedIn(SignedInArrival {
                session: NewSession { token_hash: OTHER, user: Some(user), learner: None, now: at(2) },
                replaces: None,
                audit: audit(),
                with: SignedInWith { first: FirstStep::Password, second: None },
                change_password_then: None,
                browser: None,
            }),
            now: at(2),
        };
        let order = ["SELECT * FROM assisters", "SELECT * FROM users", "SELECT * FROM one_time_links"];
        let mut held = Vec::new();
        for rows in order {
            held.push(db.hold(rows).await);
        }
        let sets_up = db.store.activate(&new);
        let looks = async {
            // Where it stands still it has what comes before.
            for (first, row) in held.into_iter().enumerate() {
                db.stand_still(1).await;
                for rows in &order[..first] {
                    db.is_held(rows).await;
                }
                db.let_go(row).await;
            }
        };
        assert!(tokio::join!(sets_up, looks).0.unwrap());
        assert!(db.store.credentials(&bo.email, at(3)).await.unwrap().unwrap().open);
    })
    .await;
}

#[tokio::test]
async fn staff_write_to_the_mailbox_that_an_account_has_and_to_nobody_elses() {
    on_both(async |db| {
        let (ann, bo) = (db.consumer("Ann Lee", "1990-01-01").await, db.consumer("Bo Dahl", "1990-01-01").await);
        // Ann asks for another email; Bo has none yet, and asked for hers.
        db.sql("UPDATE users SET asked_email = 'new@example.test' WHERE display_name = 'Ann Lee'").await;
        db.sql(&format!("UPDATE users SET asked_email = '{}', email = 'not set up: Bo' WHERE display_name = 'Bo Dahl'", ann.email)).await;
        let factor = "INSERT INTO second_factors (user_id, kind, secret, created_at)";
        let secret = if db.store.kind() == DbKind::Sqlite { "x'01'" } else { "'\\x01'::bytea" };
        db.sql(&format!("{factor} SELECT id, 'authenticator', {secret}, created_at FROM users WHERE role = 'consumer'")).await;
        let (staff, _) = db.staff(Role::Arc).await;
        let by = By { actor: Actor { user: staff, role: Role::Arc }, name: "Walter", request: "test", fresh };
        let row = Change { id: ChangeId(id()), field: "second_step_removed", before: String::new(), after: "Lost".into() };
        let written = |address: &str| letter(MailKind::SecondStepRemoved, address, at(5));
        for person in [&ann, &bo] {
            let (of, change) = (AccountOf::Consumer(person.consumer), AccessChange::RemoveSecondStep);
            let what = ChangeAccess { of, change, by_password: true, reason: "Lost", row: &row, letter: &written, now: at(5) };
            assert_eq!(db.store.change_access(what, &by).await.unwrap(), Some(Handled::Done));
        }
        assert_eq!(db.number("SELECT COUNT(*) FROM outbox").await, 1);
        assert_eq!(db.number(&format!("SELECT COUNT(*) FROM outbox WHERE recipient = '{}'", ann.email)).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_new_password_by_mail_waits_for_the_consumer_before_it_holds_the_account() {
    on_both(async |db| {
        let ann = db.consumer("Ann Lee", "1990-01-01").await;
        let link = NewLink {
            token_hash: WAITING,
            purpose: LinkPurpose::PasswordReset,
            of: LinkFor::User(ann.user),
            secret_hash: None,
            now: at(0),
            expires_at: at(99),
        };
        db.store.send_link(link, &told()).await.unwrap();
        let new = NewPassword {
            user: ann.user,
            before: "hash".into(),
            hash: "another".into(),
            letter: told(),
            audit: audit_of(ann.user, Role::Consumer),
            now: at(2),
        };
        let kept = KeptWays { login_mn: true, browsers: true, unlinked: AuditId(id()) };
        // An address that somebody asked for since.
        db.sql("UPDATE users SET asked_email = 'new@example.test' WHERE role = 'consumer'").await;
        let consumer = db.hold("SELECT * FROM consumers").await;
        let looks = async {
            db.stand_still(1).await;
            if let Raw::Postgres(pool) = &db.raw {
                sqlx::query("SELECT * FROM users FOR UPDATE NOWAIT").execute(pool).await.expect("the account is free");
            }
            db.let_go(consumer).await;
        };
        assert!(tokio::join!(db.store.reset_password(WAITING, &new, kept), looks).0.unwrap());
        assert_eq!(db.number("SELECT COUNT(*) FROM users WHERE asked_email IS NOT NULL").await, 0);
        assert_eq!(db.store.credentials(&ann.email, at(3)).await.unwrap().unwrap().password_hash.as_deref(), Some("another"));
    })
    .await;
}

#[tokio::test]
async fn an_identity_is_linked_only_in_a_live_session_of_its_own_account_while_that_may_sign_in() {
    on_both(async |db| {
        let navigator = db.navigator("Ann Berg", 1).await;
        let (user, stranger) = (db.user_of(&navigator).await, db.consumer("Al Ek", "1970-01-01").await.user);
        let links = async |session: [u8; 32], now: Instant| {
            let letter = letter(MailKind::SignInChanged, "ann@example.test", now);
            db.store.link_identity(("i", "s"), user, session, &letter, &audit_of(user, Role::Assister)).await.unwrap()
        };
        session(db, OTHER, stranger, at(0)).await;
        assert_eq!(links(KEPT, at(1)).await, Linked::SignedOut, "over");
        assert_eq!(links(OTHER, at(1)).await, Linked::SignedOut, "somebody else's");
        session(db, KEPT, user, at(0)).await;
        assert_eq!(links(KEPT, at(15 * 60)).await, Linked::SignedOut, "idle for too long");
        db.sql("UPDATE assisters SET state = 'suspended'").await;
        assert_eq!(links(KEPT, at(1)).await, Linked::SignedOut, "suspended");
        db.sql("UPDATE assisters SET state = 'active'").await;
        db.sql("UPDATE users SET removed_at = created_at").await;
        assert_eq!(links(KEPT, at(1)).await, Linked::SignedOut, "closed");
        db.sql("UPDATE users SET removed_at = NULL").await;
        assert_eq!(db.number("SELECT COUNT(*) FROM identities").await + db.number("SELECT COUNT(*) FROM outbox").await, 0);
        assert_eq!(links(KEPT, at(1)).await, Linked::Done);
        assert_eq!(links(KEPT, at(1)).await, Linked::Done, "again");
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'identity_linked'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_code_by_email_lets_a_first_factor_take_its_place_once_it_was_right() {
    on_both(async |db| {
        let (user, _) = db.staff(Role::Bsl).await;
        db.sql("INSERT INTO second_factors (user_id, kind, created_at) SELECT id, 'email', created_at FROM users WHERE role = 'bsl'").await;
        let account = db.store.access_account(user, at(1)).await.unwrap().unwrap();
        assert_eq!((account.factor, account.doors().emailed_code()), (Some(FactorKind::Email), EmailedCode::SetsUp));
        let arrival = || SignedInArrival {
            session: NewSession { token_hash: KEPT, user: Some(user), learner: None, now: at(2) },
            replaces: None,
            audit: audit_of(user, Role::Bsl),
            with: SignedInWith { first: FirstStep::Password, second: None },
            change_password_then: None,
            browser: Some(([8; 32], None)),
        };
        let factor = NewFactor::Authenticator(vec![1; 20], 1);
        let first = async || {
            let changed = audit_of(user, Role::Bsl);
            db.store.first_factor(WAITING, user, &factor, &sheet(KEPT), &arrival(), (&told(), &changed)).await.unwrap()
        };
        waiting(db, WAITING, user, at(1)).await;
        assert!(!first().await, "the code comes first");
        assert!(!db.store.pass_to_set_up(WAITING, [6; 32], at(2)).await.unwrap());
        assert!(!db.store.sign_in_step(WAITING, at(2)).await.unwrap().unwrap().code_right);
        assert!(db.store.pass_to_set_up(WAITING, [9; 32], at(2)).await.unwrap());
        assert!(!db.store.pass_to_set_up(WAITING, [9; 32], at(2)).await.unwrap(), "once");
        assert!(db.store.sign_in_step(WAITING, at(2)).await.unwrap().unwrap().code_right);
        assert!(first().await);
        assert!(!first().await, "once");
        let account = db.store.access_account(user, at(3)).await.unwrap().unwrap();
        assert_eq!(account.factor, Some(FactorKind::Authenticator));
        assert_eq!(db.number("SELECT COUNT(*) FROM outbox WHERE kind = 'sign_in_changed'").await, 1);
        assert!(db.store.knows_browser(&account.email, [8; 32]).await.unwrap());
        assert!(!db.store.knows_browser(&account.email, [4; 32]).await.unwrap());
        assert!(!db.store.knows_browser("nobody@example.test", [8; 32]).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn staff_end_sessions_and_remove_second_steps_of_whom_they_look_after_or_nothing_changes() {
    on_both(async |db| {
        let (manager, _) = db.staff(Role::ResourceManager).await;
        let (contact, _) = db.staff(Role::AgencyContact).await;
        assert_eq!(db.store.every_contact().await.unwrap().iter().map(|contact| contact.id).collect::<Vec<_>>(), [contact]);
        let navigator = db.navigator("Ann Berg", 1).await;
        let user = db.user_of(&navigator).await;
        let by = By { actor: Actor { user: manager, role: Role::ResourceManager }, request: "TEST", name: "Maria", fresh };
        let written = |to: &str| letter(MailKind::SecondStepRemoved, to, at(5));
        let row = Change { id: ChangeId(id()), field: "second_step_removed", before: String::new(), after: "Lost".into() };
        let what = |of, change| ChangeAccess { of, change, by_password: true, reason: "Lost", row: &row, letter: &written, now: at(5) };
        let (own, brokers) =
            (AccountOf::Assister(navigator.id, &AssisterKind::ALL), AccountOf::Assister(navigator.id, &[AssisterKind::Broker]));
        let remove = AccessChange::RemoveSecondStep;

        assert_eq!(db.store.change_access(what(own, remove), &by).await.unwrap(), Some(Handled::AlreadySo));
        db.store
            .change_factor(
                user,
                Some(&NewFactor::Authenticator(vec![1; 20], 1)),
                &{
                    session(db, KEPT, user, at(4)).await;
                    sheet(KEPT)
                },
                &told(),
                &audit_of(user, Role::Assister),
            )
            .await
            .unwrap();
        assert_eq!(db.store.account_ways(brokers, at(5)).await.unwrap(), None);
        assert_eq!(db.store.change_access(what(brokers, remove), &by).await.unwrap(), None);
        let ways = db.store.account_ways(own, at(5)).await.unwrap().unwrap();
        assert_eq!((ways.user, ways.factor, ways.passkeys, ways.sessions), (user, Some(FactorKind::Authenticator), 0, 1));

        assert_eq!(db.store.change_access(what(own, remove), &by).await.unwrap(), Some(Handled::Done));
        let ways = db.store.account_ways(own, at(5)).await.unwrap().unwrap();
        assert_eq!((ways.factor, ways.sessions), (None, 0));
        // After a reset by mail a contact without a second step waits for staff: not while a passkey lets them in, and not once they were
        // proofed.
        let contact_ways = async || db.store.account_ways(AccountOf::Colleague(contact), at(5)).await.unwrap().unwrap();
        db.sql("UPDATE users SET reset_by_mail_at = created_at WHERE role = 'agency_contact'").await;
        assert!(contact_ways().await.waits_for_proof());
        session(db, OTHER, contact, at(4)).await;
        let passkey = Passkey { credential: vec![1], transports: 1, fixed: vec![1], changing: vec![1] };
        let key = NewPasskey { id: PasskeyId(id()), user: contact, name: "Key".into(), passkey, session: OTHER, now: at(4) };
        assert!(db.store.add_passkey(&key, &told(), &audit_of(contact, Role::AgencyContact)).await.unwrap());
        assert!(!contact_ways().await.waits_for_proof());
        let (colleague, proofed) = (AccountOf::Colleague(contact), AccessChange::Proofed);
        assert_eq!(db.store.change_access(what(colleague, proofed), &by).await.unwrap(), Some(Handled::AlreadySo));
        assert!(db.store.remove_passkey(contact, key.id, OTHER, &told(), &audit_of(contact, Role::AgencyContact)).await.unwrap());
        assert!(contact_ways().await.waits_for_proof());
        assert_eq!(db.store.change_access(what(colleague, remove), &by).await.unwrap(), Some(Handled::AlreadySo));
        let own_proof = By { actor: Actor { user: contact, role: Role::ResourceManager }, ..by };
        assert_eq!(db.store.change_access(what(colleague, proofed), &own_proof).await.unwrap(), Some(Handled::Refused));
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'owner_proofed'").await, 0);
        let removed = db.number("SELECT COUNT(*) FROM outbox WHERE kind = 'second_step_removed'").await;
        assert_eq!(db.store.change_access(what(colleague, proofed), &by).await.unwrap(), Some(Handled::Done));
        assert!(!contact_ways().await.waits_for_proof());
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'owner_proofed' AND reason = 'Lost'").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM recovery_codes").await, 0);
        assert_eq!(removed, 1 + i64::try_from(ways.other_emails.len()).unwrap());
        let noted = "SELECT COUNT(*) FROM audit_events WHERE action = 'second_factor_removed' AND reason = 'Lost'";
        assert_eq!(db.number(noted).await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM assister_changes WHERE field = 'second_step_removed' AND after = 'Lost'").await, 1);

        assert_eq!(db.store.change_access(what(colleague, AccessChange::SignOut), &by).await.unwrap(), Some(Handled::Done));
        assert_eq!(db.store.account_ways(AccountOf::Colleague(user), at(5)).await.unwrap(), None, "an assister is no colleague");
    })
    .await;
}
