//! The resource center: who is in whose queue, and the way from four gates to a confirmed account.

use crate::journeys::app::{Answer, App, Person, on_both};
use crate::journeys::seen::count;
use assister_portal::api::forms::Posted;
use assister_portal::api::resource_center::AssisterPage;
use std::time::Duration;

/// Somebody of the demo data whose four gates hold, without an account. Their certification email is `email`.
pub async fn ready(app: &App, email: &str) {
    app.execute(&format!("UPDATE users SET email = 'old-' || email WHERE email = '{email}'")).await;
    app.execute(&format!(
        "UPDATE assisters SET state = 'not_enrolled', user_id = NULL, reference_number = NULL, enrolled_at = NULL, activated_at = NULL,
             confirmed_at = NULL WHERE certification_email = '{email}'"
    ))
    .await;
}

/// As if the assister had set the account up.
pub async fn set_up(app: &App, email: &str) {
    app.execute(&format!(
        "UPDATE assisters SET state = 'active', activated_at = enrolled_at WHERE certification_email = '{email}' AND state = 'enrolled'"
    ))
    .await;
}

/// The id of an assister, as a page of the resource center shows it.
pub async fn id_of(app: &App, email: &str) -> String {
    let sql = if app.is_sqlite() { "lower(hex(id))" } else { "replace(CAST(id AS TEXT), '-', '')" };
    let hex = app.text(&format!("SELECT {sql} FROM assisters WHERE certification_email = '{email}'")).await;
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// The assister's page as data.
pub async fn seen(staff: &Person, id: &str) -> AssisterPage {
    staff.load("/api/assister", (id, "")).await.read()
}

/// What the page says was done.
pub fn outcome(answer: &Answer) -> String {
    let (_, query) = answer.location().split_once("?done=").unwrap_or_else(|| panic!("{} {}", answer.status, answer.location()));
    query.split('&').next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whose_gates_hold_is_in_the_queue_of_those_who_look_after_them() {
    on_both(async |app| {
        let bsl = app.demo("bsl@demo.test").await;
        assert!(bsl.page("/resource-center").await.contains("Nobody is ready to enroll"));
        assert!(bsl.page("/resource-center?queue=confirm").await.contains("No account to confirm"));
        ready(&app, "navigator2@demo.test").await;
        ready(&app, "broker@demo.test").await;
        for (staff, heading, navigator, broker) in [
            ("arc@demo.test", "Assister Resource Center", true, false),
            ("bsl@demo.test", "Broker Service Line", false, true),
            ("manager@demo.test", "Resource manager", true, true),
        ] {
            let member = app.demo(staff).await;
            let page = member.page("/resource-center").await;
            assert!(page.contains(&format!(">{heading}<!></h1>")), "{staff}");
            assert_eq!((page.contains("Abdi Warsame"), page.contains("Tom Lindqvist")), (navigator, broker), "{staff}");
            let people = member.page("/resource-center/assisters").await;
            for (tab, seen) in [("/assisters", true), ("/consumers", true), ("/staff", staff == "manager@demo.test")] {
                assert_eq!(people.contains(&format!("href=\"/resource-center{tab}\"")), seen, "{tab} for {staff}");
            }
        }
        let arc = app.demo("arc@demo.test").await;
        for (gate, back) in [
            ("portal_access = FALSE", "portal_access = TRUE"),
            ("employed = FALSE", "employed = TRUE"),
            ("trained_at = NULL", "trained_at = mastered_at"),
            ("mastered_at = NULL", "mastered_at = trained_at"),
        ] {
            app.execute(&format!("UPDATE assisters SET {gate} WHERE certification_email = 'navigator2@demo.test'")).await;
            let page = arc.page("/resource-center").await;
            assert!(!page.contains("Abdi Warsame"), "{gate}");
            app.execute(&format!("UPDATE assisters SET {back} WHERE certification_email = 'navigator2@demo.test'")).await;
        }
        assert!(arc.page("/resource-center").await.contains("Abdi Warsame"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn enrolling_gives_a_number_an_account_and_one_letter_however_often_it_is_pressed() {
    on_both(async |app| {
        let email = "navigator2@demo.test";
        ready(&app, email).await;
        let (arc, id) = (app.demo("arc@demo.test").await, id_of(&app, email).await);
        let page = arc.page(&format!("/resource-center/assisters/{id}")).await;
        assert!(page.contains(">Abdi Warsame<!></h1>") && page.contains("action=\"/api/enroll\""), "{page}");

        let fields = [("assister", id.as_str())];
        let (once, twice) = tokio::join!(arc.post("/api/enroll", &fields), arc.post("/api/enroll", &fields));
        let mut outcomes = [outcome(&once), outcome(&twice)];
        outcomes.sort();
        assert_eq!(outcomes, ["before", "enrolled"]);
        assert_eq!(outcome(&arc.post("/api/enroll", &[("assister", &id)]).await), "before");
        assert_eq!(count(&app, "outbox WHERE kind = 'activation'").await, 1);
        assert_eq!(count(&app, &format!("users WHERE asked_email = '{email}' AND password_hash IS NULL AND role = 'assister'")).await, 1);
        assert_eq!(count(&app, "audit_events WHERE action = 'assister_enrolled'").await, 1);

        let shown = seen(&arc, &id).await;
        let number = shown.number.unwrap();
        assert_eq!((number.len(), shown.history[0].after.as_str(), shown.history[0].who.as_str()), (7, "Enrolled", "Walter Pearson"));
        assert!(!arc.page("/resource-center").await.contains("Abdi Warsame"), "no longer in the queue");

        // The account is not set up: the number finds nobody.
        let consumer = app.demo("consumer@demo.test").await;
        let Posted::Refused(_) = consumer.call("/api/find-assister", &[("number", &number)]).await.read() else { panic!("found") };

        let letter = app.text("SELECT body FROM outbox WHERE kind = 'activation'").await;
        let token = letter.split("/set-up/").nth(1).unwrap().split_whitespace().next().unwrap();
        assert_eq!(token.len(), 64);
        let opens = async || app.visitor().page(&format!("/set-up/{token}")).await.contains("Set up account");
        app.wait(Duration::from_secs(7 * 24 * 60 * 60 - 60));
        assert!(opens().await, "for seven days");
        app.wait(Duration::from_secs(120));
        assert!(!opens().await && app.visitor().page(&format!("/set-up/{token}")).await.contains("This link has expired"));
        assert_eq!(count(&app, "one_time_links WHERE purpose = 'set_up' AND replaced_at IS NULL AND secret_hash IS NOT NULL").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn enrolling_is_refused_by_the_server_whatever_the_page_showed() {
    on_both(async |app| {
        let email = "navigator2@demo.test";
        ready(&app, email).await;
        let (arc, id) = (app.demo("arc@demo.test").await, id_of(&app, email).await);
        for (gate, back) in [
            ("portal_access = FALSE", "portal_access = TRUE"),
            ("employed = FALSE", "employed = TRUE"),
            ("mastered_at = NULL", "mastered_at = trained_at"),
        ] {
            app.execute(&format!("UPDATE assisters SET {gate} WHERE certification_email = '{email}'")).await;
            let Posted::Refused(form) = arc.call("/api/enroll", &[("assister", &id)]).await.read() else { panic!("enrolled") };
            assert!(form.errors[0].message.contains("not all four gates"), "{form:?}");
            app.execute(&format!("UPDATE assisters SET {back} WHERE certification_email = '{email}'")).await;
        }
        // Without JavaScript the page says so.
        app.execute(&format!("UPDATE assisters SET employed = FALSE WHERE certification_email = '{email}'")).await;
        let refused = arc.post("/api/enroll", &[("assister", &id)]).await;
        assert!(arc.page(refused.location()).await.contains("not all four gates"));
        assert_eq!(count(&app, "outbox").await, 0);
        assert_eq!(count(&app, &format!("assisters WHERE certification_email = '{email}' AND state <> 'not_enrolled'")).await, 0);
        assert_eq!(count(&app, "audit_events WHERE action = 'assister_enrolled'").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sending_the_activation_email_again_makes_the_old_link_dead() {
    on_both(async |app| {
        let email = "navigator2@demo.test";
        ready(&app, email).await;
        let (arc, id) = (app.demo("arc@demo.test").await, id_of(&app, email).await);
        assert_eq!(outcome(&arc.post("/api/send-activation", &[("assister", &id)]).await), "refused", "before enrolling");
        arc.post("/api/enroll", &[("assister", &id)]).await;
        assert_eq!(outcome(&arc.post("/api/send-activation", &[("assister", &id)]).await), "sent");
        assert_eq!(count(&app, "outbox WHERE kind = 'activation'").await, 2);
        assert_eq!(count(&app, "one_time_links").await, 2);
        assert_eq!(count(&app, "one_time_links WHERE replaced_at IS NULL").await, 1);
        set_up(&app, email).await;
        assert_eq!(outcome(&arc.post("/api/send-activation", &[("assister", &id)]).await), "refused", "after it was set up");
        assert_eq!(count(&app, "outbox WHERE kind = 'activation'").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_account_that_was_set_up_is_confirmed_once() {
    on_both(async |app| {
        let email = "navigator2@demo.test";
        ready(&app, email).await;
        let (arc, id) = (app.demo("arc@demo.test").await, id_of(&app, email).await);
        arc.post("/api/enroll", &[("assister", &id)]).await;
        assert_eq!(outcome(&arc.post("/api/confirm-account", &[("assister", &id)]).await), "refused", "before it was set up");
        set_up(&app, email).await;
        let queue = arc.page("/resource-center?queue=confirm").await;
        assert!(queue.contains("Abdi Warsame"), "{queue}");
        let fields = [("assister", id.as_str())];
        let (once, twice) = tokio::join!(arc.post("/api/confirm-account", &fields), arc.post("/api/confirm-account", &fields));
        let mut outcomes = [outcome(&once), outcome(&twice)];
        outcomes.sort();
        assert_eq!(outcomes, ["before", "confirmed"]);
        assert_eq!(count(&app, "outbox WHERE kind = 'confirmation'").await, 1);
        let letter = app.text("SELECT body FROM outbox WHERE kind = 'confirmation'").await;
        assert!(letter.contains(&seen(&arc, &id).await.number.unwrap()), "{letter}");
        assert!(!arc.page("/resource-center?queue=confirm").await.contains("Abdi Warsame"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_assister_whom_the_role_does_not_look_after_is_not_found() {
    on_both(async |app| {
        ready(&app, "broker@demo.test").await;
        let (navigator, broker) = (id_of(&app, "navigator@demo.test").await, id_of(&app, "broker@demo.test").await);
        for (staff, theirs, others) in [("arc@demo.test", &navigator, &broker), ("bsl@demo.test", &broker, &navigator)] {
            let staff = app.demo(staff).await;
            staff.page(&format!("/resource-center/assisters/{theirs}")).await;
            assert_eq!(staff.get(&format!("/resource-center/assisters/{others}")).await.status, 404);
            for path in ["/api/enroll", "/api/send-activation", "/api/confirm-account"] {
                assert_eq!(staff.call(path, &[("assister", others)]).await.status, 404, "{path}");
            }
            let certification = [("assister", others.as_str()), ("certification", "new")];
            assert_eq!(staff.call("/api/save-certification", &certification).await.status, 404);
            for change in ["suspend", "reinstate", "close"] {
                assert_eq!(staff.get(&format!("/resource-center/assisters/{others}/{change}")).await.status, 404);
                let fields = [("assister", others.as_str()), ("change", change), ("reason", "r")];
                assert_eq!(staff.call("/api/change-account", &fields).await.status, 404, "{change}");
            }
        }
        assert_eq!(count(&app, "outbox").await, 0);
        assert_eq!(count(&app, "assister_changes").await, 0);
    })
    .await;
}
