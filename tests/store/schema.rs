//! What the schema refuses by itself, whoever asks.

use crate::store::support::{at, on_both};
use assister_portal::store::{DbKind, Store, StoreError};

#[tokio::test]
async fn a_second_active_association_is_refused_by_the_index() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        db.client("Zoë Nguyễn", "1984-03-07", &ann, at(1)).await;
        let second = "INSERT INTO associations (id, consumer_id, assister_id, display_name, sort_name, started_at)
                      SELECT u.id, s.consumer_id, s.assister_id, 'x', 'x', s.started_at FROM associations s, users u WHERE u.role = 'consumer'";
        let refused = db.try_sql(second).await.unwrap_err();
        assert!(refused.contains("associations_one_active") || refused.contains("associations.consumer_id"), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn the_audit_log_receipts_and_ended_associations_do_not_change() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let association = db.authorize(&person, &ann, at(1)).await;
        let audit = crate::store::support::audit_of(person.user, assister_portal::domain::identity::Role::Consumer);
        db.store.remove_assister(person.consumer, association, at(2), audit).await.unwrap();
        for (sql, reason) in [
            ("UPDATE audit_events SET request = 'x'", "append-only"),
            ("DELETE FROM audit_events", "append-only"),
            ("UPDATE consents SET typed_name = 'x'", "append-only"),
            ("DELETE FROM consents", "append-only"),
            ("UPDATE consent_texts SET text = 'x'", "append-only"),
            ("DELETE FROM consent_texts", "append-only"),
            ("UPDATE associations SET ended_at = NULL, ended_by = NULL", "does not change"),
            ("DELETE FROM associations", "are kept"),
            ("UPDATE client_counts SET new_count = -1", "client_counts_new_check"),
            ("UPDATE users SET role = 'king' WHERE role = 'consumer'", "users_role_check"),
            ("UPDATE users SET organization_id = (SELECT organization_id FROM assisters)", "users_organization_check"),
        ] {
            let refused = db.try_sql(sql).await.unwrap_err();
            assert!(refused.contains(reason), "{sql}: {refused}");
        }
        if db.store.kind() == DbKind::Postgres {
            assert!(db.try_sql("TRUNCATE audit_events").await.unwrap_err().contains("append-only"));
        }
        let half = db.client("Half Ended", "1984-03-07", &ann, at(3)).await;
        let refused = db.try_sql("UPDATE associations SET ended_by = 'staff' WHERE ended_at IS NULL").await.unwrap_err();
        assert!(refused.contains("associations_"), "{half}: {refused}");
    })
    .await;
}

#[tokio::test]
async fn a_database_that_is_gone_is_unavailable_and_a_stored_value_nobody_wrote_names_its_place() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        assert!(db.store.readiness(at(0)).await.is_ok());
        match db.store.kind() {
            DbKind::Sqlite => {
                db.sql("UPDATE assisters SET reference_number = 18").await;
                let number = assister_portal::domain::manage_assister::ReferenceNumber::from_six(0);
                assert_eq!(db.store.assister_by_number(number, at(0)).await.unwrap(), None);
                let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
                db.drafted(&person, &ann).await;
                let error = db.store.draft(person.consumer, at(0)).await.unwrap_err();
                assert_eq!(error.to_string(), format!("bad value in assisters.reference_number of row {}", ann.id));
            }
            DbKind::Postgres => {
                // A terminated connection is an outage for the request that held it, and none for the next.
                db.sql(
                    "SELECT COUNT(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()) t",
                )
                .await;
                assert!(db.store.readiness(at(0)).await.is_ok());
            }
        }
        db.store.close().await;
        assert!(db.store.readiness(at(0)).await.is_err());
        let error = db.store.credentials("a@example.org", at(0)).await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    })
    .await;
    assert!(matches!(Store::open("mysql://localhost/x").await, Err(StoreError::Address)));
    assert!(matches!(Store::open("postgres://postgres@127.0.0.1:1/x").await, Err(StoreError::Unavailable(_))));
    assert!(matches!(Store::open("sqlite:/proc/none/x.db").await, Err(StoreError::Unavailable(_))));
}
