//! The plans of the list and the search: every table by an index, and no sorting of what an index has in order.

use crate::store::demo::input;
use crate::store::support::{at, on_both};
use assister_portal::domain::clients::{List, Search, Sort};
use assister_portal::domain::instant::Date;
use assister_portal::domain::manage_assister::ReferenceNumber;
use assister_portal::store::DbKind;

#[tokio::test]
async fn every_page_is_found_by_an_index() {
    on_both(async |db| {
        // As many as make walking a table the wrong choice; with the plans in which some are enrolled.
        db.store.load_demo(input()).await.unwrap();
        db.store.load_busy(input(), 20_000).await.unwrap();
        let busy = db.store.assister_by_number(ReferenceNumber::from_six(781_230), at(0)).await.unwrap().unwrap();
        for list in List::ALL {
            for sort in Sort::ALL {
                for typed in ["", "joh", "a", "joh and", "3/7/1984", "3/7/1984 joh"] {
                    let search = Search::parse(typed, Date::new(2026, 11, 20).unwrap());
                    for explained in db.store.explain_client_page(busy.id, list, sort, search.as_ref()).await.unwrap() {
                        let plan = &explained.plan;
                        let (scans, sorts) = match db.store.kind() {
                            // `m` is what a search gathered (counted in a subquery without a name), `h` the page of it, `l` any page.
                            DbKind::Sqlite => {
                                let gathered =
                                    |line: &str| ["SCAN m", "SCAN h", "SCAN l"].contains(&line) || line.starts_with("SCAN (subquery");
                                let scans = plan.lines().any(|line| line.starts_with("SCAN") && !gathered(line));
                                (scans, plan.contains("TEMP B-TREE"))
                            }
                            DbKind::Postgres => {
                                // One row for each assister: of so few the whole table is one page.
                                let scans = plan.lines().any(|line| line.contains("Seq Scan") && !line.contains("client_counts"));
                                (scans, plan.contains("Sort"))
                            }
                        };
                        let context = format!("{:?} {list:?} {sort:?} {typed:?}\n{}\n{plan}", db.store.kind(), explained.sql);
                        assert!(!scans, "{context}");
                        // Only what was gathered word by word is put in order afterwards.
                        assert!(explained.sql.contains("client_words") || !sorts, "{context}");
                    }
                }
            }
        }
    })
    .await;
}
