//! A confirmed import goes on where the server stopped, whatever stopped it, and every row takes effect once.

use super::killed::{now, serve};
use super::roster::email_asked;
use crate::store::support::{TestDb, at, audit_of, id, on_both, taker};
use assister_portal::domain::identity::{AssisterKind, Role};
use assister_portal::domain::ids::{ImportId, OrganizationId};
use assister_portal::domain::roster::{Cells, Column, Detail, EntryField, ImportAction, ImportStatus, Row};
use assister_portal::server::random;
use assister_portal::store::{Confirmed, ImportBatch, NewImport, StagedRow, StoreError, Work};
use std::time::Duration;

/// Somebody new, on this line of a file.
fn added(line: u32) -> StagedRow {
    let cell = |column| match column {
        Column::Entry(EntryField::FirstName) => "Ann".to_owned(),
        Column::Entry(EntryField::LastName) => format!("Line {line}"),
        Column::Entry(EntryField::CertificationEmail) => format!("a{line}@import.test"),
        Column::Entry(EntryField::TrainingId) => format!("MN-{line:06}"),
        Column::Entry(EntryField::Phone) => "651-555-0100".to_owned(),
        Column::Entry(EntryField::Email) => "help@import.test".to_owned(),
        _ => String::new(),
    };
    let cells = Cells(Column::ALL.map(|column| Some(cell(column))));
    assert!(Row::read(&cells).is_ok());
    StagedRow { line, action: ImportAction::Add, name: cells.name(), cells, detail: Detail::Nothing }
}

/// An import of so many new people, confirmed.
pub(super) async fn confirmed(db: &TestDb, people: u32) -> (OrganizationId, ImportId) {
    let (user, organization) = db.staff(Role::AgencyContact).await;
    let organization = organization.unwrap();
    let new = NewImport { id: ImportId(id()), organization, kind: AssisterKind::Navigator, user, user_name: "Staff".into(), now: now() };
    db.store.begin_import(&new).await.unwrap();
    let rows: Vec<StagedRow> = (2..people + 2).map(added).collect();
    assert!(db.store.stage_rows(new.id, &rows).await.unwrap());
    db.store.seal_import(new.id, &[]).await.unwrap();
    assert!(!db.store.stage_rows(new.id, &rows[..1]).await.unwrap(), "nothing comes after the end");
    let confirm = || db.store.confirm_import(organization, new.id, "Staff", now(), audit_of(user, Role::AgencyContact));
    assert_eq!(confirm().await.unwrap(), Some(Confirmed::Now));
    assert_eq!(confirm().await.unwrap(), Some(Confirmed::Before(ImportStatus::Running)));
    (organization, new.id)
}

/// Everybody is there once, with history and log.
pub(super) async fn assert_once(db: &TestDb, people: i64) {
    for sql in [
        "SELECT COUNT(*) FROM assisters",
        "SELECT COUNT(DISTINCT assister_code) FROM assisters",
        "SELECT COUNT(*) FROM assister_changes WHERE field = 'added'",
        "SELECT COUNT(*) FROM audit_events WHERE action = 'assister_added'",
        "SELECT done FROM imports",
        "SELECT added FROM imports",
    ] {
        assert_eq!(db.number(sql).await, people, "{sql}");
    }
    assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'file_imported'").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_killed_server_goes_on_with_its_imports_when_it_is_started_again() {
    on_both(async |db| {
        let (organization, import) = confirmed(db, 6_000).await;
        let (mut done, mut kills) = (0, 0);
        while done < 6_000 {
            let (server, _) = serve(&db.url).await;
            // Until it has done something more.
            let before = done;
            while done == before {
                tokio::time::sleep(Duration::from_millis(5)).await;
                done = db.number("SELECT done FROM imports").await;
            }
            drop(server);
            db.leases_are_over().await;
            kills += 1;
        }
        assert!(kills > 1, "the server was killed in the middle");
        // The last batch may have been the last but for saying so.
        let (_server, _) = serve(&db.url).await;
        for _ in 0..500 {
            if db.store.import(organization, import).await.unwrap().unwrap().status == ImportStatus::Done {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(db.store.import(organization, import).await.unwrap().unwrap().status, ImportStatus::Done);
        assert_once(db, 6_000).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_servers_that_would_carry_out_the_same_import_one_does() {
    on_both(async |db| {
        let (organization, import) = confirmed(db, 500).await;
        let carry_out = || async {
            let lease = taker().of(Work::Import, import.0);
            if !db.store.take(lease).await.unwrap() {
                return 0;
            }
            assert!(db.store.waiting_imports().await.unwrap().is_empty(), "nobody else goes on with it");
            while db.store.under(lease).import_batch(batch(import)).await.unwrap() {}
            1
        };
        let (one, two, three) = tokio::join!(carry_out(), carry_out(), carry_out());
        assert_eq!(one + two + three, 1);
        assert_eq!(db.store.import(organization, import).await.unwrap().unwrap().status, ImportStatus::Done);
        assert_once(db, 500).await;
        assert_eq!(db.number("SELECT COUNT(*) FROM leases").await, 0, "what is done is given back");
    })
    .await;
}

#[tokio::test]
async fn who_stood_still_in_the_middle_of_an_import_writes_nothing_more_of_it() {
    on_both(async |db| {
        let (organization, import) = confirmed(db, 100).await;
        let (slow, quick) = (taker().of(Work::Import, import.0), taker().of(Work::Import, import.0));
        assert!(db.store.take(slow).await.unwrap() && !db.store.take(quick).await.unwrap());
        assert!(db.store.under(slow).import_batch(batch(import)).await.unwrap());
        db.leases_are_over().await;
        assert!(db.store.take(quick).await.unwrap());
        let refused = db.store.under(slow).import_batch(batch(import)).await;
        assert!(matches!(refused, Err(StoreError::TakenOver)), "{refused:?}");
        assert_eq!(db.number("SELECT done FROM imports").await, 20, "as before");
        while db.store.under(quick).import_batch(batch(import)).await.unwrap() {}
        let refused = db.store.under(slow).import_batch(batch(import)).await;
        assert!(matches!(refused, Err(StoreError::TakenOver)), "also when it is done: {refused:?}");
        assert_eq!(db.store.import(organization, import).await.unwrap().unwrap().status, ImportStatus::Done);
        assert_once(db, 100).await;
    })
    .await;
}

fn batch(import: ImportId) -> ImportBatch<'static> {
    ImportBatch { import, size: 20, now: at(9), fresh: random::uuid_v7, code: random::assister_code, email_asked: &email_asked }
}
