//! The resource center's lists with 100,000 assisters: every page is a walk in an index, whatever is asked for.

use crate::store::support::{TestDb, at, on_both};
use assister_portal::domain::access::staff_kinds;
use assister_portal::domain::clients::PAGE_SIZE;
use assister_portal::domain::identity::{AssisterKind, Role};
use assister_portal::domain::manage_assister::ReferenceNumber;
use assister_portal::domain::resource_center::Queue;
use assister_portal::domain::roster::{AccountState, AssisterSearch};
use assister_portal::store::{COUNTED, Cursor, DbKind, Explained, StaffQuery};

const STAFF: [Role; 3] = [Role::Arc, Role::Bsl, Role::ResourceManager];

/// 100,000 assisters of all kinds and states in 2,000 organizations.
async fn many(db: &TestDb) {
    let (id, now, later) = match db.store.kind() {
        DbKind::Sqlite => ("randomblob(16)", at(0).as_micros().to_string(), at(10_000_000).as_micros().to_string()),
        DbKind::Postgres => {
            let instant = |at: i64| format!("to_timestamp({})", at / 1_000_000);
            ("gen_random_uuid()", instant(at(0).as_micros()), instant(at(10_000_000).as_micros()))
        }
    };
    let numbers = |most| format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most})");
    db.sql(&format!("{} INSERT INTO organizations (id, name, created_at) SELECT {id}, 'Agency ' || i, {now} FROM n", numbers(2_000))).await;
    db.sql("CREATE TABLE drawn (i INTEGER PRIMARY KEY, number INTEGER NOT NULL)").await;
    for thousand in 0..100_u32 {
        let row = |i: u32| format!("({i}, {})", ReferenceNumber::from_six(i).as_u32());
        let rows: Vec<String> = (thousand * 1000 + 1..=thousand * 1000 + 1000).map(row).collect();
        db.sql(&format!("INSERT INTO drawn (i, number) VALUES {}", rows.join(", "))).await;
    }
    db.sql(&format!(
        "INSERT INTO assisters (id, organization_id, kind, state, reference_number, first_name, last_name, display_name, sort_name,
             certification_email, assister_code, public_phone, public_email, city, languages, portal_access, employed, certification,
             certified_until, certified_end, trained_at, mastered_at, enrolled_at, activated_at, confirmed_at, created_at)
         SELECT {id}, o.id, CASE i % 10 WHEN 0 THEN 'cac' WHEN 1 THEN 'broker' WHEN 2 THEN 'broker' ELSE 'navigator' END,
             CASE WHEN i % 20 = 3 THEN 'not_enrolled' WHEN i % 50 = 4 THEN 'enrolled' WHEN i % 50 = 5 THEN 'suspended'
                  WHEN i % 100 = 6 THEN 'closed' ELSE 'active' END,
             number, 'Ann', 'Berg' || i, 'Ann Berg' || i, 'berg' || i || ' ann', 'a' || i || '@x.test', 'C' || i, '', '', '', '', TRUE, TRUE,
             'certified', '2027-10-31', {later}, {now}, CASE WHEN i % 40 <> 3 THEN {now} END, {now}, {now},
             CASE WHEN i % 25 <> 7 THEN {now} END, {now}
         FROM drawn JOIN (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS place FROM organizations) o ON o.place = 1 + i % 2000",
    ))
    .await;
    for word in ["'ann'", "substr(sort_name, 1, length(sort_name) - 4)", "'=' || certification_email"] {
        db.sql(&format!(
            "INSERT INTO assister_words (organization_id, kind, word, assister_id) SELECT organization_id, kind, {word}, id FROM assisters"
        ))
        .await;
    }
    match db.store.kind() {
        DbKind::Sqlite => db.store.count_rows().await.unwrap(),
        DbKind::Postgres => drop(db.sql("VACUUM ANALYZE").await),
    }
}

/// Assisters are not walked through without an index; nothing is sorted that an index has in order.
fn by_index(db: &TestDb, explained: &Explained, sorted: bool) {
    let plan = &explained.plan;
    let (scans, sorts) = match db.store.kind() {
        DbKind::Sqlite => (plan.lines().any(|line| line == "SCAN a" || line == "SCAN w"), plan.contains("USE TEMP B-TREE FOR ORDER")),
        DbKind::Postgres => (plan.contains("Seq Scan on assister"), plan.contains("Sort")),
    };
    let context = format!("{:?}\n{}\n{plan}", db.store.kind(), explained.sql);
    assert!(!scans, "{context}");
    assert!(sorted || !sorts, "{context}");
}

