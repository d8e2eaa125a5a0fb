//! The outbox: each message goes to one sender at a time, is tried again, given up, and forgotten.

use crate::store::support::{Raw, TestDb, at, id, on_both, taker};
use assister_portal::domain::identity::AssisterKind;
use assister_portal::domain::ids::MailId;
use assister_portal::domain::instant::Instant;
use assister_portal::domain::mail::{MailFailure, MailKind};
use assister_portal::store::{ClaimedMail, MailFigures, MailOutcome, Store, StoreError};

/// A message that was written at this time. Gives its id.
async fn written(db: &TestDb, to: &str, now: Instant) -> MailId {
    let mail = MailId(id());
    let sql = "INSERT INTO outbox (id, kind, recipient, subject, body, html, message_id, created_at, next_attempt_at)
               VALUES ($1, 'activation', $2, 'Subject', 'a link', '<p>a link</p>', '<1@example.org>', $3, $3)";
    match &db.raw {
        Raw::Sqlite(pool) => sqlx::query(sql).bind(mail).bind(to).bind(now).execute(pool).await.map(|_| ()),
        Raw::Postgres(pool) => sqlx::query(sql).bind(mail).bind(to).bind(now).execute(pool).await.map(|_| ()),
    }
    .unwrap();
    mail
}

async fn claim(store: &Store, now: u64, until: u64) -> Option<ClaimedMail> {
    store.claim_mail(at(now), at(until), taker()).await.unwrap()
}

const LATER: MailOutcome = MailOutcome::Failed { why: MailFailure::Deferred, again: None };

fn again(seconds: u64) -> MailOutcome {
    MailOutcome::Failed { why: MailFailure::Deferred, again: Some(at(seconds)) }
}

#[tokio::test]
async fn what_has_been_due_longest_is_claimed_first_with_all_it_says() {
    on_both(async |db| {
        let late = written(db, "late@example.org", at(2)).await;
        let early = written(db, "early@example.org", at(1)).await;
        assert_eq!(claim(&db.store, 0, 100).await, None, "not due yet");
        let first = claim(&db.store, 2, 100).await.unwrap();
        let mail = &first.mail;
        assert_eq!((mail.id, mail.kind, mail.to.as_str(), mail.now), (early, MailKind::Activation, "early@example.org", at(1)));
        let said = (mail.subject.as_str(), mail.text.as_str(), mail.html.as_str(), mail.message_id.as_str());
        assert_eq!(said, ("Subject", "a link", "<p>a link</p>", "<1@example.org>"));
        assert_eq!(first.tries, 1);
        assert_eq!(claim(&db.store, 2, 100).await.unwrap().mail.id, late);
        assert_eq!(claim(&db.store, 2, 100).await, None);
    })
    .await;
}

