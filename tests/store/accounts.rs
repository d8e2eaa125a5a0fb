//! Accounts, sessions, limits, what is kept with a session.

use crate::store::support::{Raw, at, audit_of, id, letter, on_both};
use assister_portal::domain::identity::{AssisterKind, AssisterState, Role, Scope};
use assister_portal::domain::ids::{ConsumerId, FormKey, PasskeyId, SearchKey, UserId};
use assister_portal::domain::instant::Date;
use assister_portal::domain::mail::MailKind;
use assister_portal::store::{
    ConfirmedAddress, Constraint, DbKind, EmailProof, Mail, NewConfirmation, NewConsumer, NewPasskey, NewSession, Passkey, StoreError,
};

const ONE: [u8; 32] = [1; 32];
const TWO: [u8; 32] = [2; 32];

fn new_consumer(email: &str) -> NewConsumer {
    NewConsumer {
        user: UserId(id()),
        consumer: ConsumerId(id()),
        name: "Zoë Nguyễn".into(),
        born: Date::new(1984, 3, 7).unwrap(),
        email: email.into(),
        password_hash: "hash".into(),
        proof: EmailProof::Confirmed,
        now: at(0),
    }
}

#[tokio::test]
async fn an_account_is_made_with_its_session_and_an_address_has_one() {
    on_both(async |db| {
        let new = new_consumer("zoe@example.org");
        let (user, consumer) = (new.user, new.consumer);
        let session = NewSession { token_hash: ONE, user: Some(user), learner: None, now: at(0) };
        db.store.create_consumer(new, session, audit_of(user, Role::Consumer)).await.unwrap();
        let found = db.store.credentials("zoe@example.org", at(0)).await.unwrap().unwrap();
        assert_eq!((found.user, found.role, found.open), (user, Role::Consumer, true));
        assert_eq!(found.password_hash.as_deref(), Some("hash"));
        let principal = db.store.session(ONE, at(1)).await.unwrap().unwrap().principal.unwrap();
        assert_eq!((principal.user, principal.name.as_str(), principal.scope), (user, "Zoë Nguyễn", Scope::Consumer(consumer)));

        let again = new_consumer("zoe@example.org");
        let session = NewSession { token_hash: TWO, user: Some(again.user), learner: None, now: at(0) };
        let audit = audit_of(again.user, Role::Consumer);
        let refused = db.store.create_consumer(again, session, audit).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Constraint::EmailTaken))), "{refused:?}");
        assert_eq!(db.number("SELECT COUNT(*) FROM users").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM sessions").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'account_created'").await, 1);
        assert_eq!(db.store.credentials("nobody@example.org", at(0)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_by_idling_by_age_and_by_sign_out() {
    on_both(async |db| {
        let person = db.consumer("Ann Lee", "1990-01-01").await;
        let session = NewSession { token_hash: ONE, user: Some(person.user), learner: None, now: at(0) };
        db.store.start_session(session, None, Some(audit_of(person.user, Role::Consumer))).await.unwrap();
        assert!(db.store.session(ONE, at(15 * 60 - 1)).await.unwrap().is_some());
        assert_eq!(db.store.session(ONE, at(15 * 60)).await.unwrap(), None, "idle");
        assert_eq!(db.store.session(TWO, at(1)).await.unwrap(), None, "unknown");
        for minute in (10..=12 * 60).step_by(10) {
            db.store.touch_session(ONE, at(minute * 60)).await.unwrap();
        }
        assert!(db.store.session(ONE, at(12 * 60 * 60 - 1)).await.unwrap().is_some());
        assert_eq!(db.store.session(ONE, at(12 * 60 * 60)).await.unwrap(), None, "old");
        db.store.touch_session(ONE, at(5)).await.unwrap();
        assert!(db.store.session(ONE, at(12 * 60 * 60 - 1)).await.unwrap().is_some(), "a late touch does not turn time back");

        for _ in 0..2 {
            db.store.end_session(ONE, at(9), Some(audit_of(person.user, Role::Consumer))).await.unwrap();
        }
        assert_eq!(db.store.session(ONE, at(9)).await.unwrap(), None);
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'signed_in'").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'signed_out'").await, 1);

        let other = db.consumer("Bo Dahl", "1990-01-01").await;
        // Making an account signs in.
        db.sql("DELETE FROM sessions").await;
        for (hash, user, now) in [(ONE, person.user, 0), (TWO, person.user, 60), ([3; 32], other.user, 60)] {
            db.store
                .start_session(NewSession { token_hash: hash, user: Some(user), learner: None, now: at(now) }, None, None)
                .await
                .unwrap();
        }
        let own = async |now| -> Vec<_> {
            db.store.sessions_of(person.user, at(now)).await.unwrap().into_iter().map(|own| own.token_hash).collect()
        };
        assert_eq!(own(90).await, [TWO, ONE], "last used first, and nobody else's");
        db.store.touch_session(ONE, at(120)).await.unwrap();
        assert_eq!(own(130).await, [ONE, TWO]);
        assert_eq!(own(60 + 15 * 60).await, [ONE], "what is over is not there");

        assert_eq!(db.store.proved_at(TWO).await.unwrap(), Some(at(60)), "by beginning it");
        // What is kept with it goes along, and the old token is of no use any more.
        let (search, new) = (SearchKey(id()), [4; 32]);
        db.store.keep_search(search, TWO, "berg", at(90)).await.unwrap();
        db.store.draft_authenticator(TWO, b"secret", at(90)).await.unwrap();
        db.store.note_login_mn(TWO, "ann", None, "token").await.unwrap();
        assert!(db.store.note_proof(TWO, new, at(100)).await.unwrap());
        assert_eq!(db.store.proved_at(new).await.unwrap(), Some(at(100)));
        assert_eq!((db.store.session(TWO, at(101)).await.unwrap(), db.store.proved_at(TWO).await.unwrap()), (None, None));
        let renewed = db.store.session(new, at(101)).await.unwrap().unwrap();
        assert_eq!((renewed.created_at, renewed.last_seen_at), (at(60), at(60)), "it lasts no longer for it");
        assert_eq!(db.store.search(search, new).await.unwrap().as_deref(), Some("berg"));
        assert_eq!(db.store.authenticator_draft(new).await.unwrap().as_deref(), Some(&b"secret"[..]));
        assert_eq!(db.store.login_mn_token(new).await.unwrap().as_deref(), Some("token"));
        assert!(!db.store.note_proof(TWO, [5; 32], at(102)).await.unwrap(), "there is nothing to renew");
        assert_eq!(db.store.proved_at(ONE).await.unwrap(), Some(at(0)), "nobody else's session");
        assert_eq!(db.store.proved_at([9; 32]).await.unwrap(), None);
    })
    .await;
}