#[tokio::test]
async fn every_page_of_the_queues_and_the_search_is_found_by_an_index() {
    on_both(async |db| {
        many(db).await;
        // Explaining alone does not make a connection look whether the tables were counted anew.
        db.store.queue_page(Queue::Ready, staff_kinds(Role::Arc), None, at(5)).await.unwrap();
        for role in STAFF {
            for queue in Queue::ALL {
                for explained in db.store.explain_queue(queue, staff_kinds(role), at(5)).await.unwrap() {
                    by_index(db, &explained, false);
                }
            }
            by_index(db, &db.store.explain_waiting(staff_kinds(role), 100, at(5)).await.unwrap(), false);
            for state in [None, Some(AccountState::NotEnrolled), Some(AccountState::Enrolled), Some(AccountState::Active)] {
                for typed in ["", "ann", "berg77", "a77@x.test", "ann berg77"] {
                    let search = AssisterSearch::parse(typed);
                    let query = StaffQuery { kinds: staff_kinds(role), state, organization: None, search: search.as_ref() };
                    for explained in db.store.explain_search(&query, at(5)).await.unwrap() {
                        let gathered = explained.sql.contains("DISTINCT");
                        by_index(db, &explained, gathered);
                    }
                }
            }
        }
        whole_lists_are_paged(db).await;
    })
    .await;
}

async fn whole_lists_are_paged(db: &TestDb) {
    let kinds = staff_kinds(Role::ResourceManager);
    let (first, total) = db.store.search_assisters(&StaffQuery { kinds, ..StaffQuery::default() }, None, at(5)).await.unwrap();
    assert_eq!((first.rows.len(), first.previous, first.next, total), (PAGE_SIZE, false, true, COUNTED + 1));
    let query = StaffQuery { kinds, ..StaffQuery::default() };
    let after = Some(Cursor::After(first.rows[PAGE_SIZE - 1].id));
    let (second, _) = db.store.search_assisters(&query, after, at(5)).await.unwrap();
    assert!(second.previous && second.rows[0].name > first.rows[PAGE_SIZE - 1].name);
    let before = Some(Cursor::Before(second.rows[0].id));
    let (back, _) = db.store.search_assisters(&query, before, at(5)).await.unwrap();
    assert_eq!(back.rows, first.rows);

    let search = AssisterSearch::parse("a77@x.test");
    let query = StaffQuery { kinds, search: search.as_ref(), ..StaffQuery::default() };
    let (one, total) = db.store.search_assisters(&query, None, at(5)).await.unwrap();
    assert_eq!((one.rows.len(), total, one.rows[0].name.as_str()), (1, 1, "Ann Berg77"));
    let common = AssisterSearch::parse("ann");
    let query = StaffQuery { kinds: &[AssisterKind::Cac], search: common.as_ref(), ..StaffQuery::default() };
    let (page, total) = db.store.search_assisters(&query, None, at(5)).await.unwrap();
    assert_eq!((page.rows.len(), page.next, total), (PAGE_SIZE, true, COUNTED + 1));

    let waiting = db.store.queue_count(Queue::Ready, kinds, at(5)).await.unwrap();
    assert_eq!(waiting, 2_500, "half of those without an account have not passed");
    // Of both queues together, and no further than is asked for.
    let all = waiting + db.store.queue_count(Queue::ToConfirm, kinds, at(5)).await.unwrap();
    assert!(all > waiting, "both have some");
    for (most, expected) in [(100, 100), (all - 1, all - 1), (all, all), (all + 1, all)] {
        assert_eq!(db.store.waiting_in_all(kinds, most, at(5)).await.unwrap(), expected);
    }
    let brokers = staff_kinds(Role::Bsl);
    let of_brokers = db.store.waiting_in_all(brokers, 100_000, at(5)).await.unwrap();
    assert!(of_brokers + db.store.waiting_in_all(staff_kinds(Role::Arc), 100_000, at(5)).await.unwrap() == all && of_brokers < all);
    let page = db.store.queue_page(Queue::Ready, kinds, None, at(5)).await.unwrap();
    let next = db.store.queue_page(Queue::Ready, kinds, Some(Cursor::After(page.rows[PAGE_SIZE - 1].id)), at(5)).await.unwrap();
    assert!(page.next && next.previous && next.rows.iter().all(|row| !page.rows.contains(row)));
    let back = db.store.queue_page(Queue::Ready, kinds, Some(Cursor::Before(next.rows[0].id)), at(5)).await.unwrap();
    assert_eq!(back.rows, page.rows);
    assert_eq!(db.store.queue_count(Queue::Ready, kinds, at(20_000_000)).await.unwrap(), 0, "certifications have ended");
}
