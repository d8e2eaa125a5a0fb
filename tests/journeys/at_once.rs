//! Things that happen at once, over HTTP, on both databases.

use crate::journeys::app::{App, hidden, on_both};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_tabs_that_finish_at_once_leave_one_association_and_hear_the_truth() {
    on_both(async |app: App| {
        let started = "SELECT COUNT(*) FROM audit_events WHERE action = 'association_started'";
        let before = app.one(started).await;
        for round in 0..20 {
            let ann = app.consumer(&format!("Ann Round{round}")).await;
            let draft = ann.up_to_confirm(&app.number("navigator@demo.test").await).await;
            let (one, two) = tokio::join!(ann.confirm(&draft), ann.confirm(&draft));
            assert_eq!(one.location(), two.location());
            assert!(one.location().starts_with("/account/assister/add/done?receipt="), "{}", one.location());
        }
        assert_eq!(app.one(started).await - before, 20);
        assert_eq!(app.demo("navigator@demo.test").await.counts().await, [43, 41, 84]);
        app.nobody_was_notified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn removing_and_changing_while_the_record_is_opened_leaves_lists_and_counts_in_agreement() {
    on_both(async |app: App| {
        let navigator = app.demo("navigator@demo.test").await;
        let number = app.number("navigator@demo.test").await;
        let broker = app.number("broker@demo.test").await;
        for round in 0..20 {
            let ann = app.consumer(&format!("Ann Round{round}")).await;
            ann.authorizes(&number).await;
            let (id, _) = navigator.clients("/clients?list=new&sort=-authorized").await.into_iter().find(|(_, n)| *n == ann.name).unwrap();
            let path = format!("/clients/{id}");
            if round % 2 == 0 {
                let association = hidden(&ann.page("/account/assister/remove").await, "association");
                let fields = [("association", association.as_str())];
                let (opened, _) = tokio::join!(navigator.get(&path), ann.post("/api/remove-assister", &fields));
                assert!(matches!(opened.status, 200 | 404), "{}", opened.status);
            } else {
                let draft = ann.up_to_confirm(&broker).await;
                let (opened, _) = tokio::join!(navigator.get(&path), ann.confirm(&draft));
                assert!(matches!(opened.status, 200 | 404), "{}", opened.status);
            }
            assert_eq!(navigator.get(&path).await.status, 404, "the very next request is refused");
            assert_eq!(navigator.counts().await, [23, 41, 64]);
        }
        let rows = "SELECT COUNT(*) FROM associations a JOIN assisters s ON s.id = a.assister_id JOIN users u ON u.id = s.user_id
                    WHERE a.ended_at IS NULL AND u.email = 'navigator@demo.test'";
        assert_eq!(app.one(rows).await, 64);
    })
    .await;
}
