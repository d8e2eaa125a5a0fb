//! The client list, search, the record.

use crate::store::support::{TestDb, at, audit_of, id, on_both};
use assister_portal::domain::clients::{Counts, List, Search, Sort};
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::AssociationId;
use assister_portal::domain::instant::Date;
use assister_portal::store::{AssisterCard, ClientPage, Cursor, ListQuery};

async fn page(db: &TestDb, card: &AssisterCard, query: ListQuery) -> ClientPage {
    db.store.client_page(card.id, query).await.unwrap()
}

fn names(page: &ClientPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.name.as_str()).collect()
}

#[tokio::test]
async fn lists_are_ordered_and_every_client_is_on_one_page_either_way() {
    on_both(async |db| {
        let (ann, bo) = (db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await);
        let user = db.user_of(&ann).await;
        // Many have the same name and the same time, so that only the id tells their order.
        for n in 0_u64..123 {
            let association = db.client(&format!("Kim Name{}", n % 7), "1984-03-07", &ann, at(100 + n % 5)).await;
            if n % 2 == 0 {
                db.store.open_client(ann.id, association, at(200), audit_of(user, Role::Assister)).await.unwrap().unwrap();
            }
        }
        for n in 0..3 {
            db.client(&format!("Kim 19th{n}"), "1984-03-07", &ann, at(100)).await;
        }
        db.client("Other Client", "1984-03-07", &bo, at(1)).await;
        for list in List::ALL {
            for sort in Sort::ALL {
                // Everybody was born in 1984, and three names have a part that begins so.
                for typed in ["", "kim", "name3", "kim na 3/7/1984", "1", "19", "1984", "19th", "kim 1"] {
                    let search = Search::parse(typed, Date::new(2026, 11, 20).unwrap());
                    walk(db, &ann, ListQuery { list, sort, search, cursor: None }).await;
                }
            }
        }
    })
    .await;
}

/// Walks a list forth and back.
async fn walk(db: &TestDb, card: &AssisterCard, query: ListQuery) {
    let mut pages = vec![page(db, card, query.clone()).await];
    assert!(!pages[0].previous);
    while pages.last().unwrap().next {
        let last = pages.last().unwrap().rows.last().unwrap().association;
        pages.push(page(db, card, ListQuery { cursor: Some(Cursor::After(last)), ..query.clone() }).await);
        assert!(pages.last().unwrap().previous);
    }
    let rows: Vec<_> = pages.iter().flat_map(|page| page.rows.clone()).collect();
    assert_eq!(rows.len() as u32, pages[0].total, "{query:?}");
    let key = |row: &assister_portal::store::ClientRow| match query.sort {
        Sort::Name | Sort::NameDescending => (row.name.clone(), 0, row.association),
        Sort::Authorized | Sort::AuthorizedDescending => (String::new(), row.authorized_at.as_micros(), row.association),
    };
    let keys: Vec<_> = rows.iter().map(key).collect();
    let mut sorted = keys.clone();
    sorted.sort();
    sorted.dedup();
    if matches!(query.sort, Sort::NameDescending | Sort::AuthorizedDescending) {
        sorted.reverse();
    }
    assert_eq!(keys, sorted, "{query:?}");
    for index in (1..pages.len()).rev() {
        let first = pages[index].rows[0].association;
        let back = page(db, card, ListQuery { cursor: Some(Cursor::Before(first)), ..query.clone() }).await;
        assert_eq!(back, pages[index - 1], "{query:?}");
    }
}

#[tokio::test]
async fn a_cursor_that_left_the_list_still_says_where_and_a_foreign_one_says_nothing() {
    on_both(async |db| {
        let (ann, bo) = (db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await);
        let person = db.consumer("Kim B", "1984-03-07").await;
        db.client("Kim A", "1984-03-07", &ann, at(1)).await;
        let gone = db.authorize(&person, &ann, at(2)).await;
        db.client("Kim C", "1984-03-07", &ann, at(3)).await;
        let foreign = db.client("Kim D", "1984-03-07", &bo, at(3)).await;
        db.store.remove_assister(person.consumer, gone, at(4), audit_of(person.user, Role::Consumer)).await.unwrap();
        let at_cursor = async |cursor| page(db, &ann, ListQuery { cursor: Some(cursor), ..ListQuery::default() }).await;
        let after = at_cursor(Cursor::After(gone)).await;
        assert_eq!((names(&after), after.previous, after.next, after.total), (vec!["Kim C"], true, false, 2));
        for cursor in [Cursor::After(foreign), Cursor::Before(foreign), Cursor::After(AssociationId(id())), Cursor::Before(gone)] {
            let first = at_cursor(cursor).await;
            assert_eq!((names(&first), first.previous, first.next), (vec!["Kim A", "Kim C"], false, false), "{cursor:?}");
        }
        let last = after.rows[0].association;
        assert_eq!(names(&at_cursor(Cursor::After(last)).await), ["Kim A", "Kim C"], "nothing after the last: the first page");
    })
    .await;
}

