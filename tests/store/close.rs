//! Closing a consumer's account: all of it or nothing, once, and nobody else's.

use super::applications::{answered, saver, signature};
use crate::store::support::{Person, TestDb, at, audit_of, id, letter, on_both};
use assister_portal::domain::clients::Counts;
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::ApplicationId;
use assister_portal::domain::instant::Date;
use assister_portal::domain::mail::MailKind;
use assister_portal::store::{Closing, NewSession, Side, Submitted};

const KEPT_UNTIL: Date = Date { year: 2036, month: 11, day: 20 };

fn closing(person: &Person) -> Closing {
    Closing {
        user: person.user,
        consumer: person.consumer,
        kept_until: KEPT_UNTIL,
        letter: letter(MailKind::AccountClosed, &person.email, at(9)),
        audit: audit_of(person.user, Role::Consumer),
        end: audit_of(person.user, Role::Consumer),
        now: at(9),
    }
}

/// What is there of two people, in numbers.
async fn all(db: &TestDb) -> Vec<i64> {
    let mut numbers = Vec::new();
    for of in [
        "users WHERE removed_at IS NULL",
        "users WHERE email LIKE '%closed.invalid'",
        "sessions",
        "applications",
        "client_applications",
        "wizard_drafts",
        "associations WHERE ended_at IS NULL",
        "client_words",
        "closed_accounts",
        "outbox",
        "audit_events",
    ] {
        numbers.push(db.number(&format!("SELECT COUNT(*) FROM {of}")).await);
    }
    numbers
}

#[tokio::test]
async fn an_account_closes_once_with_its_draft_and_association_and_nobody_elses() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        let (zoe, other) = (db.consumer("Zoë Nguyễn", "1984-03-07").await, db.consumer("Al Ek", "1970-01-01").await);
        for person in [&zoe, &other] {
            db.authorize(person, &ann, at(1)).await;
            answered(db, person).await;
            db.drafted(person, &ann).await;
        }
        // In another browser.
        let late = NewSession { token_hash: [3; 32], user: Some(zoe.user), learner: None, now: at(8) };
        db.store.start_session(late, None, None).await.unwrap();
        assert!(db.store.close_consumer(&closing(&zoe)).await.unwrap());
        assert!(!db.store.close_consumer(&closing(&zoe)).await.unwrap(), "once");
        // A request that was on its way begins nothing.
        db.drafted(&zoe, &ann).await;
        let after = all(db).await;
        assert_eq!([&after[..7], &after[8..10]].concat(), [2, 1, 1, 1, 1, 1, 1, 1, 1], "{after:?}");
        assert_eq!(db.store.client_counts(ann.id).await.unwrap(), Counts { new: 1, in_progress: 0 });
        assert_eq!(db.store.session([3; 32], at(9)).await.unwrap(), None);
        assert_eq!(db.store.credentials(&zoe.email, at(9)).await.unwrap(), None);
        assert!(db.store.credentials(&other.email, at(9)).await.unwrap().unwrap().open);
        for action in ["account_closed", "association_ended"] {
            assert_eq!(db.number(&format!("SELECT COUNT(*) FROM audit_events WHERE action = '{action}'")).await, 1, "{action}");
        }
        assert_eq!(db.number(&format!("SELECT COUNT(*) FROM closed_accounts WHERE email = '{}'", zoe.email)).await, 1);
        // A consumer of another account is not closed by it.
        let mixed = Closing { consumer: zoe.consumer, ..closing(&other) };
        assert!(!db.store.close_consumer(&mixed).await.unwrap());
        db.sql("DELETE FROM outbox").await;
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_submitted_stays_and_can_not_be_deleted() {
    on_both(async |db| {
        let zoe = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        answered(db, &zoe).await;
        let side = Side::Consumer(zoe.consumer);
        let audit = audit_of(zoe.user, Role::Consumer);
        let submitted = db.submit(side, 2027, &signature(), at(5), &audit).await.unwrap();
        assert!(matches!(submitted, Submitted::Now(_)), "{submitted:?}");
        assert!(db.store.close_consumer(&closing(&zoe)).await.unwrap());
        // A request that was under way begins nothing any more.
        let another = (ApplicationId(id()), 2028);
        assert_eq!(db.store.start_application(side, another, &saver(), at(9), &audit).await.unwrap(), None);
        let file = db.store.application_file(side, 2027).await.unwrap().unwrap();
        assert_eq!(file.application.unwrap().submitted, Some((at(5), signature())));
        assert!(db.try_sql("DELETE FROM applications").await.unwrap_err().contains("are kept"));
        assert_eq!(db.number("SELECT COUNT(*) FROM pending_determinations").await, 1, "and is determined");
    })
    .await;
}

#[tokio::test]
async fn where_the_log_or_the_letter_can_not_be_written_nothing_is_closed() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        let zoe = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        db.authorize(&zoe, &ann, at(1)).await;
        answered(db, &zoe).await;
        let session = NewSession { token_hash: [7; 32], user: Some(zoe.user), learner: None, now: at(8) };
        db.store.start_session(session, None, None).await.unwrap();
        for table in ["audit_events", "outbox"] {
            let before = all(db).await;
            db.sql(&format!("ALTER TABLE {table} RENAME TO elsewhere_{table}")).await;
            assert!(db.store.close_consumer(&closing(&zoe)).await.is_err(), "{table}");
            db.sql(&format!("ALTER TABLE elsewhere_{table} RENAME TO {table}")).await;
            assert_eq!(all(db).await, before, "{table}");
        }
        assert!(db.store.session([7; 32], at(9)).await.unwrap().is_some());
    })
    .await;
}
