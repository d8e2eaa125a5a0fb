//! Pages that read several things read them of one moment.

use crate::store::support::{at, on_both};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_helps_now_and_did_before_at_once() {
    on_both(async |db| {
        let (ann, bo) = (db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await);
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        db.authorize(&person, &ann, at(1)).await;
        let over = Arc::new(AtomicBool::new(false));
        let mut readers = tokio::task::JoinSet::new();
        for _ in 0..3 {
            let (store, consumer, over) = (db.store.clone(), person.consumer, Arc::clone(&over));
            readers.spawn(async move {
                let (mut reads, mut before) = (0, 0);
                while !over.load(Ordering::SeqCst) {
                    let (current, earlier) = store.assisters_of(consumer, at(0)).await.unwrap();
                    let current = current.expect("somebody always helps");
                    assert!(earlier.iter().all(|earlier| earlier.consent != current.consent), "now and before at once");
                    // They take turns, so that the one before is the other one.
                    assert!(earlier.first().is_none_or(|last| last.name != current.card.name), "somebody is left out");
                    assert!(earlier.len() >= before);
                    (reads, before) = (reads + 1, earlier.len());
                }
                reads
            });
        }
        for round in 0..60 {
            db.authorize(&person, if round % 2 == 0 { &bo } else { &ann }, at(10 + round)).await;
        }
        over.store(true, Ordering::SeqCst);
        let reads: u32 = readers.join_all().await.into_iter().sum();
        assert!(reads > 60, "only {reads} reads");
    })
    .await;
}
