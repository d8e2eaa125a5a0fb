//! Rule 7 over HTTP: what ends an assister's access does so at once, associations stay, and all works again afterwards.

use crate::journeys::app::{App, on_both};
use crate::journeys::resource_center::{id_of, outcome, seen};
use assister_portal::api::forms::Posted;
use std::time::Duration;

const NAVIGATOR: &str = "navigator@demo.test";

/// What stops an account, and what opens it again.
struct Stop<'a> {
    what: &'a str,
    stop: &'a dyn AsyncStep,
    again: &'a dyn AsyncStep,
}

/// One step of a test.
trait AsyncStep {
    fn run<'a>(&'a self, app: &'a App) -> std::pin::Pin<Box<dyn Future<Output = ()> + 'a>>;
}

/// A change to the roster.
struct Roster(&'static str);

impl AsyncStep for Roster {
    fn run<'a>(&'a self, app: &'a App) -> std::pin::Pin<Box<dyn Future<Output = ()> + 'a>> {
        Box::pin(async move { app.execute(&format!("UPDATE assisters SET {} WHERE certification_email = '{NAVIGATOR}'", self.0)).await })
    }
}

/// What ARC does.
struct Arc(&'static str, &'static [(&'static str, &'static str)]);

impl AsyncStep for Arc {
    fn run<'a>(&'a self, app: &'a App) -> std::pin::Pin<Box<dyn Future<Output = ()> + 'a>> {
        Box::pin(async move {
            let id = id_of(app, NAVIGATOR).await;
            let fields: Vec<(&str, &str)> = std::iter::once(("assister", id.as_str())).chain(self.1.iter().copied()).collect();
            let done = app.demo("arc@demo.test").await.post(self.0, &fields).await;
            assert!(!["refused", "before"].contains(&outcome(&done).as_str()), "{}", done.location());
        })
    }
}

/// The day after the certification.
struct Later(u64);

impl AsyncStep for Later {
    fn run<'a>(&'a self, app: &'a App) -> std::pin::Pin<Box<dyn Future<Output = ()> + 'a>> {
        Box::pin(async move { app.wait(Duration::from_secs(self.0)) })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_stops_an_account_stops_it_at_once_and_loses_no_association() {
    on_both(async |app| {
        let certified = Arc("/api/save-certification", &[("certification", "certified"), ("until", "2027-12-31")]);
        for stop in [
            Stop { what: "roster No", stop: &Roster("portal_access = FALSE"), again: &Roster("portal_access = TRUE") },
            Stop { what: "employment", stop: &Roster("employed = FALSE"), again: &Roster("employed = TRUE") },
            Stop { what: "not certified", stop: &Arc("/api/save-certification", &[("certification", "not_certified")]), again: &certified },
            Stop {
                what: "suspended",
                stop: &Arc("/api/change-account", &[("change", "suspend"), ("reason", "A complaint")]),
                again: &Arc("/api/change-account", &[("change", "reinstate"), ("reason", "Cleared")]),
            },
        ] {
            stopped_and_open_again(&app, &stop).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_certification_ends_at_midnight_without_anyone_acting() {
    on_both(async |app| {
        // It is noon of November 20 in Minnesota.
        let today = Arc("/api/save-certification", &[("certification", "certified"), ("until", "2026-11-20")]);
        today.run(&app).await;
        let renewed = Arc("/api/save-certification", &[("certification", "certified"), ("until", "2027-12-31")]);
        let stop = Stop { what: "the end of the day", stop: &Later(12 * 60 * 60), again: &renewed };
        stopped_and_open_again(&app, &stop).await;
    })
    .await;
}

async fn stopped_and_open_again(app: &App, stop: &Stop<'_>) {
    let what = stop.what;
    let assister = app.demo(NAVIGATOR).await;
    let number = app.number(NAVIGATOR).await;
    let client = app.demo("consumer3@demo.test").await;
    let record = assister.clients("/clients").await[0].0.clone();
    assert_eq!(assister.load("/api/client", &record).await.status, 200, "{what}");
    let counts = assister.counts().await;

    stop.stop.run(app).await;
    // A session that was idle meanwhile would be over anyhow: the assister comes back with one that is fresh.
    let back = app.demo(NAVIGATOR).await;
    for session in [&assister, &back] {
        assert_eq!(session.load("/api/client-list", "").await.status, 401, "{what}");
        assert_eq!(session.load("/api/client", &record).await.status, 401, "{what}");
    }
    let consumer = app.demo("consumer@demo.test").await;
    let Posted::Refused(_) = consumer.call("/api/find-assister", &[("number", &number)]).await.read() else { panic!("{what}: found") };
    let client = if client.get("/account").await.status == 200 { client } else { app.demo("consumer3@demo.test").await };
    let details = client.page("/account/assister").await;
    assert!(details.contains("not available") && details.contains("Change my assister"), "{what}: {details}");

    stop.again.run(app).await;
    let again = app.demo(NAVIGATOR).await;
    assert_eq!(again.counts().await, counts, "{what}: every association stayed");
    assert_eq!(again.load("/api/client", &record).await.status, 200, "{what}");
    let found = consumer.call("/api/find-assister", &[("number", &number)]).await;
    assert_eq!(found.location(), "/account/assister/add/check", "{what}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn suspending_signs_out_says_why_in_the_history_and_is_harmless_twice() {
    on_both(async |app| {
        let (arc, id) = (app.demo("arc@demo.test").await, id_of(&app, NAVIGATOR).await);
        let assister = app.demo(NAVIGATOR).await;
        let page = format!("/resource-center/assisters/{id}/suspend");
        assert!(arc.page(&page).await.contains("Suspend Ingrid Halvorson?"));

        let silent = arc.post("/api/change-account", &[("assister", &id), ("change", "suspend"), ("reason", " ")]).await;
        assert!(silent.location().starts_with(&format!("{page}?retry=")), "{}", silent.location());
        assert!(arc.page(silent.location()).await.contains("Enter a reason"));
        assert_eq!(assister.load("/api/client-list", "").await.status, 200, "nothing was changed");

        let fields = [("assister", id.as_str()), ("change", "suspend"), ("reason", "A complaint <b>")];
        assert_eq!(outcome(&arc.post("/api/change-account", &fields).await), "suspend");
        assert_eq!(outcome(&arc.post("/api/change-account", &fields).await), "before");
        assert_eq!(app.one("SELECT COUNT(*) FROM sessions s JOIN assisters a ON a.user_id = s.user_id").await, 0);
        let shown = seen(&arc, &id).await;
        assert_eq!((shown.reason.as_deref(), shown.history.len()), (Some("A complaint <b>"), 1));
        assert_eq!(shown.history[0].after, "Suspended: A complaint <b>");
        assert_eq!(app.one("SELECT COUNT(*) FROM audit_events WHERE action = 'account_suspended'").await, 1);
        app.nobody_was_notified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_closed_account_is_closed_for_good() {
    on_both(async |app| {
        let (arc, id) = (app.demo("arc@demo.test").await, id_of(&app, NAVIGATOR).await);
        let change = async |change: &str| {
            let fields = [("assister", id.as_str()), ("change", change), ("reason", "Left")];
            outcome(&arc.post("/api/change-account", &fields).await)
        };
        assert_eq!(change("close").await, "close");
        assert_eq!((change("reinstate").await, change("suspend").await), ("refused".to_owned(), "refused".to_owned()));
        assert_eq!(change("close").await, "before");
        assert!(seen(&arc, &id).await.changes.is_empty());
        let client = app.demo("consumer3@demo.test").await;
        assert!(client.page("/account/assister").await.contains("not available"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_certification_needs_its_last_day_and_keeps_what_was_typed() {
    on_both(async |app| {
        let (arc, id) = (app.demo("arc@demo.test").await, id_of(&app, NAVIGATOR).await);
        let save = async |certification: &str, until: &str| {
            arc.post("/api/save-certification", &[("assister", &id), ("certification", certification), ("until", until)]).await
        };
        let refused = save("certified", "soon").await;
        let page = arc.page(refused.location()).await;
        assert!(
            page.contains("Enter the last day of the certification as month, day and year") && page.contains("value=\"soon\""),
            "{page}"
        );
        assert!(arc.page(save("", "").await.location()).await.contains("Select a certification status."));
        assert_eq!(outcome(&save("certified", "2027-12-31").await), "certification");
        assert_eq!(outcome(&save("certified", "12/31/2027").await), "before");
        let shown = seen(&arc, &id).await;
        assert_eq!(shown.standing.certification, "Certified through December 31, 2027");
        assert_eq!(shown.history[0].before, "Certified through October 31, 2027");
    })
    .await;
}
