//! Not a test: what pages cost with 100 and with 100,000 clients. `cargo test --release --features ssr --test store measure -- --ignored --nocapture`

use crate::store::demo::input;
use crate::support::on_both;
use assister_portal::domain::clients::{List, Search, Sort};
use assister_portal::domain::manage_assister::ReferenceNumber;
use assister_portal::store::{Cursor, ListQuery};
use std::time::Instant;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "a measurement"]
async fn pages_and_searches() {
    on_both(async |db| {
        for clients in [100, 100_000] {
            let started = Instant::now();
            db.store.load_busy(input(), clients).await.unwrap();
            eprintln!("{:?}: {clients} clients, loaded in {:?}", db.store.kind(), started.elapsed());
            let busy = db.store.assister_by_number(ReferenceNumber::from_six(781_230)).await.unwrap().unwrap();
            let first = db.store.client_page(busy.id, ListQuery::default()).await.unwrap();
            let cursor = Some(Cursor::After(first.rows[49].association));
            for (name, typed, cursor) in [
                ("list", "", None),
                ("next", "", cursor),
                ("joh", "joh", None),
                ("johnson a", "johnson a", None),
                ("j", "j", None),
                ("a", "a", None),
                ("born", "3/7/1984", None),
                ("joh next", "joh", cursor),
            ] {
                for (list, sort) in [(List::All, Sort::Name), (List::New, Sort::AuthorizedDescending)] {
                    let query = ListQuery { list, sort, search: Search::parse(typed), cursor };
                    let mut times = Vec::new();
                    let mut total = 0;
                    for _ in 0..60 {
                        let started = Instant::now();
                        total = db.store.client_page(busy.id, query.clone()).await.unwrap().total;
                        times.push(started.elapsed());
                    }
                    times.sort();
                    eprintln!("  {name:10} {list:?} {sort:?}: p50 {:?} p90 {:?} ({total} found)", times[30], times[54]);
                }
            }
        }
    })
    .await;
}
