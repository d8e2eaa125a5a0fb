//! Consumers in staff's hands: found by three identifiers at once and never otherwise; and rule 30.

use crate::journeys::app::{Answer, Person, hidden, on_both};
use crate::journeys::seen::count;
use assister_portal::api::forms::Posted;
use assister_portal::api::resource_center::ConsumerPage;

pub const ROSA: [(&str, &str); 3] = [("name", "rosa martinez"), ("born", "3/7/1984"), ("email", "Consumer@demo.test")];

pub async fn finds(staff: &Person, fields: &[(&str, &str)]) -> String {
    let found = staff.post("/api/find-consumer", fields).await;
    assert!(found.location().starts_with("/resource-center/consumers?found="), "{}", found.location());
    found.location().to_owned()
}

/// "End authorization".
async fn ends(manager: &Person, found: &str, reason: &str) -> Answer {
    let page = manager.page(found).await;
    let (key, association) = (hidden(&page, "found"), hidden(&page, "association"));
    manager.post("/api/end-association", &[("found", &key), ("association", &association), ("reason", reason)]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_consumer_is_found_by_three_identifiers_together_and_the_address_says_none() {
    on_both(async |app| {
        for staff in ["arc@demo.test", "bsl@demo.test", "manager@demo.test"] {
            let staff = app.demo(staff).await;
            let found = finds(&staff, &ROSA).await;
            assert!(staff.page(&found).await.contains("Rosa Martínez<!></h1>"));
            assert!(!found.to_lowercase().contains("rosa") && !found.contains("1984") && !found.contains("demo"), "{found}");
        }
        // Pasted from a message, with what nobody sees; and the date as it was said.
        let pasted =
            [("name", "\u{202e}Rosa\u{200b} Martínez\u{feff}"), ("born", "March 7, 84"), ("email", "\u{2060}Consumer@Demo.te\u{ad}st")];
        finds(&app.demo("arc@demo.test").await, &pasted).await;
        assert_eq!(count(&app, "audit_events WHERE action = 'consumer_looked_up' AND consumer_id IS NOT NULL").await, 4);

        // The key is nothing to anybody else, and nothing when it is made up.
        let arc = app.demo("arc@demo.test").await;
        let found = finds(&arc, &ROSA).await;
        let other = app.demo("arc@demo.test").await;
        for address in [found.as_str(), "/resource-center/consumers?found=01900000-0000-7000-8000-000000000000"] {
            let page = other.page(address).await;
            assert!(!page.contains("Rosa") && page.contains("That look-up is over"), "{page}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_is_not_right_the_answer_is_the_same_and_the_look_is_logged() {
    on_both(async |app| {
        let arc = app.demo("arc@demo.test").await;
        let mut answers = Vec::new();
        for (place, wrong) in
            [(0, "Rosa Martin"), (1, "1984-03-08"), (2, "consumer2@demo.test"), (2, "nobody@demo.test"), (2, "arc@demo.test")]
        {
            let mut fields = ROSA;
            fields[place].1 = wrong;
            let Posted::Refused(form) = arc.call("/api/find-consumer", &fields).await.read() else { panic!("found by {wrong}") };
            answers.push(form.errors);
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
        assert_eq!(count(&app, "audit_events WHERE action = 'consumer_looked_up' AND consumer_id IS NULL").await, 5);

        // What is missing is no look-up.
        let refused = arc.post("/api/find-consumer", &[("name", "Rosa"), ("born", "x"), ("email", "")]).await;
        let page = arc.page(refused.location()).await;
        assert!(page.contains("Enter the date of birth") && page.contains("value=\"Rosa\""), "{page}");
        assert_eq!(count(&app, "audit_events WHERE action = 'consumer_looked_up'").await, 5);

        let wrong = [("name", "Rosa"), ("born", "1984-03-07"), ("email", "consumer@demo.test")];
        for _ in 0..20 {
            arc.call("/api/find-consumer", &wrong).await;
        }
        let Posted::Refused(form) = arc.call("/api/find-consumer", &ROSA).await.read() else { panic!("found") };
        assert!(form.errors[0].message.contains("too often"), "{form:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_resource_manager_ends_a_brokers_association_with_a_reason_that_only_the_consumer_reads() {
    on_both(async |app| {
        let consumer = app.demo("consumer@demo.test").await;
        consumer.authorizes_as(&app.number("broker@demo.test").await, "Rosa Martínez").await;
        let broker = app.demo("broker@demo.test").await;
        let record = broker.clients("/clients").await[0].0.clone();
        let manager = app.demo("manager@demo.test").await;
        let found = finds(&manager, &ROSA).await;

        let silent = ends(&manager, &found, " ").await;
        assert!(manager.page(silent.location()).await.contains("Enter a reason"));
        assert_eq!(broker.counts().await, [1, 0, 1]);

        let page = manager.page(&found).await;
        let (key, association) = (hidden(&page, "found"), hidden(&page, "association"));
        let fields = [("found", key.as_str()), ("association", &association), ("reason", "Asked for by phone")];
        assert!(manager.post("/api/end-association", &fields).await.location().ends_with("&ended=now"));
        assert!(manager.post("/api/end-association", &fields).await.location().ends_with("&ended=before"));

        assert_eq!(broker.counts().await, [0, 0, 0]);
        assert_eq!(broker.load("/api/client", &record).await.status, 404);
        let details = consumer.page("/account/assister").await;
        assert!(details.contains("Ended by MNsure staff") && details.contains("Reason: Asked for by phone"), "{details}");
        assert!(consumer.page("/account/notices").await.contains("MNsure staff ended your authorization of Tom Lindqvist."));
        let history: ConsumerPage = manager.load("/api/consumer", (&key, "", "")).await.read();
        assert_eq!(history.found.unwrap().earlier[0].reason.as_deref(), Some("Asked for by phone"));
        assert_eq!(count(&app, "audit_events WHERE action = 'association_ended' AND actor_role = 'resource_manager'").await, 1);
        assert_eq!(count(&app, "client_words w JOIN associations s ON s.id = w.association_id WHERE s.ended_at IS NOT NULL").await, 0);
        app.nobody_was_notified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_navigators_association_is_ended_only_where_the_setting_allows_it_and_the_help_text_says_which() {
    on_both(async |app| {
        let daniel = [("name", "Daniel Thao"), ("born", "1991-11-23"), ("email", "consumer2@demo.test")];
        let navigator = app.demo("navigator@demo.test").await;
        let record = format!("/clients/{}", navigator.clients("/clients").await[0].0);
        assert!(
            navigator.page(&record).await.contains("the Assister Resource Center can&#x27;t end it")
                || navigator.page(&record).await.contains("the Assister Resource Center can't end it")
        );
        let manager = app.demo("manager@demo.test").await;
        let found = finds(&manager, &daniel).await;
        let page = manager.page(&found).await;
        assert!(!page.contains("/api/end-association") && page.contains("be ended here"), "{page}");

        let open = app.with("STAFF_MAY_END_NAVIGATOR_ASSOCIATIONS", "on");
        let there = open.demo("manager@demo.test").await;
        let shown = there.page(&finds(&there, &daniel).await).await;
        // The server refuses whatever a page shows.
        let key = found.split('=').next_back().unwrap();
        let association = hidden(&shown, "association");
        let fields = [("found", key), ("association", association.as_str()), ("reason", "r")];
        let Posted::Refused(_) = manager.call("/api/end-association", &fields).await.read() else { panic!("ended") };
        assert_eq!(navigator.counts().await, [23, 41, 64]);

        assert!(open.demo("navigator@demo.test").await.page(&record).await.contains("to have it ended"));
        let fields = [("found", hidden(&shown, "found")), ("association", association), ("reason", "Asked".to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        assert!(there.post("/api/end-association", &fields).await.location().ends_with("&ended=now"));
        assert_eq!(navigator.counts().await, [22, 41, 63]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_association_is_not_ended_for_another_consumer_or_by_others_of_the_staff() {
    on_both(async |app| {
        let consumer = app.demo("consumer@demo.test").await;
        consumer.authorizes_as(&app.number("broker@demo.test").await, "Rosa Martínez").await;
        let manager = app.demo("manager@demo.test").await;
        let page = manager.page(&finds(&manager, &ROSA).await).await;
        let association = hidden(&page, "association");
        let daniel = finds(&manager, &[("name", "Daniel Thao"), ("born", "1991-11-23"), ("email", "consumer2@demo.test")]).await;
        let other = daniel.split('=').next_back().unwrap();
        let fields = [("found", other), ("association", association.as_str()), ("reason", "r")];
        assert_eq!(manager.call("/api/end-association", &fields).await.status, 404);
        for email in ["arc@demo.test", "bsl@demo.test"] {
            let staff = app.demo(email).await;
            let found = finds(&staff, &ROSA).await;
            let page = staff.page(&found).await;
            assert_eq!(page.contains("Tom Lindqvist"), email == "bsl@demo.test", "BSL looks after brokers: {page}");
            assert!(!page.contains("/api/end-association"), "{page}");
            let key = found.split('=').next_back().unwrap();
            let fields = [("found", key), ("association", association.as_str()), ("reason", "r")];
            assert_eq!(staff.call("/api/end-association", &fields).await.status, 404);
        }
        assert_eq!(count(&app, "associations WHERE ended_by = 'staff'").await, 0);
    })
    .await;
}
