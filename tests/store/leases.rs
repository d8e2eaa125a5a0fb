//! Leases: each is one program's, ends by the database's clock, and what is written under one that was lost is refused.

use super::applications::{YEAR, answered, signature};
use crate::store::support::{TestDb, at, audit_of, id, on_both, taker};
use assister_portal::domain::applications::{DeterminedBy, Kind, LaterStatus};
use assister_portal::domain::eligibility::{PUBLISHED, determine};
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{AuditId, DeterminationId};
use assister_portal::store::{DbKind, LEASE, Lease, NewDetermination, NewStatus, Side, StatusBy, Store, StoreError, Submitted, Work};
use std::time::Duration;
use tokio::task::JoinSet;
use uuid::Uuid;

async fn takes(db: &TestDb, lease: Lease) -> bool {
    db.store.take(lease).await.unwrap()
}

fn sweeping() -> Lease {
    taker().of(Work::Sweep, Uuid::nil())
}

fn is_refused<T: std::fmt::Debug>(what: &str, outcome: Result<T, StoreError>) {
    assert!(matches!(outcome, Err(StoreError::TakenOver)), "{what}: {outcome:?}");
}

/// Moves the end of all leases by so many seconds.
async fn moved(db: &TestDb, seconds: i64) {
    db.sql(&match db.store.kind() {
        DbKind::Sqlite => format!("UPDATE leases SET ends_at = ends_at + {}", seconds * 1_000_000),
        DbKind::Postgres => format!("UPDATE leases SET ends_at = ends_at + {seconds} * INTERVAL '1 second'"),
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_take_it_at_once_one_has_it() {
    on_both(async |db| {
        for _ in 0..20 {
            let item = id();
            let mut takers = JoinSet::new();
            for _ in 0..8 {
                let store = db.store.clone();
                takers.spawn(async move { store.take(taker().of(Work::Import, item)).await.unwrap() });
            }
            assert_eq!(takers.join_all().await.into_iter().filter(|taken| *taken).count(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn it_ends_by_itself_or_is_given_back() {
    on_both(async |db| {
        let (one, two) = (sweeping(), sweeping());
        let seconds = i64::try_from(LEASE.as_secs()).unwrap();
        assert!(takes(db, one).await && !takes(db, two).await);
        // Another piece of work, and another kind, is as free as before.
        assert!(takes(db, taker().of(Work::Import, id())).await && takes(db, taker().of(Work::Statuses, Uuid::nil())).await);
        moved(db, 3 - seconds).await;
        assert_eq!(db.store.end_leases().await.unwrap(), 0, "not over yet");
        db.store.prolong(one).await.unwrap();
        moved(db, -4).await;
        assert_eq!(db.store.end_leases().await.unwrap(), 2, "those that nobody prolonged");
        assert!(!takes(db, two).await);
        moved(db, -seconds).await;
        assert!(!takes(db, two).await, "who looks for work removes it first");
        assert_eq!(db.store.end_leases().await.unwrap(), 1);
        assert!(takes(db, two).await);

        // Who lost it gives back nothing of another's.
        db.store.release(one).await.unwrap();
        is_refused("prolonging", db.store.prolong(one).await);
        assert!(!takes(db, one).await);
        db.store.release(two).await.unwrap();
        assert!(takes(db, one).await);
    })
    .await;
}

#[tokio::test]
async fn who_stops_gives_back_all_of_its_own() {
    on_both(async |db| {
        let (stops, stays) = (taker(), taker());
        for (taker, items) in [(stops, 3), (stays, 2)] {
            for _ in 0..items {
                assert!(takes(db, taker.of(Work::Mail, id())).await);
            }
        }
        assert_eq!(db.store.release_all(stops.holder).await.unwrap(), 3);
        assert_eq!(db.number("SELECT COUNT(*) FROM leases").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_is_set_back_keeps_no_work_from_others() {
    on_both(async |db| {
        assert!(takes(db, sweeping()).await);
        // As it looks after the database's clock went back by an hour.
        moved(db, 3600).await;
        assert_eq!(db.store.end_leases().await.unwrap(), 1);
        assert!(takes(db, sweeping()).await);
    })
    .await;
}

#[tokio::test]
async fn who_is_writing_under_it_keeps_it_and_holds_up_nobody() {
    let db = TestDb::migrated(DbKind::Postgres).await;
    assert!(takes(&db, sweeping()).await);
    moved(&db, -3600).await;
    let crate::store::support::Raw::Postgres(pool) = &db.raw else { panic!("a Postgres") };
    let mut writing = pool.begin().await.unwrap();
    sqlx::query("UPDATE leases SET ends_at = now() + INTERVAL '20 seconds'").execute(&mut *writing).await.unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(5), db.store.end_leases()).await.expect("it waits for nobody");
    assert_eq!(ended.unwrap(), 0);
    writing.commit().await.unwrap();
    assert_eq!(db.store.end_leases().await.unwrap(), 0);
    db.discard().await;
}

/// A store for work whose lease was lost meanwhile.
async fn lost(db: &TestDb, lease: Lease) -> Store {
    assert!(takes(db, lease).await);
    db.leases_are_over().await;
    db.store.under(lease)
}

#[tokio::test]
async fn nothing_is_written_under_a_lease_that_was_lost() {
    on_both(async |db| {
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        answered(db, &person).await;
        let audit = audit_of(person.user, Role::Consumer);
        let submitted = db.submit(Side::Consumer(person.consumer), YEAR, &signature(), at(5), &audit).await.unwrap();
        let Submitted::Now(application) = submitted else { panic!("{submitted:?}") };
        let claimed = db.store.claim_case(None, at(5), at(60), taker()).await.unwrap().unwrap();
        let on = super::applications::TODAY;
        let determination = determine(claimed.answers.case(YEAR, on).unwrap(), &PUBLISHED, |_| None);
        let new = || NewDetermination {
            id: DeterminationId(id()),
            application,
            source: DeterminedBy::BuiltIn,
            determination: &determination,
            now: at(6),
        };
        db.leases_are_over().await;
        let second = db.store.claim_case(None, at(60), at(90), taker()).await.unwrap().unwrap();
        assert_eq!(second.tries, 2, "it was free again");
        let slow = db.store.under(claimed.lease);
        is_refused("determining", slow.record_initial(new(), (AuditId(id()), "test")).await);
        is_refused("trying again", slow.determine_again(application, at(5000)).await);
        assert_eq!(db.number("SELECT COUNT(*) FROM determinations").await, 0);
        db.store.under(second.lease).record_initial(new(), (AuditId(id()), "test")).await.unwrap();
        is_refused("determining twice", slow.record_initial(new(), (AuditId(id()), "test")).await);
        assert_eq!(db.number("SELECT COUNT(*) FROM determinations").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM leases").await, 0, "what is done is given back");

        let statuses = lost(db, taker().of(Work::Statuses, Uuid::nil())).await;
        let status = LaterStatus { outcomes: vec![(1, Kind::NeedsDecision)], reason: "Proof is missing".into() };
        let new = NewStatus { id: DeterminationId(id()), consumer: person.consumer, application, status: &status, now: at(7) };
        is_refused("a later status", statuses.record_status(new, StatusBy::Engine(AuditId(id()), "test")).await);
        is_refused("its number", statuses.engine_status_was_taken(7).await);
        assert_eq!(db.store.engine_statuses_taken().await.unwrap(), 0);

        let sweeps = lost(db, sweeping()).await;
        is_refused("sweeping", sweeps.sweep(at(10)).await);
        is_refused("sweeping imports", sweeps.sweep_imports(at(10)).await);
        is_refused("sweeping mail", sweeps.sweep_mail(at(10)).await);
    })
    .await;
}
