//! Many at once: one effect each, and the counts stay the real ones.

use crate::store::support::{Person, TestDb, at, audit_of, confirmation, id, on_both};
use assister_portal::domain::clients::Counts;
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{AssociationId, DraftId, UserId};
use assister_portal::server::limits::{self, Limit, Tried};
use assister_portal::store::{AssisterCard, Authorized, NewDetails, Removed, StoreError};
use tokio::task::JoinHandle;

const ROUNDS: u64 = 40;

fn confirming(db: &TestDb, person: &Person, card: &AssisterCard, draft: DraftId, now: u64) -> JoinHandle<Authorized> {
    let (store, (authorize, start, end)) = (db.store.clone(), confirmation(person, card, draft, at(now)));
    tokio::spawn(async move { store.authorize(authorize, start, end).await.unwrap() })
}

fn removing(db: &TestDb, person: &Person, association: AssociationId) -> JoinHandle<Option<Removed>> {
    let (store, consumer, audit) = (db.store.clone(), person.consumer, audit_of(person.user, Role::Consumer));
    tokio::spawn(async move { store.remove_assister(consumer, association, at(50), audit).await.unwrap() })
}

/// Whether it opened, and whether it was the first time.
fn opening(db: &TestDb, card: &AssisterCard, association: AssociationId) -> JoinHandle<Option<bool>> {
    let (store, assister, audit) = (db.store.clone(), card.id, audit_of(assister_portal::domain::ids::UserId(id()), Role::Assister));
    tokio::spawn(async move { store.open_client(assister, association, at(60), audit).await.unwrap().map(|record| !record.opened_before) })
}