#[tokio::test]
async fn many_senders_at_once_never_claim_the_same_message() {
    on_both(async |db| {
        for number in 0..20 {
            written(db, &format!("p{number}@example.org"), at(1)).await;
        }
        // As another process on the same database would.
        let other = Store::open(&db.url).await.unwrap();
        let mut senders = tokio::task::JoinSet::new();
        for store in [&db.store, &other, &db.store, &other, &db.store, &other] {
            let store = store.clone();
            senders.spawn(async move {
                let mut mine = Vec::new();
                let mut nothing = 0;
                // Who came second to a message gets nothing once, and comes again.
                while nothing < 20 {
                    match claim(&store, 2, 100).await {
                        Some(claimed) => mine.push(claimed.mail.id),
                        None => nothing += 1,
                    }
                }
                mine
            });
        }
        let mut all = senders.join_all().await.concat();
        assert_eq!(all.len(), 20);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 20, "a message was claimed twice");
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_claimed_by_a_process_that_ended_is_due_again_when_the_lease_is_over() {
    on_both(async |db| {
        let mail = written(db, "ann@example.org", at(1)).await;
        assert_eq!(claim(&db.store, 1, 180).await.unwrap().mail.id, mail);
        // Another process opens the database, as after a restart.
        let restarted = Store::open(&db.url).await.unwrap();
        assert_eq!(claim(&restarted, 180, 360).await, None, "the lease is not over by the clock of the database");
        db.leases_are_over().await;
        assert_eq!(claim(&restarted, 179, 360).await, None, "not due yet");
        let again = claim(&restarted, 180, 360).await.unwrap();
        assert_eq!((again.mail.id, again.tries), (mail, 2));
        assert_eq!(again.mail.message_id, "<1@example.org>", "the same at every try");
        restarted.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_failed_message_waits_across_a_restart_and_holds_up_no_other() {
    on_both(async |db| {
        let poisoned = written(db, "poison@example.org", at(1)).await;
        let claimed = claim(&db.store, 1, 180).await.unwrap();
        db.store.note_mail(&claimed, again(61), false, at(1)).await.unwrap();
        let other = written(db, "ann@example.org", at(2)).await;
        assert_eq!(claim(&db.store, 60, 240).await.unwrap().mail.id, other);
        assert_eq!(claim(&db.store, 60, 240).await, None);
        let restarted = Store::open(&db.url).await.unwrap();
        assert_eq!(claim(&restarted, 61, 240).await.unwrap().mail.id, poisoned);
        restarted.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_done_with_holds_no_link_any_more_unless_it_is_to_be_shown() {
    on_both(async |db| {
        for (outcome, keep, left) in [(MailOutcome::Sent, false, 0), (LATER, false, 0), (MailOutcome::Sent, true, 1), (LATER, true, 1)] {
            written(db, "ann@example.org", at(1)).await;
            let claimed = claim(&db.store, 1, 180).await.unwrap();
            db.store.note_mail(&claimed, outcome, keep, at(2)).await.unwrap();
            assert_eq!(claim(&db.store, 10_000, 10_180).await, None, "{outcome:?}: never again");
            let kept = "SELECT COUNT(*) FROM outbox WHERE body <> '' AND html <> ''";
            let any = "SELECT COUNT(*) FROM outbox WHERE body <> '' OR html <> ''";
            assert_eq!((db.number(kept).await, db.number(any).await), (left, left), "{outcome:?}, kept: {keep}");
            db.sql("DELETE FROM outbox").await;
        }
        written(db, "ann@example.org", at(1)).await;
        let claimed = claim(&db.store, 1, 180).await.unwrap();
        db.store.note_mail(&claimed, again(61), false, at(2)).await.unwrap();
        assert_eq!(claim(&db.store, 61, 180).await.unwrap().mail.text, "a link", "what is tried again is whole");
    })
    .await;
}

#[tokio::test]
async fn a_sender_whose_lease_was_over_takes_nothing_from_who_came_after() {
    on_both(async |db| {
        written(db, "ann@example.org", at(1)).await;
        let slow = claim(&db.store, 1, 180).await.unwrap();
        db.leases_are_over().await;
        let quick = claim(&db.store, 180, 360).await.unwrap();
        let refused = async |outcome| {
            let noted = db.store.note_mail(&slow, outcome, false, at(181)).await;
            assert!(matches!(noted, Err(StoreError::TakenOver)), "{noted:?}");
        };
        for outcome in [again(181), LATER, MailOutcome::Sent] {
            refused(outcome).await;
        }
        assert_eq!(claim(&db.store, 200, 400).await, None, "still the second one's");
        db.store.note_mail(&quick, MailOutcome::Sent, false, at(200)).await.unwrap();
        refused(again(201)).await;
        assert_eq!(claim(&db.store, 10_000, 10_180).await, None, "what was sent stays sent");
    })
    .await;
}

#[tokio::test]
async fn staff_see_how_old_the_queue_is_and_what_failed() {
    on_both(async |db| {
        assert_eq!(db.store.mail_figures().await.unwrap(), MailFigures::default());
        for (to, outcome) in [
            ("sent@example.org", MailOutcome::Sent),
            ("later@example.org", again(61)),
            ("never@example.org", MailOutcome::Failed { why: MailFailure::Refused, again: None }),
        ] {
            written(db, to, at(1)).await;
            let claimed = claim(&db.store, 5, 180).await.unwrap();
            db.store.note_mail(&claimed, outcome, false, at(6)).await.unwrap();
        }
        written(db, "new@example.org", at(9)).await;
        let figures = db.store.mail_figures().await.unwrap();
        assert_eq!(figures, MailFigures { waiting: 2, oldest: Some(at(1)), gave_up: 1 });
        let failed = db.store.failed_mail(&AssisterKind::ALL, 10).await.unwrap();
        let seen: Vec<_> = failed.iter().map(|mail| (mail.to.as_str(), mail.tries, mail.why, mail.tried_at, mail.again)).collect();
        assert_eq!(
            seen,
            [
                ("never@example.org", 1, MailFailure::Refused, at(5), None),
                ("later@example.org", 1, MailFailure::Deferred, at(5), Some(at(61))),
            ]
        );
        let newest: Vec<String> = db.store.newest_mail(2).await.unwrap().into_iter().map(|mail| mail.to).collect();
        assert_eq!(newest, ["new@example.org", "never@example.org"]);
    })
    .await;
}

#[tokio::test]
async fn what_was_sent_is_forgotten_after_a_month_and_what_was_given_up_after_three() {
    on_both(async |db| {
        let day = 24 * 60 * 60;
        for (to, outcome) in [("sent@example.org", MailOutcome::Sent), ("never@example.org", LATER), ("later@example.org", again(61))] {
            written(db, to, at(1)).await;
            let claimed = claim(&db.store, 5, 180).await.unwrap();
            db.store.note_mail(&claimed, outcome, true, at(10)).await.unwrap();
        }
        let left = async |now: u64| {
            db.store.sweep_mail(at(now)).await.unwrap();
            let mut left: Vec<String> = db.store.newest_mail(9).await.unwrap().into_iter().map(|mail| mail.to).collect();
            left.sort_unstable();
            left
        };
        assert_eq!(left(30 * day + 9).await, ["later@example.org", "never@example.org", "sent@example.org"]);
        assert_eq!(left(30 * day + 10).await, ["later@example.org", "never@example.org"]);
        assert_eq!(left(90 * day + 9).await, ["later@example.org", "never@example.org"], "staff see what did not arrive");
        assert_eq!(left(90 * day + 10).await, ["later@example.org"]);
        assert_eq!(left(900 * day).await, ["later@example.org"], "what still waits is not lost");
    })
    .await;
}
