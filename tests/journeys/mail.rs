//! What people see of mail: a demonstration all of it, staff how the queue is doing, and nobody else anything.

use crate::journeys::app::{App, on_both};
use std::time::Duration;

/// A message that was written now.
async fn written(app: &App, number: u32, to: &str, more: &str) {
    let id = format!("01900000-0000-7000-8000-{number:012}");
    let (id, at) = match app.store.kind() {
        assister_portal::store::DbKind::Sqlite => (format!("x'{}'", id.replace('-', "")), app.now().as_micros().to_string()),
        assister_portal::store::DbKind::Postgres => {
            (format!("'{id}'"), format!("to_timestamp({}::numeric / 1000000)", app.now().as_micros()))
        }
    };
    let body = "Hello <Ann>,\n\nOpen this address:\n\nhttp://127.0.0.1:3000/set-up/secret?a=1&b=2\n";
    app.execute(&format!(
        "INSERT INTO outbox (id, kind, recipient, subject, body, html, message_id, created_at, next_attempt_at)
         VALUES ({id}, 'activation', '{to}', 'Set up <now>', '{body}', '<p></p>', '<1@example.org>', {at}, {at})"
    ))
    .await;
    if !more.is_empty() {
        app.execute(&format!("UPDATE outbox SET {more} WHERE recipient = '{to}'").replace("{at}", &at)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_demonstration_shows_its_mail_the_newest_first_with_links_to_follow() {
    on_both(async |app: App| {
        let visitor = app.visitor();
        assert!(visitor.page("/demo/mail").await.contains("No mail yet"));
        for number in 0..52 {
            written(&app, number, &format!("person{number}@example.org"), "sent_at = {at}").await;
        }
        let page = visitor.page("/demo/mail").await;
        let at = |text: &str| page.find(text);
        assert!(at("to person51@example.org") < at("to person50@example.org") && at("to person2@example.org").is_some());
        assert!(at("person1@example.org").is_none(), "the newest 50");
        assert!(page.contains(r#"<a href="http://127.0.0.1:3000/set-up/secret?a=1&amp;b=2""#), "a link to press");
        assert!(page.contains("Hello &lt;Ann&gt;,") && !page.contains("<Ann>"), "what was written stays text");
        for part in ["Activation email", "Set up &lt;now&gt;", "November 20, 2026 at 12:00 p.m. CST"] {
            assert!(page.contains(part), "{part}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_demo_data_there_is_no_page_of_mail() {
    on_both(async |app: App| {
        written(&app, 1, "ann@example.org", "").await;
        let real = app.without_demo();
        for person in [real.visitor(), real.demo("manager@demo.test").await] {
            let page = person.get("/demo/mail").await;
            assert_eq!(page.status, 404);
            assert!(page.body.contains("Page not found") && !page.body.contains("secret"));
            let data = person.load("/api/demo-mail", ()).await;
            assert_eq!(data.status, 404);
            assert!(!data.body.contains("secret"));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_belongs_to_a_demonstration_is_shown_on_this_machine_only() {
    on_both(async |app: App| {
        written(&app, 1, "ann@example.org", "").await;
        let visitor = app.visitor();
        for passed_on in [
            ("x-forwarded-for", "127.0.0.1"),
            ("x-forwarded-host", "127.0.0.1"),
            ("forwarded", "for=127.0.0.1"),
            ("via", "1.1 proxy"),
            ("x-real-ip", "127.0.0.1"),
            ("host", "portal.example.org"),
        ] {
            let page = visitor.ask("GET", "/demo/mail", &[passed_on]).await;
            assert!(page.status == 404 && !page.body.contains("secret"), "{passed_on:?}: {}", page.status);
            let data = visitor.load_with("/api/demo-mail", (), &[passed_on]).await;
            assert!(data.status == 404 && !data.body.contains("secret"), "{passed_on:?}: {}", data.status);
            let page = visitor.ask("GET", "/sign-in", &[passed_on]).await;
            assert!(page.status == 200 && !page.body.contains("consumer@demo.test"), "{passed_on:?}");
        }
        assert!(visitor.ask("GET", "/sign-in", &[("host", "127.0.0.1:3000")]).await.body.contains("consumer@demo.test"));
        assert!(visitor.page("/demo/mail").await.contains("secret"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn staff_see_how_old_the_queue_is_and_what_failed_but_not_what_it_says_or_to_whom() {
    on_both(async |app: App| {
        let arc = app.demo("arc@demo.test").await;
        let quiet = arc.page("/resource-center/mail").await;
        assert!(quiet.contains("No failures") && !quiet.contains("The oldest has waited"));
        written(&app, 1, "zelda.fitz@example.org", "attempts = 3, last_error = 'refused', last_attempt_at = {at}, gave_up_at = {at}").await;
        written(&app, 2, "walt.whit@example.org", "attempts = 2, last_error = 'unreachable', last_attempt_at = {at}").await;
        app.wait(Duration::from_secs(5 * 3600 + 59));
        written(&app, 3, "new.one@example.org", "").await;
        for email in ["arc@demo.test", "bsl@demo.test", "manager@demo.test"] {
            let page = app.demo(email).await.page("/resource-center/mail").await;
            for part in [
                "<h1",
                "Mail",
                "5 hours",
                "z…@example.org",
                "w…@example.org",
                "The mail server refused the message",
                "The mail server could not be reached",
                "Given up",
                "Tried again on November 20, 2026 at 12:00 p.m. CST",
            ] {
                assert!(page.contains(part), "{part} for {email}: {page}");
            }
            for part in ["zelda", "walt", "secret", "set-up"] {
                assert!(!page.contains(part), "{part} for {email}");
            }
        }
        for email in ["contact@demo.test", "navigator@demo.test", "consumer@demo.test"] {
            assert_eq!(app.demo(email).await.get("/resource-center/mail").await.status, 404, "{email}");
        }
        assert_eq!(app.visitor().get("/resource-center/mail").await.status, 303);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn staff_see_what_failed_for_whom_they_look_after_and_for_consumers() {
    on_both(async |app: App| {
        let failed = "attempts = 3, last_error = 'refused', last_attempt_at = {at}, gave_up_at = {at}";
        // Who was invited has not set up the account.
        app.demo("contact@demo.test").await.post("/api/invite-contact", &[("name", "Berit Moen"), ("email", "invited@demo.test")]).await;
        // The last but one is in a roster, without an account.
        let to =
            ["navigator@demo.test", "broker@demo.test", "contact@demo.test", "rosa@example.org", "ready@demo.test", "invited@demo.test"];
        for (number, to) in (1..).zip(to) {
            written(&app, number, to, failed).await;
        }
        let all = ["n…@demo.test", "b…@demo.test", "c…@demo.test", "r…@example.org", "r…@demo.test", "i…@demo.test"];
        for (email, seen) in [
            ("arc@demo.test", [true, false, true, true, true, true]),
            ("bsl@demo.test", [false, true, false, true, false, false]),
            ("manager@demo.test", [true; 6]),
        ] {
            let page = app.demo(email).await.page("/resource-center/mail").await;
            for (address, seen) in all.iter().zip(seen) {
                assert_eq!(page.contains(address), seen, "{address} for {email}: {page}");
            }
        }
    })
    .await;
}
