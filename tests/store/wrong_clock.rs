//! A server whose clock was wrong: nothing ends before it began, and limits of a day that was not are limits of nobody.

use super::import::confirmed;
use crate::store::support::{at, audit_of, on_both, taker};
use assister_portal::domain::identity::Role;
use assister_portal::server::random;
use assister_portal::store::{Authorized, ImportBatch, Work};

#[tokio::test]
async fn nothing_ends_before_it_began() {
    on_both(async |db| {
        let (ann, bo) = (db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await);
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let first = db.authorize(&person, &ann, at(1000)).await;
        // The clock is set back.
        let opened = db.store.open_client(ann.id, first, at(400), audit_of(db.user_of(&ann).await, Role::Assister)).await.unwrap().unwrap();
        assert_eq!(opened.first_opened_at, at(1000));
        let draft = db.drafted(&person, &bo).await;
        assert!(matches!(db.confirm(&person, &bo, draft.id, at(500)).await, Authorized::Started { .. }));
        let (current, earlier) = db.store.assisters_of(person.consumer, at(0)).await.unwrap();
        let current = current.unwrap();
        assert_eq!((earlier[0].started_at, earlier[0].ended_at), (at(1000), at(1000)));
        assert_eq!(current.started_at, at(1000), "the next one begins when the one before has ended");
        let own = || audit_of(person.user, Role::Consumer);
        db.store.remove_assister(person.consumer, current.association, at(600), own()).await.unwrap().unwrap();
        let (_, earlier) = db.store.assisters_of(person.consumer, at(0)).await.unwrap();
        let names: Vec<_> = earlier.iter().map(|earlier| (earlier.name.as_str(), earlier.ended_at)).collect();
        assert_eq!(names, [("Bo Dahl", at(1000)), ("Ann Berg", at(1000))], "in the order in which it happened");
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test]
async fn an_import_ends_after_it_began() {
    on_both(async |db| {
        let (organization, import) = confirmed(db, 3).await;
        let lease = taker().of(Work::Import, import.0);
        assert!(db.store.take(lease).await.unwrap());
        let email_asked = &super::roster::email_asked;
        let batch = ImportBatch { import, size: 20, now: at(0), fresh: random::uuid_v7, code: random::assister_code, email_asked };
        // It began by the real clock.
        assert!(!db.store.under(lease).import_batch(batch).await.unwrap());
        let import = db.store.import(organization, import).await.unwrap().unwrap();
        assert_eq!(import.finished_at, Some(import.created_at.max(at(0))));
    })
    .await;
}

#[tokio::test]
async fn limits_of_a_day_that_was_not_are_dropped() {
    on_both(async |db| {
        let day = 24 * 60 * 60;
        for window in [0, 900, day] {
            for _ in 0..20 {
                db.store.count_attempt("bucket", at(window)).await.unwrap();
            }
        }
        assert_eq!(db.store.attempts("bucket", at(0)).await.unwrap(), 20, "those of this window alone");
        db.store.sweep(at(901)).await.unwrap();
        for (window, left) in [(0, 20), (900, 20), (day, 0)] {
            assert_eq!(db.store.attempts("bucket", at(window)).await.unwrap(), left, "{window}");
        }
    })
    .await;
}