#[tokio::test]
async fn a_search_finds_the_start_of_any_part_of_a_name_and_the_day_of_birth() {
    on_both(async |db| {
        let (ann, bo) = (db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await);
        let user = db.user_of(&ann).await;
        db.client("Zoë Nguyễn", "1984-03-07", &ann, at(1)).await;
        let john = db.client("John Johnson-Jones", "1984-03-08", &ann, at(2)).await;
        db.client("Mary O'Brien", "1990-12-31", &ann, at(3)).await;
        db.client("Zoe Foreign", "1984-03-07", &bo, at(3)).await;
        db.store.open_client(ann.id, john, at(4), audit_of(user, Role::Assister)).await.unwrap().unwrap();
        let found = async |typed: &str, list| {
            let page =
                page(db, &ann, ListQuery { list, search: Search::parse(typed, Date::new(2026, 11, 20).unwrap()), ..ListQuery::default() })
                    .await;
            assert_eq!(page.total as usize, page.rows.len(), "{typed}");
            assert_eq!(page.counts, Counts { new: 2, in_progress: 1 });
            names(&page).join(", ")
        };
        for (typed, expected) in [
            ("zo", "Zoë Nguyễn"),
            ("NGUYEN zoe", "Zoë Nguyễn"),
            ("jo", "John Johnson-Jones"),
            ("jo john", "John Johnson-Jones"),
            ("ohn", ""),
            ("obr", "Mary O'Brien"),
            ("O’Brien", "Mary O'Brien"),
            ("3/7/1984", "Zoë Nguyễn"),
            ("1984-03-07 zoe", "Zoë Nguyễn"),
            ("1984-03-08 zoe", ""),
            ("3/7/1984 3/8/1984", ""),
            ("zoe foreign", ""),
        ] {
            assert_eq!(found(typed, List::All).await, expected, "{typed}");
        }
        assert_eq!(found("jo", List::InProgress).await, "John Johnson-Jones");
        assert_eq!(found("jo", List::New).await, "");
        assert_eq!(found("z", List::New).await, "Zoë Nguyễn");
    })
    .await;
}

#[tokio::test]
async fn opening_moves_a_client_once_and_is_for_their_assister_only() {
    on_both(async |db| {
        let (ann, bo) = (db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await);
        let user = db.user_of(&ann).await;
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let association = db.authorize(&person, &ann, at(10)).await;
        let open = async |card: &AssisterCard, which, now| {
            db.store.open_client(card.id, which, at(now), audit_of(user, Role::Assister)).await.unwrap()
        };
        assert_eq!(open(&bo, association, 11).await, None);
        assert_eq!(open(&ann, AssociationId(id()), 11).await, None);
        let first = open(&ann, association, 12).await.unwrap();
        assert_eq!((first.consumer_name.as_str(), first.authorized_at, first.first_opened_at), ("Zoë Nguyễn", at(10), at(12)));
        assert!(!first.opened_before);
        let again = open(&ann, association, 13).await.unwrap();
        assert_eq!((again.first_opened_at, again.opened_before), (at(12), true));
        assert_eq!(db.store.client_counts(ann.id).await.unwrap(), Counts { new: 0, in_progress: 1 });
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'record_first_opened'").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'record_opened'").await, 1);
        db.store.remove_assister(person.consumer, association, at(14), audit_of(person.user, Role::Consumer)).await.unwrap();
        assert_eq!(open(&ann, association, 15).await, None);
        let returned = db.authorize(&person, &ann, at(16)).await;
        assert_eq!(db.store.client_counts(ann.id).await.unwrap(), Counts { new: 1, in_progress: 0 }, "a new association starts in New");
        assert!(!open(&ann, returned, 17).await.unwrap().opened_before);
        db.assert_consistent().await;
    })
    .await;
}
