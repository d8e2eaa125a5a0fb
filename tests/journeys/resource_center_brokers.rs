//! Brokers: written down by BSL, with their agency, and enrolled like everybody else.

use crate::journeys::app::{Answer, Person, on_both};
use crate::journeys::resource_center::{id_of, outcome, seen};
use crate::journeys::seen::count;
use assister_portal::domain::roster::Turn;

const BROKER: [(&str, &str); 13] = [
    ("npn", "1234567"),
    ("license", "MN-40012"),
    ("first_name", "Erik"),
    ("last_name", "Sandberg"),
    ("certification_email", "erik@sandberg.test"),
    ("training_id", "MN-BROKER-77"),
    ("phone", "320-555-0111"),
    ("email", "office@sandberg.test"),
    ("city", "Willmar"),
    ("languages", "English"),
    ("agency", "Loon Lake  Benefits Agency"),
    ("certification", "certified"),
    ("until", "2027-10-31"),
];

async fn adds(staff: &Person, field: &str, value: &str) -> Answer {
    let fields = BROKER.map(|(name, usual)| (name, if name == field { value } else { usual }));
    staff.post("/api/add-broker", &fields).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_broker_is_written_down_without_a_roster_and_enrolled_after_the_training() {
    on_both(async |app| {
        let bsl = app.demo("bsl@demo.test").await;
        assert!(bsl.page("/resource-center/brokers/add").await.contains("Add a broker<!></h1>"));
        let before = count(&app, "organizations").await;
        // The NPN pasted as it was set elsewhere.
        let added = adds(&bsl, "npn", "\u{200e}１２３４５６７\u{200b}").await;
        assert_eq!(outcome(&added), "added");
        assert_eq!(count(&app, "organizations").await, before, "the agency was known by its name");
        let id = id_of(&app, "erik@sandberg.test").await;
        let shown = seen(&bsl, &id).await;
        assert_eq!((shown.name.as_str(), shown.organization.as_str()), ("Erik Sandberg", "Loon Lake Benefits Agency"));
        assert_eq!((shown.npn.as_deref(), shown.license.as_deref(), shown.code.len()), (Some("1234567"), Some("MN-40012"), 9));
        assert_eq!((shown.standing.gates.met(), shown.standing.turn), (2, Turn::Learner));

        app.execute("UPDATE assisters SET trained_at = created_at, mastered_at = created_at WHERE npn = '1234567'").await;
        assert!(bsl.page("/resource-center").await.contains("Erik Sandberg"));
        assert_eq!(outcome(&bsl.post("/api/enroll", &[("assister", &id)]).await), "enrolled");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_broker_of_one_name_is_written_down_by_it() {
    on_both(async |app| {
        let bsl = app.demo("bsl@demo.test").await;
        assert_eq!(outcome(&adds(&bsl, "last_name", "\u{200b}").await), "added");
        assert_eq!(seen(&bsl, &id_of(&app, "erik@sandberg.test").await).await.name, "Erik");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_wrong_with_a_broker_is_said_next_to_its_field_and_nothing_is_written() {
    on_both(async |app| {
        let bsl = app.demo("bsl@demo.test").await;
        for (field, value, problem) in [
            ("npn", "12a", "Enter the NPN"),
            ("license", " ", "Enter the license"),
            ("agency", "", "Enter the agency"),
            ("until", "", "Enter the last day of the certification."),
            ("until", "2/30/2027", "There is no such day."),
            ("certification_email", "broker@demo.test", "certification_email-error"),
            ("certification_email", "info@sandberg.test", "certification_email-error"),
            ("training_id", "", "training_id-error"),
        ] {
            let refused = adds(&bsl, field, value).await;
            let page = bsl.page(refused.location()).await;
            assert!(page.contains(problem) && page.contains("value=\"Erik\""), "{field}={value}: {page}");
        }
        adds(&bsl, "agency", "Sandberg Insurance").await;
        let again = adds(&bsl, "certification_email", "other@sandberg.test").await;
        assert!(bsl.page(again.location()).await.contains("training_id-error"));
        assert_eq!(count(&app, "assisters WHERE npn = '1234567'").await, 1);
        assert_eq!(count(&app, "organizations WHERE name = 'Sandberg Insurance'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_npn_is_one_brokers_and_a_certification_may_be_refused_at_once() {
    on_both(async |app| {
        let manager = app.demo("manager@demo.test").await;
        adds(&manager, "certification", "not_certified").await;
        let shown = seen(&manager, &id_of(&app, "erik@sandberg.test").await).await;
        assert_eq!(shown.standing.certification, "Not Certified");
        let fields = BROKER.map(|(name, usual)| match name {
            "certification_email" => (name, "ole@sandberg.test"),
            "training_id" => (name, "MN-BROKER-78"),
            _ => (name, usual),
        });
        let taken = manager.post("/api/add-broker", &fields).await;
        assert!(manager.page(taken.location()).await.contains("Another broker has this NPN."));
        assert_eq!(app.demo("arc@demo.test").await.get("/resource-center/brokers/add").await.status, 404);
    })
    .await;
}
