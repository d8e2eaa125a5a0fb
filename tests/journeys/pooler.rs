//! The main paths behind a pooler in transaction mode, which lends two connections of the server to everybody.

use crate::journeys::app::{App, behind_a_pooler};
use crate::journeys::applications::Desk;
use crate::journeys::import::{a_roster_is_imported, roster_of};
use assister_portal::store::demo::PASSWORD;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_sign_in_authorize_apply_and_are_worked_for_behind_a_pooler() {
    behind_a_pooler(async |app: App| {
        let signed_in = app.visitor().post("/api/sign-in", &[("email", "consumer@demo.test"), ("password", PASSWORD)]).await;
        assert_eq!((signed_in.status, signed_in.location()), (303, "/account"));
        let wrong = app.visitor().post("/api/sign-in", &[("email", "consumer@demo.test"), ("password", "wrong")]).await;
        assert!(wrong.location().starts_with("/sign-in"), "{}", wrong.location());

        let ann = app.consumer("Ann Lee").await;
        let receipt = ann.authorizes(&app.number("navigator@demo.test").await).await;
        assert!(ann.page(&format!("/account/assister/receipts/{receipt}")).await.contains("In force"));
        let navigator = app.demo("navigator@demo.test").await;
        let found = navigator.clients("/clients?list=new&sort=-authorized").await;
        let (record, _) = found.iter().find(|(_, name)| name == "Ann Lee").expect("she is under New");
        assert!(navigator.page(&format!("/clients/{record}")).await.contains("Ann Lee"));

        let desk = Desk::own(&ann);
        desk.answer_all("Ann Lee", "20000").await;
        let submitted = desk.submit(&[("full_name", "Ann Lee")]).await;
        assert_eq!(submitted.status, 303);
        assert!(ann.page("/account/application/determination").await.contains("Ann"));
        assert_eq!(app.one("SELECT COUNT(*) FROM leases").await, 0, "it was determined, and what that took was given back");

        assert_eq!(ann.removes().await.location(), "/account/assister?removed=now");
        assert!(ann.page("/account/assister").await.contains("Ended by you"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_roster_is_imported_behind_a_pooler() {
    behind_a_pooler(async |app: App| a_roster_is_imported(&app, &roster_of(600)).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once_share_the_connections_of_a_pooler() {
    behind_a_pooler(async |app: App| {
        let number = app.number("cac@demo.test").await;
        let mut people = tokio::task::JoinSet::new();
        for person in 0..12 {
            let (app, number) = (app.clone(), number.clone());
            people.spawn(async move {
                let who = app.consumer(&format!("Person {person}")).await;
                for _ in 0..3 {
                    who.authorizes_as(&number, &format!("Person {person}")).await;
                    assert!(who.page("/account/assister").await.contains(&number));
                    who.removes().await;
                }
            });
        }
        people.join_all().await;
        assert_eq!(app.one("SELECT COUNT(*) FROM associations WHERE display_name LIKE 'Person %' AND ended_at IS NOT NULL").await, 36);
    })
    .await;
}