/// Whoever adds such a table says in `keep_with` (`store/identity/sessions.rs`) that it goes along when a session is renewed. What waits for
/// the second step need not: nobody proves anything before it.
#[tokio::test]
async fn every_table_of_what_is_kept_with_a_session_is_known() {
    on_both(async |db| {
        let tables = match db.raw {
            Raw::Sqlite(_) => "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND sql LIKE '%REFERENCES sessions%'",
            Raw::Postgres(_) => "SELECT COUNT(*) FROM pg_constraint WHERE contype = 'f' AND confrelid = 'sessions'::regclass",
        };
        assert_eq!(db.number(tables).await, 7);
    })
    .await;
}

#[tokio::test]
async fn sessions_know_every_role_and_refuse_assisters_who_are_not_active() {
    on_both(async |db| {
        for (n, state) in (0..).zip(AssisterState::ALL) {
            let card = db.assister(&format!("Ann {n}"), AssisterKind::Cac, state, 100 + n).await;
            let user = db.user_of(&card).await;
            let session = NewSession { token_hash: [n as u8 + 10; 32], user: Some(user), learner: None, now: at(0) };
            db.store.start_session(session, None, None).await.unwrap();
            assert_eq!(db.store.credentials(&card.email, at(0)).await.unwrap().unwrap().open, state == AssisterState::Active);
            let found = db.store.session(session.token_hash, at(1)).await.unwrap();
            let expected =
                (state == AssisterState::Active).then_some(Scope::Assister { id: card.id, kind: card.kind, number: card.number });
            assert_eq!(found.map(|session| session.principal.unwrap().scope), expected, "{state:?}");
        }
        for (n, role) in (100..).zip([Role::AgencyContact, Role::Arc, Role::Bsl, Role::ResourceManager]) {
            let (user, organization) = db.staff(role).await;
            let session = NewSession { token_hash: [n; 32], user: Some(user), learner: None, now: at(0) };
            db.store.start_session(session, None, None).await.unwrap();
            let scope = db.store.session(session.token_hash, at(1)).await.unwrap().unwrap().principal.unwrap().scope;
            assert_eq!(scope, organization.map_or(Scope::Staff(role), Scope::AgencyContact));
        }
        db.store.start_session(NewSession { token_hash: ONE, user: None, learner: None, now: at(0) }, None, None).await.unwrap();
        assert_eq!(db.store.session(ONE, at(1)).await.unwrap().unwrap().principal, None);
    })
    .await;
}