async fn people(db: &TestDb) -> (Person, AssisterCard, AssisterCard) {
    (db.consumer("Zoë Nguyễn", "1984-03-07").await, db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn confirming_the_same_draft_many_times_at_once_starts_one_association() {
    on_both(async |db| {
        let (_, ann, _) = people(db).await;
        for round in 0..ROUNDS {
            let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
            let draft = db.drafted(&person, &ann).await;
            let running: Vec<_> = (0..4).map(|_| confirming(db, &person, &ann, draft.id, 10)).collect();
            let mut started = Vec::new();
            let mut repeated = Vec::new();
            for task in running {
                match task.await.unwrap() {
                    Authorized::Started { consent, replaced: None } => started.push(consent),
                    Authorized::Repeated { consent } => repeated.push(consent),
                    other => panic!("{other:?}"),
                }
            }
            assert_eq!(started.len(), 1);
            assert_eq!(repeated, [started[0]; 3]);
            assert_eq!(db.store.client_counts(ann.id).await.unwrap().new as u64, round + 1);
        }
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_tabs_finishing_with_different_assisters_leave_one_association() {
    on_both(async |db| {
        let (person, ann, bo) = people(db).await;
        for round in 0..ROUNDS {
            // The second run takes the first one's place, so at most its confirmation counts; which is first is left to chance.
            let first = db.drafted(&person, &ann).await;
            let one = confirming(db, &person, &ann, first.id, 10 + round);
            let second = db.drafted(&person, &bo).await;
            let two = confirming(db, &person, &bo, second.id, 10 + round);
            let (one, two) = (one.await.unwrap(), two.await.unwrap());
            assert!(!matches!(one, Authorized::Repeated { .. } | Authorized::NotAvailable), "{one:?}");
            assert!(matches!(two, Authorized::Started { .. } | Authorized::AlreadyCurrent { .. } | Authorized::DraftGone), "{two:?}");
            assert_eq!(db.number("SELECT COUNT(*) FROM associations WHERE ended_at IS NULL").await, 1);
            let current = db.store.current_assister(person.consumer, at(0)).await.unwrap().unwrap();
            assert!(current.card == bo || matches!(two, Authorized::DraftGone), "the tab was told the truth: {one:?} {two:?}");
        }
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn removing_while_opening() {
    on_both(async |db| {
        let (person, ann, _) = people(db).await;
        for round in 0..ROUNDS {
            let association = db.authorize(&person, &ann, at(10 + round)).await;
            let (remove, again) = (removing(db, &person, association), removing(db, &person, association));
            let opens: Vec<_> = (0..3).map(|_| opening(db, &ann, association)).collect();
            let mut removed = [remove.await.unwrap(), again.await.unwrap()];
            removed.sort_by_key(|removed| *removed != Some(Removed::Ended));
            assert_eq!(removed, [Some(Removed::Ended), Some(Removed::AlreadyEnded)]);
            let mut opened = Vec::new();
            for open in opens {
                opened.extend(open.await.unwrap());
            }
            assert!(
                opened.iter().filter(|first| **first).count() == usize::from(!opened.is_empty()),
                "the first opening, once: {opened:?}"
            );
            assert_eq!(opening(db, &ann, association).await.unwrap(), None, "it stays closed");
            assert_eq!(db.store.client_counts(ann.id).await.unwrap(), Counts::default());
        }
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn changing_while_opening() {
    on_both(async |db| {
        let (person, ann, bo) = people(db).await;
        let mut association = db.authorize(&person, &ann, at(5)).await;
        for round in 0..ROUNDS {
            let (from, to) = if round % 2 == 0 { (&ann, &bo) } else { (&bo, &ann) };
            let draft = db.drafted(&person, to).await;
            let change = confirming(db, &person, to, draft.id, 10 + round);
            let opens: Vec<_> = (0..3).map(|_| opening(db, from, association)).collect();
            assert!(matches!(change.await.unwrap(), Authorized::Started { replaced: Some(name), .. } if name == from.name));
            for open in opens {
                open.await.unwrap();
            }
            assert_eq!(opening(db, from, association).await.unwrap(), None);
            assert_eq!(db.store.client_counts(from.id).await.unwrap(), Counts::default());
            assert_eq!(db.store.client_counts(to.id).await.unwrap(), Counts { new: 1, in_progress: 0 });
            association = db.store.current_assister(person.consumer, at(0)).await.unwrap().unwrap().association;
        }
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_gets_another_name_while_their_record_is_opened_for_the_first_time_is_counted_where_they_are() {
    on_both(async |db| {
        let (person, ann, _) = people(db).await;
        let association = db.authorize(&person, &ann, at(10)).await;
        let new = NewDetails {
            user: person.user,
            consumer: person.consumer,
            before: db.store.details(person.user).await.unwrap().unwrap(),
            name: "Bea Moe".into(),
            phone: None,
            email: None,
            session: [7; 32],
            letters: Vec::new(),
            audit: audit_of(person.user, Role::Consumer),
            now: at(60),
        };
        // It is noted that the record is open, and the counts are to come.
        let counts = db.hold("SELECT * FROM client_counts").await;
        let open = opening(db, &ann, association);
        db.stand_still(1).await;
        let store = db.store.clone();
        let rename = tokio::spawn(async move { store.change_details(&new).await });
        db.stand_still(2).await;
        db.let_go(counts).await;
        assert_eq!(open.await.unwrap(), Some(true));
        assert!(rename.await.unwrap().unwrap());
        assert_eq!(db.store.client_counts(ann.id).await.unwrap(), Counts { new: 0, in_progress: 1 });
        assert_eq!(db.number("SELECT COUNT(*) FROM associations WHERE display_name = 'Bea Moe'").await, 1);
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_consumers_swap_two_assisters_while_they_are_opened_without_waiting_for_each_other() {
    on_both(async |db| {
        let (_, ann, bo) = people(db).await;
        let mut crowd = Vec::new();
        for n in 0..12 {
            let person = db.consumer(&format!("Client {n}"), "1984-03-07").await;
            let card = if n % 2 == 0 { &ann } else { &bo };
            let association = db.authorize(&person, card, at(n)).await;
            crowd.push((person, n % 2 == 0, association));
        }
        for round in 0..10 {
            let mut running = Vec::new();
            let mut opens = Vec::new();
            for (person, with_ann, association) in &mut crowd {
                let (from, to) = if *with_ann { (&ann, &bo) } else { (&bo, &ann) };
                let draft = db.drafted(person, to).await;
                opens.push(opening(db, from, *association));
                running.push(confirming(db, person, to, draft.id, 100 + round));
                *with_ann = !*with_ann;
            }
            for task in running {
                assert!(matches!(task.await.unwrap(), Authorized::Started { replaced: Some(_), .. }));
            }
            for open in opens {
                open.await.unwrap();
            }
            for (person, _, association) in &mut crowd {
                *association = db.store.current_assister(person.consumer, at(0)).await.unwrap().unwrap().association;
            }
        }
        assert_eq!(db.store.client_counts(ann.id).await.unwrap(), Counts { new: 6, in_progress: 0 });
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_limit_counts_every_attempt_at_once() {
    on_both(async |db| {
        let running: Vec<_> = (0..30)
            .map(|_| {
                let store = db.store.clone();
                tokio::spawn(async move { store.count_attempt("bucket", at(0)).await.unwrap() })
            })
            .collect();
        let mut counts = Vec::new();
        for task in running {
            counts.push(task.await.unwrap());
        }
        counts.sort_unstable();
        assert_eq!(counts, (1..=30).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn an_attempt_is_told_only_within_its_limit_however_many_are_under_way() {
    on_both(async |db| {
        let whose = || Limit::ReferenceNumber { user: UserId(id()), address: [203, 0, 113, 7].into() };
        let tried = async |limit, found| limits::attempt(&db.store, limit, at(1), async { Ok::<_, StoreError>(found) }).await.unwrap();
        let mine = whose();
        assert_eq!(tried(mine, Some(7)).await, Tried::Hit(7));
        for _ in 0..20 {
            assert_eq!(tried(mine, None::<u8>).await, Tried::Miss);
        }
        let unasked = limits::attempt(&db.store, mine, at(1), async { Err::<Option<u8>, _>(StoreError::Address) });
        assert_eq!(unasked.await.unwrap(), Tried::TooMany, "the attempt is not even made");

        let other = whose();
        let meanwhile = limits::attempt(&db.store, other, at(1), async {
            for _ in 0..20 {
                limits::count(&db.store, other, at(1)).await?;
            }
            Ok::<_, StoreError>(Some(7))
        });
        assert_eq!(meanwhile.await.unwrap(), Tried::TooMany, "others used the limit up before this one was answered");
    })
    .await;
}