#[tokio::test]
async fn what_is_kept_belongs_to_one_session_and_goes_with_it() {
    on_both(async |db| {
        for token_hash in [ONE, TWO] {
            db.store.start_session(NewSession { token_hash, user: None, learner: None, now: at(0) }, None, None).await.unwrap();
        }
        let (form, search) = (FormKey(id()), SearchKey(id()));
        db.store.keep_form(form, ONE, "sign-in", "email=a", at(1)).await.unwrap();
        db.store.keep_search(search, ONE, "zoë", at(1)).await.unwrap();
        let odd = SearchKey(id());
        db.store.keep_search(odd, ONE, "a\0'; --", at(1)).await.unwrap();
        assert_eq!(db.store.search(odd, ONE).await.unwrap().as_deref(), Some("a\u{FFFD}'; --"));
        assert_eq!(db.store.form(form, ONE, "sign-in").await.unwrap().as_deref(), Some("email=a"));
        assert_eq!(db.store.form(form, ONE, "other").await.unwrap(), None);
        assert_eq!(db.store.form(form, TWO, "sign-in").await.unwrap(), None);
        assert_eq!(db.store.search(search, ONE).await.unwrap().as_deref(), Some("zoë"));
        assert_eq!(db.store.search(search, TWO).await.unwrap(), None);

        db.store.keep_form(FormKey(id()), [9; 32], "sign-in", "x", at(1)).await.unwrap();
        db.store.keep_search(SearchKey(id()), [9; 32], "x", at(1)).await.unwrap();
        for n in 0..60 {
            db.store.keep_search(SearchKey(id()), TWO, "x", at(n)).await.unwrap();
            db.store.keep_form(FormKey(id()), TWO, "f", "x", at(n)).await.unwrap();
        }
        assert_eq!(db.number("SELECT COUNT(*) FROM searches").await, 52, "the latest 50 of a session, and the other's two");
        assert_eq!(db.number("SELECT COUNT(*) FROM form_states").await, 51);

        let next = NewSession { token_hash: [3; 32], user: None, learner: None, now: at(2) };
        db.store.start_session(next, Some(ONE), None).await.unwrap();
        assert_eq!(db.store.form(form, ONE, "sign-in").await.unwrap(), None);
        assert_eq!(db.store.search(search, ONE).await.unwrap(), None);
        assert!(db.store.session([3; 32], at(3)).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn attempts_are_counted_per_window_and_everything_old_is_swept() {
    on_both(async |db| {
        for expected in 1..=3 {
            assert_eq!(db.store.count_attempt("a", at(0)).await.unwrap(), expected);
        }
        assert_eq!(db.store.count_attempt("a", at(60)).await.unwrap(), 1);
        assert_eq!(db.store.count_attempt("b", at(0)).await.unwrap(), 1);
        assert_eq!(db.store.attempts("a", at(0)).await.unwrap(), 3);
        assert_eq!(db.store.attempts("a", at(60)).await.unwrap(), 1);
        assert_eq!(db.store.attempts("c", at(0)).await.unwrap(), 0);

        db.store.start_session(NewSession { token_hash: ONE, user: None, learner: None, now: at(0) }, None, None).await.unwrap();
        db.store.start_session(NewSession { token_hash: TWO, user: None, learner: None, now: at(15 * 60) }, None, None).await.unwrap();
        db.store.sweep(at(15 * 60)).await.unwrap();
        assert_eq!(db.number("SELECT COUNT(*) FROM sessions").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM attempts").await, 3);
        db.store.sweep(at(24 * 60 * 60 + 1)).await.unwrap();
        assert_eq!(db.number("SELECT COUNT(*) FROM sessions").await, 0);
        assert_eq!(db.number("SELECT COUNT(*) FROM attempts").await, 1);
    })
    .await;
}

fn told() -> Mail {
    letter(MailKind::SignInChanged, "ann@example.test", at(0))
}

fn passkey(user: UserId, number: u8) -> NewPasskey {
    let passkey = Passkey { credential: vec![number; 32], transports: 1, fixed: vec![1], changing: vec![1] };
    NewPasskey { id: PasskeyId(id()), user, name: format!("Key {number}"), passkey, session: [0; 32], now: at(0) }
}

#[tokio::test]
async fn a_passkey_is_one_persons_and_a_question_is_answered_once_and_soon() {
    on_both(async |db| {
        let (ann, bo) = (db.consumer("Ann Lee", "1990-01-01").await, db.consumer("Bo Dahl", "1990-01-01").await);
        let by = |user| audit_of(user, Role::Consumer);
        let new = passkey(ann.user, 1);
        assert!(db.store.add_passkey(&new, &told(), &by(ann.user)).await.unwrap());
        let own = db.store.passkeys(ann.user).await.unwrap();
        assert_eq!((own.len(), &own[0].passkey, own[0].last_used_at), (1, &new.passkey, None));
        assert!(db.store.passkeys(bo.user).await.unwrap().is_empty());
        assert!(!db.store.add_passkey(&passkey(bo.user, 1), &told(), &by(bo.user)).await.unwrap(), "it is somebody's already");
        assert_eq!(db.number("SELECT COUNT(*) FROM outbox").await, 1, "and nothing is said of it");
        assert!(!db.store.remove_passkey(bo.user, new.id, [0; 32], &told(), &by(bo.user)).await.unwrap());
        for number in 2..=10 {
            assert!(db.store.add_passkey(&passkey(ann.user, number), &told(), &by(ann.user)).await.unwrap());
        }
        assert!(!db.store.add_passkey(&passkey(ann.user, 11), &told(), &by(ann.user)).await.unwrap(), "ten are enough");
        assert!(db.store.remove_passkey(ann.user, new.id, [0; 32], &told(), &by(ann.user)).await.unwrap());
        assert_eq!(db.store.passkeys(ann.user).await.unwrap().len(), 9);
        assert_eq!(db.number("SELECT COUNT(*) FROM outbox").await, 11);
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'second_factor_changed'").await, 11);

        let session = NewSession { token_hash: ONE, user: None, learner: None, now: at(0) };
        db.store.start_session(session, None, None).await.unwrap();
        assert_eq!(db.store.take_passkey_question(ONE, at(0)).await.unwrap(), None);
        db.store.ask_passkey(ONE, &[1], at(0)).await.unwrap();
        db.store.ask_passkey(ONE, &[2], at(1)).await.unwrap();
        assert_eq!(db.store.take_passkey_question(TWO, at(1)).await.unwrap(), None, "another session");
        assert_eq!(db.store.take_passkey_question(ONE, at(2)).await.unwrap(), Some(vec![2]), "the last question");
        assert_eq!(db.store.take_passkey_question(ONE, at(2)).await.unwrap(), None, "once");
        db.store.ask_passkey(ONE, &[3], at(0)).await.unwrap();
        assert_eq!(db.store.take_passkey_question(ONE, at(5 * 60)).await.unwrap(), None, "too late");
    })
    .await;
}

#[tokio::test]
async fn staff_find_the_account_that_has_confirmed_the_email_before_others_that_asked_for_it() {
    on_both(async |db| {
        let link = |email: &str, n: u8| {
            let [letter, taken] = [letter(MailKind::ConfirmEmail, email, at(0)), letter(MailKind::EmailInUse, email, at(0))];
            NewConfirmation { token_hash: [n; 32], letter, taken, expires_at: at(9) }
        };
        let mut made = Vec::new();
        for n in 1..=3 {
            let new = NewConsumer { proof: EmailProof::Asked(Box::new(link("zoe@example.org", n))), ..new_consumer("zoe@example.org") };
            let (user, consumer) = (new.user, new.consumer);
            let session = NewSession { token_hash: [n; 32], user: Some(user), learner: None, now: at(0) };
            db.store.create_consumer(new, session, audit_of(user, Role::Consumer)).await.unwrap();
            made.push((user, consumer));
        }
        let look = async |name: &str| {
            let by = audit_of(made[0].0, Role::Arc);
            db.store.look_up_consumer(name, Date::new(1984, 3, 7).unwrap(), "zoe@example.org", at(1), &by).await.unwrap()
        };
        assert_eq!(look("zoë nguyễn").await, Some(made[2].1), "the newest");
        assert_eq!(db.store.unconfirmed_credentials("zoe@example.org").await.unwrap().unwrap().user, made[2].0);
        assert_eq!(db.store.credentials("zoe@example.org", at(1)).await.unwrap(), None);
        let audit = |user, role| audit_of(user, role);
        assert_eq!(db.store.confirm_address([1; 32], at(2), &audit).await.unwrap(), ConfirmedAddress::Done);
        assert_eq!(db.store.confirm_address([2; 32], at(2), &audit).await.unwrap(), ConfirmedAddress::Taken);
        assert_eq!(db.store.confirm_address([1; 32], at(2), &audit).await.unwrap(), ConfirmedAddress::Done, "again");
        assert_eq!(db.store.confirm_address([9; 32], at(2), &audit).await.unwrap(), ConfirmedAddress::Nothing);
        assert_eq!(look("Zoë Nguyễn").await, Some(made[0].1), "whose it is");
        assert_eq!(look("Someone Else").await, None);
        assert_eq!(db.store.credentials("zoe@example.org", at(3)).await.unwrap().unwrap().user, made[0].0);
        // A browser of one that has not confirmed it is a stranger's to the one that has.
        for (n, of) in [(5, "email = 'zoe@example.org'"), (6, "asked_email = 'zoe@example.org'")] {
            let hex = format!("{n:02x}").repeat(32);
            let hash = if db.store.kind() == DbKind::Sqlite { format!("x'{hex}'") } else { format!("'\\x{hex}'::bytea") };
            let known = "INSERT INTO known_browsers (user_id, browser_hash, last_used_at)";
            db.sql(&format!("{known} SELECT id, {hash}, created_at FROM users WHERE {of}")).await;
        }
        assert!(db.store.knows_browser("zoe@example.org", [5; 32]).await.unwrap());
        assert!(!db.store.knows_browser("zoe@example.org", [6; 32]).await.unwrap());
        db.sql("DELETE FROM outbox").await;
        db.assert_consistent().await;
    })
    .await;
}
